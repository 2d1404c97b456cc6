//! Reads files as an import would, and says what was found and how fast.
//!
//! `cargo run --release -p hansei-library --example read -- [--show] FILE...`

#![expect(clippy::print_stdout, reason = "a command")]

use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek};
use std::time::Instant;

use hansei_library::{HEAD_BYTES, cases, look};

fn main() -> Result<(), Box<dyn Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let is_shown = files.first().is_some_and(|first| first == "--show");
    if is_shown {
        files.remove(0);
    }
    for name in files {
        let mut file = File::open(&name)?;
        let mut head = Vec::new();
        file.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        let look = match look(&name, &head) {
            Ok(look) => look,
            Err(wrong) => {
                println!("{wrong}");
                continue;
            }
        };
        println!("{name}: {}, {}", look.form.name(), look.encoding);
        for column in &look.columns {
            let field = look.mapping.field(&column.name).map_or("-", |field| field.name());
            let order = column.dates.as_ref().map(|dates| dates.order);
            println!("  {} -> {field} {order:?} {:.40}", column.name, column.sample);
        }
        file.rewind()?;
        let start = Instant::now();
        let (mut found, mut wrong) = (0_u32, 0_u32);
        for case in cases(&name, file, &look) {
            match case {
                Ok(case) => {
                    found += 1;
                    if is_shown {
                        println!("{:#?}", case.case);
                    }
                }
                Err(fault) => {
                    wrong += 1;
                    if wrong <= 5 {
                        println!("  {fault}");
                    }
                }
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("  {found} cases, {wrong} wrong, {:.0} cases a second", f64::from(found) / seconds);
    }
    Ok(())
}
