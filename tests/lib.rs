//! End-to-end tests live in `main.rs` of the test target.
