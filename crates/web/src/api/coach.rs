//! The coach: at most one question about an answer.

use std::ops::Range;

use axum::Json;
use axum::extract::State;
use hansei_app::AppError;
use hansei_app::coach::{self, Context, Field, Offer, Reading, Slots, Weight};
use hansei_app::coaching::{Heeded, Place};
use hansei_method::factor::Control;
use hansei_method::plan::Strength;
use hansei_method::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::answer::{Refused, Senseless, Unkept};
use super::request::Asked;
use super::schema::Schema;
use crate::error::WebError;
use crate::state::Web;

pub(super) fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read_answer))
}

/// An answer to read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"schema": 1, "field": "next", "text": "I will be more careful."}))]
struct CoachAsked {
    #[serde(default, rename = "schema")]
    #[schema(required = false)]
    _schema: Schema,
    /// Where the answer stands.
    field: CoachField,
    /// The answer; it is read and not kept.
    text: Text,
    /// What else the same step says: somebody who names a decision of their own there is not asked for one here.
    beside: Option<Text>,
    /// How a factor was sorted.
    control: Option<Control>,
    /// Whether it matters how well an action holds: the review is no small one, or the tendency came back.
    #[serde(default)]
    serious: bool,
    /// Whether what the person meant as it stands, what has gone quiet and what is switched off is left out; `false` gives the
    /// bare reading.
    #[serde(default = "yes")]
    #[schema(default = true)]
    heed: bool,
}

fn yes() -> bool {
    true
}

/// What the coach makes of an answer.
#[derive(Debug, Serialize, ToSchema)]
struct CoachRead {
    schema: Schema,
    #[serde(flatten)]
    reading: CoachReading,
}

/// What the coach makes of an answer, as programs get it, from here as from the command line.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoachReading {
    /// Where the answer stands.
    field: CoachField,
    /// The question that always stands there.
    standing: &'static str,
    /// The one question about this answer; `null` where there is none, and for every language but English.
    asked: Option<CoachQuestion>,
    /// What else could be asked, the surest first; to be shown only to somebody who asks for it.
    hints: Vec<CoachQuestion>,
    /// What of an intention or of an action is there; `null` in the other fields.
    slots: Option<Vec<CoachSlot>>,
    /// How well an action holds; only in `next`, and only in English.
    strength: Option<Strength>,
    /// Whether the words are of hurting oneself: then nothing is asked, and somebody to talk to is worth more than a review.
    needs_care: bool,
    /// Whom the person named to talk to; only where `needs_care`.
    contacts: Option<String>,
}

/// One question about an answer.
#[derive(Debug, Serialize, ToSchema)]
struct CoachQuestion {
    /// The name of its rule, which stays the same for good.
    rule: &'static str,
    /// The code of its rule.
    code: &'static str,
    /// How sure the coach is.
    weight: CoachWeight,
    /// The chance that a reader would ask too.
    #[schema(minimum = 0, maximum = 1)]
    chance: f32,
    /// The question.
    question: &'static str,
    /// The words that made the coach ask.
    words: CoachWords,
    /// What is said before the question.
    acknowledgement: Option<&'static str>,
    /// A second question, for whom the first one opens nothing.
    second_question: Option<&'static str>,
    /// What can be done about it at once.
    offer: Option<CoachOffer>,
}

/// Words of an answer.
#[derive(Debug, Serialize, ToSchema)]
struct CoachWords {
    /// The byte of the text, in UTF-8, at which they begin.
    from: usize,
    /// The byte after their last.
    to: usize,
    /// The words.
    text: String,
}

/// One part that an intention or an action can have.
#[derive(Debug, Serialize, ToSchema)]
struct CoachSlot {
    /// What it is called.
    name: &'static str,
    /// The words that fill it; `null` where nothing does.
    words: Option<CoachWords>,
}

/// How sure the coach is: of nudges about nine in ten are right, of both together about four in five, of hints alone fewer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CoachWeight {
    Hint,
    Nudge,
}

/// What can be done at once, if the person wants to: move the sentence to question 4 as a candidate, write it again as
/// "if … then I will …", or stop here for today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CoachOffer {
    MoveToNext,
    AsIfThen,
    StopForToday,
}

