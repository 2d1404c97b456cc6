//! Asks about sentences that come in as JSON Lines, for benchmarks: `… --example asked < sentences.jsonl`
//!
//! A line is {"field","text"}; for each one line comes out, the code of the flaw that is asked about or `-`.

#![expect(clippy::print_stdout, reason = "a command")]

use std::error::Error;
use std::io::{self, BufRead as _};

use hansei_coach::{Context, Field, read};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    field: String,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let field = match line.field.as_str() {
            "q1" => Field::Intended,
            "q2" => Field::Happened,
            "q3" => Field::Why,
            "q4" => Field::Next,
            word => Field::named(word).unwrap_or(Field::Elsewhere),
        };
        let asked = read(field, &line.text, &Context::default()).asked;
        println!("{}", asked.map_or("-", |asked| asked.flaw.code()));
    }
    Ok(())
}
