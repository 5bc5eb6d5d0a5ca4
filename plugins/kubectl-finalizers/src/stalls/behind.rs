//! Objects that a controller has not looked at since they changed: `status.observedGeneration` is behind `metadata.generation`.

use std::collections::BTreeMap;

use kubecheck_core::kube::{Depth, Wanted};
use kubecheck_core::model::fields::Element;
use kubecheck_core::model::managed::Managed;
use kubecheck_core::model::served::Found as Kind;
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::{Gap, ObjectRef};
use serde::Deserialize;

use super::Found;
use crate::checks::reconcile_stalled;
use crate::world::World;

/// The built-in kinds whose controllers tell which generation they have seen, from the first time on
/// (`k8s.io/kubernetes/pkg/controller`). A custom kind does if one of its objects shows it.
const BUILT_IN: [(&str, &str); 7] = [
    ("", "replicationcontrollers"),
    ("apps", "daemonsets"),
    ("apps", "deployments"),
    ("apps", "replicasets"),
    ("apps", "statefulsets"),
    ("autoscaling", "horizontalpodautoscalers"),
    ("policy", "poddisruptionbudgets"),
];
/// How many objects of a page are kept that nobody has looked at yet: of a custom kind that may be all of them.
const KEPT: usize = 20;

/// What one controller has to do with objects.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work {
    /// How many objects tell that it has seen them as they are.
    pub(crate) objects: usize,
    /// Those that it has not seen since they changed, the longest first.
    pub(crate) behind: Vec<Behind>,
    /// When it last wrote a status (RFC 3339).
    pub(crate) last_write: Option<String>,
}

/// An object that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Behind {
    /// The object.
    pub(crate) object: ObjectRef,
    /// What it is: `deployments.apps`.
    pub(crate) resource: String,
    /// Its generation.
    pub(crate) generation: i64,
    /// The generation that was seen last; none if it was never looked at.
    pub(crate) observed: Option<i64>,
    /// How many seconds ago it changed.
    pub(crate) seconds: i64,
    /// When it changed.
    pub(crate) changed: Timestamp,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Item {
    metadata: Metadata,
    status: Option<Status>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    namespace: String,
    name: String,
    generation: Option<i64>,
    deletion_timestamp: Option<String>,
    managed_fields: Option<Vec<Managed>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    observed_generation: Option<serde_json::Value>,
}

/// Returns the lists of the kinds that may tell what their controllers have seen.
pub(super) fn wanted(world: &World, namespace: Option<&str>) -> Vec<Wanted> {
    let is_built_in = |found: &Kind<'_>| BUILT_IN.contains(&(&*found.group.name, &*found.resource.plural));
    let is_known = |found: &Kind<'_>| {
        kubecheck_catalog::find(&found.group.name, &found.version.name, &found.resource.kind).is_some()
    };
    let has_status = |found: &Kind<'_>| {
        !world.is_whole() || found.resource.subresources.iter().any(|below| below.name == "status")
    };
    let may = |found: &Kind<'_>| {
        let listed = found.has_verb("list") && (namespace.is_none() || found.resource.namespaced);
        listed && (is_built_in(found) || !is_known(found) && has_status(found))
    };
    let list = |found| Wanted {
        namespace: namespace.map(str::to_owned),
        page: Some(200),
        ..Wanted::all(found, Depth::Full)
    };
    world.served().preferred().filter(may).map(list).collect()
}

/// What is kept of a page.
#[derive(Default)]
struct Page {
    objects: usize,
    /// By who writes what was seen: how many, and when last.
    writers: BTreeMap<String, (usize, Option<String>)>,
    behind: Vec<(Option<String>, Behind)>,
    /// Objects that nobody has looked at; whether that means something is known at the end of the list.
    unseen: Vec<Behind>,
    /// Objects that wait since nobody knows when.
    undated: usize,
}

/// Goes through all objects; returns what each controller has to do.
pub(super) fn read(
    world: &World,
    namespace: Option<&str>,
    wait: i64,
    found: &mut Found,
) -> Vec<(String, Work)> {
    let wanted = wanted(world, namespace);
    let scanned = world.scan_items(&wanted, |at, items: Vec<Item>| {
        let mut page = Page { objects: items.len(), ..Page::default() };
        for item in &items {
            see(&wanted[at], item, world.now, wait, &mut page);
        }
        page
    });
    for (at, fault) in &scanned.faults {
        found.gaps.push(fault.gap(wanted[*at].qualified(), &[reconcile_stalled::RULE.name]));
    }
    let mut lists: BTreeMap<usize, Page> = BTreeMap::new();
    for (at, page) in scanned.kept {
        lists.entry(at).or_default().absorb(page);
    }
    let mut work: BTreeMap<String, Work> = BTreeMap::new();
    for (at, page) in lists {
        found.objects += page.objects;
        if page.undated > 0 {
            found.gaps.push(undated(&wanted[at], page.undated));
        }
        page.hand_out(&wanted[at], &mut work);
    }
    for own in work.values_mut() {
        own.behind.sort_by(|a, b| b.seconds.cmp(&a.seconds).then_with(|| a.object.cmp(&b.object)));
    }
    work.into_iter().collect()
}

