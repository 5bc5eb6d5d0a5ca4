//! An answer that is no list of findings: its table, its names and its document, and how it ends.

use super::exit::Policy;
use super::output::Output;
use super::start::say;
use super::{CliError, Exit};
use crate::check::rule::Severity;
use crate::report::finding::{Gap, Report};
use crate::report::render::{self, Format};
use serde_json::{Value, json};

/// An answer.
#[derive(Debug)]
pub struct Told {
    /// The table, with what is said below it.
    pub text: String,
    /// One line a thing, for `-o name`.
    pub names: String,
    /// The document; gaps are added, and `confidence`: `exact`, or `partial` if there are any.
    pub document: Value,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// The worst of what was found.
    pub worst: Option<Severity>,
}

impl Told {
    /// Writes the answer in the format that was asked for, and tells how the program ends.
    ///
    /// # Errors
    /// What cannot be written or rendered.
    pub fn tell(mut self, output: &Output, policy: Policy) -> Result<Exit, CliError> {
        let gap = |gap: &Gap| json!({"what": gap.what, "why": gap.why, "neededFor": gap.needed_for});
        self.document["confidence"] = json!(if self.gaps.is_empty() { "exact" } else { "partial" });
        self.document["gaps"] = self.gaps.iter().map(gap).collect();
        write(output, &self.text, &self.names, &self.document, &self.gaps)?;
        Ok(self.exit(policy))
    }

    fn exit(&self, policy: Policy) -> Exit {
        let fails = policy.fail_on.is_some_and(|bound| self.worst.is_some_and(|worst| worst >= bound));
        match () {
            () if policy.exit_zero => Exit::Clean,
            () if fails => Exit::Findings,
            () if policy.allow_gaps || self.gaps.is_empty() => Exit::Clean,
            () if self.gaps.iter().any(|gap| gap.is_transient) => Exit::Transient,
            () => Exit::Incomplete,
        }
    }
}

/// Writes an answer in the format that was asked for. Gaps stand below a table and in a document; else they are said.
///
/// # Errors
/// What cannot be written or rendered.
pub fn write(
    output: &Output,
    text: &str,
    names: &str,
    document: &Value,
    gaps: &[Gap],
) -> Result<(), CliError> {
    if matches!(output.format(), Format::Name | Format::JsonPath(_)) {
        for gap in gaps {
            say("gap", &format!("{}: {}", gap.what, gap.why));
        }
    }
    match output.format() {
        Format::Table | Format::Wide => {
            let report = Report { gaps: gaps.to_vec(), ..Report::default() };
            let gaps = render::gaps(&report, output.style().color);
            let lines: String = gaps.iter().map(|line| format!("{line}\n")).collect();
            output.text(&format!("{text}{lines}"))
        }
        Format::Name => output.text(names),
        _ => output.value(document),
    }
}
