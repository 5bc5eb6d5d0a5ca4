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
        } else if self.allow_gaps || report.gaps.is_empty() {
            Exit::Clean
        } else if report.gaps.iter().any(|gap| gap.is_transient) {
            Exit::Transient
        } else {
            Exit::Incomplete
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::{Fixes, Rule};
    use crate::report::finding::{Finding, Gap, Place};

    static RULE: Rule = Rule {
        id: "TST001",
        name: "test",
        summary: "",
        severity: Severity::Warning,
        fixes: Fixes::None,
        since: "0",
        page: "",
    };

    fn report(findings: usize, gaps: usize) -> Report {
        let finding = Finding {
            rule: &RULE,
            severity: Severity::Warning,
            message: String::new(),
            place: Place::default(),
            related: Vec::new(),
            help: None,
            fix: None,
            snippet: None,
        };
        let gap = Gap { what: String::new(), why: String::new(), needed_for: Vec::new(), ..Gap::default() };
        Report { findings: vec![finding; findings], gaps: vec![gap; gaps], ..Report::default() }
    }

    const STRICT: Policy = Policy { fail_on: Some(Severity::Warning), allow_gaps: false, exit_zero: false };

    #[test]
    fn findings_at_the_bound_fail_and_below_it_do_not() {
        let lax = Policy { fail_on: Some(Severity::Error), ..STRICT };
        assert_eq!(STRICT.judge(&report(1, 0)), Exit::Findings);
        assert_eq!(lax.judge(&report(1, 0)), Exit::Clean);
    }

    #[test]
    fn a_gap_is_never_clean_unless_allowed_and_never_hides_a_finding() {
        assert_eq!(STRICT.judge(&report(0, 1)), Exit::Incomplete);
        assert_eq!(STRICT.judge(&report(1, 1)), Exit::Findings);
        assert_eq!(Policy { allow_gaps: true, ..STRICT }.judge(&report(0, 1)), Exit::Clean);
    }

    #[test]
    fn exit_zero_only_reports() {
        assert_eq!(Policy { exit_zero: true, ..STRICT }.judge(&report(1, 1)), Exit::Clean);
    }
}
