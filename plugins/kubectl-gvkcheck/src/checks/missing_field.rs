//! `missing-field`: the object lacks a field that the server demands.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Finding;

use crate::checks::kustomize::{self, Kustomizations};
use crate::checks::{Note, cel_rule, invalid_value, words};
use crate::crd;
use crate::facts::{Facts, Gvkcheck};
use crate::identity::verdict;
use crate::schema::Problem;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK017",
    name: "missing-field",
    summary: "The object lacks a field that the server demands",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("missing_field.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> =
    Check { rules: &[&RULE, &invalid_value::RULE, &cel_rule::RULE], run: Run::Fold { see, end } };

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    notes.extend(kustomize::read(object, facts).map(Note::Kustomization));
    custom(object, facts, findings, notes);
    let Some(kind) = facts.kind() else { return };
    let missing =
        facts.violations.iter().filter(|violation| matches!(violation.problem, Problem::Missing(_)));
    if missing.clone().next().is_none() || kustomize::has_directive(object.root) {
        return;
    }
    for violation in missing {
        let Problem::Missing(name) = violation.problem else { continue };
        let path = words::field_of(object, violation.at, name);
        let message = format!("{} {} needs {path}, and it is not set", verdict::of(kind), kind.kind);
        let selector = name == "selector" && violation.path == ["spec"];
        let draft = Draft::new(&RULE, violation.at, message).help(format!("add {path}"));
        hold(draft, selector, findings, notes);
    }
}

/// Words what custom objects lack: fields, and what rules and schemas demand that a patch need not meet by itself.
fn custom(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    if facts.custom.violations.is_empty() || kustomize::has_directive(object.root) {
        return;
    }
    let violations = facts.custom.violations.iter();
    for violation in violations.filter(|violation| !invalid_value::is_open(object, violation)) {
        let draft = match &violation.problem {
            crd::Problem::Missing(name) => {
                let path = words::field_of(object, violation.at, name);
                let message = format!("{} needs {path}, and it is not set", words::subject(object));
                Draft::new(&RULE, violation.at, message).help(format!("add {path}"))
            }
            crd::Problem::Value { message, lacks: true, .. } => {
                invalid_value::draft(object, violation.at, message)
            }
            crd::Problem::Rule(broken) => cel_rule::draft(object, violation.at, broken),
            _ => continue,
        };
        hold(draft, false, findings, notes);
    }
}

fn hold(draft: Draft, selector: bool, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let ignored = findings.ignores(draft.at, draft.rule.name);
    let finding = findings.hold(draft).map(Box::new);
    notes.extend(finding.map(|finding| Note::Missing { finding, ignored, selector }));
}

fn end(_: &Gvkcheck, notes: &[Note]) -> Late {
    let kustomizations = Kustomizations::of(notes);
    let mut late = Late::default();
    for note in notes {
        match note {
            Note::Missing { finding, .. } if kustomizations.merge(finding) => {}
            Note::Missing { finding, selector: true, .. } if kustomizations.fill_selectors(finding) => {}
            Note::Missing { ignored: true, .. } => late.ignored += 1,
            Note::Missing { finding, .. } => late.findings.push(Finding::clone(finding)),
            _ => {}
        }
    }
    late
}
