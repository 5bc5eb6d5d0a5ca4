//! The exit codes, equal in all four plugins.

use std::process::ExitCode;

use crate::check::rule::Severity;
use crate::report::finding::Report;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on` was found.
    Clean = 0,
    /// Something was.
    Findings = 1,
    /// The command line or the configuration is wrong, or nothing that was named could be opened.
    Usage = 2,
    /// Something that was asked for could not be judged.
    Incomplete = 3,
    /// The server could not be reached; trying again may help.
    Transient = 4,
}

/// The codes as `--help` prints them.
pub const HELP: &str = "\
Exit codes:
  0  clean: nothing at or above --fail-on
  1  findings at or above --fail-on (default: error)
  2  usage or configuration is wrong, or nothing that was named could be opened
  3  incomplete: something that was asked for could not be judged (see the gaps)
  4  transient: the server could not be reached; trying again may help
When several apply: 2, then 1, then 4, then 3.";

/// What turns findings and gaps into an exit code.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// The least severity that fails; none to never fail.
    pub fail_on: Option<Severity>,
    /// Whether gaps are fine.
    pub allow_gaps: bool,
    /// Whether the code is 0 whatever was found.
    pub exit_zero: bool,
}

impl Policy {
    /// Returns the exit of a report.
    pub fn judge(&self, report: &Report) -> Exit {
        let failing = |fail_on| report.findings.iter().any(|finding| finding.severity >= fail_on);
        if self.exit_zero {
            Exit::Clean
        } else if self.fail_on.is_some_and(failing) {
            Exit::Findings
        } else if !report.gaps.is_empty() && !self.allow_gaps {
            Exit::Incomplete
        } else {
            Exit::Clean
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
