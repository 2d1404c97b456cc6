//! Cues that a tendency is heard by, and where they stand in a text.

mod part;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use self::part::{Part, is_acting};
use crate::terms::Stems;
use crate::words::each_word;

/// How many other words may stand before a step of a cue.
const MOST_BETWEEN: usize = 2;

/// How far before a cue a word that denies it is looked for, and one that only imagines it.
const DENIED_WITHIN: usize = 3;
const IMAGINED_WITHIN: usize = 4;

/// Stands in a cue for any word that ends in "ing" as a verb does.
const ACTING: &str = "*ing";

/// How tendencies sound: for each, in the order they were handed in, its cues.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    /// The words and stems that cues are made of, each with its number; a stem stands there with a `*` after it.
    numbers: HashMap<String, u32>,
    /// Which cues begin with a word or a stem, by its number.
    beginning: HashMap<u32, Vec<usize>>,
    each: Vec<Cue>,
}

/// What a cue says of its tendency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It says it outright.
    Plain,
    /// It may say something else.
    Weak,
    /// It says nothing by itself and bears a weak one out.
    Beside,
}

/// A cue where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which tendency, counted from 0.
    pub tendency: usize,
    /// What it says of it.
    pub weight: Weight,
    /// The bytes of the text from its first word to its last.
    pub source: Range<usize>,
    /// Which of all cues.
    cue: usize,
}

/// Listens to one text after another, and stems each word only once.
pub struct Ear<'c> {
    cues: &'c Cues,
    met: HashMap<String, Met>,
    stems: Stems,
}

#[derive(Debug, Clone)]
struct Cue {
    tendency: usize,
    weight: Weight,
    /// Whether the person who writes has to be its subject.
    is_own: bool,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Default)]
struct Step {
    /// Rows of words or stems, of which one has to stand there.
    one_of: Vec<Vec<u32>>,
    /// Whether it has to follow right after the step before.
    is_next: bool,
    /// Rows of which none may come next.
    barred: Vec<Vec<u32>>,
}

/// What is known of a word: its own number and that of its stem, where a cue holds them, and its part in a sentence.
#[derive(Debug, Clone, Copy)]
struct Met {
    word: Option<u32>,
    stem: Option<u32>,
    acting: Option<u32>,
    part: Part,
}

struct Said {
    met: Met,
    /// Whether a comma or the like stands before it.
    is_parted: bool,
    source: Range<usize>,
}

