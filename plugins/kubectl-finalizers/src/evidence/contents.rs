//! What a namespace or the cluster holds: of all kinds the owners, and how many objects there are.

use std::collections::BTreeMap;

use kubecheck_core::kube::Wanted;
use kubecheck_core::model::meta::Meta;
use kubecheck_core::report::finding::Gap;

use super::{Blocker, shown};
use crate::world::World;

/// What a namespace or the cluster holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// What depends on an object, by its UID.
    dependents: BTreeMap<String, Vec<Dependent>>,
    /// The first objects of each kind that has any, and how many there are.
    pub(super) kinds: Vec<(String, usize, Vec<Blocker>)>,
    /// What was not read, and why.
    pub(super) unread: Vec<String>,
}

/// An object that belongs to another.
#[derive(Clone, Debug)]
pub(super) struct Dependent {
    /// Which.
    pub(super) object: Blocker,
    /// Whether its owner waits for it.
    pub(super) blocks: bool,
}

/// How many objects of a kind are named.
const NAMED: usize = 3;

/// What is kept of a page.
struct Part {
    count: usize,
    first: Vec<Blocker>,
    dependents: Vec<(String, Dependent)>,
}

impl Contents {
    /// Reads the metadata of everything in a namespace, or everywhere.
    pub(super) fn read(world: &World, namespace: Option<&str>, needed_for: &str) -> (Contents, Vec<Gap>) {
        let wanted = world.stored(namespace);
        let scanned = world.scan(&wanted, |at, items| Part::of(&wanted[at], &items));
        let mut contents = Contents::default();
        let mut kinds: BTreeMap<usize, (usize, Vec<Blocker>)> = BTreeMap::new();
        for (at, part) in scanned.kept {
            let (count, first) = kinds.entry(at).or_default();
            *count += part.count;
            first.extend(part.first);
            first.truncate(NAMED);
            for (uid, dependent) in part.dependents {
                contents.dependents.entry(uid).or_default().push(dependent);
            }
        }
        let some = kinds.into_iter().filter(|(_, (count, _))| *count > 0);
        contents.kinds = some.map(|(at, (count, first))| (wanted[at].qualified(), count, first)).collect();
        let mut gaps = Vec::new();
        for (at, fault) in scanned.faults {
            let what = match namespace {
                Some(namespace) if wanted[at].namespaced => {
                    format!("{} in namespace {namespace}", wanted[at].qualified())
                }
                _ => wanted[at].qualified(),
            };
            contents.unread.push(format!("{what} cannot be listed"));
            gaps.push(fault.gap(what, &[needed_for]));
        }
        let silent = world
            .served()
            .unknown()
            .map(|(group, version, _)| format!("nobody knows what {}/{} has", group.name, version.name));
        contents.unread.extend(silent);
        if !world.is_whole() {
            contents.unread.push(format!("{} need not hold everything", world.name()));
        }
        (contents, gaps)
    }

    /// Returns what belongs to an object.
    pub(super) fn dependents(&self, uid: &str) -> &[Dependent] {
        self.dependents.get(uid).map(Vec::as_slice).unwrap_or_default()
    }

    /// Says which objects are left, by kind.
    pub(super) fn left(&self) -> String {
        shown::list(self.kinds.iter().map(|(kind, count, _)| format!("{kind} ({count})")).collect(), 8)
    }
}

impl Part {
    fn of(wanted: &Wanted, items: &[Meta]) -> Part {
        let object = |item: &Meta| Blocker {
            api_version: wanted.api_version(),
            kind: wanted.kind.clone(),
            namespace: Some(item.namespace.clone()).filter(|namespace| !namespace.is_empty()),
            name: item.name.clone(),
        };
        let edges = |item| {
            let of = move |owner: &kubecheck_core::model::meta::OwnerReference| {
                let blocks = owner.block_owner_deletion == Some(true);
                (owner.uid.clone(), Dependent { object: object(item), blocks })
            };
            item.owner_references.iter().map(of)
        };
        Part {
            count: items.len(),
            first: items.iter().take(NAMED).map(object).collect(),
            dependents: items.iter().flat_map(edges).collect(),
        }
    }
}
