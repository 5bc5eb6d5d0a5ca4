//! Files stay small, `main` files only start something, and modules say what they are for.

use libtest_mimic::Failed;

use super::texts;

/// The greatest lengths in lines: of half of the files, of nineteen in twenty, and of all.
const MEDIAN: usize = 150;
const MOST: usize = 400;
const ALL: usize = 600;
/// The greatest length of a `main.rs` of a program that users get.
const MAIN: usize = 20;

pub(super) fn source_files_are_small() -> Result<Vec<String>, Failed> {
    let mut sizes: Vec<(usize, String)> = Vec::new();
    for (path, text) in texts(".", &["rs"])? {
        // Generated files say so in their first lines.
        if !text.lines().take(5).any(|line| line.contains("@generated")) {
            sizes.push((text.lines().count(), path));
        }
    }
    sizes.sort();
    let at = |part: usize| sizes.get(sizes.len() * part / 100).map_or(0, |(lines, _)| *lines);
    let mut broken: Vec<String> = Vec::new();
    if at(50) > MEDIAN {
        broken.push(format!("half of the files have more than {} lines; {MEDIAN} is the most", at(50)));
    }
    if at(95) > MOST {
        let longer: Vec<&str> =
            sizes.iter().filter(|(lines, _)| *lines > MOST).map(|(_, path)| path.as_str()).collect();
        broken.push(format!("more than one in twenty has more than {MOST} lines: {}", longer.join(", ")));
    }
    let too_long = sizes.iter().filter(|(lines, _)| *lines > ALL);
    broken.extend(too_long.map(|(lines, path)| format!("{path} has {lines} lines, more than {ALL}")));
    Ok(broken)
}

pub(super) fn main_files_only_start() -> Result<Vec<String>, Failed> {
    let mains = texts("plugins", &["rs"])?.into_iter().filter(|(path, _)| path.ends_with("/main.rs"));
    let long = mains.filter(|(_, text)| text.lines().count() > MAIN);
    Ok(long.map(|(path, _)| format!("{path} has more than {MAIN} lines")).collect())
}

pub(super) fn modules_say_what_they_are_for() -> Result<Vec<String>, Failed> {
    let silent = texts(".", &["rs"])?.into_iter().filter(|(_, text)| !text.starts_with("//! "));
    Ok(silent.map(|(path, _)| format!("{path} does not begin with a line `//! …`")).collect())
}
