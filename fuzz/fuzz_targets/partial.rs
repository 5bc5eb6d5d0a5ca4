//! No page of metadata in protobuf makes its reader panic.

#![no_main]

#[path = "../../crates/core/tests/partial/mod.rs"]
mod partial;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| partial::check(bytes));
