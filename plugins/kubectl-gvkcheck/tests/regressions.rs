//! Replays what the fuzz target `check` starts from and once failed on: `fuzz/regressions/check/`.

mod checker;

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_checks_hold_on_every_kept_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions/check");
    let entries = fs::read_dir(&folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "nothing is kept in {}", folder.display());
    for path in paths {
        checker::check(&fs::read(path).unwrap());
    }
}
