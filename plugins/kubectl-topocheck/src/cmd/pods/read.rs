//! Reads what tells why pods do not start: first pods, events and workloads, then what tells more of what these show.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::report::finding::Gap;

use super::{Args, EVERYWHERE};
use crate::cmd::common::{SchedulerArgs, needed_for};
use crate::schedule::snapshot::Snapshot;
use crate::start::there::Place;
use crate::start::{Look, needs};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::{World, snapshot};

/// What is asked of the cluster.
#[derive(Clone, Copy)]
pub(in crate::cmd) struct Asked<'a> {
    /// The one namespace to look into.
    pub(in crate::cmd) namespace: Option<&'a str>,
    /// Which scheduler to judge as.
    pub(in crate::cmd) scheduler: &'a SchedulerArgs,
    /// How many seconds a pod may take for what nobody says to have failed.
    pub(in crate::cmd) grace: i64,
}

impl Args {
    /// Returns what is asked of the cluster.
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            namespace: self.common.namespaces.one(),
            scheduler: &self.scheduler,
            grace: i64::try_from(self.grace.as_secs()).unwrap_or(i64::MAX),
        }
    }
}

/// What was read.
pub(in crate::cmd) struct Seen {
    /// The objects.
    pub(in crate::cmd) objects: Objects,
    /// The lists that were read to their ends.
    pub(in crate::cmd) whole: BTreeSet<Place>,
    /// The cluster as the scheduler sees it, if that was worth reading.
    pub(in crate::cmd) snapshot: Option<Snapshot>,
    /// What could not be read.
    pub(in crate::cmd) gaps: Vec<Gap>,
}

/// Returns what may be read: everywhere, and where is looked.
pub(in crate::cmd) fn rights() -> (Vec<Kind>, Vec<Kind>) {
    let all: BTreeSet<Kind> = needs::FIRST.into_iter().chain(needs::THEN).chain(Kind::OF_SCHEDULER).collect();
    let scheduler: BTreeSet<Kind> = Kind::OF_SCHEDULER.into_iter().chain(EVERYWHERE).collect();
    let here = all.iter().copied().filter(|kind| !scheduler.contains(kind));
    (scheduler.iter().copied().collect(), here.collect())
}

/// Reads all of it.
pub(in crate::cmd) fn all(asked: &Asked<'_>, world: &World) -> Seen {
    let namespace = asked.namespace;
    let mut objects = world.read(&needs::FIRST, namespace);
    let mut gaps = std::mem::take(&mut objects.gaps);
    gaps.iter_mut().for_each(|gap| needed_for(gap, "why pods do not start"));
    let place = namespace.unwrap_or_default();
    let read = objects.read.iter().filter(|_| world.is_live());
    let whole = read.map(|kind| (*kind, place.to_owned())).collect();
    let seen = Seen { objects, whole, snapshot: None, gaps };
    more(asked, world, seen, &mut Kept::default())
}

/// What was read besides, so that it need not be read again within a while.
#[derive(Default)]
pub(in crate::cmd) struct Kept {
    places: BTreeMap<Place, Objects>,
    maps: BTreeMap<(String, String), Objects>,
    scheduler: Option<Objects>,
}

/// Reads what tells more of what was found. What is kept from before is not read again.
pub(in crate::cmd) fn more(asked: &Asked<'_>, world: &World, mut seen: Seen, kept: &mut Kept) -> Seen {
    let (places, wants_scheduler, maps) = {
        let look = look(asked, world, &seen);
        let found = look.all(asked.namespace);
        (needs::of(&found), needs::wants_scheduler(&found), needs::config_maps(&found, &look))
    };
    for name in maps {
        let read = |name: &(String, String)| world.config_maps(&BTreeSet::from([name.clone()]));
        let read = kept.maps.entry(name.clone()).or_insert_with(|| read(&name));
        seen.gaps.extend(read.gaps.iter().cloned());
        let map = Objects { gaps: Vec::new(), ..read.clone() };
        seen.objects.append(map);
    }
    for place in places {
        // What was read with the first lists is there already.
        let is_read = seen.whole.contains(&place) || seen.whole.contains(&(place.0, String::new()));
        if is_read {
            continue;
        }
        let read = kept.places.entry(place.clone()).or_insert_with(|| besides(world, &place));
        seen.gaps.extend(read.gaps.iter().cloned());
        // What could not be read is not taken for empty.
        if world.is_live() && read.has(place.0) {
            seen.whole.insert(place);
        }
        let read = Objects { gaps: Vec::new(), ..read.clone() };
        seen.objects.append(read);
    }
    if wants_scheduler {
        let read = kept.scheduler.get_or_insert_with(|| world.read(&Kind::OF_SCHEDULER, None));
        seen.snapshot = Some(snapshot::of(read, asked.scheduler.features(world)));
    }
    seen
}

fn besides(world: &World, place: &Place) -> Objects {
    let (mut read, _) = world.read_places(&BTreeSet::from([place.clone()]));
    read.gaps.iter_mut().for_each(|gap| needed_for(gap, "whether what pods name is there"));
    read
}

/// Makes ready to look at what was read.
pub(in crate::cmd) fn look<'s>(asked: &Asked<'_>, world: &World, seen: &'s Seen) -> Look<'s> {
    let now = if world.is_live() { kubecheck_core::model::time::now() } else { world.now };
    let mut look = Look::new(&seen.objects, now);
    look.grace = asked.grace;
    look.has_all_nodes = world.is_live() && seen.objects.has(Kind::Node);
    look.snapshot = seen.snapshot.as_ref();
    look
}
