//! One page: its header, and its elements as they are asked for.

use std::borrow::Cow;

use super::source::ReadAt;
use super::{u16_at, u32_at, u64_at};
use crate::Error;

/// The size of a page's header, and of an element in a page.
pub(super) const HEADER: u64 = 16;
const ELEMENT: u64 = 16;

/// How much of a page is kept in memory: a page may go over thousands of others, for one large value.
const KEPT: u64 = 64 << 10;

const BRANCH: u16 = 0x01;
const LEAF: u16 = 0x02;
/// The mark of a leaf's element that is a bucket.
const IS_BUCKET: u32 = 0x01;

/// A page of a tree, its first part in memory.
pub(super) struct Page {
    /// Where it begins in the file.
    offset: u64,
    /// How many bytes it has, with the pages it goes over.
    size: u64,
    head: Vec<u8>,
    pub(super) is_leaf: bool,
    pub(super) count: usize,
}

/// An element of a leaf: where key and value lie in the file.
pub(super) struct Element {
    pub(super) key: Vec<u8>,
    pub(super) is_bucket: bool,
    pub(super) value: u64,
    pub(super) value_size: u32,
}

/// The header of a page.
pub(super) struct Header {
    pub(super) id: u64,
    flags: u16,
    count: u16,
    pub(super) overflow: u32,
}

impl Header {
    /// Reads the header at an offset of the file.
    pub(super) fn read(source: &impl ReadAt, offset: u64) -> Result<Header, Error> {
        let mut bytes = [0; HEADER as usize];
        source.read_at(&mut bytes, offset).map_err(|source| Error::Io { offset, source })?;
        Ok(Header {
            id: u64_at(&bytes, 0),
            flags: u16_at(&bytes, 8),
            count: u16_at(&bytes, 10),
            overflow: u32_at(&bytes, 12),
        })
    }
}

impl Page {
    /// Reads a page of a tree that has `size` bytes from an offset on. The caller has checked that the file has them.
    pub(super) fn read(source: &impl ReadAt, header: &Header, offset: u64, size: u64) -> Result<Page, Error> {
        let is_leaf = match header.flags {
            LEAF => true,
            BRANCH => false,
            flags => {
                let what = format!("page {} is neither branch nor leaf: flags {flags:#06x}", header.id);
                return Err(Error::corrupt(offset + 8, what));
            }
        };
        let count = usize::from(header.count);
        if HEADER + ELEMENT * count as u64 > size {
            let what = format!("page {} has {count} elements in {size} bytes", header.id);
            return Err(Error::corrupt(offset + 10, what));
        }
        if !is_leaf && count == 0 {
            return Err(Error::corrupt(offset + 10, format!("branch page {} has no elements", header.id)));
        }
        let mut page = Page { offset, size, head: Vec::new(), is_leaf, count };
        page.head = page.pread(source, 0, size.min(KEPT))?;
        Ok(page)
    }

    /// Returns an element of a leaf.
    pub(super) fn element(&self, source: &impl ReadAt, index: usize) -> Result<Element, Error> {
        let at = HEADER + ELEMENT * index as u64;
        let bytes = self.bytes(source, at, ELEMENT)?;
        let (flags, pos) = (u32_at(&bytes, 0), u64::from(u32_at(&bytes, 4)));
        let (key_size, value_size) = (u32_at(&bytes, 8), u32_at(&bytes, 12));
        let key_at = at + pos;
        let end = key_at + u64::from(key_size) + u64::from(value_size);
        self.check(at, end)?;
        let key = self.bytes(source, key_at, u64::from(key_size))?.into_owned();
        let value = self.offset + key_at + u64::from(key_size);
        Ok(Element { key, is_bucket: flags & IS_BUCKET != 0, value, value_size })
    }

    /// Returns the page a branch's element leads to, and where the element stands in the file.
    pub(super) fn child(&self, source: &impl ReadAt, index: usize) -> Result<(u64, u64), Error> {
        let at = HEADER + ELEMENT * index as u64;
        let bytes = self.bytes(source, at, ELEMENT)?;
        let (pos, key_size) = (u64::from(u32_at(&bytes, 0)), u64::from(u32_at(&bytes, 4)));
        self.check(at, at + pos + key_size)?;
        Ok((u64_at(&bytes, 8), self.offset + at))
    }

    fn check(&self, element: u64, end: u64) -> Result<(), Error> {
        if end <= self.size {
            return Ok(());
        }
        let what = format!("the element reaches byte {end} of a page of {}", self.size);
        Err(Error::corrupt(self.offset + element, what))
    }

    /// Returns a part of the page, from memory if it is there. The caller has checked that it lies in the page.
    fn bytes(&self, source: &impl ReadAt, at: u64, size: u64) -> Result<Cow<'_, [u8]>, Error> {
        let in_head = |at, size| {
            let start = usize::try_from(at).ok()?;
            self.head.get(start..start.checked_add(usize::try_from(size).ok()?)?)
        };
        match in_head(at, size) {
            Some(part) => Ok(Cow::Borrowed(part)),
            None => Ok(Cow::Owned(self.pread(source, at, size)?)),
        }
    }

    fn pread(&self, source: &impl ReadAt, at: u64, size: u64) -> Result<Vec<u8>, Error> {
        let offset = self.offset + at;
        read(source, offset, size)
    }
}

/// Reads a part of the file. The caller has checked that the file has it, so that no size is taken on trust.
pub(super) fn read(source: &impl ReadAt, offset: u64, size: u64) -> Result<Vec<u8>, Error> {
    let too_large = || Error::corrupt(offset, format!("{size} bytes are more than memory can hold"));
    let mut bytes = vec![0; usize::try_from(size).map_err(|_| too_large())?];
    source.read_at(&mut bytes, offset).map_err(|source| Error::Io { offset, source })?;
    Ok(bytes)
}
