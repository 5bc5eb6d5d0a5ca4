//! Goes from an object that is being deleted to what it waits for.

mod blocker;
mod content;
mod definition;
mod finalizer;
mod group;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::Wanted;
use kubecheck_core::model::time::Timestamp;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use super::deletion::Deletion;
use super::look::{Look, Seen};
use super::named::Named;
use super::pod::{self, Node};
use super::{Chain, Link, State};
use crate::evidence::{Alive, Investigator};
use crate::world::World;

/// How far from the object a chain goes.
const DEEPEST: usize = 8;
/// How long an object without finalizers is given to go before anybody wonders.
const MOMENT: Duration = Duration::from_millis(500);

/// Finds out why objects are still there.
#[derive(Debug)]
pub struct Walker<'w> {
    look: Look<'w>,
    investigator: Investigator<'w>,
    now: Timestamp,
    older_than: i64,
    gone: RefCell<BTreeSet<Named>>,
}

/// The links so far.
#[derive(Debug, Default)]
struct Trail {
    links: Vec<Link>,
    depth: usize,
    seen: BTreeSet<Named>,
}

impl Trail {
    /// Adds a link and returns its place.
    fn push(&mut self, link: Link) -> usize {
        self.links.push(Link { depth: self.depth, ..link });
        self.links.len() - 1
    }

    /// Does something one deeper; tells whether that added links.
    fn deeper(&mut self, what: impl FnOnce(&mut Trail)) -> bool {
        let before = self.links.len();
        self.depth += 1;
        if self.depth <= DEEPEST {
            what(self);
        }
        self.depth -= 1;
        self.links.len() > before
    }
}

impl<'w> Walker<'w> {
    /// Makes ready; nothing is read yet. What began less than so many seconds ago is in progress.
    pub fn new(world: &'w World, older_than: i64) -> Walker<'w> {
        let (look, investigator) = (Look::new(world), Investigator::new(world));
        Walker { look, investigator, now: world.now, older_than, gone: RefCell::default() }
    }

    /// Returns what reads for it.
    pub fn look(&self) -> &Look<'w> {
        &self.look
    }

    /// Returns what could not be read.
    pub fn gaps(&self) -> Vec<Gap> {
        // What nobody asked for is no gap of this answer.
        let asked = self.investigator.gaps().into_iter().filter(|gap| !self.look.world.gaps.contains(gap));
        asked.for_each(|gap| self.look.note(gap));
        self.look.gaps()
    }

    /// Finds out why an object, which is whole, is still there.
    pub fn chain(&self, list: &Wanted, object: &Value) -> Chain {
        let named = Named::read(list, object);
        let Some(deletion) = Deletion::read(&object["metadata"], self.now) else {
            return Chain::short(named, State::Healthy);
        };
        let mut trail = Trail::default();
        let held_by = self.object(list, object, deletion, &mut trail);
        let worst = trail.links.iter().map(|link| link.state).max().unwrap_or_default();
        let is_young = deletion.age < self.older_than && worst > State::InProgress;
        let is_gone = self.gone.borrow().contains(&named);
        let state = match worst {
            _ if is_gone => State::Gone,
            _ if is_young => State::InProgress,
            worst => worst,
        };
        Chain { state, age: Some(deletion.age), held_by, links: trail.links, ..Chain::short(named, state) }
    }

    /// Finds out what holds an object that is being deleted; returns that in a few words each.
    fn object(&self, list: &Wanted, object: &Value, deletion: Deletion, trail: &mut Trail) -> Vec<String> {
        let named = Named::read(list, object);
        if !trail.seen.insert(named.clone()) {
            let says = format!("{named} is in the chain already: they wait for each other");
            trail.push(Link { says, ..link(&named, State::Blocked) });
            return Vec::new();
        }
        let mut held_by = finalizers(object, "metadata");
        for finalizer in &held_by {
            self.finalizer(list, object, finalizer, trail);
        }
        let is_core = |kind: &str| list.group.is_empty() && list.kind == kind;
        let has_grace =
            object["metadata"]["deletionGracePeriodSeconds"].as_i64().is_some_and(|grace| grace > 0);
        if is_core("Namespace") {
            self.content(list, object, &mut held_by, trail);
        } else if is_core("Pod") && has_grace {
            held_by.push(self.pod(&named, object, deletion, trail));
        } else if held_by.is_empty() {
            self.emptied(list, &named, trail);
            held_by.push("nothing".to_owned());
        }
        held_by
    }

    /// Tells of a pod and its node.
    fn pod(&self, named: &Named, pod: &Value, deletion: Deletion, trail: &mut Trail) -> String {
        let name = pod["spec"]["nodeName"].as_str().unwrap_or_default();
        let seen = if name.is_empty() { None } else { Some(self.look.get("", "nodes", "", name)) };
        let node = match &seen {
            None => Node::None,
            Some(Seen::There(node)) => Node::There(node),
            Some(Seen::Absent) => Node::Absent,
            Some(Seen::Unknown) => Node::Unknown,
        };
        let standing = pod::judge(pod, &node, deletion);
        let alive = match standing.state {
            State::Stuck => Alive::No,
            State::Blocked | State::InProgress => Alive::Yes,
            _ => Alive::Unknown,
        };
        trail.push(Link {
            says: format!("{named}: {}", standing.says),
            owner: (!name.is_empty()).then(|| format!("kubelet of node {name}")),
            alive,
            cure: standing.cure,
            next: standing.next.map(|next| {
                next.replace("delete POD", &format!("delete {}", named.typed()))
                    .replace("describe POD", &format!("describe {}", named.typed()))
            }),
            ..link(named, standing.state)
        });
        standing.held_by
    }

    /// Tells of an object that has no finalizers and is still there. An API server removes an object with the write that takes its
    /// last finalizer, so this passes within a moment, or something is wrong with the server or with etcd.
    fn emptied(&self, list: &Wanted, named: &Named, trail: &mut Trail) {
        if self.look.world.is_whole() {
            thread::sleep(MOMENT);
            let within = named.namespace.as_deref();
            if matches!(self.look.world.get(list, within, &named.name), Ok(None)) {
                self.gone.borrow_mut().insert(named.clone());
                return;
            }
        }
        let says = format!("{named}: it has no finalizers, nothing holds it, and it is still there");
        trail.push(Link {
            says,
            cure: Some(
                "the API server removes an object with its last finalizer, so that write did not come to its end, or was made past the API \
                 server; delete it once more, and look at the API server and etcd if it stays"
                    .to_owned(),
            ),
            next: Some(format!("kubectl delete {}", named.typed())),
            ..link(named, State::Stuck)
        });
    }
}

/// Begins a link about an object.
fn link(named: &Named, state: State) -> Link {
    Link { object: named.to_string(), namespace: named.namespace.clone(), count: 1, state, ..Link::default() }
}

/// Returns the finalizers of an object, under `metadata` or `spec`.
fn finalizers(object: &Value, under: &str) -> Vec<String> {
    let all = object[under]["finalizers"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
