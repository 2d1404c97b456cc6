//! The numbers by which the state of a lesson is told: shown with what each means, changed, and set back.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hansei_method::parameters::{Parameters, Shown};
use maud::{Markup, html};
use serde::Deserialize;

use crate::error::WebError;
use crate::extract::Query;
use crate::forms::{Form, Wrongs};
use crate::page::layout::Here;
use crate::page::parts::{Button, Field, check_these, kept, section};
use crate::pages::frame::{self, Frame};
use crate::state::Web;

/// Numbers that are about the same, as their heading, what is said beside it, and each with its label and meaning.
type Group = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const GROUPS: [Group; 6] = [
    (
        "Weight",
        "What is older counts less.",
        &[
            (
                "half_life_days",
                "Half-life in days",
                "After so many days an observation counts half, at least.",
            ),
            (
                "half_life_gaps",
                "Half-life in gaps",
                "The same in gaps between opportunities, whichever is longer.",
            ),
            ("fidelity", "Share", "In which share of the opportunities one should act, from 0 to 1."),
        ],
    ),
    (
        "Established",
        "All of these together.",
        &[
            (
                "established_opportunities",
                "Opportunities",
                "How many fresh opportunities the evidence is worth.",
            ),
            (
                "established_probability",
                "Probability",
                "How probable it is that one acts in more than the share above.",
            ),
            ("established_days", "Days", "From the first time it was done to the last."),
            ("established_contexts", "Situations", "In how many different situations it was done."),
            (
                "rare_days",
                "Rare",
                "With more days than these between opportunities, established is as far as it goes, and called reliable.",
            ),
        ],
    ),
    (
        "Automatic",
        "Established, and this.",
        &[
            ("automatic_rating", "Rating", "What it is rated, from 1 to 7, twice."),
            ("automatic_rating_days", "Days between", "The days between the two ratings, at least."),
            (
                "automatic_unreminded",
                "Unreminded",
                "How many of the latest opportunities were without a reminder.",
            ),
        ],
    ),
    (
        "Slipping",
        "One missed time never does it.",
        &[
            ("lapsed_misses", "Missed", "How many missed opportunities make it slip."),
            ("lapsed_of", "Of the latest", "Among how many of the latest these are counted."),
            (
                "lapsed_probability",
                "Probability",
                "Below which probability it slips, when something was missed.",
            ),
            ("recovered_times", "Done again", "How often in a row it has to be done again afterwards."),
        ],
    ),
    (
        "Said beside it",
        "A question about the plan holds established back; the others change no state.",
        &[
            (
                "challenged_returns",
                "Came back",
                "How often the failure comes back although it was done, until the plan is questioned.",
            ),
            (
                "challenged_of",
                "Of the times done",
                "Among how many of the latest times it was done these are counted.",
            ),
            (
                "untested_gaps",
                "Untested",
                "After how many expected gaps without an opportunity it is called untested.",
            ),
            ("habit_gap_days", "Gap of a habit", "The days expected from one opportunity to the next."),
            ("judgement_gap_days", "Gap of a judgement", "The same of what comes at most monthly."),
            ("system_gap_days", "Gap of a system", "The same of what is built."),
            ("stale_days", "Stale", "After so many days without evidence it is called stale."),
        ],
    ),
    (
        "What is built, and the line",
        "",
        &[
            (
                "system_uses",
                "Seen in use",
                "How often what was built is seen in use until it is established.",
            ),
            (
                "system_days",
                "Still there",
                "After how many more days it has to be there still to be called automatic.",
            ),
            ("most_in_practice", "At a time", "How many lessons are in practice at a time."),
        ],
    ),
];

/// What was just done here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    kept: String,
}

/// Shows the numbers.
pub(super) async fn show(State(web): State<Web>, Query(done): Query<Done>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    let parameters = web.app.parameters().await?;
    let said = match done.kept.as_str() {
        "numbers" => kept(
            "The numbers are kept. Every state is told by them from now on, also of what was observed before.",
            None,
        ),
        "defaults" => kept("The numbers are as they were at the beginning.", None),
        _ => html! {},
    };
    let main = html! { (said) (page(&as_form(&parameters), &Wrongs::default())) };
    Ok(frame.page("How states are worked out", Here::Growth, &main))
}

/// Keeps the numbers; a field that is left empty takes its default.
pub(super) async fn keep(State(web): State<Web>, form: Form) -> Result<Response, WebError> {
    let mut wrong = Wrongs::default();
    if let Some(parameters) = read(&form, &mut wrong) {
        web.app.set_parameters(&parameters).await?;
        return Ok(Redirect::to("/growth/parameters?kept=numbers").into_response());
    }
    let frame = Frame::of(&web).await?;
    let page = page(&form, &wrong);
    Ok(frame::refused(frame.page("How states are worked out", Here::Growth, &page)))
}

/// Sets all numbers back.
pub(super) async fn reset(State(web): State<Web>) -> Result<Redirect, WebError> {
    web.app.set_parameters(&Parameters::default()).await?;
    Ok(Redirect::to("/growth/parameters?kept=defaults"))
}

