//! No text makes the reader of managed fields panic, and what is read is the set of its paths.

#![no_main]

#[path = "../../crates/core/tests/managed/mod.rs"]
mod managed;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| managed::check(bytes));
