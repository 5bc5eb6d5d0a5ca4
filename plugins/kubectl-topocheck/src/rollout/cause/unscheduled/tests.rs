//! What can change by itself for a pod that no node takes.

use std::sync::Arc;

use super::*;
use crate::model::node::Node;
use crate::rollout::testing::at;
use crate::schedule::snapshot::{Around as Beside, Snapshot};
use crate::schedule::version::{Features, NEWEST};
use crate::world::objects::Objects;
use serde_json::{Value, json};

fn node(name: &str, spec: Value) -> Arc<Node> {
    let value = json!({
        "metadata": {"name": name, "labels": {"disk": "hdd"}}, "spec": spec,
        "status": {"allocatable": {"cpu": "2", "memory": "4Gi", "pods": "10"}},
    });
    Arc::new(serde_json::from_value(value).expect("it is a node"))
}

fn pod(name: &str, node: &str, cpu: &str, more: Value) -> Pod {
    let mut value = json!({
        "metadata": {"name": name, "namespace": "shop", "creationTimestamp": "2026-01-01T00:50:00Z"},
        "spec": {"nodeName": node, "containers": [{"name": "main", "resources": {"requests": {"cpu": cpu}}}]},
        "status": {"phase": "Pending"},
    });
    if let (Some(spec), Value::Object(more)) = (value["spec"].as_object_mut(), more) {
        spec.extend(more);
    }
    serde_json::from_value(value).expect("it is a pod")
}

fn outlook_of(nodes: &[Arc<Node>], others: Vec<Pod>, own: Pod) -> Outlook {
    let pods = others.into_iter().chain([own.clone()]).map(Arc::new).collect();
    let snapshot = Snapshot::new(nodes.to_vec(), pods, Beside::default(), Features::of(NEWEST, None));
    at(&Objects::default(), |scene| super::super::cause(&own, scene, Some(&snapshot)).outlook)
}

#[test]
fn labels_and_sizes_stay_and_nodes_get_well() {
    let plain = node("n1", json!({}));
    let ssd = json!({"nodeSelector": {"disk": "ssd"}});
    let tainted = |key: &str| node("n2", json!({"taints": [{"key": key, "effect": "NoSchedule"}]}));
    let cases = [
        ("a label", vec![plain.clone()], pod("p", "", "1", ssd.clone()), Outlook::Stands),
        ("more than any node has", vec![plain.clone()], pod("p", "", "3", json!({})), Outlook::Stands),
        ("no node", vec![], pod("p", "", "1", json!({})), Outlook::Stands),
        ("a taint of somebody's", vec![tainted("dedicated")], pod("p", "", "1", json!({})), Outlook::Stands),
        (
            "a node that is not ready",
            vec![tainted("node.kubernetes.io/not-ready")],
            pod("p", "", "1", json!({})),
            Outlook::MayHeal,
        ),
        (
            "such a node without the label",
            vec![tainted("node.kubernetes.io/not-ready")],
            pod("p", "", "1", ssd.clone()),
            Outlook::Stands,
        ),
        (
            "a cordoned node",
            vec![node("n2", json!({"unschedulable": true}))],
            pod("p", "", "1", json!({})),
            Outlook::MayHeal,
        ),
        (
            "one of two may get well",
            vec![plain.clone(), tainted("example.com/agent-not-ready")],
            pod("p", "", "3", json!({})),
            Outlook::Stands,
        ),
        ("it fits", vec![plain.clone()], pod("p", "", "1", json!({})), Outlook::Starts),
        (
            "another scheduler",
            vec![plain],
            pod("p", "", "3", json!({"schedulerName": "own"})),
            Outlook::MayHeal,
        ),
    ];
    for (what, nodes, own, expected) in cases {
        assert_eq!(outlook_of(&nodes, Vec::new(), own), expected, "{what}");
    }
}

#[test]
fn room_that_others_have_is_waited_for_if_they_are_about_to_go() {
    let nodes = [node("n1", json!({}))];
    let of = |others: Vec<Pod>| outlook_of(&nodes, others, pod("p", "", "1", json!({})));
    assert_eq!(of(vec![pod("a", "n1", "2", json!({}))]), Outlook::Crowded);
    assert_eq!(of(vec![pod("a", "n1", "2", json!({"restartPolicy": "Never"}))]), Outlook::MayHeal);
    let mut leaving = pod("a", "n1", "2", json!({}));
    leaving.metadata.deletion_timestamp = Some("2026-01-01T00:59:00Z".to_owned());
    assert_eq!(of(vec![leaving]), Outlook::MayHeal);
    // A pod of lower priority would be preempted.
    let high = pod("p", "", "1", json!({"priority": 10}));
    assert_eq!(outlook_of(&nodes, vec![pod("a", "n1", "2", json!({}))], high), Outlook::MayHeal);
}
