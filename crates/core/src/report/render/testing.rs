//! Small reports for the tests of the renderings.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::rule::{Fixes, Rule, Severity};
use crate::model::tree::{Position, Span};
use crate::report::finding::{
    Counts, FileCounts, Finding, Fix, Gap, ObjectRef, Place, Related, Report, Safety, Snippet, TextEdit, Tool,
};

pub(super) static WRONG_GROUP: Rule = Rule {
    id: "GVK001",
    name: "wrong-group",
    summary: "the kind lives in another group",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: "# wrong-group\n\n## What it finds\nA kind in a group that does not have it.\n",
};

pub(super) static DEPRECATED: Rule = Rule {
    id: "GVK011",
    name: "deprecated-version",
    summary: "the version is deprecated",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: "# deprecated-version\n\n## What it finds\nA version that will go.\n",
};

static RULES: [&Rule; 2] = [&WRONG_GROUP, &DEPRECATED];

/// Builds a report of one file and one object at 1.36.
pub(super) fn report(findings: Vec<Finding>) -> Report {
    Report {
        tool: Tool {
            name: "gvkcheck",
            version: "0.1.0",
            target: "1.36".to_owned(),
            rules: &RULES,
            ..Tool::default()
        },
        findings,
        counts: Counts { files: 1, objects: 1, ..Counts::default() },
        files: vec![file("a.yaml", 1)],
        fail_on: Severity::Error,
        ..Report::default()
    }
}

/// Builds the counts of a file in which nothing was passed over.
pub(super) fn file(name: &str, objects: usize) -> FileCounts {
    FileCounts { name: Arc::from(name), objects, skipped: BTreeMap::new() }
}

/// Builds a span within one line.
pub(super) fn span(line: u32, start: u32, end: u32) -> Span {
    Span { start: Position { line, column: start }, end: Position { line, column: end } }
}

/// Builds a place in `a.yaml`.
pub(super) fn place(pointer: &str, span: Span) -> Place {
    Place {
        file: Some(Arc::from("a.yaml")),
        span: Some(span),
        pointer: pointer.to_owned(),
        object: Some(object("apps/v1", "ConfigMap", None, "x")),
        ..Place::default()
    }
}

/// Builds the names of an object.
pub(super) fn object(api_version: &str, kind: &str, namespace: Option<&str>, name: &str) -> ObjectRef {
    ObjectRef {
        api_version: Some(api_version.to_owned()),
        kind: Some(kind.to_owned()),
        namespace: namespace.map(str::to_owned),
        name: Some(name.to_owned()),
    }
}

/// Builds an error with everything a finding can have: `apiVersion: apps/v1` of a ConfigMap.
pub(super) fn wrong_group() -> Finding {
    Finding {
        rule: &WRONG_GROUP,
        severity: Severity::Error,
        message: "ConfigMap is not in apps/v1; it is in v1".to_owned(),
        place: place("/apiVersion", span(1, 13, 20)),
        related: vec![Related {
            message: "the kind is here".to_owned(),
            place: place("/kind", span(2, 7, 16)),
        }],
        help: Some("write apiVersion: v1".to_owned()),
        fix: Some(Fix {
            title: "set apiVersion to v1".to_owned(),
            safety: Safety::Safe,
            edits: vec![TextEdit {
                file: Arc::from("a.yaml"),
                start_byte: 12,
                end_byte: 19,
                span: span(1, 13, 20),
                text: "v1".to_owned(),
            }],
        }),
        snippet: Some(snippet(1, &["apiVersion: apps/v1", "kind: ConfigMap", "metadata: {name: x}"])),
    }
}

/// Builds a warning without related places, help or fix.
pub(super) fn deprecated() -> Finding {
    let mut place = place("/apiVersion", span(7, 13, 27));
    place.document = 1;
    place.object = Some(object("policy/v1beta1", "PodDisruptionBudget", Some("shop"), "web"));
    Finding {
        rule: &DEPRECATED,
        severity: Severity::Warning,
        message: "policy/v1beta1 PodDisruptionBudget is deprecated since 1.21".to_owned(),
        place,
        related: Vec::new(),
        help: None,
        fix: None,
        snippet: Some(snippet(7, &["apiVersion: policy/v1beta1", "kind: PodDisruptionBudget"])),
    }
}

/// Builds a snippet.
pub(super) fn snippet(first_line: u32, lines: &[&str]) -> Snippet {
    Snippet { first_line, lines: lines.iter().map(|&line| line.to_owned()).collect() }
}

/// Builds the gap of a file that cannot be read.
pub(super) fn gap() -> Gap {
    Gap {
        what: "b.yaml".to_owned(),
        why: "permission denied".to_owned(),
        needed_for: vec!["wrong-group".to_owned()],
        ..Gap::default()
    }
}
