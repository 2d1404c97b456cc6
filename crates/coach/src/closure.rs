//! Causes that end too early (F7): a chain, or a whole tree, from the gap down, read by its shape and its words.

use hansei_method::cause::{Cause, CauseKind, CauseTree, Certainty};
use hansei_method::id::Number;
use hansei_method::plan::Plan;
use hansei_recall::terms::Terms;

use crate::asked::{Asked, Meant, Weight};
use crate::care::needs_care;
use crate::field::Field;
use crate::flaw::Flaw;
use crate::language::are_english;
use crate::leaf::Leaf;
use crate::prose::Prose;
use crate::reading::Context;
use crate::restating::{NEAREST, Said};

/// How deep a way is that is not called shallow, in steps below the gap.
const DEEP: usize = 3;

/// Why causes end too early, in the order in which it is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closure {
    /// It says the same in other words.
    Restates,
    /// It comes back to something above it.
    Circle,
    /// It ends at a person, or at what a person is like.
    Person,
    /// It ends at a label or a lack, without saying what was missing.
    Descriptor,
    /// It ends at the lack of what is to be built.
    DisguisedSolution,
    /// It ends where a rule was not kept.
    Deviation,
    /// A review that is no small one has one chain alone.
    SingleBranch,
    /// It has hardly begun.
    Shallow,
    /// Nothing says how any of it is known.
    NoEvidence,
}

/// One question about a tree of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedOfTree {
    /// The cause that it is about.
    pub cause: Number,
    /// Why it is asked.
    pub closure: Closure,
    /// How sure the coach is.
    pub weight: Weight,
    /// The question.
    pub question: &'static str,
}

impl AskedOfTree {
    /// Returns it as a question about the whole of a statement, as other questions are kept.
    #[must_use]
    pub fn of_whole(&self, statement: &str) -> Asked {
        let words = 0..statement.len();
        Asked {
            flaw: Flaw::PrematureClosure,
            weight: self.weight,
            chance: 1.0,
            question: self.question,
            words,
        }
    }
}

impl Closure {
    /// Asks about it.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Restates => "That is the same event in other words. What happened just before it?",
            Self::Circle => "That leads back to what it should explain. What else came before it?",
            Self::Person => "What made that the sensible thing to do then?",
            Self::Descriptor => "What exactly was missing, or was there?",
            Self::DisguisedSolution => {
                "That names what could be built. What was there in its place, and what made that seem enough?"
            }
            Self::Deviation => "What made the other way the easier or the safer one at that moment?",
            Self::SingleBranch => "What else had to be true for this to happen?",
            Self::Shallow => "How did that come about?",
            Self::NoEvidence => "How do you know this? What would show it to somebody who was not there?",
        }
    }

    /// Says how sure the coach is of it: what nobody wrote down may still be known.
    #[must_use]
    pub fn weight(self) -> Weight {
        if self == Self::NoEvidence { Weight::Hint } else { Weight::Nudge }
    }
}

/// Reads one chain of statements, the gap first. Says where it ends too early, if it does, and how.
#[must_use]
pub fn chain(statements: &[&str]) -> Option<(usize, Closure)> {
    let last = statements.len().checked_sub(1)?;
    let links = statements.iter().map(|statement| Link::of(statement));
    let mut way = Way::default();
    for (level, link) in links.enumerate() {
        if let Some(closure) = way.go(level, link) {
            return Some((level, closure));
        }
    }
    way.ends(last, &[]).map(|closure| (last, closure))
}

