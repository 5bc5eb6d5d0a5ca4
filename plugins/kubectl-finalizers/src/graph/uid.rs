//! UIDs in sixteen bytes.

use std::hash::{DefaultHasher, Hash, Hasher};

/// A UID. The API server makes UUIDs, which are kept as they are; of any other text two digests are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid([u8; 16]);

impl Uid {
    /// Reads a UID as it stands in an object.
    pub fn new(text: &str) -> Uid {
        uuid(text.as_bytes()).unwrap_or_else(|| {
            let digest = |salt: u8| {
                let mut hasher = DefaultHasher::new();
                (salt, text).hash(&mut hasher);
                hasher.finish().to_le_bytes()
            };
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&digest(0));
            bytes[8..].copy_from_slice(&digest(1));
            Uid(bytes)
        })
    }
}

/// Reads a UUID in the one form that the API server writes: lower case, with hyphens (RFC 9562 §4).
fn uuid(text: &[u8]) -> Option<Uid> {
    if text.len() != 36 {
        return None;
    }
    let (mut bytes, mut digits) = ([0_u8; 16], 0);
    for (at, byte) in text.iter().enumerate() {
        let digit = match (at, byte) {
            (8 | 13 | 18 | 23, b'-') => continue,
            (8 | 13 | 18 | 23, _) => return None,
            (_, b'0'..=b'9') => byte - b'0',
            (_, b'a'..=b'f') => byte - b'a' + 10,
            _ => return None,
        };
        bytes[digits / 2] = bytes[digits / 2] << 4 | digit;
        digits += 1;
    }
    Some(Uid(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_kept_as_it_is() {
        let uid = Uid::new("00010203-0405-0607-0809-0a0b0c0d0eff");
        assert_eq!(uid, Uid([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]));
    }

    #[test]
    fn other_texts_are_told_apart() {
        let texts = [
            "",
            "x",
            "00010203-0405-0607-0809-0A0B0C0D0EFF",
            "00010203-0405-0607-0809-0a0b0c0d0eff",
            "000102030-405-0607-0809-0a0b0c0d0eff",
            "00010203-0405-0607-0809-0a0b0c0d0efg",
        ];
        for (at, one) in texts.iter().enumerate() {
            for other in &texts[at + 1..] {
                assert_ne!(Uid::new(one), Uid::new(other));
            }
        }
    }
}
