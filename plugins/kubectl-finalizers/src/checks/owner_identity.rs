//! `owner-identity`: a reference and the object with its UID differ in kind, name or version.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::render;

use crate::owners::{Claim, Wrong};

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN003",
    name: "owner-identity",
    summary: "An owner reference has the UID of one object and names another",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("owner_identity.md"),
};

/// Words a finding.
pub(super) fn words(claim: &Claim, owner: &str) -> (&'static Rule, String, String) {
    let version = &claim.reference.api_version;
    let message = match &claim.wrong {
        Wrong::Version(served) => {
            format!("the owner {owner} is named in {version}, which is not served; it is in {served}")
        }
        Wrong::Other(other) => {
            let real = other.api_version.as_deref().unwrap_or_default();
            format!("the UID of the owner {owner} ({version}) is that of {} ({real})", render::object(other))
        }
        _ => format!("the owner {owner} is another object"),
    };
    (&RULE, message, claim.help())
}
