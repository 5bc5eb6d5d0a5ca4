//! A cluster as it changes: what [`World::read`] reads, followed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use kubecheck_core::kube::{Change, Fault, Following};
use kubecheck_core::report::finding::Gap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::kinds::Kind;
use super::objects::Objects;
use super::{Source, World, unread};
use crate::model::meta::Meta;

/// Kinds that are followed.
#[derive(Debug)]
pub struct Live {
    following: Following<Box<RawValue>>,
    kinds: Vec<Kind>,
    namespace: Option<String>,
    /// Each object as a world of its own, by its kind and its key.
    items: BTreeMap<(usize, String), Objects>,
    faults: BTreeMap<usize, Fault>,
    listed: BTreeSet<usize>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Meta,
}

impl World {
    /// Begins to follow kinds; none of what somebody printed of a cluster.
    pub fn follow(&self, kinds: &[Kind], namespace: Option<&str>) -> Option<Live> {
        let Source::Cluster { cluster, .. } = &self.source else { return None };
        let following = cluster.follow(&World::wanted(kinds, namespace));
        Some(Live {
            following,
            kinds: kinds.to_vec(),
            namespace: namespace.map(str::to_owned),
            items: BTreeMap::new(),
            faults: BTreeMap::new(),
            listed: BTreeSet::new(),
        })
    }
}

impl Live {
    /// Takes in what happens within a time, and tells whether something did. Ends as soon as something has happened and for a moment
    /// nothing more.
    pub fn wait(&mut self, within: Duration) -> bool {
        const MOMENT: Duration = Duration::from_millis(150);
        let (mut left, mut happened) = (within, false);
        while let Some((at, change)) = self.following.next(left) {
            self.take(at, change);
            (left, happened) = (MOMENT, true);
        }
        happened
    }

    /// Tells whether of each kind it is known what there is, or that it cannot be read.
    pub fn is_complete(&self) -> bool {
        (0..self.kinds.len()).all(|at| self.listed.contains(&at) || self.faults.contains_key(&at))
    }

    /// Returns all objects as they are now.
    pub fn objects(&self) -> Objects {
        let mut objects = Objects::default();
        for item in self.items.values() {
            objects.append(item.clone());
        }
        objects.read =
            self.listed.iter().filter(|at| !self.faults.contains_key(at)).map(|at| self.kinds[*at]).collect();
        objects.gaps = self.gaps();
        objects
    }

    fn gaps(&self) -> Vec<Gap> {
        let gap =
            |(at, fault): (&usize, &Fault)| unread(&self.kinds[*at].wanted(self.namespace.as_deref()), fault);
        self.faults.iter().map(gap).collect()
    }

    fn take(&mut self, at: usize, change: Change<Box<RawValue>>) {
        match change {
            Change::Anew(items) => {
                self.items.retain(|(of, _), _| *of != at);
                items.iter().for_each(|item| self.put(at, item));
                self.listed.insert(at);
                self.faults.remove(&at);
            }
            Change::Put(item) => self.put(at, &item),
            Change::Gone(item) => {
                if let Some(key) = key(&item) {
                    self.items.remove(&(at, key));
                }
            }
            Change::Fault(fault) => drop(self.faults.insert(at, fault)),
            Change::Well => drop(self.faults.remove(&at)),
        }
    }

    fn put(&mut self, at: usize, item: &RawValue) {
        let mut one = Objects::default();
        // What makes no sense is left out: it was not looked at before either.
        if let (Some(key), Ok(())) = (key(item), one.take(self.kinds[at], item)) {
            self.items.insert((at, key), one);
        }
    }
}

fn key(item: &RawValue) -> Option<String> {
    serde_json::from_str::<Head>(item.get()).ok().map(|head| head.metadata.key())
}
