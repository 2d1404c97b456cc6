//! What comes in: a file, or standard input for `-`.

use std::io::Read as _;
use std::path::Path;

use crate::error::CliError;

/// The most bytes that are read from one file or from standard input.
pub(crate) const MOST_BYTES: u64 = 512 << 20;

/// Reads a whole text, from standard input for `-`.
pub(crate) fn text(from: &Path) -> Result<String, CliError> {
    let read = if from == Path::new("-") {
        read(std::io::stdin().lock())
    } else {
        std::fs::File::open(from).and_then(read)
    };
    read.map_err(|error| CliError::file(name(from), &error))
}

/// Joins what somebody looks for; refused where there is no word in it, which everything and nothing has.
pub(crate) fn looked_for(words: &[String]) -> Result<String, CliError> {
    let words = words.join(" ");
    if hansei_app::list::has_words(&words) {
        return Ok(words);
    }
    Err(CliError::invalid("there is no word to look for; write a letter or a digit at least"))
}

fn read(source: impl std::io::Read) -> std::io::Result<String> {
    let mut text = String::new();
    source.take(MOST_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::other(format!("more than {} MB", MOST_BYTES >> 20)));
    }
    Ok(text)
}

/// Names where something came from.
pub(crate) fn name(from: &Path) -> &Path {
    if from == Path::new("-") { Path::new("standard input") } else { from }
}
