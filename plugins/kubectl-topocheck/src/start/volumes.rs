//! Volumes that are not there. Sources: `pkg/volume/util/operationexecutor`, `pkg/kubelet/volumemanager`,
//! `pkg/controller/volume/attachdetach/reconciler`, `pkg/volume/{configmap,secret,projected,csi,hostpath}`.

use kubecheck_core::model::time::{self, Timestamp};

use super::Look;
use super::cause::{Attach, Cause, RefKind, Reference, Said, Stage, VolumeName, What};
use super::text::{between, quoted, steady, without_rpc};
use crate::model::event::Event;
use crate::model::pod::Pod;
use crate::model::volume::Volume;

/// The events that tell of volumes.
const REASONS: [&str; 5] = [
    "FailedAttachVolume",
    "FailedMount",
    "FailedMapVolume",
    "SuccessfulAttachVolume",
    "FailedMountOnFilesystemMismatch",
];
/// How much older than the newest an event may be and still tell of the same trial: the kubelet waits for up to 2m2s between two
/// (`pkg/volume/util/operationexecutor`, exponential back-off), and events of one kind are counted together.
const TOGETHER: i64 = 600;
/// What the controller says of a volume that is at another node (`attachdetach/reconciler/reconciler.go`, `reportMultiAttachError`).
const ELSEWHERE: &str = "Multi-Attach error";

/// Finds the volume that keeps a pod from starting, and why.
pub(super) fn cause(look: &Look<'_>, pod: &Pod) -> Option<Cause> {
    let all: Vec<&Event> = look
        .events
        .of("Pod", &pod.metadata)
        .filter(|event| REASONS.contains(&event.reason.as_str()) || event.reason == "FailedCreatePodSandBox")
        .collect();
    let newest = all.first()?;
    // The sandbox is made when the volumes are there, and containers after that.
    if newest.reason == "FailedCreatePodSandBox" || look.events.is_beyond(&pod.metadata, newest) {
        return None;
    }
    let attached =
        all.iter().find(|event| event.reason == "SuccessfulAttachVolume").and_then(|event| event.last());
    let is_open = |event: &&&Event| {
        // That a volume is at another node is told once.
        let is_told_again = !event.words().starts_with(ELSEWHERE);
        let is_old = match (event.last(), newest.last()) {
            (Some(last), Some(newest)) => is_told_again && time::seconds(last, newest) > TOGETHER,
            _ => false,
        };
        let is_done = event.reason == "FailedAttachVolume" && attached >= event.last() && attached.is_some();
        !is_old
            && !is_done
            && event.reason != "SuccessfulAttachVolume"
            && event.reason != "FailedCreatePodSandBox"
    };
    let read = all.iter().filter(is_open).map(|event| (read(look, pod, event), *event));
    let ((_, what), event) = read.min_by_key(|((rank, _), _)| *rank)?;
    let said = Said::event(&event.reason, event.words());
    Some(Cause { stage: Stage::Volumes, what, container: None, since: since(pod, event), said })
}

fn since(pod: &Pod, event: &Event) -> Option<Timestamp> {
    let started = pod.status.start_time.as_deref().and_then(time::parse);
    event.first().or(started)
}

/// How soon something comes to mind: what is attached before what is mounted, what is told exactly before what only takes long.
type Rank = u8;

fn read(look: &Look<'_>, pod: &Pod, event: &Event) -> (Rank, What) {
    let said = event.words();
    if event.reason == "FailedAttachVolume" {
        return (0, attach(look, pod, said));
    }
    if let Some(missing) = missing(look, pod, said) {
        return (1, missing);
    }
    let volume = volume(look, pod, said);
    if said.starts_with("Unable to attach or mount volumes") {
        return unmounted(look, pod, said);
    }
    let why = said.split_once("\" :").or_else(|| said.split_once("\" ")).map_or(said, |(_, why)| why);
    (2, What::NotMounted { volume, why: steady(without_rpc(why), &pod.metadata.name) })
}

/// Reads why a volume is not attached.
fn attach(look: &Look<'_>, pod: &Pod, said: &str) -> What {
    let volume = volume(look, pod, said);
    if said.starts_with(ELSEWHERE) {
        let pods = said.split_once("already used by pod(s) ").map_or("", |(_, pods)| pods);
        let pods = pods.split(" and ").next().unwrap_or_default();
        let pods: Vec<String> = pods.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let nodes = elsewhere(look, pod, &volume);
        return What::NotAttached { volume, why: Attach::Elsewhere { pods, nodes } };
    }
    let said = said.split_once("\" :").map_or(said, |(_, why)| why);
    let why = steady(without_rpc(said), &pod.metadata.name);
    let is_timeout = ["timed out waiting", "DeadlineExceeded", "context deadline exceeded"];
    let why = if is_timeout.iter().any(|words| said.contains(words)) {
        Attach::Timeout(why)
    } else {
        Attach::Failed(why)
    };
    What::NotAttached { volume, why }
}

/// Finds the nodes that a volume is attached to, other than the pod's.
fn elsewhere(look: &Look<'_>, pod: &Pod, volume: &VolumeName) -> Vec<String> {
    let is_it = |name: &Option<String>| name.as_deref() == Some(volume.persistent.as_str());
    let all = look.objects.attachments.iter();
    let others = all.filter(|one| is_it(&one.spec.source.persistent_volume_name) && one.status.attached);
    let mut nodes: Vec<String> = others.map(|one| one.spec.node_name.clone()).collect();
    nodes.retain(|node| *node != pod.spec.node_name);
    nodes.sort();
    nodes
}

