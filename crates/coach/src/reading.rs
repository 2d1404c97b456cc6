//! Reading an answer: which flaw it is asked about, if any, and the words that made the coach ask.

use std::ops::Range;

use hansei_method::factor::Control;
use hansei_method::plan::Strength;

use crate::asked::{Asked, Meant, Weight};
use crate::care::{needs_care, tells_of_suicide};
use crate::classes::Class;
use crate::control::misattributed;
use crate::denial::denies;
use crate::field::Field;
use crate::flaw::Flaw;
use crate::grounds::are_words;
use crate::language::is_english;
use crate::model::{Known, Run, Weighed, Weights};
use crate::prose::Prose;
use crate::slots::{MOMENT, Slots, of_action};
use crate::stock::{is_denied, names_nothing, promises, said, strength_by_verb, without_purpose};
use crate::telling::{is_mark, telling};

/// The most sentences of an answer that are read together.
const MOST_TOGETHER: usize = 3;

/// The chance from which something is nearly certain.
const CERTAIN: f32 = 0.9;

/// The chance from which a wish is asked about that has its moment and an act.
const LIKELY: f32 = 0.7;

/// What is asked about a wish that has its moment.
const THE_ACT: &str = "What exactly will your hands or your voice do then, in the first ten seconds?";

/// The words with which a plan is joined: "If …, then I will …".
const JOINS: [&str; 2] = ["If ", ", then I will "];

/// The longest clause that is shown whole, in words.
const LONGEST_CLAUSE: usize = 16;

/// What the coach knows besides the answer.
#[derive(Debug, Clone, Default)]
pub struct Context<'c> {
    /// How a factor was sorted.
    pub control: Option<Control>,
    /// What else the same step says: somebody who names a decision of their own there is not asked for one here.
    pub beside: &'c str,
    /// The strengths of the other actions of the plan.
    pub others: &'c [Strength],
    /// Whether it matters how well an action holds: the review is no small one, or the tendency came back.
    pub is_serious: bool,
    /// What the person meant as it stands.
    pub meant: &'c [Meant],
    /// Rules that are switched off.
    pub off: &'c [Flaw],
}

/// What the coach makes of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The question that always stands here.
    pub standing: &'static str,
    /// The one question about this answer.
    pub asked: Option<Asked>,
    /// What else could be asked, for somebody who wants to see it; the surest first.
    pub hints: Vec<Asked>,
    /// What of an intention or an action is there.
    pub slots: Option<Slots>,
    /// How well an action holds.
    pub strength: Option<Strength>,
    /// Whether the words are of hurting oneself: then nothing is asked, and somebody to talk to is named.
    pub needs_care: bool,
}