/// Wraps a type of the coach that programs write as one of its words.
macro_rules! by_word {
    ($name:ident($inner:ident), $word:ident, $what:literal, $description:literal) => {
        #[doc = $description]
        #[derive(Debug, Clone, Copy)]
        pub(super) struct $name(pub(super) $inner);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.$word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let said = String::deserialize(from)?;
                $inner::ALL.into_iter().find(|one| one.$word() == said).map(Self).ok_or_else(|| {
                    let words = $inner::ALL.map($inner::$word).join(", ");
                    let sentence = format!("there is no {} \"{said}\"; write one of {words}", $what);
                    serde::de::Error::custom(sentence)
                })
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some($inner::ALL.map($inner::$word)))
                    .description(Some($description))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}
pub(super) use by_word;

by_word!(CoachField(Field), word, "field", "Where an answer stands.");

impl CoachReading {
    /// Shapes what the coach made of an answer in a field, beside what it heeds of the person.
    #[must_use]
    pub fn of(field: Field, reading: &Reading, answer: &str, heeded: &Heeded) -> Self {
        let question = |asked: &coach::Asked| CoachQuestion::of(asked, answer);
        Self {
            field: CoachField(field),
            standing: reading.standing,
            asked: reading.asked.as_ref().map(question),
            hints: reading.hints.iter().map(question).collect(),
            slots: reading.slots.as_ref().map(|slots| parts(slots, answer)),
            strength: reading.strength,
            needs_care: reading.needs_care,
            contacts: heeded.contacts.as_ref().filter(|_| reading.needs_care).map(ToString::to_string),
        }
    }
}

impl CoachQuestion {
    fn of(asked: &coach::Asked, answer: &str) -> Self {
        let weight = match asked.weight {
            Weight::Hint => CoachWeight::Hint,
            Weight::Nudge => CoachWeight::Nudge,
        };
        let offer = |offer| match offer {
            Offer::MoveToNext => CoachOffer::MoveToNext,
            Offer::AsIfThen => CoachOffer::AsIfThen,
            Offer::StopForToday => CoachOffer::StopForToday,
        };
        Self {
            rule: asked.flaw.rule(),
            code: asked.flaw.code(),
            weight,
            chance: asked.chance,
            question: asked.question,
            words: CoachWords::of(&asked.words, answer),
            acknowledgement: asked.flaw.acknowledgement(),
            second_question: asked.flaw.second_question(),
            offer: asked.flaw.offer().map(offer),
        }
    }
}

impl CoachWords {
    fn of(bytes: &Range<usize>, answer: &str) -> Self {
        Self { from: bytes.start, to: bytes.end, text: answer[bytes.clone()].to_owned() }
    }
}

fn parts(slots: &Slots, answer: &str) -> Vec<CoachSlot> {
    let part = |slot: &coach::Slot| CoachSlot {
        name: slot.name,
        words: slot.words.as_ref().map(|bytes| CoachWords::of(bytes, answer)),
    };
    slots.0.iter().map(part).collect()
}

/// Ask at most one question about an answer.
///
/// It is read on this computer, in English only, and nothing of it is kept. What the person meant as it stands, what has gone
/// quiet and what is switched off is not asked about, unless `heed` is `false`: then the same answer in the same field always
/// gets the same question. The coach can be wrong: the person decides whether the question is one.
#[utoipa::path(post, path = "/api/v1/coach", tag = "coach", request_body = CoachAsked,
    responses((status = 200, description = "What the coach makes of it.", body = CoachRead), Refused, Senseless, Unkept))]
async fn read_answer(
    State(web): State<Web>,
    Asked(asked): Asked<CoachAsked>,
) -> Result<Json<CoachRead>, WebError> {
    let heeded = if asked.heed { web.app.heeded().await? } else { Heeded::default() };
    // A long answer takes longer than others should wait for.
    let read = tokio::task::spawn_blocking(move || {
        let context = Context {
            beside: asked.beside.as_ref().map_or("", Text::as_str),
            is_serious: asked.serious,
            ..Context::default()
        };
        let place = Place { control: asked.control, ..Place::of(asked.field.0, asked.text.as_str()) };
        let reading = heeded.read_beside(&place, &context);
        CoachReading::of(asked.field.0, &reading, asked.text.as_str(), &heeded)
    });
    let reading = read.await.map_err(|error| WebError(AppError::broken(error)))?;
    Ok(Json(CoachRead { schema: Schema, reading }))
}
