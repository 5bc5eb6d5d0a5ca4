//! Baselines: the findings that a project knows of, so that a run tells only those that have come since.
//!
//! A baseline is a file of JSON with one finding a line, sorted, so that a change of it reads well and two changes merge
//! well. What a finding is known by is its [`Fingerprint`]; a finding that stands there twice is known twice and no more.

mod fingerprint;

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

pub use fingerprint::Fingerprint;

use crate::report::finding::Finding;

/// The form of baselines that this version writes and reads.
const API_VERSION: &str = "kubecheck/v1";
const KIND: &str = "Baseline";

/// The findings that a project knows of, each with how often it occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    findings: BTreeMap<Fingerprint, usize>,
}

/// What a baseline makes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// How many findings it knew.
    pub known: usize,
    /// The findings that it knows and that did not occur, with how often each is missing.
    pub missing: Vec<(Fingerprint, usize)>,
}

/// The file, before its entries are put together.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    api_version: String,
    kind: String,
    tool: String,
    findings: Vec<Entry>,
}

/// A finding in the file.
#[derive(Deserialize, Serialize)]
struct Entry {
    #[serde(flatten)]
    fingerprint: Fingerprint,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

const fn once() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
const fn is_once(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Makes a baseline of findings. `name` names a file relative to the baseline's folder.
    pub fn of(findings: &[Finding], name: &dyn Fn(&str) -> String) -> Baseline {
        let mut baseline = Baseline::default();
        for finding in findings {
            *baseline.findings.entry(Fingerprint::of(finding, name)).or_default() += 1;
        }
        baseline
    }

    /// Returns how many findings it knows.
    pub fn len(&self) -> usize {
        self.findings.values().sum()
    }

    /// Tells whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Reads the text of a baseline of a tool.
    ///
    /// # Errors
    /// Why it is none, or none that this version can read.
    pub fn parse(text: &str, tool: &str) -> Result<Baseline, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let head: Head = serde_json::from_str(text).map_err(|error| format!("it is no baseline: {error}"))?;
        match (head.api_version.as_deref(), head.kind.as_deref(), head.tool.as_deref()) {
            (Some(API_VERSION), Some(KIND), Some(of)) if of == tool => {}
            (Some(API_VERSION), Some(KIND), Some(of)) => return Err(format!("it is a baseline of {of}")),
            (Some(other), Some(KIND), _) => {
                return Err(format!("it is a baseline of {other}, and this version reads {API_VERSION}"));
            }
            _ => return Err("it is no baseline".to_owned()),
        }
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        debug_assert!(file.api_version == API_VERSION && file.kind == KIND && file.tool == tool);
        let mut baseline = Baseline::default();
        for entry in file.findings {
            let count = baseline.findings.entry(entry.fingerprint).or_default();
            *count = count.saturating_add(entry.count);
        }
        Ok(baseline)
    }

    /// Writes the baseline of a tool.
    ///
    /// # Errors
    /// Never for what JSON can hold.
    pub fn write(&self, tool: &str) -> Result<String, serde_json::Error> {
        let mut text = String::from("{\n");
        for (key, value) in [("apiVersion", API_VERSION), ("kind", KIND), ("tool", tool)] {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "  {}: {},", serde_json::to_string(key)?, serde_json::to_string(value)?);
        }
        text.push_str("  \"findings\": [");
        for (at, (fingerprint, count)) in self.findings.iter().enumerate() {
            let entry = Entry { fingerprint: fingerprint.clone(), count: *count };
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n    {}", serde_json::to_string(&entry)?);
        }
        text.push_str(if self.findings.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        Ok(text)
    }

    /// Takes the findings away that it knows; of one that occurs more often than it knows, the last ones stay.
    pub fn sift(&self, findings: &mut Vec<Finding>, name: &dyn Fn(&str) -> String) -> Matched {
        let mut left = self.findings.clone();
        let before = findings.len();
        findings.retain(|finding| match left.get_mut(&Fingerprint::of(finding, name)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        left.retain(|_, count| *count > 0);
        Matched { known: before - findings.len(), missing: left.into_iter().collect() }
    }
}

/// What tells whether a file is a baseline at all.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    api_version: Option<String>,
    kind: Option<String>,
    tool: Option<String>,
}

#[cfg(test)]
mod tests;
