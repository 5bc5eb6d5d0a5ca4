//! `VolumeZone`: volumes whose labels say in which zone or region they are (`plugins/volumezone/volume_zone.go`).

use std::collections::BTreeSet;

use crate::model::storage::{PersistentVolume, ZONE_LABELS};
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::claims::{self, PodClaim};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes that are in another zone or region than a volume of the pod.
pub struct VolumeZone;

/// Where a volume is.
#[derive(Clone)]
struct Place<'s> {
    claim: String,
    volume: &'s str,
    key: &'static str,
    values: BTreeSet<&'s str>,
}

#[derive(Clone)]
struct Ready<'s>(Vec<Place<'s>>);

impl Filter for VolumeZone {
    fn name(&self) -> &'static str {
        "VolumeZone"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let mut own = claims::of(&pod.pod, snapshot);
        own.retain(|own| !own.is_made);
        let needed = ["persistentvolumeclaims", "persistentvolumes", "storageclasses"];
        let doubts = snapshot.around.unread(self.name(), &needed);
        if !own.is_empty() && !doubts.is_empty() {
            return Prepared::unjudged(doubts);
        }
        let mut all = Vec::new();
        for own in own {
            match places(&own, snapshot) {
                Ok(places) => all.extend(places),
                Err((reason, what)) => {
                    let cause = Cause::Volume { claim: own.name, what: what.to_owned() };
                    return Prepared::refused(Status::UnschedulableAndUnresolvable, reason, [cause]);
                }
            }
        }
        if all.is_empty() { Prepared::Skip } else { Prepared::Ready(Box::new(Ready(all))) }
    }
}

/// Returns where the volume of a claim is (`getPVbyPod`); the scheduler's words and ours if there is none.
fn places<'s>(own: &PodClaim<'s>, snapshot: &'s Snapshot) -> Result<Vec<Place<'s>>, (String, &'static str)> {
    let around = &snapshot.around;
    if own.name.is_empty() {
        return Err(("PersistentVolumeClaim had no name".to_owned(), "the volume names no claim"));
    }
    let missing = || (claims::not_found("persistentvolumeclaim", &own.name), "there is no such claim");
    let claim = own.claim.ok_or_else(missing)?;
    let name = &claim.spec.volume_name;
    if !name.is_empty() {
        let missing = || (claims::not_found("persistentvolume", name), "its volume is not there");
        let volume = around.volumes.get(name).ok_or_else(missing)?;
        return Ok(labelled(&own.name, volume));
    }
    if claim.class().is_empty() {
        let reason = "PersistentVolumeClaim had no pv name and storageClass name";
        return Err((reason.to_owned(), "it is not bound and has no class"));
    }
    let missing =
        || (claims::not_found("storageclass.storage.k8s.io", claim.class()), "its class is not there");
    let class = around.classes.get(claim.class()).ok_or_else(missing)?;
    // What waits for the pod is made where the pod will be.
    if class.waits() {
        return Ok(Vec::new());
    }
    Err(("PersistentVolume had no name".to_owned(), "it is not bound, and its class does not wait for pods"))
}

fn labelled<'s>(claim: &str, volume: &'s PersistentVolume) -> Vec<Place<'s>> {
    let places = ZONE_LABELS.into_iter().filter_map(|key| {
        let values: BTreeSet<&str> = volume.metadata.labels.get(key)?.split("__").map(str::trim).collect();
        // The scheduler leaves out a label that it cannot read.
        let is_valid = !values.contains("");
        let volume = volume.metadata.name.as_str();
        is_valid.then(|| Place { claim: claim.to_owned(), volume, key, values })
    });
    places.collect()
}

/// Returns the label that took the place of one that is deprecated.
fn successor(key: &'static str) -> &'static str {
    match key {
        "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
        key => key,
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let labels = node.labels();
        // A node without any such label is in a cluster of one zone.
        if !ZONE_LABELS.iter().any(|key| labels.contains_key(*key)) {
            return None;
        }
        let found = |key| labels.get(key).or_else(|| labels.get(successor(key)));
        let is_there =
            |place: &&Place<'s>| found(place.key).is_some_and(|found| place.values.contains(found.as_str()));
        let causes = self.0.iter().filter(|place| !is_there(place)).map(|place| {
            let values: Vec<&str> = place.values.iter().copied().collect();
            let found = found(place.key).map_or("no such label", String::as_str);
            let what = format!(
                "volume {} is in {}={}, the node has {found}",
                place.volume,
                place.key,
                values.join(" or ")
            );
            Cause::Volume { claim: place.claim.clone(), what }
        });
        let causes: Vec<Cause> = causes.collect();
        let reason = "node(s) had no available volume zone";
        (!causes.is_empty()).then(|| Refusal::new(Status::UnschedulableAndUnresolvable, reason, causes))
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }
}
