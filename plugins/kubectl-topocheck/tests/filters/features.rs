//! `NodeDeclaredFeatures`.

use super::case::{self, Case};
use super::world::{object, pod};

const LACKS: &str = "UnschedulableAndUnresolvable: node(s) didn't match Pod's required features";

pub(super) fn cases() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("NodeDeclaredFeatures", what, objects, says);
    let node = |name: &str, features: &str| {
        object("Node", name, "", &format!("status: {{declaredFeatures: [{features}]}}"))
    };
    let nodes = |spec: &str| {
        vec![
            node("a", "RestartAllContainersOnContainerExits, UserNamespacesHostNetworkSupport"),
            node("b", "RestartAllContainersOnContainerExits"),
            node("c", ""),
            // The scheduler expects an order, and does not see what is out of it.
            node("d", "UserNamespacesHostNetworkSupport, RestartAllContainersOnContainerExits"),
            pod(spec),
        ]
    };
    let at = |node: &str| -> &'static str { format!("{node}: {LACKS}").leak() };
    let restarts = "initContainers: [{name: i, restartPolicyRules: [{action: RestartAllContainers}]}]";
    vec![
        of("a pod that needs nothing", nodes("hostNetwork: true, hostUsers: true"), &["skip"]),
        of("restarting all containers", nodes(restarts), &["a: ok", "b: ok", at("c"), at("d")]),
        of(
            "the node's network with users of its own",
            nodes("hostNetwork: true, hostUsers: false"),
            &["a: ok", at("b"), at("c"), "d: ok"],
        ),
        of(
            "restarting only one container",
            nodes("containers: [{name: c, restartPolicyRules: [{action: Restart}]}]"),
            &["skip"],
        ),
    ]
}

#[test]
fn what_kubelets_must_be_able_to_do() {
    case::check(&cases());
}
