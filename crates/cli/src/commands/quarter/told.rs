//! A review as text, and the list of all.

use std::fmt::Write as _;

use hansei_app::quarter::{LookedBack, Quarters, figure_names, figures_of, grouped, is_as_frozen};
use hansei_method::factor::Control;
use hansei_method::growth::{SLIPPING, State};
use hansei_method::plan::Strength;
use hansei_method::quarter::{Answers, Asked, BASELINES, DueLine, LessonLine, Place, Quarter, Report};
use jiff::civil::Date;

use super::{day, short};
use crate::output::shown;
use crate::table::{one_line, wrapped};

/// The columns that sentences are broken at where the terminal does not say.
const WIDE: usize = 80;

/// Lists what is due, begun and frozen.
pub(super) fn list(quarters: &Quarters, today: Date) -> String {
    let mut out = String::new();
    match (quarters.due_on, quarters.offered) {
        (Some(due), Some(offered)) => {
            let name = offered.name();
            if quarters.is_due(today) {
                put(&mut out, &format!("Due: {name}. It can wait, and --skip passes over it."));
            } else {
                put(
                    &mut out,
                    &format!("Next: {}. To look back now: hansei quarter --period {offered}", day(due)),
                );
            }
        }
        _ => put(&mut out, "There is nothing to look back on yet."),
    }
    for kept in quarters.drafts.iter().chain(&quarters.frozen) {
        let Quarter { id, period, frozen, .. } = &kept.quarter;
        let state = frozen
            .as_ref()
            .map_or_else(|| "draft".to_owned(), |frozen| format!("frozen on {}", day(frozen.clock.date())));
        put(&mut out, &format!("  {}  {}  {state}", short(*id), period.name()));
    }
    out
}

/// Tells a review.
pub(super) fn review(look: &LookedBack, columns: Option<usize>) -> String {
    let (quarter, report) = (&look.kept.quarter, &look.report);
    let wide = columns.unwrap_or(WIDE).clamp(40, WIDE);
    let mut out = String::new();
    put(&mut out, &quarter.period.name());
    put(&mut out, &head(quarter, report));
    answered(&mut out, &quarter.answers, Asked::Taken, wide);
    for text in [held(report, wide), lessons(report, wide)] {
        out.push_str(&text);
    }
    answered(&mut out, &quarter.answers, Asked::Changed, wide);
    out.push_str(&recurs(report, wide));
    answered(&mut out, &quarter.answers, Asked::Returned, wide);
    out.push_str(&decided(report, wide));
    if let Some(line) = &report.success {
        heading(&mut out, "One thing that went well");
        put(&mut out, &indented(&line.title, wide));
    }
    answered(&mut out, &quarter.answers, Asked::Success, wide);
    out.push_str(&due(report, wide));
    answered(&mut out, &quarter.answers, Asked::Due, wide);
    heading(&mut out, "Until the next time");
    put(&mut out, &format!("  Next review: {}", day(report.next_on)));
    answered(&mut out, &quarter.answers, Asked::Watch, wide);
    out
}

fn head(quarter: &Quarter, report: &Report) -> String {
    let days = quarter.period.days();
    let Some(frozen) = &quarter.frozen else {
        return format!("{days}. Draft, told up to {}.", day(report.as_of));
    };
    let print = match (&frozen.fingerprint, is_as_frozen(quarter)) {
        (Some(print), Some(true)) => format!("Fingerprint {}", grouped(print)),
        (Some(_), _) => "This is not what was frozen: its fingerprint is that of something else.".to_owned(),
        (None, _) => {
            "Something that it quoted was erased since, so it has no fingerprint any more.".to_owned()
        }
    };
    format!("{days}. Frozen on {}.\n{print}", day(frozen.clock.date()))
}

/// Tells what was written down, how strong changes were, and whose the factors were.
pub(super) fn held(report: &Report, wide: usize) -> String {
    let mut out = String::new();
    heading(&mut out, "What was in it");
    let now = figures_of(&report.entries);
    let before = report.earlier.as_ref().map(|earlier| (earlier, figures_of(&earlier.entries)));
    for (at, name) in figure_names().iter().enumerate() {
        let was = before.map_or(String::new(), |(earlier, was)| {
            format!("  ({}: {})", earlier.period.short_name(), was[at])
        });
        put(&mut out, &format!("  {name:<42}{:>6}{was}", now[at]));
    }
    if let Some((earlier, _)) = before {
        let what = if earlier.is_frozen { "as it was frozen" } else { "as the log tells it by now" };
        put(&mut out, &format!("  Beside it {}, {what}.", earlier.period.short_name()));
    }
    heading(&mut out, "How strong the changes were");
    let names = Strength::ALL.map(Strength::name);
    let counts = report.strengths;
    let mine: Vec<_> = names.iter().zip(counts).map(|(name, count)| format!("{count} {name}")).collect();
    put(&mut out, &format!("  Mine, n = {}: {}", counts.iter().sum::<u32>(), mine.join(", ")));
    for baseline in BASELINES {
        let parts: Vec<_> =
            names.iter().zip(baseline.percent).map(|(name, percent)| format!("{percent} % {name}")).collect();
        let line =
            format!("{} ({}), n = {}: {}", baseline.of, baseline.source, baseline.actions, parts.join(", "));
        put(&mut out, &wrapped(&line, wide, "  "));
    }
    heading(&mut out, "Whose it was");
    let parts: Vec<_> = Control::ALL
        .iter()
        .zip(report.controls)
        .map(|(control, count)| format!("{count} {}", control.name()))
        .collect();
    put(&mut out, &format!("  Factors: {}", parts.join(", ")));
    out
}