fn undated(of: &Wanted, count: usize) -> Gap {
    Gap {
        what: format!("{count} of {}", of.qualified()),
        why: "their status is of an older generation, and there are no managed fields that say since when"
            .to_owned(),
        needed_for: vec![reconcile_stalled::RULE.name.to_owned()],
        is_transient: false,
    }
}

fn see(of: &Wanted, item: &Item, now: Timestamp, wait: i64, page: &mut Page) {
    let meta = &item.metadata;
    let observed = item.status.as_ref().and_then(|status| status.observed_generation.as_ref()?.as_i64());
    let managers = meta.managed_fields.as_deref().unwrap_or_default();
    let seen = [Element::field("status"), Element::field("observedGeneration")];
    let writer = managers.iter().find(|own| own.fields.has(&seen));
    if let Some(writer) = writer {
        let (count, last) = page.writers.entry(writer.manager.clone()).or_default();
        *count += 1;
        *last = last.take().max(writer.time.clone());
    }
    let Some(generation) = meta.generation.filter(|generation| *generation > 0) else { return };
    // An object that goes has a new generation, and need not be looked at as before.
    if meta.deletion_timestamp.is_some() || observed.is_some_and(|observed| observed >= generation) {
        return;
    }
    let Some(changed) = changed(managers) else {
        page.undated += usize::from(observed.is_some());
        return;
    };
    let seconds = time::seconds(changed, now);
    if seconds <= wait {
        return;
    }
    let behind = Behind {
        object: ObjectRef {
            api_version: Some(of.api_version()),
            kind: Some(of.kind.clone()),
            namespace: Some(meta.namespace.clone()).filter(|name| !name.is_empty()),
            name: Some(meta.name.clone()),
        },
        resource: of.qualified(),
        generation,
        observed: observed.filter(|observed| *observed > 0),
        seconds,
        changed,
    };
    match observed {
        Some(_) => page.behind.push((writer.map(|own| own.manager.clone()), behind)),
        None if page.unseen.len() < KEPT => page.unseen.push(behind),
        // Those that are kept show what there is to show.
        None => {}
    }
}

/// Returns when somebody last wrote what makes a new generation: anything but metadata and status.
fn changed(managers: &[Managed]) -> Option<Timestamp> {
    let counts = |own: &&Managed| {
        own.subresource != "status" && own.fields.tops().any(|top| !["metadata", "status"].contains(&top))
    };
    let times = managers.iter().filter(counts).map(|own| own.time.as_deref().and_then(time::parse));
    // Of an entry without a time nobody knows whether it was the last.
    times.collect::<Option<Vec<_>>>()?.into_iter().max()
}

impl Page {
    fn absorb(&mut self, other: Page) {
        self.objects += other.objects;
        for (name, (count, last)) in other.writers {
            let own = self.writers.entry(name).or_default();
            own.0 += count;
            own.1 = own.1.take().max(last);
        }
        self.behind.extend(other.behind);
        self.unseen.extend(other.unseen);
        self.undated += other.undated;
    }

    /// Gives each controller what is its. Who looked at most objects of the kind is who should have looked at the others.
    fn hand_out(self, of: &Wanted, work: &mut BTreeMap<String, Work>) {
        let most = self.writers.iter().max_by_key(|(_, (count, _))| *count).map(|(name, _)| name.clone());
        let is_built_in = BUILT_IN.contains(&(&*of.group, &*of.plural));
        let nobody = || format!("whoever reconciles {}", of.qualified());
        for (name, (count, last)) in self.writers {
            let own = work.entry(name).or_default();
            own.objects += count;
            own.last_write = own.last_write.take().max(last);
        }
        let usual = most.clone().unwrap_or_else(nobody);
        for (writer, behind) in self.behind {
            let own = work.entry(writer.clone().unwrap_or_else(|| usual.clone())).or_default();
            // It was counted among those that were seen, some time.
            own.objects -= usize::from(writer.is_some());
            own.behind.push(behind);
        }
        // A custom kind of which no object was ever looked at may be one whose controller does not tell.
        if is_built_in || most.is_some() {
            work.entry(usual).or_default().behind.extend(self.unseen);
        }
    }
}