impl Cues {
    /// Takes the cues of each tendency: what says it outright, what may say something else, and what bears that out.
    ///
    /// Cues are parted by semicolons, in the last also by `|`. A cue is a row of steps; a step is one of several words
    /// (`was|felt`), up to two others may stand before it, or none where it begins with `+`. `took_on` are two words that stand
    /// together, `task*` is a word in any form and `*ing` any that
    /// ends so. `I` at the beginning: the person who writes is the subject. `!` bars what
    /// comes next.
    #[must_use]
    pub fn new<'p>(tendencies: impl IntoIterator<Item = [&'p str; 3]>) -> Self {
        let mut cues = Self::default();
        for (tendency, [plain, weak, beside]) in tendencies.into_iter().enumerate() {
            for written in plain.split(';') {
                cues.take(tendency, Weight::Plain, written);
            }
            for written in weak.split(';') {
                cues.take(tendency, Weight::Weak, written);
            }
            for written in beside.split([';', '|']) {
                cues.take(tendency, Weight::Beside, written);
            }
        }
        cues
    }

    fn take(&mut self, tendency: usize, weight: Weight, written: &str) {
        let mut steps: Vec<Step> = Vec::new();
        let mut words = written.split_whitespace().peekable();
        let is_own = words.next_if_eq(&"I").is_some();
        for word in words {
            if let Some(barred) = word.strip_prefix('!') {
                let barred = self.rows(barred);
                if let Some(step) = steps.last_mut() {
                    step.barred = barred;
                }
            } else {
                let is_next = word.starts_with('+');
                let one_of = self.rows(word.trim_start_matches('+'));
                steps.push(Step { one_of, is_next, barred: Vec::new() });
            }
        }
        let Some(first) = steps.first() else { return };
        let mut begins: Vec<u32> = first.one_of.iter().map(|row| row[0]).collect();
        begins.sort_unstable();
        begins.dedup();
        for begin in begins {
            self.beginning.entry(begin).or_default().push(self.each.len());
        }
        self.each.push(Cue { tendency, weight, is_own, steps });
    }

    fn rows(&mut self, alternatives: &str) -> Vec<Vec<u32>> {
        let rows =
            alternatives.split('|').map(|row| row.split('_').flat_map(|word| self.row(word)).collect());
        rows.filter(|row: &Vec<u32>| !row.is_empty()).collect()
    }

    fn row(&mut self, word: &str) -> Vec<u32> {
        let (stems, mut row) = (Stems::default(), Vec::new());
        if word == ACTING {
            let next = u32::try_from(self.numbers.len()).expect("there are not so many cues");
            return vec![*self.numbers.entry(ACTING.to_owned()).or_insert(next)];
        }
        let in_any_form = word.ends_with('*');
        each_word(word, |word| {
            let next = u32::try_from(self.numbers.len()).expect("there are not so many cues");
            let word =
                if in_any_form { format!("{}*", stems.of(word.folded)) } else { word.folded.to_owned() };
            row.push(*self.numbers.entry(word).or_insert(next));
        });
        row
    }

    /// Begins to listen to many texts.
    #[must_use]
    pub fn ear(&self) -> Ear<'_> {
        Ear { cues: self, met: HashMap::new(), stems: Stems::default() }
    }
}

impl Ear<'_> {
    /// Lists the tendencies that a text tells of, each with where its cues stand there, in order.
    ///
    /// One that says it outright is enough. A weak one counts in `causes`, a part of the text that says how it came about,
    /// and elsewhere with another sign of the same tendency beside it.
    pub fn told_in(&mut self, text: &str, causes: &Range<usize>) -> BTreeMap<usize, Vec<Standing>> {
        let mut told: BTreeMap<usize, Vec<Standing>> = BTreeMap::new();
        for standing in self.standing_in(text) {
            told.entry(standing.tendency).or_default().push(standing);
        }
        told.retain(|_, standing| {
            let counts = standing.iter().any(|one| match one.weight {
                Weight::Plain => true,
                Weight::Weak => {
                    causes.start <= one.source.start && one.source.end <= causes.end
                        || standing.iter().any(|other| other.bears_out(one))
                }
                Weight::Beside => false,
            });
            if counts {
                standing.retain(|one| one.weight != Weight::Beside);
            }
            counts
        });
        told
    }

    /// Lists where cues stand in a text: within one clause, neither denied nor only imagined.
    pub fn standing_in(&mut self, text: &str) -> Vec<Standing> {
        let (cues, mut standing) = (self.cues, Vec::new());
        for sentence in self.sentences(text) {
            for (at, said) in sentence.iter().enumerate() {
                let begun = [said.met.word, said.met.stem].into_iter().flatten();
                for number in begun.filter_map(|number| cues.beginning.get(&number)).flatten() {
                    let cue = &cues.each[*number];
                    let Some(end) = ends(&sentence, at, &cue.steps) else { continue };
                    let start = if cue.is_own { subject(&sentence, at) } else { Some(at) };
                    if start.is_some_and(|start| is_said(&sentence, start)) {
                        let source = said.source.start..sentence[end].source.end;
                        let Cue { tendency, weight, .. } = *cue;
                        standing.push(Standing { tendency, weight, source, cue: *number });
                    }
                }
            }
        }
        standing
    }

    fn sentences(&mut self, text: &str) -> Vec<Vec<Said>> {
        let mut sentences = vec![Vec::new()];
        let mut end = 0;
        each_word(text, |word| {
            // Between two parts of one character nothing stands.
            let between = text.get(end..word.source.start).unwrap_or_default();
            if ends_a_sentence(between) {
                sentences.push(Vec::new());
            }
            end = word.source.end;
            let met = self.meet(word.folded);
            if let Some(sentence) = sentences.last_mut() {
                sentence.push(Said { met, is_parted: parts(between), source: word.source });
            }
        });
        sentences
    }

    fn meet(&mut self, word: &str) -> Met {
        if let Some(met) = self.met.get(word) {
            return *met;
        }
        let numbers = &self.cues.numbers;
        let stem = format!("{}*", self.stems.of(word));
        let met = Met {
            word: numbers.get(word).copied(),
            stem: numbers.get(&stem).copied(),
            acting: numbers.get(ACTING).copied().filter(|_| is_acting(word)),
            part: Part::of(word),
        };
        self.met.insert(word.to_owned(), met);
        met
    }
}

