//! Stock phrases that hardly ever mean anything else, and their denials: here a rule goes before what was learned.

use std::ops::Range;

use crate::flaw::Flaw;
use crate::prose::Prose;

/// Phrases by their flaw, in the words of [`Prose`].
const SAID: [(Flaw, &str); 16] = [
    (Flaw::Editorialising, "everything fell apart"),
    (Flaw::Editorialising, "it all fell apart"),
    (Flaw::Editorialising, "it all went south"),
    (Flaw::Editorialising, "went off the rails"),
    (Flaw::Blame, "let us all down"),
    (Flaw::Blame, "is to blame"),
    (Flaw::Blame, "who screwed up"),
    (Flaw::ExternalBlame, "client was unreasonable"),
    (Flaw::ExternalBlame, "customer was unreasonable"),
    (Flaw::ExternalBlame, "nothing i could have done"),
    (Flaw::ExternalBlame, "nothing we could have done"),
    (Flaw::ExternalBlame, "not meant to be"),
    (Flaw::ExternalBlame, "wasn't meant to be"),
    (Flaw::Rumination, "not be cut out for"),
    (Flaw::Rumination, "not cut out for"),
    (Flaw::Rumination, "never be good enough"),
];

/// What takes a flaw back.
const DENIED: [(Flaw, &str); 6] = [
    (Flaw::Blame, "nobody is to blame"),
    (Flaw::Blame, "no one is to blame"),
    (Flaw::Blame, "nobody was to blame"),
    (Flaw::Blame, "nobody's fault"),
    (Flaw::Blame, "not to blame"),
    (Flaw::Rumination, "not a failure"),
];

/// Finds a stock phrase of a flaw, by its tokens.
pub(crate) fn said(flaw: Flaw, prose: &Prose) -> Option<Range<usize>> {
    find(&SAID, flaw, prose)
}

/// Says whether a text takes a flaw back.
pub(crate) fn is_denied(flaw: Flaw, prose: &Prose) -> bool {
    find(&DENIED, flaw, prose).is_some()
}

fn find(phrases: &[(Flaw, &str)], flaw: Flaw, prose: &Prose) -> Option<Range<usize>> {
    phrases.iter().filter(|(of, _)| *of == flaw).find_map(|(_, phrase)| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let mut runs = prose.tokens.windows(words.len());
        let at = runs.position(|run| run.iter().zip(&words).all(|(token, word)| token.word == *word))?;
        Some(at..at + words.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stock_phrase_is_found_by_its_words_and_not_in_quotation_marks() {
        let found = |text: &str| said(Flaw::ExternalBlame, &Prose::of(text)).is_some();
        assert!(found("It just wasn\u{2019}t meant to be."));
        assert!(!found("He said \u{201c}it wasn\u{2019}t meant to be\u{201d}."));
        assert!(!found("It was meant to be Tuesday."));
    }

    #[test]
    fn a_denial_takes_only_its_own_flaw_back() {
        let prose = Prose::of("Nobody is to blame.");
        assert!(is_denied(Flaw::Blame, &prose) && !is_denied(Flaw::Rumination, &prose));
    }
}
