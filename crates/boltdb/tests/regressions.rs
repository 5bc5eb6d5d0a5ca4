//! Replays what the fuzz target `boltdb` starts from and once failed on: `fuzz/regressions/boltdb/`.

mod reader;

use std::fs;
use std::panic::catch_unwind;

use kubecheck_test_support::repository;

#[test]
fn files_are_read_or_refused() {
    let folder = repository().join("fuzz/regressions/boltdb");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    assert!(paths.len() > 3, "hardly anything is kept in {}", folder.display());
    for path in paths {
        let file = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(catch_unwind(|| reader::check_file(&file)).is_ok(), "{} fails again", path.display());
    }
}
