//! What the findings about owner references have in common.

use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::Finding;

use super::{owner_absent, owner_identity, owner_namespace};
use crate::owners::{Claim, Wrong};

/// Makes a finding of a reference that is wrong.
pub(crate) fn finding(claim: &Claim, context: Option<&str>) -> Finding {
    let owner = claim.owner();
    let (rule, message, help): (&'static Rule, String, String) = match &claim.wrong {
        Wrong::Gone | Wrong::Namesake | Wrong::Unserved => owner_absent::words(claim, &owner),
        Wrong::Elsewhere(_) | Wrong::Scope => owner_namespace::words(claim, &owner),
        Wrong::Other(_) | Wrong::Version(_) => owner_identity::words(claim, &owner),
    };
    Finding {
        rule,
        severity: claim.severity(),
        message,
        place: claim.place(context),
        related: Vec::new(),
        help: Some(help),
        fix: None,
        snippet: None,
    }
}
