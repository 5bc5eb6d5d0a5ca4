//! Reads shell as far as it is needed to tell what a script waits for: words, loops, functions, variables. What it does not know it
//! passes over; no text makes it fail (`fuzz/fuzz_targets/shell.rs`).
//!
//! The language is that of POSIX (Shell Command Language, XCU 2), with what bash and busybox add that is met in init containers.

mod cut;
mod parse;
mod run;
mod words;

pub use run::{Call, calls};

/// How deep what is nested is followed: loops, functions, shells that run shells.
const DEPTH: usize = 16;
/// How many commands of a script are looked at, with all that loops and functions make of them.
const COMMANDS: usize = 2048;
/// The longest word that is kept whole.
const WORD: usize = 4096;
/// The longest script that is read.
const LONGEST: usize = 64 * 1024;

#[cfg(test)]
mod tests;
