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
use crate::page::parts::{Button, Field, capital, check_these, kept, section};
use crate::pages::frame::{self, Frame};
use crate::state::Web;

/// Numbers that are about the same, as their heading, what is said beside it, and each with its label.
type Group = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const GROUPS: [Group; 6] = [
    (
        "Weight",
        "What is older counts less.",
        &[
            ("half_life_days", "Half-life in days"),
            ("half_life_gaps", "Half-life in gaps"),
            ("fidelity", "Share"),
        ],
    ),
    (
        "Established",
        "All of these together.",
        &[
            ("established_opportunities", "Opportunities"),
            ("established_probability", "Probability"),
            ("established_days", "Days"),
            ("established_contexts", "Situations"),
            ("rare_days", "Rare"),
        ],
    ),
    (
        "Automatic",
        "Established, and this.",
        &[
            ("automatic_rating", "Rating"),
            ("automatic_rating_days", "Days between"),
            ("automatic_unreminded", "Unreminded"),
        ],
    ),
    (
        "Slipping",
        "One missed time never does it.",
        &[
            ("lapsed_misses", "Missed"),
            ("lapsed_of", "Of the latest"),
            ("lapsed_probability", "Probability"),
            ("recovered_times", "Done again"),
        ],
    ),
    (
        "Said beside it",
        "A question about the plan holds established back; the others change no state.",
        &[
            ("challenged_returns", "Came back"),
            ("challenged_of", "Of the times done"),
            ("untested_gaps", "Untested"),
            ("habit_gap_days", "Gap of a habit"),
            ("judgement_gap_days", "Gap of a judgement"),
            ("system_gap_days", "Gap of a system"),
            ("stale_days", "Stale"),
        ],
    ),
    (
        "What is built, and the line",
        "",
        &[("system_uses", "Seen in use"), ("system_days", "Still there"), ("most_in_practice", "At a time")],
    ),
];

/// Where the last change of the numbers is taken back.
const UNDO: Option<&str> = Some("/growth/parameters/undo");

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
            UNDO,
        ),
        "defaults" => kept("The numbers are as they were at the beginning.", UNDO),
        "before" => kept("The numbers are as they were before.", UNDO),
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

/// Sets the numbers back to what they were before they were changed last.
pub(super) async fn undo(State(web): State<Web>) -> Result<Redirect, WebError> {
    web.app.undo_parameters().await?;
    Ok(Redirect::to("/growth/parameters?kept=before"))
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
    all.copied().find(|(known, _)| *known == name).map_or("", |(_, label)| label)
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
                        @for (name, label) in *numbers {
                            @if let Some(default) = defaults.iter().find(|shown| shown.name == *name) {
                                li { (number(default, label, form, wrong)) }
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

fn number(default: &Shown, label: &str, form: &Form, wrong: &Wrongs) -> Markup {
    let Shown { name, meaning, value, least, most, .. } = default;
    let hint = format!("{}. From {least} to {most}; {value} unless you change it.", capital(meaning));
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
            GROUPS.iter().flat_map(|(.., numbers)| numbers.iter()).map(|(name, _)| *name).collect();
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
