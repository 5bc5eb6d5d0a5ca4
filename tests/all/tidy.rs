//! The conventions of the repository, as tests.

use std::path::PathBuf;

use walkdir::WalkDir;

use crate::process;

/// Lists the files below a folder of the repository that have one of some endings, sorted.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let walk = WalkDir::new(process::root().join(folder)).sort_by_file_name().into_iter().flatten();
    let wanted = |path: &PathBuf| {
        path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
    };
    walk.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).filter(wanted).collect()
}

/// One trial a convention.
pub(crate) fn trials() -> Vec<libtest_mimic::Trial> {
    Vec::new()
}
