//! Reads SLOs, whatever family of specs says them.
//!
//! [`Reader`] takes files and objects of a cluster, in any order, and resolves what refers to each other at its end. `sloth`, `pyrra`
//! and `openslo` read one family each; [`flags`] makes an SLO of a command line. `notes` keeps what is wrong, with its place, and
//! `parts` reads what several families have.

pub mod flags;
mod notes;
mod openslo;
mod parts;
mod pyrra;
mod sloth;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kubecheck_core::check::configuration::Section;
use kubecheck_core::model::object::{Document, Object, Origin};
use kubecheck_core::model::tree::{Position, Value};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{self, Broken, Input, Listing, Part, SourceError};
use serde_json::Value as Json;

use crate::slo::{Family, Slo};
use notes::Notes;
pub use notes::Problem;

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Specs {
    /// The SLOs that can be understood, in the order of the input; those of OpenSLO, which refer to other documents, come last. As
    /// long as a problem is an error, there may be more, or others.
    pub slos: Vec<Slo>,
    /// What is wrong, in the order of the input.
    pub problems: Vec<Problem>,
    /// How many documents are something else.
    pub ignored: usize,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

impl Specs {
    /// Returns the problems that are errors: what an SLO says is not known, and nothing may be concluded.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| !problem.is_warning)
    }
}

/// Reads specs from several places into one whole.
#[derive(Default)]
pub struct Reader {
    notes: Notes,
    specs: Specs,
    openslo: openslo::World,
}

/// Reads the specs of a listing.
///
/// # Errors
/// An input that was named itself and cannot be read.
pub fn read(listing: Listing) -> Result<Specs, SourceError> {
    let mut reader = Reader::default();
    reader.listing(listing)?;
    Ok(reader.finish())
}

/// Reads the specs of objects, each with apiVersion and kind; `context` says where they come from.
pub fn of_json(objects: &[Json], context: &str) -> Specs {
    let mut reader = Reader::default();
    reader.objects(objects, context);
    reader.finish()
}

impl Reader {
    /// Reads files, folders, standard input and pages of lists.
    ///
    /// # Errors
    /// An input that was named itself and cannot be read.
    pub fn listing(&mut self, listing: Listing) -> Result<(), SourceError> {
        self.specs.gaps.extend(listing.gaps);
        for input in &listing.inputs {
            match source::read(input, &mut |part| self.part(part)) {
                Ok(()) => {}
                Err(error) if input.origin.named => return Err(error),
                Err(error) => self.specs.gaps.push(unread(&input.origin, error.message)),
            }
        }
        Ok(())
    }

    /// Reads objects of a cluster, each with apiVersion and kind.
    pub fn objects(&mut self, objects: &[Json], context: &str) {
        for object in objects {
            let input = Input::memory(&described(object, context), object.to_string());
            let read = source::read(&input, &mut |part| match part {
                Part::Document(document) => {
                    self.document(document, self.notes.at_object(&document.origin.name));
                }
                other => self.part(other),
            });
            if let Err(error) = read {
                self.specs.gaps.push(unread(&input.origin, error.message));
            }
        }
    }