/// Reads a whole tree of causes below the gap, which `gap` states, and asks at most one question.
///
/// What the plan would build is no cause of its own; without a plan only the same lack told twice is seen. Whether the
/// review is no small one, what was meant as it stands (a whole statement, in [`Field::Why`]) and what is switched off is
/// read from `context`. The time grows with the length of the statements, however the tree is grown.
#[must_use]
pub fn tree(
    gap: &str,
    causes: &CauseTree,
    plan: Option<&Plan>,
    context: &Context<'_>,
) -> Option<AskedOfTree> {
    let drawn = causes.drawn();
    let statements = || std::iter::once(gap).chain(drawn.iter().map(|(_, cause)| cause.statement.as_str()));
    let is_off = context.off.contains(&Flaw::PrematureClosure);
    if is_off || !are_english(statements()) || statements().any(|said| needs_care(&Prose::of(said))) {
        return None;
    }
    let acts = plan.map(acts).unwrap_or_default();
    let mut found = Found { context, shallow: Vec::new(), shows: false, best: None };
    let mut way = Way::default();
    way.go(0, Link::of(gap));
    for (at, (level, cause)) in drawn.iter().enumerate() {
        let link = Link::of_cause(cause);
        found.shows |= link.shows;
        let again = way.go(*level, link);
        let is_leaf = drawn.get(at + 1).is_none_or(|(next, _)| next <= level);
        let ends = is_leaf.then(|| way.ends(*level, &acts)).flatten();
        // The same lack told twice restates it too; asking about what would be built says more.
        let solution = ends.filter(|ends| *ends == Closure::DisguisedSolution);
        if let Some(closure) = solution.or(again).or(ends) {
            found.see(closure, cause);
        }
    }
    found.see_shape(&drawn, causes);
    found.best
}

/// Lists what the commitments of a plan do.
fn acts(plan: &Plan) -> Vec<Terms> {
    plan.commitments.iter().map(|commitment| Terms::telling(commitment.act.as_str())).collect()
}

/// The question that matters most of those that were found so far.
struct Found<'c> {
    context: &'c Context<'c>,
    /// The ends of ways that are shallow by themselves; whether the tree is depends on its deepest way.
    shallow: Vec<&'c Cause>,
    /// Whether anything shows any of it.
    shows: bool,
    best: Option<AskedOfTree>,
}

impl<'c> Found<'c> {
    fn see(&mut self, closure: Closure, cause: &'c Cause) {
        if closure == Closure::Shallow {
            self.shallow.push(cause);
        } else if self.best.is_none_or(|best| closure < best.closure) {
            self.take(closure, cause);
        }
    }

    fn take(&mut self, closure: Closure, cause: &Cause) {
        let is_it = |meant: &Meant| meant.covers(Field::Why, cause.statement.as_str());
        if !self.context.meant.iter().any(is_it) {
            let (weight, question) = (closure.weight(), closure.question());
            self.best = Some(AskedOfTree { cause: cause.number, closure, weight, question });
        }
    }

    /// Looks at the tree as a whole, where no cause by itself is asked about.
    fn see_shape(&mut self, drawn: &[(usize, &Cause)], causes: &CauseTree) {
        let shape = causes.shape();
        let Some((_, first)) = drawn.first() else { return };
        if self.best.is_none() && self.context.is_serious && shape.branches == 1 && shape.depth > 1 {
            self.take(Closure::SingleBranch, first);
        }
        if shape.depth == 1 || shape.branches == 1 {
            for cause in std::mem::take(&mut self.shallow) {
                if self.best.is_none() {
                    self.take(Closure::Shallow, cause);
                }
            }
        }
        if self.best.is_none() && self.context.is_serious && drawn.len() >= DEEP && !self.shows {
            self.take(Closure::NoEvidence, first);
        }
    }
}

/// The statements from the gap down to where one stands.
#[derive(Default)]
struct Way {
    links: Vec<Link>,
}

impl Way {
    /// Goes down to a statement, and says whether it leads back to one above it.
    fn go(&mut self, level: usize, link: Link) -> Option<Closure> {
        self.links.truncate(level);
        let above = self.links.last().map(|parent| link.said.restates(&parent.said));
        let is_circle = looked_back_at(level).any(|at| link.said.leads_back_to(&self.links[at].said));
        self.links.push(link);
        if above == Some(true) {
            return Some(Closure::Restates);
        }
        is_circle.then_some(Closure::Circle)
    }

    /// Says how the statement one stands at ends a chain too early, if it does.
    fn ends(&self, level: usize, acts: &[Terms]) -> Option<Closure> {
        let link = self.links.get(level).filter(|_| level > 0)?;
        let same_lack = level.checked_sub(1).and_then(|above| self.links[above].lack.as_ref());
        let is_solution = link.lack.as_ref().is_some_and(|lack| {
            acts.iter().any(|act| holds(act, lack)) || same_lack.is_some_and(|above| holds(above, lack))
        });
        if is_solution {
            return Some(Closure::DisguisedSolution);
        }
        link.closure.or_else(|| (level < link.ends_from).then_some(Closure::Shallow))
    }
}

