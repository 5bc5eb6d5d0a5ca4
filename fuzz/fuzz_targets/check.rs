//! No text makes the checks or the renderings panic, and every place and edit lies in the text.

#![no_main]

#[path = "../../plugins/kubectl-gvkcheck/tests/checker/mod.rs"]
mod checker;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checker::check(bytes));