/// Reads an answer.
///
/// The same answer with the same context gets the same reading. The time grows with the length of the answer.
#[must_use]
pub fn read(field: Field, answer: &str, context: &Context<'_>) -> Reading {
    let prose = Prose::of(answer);
    let mut reading = Reading {
        standing: field.standing_question(),
        asked: None,
        hints: Vec::new(),
        slots: None,
        strength: None,
        needs_care: needs_care(&prose),
    };
    if reading.needs_care || tells_of_suicide(&prose) || !is_english(answer) {
        return reading;
    }
    reading.slots = Slots::of(field, answer, &prose);
    let act = (field == Field::Next).then(|| act_of_plan(answer)).flatten();
    let answer = Answer { act, ..Answer::of(answer, prose) };
    reading.strength = (field == Field::Next).then(|| answer.strength()).flatten();
    let has_moment = reading.slots.as_ref().is_some_and(|slots| slots.has(MOMENT));
    let is_insight = field == Field::Lesson && !promises(&answer.prose);
    let is_idle = |flaw: Flaw| flaw == Flaw::Aspiration && is_insight;
    let is_wanted = |flaw: &&Flaw| !is_idle(**flaw) && !context.off.contains(flaw);
    // A stock phrase says which flaw it is; what was learned may only be near. And where the writer is not in it, whatever
    // else is found comes before a judgement of oneself.
    let is_unlikely = |flaw: &Flaw| *flaw == Flaw::Rumination && !answer.is_about_the_writer();
    let mut flaws: Vec<&Flaw> = field.flaws().iter().filter(is_wanted).collect();
    flaws.sort_by_key(|flaw| (said(**flaw, &answer.prose).is_none(), is_unlikely(flaw)));
    let mut was_asked = false;
    for flaw in flaws {
        let asked = answer.asked(*flaw, context, reading.strength);
        let Some(mut asked) = asked.filter(|asked| is_sure(field, asked)) else { continue };
        if *flaw == Flaw::Aspiration && has_moment {
            asked.question = THE_ACT;
        }
        if context.meant.iter().any(|meant| meant.is(field, &asked, answer.text)) {
            was_asked = true;
            continue;
        }
        // Whoever answered one question about an answer is not put the next (C01).
        if asked.weight == Weight::Nudge && reading.asked.is_none() && !was_asked {
            reading.asked = Some(asked);
        } else {
            reading.hints.push(asked);
        }
    }
    reading
        .hints
        .sort_by(|one, other| other.weight.cmp(&one.weight).then(other.chance.total_cmp(&one.chance)));
    reading
}

/// Finds where the act begins of a plan that reads "If …, then I will …".
fn act_of_plan(answer: &str) -> Option<usize> {
    let [first, then] = JOINS;
    let at = answer.strip_prefix(first)?.find(then)?;
    Some(first.len() + at + then.len()).filter(|start| !answer[*start..].trim().is_empty())
}

/// Says whether a question may be put in a field: a lesson tells how one is more often than what one is worth.
fn is_sure(field: Field, asked: &Asked) -> bool {
    field != Field::Lesson || asked.flaw != Flaw::Rumination || asked.chance >= CERTAIN
}

/// Looks for one flaw in an answer, wherever it stands; for measuring.
#[must_use]
pub fn look_for(flaw: Flaw, answer: &str, context: &Context<'_>) -> Option<Asked> {
    let answer = Answer::of(answer, Prose::of(answer));
    answer.asked(flaw, context, answer.strength())
}

/// Returns the chance that an answer has a flaw that is learned, 0 to 1; for measuring.
#[must_use]
pub fn chance(flaw: Flaw, answer: &str) -> f32 {
    Answer::of(answer, Prose::of(answer)).chance(flaw)
}

/// Says how well an action holds; `None` for a text without a word, and for one that is not English.
#[must_use]
pub fn strength(action: &str) -> Option<Strength> {
    is_english(action).then(|| Answer::of(action, Prose::of(action)).strength()).flatten()
}

/// Makes the sentences of an answer ready, each by itself as it is read; for learning where asking begins.
#[must_use]
pub fn sentences(answer: &str) -> Vec<Run> {
    let mut prose = Prose::of(answer);
    prose.keep_what_says_something();
    prose.sentences.iter().map(|run| Run::among(answer, &prose, run)).collect()
}

/// An answer with its sentences made ready.
struct Answer<'t> {
    text: &'t str,
    prose: Prose,
    whole: Known,
    sentences: Vec<Known>,
    /// Where its act begins, where it is a plan that was joined from a moment and an act.
    act: Option<usize>,
}

impl<'t> Answer<'t> {
    fn of(text: &'t str, mut prose: Prose) -> Self {
        prose.keep_what_says_something();
        let weights = Weights::built_in();
        let together = prose.sentences.iter().take(MOST_TOGETHER).next_back().map_or(0, |last| last.end);
        let known = |run: &Range<usize>| weights.know(Run::among(text, &prose, run));
        let first = prose.sentences.first().map_or(together, |first| first.start);
        let whole = known(&(first..together));
        let sentences =
            if prose.sentences.len() > 1 { prose.sentences.iter().map(known).collect() } else { Vec::new() };
        Self { text, prose, whole, sentences, act: None }
    }

