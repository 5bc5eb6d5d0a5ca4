//! Replays what the fuzz targets `check` and `crd` start from and once failed on: `fuzz/regressions/<target>/`.

mod checker;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Runs a check on every kept text of a target; none may take long.
fn replay(target: &str, check: fn(&[u8])) {
    const LONGEST: Duration = Duration::from_secs(20);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions").join(target);
    let entries = fs::read_dir(&folder).expect("the folder of kept texts is there");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "nothing is kept in {}", folder.display());
    for path in paths {
        let begun = Instant::now();
        check(&fs::read(&path).expect("a kept text can be read"));
        assert!(begun.elapsed() < LONGEST, "{} takes {:?}", path.display(), begun.elapsed());
    }
}

#[test]
fn the_checks_hold_on_every_kept_text() {
    replay("check", checker::check);
}

#[test]
fn custom_objects_are_judged_on_every_kept_text() {
    replay("crd", checker::check_crd);
}
