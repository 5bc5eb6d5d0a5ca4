//! `VolumeBinding`.

use kubectl_topocheck::schedule::version::Features;

use super::case::{self, Case};
use super::world::{bound, claim, node, object, pod, uses, volume, waiting_class};

const NO_VOLUME: &str =
    "UnschedulableAndUnresolvable: node(s) didn't find available persistent volumes to bind";
const AWAY: &str = "UnschedulableAndUnresolvable: node(s) didn't match PersistentVolume's node affinity";
const FULL: &str = "UnschedulableAndUnresolvable: node(s) did not have enough free storage";
const GONE: &str =
    "UnschedulableAndUnresolvable: node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";

/// Writes a volume's affinity to nodes with a label.
fn near(key: &str, value: &str) -> String {
    format!(
        "nodeAffinity: {{required: {{nodeSelectorTerms: [{{matchExpressions: [{{key: {key}, operator: In, values: [{value}]}}]}}]}}}}"
    )
}

/// Writes a volume's affinity to two zones, each in a term of its own.
fn either(one: &str, other: &str) -> String {
    let term = |value| format!("{{matchExpressions: [{{key: zone, operator: In, values: [{value}]}}]}}");
    format!("nodeAffinity: {{required: {{nodeSelectorTerms: [{}, {}]}}}}", term(one), term(other))
}

/// Nodes `a` and `b` in zones of their names, and the new pod with some claims.
fn world(claims: &[&str], more: &[String]) -> Vec<String> {
    let mut all = vec![node("a", "zone: a"), node("b", "zone: b"), pod(&uses(claims))];
    all.extend(more.iter().cloned());
    all
}

/// Writes a volume of class `fast` that is free.
fn free(name: &str, size: &str, more: &str) -> String {
    let spec = format!(
        "storageClassName: fast, capacity: {{storage: {size}}}, accessModes: [ReadWriteOnce], {more}"
    );
    volume(name, "kind: disk", &spec)
}

/// Writes a claim of class `fast` that waits.
fn wants(name: &str, size: &str, more: &str) -> String {
    let spec = format!(
        "storageClassName: fast, accessModes: [ReadWriteOnce], resources: {{requests: {{storage: {size}}}}}, {more}"
    );
    claim(name, "", &spec)
}

/// Class `fast`, which makes no volumes.
fn fast() -> String {
    waiting_class("fast", "kubernetes.io/no-provisioner", "")
}

fn before() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeBinding", what, objects, says);
    let ephemeral = "volumes: [{name: data, ephemeral: {volumeClaimTemplate: {spec: {}}}}]";
    let made =
        |owner: &str| format!("ownerReferences: [{{kind: Pod, name: new, uid: {owner}, controller: true}}]");
    let immediate = object("StorageClass", "slow", "", "provisioner: p, volumeBindingMode: Immediate");
    vec![
        of("a pod without claims", vec![node("a", ""), pod("")], &["skip"]),
        of(
            "a claim that is not there",
            vec![pod(&uses(&["gone"]))],
            &["all: UnschedulableAndUnresolvable: persistentvolumeclaim \"gone\" not found"],
        ),
        of(
            "a claim that is not made yet",
            vec![pod(ephemeral)],
            &[
                "all: UnschedulableAndUnresolvable: waiting for ephemeral volume controller to create the persistentvolumeclaim \"new-data\"",
            ],
        ),
        of(
            "a claim that was made for another pod",
            vec![claim("new-data", &made("x"), ""), pod(ephemeral)],
            &[
                "all: UnschedulableAndUnresolvable: PVC shop/new-data was not created for pod shop/new (pod is not owner)",
            ],
        ),
        of(
            "a claim that lost its volume",
            vec![
                object(
                    "PersistentVolumeClaim",
                    "c",
                    "namespace: shop",
                    "spec: {volumeName: v}, status: {phase: Lost}",
                ),
                pod(&uses(&["c"])),
            ],
            &[
                "all: UnschedulableAndUnresolvable: persistentvolumeclaim \"c\" bound to non-existent persistentvolume \"v\"",
            ],
        ),
        of(
            "a claim that is being deleted",
            vec![claim("c", "deletionTimestamp: '2026-10-01T00:00:00Z'", ""), pod(&uses(&["c"]))],
            &["all: UnschedulableAndUnresolvable: persistentvolumeclaim \"c\" is being deleted"],
        ),
        of(
            "claims that do not wait must be bound",
            {
                let claims = [
                    claim("slow", "", "storageClassName: slow"),
                    claim("none", "", ""),
                    claim("meant", "", "volumeName: v, storageClassName: fast"),
                ];
                let mut all = world(&["slow", "none", "meant"], &claims);
                all.extend([immediate, fast()]);
                all
            },
            &["all: UnschedulableAndUnresolvable: pod has unbound immediate PersistentVolumeClaims"],
        ),
    ]
}

