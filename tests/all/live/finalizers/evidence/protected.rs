//! What is protected, and that the controllers of Kubernetes see it alike.

use kubecheck_test_support::ControlPlane;
use kubectl_finalizers::evidence::{Alive, KnownBy, Risk, Verdict};
use libtest_mimic::{Failed, Trial};

use super::{Of, is_there, judge, until};
use crate::expect::{contains, equal};

const CLAIM: &str = "kubernetes.io/pvc-protection";

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/evidence of a claim that a running pod uses", running_pod),
        Trial::test("live/finalizers/evidence of a claim that only a finished pod names", finished_pod),
        Trial::test("live/finalizers/evidence of an owner that waits for two dependents", foreground),
        Trial::test("live/finalizers/evidence of a CRD with an instance", instances),
        Trial::test("live/finalizers/evidence of a pod that a Job has to count", job),
        Trial::test("live/finalizers/evidence of a namespace with something left", namespace),
        Trial::test("live/finalizers/evidence of an owner whose dependents are to stay", orphans),
        Trial::test("live/finalizers/evidence of a volume, its claim and its driver", volume),
        Trial::test("live/finalizers/evidence of a class that a claim names", class),
    ]
}

/// Makes a claim and a pod on a node that uses it, and deletes the claim.
fn claim_going(plane: &ControlPlane, namespace: &str, annotations: &str, phase: &str) {
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {namespace}}}\n\
         spec: {{accessModes: [ReadWriteOnce], storageClassName: none, resources: {{requests: {{storage: 1Gi}}}}}}\n---\n\
         apiVersion: v1\nkind: Pod\nmetadata: {{name: web, namespace: {namespace}, annotations: {{{annotations}}}}}\n\
         spec:\n  nodeName: node-1\n  restartPolicy: Never\n  containers: [{{name: main, image: web}}]\n\
         \x20 volumes: [{{name: data, persistentVolumeClaim: {{claimName: data}}}}]\n"
    ));
    let is = format!("--for=jsonpath={{.status.phase}}={phase}");
    plane.kubectl(&["wait", "pod/web", "-n", namespace, &is, "--timeout=60s"]);
    plane.kubectl(&["delete", "pvc/data", "-n", namespace, "--wait=false"]);
}

fn running_pod() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("claim");
    claim_going(plane, &namespace, "", "Running");
    let of = Of { resource: "persistentvolumeclaims", namespace: Some(&namespace), name: "data" };
    let evidence = judge(plane, of, CLAIM)?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    equal("risk", evidence.risk, Risk::DataLoss)?;
    equal("owner", evidence.owner.known_by, KnownBy::Catalogue)?;
    // This control plane elects no leader and runs no pods of its own: nobody can tell.
    equal("alive", evidence.alive, Alive::Unknown)?;
    equal("waits for", evidence.waits_for, Some(format!("Pod {namespace}/web still uses the claim")))?;
    equal("blockers", evidence.blockers.len(), 1)?;
    plane.kubectl(&["delete", "pod/web", "-n", &namespace, "--force", "--grace-period=0"]);
    until("the claim is gone", || Ok(!is_there(plane, of)))
}

fn finished_pod() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("claim");
    claim_going(plane, &namespace, "kubecheck.test/exit: '0'", "Succeeded");
    let of = Of { resource: "persistentvolumeclaims", namespace: Some(&namespace), name: "data" };
    let evidence = judge(plane, of, CLAIM)?;
    // Nothing is lost, and still the controller waits for the pod.
    equal("verdict", evidence.verdict, Verdict::Safe)?;
    let waits = format!("Pod {namespace}/web has ended, but is still there and names the claim");
    equal("waits for", evidence.waits_for.as_deref(), Some(waits.as_str()))?;
    contains(evidence.cure.as_deref().unwrap_or_default(), "delete the pods that use the claim")?;
    std::thread::sleep(std::time::Duration::from_secs(3));
    equal("the claim is there", is_there(plane, of), true)?;
    plane.kubectl(&["delete", "pod/web", "-n", &namespace, "--force", "--grace-period=0"]);
    until("the claim is gone", || Ok(!is_there(plane, of)))
}

/// A ConfigMap that belongs to another and is held.
fn dependent(namespace: &str, name: &str, owner: &str, uid: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  finalizers: [kubecheck.test/held]\n\
         \x20 ownerReferences: [{{apiVersion: v1, kind: ConfigMap, name: {owner}, uid: {uid}, blockOwnerDeletion: true}}]\n"
    )
}

