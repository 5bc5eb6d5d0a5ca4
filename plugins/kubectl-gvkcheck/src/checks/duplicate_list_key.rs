//! `duplicate-list-key`: two items of a list stand for the same thing.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::NodeId;

use crate::checks::words;
use crate::crd;
use crate::facts::{Facts, Gvkcheck};
use crate::schema::Problem;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK019",
    name: "duplicate-list-key",
    summary: "Two items of a list have the same key, or are the same value of a set",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("duplicate_list_key.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    for violation in &facts.violations {
        let Problem::DuplicateItem { first, key, set } = &violation.problem else { continue };
        let draft = draft(object, violation.at, *first, key, *set);
        findings.add(
            draft.help(
                "remove one of them; server-side apply refuses both, other writers keep or merge either",
            ),
        );
    }
    for violation in &facts.custom.violations {
        let crd::Problem::DuplicateItem { first, key, set } = &violation.problem else { continue };
        let draft = draft(object, violation.at, *first, key, *set);
        findings.add(draft.help("remove one of them; the server refuses the object"));
    }
}

fn draft(object: &Object<'_>, at: NodeId, first: NodeId, key: &str, set: bool) -> Draft {
    let item = words::field(object, at);
    let message = match set {
        true => format!("{item} is {key} again, in a list that is a set"),
        false => format!("{item} has the {key} again, which is the key of this list"),
    };
    Draft::new(&RULE, at, message).related(first, "the first one is here")
}
