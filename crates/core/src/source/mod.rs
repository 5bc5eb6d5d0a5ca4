//! Reading: files, folders, standard input and kustomize output become documents. No other module opens what is judged.
//!
//! - `listing` finds out what there is to read, in an order that never changes; `exclude` what of it is passed over;
//! - `input` opens one of these (`kustomize` builds it) and hands its documents on, one at a time;
//! - `text` makes UTF-8 of bytes, `stream` cuts it into documents as apimachinery does, without keeping more than one;
//! - `document` reads one of them: `yaml` and `json` make a tree of it, `template` tells a chart's templates apart;
//! - `objects` keeps all of them as JSON, for dumps that are looked at as a whole;
//! - `typed` reads a document of our own back;
//! - `shelf` keeps documents that have to wait for others;
//! - [`etcd`] reads what the API server stored;
//! - [`prometheus`] asks for what was measured;
//! - `cursor` is where a parser is in a text, `fault` why it cannot go on.

mod cursor;
mod cut_json;
mod cut_yaml;
mod document;
pub mod etcd;
mod exclude;
pub mod exposition;
mod fault;
mod input;
mod items;
mod json;
mod kustomize;
mod listing;
mod objects;
pub mod prometheus;
mod relative;
mod shelf;
mod stream;
mod template;
mod text;
mod typed;
mod yaml;

pub(crate) use cut_json::Items;
pub use document::byte_offset;
pub use exclude::{Excludes, Pattern};
pub use input::{read, read_from};
pub use items::{Item, ItemForm, items};
pub use listing::list;
pub use objects::{Objects, objects};
pub use relative::{below, canonical, is_file_name, relative};
pub use shelf::{Kept, Shelf};
pub use typed::document;

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::object::{Document, Live, Origin};
use crate::model::tree::Span;
use crate::report::finding::Gap;

/// What the user named.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Files, folders, and `-` for standard input.
    pub paths: Vec<String>,
    /// Whether folders are read with all that is below them.
    pub recursive: bool,
    /// A folder to build with kustomize.
    pub kustomize: Option<String>,
    /// What is passed over.
    pub exclude: Excludes,
}

impl Inputs {
    /// Tells whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.kustomize.is_none()
    }
}

/// What there is to read.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// The inputs: in the order they were named, folders sorted, no file twice.
    pub inputs: Vec<Input>,
    /// What could not be listed.
    pub gaps: Vec<Gap>,
    /// How many files were excluded.
    pub excluded: usize,
    /// What was named itself and is excluded.
    pub excluded_names: Vec<String>,
    /// How many files of the tool itself were named, which are no manifests.
    pub own_named: usize,
}

impl Listing {
    /// Takes what was named itself as if it had been found in a folder, where not everything is an object.
    pub fn as_found(mut self) -> Self {
        for input in &mut self.inputs {
            input.origin.named = false;
        }
        self
    }

    /// Reads standard input, if it is listed, so that all can be judged more than once.
    ///
    /// # Errors
    /// Standard input that cannot be read.
    pub fn hold(&mut self) -> std::io::Result<()> {
        for input in self.inputs.iter_mut().filter(|input| matches!(input.place, Place::Stdin)) {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
            input.place = Place::Memory(String::from_utf8_lossy(&bytes).into_owned());
        }
        Ok(())
    }
}

/// One thing to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, and whether it was named itself.
    pub origin: Origin,
    place: Place,
}

/// Where an input is read from.
#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Stdin,
    Kustomize(PathBuf),
    Memory(String),
    Page(String),
}

impl Input {
    /// Makes an input of a text that is already there, under a name.
    pub fn memory(name: &str, text: impl Into<String>) -> Input {
        Input {
            origin: Origin { name: name.into(), named: true, editable: true, live: None },
            place: Place::Memory(text.into()),
        }
    }

    /// Makes an input of a page of a list, as an API server wrote it.
    pub fn page(resource: &str, live: Arc<Live>, text: String) -> Input {
        let origin = Origin { name: resource.into(), named: true, editable: false, live: Some(live) };
        Input { origin, place: Place::Page(text) }
    }
}

/// What reading tells of: everything that stands in an input, in its order.
pub enum Part<'a> {
    /// A document that can be read.
    Document(&'a Document<'a>),
    /// A document that cannot be read.
    Broken(&'a Broken<'a>),
    /// A template of a Helm chart that has not been rendered.
    Template(&'a Template<'a>),
    /// A document that was not read, though kubectl may: it is too large.
    Gap(Gap),
}

/// A document that cannot be read.
pub struct Broken<'a> {
    /// Where it comes from.
    pub origin: &'a Origin,
    /// Its number in the origin, from 0; see [`Document::number`].
    pub number: usize,
    /// Its text; what is not UTF-8 is replaced.
    pub text: &'a str,
    /// The line of the origin on which the text begins, from 1.
    pub first_line: u32,
    /// Where reading failed.
    pub span: Span,
    /// What is wrong: a fragment.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The chart template a `# Source:` comment of rendered Helm output names.
    pub template: Option<&'a str>,
}

/// A template of a Helm chart that has not been rendered, so that nothing can be said of it.
pub struct Template<'a> {
    /// Where it comes from.
    pub origin: &'a Origin,
    /// Its number in the origin, from 0; see [`Document::number`].
    pub number: usize,
    /// The line of the origin on which the document begins, from 1.
    pub first_line: u32,
}

/// Why something that was named cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct SourceError {
    /// What is wrong: a fragment.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl SourceError {
    fn new(message: impl Into<String>) -> SourceError {
        SourceError { message: message.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> SourceError {
        SourceError { hint: Some(hint.into()), ..self }
    }
}
