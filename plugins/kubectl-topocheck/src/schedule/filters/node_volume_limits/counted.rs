//! Which volumes of a pod count, and as those of which driver.

use crate::model::pod::Pod;
use crate::model::storage::PersistentVolumeClaim;
use crate::model::volume::Volume;
use crate::schedule::cause::{Cause, Refusal, Status};
use crate::schedule::claims;
use crate::schedule::migration::{self, Plugin};
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;

/// A volume of a driver, known by `driver/handle`, or why it cannot be told; of an in-tree plugin it counts where that is migrated.
#[derive(Clone, Debug)]
pub(in crate::schedule) struct Counted {
    pub(super) plugin: Option<&'static Plugin>,
    pub(super) volume: Result<Attachable, Failure>,
}

/// A volume that is attached to nodes.
#[derive(Clone, Debug)]
pub(super) struct Attachable {
    /// `driver/handle`.
    pub(super) id: String,
    /// The driver.
    pub(super) driver: String,
    /// The claim, or the volume of the pod.
    pub(super) claim: String,
}

/// Why the scheduler cannot count a volume.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    status: Status,
    words: String,
    claim: String,
}

/// Returns the volumes of a pod that may count, in their order (`filterAttachableVolumes`). The claims of a new pod must be there.
pub(super) fn counted(pod: &PodInfo, snapshot: &Snapshot, is_new: bool) -> Vec<Counted> {
    let pod = pod.pod.as_ref();
    let volumes = pod.spec.volumes.iter();
    volumes.filter_map(|volume| one(pod, volume, snapshot, is_new)).collect()
}

/// Returns the volumes of a pod that is on a node that may count. That is found once, since it is asked for each new pod.
pub(super) fn attached_by<'p>(pod: &'p PodInfo, snapshot: &Snapshot) -> &'p [Counted] {
    pod.attached.get_or_init(|| counted(pod, snapshot, false))
}

fn one(pod: &Pod, volume: &Volume, snapshot: &Snapshot, is_new: bool) -> Option<Counted> {
    let Some(name) = volume.claim(&pod.metadata.name) else { return inline(volume) };
    let fails = |status: Status, words: String| {
        let failure = Failure { status, words, claim: name.clone() };
        Some(Counted { plugin: None, volume: Err(failure) })
    };
    if name.is_empty() {
        return fails(Status::Error, "PersistentVolumeClaim had no name".to_owned());
    }
    let key = claims::key(pod, &name);
    let Some(claim) = snapshot.around.claims.get(&key) else {
        let words = format!("looking up PVC {key}: {}", claims::not_found("persistentvolumeclaim", &name));
        return if is_new { fails(Status::UnschedulableAndUnresolvable, words) } else { None };
    };
    if volume.persistent_volume_claim.is_none()
        && let Err(words) = claims::check_owner(pod, claim)
    {
        return fails(Status::Error, words);
    }
    claimed(claim, snapshot)
}

/// Returns the volume of a claim (`getCSIDriverInfo`); none if it is of no driver.
fn claimed(claim: &PersistentVolumeClaim, snapshot: &Snapshot) -> Option<Counted> {
    let Some(volume) = snapshot.around.volumes.get(&claim.spec.volume_name) else {
        return to_be_made(claim, snapshot);
    };
    let (plugin, driver, handle) = match &volume.spec.csi {
        Some(csi) => (None, csi.driver.as_str(), csi.volume_handle.clone()),
        None => {
            let plugin = migration::of_volume(volume)?;
            // What cannot be translated is not counted, here.
            (Some(plugin), plugin.driver, migration::handle(volume).ok()?)
        }
    };
    let is_told = !driver.is_empty() && !handle.is_empty();
    is_told.then(|| counts(plugin, driver, &handle, claim.metadata.name.clone()))
}

/// Returns the volume that is still to be made for a claim (`getCSIDriverInfoFromSC`).
fn to_be_made(claim: &PersistentVolumeClaim, snapshot: &Snapshot) -> Option<Counted> {
    let class = snapshot.around.classes.get(claim.class())?;
    let plugin = migration::by_name(&class.provisioner);
    let driver = plugin.map_or(class.provisioner.as_str(), |plugin| plugin.driver);
    // No driver has such handles: the scheduler puts random letters before the claim.
    let handle = format!("\0{}", claim.metadata.key());
    (!driver.is_empty()).then(|| counts(plugin, driver, &handle, claim.metadata.name.clone()))
}

/// Returns a pod's own volume (`checkAttachableInlineVolume`).
fn inline(volume: &Volume) -> Option<Counted> {
    let plugin = migration::of_inline(volume)?;
    let claim = volume.name.clone();
    let volume = match migration::inline_handle(volume) {
        Ok(handle) => {
            Ok(Attachable { id: id(plugin.driver, &handle), driver: plugin.driver.to_owned(), claim })
        }
        Err(error) => {
            let words = format!("converting volume({claim}) from inline to csi: {error}");
            Err(Failure { status: Status::Error, words, claim })
        }
    };
    Some(Counted { plugin: Some(plugin), volume })
}

fn counts(plugin: Option<&'static Plugin>, driver: &str, handle: &str, claim: String) -> Counted {
    Counted { plugin, volume: Ok(Attachable { id: id(driver, handle), driver: driver.to_owned(), claim }) }
}

/// Returns what a volume is known by (`getVolumeUniqueName`).
pub(super) fn id(driver: &str, handle: &str) -> String {
    format!("{driver}/{handle}")
}

impl Failure {
    /// Returns what the scheduler says.
    pub(super) fn refusal(&self) -> Refusal {
        let what = match self.status {
            Status::Error => "the scheduler cannot count it",
            _ => "there is no such claim",
        };
        let cause = Cause::Volume { claim: self.claim.clone(), what: what.to_owned() };
        Refusal::new(self.status, self.words.clone(), [cause])
    }
}
