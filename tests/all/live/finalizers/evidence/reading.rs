//! How much is read, and what happens where something may not be read.

use kubecheck_core::kube::{ConnectionArgs, role};
use kubecheck_test_support::ControlPlane;
use kubectl_finalizers::evidence::{Alive, Investigator, KnownBy, Verdict};
use kubectl_finalizers::world::{World, WorldArgs};
use libtest_mimic::{Failed, Trial};

use super::{Of, Reached};
use crate::expect::{contains, equal};

const CLAIM: &str = "kubernetes.io/pvc-protection";

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/evidence reads each list once for many objects", once),
        Trial::test("live/finalizers/evidence is unknown where a list may not be read", forbidden),
        Trial::test("live/finalizers/evidence of a dump is unknown where the dump says nothing", dump),
    ]
}

fn claims(plane: &ControlPlane, namespace: &str, count: usize) {
    let claim = |number: usize| {
        format!(
            "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data-{number}, namespace: {namespace}}}\n\
             spec: {{accessModes: [ReadWriteOnce], storageClassName: none, resources: {{requests: {{storage: 1Gi}}}}}}\n"
        )
    };
    plane.apply(&(0..count).map(claim).collect::<String>());
}

fn once() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("many");
    claims(plane, &namespace, 40);
    let faults = plane.faults();
    let reached = Reached::with(faults.kubeconfig())?;
    let wanted = reached.world.wanted("", "persistentvolumeclaims").ok_or("claims are served")?;
    let wanted = kubecheck_core::kube::Wanted { namespace: Some(namespace), ..wanted };
    let objects = reached.world.list(&wanted)?;
    equal("claims", objects.len(), 40)?;
    faults.set(&[]);
    let investigator = Investigator::new(&reached.world);
    for object in &objects {
        for finalizer in [CLAIM, "foregroundDeletion", "unheard.of/keep"] {
            investigator.judge(&wanted, object, finalizer);
        }
    }
    let requests = faults.requests();
    let mut paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
    paths.sort_unstable();
    let all = paths.len();
    paths.dedup();
    // Of pods, roles and their bindings in the namespace first the metadata is read, with all other kinds, and then all.
    equal("lists read again", all - paths.len() <= 3, true)?;
    equal("gaps", investigator.gaps().len(), 0)
}

fn forbidden() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("partial");
    claims(plane, &namespace, 1);
    let user = plane.user(&namespace, &[]);
    plane.kubectl(&[
        "create",
        "role",
        "reader",
        "--verb=get,list",
        "--resource=persistentvolumeclaims",
        "-n",
        &namespace,
    ]);
    plane.kubectl(&[
        "create",
        "rolebinding",
        "reader",
        "--role=reader",
        &format!("--user={namespace}"),
        "-n",
        &namespace,
    ]);
    let reached = Reached::with(&user)?;
    let investigator = Investigator::new(&reached.world);
    let of = Of { resource: "persistentvolumeclaims", namespace: Some(&namespace), name: "data-0" };
    let evidence = reached.judge(&investigator, of, CLAIM)?;
    equal("verdict", evidence.verdict, Verdict::Unknown)?;
    equal("alive", evidence.alive, Alive::Unknown)?;
    let gaps = investigator.gaps();
    let pods = gaps
        .iter()
        .find(|gap| gap.what == format!("pods in namespace {namespace}"))
        .ok_or("a gap tells of the pods")?;
    contains(&pods.why, "a Role needs apiGroups: [\"\"], resources: [\"pods\"], verbs: [\"list\"]")?;
    // With the role that it asks for it knows.
    plane.kubectl_with(&["apply", "-f", "-"], &role(&namespace, &Investigator::accesses())).succeeded();
    plane.kubectl(&[
        "create",
        "clusterrolebinding",
        &namespace,
        &format!("--clusterrole={namespace}"),
        &format!("--user={namespace}"),
    ]);
    let reached = Reached::with(&user)?;
    let investigator = Investigator::new(&reached.world);
    let evidence = reached.judge(&investigator, of, CLAIM)?;
    equal("verdict with rights", evidence.verdict, Verdict::Safe)?;
    equal("gaps with rights", investigator.gaps().len(), 0)?;
    plane.kubectl(&["delete", "clusterrole", &namespace]);
    plane.kubectl(&["delete", "clusterrolebinding", &namespace]);
    Ok(())
}

fn dump() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("dump");
    claims(plane, &namespace, 1);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("claims.yaml");
    std::fs::write(&file, plane.kubectl(&["get", "pvc,configmaps", "-n", &namespace, "-o", "yaml"]))?;
    let args = WorldArgs { filenames: vec![file.display().to_string()], ..WorldArgs::default() };
    let world = World::open(&args, &ConnectionArgs::default()).map_err(|error| format!("{error:?}"))?;
    let wanted = world.wanted("", "persistentvolumeclaims").ok_or("the dump has claims")?;
    let object = world.get(&wanted, Some(&namespace), "data-0")?.ok_or("the dump has the claim")?;
    let investigator = Investigator::new(&world);
    let evidence = investigator.judge(&wanted, &object, CLAIM);
    equal("owner", evidence.owner.known_by, KnownBy::Catalogue)?;
    equal("verdict", evidence.verdict, Verdict::Unknown)?;
    equal("alive", evidence.alive, Alive::Unknown)?;
    let missing: Vec<String> = investigator.gaps().into_iter().map(|gap| gap.what).collect();
    equal("pods are a gap", missing.iter().any(|what| what == "pods"), true)
}
