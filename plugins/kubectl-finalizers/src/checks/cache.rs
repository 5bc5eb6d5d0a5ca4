//! What the rules about watch caches share.

use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place};

/// An object, or a type, as one API server shows it.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The API server.
    pub server: String,
    /// The object.
    pub object: ObjectRef,
}

impl Spot {
    /// Makes a finding.
    pub(super) fn finding(&self, rule: &'static Rule, message: String, help: &str) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            message,
            place: Place {
                context: Some(self.server.clone()),
                object: Some(self.object.clone()),
                ..Place::default()
            },
            related: Vec::new(),
            help: Some(help.to_owned()),
            fix: None,
            snippet: None,
        }
    }
}
