//! What must hold of every run of the checks, whatever the text; shared by a test and the fuzz target `check`.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::report::finding::{Finding, Report, TextEdit};
use kubecheck_core::report::render::{self, Format, Style};
use kubecheck_core::source::{Input, Listing};
use kubectl_gvkcheck::facts::Gvkcheck;

/// Judges a text at a version that its first byte names, and looks at what is told.
#[allow(dead_code, reason = "each of the programs that share this file uses a part of it")]
pub(crate) fn check(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    judge(*choice, text);
}

/// Judges a CRD and an object of it, of which the bytes hold a part: behind the choice of a version, either the schema and the
/// object's fields or, if the first byte is odd, a rule in CEL; two equals signs on a line of their own part the two.
#[allow(dead_code, reason = "each of the programs that share this file uses a part of it")]
pub(crate) fn check_crd(bytes: &[u8]) {
    let Some((choice, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let (first, second) =
        text.split_once("\n==\n").unwrap_or((text, "spec: {a: x, l: [{b: 1}, {b: 2}], m: {k: v}}\n"));
    let schema = match choice % 2 {
        0 => first.lines().map(|line| format!("          {line}\n")).collect(),
        _ => format!("          {}\n", RULED.replace("RULE", &serde_json::Value::from(first).to_string())),
    };
    judge(choice / 2, &format!("{CRD}{schema}---\n{OBJECT}{second}"));
}

/// The head of a CRD whose schema follows.
const CRD: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.shop.example.com}
spec:
  group: shop.example.com
  scope: Namespaced
  names: {plural: lamps, kind: Lamp}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
";

/// A schema with a rule.
const RULED: &str = "{type: object, properties: {spec: {type: object, x-kubernetes-validations: [{rule: RULE}], properties: {\
    a: {type: string}, l: {type: array, items: {type: object, properties: {b: {type: integer}}}}, \
    m: {type: object, additionalProperties: {type: string}}}}}}";

/// The head of an object whose fields follow.
const OBJECT: &str = "apiVersion: shop.example.com/v1\nkind: Lamp\nmetadata: {name: a}\n";

fn judge(choice: u8, text: &str) {
    let minors: Vec<Minor> = Minor::all().collect();
    let target = minors[usize::from(choice) % minors.len()];
    // An odd number after the version has the text judged as the whole world.
    let closed = usize::from(choice) / minors.len() % 2 == 1;
    let plugin = Gvkcheck {
        target,
        missing_crd: Some(Severity::Warning),
        closed,
        world: Arc::default(),
        reader: None,
        live: None,
        checks: kubectl_gvkcheck::checks::CHECKS,
    };
    let listing = Listing { inputs: vec![Input::memory("x.yaml", text)], ..Listing::default() };
    let outcome = run::run(&plugin, listing, Options { snippets: true }, &Progress::default());
    for finding in &outcome.findings {
        check_finding(finding, text);
    }
    let report = Report {
        findings: outcome.findings,
        gaps: outcome.gaps,
        counts: outcome.counts,
        files: outcome.files,
        ..Report::default()
    };
    for format in [
        Format::Table,
        Format::Wide,
        Format::Json,
        Format::Yaml,
        Format::Sarif,
        Format::Github,
        Format::Junit,
        Format::Markdown,
    ] {
        let style = Style { snippets: true, color: true, ..Style::default() };
        render::render(&report, &format, &style, &mut Vec::new()).expect("a report can be rendered");
    }
}

fn check_finding(finding: &Finding, text: &str) {
    let span = finding.place.span.expect("a finding in a file has a place");
    assert!(span.start.line >= 1 && span.start.column >= 1, "{finding:?}");
    assert!(span.start <= span.end, "{finding:?}");
    assert!(!finding.message.is_empty(), "{finding:?}");
    let edits: &[TextEdit] = finding.fix.as_ref().map_or(&[], |fix| &fix.edits);
    for edit in edits {
        let range = edit.start_byte as usize..edit.end_byte as usize;
        assert!(text.get(range).is_some(), "an edit outside of the text or inside a character: {finding:?}");
    }
}
