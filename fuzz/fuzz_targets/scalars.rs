//! Scalars and documents are read as Kubernetes' own libraries read them; a Go program answers for those.

#![no_main]

#[path = "../../crates/core/tests/reader/mod.rs"]
mod reader;

use std::cell::RefCell;

use kubecheck_test_support::Oracle;
use libfuzzer_sys::fuzz_target;

thread_local! {
    static ORACLE: RefCell<Oracle> = RefCell::new(Oracle::new("split"));
}

fuzz_target!(|text: &[u8]| {
    ORACLE.with_borrow_mut(|oracle| reader::check_against(oracle, text));
});
