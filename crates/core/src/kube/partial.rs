//! Reads a page of metadata in protobuf: `PartialObjectMetadataList` in its envelope
//! (`k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto`, `pkg/runtime/serializer/protobuf/protobuf.go`).

use kubecheck_boltdb::kube::{ObjectMeta, OwnerReference as Stored, Stored as Opened, last, text};
use kubecheck_boltdb::wire::{Fields, Value, WireError};

use crate::model::meta::{Meta, OwnerReference};

/// The kind of such a page.
const KIND: &str = "PartialObjectMetadataList";

/// A page of metadata.
#[derive(Clone, Copy, Debug)]
pub struct Partial<'b> {
    list: &'b [u8],
}

impl<'b> Partial<'b> {
    /// Opens an answer; none if it is not in protobuf at all.
    ///
    /// # Errors
    /// What is wrong with it: a fragment.
    pub fn open(body: &'b [u8]) -> Option<Result<Partial<'b>, String>> {
        match Opened::open(body) {
            Opened::Protobuf(envelope) if envelope.kind != KIND => {
                Some(Err(format!("it is no {KIND}, but {:?}", envelope.kind)))
            }
            Opened::Protobuf(envelope) if !envelope.content_encoding.is_empty() => {
                Some(Err(format!("it is encoded as {:?}", envelope.content_encoding)))
            }
            Opened::Protobuf(envelope) => Some(Ok(Partial { list: envelope.raw })),
            Opened::Damaged(error) => Some(Err(error.to_string())),
            Opened::Json(_) | Opened::Cbor(_) | Opened::Encrypted(_) | Opened::Foreign => None,
        }
    }

    /// Returns where the list goes on; empty at its end.
    ///
    /// # Errors
    /// Bytes that are no message.
    pub fn next(&self) -> Result<String, WireError> {
        let metadata = last(self.list, 1)?.and_then(Value::bytes).unwrap_or_default();
        Ok(last(metadata, 3)?.map(text).unwrap_or_default())
    }

    /// Reads the metadata of the objects.
    ///
    /// # Errors
    /// Bytes that are no message.
    pub fn items(&self) -> Result<Vec<Meta>, WireError> {
        let mut items = Vec::new();
        for field in Fields::new(self.list) {
            let field = field?;
            if field.number == 2 {
                let item = field.value.bytes().unwrap_or_default();
                let metadata = last(item, 1)?.and_then(Value::bytes).unwrap_or_default();
                items.push(meta(ObjectMeta::brief(metadata)?));
            }
        }
        Ok(items)
    }
}

fn meta(read: ObjectMeta) -> Meta {
    Meta {
        namespace: read.namespace,
        name: read.name,
        uid: read.uid,
        resource_version: read.resource_version,
        creation_timestamp: read.creation_timestamp.map(|time| time.to_string()),
        deletion_timestamp: read.deletion_timestamp.map(|time| time.to_string()),
        deletion_grace_period_seconds: read.deletion_grace_period_seconds,
        finalizers: read.finalizers,
        owner_references: read.owner_references.into_iter().map(owner).collect(),
    }
}

fn owner(read: Stored) -> OwnerReference {
    OwnerReference {
        api_version: read.api_version,
        kind: read.kind,
        name: read.name,
        uid: read.uid,
        controller: read.controller,
        block_owner_deletion: read.block_owner_deletion,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Writes a field with bytes; all lengths here have one byte or two.
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        let size = bytes.len();
        let low = u8::try_from(size & 0x7f).expect("seven bits");
        let high = u8::try_from(size >> 7).expect("the message is small");
        let head =
            if size < 128 { vec![number << 3 | 2, low] } else { vec![number << 3 | 2, low | 0x80, high] };
        [&head[..], bytes].concat()
    }

    fn page(kind: &str, list: &[u8]) -> Vec<u8> {
        let types = [field(1, b"meta.k8s.io/v1"), field(2, kind.as_bytes())].concat();
        [b"k8s\0".to_vec(), field(1, &types), field(2, list)].concat()
    }

    fn list() -> Vec<u8> {
        let owner =
            [field(1, b"ReplicaSet"), field(3, b"web"), field(4, b"u1"), field(5, b"apps/v1"), vec![0x30, 1]];
        let deleted = field(9, b"\x08\x80\xa0\xf8\xfa\x05");
        let managed = field(1, &[field(1, b"kubectl"), field(7, &field(1, b"{}"))].concat());
        let metadata = [
            field(1, b"web-1"),
            field(3, b"shop"),
            field(5, b"u2"),
            deleted,
            field(13, &owner.concat()),
            field(14, b"example.com/a"),
            [&[0x8a, 1][..], &managed[1..]].concat(),
        ];
        let item = field(1, &metadata.concat());
        [field(1, &[field(2, b"7"), field(3, b"more")].concat()), field(2, &item)].concat()
    }

    #[test]
    fn a_page_is_read() {
        let body = page(KIND, &list());
        let partial = Partial::open(&body).expect("it is protobuf").expect("it is a page");
        assert_eq!(partial.next().as_deref(), Ok("more"));
        let items = partial.items().expect("it is a message");
        let expected = Meta {
            namespace: "shop".to_owned(),
            name: "web-1".to_owned(),
            uid: "u2".to_owned(),
            deletion_timestamp: Some("2020-09-13T12:26:40Z".to_owned()),
            finalizers: vec!["example.com/a".to_owned()],
            owner_references: vec![OwnerReference {
                api_version: "apps/v1".to_owned(),
                kind: "ReplicaSet".to_owned(),
                name: "web".to_owned(),
                uid: "u1".to_owned(),
                controller: Some(true),
                block_owner_deletion: None,
            }],
            ..Meta::default()
        };
        assert_eq!(items, [expected]);
    }

    #[test]
    fn other_answers_are_told_apart() {
        assert!(Partial::open(b"{}").is_none());
        assert!(Partial::open(b"").is_none());
        let status = page("Status", b"");
        assert!(Partial::open(&status).is_some_and(|opened| opened.is_err()));
        assert!(Partial::open(b"k8s\0\x0a\x7f").is_some_and(|opened| opened.is_err()));
    }

    proptest! {
        /// Whatever is changed or cut off, nothing panics, and nothing is read that is not there.
        #[test]
        fn damaged_pages_are_read_or_refused(at in 0_usize..300, byte in any::<u8>(), end in 0_usize..300) {
            let mut body = page(KIND, &list());
            if let Some(own) = body.get_mut(at) {
                *own = byte;
            }
            body.truncate(end);
            check(&body);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            check(&bytes);
            check(&page(KIND, &bytes[..bytes.len().min(120)]));
        }
    }

    fn check(body: &[u8]) {
        let Some(Ok(partial)) = Partial::open(body) else { return };
        let _ = partial.next();
        let Ok(items) = partial.items() else { return };
        let read: usize =
            items.iter().map(|item| item.name.len() + item.uid.len() + item.finalizers.len()).sum();
        // A byte that is no UTF-8 becomes a character of three.
        assert!(items.len() + read <= 3 * body.len());
    }
}
