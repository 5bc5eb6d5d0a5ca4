//! What manifests declare against what lives: which objects are asked for, and how what is there compares.
//!
//! [`compare`] walks a declared object beside the live one; [`scalar`] tells when two values mean the same. Nothing here asks
//! a cluster: who does is a [`Reader`], and it is asked once, when all objects have been seen.

pub mod compare;
pub mod list;
pub mod scalar;

use std::collections::BTreeMap;
use std::fmt::Debug;

use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use crate::facts::{Facts, claim};
use crate::identity::Verdict;
use crate::schema::placeholder::is_placeholder;

/// An object that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The group; empty for the core group.
    pub group: String,
    /// The version.
    pub version: String,
    /// The kind.
    pub kind: String,
    /// The namespace that the manifest names.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

/// What became of an object that was asked for.
#[derive(Clone, Debug)]
pub enum State {
    /// It is there.
    There(Box<Value>),
    /// It is not there.
    Absent {
        /// Where it was looked for: `namespace shop`; none for what is in no namespace.
        within: Option<String>,
        /// Where one of its name is instead.
        elsewhere: Vec<String>,
    },
    /// It could not be read.
    Unread(Gap),
    /// Objects of its kind cannot be read: a review is answered, not kept.
    Transient,
}

/// Somebody who can read objects of a cluster.
pub trait Reader: Debug + Send + Sync {
    /// Reads objects.
    fn read(&self, wanted: &[Wanted]) -> Vec<State>;
}

/// The objects that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Objects(BTreeMap<Wanted, State>);

impl Objects {
    /// Reads all objects that are wanted, each once.
    pub fn read(mut wanted: Vec<Wanted>, reader: &dyn Reader) -> Objects {
        wanted.sort();
        wanted.dedup();
        let states = reader.read(&wanted);
        Objects(wanted.into_iter().zip(states).collect())
    }

    /// Returns what became of an object.
    pub fn get(&self, wanted: &Wanted) -> Option<&State> {
        self.0.get(wanted)
    }
}

/// Returns what is to be asked for about an object; nothing if it has no name of its own, or cannot be there as it is.
pub fn wanted(object: &Object<'_>, facts: &Facts) -> Option<Wanted> {
    let served = matches!(facts.verdict, Verdict::Served(_) | Verdict::OffByDefault(_) | Verdict::Custom);
    let claim = claim(object).filter(|_| served && !facts.is_list)?;
    // What nobody serves in this version cannot be read in it; that is told of the version.
    let mut definitions = facts.world.kind(claim.group, claim.kind);
    let in_version = |name: &str| name == claim.version;
    if matches!(facts.verdict, Verdict::Custom) && !definitions.any(|own| own.served().any(in_version)) {
        return None;
    }
    let name = object.name().filter(|name| !name.is_empty() && !is_placeholder(name))?;
    let namespace = object.namespace().filter(|namespace| !namespace.is_empty());
    if namespace.is_some_and(is_placeholder) {
        return None;
    }
    Some(Wanted {
        group: claim.group.to_owned(),
        version: claim.version.to_owned(),
        kind: claim.kind.to_owned(),
        namespace: namespace.map(str::to_owned),
        name: name.to_owned(),
    })
}
