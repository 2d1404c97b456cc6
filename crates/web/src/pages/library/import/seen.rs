//! What an import would do: what each column is taken for, the first cases as they would be, and what cannot be read.

use hansei_app::library::files::{
    Chosen, Dates, DayOrder, Field as CaseField, MOST_ASKED, Seen, SeenColumn, Wrong,
};
use hansei_app::library::prose::unmarked;
use hansei_app::library::{Described, Kinship};
use hansei_method::case::Case;
use hansei_method::text::Line;
use hansei_store::KeptCollection;
use maud::{Markup, html};

use super::upload::Upload;
use super::{address, told};
use crate::forms::{Form, Wrongs};
use crate::page::parts::{Button, Field, Pick, Select, check, check_these, fold, head, meta, section};
use crate::pages::day;

/// What the page shows.
pub(super) struct View<'a> {
    pub(super) upload: &'a Upload,
    pub(super) seen: &'a Seen,
    pub(super) form: &'a Form,
    pub(super) wrong: &'a Wrongs,
    pub(super) collections: &'a [KeptCollection],
    /// How the cases go with the collection of the name, where that seems to be another one.
    pub(super) stranger: Option<&'a Kinship>,
}

/// The list of what was said of the columns.
const COLUMNS: &str = "column";

/// Guesses the name of a collection from the name of its file.
pub(super) fn name_of(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<&str> = stem.split(['_', '-', ' ']).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Reads what was said of the collection; `None` when something is wrong with it.
pub(super) fn described(form: &Form, wrong: &mut Wrongs) -> Option<Described> {
    let name: Option<Line> = match form.get("name").trim() {
        "" => {
            wrong.add("name", "", "give the collection a name; its cases are shown with it");
            None
        }
        typed => wrong.fact("name", "", typed),
    };
    let mut optional = |name: &str| wrong.line(name, "", form.get(name).trim());
    let (source, licence, link) = (optional("source"), optional("licence"), optional("link"));
    let notice = wrong.text("notice", "", form.get("notice"));
    let name = name.filter(|_| wrong.is_empty())?;
    Some(Described { name, source, licence, notice, link })
}

/// Reads what was said of the columns; nothing when nothing was.
pub(super) fn chosen(form: &Form) -> Chosen {
    let mut chosen = Chosen::default();
    for row in form.rows(COLUMNS) {
        let name = row.get("name").to_owned();
        let field = CaseField::ALL.into_iter().find(|field| field.word() == row.get("field"));
        match row.get("order") {
            "day" => drop(chosen.orders.insert(name.clone(), DayOrder::DayFirst)),
            "month" => drop(chosen.orders.insert(name.clone(), DayOrder::MonthFirst)),
            _ => {}
        }
        chosen.fields.insert(name, field);
    }
    chosen
}

/// Draws what an import would do.
pub(super) fn page(view: &View<'_>) -> Markup {
    let listed = view.wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    html! {
        (head("What would come in", None))
        (check_these(&listed))
        (what(view))
        @if view.seen.read == 0 { (nothing_read(&view.seen.wrongs)) }
        form method="post" action=(address(view.upload.id)) {
            (section("about", "The collection", "It stands beside each of its cases.", &about(view)))
            div.row.below-5 {
                @if view.seen.read > 0 { (Button::go("Import").sends("do", "import")) }
                (Button::plain("Look again").sends("do", "look").unchecked())
                (Button::quiet("Leave everything as it is").sends("do", "leave").unchecked())
            }
            @if !view.seen.cases.is_empty() { (section("first", "The first cases", "As they would be.", &first(&view.seen.cases))) }
            @if !view.seen.columns.is_empty() { (section("columns", "What is what", "Change what was guessed wrong, then look again.", &columns(&view.seen.columns))) }
        }
        (told::wrongs(&view.seen.wrongs, view.seen.bad))
    }
}

/// Says why there is nothing to import yet, and what may help.
fn nothing_read(wrongs: &[Wrong]) -> Markup {
    html! {
        p.below-5 role="alert" {
            "With what was chosen no case can be read"
            @if let Some(first) = wrongs.first() { ": " bdi { (first.to_string()) } }
            ". Change below what is what, then look again."
        }
    }
}

/// Says what was read, and how.
fn what(view: &View<'_>) -> Markup {
    let Seen { written, is_mended, files, read, bad, is_whole, remarks, .. } = view.seen;
    let names = match &view.upload.names[..] {
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    };
    let written: Vec<String> =
        written.iter().map(|(form, encoding)| format!("{}, {encoding}", form.name())).collect();
    html! {
        ul.stack.gap-2.below-5 role="list" {
            li { bdi { (names) } ": " (written.join("; ")) "." @if *files > 1 { " " (files) " files were looked into." } }
            li.ink {
                @if !is_whole { "Of its start, " }
                (told::counted(*read, "case was read", "cases were read")) "."
                @if !is_whole { " The rest is read when you import it." }
            }
            @if *bad > 0 { li { (told::counted(*bad, "record cannot be read", "records cannot be read")) ". Left out, and named below." } }
            @for line in remarks.lines() { li { bdi { (line) } "." } }
            @if *is_mended { li { "Letters that were encoded twice (“itâ€™s”) are put right." } }
        }
    }
}

fn about(view: &View<'_>) -> Markup {
    let filled = |field: Field<'_>, name: &str| html! { (field.value(view.form.get(name)).error(view.wrong.at(name))) };
    let name = view.form.get("name").trim().to_lowercase();
    let known = view.collections.iter().find(|kept| kept.collection.name.as_str().to_lowercase() == name);
    html! {
        datalist #collections { @for kept in view.collections { option value=(kept.collection.name) {} } }
        (filled(Field::line("name", "Its name").list("collections").required(), "name"))
        @if let Some(kept) = known {
            p.meta { "There is a collection of this name, with " (super::super::cases(kept.cases)) ". What is in it just the same does not come in twice." }
        }
        @if let Some(kin) = view.stranger {
            p.meta { "Take care: " bdi { (kin.told()) } ". Give it another name, or say that it is meant." }
            (check("meant", "They belong into that collection", "What has the same key takes the place of what is there.", view.form.get("meant") == "true"))
        }
        (filled(Field::line("source", "Who tells it").hint("A company, an authority, a person."), "source"))
        (filled(Field::line("licence", "Its licence").hint("Under which it may be passed on: “MIT”, “public domain”. It can stay empty."), "licence"))
        (filled(Field::fact("link", "Where it comes from").hint("An address, if there is one."), "link"))
        (fold("The notice that the licence asks for", !view.form.get("notice").is_empty(), &filled(Field::area("notice", "The notice, whole", 3), "notice")))
    }
}

fn first(cases: &[Case]) -> Markup {
    html! {
        ol.list role="list" {
            @for case in cases {
                li {
                    h3.theirs dir="auto" { (case.title) }
                    p.meta {
                        @match case.occurred { Some(occurred) => { (day::dated(occurred.date())) ". " }, None => "No day was read. " }
                        "Key: " bdi { (case.key) } "."
                        @if let Some(link) = &case.link { " " bdi { (link) } }
                        @if !case.labels.is_empty() { " Labels: " bdi { (case.labels.iter().map(Line::as_str).collect::<Vec<_>>().join(", ")) } "." }
                    }
                    @for (part, text) in case.told() {
                        div.hit { p.meta { (part.heading()) } p.theirs.sm.cut dir="auto" { (unmarked(&beginning(text.as_str()))) } }
                    }
                }
            }
        }
    }
}

/// Cuts what is not seen anyway: five lines of a megabyte.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 1_000;
    text.chars().take(SHOWN).collect()
}

