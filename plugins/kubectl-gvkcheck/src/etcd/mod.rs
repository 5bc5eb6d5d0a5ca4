//! What is stored in etcd, judged alone and against what the API shows.
//!
//! `alone` looks at one stored object, `pair` at a stored and a live one; `spot` is where a finding is, `told` collects what is
//! found; `wanted` finds the key of an object that somebody names. The wording of each finding stands with its rule, in
//! [`crate::checks`].

pub mod alone;
pub mod pair;
pub mod spot;
pub mod told;
pub mod wanted;

use std::collections::BTreeMap;

use kubecheck_catalog::Minor;
use kubecheck_core::source::etcd::{Definition, Meaning, meaning};

/// What is known of the API server whose keys are looked at.
#[derive(Clone, Debug)]
pub struct Known {
    /// What its keys begin with (`--etcd-prefix`), without a slash at the end.
    pub prefix: String,
    /// Its version.
    pub target: Minor,
    /// What the keys are read from.
    pub origin: String,
    /// The revision that was read, if it is known.
    pub revision: Option<i64>,
    /// The custom kinds that are stored, by group and plural name.
    pub definitions: BTreeMap<(String, String), Definition>,
    /// Whether there are definitions that cannot be read, so that any kind may be among them.
    pub has_unread_definitions: bool,
}

impl Known {
    /// Returns what a key means.
    pub fn meaning<'k>(&self, key: &'k str) -> Meaning<'k> {
        meaning(key, &self.prefix)
    }

    /// Returns the key under which a custom kind is defined.
    pub fn definition_key(&self, group: &str, plural: &str) -> String {
        format!("{}{DEFINITIONS}{plural}.{group}", self.prefix)
    }

    /// Returns a custom kind.
    pub fn definition(&self, group: &str, plural: &str) -> Option<&Definition> {
        self.definitions.get(&(group.to_owned(), plural.to_owned()))
    }
}

/// Where custom kinds are defined, below the prefix.
pub const DEFINITIONS: &str = "/apiextensions.k8s.io/customresourcedefinitions/";
