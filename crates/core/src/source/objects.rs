//! Reads files into objects that are kept, as JSON has them: dumps of a cluster, which are looked at as a whole.

use std::sync::Arc;

use serde_json::Value;

use super::{Listing, Part, SourceError, read};
use crate::report::finding::Gap;

/// The objects of some files.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    /// The objects, in the order of the input; lists unpacked.
    pub objects: Vec<Value>,
    /// The documents that cannot be parsed: the file, and why.
    pub broken: Vec<(Arc<str>, String)>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// Reads all objects of a listing and keeps them.
///
/// # Errors
/// An input that was named itself and cannot be read.
pub fn objects(listing: Listing) -> Result<Objects, SourceError> {
    let mut found = Objects { gaps: listing.gaps, ..Objects::default() };
    for input in &listing.inputs {
        let ended = read(input, &mut |part| match part {
            Part::Document(document) => {
                for object in document.objects().into_iter().filter(|object| !object.is_list) {
                    let mut value = object.root.json();
                    if let (Some(kind), true) = (object.item_kind, value["kind"].is_null()) {
                        value["kind"] = kind.into();
                        value["apiVersion"] = object.api_version_name().unwrap_or_default().into();
                    }
                    found.objects.push(value);
                }
            }
            Part::Broken(broken) => found.broken.push((input.origin.name.clone(), broken.message.clone())),
            Part::Template(_) => {}
            Part::Gap(gap) => found.gaps.push(gap),
        });
        match ended {
            Ok(()) => {}
            Err(error) if input.origin.named => return Err(error),
            Err(error) => {
                found.gaps.push(Gap {
                    what: input.origin.name.to_string(),
                    why: error.message,
                    needed_for: vec!["every check".to_owned()],
                    is_transient: false,
                });
            }
        }
    }
    Ok(found)
}
