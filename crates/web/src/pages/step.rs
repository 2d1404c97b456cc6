//! The page of one of the four questions: what all four have in common.

use hansei_app::draft::Writer;
use hansei_method::entry::{Entry, Significance};
use hansei_method::id::EntryId;
use hansei_method::question::Question;
use hansei_store::Kept;
use jiff::Zoned;
use maud::{Markup, html};
use serde::Deserialize;

use super::asked_of_whole::{self, Wholes, wholes};
use super::{beside, frame};
use crate::error::WebError;
use crate::forms::{Form, Wrongs};
use crate::page::layout::{Focus, focus};
use crate::page::parts::{Button, Field, Parked, capital, check_these, fold, lede, parked, unsent};
use crate::state::Web;

/// The `id` of the one form on the page.
pub(crate) const FORM: &str = "review";

/// What the address asks for beside the question: where to go on writing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The list whose empty row is written next.
    pub(crate) at: String,
    /// The kind of the row that is added.
    pub(crate) add: String,
    /// The row under which an empty one is put.
    pub(crate) below: Option<usize>,
    /// The cause that is open.
    pub(crate) node: Option<u32>,
    /// The parked idea that becomes a commitment.
    #[serde(rename = "use")]
    pub(crate) idea: Option<usize>,
    /// The button that was pressed on a form that was refused: what stood in its way is marked.
    pub(crate) check: String,
    /// The version of the history in which what was typed was put.
    pub(crate) aside: Option<i64>,
}

/// What was looked up for the page of a question beside its entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct LookedUp {
    /// What is asked about the tree and the factors.
    pub(crate) wholes: Wholes,
    /// Why nothing can be saved; `None` where it can.
    pub(crate) cannot_save: Option<&'static str>,
}

/// What is said above the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Notice {
    /// Nothing.
    #[default]
    None,
    /// What stands in the form was typed at that time and is not saved. When the answer was saved elsewhere since, what is
    /// saved now and stands nowhere in the form is listed.
    Draft { at: String, saved: Option<Vec<String>> },
    /// The terminal or a program left an answer at that time that is not saved; the form holds what is saved.
    Theirs { at: String, writer: Writer, short: String },
    /// Somebody was faster. What is saved now and stands nowhere in the form is listed, and why the form is not kept as a
    /// draft when it is not.
    Conflict { saved: Vec<String>, unkept: Option<String>, is_skip: bool },
    /// What was saved is kept, and what was typed stands in the history in this version.
    Aside { version: i64 },
}

/// What became of what was typed into a question that is not open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Nothing was typed.
    #[default]
    Nothing,
    /// It waits as a draft.
    Kept,
    /// It cannot wait, and stands on this page only.
    Unkept(String),
}

/// What the page of a question that is not open shows beside the way on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Passing {
    /// What was typed into the question.
    pub(crate) typed: Typed,
    /// The reason for passing over the one before, as it was typed.
    pub(crate) reason: String,
    /// What is wrong with that.
    pub(crate) wrong: Option<String>,
    /// Why nothing can be saved; `None` where it can.
    pub(crate) cannot_save: Option<&'static str>,
}

/// What the page of a question is drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) kept: &'a Kept,
    pub(crate) question: Question,
    pub(crate) form: &'a Form,
    pub(crate) wrong: &'a Wrongs,
    pub(crate) notice: &'a Notice,
    pub(crate) asked: &'a Asked,
    pub(crate) now: &'a Zoned,
    pub(crate) looked_up: &'a LookedUp,
}

impl LookedUp {
    /// Looks up what the page of a question of an entry shows.
    pub(crate) async fn of(web: &Web, entry: &Entry, question: Question) -> Result<Self, WebError> {
        let is_why = question == Question::Why;
        let wholes = if is_why { wholes(web, entry).await? } else { Wholes::default() };
        Ok(Self { wholes, cannot_save: web.app.cannot_save().await })
    }
}

