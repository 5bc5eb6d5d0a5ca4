//! What the readers must hold for any bytes; tests and fuzz targets share it.

#![allow(dead_code, reason = "each of them uses a part")]

use std::hash::Hasher;

use kubecheck_boltdb::Error;
use kubecheck_boltdb::bolt::{Bucket, Db, Item, ReadAt, digest};
use kubecheck_boltdb::etcd::Store;
use kubecheck_boltdb::kube::{Definition, ObjectMeta, Stored};
use kubecheck_test_support::snapshot;
use serde_json::{Value, json};

/// The 64-bit FNV-1a hash, as the oracle computes it.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// Tells all that is in a bucket, in the words of the oracle.
pub(crate) fn dump<R: ReadAt>(db: &Db<R>, bucket: Bucket, depth: usize) -> Result<Vec<Value>, Error> {
    let mut entries = Vec::new();
    for entry in db.entries(bucket) {
        let entry = entry?;
        let key = hex(&entry.key);
        entries.push(match entry.item {
            Item::Bucket(_) if depth == 0 => continue,
            Item::Bucket(bucket) => match dump(db, bucket, depth - 1)? {
                entries if entries.is_empty() => json!({"key": key, "size": 0, "bucket": true}),
                entries => json!({"key": key, "size": 0, "entries": entries, "bucket": true}),
            },
            Item::Value(value) => {
                let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
                let bytes = db.read(value)?;
                hash.write(&bytes);
                let hash = format!("{:016x}", hash.finish());
                json!({"key": key, "size": bytes.len(), "hash": hash, "bucket": false})
            }
        });
    }
    Ok(entries)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a file in every way; it may be refused, but never with a panic. The meta pages are signed first, so that what
/// lies behind their checksums is tried as well.
pub(crate) fn check_file(bytes: &[u8]) {
    let mut file = bytes.to_vec();
    snapshot::sign(&mut file, 0);
    snapshot::sign(&mut file, 1);
    for file in [bytes, &file] {
        let _ = digest(&file);
        if let Ok(db) = Db::open(file) {
            let _ = dump(&db, db.root(), 4);
        }
        if let Ok(store) = Store::open(file) {
            for (_, last) in store.keys(b"") {
                if let Ok(Some(read)) = store.read(last) {
                    check_value(&read.value);
                }
            }
        }
    }
}

/// Opens a stored value and all that can be in it.
pub(crate) fn check_value(value: &[u8]) {
    if let Stored::Protobuf(envelope) = Stored::open(value) {
        let _ = Definition::of_object(envelope.raw);
        if let Ok(Some(meta)) = ObjectMeta::of_object(envelope.raw) {
            let times = [meta.creation_timestamp, meta.deletion_timestamp];
            assert!(times.iter().flatten().all(|time| time.to_string().ends_with('Z')));
        }
    }
}
