//! A bbolt file: which meta page counts, and the pages by their numbers.

use super::bucket::{Bucket, Entries, Item, Location};
use super::meta::{Fault, Meta, PAGE_SIZES, SIZE};
use super::page::{self, HEADER, Header, Page};
use super::source::ReadAt;
use crate::Error;

/// A bbolt file, open for reading.
pub struct Db<R> {
    pub(super) source: R,
    meta: Meta,
    size: u64,
}

impl<R: ReadAt> Db<R> {
    /// Opens a file: finds the meta page that counts.
    ///
    /// # Errors
    /// A file that cannot be read, is another kind of file, or is shorter than its pages.
    pub fn open(source: R) -> Result<Db<R>, Error> {
        let size = source.size().map_err(|source| Error::Io { offset: 0, source })?;
        let meta = newest(&source, size)?;
        let needs = meta.pages.checked_mul(u64::from(meta.page_size));
        match needs {
            Some(needs) if needs <= size => Ok(Db { source, meta, size }),
            Some(needs) => Err(Error::Truncated { has: size, needs, what: "its last page".to_owned() }),
            None => Err(Error::corrupt(0, format!("the meta page counts {} pages", meta.pages))),
        }
    }

    /// Returns the meta page that counts.
    pub fn meta(&self) -> Meta {
        self.meta
    }

    /// Returns the size of the file in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the bucket that holds all others.
    pub fn root(&self) -> Bucket {
        Bucket::of_page(self.meta.root)
    }

    /// Finds a bucket of the root by its name.
    ///
    /// # Errors
    /// What cannot be read, or cannot be.
    pub fn bucket(&self, name: &[u8]) -> Result<Option<Bucket>, Error> {
        for entry in self.entries(self.root()) {
            let entry = entry?;
            if let (true, Item::Bucket(bucket)) = (entry.key == name, entry.item) {
                return Ok(Some(bucket));
            }
        }
        Ok(None)
    }

    /// Goes through a bucket in the order of its keys.
    pub fn entries(&self, bucket: Bucket) -> Entries<'_, R> {
        Entries::new(self, bucket)
    }

    /// Reads a value.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(&self, value: Location) -> Result<Vec<u8>, Error> {
        page::read(&self.source, value.offset, value.size)
    }

    /// Reads the first bytes of a value, all if it has no more.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read_first(&self, value: Location, most: u64) -> Result<Vec<u8>, Error> {
        page::read(&self.source, value.offset, value.size.min(most))
    }

    /// Tells how many pages there are.
    pub(super) fn pages(&self) -> u64 {
        self.meta.pages
    }

    /// Reads a page of a tree, and returns it with the number of the last page it goes over.
    pub(super) fn page(&self, id: u64, named_at: u64) -> Result<(Page, u64), Error> {
        if id < 2 || id >= self.meta.pages {
            let what = format!("page {id} is named, and the file has pages 2 to {}", self.meta.pages - 1);
            return Err(Error::corrupt(named_at, what));
        }
        let page_size = u64::from(self.meta.page_size);
        let offset = id * page_size;
        let header = Header::read(&self.source, offset)?;
        if header.id != id {
            return Err(Error::corrupt(offset, format!("page {id} says it is page {}", header.id)));
        }
        let last = id + u64::from(header.overflow);
        if last >= self.meta.pages {
            let what = format!("page {id} goes over to page {last} of {}", self.meta.pages);
            return Err(Error::corrupt(offset + 12, what));
        }
        let size = (1 + u64::from(header.overflow)) * page_size;
        Ok((Page::read(&self.source, &header, offset, size)?, last))
    }

    /// Reads a page that stands in line in a value.
    pub(super) fn inline(&self, at: Location) -> Result<Page, Error> {
        if at.size < HEADER {
            return Err(Error::corrupt(at.offset, "the bucket is cut off"));
        }
        let header = Header::read(&self.source, at.offset)?;
        Page::read(&self.source, &header, at.offset, at.size)
    }
}

/// Finds the valid meta page with the higher transaction.
fn newest(source: &impl ReadAt, size: u64) -> Result<Meta, Error> {
    if size == 0 {
        return Err(Error::Foreign("the file is empty".to_owned()));
    }
    let first = meta(source, size, 0)?;
    let second = match first {
        Ok(meta) => meta_of_size(source, size, meta.page_size)?,
        // Without the first one nobody knows how large a page is.
        Err(_) => {
            let mut found = None;
            for page_size in (9..).map(|shift| 1 << shift).take_while(|size| PAGE_SIZES.contains(size)) {
                found = found.or(meta_of_size(source, size, page_size)?);
            }
            found
        }
    };
    match (first, second) {
        (Ok(first), Some(second)) if second.transaction > first.transaction => Ok(second),
        (Ok(first), _) => Ok(first),
        (Err(_), Some(second)) => Ok(second),
        (Err(fault @ (Fault::Magic(_) | Fault::Version(_))), None) => {
            Err(Error::Foreign(format!("byte {HEADER}: {fault}")))
        }
        (Err(fault), None) => {
            Err(Error::corrupt(HEADER, format!("{fault}, and there is no other meta page")))
        }
    }
}

/// Reads the second meta page, if it is valid and agrees about the size of pages.
fn meta_of_size(source: &impl ReadAt, size: u64, page_size: u32) -> Result<Option<Meta>, Error> {
    let offset = u64::from(page_size);
    if offset + HEADER + SIZE as u64 > size {
        return Ok(None);
    }
    Ok(meta(source, size, offset)?.ok().filter(|meta| meta.page_size == page_size))
}

fn meta(source: &impl ReadAt, size: u64, offset: u64) -> Result<Result<Meta, Fault>, Error> {
    let start = offset + HEADER;
    let needs = start + SIZE as u64;
    if needs > size {
        let mut beginning = [0; 4];
        let has_mark = size >= start + 4
            && source.read_at(&mut beginning, start).is_ok()
            && u32::from_le_bytes(beginning) == 0xED0C_DAED;
        return Err(match has_mark {
            true => Error::Truncated { has: size, needs, what: "its first meta page".to_owned() },
            false => Error::Foreign(format!("it has {size} bytes, and a meta page needs {needs}")),
        });
    }
    let mut bytes = [0; SIZE];
    source.read_at(&mut bytes, start).map_err(|source| Error::Io { offset: start, source })?;
    Ok(Meta::read(&bytes))
}
