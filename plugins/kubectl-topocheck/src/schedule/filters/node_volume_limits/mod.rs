//! `NodeVolumeLimits`: how many volumes of a driver a node takes (`plugins/nodevolumelimits/csi.go`).

pub(in crate::schedule) mod counted;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::counted::{Attachable, Counted, Failure, attached_by, counted, id};
use crate::model::storage::CsiNode;
use crate::model::volume::Volume;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::migration::{self, Plugin};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes that would have more volumes of a driver than its `CSINode` allows.
pub struct NodeVolumeLimits;

#[derive(Clone)]
struct Ready<'s> {
    snapshot: &'s Snapshot,
    wanted: Vec<Counted>,
    /// What is attached to each node, with its driver, by its `VolumeAttachment`s.
    attached: BTreeMap<&'s str, BTreeMap<String, &'s str>>,
    doubts: Vec<String>,
}

impl Filter for NodeVolumeLimits {
    fn name(&self) -> &'static str {
        "NodeVolumeLimits"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let volumes = &pod.pod.spec.volumes;
        let counts = |volume: &Volume| volume.claim("").is_some() || migration::of_inline(volume).is_some();
        if !volumes.iter().any(counts) {
            return Prepared::Skip;
        }
        let needed = ["persistentvolumeclaims", "persistentvolumes", "storageclasses", "csinodes"];
        let doubts = snapshot.around.unread(self.name(), &needed);
        if !doubts.is_empty() {
            return Prepared::unjudged(doubts);
        }
        Prepared::Ready(Box::new(Ready {
            snapshot,
            wanted: counted(pod, snapshot, true),
            attached: attached(snapshot),
            doubts: snapshot.around.unread(self.name(), &["volumeattachments"]),
        }))
    }
}

/// Returns what is attached to nodes (`getNodeVolumeAttachmentInfo`).
fn attached(snapshot: &Snapshot) -> BTreeMap<&str, BTreeMap<String, &str>> {
    let mut all: BTreeMap<&str, BTreeMap<String, &str>> = BTreeMap::new();
    for attachment in snapshot.around.attachments.iter().map(|attachment| &attachment.spec) {
        let volume = attachment.source.persistent_volume_name.as_ref();
        let csi = volume.and_then(|name| snapshot.around.volumes.get(name)?.spec.csi.as_ref());
        if let Some(csi) = csi.filter(|_| !attachment.attacher.is_empty()) {
            let id = id(&attachment.attacher, &csi.volume_handle);
            all.entry(&attachment.node_name).or_default().insert(id, &attachment.attacher);
        }
    }
    all
}

