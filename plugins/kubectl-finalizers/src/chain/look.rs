//! Reads what a chain needs, each thing once, and keeps what could not be read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use kubecheck_core::kube::{Depth, Fault, FaultKind, Scanned, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use super::namespace;
use crate::world::World;

/// Something that was looked for.
#[derive(Clone, Debug)]
pub enum Seen<T> {
    /// It is there.
    There(T),
    /// It is not there.
    Absent,
    /// Nobody knows; a gap says why.
    Unknown,
}

/// Where a thing is looked up: the path in the API.
type Key = (String, String, String, String);

/// Reads what a chain needs.
#[derive(Debug)]
pub struct Look<'w> {
    /// Where from.
    pub world: &'w World,
    gaps: RefCell<Vec<Gap>>,
    objects: RefCell<BTreeMap<Key, Seen<Rc<Value>>>>,
    lists: RefCell<BTreeMap<Key, Option<Rc<Vec<Value>>>>>,
}

impl<'w> Look<'w> {
    /// Makes ready; nothing is read yet.
    pub fn new(world: &'w World) -> Look<'w> {
        Look { world, gaps: RefCell::default(), objects: RefCell::default(), lists: RefCell::default() }
    }

    /// Returns what could not be read.
    pub fn gaps(&self) -> Vec<Gap> {
        self.gaps.borrow().clone()
    }

    /// Notes what could not be read, once.
    pub fn note(&self, gap: Gap) {
        let mut gaps = self.gaps.borrow_mut();
        if !gaps.iter().any(|own| own.what == gap.what) {
            gaps.push(gap);
        }
    }

    /// Forgets what could not be read, where one gap says it all.
    pub fn forget_gaps(&self) {
        self.gaps.borrow_mut().clear();
    }

    /// Notes what of the world is not known from the outset, where all of it was asked for.
    pub fn note_world(&self) {
        self.world.gaps.iter().cloned().for_each(|gap| self.note(gap));
    }

    /// Looks for an object of a resource.
    pub fn get(&self, group: &str, plural: &str, namespace: &str, name: &str) -> Seen<Rc<Value>> {
        match self.wanted(group, plural, name) {
            Some(list) => self.object(&list, namespace, name),
            None => Seen::Unknown,
        }
    }

    /// Looks for an object of a list.
    pub fn object(&self, list: &Wanted, namespace: &str, name: &str) -> Seen<Rc<Value>> {
        let key = key(list, namespace, name);
        if let Some(seen) = self.objects.borrow().get(&key) {
            return seen.clone();
        }
        let within = Some(namespace).filter(|name| !name.is_empty());
        let what = format!("{} {name}", list.qualified());
        let seen = match self.world.get(list, within, name) {
            Ok(Some(object)) => Seen::There(Rc::new(object)),
            Ok(None) if self.world.is_whole() => Seen::Absent,
            Ok(None) => self.unknown(gap(what, format!("it is not in {}", self.world.name()))),
            Err(fault) => self.unknown(refused(&fault, what, list, "get")),
        };
        self.objects.borrow_mut().insert(key, seen.clone());
        seen
    }

    /// Reads the whole objects of a list in a namespace; none if it cannot be read.
    pub fn list(
        &self,
        group: &str,
        plural: &str,
        namespace: &str,
        labels: Option<&str>,
    ) -> Option<Rc<Vec<Value>>> {
        let of = self.wanted(group, plural, "")?;
        let key = key(&of, namespace, labels.unwrap_or_default());
        if let Some(known) = self.lists.borrow().get(&key) {
            return known.clone();
        }
        let namespace = Some(namespace).filter(|name| !name.is_empty()).map(str::to_owned);
        let of = Wanted { namespace, label_selector: labels.map(str::to_owned), depth: Depth::Full, ..of };
        let read = match self.world.list(&of) {
            Ok(objects) => Some(Rc::new(objects)),
            Err(fault) => {
                self.note(refused(&fault, of.qualified(), &of, "list"));
                None
            }
        };
        for object in read.iter().flat_map(|objects| objects.iter()) {
            let text = |name: &str| object["metadata"][name].as_str().unwrap_or_default();
            let key = self::key(&of, text("namespace"), text("name"));
            self.objects.borrow_mut().insert(key, Seen::There(Rc::new(object.clone())));
        }
        self.lists.borrow_mut().insert(key, read.clone());
        read
    }

    /// Goes through the metadata of lists and keeps what is asked for, with the number of its list. Tells also which lists could
    /// not be read.
    pub fn scan(&self, lists: &[Wanted], keep: impl Fn(&Meta) -> bool + Sync) -> Scanned<Meta> {
        let scanned = self
            .world
            .scan(lists, |_, items| items.into_iter().filter(|item| keep(item)).collect::<Vec<_>>());
        for (at, fault) in &scanned.faults {
            self.note(refused(fault, lists[*at].qualified(), &lists[*at], "list"));
        }
        let kept =
            scanned.kept.into_iter().flat_map(|(at, items)| items.into_iter().map(move |item| (at, item)));
        Scanned { kept: kept.collect(), faults: scanned.faults }
    }

    /// Wants a resource, or notes that it is not served.
    pub(super) fn wanted(&self, group: &str, plural: &str, name: &str) -> Option<Wanted> {
        let found = self.world.wanted(group, plural);
        if found.is_none() {
            let dot = if group.is_empty() { "" } else { "." };
            let why = if self.world.is_whole() {
                "the API server does not serve it".to_owned()
            } else {
                format!("there are none in {}", self.world.name())
            };
            self.note(gap(format!("{plural}{dot}{group} {name}").trim_end().to_owned(), why));
        }
        found
    }

    fn unknown<T>(&self, gap: Gap) -> Seen<T> {
        self.note(gap);
        Seen::Unknown
    }
}

fn key(list: &Wanted, namespace: &str, name: &str) -> Key {
    (list.group.clone(), list.plural.clone(), namespace.to_owned(), name.to_owned())
}

/// Makes a gap of what a chain lacks.
pub fn gap(what: String, why: String) -> Gap {
    Gap { what, why, needed_for: vec!["the chain".to_owned()], is_transient: false }
}

/// Makes a gap of a request that was refused, with the rule of RBAC that is missing.
pub fn refused(fault: &Fault, what: String, list: &Wanted, verb: &str) -> Gap {
    let mut gap = fault.gap(what, &["the chain"]);
    if fault.kind == FaultKind::Forbidden && fault.hint.is_none() {
        let (group, plural) = (&list.group, &list.plural);
        let why =
            format!("; a role needs apiGroups: [{group:?}], resources: [{plural:?}], verbs: [{verb:?}]");
        gap.why.push_str(&why);
    }
    // Trying again does not bring a webhook back.
    gap.is_transient = gap.is_transient && namespace::conversion(&fault.message).is_none();
    gap
}
