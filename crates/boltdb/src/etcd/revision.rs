//! Revisions: the keys of etcd's bucket `key`.

/// The size of a revision's name: main revision, `_`, number inside the transaction.
const SIZE: usize = 17;
/// What stands behind the name of a revision that deleted.
const TOMBSTONE: u8 = b't';

/// A change of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// The revision of the whole store, which clients know.
    pub main: i64,
    /// The number of the change inside its transaction.
    pub sub: i64,
}

impl Revision {
    /// Reads a key of the bucket: the revision, and whether it deleted.
    ///
    /// # Errors
    /// Says why it is none: a fragment.
    pub fn read(key: &[u8]) -> Result<(Revision, bool), &'static str> {
        let deleted = match key.get(SIZE..) {
            Some([]) => false,
            Some([TOMBSTONE]) => true,
            _ => return Err("a revision has 17 bytes, or 18 if it deleted"),
        };
        if key[8] != b'_' {
            return Err("main and sub revision are not separated by _");
        }
        let number = |part: &[u8]| part.iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte));
        let revision = Revision { main: number(&key[..8]), sub: number(&key[9..SIZE]) };
        if revision.main < 0 || revision.sub < 0 {
            return Err("a revision is negative");
        }
        Ok((revision, deleted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_two_numbers_and_a_mark() {
        let key = b"\0\0\0\0\0\0\x01\x02_\0\0\0\0\0\0\0\x03";
        assert_eq!(Revision::read(key), Ok((Revision { main: 258, sub: 3 }, false)));
        let deleted = [key.as_slice(), b"t"].concat();
        assert_eq!(Revision::read(&deleted), Ok((Revision { main: 258, sub: 3 }, true)));
    }

    #[test]
    fn anything_else_is_refused() {
        for key in [&b""[..], b"abc", &[0; 17], &[b'_'; 18], &[0xff; 17]] {
            assert!(Revision::read(key).is_err(), "{key:?}");
        }
        let mut negative = [0xff; 17];
        negative[8] = b'_';
        assert_eq!(Revision::read(&negative), Err("a revision is negative"));
    }
}
