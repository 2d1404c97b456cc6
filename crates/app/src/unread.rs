//! What is wrong with JSON that cannot be read, in words for whoever wrote or changed it.

use hansei_method::entry::Kind;

/// The most words that are told of those that would have been understood.
const MOST_KNOWN: usize = 20;

/// Says what is wrong from a reader's own words. `field` is where it stands in the entry, empty where that is not known;
/// `None` where the words are a parser's and say nothing to a person.
#[must_use]
pub fn sentence(told: &str, field: &str) -> Option<String> {
    let quoted: Vec<&str> = told.split('`').skip(1).step_by(2).collect();
    let about = |start: &str| quoted.first().filter(|_| told.starts_with(start));
    // What is not known is named by itself.
    let field = match about("unknown field").and_then(|found| field.strip_suffix(found)) {
        Some(around) => around.trim_end_matches('.'),
        None => field,
    };
    let place = if field.is_empty() { String::new() } else { format!("the field \"{field}\": ") };
    let said = if let Some(found) = about("unknown variant") {
        let known = known_words(told);
        // Only the kind of an entry is one of these.
        if known.contains(&Kind::NearMiss.word()) {
            format!("\"{found}\" is not a kind; use failure, near-miss, success or mixed")
        } else {
            format!("\"{found}\" cannot stand here; use {}", one_of(&known))
        }
    } else if let Some(found) = about("unknown field") {
        match known_words(told) {
            known if (1..=MOST_KNOWN).contains(&known.len()) => {
                format!("\"{found}\" is not known here; use {}", one_of(&known))
            }
            _ => format!("\"{found}\" is not known here; take it out"),
        }
    } else if let Some(found) = about("missing field") {
        format!("\"{found}\" is missing; add it")
    } else if let Some(found) = about("duplicate field") {
        format!("\"{found}\" stands there twice; take one out")
    } else if let Some((found, wanted)) =
        told.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        format!("{} stands where {} belongs; correct it", sort(found), wanted_sort(wanted))
    } else if let Some((_, wanted)) =
        told.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "))
        && wanted_sort(wanted) == "a number"
    {
        let wanted = if wanted.starts_with('u') { "a whole number from 0 on" } else { "a whole number" };
        format!("this number cannot stand here; write {wanted}, and none that is too large")
    } else if told.starts_with("invalid value") || told.starts_with("invalid length") {
        "this value cannot stand here; correct it".to_owned()
    } else if told.starts_with("UUID parsing failed") {
        "this is not an id; put in the one from the export".to_owned()
    } else if told.contains("; ") {
        // The sentences of the method say what to do, those of a parser do not.
        told.to_owned()
    } else {
        return None;
    };
    Some(format!("{place}{said}"))
}

/// Says what is wrong with a value that is JSON and yet not what was asked for. `field` is where it stands, empty for the whole.
///
/// Where it stands in the text is not said: mostly that is one line.
#[must_use]
pub fn told(error: &serde_json::Error, field: &str) -> String {
    let told = without_place(error);
    sentence(&told, field).unwrap_or_else(|| match field {
        "" => told,
        field => format!("the field \"{field}\": {told}"),
    })
}

/// Says of a text that is no JSON at all what is wrong with it.
#[must_use]
pub fn not_json(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the JSON ends before it is whole".to_owned();
    }
    format!("this is not JSON ({})", without_place(error))
}

/// Returns what a reader says, without the line and the column.
#[must_use]
pub fn without_place(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    told.strip_suffix(&place).unwrap_or(&told).to_owned()
}

/// Lists the words that would have been understood, with or without the quotes that readers put around them.
fn known_words(told: &str) -> Vec<&str> {
    let known = told.split_once("expected ").map_or("", |(_, known)| known.trim_start_matches("one of "));
    let words = known.split(", ").flat_map(|words| words.split(" or "));
    words.map(|word| word.trim_matches('`')).filter(|word| !word.is_empty()).collect()
}

/// Joins words as they are said: "event, condition or decision".
fn one_of(words: &[&str]) -> String {
    match words {
        [] => "another word".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Names what a reader found.
fn sort(found: &str) -> &'static str {
    match found.split([' ', '`']).next() {
        Some("string" | "character") => "a text",
        Some("integer" | "floating") => "a number",
        Some("boolean") => "true or false",
        Some("null" | "unit") => "nothing",
        Some("sequence") => "a list",
        Some("map") => "an object",
        _ => "something else",
    }
}

/// Names what a reader wanted.
fn wanted_sort(wanted: &str) -> &'static str {
    let is = |known: &[&str]| wanted.split_whitespace().any(|word| known.contains(&word));
    if is(&["string", "str", "UUID", "char", "character", "identifier"]) {
        "a text"
    } else if is(&["sequence", "tuple"]) {
        "a list"
    } else if is(&["struct", "map", "object"]) {
        "an object"
    } else if is(&["bool", "boolean"]) {
        "true or false"
    } else if is(&["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f64", "number", "integer"]) {
        "a number"
    } else {
        "something else"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_stands_in_one_line_is_not_said() {
        let error = serde_json::from_str::<(u8, String)>("[1, 2]").unwrap_err();
        assert_eq!(
            told(&error, "happened.zone"),
            "the field \"happened.zone\": a number stands where a text belongs; correct it"
        );
    }

    #[test]
    fn what_a_reader_says_becomes_a_sentence_for_a_person() {
        for (told, said) in [
            (
                "unknown variant `fiasco`, expected one of `failure`, `near_miss`, `success`, `mixed`",
                "the field \"kind\": \"fiasco\" is not a kind; use failure, near-miss, success or mixed",
            ),
            (
                "unknown variant `x`, expected one of `event`, `condition`, `decision`",
                "the field \"kind\": \"x\" cannot stand here; use event, condition or decision",
            ),
            (
                "unknown variant `x`, expected `yes` or `no`",
                "the field \"kind\": \"x\" cannot stand here; use yes or no",
            ),
            (
                "unknown field `colour`, expected one of `id`, `title`",
                "the field \"kind\": \"colour\" is not known here; use id or title",
            ),
            ("missing field `id`", "the field \"kind\": \"id\" is missing; add it"),
            (
                "invalid type: integer `3`, expected a string",
                "the field \"kind\": a number stands where a text belongs; correct it",
            ),
            (
                "invalid type: null, expected struct Review",
                "the field \"kind\": nothing stands where an object belongs; correct it",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "the field \"kind\": this number cannot stand here; write a whole number from 0 on, and none that is too large",
            ),
            ("duplicate field `id`", "the field \"kind\": \"id\" stands there twice; take one out"),
            (
                "UUID parsing failed: invalid length: expected length 32 for simple format, found 3",
                "the field \"kind\": this is not an id; put in the one from the export",
            ),
            (
                "the title is empty; write a few words",
                "the field \"kind\": the title is empty; write a few words",
            ),
        ] {
            assert_eq!(sentence(told, "kind").as_deref(), Some(said));
        }
        assert_eq!(sentence("missing field `id`", "").as_deref(), Some("\"id\" is missing; add it"));
        assert_eq!(
            sentence("unknown field `txet`, expected `text` or `tags`", "log.txet").as_deref(),
            Some("the field \"log\": \"txet\" is not known here; use text or tags")
        );
        assert_eq!(sentence("budget breached: Anchors { anchors: 1 }", ""), None);
    }
}
