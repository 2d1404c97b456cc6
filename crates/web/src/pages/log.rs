//! The failure log: four fields an entry, a page at a time, and everything written in it by its words.

mod asked;
mod expected;
mod filters;
mod found;
mod near;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hansei_app::list::Looked;
use hansei_method::entry::Kind;
use hansei_method::factor::Control;
use hansei_method::stage::StageKind;
use hansei_method::tag::Tag;
use hansei_store::{Listed, Overview, Page};
use jiff::civil::Date;
use maud::{Markup, html};

use self::asked::Asked;
use super::day;
use super::flash::Flash;
use super::frame::{self, Frame};
use crate::error::WebError;
use crate::extract::{Form, Query};
use crate::page::layout::Here;
use crate::page::parts::{Button, LogGroup, LogRow, Search, check_these, empty, head, log, pager};
use crate::state::Web;

/// The entries on one page of the log.
const LINES: u32 = 50;

/// The entries that one search shows.
const HITS: u32 = 100;

/// What stands under the search.
enum Answer {
    /// A page of the log.
    Lines(Page),
    /// What a search found.
    Hits(Looked),
    /// Nothing was looked for, because a filter was not understood.
    Refused,
}

/// What the page shows.
struct View<'a> {
    asked: &'a Asked,
    /// Not counted where only the hits of a search are shown: that would take longer than finding them.
    overview: Option<&'a Overview>,
    tags: &'a [(Tag, i64)],
    answer: &'a Answer,
    /// What is asked later, because it was looked up now.
    expected: &'a Markup,
    today: Date,
}

impl View<'_> {
    fn is_empty_log(&self) -> bool {
        self.overview.is_some_and(|overview| overview.entries == 0)
    }
}

/// Serves this page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/log", get(show))
        .route("/log/search", post(search).get(begin))
        .route("/log/expected", post(expected::show))
        .route("/log/near", post(near::show))
}

async fn show(
    State(web): State<Web>,
    Query(asked): Query<Asked>,
    Query(flash): Query<Flash>,
) -> Result<Response, WebError> {
    let asked = Asked { q: String::new(), ..asked };
    whole(&web, &asked, &flash.line()).await
}

/// A search that is opened again by its address alone begins anew: the words were never part of it.
async fn begin() -> Redirect {
    Redirect::to("/log")
}

async fn search(
    State(web): State<Web>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    if headers.contains_key("hx-request") {
        let answer = answer(&web, &asked, true).await?;
        let is_list = matches!(answer, Answer::Lines(_));
        let overview = if is_list { Some(web.app.overview().await?) } else { None };
        let view = View {
            asked: &asked,
            overview: overview.as_ref(),
            tags: &[],
            answer: &answer,
            expected: &html! {},
            today: web.app.now().date(),
        };
        return Ok(fragment(&view).into_response());
    }
    if asked.is_wordless() {
        return Ok(Redirect::to(&asked.address()).into_response());
    }
    whole(&web, &asked, &html! {}).await
}

async fn whole(web: &Web, asked: &Asked, kept: &Markup) -> Result<Response, WebError> {
    let frame = Frame::of(web).await?;
    let answer = answer(web, asked, false).await?;
    let overview = web.app.overview().await?;
    let tags = web.app.tags().await?;
    let expected = match &answer {
        Answer::Hits(looked) => expected::of(web, &asked.q, looked).await,
        Answer::Lines(_) | Answer::Refused => html! {},
    };
    let (overview, today) = (Some(&overview), frame.today());
    let view = View { asked, overview, tags: &tags, answer: &answer, expected: &expected, today };
    let main = html! { (kept) (page(&view)) };
    let page = frame.wide("Failure log", Here::Log, &main);
    Ok(match answer {
        Answer::Refused => frame::refused(page),
        Answer::Lines(_) | Answer::Hits(_) => page.into_response(),
    })
}

