//! Choices: one of a few as real radio buttons, one of many as a list, yes or no as a checkbox.

use maud::{Markup, Render, html};

use super::field::wrong;

/// One thing to choose.
#[derive(Debug, Clone, Copy)]
pub struct Pick<'a> {
    /// What the form sends.
    pub value: &'a str,
    /// What a person reads.
    pub label: &'a str,
}

/// A question with a few answers in view.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Picks<'a> {
    name: &'a str,
    legend: &'a str,
    answers: &'a [Pick<'a>],
    chosen: Option<&'a str>,
    note: Option<&'a str>,
    error: Option<&'a str>,
    hidden_legend: bool,
}

impl<'a> Picks<'a> {
    /// Makes the question; nothing is chosen yet.
    pub fn new(name: &'a str, legend: &'a str, answers: &'a [Pick<'a>]) -> Self {
        Self { name, legend, answers, chosen: None, note: None, error: None, hidden_legend: false }
    }

    /// Chooses the answer with this value.
    pub fn chosen(self, value: Option<&'a str>) -> Self {
        Self { chosen: value, ..self }
    }

    /// Adds a line of help.
    pub fn note(self, note: &'a str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Says what is wrong and what to do.
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// Hides the question from sight, where the text before it already asks it.
    pub fn unlabelled(self) -> Self {
        Self { hidden_legend: true, ..self }
    }
}

impl Render for Picks<'_> {
    fn render(&self) -> Markup {
        let id = format!("f-{}", self.name);
        let legend_class = self.hidden_legend.then_some("vh");
        let described = self.error.map(|_| format!("{id}-wrong"));
        html! {
            fieldset.picks #(id) aria-describedby=[described] {
                legend class=[legend_class] { (self.legend) }
                @if let Some(note) = self.note { p.meta { (note) } }
                @for pick in self.answers {
                    label.pick {
                        input type="radio" name=(self.name) value=(pick.value) checked[self.chosen == Some(pick.value)];
                        span dir="auto" { (pick.label) }
                    }
                }
                @if let Some(error) = self.error { (wrong(&id, error)) }
            }
        }
    }
}

/// One of many, in a list that drops down.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Select<'a> {
    name: &'a str,
    label: &'a str,
    picks: &'a [Pick<'a>],
    chosen: Option<&'a str>,
    id: Option<&'a str>,
    error: Option<&'a str>,
    about: Option<&'a str>,
    hidden_label: bool,
}

impl<'a> Select<'a> {
    /// Makes the list; the first is chosen unless told otherwise.
    pub fn new(name: &'a str, label: &'a str, picks: &'a [Pick<'a>]) -> Self {
        Self { name, label, picks, chosen: None, id: None, error: None, about: None, hidden_label: false }
    }

    /// Chooses the one with this value.
    pub fn chosen(self, value: Option<&'a str>) -> Self {
        Self { chosen: value, ..self }
    }

    /// Says to screen readers what it is about, before a label that repeats on a page.
    pub fn about(self, words: &'a str) -> Self {
        Self { about: Some(words), ..self }
    }

    /// Hides the label from sight, where the choices say it themselves.
    pub fn unlabelled(self) -> Self {
        Self { hidden_label: true, ..self }
    }

    /// Sets its `id`, so that an error can lead to it.
    pub fn id(self, id: &'a str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Says what is wrong and what to do; it needs an [`Select::id`].
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }
}

impl Render for Select<'_> {
    fn render(&self) -> Markup {
        html! {
            label.meta {
                @if let Some(words) = self.about { span.vh { bdi { (words) } " " } }
                @if self.hidden_label { span.vh { (self.label) } } @else { (self.label) " " }
                select.in id=[self.id] name=(self.name) aria-invalid=[self.error.map(|_| "true")]
                    aria-describedby=[self.error.and(self.id).map(|id| format!("{id}-wrong"))] {
                    @for pick in self.picks {
                        option value=(pick.value) selected[self.chosen == Some(pick.value)] { (pick.label) }
                    }
                }
                @if let (Some(error), Some(id)) = (self.error, self.id) { (wrong(id, error)) }
            }
        }
    }
}

/// Draws a checkbox that sends `true`, with a line of help that may be empty.
#[must_use]
pub fn check(name: &str, label: &str, note: &str, checked: bool) -> Markup {
    check_or(name, label, note, checked, None)
}

/// Draws a checkbox with a note, and with what is wrong with it; the `id` of it is `f-` and the name then.
#[must_use]
pub fn check_or(name: &str, label: &str, note: &str, checked: bool, error: Option<&str>) -> Markup {
    let id = error.map(|_| format!("f-{name}"));
    let described = id.as_ref().map(|id| format!("{id}-wrong"));
    html! {
        label.check {
            input type="checkbox" id=[&id] name=(name) value="true" checked[checked] aria-describedby=[described] aria-invalid=[error.map(|_| "true")];
            span { (label) }
            @if !note.is_empty() { span.meta { (note) } }
        }
        @if let (Some(id), Some(error)) = (&id, error) { (wrong(id, error)) }
    }
}
