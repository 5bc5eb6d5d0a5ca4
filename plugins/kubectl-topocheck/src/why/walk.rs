//! The way from an object to the first cause.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Chain, Link, Named, Verdict};
use crate::init::hold;
use crate::init::standing::How;
use crate::init::thing::Thing;
use crate::model::pod::Pod;
use crate::model::selector::Selector;
use crate::rollout::family::Family;
use crate::schedule::snapshot::Snapshot;
use crate::start::owner::Owner;
use crate::start::told::Scene;
use crate::world::objects::Objects;

/// How many steps a chain has at most: what waits for each other goes round.
const STEPS: usize = 12;

/// Walks.
pub struct Walk<'w> {
    pub(super) scene: Scene<'w>,
    pub(super) objects: &'w Objects,
    pub(super) snapshot: Option<&'w Snapshot>,
    pub(super) family: Family,
    seen: RefCell<BTreeSet<Named>>,
}

impl<'w> Walk<'w> {
    /// Makes ready to walk.
    pub fn new(scene: Scene<'w>, snapshot: Option<&'w Snapshot>) -> Walk<'w> {
        let objects = scene.look.objects;
        Walk { objects, scene, snapshot, family: Family::of(objects), seen: RefCell::default() }
    }

    /// Walks from an object; none if it was not read.
    pub fn begin(&self, object: &Named) -> Option<Chain> {
        self.seen.borrow_mut().clear();
        self.go(object)
    }

    fn go(&self, object: &Named) -> Option<Chain> {
        let is_it =
            |meta: &crate::model::meta::Meta| meta.name == object.name && meta.namespace == object.namespace;
        match object.kind.as_str() {
            "Pod" => self.objects.pods.iter().find(|pod| is_it(&pod.metadata)).map(|pod| self.pod(pod)),
            "PersistentVolumeClaim" => {
                self.objects.claims.iter().find(|one| is_it(&one.metadata)).map(|one| self.claim(one))
            }
            kind => {
                let owner = Owner { kind: kind.to_owned(), name: object.name.clone() };
                let (kind, one) = self.scene.look.owners.named(&object.namespace, &owner)?;
                Some(self.workload(kind, one))
            }
        }
    }

    /// Tells whether an object was not seen yet, and remembers it.
    pub(super) fn is_new(&self, object: &Named) -> bool {
        let mut seen = self.seen.borrow_mut();
        seen.len() < STEPS && seen.insert(object.clone())
    }

    /// From a pod that an init container holds to what that waits for.
    pub(super) fn init(&self, pod: &Arc<Pod>) -> Option<Chain> {
        let (_, container, _) = crate::start::holding(pod)?;
        let waits = hold::of(pod, container, &self.scene);
        let (wait, standing) =
            waits.into_iter().filter(|(_, one)| one.how > How::Unknown).max_by_key(|(_, one)| one.how)?;
        let object = thing(&wait.thing, &pod.metadata.namespace);
        if !self.is_new(&object) {
            let condition = "here the chain comes round: they wait for each other".to_owned();
            return Some(Chain::one(Verdict::Stuck, Link { object, condition, ..Link::default() }));
        }
        let link = Link { object, condition: standing.words, ..Link::default() };
        Some(Chain::one(Verdict::Stuck, link).then(self.behind(&wait.thing)))
    }

    /// From a service, or from what else makes pods, to the pod that keeps it from being ready.
    fn behind(&self, thing: &Thing) -> Option<Chain> {
        let pods: Vec<&Arc<Pod>> = match thing {
            Thing::Service { namespace, name, .. } => {
                let is_it =
                    |meta: &crate::model::meta::Meta| meta.name == *name && meta.namespace == *namespace;
                let service = self.objects.services.iter().find(|one| is_it(&one.metadata))?;
                let selector = Selector::of_labels(&service.spec.selector);
                let is_behind = |pod: &&Arc<Pod>| {
                    pod.metadata.namespace == *namespace && selector.matches(&pod.metadata.labels)
                };
                if service.spec.selector.is_empty() {
                    Vec::new()
                } else {
                    self.objects.pods.iter().filter(is_behind).collect()
                }
            }
            Thing::Object { namespace, name, kind, .. } => {
                let named = Named::new(&capital(kind), namespace, name);
                return self.is_new(&named).then(|| self.go(&named)).flatten();
            }
            _ => Vec::new(),
        };
        let worst = pods
            .into_iter()
            .filter(|pod| !is_ready(pod) && !pod.is_terminal())
            .max_by_key(|pod| self.rank(pod))?;
        Some(self.pod(worst))
    }
}

/// Names what is waited for.
fn thing(thing: &Thing, within: &str) -> Named {
    match thing {
        Thing::Service { namespace, name, .. } => Named::new("Service", namespace, name),
        Thing::Object { namespace, name, kind, .. } => Named::new(&capital(kind), namespace, name),
        other => Named::new("", "", &other.shown(within)),
    }
}

/// Writes a kind as the API does, of the few that init containers wait for.
fn capital(kind: &str) -> String {
    match kind {
        "configmap" => "ConfigMap".to_owned(),
        "statefulset" => "StatefulSet".to_owned(),
        "daemonset" => "DaemonSet".to_owned(),
        "replicaset" => "ReplicaSet".to_owned(),
        "persistentvolumeclaim" => "PersistentVolumeClaim".to_owned(),
        "serviceaccount" => "ServiceAccount".to_owned(),
        other => {
            let mut letters = other.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// Tells whether a pod is ready, or has done what it was to do.
pub(super) fn is_ready(pod: &Pod) -> bool {
    pod.status.phase == "Succeeded"
        || pod.status.condition("Ready").is_some_and(|ready| ready.status == "True")
}
