//! No text makes the reader panic, and every tree it makes is well formed.

#![no_main]

#[path = "../../crates/core/tests/reader/mod.rs"]
mod reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| reader::check_well_formed(text));
