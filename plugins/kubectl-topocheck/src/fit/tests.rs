//! Proposals on small worlds.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::model::node::Node;
use crate::model::pod::Pod;
use crate::schedule::judgement;
use crate::schedule::snapshot::Around;
use crate::schedule::version::{Features, NEWEST};
use kubecheck_core::model::quantity::Quantity;

fn node(name: &str, cpu: &str, more: &Value) -> Arc<Node> {
    let mut node = json!({
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, "topology.kubernetes.io/zone": "a"}},
        "spec": {},
        "status": {"allocatable": {"cpu": cpu, "memory": "8Gi", "pods": "10"}},
    });
    merge(&mut node, more);
    Arc::new(serde_json::from_value(node).expect("it is a node"))
}

fn pod(name: &str, cpu: &str, more: &Value) -> Arc<Pod> {
    let mut pod = json!({
        "metadata": {"name": name, "namespace": "shop", "labels": {"app": name}},
        "spec": {"containers": [{"name": "main", "resources": {"requests": {"cpu": cpu}}}]},
        "status": {"phase": "Pending"},
    });
    merge(&mut pod, more);
    Arc::new(serde_json::from_value(pod).expect("it is a pod"))
}

fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(own), Value::Object(more)) => {
            for (key, value) in more {
                merge(own.entry(key).or_insert(Value::Null), value);
            }
        }
        (own, more) => *own = more.clone(),
    }
}

fn proposals(nodes: Vec<Arc<Node>>, pods: Vec<Arc<Pod>>, wish: Wish) -> Vec<(Vec<String>, Vec<String>)> {
    let features = Features::of(NEWEST, None);
    let snapshot = Snapshot::new(nodes, pods, Around::default(), features);
    let waiting = snapshot.pending[0].clone();
    let verdict = judgement::of(&waiting, &snapshot).verdict;
    let told = |one: Proposal| (one.edits.iter().map(ToString::to_string).collect(), one.opens);
    find(&waiting, &snapshot, &verdict, wish).into_iter().map(told).collect()
}

fn on(node: &str) -> Value {
    json!({"spec": {"nodeName": node}})
}

fn first(nodes: Vec<Arc<Node>>, pods: Vec<Arc<Pod>>) -> (Vec<String>, Vec<String>) {
    proposals(nodes, pods, Wish::Best(1)).into_iter().next().expect("there is a proposal")
}

fn told(edits: &[&str], opens: &[&str]) -> (Vec<String>, Vec<String>) {
    let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    (own(edits), own(opens))
}

#[test]
fn a_request_is_lowered_to_what_the_best_node_has_left() {
    let nodes = vec![node("a", "2", &json!({})), node("b", "4", &json!({}))];
    let pods = vec![pod("web", "6", &json!({})), pod("db", "500m", &on("b"))];
    let expected = told(&["lower the cpu request of container main from 6 to 3500m"], &["b"]);
    assert_eq!(first(nodes, pods), expected);
}

#[test]
fn one_edit_comes_before_two_and_those_of_the_pod_before_those_of_the_cluster() {
    let taint = json!({"spec": {"taints": [{"key": "team", "value": "x", "effect": "NoSchedule"}]}});
    let nodes = vec![
        node("a", "4", &taint),
        node("b", "1", &taint),
        node("c", "4", &json!({"spec": {"unschedulable": true}})),
    ];
    let all = proposals(nodes, vec![pod("web", "2", &json!({}))], Wish::Best(3));
    assert_eq!(all[0], told(&["tolerate team=x:NoSchedule"], &["a"]));
    assert_eq!(all[1].0.len(), 1);
    assert!(all.iter().any(|(edits, _)| edits == &["uncordon c"]), "{all:?}");
}

#[test]
fn what_says_how_a_node_is_cannot_be_tolerated_away() {
    let taint =
        json!({"spec": {"taints": [{"key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"}]}});
    let all = proposals(vec![node("a", "4", &taint)], vec![pod("web", "2", &json!({}))], Wish::All);
    // A new node would be ready.
    assert!(all.iter().all(|(edits, _)| edits.iter().all(|edit| edit.starts_with("add a node"))), "{all:?}");
}

#[test]
fn as_few_pods_go_as_can_be() {
    let small = json!({"spec": {"nodeName": "a", "containers": [{"name": "main", "resources": {"requests": {"cpu": "1"}}}]}});
    let large = json!({"spec": {"nodeName": "a", "containers": [{"name": "main", "resources": {"requests": {"cpu": "2"}}}]}});
    let wanted = json!({"spec": {"containers": [
        {"name": "main", "ports": [{"containerPort": 80, "hostPort": 80}], "resources": {"requests": {"cpu": "2"}}}]}});
    let port =
        json!({"spec": {"nodeName": "a", "containers": [{"name": "main", "ports": [{"hostPort": 80}]}]}});
    let pods =
        vec![pod("web", "2", &wanted), pod("s", "1", &small), pod("l", "2", &large), pod("p", "0", &port)];
    let all = proposals(vec![node("a", "3", &json!({}))], pods, Wish::All);
    let gone = "move or delete shop/p, shop/l: cpu on a, port 80/TCP of a";
    assert!(all.iter().any(|(edits, _)| edits == &[gone]), "{all:?}");
}

