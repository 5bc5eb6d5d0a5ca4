//! Reads the objects that manifests declare from a cluster.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use kubecheck_core::kube::{self, Access, Cluster, Depth, FaultKind};
use kubecheck_core::model::served::{Found, Served};
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use crate::declared::{Reader, State, Wanted};

/// How many objects are asked for at once.
const AT_ONCE: usize = 8;
/// For so many objects that are not there it is asked where else one of their name is.
const HUNTED: usize = 20;
/// The rules that need objects.
const RULES: [&str; 2] = ["not-in-cluster", "differs-live"];

/// A cluster whose objects are read.
#[derive(Debug)]
pub(super) struct Objects {
    cluster: Arc<Cluster>,
    served: Served,
    /// The namespace of what names none.
    namespace: String,
    /// How many objects were hunted for.
    hunted: AtomicUsize,
    /// What was asked for, each with whether it lives.
    asked: Mutex<Vec<(Wanted, bool)>>,
}

impl Objects {
    /// Makes ready to read.
    pub(super) fn new(cluster: Arc<Cluster>, served: Served, namespace: String) -> Objects {
        Objects { cluster, served, namespace, hunted: AtomicUsize::new(0), asked: Mutex::default() }
    }

    /// Returns what was asked for and may be read, each in its namespace and with whether it lives.
    pub(super) fn asked(&self) -> Vec<(Wanted, bool)> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what came of what was asked for.
    fn note(&self, wanted: &[Wanted], states: &[State]) {
        let noted = wanted.iter().zip(states).filter_map(|(own, state)| {
            let lives = match state {
                State::There(_) => true,
                State::Absent { .. } => false,
                State::Unread(_) | State::Transient => return None,
            };
            let found = self.served.kind(&own.group, &own.version, &own.kind)?;
            let namespace = namespace(own, found, &self.namespace).map(str::to_owned);
            Some((Wanted { namespace, ..own.clone() }, lives))
        });
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = noted.collect();
    }

    fn one(&self, wanted: &Wanted) -> State {
        let Some(found) = self.served.kind(&wanted.group, &wanted.version, &wanted.kind) else {
            return State::Absent { within: None, elsewhere: Vec::new() };
        };
        if !found.has_verb("get") {
            return State::Transient;
        }
        let namespace = namespace(wanted, found, &self.namespace);
        let list = kube::Wanted::all(found, Depth::Full);
        match self.cluster.object(&list, namespace, &wanted.name) {
            Ok(Some(text)) => match serde_json::from_str(&text) {
                Ok(live) => State::There(Box::new(live)),
                Err(error) => State::Unread(Gap {
                    what: what(wanted, found, namespace),
                    why: format!("the answer makes no sense: {error}"),
                    needed_for: RULES.map(str::to_owned).to_vec(),
                    ..Gap::default()
                }),
            },
            Ok(None) => State::Absent {
                within: namespace.map(|namespace| format!("namespace {namespace}")),
                elsewhere: self.elsewhere(wanted, found, namespace),
            },
            Err(fault) if fault.kind == FaultKind::Forbidden => {
                // One gap for all objects of a kind: what is missing is the same right.
                let (group, plural) = (&wanted.group, &found.resource.plural);
                let role = if namespace.is_some() { "a Role" } else { "a ClusterRole" };
                let rule =
                    format!("{role} needs apiGroups: [{group:?}], resources: [{plural:?}], verbs: [\"get\"]");
                let within =
                    namespace.map_or(String::new(), |namespace| format!(" in namespace {namespace}"));
                State::Unread(Gap {
                    what: format!("{}{within}", found.qualified()),
                    why: format!("the user may not read them; {rule}"),
                    needed_for: RULES.map(str::to_owned).to_vec(),
                    ..Gap::default()
                })
            }
            Err(fault) => State::Unread(fault.gap(what(wanted, found, namespace), &RULES)),
        }
    }