    /// Resolves what refers to each other and returns everything.
    pub fn finish(self) -> Specs {
        let Reader { notes, mut specs, openslo } = self;
        specs.slos.extend(openslo.resolve());
        refuse_duplicates(&specs.slos, &notes);
        specs.problems = notes.take();
        specs
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Document(document) => {
                let origin = document.origin;
                let notes = match &origin.live {
                    Some(live) => self.notes.at_object(&format!("{} in {}", origin.name, live.context)),
                    None => self.notes.at_file(&origin.name),
                };
                self.document(document, notes);
            }
            Part::Broken(broken) => self.broken(broken),
            Part::Template(template) => {
                let notes = self.notes.at_file(&template.origin.name);
                let at = Position { line: template.first_line, column: 1 };
                let hint = "render the chart first: helm template";
                let why = "this is a template of a chart, of which nothing can be said";
                match template.origin.named {
                    true => notes.error(at, why, Some(hint)),
                    false => notes.warn(at, why, Some(hint)),
                }
            }
            Part::Gap(gap) => self.specs.gaps.push(gap),
        }
    }

    fn broken(&mut self, broken: &Broken<'_>) {
        let notes = self.notes.at_file(&broken.origin.name);
        notes.error(broken.span.start, broken.message.clone(), broken.help.as_deref());
    }

    fn document(&mut self, document: &Document<'_>, notes: Notes) {
        for object in document.objects().into_iter().filter(|object| !object.is_list) {
            if object.root.is_sequence() {
                // OpenSLO's own tools take a list of objects where one may stand.
                for root in object.root.items() {
                    let text = |key| root.get(key).and_then(|value: Value<'_>| value.as_str());
                    self.root(root, text("apiVersion"), text("kind"), &notes);
                }
                continue;
            }
            let notes = match (object.live(), object.name()) {
                (Some(live), Some(name)) => notes.at_object(&live_name(&object, name, &live.context)),
                _ => notes.clone(),
            };
            self.root(object.root, object.api_version_name(), object.kind_name(), &notes);
        }
    }

    fn root(&mut self, root: Value<'_>, api_version: Option<&str>, kind: Option<&str>, notes: &Notes) {
        let version = root.get("version").and_then(|version| version.as_str());
        let (group, kind) = (api_version.unwrap_or_default(), kind.unwrap_or_default());
        match (group, kind, version) {
            ("openslo/v1", ..) => self.openslo.read(Family::OpenSlo, kind, root, notes),
            ("openslo/v1alpha", ..) => self.openslo.read(Family::OpenSloV1Alpha, kind, root, notes),
            ("openslo.com/v2alpha", ..) => self.openslo.read(Family::OpenSloV2Alpha, kind, root, notes),
            ("sloth.slok.dev/v1", "PrometheusServiceLevel", _) => {
                self.take(root, "a PrometheusServiceLevel", notes, sloth::object);
            }
            ("pyrra.dev/v1alpha1", "ServiceLevelObjective", _) => {
                self.take(root, "a ServiceLevelObjective", notes, pyrra::object);
            }
            ("", "", Some("prometheus/v1")) => self.take(root, "a spec of sloth", notes, sloth::file),
            _ if unread_version(group, kind, version) => {
                let named = if group.is_empty() { version.unwrap_or_default() } else { group };
                let hint = "there are openslo/v1, openslo/v1alpha, openslo.com/v2alpha, prometheus/v1, sloth.slok.dev/v1 and pyrra.dev/v1alpha1";
                notes.error(root.span().start, format!("specs of {named} are not read yet"), Some(hint));
            }
            _ => self.specs.ignored += 1,
        }
    }

    /// Reads a document that is whole in itself.
    fn take(
        &mut self,
        root: Value<'_>,
        what: &str,
        notes: &Notes,
        read: impl FnOnce(&mut Section<'_>, &Notes) -> Vec<Slo>,
    ) {
        let mut section = Section::of(&notes.origin, what, root);
        self.specs.slos.extend(read(&mut section, notes));
        notes.faults(section.finish());
    }
}

/// Tells whether a document is a spec of a family, in a version that nobody reads here.
fn unread_version(group: &str, kind: &str, version: Option<&str>) -> bool {
    let family = group.split('/').next().unwrap_or_default();
    match family {
        "openslo" | "openslo.com" => true,
        "sloth.slok.dev" => kind == "PrometheusServiceLevel",
        "pyrra.dev" => kind == "ServiceLevelObjective",
        "" => kind.is_empty() && version.is_some_and(|version| version.starts_with("prometheus/")),
        _ => false,
    }
}

/// Names an object of a cluster: `PrometheusServiceLevel monitoring/web in prod`.
fn described(object: &Json, context: &str) -> String {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let (kind, metadata) = (text(&object["kind"]), &object["metadata"]);
    let name = match text(&metadata["namespace"]) {
        namespace if namespace.is_empty() => text(&metadata["name"]),
        namespace => format!("{namespace}/{}", text(&metadata["name"])),
    };
    format!("{kind} {name} in {context}").trim_start().to_owned()
}

fn live_name(object: &Object<'_>, name: &str, context: &str) -> String {
    let namespace = object.namespace().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    format!("{} {namespace}{name} in {context}", object.kind_name().unwrap_or_default())
}

fn unread(origin: &Origin, why: String) -> Gap {
    let needed_for = vec!["the SLOs in it".to_owned()];
    Gap { what: origin.name.to_string(), why, needed_for, is_transient: false }
}

/// Refuses two SLOs of one name: nobody could say which is meant.
fn refuse_duplicates(slos: &[Slo], notes: &Notes) {
    let mut seen = BTreeMap::new();
    for slo in slos {
        if let Some(first) = seen.insert((&slo.service, &slo.name), &slo.place) {
            let of = if slo.service.is_empty() { String::new() } else { format!(" of {}", slo.service) };
            let message = format!("the SLO {}{of} stands at {first} already", slo.name);
            let hint = Some("give it another name".to_owned());
            notes.push(Problem { place: slo.place.clone(), message, hint, is_warning: false });
        }
    }
}