fn foreground() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("foreground");
    plane.kubectl(&["create", "configmap", "owner", "-n", &namespace]);
    let uid = plane.kubectl(&["get", "configmap/owner", "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
    plane.apply(&["one", "two"].map(|name| dependent(&namespace, name, "owner", &uid)).concat());
    plane.kubectl(&["delete", "configmap/owner", "-n", &namespace, "--cascade=foreground", "--wait=false"]);
    let of = Of { resource: "configmaps", namespace: Some(&namespace), name: "owner" };
    let evidence = judge(plane, of, "foregroundDeletion")?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    let waits = format!(
        "ConfigMap {namespace}/one and ConfigMap {namespace}/two belong to it and block it (blockOwnerDeletion)"
    );
    equal("waits for", evidence.waits_for, Some(waits))?;
    for name in ["one", "two"] {
        let patch = "{\"metadata\":{\"finalizers\":null}}";
        plane.kubectl(&["patch", "configmap", name, "-n", &namespace, "--type=merge", "-p", patch]);
    }
    until("the owner is gone", || Ok(!is_there(plane, of)))
}

fn instances() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("instances");
    let group = format!("{namespace}.example.com");
    plane.apply(&super::definition(&group, "widget", "Widget"));
    let definition = format!("widgets.{group}");
    plane.kubectl(&["wait", "--for=condition=Established", &format!("crd/{definition}"), "--timeout=60s"]);
    let widget = format!(
        "apiVersion: {group}/v1\nkind: Widget\nmetadata: {{name: one, namespace: {namespace}, finalizers: [kubecheck.test/held]}}\n"
    );
    until("the type is served", || Ok(plane.kubectl_with(&["apply", "-f", "-"], &widget).code == 0))?;
    plane.kubectl(&["delete", "crd", &definition, "--wait=false"]);
    let of =
        Of { resource: "customresourcedefinitions.apiextensions.k8s.io", namespace: None, name: &definition };
    let name = "customresourcecleanup.apiextensions.k8s.io";
    let evidence = judge(plane, of, name)?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    equal("waits for", evidence.waits_for, Some(format!("Widget {namespace}/one is still there")))?;
    // The API server itself takes it off, and it answers.
    equal("alive", evidence.alive, Alive::Yes)?;
    let patch = "{\"metadata\":{\"finalizers\":null}}";
    plane.kubectl(&["patch", &definition, "one", "-n", &namespace, "--type=merge", "-p", patch]);
    until("the definition is gone", || Ok(!is_there(plane, of)))
}

fn job() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("job");
    plane.apply(&format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: once, namespace: {namespace}}}\nspec:\n  template:\n\
         \x20   metadata: {{annotations: {{kubecheck.test/hold: 'true'}}}}\n\
         \x20   spec: {{restartPolicy: Never, containers: [{{name: main, image: web}}]}}\n"
    ));
    let pods = ["get", "pods", "-n", &namespace, "-o", "jsonpath={.items[*].metadata.name}"];
    until("the Job has a pod", || Ok(!plane.kubectl(&pods).is_empty()))?;
    let name = plane.kubectl(&pods);
    let of = Of { resource: "pods", namespace: Some(&namespace), name: &name };
    let finalizer = "batch.kubernetes.io/job-tracking";
    let evidence = judge(plane, of, finalizer)?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    equal("waits for", evidence.waits_for, Some(format!("Job {namespace}/once has not done with it")))?;
    plane.kubectl(&[
        "delete",
        "pods",
        "--all",
        "-n",
        &namespace,
        "--force",
        "--grace-period=0",
        "--wait=false",
    ]);
    plane.kubectl(&["delete", "job/once", "-n", &namespace, "--cascade=orphan"]);
    Ok(())
}

fn namespace() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let name = plane.namespace("left");
    plane.apply(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: held, namespace: {name}, finalizers: [kubecheck.test/held]}}\n"
    ));
    plane.kubectl(&["delete", "namespace", &name, "--wait=false"]);
    let path = "jsonpath={.status.conditions[?(@.type==\"NamespaceContentRemaining\")].status}";
    until("the controller tells of it", || {
        Ok(plane.kubectl(&["get", "namespace", &name, "-o", path]) == "True")
    })?;
    let of = Of { resource: "namespaces", namespace: None, name: &name };
    let evidence = judge(plane, of, "kubernetes")?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    let waits = evidence.waits_for.unwrap_or_default();
    contains(&waits, "configmaps. has 1 resource instances")?;
    let told = evidence.facts.iter().any(|fact| fact.what == "the namespace still has configmaps (1)");
    equal("the objects are told", told, true)?;
    let patch = "{\"metadata\":{\"finalizers\":null}}";
    plane.kubectl(&["patch", "configmap/held", "-n", &name, "--type=merge", "-p", patch]);
    until("the namespace is gone", || Ok(!is_there(plane, of)))
}

