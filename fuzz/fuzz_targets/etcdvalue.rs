//! No stored value, and nothing that etcdctl may have printed, makes their readers panic.

#![no_main]

#[path = "../../crates/core/tests/stored/mod.rs"]
mod stored;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| stored::check(bytes));
