//! The closed world: what objects name, what the input defines, and what is named but not there.
//!
//! Each object is seen once and leaves [`Note`]s: names it defines, names it needs. [`join::judge`] looks at them when all
//! have been seen. Nothing is kept unless `--closed` says that the input is the whole world.

mod access;
mod chain;
mod cluster;
pub mod consequences;
mod defined;
mod gateway;
mod join;
pub mod live;
mod makers;
mod pods;
mod provided;
mod storage;
#[cfg(test)]
mod tests;
mod traffic;
mod wants;

use std::sync::Arc;

use kubecheck_catalog::Kind;
use kubecheck_core::check::Unread;
use kubecheck_core::check::findings::Findings;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use crate::facts::{Facts, claim};

pub use chain::{Pods, Selecting};
pub use join::judge;
pub use wants::Wanted;

/// What is kept of the input until all objects have been seen.
pub enum Note {
    /// A name that is there.
    Defined(Defined),
    /// A name that an object needs.
    Wanted(Box<Wanted>),
    /// A name that something in the input may bring into being when it runs.
    Mention(Mention),
    /// The pods of an object.
    Pods(Arc<Pods>),
    /// A Service and the pods it selects.
    Selecting(Box<Selecting>),
    /// What a kustomization does to names.
    Renamed(Renamed),
    /// A part of the input that could not be read.
    Unread(Unread),
}

/// What a kustomization does to names when it is built.
pub struct Renamed {
    /// What it puts before them.
    pub prefix: Box<str>,
    /// What it puts behind them.
    pub suffix: Box<str>,
    /// Whether it puts objects into another namespace.
    pub namespace: bool,
}

/// A name that the input defines.
pub struct Defined {
    /// The kind.
    pub kind: Box<str>,
    /// Where it is.
    pub space: Space,
    /// The name.
    pub name: Box<str>,
    /// Whether only the beginning of the name is known.
    pub prefix: bool,
    /// The keys of a ConfigMap or Secret, or the ports of a Service; none if they are not known.
    pub keys: Option<Box<[Box<str>]>>,
}

/// A name that something in the input may bring into being when it runs.
pub struct Mention {
    /// The kind; none if it may be any.
    pub kind: Option<&'static str>,
    /// Where it is.
    pub space: Space,
    /// The name, or what it begins with and a dash.
    pub name: Box<str>,
    /// Whether names that begin with it and a dash are meant as well.
    pub prefix: bool,
    /// What speaks of it: `Prometheus/k8s`.
    pub by: Box<str>,
    /// Whether that cannot make what it needs itself: it runs only when that is there.
    pub after: bool,
}

/// Where a name is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// In whichever namespace the object is applied to.
    Unknown,
    /// In this namespace.
    In(Box<str>),
    /// In the cluster.
    Cluster,
}

impl Space {
    /// Returns the namespace that a text names.
    pub fn of(namespace: Option<&str>) -> Space {
        namespace.filter(|name| !name.is_empty()).map_or(Space::Unknown, |name| Space::In(name.into()))
    }

    /// Tells whether two may be the same.
    pub fn meets(&self, other: &Space) -> bool {
        match (self, other) {
            (Space::In(a), Space::In(b)) => a == b,
            _ => true,
        }
    }
}

/// Notes what an object defines and needs.
pub fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let deleted = || text_at(object.root, &["$patch"]) == Some("delete");
    if !facts.closed || facts.is_list || !object.is_mapping() || deleted() {
        return;
    }
    makers::kustomize(object, facts, notes);
    let Some(claim) = claim(object) else { return };
    defined::read(object, facts, claim, notes);
    makers::read(object, facts, claim, notes);
    let mut wants = wants::Wants::new(object, findings);
    if claim.group == gateway::GROUP {
        gateway::read(object, claim.kind, &mut wants);
    }
    if let Some(kind) = facts.known_kind() {
        wants.pods = chain::read(object, kind.kind, findings, notes);
        builtin(object, kind, &mut wants, notes);
    }
    notes.extend(wants.found.into_iter().map(|wanted| Note::Wanted(Box::new(wanted))));
}

/// Adds what an object of a built-in kind needs.
fn builtin(object: &Object<'_>, kind: &Kind, wants: &mut wants::Wants<'_, '_>, notes: &mut Vec<Note>) {
    pods::read(object, kind.kind, wants, notes);
    storage::read(object, kind.kind, wants);
    access::read(object, kind, wants);
    traffic::read(object, kind, wants);
}

/// Follows the fields of a path.
fn at<'t>(value: Value<'t>, path: &[&str]) -> Option<Value<'t>> {
    path.iter().try_fold(value, |value, field| value.get(field))
}

/// Returns the text at a path, unless it is empty.
fn text_at<'t>(value: Value<'t>, path: &[&str]) -> Option<&'t str> {
    at(value, path)?.as_str().filter(|text| !text.is_empty())
}

/// Returns the items of the list at a path.
fn items<'t>(value: Value<'t>, path: &[&str]) -> impl Iterator<Item = Value<'t>> + use<'t> {
    at(value, path).into_iter().flat_map(|list| list.items())
}
