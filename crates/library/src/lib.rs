//! How files of other people's failures are read: bytes in, cases out, one at a time.
//!
//! The bytes come from anywhere: nothing in them can make this crate panic, wait for long or use much memory. A record
//! that cannot be read is named with its line, and the next one is read.
//!
//! The way is [`look()`] at the start of a file, let a person change the mapping, then read its [`cases()`]. A zip file
//! is first gone through with [`archive::Archive`].

pub mod archive;
pub mod cases;
pub mod columns;
pub mod dates;
mod draft;
pub mod encoding;
pub mod form;
mod input;
mod json;
pub mod kind;
mod links;
pub mod look;
mod markdown;
mod object;
mod plain;
pub mod prose;
pub mod remark;
mod table;
pub mod wrong;

pub use cases::cases;
pub use look::{look, look_as};

/// How much of a file a look takes in: its first 256 KiB.
pub const HEAD_BYTES: usize = 256 << 10;

/// The most bytes that one record may have: 8 MiB. A larger one is passed over.
pub const MOST_RECORD_BYTES: usize = 8 << 20;

/// The most columns that a table, and fields that an object, may have.
pub const MOST_COLUMNS: usize = 2_000;
