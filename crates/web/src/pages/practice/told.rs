//! What is said once after an act on a practice, and how it is taken back.
//!
//! The address carries a code, random ids and where the practice stood before; never anything a person wrote.

use axum::response::Redirect;
use hansei_method::id::{OpportunityId, PracticeId};
use hansei_method::practice::Position;
use maud::{Markup, html};
use serde::Deserialize;

use crate::page::parts::{Button, act, kept_and};
use crate::pages::frame::encoded;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Noted,
    Corrected,
    Undone,
    Removed,
    NotAsked,
    Begun,
    Aside,
    PutOff,
    AskedAgain,
    Retired,
    Superseded,
    Resumed,
    PutBack,
    Rated,
    Unrated,
    Around,
}

const ALL: [(Act, &str, &str); 16] = [
    (Act::Noted, "moment", "Noted."),
    (Act::Corrected, "moment-corrected", "Kept as you say now."),
    (Act::Undone, "moment-undone", "Undone."),
    (Act::Removed, "moment-removed", "Taken out. It counts no more."),
    (Act::NotAsked, "moment-not-asked", "You are not asked about it."),
    (Act::Begun, "begun", "In practice now. The first question comes tomorrow."),
    (Act::Aside, "aside", "Set aside. Nothing asks about it until you begin it."),
    (Act::PutOff, "practice-put-off", "Put off. What you leave counts as unknown, never as missed."),
    (Act::AskedAgain, "practice-asked-again", "It can be asked about again."),
    (Act::Retired, "retired", "Let go. What was observed stays."),
    (Act::Superseded, "superseded", "Something else takes its place. What was observed stays."),
    (Act::Resumed, "resumed", "Taken up again."),
    (Act::PutBack, "put-back", "Undone."),
    (Act::Rated, "rated", "The rating is kept."),
    (Act::Unrated, "unrated", "The rating is taken back."),
    (Act::Around, "around", "Kept. It stands beside what was observed."),
];

/// The pages from which something can be done with a practice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Back {
    Today,
    List,
    Growth,
    #[default]
    One,
}

/// The part of an address that says what was done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    kept: String,
    practice: String,
    moment: String,
    was: String,
}

impl Back {
    /// Returns the word that a form sends for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::List => "list",
            Self::Growth => "growth",
            Self::One => "one",
        }
    }

    fn address(self, practice: PracticeId) -> String {
        match self {
            Self::Today => "/".to_owned(),
            Self::List => "/practice".to_owned(),
            Self::Growth => "/growth".to_owned(),
            Self::One => format!("/practice/{practice}"),
        }
    }
}

impl Act {
    /// Goes back to a page that says what was done with a practice, with where it stood before.
    pub(crate) fn with(self, practice: PracticeId, back: Back, was: Option<Position>) -> Redirect {
        let was = was.and_then(|was| serde_json::to_string(&was).ok());
        let was = was.map_or_else(String::new, |was| format!("&was={}", encoded(&was)));
        Redirect::to(&format!("{}?kept={}&practice={practice}{was}", back.address(practice), self.code()))
    }

    /// Goes back to a page that says what was said of a moment.
    pub(crate) fn of(self, practice: PracticeId, moment: OpportunityId, back: Back) -> Redirect {
        let at = back.address(practice);
        Redirect::to(&format!("{at}?kept={}&practice={practice}&moment={moment}", self.code()))
    }

    fn code(self) -> &'static str {
        ALL.iter().find(|(act, ..)| *act == self).map_or("", |(_, code, _)| code)
    }
}

impl Told {
    /// Draws the sentence for what was done, with the way back; nothing where the address says nothing that is known.
    pub(crate) fn line(&self, back: Back) -> Markup {
        let Some((act, _, sentence)) = ALL.iter().find(|(_, code, _)| *code == self.kept) else {
            return html! {};
        };
        let ways = self.practice.parse().ok().map(|practice| self.ways(*act, practice, back));
        kept_and(sentence, None, &ways.unwrap_or_default())
    }

    fn ways(&self, done: Act, practice: PracticeId, back: Back) -> Markup {
        let at = format!("/practice/{practice}");
        let undo = |to: &str, hidden: &[(&str, &str)]| {
            let hidden: Vec<_> = hidden.iter().copied().chain([("back", back.word())]).collect();
            act(&format!("{at}/{to}"), &hidden, Button::quiet("Undo"))
        };
        let moment: Option<OpportunityId> = self.moment.parse().ok();
        html! {
            @match (done, moment) {
                (Act::Noted | Act::Corrected | Act::Removed | Act::NotAsked, Some(moment)) => {
                    @if done == Act::Noted { (Button::quiet("Say more").href(&format!("{at}/moments/{moment}?back={}", back.word()))) }
                    (undo(&format!("moments/{moment}/undo"), &[]))
                }
                (Act::Rated, _) => (undo("unrate", &[])),
                _ if serde_json::from_str::<Position>(&self.was).is_ok() => (undo("back", &[("was", &self.was)])),
                _ => {}
            }
        }
    }
}
