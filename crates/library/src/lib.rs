//! How files of other people's failures are read: bytes in, cases out, one at a time.
//!
//! The bytes come from anywhere: nothing in them can make this crate panic, wait for long or use much memory. A record
//! that cannot be read is named with its line, and the next one is read.

pub mod form;
pub mod wrong;