fn reached() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeBinding", what, objects, says);
    let in_tree = |annotations: &str| {
        let affinity = near("topology.kubernetes.io/zone", "z");
        vec![
            node("a", "topology.kubernetes.io/zone: z"),
            node("b", "topology.ebs.csi.aws.com/zone: z"),
            object("CSINode", "a", &format!("annotations: {{{annotations}}}"), "spec: {drivers: []}"),
            object("CSINode", "b", &format!("annotations: {{{annotations}}}"), "spec: {drivers: []}"),
            volume("v", "", &format!("awsElasticBlockStore: {{volumeID: vol-1}}, {affinity}")),
            bound("c", "v"),
            pod(&uses(&["c"])),
        ]
    };
    let migrated = "storage.alpha.kubernetes.io/migrated-plugins: kubernetes.io/aws-ebs";
    let by_name = "nodeAffinity: {required: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [b]}]}]}}";
    vec![
        of(
            "a volume in the zone of one node",
            world(&["c"], &[bound("c", "v"), volume("v", "", &near("zone", "a"))]),
            &["a: ok", at_b(AWAY)],
        ),
        of(
            "names of nodes are not asked of volumes",
            world(&["c"], &[bound("c", "v"), volume("v", "", by_name)]),
            &["a: ok", "b: ok"],
        ),
        of(
            "a volume that two zones reach, neither of them here",
            world(&["c"], &[bound("c", "v"), volume("v", "", &either("c", "d"))]),
            &[at_a(AWAY), at_b(AWAY)],
        ),
        of(
            "a volume that no node reaches",
            world(
                &["c"],
                &[bound("c", "v"), volume("v", "", "nodeAffinity: {required: {nodeSelectorTerms: []}}")],
            ),
            &[at_a(AWAY), at_b(AWAY)],
        ),
        of("a volume that is gone", world(&["c"], &[bound("c", "v")]), &[at_a(GONE), at_b(GONE)]),
        of("an in-tree volume", in_tree(""), &["a: ok", at_b(AWAY)]),
        of("an in-tree volume where the driver took over", in_tree(migrated), &[at_a(AWAY), "b: ok"]),
        of(
            "an in-tree volume that cannot be read",
            vec![
                node("a", ""),
                object("CSINode", "a", &format!("annotations: {{{migrated}}}"), "spec: {drivers: []}"),
                volume("v", "", "awsElasticBlockStore: {volumeID: 'aws://z/disk'}"),
                bound("c", "v"),
                pod(&uses(&["c"])),
            ],
            &[
                "a: Error: could not translate pv: failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (aws://z/disk)",
            ],
        ),
    ]
}

/// Returns what is said of a node.
fn at_a(words: &str) -> &'static str {
    format!("a: {words}").leak()
}

fn at_b(words: &str) -> &'static str {
    format!("b: {words}").leak()
}

const NEAR: &str = "\"Near\" is not a valid label selector operator";
const EMPTY: &str = "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty";
const FILLED: &str =
    "values: Invalid value: [\"v\",\"w\"]: values set must be empty for exists and does not exist";

/// Returns what is said of a node for a selector that means nothing.
fn nonsense(node: &str, why: &str) -> &'static str {
    format!("{node}: Error: error creating internal label selector for claim: shop/c: {why}").leak()
}

