//! OpenSLO: `openslo/v1`, `openslo/v1alpha` and `openslo.com/v2alpha` (`pkg/openslo` of OpenSLO/go-sdk).
//!
//! Documents refer to each other by name, so all of them are kept until the end, and [`World::resolve`] makes SLOs of them. `slo` reads
//! an SLO of v1 and v2alpha, `alpha` one of v1alpha, `indicator` what is measured, `source` where and how it is asked, `period`
//! its window, `alerts` policies and conditions.
//!
//! An SLO with several objectives is several SLOs: each has the name of the SLO and, behind a dash, that of the objective
//! (`displayName` in small letters with dashes, else its number).

mod alerts;
mod alpha;
mod indicator;
mod period;
mod resolve;
mod slo;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_core::model::near;
use kubecheck_core::model::tree::{Position, Value};

use super::notes::Notes;
use super::parts;
use crate::slo::{Family, Slo};
use alerts::{Condition, Policy};
use indicator::Indicator;
use slo::Raw;
use source::DataSource;

/// The kinds of documents; v1alpha has only the first two.
const KINDS: [&str; 7] =
    ["SLO", "Service", "SLI", "DataSource", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"];

/// A name within a family.
type Key = (u8, String);

/// All documents.
#[derive(Default)]
pub(super) struct World {
    slos: Vec<Raw>,
    indicators: BTreeMap<Key, Indicator>,
    sources: BTreeMap<Key, DataSource>,
    policies: BTreeMap<Key, Policy>,
    conditions: BTreeMap<Key, Condition>,
    targets: BTreeSet<Key>,
}

/// Something that stands in place, or that a name refers to.
pub(super) enum Named<T> {
    /// It stands here.
    Here(T),
    /// It stands elsewhere, under a name.
    There(Word),
}

/// What a document is read with.
#[derive(Clone)]
pub(super) struct Context {
    family: Family,
    notes: Notes,
}

/// The name of a document, or of a part that could be one.
struct Metadata {
    name: Option<Word>,
    display: Option<String>,
}

impl World {
    /// Reads a document.
    pub(super) fn read(&mut self, family: Family, kind: &str, root: Value<'_>, notes: &Notes) {
        let kinds = if family == Family::OpenSloV1Alpha { &KINDS[..2] } else { &KINDS[..] };
        if !kinds.contains(&kind) {
            let near =
                near::nearest(kind, kinds.iter().copied()).map(|near| format!("; did you mean {near:?}?"));
            let why = format!("{} has no kind {kind:?}{}", version(family), near.unwrap_or_default());
            let hint = format!("there are {}", kinds.join(", "));
            let at = root.get("kind").map_or(root.span(), |kind| kind.span()).start;
            return notes.error(at, why, Some(&hint));
        }
        let context = Context { family, notes: notes.clone() };
        let mut section = Section::of(&notes.origin, "a document of OpenSLO", root);
        section.any("apiVersion");
        section.any("kind");
        let metadata = context.metadata(&mut section);
        section.need("spec");
        self.document(kind, metadata, &mut section, &context);
        notes.faults(section.finish());
    }

    fn document(&mut self, kind: &str, metadata: Metadata, section: &mut Section<'_>, context: &Context) {
        let at = section.at();
        let key = metadata.name.as_ref().map(|name| context.key(&name.text));
        match kind {
            "SLO" => {
                let read = |spec: &mut Section<'_>| match context.family {
                    Family::OpenSloV1Alpha => alpha::slo(spec, metadata, at, context),
                    _ => slo::read(spec, metadata, at, context),
                };
                self.slos.extend(section.part("spec", read).flatten());
            }
            "SLI" => {
                let read = section.part("spec", |spec| indicator::read(spec, context));
                keep(&mut self.indicators, key, read, kind, at, context);
            }
            "DataSource" => {
                let read = section.part("spec", |spec| source::data_source(spec));
                keep(&mut self.sources, key, read, kind, at, context);
            }
            "AlertPolicy" => {
                let read = section.part("spec", |spec| alerts::policy(spec, context));
                keep(&mut self.policies, key, read, kind, at, context);
            }
            "AlertCondition" => {
                let name = metadata.name.map(|name| name.text).unwrap_or_default();
                let read = section.part("spec", |spec| alerts::condition(spec, name, context));
                keep(&mut self.conditions, key, read, kind, at, context);
            }
            "AlertNotificationTarget" => {
                section.part("spec", alerts::target);
                self.targets.extend(key);
            }
            _ => {
                section.part("spec", |spec| spec.text("description"));
            }
        }
    }

    /// Makes SLOs of the documents.
    pub(super) fn resolve(self) -> Vec<Slo> {
        self.slos.iter().flat_map(|raw| resolve::slos(raw, &self)).collect()
    }
}

