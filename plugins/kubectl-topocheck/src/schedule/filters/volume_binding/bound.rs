//! Claims that have their volume: from which nodes it can be reached (`binder.go`, `checkBoundClaims`).

use std::sync::Arc;

use crate::model::Labels;
use crate::model::selector::{NodeSelector, NodeSelectorTerm};
use crate::model::storage::{CsiNode, PersistentVolume, PersistentVolumeClaim};
use crate::schedule::cause::Cause;
use crate::schedule::migration::{self, Plugin};
use crate::schedule::snapshot::Snapshot;

/// A claim that has its volume.
#[derive(Clone)]
pub(super) struct Bound<'s> {
    claim: &'s PersistentVolumeClaim,
    /// The volume, if it is there.
    volume: Option<&'s PersistentVolume>,
    /// How a driver sees it, on nodes that say that they have the driver in place of the plugin.
    migrated: Option<(&'static Plugin, Result<Option<NodeSelector>, String>)>,
}

/// Whether a volume can be reached from a node.
pub(super) enum Reach {
    Yes,
    No(String),
    Absent(String),
}

impl<'s> Bound<'s> {
    /// Looks at a claim once.
    pub(super) fn new(claim: &'s PersistentVolumeClaim, snapshot: &'s Snapshot) -> Bound<'s> {
        let volume = snapshot.around.volumes.get(&claim.spec.volume_name).map(Arc::as_ref);
        let migrated = volume.and_then(|volume| {
            let plugin = migration::of_volume(volume).filter(|plugin| plugin.is_migrated)?;
            Some((plugin, migration::handle(volume).map(|_| migration::affinity(volume, plugin))))
        });
        Bound { claim, volume, migrated }
    }

    /// Tells whether the volume can be reached from a node; an error in the scheduler's words if it cannot be told.
    pub(super) fn check(&self, labels: &Labels, csi: Option<&CsiNode>) -> Result<Reach, String> {
        let name = &self.claim.spec.volume_name;
        let Some(volume) = self.volume else {
            return Ok(Reach::Absent(format!("its volume {name} is not there")));
        };
        let is_announced = |plugin| csi.is_some_and(|csi| migration::is_announced(plugin, csi));
        let affinity = match &self.migrated {
            Some((plugin, affinity)) if is_announced(plugin) => {
                affinity.as_ref().map_err(|error| format!("could not translate pv: {error}"))?.as_ref()
            }
            _ => required(volume),
        };
        Ok(match affinity.filter(|affinity| !affinity.matches_labels(labels)) {
            None => Reach::Yes,
            Some(affinity) => Reach::No(format!("volume {name} {}", unmet(affinity, labels))),
        })
    }

    pub(super) fn cause(&self, what: String) -> Cause {
        Cause::Volume { claim: self.claim.metadata.name.clone(), what }
    }
}

/// Returns what a volume demands of nodes.
pub(super) fn required(volume: &PersistentVolume) -> Option<&NodeSelector> {
    volume.spec.node_affinity.as_ref().and_then(|affinity| affinity.required.as_ref())
}

/// Says what of a volume's affinity a node does not meet: of each term the first requirement.
pub(super) fn unmet(affinity: &NodeSelector, labels: &Labels) -> String {
    let term = |term: &NodeSelectorTerm| {
        let unmet = term.unmet_label(labels)?;
        let found = labels.get(&unmet.key);
        let found =
            found.map_or_else(|| format!("no {}", unmet.key), |found| format!("{}={found}", unmet.key));
        Some(format!("wants {unmet}, the node has {found}"))
    };
    let terms: Vec<String> = affinity.node_selector_terms.iter().filter_map(term).collect();
    if terms.is_empty() { "can be reached from no node".to_owned() } else { terms.join("; or ") }
}
