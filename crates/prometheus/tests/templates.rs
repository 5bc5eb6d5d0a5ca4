//! Replays what the fuzz target `template` starts from and once failed on: `fuzz/regressions/template/`.

mod expression;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[test]
fn expressions_are_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions/template");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(paths.len() > 10, "hardly anything is kept in {}", folder.display());
    for path in paths {
        let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(catch_unwind(|| expression::check(&text)).is_ok(), "{} fails again", path.display());
    }
}
