//! The keys as they last were.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::key_value::KeyValue;
use super::revision::Revision;
use crate::Error;
use crate::bolt::{Db, Item, Location, ReadAt};

/// How much of an entry is read to find its key; etcd has no bound for keys, Kubernetes stays far below this.
const BEGINNING: u64 = 1 << 10;

/// etcd's store in a bbolt file.
///
/// In memory are the keys and where their values lie, not the values.
pub struct Store<R> {
    db: Db<R>,
    keys: BTreeMap<Box<[u8]>, Last>,
    revision: i64,
    compacted: i64,
    consistent_index: Option<u64>,
    term: Option<u64>,
}

/// How a key last was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// The revision that changed it last.
    pub revision: Revision,
    /// Where the entry lies; none if that revision deleted it.
    entry: Option<Location>,
}

impl Last {
    /// Tells whether the last change deleted the key.
    pub fn is_deleted(&self) -> bool {
        self.entry.is_none()
    }
}

impl<R: ReadAt> Store<R> {
    /// Opens a bbolt file as etcd's and goes through its revisions once.
    ///
    /// # Errors
    /// What cannot be read, is no file of etcd, or cannot be.
    pub fn open(source: R) -> Result<Store<R>, Error> {
        let db = Db::open(source)?;
        let (Some(keys), Some(meta)) = (db.bucket(b"key")?, db.bucket(b"meta")?) else {
            return Err(Error::Foreign(
                "it is a bbolt file, but not etcd's: there is no bucket key, or no bucket meta".to_owned(),
            ));
        };
        let mut facts = BTreeMap::new();
        for entry in db.entries(meta) {
            let entry = entry?;
            if let Item::Value(value) = entry.item {
                facts.insert(entry.key, db.read_first(value, 32)?);
            }
        }
        let number = |name: &[u8]| Some(u64::from_be_bytes(facts.get(name)?.as_slice().try_into().ok()?));
        let compacted = |name: &[u8]| Some(Revision::read(facts.get(name)?).ok()?.0.main);
        let mut store = Store {
            keys: BTreeMap::new(),
            revision: compacted(b"scheduledCompactRev").unwrap_or_default(),
            compacted: compacted(b"finishedCompactRev").unwrap_or_default(),
            consistent_index: number(b"consistent_index"),
            term: number(b"term"),
            db,
        };
        let mut last = BTreeMap::new();
        for entry in store.db.entries(keys) {
            let entry = entry?;
            if let Item::Value(value) = entry.item {
                store.revision = store.revision.max(learn(&store.db, &entry.key, value, &mut last)?);
            }
        }
        store.keys = last;
        Ok(store)
    }

    /// Returns the bbolt file.
    pub fn db(&self) -> &Db<R> {
        &self.db
    }

    /// Returns the revision of the store: that of the last change.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Returns the revision up to which history was thrown away; 0 if none was.
    pub fn compacted(&self) -> i64 {
        self.compacted
    }

    /// Returns how far the raft log had been applied, and in which term.
    pub fn applied(&self) -> (Option<u64>, Option<u64>) {
        (self.consistent_index, self.term)
    }

    /// Returns the keys that begin with a prefix, in their order, deleted ones included.
    pub fn keys<'s>(&'s self, prefix: &'s [u8]) -> impl Iterator<Item = (&'s [u8], Last)> + 's {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let all = self.keys.range::<[u8], _>(from).map(|(key, last)| (key.as_ref(), *last));
        all.take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// Returns how a key last was.
    pub fn last(&self, key: &[u8]) -> Option<Last> {
        self.keys.get(key).copied()
    }

    /// Reads a key's entry; none if it was deleted.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(&self, last: Last) -> Result<Option<KeyValue>, Error> {
        let Some(entry) = last.entry else { return Ok(None) };
        let message = self.db.read(entry)?;
        KeyValue::read(&message).map(Some).map_err(|error| Error::corrupt(entry.offset, error.to_string()))
    }
}

/// Notes what a revision did, and returns its number. Revisions come in ascending order, so the last one wins.
fn learn<R: ReadAt>(
    db: &Db<R>,
    name: &[u8],
    value: Location,
    keys: &mut BTreeMap<Box<[u8]>, Last>,
) -> Result<i64, Error> {
    let (revision, deleted) = Revision::read(name).map_err(|what| Error::corrupt(value.offset, what))?;
    let mut beginning = db.read_first(value, BEGINNING)?;
    if KeyValue::key_at_start(&beginning).is_none() {
        beginning = db.read(value)?;
    }
    let Some(key) = KeyValue::key_at_start(&beginning) else {
        let what = format!("revision {} is no entry of etcd: it does not begin with a key", revision.main);
        return Err(Error::corrupt(value.offset, what));
    };
    let last = Last { revision, entry: (!deleted).then_some(value) };
    match keys.get_mut(key) {
        Some(known) => *known = last,
        None => drop(keys.insert(key.into(), last)),
    }
    Ok(revision.main)
}