#[test]
fn a_node_is_named_that_would_have_to_come() {
    let pods = vec![pod("web", "64", &json!({"spec": {"nodeSelector": {"kubernetes.io/hostname": "x"}}}))];
    let all = proposals(vec![node("a", "4", &json!({}))], pods, Wish::All);
    // No node of another name will do.
    assert!(all.iter().all(|(edits, _)| !edits[0].starts_with("add a node")), "{all:?}");
    let pods = vec![pod(
        "web",
        "64",
        &json!({"spec": {"containers": [
        {"name": "main", "resources": {"requests": {"cpu": "64", "example.com/gpu": "1"}}}]}}),
    )];
    let all = proposals(vec![node("a", "4", &json!({}))], pods, Wish::All);
    let node = "add a node like a: cpu 64, memory 8Gi, pods 10, example.com/gpu 1";
    assert!(all.iter().any(|(edits, opens)| edits == &[node] && opens == &["new-node"]), "{all:?}");
}

#[test]
fn labels_that_say_what_a_node_is_are_not_given_to_it() {
    let selects = |key: &str| json!({"spec": {"nodeSelector": {key: "b"}}});
    let of =
        |key| proposals(vec![node("a", "4", &json!({}))], vec![pod("web", "1", &selects(key))], Wish::All);
    let zone = of("topology.kubernetes.io/zone");
    assert!(zone.iter().any(|(edits, _)| edits == &["select topology.kubernetes.io/zone=a"]), "{zone:?}");
    assert!(zone.iter().all(|(edits, _)| edits.iter().all(|edit| !edit.starts_with("label"))), "{zone:?}");
    let disk = of("disk");
    assert!(disk.iter().any(|(edits, _)| edits == &["label a disk=b"]), "{disk:?}");
}

#[test]
fn sidecars_and_init_containers_are_lowered_where_they_matter() {
    let spec = json!({"spec": {
        "initContainers": [{"name": "setup", "resources": {"requests": {"cpu": "5"}}}],
        "containers": [{"name": "main", "resources": {"requests": {"cpu": "1"}}}]}});
    let expected = told(&["lower the cpu request of init container setup from 5 to 4"], &["a"]);
    assert_eq!(first(vec![node("a", "4", &json!({}))], vec![pod("web", "1", &spec)]), expected);
}

#[test]
fn a_limit_that_must_be_the_request_is_lowered_with_it() {
    let gpu = |count: &str| json!({"example.com/gpu": count, "cpu": "1"});
    let nodes = vec![node("a", "4", &json!({"status": {"allocatable": {"example.com/gpu": "2"}}}))];
    let resources = json!({"requests": gpu("3"), "limits": gpu("3")});
    let pod = pod("web", "1", &json!({"spec": {"containers": [{"name": "main", "resources": resources}]}}));
    let expected =
        told(&["lower the example.com/gpu request and limit of container main from 3 to 2"], &["a"]);
    assert_eq!(first(nodes, vec![pod.clone()]), expected);
    let edit = Edit::LowerRequest {
        part: edit::Part::Container("main".to_owned()),
        resource: "example.com/gpu".to_owned(),
        from: Quantity::whole(3),
        to: Quantity::whole(2),
    };
    let paths: Vec<Value> = patch::of(&edit, &pod).iter().map(|one| one["path"].clone()).collect();
    let list = |list: &str| json!(format!("/spec/containers/0/resources/{list}/example.com~1gpu"));
    assert_eq!(paths, [list("requests"), list("limits")]);
    let mut edited = pod.as_ref().clone();
    edit.on_pod(&mut edited);
    let own = &edited.spec.containers[0].resources;
    assert_eq!(own.requests["example.com/gpu"], own.limits["example.com/gpu"]);
}

#[test]
fn a_selector_that_may_be_of_the_runtime_class_stays() {
    let spec = json!({"spec": {"nodeSelector": {"sandbox": "strong"}, "runtimeClassName": "strong"}});
    let all = proposals(vec![node("a", "4", &json!({}))], vec![pod("web", "1", &spec)], Wish::All);
    assert!(all.iter().any(|(edits, _)| edits == &["label a sandbox=strong"]), "{all:?}");
    assert!(all.iter().all(|(edits, _)| edits.iter().all(|edit| !edit.contains("select"))), "{all:?}");
}
