//! Is a CRD one that the API server takes?
//!
//! What is refused here is what `pkg/apis/apiextensions/validation/validation.go` and
//! `pkg/apiserver/schema/validation.go` of `k8s.io/apiextensions-apiserver` refuse, but for what other rules say already:
//! absent fields that the kind's own schema requires, unknown fields, and the CRD's name.

mod defaults;
mod expression;
mod nested;
mod rules;
mod spec;
mod structural;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{NodeId, Value};

use super::cel::Fault as ExpressionFault;

/// A place where a CRD is refused.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The node: a value, or the map that lacks something.
    pub at: NodeId,
    /// What is wrong.
    pub message: String,
}

/// Checks a CRD of apiextensions.k8s.io/v1. One that is not whole is a patch, or has findings of other rules.
pub fn check(crd: &Object<'_>, minor: u8) -> Vec<Fault> {
    let mut faults = Faults::default();
    let whole = |spec: &Value<'_>| {
        let has = |name: &str| spec.get(name).is_some_and(|value| !value.is_null());
        has("group") && has("names") && has("versions")
    };
    if crd.api_version_name() == Some("apiextensions.k8s.io/v1")
        && let Some(spec) = crd.root.get("spec").filter(whole)
    {
        spec::check(crd, spec, minor, &mut faults);
    }
    faults.0
}

/// Gathers faults.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, at: Value<'_>, message: impl Into<String>) {
        self.add_at(at.id(), message);
    }

    /// Demands a text that the kind's own schema does not demand, or takes when it is empty.
    fn demand(&mut self, within: Value<'_>, name: &str, absent_as_well: bool) {
        if is_empty(within, name) && (absent_as_well || within.get(name).is_some_and(|own| !own.is_null())) {
            self.add(within.get(name).unwrap_or(within), format!("{name} must not be empty"));
        }
    }

    fn add_at(&mut self, at: NodeId, message: impl Into<String>) {
        self.0.push(Fault { at, message: message.into() });
    }
}

/// Returns the text of a field.
fn text<'t>(value: Value<'t>, name: &str) -> Option<&'t str> {
    value.get(name)?.as_str()
}

/// Tells whether a field is true.
fn is_true(value: Value<'_>, name: &str) -> bool {
    value.get(name).is_some_and(super::parse::is_true)
}

/// Tells whether a field is there and not null.
fn given<'t>(value: Value<'t>, name: &str) -> Option<Value<'t>> {
    value.get(name).filter(|value| !value.is_null())
}

/// Tells whether a field is absent, null or an empty text, all of which are the same to the server.
fn is_empty(value: Value<'_>, name: &str) -> bool {
    value.get(name).is_none_or(|own| own.is_null() || own.as_str() == Some(""))
}
