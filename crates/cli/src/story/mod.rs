//! One entry's whole story as text for the terminal.

mod gap;
mod plan;
mod tree;
mod why;

use std::fmt::Write as _;

use hansei_app::review::answer;
use hansei_method::account::{Account, Known, Moment};
use hansei_method::entry::Entry;
use hansei_method::intention::{Goal, Intention};
use hansei_method::question::Question;
use jiff::tz::TimeZone;
use owo_colors::OwoColorize as _;

use crate::open::Desk;
use crate::say;
use crate::table::{hanging, one_line, wrapped};

pub(crate) use tree::{draw, therefore};

/// The columns that a story takes where nobody says how many there are.
const USUAL_COLUMNS: usize = 100;

/// The columns beyond which lines are hard to read.
const MOST_COLUMNS: usize = 110;

/// A story in the making.
pub(crate) struct Story {
    text: String,
    columns: usize,
}

/// Tells an entry's whole story.
pub(crate) fn write(entry: &Entry, short: &str, desk: &Desk) -> String {
    let columns = desk.output.columns.unwrap_or(USUAL_COLUMNS).min(MOST_COLUMNS);
    let mut story = Story { text: String::new(), columns };
    let zone = desk.world.now().time_zone().clone();
    story.head(entry, short, &zone);
    let answers = &entry.review.answers;
    for question in Question::ALL {
        if let Some(reason) = answers.skipped(question) {
            story.question(question);
            story.field("Skipped", reason.as_str());
            continue;
        }
        let is_answered = match question {
            Question::Intended => answers.intended().is_some(),
            Question::Happened => answers.happened().is_some(),
            Question::Why => answers.why().is_some(),
            Question::Next => answers.next().is_some(),
        };
        if !is_answered {
            continue;
        }
        story.question(question);
        match question {
            Question::Intended => story.intention(&answer(answers.intended())),
            Question::Happened => {
                story.account(&answer(answers.happened()));
                story.gap(entry);
            }
            Question::Why => story.analysis(&answer(answers.why())),
            Question::Next => story.plan(&answer(answers.next()), &answer(answers.why())),
        }
    }
    story.tail(entry, &zone);
    story.text
}

/// Writes the gap of an entry as a table; empty while there is nothing to compare.
pub(crate) fn gap_table(entry: &Entry, columns: Option<usize>) -> String {
    let answers = &entry.review.answers;
    gap::table(&answer(answers.intended()), &answer(answers.happened()), columns)
}

/// Lists the lessons of earlier attempts, and what was said about each; empty when there are none.
pub(crate) fn earlier_lessons(entry: &Entry) -> String {
    let lessons = entry.attempt.iter().flat_map(|attempt| &attempt.lessons);
    let line = |(place, lesson): (usize, &hansei_method::attempt::EarlierLesson)| {
        let applies = match lesson.applies {
            Some(true) => " [applies]",
            Some(false) => " [does not apply]",
            None => "",
        };
        format!("{place}. {}{applies}\n", one_line(lesson.lesson.as_str()))
    };
    (1..).zip(lessons).map(line).collect()
}

/// Says what a review holds at its depth and what it does not: a list to look through, not a grade.
pub(crate) fn holds(entry: &Entry, columns: usize) -> String {
    let mut told = String::new();
    let list = entry.checklist();
    for (name, is_there) in [("This review holds", true), ("It does not hold", false)] {
        let names: Vec<_> =
            list.iter().filter(|check| check.is_there == is_there).map(|check| check.name).collect();
        if !names.is_empty() {
            told.push_str(&wrapped(&format!("{name}: {}", names.join(" · ")), columns, "  "));
        }
    }
    told
}

