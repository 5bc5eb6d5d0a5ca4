//! What the API server wrote as a value: protobuf in an envelope, JSON, CBOR, or one of these encrypted.
//!
//! The forms are those of k8s.io/apimachinery, pkg/runtime/serializer (`protobuf`, `json`, `cbor`), and of k8s.io/apiserver,
//! pkg/storage/value/encrypt.

mod definition;
mod envelope;
mod meta;
mod text;

pub use definition::{Definition, Version};
pub use envelope::{Encrypted, Envelope, Stored};
pub use meta::{ManagedFields, ObjectMeta, OwnerReference, Time};
pub use text::{last, text};
