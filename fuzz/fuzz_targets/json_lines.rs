//! A file that is read as this form, whatever is in it.

#![no_main]

use hansei_library::form::Form;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hansei_fuzz::read(bytes, Form::JsonLines));
