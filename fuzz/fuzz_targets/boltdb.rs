//! No file makes the reader of bbolt files and of what etcd keeps in them panic, hang or take memory for what is not there.

#![no_main]

#[path = "../../crates/boltdb/tests/reader/mod.rs"]
mod reader;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| reader::check_file(bytes));
