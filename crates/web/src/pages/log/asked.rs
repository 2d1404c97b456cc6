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

/// What was asked for, as it was written. What cannot be read is said by [`Asked::wrong`], and then nothing is listed.
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

    /// Says which filters cannot be read, each with its name and what to do; empty when all can.
    pub(super) fn wrong(&self) -> Vec<(&'static str, &'static str)> {
        const NOT_A_DAY: &str = "this is not a day; write it like 2026-05-14";
        const NOT_A_CHOICE: &str = "there is no such choice; choose one of the list";
        let filter = self.filter();
        let stage = filter.stage.is_some() || filter.unfinished;
        [
            ("kind", &self.kind, filter.kind.is_some(), NOT_A_CHOICE),
            ("stage", &self.stage, stage, NOT_A_CHOICE),
            ("control", &self.control, filter.control.is_some(), NOT_A_CHOICE),
            ("tag", &self.tag, filter.tag.is_some(), "this is not a tag; choose one of the list"),
            ("from", &self.from, filter.from.is_some(), NOT_A_DAY),
            ("to", &self.to, filter.to.is_some(), NOT_A_DAY),
            (
                "after",
                &self.after,
                self.after().is_some(),
                "no page begins there; begin with the newest entries",
            ),
        ]
        .into_iter()
        .filter(|(_, typed, is_read, _)| !typed.is_empty() && !is_read)
        .map(|(name, _, _, sentence)| (name, sentence))
        .collect()
    }

    /// Says whether the log is narrowed.
    pub(super) fn is_filtered(&self) -> bool {
        self.filter() != Filter::default()
    }

    /// Says whether the log is narrowed to a period, whether or not that can be read.
    pub(super) fn has_period(&self) -> bool {
        !self.from.is_empty() || !self.to.is_empty()
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
    fn what_cannot_be_read_is_named() {
        let asked = Asked {
            kind: "disaster".to_owned(),
            stage: "later".to_owned(),
            control: "x".to_owned(),
            tag: " ".to_owned(),
            from: "2026-02-30".to_owned(),
            after: "nowhere".to_owned(),
            ..Asked::default()
        };
        let named: Vec<_> = asked.wrong().into_iter().map(|(name, _)| name).collect();
        assert_eq!(named, ["kind", "stage", "control", "tag", "from", "after"]);
        assert_eq!(Asked::default().wrong(), []);
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
        assert_eq!(asked.wrong(), []);
    }
}
