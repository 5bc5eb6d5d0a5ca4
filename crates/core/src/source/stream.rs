//! Cuts a stream into documents, as apimachinery's `YAMLReader` does, and keeps no more than one of them.
//!
//! A document ends before a line that begins with `---`; nothing but a comment may follow on that line
//! (`k8s.io/apimachinery/pkg/util/yaml/decoder.go`). A separator that ends a document is dropped, any other belongs
//! to the document behind it.

use std::io::{self, Read};
use std::ops::Range;

use memchr::memmem;

/// A document may be this large; a larger one is passed over and told of.
pub(super) const MAX_DOCUMENT: usize = 64 << 20;

/// How much is read at once.
const BLOCK: usize = 64 << 10;

/// A part of the stream; its bytes are [`Cutter::chunk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// What it is.
    pub kind: ChunkKind,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// The byte at which it begins.
    pub byte: u64,
}

/// What a part of the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    /// A document.
    Document,
    /// A separator with something behind it, which kubectl refuses.
    Separator,
    /// A document above the limit, which was not kept.
    TooLarge,
}

/// Cuts a stream.
pub(super) struct Cutter<R> {
    reader: R,
    buffer: Vec<u8>,
    chunk: Range<usize>,
    /// Where in the buffer the next chunk begins, and where in the stream that is.
    next: usize,
    line: u32,
    byte: u64,
    eof: bool,
    /// Whether a document was cut at a separator, which is still to be dropped.
    drop_separator: bool,
    limit: usize,
}

impl<R: Read> Cutter<R> {
    /// Begins to cut a stream whose text begins at a byte (behind a byte order mark).
    pub(super) fn new(reader: R, byte: u64) -> Cutter<R> {
        Cutter {
            reader,
            buffer: Vec::new(),
            chunk: 0..0,
            next: 0,
            line: 1,
            byte,
            eof: false,
            drop_separator: false,
            limit: MAX_DOCUMENT,
        }
    }

    /// Returns the bytes of the part last cut.
    pub(super) fn chunk(&self) -> &[u8] {
        &self.buffer[self.chunk.clone()]
    }

    /// Cuts the next document at its separator.
    pub(super) fn next_document(&mut self) -> io::Result<Option<Chunk>> {
        let mut from = 0;
        while self.at_separator()? {
            let end = self.line_end()?;
            let rest = self.buffer[self.next + 3..end].trim_ascii();
            if !rest.is_empty() && !rest.starts_with(b"#") {
                self.drop_separator = false;
                return Ok(Some(self.take(end, ChunkKind::Separator)));
            }
            if !std::mem::take(&mut self.drop_separator) {
                // The end of this line may be the beginning of the next separator.
                from = end - self.next - 1;
                break;
            }
            self.advance(end);
        }
        match self.document_end(from)? {
            None => self.skip_large().map(Some),
            Some(end) if end == self.next => Ok(None),
            Some(end) => Ok(Some(self.take(end, ChunkKind::Document))),
        }
    }

    /// Tells whether a separator stands at the next place.
    fn at_separator(&mut self) -> io::Result<bool> {
        while !self.eof && self.buffer.len() < self.next + 3 {
            self.fill()?;
        }
        Ok(self.buffer[self.next..].starts_with(b"---"))
    }

    /// Returns the place behind the line that begins at the next place.
    fn line_end(&mut self) -> io::Result<usize> {
        let mut from = 0;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[self.next + from..]) {
                return Ok(self.next + from + at + 1);
            }
            from = self.buffer.len() - self.next;
            if self.eof || from > self.limit {
                return Ok(self.buffer.len());
            }
            self.fill()?;
        }
    }

    /// Returns where the document at the next place ends: at the next separator, or with the stream. None if it is
    /// too large.
    fn document_end(&mut self, mut from: usize) -> io::Result<Option<usize>> {
        loop {
            if let Some(at) = memmem::find(&self.buffer[self.next + from..], b"\n---") {
                self.drop_separator = true;
                return Ok(Some(self.next + from + at + 1));
            }
            let len = self.buffer.len() - self.next;
            if self.eof || len > self.limit {
                return Ok((len <= self.limit).then_some(self.buffer.len()));
            }
            // The last bytes may be the beginning of a separator.
            from = from.max(len.saturating_sub(3));
            self.fill()?;
        }
    }

    /// Reads past a document that is too large.
    fn skip_large(&mut self) -> io::Result<Chunk> {
        let chunk = self.take(self.next, ChunkKind::TooLarge);
        loop {
            if let Some(at) = memmem::find(&self.buffer[self.next..], b"\n---") {
                self.drop_separator = true;
                self.advance(self.next + at + 1);
                return Ok(chunk);
            }
            if self.eof {
                self.advance(self.buffer.len());
                return Ok(chunk);
            }
            self.advance(self.buffer.len().saturating_sub(3).max(self.next));
            self.fill()?;
        }
    }

    /// Reads more into the buffer; what lies before the next place goes.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.next);
        self.next = 0;
        // Reading as much again as there is bounds what the searches that begin anew can cost.
        let want = BLOCK.max(self.buffer.len());
        self.buffer.reserve(want);
        let got = self.reader.by_ref().take(want as u64).read_to_end(&mut self.buffer)?;
        self.eof = got < want;
        Ok(())
    }

    /// Makes a part of what lies before a place of the buffer.
    fn take(&mut self, end: usize, kind: ChunkKind) -> Chunk {
        let chunk = Chunk { kind, line: self.line, byte: self.byte };
        self.chunk = self.next..end;
        self.advance(end);
        chunk
    }

    /// Moves the next place on.
    fn advance(&mut self, end: usize) {
        let passed = &self.buffer[self.next..end];
        self.line = self.line.saturating_add(count_lines(passed));
        self.byte += passed.len() as u64;
        self.next = end;
    }
}

/// Counts line ends: LF, CR LF, or CR alone.
pub(super) fn count_lines(text: &[u8]) -> u32 {
    let mut lines = memchr::memchr_iter(b'\n', text).count();
    for at in memchr::memchr_iter(b'\r', text) {
        if text.get(at + 1) != Some(&b'\n') {
            lines += 1;
        }
    }
    u32::try_from(lines).unwrap_or(u32::MAX)
}
