//! Init containers that wait one after the other for different things, where one could wait for all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Made, Node};
use super::thing::Thing;
use super::waits;
use crate::start::told::Scene;

/// Init containers of a workload that could wait at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serial {
    /// The workload.
    pub of: Node,
    /// The first of them, by its place.
    pub index: usize,
    /// The init containers, and what each waits for.
    pub containers: Vec<(String, Vec<Thing>)>,
}

/// Finds them.
pub fn find(workloads: &BTreeMap<Node, Made<'_>>, scene: &Scene<'_>) -> Vec<Serial> {
    workloads.iter().flat_map(|(node, made)| of(node, made, scene)).collect()
}

fn of(node: &Node, made: &Made<'_>, scene: &Scene<'_>) -> Vec<Serial> {
    let mut found = Vec::new();
    let mut run = Serial { of: node.clone(), index: 0, containers: Vec::new() };
    let mut waited: BTreeSet<Thing> = BTreeSet::new();
    for (index, container) in made.spec.init_containers.iter().enumerate() {
        let waits = waits::of(container, made.spec, &node.namespace, scene.names.objects);
        let things: Vec<Thing> = waits.waits.into_iter().map(|wait| wait.thing).collect();
        let is_other = things
            .iter()
            .all(|thing| !waited.contains(thing) && !matches!(thing, Thing::File { .. } | Thing::Own { .. }));
        let may_join = waits.is_only && !container.is_sidecar() && is_other;
        if !may_join {
            found.extend(end(&mut run));
            waited.clear();
            continue;
        }
        if run.containers.is_empty() {
            run.index = index;
        }
        waited.extend(things.iter().cloned());
        run.containers.push((container.name.clone(), things));
    }
    found.extend(end(&mut run));
    found
}

fn end(run: &mut Serial) -> Option<Serial> {
    let ended = Serial { containers: std::mem::take(&mut run.containers), ..run.clone() };
    (ended.containers.len() > 1).then_some(ended)
}