    fn asked(&self, flaw: Flaw, context: &Context<'_>, strength: Option<Strength>) -> Option<Asked> {
        match flaw {
            Flaw::PrematureClosure => None,
            Flaw::WeakAction => self.weak(context, strength?),
            Flaw::Misattribution => {
                let (words, question) = misattributed(&self.prose, context.control?)?;
                Some(plain(flaw, question, self.prose.source(&words)))
            }
            Flaw::ExternalBlame
                if context.control == Some(Control::Outside) || self.names_a_decision(context) =>
            {
                None
            }
            Flaw::Rumination | Flaw::Aspiration => {
                self.of_act(flaw).or_else(|| self.learned(flaw)).map(|asked| self.without_joins(asked))
            }
            _ => self.learned(flaw),
        }
    }

    /// Asks about the act of a plan as it reads by itself: before it, "then I will" hides what it is.
    fn of_act(&self, flaw: Flaw) -> Option<Asked> {
        let start = self.act?;
        let act = &self.text[start..];
        let prose = Prose::of(act);
        let (has_deed, is_promise) = (of_action(act, &prose)[2].is_some(), promises(&prose));
        let asked = Answer::of(act, prose).learned(flaw).filter(|asked| asked.weight == Weight::Nudge)?;
        let words = asked.words.start + start..asked.words.end + start;
        (flaw != Flaw::Aspiration || is_promise && !has_deed).then_some(Asked { words, ..asked })
    }

    /// Takes the words out of what is shown with which a plan was joined: nobody wrote them.
    fn without_joins(&self, asked: Asked) -> Asked {
        let Some(act) = self.act else { return asked };
        let [first, then] = JOINS.map(str::len);
        let Range { start, end } = asked.words;
        let words = if end > act { start.max(act)..end } else { start.max(first)..end.min(act - then) };
        let is_whole = words.start < words.end;
        Asked { words: if is_whole { words } else { act..self.text.trim_end().len() }, ..asked }
    }

    /// Asks about a flaw that was learned from sentences.
    fn learned(&self, flaw: Flaw) -> Option<Asked> {
        if let Some(words) = said(flaw, &self.prose).filter(|_| !is_denied(flaw, &self.prose)) {
            return Some(plain(flaw, flaw.question(), self.prose.source(&self.clause(words))));
        }
        // "I should have known" is about what came, though it sounds as if it were about oneself.
        let is_hindsight = self.sentences.is_empty() && said(Flaw::Hindsight, &self.prose).is_some();
        if flaw == Flaw::Rumination && is_hindsight {
            return None;
        }
        if flaw == Flaw::Aspiration && self.is_planned() {
            return None;
        }
        let is_grounded = |(_, weighed): &(usize, Weighed)| are_words(flaw, weighed, &self.prose.tokens);
        let (column, weighed) = self.weighed(flaw).filter(is_grounded)?;
        let head = &Weights::built_in().heads[column];
        let weight = if weighed.sum >= head.nudge {
            Weight::Nudge
        } else if weighed.sum >= head.hint {
            Weight::Hint
        } else {
            return None;
        };
        let clause = self.clause(telling(&weighed, &self.prose));
        // What somebody else said is never what a person is asked about.
        let is_own =
            self.prose.tokens[clause.clone()].iter().any(|token| token.word.starts_with(char::is_alphabetic));
        is_own.then(|| Asked {
            flaw,
            weight,
            chance: head.probability(weighed.sum),
            question: flaw.question(),
            words: self.prose.source(&clause),
        })
    }

