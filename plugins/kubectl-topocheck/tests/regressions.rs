//! Replays what the fuzz target `shell` starts from and once failed on: `fuzz/regressions/shell/`.

mod scripts;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[test]
fn scripts_are_read_on_every_kept_text() {
    const LONGEST: Duration = Duration::from_secs(20);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions/shell");
    let entries = fs::read_dir(&folder).expect("the folder of kept texts is there");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "nothing is kept in {}", folder.display());
    for path in paths {
        let begun = Instant::now();
        scripts::check(&fs::read(&path).expect("a kept text can be read"));
        assert!(begun.elapsed() < LONGEST, "{} takes {:?}", path.display(), begun.elapsed());
    }
}
