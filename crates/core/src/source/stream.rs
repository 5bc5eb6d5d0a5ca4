//! Cuts a stream into documents, as apimachinery's readers do, and keeps no more than one of them.
//!
//! A document ends before a line that begins with `---`; nothing but a comment may follow on that line
//! (`k8s.io/apimachinery/pkg/util/yaml/decoder.go`, `YAMLReader`). A separator that ends a document is dropped, any
//! other belongs to the document behind it. A stream of JSON is cut behind each value (`YAMLOrJSONDecoder`).

use std::io::{self, Read};
use std::ops::Range;

use memchr::memmem;

use crate::model::tree::Position;

/// A document may be this large; a larger one is passed over and told of.
pub(super) const MAX_DOCUMENT: usize = 64 << 20;

/// How much is read at once.
const BLOCK: usize = 64 << 10;

/// A part of the stream; its bytes are [`Cutter::chunk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// What it is.
    pub kind: ChunkKind,
    /// The place at which it begins.
    pub at: Position,
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
    at: Position,
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
            at: Position { line: 1, column: 1 },
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

    /// Cuts the JSON value that comes next; none if no bracket comes. A value that never ends is cut with the stream.
    pub(super) fn next_value(&mut self) -> io::Result<Option<Chunk>> {
        self.skip_space()?;
        if !matches!(self.buffer.get(self.next), Some(b'{' | b'[')) {
            return Ok(None);
        }
        let mut value = Value::default();
        let mut from = 0;
        loop {
            if let Some(length) = value.end(&self.buffer[self.next + from..]) {
                return Ok(Some(self.take(self.next + from + length, ChunkKind::Document)));
            }
            from = self.buffer.len() - self.next;
            if self.eof {
                return Ok(Some(self.take(self.buffer.len(), ChunkKind::Document)));
            }
            if from > self.limit {
                return self.skip_large_value(value).map(Some);
            }
            self.fill()?;
        }
    }

    /// Reads past a JSON value that is too large.
    fn skip_large_value(&mut self, mut value: Value) -> io::Result<Chunk> {
        let chunk = self.take(self.next, ChunkKind::TooLarge);
        self.advance(self.buffer.len());
        loop {
            self.fill()?;
            if let Some(length) = value.end(&self.buffer) {
                self.advance(length);
                return Ok(chunk);
            }
            self.advance(self.buffer.len());
            if self.eof {
                return Ok(chunk);
            }
        }
    }

    /// Passes the white space that JSON knows.
    fn skip_space(&mut self) -> io::Result<()> {
        loop {
            let rest = &self.buffer[self.next..];
            let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            let more = space == rest.len() && !self.eof;
            self.advance(self.next + space);
            if !more {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Returns what is in the buffer from the next place on.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.next..]
    }

    /// Returns the next place.
    pub(super) fn at(&self) -> Position {
        self.at
    }

    /// Makes the part last cut the next place again.
    pub(super) fn put_back(&mut self, chunk: Chunk) {
        self.next = self.chunk.start;
        self.at = chunk.at;
        self.byte = chunk.byte;
    }

    /// Tells whether the stream begins with `{`, as apimachinery looks for it.
    pub(super) fn begins_with_brace(&mut self) -> io::Result<bool> {
        self.fill()?;
        Ok(self.buffer.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{'))
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
        let chunk = Chunk { kind, at: self.at, byte: self.byte };
        self.chunk = self.next..end;
        self.advance(end);
        chunk
    }

    /// Moves the next place on.
    fn advance(&mut self, end: usize) {
        let passed = &self.buffer[self.next..end];
        let lines = count_lines(passed);
        let last = memchr::memrchr2(b'\n', b'\r', passed).map_or(0, |at| at + 1);
        let columns = passed[last..].iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        if lines > 0 {
            self.at = Position { line: self.at.line.saturating_add(lines), column: 1 };
        }
        self.at.column = self.at.column.saturating_add(u32::try_from(columns).unwrap_or(u32::MAX));
        self.byte += passed.len() as u64;
        self.next = end;
    }
}

/// How far into a JSON value the search for its end has come.
#[derive(Default)]
struct Value {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Value {
    /// Returns the length up to the bracket that ends the value.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = self.in_text,
                b'"' => self.in_text = !self.in_text,
                b'{' | b'[' if !self.in_text => self.depth += 1,
                b'}' | b']' if !self.in_text => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Counts line ends: LF, CR LF, or CR alone.
fn count_lines(text: &[u8]) -> u32 {
    let mut lines = memchr::memchr_iter(b'\n', text).count();
    for at in memchr::memchr_iter(b'\r', text) {
        if text.get(at + 1) != Some(&b'\n') {
            lines += 1;
        }
    }
    u32::try_from(lines).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives one byte at a time, so that every place is a boundary once.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(1);
            (&self.0[..count]).read(buffer)?;
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn documents(text: &str, limit: usize) -> Vec<(ChunkKind, u32, u64, String)> {
        let mut cutter = Cutter::new(Slow(text.as_bytes()), 0);
        cutter.limit = limit;
        let mut chunks = Vec::new();
        while let Some(chunk) = cutter.next_document().unwrap() {
            let text = String::from_utf8_lossy(cutter.chunk()).into_owned();
            chunks.push((chunk.kind, chunk.at.line, chunk.byte, text));
        }
        chunks
    }

    fn texts(text: &str) -> Vec<String> {
        documents(text, MAX_DOCUMENT).into_iter().map(|(_, _, _, text)| text).collect()
    }

    #[test]
    fn a_separator_that_ends_a_document_is_dropped() {
        assert_eq!(texts("---\na\n---\nb\n--- # c\n---\nd"), ["---\na\n", "b\n", "---\nd"]);
    }

    #[test]
    fn only_a_line_that_begins_with_it_is_a_separator() {
        assert_eq!(texts("a: |\n ---\n b---\n--\n"), ["a: |\n ---\n b---\n--\n"]);
    }

    #[test]
    fn places_are_those_of_the_stream() {
        let chunks = documents("é\r\n---\r\nb\r---\n---\nc", MAX_DOCUMENT);
        let places: Vec<_> = chunks.iter().map(|(_, line, byte, _)| (*line, *byte)).collect();
        assert_eq!(places, [(1, 0), (3, 9), (6, 19)]);
    }

    #[test]
    fn what_follows_a_separator_is_a_chunk_of_its_own() {
        let kinds: Vec<_> =
            documents("a\n--- b\nc\n", MAX_DOCUMENT).into_iter().map(|chunk| chunk.0).collect();
        assert_eq!(kinds, [ChunkKind::Document, ChunkKind::Separator, ChunkKind::Document]);
    }

    #[test]
    fn a_large_document_is_passed_over() {
        let text = format!("a\n---\n{}---\nb\n", "x\n".repeat(200_000));
        let chunks = documents(&text, 1000);
        let found: Vec<_> =
            chunks.iter().map(|(kind, line, _, text)| (*kind, *line, text.as_str())).collect();
        let expected = [
            (ChunkKind::Document, 1, "a\n"),
            (ChunkKind::TooLarge, 3, ""),
            (ChunkKind::Document, 200_004, "b\n"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn memory_does_not_grow_with_the_stream() {
        let document = format!("{}---\n", "key: value\n".repeat(100));
        let stream = io::Cursor::new(document.repeat(4000));
        let mut cutter = Cutter::new(stream, 0);
        while cutter.next_document().unwrap().is_some() {
            assert!(cutter.buffer.capacity() <= 4 * BLOCK, "{}", cutter.buffer.capacity());
        }
    }

    #[test]
    fn json_values_are_cut_behind_their_last_bracket() {
        let mut cutter = Cutter::new(Slow(br#" {"a": "}\"{"} {"b":[{}]}"#), 0);
        let mut found = Vec::new();
        while let Some(chunk) = cutter.next_value().unwrap() {
            found.push((chunk.at.column, String::from_utf8_lossy(cutter.chunk()).into_owned()));
        }
        assert_eq!(found, [(2, r#"{"a": "}\"{"}"#.to_owned()), (16, r#"{"b":[{}]}"#.to_owned())]);
    }
}
