//! Keeps the texts of documents that cannot be judged until everything has been seen: in memory, and above a bound in a
//! temporary file without a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::document::Reader;
use super::stream::{Chunk, ChunkKind};
use super::{Part, json};
use crate::model::object::{Document, Origin};
use crate::model::tree::Position;

/// How many bytes of texts are kept in memory.
const IN_MEMORY: usize = 32 << 20;

/// The texts that are kept.
#[derive(Debug)]
pub struct Shelf {
    bound: usize,
    state: Mutex<State>,
}

impl Default for Shelf {
    fn default() -> Shelf {
        Shelf { bound: IN_MEMORY, state: Mutex::default() }
    }
}

#[derive(Debug, Default)]
struct State {
    texts: Vec<Arc<str>>,
    in_memory: usize,
    file: Option<File>,
    in_file: u64,
}

/// A document that is kept: all that is needed to read it again.
#[derive(Debug)]
pub struct Kept {
    origin: Origin,
    number: usize,
    at: Position,
    byte: u64,
    is_json: bool,
    text: Text,
}

#[derive(Debug)]
enum Text {
    Memory(usize),
    File { at: u64, len: usize },
}

impl Kept {
    /// Returns where the document comes from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Shelf {
    /// Keeps a document.
    ///
    /// # Errors
    /// What the temporary file cannot take.
    pub fn keep(&self, document: &Document<'_>) -> io::Result<Kept> {
        Ok(Kept {
            origin: document.origin.clone(),
            number: document.number,
            at: Position { line: document.first_line, column: document.first_column },
            byte: document.first_byte,
            is_json: document.is_json,
            text: self.put(document.text)?,
        })
    }

    fn put(&self, text: &str) -> io::Result<Text> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.in_memory + text.len() <= self.bound {
            state.in_memory += text.len();
            state.texts.push(text.into());
            return Ok(Text::Memory(state.texts.len() - 1));
        }
        let mut file = match state.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        let at = state.in_file;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(text.as_bytes())?;
        state.in_file += text.len() as u64;
        state.file = Some(file);
        Ok(Text::File { at, len: text.len() })
    }

    /// Reads a kept document again and shows it.
    ///
    /// # Errors
    /// What the temporary file does not give back as it was.
    pub fn read(&self, kept: &Kept, see: &mut dyn FnMut(&Document<'_>)) -> io::Result<()> {
        let text = self.text(&kept.text)?;
        let chunk = Chunk { kind: ChunkKind::Document, at: kept.at, byte: kept.byte };
        let rules = kept.is_json.then_some(json::Rules::Json);
        let mut is_shown = false;
        Reader::at(&kept.origin, kept.number).again(chunk, &text, rules, &mut |part| {
            if let Part::Document(document) = part {
                is_shown = true;
                see(document);
            }
        });
        if is_shown { Ok(()) } else { Err(io::Error::other("it cannot be read a second time")) }
    }

    fn text(&self, text: &Text) -> io::Result<Arc<str>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match (text, &mut state.file) {
            (Text::Memory(at), _) => Ok(state.texts[*at].clone()),
            (Text::File { at, len }, Some(file)) => {
                let mut bytes = vec![0; *len];
                file.seek(SeekFrom::Start(*at))?;
                file.read_exact(&mut bytes)?;
                String::from_utf8(bytes).map(Arc::from).map_err(io::Error::other)
            }
            (Text::File { .. }, None) => Err(io::Error::other("the temporary file could not be written")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Input, read};

    /// Keeps every document of a text and reads them again; each as its number, line, column and a value in it.
    fn again(text: &str, bound: usize) -> Vec<(usize, u32, u32, String)> {
        let shelf = Shelf { bound, ..Shelf::default() };
        let mut all = Vec::new();
        let mut keep = |part: Part<'_>| {
            if let Part::Document(document) = part {
                all.push(shelf.keep(document).unwrap());
            }
        };
        read(&Input::memory("x.yaml", text), &mut keep).unwrap();
        let mut seen = Vec::new();
        for kept in &all {
            let mut see = |document: &Document<'_>| {
                let span = document.tree.root().unwrap().get("a").unwrap().span();
                let text = document.tree.root().unwrap().get("a").unwrap().text().to_owned();
                seen.push((document.number, span.start.line, span.start.column, text));
            };
            shelf.read(kept, &mut see).unwrap();
        }
        seen
    }

    #[test]
    fn a_document_is_read_again_as_it_was() {
        let expected = [(0, 1, 4, "1".to_owned()), (1, 3, 4, "b".to_owned()), (2, 7, 4, "ü".to_owned())];
        for bound in [0, 5, IN_MEMORY] {
            assert_eq!(again("a: 1\n---\na: b\n---\n---\n# no\na: ü\n", bound), expected, "{bound}");
        }
    }

    #[test]
    fn json_values_that_share_a_line_keep_their_columns() {
        let expected = [(0, 1, 7, "1".to_owned()), (1, 1, 16, "2".to_owned())];
        assert_eq!(again(r#"{"a": 1} {"a": 2}"#, 0), expected);
    }
}
