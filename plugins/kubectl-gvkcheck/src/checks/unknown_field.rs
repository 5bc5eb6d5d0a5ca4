//! `unknown-field`: the kind has no such field.

use kubecheck_core::check::findings::{Draft, DraftFix, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Safety;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck};
use crate::identity::{names, verdict};
use crate::schema::Problem;
use crate::schema::history::{self, Known};

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
    let Some(kind) = facts.kind() else { return };
    for violation in &facts.violations {
        let Problem::UnknownField(of) = violation.problem else { continue };
        let name: &str = &object.document.tree.node(violation.at).text;
        let field = words::field(object, violation.at);
        let message = format!("{} {} has no field {field} in {}", verdict::of(kind), kind.kind, facts.target);
        let mut draft = Draft::new(&RULE, violation.at, message);
        let known = history::find(kind, facts.target, &violation.path, name);
        let fields = || of.fields.iter().map(|field| field.name);
        if let Some(known) = known {
            draft = draft.help(elsewhere(&known, facts));
        } else if let Some(near) = names::nearest(name, fields()) {
            draft = draft.help(format!("did you mean \"{near}\"?")).fix(DraftFix {
                title: format!("rename the field to {near}"),
                safety: Safety::Unsafe,
                set: vec![(violation.at, near.to_owned())],
            });
        } else {
            draft = draft.help(words::list("fields here: ", fields()));
        }
        findings.add(draft);
    }
}

fn elsewhere(known: &Known, facts: &Facts) -> String {
    match known {
        Known::From(minor) => format!("Kubernetes has it from {minor} on; the target is {}", facts.target),
        Known::Until(minor) => format!("Kubernetes had it until {minor}; the target is {}", facts.target),
        Known::In(kind) => format!("{} has it: the body is of that version", verdict::of(kind)),
    }
}
