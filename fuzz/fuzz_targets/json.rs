//! JSON is read as serde_json reads it.

#![no_main]

#[path = "../../crates/core/tests/reader/mod.rs"]
mod reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| reader::check_json(text));
