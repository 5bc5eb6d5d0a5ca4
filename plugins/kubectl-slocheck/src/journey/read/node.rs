//! Reads a node: what it is, by the one key that says so.

use std::sync::Arc;

use kubecheck_core::check::configuration::Section;
use kubecheck_core::model::tree::{Form, Position, Value};
use kubecheck_prometheus::template::TemplateError;

use super::words::{count, number, percentage};
use crate::journey::{Bound, Gauge, Node, Operator, What};
use crate::slo::Place;

/// The keys that say what a node is.
const KINDS: [&str; 7] = ["slo", "fixed", "gauge", "journey", "serial", "parallel", "of"];

/// Those of them that need further nodes.
const SEVERAL: [&str; 3] = ["serial", "parallel", "of"];

/// How deeply nodes may be nested in one document.
const DEPTH: usize = 64;

/// How many nodes one document may have.
const MOST: usize = 4096;

/// Reads the nodes of one document, and keeps what is wrong with them. Where something is, what is returned is not all there is.
pub(super) struct Nodes<'f> {
    pub(super) origin: &'f Arc<str>,
    pub(super) faults: Vec<(Position, String)>,
    seen: usize,
}

impl<'f> Nodes<'f> {
    pub(super) fn new(origin: &'f Arc<str>) -> Nodes<'f> {
        Nodes { origin, faults: Vec::new(), seen: 0 }
    }

    pub(super) fn place(&self, at: Position) -> Place {
        Place { origin: Arc::clone(self.origin), line: at.line, column: at.column }
    }

    /// Reads what a whole journey needs, never a leaf, and is done with the map.
    pub(super) fn root(&mut self, mut section: Section<'_>) -> Option<What> {
        let kind = kind(&mut section, &SEVERAL);
        let what = kind.as_ref().ok().and_then(|kind| self.several(kind, &mut section, 0));
        self.finish(section, kind.err());
        what
    }

    fn node(&mut self, value: Value<'_>, depth: usize) -> Option<Node> {
        let at = value.span().start;
        self.seen += 1;
        if depth > DEPTH || self.seen > MOST {
            // Said once, it is said of the rest as well.
            if self.seen <= MOST + 1 {
                let why =
                    format!("there are more than {MOST} nodes, or they are nested more than {DEPTH} deep");
                self.faults.push((at, why));
                self.seen = MOST + 1;
            }
            return None;
        }
        if let Form::String(word) = value.form() {
            self.faults.push((at, format!("a node is a map, and this is {word:?}; write slo: {word}")));
            return None;
        }
        let mut section = Section::of(self.origin, "a node", value);
        let name = section.text("name").map(|name| name.text);
        let kind = kind(&mut section, &KINDS);
        let what = kind.as_ref().ok().and_then(|kind| self.what(kind, &mut section, depth));
        if matches!(what, Some(What::Fixed(_))) && section.key("name").is_none() {
            self.faults.push((at, "nothing says whose promise this is; add a name".to_owned()));
        }
        self.finish(section, kind.err());
        Some(Node { name, what: what?, place: self.place(at) })
    }

    /// Adds what is wrong with a map. That nobody knows what it is may come of a slip of the pen, which then says enough.
    fn finish(&mut self, section: Section<'_>, no_kind: Option<String>) {
        let (at, wrong) = (section.at(), section.finish());
        let no_kind = no_kind.filter(|_| wrong.is_empty());
        self.faults.extend(no_kind.map(|why| (at, why)));
        self.faults.extend(wrong);
    }

    fn what(&mut self, kind: &'static str, section: &mut Section<'_>, depth: usize) -> Option<What> {
        match kind {
            "slo" => section.text(kind).map(|name| What::Slo(name.text)),
            "journey" => section.text(kind).map(|name| What::Journey(name.text)),
            "gauge" => self.gauge(section),
            "fixed" => {
                let value = self.value(kind, section)?;
                self.sound(value, percentage(kind, value)).map(What::Fixed)
            }
            _ => self.several(kind, section, depth),
        }
    }

    /// Reads several nodes, and how many of them are needed.
    fn several(&mut self, kind: &'static str, section: &mut Section<'_>, depth: usize) -> Option<What> {
        let list = self.value(kind, section)?;
        let items: Vec<Value<'_>> = list.items().collect();
        if items.is_empty() {
            let found = if list.is_sequence() { "an empty one" } else { list.form().name() };
            let why = format!("{kind} takes a list of nodes, and this is {found}");
            self.faults.push((list.span().start, why));
        }
        let operator = match kind {
            "serial" => Some(Operator::Serial),
            "parallel" => Some(Operator::Parallel),
            _ => self.least(section, items.len()).map(Operator::AtLeast),
        };
        let nodes: Vec<Node> = items.into_iter().filter_map(|item| self.node(item, depth + 1)).collect();
        let is_some = !nodes.is_empty();
        operator.filter(|_| is_some).map(|operator| What::Of(operator, nodes))
    }

    /// Returns the value of a key that is there.
    fn value<'t>(&mut self, key: &'static str, section: &mut Section<'t>) -> Option<Value<'t>> {
        let value = section.value(key);
        if let (None, Some(word)) = (value, section.key(key)) {
            self.faults.push((word.at, format!("{key} stands here, and nothing behind it")));
        }
        value
    }

    fn least(&mut self, section: &mut Section<'_>, of: usize) -> Option<usize> {
        section.need("atLeast");
        let value = section.value("atLeast").filter(|_| of > 0)?;
        self.sound(value, count("atLeast", value, of))
    }

    fn gauge(&mut self, section: &mut Section<'_>) -> Option<What> {
        let promql = section.text("gauge");
        let unit = section.text("unit").map(|unit| unit.text).unwrap_or_default();
        let target = section.value("target");
        let target = target.and_then(|value| self.sound(value, percentage("target", value)));
        let mut limit = |key: &'static str, make: fn(f64) -> Bound| {
            let value = section.value(key)?;
            Some(self.sound(value, number(key, value)).map(make))
        };
        let bounds = (limit("atMost", Bound::AtMost), limit("atLeast", Bound::AtLeast));
        let ((Some(bound), None) | (None, Some(bound))) = bounds else {
            self.faults.push((section.at(), "a gauge has either atMost or atLeast".to_owned()));
            return None;
        };
        let (promql, bound) = (promql?, bound?);
        match Gauge::new(&promql.text, bound) {
            Ok(gauge) => Some(What::Gauge(Gauge { unit, target, ..gauge })),
            Err(TemplateError { why, hint }) => {
                let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                self.faults.push((promql.at, format!("the gauge cannot be read: {why}{hint}")));
                None
            }
        }
    }

    /// Keeps what is wrong with a value.
    pub(super) fn sound<T>(&mut self, value: Value<'_>, read: Result<T, String>) -> Option<T> {
        read.map_err(|why| self.faults.push((value.span().start, why))).ok()
    }
}

/// Finds the one key that says what a node is.
fn kind(section: &mut Section<'_>, kinds: &[&'static str]) -> Result<&'static str, String> {
    let there: Vec<&'static str> = kinds.iter().copied().filter(|kind| section.key(kind).is_some()).collect();
    if let [kind] = there[..] {
        return Ok(kind);
    }
    // Then all of them may have been meant.
    for kind in kinds.iter().chain(&["atLeast"]) {
        section.any(kind);
    }
    Err(match there[..] {
        [one, other, ..] => format!("this is both {one} and {other}; each node is one thing"),
        _ if section.key("atLeast").is_some() => {
            "atLeast says how many, and nothing says of what; add a list `of`".to_owned()
        }
        _ => format!("nothing says what is needed; there are {}", kinds.join(", ")),
    })
}
