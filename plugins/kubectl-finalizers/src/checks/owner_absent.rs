//! `owner-absent`: an owner does not exist.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::owners::{Claim, Wrong};

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN001",
    name: "owner-absent",
    summary: "An object names an owner that does not exist",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("owner_absent.md"),
};

/// Words a finding.
pub(super) fn words(claim: &Claim, owner: &str) -> (&'static Rule, String, String) {
    let version = &claim.reference.api_version;
    let (message, help) = match claim.wrong {
        Wrong::Unserved => {
            (format!("the owner {owner} is of a kind that is not served, {version}"), claim.help())
        }
        Wrong::Namesake => {
            (format!("the owner {owner} is gone, what has its name now is another object"), claim.help())
        }
        _ if claim.is_sure => (format!("the owner {owner} does not exist"), claim.help()),
        _ => (
            format!("the owner {owner} is not in the dump"),
            format!(
                "if all of {} was dumped, the owner is gone; ask the cluster: kubectl finalizers owners",
                claim.reference.kind
            ),
        ),
    };
    (&RULE, message, help)
}
