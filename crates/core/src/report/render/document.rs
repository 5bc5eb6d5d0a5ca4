//! The `kubecheck/v1` Report document: the contract with scripts. Fields may be added, never renamed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::rule::Severity;
use crate::report::finding::{
    Counts, Finding, Fix, Gap, ObjectRef, Place, Related, Report, Safety, TextEdit,
};

/// The report as scripts see it; fields stand in the order of the documentation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    api_version: &'static str,
    kind: &'static str,
    tool: ToolDocument<'a>,
    findings: Vec<FindingDocument<'a>>,
    gaps: Vec<GapDocument<'a>>,
    counts: CountsDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineDocument<'a>>,
}

#[derive(Serialize)]
struct BaselineDocument<'a> {
    file: &'a str,
    known: usize,
    gone: usize,
}

#[derive(Serialize)]
struct ToolDocument<'a> {
    name: &'a str,
    version: &'a str,
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    rule: &'a str,
    id: &'a str,
    severity: &'a str,
    message: &'a str,
    place: PlaceDocument<'a>,
    related: Vec<RelatedDocument<'a>>,
    help: Option<&'a str>,
    fix: Option<FixDocument<'a>>,
}

#[derive(Serialize)]
struct PlaceDocument<'a> {
    file: Option<&'a str>,
    document: usize,
    line: Option<u32>,
    column: Option<u32>,
    pointer: &'a str,
    context: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    template: Option<&'a str>,
    object: Option<ObjectDocument<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ObjectDocument<'a> {
    api_version: Option<&'a str>,
    kind: Option<&'a str>,
    namespace: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct RelatedDocument<'a> {
    message: &'a str,
    place: PlaceDocument<'a>,
}

#[derive(Serialize)]
struct FixDocument<'a> {
    title: &'a str,
    safety: &'static str,
    edits: Vec<EditDocument<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditDocument<'a> {
    file: &'a str,
    start_byte: u64,
    end_byte: u64,
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GapDocument<'a> {
    what: &'a str,
    why: &'a str,
    needed_for: &'a [String],
}

#[derive(Serialize)]
struct CountsDocument<'a> {
    files: usize,
    objects: usize,
    error: usize,
    warning: usize,
    info: usize,
    skipped: &'a BTreeMap<&'static str, usize>,
}

impl<'a> Document<'a> {
    /// Builds the document of a report.
    pub(super) fn new(report: &'a Report) -> Document<'a> {
        let Counts { files, objects, skipped } = &report.counts;
        Document {
            api_version: "kubecheck/v1",
            kind: "Report",
            tool: ToolDocument {
                name: report.tool.name,
                version: report.tool.version,
                target: &report.tool.target,
                configuration: report.tool.configuration.as_deref(),
            },
            findings: report.findings.iter().map(finding).collect(),
            gaps: report.gaps.iter().map(gap).collect(),
            counts: CountsDocument {
                files: *files,
                objects: *objects,
                error: report.count(Severity::Error),
                warning: report.count(Severity::Warning),
                info: report.count(Severity::Info),
                skipped,
            },
            baseline: report.baseline.as_ref().map(|sifted| BaselineDocument {
                file: &sifted.file,
                known: sifted.known,
                gone: sifted.gone,
            }),
        }
    }
}

fn finding(finding: &Finding) -> FindingDocument<'_> {
    FindingDocument {
        rule: finding.rule.name,
        id: finding.rule.id,
        severity: finding.severity.name(),
        message: &finding.message,
        place: place(&finding.place),
        related: finding.related.iter().map(related).collect(),
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(fix),
    }
}

fn place(place: &Place) -> PlaceDocument<'_> {
    PlaceDocument {
        file: place.file.as_deref(),
        document: place.document,
        line: place.span.map(|span| span.start.line),
        column: place.span.map(|span| span.start.column),
        pointer: &place.pointer,
        context: place.context.as_deref(),
        key: place.key.as_deref(),
        template: place.template.as_deref(),
        object: place.object.as_ref().map(object),
    }
}

fn object(object: &ObjectRef) -> ObjectDocument<'_> {
    ObjectDocument {
        api_version: object.api_version.as_deref(),
        kind: object.kind.as_deref(),
        namespace: object.namespace.as_deref(),
        name: object.name.as_deref(),
    }
}

fn related(related: &Related) -> RelatedDocument<'_> {
    RelatedDocument { message: &related.message, place: place(&related.place) }
}

fn fix(fix: &Fix) -> FixDocument<'_> {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
        Safety::Display => "display",
    };
    FixDocument { title: &fix.title, safety, edits: fix.edits.iter().map(edit).collect() }
}

fn edit(edit: &TextEdit) -> EditDocument<'_> {
    EditDocument {
        file: &edit.file,
        start_byte: edit.start_byte,
        end_byte: edit.end_byte,
        start_line: edit.span.start.line,
        start_column: edit.span.start.column,
        end_line: edit.span.end.line,
        end_column: edit.span.end.column,
        text: &edit.text,
    }
}

fn gap(gap: &Gap) -> GapDocument<'_> {
    GapDocument { what: &gap.what, why: &gap.why, needed_for: &gap.needed_for }
}
