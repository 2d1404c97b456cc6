//! Front matter: what stands in YAML above a document.

use crate::dates::DayOrder;
use crate::draft::Draft;
use crate::form::Field;
use crate::links::has_scheme;
use crate::object::{BETWEEN, Object};
use crate::plain::{one_line, tidy};
use crate::wrong::Fault;

/// The most bytes of front matter.
const MOST_FRONT_MATTER_BYTES: usize = 64 << 10;

/// Splits a document into its front matter, empty where it has none, and what stands below.
pub(super) fn split(text: &str) -> Result<(Object, &str), Fault> {
    let Some(inside) = text.strip_prefix("---\n") else { return Ok((Object::default(), text)) };
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &inside[..at];
            let body = &inside[at + line.len()..];
            if yaml.len() > MOST_FRONT_MATTER_BYTES {
                return Err(Fault::FrontMatterTooLarge);
            }
            if yaml.trim().is_empty() {
                return Ok((Object::default(), body));
            }
            return Ok((yaml_object(yaml)?, body));
        }
        at += line.len();
    }
    Ok((Object::default(), text))
}

/// Reads YAML in which nothing can stand for something else, so that it cannot grow.
fn yaml_object(yaml: &str) -> Result<Object, Fault> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
        },
    };
    serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let told = error.without_snippet().to_string();
        Fault::FrontMatter(one_line(told.lines().next().unwrap_or_default()))
    })
}

/// Puts what is known of the front matter into a case.
pub(super) fn put(front: &Object, draft: &mut Draft) {
    for (name, value) in &front.0 {
        match name.to_lowercase().as_str() {
            "title" => draft.add(Field::Title, &one_line(value)),
            "date" | "occurred" | "incident_date" | "incident date" if !value.trim().is_empty() => {
                draft.day(value.trim(), DayOrder::Unclear);
            }
            "link" | "url" | "source" if has_scheme(value.trim()) => {
                draft.add(Field::Link, value);
            }
            "tags" | "labels" | "categories" | "category" | "keywords" => {
                value.split([BETWEEN, ',', ';']).for_each(|label| draft.label(label));
            }
            "summary" | "description" | "happened" => draft.add(Field::Happened, &tidy(value)),
            "lesson" | "lessons" => draft.add(Field::Lesson, &tidy(value)),
            "cause" | "root_cause" | "why" => draft.add(Field::Why, &tidy(value)),
            _ => {}
        }
    }
}
