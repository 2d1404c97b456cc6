//! The coach under an answer: the question that always stands there, or a sharper one about these very words.

use std::ops::Range;

use hansei_app::coach::{Asked, Field, Flaw, Offer, Reading, Slots};
use hansei_method::plan::{Commitment, Strength};
use maud::{Markup, html};

use crate::forms::words::Choice as _;
use crate::page::parts::{Asks, AsksFrom, Button, Longest, MEANT, WHY, care, fold, room};

/// One answer as the coach read it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read<'a> {
    /// The name of the field in its form.
    pub(crate) name: &'a str,
    /// Where the answer stands.
    pub(crate) field: Field,
    /// The answer as it was read.
    pub(crate) answer: &'a str,
    /// How many bytes of that stand before what is in the field itself.
    pub(crate) before: usize,
    /// How much of what is in the field stands before the answer, in UTF-16 units.
    pub(crate) lead: usize,
    /// What the coach makes of it.
    pub(crate) reading: &'a Reading,
    /// Whether the question is shown; beside two others it waits.
    pub(crate) is_shown: bool,
    /// What the button says that puts what was found into fields of its own; `None` where nothing was, or they are filled.
    pub(crate) takes: Option<&'a str>,
    /// The moment and the act that stand in one field as a whole sentence; `None` where there is nothing to part.
    pub(crate) parts: Option<&'a Commitment>,
    /// What the person wrote in the same place of an earlier entry, and nothing is asked about.
    pub(crate) example: Option<&'a str>,
    /// Whom to talk to, in the person's own words.
    pub(crate) contacts: Option<&'a str>,
}

/// Makes the place under a field.
pub(crate) fn asks<'a>(id: &'a str, action: &'a str, field: Field, from: AsksFrom) -> Asks<'a> {
    Asks { id, action, standing: field.standing_question(), longest: longest(field), from }
}

/// Draws what goes into that place, with the words to mark, for the script that puts it there.
pub(crate) fn read(read: &Read<'_>) -> Markup {
    let asked = read.reading.asked.as_ref().filter(|_| read.is_shown);
    let marked = asked.and_then(|asked| units((read.before, read.lead), read.answer, &asked.words));
    html! {
        div data-for=(read.name) data-rule=[asked.map(|asked| asked.flaw.rule())] data-strength=[read.reading.strength.map(Strength::word)] data-from=[marked.map(|(from, _)| from)] data-to=[marked.map(|(_, to)| to)] {
            @if read.reading.needs_care { (care(read.contacts)) }
            @else if let Some(asked) = asked { (question(read, asked)) }
            @else { (standing(read)) }
            (room_of(read.field))
        }
    }
}

/// Draws what goes into the place after a button was pressed there, with a way to take that back.
pub(crate) fn done(name: &str, field: Field, sentence: &str, back: &Markup) -> Markup {
    html! {
        div data-for=(name) {
            div.row { p.meta { (sentence) } (back) }
            (room_of(field))
        }
    }
}

/// The same after words went to question 4, with the words that are to be taken out.
pub(crate) fn moved(
    name: &str,
    field: Field,
    sentence: &str,
    back: &Markup,
    words: Option<(usize, usize)>,
) -> Markup {
    html! {
        div data-for=(name) data-cut-from=[words.map(|(from, _)| from)] data-cut-to=[words.map(|(_, to)| to)] {
            div.row { p.meta { (sentence) } (back) }
            (room_of(field))
        }
    }
}

/// Draws the question that always stands here, and what of the answer is there already.
fn standing(read: &Read<'_>) -> Markup {
    let slots = read.reading.slots.as_ref().filter(|slots| slots.present() > 0);
    let tells = slots.is_some() || read.takes.is_some() || read.parts.is_some();
    let strength = read.reading.strength.filter(|_| slots.is_some());
    html! {
        // Only a question is told to whoever cannot see it come; this is there to be read when somebody comes by.
        div.stack.gap-1 aria-live="off" data-told[tells] {
            p.meta { (read.field.standing_question()) }
            @if tells {
                div.row {
                    @if let Some(slots) = slots { p.meta { (present(slots)) } }
                    @if let Some(label) = read.takes { (Button::plain(label).small().sends("do", "take-over")) }
                    (parting(read))
                }
            }
            @if let Some(strength) = strength { p.meta { "It reads as " (strength.name()) ": " (strength.meaning()) "." } }
        }
    }
}