impl Standing {
    /// Says whether it is another sign than a weak one, in other words.
    fn bears_out(&self, weak: &Self) -> bool {
        self.cue != weak.cue && (self.source.end <= weak.source.start || weak.source.end <= self.source.start)
    }
}

impl Met {
    fn is(&self, wanted: u32) -> bool {
        [self.word, self.stem, self.acting].contains(&Some(wanted))
    }
}

/// Finds the last word of a cue whose first step begins here.
fn ends(sentence: &[Said], at: usize, steps: &[Step]) -> Option<usize> {
    let (step, rest) = steps.split_first()?;
    step.one_of.iter().find_map(|row| {
        let next = at + row.len();
        if !stands(sentence, at, row) || step.barred.iter().any(|row| stands_within(sentence, next, row)) {
            return None;
        }
        if rest.is_empty() {
            return Some(next - 1);
        }
        let most = if rest[0].is_next { 0 } else { MOST_BETWEEN };
        for place in next..sentence.len().min(next + most + 1) {
            if sentence[place].is_parted {
                return None;
            }
            if let Some(end) = ends(sentence, place, rest) {
                return Some(end);
            }
            if matches!(
                sentence[place].met.part,
                Part::Denial | Part::Imagined | Part::And | Part::Joint | Part::Making
            ) {
                return None;
            }
        }
        None
    })
}

/// Says whether a row of words stands here, none of them parted from the one before.
fn stands(sentence: &[Said], at: usize, row: &[u32]) -> bool {
    let Some(said) = sentence.get(at..at + row.len()) else { return false };
    said.iter().zip(row).all(|(said, wanted)| said.met.is(*wanted))
        && said.iter().skip(1).all(|said| !said.is_parted)
}

fn stands_within(sentence: &[Said], at: usize, row: &[u32]) -> bool {
    sentence.get(at).is_some_and(|said| !said.is_parted) && stands(sentence, at, row)
}

/// Finds the subject of a verb where that is the person who writes: "I" or "we" before it, in the clause before where
/// this one shares its subject, or nobody, as people write in a diary. It is where the verb's own clause begins to say it.
fn subject(sentence: &[Said], verb: usize) -> Option<usize> {
    let mut at = verb;
    while at > 0 && !sentence[at].is_parted {
        match sentence[at - 1].met.part {
            Part::Adverb => at -= 1,
            Part::Speaker => return Some(at - 1),
            Part::And => break,
            _ => return None,
        }
    }
    if at == 0 {
        return Some(0);
    }
    let named = sentence[..at].iter().rev().find_map(|said| match said.met.part {
        Part::Speaker => Some(true),
        Part::SomebodyElse => Some(false),
        _ => None,
    });
    named.unwrap_or(false).then_some(at)
}

/// Says whether what begins here is said to be so: not denied shortly before, and not only imagined.
fn is_said(sentence: &[Said], start: usize) -> bool {
    let mut at = start;
    for distance in 1..=IMAGINED_WITHIN {
        if at == 0 || sentence[at].is_parted {
            return true;
        }
        at -= 1;
        match sentence[at].met.part {
            Part::Denial if distance <= DENIED_WITHIN => return false,
            Part::Imagined => return false,
            // "Not because I forgot".
            Part::And | Part::Joint => return at == 0 || sentence[at - 1].met.part != Part::Denial,
            _ => {}
        }
    }
    true
}

