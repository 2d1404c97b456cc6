//! The reference of the API, as a page: drawn from the same document that programs read.

use std::sync::LazyLock;

use axum::extract::State;
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::error::WebError;
use crate::page::layout::Here;
use crate::page::parts::{capital, coded, head, section};
use crate::pages::frame::Frame;
use crate::state::Web;

/// The document as a tree of plain values: what is shown of it is names, texts and numbers.
static DOCUMENT: LazyLock<Value> = LazyLock::new(super::document);

/// Serves the page.
pub(super) async fn show(State(web): State<Web>) -> Result<Markup, WebError> {
    let frame = Frame::of(&web).await?;
    Ok(frame.page("API", Here::Api, &page(&DOCUMENT, &web.door.place())))
}

fn page(document: &Value, place: &str) -> Markup {
    let tags = list(document, "/tags");
    html! {
        (head("API", None))
        div.api.stack {
            (introduction(document, place))
            nav aria-label="Contents" {
                ul.links role="list" {
                    @for tag in tags { li { a href={ "#" (word(tag, "name")) } { (word(tag, "name")) } } }
                    li { a href="#refusals" { "refusals" } }
                    li { a href="#shapes" { "shapes" } }
                }
            }
            @for tag in tags {
                (section(word(tag, "name"), &capital(word(tag, "name")), word(tag, "description"), &html! {
                    @for (path, method, operation) in operations(document, word(tag, "name")) {
                        (drawn(document, path, method, operation))
                    }
                }))
            }
            (section("refusals", "Refusals", "What can be answered instead, always as application/problem+json.", &refusals(document)))
            (section("shapes", "Shapes", "What bodies are made of.", &shapes(document)))
        }
    }
}

fn introduction(document: &Value, place: &str) -> Markup {
    let curl = format!(
        "curl {place}/api/v1/entries \\\n  -H \"Authorization: Bearer $TOKEN\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\"schema\": 1, \"text\": \"yesterday: the deploy took the search down\"}}'"
    );
    html! {
        p { (coded(document.pointer("/info/description").and_then(Value::as_str).unwrap_or_default())) }
        p {
            "The same in a form for programs: "
            a href="/api/openapi.json" { "openapi.json" }
            " (OpenAPI " (word(document, "openapi")) ")."
        }
        p {
            "Programs send a token: "
            (coded(word(&document["components"]["securitySchemes"]["token"], "description")))
        }
        pre { (curl) }
    }
}

/// Lists the operations under a tag, as path, method and description, in the order of the addresses.
fn operations<'a>(document: &'a Value, tag: &str) -> Vec<(&'a str, &'a str, &'a Value)> {
    let methods = ["get", "post", "put", "patch", "delete"];
    let of_path = |(path, item): (&'a String, &'a Value)| {
        methods.into_iter().filter_map(move |method| Some((path.as_str(), method, item.get(method)?)))
    };
    let has_tag = |operation: &Value| list(operation, "/tags").first().and_then(Value::as_str) == Some(tag);
    let all = map(document, "/paths").into_iter().flatten().flat_map(of_path);
    all.filter(|(.., operation)| has_tag(operation)).collect()
}

fn drawn(document: &Value, path: &str, method: &str, operation: &Value) -> Markup {
    let id = word(operation, "operationId");
    let body = operation.pointer("/requestBody/content").and_then(Value::as_object);
    html! {
        article.call #(id) aria-labelledby={ (id) "-h" } {
            h3 #{ (id) "-h" } { a href={ "#" (id) } { (word(operation, "summary").trim_end_matches('.')) } }
            p { code { b { (method.to_uppercase()) } " " (breaking(path)) } }
            @if !word(operation, "description").is_empty() { p { (coded(word(operation, "description"))) } }
            @let parameters = list(operation, "/parameters");
            @if !parameters.is_empty() { dl { @for parameter in parameters { (asked(parameter)) } } }
            @if let Some(content) = body {
                p { "Send " (kinds(content)) "." }
                @if let Some(example) = example(document, content) { pre { (example) } }
            }
            p { "Answers " (answers(operation)) "." }
        }
    }
}

fn asked(parameter: &Value) -> Markup {
    let schema = &parameter["schema"];
    html! {
        dt { code { (word(parameter, "name")) } " " span.soft { (word(parameter, "in")) ", " (kind(schema)) } }
        dd { (coded(word(parameter, "description"))) }
    }
}

/// Draws what an operation answers: what it gives, and the numbers of its refusals.
fn answers(operation: &Value) -> Markup {
    let responses = map(operation, "/responses").into_iter().flatten();
    let (good, refused): (Vec<_>, Vec<_>) = responses.partition(|(status, _)| status.starts_with('2'));
    html! {
        @for (status, response) in good {
            code { (status) }
            @if let Some(content) = response.get("content").and_then(Value::as_object) { " with " (kinds(content)) }
            @else { " with nothing" }
        }
        ", or refuses with "
        @for (place, (status, _)) in refused.iter().enumerate() {
            @if place > 0 { ", " }
            a href={ "#refusal-" (status) } { (status) }
        }
    }
}

fn kinds(content: &Map<String, Value>) -> Markup {
    html! {
        @for (place, (media, of)) in content.iter().enumerate() {
            @if place > 0 { " or " }
            @match reference(&of["schema"]) {
                Some(name) if media == "application/json" => { a href={ "#shape-" (name) } { (name) } }
                _ => { code { (media) } }
            }
        }
    }
}

fn example(document: &Value, content: &Map<String, Value>) -> Option<String> {
    let name = reference(&content.get("application/json")?["schema"])?;
    let example = document.pointer(&format!("/components/schemas/{name}/example"))?;
    serde_json::to_string_pretty(example).ok()
}

