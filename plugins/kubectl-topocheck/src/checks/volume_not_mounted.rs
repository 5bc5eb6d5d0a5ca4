//! `volume-not-mounted`: a volume cannot be mounted on the node of a pod.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::cause::VolumeName;
use crate::start::text::quoted;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP030",
    name: "volume-not-mounted",
    summary: "A volume cannot be mounted on the node of a pod",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("volume_not_mounted.md"),
};

/// Words why a volume is not mounted.
pub(crate) fn words(one: &Stuck, volume: &VolumeName, why: &str, scene: &Scene<'_>) -> Words {
    let namespace = one.subject.namespace.as_str();
    let driver = why
        .split_once("driver name ")
        .and_then(|(_, rest)| rest.split_once(" not found in the list of registered CSI drivers"))
        .map(|(driver, _)| driver.to_owned());
    let driver = driver.or_else(|| quoted(why, "driver name "));
    let (message, advice) = match () {
        () if driver.is_some() => (
            format!("{volume}: CSI driver {} is not on the node", driver.unwrap_or_default()),
            "see whether the driver's DaemonSet has a pod on that node",
        ),
        () if why.contains("hostPath type check failed") => {
            let what = why.split_once("hostPath type check failed: ").map_or(why, |(_, what)| what);
            (
                format!("{volume}: the node does not have it as the pod wants it: {what}"),
                "make it on the node, or take the type out of hostPath",
            )
        }
        () if why.contains("PVC is not bound") => {
            (format!("{volume}: the claim is not bound"), "see why the claim has no volume")
        }
        () if why.contains("timed out waiting for the condition") && why.contains("failed to sync") => (
            format!("{volume}: the kubelet cannot read it from the API server: {why}"),
            "see whether the kubelet reaches the API server, and may read it",
        ),
        () => (format!("{volume} cannot be mounted: {why}"), "see what its driver and its server say"),
    };
    let next = match volume.claim.as_str() {
        "" => scene.describe(&one.subject),
        claim => scene.flags.kubectl(&["describe", "pvc", claim], namespace),
    };
    Words {
        message,
        then: "the kubelet tries again, at intervals of up to 2 minutes".to_owned(),
        advice: advice.to_owned(),
        next,
        pointer: "/spec/volumes".to_owned(),
        severity: None,
    }
}
