//! Whether a text is English, which is all that the coach can read; anything else gets the standing questions.

use whatlang::{Lang, Script, detect, detect_script};

/// The fewest letters that say anything about the language they are in.
const LEAST_LETTERS: usize = 24;

/// How sure it has to be that a text in Latin letters is not English: short and faulty English looks like anything.
const LEAST_CONFIDENCE: f64 = 0.9;

/// How much of a text is looked at.
const MOST_BYTES: usize = 2_000;

/// English words that hardly any sentence is without, and that no neighbour spells like one of its own common words.
const ENGLISH: [&str; 24] = [
    "and", "because", "been", "but", "could", "did", "from", "have", "i", "it", "my", "not", "of", "that",
    "the", "they", "this", "to", "we", "were", "what", "which", "with", "would",
];

/// Says whether a text may be read as English; a text too short to tell is.
pub(crate) fn is_english(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(MOST_BYTES)];
    if start.chars().filter(|letter| letter.is_alphabetic()).count() < LEAST_LETTERS {
        return true;
    }
    let words = hansei_recall::fold(start);
    let english = words.iter().filter(|word| ENGLISH.binary_search(&word.as_str()).is_ok()).count();
    let is_latin = detect_script(start).is_none_or(|script| script == Script::Latin);
    let is_other = || {
        detect(start).is_some_and(|found| found.lang() != Lang::Eng && found.confidence() >= LEAST_CONFIDENCE)
    };
    is_latin && (english * 8 >= words.len() || !is_other())
}

/// Says whether statements may be read as English, all of them together: each by itself is too short to tell.
pub(crate) fn are_english<'s>(statements: impl Iterator<Item = &'s str>) -> bool {
    let words = statements.fold(String::new(), |words, statement| {
        if words.len() < MOST_BYTES { words + statement + "\n" } else { words }
    });
    is_english(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_told_from_english_with_faults() {
        for text in [
            "I wanted that the residents have nice time with me and feel like at home.",
            "Forgot the pump. Again.",
            "aye just tae get through the hale pallet withoot a complaint",
            "ok",
        ] {
            assert!(is_english(text), "{text}");
        }
        for text in [
            "Wir hatten die Lieferung zu sp\u{e4}t bestellt und niemand hat es gemerkt.",
            "Nous avons oubli\u{e9} de pr\u{e9}venir le client avant la fin de la semaine.",
            "Забыл предупредить клиента о задержке поставки.",
            "納品の遅れを顧客に伝えるのを忘れていました。次は早く連絡します。",
        ] {
            assert!(!is_english(text), "{text}");
        }
    }
}
