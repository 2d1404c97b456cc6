//! A lesson taken from somebody else's failure into one's own practice, with where it came from.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::{Case, Collection};
use crate::id::{AdoptionId, CollectionId};
use crate::plan::Commitment;
use crate::text::{self, Line, Text};

/// The most conditions that may be shared with one case.
pub const MOST_CONDITIONS: usize = 20;

/// What somebody takes from a case: what is the same here, what would be different, and what to do about it.
///
/// It starts as new, like a lesson of one's own, and stays when the collection of the case is taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Adoption {
    /// Names it, for good.
    pub id: AdoptionId,
    /// Where it comes from.
    pub from: Provenance,
    /// What is true here too: "numbers cross between teams without their unit"; at most [`MOST_CONDITIONS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub conditions: Vec<Text>,
    /// What would be different in one's own case.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub difference: Option<Text>,
    /// The lesson in one's own words.
    pub lesson: Text,
    /// What to do when the moment comes.
    pub commitment: Commitment,
}

/// Where an adopted lesson comes from, kept whole so that it outlives the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Provenance {
    /// The collection that told the case.
    pub collection: CollectionId,
    /// The name of that collection.
    pub collection_name: Line,
    /// What the collection calls the case.
    pub key: Line,
    /// The title of the case.
    pub title: Line,
    /// Who told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Line>,
    /// Under which licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Line>,
    /// Where it can be read in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Line>,
}

impl Provenance {
    /// Says where a case of a collection comes from.
    #[must_use]
    pub fn of(case: &Case, collection: &Collection) -> Self {
        Self {
            collection: collection.id,
            collection_name: collection.name.clone(),
            key: case.key.clone(),
            title: case.title.clone(),
            source: collection.source.clone(),
            licence: collection.licence.clone(),
            link: case.link.clone().or_else(|| collection.link.clone()),
        }
    }
}
