//! `VolumeRestrictions`.

use kubectl_topocheck::schedule::filter::Prepared;
use kubectl_topocheck::schedule::filters;
use kubectl_topocheck::schedule::version::Features;

use super::case::{self, Case};
use super::world::{World, claim, node, placed, pod, uses};

const NO_DISK: &str = "a: Unschedulable: node(s) had no available disk";
const IN_USE: [&str; 2] = [
    "a: Unschedulable: node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
    "b: Unschedulable: node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
];

/// A world in which a pod on node `a` and the new pod have a volume each.
fn disks(there: &str, wanted: &str) -> Vec<String> {
    let volume = |source: &str| format!("volumes: [{{name: disk, {source}}}]");
    vec![node("a", ""), node("b", ""), placed("old", "a", &volume(there)), pod(&volume(wanted))]
}

fn one_pod(users: &[String]) -> Vec<String> {
    let mut all = vec![
        node("a", ""),
        node("b", ""),
        claim("mine", "", "accessModes: [ReadWriteOncePod]"),
        pod(&uses(&["mine"])),
    ];
    all.extend(users.iter().cloned());
    all
}

pub(super) fn cases() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeRestrictions", what, objects, says);
    let gce = |only: bool| format!("gcePersistentDisk: {{pdName: d, readOnly: {only}}}");
    let iscsi = |name: &str, only: bool| format!("iscsi: {{iqn: {name}, readOnly: {only}}}");
    let rbd = |monitors: &str, pool: &str, only: bool| {
        format!("rbd: {{monitors: [{monitors}], pool: {pool}, image: i, readOnly: {only}}}")
    };
    let ebs = "awsElasticBlockStore: {volumeID: v, readOnly: true}";
    let free: &[&str] = &["a: ok", "b: ok"];
    let taken: &[&str] = &[NO_DISK, "b: ok"];
    vec![
        of("GCE disks may be shared for reading", disks(&gce(true), &gce(true)), free),
        of("but not if one writes", disks(&gce(true), &gce(false)), taken),
        of("EBS volumes may never be shared", disks(ebs, ebs), taken),
        of("iSCSI disks of one name", disks(&iscsi("x", false), &iscsi("x", true)), taken),
        of("iSCSI disks of one name, for reading", disks(&iscsi("x", true), &iscsi("x", true)), free),
        of("iSCSI disks of two names", disks(&iscsi("x", false), &iscsi("z", false)), free),
        of(
            "RBD images with a monitor in common",
            disks(&rbd("m, k", "p", false), &rbd("o, k", "p", false)),
            taken,
        ),
        of("RBD images of two pools", disks(&rbd("m", "p", false), &rbd("m", "q", false)), free),
        of("RBD images of two clusters", disks(&rbd("m", "p", false), &rbd("k", "p", false)), free),
        of("RBD images, for reading", disks(&rbd("m", "p", true), &rbd("m", "p", true)), free),
        of("other volumes are left alone", disks("hostPath: {path: /x}", "hostPath: {path: /x}"), &["skip"]),
        of("a claim for one pod that nobody has", one_pod(&[]), &["skip"]),
        of(
            "a claim for one pod that somebody has",
            one_pod(&[placed("old", "a", &uses(&["mine"]))]),
            &IN_USE,
        ),
        of(
            "a pod whose node is not there is not counted",
            one_pod(&[placed("old", "c", &uses(&["mine"]))]),
            &["skip"],
        ),
        of(
            "a claim that is not there",
            vec![node("a", ""), pod(&uses(&["gone"]))],
            &["all: UnschedulableAndUnresolvable: persistentvolumeclaim \"gone\" not found"],
        ),
    ]
}

#[test]
fn volumes_that_cannot_be_shared() {
    case::check(&cases());
}

#[test]
fn pods_that_come_and_go_are_counted() {
    let objects = one_pod(&[placed("old", "a", &uses(&["mine"]))]);
    let snapshot = World::new(&objects).snapshot(Features::of(36, None), &[]);
    let mut all = filters::all(&snapshot.features).into_iter();
    let filter = all.find(|filter| filter.name() == "VolumeRestrictions").expect("it is there");
    let new = snapshot.pending.first().expect("it waits");
    let Prepared::Ready(mut judge) = filter.prepare(new, &snapshot) else { panic!("it judges") };
    let (a, b) = (&snapshot.nodes[0], &snapshot.nodes[1]);
    let old = a.pods[0].clone();
    judge.remove(&old, a);
    assert_eq!(judge.refuse(b), None);
    judge.add(&old, a);
    let refusal = judge.refuse(b).expect("it is in use again");
    let causes: Vec<String> = refusal.causes.iter().map(ToString::to_string).collect();
    assert_eq!(causes, ["mine: only one pod may use it, and shop/old does"]);
}
