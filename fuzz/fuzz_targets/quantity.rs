//! No text makes the reader of quantities panic, and what it reads keeps its value.

#![no_main]

#[path = "../../crates/core/tests/quantities/mod.rs"]
mod quantities;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| quantities::check(bytes));
