//! No schema, object or rule in CEL makes judging custom objects panic or take long.

#![no_main]

#[path = "../../plugins/kubectl-gvkcheck/tests/checker/mod.rs"]
mod checker;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checker::check_crd(bytes));
