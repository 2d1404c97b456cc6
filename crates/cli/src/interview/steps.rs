//! What the machines of the four questions have in common.

use hansei_method::cause::CauseTree;
use hansei_method::id::Number;
use hansei_method::occurred::Occurred;
use jiff::Zoned;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::prompter::Ask;

/// A question as a machine of small steps.
pub(crate) trait Steps: Clone + Serialize + DeserializeOwned {
    /// Says what to ask next; `None` when there is nothing left to ask.
    fn ask(&self) -> Option<Ask>;

    /// Takes what was typed, trimmed; empty passes over what may be left out. A sentence says what is wrong.
    fn hear(&mut self, said: &str) -> Result<(), String>;

    /// Returns the tree of causes that the coach is to read before anything more is asked.
    fn tree_to_read(&self) -> Option<&CauseTree> {
        None
    }

    /// Takes what the coach asks about the tree, and about which of its causes; `None` where it asks nothing.
    fn ask_of_tree(&mut self, _asked: Option<(Number, String)>) {}

    /// Tells what is there already, for whoever comes back; empty for nothing.
    fn so_far(&self, columns: usize) -> String;
}

/// Reads one of a few letters, or the word that starts with it; empty takes `usual`.
pub(crate) fn letter<T: Copy>(said: &str, usual: Option<T>, choices: &[(&str, T)]) -> Result<T, String> {
    let said = said.to_lowercase();
    if said.is_empty()
        && let Some(usual) = usual
    {
        return Ok(usual);
    }
    let found =
        choices.iter().find(|(word, _)| !said.is_empty() && (word.starts_with(&said) || said == *word));
    let letters: Vec<_> = choices.iter().map(|(word, _)| word.chars().take(1).collect::<String>()).collect();
    found.map(|(_, choice)| *choice).ok_or_else(|| format!("write one of {}", letters.join(", ")))
}

/// Says whether a full stop stands alone, which goes past what else is asked about the same thing.
pub(crate) fn goes_past(said: &str) -> bool {
    said == "."
}

/// Returns what was said where a full stop alone means no more than that one goes on.
pub(crate) fn unless_past(said: &str) -> &str {
    if goes_past(said) { "" } else { said }
}

/// Reads `\drop N`: what to take out of a list again.
pub(crate) fn dropped(said: &str) -> Option<Result<u32, String>> {
    let number = said.strip_prefix("\\drop")?;
    Some(
        number
            .trim()
            .parse()
            .map_err(|_| "write the number of what to take out, for example \\drop 2".to_owned()),
    )
}

/// Returns the word of a line that looks like a wish and not like an answer: a backslash and letters, as in `\drop 2`.
pub(crate) fn wish(line: &str) -> Option<&str> {
    let word = line.split(' ').next()?;
    let letters = word.strip_prefix('\\')?;
    (letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(word)
}

/// Writes out the day that words like "last friday" mean where a day is asked for, after a name too: "Delivered: friday".
pub(crate) fn heard(ask: &Ask, said: &str, now: &Zoned) -> String {
    if !ask.is_day {
        return said.to_owned();
    }
    if let Ok(day) = Occurred::told(said, now) {
        return day.to_string();
    }
    let named = said.split_once(": ").and_then(|(name, day)| Some((name, Occurred::told(day, now).ok()?)));
    named.map_or_else(|| said.to_owned(), |(name, day)| format!("{name}: {day}"))
}

/// Says an error of the method as a sentence.
pub(crate) fn sentence(error: impl std::error::Error) -> String {
    error.to_string()
}

/// Reads a text that may be left out.
pub(crate) fn optional(said: &str) -> Result<Option<hansei_method::text::Text>, String> {
    hansei_method::text::Text::optional(said).map_err(sentence)
}

/// Quotes words in a question, cut to a readable length.
pub(crate) fn quoted(words: &str) -> String {
    const MOST: usize = 120;
    format!("\"{}\"", crate::table::cut(&crate::table::one_line(words), MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_a_day_are_a_day_only_where_one_is_asked_for() {
        let now: Zoned = "2026-05-13T10:00:00+02:00[Europe/Berlin]".parse().unwrap();
        let ask = Ask::new("When?", "").day(true);
        for (said, understood) in [
            ("last friday", "2026-05-08"),
            ("Delivered: last friday 15:00", "Delivered: 2026-05-08T15:00"),
            ("2026-03-15", "2026-03-15"),
            ("two of three", "two of three"),
            ("", ""),
        ] {
            assert_eq!(heard(&ask, said, &now), understood);
        }
        assert_eq!(heard(&Ask::new("Who?", ""), "friday", &now), "friday");
    }

    #[test]
    fn a_wish_is_a_backslash_and_a_word() {
        for (line, word) in [("\\drop 2", Some("\\drop")), ("\\move", Some("\\move"))] {
            assert_eq!(wish(line), word);
        }
        for line in
            ["drop 2", "\\o/ it worked", "\\\\server\\share", "\\\\drop 2", "\\", "\\Users", "C:\\tmp", ""]
        {
            assert_eq!(wish(line), None, "{line}");
        }
    }

    #[test]
    fn a_letter_or_the_word_is_understood() {
        let choices = [("mine", 1), ("partly", 2), ("outside", 3)];
        assert_eq!(letter("M", None, &choices), Ok(1));
        assert_eq!(letter("part", None, &choices), Ok(2));
        assert_eq!(letter("", Some(3), &choices), Ok(3));
        assert_eq!(letter("", None, &choices), Err("write one of m, p, o".to_owned()));
        assert_eq!(letter("x", Some(3), &choices), Err("write one of m, p, o".to_owned()));
    }
}
