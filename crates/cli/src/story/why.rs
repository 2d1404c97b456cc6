//! Question 3 as text: the tree, what was known at decisions, control, the opposite case, assumptions, signals.

use std::fmt::Write as _;

use hansei_method::analysis::{Analysis, AssumptionStatus, Visible};
use hansei_method::cause::{Cause, Soundness};
use hansei_method::factor::Control;

use super::Story;
use super::tree;
use crate::table::one_line;

impl Story {
    pub(super) fn analysis(&mut self, analysis: &Analysis) {
        if !analysis.causes.is_empty() {
            let columns = self.columns.saturating_sub(2);
            for line in tree::draw(&analysis.causes, columns).lines() {
                let _ = writeln!(self.text, "  {line}");
            }
            self.decisions(analysis);
            self.read_back(analysis);
        }
        for control in Control::ALL {
            self.factors(analysis, control);
        }
        if let Some(balance) = &analysis.balance {
            self.heading("The balancing question");
            self.words(balance.as_str(), "  ");
        }
        for argument in &analysis.counter {
            self.heading("The opposite case");
            self.words(argument.question.as_str(), "  ");
            self.words(argument.answer.as_str(), "    ");
        }
        self.assumptions(analysis);
        self.signals(analysis);
    }

    fn decisions(&mut self, analysis: &Analysis) {
        for cause in &analysis.causes {
            let Some(decision) = &cause.decision else { continue };
            self.heading(&format!("At decision {}", cause.number));
            let parts = [
                ("Known", &decision.known),
                ("Not known", &decision.not_known),
                ("Options", &decision.options),
            ];
            for (name, words) in parts {
                if let Some(words) = words {
                    self.field(name, words.as_str());
                }
            }
            if let Some(confidence) = decision.confidence {
                self.field("Confidence then", &format!("{} %", u8::from(confidence)));
            }
            if let Some(soundness) = decision.soundness {
                self.field("Leaving the result aside", soundness_name(soundness));
            }
        }
    }

    fn read_back(&mut self, analysis: &Analysis) {
        let mut causes: Vec<&Cause> = analysis.causes.chosen();
        if causes.is_empty() {
            causes.extend(analysis.causes.main());
        }
        for cause in causes.into_iter().filter(|cause| cause.under.is_some()) {
            self.heading(&format!("Read back from {}", cause.number));
            let chain = tree::therefore(&analysis.causes, cause);
            self.words(&chain, "  ");
        }
    }

    fn factors(&mut self, analysis: &Analysis, control: Control) {
        let factors: Vec<_> = analysis.factors.iter().filter(|factor| factor.control == control).collect();
        if factors.is_empty() {
            return;
        }
        self.heading(&super::capital(control.name()));
        for factor in factors {
            self.item("- ", factor.statement.as_str());
        }
    }

    fn assumptions(&mut self, analysis: &Analysis) {
        if analysis.assumptions.is_empty() {
            return;
        }
        self.heading("Taken for granted");
        for assumption in &analysis.assumptions {
            let confidence = assumption
                .confidence
                .map_or(String::new(), |percent| format!(", {} % sure then", u8::from(percent)));
            let date =
                assumption.date.map_or(String::new(), |date| format!(", {}", crate::say::occurred(date)));
            let cause = assumption.cause.map_or(String::new(), |cause| format!(", it became {cause}"));
            let status = status_name(assumption.status);
            self.item(
                "- ",
                &format!("{} ({status}{cause}{confidence}{date})", one_line(assumption.statement.as_str())),
            );
        }
    }

    fn signals(&mut self, analysis: &Analysis) {
        if analysis.signals.is_empty() {
            return;
        }
        self.heading("Missed signals");
        for signal in &analysis.signals {
            let visible = visible_name(signal.visible);
            let place = signal
                .place
                .as_ref()
                .map_or(String::new(), |place| format!(": {}", one_line(place.as_str())));
            self.item("- ", &format!("{} ({visible}{place})", one_line(signal.what.as_str())));
        }
    }
}

fn soundness_name(soundness: Soundness) -> &'static str {
    match soundness {
        Soundness::Sound => "I would decide so again with the same knowledge",
        Soundness::Unsure => "I cannot say",
        Soundness::Unsound => "I would not decide so again with the same knowledge",
    }
}

fn status_name(status: AssumptionStatus) -> &'static str {
    match status {
        AssumptionStatus::Held => "held",
        AssumptionStatus::Broken => "broken",
        AssumptionStatus::Untested => "untested",
    }
}

fn visible_name(visible: Visible) -> &'static str {
    match visible {
        Visible::Yes => "to be seen then",
        Visible::No => "not to be seen then",
        Visible::Unsure => "perhaps to be seen then",
    }
}
