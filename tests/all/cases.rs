//! Whole scenarios, one a file: `tests/PLUGIN/*.case`.
//!
//! A case begins with words that say what it shows. Sections follow, each opened by a line `-- NAME --`:
//!
//! ```text
//! The group of a ConfigMap is the core group, so apps/v1 is refused.
//!
//! -- file a.yaml --
//! apiVersion: apps/v1
//! …
//! -- setup --
//! printf '\377' > b.yaml
//! -- run --
//! kubectl gvkcheck a.yaml
//! -- stdout --
//! …
//! -- stderr --
//! …
//! -- exit 1 --
//! ```
//!
//! A file may lie in a folder, which is made. What stands under `setup` is run by the shell before anything else, for what a
//! text file cannot hold. `run` is a line of shell too; several runs may follow each other, each with its own `stdout`
//! and `stderr` (left out if empty) and its `exit`. What does not end with a line end is shown with `[no line end]`
//! behind it. The folder is new, the environment is empty but for the path; [`crate::process`] says what is scrubbed.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use crate::process::{self, Ended};
use crate::suite::PLUGINS;
use crate::{diff, tidy};

/// What stands behind an output that does not end with a line end.
const OPEN_END: &str = "[no line end]\n";

/// One trial a case.
pub(crate) fn trials() -> Vec<Trial> {
    let mut found = Vec::new();
    for plugin in PLUGINS.map(|plugin| plugin.name) {
        for path in tidy::files(&format!("tests/{plugin}"), &["case"]) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push(Trial::test(format!("cases/{plugin}/{name}"), move || case(&path)));
        }
    }
    found
}

fn case(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let case = Case::parse(&text)?;
    if case.about.trim().is_empty() {
        return Err("a case must begin with what it shows".into());
    }
    if !case.sections.iter().any(|section| section.name == "run") {
        return Err("there is no section `-- run --`".into());
    }
    let folder = tempfile::tempdir()?;
    let played = case.play(folder.path())?;
    if diff::is_update() {
        return Ok(fs::write(path, played)?);
    }
    diff::same(&path.display().to_string(), &text, &played)
}

struct Case<'t> {
    about: &'t str,
    sections: Vec<Section<'t>>,
}

struct Section<'t> {
    name: &'t str,
    argument: &'t str,
    body: &'t str,
}

impl<'t> Case<'t> {
    fn parse(text: &'t str) -> Result<Self, Failed> {
        let mut case = Case { about: text, sections: Vec::new() };
        let (mut at, mut start) = (0, 0);
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            if let Some(head) = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"))
            {
                match case.sections.last_mut() {
                    Some(section) => section.body = &text[start..at],
                    None => case.about = &text[..at],
                }
                let (name, argument) = head.split_once(' ').unwrap_or((head, ""));
                if !["file", "setup", "run", "stdout", "stderr", "exit"].contains(&name) {
                    return Err(format!("there is no section called {name:?}").into());
                }
                case.sections.push(Section { name, argument, body: "" });
                start = end;
            }
            at = end;
        }
        if let Some(section) = case.sections.last_mut() {
            section.body = &text[start..];
        }
        Ok(case)
    }

    /// Runs the case in a folder and returns its text as it should be.
    fn play(&self, folder: &Path) -> Result<String, Failed> {
        let mut text = self.about.to_owned();
        for section in &self.sections {
            match section.name {
                "file" => write_file(&folder.join(section.argument), section.body)?,
                "setup" => set_up(section.body, folder)?,
                _ => {}
            }
        }
        for section in &self.sections {
            match section.name {
                "run" => {
                    write!(text, "-- run --\n{}", section.body)?;
                    show(&mut text, &process::shell(section.body, folder))?;
                }
                "file" => write!(text, "-- file {} --\n{}", section.argument, section.body)?,
                "setup" => write!(text, "-- setup --\n{}", section.body)?,
                _ => {}
            }
        }
        Ok(text)
    }
}

fn write_file(path: &Path, body: &str) -> Result<(), Failed> {
    fs::create_dir_all(path.parent().ok_or("a file has a name")?)?;
    Ok(fs::write(path, body)?)
}

fn set_up(commands: &str, folder: &Path) -> Result<(), Failed> {
    match process::shell(commands, folder) {
        Ended { code: 0, .. } => Ok(()),
        ended => Err(format!("the setup failed: {}{}", ended.stdout, ended.stderr).into()),
    }
}

/// Writes what a run printed as sections.
fn show(text: &mut String, ended: &Ended) -> Result<(), Failed> {
    for (name, printed) in [("stdout", &ended.stdout), ("stderr", &ended.stderr)] {
        if !printed.is_empty() {
            let open = if printed.ends_with('\n') { "" } else { OPEN_END };
            write!(text, "-- {name} --\n{printed}{open}")?;
        }
    }
    Ok(writeln!(text, "-- exit {} --", ended.code)?)
}
