//! Plans in the form "if, then", and how well each kind holds.

use maud::{Markup, Render, html};

/// A plan, read as a sentence.
#[derive(Debug, Clone, Copy)]
pub enum Plan<'a> {
    /// A moment that will be recognised, and what is done in it.
    IfThen {
        /// The moment.
        cue: &'a str,
        /// What is done.
        act: &'a str,
    },
    /// A change that works without anybody remembering it.
    FromNowOn(&'a str),
}

impl Render for Plan<'_> {
    fn render(&self) -> Markup {
        match self {
            Self::IfThen { cue, act } => html! {
                dl.plan {
                    dt { "If" } dd.words.lg dir="auto" { (cue) }
                    dt { "then I will" } dd.words.lg dir="auto" { (act) }
                }
            },
            Self::FromNowOn(change) => html! {
                dl.plan { dt { "From now on" } dd.words.lg dir="auto" { (change) } }
            },
        }
    }
}

/// The choice of how a plan holds, from remembering to not having to.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Holds<'a> {
    name: &'a str,
    chosen: Option<&'a str>,
    is_offered: bool,
}

const STRENGTHS: [(&str, &str, &str); 3] = [
    ("weaker", "Weaker", "if I remember"),
    ("intermediate", "Intermediate", "if something prompts me"),
    ("stronger", "Stronger", "even if I forget"),
];

impl<'a> Holds<'a> {
    /// Makes the choice; it sends `weaker`, `intermediate` or `stronger`.
    pub fn new(name: &'a str) -> Self {
        Self { name, chosen: None, is_offered: false }
    }

    /// Chooses one of the three.
    pub fn chosen(self, value: Option<&'a str>) -> Self {
        Self { chosen: value, ..self }
    }

    /// Lets the choice follow how the act reads, as long as nobody has chosen.
    pub fn offered(self, is_offered: bool) -> Self {
        Self { is_offered, ..self }
    }
}

impl Render for Holds<'_> {
    fn render(&self) -> Markup {
        html! {
            fieldset data-offered[self.is_offered] {
                legend.lab { "How it holds" }
                div.holds {
                    @for (value, name, meaning) in STRENGTHS {
                        label {
                            input type="radio" name=(self.name) value=(value) checked[self.chosen == Some(value)];
                            b { (name) }
                            span { (meaning) }
                        }
                    }
                }
            }
        }
    }
}
