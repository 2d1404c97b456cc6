//! Somebody else's failure, as it was told, and the collection that tells it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::id::CollectionId;
use crate::occurred::Occurred;
use crate::text::{self, Line, Text};

/// The most labels that a case may have.
pub const MOST_LABELS: usize = 50;

/// Somebody else's failure. Never mixed into one's own entries, and never counted with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// What its collection calls it; no two cases of a collection have the same.
    pub key: Line,
    /// Its title.
    pub title: Line,
    /// What they intended.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub intended: Option<Text>,
    /// What happened. A case of which only a title and a link are known has nothing here.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub happened: Option<Text>,
    /// How it came about, as they see it.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub why: Option<Text>,
    /// How they responded while it happened or right after.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub response: Option<Text>,
    /// What they changed so that it does not happen again.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub change: Option<Text>,
    /// What they learned.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub lesson: Option<Text>,
    /// When it happened, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<Occurred>,
    /// Where it can be read in full: an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Line>,
    /// What the collection files it under: a field, a kind of failure, a place; at most [`MOST_LABELS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub labels: Vec<Line>,
}

impl Case {
    /// Lists what the case tells, part by part, in the order of a review, each with its name.
    #[must_use]
    pub fn told(&self) -> Vec<(Part, &Text)> {
        let parts = [
            (Part::Intended, &self.intended),
            (Part::Happened, &self.happened),
            (Part::Why, &self.why),
            (Part::Response, &self.response),
            (Part::Change, &self.change),
            (Part::Lesson, &self.lesson),
        ];
        parts.into_iter().filter_map(|(part, text)| Some((part, text.as_ref()?))).collect()
    }

    /// Joins the title and everything that is told: the text that is compared with others.
    #[must_use]
    pub fn whole_text(&self) -> String {
        let told = self.told();
        let parts = std::iter::once(self.title.as_str()).chain(told.iter().map(|(_, text)| text.as_str()));
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Returns the address of the full account, where it is one that a browser may open.
    #[must_use]
    pub fn web_link(&self) -> Option<&str> {
        self.link.as_ref().map(Line::as_str).filter(|link| is_web_address(link))
    }
}

/// Whether a browser may open this from a page: an address of the web, and nothing that runs.
#[must_use]
pub fn is_web_address(link: &str) -> bool {
    let starts_with = |scheme: &str| {
        link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && link.len() > scheme.len()
    };
    (starts_with("https://") || starts_with("http://")) && !link.chars().any(char::is_whitespace)
}

/// A part of what a case tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What they intended.
    Intended,
    /// What happened.
    Happened,
    /// How it came about.
    Why,
    /// How they responded.
    Response,
    /// What they changed.
    Change,
    /// What they learned.
    Lesson,
}

impl Part {
    /// Names it for people: "How they responded".
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Intended => "What they intended",
            Self::Happened => "What happened",
            Self::Why => "How it came about",
            Self::Response => "How they responded",
            Self::Change => "What they changed",
            Self::Lesson => "What they learned",
        }
    }
}

/// Where cases come from: who told them, and under which licence they may be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Collection {
    /// Names it, for good.
    pub id: CollectionId,
    /// Its name: "NASA public lessons learned".
    pub name: Line,
    /// Who tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
    /// Under which licence: "MIT", "public domain", "told to me".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Line>,
    /// The notice that the licence asks for, whole.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub notice: Option<Text>,
    /// Where it comes from: an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Line>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let links = ["https://example.org/a", "HTTP://example.org"];
        assert!(links.into_iter().all(is_web_address));
        let others =
            ["javascript:alert(1)", "https://", "data:text/html,x", "see the file", "https://a b", "ht"];
        assert!(!others.into_iter().any(is_web_address));
    }

    #[test]
    fn what_is_told_comes_in_the_order_of_a_review() {
        let case: Case = serde_json::from_str(
            r#"{"key":"7","title":"A number without its unit","lesson":"Write the unit","happened":"It was lost","why":""}"#,
        )
        .unwrap();
        let told: Vec<_> = case.told().into_iter().map(|(part, text)| (part, text.as_str())).collect();
        assert_eq!(told, [(Part::Happened, "It was lost"), (Part::Lesson, "Write the unit")]);
        assert_eq!(case.whole_text(), "A number without its unit\nIt was lost\nWrite the unit");
    }
}
