//! Opens an input and hands on what is in it, one document at a time.

use std::fs::File;
use std::io::{self, Read};

use super::document::Reader;
use super::stream::Cutter;
use super::{Input, Part, Place, SourceError};
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
        Place::Kustomize(_) => Err(SourceError::new("kustomize is not there yet")),
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
    let mut cutter = Cutter::new(stream, 0);
    let mut reader = Reader::new(origin);
    while let Some(chunk) = cutter.next_document().map_err(|error| cannot_read(origin, &error))? {
        reader.chunk(chunk, cutter.chunk(), see);
    }
    Ok(())
}

fn cannot_read(origin: &Origin, error: &io::Error) -> SourceError {
    SourceError::new(format!("cannot read {}: {error}", origin.name))
}
