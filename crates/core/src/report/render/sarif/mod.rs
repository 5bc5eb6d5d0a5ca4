//! SARIF 2.1.0, as code scanning services take it.
//!
//! A rule's id is its name, the stable key; the short id stands in its properties. Columns are code points, and a bare
//! carriage return ends a line, as in YAML: who applies a fix must find its place. Gaps are notifications of a run that
//! was not wholly successful, so that a service can tell it from a clean one.

mod model;
mod uri;

use std::collections::BTreeMap;
use std::io;

use model::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Invocation, Location, Log, LogicalLocation,
    Notification, PhysicalLocation, Properties, Region, Replacement, Run, Text, Tool,
};
use serde_json::json;

use super::{json, place};
use crate::check::baseline::Fingerprint;
use crate::check::rule::{Rule, Severity};
use crate::model::tree::Span;
use crate::report::finding::{Finding, Fix, Gap, Place, Report, Safety, TextEdit};

/// Writes a report as one run.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    json::write(&log(report), out)
}

fn log(report: &Report) -> Log<'_> {
    let run = Run {
        tool: Tool { driver: driver(report) },
        invocations: [Invocation {
            execution_successful: report.gaps.is_empty(),
            tool_execution_notifications: report.gaps.iter().map(notification).collect(),
        }],
        results: results(report),
        newline_sequences: ["\r\n", "\n", "\r"],
        column_kind: "unicodeCodePoints",
        properties: properties([(
            "target",
            (!report.tool.target.is_empty()).then(|| report.tool.target.clone()),
        )]),
    };
    Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }
}

fn driver(report: &Report) -> Driver<'_> {
    Driver {
        name: report.tool.name,
        version: report.tool.version,
        semantic_version: report.tool.version,
        rules: report.tool.rules.iter().map(|rule| self::rule(rule)).collect(),
    }
}

fn rule(rule: &Rule) -> model::Rule<'_> {
    model::Rule {
        id: rule.name,
        short_description: text(rule.summary),
        full_description: text(rule.summary),
        help: Text { text: rule.page.to_owned(), markdown: Some(rule.page) },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: properties([("id", Some(rule.id)), ("since", Some(rule.since))]),
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn text(text: impl Into<String>) -> Text<'static> {
    Text { text: text.into(), markdown: None }
}

/// Collects the properties that have a value.
fn properties<V: Into<serde_json::Value>, const N: usize>(entries: [(&str, Option<V>); N]) -> Properties {
    let some = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    some.collect()
}

fn notification(gap: &Gap) -> Notification {
    let needed_for = (!gap.needed_for.is_empty()).then(|| json!(gap.needed_for));
    Notification {
        level: "warning",
        message: text(format!("{}: {}", gap.what, gap.why)),
        properties: properties([("neededFor", needed_for)]),
    }
}

/// Builds the results. A service that follows a result from run to run finds what a baseline knows it by; the number tells
/// equal ones apart.
fn results(report: &Report) -> Vec<model::Result<'_>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let result = |finding| {
        let digest = Fingerprint::of(finding, &uri::uri).digest();
        let number = seen.entry(digest.clone()).or_default();
        *number += 1;
        let partial_fingerprints = BTreeMap::from([("kubecheck/v1", format!("{digest}:{number}"))]);
        model::Result { partial_fingerprints, ..result(finding, report.tool.rules) }
    };
    report.findings.iter().map(result).collect()
}

fn result<'a>(finding: &'a Finding, rules: &[&Rule]) -> model::Result<'a> {
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    let at = &finding.place;
    let related = finding.related.iter().enumerate().map(|(number, related)| Location {
        id: Some(number + 1),
        message: Some(text(related.message.as_str())),
        ..location(&related.place)
    });
    model::Result {
        rule_id: finding.rule.name,
        rule_index: rules.iter().position(|rule| rule.name == finding.rule.name),
        level: level(finding.severity),
        message: text(message),
        locations: vec![location(at)],
        related_locations: related.collect(),
        fixes: finding.fix.iter().filter_map(fix).collect(),
        partial_fingerprints: BTreeMap::new(),
        properties: properties([
            ("pointer", Some(json!(at.pointer))),
            ("document", at.file.is_some().then(|| json!(at.document))),
            ("context", at.context.as_ref().map(|context| json!(context))),
            ("template", at.template.as_ref().map(|template| json!(template))),
        ]),
    }
}

fn location(at: &Place) -> Location<'_> {
    let physical = at.file.as_deref().map(|name| PhysicalLocation {
        artifact_location: ArtifactLocation { uri: uri::uri(name) },
        region: region(at.span.unwrap_or_default()),
    });
    let logical = at.object.as_ref().map(|object| LogicalLocation {
        name: object.name.as_deref(),
        fully_qualified_name: place::object(object),
        kind: "object",
    });
    Location {
        id: None,
        physical_location: physical,
        logical_locations: logical.into_iter().collect(),
        message: None,
    }
}

/// Builds a region. Without a span it is the beginning of the file: services want a line, and lines count from 1.
fn region(span: Span) -> Region {
    Region {
        start_line: span.start.line.max(1),
        start_column: span.start.column.max(1),
        end_line: span.end.line.max(1),
        end_column: span.end.column.max(1),
    }
}

/// Builds a fix that a tool may apply; what is only shown is none.
fn fix(fix: &Fix) -> Option<model::Fix<'_>> {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
        Safety::Display => return None,
    };
    let by_file = fix.edits.chunk_by(|one, next| one.file == next.file);
    let changes: Vec<ArtifactChange<'_>> = by_file.filter_map(change).collect();
    (!changes.is_empty()).then(|| model::Fix {
        description: text(fix.title.as_str()),
        artifact_changes: changes,
        properties: properties([("safety", Some(safety))]),
    })
}

fn change(edits: &[TextEdit]) -> Option<ArtifactChange<'_>> {
    let replacements = edits.iter().map(|edit| Replacement {
        deleted_region: region(edit.span),
        inserted_content: text(edit.text.as_str()),
    });
    Some(ArtifactChange {
        artifact_location: ArtifactLocation { uri: uri::uri(&edits.first()?.file) },
        replacements: replacements.collect(),
    })
}

#[cfg(test)]
mod tests;
