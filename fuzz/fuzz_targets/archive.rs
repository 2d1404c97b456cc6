//! An archive that is gone through, whatever is in it.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hansei_fuzz::unpack(bytes));