/// Says whether what stands between two words ends a sentence; a point inside a number does not.
fn ends_a_sentence(between: &str) -> bool {
    let ends = |character| matches!(character, '.' | '!' | '?' | '…');
    between.contains(['\n', ';', '。', '！', '？'])
        || (between.contains(ends) && between.contains(char::is_whitespace))
}

/// Says whether what stands between two words parts a clause from the next.
fn parts(between: &str) -> bool {
    between.contains([',', ':', '(', ')', '–', '—', '"', '“', '”', '，', '、'])
        || between.len() > 2 && between.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENDENCIES: [[&str; 3]; 2] = [
        [
            "took longer than +planned; I was|felt sure !enough",
            "I underestimated; longer than +planned",
            "delay*|late",
        ],
        ["I forgot !*ing; slipped +my +mind; I didn't|did_not +check", "meant +to", ""],
    ];

    fn told(text: &str) -> Vec<usize> {
        Cues::new(TENDENCIES).ear().told_in(text, &(0..0)).into_keys().collect()
    }

    fn is_told(text: &str) -> bool {
        !told(text).is_empty()
    }

    #[test]
    fn the_steps_of_a_cue_stand_in_order_with_few_words_between() {
        assert_eq!(told("It took us much longer than planned."), [0]);
        assert!(!is_told("It took us all so much longer than planned"));
        assert!(!is_told("It took longer than we planned"), "two words that stand together");
        assert!(!is_told("It took longer. Than planned"));
        assert!(!is_told("It took longer, than planned"));
        assert_eq!(told("I didn\u{2019}t CHECK it"), [1]);
    }

    #[test]
    fn what_is_denied_or_only_imagined_is_not_told() {
        for text in [
            "I was not quite sure",
            "I was not at all sure",
            "We were never sure",
            "It did not take long, it never took longer than planned",
            "I do not think I was sure",
            "If I was sure",
            "I asked until I felt sure",
            "It was not because I forgot",
            "I would have said that I forgot",
        ] {
            assert!(!is_told(text), "{text}");
        }
        assert!(is_told("It did not rain, and I forgot"));
        assert!(is_told("I did not go because I forgot"));
    }

    #[test]
    fn the_person_who_writes_is_the_subject() {
        for text in [
            "I had simply forgot",
            "Forgot the keys",
            "I went home and forgot the keys",
            "She said that we forgot",
            "Again completely forgot it",
        ] {
            assert!(is_told(text), "{text}");
        }
        for text in [
            "Nobody forgot",
            "She forgot",
            "The driver forgot it",
            "I saw that he forgot",
            "She went and forgot",
        ] {
            assert!(!is_told(text), "{text}");
        }
    }

    #[test]
    fn what_makes_an_idiom_is_barred() {
        assert!(is_told("I was sure of it"));
        assert!(!is_told("I was sure enough there"));
        assert!(!is_told("I was making sure of it"));
        assert!(!is_told("I counted carrying and forgot sorting"));
    }

    #[test]
    fn a_weak_cue_counts_in_a_cause_or_with_another_sign() {
        assert!(!is_told("I underestimated the piano"));
        assert_eq!(told("I underestimated the piano, and the van left late"), [0]);
        assert_eq!(told("I underestimated it. It was longer than planned"), [0]);
        assert!(!is_told("I underestimated it, I underestimated her"), "the same sign again");
        let text = "The piano\nI underestimated it";
        assert!(Cues::new(TENDENCIES).ear().told_in(text, &(10..text.len())).contains_key(&0));
    }

    #[test]
    fn a_cue_is_found_where_it_stands() {
        let text = "It was fine. It TOOK us longer than Planned!";
        let cues = Cues::new(TENDENCIES);
        let told = cues.ear().told_in(text, &(0..0));
        assert_eq!(&text[told[&0][0].source.clone()], "TOOK us longer than Planned");
    }
}
