//! What etcd keeps in a bbolt file: revisions, and with them the keys as they last were.
//!
//! The bucket `key` maps revisions to `mvccpb.KeyValue` (go.etcd.io/etcd, server/storage/mvcc/revision.go and
//! api/mvccpb/kv.proto): a key of the user stands there once for each change since the last compaction, and a deletion is an
//! entry of its own.

mod key_value;
mod revision;
mod store;

pub use key_value::KeyValue;
pub use revision::Revision;
pub use store::{Last, Store};
