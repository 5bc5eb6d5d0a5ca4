//! `node-not-ready`: nobody works on the node of a pod.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::GONE;
use crate::start::Stuck;
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP049",
    name: "node-not-ready",
    summary: "The node of a pod is not ready, or not there",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("node_not_ready.md"),
};

/// Words a node on which nobody works.
pub(crate) fn words(one: &Stuck, why: &str, scene: &Scene<'_>) -> Words {
    let node = &one.subject.node;
    Words {
        message: format!("nobody starts it on node {node}: {why}"),
        then: "pods that do not tolerate it are taken off the node after 5 minutes; those of DaemonSets wait"
            .to_owned(),
        advice: "bring the node back, or delete it".to_owned(),
        // Of a node that is not there nothing can be described.
        next: match why {
            GONE => scene.flags.kubectl(&["get", "nodes"], ""),
            _ => scene.flags.kubectl(&["describe", "node", node], ""),
        },
        pointer: "/spec/nodeName".to_owned(),
        severity: None,
    }
}
