//! `VolumeZone`.

use super::case::{self, Case};
use super::world::{bound, claim, node, object, pod, uses, volume, waiting_class};

const ELSEWHERE: &str = "UnschedulableAndUnresolvable: node(s) had no available volume zone";

fn world(nodes: &[(&str, &str)], labels: &str) -> Vec<String> {
    let mut all: Vec<String> = nodes.iter().map(|(name, labels)| node(name, labels)).collect();
    all.extend([volume("v", labels, ""), bound("c", "v"), pod(&uses(&["c"]))]);
    all
}

pub(super) fn cases() -> Vec<Case> {
    let of = |what, objects, says: &[&'static str]| Case::new("VolumeZone", what, objects, says);
    let at = |node: &str| -> &'static str { format!("{node}: {ELSEWHERE}").leak() };
    let zones = [("a", "topology.kubernetes.io/zone: a"), ("b", "topology.kubernetes.io/zone: b"), ("c", "")];
    let immediate = object("StorageClass", "slow", "", "provisioner: p, volumeBindingMode: Immediate");
    let unbound = |spec: &str, class: &str| {
        vec![node("a", ""), claim("c", "", spec), class.to_owned(), pod(&uses(&["c"]))]
    };
    let none = object("Namespace", "shop", "", "");
    vec![
        of("a volume without zones", world(&zones, ""), &["skip"]),
        of(
            "a volume in a zone; a node without any is in a cluster of one zone",
            world(&zones, "topology.kubernetes.io/zone: a"),
            &["a: ok", at("b"), "c: ok"],
        ),
        of(
            "a volume in several zones",
            world(&zones, "topology.kubernetes.io/zone: a__b"),
            &["a: ok", "b: ok", "c: ok"],
        ),
        of(
            "an older label is found under its newer name",
            world(&zones, "failure-domain.beta.kubernetes.io/zone: a"),
            &["a: ok", at("b"), "c: ok"],
        ),
        of(
            "a region",
            world(
                &[("a", "topology.kubernetes.io/region: r"), ("b", "topology.kubernetes.io/zone: z")],
                "topology.kubernetes.io/region: r",
            ),
            &["a: ok", at("b")],
        ),
        of(
            "a label that cannot be read is left out",
            world(&zones, "topology.kubernetes.io/zone: a__"),
            &["skip"],
        ),
        of(
            "a claim that is not there",
            vec![pod(&uses(&["gone"]))],
            &["all: UnschedulableAndUnresolvable: persistentvolumeclaim \"gone\" not found"],
        ),
        of(
            "a claim without a name",
            vec![pod("volumes: [{name: x, persistentVolumeClaim: {}}]")],
            &["all: UnschedulableAndUnresolvable: PersistentVolumeClaim had no name"],
        ),
        of(
            "a volume that is not there",
            vec![bound("c", "v"), pod(&uses(&["c"]))],
            &["all: UnschedulableAndUnresolvable: persistentvolume \"v\" not found"],
        ),
        of(
            "a claim that waits",
            unbound("storageClassName: fast", &waiting_class("fast", "p", "")),
            &["skip"],
        ),
        of(
            "a claim that does not wait",
            unbound("storageClassName: slow", &immediate),
            &["all: UnschedulableAndUnresolvable: PersistentVolume had no name"],
        ),
        of(
            "a claim of no class",
            unbound("", &none),
            &[
                "all: UnschedulableAndUnresolvable: PersistentVolumeClaim had no pv name and storageClass name",
            ],
        ),
        of(
            "a claim of a class that is not there",
            unbound("storageClassName: slow", &none),
            &["all: UnschedulableAndUnresolvable: storageclass.storage.k8s.io \"slow\" not found"],
        ),
    ]
}

#[test]
fn volumes_that_say_where_they_are() {
    case::check(&cases());
}
