//! `unknown-custom`: a custom kind that no CRD of the input defines.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Finding;

use crate::checks::{Note, crds, unknown_version};
use crate::facts::{Facts, Gvkcheck, api_version_node, claim};
use crate::identity::{Claim, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK012",
    name: "unknown-custom",
    summary: "A custom kind that no CRD of the input defines",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("unknown_custom.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> =
    Check { rules: &[&RULE, &unknown_version::RULE], run: Run::Fold { see, end } };

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    match (&facts.verdict, claim(object)) {
        (Verdict::Custom, Some(claim)) => notes.extend(custom(object, claim, findings)),
        (Verdict::Served(kind), _) if kind.kind == "CustomResourceDefinition" => {
            notes.extend(crds::read(object).map(Note::Defined));
        }
        _ => {}
    }
}

fn custom(object: &Object<'_>, claim: Claim<'_>, findings: &Findings<'_>) -> Option<Note> {
    let api_version = claim.api_version();
    let message =
        format!("{api_version} {} is a custom kind, and no CRD in the input defines it", claim.kind);
    let help =
        "give its CRD as a further path, or set --missing-crd=ignore; a cluster without the CRD answers 404";
    let at = api_version_node(object);
    let finding = findings.hold(Draft::new(&RULE, at, message).help(help))?;
    let rules = [RULE.name, unknown_version::RULE.name];
    let ignored = rules.into_iter().filter(|rule| findings.ignores(at, rule)).collect();
    Some(Note::Custom {
        group: claim.group.to_owned(),
        version: claim.version.to_owned(),
        kind: claim.kind.to_owned(),
        finding: Box::new(finding),
        ignored,
    })
}

fn end(plugin: &Gvkcheck, notes: &[Note]) -> Late {
    let defined = crds::Defined::of(notes);
    let mut late = Late::default();
    for note in notes {
        let Note::Custom { group, version, kind, finding, ignored } = note else { continue };
        let finding = match (defined.versions(group, kind), plugin.missing_crd) {
            (None, Some(severity)) => Finding::clone(finding).at_severity(severity),
            (Some(versions), _) if !versions.contains(&version.as_str()) => {
                other_version(Finding::clone(finding), group, version, kind, versions)
            }
            _ => continue,
        };
        if ignored.contains(&finding.rule.name) {
            late.ignored += 1;
        } else {
            late.findings.push(finding);
        }
    }
    late
}

/// Says that the CRD of the input does not serve this version of its kind.
fn other_version(finding: Finding, group: &str, version: &str, kind: &str, versions: &[&str]) -> Finding {
    let served = if versions.is_empty() { "no version".to_owned() } else { versions.join(", ") };
    Finding {
        rule: &unknown_version::RULE,
        severity: unknown_version::RULE.severity,
        message: format!("the CRD of {kind} in {group} does not serve {version}; it serves {served}"),
        help: versions.first().map(|best| format!("set apiVersion: {group}/{best}")),
        ..finding
    }
}
