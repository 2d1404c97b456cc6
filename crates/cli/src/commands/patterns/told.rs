//! A pattern as text, and as programs get it.

use std::fmt::Write as _;

use hansei_app::App;
use hansei_app::list::{Excerpt, Piece};
use hansei_app::patterns::{Away, Card, CardEntry, Idea, Patterns, State, Why, in_months};
use hansei_method::estimate::{Estimate, Measure};
use hansei_method::id::EntryId;
use hansei_method::rate::Occurrences;
use owo_colors::OwoColorize as _;
use serde::Serialize;
use serde_json::{Value, json};

use crate::commands::similar::WIDE;
use crate::error::CliError;
use crate::open::Desk;
use crate::output;
use crate::say::{self, count};
use crate::table::{one_line, wrapped};

/// Everything that recurs, as programs get it.
#[derive(Serialize)]
pub(super) struct All {
    entries: usize,
    patterns: Vec<Value>,
    few: Vec<Value>,
    put_away: Vec<Value>,
    ideas: Vec<Value>,
}

impl All {
    pub(super) fn of(patterns: &Patterns) -> Self {
        let few = patterns.few.iter().map(|few| {
            json!({ "id": few.key, "name": few.name, "entries": few.entries, "contexts": few.contexts })
        });
        let away = patterns.away.iter().map(|away| {
            json!({ "id": away.key, "version": away.version, "name": away.name, "state": state(&away.state) })
        });
        let idea = |idea: &Idea| {
            let place = |place: &hansei_app::patterns::Place| {
                json!({ "id": place.id, "title": place.title, "occurred": place.occurred,
                    "thought": plain(&place.excerpt) })
            };
            json!({ "words": idea.words, "places": idea.places.iter().map(place).collect::<Vec<_>>() })
        };
        Self {
            entries: patterns.entries,
            patterns: patterns.cards.iter().map(value).collect(),
            few: few.collect(),
            put_away: away.collect(),
            ideas: patterns.ideas.iter().map(idea).collect(),
        }
    }
}

/// Writes what the person put away, each with its id.
pub(super) fn away(all: &[Away], columns: usize) -> String {
    let mut out = String::new();
    for Away { key, name, state, .. } in all {
        let why = match state {
            State::Merged { name, .. } => format!("the same as {name}"),
            _ => "no pattern of yours".to_owned(),
        };
        out.push_str(&wrapped(&format!("{key} · {name}: {why}"), columns, "  "));
    }
    if out.is_empty() { out } else { format!("Put away by you:\n{out}") }
}

/// Shows one pattern.
pub(super) async fn show(desk: &Desk, app: &App, card: &Card) -> Result<(), CliError> {
    if desk.output.json {
        return output::print_json(&json!({ "pattern": value(card) }));
    }
    let ids: Vec<EntryId> = card.entries.iter().chain(&card.left_out).map(|entry| entry.id).collect();
    let shorts = app.short_ids(&ids).await?;
    let short = |id: EntryId| shorts.get(&id).cloned().unwrap_or_else(|| id.to_string());
    let columns = desk.output.columns.unwrap_or(WIDE);
    let mut out = String::new();
    let _ = writeln!(out, "{}", one_line(&card.name).bold());
    out.push_str(&wrapped(&format!("{} {}", card.sentence, standing(card)), columns, ""));
    out.push_str(&wrapped(&counts(card), columns, ""));
    out.push_str(&wrapped(&rate(card), columns, ""));
    if let Some((times, of)) = card.estimates.times {
        let _ = writeln!(out, "Your estimates of time: {times:.1} times as long, the middle of {of}");
    }
    if let Some((days, of)) = card.estimates.days {
        let _ = writeln!(out, "Your named days: {days:.0} days after, the middle of {of}");
    }
    if let Some(tendency) = card.tendency {
        let better =
            format!("What holds better than good intentions: if {}, then {}.", tendency.cue, tendency.act);
        out.push_str(&wrapped(&better, columns, ""));
    }
    if !card.words.is_empty() {
        let words: Vec<String> = card
            .words
            .iter()
            .map(|word| {
                format!(
                    "{} ({} here, {} in the log, {:.1} %)",
                    word.word, word.entries, word.in_log, word.percent
                )
            })
            .collect();
        out.push_str(&wrapped(&format!("Shared words: {}", words.join(", ")), columns, ""));
    }
    for (heading, entries) in [("", &card.entries), ("Left out by you:", &card.left_out)] {
        if !entries.is_empty() && !heading.is_empty() {
            let _ = writeln!(out, "\n{heading}");
        }
        for entry in entries {
            out.push('\n');
            write_entry(&mut out, entry, &short(entry.id), columns);
        }
    }
    for (id, estimate) in &card.estimates.each {
        out.push_str(&wrapped(&format!("{} · {}", short(*id), estimated(estimate)), columns, ""));
    }
    output::print(&out)
}

