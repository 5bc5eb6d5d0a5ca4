//! What a CRD says of the objects of one version, and the judgement of an object by it.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::embedded::{self, Within};
use super::parse::Parser;
use super::schema::Schema;
use super::violation::Violation;
use super::{cel, check, lists, metadata, prepare};

/// The minor version of Kubernetes from which on rules in CEL are evaluated (KEP-2876; before, the gate was off).
pub(super) const RULES: u8 = 25;

/// The form of the objects of one version of a custom kind. Copies are the same.
#[derive(Clone, Debug)]
pub struct Body(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    schema: Schema,
    /// Whether fields are dropped that the schema does not name.
    prunes: bool,
    /// Whether the status is a subresource, so that creating an object drops it.
    drops_status: bool,
}

/// Two are the same if they are copies of one.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Body {}

/// What is wrong with an object.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The violations, in the order in which they were found.
    pub violations: Vec<Violation>,
    /// How many patterns could not be compiled here.
    pub unjudged: usize,
    /// Whether the object is too large or nested too deep to be judged.
    pub too_large: bool,
}

impl Body {
    /// Reads the schema of a version.
    pub fn read(schema: Value<'_>, prunes: bool, drops_status: bool) -> Option<Body> {
        let schema = Parser::default().parse(schema)?;
        Some(Body(Arc::new(Inner { schema, prunes, drops_status })))
    }

    /// Judges an object as a server of a version does when the object is created.
    pub fn judge(&self, object: &Object<'_>, target: Minor) -> Judgement {
        let Inner { schema, prunes, drops_status } = &*self.0;
        let Some(prepared) = prepare::prepare(object.root, schema, *prunes, *drops_status) else {
            return Judgement { too_large: true, ..Judgement::default() };
        };
        let root = &prepared.root;
        let checked = check::check(root, schema, target.number());
        let mut violations = checked.found;
        if let Some(metadata) = object.root.get("metadata") {
            violations.extend(metadata::check(metadata, target));
        }
        embedded::check(root, schema, &Within { tree: &object.document.tree, target }, &mut violations);
        lists::check(root, schema, &mut violations);
        // The server evaluates no rules of an object whose form is wrong.
        let blocked = violations.iter().any(|violation| violation.problem.blocks());
        if !blocked && target.number() >= RULES {
            violations.extend(cel::run(root, schema));
        }
        let violations = prepared.unknown.into_iter().chain(violations).collect();
        Judgement { violations, unjudged: checked.unjudged, too_large: false }
    }
}
