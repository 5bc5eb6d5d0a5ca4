//! Reads journeys: documents of our own, strictly, and everything that is wrong with them at once.

mod node;
#[cfg(test)]
mod tests;
mod words;

use std::time::Duration;

use kubecheck_core::check::configuration::Section;
use kubecheck_core::model::near;
use kubecheck_core::model::object::Document;
use kubecheck_core::model::tree::{Position, Value};
use kubecheck_core::source::{self, Inputs, Part, SourceError};
use kubecheck_prometheus::template::read_duration;

use self::node::Nodes;
use self::words::percentage;
use super::{Journey, Node};
use crate::slo::Target;

/// The version of journeys.
pub const API_VERSION: &str = "kubecheck/v1";
/// Their kind.
pub const KIND: &str = "Journey";

/// The journeys of some files.
#[derive(Clone, Debug, Default)]
pub struct Journeys {
    /// The journeys, in the order of the input.
    pub all: Vec<Journey>,
}

impl Journeys {
    /// Returns the journey of a name.
    pub fn get(&self, name: &str) -> Option<&Journey> {
        self.all.iter().find(|journey| journey.name == name)
    }

    /// Returns the name of the only journey that no other one needs.
    ///
    /// # Errors
    /// The names, where there are several or none.
    pub fn only(&self) -> Result<String, Vec<String>> {
        let is_needed = |own: &&Journey| self.all.iter().any(|other| other.needs(&own.name));
        let names =
            |journeys: Vec<&Journey>| journeys.into_iter().map(|own| own.name.clone()).collect::<Vec<_>>();
        let mut tops = names(self.all.iter().filter(|own| !is_needed(own)).collect());
        match (tops.pop(), tops.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => Err(names(self.all.iter().collect())),
        }
    }

    /// Adds a journey.
    fn add(&mut self, journey: Journey, errors: &mut Vec<SourceError>) {
        match self.get(&journey.name) {
            Some(known) => {
                let why = format!("there is a journey {} already, at {}", journey.name, known.place);
                errors.push(SourceError { message: format!("{}: {why}", journey.place), hint: None });
            }
            None => self.all.push(journey),
        }
    }
}

/// Reads the journeys of files and folders. Documents of other kinds, such as SLOs, may stand beside them.
///
/// # Errors
/// What cannot be read, whatever it might be, and what is wrong with a journey; each with its place.
pub fn files(inputs: &Inputs) -> Result<Journeys, Vec<SourceError>> {
    let listing = source::list(inputs).map_err(|error| vec![error])?;
    let (mut journeys, mut errors) = (Journeys::default(), Vec::new());
    let gap = |what: &str, why: &str| SourceError { message: format!("{what}: {why}"), hint: None };
    errors.extend(listing.gaps.iter().map(|missed| gap(&missed.what, &missed.why)));
    for input in &listing.inputs {
        let name = &input.origin.name;
        let read = source::read(input, &mut |part| match part {
            Part::Document(read) => match document(read) {
                Some(Ok(journey)) => journeys.add(journey, &mut errors),
                Some(Err(wrong)) => errors.extend(wrong),
                None => {}
            },
            Part::Broken(broken) => {
                let Position { line, column } = broken.span.start;
                let message = format!("{name}:{line}:{column}: {}", broken.message);
                errors.push(SourceError { message, hint: broken.help.clone() });
            }
            Part::Template(template) if input.origin.named => {
                let message =
                    format!("{name}:{}:1: this is a template that was not rendered", template.first_line);
                errors.push(SourceError { message, hint: Some("read what helm template prints".to_owned()) });
            }
            Part::Template(_) => {}
            Part::Gap(missed) => errors.push(gap(&missed.what, &missed.why)),
        });
        errors.extend(read.err());
    }
    if errors.is_empty() { Ok(journeys) } else { Err(errors) }
}

/// Reads a document, if it is a journey.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn document(document: &Document<'_>) -> Option<Result<Journey, Vec<SourceError>>> {
    let root = document.tree.root()?;
    let mut nodes = Nodes::new(&document.origin.name);
    let journey = match doubt(root) {
        Some(doubt) => {
            nodes.faults.push(doubt);
            None
        }
        None if is(root, "apiVersion", API_VERSION) && is(root, "kind", KIND) => journey(root, &mut nodes),
        None => return None,
    };
    if let Some(journey) = journey.filter(|_| nodes.faults.is_empty()) {
        return Some(Ok(journey));
    }
    let mut faults = std::mem::take(&mut nodes.faults);
    faults.sort();
    let error = |(at, why)| SourceError { message: format!("{}: {why}", nodes.place(at)), hint: None };
    Some(Err(faults.into_iter().map(error).collect()))
}

fn is(root: Value<'_>, key: &str, word: &str) -> bool {
    root.get(key).and_then(|value| value.as_str()) == Some(word)
}

/// Says why a document that is no journey is meant as one: passed over, it would not be missed.
fn doubt(root: Value<'_>) -> Option<(Position, String)> {
    let (is_ours, is_kind) = (is(root, "apiVersion", API_VERSION), is(root, "kind", KIND));
    if is_kind && !is_ours {
        let at = root.get("apiVersion").unwrap_or(root).span().start;
        return Some((at, format!("a {KIND} has the apiVersion {API_VERSION}")));
    }
    let kind = root.get("kind").filter(|kind| is_ours && !is_kind && near::is_close(kind.text(), KIND))?;
    Some((kind.span().start, format!("there is no kind {:?}; did you mean {KIND:?}?", kind.text())))
}

fn journey(root: Value<'_>, nodes: &mut Nodes<'_>) -> Option<Journey> {
    let (origin, at) = (nodes.origin, root.span().start);
    let mut section = Section::of(origin, "a journey", root);
    let _ = (section.any("apiVersion"), section.any("kind"));
    section.need("metadata");
    let name = section.part("metadata", |metadata| {
        metadata.need("name");
        metadata.text("name").map(|name| name.text)
    });
    section.need("spec");
    let spec = section.value("spec");
    nodes.faults.extend(section.finish());
    let (target, window, root) = body(spec?, nodes)?;
    Some(Journey { name: name??, target, window, root, place: nodes.place(at) })
}

fn body(spec: Value<'_>, nodes: &mut Nodes<'_>) -> Option<(Target, Option<Duration>, Node)> {
    let mut section = Section::of(nodes.origin, "a spec", spec);
    section.need("target");
    let target = section.value("target");
    let target = target.and_then(|value| nodes.sound(value, percentage("target", value)));
    let window = section.version("window").and_then(|window| match read_duration(&window.text) {
        Some(length) => Some(length),
        None => {
            let why = format!(
                "window takes a length of time such as 30d, 4w or 12h, and this is {:?}",
                window.text
            );
            section.refuse(&window, why);
            None
        }
    });
    let what = nodes.root(section);
    let place = nodes.place(spec.span().start);
    Some((target?, window, Node { name: None, what: what?, place }))
}
