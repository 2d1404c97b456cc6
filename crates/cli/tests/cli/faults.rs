//! What can go wrong around the program, done to it on purpose.

mod crash;
mod crowd;
mod damage;
mod disk;
mod power;
mod privacy;
mod reader;
mod rights;
pub(crate) mod serving;
mod text;
mod time;
mod tree;
