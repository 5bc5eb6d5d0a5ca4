//! A snapshot file: what `etcdctl snapshot save` wrote, or a copy of etcd's own `member/snap/db`.

use std::fs::File;
use std::path::Path;

use kubecheck_boltdb::Error;
use kubecheck_boltdb::bolt::{Digest, digest};
use kubecheck_boltdb::etcd::{Last, Store};

use super::{Entry, unusable};
use crate::kube::Fault;

/// A snapshot, open for reading. In memory are the keys, not the values.
pub struct Snapshot {
    name: String,
    store: Store<File>,
    /// Whether the SHA-256 at its end is right.
    digest: Digest,
}

impl Snapshot {
    /// Opens a snapshot and goes through it once.
    ///
    /// # Errors
    /// A file that cannot be read, is none, or is damaged.
    pub fn open(path: &Path) -> Result<Snapshot, Fault> {
        let name = path.display().to_string();
        let file = || {
            let opened = File::open(path).and_then(|file| match file.metadata()?.is_dir() {
                true => Err(std::io::ErrorKind::IsADirectory.into()),
                false => Ok(file),
            });
            opened.map_err(|error| unusable(format!("cannot open {name}: {error}")))
        };
        let failed = |error: Error| told(&name, &error);
        let digest = digest(&file()?).map_err(failed)?;
        let store = Store::open(file()?).map_err(failed)?;
        Ok(Snapshot { store, digest, name })
    }

    /// Tells whether the file is as etcdctl wrote it; none if nothing in it says so.
    pub fn is_intact(&self) -> Option<bool> {
        match self.digest {
            Digest::None => None,
            Digest::Right => Some(true),
            Digest::Wrong => Some(false),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn revision(&self) -> i64 {
        self.store.revision()
    }

    pub(super) fn scan(&self, prefix: &str, see: &mut dyn FnMut(Entry)) -> Result<(), Fault> {
        for (key, last) in self.store.keys(prefix.as_bytes()).filter(|(_, last)| !last.is_deleted()) {
            if let Some(entry) = self.read(key, last)? {
                see(entry);
            }
        }
        Ok(())
    }

    pub(super) fn revisions(&self, prefix: &str, see: &mut dyn FnMut(&str, Option<i64>)) {
        for (key, last) in self.store.keys(prefix.as_bytes()).filter(|(_, last)| !last.is_deleted()) {
            see(&String::from_utf8_lossy(key), Some(last.revision.main));
        }
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Entry>, Fault> {
        match self.store.last(key.as_bytes()) {
            Some(last) => self.read(key.as_bytes(), last),
            None => Ok(None),
        }
    }

    pub(super) fn deleted(&self, key: &str) -> Option<i64> {
        let last = self.store.last(key.as_bytes()).filter(Last::is_deleted)?;
        Some(last.revision.main)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let live = self.store.keys(b"").filter(|(_, last)| !last.is_deleted());
        live.filter_map(|(key, _)| std::str::from_utf8(key).ok())
    }

    fn read(&self, key: &[u8], last: Last) -> Result<Option<Entry>, Fault> {
        let read = self.store.read(last).map_err(|error| told(&self.name, &error))?;
        Ok(read.map(|read| Entry {
            key: String::from_utf8_lossy(key).into_owned(),
            value: read.value,
            create_revision: Some(read.create_revision),
            mod_revision: Some(read.mod_revision),
            version: Some(read.version),
        }))
    }
}

/// Says why a file cannot be read, with the causes.
fn told(name: &str, error: &Error) -> Fault {
    let fault = match error {
        Error::Io { source, .. } => unusable(format!("{name}: {error}: {source}")),
        _ => unusable(format!("{name}: {error}")),
    };
    match error {
        Error::Foreign(_) => {
            fault.hint("name what `etcdctl snapshot save` wrote, or a copy of etcd's member/snap/db")
        }
        Error::Truncated { .. } | Error::Corrupt { .. } => fault
            .hint("take the snapshot again; a file that is copied while etcd writes to it is no snapshot"),
        Error::Io { .. } => fault,
    }
}
