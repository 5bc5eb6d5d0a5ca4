//! A list that is cut into its items holds what it holds as a whole.

#![no_main]

#[path = "../../crates/core/tests/lists/mod.rs"]
mod lists;
#[path = "../../crates/core/tests/reader/mod.rs"]
mod reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| lists::check(bytes));
