//! `mvccpb.KeyValue`: what etcd keeps under a revision.

use crate::wire::{Fields, WireError};

/// A key and its value, with their history in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyValue {
    /// The key.
    pub key: Vec<u8>,
    /// The revision that created it.
    pub create_revision: i64,
    /// The revision that changed it last.
    pub mod_revision: i64,
    /// How often it was changed since it was created.
    pub version: i64,
    /// The value.
    pub value: Vec<u8>,
    /// The lease that deletes it; 0 for none.
    pub lease: i64,
}

impl KeyValue {
    /// Reads a message.
    ///
    /// # Errors
    /// Bytes that are none.
    pub fn read(message: &[u8]) -> Result<KeyValue, WireError> {
        let mut read = KeyValue::default();
        for field in Fields::new(message) {
            let field = field?;
            let bytes = || field.value.bytes().unwrap_or_default().to_vec();
            let number = || field.value.integer().unwrap_or_default();
            match field.number {
                1 => read.key = bytes(),
                2 => read.create_revision = number(),
                3 => read.mod_revision = number(),
                4 => read.version = number(),
                5 => read.value = bytes(),
                6 => read.lease = number(),
                _ => {}
            }
        }
        Ok(read)
    }

    /// Finds the key in the beginning of a message: etcd writes it first. None if it does not lie in it whole.
    pub(super) fn key_at_start(beginning: &[u8]) -> Option<&[u8]> {
        let first = Fields::new(beginning).next()?.ok()?;
        first.value.bytes().filter(|_| first.number == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &[u8] = b"\x0a\x02/a\x10\x05\x18\x07\x20\x02\x2a\x03xyz\x30\x09";

    #[test]
    fn every_field_is_read() {
        let read = KeyValue::read(MESSAGE).expect("a message");
        let expected = KeyValue {
            key: b"/a".to_vec(),
            create_revision: 5,
            mod_revision: 7,
            version: 2,
            value: b"xyz".to_vec(),
            lease: 9,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn the_key_is_found_in_the_beginning() {
        assert_eq!(KeyValue::key_at_start(&MESSAGE[..4]), Some(&b"/a"[..]));
        assert_eq!(KeyValue::key_at_start(&MESSAGE[..3]), None);
    }
}
