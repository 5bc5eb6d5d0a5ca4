//! Goes through the managers of many objects, and watches those that several write to.

use std::collections::BTreeMap;
use std::collections::hash_map::{DefaultHasher, HashMap};
use std::hash::{Hash, Hasher};
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::{Cluster, Fault, Scanned, Wanted};
use kubecheck_core::model::managed::Managed;
use kubecheck_core::report::finding::{Finding, Gap, ObjectRef, Place};
use serde::Deserialize;

use super::contest::{self, fights};
use crate::checks::{field_co_owned, field_fight};
use crate::world::World;

/// How many objects are watched at once, and in all.
const AT_ONCE: usize = 8;
const WATCHED: usize = 64;

/// An object, as far as it tells who manages it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Item {
    /// The metadata.
    #[serde(default)]
    pub(crate) metadata: Metadata,
}

/// The metadata, as far as it tells who manages an object.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Metadata {
    /// The namespace; empty if it is in none.
    pub(crate) namespace: String,
    /// The name.
    pub(crate) name: String,
    /// The revision.
    pub(crate) resource_version: String,
    /// The managers; none if nobody wrote them down.
    pub(crate) managed_fields: Option<Vec<Managed>>,
}

impl Metadata {
    fn managers(&self) -> &[Managed] {
        self.managed_fields.as_deref().unwrap_or_default()
    }
}

/// What going through objects found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The findings.
    pub(crate) findings: Vec<Finding>,
    /// What could not be read.
    pub(crate) gaps: Vec<Gap>,
    /// How many objects were looked at.
    pub(crate) objects: usize,
}

/// An object that is watched, from a state on.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'w> {
    /// What it is.
    pub(crate) of: &'w Wanted,
    /// The state.
    pub(crate) state: Metadata,
}

impl Subject<'_> {
    fn place(&self, world: &World) -> Place {
        let Metadata { namespace, name, .. } = &self.state;
        Place {
            context: world.context().map(str::to_owned),
            pointer: "/metadata/managedFields".to_owned(),
            steady: "/metadata/managedFields".to_owned(),
            object: Some(ObjectRef {
                api_version: Some(self.of.api_version()),
                kind: Some(self.of.kind.clone()),
                namespace: Some(namespace.clone()).filter(|name| !name.is_empty()),
                name: Some(name.clone()),
            }),
            ..Place::default()
        }
    }

    /// Makes the findings of one state.
    pub(crate) fn shared(&self, world: &World) -> Vec<Finding> {
        let shared = contest::shared(self.state.managers());
        shared.iter().map(|shared| field_co_owned::finding(shared, self.place(world))).collect()
    }

    fn fought(&self, world: &World, states: &[Vec<Managed>]) -> Vec<Finding> {
        fights(states).iter().map(|fight| field_fight::finding(fight, self.place(world))).collect()
    }

    /// Watches the object for a while.
    fn watch(&self, world: &World, cluster: &Cluster, time: Duration) -> Result<Vec<Finding>, Gap> {
        let Metadata { namespace, name, resource_version, .. } = &self.state;
        let later: Vec<Item> = cluster
            .states(self.of, Some(namespace.as_str()), name, resource_version, time)
            .map_err(|fault| refused(&fault, format!("{} {namespace}/{name}", self.of.qualified())))?;
        let later = later.into_iter().filter_map(|item| item.metadata.managed_fields);
        let states: Vec<Vec<Managed>> = self.state.managed_fields.clone().into_iter().chain(later).collect();
        Ok(self.fought(world, &states))
    }
}

fn refused(fault: &Fault, what: String) -> Gap {
    fault.gap(what, &[field_fight::RULE.name])
}

/// What of an object shows that somebody wrote to it: its managers and their times, in hashes.
type Marks = Vec<(u64, u64)>;

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn marks(managers: &[Managed]) -> Marks {
    let mark = |own: &Managed| (hash((&own.manager, &own.operation, &own.subresource)), hash(&own.time));
    managers.iter().map(mark).collect()
}

/// Returns how many managers were seen to write between two looks. Who lost all its fields is no longer there, so that of two who
/// take a field from each other only one may be seen.
fn wrote(before: &Marks, after: &Marks) -> usize {
    let changed = |one: &Marks, other: &Marks| -> Vec<u64> {
        one.iter().filter(|mark| !other.contains(mark)).map(|mark| mark.0).collect()
    };
    let mut who = changed(before, after);
    who.extend(changed(after, before));
    who.sort_unstable();
    who.dedup();
    who.len()
}

/// What is kept of a page: how many objects it has, what several managers share, and the marks of what is watched.
struct Kept {
    objects: usize,
    unmanaged: usize,
    found: Vec<Finding>,
    marks: Vec<(u64, Marks)>,
    states: Vec<Metadata>,
}

