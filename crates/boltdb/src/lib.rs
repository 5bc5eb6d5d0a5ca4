//! Read-only bbolt files, etcd's revisions in them, and the envelope of Kubernetes' stored objects.
//!
//! Three layers, each of which knows nothing of the one above it:
//!
//! - [`bolt`] reads pages and buckets of a bbolt file, as they are needed and never the whole of it;
//! - [`etcd`] makes of the bucket `key` what etcd makes of it: the latest revision of every key;
//! - [`kube`] opens a value as the API server wrote it: protobuf, JSON, CBOR or encrypted.
//!
//! Every length and offset of the file is checked before it is used, and what is wrong is an error that says where.

pub mod bolt;
mod error;
pub mod etcd;
pub mod kube;
pub mod wire;

pub use error::Error;