/// Draws the button that parts a whole sentence into its moment and its act; nothing where there is nothing to part.
fn parting(read: &Read<'_>) -> Markup {
    html! {
        @if let Some(plan) = read.parts {
            button.btn.small type="button" data-part data-cue=(plan.cue_after_if()) data-then=(plan.act_after_i_will()) { "Put the moment under If" }
        }
    }
}

/// Returns the longest question that is asked in a field, and the one about oneself, which has a sentence before it.
fn longest(field: Field) -> [Longest<'static>; 2] {
    let at_most = |flaw: &Flaw| Longest {
        before: flaw.acknowledgement().unwrap_or_default(),
        question: flaw.question(),
        offer: offered(*flaw),
    };
    let asked = || field.flaws().iter().filter(|flaw| **flaw != Flaw::Rumination);
    let offer = asked().map(|flaw| offered(*flaw)).max_by_key(|offer| offer.len()).unwrap_or_default();
    let longest = asked().max_by_key(|flaw| flaw.question().len()).map(at_most).unwrap_or_default();
    [Longest { offer, ..longest }, at_most(&Flaw::Rumination)]
}

fn room_of(field: Field) -> Markup {
    room(&longest(field))
}

/// Says what the first button under a question does.
fn offered(flaw: Flaw) -> &'static str {
    match flaw.offer() {
        Some(Offer::MoveToNext) => "Move it to question 4",
        Some(Offer::AsIfThen) => "Write it as: if … then I will …",
        Some(Offer::StopForToday) => "Stop here for today",
        None => "Write it anew",
    }
}

fn question(read: &Read<'_>, asked: &Asked) -> Markup {
    html! {
        div.coach role="note" aria-label="One question about this answer" data-scope data-self[asked.flaw == Flaw::Rumination] {
            @if let Some(words) = asked.flaw.acknowledgement() { p { (words) } }
            p.q { (asked.question) }
            div.row aria-live="off" {
                @let offered = offered(asked.flaw);
                @match asked.flaw.offer() {
                    Some(Offer::MoveToNext) => (act("move", offered, "btn small", "")),
                    Some(Offer::AsIfThen) => button.btn.small type="button" data-if-then { (offered) },
                    Some(Offer::StopForToday) => (Button::plain(offered).small().sends("do", "stop").unchecked()),
                    None if read.parts.is_some() => (parting(read)),
                    None => button.btn.small type="button" data-rewrite { (offered) },
                }
                button.btn.lo.small type="button" data-act="meant" data-meant aria-keyshortcuts="Control+." {
                    span.t { (MEANT) } kbd aria-hidden="true" { "Ctrl ." }
                }
                (fold(WHY, false, &why(read, asked)))
            }
        }
    }
}

/// Draws a button that asks hansei for something about the answer above it; a script sends it.
pub(crate) fn act(act: &str, label: &str, class: &str, words: &str) -> Markup {
    html! { button class=(class) type="button" data-act=(act) value=(words) { span.t { (label) } } }
}

fn why(read: &Read<'_>, asked: &Asked) -> Markup {
    html! {
        p.meta { "Raised by “" bdi { (&read.answer[asked.words.clone()]) } "”. The coach can be wrong; you decide." }
        @if let Some(slots) = read.reading.slots.as_ref().filter(|slots| slots.present() > 0) { p.meta { (present(slots)) } }
        @if let Some(second) = asked.flaw.second_question() { p.meta { "Or: " (second) } }
        @if asked.flaw == Flaw::Rumination { div { (act("off", "Do not ask about such sentences", "btn lo small", "")) } }
        @if let Some(example) = read.example { p.meta { "You wrote earlier: " span.words.sm dir="auto" { (example) } } }
    }
}

