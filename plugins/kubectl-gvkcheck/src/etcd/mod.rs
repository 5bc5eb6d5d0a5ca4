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

use std::ops::Deref;

use kubecheck_catalog::Minor;
use kubecheck_core::source::etcd::Keyspace;

/// What is known of the API server whose keys are looked at.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its version.
    pub target: Minor,
    /// Its keys.
    pub keys: Keyspace,
}

impl Deref for Known {
    type Target = Keyspace;

    fn deref(&self) -> &Keyspace {
        &self.keys
    }
}
