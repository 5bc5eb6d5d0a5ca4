//! `VolumeRestrictions`: disks that not all pods can have at once, and claims that only one pod may use
//! (`plugins/volumerestrictions/volume_restrictions.go`).

use std::collections::BTreeSet;

use crate::model::volume::Volume;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::claims;
use crate::schedule::filter::{Filter, Judge, Prepared};
use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// Refuses nodes on which a pod has a disk that cannot be shared, and all nodes while another pod uses a claim for one pod.
pub struct VolumeRestrictions;

/// The access mode of claims that only one pod may use.
const ONE_POD: &str = "ReadWriteOncePod";

#[derive(Clone)]
struct Ready<'s> {
    /// Volumes of the pod that may conflict with those of others.
    disks: Vec<&'s Volume>,
    /// Claims of the pod that only one pod may use.
    claims: BTreeSet<String>,
    /// How often they are used, as the scheduler counts it: at first by the claim, then by the volume of each pod that comes or goes.
    uses: i64,
    /// By whom: the claim and `namespace/name` of the pod.
    users: Vec<(String, String)>,
    names_node: bool,
    doubts: Vec<String>,
}

impl Filter for VolumeRestrictions {
    fn name(&self) -> &'static str {
        "VolumeRestrictions"
    }

    fn prepare<'s>(&self, pod: &'s PodInfo, snapshot: &'s Snapshot) -> Prepared<'s> {
        let disks: Vec<&Volume> = pod.pod.spec.volumes.iter().filter(|volume| is_disk(volume)).collect();
        let (mut claims, mut doubts) = (BTreeSet::new(), Vec::new());
        for own in claims::of(&pod.pod, snapshot).into_iter().filter(|own| !own.is_made) {
            let Some(claim) = own.claim else {
                doubts = snapshot.around.unread(self.name(), &["persistentvolumeclaims"]);
                if !doubts.is_empty() {
                    break;
                }
                let reason = claims::not_found("persistentvolumeclaim", &own.name);
                let cause = Cause::Volume { claim: own.name, what: "there is no such claim".to_owned() };
                return Prepared::refused(Status::UnschedulableAndUnresolvable, reason, [cause]);
            };
            if claim.spec.access_modes.iter().any(|mode| mode == ONE_POD) {
                claims.insert(own.name);
            }
        }
        let users = if claims.is_empty() { Vec::new() } else { users(pod, &claims, snapshot) };
        let used: BTreeSet<&String> = users.iter().map(|(claim, _)| claim).collect();
        let uses = i64::try_from(used.len()).unwrap_or(i64::MAX);
        if disks.is_empty() && uses == 0 && doubts.is_empty() {
            return Prepared::Skip;
        }
        let names_node = snapshot.features.names_node_of_claim;
        Prepared::Ready(Box::new(Ready { disks, claims, uses, users, names_node, doubts }))
    }
}

/// Returns the pods on nodes that use claims of a pod.
fn users(pod: &PodInfo, claims: &BTreeSet<String>, snapshot: &Snapshot) -> Vec<(String, String)> {
    let near = snapshot.placed().filter(|(_, other)| other.namespace() == pod.namespace());
    near.flat_map(|(_, other)| uses(other, claims)).collect()
}

/// Returns the uses of claims by a pod. Its namespace is not looked at.
fn uses(pod: &PodInfo, claims: &BTreeSet<String>) -> Vec<(String, String)> {
    let own = pod.pod.spec.volumes.iter().filter_map(|volume| volume.persistent_volume_claim.as_ref());
    let used = own.filter(|source| claims.contains(&source.claim_name));
    used.map(|source| (source.claim_name.clone(), pod.pod.key())).collect()
}

/// Tells whether a volume is a disk that not all pods can have at once (`needsRestrictionsCheck`).
fn is_disk(volume: &Volume) -> bool {
    volume.gce_persistent_disk.is_some()
        || volume.aws_elastic_block_store.is_some()
        || volume.rbd.is_some()
        || volume.iscsi.is_some()
}

/// Names the disk that two volumes are, if they are one and one of them writes to it (`isVolumeConflict`).
fn shared(one: &Volume, other: &Volume) -> Option<String> {
    if let (Some(one), Some(other)) = (&one.gce_persistent_disk, &other.gce_persistent_disk)
        && one.pd_name == other.pd_name
        && !(one.read_only && other.read_only)
    {
        return Some(format!("GCE disk {:?}", one.pd_name));
    }
    if let (Some(one), Some(other)) = (&one.aws_elastic_block_store, &other.aws_elastic_block_store)
        && one.volume_id == other.volume_id
    {
        return Some(format!("EBS volume {:?}", one.volume_id));
    }
    if let (Some(one), Some(other)) = (&one.iscsi, &other.iscsi)
        && one.iqn == other.iqn
        && !(one.read_only && other.read_only)
    {
        return Some(format!("iSCSI disk {:?}", one.iqn));
    }
    if let (Some(one), Some(other)) = (&one.rbd, &other.rbd)
        && one.monitors.iter().any(|monitor| other.monitors.contains(monitor))
        && one.pool == other.pool
        && one.image == other.image
        && !(one.read_only && other.read_only)
    {
        return Some(format!("RBD image {:?}", format!("{}/{}", one.pool, one.image)));
    }
    None
}

impl Ready<'_> {
    fn conflict(&self, node: &NodeInfo) -> Option<Cause> {
        self.disks.iter().find_map(|disk| {
            node.pods.iter().find_map(|pod| {
                let shared = pod.pod.spec.volumes.iter().find_map(|volume| shared(disk, volume))?;
                let what = format!("{shared} is used by {}", pod.pod.key());
                Some(Cause::Volume { claim: disk.name.clone(), what })
            })
        })
    }
}

impl<'s> Judge<'s> for Ready<'s> {
    fn refuse(&self, node: &NodeInfo) -> Option<Refusal> {
        if let Some(cause) = self.conflict(node) {
            return Some(Refusal::new(Status::Unschedulable, "node(s) had no available disk", [cause]));
        }
        if self.uses <= 0 {
            return None;
        }
        let reason = match self.names_node {
            true => {
                "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
            }
            false => {
                "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
            }
        };
        let causes = self.users.iter().map(|(claim, pod)| Cause::Volume {
            claim: claim.clone(),
            what: format!("only one pod may use it, and {pod} does"),
        });
        Some(Refusal::new(Status::Unschedulable, reason, causes))
    }

    fn add(&mut self, pod: &PodInfo, _: &NodeInfo) {
        let uses = uses(pod, &self.claims);
        self.uses += i64::try_from(uses.len()).unwrap_or(i64::MAX);
        self.users.extend(uses);
    }

    fn remove(&mut self, pod: &PodInfo, _: &NodeInfo) {
        let uses = uses(pod, &self.claims);
        self.uses -= i64::try_from(uses.len()).unwrap_or(i64::MAX);
        self.users.retain(|user| !uses.contains(user));
    }

    fn copy(&self) -> Box<dyn Judge<'s> + 's> {
        Box::new(self.clone())
    }

    fn doubts(&self) -> Vec<String> {
        self.doubts.clone()
    }
}
