//! What is read of the world, each list once, with indexes that many objects are looked up in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kubecheck_core::kube::{Access, FaultKind, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use super::Blocker;
use super::catalogue;
use super::contents::Contents;
use super::rbac::Grants;
use crate::world::World;

/// For what is read here, in gaps.
const NEEDED: &str = "whose finalizers these are, and whether they may go";

/// How many objects of a list are named.
const NAMED: usize = 3;

/// What is read beside what the entries of the catalogue want.
const LISTS: [&str; 9] = [
    "clusterrolebindings.rbac.authorization.k8s.io",
    "clusterroles.rbac.authorization.k8s.io",
    "daemonsets.apps",
    "deployments.apps",
    "leases.coordination.k8s.io",
    "pods",
    "rolebindings.rbac.authorization.k8s.io",
    "roles.rbac.authorization.k8s.io",
    "statefulsets.apps",
];

/// Reads lists once and keeps them.
#[derive(Debug)]
pub(super) struct Reads<'w> {
    pub(super) world: &'w World,
    lists: Mutex<BTreeMap<(String, Option<String>), Listed>>,
    contents: Mutex<BTreeMap<Option<String>, Arc<Contents>>>,
    grants: Mutex<BTreeMap<Option<String>, Granted>>,
    gaps: Mutex<Vec<Gap>>,
}

/// A list, or why there is none.
pub(super) type Listed = Result<Arc<List>, String>;

/// What service accounts are allowed, or why that is not known.
type Granted = Result<Arc<Grants>, String>;

/// The objects of a list.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The objects.
    pub(super) objects: Vec<Value>,
    indexes: Mutex<BTreeMap<String, Arc<Index>>>,
}

/// The places of objects in a list, by something that they say.
pub(super) type Index = BTreeMap<String, Vec<usize>>;

impl List {
    /// Returns an index of the list; it is made once. The name stands for the function.
    pub(super) fn index(&self, name: &str, keys: impl Fn(&Value) -> Vec<String>) -> Arc<Index> {
        let mut indexes = lock(&self.indexes);
        let made = indexes.entry(name.to_owned()).or_insert_with(|| {
            let mut index = Index::new();
            for (at, object) in self.objects.iter().enumerate() {
                for key in keys(object) {
                    index.entry(key).or_default().push(at);
                }
            }
            Arc::new(index)
        });
        made.clone()
    }

    /// Returns the object with a UID.
    pub(super) fn by_uid(&self, uid: &str) -> Option<&Value> {
        let uids =
            |object: &Value| object["metadata"]["uid"].as_str().map(str::to_owned).into_iter().collect();
        let index = self.index("uid", uids);
        self.objects.get(*index.get(uid)?.first()?)
    }

    /// Returns the objects that an index has under a key.
    pub(super) fn under<'a>(&'a self, index: &'a Index, key: &str) -> impl Iterator<Item = &'a Value> {
        index.get(key).into_iter().flatten().map(|at| &self.objects[*at])
    }
}

