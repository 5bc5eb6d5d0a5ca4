//! `NodeVolumeLimits`.

use kubectl_topocheck::schedule::version::Features;

use super::case::{self, Case};
use super::world::{bound, claim, node, object, placed, pod, uses, volume, waiting_class};

const EBS: &str = "kubernetes.io/aws-ebs";
const FULL: &str = "a: Unschedulable: node(s) exceed max volume count";

/// Writes how many volumes of a driver node `a` takes.
fn limit(driver: &str, count: i64, annotations: &str) -> String {
    let spec = format!("spec: {{drivers: [{{name: {driver}, nodeID: a, allocatable: {{count: {count}}}}}]}}");
    object("CSINode", "a", &format!("annotations: {{{annotations}}}"), &spec)
}

fn csi(name: &str, driver: &str) -> String {
    volume(name, "", &format!("csi: {{driver: {driver}, volumeHandle: h-{name}}}"))
}

/// A world in which node `a` takes `count` volumes of driver `d` and has one, and the new pod has another.
fn csi_world(count: i64, more: &[String]) -> Vec<String> {
    let mut all = vec![
        node("a", ""),
        limit("d", count, ""),
        csi("v1", "d"),
        csi("v2", "d"),
        bound("one", "v1"),
        bound("two", "v2"),
        placed("old", "a", &uses(&["one"])),
        pod(&uses(&["two"])),
    ];
    all.extend(more.iter().cloned());
    all
}

fn attached(volume: &str, attacher: &str) -> String {
    let spec = format!("attacher: {attacher}, nodeName: a, source: {{persistentVolumeName: {volume}}}");
    object("VolumeAttachment", volume, "", &format!("spec: {{{spec}}}"))
}

fn inline(source: &str) -> String {
    format!("volumes: [{{name: disk, {source}}}]")
}

pub(super) fn cases() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("NodeVolumeLimits", what, objects, says);
    let without = |mut objects: Vec<String>, part: &str| {
        objects.retain(|object| !object.contains(part));
        objects
    };
    let ebs = |id: &str| inline(&format!("awsElasticBlockStore: {{volumeID: '{id}'}}"));
    let two_ebs = |wanted: &str| {
        vec![
            node("a", ""),
            limit("ebs.csi.aws.com", 1, ""),
            placed("old", "a", &ebs("vol-1")),
            pod(&ebs(wanted)),
        ]
    };
    let with_class = |provisioner: &str, driver: &str| {
        vec![
            node("a", ""),
            limit(driver, 0, ""),
            waiting_class("fast", provisioner, ""),
            claim("two", "", "storageClassName: fast"),
            pod(&uses(&["two"])),
        ]
    };
    let made = |owner: &str| {
        let owners = format!("ownerReferences: [{{kind: Pod, name: new, uid: {owner}, controller: true}}]");
        vec![
            node("a", ""),
            limit("d", 0, ""),
            csi("v2", "d"),
            claim("new-data", &owners, "volumeName: v2"),
            pod("volumes: [{name: data, ephemeral: {volumeClaimTemplate: {spec: {}}}}]"),
        ]
    };
    vec![
        of("a pod without volumes", vec![node("a", ""), pod("")], &["skip"]),
        of("ConfigMaps do not count", vec![node("a", ""), pod(&inline("configMap: {name: x}"))], &["skip"]),
        of("there is room for one more", csi_world(2, &[]), &["a: ok"]),
        of("there is none", csi_world(1, &[]), &[FULL]),
        of("a node without a CSINode has no limit", without(csi_world(0, &[]), "kind: CSINode"), &["a: ok"]),
        of(
            "a volume that is there already is not one more",
            {
                let mut objects = without(csi_world(1, &[]), "name: new");
                objects.push(pod(&uses(&["one"])));
                objects
            },
            &["a: ok"],
        ),
        of(
            "what is attached counts, used or not",
            csi_world(2, &[csi("v3", "d"), attached("v3", "d")]),
            &[FULL],
        ),
        of("but not twice", csi_world(2, &[attached("v1", "d")]), &["a: ok"]),
        of("of another driver it does not", csi_world(2, &[csi("v3", "e"), attached("v3", "e")]), &["a: ok"]),
        of("what is made later counts by its class", with_class("d", "d"), &[FULL]),
        of("also by an in-tree class", with_class(EBS, "ebs.csi.aws.com"), &[FULL]),
        of(
            "but not by one that has no driver",
            with_class("kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com"),
            &["a: ok"],
        ),
        of("a pod's own in-tree disk counts", two_ebs("aws://zone-a/vol-2"), &[FULL]),
        of("the same disk in another spelling does not", two_ebs("aws://zone-a/vol-1"), &["a: ok"]),
        of(
            "one that cannot be read fails the scheduler",
            two_ebs("aws://zone-a/disk-2"),
            &[
                "a: Error: converting volume(disk) from inline to csi: failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (aws://zone-a/disk-2)",
            ],
        ),
        of(
            "as does a disk of Azure that is not managed",
            vec![
                node("a", ""),
                limit("d", 1, ""),
                pod(&inline("azureDisk: {diskName: x, diskURI: z, kind: Dedicated}")),
            ],
            &[
                "a: Error: converting volume(disk) from inline to csi: kind(Dedicated) is not supported in csi migration",
            ],
        ),
        of(
            "a claim that is not there",
            vec![node("a", ""), pod(&uses(&["gone"]))],
            &[
                "a: UnschedulableAndUnresolvable: looking up PVC shop/gone: persistentvolumeclaim \"gone\" not found",
            ],
        ),
        of(
            "a volume without a claim's name",
            vec![node("a", ""), pod("volumes: [{name: x, persistentVolumeClaim: {}}]")],
            &["a: Error: PersistentVolumeClaim had no name"],
        ),
        of("a claim that was made for the pod", made("new-uid"), &[FULL]),
        driver_missing(),
        of(
            "a claim that was made for another",
            made("other-uid"),
            &["a: Error: PVC shop/new-data was not created for pod shop/new (pod is not owner)"],
        ),
    ]
}

