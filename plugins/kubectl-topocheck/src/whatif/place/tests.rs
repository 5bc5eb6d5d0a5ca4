//! What becomes of pods of small manifests in a small cluster.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::schedule::snapshot::Around;
use crate::schedule::version::{Features, NEWEST};
use crate::whatif::admit;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

fn read<T: DeserializeOwned>(value: Value) -> Arc<T> {
    Arc::new(serde_json::from_value(value).expect("it is of its kind"))
}

fn node(name: &str, role: &str) -> Value {
    json!({"metadata": {"name": name, "labels": {"role": role}}, "status": {"allocatable": {"cpu": "4", "pods": "10"}}})
}

fn workload(spec: Value) -> Value {
    json!({"metadata": {"name": "w", "namespace": "shop"}, "spec": spec})
}

fn template(cpu: &str, more: Value) -> Value {
    let mut spec = json!({"containers": [{"name": "main", "resources": {"requests": {"cpu": cpu}}}]});
    spec.as_object_mut().expect("it is a map").extend(more.as_object().cloned().unwrap_or_default());
    json!({"metadata": {"labels": {"app": "w"}}, "spec": spec})
}

fn placed(manifests: Objects, around: Around) -> Placed {
    let mut cluster = Objects::default();
    cluster.read.insert(Kind::PriorityClass);
    let wanted = admit::all(&manifests, &cluster, "shop");
    let nodes = vec![read(node("a", "front")), read(node("b", "back"))];
    all(&wanted[0], &Snapshot::new(nodes, Vec::new(), around, Features::of(NEWEST, None)))
}

#[test]
fn a_daemon_set_is_short_where_it_selects_a_node_and_does_not_fit() {
    let of = |cpu: &str, role: Value| {
        let spec = json!({"template": template(cpu, json!({"nodeSelector": role}))});
        placed(Objects { daemon_sets: vec![read(workload(spec))], ..Objects::default() }, Around::default())
    };
    let fits = of("1", json!({"role": "back"}));
    assert_eq!((fits.count, fits.selected, fits.stopped.is_none()), (1, Some(1), true));
    let room = fits.after.node("b").expect("it is there").requested.milli_cpu;
    assert_eq!(room, 1000, "what was placed takes room");
    let short = of("100", json!({"role": "back"}));
    assert_eq!((short.count, short.selected, short.stopped.is_some()), (0, Some(1), true));
    assert_eq!(of("100", json!({"role": "none"})).selected, Some(0));
}

#[test]
fn claims_of_templates_are_made_and_judged() {
    let claim = json!({"metadata": {"name": "data"}, "spec": {"storageClassName": "nowhere", "accessModes": ["ReadWriteOnce"]}});
    let spec = json!({"replicas": 2, "template": template("1", json!({})), "volumeClaimTemplates": [claim]});
    let placed = placed(
        Objects { stateful_sets: vec![read(workload(spec))], ..Objects::default() },
        Around::default(),
    );
    let (pod, judgement) = placed.stopped.expect("nothing makes its volume");
    assert_eq!((placed.count, pod.pod.metadata.name.as_str()), (0, "w-0"));
    let message = judgement.message.expect("it has no node");
    assert!(message.contains("unbound immediate PersistentVolumeClaims"), "{message}");
}

#[test]
fn as_many_pods_are_made_as_the_controller_would() {
    let job = |spec: Value| Objects { jobs: vec![read(workload(spec))], ..Objects::default() };
    let spec = json!({"parallelism": 50, "completions": 1, "template": template("1", json!({}))});
    assert_eq!(placed(job(spec), Around::default()).count, 1);
    let many = json!({"replicas": 5_000_000_000_i64, "template": template("0", json!({}))});
    let many =
        placed(Objects { deployments: vec![read(workload(many))], ..Objects::default() }, Around::default());
    assert_eq!((many.count, many.stopped.is_some()), (20, true), "the nodes take ten pods each");
    let none = json!({"replicas": -1, "template": template("1", json!({}))});
    let none = admit::all(
        &Objects { deployments: vec![read(workload(none))], ..Objects::default() },
        &Objects::default(),
        "shop",
    );
    assert!(none[0].refused.is_some());
}

#[test]
fn what_the_api_server_refuses_and_what_is_not_read_is_told() {
    let of = |more: Value| {
        let spec = json!({"replicas": 1, "template": template("1", more)});
        Objects { deployments: vec![read(workload(spec))], ..Objects::default() }
    };
    assert_eq!(placed(of(json!({"priorityClassName": "nobody"})), Around::default()).count, 0);
    let doubts =
        |more: Value| placed(of(more), Around::default()).doubts.into_iter().collect::<Vec<_>>().join("\n");
    assert_eq!(doubts(json!({})), "");
    assert!(doubts(json!({"runtimeClassName": "strong"})).contains("RuntimeClass strong"));
    let claims = json!({"resourceClaims": [{"name": "gpu", "resourceClaimTemplateName": "gpus"}]});
    assert!(doubts(claims).contains("ResourceClaimTemplate gpus"));
    let unread = Around { unread: ["pods"].into(), ..Around::default() };
    assert_eq!(placed(of(json!({})), unread).doubts.len(), 1);
}

#[test]
fn pods_of_the_old_template_are_told_from_new_ones() {
    let term = json!({"labelSelector": {"matchLabels": {"app": "w"}}, "topologyKey": "role", "matchLabelKeys": ["pod-template-hash"]});
    let affinity =
        json!({"affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}});
    let spec = json!({"replicas": 1, "template": template("1", affinity)});
    let wanted = admit::all(
        &Objects { deployments: vec![read(workload(spec))], ..Objects::default() },
        &Objects::default(),
        "shop",
    );
    let old = |name: &str, node: &str| {
        read(
            json!({"metadata": {"name": name, "namespace": "shop", "labels": {"app": "w", "pod-template-hash": "old"}}, "spec": {"nodeName": node}}),
        )
    };
    let nodes = vec![read(node("a", "front")), read(node("b", "back"))];
    let before = Snapshot::new(
        nodes,
        vec![old("x", "a"), old("y", "b")],
        Around::default(),
        Features::of(NEWEST, None),
    );
    assert_eq!(all(&wanted[0], &before).count, 1);
}
