//! The pages and buckets of a bbolt file.
//!
//! The format is that of `go.etcd.io/bbolt`, internal/common: two meta pages, of which the valid one with the higher
//! transaction counts; a tree of branch and leaf pages for each bucket, keys in ascending order; a bucket's value is the
//! number of its root page, or a small page that follows it in line. Numbers are little-endian: bbolt writes them as the
//! machine has them, and etcd runs on no other.

mod bucket;
mod db;
mod digest;
mod meta;
mod page;
mod source;

pub use bucket::{Bucket, Entries, Entry, Item, Location};
pub use db::Db;
pub use digest::{Digest, digest};
pub use meta::Meta;
pub use source::ReadAt;

/// Reads a little-endian number of two bytes; the slice has them.
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |part| u16::from_le_bytes([part[0], part[1]]))
}

/// Reads a little-endian number of four bytes; the slice has them.
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut part = [0; 4];
    part.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(part)
}

/// Reads a little-endian number of eight bytes; the slice has them.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut part = [0; 8];
    part.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(part)
}
