//! Meta pages: where the tree begins, and how far the file goes.

use super::{u32_at, u64_at};

/// The first four bytes of a meta page's body.
const MAGIC: u32 = 0xED0C_DAED;
/// The version of the format that etcd 3 writes.
const VERSION: u32 = 2;
/// Where the checksum stands, and so how much it covers.
const CHECKSUM: usize = 56;
/// The size of a meta page's body.
pub(super) const SIZE: usize = 64;

/// The body of a meta page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The size of a page in bytes.
    pub page_size: u32,
    /// The page of the root bucket.
    pub root: u64,
    /// The first page that was never used.
    pub pages: u64,
    /// The transaction that wrote it.
    pub transaction: u64,
}

impl Meta {
    /// Reads the body of a meta page.
    ///
    /// # Errors
    /// Says what makes it none: a fragment.
    pub(super) fn read(bytes: &[u8; SIZE]) -> Result<Meta, Fault> {
        let magic = u32_at(bytes, 0);
        if magic != MAGIC {
            return Err(Fault::Magic(magic));
        }
        let version = u32_at(bytes, 4);
        if version != VERSION {
            return Err(Fault::Version(version));
        }
        let (stored, computed) = (u64_at(bytes, CHECKSUM), fnv(&bytes[..CHECKSUM]));
        if stored != computed {
            return Err(Fault::Checksum { stored, computed });
        }
        let meta = Meta {
            page_size: u32_at(bytes, 8),
            root: u64_at(bytes, 16),
            pages: u64_at(bytes, 40),
            transaction: u64_at(bytes, 48),
        };
        if !PAGE_SIZES.contains(&meta.page_size) || !meta.page_size.is_power_of_two() {
            return Err(Fault::PageSize(meta.page_size));
        }
        if meta.root < 2 || meta.root >= meta.pages {
            return Err(Fault::Root { root: meta.root, pages: meta.pages });
        }
        Ok(meta)
    }
}

/// The sizes a page may have: bbolt takes the machine's, and looks for a second meta page at these.
pub(super) const PAGE_SIZES: std::ops::RangeInclusive<u32> = 512..=32 << 20;

/// What makes a body no meta page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    #[error("there stands {0:#010x} instead of the mark {MAGIC:#010x}")]
    Magic(u32),
    #[error("it is of version {0}, and only version {VERSION} is known")]
    Version(u32),
    #[error("the meta page has the checksum {computed:#018x}, and says it has {stored:#018x}")]
    Checksum { stored: u64, computed: u64 },
    #[error("it says that pages have {0} bytes")]
    PageSize(u32),
    #[error("it says that the root is page {root} of {pages}")]
    Root { root: u64, pages: u64 },
}

/// Computes the 64-bit FNV-1a hash.
fn fnv(bytes: &[u8]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        // The test vectors of the algorithm's authors.
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