impl<'s> Ready<'s> {
    fn csi(&self, node: &NodeInfo) -> Option<&'s CsiNode> {
        self.snapshot.around.csi_nodes.get(node.name()).map(Arc::as_ref)
    }

    /// Returns those that count on a node, by what they are known by; a failure if one is met.
    fn on<'c>(
        &self,
        node: Option<&CsiNode>,
        all: &'c [Counted],
    ) -> Result<BTreeMap<&'c str, &'c Attachable>, &'c Failure> {
        let mut counted = BTreeMap::new();
        for one in all.iter().filter(|one| one.plugin.is_none_or(|plugin| self.is_migrated(plugin, node))) {
            let volume = one.volume.as_ref()?;
            counted.insert(volume.id.as_str(), volume);
        }
        Ok(counted)
    }

    fn is_migrated(&self, plugin: &Plugin, node: Option<&CsiNode>) -> bool {
        let by_annotation = self.snapshot.features.migrates_by_annotation;
        node.is_some_and(|node| {
            plugin.is_migrated && (!by_annotation || migration::is_announced(plugin, node))
        })
    }

    /// Names a driver that must be there and is not (`checkCSIDriverOnNode`).
    fn missing<'c>(
        &self,
        node: Option<&CsiNode>,
        wanted: &BTreeMap<&str, &'c Attachable>,
    ) -> Option<&'c Attachable> {
        if !self.snapshot.features.volume_limit_scaling {
            return None;
        }
        let must_be_there = |name: &str| {
            let driver = self.snapshot.around.csi_drivers.get(name);
            driver.is_some_and(|driver| driver.spec.prevent_pod_scheduling_if_missing == Some(true))
        };
        let is_there =
            |name: &str| node.is_some_and(|node| node.spec.drivers.iter().any(|driver| driver.name == name));
        let missing = |volume: &&&Attachable| must_be_there(&volume.driver) && !is_there(&volume.driver);
        wanted.values().find(missing).copied()
    }

    /// Compares what a node has and what is wanted with its limits.
    fn over(
        &self,
        node: &NodeInfo,
        limits: &BTreeMap<&str, i64>,
        mut wanted: BTreeMap<&str, &Attachable>,
    ) -> Option<Refusal> {
        let csi = self.csi(node);
        let (mut there, mut used) = (BTreeSet::<&str>::new(), BTreeMap::<&str, i64>::new());
        for pod in &node.pods {
            let counted = match self.on(csi, attached_by(pod, self.snapshot)) {
                Ok(counted) => counted,
                Err(failure) => return Some(failure.refusal()),
            };
            for (id, volume) in counted.into_iter().filter(|(id, _)| there.insert(id)) {
                *used.entry(&volume.driver).or_default() += 1;
                wanted.remove(id);
            }
        }
        let attached = self.attached.get(node.name()).into_iter().flatten();
        for (_, driver) in attached.filter(|(id, _)| !there.contains(id.as_str())) {
            *used.entry(driver).or_default() += 1;
        }
        exceeded(limits, &used, &wanted)
    }
}

fn exceeded(
    limits: &BTreeMap<&str, i64>,
    used: &BTreeMap<&str, i64>,
    wanted: &BTreeMap<&str, &Attachable>,
) -> Option<Refusal> {
    let mut by_driver: BTreeMap<&str, (i64, Vec<&str>)> = BTreeMap::new();
    for volume in wanted.values() {
        let (count, claims) = by_driver.entry(&volume.driver).or_default();
        *count += 1;
        claims.push(&volume.claim);
    }
    let causes = by_driver.into_iter().filter_map(|(driver, (more, claims))| {
        let (limit, used) = (*limits.get(driver)?, used.get(driver).copied().unwrap_or(0));
        let what = format!("{driver} has {used} of {limit} volumes here, {more} more wanted");
        (used + more > limit).then(|| Cause::Volume { claim: claims.join(", "), what })
    });
    let causes: Vec<Cause> = causes.collect();
    let reason = "node(s) exceed max volume count";
    (!causes.is_empty()).then(|| Refusal::new(Status::Unschedulable, reason, causes))
}

/// Returns how many volumes of each driver a node takes, where that is bounded (`getVolumeLimits`).
fn limits(node: Option<&CsiNode>) -> BTreeMap<&str, i64> {
    let drivers = node.into_iter().flat_map(|node| &node.spec.drivers);
    let limit = |driver: &'_ crate::model::storage::CsiNodeDriver| driver.allocatable.as_ref()?.count;
    drivers.filter_map(|driver| Some((driver.name.as_str(), limit(driver)?))).collect()
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        let csi = self.csi(node);
        let wanted = match self.on(csi, &self.wanted) {
            Ok(wanted) if wanted.is_empty() => return None,
            Ok(wanted) => wanted,
            Err(failure) => return Some(failure.refusal()),
        };
        if let Some(volume) = self.missing(csi, &wanted) {
            let reason = format!("{} CSI driver is not installed on the node", volume.driver);
            let what = format!("the node has no driver {}", volume.driver);
            let cause = Cause::Volume { claim: volume.claim.clone(), what };
            return Some(Refusal::new(Status::Unschedulable, reason, [cause]));
        }
        let limits = limits(csi);
        if limits.is_empty() { None } else { self.over(node, &limits, wanted) }
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }

    fn doubts(&self) -> Vec<String> {
        self.doubts.clone()
    }
}