async fn answer(web: &Web, asked: &Asked, is_typed: bool) -> Result<Answer, WebError> {
    if !asked.wrong().is_empty() {
        return Ok(Answer::Refused);
    }
    let filter = asked.filter();
    if asked.is_wordless() {
        return Ok(Answer::Lines(web.app.list(&filter, asked.after().as_ref(), LINES).await?));
    }
    // "What have I learned about this" is asked of the whole log, with the lessons first.
    let looked = if is_typed {
        web.app.look_up_typed(&asked.q, &filter, true, HITS).await?
    } else {
        web.app.look_up(&asked.q, &filter, true, HITS).await?
    };
    Ok(Answer::Hits(looked))
}

fn page(view: &View<'_>) -> Markup {
    let beside = html! {
        p.meta {
            span #count role="status" { (count(view)) }
        }
    };
    let filters = filters::filters(view.asked, view.tags);
    let search = Search {
        name: "Search the log",
        action: "/log/search",
        text: &view.asked.q,
        placeholder: "Before I start…",
        results: "results",
        filters: &filters,
    };
    html! {
        (head("Failure log", Some(&beside)))
        @if !view.is_empty_log() { (search) (expected::place(view.expected)) }
        div #results.above-5 { (results(view)) }
    }
}

/// What replaces the inside of the results while somebody types, with the count said aloud.
fn fragment(view: &View<'_>) -> Markup {
    html! {
        (results(view))
        span #count hx-swap-oob="innerHTML" { (count(view)) }
    }
}

fn results(view: &View<'_>) -> Markup {
    html! {
        // The script puts this into the address bar: the filters, never the words.
        div data-at=(view.asked.address()) {}
        @match view.answer {
            Answer::Refused => (refused(view.asked)),
            Answer::Hits(looked) => (found::found(looked, view.today)),
            Answer::Lines(page) if page.lines.is_empty() => (nothing(view)),
            Answer::Lines(page) => (lines(page, view.asked)),
        }
    }
}

/// Says which filters were not understood, in the place of entries that nobody asked for.
fn refused(asked: &Asked) -> Markup {
    let wrong: Vec<(String, String)> = asked.wrong().into_iter().map(said).collect();
    let wrong: Vec<(&str, &str)> =
        wrong.iter().map(|(id, sentence)| (id.as_str(), sentence.as_str())).collect();
    html! {
        (check_these(&wrong))
        (empty("Nothing is listed: what was asked for was not understood.", Some(Button::plain("Show all entries").href("/log"))))
    }
}

/// Names a filter with what is wrong with it, and the `id` of its field; the page has none for where it goes on.
fn said((name, sentence): (&str, &str)) -> (String, String) {
    let label = match name {
        "kind" => "Kind",
        "stage" => "Review",
        "control" => "In my hands",
        "tag" => "Tag",
        "from" => "From",
        "to" => "Until",
        _ => return ("results".to_owned(), format!("Page: {sentence}")),
    };
    (format!("f-{name}"), format!("{label}: {sentence}"))
}

fn nothing(view: &View<'_>) -> Markup {
    if view.is_empty_log() {
        let write = Button::plain("Write one line").href("/#capture");
        return empty("Nothing in the log yet. One line is enough to begin.", Some(write));
    }
    let all = Button::plain("Show all entries").href("/log");
    empty("No entry is like that.", Some(all))
}

fn lines(page: &Page, asked: &Asked) -> Markup {
    let rows: Vec<Row<'_>> = page.lines.iter().map(Row::of).collect();
    let mut years: Vec<(i16, Vec<LogRow<'_>>)> = Vec::new();
    for row in &rows {
        let year = row.line.record.date.date().year();
        match years.last_mut() {
            Some((last, rows)) if *last == year => rows.push(row.drawn()),
            _ => years.push((year, vec![row.drawn()])),
        }
    }
    let names: Vec<String> = years.iter().map(|(year, _)| year.to_string()).collect();
    let groups: Vec<LogGroup<'_>> =
        names.iter().zip(&years).map(|(name, (_, rows))| LogGroup { name, rows }).collect();
    let newest = asked.after().map(|_| asked.address());
    let older = page.next.as_ref().map(|cursor| asked.address_after(cursor));
    html! { (log(&groups)) (pager("the log", newest.as_deref(), older.as_deref())) }
}

/// A line of the log with what is said about it.
struct Row<'a> {
    line: &'a Listed,
    href: String,
    day: String,
    note: String,
    control: String,
    tags: String,
}

