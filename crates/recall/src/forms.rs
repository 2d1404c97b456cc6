//! The other forms of a word: "delivery" and "delivered" beside "deliveries".

use crate::irregular::group;
use crate::terms::Stems;

/// A shorter word has too many neighbours that are another word.
const SHORTEST: usize = 4;

/// Each form is one more word to look up.
const MOST_FORMS: usize = 12;

/// Endings that English words take, the common ones first.
const ENDINGS: &[&str] = &[
    "", "s", "es", "ed", "d", "e", "ing", "ings", "er", "ers", "y", "ies", "ied", "ying", "ly", "ily", "al",
    "ally", "ate", "ates", "ated", "ating", "ation", "ations", "ion", "ions", "ive", "able", "ably", "ment",
    "ments", "ness", "ful", "fully", "ity", "ities", "ize", "ized", "izes", "izing", "ised", "ises", "ising",
];

/// What a verb in "-ate" and its noun share: they come first where the word has one of these.
const ATE: &[&str] = &["ation", "ations", "ate", "ates", "ated", "ating"];

/// Lists other forms of a folded word, at most 12: those that have its stem, and those that no ending tells ("ran" of
/// "running"). Those that begin with it are left out.
///
/// They are put together from endings, and kept when the stemmer takes them for the same word: what is looked up needs
/// no stems beside the words that are kept.
pub(crate) fn forms(word: &str) -> Vec<String> {
    if !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stems = Stems::default();
    let irregular = group(word, |base| stems.of(base) == stems.of(word)).unwrap_or_default();
    if word.len() < SHORTEST && irregular.is_empty() {
        return Vec::new();
    }
    let mut forms: Vec<String> = Vec::new();
    let mut keep = |form: String| {
        if forms.len() < MOST_FORMS && !form.starts_with(word) && !forms.contains(&form) {
            forms.push(form);
        }
    };
    for form in &irregular {
        keep((*form).to_owned());
    }
    // "conversation" comes before all that endings make of "convers".
    let singular = word.strip_suffix('s').filter(|bare| stems.of(bare) == stems.of(word));
    if let Some(bare) = singular {
        keep(bare.to_owned());
    }
    let of_base = irregular.first().copied().filter(|base| *base != word);
    if let Some(base) = of_base {
        made_of(base, &stems).for_each(&mut keep);
    }
    made_of(word, &stems).for_each(keep);
    forms
}

/// Puts together what has the stem of a word, the common ones first.
fn made_of<'w>(word: &'w str, stems: &'w Stems) -> impl Iterator<Item = String> + use<'w> {
    let wanted = stems.of(word);
    let mut bases = vec![wanted.to_string()];
    if let Some(bare) = wanted.strip_suffix(['e', 'i']) {
        bases.push(bare.to_owned());
    }
    // "stop" in "stopped".
    bases.extend(wanted.chars().last().map(|last| format!("{wanted}{last}")));
    let is_ate =
        ATE.iter().any(|ending| word.strip_suffix(ending).is_some_and(|base| base.len() >= SHORTEST));
    let first = if is_ate { ATE } else { &[] };
    let endings = first.iter().chain(ENDINGS);
    let made: Vec<String> =
        endings.flat_map(|ending| bases.iter().map(move |base| format!("{base}{ending}"))).collect();
    made.into_iter().filter(move |form| stems.of(form) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_forms_that_share_its_stem() {
        assert!(forms("deliveries").contains(&"delivery".to_owned()));
        assert!(
            forms("stopped").contains(&"stopping".to_owned())
                && forms("stopped").contains(&"stop".to_owned())
        );
        assert!(forms("making").contains(&"makes".to_owned()));
        assert!(forms("invoices").contains(&"invoiced".to_owned()));
        assert!(!forms("cats").iter().any(|form| form.starts_with("cate")));
    }

    #[test]
    fn plurals_are_forms_of_their_singular_and_ed_of_ing() {
        let pairs = [
            ("conversations", "conversation"),
            ("reservations", "reservation"),
            ("negotiations", "negotiation"),
            ("negotiations", "negotiated"),
            ("presentations", "presentation"),
            ("situations", "situation"),
            ("expectations", "expectation"),
            ("organizations", "organization"),
            ("decisions", "decision"),
            ("meetings", "meeting"),
            ("estimates", "estimate"),
            ("estimates", "estimating"),
            ("estimations", "estimate"),
            ("priorities", "priority"),
            ("processes", "process"),
            ("mistakes", "mistake"),
            ("feelings", "feeling"),
            ("promises", "promising"),
            ("planned", "planning"),
            ("planning", "planned"),
            ("hurried", "hurrying"),
            ("shouted", "shouting"),
            ("arguing", "argued"),
            ("postponing", "postponed"),
            ("committed", "committing"),
            ("interrupting", "interrupted"),
        ];
        for (one, other) in pairs {
            assert!(forms(one).iter().any(|form| form == other), "{one}: {:?}", forms(one));
        }
    }

    #[test]
    fn what_no_ending_tells_meets_both_ways() {
        let pairs = [
            ("ran", "running"),
            ("running", "ran"),
            ("run", "ran"),
            ("taught", "teach"),
            ("teaching", "taught"),
            ("bought", "buys"),
            ("spoke", "speaking"),
            ("told", "tell"),
            ("telling", "told"),
            ("forgot", "forgetting"),
            ("forgetting", "forgotten"),
            ("fall", "fell"),
            ("breaking", "broke"),
            ("children", "child"),
            ("people", "person"),
            ("persons", "people"),
            ("men", "man"),
            ("knives", "knife"),
            ("knife", "knives"),
            ("lost", "losing"),
            ("wrote", "writing"),
            ("overslept", "oversleeping"),
            ("lying", "lied"),
        ];
        for (one, other) in pairs {
            assert!(forms(one).iter().any(|form| form == other), "{one}: {:?}", forms(one));
        }
        assert!(!forms("tells").contains(&"till".to_owned()));
    }

    #[test]
    fn what_begins_with_the_word_needs_no_form() {
        assert!(forms("late").iter().all(|form| !form.starts_with("late")));
    }

    #[test]
    fn short_words_numbers_and_other_scripts_have_no_other_forms() {
        for word in ["is", "was", "2026", "a4b5c", "поставки", "納"] {
            assert_eq!(forms(word), [""; 0], "{word}");
        }
    }

    #[test]
    fn a_word_has_few_forms() {
        for word in ["organization", "running", "delivered", "hurried", "universities", "generation"] {
            assert!((1..=MOST_FORMS).contains(&forms(word).len()), "{word}: {:?}", forms(word));
        }
    }
}