fn capital(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

impl Story {
    fn head(&mut self, entry: &Entry, short: &str, zone: &TimeZone) {
        for line in wrapped(entry.title.as_str(), self.columns, "").lines() {
            let _ = writeln!(self.text, "{}", line.bold());
        }
        let mut facts = vec![
            short.to_owned(),
            say::occurred(entry.occurred),
            entry.kind.name().to_owned(),
            format!("{} review, {}", entry.significance.word(), entry.review.answers.kind().name()),
        ];
        if let Some(attempt) = &entry.attempt {
            facts.push(format!("attempt {}", attempt.number));
        }
        facts.extend(entry.context.as_ref().map(|context| one_line(context.as_str())));
        self.dimmed(&facts.join(" · "));
        if !entry.tags.is_empty() {
            let tags: Vec<_> = entry.tags.iter().map(|tag| one_line(tag.as_str())).collect();
            self.dimmed(&format!("Tags: {}", tags.join(", ")));
        }
        let mut times = format!("Written down {}", say::moment(entry.captured_at, zone));
        if let Some(finished) = entry.review.answers.finished_at() {
            let _ = write!(times, " · finished {}", say::moment(finished, zone));
        }
        let minutes = entry.review.spent.seconds / 60;
        if minutes > 0 {
            let _ = write!(times, " · {} spent", say::count(minutes, "minute", "minutes"));
        }
        self.dimmed(&times);
        if let Some(body) = &entry.body {
            self.text.push('\n');
            self.words(body.as_str(), "");
        }
        if let Some(changed) = entry.attempt.as_ref().and_then(|attempt| attempt.changed.as_ref()) {
            self.text.push('\n');
            self.field("Changed this time", changed.as_str());
        }
        let lessons = earlier_lessons(entry);
        if !lessons.is_empty() {
            self.heading("What the earlier attempts taught");
            self.words(&lessons, "  ");
        }
    }

    fn intention(&mut self, intention: &Intention) {
        if let Some(statement) = &intention.statement {
            self.words(statement.as_str(), "  ");
        }
        if intention.goal == Goal::Learning {
            self.dimmed("  Something was to be found out.");
        }
        for target in &intention.targets {
            let told = format!("{}: {}", one_line(target.name.as_str()), one_line(&say::meant(&target.slot)));
            self.item("- ", &told);
        }
    }

    fn account(&mut self, account: &Account) {
        if let Some(zone) = &account.zone {
            self.dimmed(&format!("  Times are {}.", one_line(zone.as_str())));
        }
        for moment in &account.moments {
            self.moment(moment);
        }
        if !account.unplanned.is_empty() {
            self.heading("Came unplanned");
            for unplanned in &account.unplanned {
                self.item("- ", unplanned.as_str());
            }
        }
        if let Some(disagreement) = &account.disagreement {
            self.heading("What someone who disagrees would add");
            self.words(disagreement.as_str(), "  ");
        }
    }

    /// Writes one line of the timeline: what was known then is solid, what came out later is hollow.
    fn moment(&mut self, moment: &Moment) {
        let mark = match (moment.decision, moment.known) {
            (true, _) => "◆",
            (false, Known::Then) => "●",
            (false, Known::Later) => "○",
        };
        let when = one_line(&moment.when.to_string());
        self.item(&format!("{mark} "), &format!("{when}: {}", moment.what));
        let mut notes = Vec::new();
        if moment.decision {
            notes.push("my decision".to_owned());
        }
        if moment.known == Known::Later {
            notes.push("learned later".to_owned());
        }
        notes.extend(moment.source.as_ref().map(|source| format!("source: {}", one_line(source.as_str()))));
        if !notes.is_empty() {
            self.dimmed(&format!("    {}", notes.join(" · ")));
        }
    }

    fn tail(&mut self, entry: &Entry, zone: &TimeZone) {
        let review = &entry.review;
        if !review.parked.is_empty() {
            self.heading("Parked for question 4");
            for (place, idea) in (1..).zip(&review.parked) {
                self.item(&format!("{place}. "), idea.as_str());
            }
        }
        let beside = [("How it felt", &review.feeling), ("Whom I could tell", &review.confidant)];
        for (name, words) in beside {
            if let Some(words) = words {
                self.heading(name);
                self.words(words.as_str(), "  ");
            }
        }
        for again in &review.reopened {
            let because = again
                .reason
                .as_ref()
                .map_or(String::new(), |reason| format!(": {}", one_line(reason.as_str())));
            self.dimmed(&format!("\nOpened again {}{because}", say::moment(again.at, zone)));
        }
        if review.is_closed_without_own_factor() {
            self.dimmed("\nClosed without a factor of one's own.");
        }
        if let Some(standing) = review.standing {
            self.dimmed(&format!(
                "\nThe lesson: {}, said on {}.",
                standing.said.words(),
                say::day(standing.on)
            ));
        }
        if review.answers.intended().is_some() && review.answers.finished_at().is_none() {
            self.heading("A list to look through, not a grade");
            self.text.push_str(&holds(entry, self.columns));
        }
        if let Some(day) = review.not_before {
            self.dimmed(&format!("\nPut off until {}.", say::day(day)));
        }
    }

    fn question(&mut self, question: Question) {
        let _ = writeln!(self.text, "\n{}", format!("{}  {}", question.number(), question.asked()).bold());
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.text, "\n  {}", heading.underline());
    }

    fn field(&mut self, name: &str, words: &str) {
        self.words(&format!("{name}: {words}"), "  ");
    }

    fn words(&mut self, words: &str, indent: &str) {
        self.text.push_str(&wrapped(words, self.columns, indent));
    }

    fn item(&mut self, mark: &str, words: &str) {
        self.text.push_str(&hanging(mark, words, self.columns, "  "));
    }

    fn dimmed(&mut self, words: &str) {
        let indent: String = words.chars().take_while(|character| *character == ' ').collect();
        for line in wrapped(words.trim_start_matches(' '), self.columns, &indent).lines() {
            let _ = writeln!(self.text, "{}", line.dimmed());
        }
    }
}