fn as_form(parameters: &Parameters) -> Form {
    let mut form = Form::default();
    for Shown { name, value, .. } in parameters.shown() {
        form.set(name, value.to_string());
    }
    form
}

fn read(form: &Form, wrong: &mut Wrongs) -> Option<Parameters> {
    let mut typed: Vec<(&str, f64)> = Vec::new();
    for Shown { name, .. } in Parameters::default().shown() {
        let number = form.get(name).trim();
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() => typed.push((name, value)),
            _ if number.is_empty() => {}
            _ => wrong.add(name, label(name), format!("\"{number}\" is no number; write it like 90 or 0.7")),
        }
    }
    match Parameters::default().with_all(&typed) {
        Ok(parameters) => wrong.is_empty().then_some(parameters),
        Err(errors) => {
            for error in errors {
                let name = error.field().unwrap_or_default();
                wrong.add(name, label(name), error);
            }
            None
        }
    }
}

fn label(name: &str) -> &'static str {
    let all = GROUPS.iter().flat_map(|(.., numbers)| numbers.iter());
    all.copied().find(|(known, ..)| *known == name).map_or("", |(_, label, _)| label)
}

fn page(form: &Form, wrong: &Wrongs) -> Markup {
    let listed = wrong.listed();
    let listed: Vec<(&str, &str)> = listed.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let defaults = Parameters::default().shown();
    html! {
        p.meta { a href="/growth" { "Growth" } }
        div.below-5 {
            h1 { "How states are worked out" }
            p.lede {
                "State names are rules of thumb, told from what was observed each time anew. These numbers are choices, with no finding "
                "behind them: of somebody who acts in half of the opportunities the defaults call 4 in 100 established within twelve of "
                "them, and of somebody who acts in nine of ten, 80 in 100."
            }
        }
        (check_these(&listed))
        form method="post" action="/growth/parameters" {
            @for (at, (heading, note, numbers)) in GROUPS.iter().enumerate() {
                (section(&format!("numbers-{at}"), heading, note, &html! {
                    ul.numbers role="list" {
                        @for (name, label, meaning) in *numbers {
                            @if let Some(default) = defaults.iter().find(|shown| shown.name == *name) {
                                li { (number(default, label, meaning, form, wrong)) }
                            }
                        }
                    }
                }))
            }
            div.onward {
                (Button::go("Keep the numbers").hint("Ctrl Enter"))
                (Button::quiet("All as they were at the beginning").to("/growth/parameters/reset").unchecked())
            }
        }
    }
}

fn number(default: &Shown, label: &str, meaning: &str, form: &Form, wrong: &Wrongs) -> Markup {
    let Shown { name, value, least, most, .. } = default;
    let hint = format!("{meaning} From {least} to {most}; {value} unless you change it.");
    html! { (Field::number(name, label).hint(&hint).value(form.get(name)).error(wrong.at(name))) }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::{check, lines};
    use super::*;

    fn form(typed: &[(&str, &str)]) -> Form {
        let mut form = as_form(&Parameters::default());
        for (name, value) in typed {
            form.set(name, *value);
        }
        form
    }

    #[test]
    fn every_number_is_shown_once_with_its_meaning() {
        let mut labelled: Vec<&str> =
            GROUPS.iter().flat_map(|(.., numbers)| numbers.iter()).map(|(name, ..)| *name).collect();
        let mut known = Parameters::default().shown().map(|shown| shown.name).to_vec();
        labelled.sort_unstable();
        known.sort_unstable();
        assert_eq!(labelled, known);
    }

    #[test]
    fn the_numbers_stand_with_their_range_and_default() {
        let page = page(&form(&[]), &Wrongs::default());
        check(&page);
        insta::assert_snapshot!(lines(page));
    }

    #[test]
    fn an_empty_field_takes_its_default_and_two_that_belong_together_are_set_together() {
        let mut wrong = Wrongs::default();
        let read = read(&form(&[("fidelity", ""), ("lapsed_misses", "5"), ("lapsed_of", "6")]), &mut wrong);
        assert_eq!(read, Some(Parameters { lapsed_misses: 5, lapsed_of: 6, ..Parameters::default() }));
    }

    #[test]
    fn whatever_is_wrong_is_named_at_its_field() {
        let mut wrong = Wrongs::default();
        let typed =
            [("fidelity", "2"), ("stale_days", "1.5"), ("half_life_days", "many"), ("rare_days", "inf")];
        assert_eq!(read(&form(&typed), &mut wrong), None);
        for (name, _) in typed {
            assert!(wrong.at(name).is_some(), "{name}");
        }
        check(&page(&form(&typed), &wrong));
        let mut wrong = Wrongs::default();
        assert_eq!(read(&form(&[("lapsed_misses", "5")]), &mut wrong), None);
        assert!(wrong.at("lapsed_misses").is_some());
    }
}
