//! `DynamicResources`.

use kubectl_topocheck::schedule::filters::dynamic_resources;
use kubectl_topocheck::schedule::filters::dynamic_resources::after::{After, after};
use kubectl_topocheck::schedule::verdict::{self, Trial};
use kubectl_topocheck::schedule::version::Features;

use super::case::{self, Case, Said};
use super::world::{World, node, object, pod};

const LACKS: &str = "UnschedulableAndUnresolvable: cannot allocate all claims";
const AWAY: &str = "UnschedulableAndUnresolvable: resourceclaim not available on the node";

fn at_a(words: &str) -> &'static str {
    format!("a: {words}").leak()
}

fn at_b(words: &str) -> &'static str {
    format!("b: {words}").leak()
}

/// Writes devices of a node.
fn slice(node: &str, devices: &[&str]) -> String {
    pool(node, 1, 1, &format!("nodeName: {node}"), devices)
}

/// Writes one slice of a pool.
fn pool(name: &str, generation: i64, slices: i64, place: &str, devices: &[&str]) -> String {
    let pool = format!("pool: {{name: {name}, generation: {generation}, resourceSliceCount: {slices}}}");
    let devices = devices.join(", ");
    let spec = format!("spec: {{driver: d, {pool}, {place}, devices: [{devices}]}}");
    object("ResourceSlice", &format!("{name}-{generation}"), "", &spec)
}

fn class(name: &str, spec: &str) -> String {
    object("DeviceClass", name, "", &format!("spec: {{{spec}}}"))
}

fn exactly(count: i64) -> String {
    format!("{{name: r, exactly: {{deviceClassName: gpu, allocationMode: ExactCount, count: {count}}}}}")
}

/// Writes claim `c`.
fn claim(requests: &str, more: &str) -> String {
    let spec = format!("spec: {{devices: {{requests: [{requests}], {more}}}}}");
    object("ResourceClaim", "c", "namespace: shop, uid: c-uid", &spec)
}

/// Writes a claim that has a device.
fn has(name: &str, device: &str, allocation: &str, status: &str) -> String {
    let results = format!("devices: {{results: [{{request: r, driver: d, pool: a, device: {device}}}]}}");
    let rest = format!("status: {{allocation: {{{results}, {allocation}}}, {status}}}");
    object("ResourceClaim", name, "namespace: shop, uid: c-uid", &rest)
}

fn uses(claim: &str) -> String {
    pod(&format!("resourceClaims: [{{name: mine, {claim}}}]"))
}

/// Nodes `a` and `b`, where `a` has two devices and `b` one, and the new pod with claim `c`.
fn world(more: &[String]) -> Vec<String> {
    let mut all = vec![
        node("a", "kind: x"),
        node("b", "kind: w"),
        slice("a", &["{name: d0}", "{name: d1}"]),
        slice("b", &["{name: d0}"]),
        class("gpu", ""),
        uses("resourceClaimName: c"),
    ];
    all.extend(more.iter().cloned());
    all
}