/// Lists the levels that a statement may lead back to, apart from the one above it: the nearest ones, and the gap.
fn looked_back_at(level: usize) -> impl Iterator<Item = usize> {
    let end = level.saturating_sub(1);
    let start = end.saturating_sub(NEAREST);
    (start > 0).then_some(0).into_iter().chain(start..end)
}

/// Says whether some terms hold all the others.
fn holds(terms: &Terms, others: &Terms) -> bool {
    others.counts().all(|(stem, _)| terms.count(stem) > 0)
}

/// A statement of a chain, read once.
struct Link {
    said: Said,
    lack: Option<Terms>,
    /// What its words alone say about a chain that ends here.
    closure: Option<Closure>,
    /// Whether something shows it: evidence of its own, or a number in it.
    shows: bool,
    /// How many steps below the gap a chain may end here.
    ends_from: usize,
}

impl Link {
    fn of(statement: &str) -> Self {
        let prose = Prose::of(statement);
        let is_word = |word: &str| word.starts_with(char::is_alphanumeric);
        let words: Vec<&str> =
            prose.tokens.iter().map(|token| token.word.as_str()).filter(|word| is_word(word)).collect();
        let leaf = Leaf::of(statement, &prose, &words);
        let has_missing_barrier = leaf.is_a_decision_with_a_missing_barrier();
        let closure = if has_missing_barrier {
            None
        } else if leaf.is_about_a_person() {
            Some(Closure::Person)
        } else if leaf.is_descriptor() {
            Some(Closure::Descriptor)
        } else {
            leaf.is_deviation().then_some(Closure::Deviation)
        };
        let shows = leaf.shows_something();
        let ends_from = match (has_missing_barrier, shows || leaf.is_an_act()) {
            (true, _) => 1,
            (false, true) => DEEP - 1,
            (false, false) => DEEP,
        };
        Self { said: Said::of(statement, &words), lack: leaf.lack(), closure, shows, ends_from }
    }

    fn of_cause(cause: &Cause) -> Self {
        let mut link = Self::of(cause.statement.as_str());
        let has_evidence = cause.evidence.is_some() || cause.certainty == Certainty::Confirmed;
        link.shows |= has_evidence;
        if link.shows || cause.kind == CauseKind::Decision {
            link.ends_from = link.ends_from.min(DEEP - 1);
        }
        if has_evidence && cause.kind == CauseKind::Condition {
            link.ends_from = 1;
        }
        if has_evidence && link.closure == Some(Closure::Descriptor) {
            link.closure = None;
        }
        link
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_ends_too_early_says_how() {
        let cases: [(&[&str], Closure); 7] = [
            (&["The exam results dropped 12%.", "The class was tired."], Closure::Shallow),
            (&["It was late.", "It took longer than planned.", "It took longer."], Closure::Restates),
            (
                &["Orders were missed.", "The list was not read.", "Staff were busy chasing missed orders."],
                Closure::Circle,
            ),
            (&["Wrong dose drawn up.", "The chart was misread.", "She was careless."], Closure::Person),
            (&["Churn rose to 9%.", "Customers were unhappy.", "Poor communication."], Closure::Descriptor),
            (&["We missed it.", "The team wasn't experienced enough."], Closure::Person),
            (&["The wrong valve was opened.", "The procedure was not followed."], Closure::Deviation),
        ];
        for (statements, expected) in cases {
            assert_eq!(chain(statements).map(|(_, closure)| closure), Some(expected), "{statements:?}");
        }
    }

    #[test]
    fn a_statement_is_held_against_few_others_however_long_the_chain_is() {
        assert_eq!(looked_back_at(0).chain(looked_back_at(1)).count(), 0);
        assert_eq!(looked_back_at(4).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((0..5_000).map(|level| looked_back_at(level).count()).max(), Some(NEAREST + 1));
        assert_eq!(looked_back_at(4_999).next(), Some(0));
    }
}