fn orphans() -> Result<(), Failed> {
    // No collector takes the references off here.
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("orphans");
    plane.kubectl(&["create", "configmap", "owner", "-n", &namespace]);
    let uid = plane.kubectl(&["get", "configmap/owner", "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
    plane.apply(&dependent(&namespace, "one", "owner", &uid));
    plane.kubectl(&["delete", "configmap/owner", "-n", &namespace, "--cascade=orphan", "--wait=false"]);
    let of = Of { resource: "configmaps", namespace: Some(&namespace), name: "owner" };
    let evidence = judge(plane, of, "orphan")?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    equal("waits for", evidence.waits_for, Some(format!("ConfigMap {namespace}/one belongs to it")))?;
    let patch = "{\"metadata\":{\"ownerReferences\":null}}";
    plane.kubectl(&["patch", "configmap/one", "-n", &namespace, "--type=merge", "-p", patch]);
    equal("verdict without it", judge(plane, of, "orphan")?.verdict, Verdict::Safe)
}

fn volume() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("volume");
    let claim =
        "spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}";
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {namespace}}}\n{claim}\n"
    ));
    let uid = plane.kubectl(&["get", "pvc/data", "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {{name: {namespace}}}\nspec: {{accessModes: [ReadWriteOnce], \
         capacity: {{storage: 1Gi}}, csi: {{driver: example.com, volumeHandle: x}}, persistentVolumeReclaimPolicy: Retain, \
         claimRef: {{apiVersion: v1, kind: PersistentVolumeClaim, namespace: {namespace}, name: data, uid: {uid}}}}}\n"
    ));
    let phase = |phase: &str| {
        let patch = format!("{{\"status\":{{\"phase\":\"{phase}\"}}}}");
        plane.kubectl(&["patch", "pv", &namespace, "--subresource=status", "--type=merge", "-p", &patch]);
    };
    let of = Of { resource: "persistentvolumes", namespace: None, name: &namespace };
    let protection = "kubernetes.io/pv-protection";
    phase("Bound");
    let evidence = judge(plane, of, protection)?;
    equal("verdict when bound", evidence.verdict, Verdict::Unsafe)?;
    let bound = format!("the volume is bound to PersistentVolumeClaim {namespace}/data");
    equal("waits for", evidence.waits_for, Some(bound))?;
    phase("Released");
    equal("verdict with its claim", judge(plane, of, protection)?.verdict, Verdict::Unsafe)?;
    let patch = "{\"metadata\":{\"finalizers\":null}}";
    plane.kubectl(&["patch", "pvc/data", "-n", &namespace, "--type=merge", "-p", patch]);
    plane.kubectl(&["delete", "pvc/data", "-n", &namespace]);
    // A claim of the same name is another one.
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {namespace}}}\n{claim}\n"
    ));
    equal("verdict without its claim", judge(plane, of, protection)?.verdict, Verdict::Safe)?;
    // The driver keeps what the policy retains.
    let driver = "external-provisioner.volume.kubernetes.io/finalizer";
    equal("verdict of the driver", judge(plane, of, driver)?.verdict, Verdict::Safe)?;
    let patch = "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Delete\"}}";
    plane.kubectl(&["patch", "pv", &namespace, "--type=merge", "-p", patch]);
    equal("verdict of the driver that deletes", judge(plane, of, driver)?.verdict, Verdict::Unknown)
}

fn class() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let name = plane.namespace("vac");
    plane.apply(&format!(
        "apiVersion: storage.k8s.io/v1\nkind: VolumeAttributesClass\nmetadata: {{name: {name}}}\ndriverName: example.com\nparameters: {{a: b}}\n"
    ));
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {name}}}\n\
         spec: {{accessModes: [ReadWriteOnce], storageClassName: none, volumeAttributesClassName: {name}, resources: {{requests: {{storage: 1Gi}}}}}}\n"
    ));
    let of = Of { resource: "volumeattributesclasses.storage.k8s.io", namespace: None, name: &name };
    let evidence = judge(plane, of, "kubernetes.io/vac-protection")?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    equal("waits for", evidence.waits_for, Some(format!("PersistentVolumeClaim {name}/data names it")))?;
    plane.kubectl(&["delete", "pvc/data", "-n", &name]);
    let evidence = judge(plane, of, "kubernetes.io/vac-protection")?;
    equal("verdict", evidence.verdict, Verdict::Safe)?;
    plane.kubectl(&["delete", "volumeattributesclass", &name]);
    Ok(())
}
