//! `unknown-field`: the kind has no such field.

use kubecheck_core::check::findings::{Draft, DraftFix, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Safety;

use kubecheck_catalog::{self as catalog, Field};

use crate::checks::{kustomize, words};
use crate::crd;
use crate::facts::{Facts, Gvkcheck};
use crate::identity::{names, verdict};
use crate::schema::history::{self, Known};
use crate::schema::placeholder::SOPS;
use crate::schema::{self, Problem};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK015",
    name: "unknown-field",
    summary: "The kind has no such field; strict validation refuses the object",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("unknown_field.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    custom(object, facts, findings);
    let Some(kind) = facts.kind() else { return };
    let tree = &object.document.tree;
    for violation in &facts.violations {
        let Problem::UnknownField { of, within, value } = violation.problem else { continue };
        let name: &str = &tree.node(violation.at).text;
        if kustomize::is_directive(name) {
            findings.pass_over("patch-directive");
            continue;
        }
        let field = words::field(object, violation.at);
        let message = format!("{} {} has no field {field} in {}", verdict::of(kind), kind.kind, facts.target);
        let draft = Draft::new(&RULE, violation.at, message).secret(facts.is_secret());
        let within = tree.value(within);
        let taken = of.fields.iter().filter(|field| within.get(field.name).is_some());
        let free = of.fields.iter().filter(|field| within.get(field.name).is_none());
        let same = |field: &&Field| field.name.eq_ignore_ascii_case(name);
        findings.add(if let Some(known) = history::find(kind, facts.target, &violation.path, name) {
            draft.help(elsewhere(&known, facts))
        } else if let Some(there) = taken.clone().find(same) {
            draft.help(format!("the field {} is there as well; remove one of them", there.name))
        } else if let Some(near) = names::nearest(name, free.clone().map(|field| field.name)) {
            let schema = of.field(near).map(|field| &field.schema);
            let schemas = catalog::schemas(facts.target);
            let fits = schema.is_some_and(|schema| schema::fits(tree.value(value), schema, kind, schemas));
            let fix = DraftFix {
                title: format!("rename the field to {near}"),
                safety: Safety::Unsafe,
                set: vec![(violation.at, near.to_owned())],
            };
            draft.help(format!("did you mean \"{near}\"?")).fix_if(fits.then_some(fix))
        } else {
            draft.help(words::list("fields here: ", of.fields.iter().map(|field| field.name)))
        });
    }
}

/// Words the unknown fields of custom objects, which the schema of their CRD does not have.
fn custom(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let tree = &object.document.tree;
    for violation in &facts.custom.violations {
        let crd::Problem::UnknownField { within, fields, .. } = &violation.problem else { continue };
        let name: &str = &tree.node(violation.at).text;
        if name == SOPS && *within == object.root.id() {
            continue;
        }
        if kustomize::is_directive(name) {
            findings.pass_over("patch-directive");
            continue;
        }
        let field = words::field(object, violation.at);
        let message = format!("{} has no field {field} in its CRD", words::subject(object));
        let draft = Draft::new(&RULE, violation.at, message);
        let within = tree.value(*within);
        let names = || fields.iter().map(|field| &**field);
        let free = names().filter(|field| within.get(field).is_none());
        findings.add(match names::nearest(name, free) {
            _ if fields.is_empty() => {
                draft.help("the server drops it, or refuses it under strict validation")
            }
            Some(near) => draft.help(format!("did you mean \"{near}\"?")).fix(DraftFix {
                title: format!("rename the field to {near}"),
                safety: Safety::Unsafe,
                set: vec![(violation.at, near.to_owned())],
            }),
            None => draft.help(words::list("fields here: ", names())),
        });
    }
}

fn elsewhere(known: &Known, facts: &Facts) -> String {
    match known {
        Known::From(minor) => format!("Kubernetes has it from {minor} on; the target is {}", facts.target),
        Known::Until(minor) => format!("Kubernetes had it until {minor}; the target is {}", facts.target),
        Known::In(kind) => format!("{} has it: the body is of that version", verdict::of(kind)),
    }
}
