//! Buckets: their entries in the order of the keys.

use super::db::Db;
use super::page::{HEADER, Page};
use super::source::ReadAt;
use super::u64_at;
use crate::Error;

/// The size of what stands before a page in line: the number of a root page, and a sequence.
const BUCKET: u64 = 16;
/// The deepest tree that is followed; bbolt's have fewer than ten levels.
const DEEPEST: usize = 64;

/// Where a value lies in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Its first byte.
    pub offset: u64,
    /// How many bytes it has.
    pub size: u64,
}

/// A bucket: where its tree begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    root: Root,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    /// A page, and where it is named.
    Page { id: u64, named_at: u64 },
    /// A page in line.
    Inline(Location),
}

impl Bucket {
    /// Makes the bucket whose tree begins at a page that the meta page names.
    pub(super) fn of_page(id: u64) -> Bucket {
        Bucket { root: Root::Page { id, named_at: HEADER + 16 } }
    }

    /// Reads the value of an element that is a bucket.
    fn of_value<R: ReadAt>(db: &Db<R>, value: Location) -> Result<Bucket, Error> {
        if value.size < BUCKET {
            let what = format!("a bucket has {} bytes, and needs {BUCKET}", value.size);
            return Err(Error::corrupt(value.offset, what));
        }
        let root = match u64_at(&db.read_first(value, BUCKET)?, 0) {
            0 => Root::Inline(Location { offset: value.offset + BUCKET, size: value.size - BUCKET }),
            id => Root::Page { id, named_at: value.offset },
        };
        Ok(Bucket { root })
    }
}

/// A key and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Vec<u8>,
    /// What stands under it.
    pub item: Item,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A value, to be read if it is wanted.
    Value(Location),
    /// Another bucket.
    Bucket(Bucket),
}

/// The entries of a bucket, in the order of the keys.
pub struct Entries<'d, R> {
    db: &'d Db<R>,
    /// The pages from the root to where the walk is, each with the number of its next element.
    path: Vec<(Page, usize)>,
    /// Pages that were seen, so that a page that leads back to itself is no endless walk.
    seen: Seen,
    last: Option<Vec<u8>>,
    start: Option<Root>,
}

impl<'d, R: ReadAt> Entries<'d, R> {
    pub(super) fn new(db: &'d Db<R>, bucket: Bucket) -> Self {
        let seen = Seen::new(db.pages());
        Entries { db, path: Vec::new(), seen, last: None, start: Some(bucket.root) }
    }

    fn step(&mut self) -> Result<Option<Entry>, Error> {
        if let Some(root) = self.start.take() {
            match root {
                Root::Inline(at) => self.path.push((self.db.inline(at)?, 0)),
                Root::Page { id, named_at } => self.descend(id, named_at)?,
            }
        }
        while let Some((page, next)) = self.path.last_mut() {
            let index = *next;
            *next += 1;
            if index >= page.count {
                self.path.pop();
            } else if page.is_leaf {
                return self.entry(index).map(Some);
            } else {
                let (id, named_at) = page.child(&self.db.source, index)?;
                self.descend(id, named_at)?;
            }
        }
        Ok(None)
    }

    fn descend(&mut self, id: u64, named_at: u64) -> Result<(), Error> {
        if self.path.len() >= DEEPEST {
            return Err(Error::corrupt(named_at, format!("the tree is more than {DEEPEST} levels deep")));
        }
        let (page, last) = self.db.page(id, named_at)?;
        if let Some(twice) = self.seen.mark(id, last) {
            return Err(Error::corrupt(named_at, format!("page {twice} is reached twice")));
        }
        self.path.push((page, 0));
        Ok(())
    }

    fn entry(&mut self, index: usize) -> Result<Entry, Error> {
        let (page, _) = self.path.last().expect("an entry lies in a page");
        let element = page.element(&self.db.source, index)?;
        let value = Location { offset: element.value, size: u64::from(element.value_size) };
        if self.last.as_ref().is_some_and(|last| *last >= element.key) {
            let at = value.offset.saturating_sub(element.key.len() as u64);
            return Err(Error::corrupt(at, "keys are not in ascending order"));
        }
        self.last = Some(element.key.clone());
        let item = match element.is_bucket {
            false => Item::Value(value),
            true => Item::Bucket(Bucket::of_value(self.db, value)?),
        };
        Ok(Entry { key: element.key, item })
    }
}

impl<R: ReadAt> Iterator for Entries<'_, R> {
    type Item = Result<Entry, Error>;

    /// Returns the next entry; after an error there is none.
    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.path.clear();
        }
        step.transpose()
    }
}

/// Pages that were seen, one bit each; the file has at least as many pages as there are bits.
struct Seen(Vec<u64>);

impl Seen {
    fn new(pages: u64) -> Seen {
        Seen(vec![0; usize::try_from(pages.div_ceil(64)).unwrap_or_default()])
    }

    /// Marks some pages, and returns one of them that was marked before.
    fn mark(&mut self, first: u64, last: u64) -> Option<u64> {
        let mut twice = None;
        for page in first..=last {
            let (word, bit) = (usize::try_from(page / 64).unwrap_or(usize::MAX), 1 << (page % 64));
            let word = self.0.get_mut(word)?;
            twice = twice.or((*word & bit != 0).then_some(page));
            *word |= bit;
        }
        twice
    }
}