/// Tells where lessons stood and stand.
pub(super) fn lessons(report: &Report, wide: usize) -> String {
    let mut out = String::new();
    let lessons = &report.lessons;
    heading(&mut out, "Where the lessons stood, and where they stand");
    if lessons.all() == 0 {
        put(&mut out, "  No lesson was planned by then.");
        return out;
    }
    for place in Place::ALL {
        let (stood, stand) = (lessons.stood(place), lessons.stand(place));
        if stood + stand > 0 {
            put(&mut out, &format!("  {:<14}{stood:>4} to {stand:>4}", place.name()));
        }
    }
    let counted = format!(
        "{} planned in between, {} changed, {} never tested, {} challenged, {} waiting. Over all lessons {}.",
        lessons.planned_since(),
        lessons.moved,
        lessons.untested,
        lessons.challenged,
        lessons.waiting,
        lessons.observed.words()
    );
    put(&mut out, &wrapped(&counted, wide, "  "));
    for (name, lines) in [
        ("What changed", &report.moved),
        ("What came up most often", &report.steady),
        ("Never tested, the oldest", &report.untested),
    ] {
        if !lines.is_empty() {
            heading(&mut out, name);
            for line in lines {
                out.push_str(&lesson(line, wide));
            }
        }
    }
    out
}

fn lesson(line: &LessonLine, wide: usize) -> String {
    let mut out = indented(&line.sentence, wide);
    out.push('\n');
    for change in &line.changes {
        let told = format!("{} to {} on {}: {}", change.from, change.to, day(change.on), change.because);
        put(&mut out, &wrapped(&told, wide, "    "));
    }
    put(&mut out, &wrapped(&format!("{}. {}", line.state_name, line.evidence.join(" ")), wide, "    "));
    for flag in &line.flags {
        put(&mut out, &wrapped(flag, wide, "    "));
    }
    if line.state == State::Lapsed {
        put(&mut out, &wrapped(SLIPPING, wide, "    "));
    }
    out
}

/// Tells what recurs.
pub(super) fn recurs(report: &Report, wide: usize) -> String {
    let mut out = String::new();
    heading(&mut out, "What recurs");
    if report.patterns.is_empty() {
        put(&mut out, "  Nothing by now, or too little to say so.");
    }
    for line in &report.patterns {
        put(&mut out, &indented(&line.name, wide));
        let told = format!("{} {}.", line.rate(), line.seen());
        put(&mut out, &wrapped(&told, wide, "    "));
    }
    out
}

fn decided(report: &Report, wide: usize) -> String {
    let mut out = String::new();
    if !report.decided.is_empty() {
        heading(&mut out, "What becomes of lessons");
    }
    for line in &report.decided {
        put(&mut out, &indented(&line.sentence, wide));
        let said = [line.verdict.map(|verdict| verdict.words().to_owned()), line.note.clone()];
        put(
            &mut out,
            &wrapped(&shown(&said.into_iter().flatten().collect::<Vec<_>>().join(": ")), wide, "    "),
        );
    }
    out
}

/// Tells the ways on whose day came.
pub(super) fn due(report: &Report, wide: usize) -> String {
    let mut out = String::new();
    for (name, lines) in [
        ("Ways whose day to look again came", &report.due),
        ("Days that come before the next review", &report.coming),
    ] {
        if !lines.is_empty() {
            heading(&mut out, name);
            for line in lines {
                out.push_str(&way(line, wide));
            }
        }
    }
    out
}

fn way(line: &DueLine, wide: usize) -> String {
    let mut out = indented(&line.title, wide);
    out.push('\n');
    put(
        &mut out,
        &wrapped(&shown(&format!("{}: {}, because {}", day(line.on), line.way, line.reason)), wide, "    "),
    );
    out
}

fn answered(out: &mut String, answers: &Answers, asked: Asked, wide: usize) {
    if let Some(words) = answers.to(asked) {
        heading(out, asked.question());
        put(out, &wrapped(&shown(words.as_str()), wide, "  "));
    }
}

fn indented(words: &str, wide: usize) -> String {
    wrapped(&one_line(&shown(words)), wide, "  ").trim_end_matches('\n').to_owned()
}

fn heading(out: &mut String, name: &str) {
    put(out, &format!("\n{name}"));
}

fn put(out: &mut String, line: &str) {
    let _ = writeln!(out, "{}", line.trim_end_matches('\n'));
}