impl<'w> Reads<'w> {
    pub(super) fn new(world: &'w World) -> Reads<'w> {
        Reads {
            world,
            lists: Mutex::default(),
            contents: Mutex::default(),
            grants: Mutex::default(),
            gaps: Mutex::default(),
        }
    }

    /// Reads a resource, of one namespace or of all. What is not served has no objects, unless nobody knows what is served.
    pub(super) fn list(&self, group: &str, plural: &str, namespace: Option<&str>) -> Listed {
        let Some(wanted) = self.world.wanted(group, plural) else { return self.unserved(group, plural) };
        let namespace = namespace.filter(|_| wanted.namespaced).map(str::to_owned);
        self.wanted(&Wanted { namespace, ..wanted })
    }

    /// Reads a list.
    pub(super) fn wanted(&self, wanted: &Wanted) -> Listed {
        let key = (format!("{} {}", wanted.qualified(), wanted.version), wanted.namespace.clone());
        if let Some(listed) = lock(&self.lists).get(&key) {
            return listed.clone();
        }
        let listed = match self.world.list(wanted) {
            Ok(objects) => Ok(Arc::new(List { objects, ..List::default() })),
            Err(fault) => {
                let what = match &wanted.namespace {
                    Some(namespace) => format!("{} in namespace {namespace}", wanted.qualified()),
                    None => wanted.qualified(),
                };
                self.gap(fault.gap(&what, &[NEEDED]));
                Err(match fault.kind {
                    FaultKind::Forbidden => format!("{what} may not be listed"),
                    _ => format!("{what} cannot be listed: {}", fault.message),
                })
            }
        };
        lock(&self.lists).insert(key, listed.clone());
        listed
    }

    /// Returns what service accounts are allowed in the whole cluster and in a namespace.
    pub(super) fn grants(&self, namespace: Option<&str>) -> Granted {
        let key = namespace.map(str::to_owned);
        if let Some(grants) = lock(&self.grants).get(&key) {
            return grants.clone();
        }
        let grants = Grants::read(namespace, self).map(Arc::new);
        lock(&self.grants).insert(key, grants.clone());
        grants
    }

    /// Counts the objects of a list by their metadata, and names the first.
    pub(super) fn count(&self, wanted: &Wanted) -> Result<(usize, Vec<Blocker>), String> {
        let object = |item: &Meta| Blocker {
            api_version: wanted.api_version(),
            kind: wanted.kind.clone(),
            namespace: Some(item.namespace.clone()).filter(|namespace| !namespace.is_empty()),
            name: item.name.clone(),
        };
        let scanned = self.world.scan(std::slice::from_ref(wanted), |_, items| {
            (items.len(), items.iter().take(NAMED).map(object).collect::<Vec<_>>())
        });
        if let Some((_, fault)) = scanned.faults.first() {
            self.gap(fault.gap(wanted.qualified(), &[NEEDED]));
            return Err(format!("{} cannot be listed: {}", wanted.qualified(), fault.message));
        }
        let mut first = Vec::new();
        let mut count = 0;
        for (_, (more, objects)) in scanned.kept {
            count += more;
            first.extend(objects);
        }
        first.truncate(NAMED);
        Ok((count, first))
    }

    fn unserved(&self, group: &str, plural: &str) -> Listed {
        let name = if group.is_empty() { plural.to_owned() } else { format!("{plural}.{group}") };
        if !self.world.is_whole() {
            let why = format!("there is nothing of it in {}", self.world.name());
            self.gap(Gap {
                what: name.clone(),
                why,
                needed_for: vec![NEEDED.to_owned()],
                is_transient: false,
            });
            return Err(format!("there are no {name} in {}", self.world.name()));
        }
        match self.world.served().unknown().find(|(own, ..)| own.name == group) {
            Some((_, version, _)) => Err(format!("nobody knows what {group}/{} has", version.name)),
            None => Ok(Arc::default()),
        }
    }

    /// Returns what a namespace holds, or the whole cluster.
    pub(super) fn contents(&self, namespace: Option<&str>) -> Arc<Contents> {
        let key = namespace.map(str::to_owned);
        if let Some(contents) = lock(&self.contents).get(&key) {
            return contents.clone();
        }
        let (contents, gaps) = Contents::read(self.world, namespace, NEEDED);
        gaps.into_iter().for_each(|gap| self.gap(gap));
        let contents = Arc::new(contents);
        lock(&self.contents).insert(key, contents.clone());
        contents
    }

    /// Notes what could not be read, once.
    pub(super) fn gap(&self, gap: Gap) {
        let mut gaps = lock(&self.gaps);
        if !gaps.iter().any(|own| own.what == gap.what) {
            gaps.push(gap);
        }
    }

    /// Returns what could not be read so far, and what was not known from the outset.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let own = lock(&self.gaps).clone();
        self.world.gaps.iter().cloned().chain(own).collect()
    }

    /// Returns the time of what is read (RFC 3339).
    pub(super) fn now(&self) -> String {
        // Seconds are enough, and as Kubernetes writes times.
        let now = self.world.now;
        kubecheck_core::model::time::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
    }
}

/// Returns what is read at most to find out about any finalizer.
pub(super) fn accesses() -> Vec<Access> {
    let entries = catalogue::entries().iter();
    let probes = entries.flat_map(|entry| {
        let conditions = entry.safe_when.iter().filter_map(|condition| condition.probe.as_ref());
        conditions.chain(entry.cures.iter().filter_map(|cure| cure.when.as_ref()))
    });
    let names: BTreeSet<&str> = probes.flat_map(|probe| probe.lists()).chain(LISTS).collect();
    let access = |name: &str| {
        let (resource, group) = name.split_once('.').unwrap_or((name, ""));
        Access::Resource {
            group: group.to_owned(),
            resource: resource.to_owned(),
            verb: "list",
            namespace: None,
        }
    };
    names.into_iter().map(access).collect()
}

/// Locks; what a thread that panicked left behind is whole, since only finished lists are put in.
pub(super) fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