fn refusals(document: &Value) -> Markup {
    // Every refusal is named by some operation; the numbers stand only there.
    let mut known: Vec<(&str, &str)> = map(document, "/paths")
        .into_iter()
        .flatten()
        .flat_map(|(_, item)| item.as_object().into_iter().flatten())
        .flat_map(|(_, operation)| map(operation, "/responses").into_iter().flatten())
        .filter_map(|(status, response)| Some((status.as_str(), reference(response)?)))
        .collect();
    known.sort_unstable();
    known.dedup();
    html! {
        dl {
            @for (status, name) in known {
                dt #{ "refusal-" (status) } { code { (status) } }
                dd { (coded(word(&document["components"]["responses"][name], "description"))) }
            }
        }
    }
}

fn shapes(document: &Value) -> Markup {
    html! {
        @for (name, schema) in map(document, "/components/schemas").into_iter().flatten() {
            article.call #{ "shape-" (name) } {
                h3 { (name) }
                @if !word(schema, "description").is_empty() { p { (coded(word(schema, "description"))) } }
                @match map(schema, "/properties") {
                    Some(fields) => (properties(schema, fields)),
                    None => p { (kind(schema)) },
                }
            }
        }
    }
}

fn properties(schema: &Value, fields: &Map<String, Value>) -> Markup {
    let required = list(schema, "/required");
    let is_required = |name: &str| required.iter().any(|required| required == name);
    html! {
        dl {
            @for (name, field) in fields {
                dt {
                    code { (name) } " "
                    span.soft { (kind(field)) @if is_required(name) { ", always there" } }
                }
                @let about = description(field);
                @if !about.is_empty() { dd { (coded(about)) } }
            }
        }
    }
}

/// Says in a few words what values a schema lets through.
fn kind(schema: &Value) -> Markup {
    if let Some(name) = reference(schema) {
        return html! { a href={ "#shape-" (name) } { (name) } };
    }
    let choices = list(schema, "/oneOf");
    if !choices.is_empty() {
        return html! {
            @for (place, choice) in choices.iter().enumerate() { @if place > 0 { " or " } (kind(choice)) }
        };
    }
    let words = list(schema, "/enum");
    if !words.is_empty() {
        return html! {
            @for (place, word) in words.iter().enumerate() { @if place > 0 { ", " } code { (plain(word)) } }
        };
    }
    if let Some(items) = schema.get("items") {
        return html! { "list of " (kind(items)) };
    }
    if let Some(fields) = map(schema, "/properties") {
        return html! {
            "object of "
            @for (place, (name, field)) in fields.iter().enumerate() {
                @if place > 0 { ", " }
                code { (name) } " " (kind(field))
            }
        };
    }
    html! { (types(schema)) (bounds(schema)) }
}

fn types(schema: &Value) -> String {
    let named = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().map(plain).collect::<Vec<_>>().join(" or "),
        Some(one) => plain(one),
        None => "anything".to_owned(),
    };
    match schema.get("format").and_then(Value::as_str) {
        Some(format @ ("date" | "date-time" | "uuid")) => named.replace("string", format),
        _ => named,
    }
}

fn bounds(schema: &Value) -> String {
    let bound = |name: &str| schema.get(name).map(plain);
    match (bound("minimum"), bound("maximum"), bound("maxLength")) {
        (Some(from), Some(to), _) => format!(" from {from} to {to}"),
        (Some(from), None, _) => format!(" from {from}"),
        (None, Some(to), _) => format!(" up to {to}"),
        (None, None, Some(length)) => format!(" of up to {length} characters"),
        (None, None, None) => String::new(),
    }
}

/// Finds what is said about a field, beside its type or inside it.
fn description(field: &Value) -> &str {
    let inside = list(field, "/oneOf").first().map_or("", |choice| word(choice, "description"));
    if inside.is_empty() { word(field, "description") } else { inside }
}

fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.rsplit('/').next()
}

fn word<'a>(of: &'a Value, name: &str) -> &'a str {
    of.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(of: &'a Value, pointer: &str) -> &'a [Value] {
    of.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn map<'a>(of: &'a Value, pointer: &str) -> Option<&'a Map<String, Value>> {
    of.pointer(pointer).and_then(Value::as_object)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Lets a long address break at its slashes.
fn breaking(path: &str) -> Markup {
    html! { @for part in path.split_inclusive('/') { (part) wbr; } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_refusal_and_shape_is_on_the_page_and_every_link_leads_to_one() {
        let html = page(&DOCUMENT, "http://127.0.0.1:4321").into_string();
        let ids: std::collections::BTreeSet<&str> =
            html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for operation in
            map(&DOCUMENT, "/paths").unwrap().values().flat_map(|item| item.as_object().unwrap().values())
        {
            assert!(ids.contains(word(operation, "operationId")), "{operation}");
        }
        for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(link), "{link} leads nowhere");
        }
    }

    #[test]
    fn a_type_is_said_in_words() {
        let said = |schema: Value| kind(&schema).into_string();
        assert_eq!(said(serde_json::json!({"type": ["string", "null"], "format": "date"})), "date or null");
        assert_eq!(
            said(serde_json::json!({"type": "integer", "minimum": 1, "maximum": 200})),
            "integer from 1 to 200"
        );
        assert_eq!(
            said(serde_json::json!({"type": "array", "items": {"$ref": "#/components/schemas/Cause"}})),
            "list of <a href=\"#shape-Cause\">Cause</a>"
        );
    }
}
