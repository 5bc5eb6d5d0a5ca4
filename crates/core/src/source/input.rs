//! Opens an input and hands on what is in it, one document at a time.

use std::fs::File;
use std::io::{self, Read};

use super::document::Reader;
use super::stream::Cutter;
use super::text::{Decoded, Encoding};
use super::{Input, Part, Place, SourceError, kustomize};
use crate::model::object::Origin;

/// Reads an input to its end and shows everything that stands in it, in order.
///
/// # Errors
/// What cannot be opened or read. A document that makes no sense is no error but a [`Part::Broken`].
pub fn read(input: &Input, see: &mut dyn FnMut(Part<'_>)) -> Result<(), SourceError> {
    match &input.place {
        Place::File(path) => {
            let file = File::open(path).map_err(|error| cannot_read(&input.origin, &error))?;
            read_from(&input.origin, file, see)
        }
        Place::Stdin => read_from(&input.origin, io::stdin().lock(), see),
        Place::Memory(text) => read_from(&input.origin, text.as_bytes(), see),
        Place::Page(text) => Reader::new(&input.origin)
            .page(text, see)
            .map_err(|why| SourceError::new(format!("cannot read {}: {why}", input.origin.name))),
        Place::Kustomize(folder) => kustomize::read(&input.origin, folder, see),
    }
}

/// Reads a stream as [`read`] reads a file.
///
/// # Errors
/// What the stream itself cannot deliver.
pub fn read_from(
    origin: &Origin,
    stream: impl Read,
    see: &mut dyn FnMut(Part<'_>),
) -> Result<(), SourceError> {
    read_stream(origin, stream, see).map_err(|error| cannot_read(origin, &error))
}

fn read_stream(origin: &Origin, stream: impl Read, see: &mut dyn FnMut(Part<'_>)) -> io::Result<()> {
    let stream = Decoded::new(stream)?;
    let mark = if stream.encoding() == Encoding::Marked { 3 } else { 0 };
    let wide = matches!(stream.encoding(), Encoding::Utf16Le | Encoding::Utf16Be);
    let origin = Origin { editable: origin.editable && !wide, ..origin.clone() };
    let mut cutter = Cutter::new(stream, mark);
    let mut reader = Reader::new(&origin);
    if cutter.begins_with_brace()? {
        read_values(&mut cutter, &mut reader, see)?;
    }
    while let Some(chunk) = cutter.next_document()? {
        reader.chunk(chunk, cutter.chunk(), see);
    }
    Ok(())
}

/// Reads JSON values as long as there are some. What follows is read as YAML; kubectl does so only if there was no more
/// than one value.
fn read_values(
    cutter: &mut Cutter<impl Read>,
    reader: &mut Reader<'_>,
    see: &mut dyn FnMut(Part<'_>),
) -> io::Result<()> {
    let mut count = 0;
    while let Some(chunk) = cutter.next_value()? {
        if !reader.value(chunk, cutter.chunk(), see) {
            cutter.put_back(chunk);
            break;
        }
        count += 1;
    }
    let rest = cutter.rest();
    if !rest.is_empty() && (count > 1 || count == 1 && begins_json_scalar(rest)) {
        reader.no_value(cutter.at(), see);
    }
    Ok(())
}

/// Tells whether a text begins with a JSON value that is no collection.
fn begins_json_scalar(text: &[u8]) -> bool {
    match text {
        [b'"' | b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..] => true,
        _ => ["true", "false", "null"].iter().any(|word| text.starts_with(word.as_bytes())),
    }
}

fn cannot_read(origin: &Origin, error: &io::Error) -> SourceError {
    SourceError::new(format!("cannot read {}: {error}", origin.name))
}
