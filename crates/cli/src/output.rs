//! What a command shows: data on stdout, messages on stderr, JSON on request.

use std::io::{IsTerminal as _, Write as _};

use serde::Serialize;

use crate::error::CliError;

/// The version of every JSON object that is printed; fields are only ever added under it.
const SCHEMA: u32 = 1;

/// Where a command writes to, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    /// Whether the data is wanted as JSON.
    pub(crate) json: bool,
    /// The columns that a line may take; `None` where lines are not cut.
    pub(crate) columns: Option<usize>,
}

/// A JSON object with its version in front.
#[derive(Serialize)]
struct Versioned<'a, T> {
    schema: u32,
    #[serde(flatten)]
    data: &'a T,
}

/// Prints data for a person.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Prints data for a program.
pub(crate) fn print_json(data: &impl Serialize) -> Result<(), CliError> {
    let written = serde_json::to_vec_pretty(&Versioned { schema: SCHEMA, data })
        .map_err(hansei_app::AppError::broken)?;
    let mut out = std::io::stdout().lock();
    out.write_all(&written)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Prints a document as it is, styles and all.
pub(crate) fn print_raw(document: &[u8]) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    out.write_all(document)?;
    out.flush()?;
    Ok(())
}

/// Tells something beside the data. What cannot be told is let go: the data counts.
pub(crate) fn tell(message: &str) {
    drop(writeln!(anstream::stderr().lock(), "{message}"));
}

/// Says whether a person sits at both ends, so that a question can be asked.
pub(crate) fn is_interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Makes words from outside safe to show: control characters could rewrite the screen, and marks that turn the writing
/// direction could pretend that other words stand there.
pub(crate) fn shown(words: &str) -> String {
    let is_hostile = |character: char| {
        let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || character.is_control() && !matches!(character, '\n' | '\t')
    };
    words.replace("\r\n", "\n").replace(is_hostile, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\r\nc\td\u{202e}e\u{9b}f"), "a\u{fffd}[2Jb\nc\td\u{fffd}e\u{fffd}f");
    }
}