    /// Says whether an action has its moment and its act, at most with what it is for: "To be calmer, I will close my laptop
    /// when she speaks". Only who is nearly certainly wishing is asked then.
    fn is_planned(&self) -> bool {
        self.prose.sentences.iter().any(|sentence| {
            let rest = without_purpose(&self.prose, sentence);
            let text = &self.text[self.prose.source(rest.as_ref().unwrap_or(sentence))];
            let prose = Prose::of(text);
            let [cue, _, act, _] = of_action(text, &prose);
            let is_planned = cue.is_some() && act.is_some_and(|act| act.len() > 1);
            let chance = || {
                if rest.is_some() { chance(Flaw::Aspiration, text) } else { self.chance(Flaw::Aspiration) }
            };
            is_planned && chance() < LIKELY
        })
    }

    /// Returns the chance of a flaw that is learned, 0 to 1.
    fn chance(&self, flaw: Flaw) -> f32 {
        let weighed = self.weighed(flaw);
        weighed.map_or(0.0, |(column, weighed)| Weights::built_in().heads[column].probability(weighed.sum))
    }

    fn is_about_the_writer(&self) -> bool {
        self.prose.tokens.iter().any(|token| Class::of(&token.word) == Class::Me)
    }

    /// Widens a run to its clause, from mark to mark and in its sentence, where that is short enough to be shown.
    fn clause(&self, run: Range<usize>) -> Range<usize> {
        let tokens = &self.prose.tokens;
        let first = self.prose.sentence_of(run.start).start;
        let last = self.prose.sentence_of(run.end.saturating_sub(1)).end.max(run.end);
        let start = tokens[first..run.start].iter().rposition(is_mark).map_or(first, |at| first + at + 1);
        let end = tokens[run.end..last].iter().position(is_mark).map_or(last, |more| run.end + more);
        if end - start <= LONGEST_CLAUSE { start..end } else { run }
    }

    /// Weighs an answer for a flaw: the sentence that has it most; where one good sentence is enough, the beginning as a
    /// whole or the best sentence, whichever has it less.
    fn weighed(&self, flaw: Flaw) -> Option<(usize, Weighed)> {
        let is_taken_back = |sentence: &Range<usize>| denies(flaw, &self.prose.tokens[sentence.clone()]);
        if self.prose.sentences.iter().all(is_taken_back) || is_denied(flaw, &self.prose) {
            return None;
        }
        let weights = Weights::built_in();
        let column = weights.column(flaw.code())?;
        let by_sum = |one: &Weighed, other: &Weighed| one.sum.total_cmp(&other.sum);
        let whole = weights.weigh(&self.whole, column);
        let stands = self.sentences.iter().zip(&self.prose.sentences).filter(|(_, run)| !is_taken_back(run));
        let each = stands.map(|(sentence, _)| weights.weigh(sentence, column));
        let weighed = if flaw.is_of_the_whole() {
            let later =
                self.sentences.iter().skip(MOST_TOGETHER).map(|sentence| weights.weigh(sentence, column));
            std::iter::once(whole).chain(later).min_by(by_sum)
        } else if self.sentences.is_empty() {
            Some(whole)
        } else {
            each.max_by(by_sum)
        };
        weighed.filter(|weighed| !weighed.parts.is_empty()).map(|weighed| (column, weighed))
    }

    /// Says how well the action holds: the likeliest of the three.
    fn strength(&self) -> Option<Strength> {
        let weights = Weights::built_in();
        let strengths = [Strength::Weaker, Strength::Intermediate, Strength::Stronger];
        let sum = |strength: &Strength| {
            let column = weights.column(head_of(*strength))?;
            let weighed = weights.weigh(&self.whole, column);
            Some((*strength, weights.heads[column].probability(weighed.sum)))
        };
        let likely = strengths.iter().filter_map(sum).max_by(|one, other| one.1.total_cmp(&other.1))?;
        (!self.prose.tokens.is_empty() && !names_nothing(&self.prose))
            .then(|| strength_by_verb(&self.prose).unwrap_or(likely.0))
    }