/// Returns the apiVersion of a family.
fn version(family: Family) -> &'static str {
    match family {
        Family::OpenSloV1Alpha => "openslo/v1alpha",
        Family::OpenSloV2Alpha => "openslo.com/v2alpha",
        _ => "openslo/v1",
    }
}

/// Keeps a document under its name, which only one may have.
fn keep<T>(
    all: &mut BTreeMap<Key, T>,
    key: Option<Key>,
    read: Option<T>,
    kind: &str,
    at: Position,
    context: &Context,
) {
    let (Some(key), Some(read)) = (key, read) else { return };
    let name = key.1.clone();
    if all.insert(key, read).is_some() {
        let why = format!("there is another {kind} {name}: nobody could say which is meant");
        context.notes.error(at, why, Some("give one of them another name"));
    }
}

impl Context {
    /// Returns a name within this family.
    fn key(&self, name: &str) -> Key {
        (self.family as u8, name.to_owned())
    }

    /// Finds what a name refers to; nothing is an error.
    fn find<'w, T>(&self, all: &'w BTreeMap<Key, T>, word: &Word, kind: &str) -> Option<&'w T> {
        let found = all.get(&self.key(&word.text));
        if found.is_none() {
            let family = self.family as u8;
            let names = all.keys().filter(|key| key.0 == family).map(|key| key.1.as_str());
            let near = near::nearest(&word.text, names).map(|near| format!("; did you mean {near:?}?"));
            let why =
                format!("there is no {kind} {:?} in what was read{}", word.text, near.unwrap_or_default());
            self.notes.error(word.at, why, Some("read the file that has it as well"));
        }
        found
    }

    /// Reads the metadata of a document, which has a name.
    fn metadata(&self, section: &mut Section<'_>) -> Metadata {
        section.need("metadata");
        self.named_by(section, true)
    }

    /// Reads the metadata of what stands within another document, whose name nobody needs.
    fn metadata_within(&self, section: &mut Section<'_>) -> Metadata {
        self.named_by(section, false)
    }

    fn named_by(&self, section: &mut Section<'_>, is_document: bool) -> Metadata {
        let read = section.part("metadata", |metadata| {
            if is_document {
                metadata.need("name");
            }
            let name = metadata.text("name");
            let display = metadata.text("displayName").map(|word| word.text);
            parts::labels(metadata, "labels", &self.notes);
            parts::labels(metadata, "annotations", &self.notes);
            Metadata { name, display }
        });
        read.unwrap_or(Metadata { name: None, display: None })
    }

    /// Reads something that stands here with metadata and spec, or a reference to it.
    fn named<T>(
        &self,
        section: &mut Section<'_>,
        reference: &'static str,
        read: impl FnOnce(&mut Section<'_>, String) -> T,
    ) -> Option<Named<T>> {
        let (word, is_here) = (section.text(reference), section.any("spec"));
        section.any("kind");
        match (word, is_here) {
            (Some(word), false) => {
                section.any("metadata");
                Some(Named::There(word))
            }
            (None, true) => {
                let name = self.metadata_within(section).name.map(|name| name.text).unwrap_or_default();
                section.part("spec", |spec| read(spec, name)).map(Named::Here)
            }
            (word, _) => {
                section.any("metadata");
                let why = if word.is_some() { "both are there" } else { "neither is there" };
                let why = format!("either {reference} refers to it, or a spec stands here, and {why}");
                self.notes.error(section.at(), why, None);
                None
            }
        }
    }
}