/// Goes through all objects of some lists once; with an interval a second time, and then watches those that several wrote to.
pub(crate) fn look(world: &World, wanted: &[Wanted], interval: Option<Duration>) -> Found {
    let mut found = Found { gaps: world.gaps.clone(), ..Found::default() };
    let is_watched = interval.is_some();
    let keeps_states = !world.is_whole();
    let scanned = world.scan_items(wanted, |at, items: Vec<Item>| {
        let mut kept = Kept {
            objects: items.len(),
            unmanaged: 0,
            found: Vec::new(),
            marks: Vec::new(),
            states: Vec::new(),
        };
        for Item { metadata } in items {
            kept.unmanaged += usize::from(metadata.managed_fields.is_none());
            let subject = Subject { of: &wanted[at], state: metadata };
            if subject.state.managers().len() > 1 {
                kept.found.extend(subject.shared(world));
            }
            if is_watched && !subject.state.managers().is_empty() {
                let Metadata { namespace, name, .. } = &subject.state;
                kept.marks.push((hash((at, namespace, name)), marks(subject.state.managers())));
            }
            if keeps_states {
                kept.states.push(subject.state);
            }
        }
        kept
    });
    let (mut before, mut unmanaged) = (HashMap::new(), 0);
    for (at, kept) in collect(&mut found, wanted, scanned) {
        found.objects += kept.objects;
        unmanaged += kept.unmanaged;
        found.findings.extend(kept.found);
        before.extend(kept.marks);
        found.findings.extend(in_order(world, &wanted[at], kept.states));
    }
    if keeps_states && unmanaged > 0 {
        found.gaps.push(Gap {
            what: format!("the managers of {unmanaged} objects"),
            why: "the files have no metadata.managedFields of them; write them with kubectl get -o yaml --show-managed-fields"
                .to_owned(),
            needed_for: vec![field_co_owned::RULE.name.to_owned(), field_fight::RULE.name.to_owned()],
            is_transient: false,
        });
    }
    if let (Some(interval), Some(cluster)) = (interval, world.cluster()) {
        thread::sleep(interval);
        let subjects = suspects(world, wanted, &before, &mut found);
        watch(world, cluster, &subjects, interval, &mut found);
    }
    found
}

/// Takes the pages, and makes gaps of the lists that could not be read; each is told once.
fn collect<T>(found: &mut Found, wanted: &[Wanted], scanned: Scanned<T>) -> Vec<(usize, T)> {
    for (at, fault) in scanned.faults {
        let gap = fault.gap(wanted[at].qualified(), &[field_co_owned::RULE.name, field_fight::RULE.name]);
        if !found.gaps.contains(&gap) {
            found.gaps.push(gap);
        }
    }
    scanned.kept
}

/// Judges the states of objects that a dump has several of, as `kubectl get -w -o yaml` writes them.
fn in_order(world: &World, of: &Wanted, states: Vec<Metadata>) -> Vec<Finding> {
    let mut objects: BTreeMap<(String, String), Vec<Metadata>> = BTreeMap::new();
    for state in states {
        objects.entry((state.namespace.clone(), state.name.clone())).or_default().push(state);
    }
    let fought = |mut states: Vec<Metadata>| {
        // Revisions are numbers of one row within a type (KEP-5504).
        states.sort_by_key(|state| state.resource_version.parse::<u64>().unwrap_or_default());
        let managers: Vec<Vec<Managed>> = states.iter().map(|state| state.managers().to_vec()).collect();
        let state = states.pop();
        state.map_or(Vec::new(), |state| Subject { of, state }.fought(world, &managers))
    };
    objects.into_values().filter(|states| states.len() > 2).flat_map(fought).collect()
}

/// Looks again, and returns the objects that were written to since: those by more than one manager, and as many others as there
/// is room for.
fn suspects<'w>(
    world: &World,
    wanted: &'w [Wanted],
    before: &HashMap<u64, Marks>,
    found: &mut Found,
) -> Vec<Subject<'w>> {
    let scanned = world.scan_items(wanted, |at, items: Vec<Item>| {
        let writers = |state: &Metadata| {
            let known = before.get(&hash((at, &state.namespace, &state.name)));
            known.map_or(0, |known| wrote(known, &marks(state.managers())))
        };
        let states = items.into_iter().map(|item| (writers(&item.metadata), item.metadata));
        states.filter(|(writers, _)| *writers > 0).collect::<Vec<_>>()
    });
    let kept = collect(found, wanted, scanned);
    let subjects = kept.into_iter().flat_map(|(at, states)| {
        states.into_iter().map(move |(writers, state)| (writers, Subject { of: &wanted[at], state }))
    });
    let (several, single): (Vec<_>, Vec<_>) = subjects.partition(|(writers, _)| *writers > 1);
    let room = WATCHED.saturating_sub(several.len());
    several.into_iter().chain(single.into_iter().take(room)).map(|(_, subject)| subject).collect()
}

/// Watches objects, so many at once.
pub(crate) fn watch(
    world: &World,
    cluster: &Cluster,
    subjects: &[Subject<'_>],
    time: Duration,
    found: &mut Found,
) {
    let (watched, left) = subjects.split_at(subjects.len().min(WATCHED));
    for some in watched.chunks(AT_ONCE) {
        let ended: Vec<Result<Vec<Finding>, Gap>> = thread::scope(|scope| {
            let threads: Vec<_> =
                some.iter().map(|subject| scope.spawn(|| subject.watch(world, cluster, time))).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
                .collect()
        });
        for ended in ended {
            match ended {
                Ok(findings) => found.findings.extend(findings),
                Err(gap) => found.gaps.push(gap),
            }
        }
    }
    if !left.is_empty() {
        found.gaps.push(Gap {
            what: format!("{} more objects that several managers write to", left.len()),
            why: format!("no more than {WATCHED} are watched in one run; look into one namespace with -n, or at one object"),
            needed_for: vec![field_fight::RULE.name.to_owned()],
            is_transient: false,
        });
    }
}
