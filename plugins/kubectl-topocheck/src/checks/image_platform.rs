//! `image-platform`: an image is made for other machines than the node.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::image::ImageFault;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP039",
    name: "image-platform",
    summary: "An image is not made for the node's operating system and architecture",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("image_platform.md"),
};

/// Words an image for other machines.
pub(crate) fn words(one: &Stuck, fault: &ImageFault, scene: &Scene<'_>) -> Words {
    let info = scene.look.node(&one.subject.node).map(|node| &node.status.node_info);
    let machine = info.filter(|info| !info.architecture.is_empty());
    let machine = machine.map_or_else(
        || "the node".to_owned(),
        |info| format!("{}/{}", info.operating_system, info.architecture).trim_start_matches('/').to_owned(),
    );
    let (message, then) = match fault.why.as_str() {
        "exec format error" => (
            format!("what image {} runs is not made for {machine}: {}", fault.image, fault.why),
            "the kubelet starts it again, at intervals of up to 5 minutes",
        ),
        why => (format!("image {} is not made for {machine}: {why}", fault.image), super::image::RETRY),
    };
    let advice = "build it for that machine as well, or keep the pod on nodes it is made for (nodeSelector kubernetes.io/arch)";
    let advice = match fault.why.as_str() {
        // The kernel says the same of a text whose first line does not name its interpreter.
        "exec format error" => format!("{advice}; a script needs #! in its first line"),
        _ => advice.to_owned(),
    };
    Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: then.to_owned(),
        advice,
        next: scene.flags.kubectl(&["get", "nodes", "-L", "kubernetes.io/os,kubernetes.io/arch"], ""),
        pointer: super::image::pointer(&one.cause),
        severity: None,
    }
}
