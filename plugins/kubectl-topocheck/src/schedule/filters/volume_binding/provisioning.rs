//! Volumes that are made for a claim: where its class allows it, and where there is room (`binder.go`, `checkVolumeProvisions`).

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::model::quantity::Quantity;

use crate::model::Labels;
use crate::model::selector::Selector;
use crate::model::storage::{CsiStorageCapacity, PersistentVolumeClaim, StorageClass, TopologySelectorTerm};
use crate::schedule::snapshot::Snapshot;

/// A class with this provisioner makes no volumes (`NotSupportedProvisioner`).
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// What is needed to make a volume for a claim.
pub(super) struct Provision<'s> {
    class: Option<&'s StorageClass>,
    /// How much room there is, if the driver says so and a size is wanted.
    room: Option<Room<'s>>,
}

/// Why no volume can be made on a node.
pub(super) enum Refused {
    /// The class does not allow it.
    Nowhere(String),
    /// There is too little room.
    Full(String),
}

impl<'s> Provision<'s> {
    /// Looks at a claim once.
    pub(super) fn new(claim: &PersistentVolumeClaim, snapshot: &'s Snapshot) -> Provision<'s> {
        let class = snapshot.around.classes.get(claim.class()).map(Arc::as_ref);
        let tells_room = class.is_some_and(|class| {
            let driver = snapshot.around.csi_drivers.get(&class.provisioner);
            driver.is_some_and(|driver| driver.spec.storage_capacity == Some(true))
        });
        let wanted = claim.size().filter(|_| tells_room);
        let room = wanted.map(|wanted| Room::new(claim.class(), wanted, snapshot));
        Provision { class, room }
    }

    /// Tells why no volume can be made on a node; none if one can.
    pub(super) fn refuse(&self, labels: &Labels) -> Option<Refused> {
        // A claim only waits for pods if its class is there.
        let class = self.class?;
        let name = &class.metadata.name;
        if class.provisioner.is_empty() || class.provisioner == NO_PROVISIONER {
            let what = format!("no free volume of class {name} will do here, and the class makes none");
            return Some(Refused::Nowhere(what));
        }
        if !allows(&class.allowed_topologies, labels) {
            let allowed = allowed(&class.allowed_topologies, labels);
            return Some(Refused::Nowhere(format!("class {name} makes no volumes here: {allowed}")));
        }
        self.room.as_ref()?.refuse(labels).map(Refused::Full)
    }
}

/// Tells whether volumes are made on a node (`MatchTopologySelectorTerms`).
fn allows(terms: &[TopologySelectorTerm], labels: &Labels) -> bool {
    let matches = |term: &TopologySelectorTerm| {
        let mut all = term.match_label_expressions.iter();
        let is_met = |(key, values): (&String, &Vec<String>)| {
            labels.get(key).is_some_and(|found| values.contains(found))
        };
        !term.match_label_expressions.is_empty() && all.all(|one| is_met((&one.key, &one.values)))
    };
    terms.is_empty() || terms.iter().any(matches)
}

/// Says where volumes are made, and what a node has instead.
fn allowed(terms: &[TopologySelectorTerm], labels: &Labels) -> String {
    let term = |term: &TopologySelectorTerm| {
        let all = term.match_label_expressions.iter().map(|one| {
            let found = labels.get(&one.key).map_or("none", String::as_str);
            format!("{} in ({}), the node has {found}", one.key, one.values.join(", "))
        });
        all.collect::<Vec<String>>().join(" and ")
    };
    terms.iter().map(term).collect::<Vec<String>>().join("; or ")
}

/// How much room there is for volumes of a class, by the label of nodes that tells the most of them apart.
struct Room<'s> {
    wanted: Quantity,
    by_label: BTreeMap<(String, String), Vec<Place<'s>>>,
    /// Places that no single value of a label tells.
    others: Vec<Place<'s>>,
}

/// Room somewhere.
struct Place<'s> {
    object: &'s CsiStorageCapacity,
    nodes: Selector,
}

impl<'s> Room<'s> {
    fn new(class: &str, wanted: Quantity, snapshot: &'s Snapshot) -> Room<'s> {
        let all = snapshot.around.capacities.iter().map(Arc::as_ref);
        let of_class: Vec<&CsiStorageCapacity> =
            all.filter(|capacity| capacity.storage_class_name == class).collect();
        let labels = |capacity: &'s CsiStorageCapacity| {
            let topology = capacity.node_topology.as_ref();
            topology.into_iter().flat_map(|topology| &topology.match_labels)
        };
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (key, value) in of_class.iter().flat_map(|capacity| labels(capacity)) {
            *counts.entry((key, value)).or_default() += 1;
        }
        let mut room = Room { wanted, by_label: BTreeMap::new(), others: Vec::new() };
        for object in of_class {
            let rarest = labels(object).min_by_key(|(key, value)| counts[&(key.as_str(), value.as_str())]);
            let place = Place { object, nodes: Selector::new(object.node_topology.as_ref()) };
            match rarest {
                Some((key, value)) => {
                    room.by_label.entry((key.clone(), value.clone())).or_default().push(place);
                }
                None => room.others.push(place),
            }
        }
        room
    }

    /// Says how much room there is if it is too little (`hasEnoughCapacity`).
    fn refuse(&self, labels: &Labels) -> Option<String> {
        let by_label =
            labels.iter().filter_map(|(key, value)| self.by_label.get(&(key.clone(), value.clone())));
        let near = by_label.flatten().chain(&self.others).filter(|place| place.nodes.matches(labels));
        // The size of the largest volume is the better number, where it is told.
        let largest =
            near.filter_map(|place| place.object.maximum_volume_size.or(place.object.capacity)).max();
        match largest {
            Some(largest) if largest.value() >= self.wanted.value() => None,
            Some(largest) => Some(format!("{} wanted, {largest} free at most", self.wanted)),
            None => Some(format!("{} wanted, and no room is told of for this node", self.wanted)),
        }
    }
}
