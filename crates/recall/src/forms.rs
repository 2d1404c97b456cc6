//! The other forms of a word: "delivery" and "delivered" beside "deliveries".

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

/// Lists other forms of a folded word that have its stem, at most 12; those that begin with it are left out.
///
/// They are put together from endings, and kept when the stemmer takes them for the same word: what is looked up needs
/// no stems beside the words that are kept.
pub(crate) fn forms(word: &str) -> Vec<String> {
    if word.len() < SHORTEST || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stems = Stems::default();
    let wanted = stems.of(word);
    let mut bases = vec![wanted.to_string()];
    if let Some(bare) = wanted.strip_suffix(['e', 'i']) {
        bases.push(bare.to_owned());
    }
    // "stop" in "stopped".
    bases.extend(wanted.chars().last().map(|last| format!("{wanted}{last}")));
    let mut forms: Vec<String> = Vec::new();
    for form in ENDINGS.iter().flat_map(|ending| bases.iter().map(move |base| format!("{base}{ending}"))) {
        if forms.len() < MOST_FORMS
            && !form.starts_with(word)
            && !forms.contains(&form)
            && stems.of(&form) == wanted
        {
            forms.push(form);
        }
    }
    forms
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