/// Writes a thought that stands in three entries.
pub(super) fn idea(idea: &Idea, columns: usize) -> String {
    let mut out = format!("This thought stands in {} places: {}\n", idea.places.len(), idea.words.join(", "));
    for place in &idea.places {
        let line = format!("{} · {}", say::day(place.occurred.date()), plain(&place.excerpt));
        out.push_str(&wrapped(&line, columns, "  "));
    }
    out
}

fn write_entry(out: &mut String, entry: &CardEntry, short: &str, columns: usize) {
    let context = entry.context.as_deref().map_or_else(String::new, |context| format!(" · {context}"));
    let new = if entry.is_new { " · new: does it belong?" } else { "" };
    let date = say::occurred(entry.occurred);
    let _ = writeln!(out, "{} · {date}{context} · {}{new}", short.bold(), one_line(&entry.title));
    let why = match &entry.why {
        Some(Why::Heard { excerpt, .. } | Why::Alike { excerpt, .. }) => plain(excerpt),
        Some(Why::Tagged(tag)) => format!("Tag: {tag}"),
        Some(Why::Measured(estimate)) => estimated(estimate),
        None => "You said that it belongs".to_owned(),
    };
    out.push_str(&wrapped(&why, columns, "  "));
    if let Some(lesson) = &entry.lesson {
        out.push_str(&wrapped(&format!("Lesson then: {lesson}"), columns, "  "));
    }
}

fn standing(card: &Card) -> String {
    match &card.state {
        State::Open if card.is_claimed => "Is this one thing? You have not said.".to_owned(),
        State::Open => "Too few to say.".to_owned(),
        State::Confirmed => "You confirmed it.".to_owned(),
        State::Rejected { then, has_doubled: true } => format!(
            "You said that it is no pattern of yours, with {}; it has doubled.",
            count(*then as u64, "entry", "entries")
        ),
        State::Rejected { then, .. } => {
            format!("You said that it is no pattern of yours; it is shown again at {} entries.", then * 2)
        }
        State::Merged { name, .. } => format!("You said that it is one thing with “{name}”."),
    }
}

fn counts(card: &Card) -> String {
    let kinds: Vec<String> =
        card.contexts.iter().map(|(name, entries)| format!("{name} ({entries})")).collect();
    format!(
        "{} in {}: {}",
        count(card.entries.len() as u64, "entry", "entries"),
        count(kinds.len() as u64, "kind of situation", "kinds of situation"),
        if kinds.is_empty() { "none is named".to_owned() } else { kinds.join(", ") }
    )
}

fn rate(card: &Card) -> String {
    let Some(change) = card.rate.change else {
        return format!("{}; no commitment was made in any of these entries", in_months(card.rate.whole));
    };
    format!(
        "before: {}; after: {}; {}",
        in_months(change.before),
        in_months(change.after),
        change.trend.words()
    )
}

