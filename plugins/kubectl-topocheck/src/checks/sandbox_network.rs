//! `sandbox-network`: the network of a pod is not set up.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP031",
    name: "sandbox-network",
    summary: "The network of a pod cannot be set up",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("sandbox_network.md"),
};

/// Words why a network is not set up.
pub(crate) fn words(one: &Stuck, (plugin, why): (&str, &str), scene: &Scene<'_>) -> Words {
    let by = if plugin.is_empty() {
        "the network plug-in".to_owned()
    } else {
        format!("network plug-in {plugin}")
    };
    let lower = why.to_ascii_lowercase();
    let advice = match () {
        () if lower.contains("failed to assign an ip")
            || lower.contains("no ip addresses available")
            || lower.contains("no available ip") =>
        {
            "the node or its subnet has no address left: free some, or give it more"
        }
        () if lower.contains("failed to find plugin") => {
            "the program of the plug-in is not on the node: install it there"
        }
        () if lower.contains("not initialized") || lower.contains("no networks found") => {
            "no network plug-in has begun to work on the node: see whether its DaemonSet runs there"
        }
        () => "see what the network plug-in's pod on that node says",
    };
    let node = &one.subject.node;
    let on_node = format!("--field-selector=spec.nodeName={node}");
    Words {
        message: format!("{by} does not set up its network: {why}"),
        then: "the kubelet tries again about every 10 seconds".to_owned(),
        advice: advice.to_owned(),
        next: scene.flags.kubectl(&["get", "pods", "-n", "kube-system", &on_node, "-o", "wide"], ""),
        ..Words::default()
    }
}
