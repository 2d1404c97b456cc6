//! The interview: the four questions in the terminal, one thing at a time.
//!
//! Each question is a small machine of pure steps: it says what to ask and takes what was typed. What is kept of a
//! question that is not done is that machine, as JSON, so that nothing is lost when the terminal goes away.

mod answering;
mod before;
mod close;
mod coached;
mod drive;
mod earlier;
mod happened;
mod heard;
mod intended;
mod keeping;
mod next;
mod prompter;
mod refused;
mod start;
mod steps;
mod terminal;
#[cfg(test)]
mod tests;
mod why;

pub(crate) use drive::run;
pub(crate) use prompter::{Ask, Prompter, Unanswered, Unwritten};
pub(crate) use steps::letter;
pub(crate) use terminal::Terminal;