fn estimated(Estimate { name, intended, actual, measure, .. }: &Estimate) -> String {
    let measure = match measure {
        Measure::Times(times) => format!("{times:.1} times as long"),
        Measure::Days(1) => "1 day after".to_owned(),
        Measure::Days(days) => format!("{days} days after"),
    };
    format!("{name}: meant {intended}, came {actual} ({measure})")
}

fn plain(excerpt: &Excerpt) -> String {
    let text: String = excerpt.pieces.iter().map(Piece::text).collect();
    let (before, after) =
        (if excerpt.starts_inside { "… " } else { "" }, if excerpt.ends_inside { " …" } else { "" });
    format!("{before}{text}{after}")
}

fn state(state: &State) -> &'static str {
    match state {
        State::Open => "open",
        State::Confirmed => "confirmed",
        State::Rejected { has_doubled: false, .. } => "rejected",
        State::Rejected { .. } => "rejected_and_doubled",
        State::Merged { .. } => "merged",
    }
}

fn value(card: &Card) -> Value {
    let occurrences = |part: Occurrences| json!({ "count": part.count, "months": part.months });
    let change = card.rate.change;
    let context = |(name, entries): &(String, usize)| json!({ "name": name, "entries": entries });
    let word = |word: &hansei_app::patterns::Shared| json!({ "word": word.word, "entries": word.entries, "in_log": word.in_log, "percent": word.percent });
    let estimate = |(entry, estimate): &(EntryId, Estimate)| {
        let (times, days) = match estimate.measure {
            Measure::Times(times) => (Some(times), None),
            Measure::Days(days) => (None, Some(days)),
        };
        json!({ "entry": entry, "name": estimate.name, "intended": estimate.intended,
            "actual": estimate.actual, "times": times, "days": days })
    };
    json!({
        "id": card.key,
        "version": card.version,
        "state": state(&card.state),
        "name": card.name,
        "tendency": card.tendency.map(|tendency| tendency.name),
        "sentence": card.sentence,
        "claimed": card.is_claimed,
        "contexts": card.contexts.iter().map(context).collect::<Vec<_>>(),
        "entries": card.entries.iter().map(entry_value).collect::<Vec<_>>(),
        "left_out": card.left_out.iter().map(entry_value).collect::<Vec<_>>(),
        "rate": {
            "from": card.rate.from,
            "to": card.rate.to,
            "whole": occurrences(card.rate.whole),
            "committed_on": change.map(|change| change.on),
            "committed_in": card.committed_in,
            "before": change.map(|change| occurrences(change.before)),
            "after": change.map(|change| occurrences(change.after)),
            "trend": change.map(|change| change.trend.words()),
            "fall": change.and_then(|change| change.fall),
        },
        "estimates": {
            "each": card.estimates.each.iter().map(estimate).collect::<Vec<_>>(),
            "median_times": card.estimates.times.map(|(middle, _)| middle),
            "times": card.estimates.times.map_or(0, |(_, of)| of),
            "median_days": card.estimates.days.map(|(middle, _)| middle),
            "days": card.estimates.days.map_or(0, |(_, of)| of),
        },
        "words": card.words.iter().map(word).collect::<Vec<_>>(),
        "merged": card.merged.iter().map(|(key, _)| key).collect::<Vec<_>>(),
        "undo": card.undo,
    })
}

fn entry_value(entry: &CardEntry) -> Value {
    let (by, words) = match &entry.why {
        Some(Why::Heard { excerpt, .. }) => ("heard", plain(excerpt)),
        Some(Why::Tagged(tag)) => ("tagged", tag.clone()),
        Some(Why::Measured(estimate)) => ("measured", estimated(estimate)),
        Some(Why::Alike { excerpt, .. }) => ("alike", plain(excerpt)),
        None => ("said", String::new()),
    };
    json!({
        "id": entry.id, "title": entry.title, "occurred": entry.occurred, "context": entry.context,
        "lesson": entry.lesson, "by": by, "words": words, "new": entry.is_new, "added": entry.is_added,
    })
}
