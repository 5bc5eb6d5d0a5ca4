//! Findings, gaps and counts: what a run has to say, before it is rendered.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::rule::{Rule, Severity};
use crate::model::tree::Span;

/// Everything a run tells.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The tool and what it judged against.
    pub tool: Tool,
    /// The findings, in the order: origin, document, position, rule, message.
    pub findings: Vec<Finding>,
    /// What could not be read or judged.
    pub gaps: Vec<Gap>,
    /// What was looked at.
    pub counts: Counts,
    /// The files that were opened, in the order of the input.
    pub files: Vec<FileCounts>,
    /// The least severity that formats of test results show as a failure.
    pub fail_on: Severity,
    /// What the baseline knew already, if there is one.
    pub baseline: Option<Sifted>,
}

/// What a baseline knew already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// The file, as it is shown.
    pub file: String,
    /// How many findings it knew, which are not told again.
    pub known: usize,
    /// How many of its findings no longer occur.
    pub gone: usize,
}

/// The tool and what it judged against.
#[derive(Clone, Debug, Default)]
pub struct Tool {
    /// The plugin's name, without `kubectl-`.
    pub name: &'static str,
    /// The plugin's version.
    pub version: &'static str,
    /// The target: a version of Kubernetes, or a context and scope.
    pub target: String,
    /// The configuration file that was used, as it is shown.
    pub configuration: Option<String>,
    /// The rules the tool knows, in the order of its documentation; SARIF lists them.
    pub rules: &'static [&'static Rule],
}

/// One thing that is wrong, at one place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is: the rule's severity, unless the run says otherwise.
    pub severity: Severity,
    /// What is wrong, with the values: a fragment without a full stop.
    pub message: String,
    /// The one primary place.
    pub place: Place,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// What to do next.
    pub help: Option<String>,
    /// How it can be mended in the file.
    pub fix: Option<Fix>,
    /// The lines of the source around the place, for terminals.
    pub snippet: Option<Snippet>,
}

/// Where a finding is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named; `-` for standard input. None for a live object.
    pub file: Option<Arc<str>>,
    /// The number of the document in the file, from 0.
    pub document: usize,
    /// Where in the file. None for a live object.
    pub span: Option<Span>,
    /// The JSON pointer in the document.
    pub pointer: String,
    /// Where in the object, as it stays when items of lists come and go; see [`crate::model::pointer::steady`].
    pub steady: String,
    /// The kubeconfig context of a live object.
    pub context: Option<String>,
    /// The key in etcd of a stored object.
    pub key: Option<String>,
    /// The chart template that a rendered document came from.
    pub template: Option<String>,
    /// The object, as far as it could be identified.
    pub object: Option<ObjectRef>,
}

/// An object by its names, as they stand in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectRef {
    /// The apiVersion.
    pub api_version: Option<String>,
    /// The kind.
    pub kind: Option<String>,
    /// The namespace.
    pub namespace: Option<String>,
    /// The name, or the generateName with a `*` behind it.
    pub name: Option<String>,
}

/// Another place and what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What is there: a fragment.
    pub message: String,
    /// The place.
    pub place: Place,
}

/// Some lines of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The number of the first line, from 1.
    pub first_line: u32,
    /// The lines, line ends left out.
    pub lines: Vec<String>,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Means what was meant; may be applied unseen.
    Safe,
    /// Likely right; wants a look.
    Unsafe,
    /// Only shown.
    Display,
}

/// A change to the file that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "set apiVersion to v1".
    pub title: String,
    /// How sure it is.
    pub safety: Safety,
    /// The edits, in the order of the file, not overlapping.
    pub edits: Vec<TextEdit>,
}

/// The replacement of a range of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The file.
    pub file: Arc<str>,
    /// The first byte that goes.
    pub start_byte: u64,
    /// The byte behind the last that goes.
    pub end_byte: u64,
    /// The same range by lines and columns.
    pub span: Span,
    /// What comes instead.
    pub text: String,
}

/// Something that could not be read or judged, and what lacked it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// What is missing: a file, a kind.
    pub what: String,
    /// Why it is missing.
    pub why: String,
    /// The rules or answers that lacked it.
    pub needed_for: Vec<String>,
    /// Whether trying again may help: the server could not be reached, or failed.
    pub is_transient: bool,
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files opened, standard input included.
    pub files: usize,
    /// Objects judged.
    pub objects: usize,
    /// What was passed over, by reason (`template`, `not-kubernetes`, `ignored` …).
    pub skipped: BTreeMap<&'static str, usize>,
}

/// What was looked at in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCounts {
    /// The file as it was named; `-` for standard input.
    pub name: Arc<str>,
    /// Objects judged.
    pub objects: usize,
    /// What was passed over, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
}

impl FileCounts {
    /// Makes the counts of a file that was opened.
    pub fn new(name: Arc<str>) -> Self {
        FileCounts { name, objects: 0, skipped: BTreeMap::new() }
    }

    /// Adds what was looked at in a part of the file.
    pub fn add(&mut self, objects: usize, skipped: &BTreeMap<&'static str, usize>) {
        self.objects += objects;
        for (reason, count) in skipped {
            *self.skipped.entry(reason).or_default() += count;
        }
    }
}

impl Report {
    /// Counts the findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