/// Says how many of the parts are there, and which.
fn present(slots: &Slots) -> String {
    format!("{} of {} are in the sentence: {}.", slots.present(), slots.0.len(), slots.names())
}

/// Returns words of an answer as scripts count them, in UTF-16 units of what is in the field; `None` where they
/// stand before it.
pub(crate) fn units(
    (before, lead): (usize, usize),
    answer: &str,
    words: &Range<usize>,
) -> Option<(usize, usize)> {
    let own = answer.get(before..)?;
    let count = |end: usize| own.get(..end).map(|text| text.encode_utf16().count());
    Some((lead + count(words.start.saturating_sub(before))?, lead + count(words.end.checked_sub(before)?)?))
}

#[cfg(test)]
mod tests {
    use hansei_app::coaching::{Heeded, Place};

    use super::*;

    fn drawn(field: Field, answer: &str, before: usize) -> String {
        let reading = Heeded::default().read(None, &Place::of(field, answer));
        let read = Read {
            name: "statement",
            field,
            answer,
            before,
            lead: 0,
            reading: &reading,
            is_shown: true,
            takes: None,
            parts: None,
            example: Some("<b>an earlier one</b>"),
            contacts: None,
        };
        super::read(&read).into_string()
    }

    #[test]
    fn a_question_names_its_words_and_the_ways_out() {
        let html = drawn(Field::Why, "Who screwed up?", 0);
        for part in [
            r#"data-rule="blame""#,
            "Suppose a different capable person",
            "Who screwed up",
            "This is what I meant",
            "&lt;b&gt;an earlier one&lt;/b&gt;",
            r#"data-act="meant""#,
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn of_what_comes_under_an_answer_only_the_question_is_announced() {
        let html = drawn(Field::Why, "Who screwed up?", 0);
        let (announced, rest) = html.split_once(r#"<div class="row" aria-live="off">"#).unwrap();
        assert!(announced.contains("Suppose a different capable person"), "{html}");
        assert!(rest.contains("This is what I meant") && rest.contains("Raised by"), "{html}");
        let html = drawn(Field::Next, "If it rains, then I will call Ada before nine", 0);
        let (_, rest) = html.split_once(r#"<div class="stack gap-1" aria-live="off" data-told>"#).unwrap();
        assert!(rest.contains("are in the sentence") && rest.contains("It reads as"), "{html}");
    }

    #[test]
    fn how_an_action_reads_goes_along_for_the_form() {
        let html = drawn(Field::Next, "The form cannot be submitted without an allergy entry", 0);
        assert!(html.contains(r#"data-strength="stronger""#), "{html}");
        assert!(!drawn(Field::Why, "The pump stopped at nine", 0).contains("data-strength"));
    }

    #[test]
    fn words_are_counted_as_scripts_count_them() {
        let html = drawn(Field::Happened, "𝄞 é. It was a complete shambles.", 0);
        assert!(html.contains(r#"data-from="6" data-to="32""#), "{html}");
        let html = drawn(Field::Next, "If it rains, then I will be more careful", 25);
        assert!(html.contains(r#"data-from="0" data-to="15""#), "{html}");
    }

    #[test]
    fn a_sentence_about_oneself_is_met_gently_and_can_be_left_alone() {
        let html = drawn(Field::Why, "I am a failure.", 0);
        assert!(
            html.contains("That is a hard thing to write down.") && html.contains("Stop here for today"),
            "{html}"
        );
        assert!(html.contains("Do not ask about such sentences"), "{html}");
    }

    #[test]
    fn words_of_hurting_oneself_get_no_question() {
        let html = drawn(Field::Why, "I want to die.", 0);
        assert!(html.contains("more than a review can hold") && !html.contains("data-rule"), "{html}");
    }

    #[test]
    fn what_is_there_is_said_under_the_standing_question() {
        let html = drawn(
            Field::Intended,
            "Deliver the proposal by March 15 under $200K with sign-off from the client",
            0,
        );
        assert!(html.contains("4 of 4 are in the sentence"), "{html}");
        assert!(html.contains(Field::Intended.standing_question()), "{html}");
    }
}