/// A driver that must be on a node for its volumes, and is not on this one.
fn driver_missing() -> Case {
    let mut objects = csi_world(
        5,
        &[
            object("CSIDriver", "e", "", "spec: {preventPodSchedulingIfMissing: true}"),
            csi("v3", "e"),
            bound("three", "v3"),
        ],
    );
    objects.retain(|object| !object.contains("name: new"));
    objects.push(pod(&uses(&["three"])));
    Case::new("NodeVolumeLimits", "a driver that must be there", objects, &["a: ok"])
}

#[test]
fn nodes_take_so_many_volumes_of_a_driver() {
    case::check(&cases());
}

#[test]
fn a_missing_driver_matters_where_the_gate_is_on() {
    let features = Features { volume_limit_scaling: true, ..Features::of(36, None) };
    let said = driver_missing().run(features, &[]);
    assert_eq!(said.lines, ["a: Unschedulable: e CSI driver is not installed on the node"]);
}

#[test]
fn older_schedulers_ask_the_node_whether_a_plugin_has_a_driver() {
    let ebs = |id: &str| inline(&format!("awsElasticBlockStore: {{volumeID: {id}}}"));
    for (annotations, expected) in [
        ("", "a: ok"),
        ("storage.alpha.kubernetes.io/migrated-plugins: 'kubernetes.io/cinder,kubernetes.io/aws-ebs'", FULL),
        ("storage.alpha.kubernetes.io/migrated-plugins: kubernetes.io/cinder", "a: ok"),
    ] {
        let objects = vec![
            node("a", ""),
            limit("ebs.csi.aws.com", 1, annotations),
            placed("old", "a", &ebs("vol-1")),
            pod(&ebs("vol-2")),
        ];
        let case = Case::new("NodeVolumeLimits", "", objects, &[]);
        assert_eq!(case.run(Features::of(35, None), &[]).lines, [expected], "{annotations}");
        assert_eq!(case.run(Features::of(36, None), &[]).lines, [FULL], "{annotations}");
    }
}

#[test]
fn numbers_are_told() {
    let said = Case::new("NodeVolumeLimits", "", csi_world(1, &[]), &[]).run(Features::of(36, None), &[]);
    assert_eq!(
        said.causes.into_iter().collect::<Vec<_>>(),
        ["two: d has 1 of 1 volumes here, 1 more wanted"]
    );
}
