//! etcd: what the API server stored, from a snapshot, from what `etcdctl get` printed, or from etcd itself.
//!
//! - `snapshot` reads a file of `etcdctl snapshot save`, or a copy of etcd's own; `output` what etcdctl prints, in its formats;
//!   `gateway` asks a running etcd through its JSON gateway;
//! - `keys` says which resource, namespace and name a key belongs to, and the other way round;
//! - `object` opens a value: the envelope, the metadata, and the whole object where it is JSON;
//! - `place` are the flags that say where to read, `space` the keys of one API server.

mod gateway;
mod keys;
mod object;
mod output;
mod place;
mod snapshot;
mod space;

pub use gateway::{Gateway, GatewayArgs};
pub use keys::{Builtin, Meaning, Stored as StoredKey, builtins, meaning, path};
pub use kubecheck_boltdb::kube::Definition;
pub use object::{Encoding, Opened, StoredObject, definition, open};
pub use output::Output;
pub use place::EtcdArgs;
pub use snapshot::Snapshot;
pub use space::{DEFINITIONS, Keyspace};

use super::SourceError;
use crate::kube::{Fault, FaultKind};

/// A key with its value, as etcd has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Vec<u8>,
    /// The revision that created it, if it is known.
    pub create_revision: Option<i64>,
    /// The revision that changed it last, if it is known.
    pub mod_revision: Option<i64>,
    /// How often it was changed since it was created, if that is known.
    pub version: Option<i64>,
}

/// Where stored objects are read from.
pub enum Etcd {
    /// A snapshot.
    Snapshot(Snapshot),
    /// What etcdctl printed.
    Output(Output),
    /// A running etcd.
    Gateway(Box<Gateway>),
}

impl Etcd {
    /// Returns the name to show.
    pub fn name(&self) -> &str {
        match self {
            Etcd::Snapshot(snapshot) => snapshot.name(),
            Etcd::Output(output) => output.name(),
            Etcd::Gateway(gateway) => gateway.name(),
        }
    }

    /// Returns the revision that is read, if it is known.
    pub fn revision(&self) -> Option<i64> {
        match self {
            Etcd::Snapshot(snapshot) => Some(snapshot.revision()),
            Etcd::Output(output) => output.revision(),
            Etcd::Gateway(gateway) => Some(gateway.revision()),
        }
    }

    /// Hands on every entry whose key begins with a prefix, in the order of the keys.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn scan(&self, prefix: &str, see: &mut dyn FnMut(Entry)) -> Result<(), Fault> {
        match self {
            Etcd::Snapshot(snapshot) => snapshot.scan(prefix, see),
            Etcd::Output(output) => output.scan(prefix, see),
            Etcd::Gateway(gateway) => gateway.scan(prefix, see),
        }
    }

    /// Hands on every key that begins with a prefix with the revision that changed it last, in the order of the keys, without
    /// reading the values.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn revisions(&self, prefix: &str, see: &mut dyn FnMut(&str, Option<i64>)) -> Result<(), Fault> {
        match self {
            Etcd::Snapshot(snapshot) => {
                snapshot.revisions(prefix, see);
                Ok(())
            }
            Etcd::Output(output) => output.scan(prefix, &mut |entry| see(&entry.key, entry.mod_revision)),
            Etcd::Gateway(gateway) => gateway.revisions(prefix, see),
        }
    }

    /// Reads one entry.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn get(&self, key: &str) -> Result<Option<Entry>, Fault> {
        match self {
            Etcd::Snapshot(snapshot) => snapshot.get(key),
            Etcd::Output(output) => output.get(key),
            Etcd::Gateway(gateway) => gateway.get(key),
        }
    }

    /// Tells whether a key would have been read if it were there: `etcdctl get` prints a part only.
    pub fn covers(&self, key: &str) -> bool {
        match self {
            Etcd::Snapshot(_) | Etcd::Gateway(_) => true,
            Etcd::Output(output) => output.covers(key),
        }
    }

    /// Returns the revision that deleted a key, if history still has it.
    pub fn deleted(&self, key: &str) -> Option<i64> {
        match self {
            Etcd::Snapshot(snapshot) => snapshot.deleted(key),
            Etcd::Output(_) | Etcd::Gateway(_) => None,
        }
    }

    /// Names some of the first parts of the keys there are, for who named the wrong prefix.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn beginnings(&self) -> Result<Vec<String>, Fault> {
        match self {
            Etcd::Snapshot(snapshot) => Ok(beginnings(snapshot.keys())),
            Etcd::Output(output) => Ok(beginnings(output.keys())),
            Etcd::Gateway(gateway) => gateway.beginnings(),
        }
    }
}

/// Collects the first parts of keys, each once: `/registry` of `/registry/pods/…`.
fn beginnings<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<String> {
    const SHOWN: usize = 5;
    let mut found: Vec<String> = Vec::new();
    for key in keys {
        let first = first_part(key);
        if !found.iter().any(|own| own == first) {
            found.push(first.to_owned());
            if found.len() == SHOWN {
                break;
            }
        }
    }
    found
}

/// Returns a key up to its second slash.
fn first_part(key: &str) -> &str {
    let start = usize::from(key.starts_with('/'));
    key[start..].find('/').map_or(key, |end| &key[..start + end])
}

/// Says that something that was named cannot be used.
fn unusable(message: String) -> Fault {
    Fault::new(FaultKind::Configuration, message)
}

impl From<SourceError> for Fault {
    fn from(error: SourceError) -> Fault {
        let fault = unusable(error.message);
        match error.hint {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_parts_of_keys_are_told_once() {
        let keys = ["/a/b", "/a/c", "/kubernetes.io/pods", "compact_rev_key", "x/y"];
        assert_eq!(beginnings(keys.into_iter()), ["/a", "/kubernetes.io", "compact_rev_key", "x"]);
    }
}
