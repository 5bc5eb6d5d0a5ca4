//! No text makes the readers of configurations and baselines panic; what they refuse has its place, and a baseline is read
//! as it was written.

#![no_main]

#[path = "../../crates/core/tests/settings/mod.rs"]
mod settings;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| settings::check(bytes));
