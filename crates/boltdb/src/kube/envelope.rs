//! The envelope of a stored value: which of the forms it has.

use super::text::text;
use crate::wire::{Fields, WireError};

/// What a value in protobuf begins with (pkg/runtime/serializer/protobuf/protobuf.go).
const PROTOBUF: &[u8] = b"k8s\0";
/// What an encrypted value begins with (apiserver, pkg/server/options/encryptionconfig).
const ENCRYPTED: &[u8] = b"k8s:enc:";
/// The tag of CBOR that says of itself that it is CBOR (RFC 8949, 3.4.6).
const CBOR: &[u8] = b"\xd9\xd9\xf7";

/// A stored value, opened as far as it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored<'v> {
    /// A built-in object in protobuf.
    Protobuf(Envelope<'v>),
    /// An object in JSON, whole: custom resources.
    Json(&'v [u8]),
    /// An object in CBOR.
    Cbor(&'v [u8]),
    /// One of these, encrypted.
    Encrypted(Encrypted),
    /// Something that begins like protobuf and is cut off or damaged.
    Damaged(WireError),
    /// No form that the API server writes.
    Foreign,
}

/// The `runtime.Unknown` that every object in protobuf lies in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope<'v> {
    /// The apiVersion it was stored in.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The object as a message.
    pub raw: &'v [u8],
    /// How the message is compressed; empty if it is not.
    pub content_encoding: String,
    /// The form of the message; empty for protobuf.
    pub content_type: String,
}

/// With what a value is encrypted: `k8s:enc:aescbc:v1:key1:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encrypted {
    /// The provider: aescbc, aesgcm, secretbox, kms.
    pub provider: String,
    /// The version of the provider's form.
    pub version: String,
    /// The name of the key or of the KMS plugin.
    pub key: String,
}

impl<'v> Stored<'v> {
    /// Opens a value.
    pub fn open(value: &'v [u8]) -> Stored<'v> {
        if let Some(message) = value.strip_prefix(PROTOBUF) {
            return match Envelope::read(message) {
                Ok(envelope) => Stored::Protobuf(envelope),
                Err(fault) => Stored::Damaged(WireError { offset: fault.offset + PROTOBUF.len(), ..fault }),
            };
        }
        if let Some(rest) = value.strip_prefix(ENCRYPTED) {
            return Stored::Encrypted(Encrypted::read(rest));
        }
        if value.starts_with(CBOR) {
            return Stored::Cbor(value);
        }
        match value.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => Stored::Json(value),
            _ => Stored::Foreign,
        }
    }
}

impl<'v> Envelope<'v> {
    fn read(message: &'v [u8]) -> Result<Envelope<'v>, WireError> {
        let mut envelope = Envelope::default();
        for field in Fields::new(message) {
            let field = field?;
            match field.number {
                1 => {
                    for part in Fields::new(field.value.bytes().unwrap_or_default()) {
                        let part = part?;
                        match part.number {
                            1 => envelope.api_version = text(part.value),
                            2 => envelope.kind = text(part.value),
                            _ => {}
                        }
                    }
                }
                2 => envelope.raw = field.value.bytes().unwrap_or_default(),
                3 => envelope.content_encoding = text(field.value),
                4 => envelope.content_type = text(field.value),
                _ => {}
            }
        }
        Ok(envelope)
    }
}

impl Encrypted {
    /// Reads the head behind the prefix: provider, version, name, each with a colon behind it. What follows is no text.
    fn read(rest: &[u8]) -> Encrypted {
        let mut parts = rest.splitn(4, |byte| *byte == b':');
        let mut part = || {
            let part = parts.next().filter(|part| part.len() <= 255 && part.iter().all(u8::is_ascii_graphic));
            String::from_utf8_lossy(part.unwrap_or_default()).into_owned()
        };
        Encrypted { provider: part(), version: part(), key: part() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protobuf_has_an_envelope() {
        let value = b"k8s\0\x0a\x0f\x0a\x02v1\x12\x09ConfigMap\x12\x02\x0a\x00\x1a\x00\x22\x00";
        let Stored::Protobuf(envelope) = Stored::open(value) else { panic!("this is protobuf") };
        assert_eq!((envelope.api_version.as_str(), envelope.kind.as_str()), ("v1", "ConfigMap"));
        assert_eq!(envelope.raw, b"\x0a\x00");
    }

    #[test]
    fn a_damaged_envelope_says_where() {
        let fault = WireError { offset: 6, what: "a field reaches over the end" };
        assert_eq!(Stored::open(b"k8s\0\x0a\x0f\x0a"), Stored::Damaged(fault));
    }

    #[test]
    fn the_other_forms_are_told_by_their_beginning() {
        assert_eq!(Stored::open(b" {}"), Stored::Json(b" {}"));
        assert_eq!(Stored::open(b"\xd9\xd9\xf7\xa0"), Stored::Cbor(b"\xd9\xd9\xf7\xa0"));
        assert_eq!(Stored::open(b"1.2.3.4"), Stored::Foreign);
        assert_eq!(Stored::open(b""), Stored::Foreign);
    }

    #[test]
    fn encrypted_values_name_their_provider() {
        for (value, provider, version, key) in [
            (&b"k8s:enc:aescbc:v1:key1:\x00\xff"[..], "aescbc", "v1", "key1"),
            (b"k8s:enc:kms:v2:vault:\x0a\x01", "kms", "v2", "vault"),
            (b"k8s:enc:", "", "", ""),
        ] {
            let expected = Encrypted { provider: provider.into(), version: version.into(), key: key.into() };
            assert_eq!(Stored::open(value), Stored::Encrypted(expected));
        }
    }
}