fn before() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("DynamicResources", what, objects, says);
    let template = "resourceClaimTemplateName: t";
    let with_status = |status: &str, claim: &str| {
        let spec = format!("spec: {{resourceClaims: [{{name: mine, {template}}}]}}, status: {{{status}}}");
        vec![node("a", ""), object("Pod", "new", "namespace: shop, uid: new-uid", &spec), claim.to_owned()]
    };
    let made = "resourceClaimStatuses: [{name: mine, resourceClaimName: c}]";
    vec![
        of("a pod without claims", vec![node("a", ""), pod("")], &["skip"]),
        of(
            "a claim that is not there",
            vec![uses("resourceClaimName: gone")],
            &["all: UnschedulableAndUnresolvable: could not find ResourceClaim \"shop/gone\""],
        ),
        of(
            "a claim that is not made yet",
            vec![uses(template)],
            &["all: UnschedulableAndUnresolvable: pod \"shop/new\": ResourceClaim not created yet"],
        ),
        of(
            "no claim is needed",
            with_status("resourceClaimStatuses: [{name: mine}]", &class("gpu", "")),
            &["skip"],
        ),
        of(
            "a claim that was made for another pod",
            with_status(made, &claim(&exactly(1), "")),
            &[
                "all: UnschedulableAndUnresolvable: ResourceClaim shop/c was not created for Pod shop/new (Pod is not owner)",
            ],
        ),
        of(
            "a claim that is being deleted",
            vec![
                object(
                    "ResourceClaim",
                    "c",
                    "namespace: shop, deletionTimestamp: '2026-10-01T00:00:00Z'",
                    "",
                ),
                uses("resourceClaimName: c"),
            ],
            &["all: UnschedulableAndUnresolvable: resourceclaim \"c\" is being deleted"],
        ),
        of(
            "neither a claim nor a template",
            vec![uses("")],
            &[
                "all: UnschedulableAndUnresolvable: pod \"shop/new\", spec.resourceClaim \"mine\": none of the supported fields are set",
            ],
        ),
        of(
            "a class that is not there",
            vec![claim(&exactly(1), ""), uses("resourceClaimName: c")],
            &["all: UnschedulableAndUnresolvable: request r: device class gpu does not exist"],
        ),
        of(
            "a class of an alternative that is not there",
            vec![
                claim("{name: r, firstAvailable: [{name: s, deviceClassName: gpu}]}", ""),
                uses("resourceClaimName: c"),
            ],
            &["all: UnschedulableAndUnresolvable: request r/s: device class gpu does not exist"],
        ),
        of(
            "a request that says nothing",
            vec![claim("{name: r}", ""), uses("resourceClaimName: c")],
            &["all: UnschedulableAndUnresolvable: resource claim shop/c, request r: unknown request type"],
        ),
        of(
            "a request without a class",
            vec![claim("{name: r, exactly: {}}", ""), uses("resourceClaimName: c")],
            &["all: Error: request r: unsupported request type"],
        ),
    ]
}