fn columns(columns: &[SeenColumn]) -> Markup {
    let left_out = std::iter::once(Pick { value: "", label: "left out" });
    let picks: Vec<Pick<'_>> = left_out
        .chain(CaseField::ALL.iter().map(|field| Pick { value: field.word(), label: field.name() }))
        .collect();
    html! {
        ul.list role="list" {
            @for (at, column) in columns.iter().enumerate() {
                li.side {
                    div {
                        input type="hidden" name={ (COLUMNS) "." (at) ".name" } value=(column.name);
                        b { bdi { (column.name) } }
                        @if !column.sample.is_empty() { p.theirs.sm.cut dir="auto" { (column.sample) } }
                        @if let Some(dates) = &column.dates { (order(at, &column.name, dates)) }
                    }
                    (Select::new(&format!("{COLUMNS}.{at}.field"), "is", &picks)
                        .chosen(Some(column.field.map_or("", CaseField::word))).about(&column.name).unlabelled())
                }
            }
        }
        @if columns.len() >= MOST_ASKED { (meta("What follows after these is taken as it was guessed.")) }
    }
}

/// Asks in which order the numbers of a date stand, and says how one of them is read.
fn order(at: usize, name: &str, dates: &Dates) -> Markup {
    let picks = [
        Pick { value: "", label: "not clear" },
        Pick { value: "day", label: "day first" },
        Pick { value: "month", label: "month first" },
    ];
    let chosen = match dates.order {
        DayOrder::Unclear => "",
        DayOrder::DayFirst => "day",
        DayOrder::MonthFirst => "month",
    };
    html! {
        @if let Some(example) = &dates.example {
            (Select::new(&format!("{COLUMNS}.{at}.order"), "Dates", &picks).chosen(Some(chosen)).about(name))
            p.meta {
                "“" bdi { (example) } "” "
                @match dates.example_read() {
                    Some(read) => { "is read as " (day::dated(read.date())) "." },
                    None => "can be read in two ways. Such days are left out until you say which number comes first.",
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use hansei_app::library::files::{Source, look_into};
    use uuid::Uuid;

    use super::*;
    use crate::pages::fixture::{self, lines};
    use crate::pages::library::import::upload::Spool;

    fn drawn(text: &str, form: &Form) -> Markup {
        let mut spool = Spool::new(None).unwrap();
        spool.add(text.as_bytes()).unwrap();
        let sources = vec![Source { name: "fire_safety-reports.csv".to_owned(), bytes: spool }];
        let upload = Upload::new(Uuid::nil(), sources, Form::default());
        let today = fixture::frame().today();
        let seen = look_into(&mut upload.sources(), &chosen(form), today);
        let mut wrong = Wrongs::default();
        described(form, &mut wrong);
        let collections = [fixture::collection("Reports", 2)];
        let view = View {
            upload: &upload,
            seen: &seen,
            form,
            wrong: &wrong,
            collections: &collections,
            stranger: None,
        };
        let page = page(&view);
        fixture::check(&page);
        page
    }

    #[test]
    fn a_name_is_made_from_the_name_of_the_file() {
        assert_eq!([name_of("fire_safety-reports.csv"), name_of("x")], ["fire safety reports", "x"]);
    }

    #[test]
    fn a_table_is_shown_with_what_each_column_is_taken_for() {
        let table = "ID,Title,Narrative,Start Date\n7,A valve,It leaked over night.,03/04/2019\n8,,,\n";
        insta::assert_snapshot!(lines(drawn(table, &Form::parse("name=reports").unwrap())));
    }

    #[test]
    fn what_was_chosen_is_read_and_shown_again() {
        let form = Form::parse("column.0.name=what&column.0.field=happened&column.1.name=day&column.1.field=occurred&column.1.order=day").unwrap();
        let chosen = chosen(&form);
        assert_eq!(chosen.fields["what"], Some(CaseField::Happened));
        assert_eq!(chosen.orders["day"], DayOrder::DayFirst);
        let html = drawn("what,day\nIt leaked a long time over night,03/04/2019\n", &form).into_string();
        assert!(html.contains("is read as 3 April 2019."), "{html}");
        assert!(html.contains("give the collection a name"), "{html}");
    }

    #[test]
    fn hostile_words_stay_words() {
        let mut table = Vec::new();
        writeln!(table, "id,title,{0}\n1,{0},{0}", "<script>alert(1)</script><img src=x>").unwrap();
        drawn(&String::from_utf8(table).unwrap(), &Form::parse("name=%3Cscript%3E").unwrap());
    }

    #[test]
    fn of_many_columns_those_asked_about_are_bounded() {
        let names: Vec<String> = (0..150).map(|at| format!("column {at}")).collect();
        let table = format!("title,{}\nA valve,{}\n", names.join(","), vec!["x"; 150].join(","));
        let html = drawn(&table, &Form::default()).into_string();
        assert_eq!(html.matches(".field\"").count(), MOST_ASKED);
        assert!(html.contains("taken as it was guessed"), "{html}");
    }
}