/// Reads what of the pod's is not there: a ConfigMap, a Secret, a key, a claim.
fn missing(look: &Look<'_>, pod: &Pod, said: &str) -> Option<What> {
    let name = volume(look, pod, said);
    let by = format!("volume {}", name.volume);
    for (kind, word) in [(RefKind::ConfigMap, "configmap "), (RefKind::Secret, "secret ")] {
        let found = quoted(said, word).filter(|found| said.contains(&format!("\"{found}\" not found")));
        if let Some(found) = found {
            return Some(What::Missing { of: Reference { kind, name: found }, by });
        }
    }
    if let Some(found) = quoted(said, "persistentvolumeclaims ").filter(|_| said.contains("not found")) {
        return Some(What::Missing {
            of: Reference { kind: RefKind::Claim, name: found },
            by: "its volumes".to_owned(),
        });
    }
    let marks = [
        (RefKind::ConfigMap, "configmap references non-existent config key: "),
        (RefKind::Secret, "references non-existent secret key: "),
    ];
    let (kind, key) = marks.iter().find_map(|(kind, mark)| Some((*kind, said.split_once(mark)?.1)))?;
    let key = key.split([',', ']']).next().unwrap_or(key).trim().to_owned();
    let named = pod.spec.volumes.iter().find(|one| one.name == name.volume)?;
    let of = source(named, kind, &key)?;
    Some(What::KeyMissing { of: Reference { kind, name: of }, key, by })
}

/// Finds the ConfigMap or Secret of a volume; of several that are projected into one the one of which the key is wanted.
fn source(volume: &Volume, kind: RefKind, key: &str) -> Option<String> {
    let has = |items: &[crate::model::volume::KeyPath]| items.iter().any(|item| item.key == key);
    let projected = || {
        let sources = volume.projected.iter().flat_map(|projected| &projected.sources);
        let mut named = sources.filter_map(|source| match kind {
            RefKind::ConfigMap => source.config_map.as_ref(),
            _ => source.secret.as_ref(),
        });
        named.find(|source| has(&source.items)).map(|source| source.name.clone())
    };
    match kind {
        RefKind::ConfigMap => volume.config_map.as_ref().map(|source| source.name.clone()).or_else(projected),
        _ => volume.secret.as_ref().map(|source| source.secret_name.clone()).or_else(projected),
    }
}

/// Reads what the kubelet says when it has waited in vain.
fn unmounted(look: &Look<'_>, pod: &Pod, said: &str) -> (Rank, What) {
    let first = between(said, "unmounted volumes=[", "]").and_then(|names| names.split_whitespace().next());
    let volume = first.map(|name| by_name(look, pod, name)).unwrap_or_default();
    let why = said.split_once("failed to process volumes=[").and_then(|(_, rest)| rest.split_once("]: "));
    let why = why.map_or(said, |(_, why)| why).trim();
    let is_late = ["timed out waiting for the condition", "context deadline exceeded"].contains(&why);
    let why = match is_late {
        true => "it was not there within two minutes, and nothing says why".to_owned(),
        false => steady(
            why.split_once(": ")
                .filter(|(head, _)| head.starts_with("error processing PVC"))
                .map_or(why, |(_, why)| why),
            &pod.metadata.name,
        ),
    };
    (if is_late { 4 } else { 3 }, What::NotMounted { volume, why })
}

/// Finds the volume that a sentence names: by the name within the pod, or by that of the PersistentVolume.
fn volume(look: &Look<'_>, pod: &Pod, said: &str) -> VolumeName {
    quoted(said, "for volume ").map(|name| by_name(look, pod, &name)).unwrap_or_default()
}

fn by_name(look: &Look<'_>, pod: &Pod, name: &str) -> VolumeName {
    let claim_of = |volume: &Volume| volume.claim(&pod.metadata.name).unwrap_or_default();
    if let Some(own) = pod.spec.volumes.iter().find(|volume| volume.name == name) {
        let claim = claim_of(own);
        let bound = bound_to(look, pod, |found| found.metadata.name == claim)
            .map(|found| found.spec.volume_name.clone());
        return VolumeName { volume: name.to_owned(), claim, persistent: bound.unwrap_or_default() };
    }
    let claim =
        bound_to(look, pod, |found| found.spec.volume_name == name).map(|found| found.metadata.name.clone());
    let claim = claim.unwrap_or_default();
    let own = pod.spec.volumes.iter().find(|volume| !claim.is_empty() && claim_of(volume) == claim);
    VolumeName {
        volume: own.map_or_else(String::new, |own| own.name.clone()),
        claim,
        persistent: name.to_owned(),
    }
}

fn bound_to<'o>(
    look: &'o Look<'_>,
    pod: &Pod,
    is_it: impl Fn(&crate::model::storage::PersistentVolumeClaim) -> bool,
) -> Option<&'o crate::model::storage::PersistentVolumeClaim> {
    let mut claims = look.objects.claims.iter().map(std::convert::AsRef::as_ref);
    claims.find(|claim| claim.metadata.namespace == pod.metadata.namespace && is_it(claim))
}
