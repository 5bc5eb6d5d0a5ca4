//! The conventions of the repository, as tests.

mod dependencies;
mod layers;
mod rules;
mod sizes;

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use walkdir::{DirEntry, WalkDir};

use crate::process;

/// A convention: what breaks it, one line each.
type Convention = fn() -> Result<Vec<String>, Failed>;

/// Every convention, by name.
const CONVENTIONS: &[(&str, Convention)] = &[
    ("source files are small", sizes::source_files_are_small),
    ("main files only start", sizes::main_files_only_start),
    ("modules say what they are for", sizes::modules_say_what_they_are_for),
    ("rules have unique ids and names", rules::are_unique),
    ("rules have a page and a file of their own", rules::have_files),
    ("checks neither open nor connect", layers::checks_neither_open_nor_connect),
    ("core names no rule", layers::core_names_no_rule),
    ("plugins know no other plugin", layers::plugins_know_no_other_plugin),
    ("leaf crates know nothing of the tool", layers::leaf_crates_know_nothing_of_the_tool),
    ("dependencies have their reasons", dependencies::have_their_reasons),
    ("dependencies are named once", dependencies::are_named_once),
];

/// One trial a convention.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |(name, convention): &(&str, Convention)| {
        let convention = *convention;
        Trial::test(format!("tidy/{name}"), move || match convention()?.as_slice() {
            [] => Ok(()),
            broken => Err(broken.join("\n").into()),
        })
    };
    CONVENTIONS.iter().map(trial).collect()
}

/// Lists the files below a folder of the repository that have one of some endings, sorted; build output is left out.
pub(crate) fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let own = |entry: &DirEntry| entry.file_name() != "target" && entry.file_name() != ".git";
    let walk = WalkDir::new(process::root().join(folder)).sort_by_file_name().into_iter();
    let wanted = |path: &PathBuf| {
        path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
    };
    let found = walk.filter_entry(own).flatten().filter(|entry| entry.file_type().is_file());
    found.map(DirEntry::into_path).filter(wanted).collect()
}

/// Reads the files below a folder, each with its path from the root of the repository.
fn texts(folder: &str, endings: &[&str]) -> Result<Vec<(String, String)>, Failed> {
    let read = |path: PathBuf| Ok((shown(&path), fs::read_to_string(&path)?));
    files(folder, endings).into_iter().map(read).collect()
}

/// Returns a path as it is from the root of the repository.
fn shown(path: &Path) -> String {
    path.strip_prefix(process::root()).unwrap_or(path).display().to_string()
}