    fn weak(&self, context: &Context<'_>, strength: Strength) -> Option<Asked> {
        let all_weak =
            strength == Strength::Weaker && context.others.iter().all(|other| *other == Strength::Weaker);
        let whole = 0..self.prose.tokens.len();
        (all_weak && context.is_serious)
            .then(|| plain(Flaw::WeakAction, Flaw::WeakAction.question(), self.prose.source(&whole)))
            .map(|asked| self.without_joins(asked))
    }

    /// Says whether the answer, or what stands beside it, names a decision of the writer's own.
    fn names_a_decision(&self, context: &Context<'_>) -> bool {
        crate::control::names_a_decision(&self.prose)
            || crate::control::names_a_decision(&Prose::of(context.beside))
    }
}

fn plain(flaw: Flaw, question: &'static str, words: Range<usize>) -> Asked {
    Asked { flaw, weight: Weight::Nudge, chance: 1.0, question, words }
}

fn head_of(strength: Strength) -> &'static str {
    match strength {
        Strength::Weaker => "F9-weaker",
        Strength::Intermediate => "F9-intermediate",
        Strength::Stronger => "F9-stronger",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(field: Field, answer: &str) -> Option<Flaw> {
        read(field, answer, &Context::default()).asked.map(|asked| asked.flaw)
    }

    #[test]
    fn the_examples_of_the_method_are_asked_about_and_their_better_forms_are_not() {
        let cases = [
            (Field::Intended, "I wanted the project to go well.", Some(Flaw::VagueIntention)),
            (
                Field::Happened,
                "Everything fell apart because the team dropped the ball.",
                Some(Flaw::Editorialising),
            ),
            (Field::Next, "I'll be more careful.", Some(Flaw::Aspiration)),
            (Field::Why, "The timing was bad.", Some(Flaw::ExternalBlame)),
            (Field::Why, "The client was unreasonable.", Some(Flaw::ExternalBlame)),
            (Field::Why, "It just wasn't meant to be.", Some(Flaw::ExternalBlame)),
            (Field::Why, "There was nothing I could have done.", Some(Flaw::ExternalBlame)),
            (Field::Why, "I'm terrible at this.", Some(Flaw::Rumination)),
            (Field::Why, "I should have known better.", Some(Flaw::Hindsight)),
            (Field::Why, "What's wrong with me?", Some(Flaw::Rumination)),
            (Field::Why, "I am a failure.", Some(Flaw::Rumination)),
            (Field::Why, "I knew this would happen.", Some(Flaw::Hindsight)),
            (Field::Why, "I should have known.", Some(Flaw::Hindsight)),
            (Field::Opposite, "I should have known better.", None),
            (Field::Opposite, "I should have known better. I am a failure.", Some(Flaw::Rumination)),
            (Field::Why, "This didn't work, so I must not be cut out for this job.", Some(Flaw::Rumination)),
            (Field::Why, "Who screwed up?", Some(Flaw::Blame)),
            (
                Field::Intended,
                "I intended to deliver the client proposal by March 15 with a budget under $200K and buy-in from all \
                 three stakeholders.",
                None,
            ),
            (
                Field::Happened,
                "The proposal was delivered March 22, the budget came in at $247K, and one stakeholder raised concerns \
                 about the timeline that we hadn't addressed.",
                None,
            ),
            (
                Field::Next,
                "I'll include a formal scope change process in every project kickoff document, with a clause that any \
                 additions beyond the original brief trigger a timeline and budget review before work continues.",
                None,
            ),
            (
                Field::Why,
                "I assumed the initial scope would hold and didn't build in a protocol for changes.",
                None,
            ),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(field, answer, expected)| asked(*field, answer) != *expected).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_lesson_is_asked_for_its_moment_only_where_it_promises_something() {
        for promise in ["I will be more careful.", "Be more careful.", "Next time we must try harder."] {
            assert_eq!(asked(Field::Lesson, promise), Some(Flaw::Aspiration), "{promise}");
        }
        for insight in
            ["We have one hall.", "A scope does not hold by itself.", "Talking works as long as one stays."]
        {
            assert_eq!(asked(Field::Lesson, insight), None, "{insight}");
        }
        assert_eq!(asked(Field::Lesson, "I am a failure."), Some(Flaw::Rumination));
        // A rule of one's life is no judgement as a lesson.
        assert_eq!(asked(Field::Lesson, "I say yes to whoever stands in front of me."), None);
    }

    #[test]
    fn the_sentence_around_the_words_is_whole() {
        let answer = "We landed at 3.5 knots. She should have asked first! Then we left";
        let asked = look_for(Flaw::Counterfactual, answer, &Context::default()).unwrap();
        for (words, sentence) in [
            ("landed", "We landed at 3.5 knots."),
            ("should have", "She should have asked first!"),
            ("left", "Then we left"),
        ] {
            let start = answer.find(words).unwrap();
            let asked = Asked { words: start..start + words.len(), ..asked.clone() };
            assert_eq!(&answer[asked.sentence(answer)], sentence);
        }
    }

    #[test]
    fn one_sentence_of_several_is_asked_about_with_its_own_words() {
        let answer =
            "The meeting began at nine. It was a complete shambles from start to finish. We left at ten.";
        let asked = read(Field::Happened, answer, &Context::default()).asked.unwrap();
        assert_eq!(asked.flaw, Flaw::Editorialising);
        assert_eq!(&answer[asked.words], "It was a complete shambles from start to finish");
    }

    #[test]
    fn one_good_sentence_later_on_is_enough_for_an_action() {
        let vague = "I will be more careful. I will try harder. I will do better.";
        let with_an_act =
            format!("{vague} If a client asks for more, I stop and write the new date into the contract.");
        assert_eq!(asked(Field::Next, vague), Some(Flaw::Aspiration));
        assert_eq!(look_for(Flaw::Aspiration, &with_an_act, &Context::default()), None);
    }

    #[test]
    fn a_judgement_of_oneself_needs_oneself() {
        let answer = "It was a complete shambles and nobody cared, line 14";
        assert_ne!(asked(Field::Happened, answer), Some(Flaw::Rumination));
        assert_eq!(asked(Field::Why, "What's wrong with me?"), Some(Flaw::Rumination));
    }

    #[test]
    fn the_words_are_the_clause_that_made_it_ask() {
        let answer = "We were late at the school again, I am a failure.";
        let asked = read(Field::Why, answer, &Context::default()).asked.unwrap();
        assert_eq!(&answer[asked.words], "I am a failure");
        let answer = "1. The rota was late\n2. Tom is lazy\n3. The van broke down";
        let asked = read(Field::Why, answer, &Context::default()).asked.unwrap();
        assert_eq!(&answer[asked.words], "Tom is lazy");
        let answer = "Next time, I'll be more careful.";
        let asked = read(Field::Next, answer, &Context::default()).asked.unwrap();
        assert_eq!(&answer[asked.words], "I'll be more careful");
    }

    #[test]
    fn what_has_no_words_is_not_asked_about() {
        for answer in ["", "...", "-", "!!!", "42", "\"\"", "Ok."] {
            for field in Field::ALL {
                assert_eq!(asked(field, answer), None, "{answer} {field:?}");
            }
        }
    }

    #[test]
    fn fields_that_ask_for_it_are_silent() {
        for answer in ["Who screwed up?", "I knew this would happen.", "We should have called at noon."] {
            assert!(asked(Field::Why, answer).is_some(), "{answer}");
            for field in [Field::Opposite, Field::PreMortem, Field::Others] {
                assert_eq!(asked(field, answer), None, "{answer}");
            }
        }
    }

    #[test]
    fn what_somebody_said_is_not_the_writers_own() {
        assert_eq!(asked(Field::Why, "I am a failure."), Some(Flaw::Rumination));
        assert_eq!(asked(Field::Why, "He told me \u{201c}I am a failure\u{201d} and left."), None);
        for answer in [
            "\u{ab}It was a complete shambles from start to finish\u{bb}, she said.",
            "He said: It was a complete shambles from start to finish. Then he left at 9.",
            "> It was a complete shambles from start to finish.\n\nI answered at nine.",
            "The log:\n```\nIt was a complete shambles\n```",
        ] {
            assert_eq!(asked(Field::Happened, answer), None, "{answer}");
        }
    }

    #[test]
    fn what_was_meant_is_not_asked_about_again_in_that_field() {
        let answer = "I am a failure.";
        let first = read(Field::Why, answer, &Context::default()).asked.unwrap();
        let phrase = answer[first.words].to_uppercase();
        let meant = [Meant { field: Field::Why, flaw: Flaw::Rumination, phrase }];
        let context = Context { meant: &meant, ..Context::default() };
        assert_ne!(read(Field::Why, answer, &context).asked.map(|asked| asked.flaw), Some(Flaw::Rumination));
        assert_eq!(
            read(Field::Happened, answer, &context).asked.map(|asked| asked.flaw),
            Some(Flaw::Rumination)
        );
    }

    #[test]
    fn what_was_meant_is_meant_with_more_around_it_and_whatever_is_asked() {
        let meant = [Meant {
            field: Field::Next,
            flaw: Flaw::Aspiration,
            phrase: "I will be more careful".to_owned(),
        }];
        let context = Context { meant: &meant, is_serious: true, ..Context::default() };
        for answer in ["I will be more careful.", "I will be more careful with doses."] {
            assert_eq!(read(Field::Next, answer, &context).asked, None, "{answer}");
        }
        assert!(read(Field::Next, "I will try harder.", &context).asked.is_some());
    }

    #[test]
    fn an_answer_that_was_asked_about_is_not_asked_about_for_something_else() {
        let answer = "The reviewers were idiots, end of story.";
        let first = read(Field::Why, answer, &Context::default()).asked.unwrap();
        assert!(look_for(Flaw::ExternalBlame, answer, &Context::default()).is_some());
        let phrase = answer[first.words].to_owned();
        let meant = [Meant { field: Field::Why, flaw: first.flaw, phrase }];
        let context = Context { meant: &meant, ..Context::default() };
        assert_eq!(read(Field::Why, answer, &context).asked, None);
        let more = format!("I am a failure. {answer}");
        assert_eq!(read(Field::Why, &more, &context).asked.map(|asked| asked.flaw), Some(Flaw::Rumination));
    }

    #[test]
    fn a_rule_that_is_off_asks_nothing() {
        let context = Context { off: &[Flaw::Rumination], ..Context::default() };
        assert_ne!(
            read(Field::Why, "I am a failure.", &context).asked.map(|asked| asked.flaw),
            Some(Flaw::Rumination)
        );
    }

    #[test]
    fn a_decision_of_ones_own_beside_it_answers_the_question_about_what_was_outside() {
        let answer = "The timing was bad.";
        let context = Context { beside: "I decided to launch in August.", ..Context::default() };
        assert_eq!(asked(Field::Why, answer), Some(Flaw::ExternalBlame));
        assert_eq!(read(Field::Why, answer, &context).asked, None);
        assert_eq!(
            look_for(Flaw::ExternalBlame, "The timing was bad. I decided to launch.", &Context::default()),
            None
        );
    }

    #[test]
    fn only_weak_actions_are_asked_about_where_it_matters() {
        let action = "Remind all staff at the next huddle.";
        let serious = Context { is_serious: true, ..Context::default() };
        let look = |context: &Context<'_>| look_for(Flaw::WeakAction, action, context).is_some();
        assert_eq!(strength(action), Some(Strength::Weaker));
        assert!(look(&serious) && !look(&Context::default()));
        assert!(!look(&Context { others: &[Strength::Stronger], ..serious }));
    }

    #[test]
    fn the_act_of_a_plan_is_read_for_itself_and_only_what_was_written_is_shown() {
        for (answer, flaw, words) in [
            ("If it rains, then I will I am a failure", Flaw::Rumination, "I am a failure"),
            ("If it rains, then I will be more careful.", Flaw::Aspiration, "be more careful"),
        ] {
            let asked = read(Field::Next, answer, &Context::default()).asked.unwrap();
            assert_eq!((asked.flaw, &answer[asked.words]), (flaw, words));
        }
        let answer = "If it rains, then I will remind everyone.";
        let serious = Context { is_serious: true, ..Context::default() };
        let asked = read(Field::Next, answer, &serious).asked.unwrap();
        assert_eq!((asked.flaw, &answer[asked.words]), (Flaw::WeakAction, "remind everyone."));
        assert_eq!(asked_of("If a dose is heparin, then I will read the label aloud"), None);
    }

    fn asked_of(action: &str) -> Option<Flaw> {
        asked(Field::Next, action)
    }

    #[test]
    fn a_wish_that_has_its_moment_is_not_asked_for_it() {
        let question = |answer: &str| read(Field::Next, answer, &Context::default()).asked.unwrap().question;
        assert_eq!(question("If it rains, then I will be more careful."), THE_ACT);
        assert_eq!(question("I will be more careful."), Flaw::Aspiration.question());
    }

    #[test]
    fn what_an_act_is_for_is_no_wish() {
        for action in [
            "To be a better listener, I will close my laptop when my daughter speaks.",
            "I will close my laptop when my daughter speaks to be a better listener.",
            "Focus group with five teachers on 12 June",
        ] {
            assert_eq!(asked_of(action), None, "{action}");
        }
        for action in ["To be a better listener, I will try harder.", "I will focus more in the focus group."]
        {
            assert_eq!(asked_of(action), Some(Flaw::Aspiration), "{action}");
        }
    }

    #[test]
    fn what_names_no_deed_has_no_strength() {
        for nothing in ["No idea", "nothing", "not sure yet", "I am a failure", "TBD", "I don't know."] {
            assert_eq!(strength(nothing), None, "{nothing}");
        }
        for action in
            ["Pray", "Remind all staff at the next huddle.", "CI stops the deploy.", "No phone at the table"]
        {
            assert!(strength(action).is_some(), "{action}");
        }
    }

    #[test]
    fn words_of_hurting_oneself_get_no_question() {
        let reading = read(Field::Why, "I am a failure and I want to die.", &Context::default());
        assert!(reading.needs_care && reading.asked.is_none() && reading.hints.is_empty());
    }

    #[test]
    fn another_language_gets_the_standing_question_alone() {
        let reading = read(
            Field::Why,
            "Ich bin ein totaler Versager und alle wissen es, weil ich immer alles falsch mache.",
            &Context::default(),
        );
        assert_eq!(
            (reading.standing, reading.asked, reading.hints),
            (Field::Why.standing_question(), None, Vec::new())
        );
        for action in ["Je ferai plus attention.", "Nitakuwa makini zaidi.", "もっと気をつける。"] {
            let reading = read(Field::Next, action, &Context::default());
            assert_eq!((reading.asked, reading.slots, reading.strength), (None, None, None), "{action}");
            assert_eq!((reading.hints, strength(action)), (Vec::new(), None), "{action}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_the_words_stand_in_the_answer(
            answer in "\\PC{0,120}|([a-zA-Z' ]{0,40}[.!?\n]? ?){0,6}",
            field in proptest::sample::select(&Field::ALL[..]),
        ) {
            let reading = read(field, &answer, &Context { is_serious: true, ..Context::default() });
            for asked in reading.asked.iter().chain(&reading.hints) {
                prop_assert!(answer.get(asked.words.clone()).is_some());
                prop_assert!((0.0..=1.0).contains(&asked.chance));
            }
            for slot in reading.slots.iter().flat_map(|slots| &slots.0) {
                prop_assert!(slot.words.clone().is_none_or(|words| answer.get(words).is_some()));
            }
        }
    }
}
