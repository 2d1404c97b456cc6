//! Question 4 as text: the lesson, the plan, and how it goes on.

use hansei_method::analysis::Analysis;
use hansei_method::id::Number;
use hansei_method::plan::Plan;

use super::Story;
use crate::say;
use crate::table::one_line;

impl Story {
    pub(super) fn plan(&mut self, plan: &Plan, analysis: &Analysis) {
        if let Some(lesson) = &plan.lesson {
            self.field("Lesson", lesson.as_str());
        }
        for commitment in &plan.commitments {
            self.text.push('\n');
            self.item(&format!("{}. ", commitment.number), &one_line(&commitment.sentence()));
            let mut notes = vec![commitment.kind.name().to_owned(), commitment.strength.name().to_owned()];
            notes.extend(commitment.review_on.map(|day| format!("look again {}", say::day(day))));
            notes.extend(
                commitment
                    .evidence
                    .as_ref()
                    .map(|evidence| format!("seen by {}", one_line(evidence.as_str()))),
            );
            self.dimmed(&format!("     {}", notes.join(" · ")));
        }
        let about = |factor: Option<Number>| {
            let factor = factor.and_then(|number| analysis.factors.get(number));
            factor
                .map_or(String::new(), |factor| format!(" (about: {})", one_line(factor.statement.as_str())))
        };
        if !plan.influences.is_empty() {
            self.heading("How I use my influence");
            for influence in &plan.influences {
                self.item("- ", &format!("{}{}", influence.how, about(influence.factor)));
            }
        }
        if !plan.resilience.is_empty() {
            self.heading("How the next plan bends");
            for item in &plan.resilience {
                self.item("- ", &format!("{}: {}{}", item.kind.name(), item.what, about(item.factor)));
            }
        }
        if !plan.not_now.is_empty() {
            self.heading("Not now");
            for idea in &plan.not_now {
                self.item("- ", idea.as_str());
            }
        }
        if plan.knowledge_only {
            self.words("Knowledge only, no action.", "  ");
        }
        if let Some(choice) = &plan.choice {
            self.heading("How it goes on");
            let on = choice.on.map_or(String::new(), |on| format!(" (look again {})", say::occurred(on)));
            self.words(&format!("{}: {}{on}", super::capital(choice.way.name()), choice.reason), "  ");
        }
    }
}