fn matched() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeBinding", what, objects, says);
    let here = near("zone", "a");
    let only_a: &[&'static str] = &["a: ok", at_b(NO_VOLUME)];
    let nowhere: &[&'static str] = &[at_a(NO_VOLUME), at_b(NO_VOLUME)];
    let everywhere: &[&'static str] = &["a: ok", "b: ok"];
    let one = |volume: &str, wanted: &str| {
        world(&["c"], &[fast(), free("v", "10Gi", volume), wants("c", "10Gi", wanted)])
    };
    let meant = |name: &str| format!("claimRef: {{namespace: shop, name: {name}}}");
    vec![
        of("a free volume in one zone", one(&here, ""), only_a),
        of("a free volume anywhere", one("", ""), everywhere),
        of(
            "one that is too small",
            world(&["c"], &[fast(), free("v", "9Gi", ""), wants("c", "10Gi", "")]),
            nowhere,
        ),
        of(
            "one of another class",
            world(&["c"], &[fast(), volume("v", "", "capacity: {storage: 10Gi}"), wants("c", "1Gi", "")]),
            nowhere,
        ),
        of("one of another mode", one("volumeMode: Block", ""), nowhere),
        of("one with other attributes", one("volumeAttributesClassName: gold", ""), nowhere),
        of(
            "one with the same attributes",
            one("volumeAttributesClassName: gold", "volumeAttributesClassName: gold"),
            everywhere,
        ),
        of("one that is selected", one("", "selector: {matchLabels: {kind: disk}}"), everywhere),
        of("one that is not", one("", "selector: {matchLabels: {kind: tape}}"), nowhere),
        of("one that is meant for the claim", one(&meant("c"), ""), everywhere),
        of("one that is meant for another", one(&meant("d"), ""), nowhere),
        of(
            "what is meant for the claim comes before what is free",
            world(
                &["c"],
                &[
                    fast(),
                    free("v", "10Gi", &format!("{}, {here}", meant("c"))),
                    free("w", "10Gi", ""),
                    wants("c", "10Gi", ""),
                ],
            ),
            only_a,
        ),
        of(
            "one that cannot be mounted so",
            world(
                &["c"],
                &[
                    fast(),
                    free("v", "10Gi", ""),
                    claim("c", "", "storageClassName: fast, accessModes: [ReadWriteMany]"),
                ],
            ),
            nowhere,
        ),
        of(
            "two claims and one volume",
            world(
                &["c", "d"],
                &[fast(), free("v", "10Gi", ""), wants("c", "1Gi", ""), wants("d", "1Gi", "")],
            ),
            nowhere,
        ),
        of(
            "the smaller claim takes the smaller volume",
            world(
                &["c", "d"],
                &[
                    fast(),
                    free("v", "20Gi", ""),
                    free("w", "5Gi", ""),
                    wants("c", "10Gi", ""),
                    wants("d", "1Gi", ""),
                ],
            ),
            everywhere,
        ),
        of(
            "two claims and two equal volumes",
            world(
                &["c", "d"],
                &[
                    fast(),
                    free("v", "5Gi", ""),
                    free("w", "5Gi", ""),
                    wants("c", "1Gi", ""),
                    wants("d", "1Gi", ""),
                ],
            ),
            everywhere,
        ),
        of(
            "a selector that means nothing",
            one("", "selector: {matchExpressions: [{key: k, operator: Near}]}"),
            &[nonsense("a", NEAR), nonsense("b", NEAR)],
        ),
        of(
            "a selector of no values",
            one("", "selector: {matchExpressions: [{key: k, operator: In}]}"),
            &[nonsense("a", EMPTY), nonsense("b", EMPTY)],
        ),
        of(
            "a selector of values where there are none",
            one("", "selector: {matchExpressions: [{key: k, operator: Exists, values: [v, w]}]}"),
            &[nonsense("a", FILLED), nonsense("b", FILLED)],
        ),
    ]
}

fn made() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeBinding", what, objects, says);
    let everywhere: &[&'static str] = &["a: ok", "b: ok"];
    let allowed = "allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [a, c]}]}]";
    let selected = "annotations: {volume.kubernetes.io/selected-node: a}";
    let driver = object("CSIDriver", "p", "", "spec: {storageCapacity: true}");
    let room = |name: &str, zone: &str, room: &str| {
        let rest = format!("storageClassName: fast, nodeTopology: {{matchLabels: {{zone: {zone}}}}}, {room}");
        object("CSIStorageCapacity", name, "namespace: storage", &rest)
    };
    let with_room = |rooms: &[String]| {
        let mut all =
            world(&["c"], &[waiting_class("fast", "p", ""), driver.clone(), wants("c", "10Gi", "")]);
        all.extend(rooms.iter().cloned());
        all
    };
    vec![
        of(
            "a class that makes volumes",
            world(&["c"], &[waiting_class("fast", "p", ""), wants("c", "1Gi", "")]),
            everywhere,
        ),
        of(
            "a class that makes them in some zones",
            world(&["c"], &[waiting_class("fast", "p", allowed), wants("c", "1Gi", "")]),
            &["a: ok", at_b(NO_VOLUME)],
        ),
        of(
            "a class that makes them in two zones, neither of them here",
            world(
                &["c"],
                &[
                    waiting_class(
                        "fast",
                        "p",
                        "allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [c]}]}, {matchLabelExpressions: [{key: zone, values: [d]}]}]",
                    ),
                    wants("c", "1Gi", ""),
                ],
            ),
            &[at_a(NO_VOLUME), at_b(NO_VOLUME)],
        ),
        of(
            "a volume that is being made for a node",
            world(&["c"], &[waiting_class("fast", "p", ""), claim("c", selected, "storageClassName: fast")]),
            &["a: ok", at_b(NO_VOLUME)],
        ),
        of(
            "room that is told",
            with_room(&[room("r", "a", "capacity: 10Gi"), room("s", "b", "capacity: 9Gi")]),
            &["a: ok", at_b(FULL)],
        ),
        of(
            "the largest volume is the better number",
            with_room(&[
                room("r", "a", "capacity: 100Gi, maximumVolumeSize: 9Gi"),
                room("s", "b", "capacity: 1Gi, maximumVolumeSize: 10Gi"),
            ]),
            &[at_a(FULL), "b: ok"],
        ),
        of(
            "room that is not told",
            with_room(&[room("r", "c", "capacity: 10Gi")]),
            &[at_a(FULL), at_b(FULL)],
        ),
        of(
            "several reasons at once",
            world(
                &["c", "d", "e"],
                &[
                    waiting_class("fast", "p", ""),
                    driver.clone(),
                    wants("c", "10Gi", ""),
                    bound("d", "v"),
                    volume("v", "", &near("zone", "c")),
                    bound("e", "gone"),
                ],
            ),
            &[
                "a: UnschedulableAndUnresolvable: node(s) didn't match PersistentVolume's node affinity; node(s) did not have enough free storage",
                "b: UnschedulableAndUnresolvable: node(s) didn't match PersistentVolume's node affinity; node(s) did not have enough free storage",
            ],
        ),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    [before(), reached(), matched(), made()].into_iter().flatten().collect()
}

#[test]
fn claims_that_cannot_be_used_anywhere() {
    case::check(&before());
}

#[test]
fn volumes_that_cannot_be_reached() {
    case::check(&reached());
}

#[test]
fn volumes_that_are_found() {
    case::check(&matched());
}

#[test]
fn volumes_that_are_made() {
    case::check(&made());
}

#[test]
fn sizes_and_places_are_told() {
    let objects = world(
        &["c", "d"],
        &[
            waiting_class("fast", "p", ""),
            object("CSIDriver", "p", "", "spec: {storageCapacity: true}"),
            wants("c", "10Gi", ""),
            bound("d", "v"),
            volume("v", "", &near("zone", "b")),
        ],
    );
    let said = Case::new("VolumeBinding", "", objects, &[]).run(Features::of(36, None), &[]);
    let causes: Vec<String> = said.causes.into_iter().collect();
    assert_eq!(
        causes,
        [
            "c: 10Gi wanted, and no room is told of for this node",
            "d: volume v wants zone=b, the node has zone=a"
        ]
    );
}

#[test]
fn of_equal_volumes_it_is_not_known_which_is_taken() {
    let volumes = |sizes: [&str; 2]| {
        world(
            &["c", "d"],
            &[
                fast(),
                free("v", sizes[0], ""),
                free("w", sizes[1], ""),
                wants("c", "1Gi", ""),
                wants("d", "1Gi", "selector: {matchLabels: {kind: disk}}"),
            ],
        )
    };
    let doubts = |sizes| {
        let case = Case::new("VolumeBinding", "", volumes(sizes), &[]);
        case.run(Features::of(36, None), &[]).doubts.len()
    };
    assert_eq!(doubts(["5Gi", "5Gi"]), 1);
    assert_eq!(doubts(["5Gi", "6Gi"]), 0);
}

#[test]
fn what_could_not_be_read_is_in_doubt_and_refuses_nothing() {
    let case = Case::new("VolumeBinding", "", world(&["c"], &[]), &[]);
    let said = case.run(Features::of(36, None), &["persistentvolumeclaims"]);
    assert_eq!(said.lines, ["a: ok", "b: ok"]);
    assert_eq!(said.doubts, ["VolumeBinding needs persistentvolumeclaims, which could not be read"]);
}

#[test]
fn attributes_are_not_known_to_older_schedulers() {
    let claims = [fast(), free("v", "10Gi", ""), wants("c", "1Gi", "volumeAttributesClassName: gold")];
    let said = Case::new("VolumeBinding", "", world(&["c"], &claims), &[]).run(Features::of(33, None), &[]);
    let words = "Error: unsupported volumeAttributesClassName is set on claim shop/c when the feature-gate VolumeAttributesClass is disabled";
    assert_eq!(said.lines, [at_a(words), at_b(words)]);
}
