//! `owner-namespace`: an owner is in another namespace than the object.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::render;

use crate::owners::{Claim, Wrong};

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN002",
    name: "owner-namespace",
    summary: "An object names an owner in another namespace",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("owner_namespace.md"),
};

/// Words a finding.
pub(super) fn words(claim: &Claim, owner: &str) -> (&'static Rule, String, String) {
    let message = match &claim.wrong {
        Wrong::Elsewhere(other) => {
            format!("the owner {owner} is in another namespace: {}", render::object(other))
        }
        _ => format!("the owner {owner} is in a namespace, and this object is in none"),
    };
    (&RULE, message, claim.help())
}
