//! What of the log is asked for: filters, which an address may hold, and words, which it never does.

use hansei_method::entry::Kind;
use hansei_method::factor::Control;
use hansei_method::stage::StageKind;
use hansei_store::{Cursor, Filter};
use serde::Deserialize;

use crate::pages::frame::encoded;

/// The word that stands for every review that is not closed.
pub(super) const OPEN: &str = "open";

/// The words that stand for how far something was in the person's hands.
pub(super) const CONTROLS: [(&str, &str, Control); 3] = [
    ("mine", "fully", Control::Mine),
    ("partly", "partly", Control::Partly),
    ("outside", "outside", Control::Outside),
];

/// What was asked for, as it was written. What cannot be read narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) kind: String,
    pub(super) stage: String,
    pub(super) control: String,
    pub(super) tag: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) after: String,
}

impl Asked {
    /// Says whether no word is looked for.
    pub(super) fn is_wordless(&self) -> bool {
        self.q.trim().is_empty()
    }

    /// Says whether the log is narrowed.
    pub(super) fn is_filtered(&self) -> bool {
        self.filter() != Filter::default()
    }

    /// Says whether the log is narrowed to a period.
    pub(super) fn has_period(&self) -> bool {
        let filter = self.filter();
        filter.from.is_some() || filter.to.is_some()
    }

    /// Reads the filters.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            kind: Kind::from_word(&self.kind),
            stage: StageKind::from_word(&self.stage),
            unfinished: self.stage == OPEN,
            control: CONTROLS.iter().find(|(word, ..)| *word == self.control).map(|(.., control)| *control),
            tag: self.tag.parse().ok(),
            from: self.from.parse().ok(),
            to: self.to.parse().ok(),
            ..Filter::default()
        }
    }

    /// Reads where the page goes on; `None` for the first one.
    pub(super) fn after(&self) -> Option<Cursor> {
        self.after.parse().ok()
    }

    /// Writes the address of the first page with these filters.
    pub(super) fn address(&self) -> String {
        let pairs = [
            ("kind", &self.kind),
            ("stage", &self.stage),
            ("control", &self.control),
            ("tag", &self.tag),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let given = pairs.iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if query.is_empty() { "/log".to_owned() } else { format!("/log?{}", query.join("&")) }
    }

    /// Writes the address of the page that begins after a line.
    pub(super) fn address_after(&self, cursor: &Cursor) -> String {
        let first = self.address();
        let joint = if first.contains('?') { '&' } else { '?' };
        format!("{first}{joint}after={cursor}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_the_filters_and_never_the_words() {
        let asked = Asked {
            q: "something private".to_owned(),
            kind: "near_miss".to_owned(),
            tag: "client & co".to_owned(),
            ..Asked::default()
        };
        assert_eq!(asked.address(), "/log?kind=near_miss&tag=client%20%26%20co");
    }

    #[test]
    fn what_cannot_be_read_narrows_nothing() {
        let asked = Asked {
            kind: "disaster".to_owned(),
            stage: "later".to_owned(),
            control: "x".to_owned(),
            tag: " ".to_owned(),
            from: "2026-02-30".to_owned(),
            after: "nowhere".to_owned(),
            ..Asked::default()
        };
        assert!(!asked.is_filtered());
        assert_eq!(asked.after(), None);
    }

    #[test]
    fn every_filter_is_read() {
        let asked = Asked {
            kind: "near_miss".to_owned(),
            stage: OPEN.to_owned(),
            control: "partly".to_owned(),
            tag: "Client Work".to_owned(),
            from: "2026-01-01".to_owned(),
            to: "2026-03-31".to_owned(),
            ..Asked::default()
        };
        let filter = asked.filter();
        assert_eq!(filter.kind, Some(Kind::NearMiss));
        assert!(filter.unfinished);
        assert_eq!(filter.control, Some(Control::Partly));
        assert_eq!(filter.tag, "client work".parse().ok());
        assert!(asked.has_period());
    }
}
