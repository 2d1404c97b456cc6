//! How a file of cases is read: one case after the other, each that cannot be read named with its line.

use std::io::BufRead;
use std::path::Path;

use hansei_method::case::Case;

use crate::error::CliError;
use crate::input;

/// A place in a file where there is no case to be had.
#[derive(Debug)]
pub(super) struct Unread {
    /// The line, from 1.
    pub(super) line: u64,
    /// What is wrong with it.
    pub(super) reason: String,
}

/// Reads the cases of a file, one at a time: JSON Lines, an object with the fields of a case on each line.
///
/// `columns` says which column of the file is which field, where that cannot be guessed: `("title", "Incident name")`.
pub(super) fn cases(
    file: &Path,
    columns: &[(String, String)],
) -> Result<impl Iterator<Item = Result<Case, Unread>>, CliError> {
    if let Some((field, _)) = columns.first() {
        return Err(CliError::invalid(format!(
            "JSON Lines name their fields themselves, and --column {field}= says nothing about them; leave it out"
        )));
    }
    let opened: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let opened = std::fs::File::open(file).map_err(|error| CliError::file(input::name(file), &error))?;
        Box::new(std::io::BufReader::new(opened))
    };
    let read = |(line, text): (u64, std::io::Result<String>)| {
        let unread = |reason: String| Some(Err(Unread { line, reason }));
        match text {
            Ok(text) if text.trim().is_empty() => None,
            Ok(text) => match serde_json::from_str(&text) {
                Ok(case) => Some(Ok(case)),
                Err(error) => unread(error.to_string()),
            },
            Err(error) => unread(error.to_string()),
        }
    };
    Ok((1..).zip(opened.lines()).filter_map(read))
}
