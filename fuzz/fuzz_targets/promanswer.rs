//! No answer makes the reader of Prometheus' answers panic, and what is read is what a server wrote.

#![no_main]

#[path = "../../crates/prometheus/tests/answers/mod.rs"]
mod answers;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| answers::check(bytes));
