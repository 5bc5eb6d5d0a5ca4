//! Controllers, and whether they work: what their leases say, which objects wait for them, and what is in their queues.
//!
//! `leases` finds who leads, `behind` the objects that a controller has not looked at since they changed, `metrics` reads the queues
//! of the pod that leads, and `verdict` joins the three.

pub(crate) mod behind;
pub(crate) mod leases;
pub(crate) mod metrics;
pub(crate) mod show;
pub(crate) mod verdict;

use std::collections::BTreeMap;

use kubecheck_core::kube::Wanted;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use crate::world::World;
use behind::Work;
use leases::Led;
use metrics::Queues;

/// One controller, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Controller {
    /// The name under which it writes, or that of its lease.
    pub(crate) name: String,
    /// Its leases: it may have several.
    pub(crate) leases: Vec<Led>,
    /// The objects whose status it writes.
    pub(crate) work: Work,
    /// What is in its queues, if they could be read.
    pub(crate) queues: Option<Queues>,
}

impl Controller {
    /// Returns the pod that leads, if it is known.
    pub(crate) fn pod(&self) -> Option<&Value> {
        self.leases.iter().find_map(|lease| lease.pod.as_ref())
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How long an object may wait, in seconds, and a worker be at one.
    pub(crate) wait: i64,
    /// How far the two samples of metrics are apart.
    pub(crate) interval: std::time::Duration,
}

/// What was found of all controllers.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The controllers, by name.
    pub(crate) controllers: Vec<Controller>,
    /// What could not be read.
    pub(crate) gaps: Vec<Gap>,
    /// How many objects were looked at.
    pub(crate) objects: usize,
}

/// What is read: leases, pods that hold them, and the objects whose kinds tell what their controllers have seen.
pub(crate) fn wanted(world: &World, namespace: Option<&str>) -> Vec<Wanted> {
    let leases = leases::wanted(world, namespace).into_iter();
    leases.chain(behind::wanted(world, namespace)).collect()
}

/// Looks at all controllers; of some, somebody has read the queues already.
pub(crate) fn look(
    world: &World,
    namespace: Option<&str>,
    bounds: Bounds,
    known: BTreeMap<String, Queues>,
) -> Found {
    let mut found = Found { gaps: world.gaps.clone(), ..Found::default() };
    let led = leases::read(world, namespace, &mut found.gaps);
    let work = behind::read(world, namespace, bounds.wait, &mut found);
    found.objects += led.len();
    found.controllers = join(led, work);
    for (name, queues) in known {
        match found.controllers.iter_mut().find(|own| own.name == name) {
            Some(own) => own.queues = Some(queues),
            None => {
                let queues = Some(queues);
                found.controllers.push(Controller { name, queues, ..Controller::default() });
            }
        }
    }
    metrics::read(world, &mut found, bounds.interval);
    found
}

/// Joins leases and work by the name under which both are written. A lease that shares this name with others is not known to be that
/// of the work (`manager`, the name of every program that kubebuilder makes).
fn join(led: Vec<Led>, work: Vec<(String, Work)>) -> Vec<Controller> {
    let mut controllers: Vec<Controller> = Vec::new();
    for (name, work) in work {
        controllers.push(Controller { name, work, ..Controller::default() });
    }
    for lease in led {
        match controllers.iter_mut().find(|own| own.name == lease.manager) {
            Some(own) => own.leases.push(lease),
            None => {
                let name = lease.manager.clone();
                controllers.push(Controller { name, leases: vec![lease], ..Controller::default() });
            }
        }
    }
    let mut split = Vec::new();
    for own in &mut controllers {
        // Replicas of one program hold leases under one identity; others are programs of their own.
        let is_one = own.leases.windows(2).all(|two| two[0].pod_name() == two[1].pod_name());
        if own.leases.len() > 1 && !is_one {
            for lease in std::mem::take(&mut own.leases) {
                let name = format!("{} ({})", own.name, lease.label);
                split.push(Controller { name, leases: vec![lease], ..Controller::default() });
            }
        }
    }
    controllers.retain(|own| !own.leases.is_empty() || own.work.objects > 0 || !own.work.behind.is_empty());
    controllers.extend(split);
    controllers.sort_by(|a, b| a.name.cmp(&b.name));
    controllers
}
