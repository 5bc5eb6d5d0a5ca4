//! The file of a baseline: which one, reading it, writing it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::replace::replace;
use super::{CliError, start};
use crate::check::baseline::{Baseline, Fingerprint};
use crate::report::finding::{Finding, Report, Sifted};
use crate::source;

/// Which baseline to use.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct BaselineArgs {
    /// Tell only findings that are not in this file, which --write-baseline has written
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write the findings there are now as the baseline instead of telling them; without FILE to the one that is used, or
    /// to one beside the configuration
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with = "output",
        value_hint = clap::ValueHint::FilePath
    )]
    pub write_baseline: Option<String>,
}

/// Says on standard error that a baseline holds findings that no longer occur.
pub fn tell_gone(report: &Report) {
    if let Some(Sifted { file, gone, .. }) = report.baseline.as_ref().filter(|sifted| sifted.gone > 0) {
        let what = if *gone == 1 {
            "1 finding no longer occurs".to_owned()
        } else {
            format!("{gone} findings no longer occur")
        };
        start::say("note", &format!("of the baseline {file}, {what}; --write-baseline writes it anew"));
    }
}

/// The largest file that is read as a baseline: about a million findings.
const LARGEST: u64 = 256 << 20;

/// Reads a file, unless it is too large to be a baseline, as a device without end is.
fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    if File::open(path)?.take(LARGEST).read_to_string(&mut text)? as u64 == LARGEST {
        return Err(io::Error::other(format!("it is larger than {} MiB", LARGEST >> 20)));
    }
    Ok(text)
}

/// The file of a baseline.
#[derive(Clone, Debug)]
pub struct BaselineFile {
    /// The file, named canonically.
    path: PathBuf,
    /// Its name for people.
    shown: String,
    /// The tool whose findings it holds.
    tool: &'static str,
}

impl BaselineFile {
    /// Names a file for a tool.
    pub fn new(path: &Path, tool: &'static str) -> BaselineFile {
        BaselineFile { path: source::canonical(path), shown: path.display().to_string(), tool }
    }

    /// Returns the file, named canonically.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns its name for people.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Reads it.
    ///
    /// # Errors
    /// What cannot be read or is no baseline of the tool: nothing is silenced by guessing.
    pub fn load(&self) -> Result<Baseline, CliError> {
        let cannot = || CliError::usage(format!("cannot use the baseline {}", self.shown));
        let text = read(&self.path).map_err(|error| {
            let is_missing = error.kind() == std::io::ErrorKind::NotFound;
            let error = cannot().cause(error);
            if is_missing { error.hint("--write-baseline writes it") } else { error }
        })?;
        Baseline::parse(&text, self.tool).map_err(|why| {
            cannot().cause(why).hint("--write-baseline writes a new one, once this file is out of the way")
        })
    }

    /// Writes the findings of a run.
    ///
    /// # Errors
    /// A file that is no baseline, or cannot be written.
    pub fn save(&self, findings: &[Finding]) -> Result<Baseline, CliError> {
        self.may_replace()?;
        let cannot = || CliError::usage(format!("cannot write the baseline {}", self.shown));
        let baseline = Baseline::of(findings, &self.names());
        let text = baseline.write(self.tool).map_err(|error| cannot().cause(error))?;
        replace(&self.path, &text).map_err(|error| cannot().cause(error))?;
        Ok(baseline)
    }

    /// Takes what the baseline knows out of a report and counts it. `inputs` are all that were to be read.
    pub fn sift(&self, baseline: &Baseline, report: &mut Report, inputs: &[Arc<str>]) {
        let matched = baseline.sift(&mut report.findings, &self.names());
        if matched.known > 0 {
            *report.counts.skipped.entry("baseline").or_default() += matched.known;
        }
        let gone = if matched.missing.is_empty() { 0 } else { self.gone(&matched.missing, report, inputs) };
        report.baseline = Some(Sifted { file: self.shown.clone(), known: matched.known, gone });
    }

    /// Counts the findings that no longer occur: their file was read, or is not there any more. Of other files, nothing is
    /// known.
    fn gone(&self, missing: &[(Fingerprint, usize)], report: &Report, inputs: &[Arc<str>]) -> usize {
        let unread: BTreeSet<&str> = report.gaps.iter().map(|gap| gap.what.as_str()).collect();
        let read = inputs.iter().filter(|name| !unread.contains(&***name));
        let names = self.names();
        let read: BTreeSet<String> = read.map(|name| names(name)).collect();
        let folder = self.folder();
        let is_gone = |file: &String| {
            read.contains(file) || (source::is_file_name(file) && !folder.join(file).exists())
        };
        let gone = missing.iter().filter(|(of, _)| of.file.as_ref().is_some_and(is_gone));
        gone.map(|(_, count)| count).sum()
    }

    /// Refuses to replace a file that is no baseline: a name may be a slip.
    ///
    /// # Errors
    /// A file that is there and is no baseline of the tool.
    pub fn may_replace(&self) -> Result<(), CliError> {
        if fs::symlink_metadata(&self.path).is_err() {
            return Ok(());
        }
        let text = read(&self.path).unwrap_or_default();
        match Baseline::parse(&text, self.tool) {
            Ok(_) => Ok(()),
            Err(why) => Err(CliError::usage(format!("{} is there and is not overwritten", self.shown))
                .cause(why)
                .hint("remove it first, or name another file")),
        }
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    /// Names files relative to the baseline's folder. Each is looked up once: a file may have many findings.
    fn names(&self) -> impl Fn(&str) -> String {
        let known = RefCell::new(BTreeMap::new());
        move |name| {
            let mut known = known.borrow_mut();
            let named = || source::relative(self.folder(), name);
            known.entry(name.to_owned()).or_insert_with(named).clone()
        }
    }
}
