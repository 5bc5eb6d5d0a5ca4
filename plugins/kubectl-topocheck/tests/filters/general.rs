//! One case for each of the words of the filters that have no cases of their own here.

use super::case::{self, Case};
use super::world::{node, object, placed, pod};

/// Writes a node with something in its spec.
fn node_with(name: &str, labels: &str, spec: &str) -> String {
    let rest = format!("spec: {{{spec}}}, status: {{allocatable: {{cpu: 1, memory: 1Gi, pods: 1}}}}");
    object("Node", name, &format!("labels: {{{labels}}}"), &rest)
}

fn wants(affinity: &str) -> String {
    let term = "[{topologyKey: zone, labelSelector: {matchLabels: {app: db}}}]";
    format!("affinity: {{{affinity}: {{requiredDuringSchedulingIgnoredDuringExecution: {term}}}}}")
}

fn labelled(name: &str, node: &str, spec: &str) -> String {
    let metadata = "namespace: shop, labels: {app: db}";
    object("Pod", name, &format!("{metadata}, uid: {name}"), &format!("spec: {{nodeName: {node}, {spec}}}"))
}

pub(super) fn cases() -> Vec<Case> {
    let of = |filter, objects, says: &[&'static str]| Case::new(filter, "one of its words", objects, says);
    let requests =
        |requests: &str| pod(&format!("containers: [{{name: c, resources: {{requests: {{{requests}}}}}}}]"));
    let port = "containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]";
    let spread = "topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: db}}}]";
    let fields = |names: &str| {
        let one = |name: &str| format!("{{key: metadata.name, operator: In, values: [{name}]}}");
        let terms: Vec<String> = names.split(' ').map(one).collect();
        format!(
            "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{{matchFields: [{}]}}]}}}}}}",
            terms.join(", ")
        )
    };
    let elsewhere = wants("podAffinity")
        .replace("topologyKey: zone,", "topologyKey: zone, namespaceSelector: {matchLabels: {team: a}},");
    let keeps_away = wants("podAntiAffinity");
    let new_db = |spec: &str| {
        object("Pod", "new", "namespace: shop, uid: new-uid, labels: {app: db}", &format!("spec: {{{spec}}}"))
    };
    vec![
        of(
            "NodeUnschedulable",
            vec![node_with("a", "", "unschedulable: true"), pod("")],
            &["a: UnschedulableAndUnresolvable: node(s) were unschedulable"],
        ),
        of(
            "TaintToleration",
            vec![node_with("a", "", "taints: [{key: k, value: v, effect: NoSchedule}]"), pod("")],
            &["a: UnschedulableAndUnresolvable: node(s) had untolerated taint(s)"],
        ),
        of(
            "NodeAffinity",
            vec![node("a", ""), pod("nodeSelector: {zone: a}")],
            &["a: UnschedulableAndUnresolvable: node(s) didn't match Pod's node affinity/selector"],
        ),
        of(
            "NodeAffinity",
            vec![node("a", ""), pod(&fields("a b"))],
            &["all: UnschedulableAndUnresolvable: pod affinity terms conflict"],
        ),
        of(
            "NodeName",
            vec![node("a", ""), pod("nodeName: b")],
            &["a: UnschedulableAndUnresolvable: node(s) didn't match the requested node name"],
        ),
        of(
            "NodePorts",
            vec![node("a", ""), placed("old", "a", port), pod(port)],
            &["a: Unschedulable: node(s) didn't have free ports for the requested pod ports"],
        ),
        of(
            "NodeResourcesFit",
            vec![node_with("a", "", ""), placed("old", "a", ""), requests("cpu: 2, memory: 1Mi")],
            &["a: UnschedulableAndUnresolvable: Too many pods; Insufficient cpu"],
        ),
        of(
            "PodTopologySpread",
            vec![
                node("a", "zone: a"),
                node("b", "zone: b"),
                node("c", ""),
                labelled("old", "a", ""),
                new_db(spread),
            ],
            &[
                "a: Unschedulable: node(s) didn't match pod topology spread constraints",
                "b: ok",
                "c: UnschedulableAndUnresolvable: node(s) didn't match pod topology spread constraints (missing required label)",
            ],
        ),
        of(
            "InterPodAffinity",
            vec![node("a", "zone: a"), pod(&wants("podAffinity"))],
            &["a: UnschedulableAndUnresolvable: node(s) didn't match pod affinity rules"],
        ),
        of(
            "InterPodAffinity",
            vec![node("a", "zone: a"), pod(&elsewhere)],
            &["a: UnschedulableAndUnresolvable: node(s) didn't match pod affinity rules"],
        ),
        of(
            "InterPodAffinity",
            vec![node("a", "zone: a"), labelled("old", "a", ""), pod(&keeps_away)],
            &["a: Unschedulable: node(s) didn't match pod anti-affinity rules"],
        ),
        of(
            "InterPodAffinity",
            vec![node("a", "zone: a"), placed("old", "a", &keeps_away), new_db("")],
            &["a: Unschedulable: node(s) didn't satisfy existing pods anti-affinity rules"],
        ),
    ]
}

#[test]
fn each_filter_says_its_words() {
    case::check(&cases());
}