impl<'a> View<'a> {
    pub(crate) fn entry(&self) -> &'a Entry {
        &self.kept.entry
    }

    pub(crate) fn id(&self) -> EntryId {
        self.kept.entry.id
    }

    /// Returns the address of this question, with more behind it.
    pub(crate) fn at(&self, rest: &str) -> String {
        address(self.id(), self.question, rest)
    }

    /// Says whether what belongs to this depth is open from the start, or stands ready behind a fold.
    pub(crate) fn is_asked(&self, depth: Significance) -> bool {
        self.entry().significance >= depth
    }
}

/// Returns the address of a question, with more behind it.
pub(crate) fn address(id: EntryId, question: Question, rest: &str) -> String {
    format!("/entries/{id}/{}{rest}", question.word())
}

/// Draws what goes deeper than the review has to: open where its depth asks for it or something stands in it, folded otherwise.
pub(crate) fn deeper(
    view: &View<'_>,
    depth: Significance,
    is_used: bool,
    heading: &str,
    note: &str,
    body: &Markup,
) -> Markup {
    let inner = html! {
        @if !note.is_empty() { p.meta { (note) } }
        (body)
    };
    if view.is_asked(depth) {
        return html! { div.stack.gap-3.part { h2 { (heading) } (inner) } };
    }
    fold(heading, is_used, &inner)
}

/// Draws a question: the frame around it, the one form with `body` in it, and the way on.
pub(crate) fn page(view: &View<'_>, sentence: &str, body: &Markup) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> =
        listed.iter().map(|(id, sentence)| (id.as_str(), sentence.as_str())).collect();
    let is_answered = view.entry().review.answers.is_open(view.question)
        && view.entry().review.answers.next_question() != Some(view.question);
    let main = html! {
        (frame::for_reading(view.looked_up.cannot_save))
        (lede(view.question.asked(), sentence, Some(("#have", "What you already have"))))
        (check_these(&listed))
        (notice(view))
        (asked_of_whole::place_of_circling(view))
        form #(FORM) .stack.gap-6 method="post" action=(view.at("")) data-draft=(view.at("/draft")) autocomplete="off" novalidate {
            input type="hidden" name="version" value=(view.kept.version);
            (body)
            @if !is_answered || !view.form.get("skip_reason").is_empty() { (pass_over(view)) }
            (onward(view, is_answered))
        }
    };
    framed(view.kept, Some(view.question), view.now, view.form, view.wrong, &main)
}

/// Draws a page of a review inside its frame. Without a question it has no form.
pub(crate) fn framed(
    kept: &Kept,
    question: Option<Question>,
    now: &Zoned,
    form: &Form,
    wrong: &Wrongs,
    main: &Markup,
) -> Markup {
    let entry = &kept.entry;
    let spent = entry.review.spent;
    let minutes = spent.minutes();
    let elapsed = if minutes == 0 && !spent.is_running() { String::new() } else { format!("{minutes} min") };
    let has_begun = spent.is_running() || spent.seconds > 0 || entry.review.answers.intended().is_some();
    // Question 4 lists them itself, each with what can become of it.
    let waiting = if question == Some(Question::Next) { &[][..] } else { &entry.review.parked[..] };
    let places: Vec<String> = (0..waiting.len()).map(|place| format!("unpark-{place}")).collect();
    let ideas: Vec<(&str, &str)> =
        waiting.iter().zip(&places).map(|(idea, sends)| (idea.as_str(), sends.as_str())).collect();
    let ideas = Parked { form: FORM, ideas: &ideas, typed: form.get("park"), error: wrong.at("park") };
    let parked = html! { @if question.is_some() { (parked(&ideas)) } };
    let steps = beside::steps(entry, question, now.date());
    let steps: Vec<_> = steps.iter().map(beside::Step::link).collect();
    let title = question.map_or_else(
        || "Review".to_owned(),
        |question| format!("{} {}", question.number(), beside::name(question)),
    );
    let frame = Focus {
        title: &title,
        entry: entry.title.as_str(),
        back: &format!("/entries/{}", entry.id),
        steps: &steps,
        elapsed: &elapsed,
        pause: (question.is_some() && has_begun).then_some(FORM),
        saves: question.map(|_| FORM),
        paused: !spent.is_running(),
        parked: &parked,
    };
    focus(&frame, main, Some(&beside::have(entry, question, now)))
}

