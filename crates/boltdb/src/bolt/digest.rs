//! The SHA-256 that `etcdctl snapshot save` writes behind the last page.

use sha2::{Digest as _, Sha256};

use super::page;
use super::source::ReadAt;
use crate::Error;

/// The size of a SHA-256.
const SIZE: u64 = 32;
/// How much is read at once.
const CHUNK: u64 = 1 << 20;

/// What a file says of itself, and what is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// There is none: a copy of etcd's own file.
    None,
    /// It is right.
    Right,
    /// It is wrong: the file changed since it was written.
    Wrong,
}

/// Compares a file with the SHA-256 at its end, if it has one.
///
/// etcd's own test for it is that the size has 32 bytes more than a multiple of 512 (etcdutl/snapshot/v3_snapshot.go,
/// `hasChecksum`): pages have no such size.
///
/// # Errors
/// What cannot be read.
pub fn digest(source: &impl ReadAt) -> Result<Digest, Error> {
    let size = source.size().map_err(|source| Error::Io { offset: 0, source })?;
    if size % 512 != SIZE {
        return Ok(Digest::None);
    }
    let end = size - SIZE;
    let (mut hash, mut at) = (Sha256::new(), 0);
    while at < end {
        let part = page::read(source, at, CHUNK.min(end - at))?;
        hash.update(&part);
        at += part.len() as u64;
    }
    let stored = page::read(source, end, SIZE)?;
    let is_right = hash.finalize().as_slice() == stored;
    Ok(if is_right { Digest::Right } else { Digest::Wrong })
}
