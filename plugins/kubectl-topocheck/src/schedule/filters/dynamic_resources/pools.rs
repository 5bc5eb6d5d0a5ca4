//! The devices that a node reaches (`k8s.io/dynamic-resource-allocation/structured/internal/incubating`, `GatherPools`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::device::{Device, ResourceSlice};
use crate::model::selector::NodeSelector;
use crate::schedule::node::NodeInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::version::Features;

/// A device by driver, pool and name.
type Id<'s> = (&'s str, &'s str, &'s str);
/// A pool by driver and name.
type PoolId<'s> = (&'s str, &'s str);

/// All devices there are.
#[derive(Clone)]
pub(super) struct Pools<'s> {
    features: &'s Features,
    /// The slices that one node has.
    on_node: BTreeMap<&'s str, Vec<&'s ResourceSlice>>,
    /// Those that several nodes may reach.
    shared: Vec<&'s ResourceSlice>,
    /// All of a pool, in whatever generation.
    of_pool: BTreeMap<PoolId<'s>, Vec<&'s ResourceSlice>>,
    /// Devices that a claim has alone.
    taken: BTreeSet<Id<'s>>,
}

/// The devices that a node reaches.
#[derive(Default)]
pub(super) struct Reached<'s> {
    /// The devices of pools that are whole and sound.
    pub(super) devices: Vec<Reachable<'s>>,
    /// A pool of which not all slices are there.
    pub(super) incomplete: Option<PoolId<'s>>,
    /// A pool that has two devices of one name, and that name.
    pub(super) invalid: Option<(PoolId<'s>, &'s str)>,
}

/// A device that a node reaches.
pub(super) struct Reachable<'s> {
    pub(super) device: &'s Device,
    /// Whether a claim has it alone.
    pub(super) is_taken: bool,
    /// Whether several claims can have it at once.
    pub(super) is_shared: bool,
    /// Whether it cannot be said if it is to be had: it is a part of something, or must become ready first.
    pub(super) is_unclear: bool,
}

impl<'s> Pools<'s> {
    /// Looks at all devices once.
    pub(super) fn new(snapshot: &'s Snapshot) -> Pools<'s> {
        let features: &Features = &snapshot.features;
        let mut pools = Pools {
            features,
            on_node: BTreeMap::new(),
            shared: Vec::new(),
            of_pool: BTreeMap::new(),
            taken: taken(snapshot),
        };
        for slice in snapshot.around.slices.iter().map(Arc::as_ref) {
            let spec = &slice.spec;
            let id = (spec.driver.as_str(), spec.pool.name.as_str());
            pools.of_pool.entry(id).or_default().push(slice);
            let is_partitioned = spec.per_device_node_selection.is_some() || !spec.shared_counters.is_empty();
            if is_partitioned && !features.partitioned_devices {
                continue;
            }
            match spec.node_name.as_deref().filter(|_| spec.shared_counters.is_empty()) {
                Some(node) if !node.is_empty() => pools.on_node.entry(node).or_default().push(slice),
                _ => pools.shared.push(slice),
            }
        }
        pools
    }

    /// Returns what a node reaches.
    pub(super) fn on(&self, node: &NodeInfo) -> Reached<'s> {
        let own = self.on_node.get(node.name()).into_iter().flatten();
        let mut pools: BTreeMap<PoolId<'s>, Vec<&'s ResourceSlice>> = BTreeMap::new();
        for slice in own.chain(&self.shared).copied().filter(|slice| is_relevant(slice, node)) {
            let spec = &slice.spec;
            let known = pools.entry((&spec.driver, &spec.pool.name)).or_default();
            match known.first().map(|known| spec.pool.generation.cmp(&known.spec.pool.generation)) {
                Some(std::cmp::Ordering::Less) => {}
                Some(std::cmp::Ordering::Greater) => *known = vec![slice],
                _ => known.push(slice),
            }
        }
        let mut reached = Reached::default();
        for (id, slices) in pools {
            self.add(&mut reached, id, &slices, node);
        }
        reached
    }

