//! Where a finding about etcd is: a key, and the object that stands there or should.

use std::sync::Arc;

use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place};

/// A key and its object.
#[derive(Clone, Debug, Default)]
pub struct Spot {
    /// What the key was read from.
    pub origin: Arc<str>,
    /// The key.
    pub key: String,
    /// The object, as far as it is known.
    pub object: ObjectRef,
}

impl Spot {
    /// Makes a finding about the whole object.
    pub fn finding(&self, rule: &'static Rule, message: String, help: String) -> Finding {
        self.finding_at(rule, "", message, help)
    }

    /// Makes a finding about a field.
    pub fn finding_at(&self, rule: &'static Rule, pointer: &str, message: String, help: String) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            message,
            place: Place {
                file: Some(Arc::clone(&self.origin)),
                pointer: pointer.to_owned(),
                steady: pointer.to_owned(),
                key: Some(self.key.clone()),
                object: Some(self.object.clone()),
                ..Place::default()
            },
            related: Vec::new(),
            help: Some(help),
            fix: None,
            snippet: None,
        }
    }
}
