//! Names for things: random for what leaves the entry, small numbers for what lives inside one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why a written id names nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an id; copy one from the list, for example 3f2a")]
pub struct IdError(String);

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a random (version 4) UUID; a time-ordered one would tell when somebody wrote.
            #[must_use]
            pub fn new(random: Uuid) -> Self {
                Self(random)
            }

            /// Returns the UUID inside.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError(text.chars().take(60).collect()))
            }
        }
    };
}

random_id! {
    /// Names one entry, everywhere and for good.
    EntryId
}
random_id! {
    /// Names the space that holds everything of one person or one team.
    SpaceId
}

random_id! {
    /// Names a collection of other people's failures.
    CollectionId
}
random_id! {
    /// Names a lesson adopted from somebody else's failure.
    AdoptionId
}
random_id! {
    /// Names what is practised: one commitment, through all its wordings.
    PracticeId
}
random_id! {
    /// Names one observation of something that is practised.
    OpportunityId
}
random_id! {
    /// Names the review of a period.
    QuarterId
}
random_id! {
    /// Names a career story.
    CareerId
}

/// Names one item inside an entry: a moment, a cause, a factor. Starts at 1; 0 means "not numbered yet".
pub type Number = u32;
