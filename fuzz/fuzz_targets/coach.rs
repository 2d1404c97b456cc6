//! An answer in any field: what made the coach ask stands in the answer.

#![no_main]

use hansei_coach::{Context, Field, read};
use libfuzzer_sys::fuzz_target;

// The first byte says where it stands; the rest is what somebody wrote.
fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(answer) = std::str::from_utf8(rest) else { return };
    let field = Field::ALL[usize::from(*first) % Field::ALL.len()];
    let reading = read(field, answer, &Context { is_serious: true, ..Context::default() });
    for asked in reading.asked.iter().chain(&reading.hints) {
        assert!(answer.get(asked.words.clone()).is_some(), "the words stand in the answer");
    }
});
