//! No text makes the reader of PromQL panic, and what it understands can be written over any window and is PromQL.

#![no_main]

#[path = "../../crates/prometheus/tests/expression/mod.rs"]
mod expression;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| expression::check(bytes));