fn counted() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("DynamicResources", what, objects, says);
    let wants = |requests: &str| world(&[claim(requests, "")]);
    let everywhere: &[&'static str] = &["a: ok", "b: ok"];
    let only_a: &[&'static str] = &["a: ok", at_b(LACKS)];
    let only_b: &[&'static str] = &[at_a(LACKS), "b: ok"];
    let nowhere: &[&'static str] = &[at_a(LACKS), at_b(LACKS)];
    let tainted = |toleration: &str| {
        vec![
            node("a", ""),
            slice("a", &["{name: d0, taints: [{key: k, value: v, effect: NoSchedule}]}"]),
            class("gpu", ""),
            claim(
                &format!("{{name: r, exactly: {{deviceClassName: gpu, tolerations: [{toleration}]}}}}"),
                "",
            ),
            uses("resourceClaimName: c"),
        ]
    };
    let pools = |pools: &[String]| {
        let mut all =
            vec![node("a", ""), class("gpu", ""), claim(&exactly(1), ""), uses("resourceClaimName: c")];
        all.extend(pools.iter().cloned());
        all
    };
    let two = format!("{}, {}", exactly(1), exactly(1).replace("name: r", "name: s"));
    let either = "{name: r, firstAvailable: [{name: s, deviceClassName: gpu, count: 2}, {name: t, deviceClassName: gpu, count: 1}]}";
    let here = "nodeName: a";
    vec![
        of("one device", wants(&exactly(1)), everywhere),
        of("two devices", wants(&exactly(2)), only_a),
        of("three devices", wants(&exactly(3)), nowhere),
        of("two requests", wants(&two), only_a),
        of("an alternative", wants(either), everywhere),
        of(
            "an alternative and one more",
            wants(&format!("{either}, {}", exactly(1).replace("name: r", "name: u"))),
            only_a,
        ),
        of(
            "a device that another claim has",
            {
                let mut all = wants(&exactly(2));
                all.push(has("old", "d0", "", ""));
                all
            },
            nowhere,
        ),
        of(
            "all devices",
            wants("{name: r, exactly: {deviceClassName: gpu, allocationMode: All}}"),
            everywhere,
        ),
        of(
            "all devices, one of which another claim has",
            {
                let mut all = wants("{name: r, exactly: {deviceClassName: gpu, allocationMode: All}}");
                all.push(has("old", "d0", "", ""));
                all
            },
            only_b,
        ),
        of(
            "more devices than a claim may have",
            wants(&exactly(33)),
            &[
                "a: Error: claim shop/c: number of requested devices 33 exceeds the claim limit of 32",
                "b: Error: claim shop/c: number of requested devices 33 exceeds the claim limit of 32",
            ],
        ),
        of("a tainted device", tainted(""), &[at_a(LACKS)]),
        of("a taint that is tolerated", tainted("{key: k, operator: Exists}"), &["a: ok"]),
        of("a taint of another value", tainted("{key: k, value: w}"), &[at_a(LACKS)]),
        of(
            "devices that all nodes reach",
            pools(&[pool("p", 1, 1, "allNodes: true", &["{name: d}"])]),
            &["a: ok"],
        ),
        of(
            "devices of other nodes",
            pools(&[pool("p", 1, 1, "nodeName: z", &["{name: d}"])]),
            &[at_a(LACKS)],
        ),
        of(
            "a device that says itself who reaches it",
            pools(&[pool(
                "p",
                1,
                1,
                "perDeviceNodeSelection: true",
                &["{name: d, nodeName: a}", "{name: e, nodeName: z}"],
            )]),
            &["a: ok"],
        ),
        of(
            "a newer version of a pool counts",
            pools(&[pool("p", 1, 1, here, &["{name: d}"]), pool("p", 2, 1, here, &[])]),
            &[at_a(LACKS)],
        ),
        of(
            "a pool of which a part is missing is left out",
            pools(&[pool("p", 1, 2, here, &["{name: d}"])]),
            &[at_a(LACKS)],
        ),
        of(
            "a pool with two devices of one name is in error",
            pools(&[pool("p", 1, 1, here, &["{name: d}", "{name: d}"])]),
            &["a: UnschedulableAndUnresolvable: invalid resource pools were encountered"],
        ),
        of(
            "all devices, while a pool is being updated",
            {
                let mut all = pools(&[pool("p", 1, 2, here, &["{name: d}"])]);
                all.retain(|object| !object.contains("kind: ResourceClaim"));
                all.push(claim("{name: r, exactly: {deviceClassName: gpu, allocationMode: All}}", ""));
                all
            },
            &[
                "a: Error: claim shop/c, request r: asks for all devices, but resource pool d/p is currently being updated",
            ],
        ),
    ]
}

fn held() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("DynamicResources", what, objects, says);
    let on_x =
        "nodeSelector: {nodeSelectorTerms: [{matchExpressions: [{key: kind, operator: In, values: [x]}]}]}";
    let waits = |conditions: &str| {
        let results = "devices: {results: [{driver: d, pool: a, device: d0, bindingConditions: [Ready], bindingFailureConditions: [Broken]}]}";
        let status = format!("devices: [{{driver: d, pool: a, device: d0, conditions: [{conditions}]}}]");
        let rest = format!("status: {{allocation: {{{results}}}, {status}}}");
        world(&[object("ResourceClaim", "c", "namespace: shop", &rest)])
    };
    vec![
        of("devices that every node reaches", world(&[has("c", "d0", "", "")]), &["a: ok", "b: ok"]),
        of("devices that one node reaches", world(&[has("c", "d0", on_x, "")]), &["a: ok", at_b(AWAY)]),
        of("a device that is ready", waits("{type: Ready, status: 'True'}"), &["a: ok", "b: ok"]),
        of("a device that never will be", waits("{type: Broken, status: 'True'}"), &[at_a(AWAY), at_b(AWAY)]),
    ]
}

/// Writes a container that wants devices by an extended resource.
fn container(count: i64) -> String {
    format!("{{name: c{count}, resources: {{requests: {{example.com/gpu: {count}}}}}}}")
}

/// Nodes `a` with two devices and `b` with a plugin for two, and the new pod with containers.
fn extended(containers: &str, more: &[String]) -> Vec<String> {
    let plugin = "status: {allocatable: {example.com/gpu: 2, cpu: 1, pods: 10}}";
    let mut all = vec![
        node("a", ""),
        object("Node", "b", "", plugin),
        slice("a", &["{name: d0}", "{name: d1}"]),
        class("gpu", "extendedResourceName: example.com/gpu"),
        pod(containers),
    ];
    all.extend(more.iter().cloned());
    all
}

fn by_resource() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("DynamicResources", what, objects, says);
    let two = format!("containers: [{}]", container(2));
    let init = |init: i64, policy: &str| {
        let init = container(init).replace("}}}", &format!("}}}}, {policy}}}"));
        extended(&format!("initContainers: [{init}], containers: [{}]", container(1)), &[])
    };
    let left = object(
        "ResourceClaim",
        "left",
        "namespace: shop, annotations: {resource.kubernetes.io/extended-resource-claim: 'true'}, ownerReferences: [{kind: Pod, name: new, uid: new-uid, controller: true}]",
        "spec: {devices: {requests: [{name: r, exactly: {deviceClassName: gpu}}]}}",
    );
    let lacks_on_a: &[&'static str] = &[at_a(LACKS), "b: ok"];
    let stale = "UnschedulableAndUnresolvable: cannot schedule extended resource claim";
    let other = "containers: [{name: c, resources: {requests: {example.com/gpu: 1, example.com/tpu: 1}}}]";
    let cannot = "UnschedulableAndUnresolvable: cannot fit resource";
    vec![
        of(
            "a resource that stands for nothing",
            {
                let mut all = extended(&two, &[]);
                all.retain(|object| !object.contains("kind: DeviceClass"));
                all
            },
            &["skip"],
        ),
        of("devices in the place of a resource", extended(&two, &[]), &["a: ok", "b: ok"]),
        of("too few of them", extended(&format!("containers: [{}]", container(3)), &[]), lacks_on_a),
        of(
            "by the class's own name",
            {
                let containers = two.replace("example.com/gpu", "deviceclass.resource.kubernetes.io/gpu");
                extended(&containers, &[])
            },
            &["a: ok", at_b(LACKS)],
        ),
        of("an init container takes what comes later", init(2, ""), &["a: ok", "b: ok"]),
        of("a sidecar takes its own", init(2, "restartPolicy: Always"), lacks_on_a),
        of("a resource that nobody has", extended(other, &[]), &[at_a(cannot), at_b(cannot)]),
        of("what an earlier try has left", extended(&two, &[left]), &[at_a(stale), at_b(stale)]),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    [before(), counted(), held(), by_resource()].into_iter().flatten().collect()
}

/// Cases in which something is in doubt; the first node is the one in doubt.
pub(super) fn doubtful() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("DynamicResources", what, objects, says);
    let cel = "selectors: [{cel: {expression: 'true'}}]";
    let one =
        |more: &str| claim(&format!("{{name: r, exactly: {{deviceClassName: gpu, count: 2, {more}}}}}"), "");
    let only_a: &[&'static str] = &["a: ok", at_b(LACKS)];
    let with_class = |spec: &str| {
        let mut all = world(&[claim(&exactly(2), "")]);
        all.retain(|object| !object.contains("kind: DeviceClass"));
        all.push(class("gpu", spec));
        all
    };
    let device = |device: &str| {
        vec![
            node("a", ""),
            slice("a", &[device]),
            class("gpu", ""),
            claim(&exactly(1), ""),
            uses("resourceClaimName: c"),
        ]
    };
    let constraint = "constraints: [{matchAttribute: d/x}]";
    vec![
        of("a class that chooses by expressions", with_class(cel), only_a),
        of("a request that does", world(&[one(cel)]), only_a),
        of("constraints", world(&[claim(&exactly(2), constraint)]), only_a),
        of("shares of devices", world(&[one("capacity: {requests: {memory: 1}}")]), only_a),
        of("devices in use", world(&[one("adminAccess: true"), has("old", "d0", "", "")]), only_a),
        of("a part of a device", device("{name: d0, consumesCounters: [{counterSet: s}]}"), &["a: ok"]),
        of("a device for several claims", device("{name: d0, allowMultipleAllocations: true}"), &["a: ok"]),
    ]
}

/// Worlds in which no node is found, and what is said before preemption is tried.
pub(super) fn afterwards() -> Vec<(&'static str, Vec<String>, After)> {
    let here =
        "nodeSelector: {nodeSelectorTerms: [{matchExpressions: [{key: kind, operator: In, values: [z]}]}]}";
    let by = |users: &str| world(&[has("c", "d0", here, &format!("reservedFor: [{users}]"))]);
    let others = "{resource: pods, name: old, uid: old-uid}";
    let left = "ownerReferences: [{kind: Pod, name: new, uid: new-uid, controller: true}]";
    let left = format!(
        "namespace: shop, annotations: {{resource.kubernetes.io/extended-resource-claim: 'true'}}, {left}"
    );
    let left =
        object("ResourceClaim", "left", &left, "spec: {devices: {requests: [{name: r, exactly: {}}]}}");
    let cordoned = object("Node", "a", "", "spec: {unschedulable: true}");
    vec![
        ("a pod without claims", vec![cordoned.clone(), pod("")], After::Says("no new claims to deallocate")),
        (
            "a claim that is not there",
            vec![cordoned.clone(), uses("resourceClaimName: gone")],
            After::Says("no new claims to deallocate"),
        ),
        (
            "another filter refuses the pod everywhere",
            vec![cordoned, pod("volumes: [{name: v, persistentVolumeClaim: {claimName: gone}}]")],
            After::Fails("not found"),
        ),
        ("too few devices", world(&[claim(&exactly(3), "")]), After::Says("still not schedulable")),
        (
            "devices that nobody uses are elsewhere",
            by(""),
            After::Says("deallocation of ResourceClaim completed"),
        ),
        ("devices that others use are elsewhere", by(others), After::Says("still not schedulable")),
        (
            "what an earlier try has left",
            extended(&format!("containers: [{}]", container(2)), &[left]),
            After::Says("deletion of ResourceClaim completed"),
        ),
    ]
}

/// Returns what is said of a pod for which no node was found.
pub(super) fn said_after(objects: &[String], features: Features) -> After {
    let snapshot = World::new(objects).snapshot(features, &[]);
    let trial = Trial::new(&snapshot.pending[0], &snapshot);
    after(&trial, &verdict::of(&trial))
}

fn run(case: &Case) -> Said {
    case.run(Features::of(36, None), &[])
}

#[test]
fn claims_that_cannot_be_used() {
    case::check(&before());
}

#[test]
fn devices_are_counted() {
    case::check(&counted());
    for case in counted() {
        assert_eq!(run(&case).doubts, Vec::<String>::new(), "{}", case.what);
    }
}

#[test]
fn devices_that_a_claim_has() {
    case::check(&held());
}

#[test]
fn extended_resources_that_stand_for_classes() {
    case::check(&by_resource());
}

#[test]
fn what_cannot_be_judged_is_in_doubt_and_refuses_nothing() {
    case::check(&doubtful());
    for case in doubtful() {
        assert_eq!(run(&case).doubts.len(), 1, "{}: {:?}", case.what, run(&case).doubts);
    }
}

#[test]
fn what_does_not_matter_is_not_in_doubt() {
    let cel =
        "{name: r, exactly: {deviceClassName: gpu, count: 3, selectors: [{cel: {expression: 'true'}}]}}";
    let said = run(&Case::new("DynamicResources", "", world(&[claim(cel, "")]), &[]));
    assert_eq!(said.lines, [at_a(LACKS), at_b(LACKS)]);
    assert_eq!(said.doubts, Vec::<String>::new());
}

#[test]
fn older_schedulers_know_no_taints_of_devices_and_take_from_pools_that_are_being_updated() {
    let tainted = vec![
        node("a", ""),
        pool("p", 1, 2, "nodeName: a", &["{name: d0, taints: [{key: k, effect: NoSchedule}]}"]),
        class("gpu", ""),
        claim(&exactly(1), ""),
        uses("resourceClaimName: c"),
    ];
    let case = Case::new("DynamicResources", "", tainted, &[]);
    let says = |minor| case.run(Features::of(minor, None), &[]).lines;
    assert_eq!(says(33), Vec::<String>::new());
    assert_eq!(says(34), ["a: ok"]);
    assert_eq!(says(35), [at_a(LACKS)]);
}

#[test]
fn what_is_said_before_preemption() {
    for (what, objects, expected) in afterwards() {
        assert_eq!(said_after(&objects, Features::of(36, None)), expected, "{what}");
        assert_eq!(said_after(&objects, Features::of(33, None)), After::Nothing, "{what}");
    }
}

#[test]
fn a_pod_is_held_back_until_its_claims_are_there() {
    let held_back = |objects: &[String]| {
        let snapshot = World::new(objects).snapshot(Features::of(36, None), &[]);
        dynamic_resources::held_back(&snapshot.pending[0], &snapshot)
    };
    let gone = held_back(&[uses("resourceClaimName: gone")]);
    assert_eq!(gone.as_deref(), Some("could not find ResourceClaim \"shop/gone\""));
    assert_eq!(held_back(&world(&[claim(&exactly(1), "")])), None);
}
