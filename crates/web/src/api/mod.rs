//! The JSON API: all that the pages do, for programs.
//!
//! Every operation is one function with its description; [`document`] is made from the same list as the routes.
//! Addresses take an entry's id whole, or as much of it as names no other entry.

mod adoptions;
mod answer;
mod attempts;
mod backups;
mod calendar;
mod career_view;
mod careers;
mod cases;
mod causes;
mod coach;
mod coach_questions;
mod collections;
mod door;
mod drafts;
mod entries;
mod export;
mod growth;
mod history;
mod import;
mod line;
mod links;
mod objects;
mod opportunities;
mod pattern_numbers;
mod pattern_view;
mod patterns;
mod practices;
mod quarters;
mod reference;
mod reminders;
mod request;
mod review;
mod review_view;
mod schema;
mod search;
mod settings;
mod share;
mod similar;
mod steps;
mod today;

pub use coach::CoachReading;

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::Value;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use crate::error::ProblemDetails;
use crate::state::Web;

/// The OpenAPI document as it is served.
static WRITTEN: LazyLock<String> = LazyLock::new(|| {
    let document = operations().into_openapi().to_pretty_json();
    links::without(&document.expect("a document of texts and numbers is always JSON"))
});

/// Serves the API, its OpenAPI document and its reference.
pub fn routes() -> Router<Web> {
    let (router, _) = operations().split_for_parts();
    router.route("/api/openapi.json", get(openapi)).route("/api", get(reference::show))
}

/// Describes every operation of the API, as it is served.
///
/// # Panics
/// Where that is no JSON: never.
#[must_use]
pub fn document() -> Value {
    serde_json::from_str(&WRITTEN).expect("what is served is JSON")
}

fn operations() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(About::openapi())
        .merge(today::operations())
        .merge(calendar::operations())
        .merge(reminders::operations())
        .merge(entries::operations())
        .merge(review::operations())
        .merge(steps::operations())
        .merge(causes::operations())
        .merge(drafts::operations())
        .merge(history::operations())
        .merge(attempts::operations())
        .merge(search::operations())
        .merge(similar::operations())
        .merge(patterns::operations())
        .merge(practices::operations())
        .merge(opportunities::operations())
        .merge(growth::operations())
        .merge(quarters::operations())
        .merge(careers::operations())
        .merge(coach::operations())
        .merge(coach_questions::operations())
        .merge(collections::operations())
        .merge(cases::operations())
        .merge(adoptions::operations())
        .merge(export::operations())
        .merge(import::operations())
        .merge(share::operations())
        .merge(settings::operations())
        .merge(backups::operations())
        .merge(door::operations())
}

async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], WRITTEN.as_str())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "hansei",
        description = "Everything that the pages do. Bodies are JSON and carry `\"schema\": 1`; errors are \
            `application/problem+json` with a sentence in `detail`. Changes of entries, of collections, of career stories, of adopted \
            lessons and of what is practised, what others told you, and what is meant as it stands, take an `Idempotency-Key`, under which a repeated request is done once, and, \
            where there is something to change, an `If-Match` with the version that was seen: another version is refused \
            with 409. What writes over or deletes an entry, an answer, a cause, a career story, a review of a period or an adopted lesson, and \
            what is said of a collection, has to have it and is refused with 428 without; `If-Match: *` stands for whatever is there. Taking a parked idea out and \
            undoing what was said of a pattern need the version itself. Everywhere else leaving it out stands for whatever is there. Settings, reminders, drafts, imports, cases that are put into a collection, the deletion of a collection, the \
            parameters, what is looked up and what is said of patterns, of two entries or of a rule of the coach need no key: sent again, they do no more than once. What \
            was refused changed nothing. Where the words of a JSON body speak of hurting oneself, the answer carries the header \
            `Hansei-Care: needed`, unless the coach is switched off: nothing of it is kept, and `POST /api/v1/coach` says with whom the person named to talk.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "This computer")),
    components(schemas(ProblemDetails)),
    modifiers(&Keys),
    security(("token" = []), ("cookie" = [])),
    tags(
        (name = "today", description = "What waits, and what there is."),
        (name = "entries", description = "One logged event each, from a line to a finished review."),
        (name = "review", description = "The four questions: intended, happened, why, next."),
        (name = "causes", description = "The tree of causes, changed in one place at a time."),
        (name = "drafts", description = "What was typed and not yet saved."),
        (name = "history", description = "Every save is a revision that can be brought back."),
        (name = "attempts", description = "Further attempts at the same goal."),
        (name = "search", description = "Everything written, by its words. The words go in the body, never in an address."),
        (name = "similar", description = "What resembles an entry or a text: you have been here before."),
        (name = "patterns", description = "What recurs, with the entries that show it; the person has the last word."),
        (name = "practice", description = "What was planned: whether the moment came up, what was done then, and how far that has come. What nobody said is unknown, never missed."),
        (name = "reminders", description = "What is due, put off or looked at, and how it reaches the person: how much, and nothing of what."),
        (name = "quarters", description = "Reviews of a period: told from the log, answered, then frozen."),
        (name = "career", description = "Stories of chosen entries in the person's own words, each with what the log shows of it: dates and counts, and no claim beyond them."),
        (name = "coach", description = "One question at most about an answer in English; it can be wrong. What is read is not kept; what became of questions is, for the person alone."),
        (name = "library", description = "Other people's failures, apart from the entries, and the lessons adopted from them."),
        (name = "files", description = "Moving in and out, and sharing one entry."),
        (name = "house", description = "Settings, backups, and who may come in."),
    ),
)]
struct About;

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "The text of the file `api-token` in the data folder, new with every launch of `hansei serve`.",
            ))
            .build();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            "hansei_PORT",
            "What a browser is given when it opens the address that hansei prints.",
        ));
        components.responses.extend(answer::refusals().map(|(name, response)| (name, response.into())));
        components.add_security_scheme("token", SecurityScheme::Http(token));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    }
}