fn notice(view: &View<'_>) -> Markup {
    match view.notice {
        Notice::None => html! {},
        // What is marked says as much, and nothing else was saved since.
        Notice::Draft { saved: None, .. } if !view.wrong.is_empty() => html! {},
        Notice::Draft { at, saved } => html! {
            div.kept role="status" {
                p {
                    "Not saved yet, from " (at) ". "
                    @if saved.is_some() { "The answer was saved somewhere else since. " (EITHER_WAY) }
                }
                @if let Some(saved) = saved {
                    (nowhere_below(saved))
                    (one_of_two(false))
                } @else {
                    (Button::plain("Save it").small().sends("do", "save").of(FORM))
                    (Button::quiet("Discard it").small().sends("do", "discard").of(FORM).unchecked())
                }
            }
        },
        Notice::Theirs { at, writer, short } => html! {
            div.kept role="status" {
                p {
                    (capital(writer.place())) " holds an answer to this that is not saved, from " (at) ". "
                    @if *writer == Writer::Terminal { "It goes on with " code { "hansei review " (short) } ". " }
                    "Below stands what is saved. What you type here is kept when you save it, and the other stays where it is."
                }
                (Button::quiet("Throw the other away").small().sends("do", "discard-theirs").of(FORM).unchecked())
            }
        },
        Notice::Conflict { saved, unkept, is_skip } => html! {
            div.check-these role="alert" tabindex="-1" data-focus-first {
                h2 { "This changed somewhere else" }
                p {
                    "The answer was saved in another window, or by a program, after this page was opened. "
                    @if unkept.is_some() { "What you typed stands below, and only there: it could not be kept as a draft." }
                    @else { "Nothing you typed is lost: it stands below, and is kept as a draft." }
                }
                (nowhere_below(saved))
                p { (EITHER_WAY) }
                (one_of_two(*is_skip))
            }
        },
        Notice::Aside { version } => html! {
            div.kept role="status" {
                p { "What was saved is kept. What you typed is version " (version) " in the history." }
                a href={ "/entries/" (view.id()) "/history/" (version) } { "Look at it" }
            }
        },
    }
}

const EITHER_WAY: &str = "Whichever you choose, the other one stays in the history.";

/// Offers what was typed and what was saved somewhere else.
fn one_of_two(is_skip: bool) -> Markup {
    let (mine, sent) =
        if is_skip { ("Pass over it all the same", "skip") } else { ("Put mine in its place", "save") };
    html! {
        div.row {
            (Button::plain(mine).sends("do", sent).of(FORM))
            (Button::plain("Keep what was saved").sends("do", "keep-saved").of(FORM).unchecked())
        }
    }
}

fn nowhere_below(saved: &[String]) -> Markup {
    html! {
        @if !saved.is_empty() {
            div {
                p { "Saved there, and nowhere below:" }
                ul.stack.gap-2 role="list" { @for words in saved { li { p.words.sm dir="auto" { (words) } } } }
            }
        }
    }
}

/// Says what became of what was typed into a question that is not open.
fn left_over(typed: &Typed) -> Markup {
    match typed {
        Typed::Nothing => html! {},
        Typed::Kept => {
            html! { p { "What you typed is kept as a draft; it stands in the question again once that is open." } }
        }
        Typed::Unkept(texts) => unsent(texts),
    }
}