impl<'a> Row<'a> {
    fn of(line: &'a Listed) -> Self {
        Self {
            line,
            href: format!("/entries/{}", line.id),
            day: day::bare(line.record.date.date()),
            note: note(line),
            control: control(&line.controls),
            tags: line.tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", "),
        }
    }

    fn drawn(&self) -> LogRow<'_> {
        let record = &self.line.record;
        LogRow {
            href: &self.href,
            day: &self.day,
            title: &self.line.title,
            context: situation(self.line),
            note: &self.note,
            cause: record.root_cause.as_deref().unwrap_or_default(),
            control: &self.control,
            lesson: record.lesson.as_deref().unwrap_or_default(),
            tags: &self.tags,
            change: record.change.as_deref().unwrap_or_default(),
            state: None,
        }
    }
}

/// Says what sort of event it was and how far its review is; "recorded" is all that a closed review can say (B01).
pub(super) fn note(line: &Listed) -> String {
    let kind = match line.kind {
        Kind::Failure => "Failure",
        Kind::NearMiss => "Near miss",
        Kind::Success => "Success",
        Kind::Mixed => "Mixed",
    };
    let stage = match line.stage {
        StageKind::Captured => "not reviewed",
        StageKind::Done => "recorded",
        open => open.name(),
    };
    let attempt = line.attempt.map_or_else(String::new, |number| format!(", attempt {number}"));
    format!("{kind}, {stage}{attempt}")
}

/// Returns the part of the first field that is not the title.
fn situation(line: &Listed) -> &str {
    let rest = line.record.context.strip_prefix(line.title.as_str());
    rest.and_then(|rest| rest.strip_prefix(", ")).unwrap_or_default()
}

fn control(controls: &[Control]) -> String {
    let name = |control: &Control| match control {
        Control::Mine => "fully",
        Control::Partly => "partly",
        Control::Outside => "outside",
    };
    match controls {
        [] => String::new(),
        [Control::Mine] => "Fully in my hands".to_owned(),
        [Control::Partly] => "Partly in my hands".to_owned(),
        [Control::Outside] => "Outside my hands".to_owned(),
        several => format!("In my hands: {}", several.iter().map(name).collect::<Vec<_>>().join(", ")),
    }
}

fn count(view: &View<'_>) -> String {
    match view.answer {
        Answer::Refused => "Nothing listed".to_owned(),
        Answer::Hits(looked) => found::count(looked),
        Answer::Lines(page) => match view.overview {
            Some(overview) if !view.asked.is_filtered() => {
                let all = entries(usize::try_from(overview.entries).unwrap_or_default());
                span(overview).map_or_else(|| all.clone(), |span| format!("{all}, {span}"))
            }
            _ if page.next.is_some() || view.asked.after().is_some() => {
                format!("{} shown", entries(page.lines.len()))
            }
            _ => entries(page.lines.len()),
        },
    }
}

fn entries(count: usize) -> String {
    let number = if count == 0 { "No".to_owned() } else { count.to_string() };
    format!("{number} {}", if count == 1 { "entry" } else { "entries" })
}

/// Says from when to when the log goes; `None` for an empty one.
fn span(overview: &Overview) -> Option<String> {
    let (first, last) = (overview.first?.date(), overview.last?.date());
    if first == last {
        return Some(day::dated(first));
    }
    Some(format!("{} to {}", day::dated(first), day::dated(last)))
}

#[cfg(test)]
mod tests;
