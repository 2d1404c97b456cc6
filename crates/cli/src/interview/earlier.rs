//! Before another attempt: what the earlier ones taught, and whether it applies this time.

use hansei_method::attempt::EarlierLesson;
use hansei_method::question::Question;
use serde::{Deserialize, Serialize};

use super::drive::{Ended, Interview};
use super::prompter::Ask;
use super::steps::{Steps, goes_past, letter};
use crate::error::CliError;
use crate::story;
use crate::table::{one_line, wrapped};

/// The earlier lessons that nobody has said anything about yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Earlier {
    lessons: Vec<EarlierLesson>,
    /// Which of them is asked about.
    at: usize,
}

impl Earlier {
    /// Asks about those that have no answer.
    pub(crate) fn new(lessons: &[EarlierLesson]) -> Self {
        let open = lessons.iter().filter(|lesson| lesson.applies.is_none());
        Self { lessons: open.cloned().collect(), at: 0 }
    }
}

impl Steps for Earlier {
    fn ask(&self) -> Option<Ask> {
        let lesson = self.lessons.get(self.at)?;
        Some(
            Ask::choice(
                "Does it apply this time: y yes, n no? (empty leaves it open)",
                "What you wrote in an attempt before. Your answer stays beside the lesson, and can be changed with hansei attempts. A full stop alone leaves the others open.",
            )
            .before(format!("  {}", one_line(lesson.lesson.as_str()))),
        )
    }

    fn hear(&mut self, said: &str) -> Result<(), String> {
        if goes_past(said) {
            self.at = self.lessons.len();
            return Ok(());
        }
        let applies = letter(said, Some(None), &[("yes", Some(true)), ("no", Some(false))])?;
        if let Some(lesson) = self.lessons.get_mut(self.at) {
            lesson.applies = applies;
        }
        self.at += 1;
        Ok(())
    }

    fn so_far(&self, _: usize) -> String {
        String::new()
    }
}

impl Interview<'_> {
    /// Shows what earlier attempts taught, and asks about what is open as long as nothing is written of what happened this
    /// time; says whether the person stayed.
    pub(super) async fn earlier_lessons(&mut self) -> Result<bool, CliError> {
        let entry = self.app.entry(self.id).await?.entry;
        let lessons = entry.attempt.as_ref().map_or(&[][..], |attempt| &attempt.lessons);
        if lessons.is_empty() {
            return Ok(true);
        }
        let number = entry.attempt.as_ref().map_or(1, |attempt| attempt.number);
        self.prompter.tell(&format!("Attempt {number}. What the earlier attempts taught:"));
        let fresh = Earlier::new(lessons);
        let is_asked = !fresh.lessons.is_empty() && !entry.review.answers.is_answered(Question::Happened);
        if !is_asked || fresh.lessons.len() < lessons.len() {
            let told = story::earlier_lessons(&entry);
            self.prompter.tell(&wrapped(&told, self.prompter.columns(), "  "));
        }
        if !is_asked {
            return Ok(true);
        }
        let (earlier, stayed) = match self.ask_all(None, fresh, &mut Vec::new(), None).await? {
            Ended::Done(earlier) | Ended::Back(earlier) | Ended::Skipped(_, earlier) => (earlier, true),
            Ended::Left(earlier) => (earlier, false),
        };
        self.keep_applies(&earlier).await?;
        Ok(stayed)
    }

    /// Keeps what was said about each lesson, where it stands now: one that was erased meanwhile has no place any more.
    async fn keep_applies(&mut self, earlier: &Earlier) -> Result<(), CliError> {
        let now = self.app.entry(self.id).await?.entry.attempt;
        let places = now.as_ref().map_or(&[][..], |attempt| &attempt.lessons);
        for said in earlier.lessons.iter().filter(|lesson| lesson.applies.is_some()) {
            let is_it = |lesson: &EarlierLesson| lesson.from == said.from && lesson.lesson == said.lesson;
            if let Some(place) = places.iter().position(is_it) {
                self.version = self.app.lesson_applies(self.id, None, place, said.applies).await?.version;
            }
        }
        Ok(())
    }
}