    /// Looks where else one of the name is: in another namespace, or in another group that has the kind. What may not be read
    /// is not told: nothing but a hint is lost.
    fn elsewhere(&self, wanted: &Wanted, found: Found<'_>, namespace: Option<&str>) -> Vec<String> {
        if self.hunted.fetch_add(1, Ordering::Relaxed) >= HUNTED {
            return Vec::new();
        }
        let mut told = self.namespaces(wanted, found);
        let others = self.served.preferred().filter(|other| {
            other.resource.kind == wanted.kind && other.group.name != wanted.group && other.has_verb("get")
        });
        for other in others {
            let list = kube::Wanted::all(other, Depth::Full);
            if let Ok(Some(_)) = self.cluster.object(&list, namespace, &wanted.name) {
                told.push(format!("in {}", other.api_version()));
            }
        }
        told
    }

    fn namespaces(&self, wanted: &Wanted, found: Found<'_>) -> Vec<String> {
        if !found.resource.namespaced || !found.has_verb("list") {
            return Vec::new();
        }
        let selector = Some(format!("metadata.name={}", wanted.name));
        let list = kube::Wanted { field_selector: selector, ..kube::Wanted::all(found, Depth::Metadata) };
        let texts = self.cluster.list_all(&list).unwrap_or_default();
        let pages = texts.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok());
        let items = pages.flat_map(|page| page["items"].as_array().cloned().unwrap_or_default());
        let namespaces = items.filter_map(|item| Some(item["metadata"]["namespace"].as_str()?.to_owned()));
        namespaces.map(|namespace| format!("in namespace {namespace}")).collect()
    }
}

fn what(wanted: &Wanted, found: Found<'_>, namespace: Option<&str>) -> String {
    let within = namespace.map_or(String::new(), |namespace| format!(" in namespace {namespace}"));
    format!("{} {}{within}", found.qualified(), wanted.name)
}

/// Returns the namespace in which an object is looked for: its own, or else the one that kubectl would put it into.
fn namespace<'a>(wanted: &'a Wanted, found: Found<'_>, default: &'a str) -> Option<&'a str> {
    found.resource.namespaced.then(|| wanted.namespace.as_deref().unwrap_or(default))
}

impl Reader for Objects {
    fn read(&self, wanted: &[Wanted]) -> Vec<State> {
        let next = AtomicUsize::new(0);
        let states: Mutex<Vec<Option<State>>> = Mutex::new(vec![None; wanted.len()]);
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(own) = wanted.get(at) else { break };
                let state = self.one(own);
                states.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(state);
            }
        };
        thread::scope(|scope| {
            for _ in 0..AT_ONCE.min(wanted.len()) {
                scope.spawn(work);
            }
        });
        let states = states.into_inner().unwrap_or_else(PoisonError::into_inner);
        let states: Vec<State> = states.into_iter().map(|state| state.unwrap_or(State::Transient)).collect();
        self.note(wanted, &states);
        states
    }
}

/// Notes what would be read, for the role that is needed.
#[derive(Debug)]
pub(super) struct Recorder {
    served: Served,
    namespace: String,
    reads: Mutex<Vec<Access>>,
}

impl Recorder {
    /// Makes ready to note.
    pub(super) fn new(served: Served, namespace: String) -> Recorder {
        Recorder { served, namespace, reads: Mutex::default() }
    }

    /// Returns what would be read.
    pub(super) fn reads(&self) -> Vec<Access> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Reader for Recorder {
    fn read(&self, wanted: &[Wanted]) -> Vec<State> {
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        for own in wanted {
            let found = self.served.kind(&own.group, &own.version, &own.kind);
            reads.extend(found.filter(|found| found.has_verb("get")).map(|found| Access::Resource {
                group: own.group.clone(),
                resource: found.resource.plural.clone(),
                verb: "get",
                namespace: namespace(own, found, &self.namespace).map(str::to_owned),
            }));
        }
        vec![State::Transient; wanted.len()]
    }
}