    fn add(&self, reached: &mut Reached<'s>, id: PoolId<'s>, slices: &[&'s ResourceSlice], node: &NodeInfo) {
        let pool = &slices[0].spec.pool;
        let is_whole = |count: usize| i64::try_from(count) == Ok(pool.resource_slice_count);
        if !is_whole(slices.len()) {
            if self.features.uses_incomplete_pools {
                reached.incomplete.get_or_insert(id);
            } else {
                let all = self.of_pool.get(&id).map(Vec::as_slice).unwrap_or_default();
                let generations = all.iter().map(|slice| slice.spec.pool.generation);
                if generations.clone().any(|generation| generation > pool.generation) {
                    return;
                }
                if !is_whole(generations.filter(|generation| *generation == pool.generation).count()) {
                    reached.incomplete.get_or_insert(id);
                    return;
                }
            }
        }
        let with_devices = || slices.iter().filter(|slice| slice.spec.shared_counters.is_empty());
        let mut names = BTreeSet::new();
        let mut all = with_devices().flat_map(|slice| &slice.spec.devices);
        if let Some(twice) = all.find(|device| !names.insert(device.name.as_str())) {
            reached.invalid.get_or_insert((id, &twice.name));
            return;
        }
        // Whether parts and wholes go together is not looked at, so a pool that has parts may be in error.
        let has_parts = slices.iter().any(|slice| !slice.spec.shared_counters.is_empty())
            || with_devices().any(|slice| slice.spec.devices.iter().any(is_part));
        for slice in with_devices() {
            let is_each = slice.spec.per_device_node_selection == Some(true);
            let near = slice.spec.devices.iter().filter(|device| !is_each || reaches(device, node));
            reached.devices.extend(near.map(|device| self.reachable(id, device, has_parts)));
        }
    }

    fn reachable(&self, pool: PoolId<'s>, device: &'s Device, has_parts: bool) -> Reachable<'s> {
        let id = (pool.0, pool.1, device.name.as_str());
        let waits = !device.binding_conditions.is_empty() && !self.features.device_conditions;
        Reachable {
            device,
            is_taken: self.taken.contains(&id),
            is_shared: device.allow_multiple_allocations == Some(true),
            is_unclear: has_parts || waits,
        }
    }
}

fn is_part(device: &Device) -> bool {
    !device.consumes_counters.is_empty()
}

/// Returns the devices that claims have alone (`foreachAllocatedDevice`).
fn taken(snapshot: &Snapshot) -> BTreeSet<Id<'_>> {
    let allocated = snapshot.around.device_claims.values();
    let results =
        allocated.filter_map(|claim| claim.status.allocation.as_ref()).flat_map(|all| &all.devices.results);
    let is_alone = |result: &&crate::model::device::AllocatedDevice| {
        let is_share = snapshot.features.shared_devices && result.share_id.is_some();
        result.admin_access != Some(true) && !is_share
    };
    let alone = results.filter(is_alone);
    alone.map(|result| (result.driver.as_str(), result.pool.as_str(), result.device.as_str())).collect()
}

/// Tells whether a slice has something for a node.
fn is_relevant(slice: &ResourceSlice, node: &NodeInfo) -> bool {
    let spec = &slice.spec;
    if !spec.shared_counters.is_empty() {
        return true;
    }
    let (name, all) = (spec.node_name.as_deref().unwrap_or_default(), spec.all_nodes == Some(true));
    if !name.is_empty() || all || spec.node_selector.is_some() {
        return matches(node, name, all, spec.node_selector.as_ref());
    }
    let is_each = spec.per_device_node_selection == Some(true);
    is_each && spec.devices.iter().any(|device| reaches(device, node))
}

fn reaches(device: &Device, node: &NodeInfo) -> bool {
    let name = device.node_name.as_deref().unwrap_or_default();
    matches(node, name, device.all_nodes == Some(true), device.node_selector.as_ref())
}

/// Tells whether a node is meant (`NodeMatches`).
fn matches(node: &NodeInfo, name: &str, all: bool, selector: Option<&NodeSelector>) -> bool {
    match selector {
        _ if !name.is_empty() => node.name() == name,
        _ if all => true,
        Some(selector) => selector.matches(node.name(), node.labels()),
        None => false,
    }
}