/// Lets a person pass over a question, in words that stay with the review.
fn pass_over(view: &View<'_>) -> Markup {
    let is_open = view.wrong.at("skip_reason").is_some() || !view.form.get("skip_reason").is_empty();
    let reason = view.entry().review.answers.skipped(view.question);
    fold(
        "Pass over this question",
        is_open,
        &html! {
            @if let Some(reason) = reason { p.meta { "Passed over: " bdi { (reason) } } }
            (Field::area("skip_reason", "Why it has no answer", 2).hint("The next question opens. The reason stays with the review, and you can come back.").value(view.form.get("skip_reason")).error(view.wrong.at("skip_reason")))
            div { (Button::plain("Pass over it").sends("do", "skip")) }
        },
    )
}

fn onward(view: &View<'_>, is_answered: bool) -> Markup {
    let next = Question::ALL.into_iter().find(|question| *question > view.question);
    let before = Question::ALL.into_iter().rev().find(|question| *question < view.question);
    let saved = if is_answered {
        format!("Saved {}", beside::clock(view.kept.saved_at, view.now))
    } else {
        String::new()
    };
    html! {
        div.onward {
            @if let Some(next) = next {
                (Button::go(&format!("Continue to {}", beside::on(next))).hint("Ctrl Enter").sends("do", "continue"))
            } @else {
                (Button::go("Close the review").hint("Ctrl Enter").sends("do", "finish"))
            }
            (Button::plain("Save").sends("do", "save"))
            @if let Some(before) = before {
                (Button::quiet(&format!("Back to {}", before.number())).sends("do", "back").unchecked())
            }
            (Button::quiet("Stop here for today").sends("do", "stop").unchecked())
            p.meta.push role="status" data-saved { (saved) }
        }
    }
}

/// Draws the page of a question that is not open yet: why not, and the way past what stands before it.
pub(crate) fn closed(
    kept: &Kept,
    question: Question,
    before: Question,
    now: &Zoned,
    passing: &Passing,
) -> Markup {
    let id = kept.entry.id;
    let main = html! {
        (frame::for_reading(passing.cannot_save))
        (lede(question.asked(), &format!("Question {} opens when question {} has an answer.", question.number(), before.number()), None))
        (left_over(&passing.typed))
        p { (Button::go(&format!("Answer question {}: {}", before.number(), beside::name(before))).href(&address(id, before, ""))) }
        form.stack.gap-3 method="post" action={ "/entries/" (id) "/skip" } {
            input type="hidden" name="version" value=(kept.version);
            input type="hidden" name="question" value=(before.word());
            input type="hidden" name="then" value=(question.word());
            (Field::area("reason", &format!("Or pass over question {}, with a reason", before.number()), 2)
                .hint("The reason stays with the review, and you can come back to the question.").value(&passing.reason).error(passing.wrong.as_deref()))
            div { (Button::plain(&format!("Pass over question {}", before.number()))) }
        }
    };
    framed(kept, None, now, &Form::default(), &Wrongs::default(), &main)
}

/// Draws what stands in the place of a question when the review is closed.
pub(crate) fn finished(kept: &Kept, question: Question, now: &Zoned, passing: &Passing) -> Markup {
    let id = kept.entry.id;
    let main = html! {
        (frame::for_reading(passing.cannot_save))
        (lede(question.asked(), "This review is closed. Open it again to change an answer.", None))
        (left_over(&passing.typed))
        form.stack.gap-3 method="post" action={ "/entries/" (id) "/reopen" } {
            input type="hidden" name="version" value=(kept.version);
            (Field::area("reason", "What is new?", 2).hint("A fact, a cause, something to do. It can stay empty."))
            div.row {
                (Button::go("Open the review again"))
                (Button::quiet("Read it instead").href(&format!("/entries/{id}")))
            }
        }
    };
    framed(kept, None, now, &Form::default(), &Wrongs::default(), &main)
}
