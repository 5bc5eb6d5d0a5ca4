//! No script makes the reader of shell panic, take long or make much of little.

#![no_main]

#[path = "../../plugins/kubectl-topocheck/tests/scripts/mod.rs"]
mod scripts;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| scripts::check(bytes));
