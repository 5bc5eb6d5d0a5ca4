//! Random worlds for the scheduler: a few nodes, pods on them, and pods that wait, in which every default filter has something to say.
//!
//! A world is known by its seed. Its objects are as users and controllers send them, and valid; `SchedulerOracle::store` makes of them
//! what the API server would store. Each topic throws dice of its own, so that a change in one leaves the others of a seed as they are.

mod affinity;
mod claims;
mod company;
mod devices;
mod disks;
mod features;
mod land;
mod nodes;
mod pods;
mod ports;
mod priorities;
mod resize;
mod resources;
mod spread;
mod storage;
mod taints;
mod volumes;

use serde_json::Value;

use crate::dice::Dice;
use land::Land;

/// What a world may be about. The plugins in brackets are the ones that a topic gives something to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Taints, tolerations, nodes that are cordoned (`NodeUnschedulable`, `TaintToleration`).
    Taints,
    /// Node selectors and node affinity (`NodeAffinity`).
    Affinity,
    /// Host ports (`NodePorts`).
    Ports,
    /// More than cpu and memory of one container (`NodeResourcesFit`).
    Resources,
    /// Pods that are resized in place (`NodeResourcesFit`).
    Resize,
    /// Topology spread constraints (`PodTopologySpread`).
    Spread,
    /// Affinity and anti-affinity between pods (`InterPodAffinity`).
    Company,
    /// Claims and volumes (`VolumeBinding`, `VolumeZone`, `VolumeRestrictions`, `NodeVolumeLimits`).
    Volumes,
    /// Disks in pods themselves (`VolumeRestrictions`, `NodeVolumeLimits`).
    Disks,
    /// Claims of devices (`DynamicResources`).
    Devices,
    /// What nodes declare that they can do (`NodeDeclaredFeatures`).
    Features,
    /// Priorities, disruption budgets, nominated pods (`DefaultPreemption`).
    Priorities,
    /// Scheduling gates, other schedulers.
    Queue,
}

/// All topics, and in how many of a hundred worlds they are.
const TOPICS: [(Topic, i64); 13] = [
    (Topic::Taints, 50),
    (Topic::Affinity, 45),
    (Topic::Ports, 30),
    (Topic::Resources, 50),
    (Topic::Resize, 15),
    (Topic::Spread, 40),
    (Topic::Company, 40),
    (Topic::Volumes, 40),
    (Topic::Disks, 15),
    (Topic::Devices, 15),
    (Topic::Features, 10),
    (Topic::Priorities, 75),
    (Topic::Queue, 15),
];

/// A random world.
#[derive(Debug)]
pub struct World {
    /// What makes it again.
    pub seed: u64,
    /// What it is about.
    pub topics: Vec<Topic>,
    /// Everything in it.
    pub objects: Vec<Value>,
}

impl World {
    /// Returns the world of a seed.
    pub fn new(seed: u64) -> World {
        let mut dice = Dice::new(seed).part("topics");
        // Where little comes together, each thing decides alone, and a node that is refused may be made free.
        let of = dice.one_of(&[100, 100, 100, 40, 20]);
        let topics = TOPICS.map(|(topic, share)| {
            dice.percent(if topic == Topic::Priorities { share } else { share * of / 100 }).then_some(topic)
        });
        let topics = topics.into_iter().flatten().collect();
        World::about(seed, topics)
    }

    /// Returns the world of a seed, if it were about these topics.
    pub fn about(seed: u64, topics: Vec<Topic>) -> World {
        let mut land = Land::new(seed, topics);
        land.namespaces();
        priorities::classes(&mut land);
        nodes::add(&mut land);
        storage::add(&mut land);
        devices::add(&mut land);
        pods::add(&mut land);
        priorities::add(&mut land);
        World { seed, topics: land.topics, objects: land.objects }
    }
}
