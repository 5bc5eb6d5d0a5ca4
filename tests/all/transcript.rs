//! Console blocks of Markdown pages: lines that begin with `$ ` are run, what follows is what they print.
//!
//! Both streams count, as at a terminal. `$ echo $?` shows the exit code of the command before it.

use std::path::Path;

use libtest_mimic::Failed;

use crate::{diff, process};

/// A fenced block of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block<'t> {
    /// What stands behind the fence: `yaml file=a.yaml`.
    pub(crate) info: &'t str,
    /// The lines between the fences.
    pub(crate) body: &'t str,
    /// The heading above it, without its marks.
    pub(crate) heading: &'t str,
}

impl<'t> Block<'t> {
    /// Returns the language, the first word of the info string.
    pub(crate) fn language(&self) -> &'t str {
        self.info.split_whitespace().next().unwrap_or_default()
    }

    /// Returns the file the block stands for: `yaml file=a.yaml`.
    pub(crate) fn file(&self) -> Option<&'t str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix("file="))
    }
}

/// Finds the fenced blocks of a Markdown text.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let (mut found, mut open, mut heading, mut at) = (Vec::new(), None, "", 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (open, line.trim_end().strip_prefix("```")) {
            (None, Some(info)) => open = Some((info, end)),
            (Some((info, start)), Some("")) => {
                found.push(Block { info, body: &text[start..at], heading });
                open = None;
            }
            (None, None) if line.starts_with('#') => heading = line.trim_start_matches('#').trim(),
            _ => {}
        }
        at = end;
    }
    found
}

/// Runs the commands of a block in a folder, each after some shell that is not shown, and returns the block as it should be.
pub(crate) fn replay(before: &str, block: &str, folder: &Path) -> String {
    let mut printed = String::new();
    let mut code = 0;
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        printed.push_str(&format!("$ {command}\n"));
        if command == "echo $?" {
            printed.push_str(&format!("{code}\n"));
            continue;
        }
        let ended = process::terminal(&format!("{before}{command}"), folder);
        code = ended.code;
        printed.push_str(&ended.stdout);
    }
    printed
}

/// Compares the console blocks of a Markdown file with what their commands print in a folder, or rewrites them.
pub(crate) fn check(file: &Path, wanted: impl Fn(&Block<'_>) -> bool, folder: &Path) -> Result<(), Failed> {
    check_after("", file, wanted, folder)
}

/// Compares console blocks, each of whose commands runs after some shell that is not shown.
pub(crate) fn check_after(
    before: &str,
    file: &Path,
    wanted: impl Fn(&Block<'_>) -> bool,
    folder: &Path,
) -> Result<(), Failed> {
    let text = std::fs::read_to_string(file)?;
    let mut updated = text.clone();
    for block in blocks(&text).into_iter().filter(|block| block.language() == "console" && wanted(block)) {
        let printed = replay(before, block.body, folder);
        if diff::is_update() {
            updated = updated.replace(block.body, &printed);
        } else {
            diff::same(&format!("{}, under {:?}", file.display(), block.heading), block.body, &printed)?;
        }
    }
    if updated != text {
        std::fs::write(file, updated)?;
    }
    Ok(())
}
