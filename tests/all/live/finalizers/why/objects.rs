//! Objects that stay because of others.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{Told, define, eventually, insist, let_go, version, why, widget};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full finalizers why: a claim that pods use", claim),
        Trial::test("live/full finalizers why: foreground deletion with two dependents", foreground),
        Trial::test("live/finalizers why: an object without finalizers that is still there", emptied),
        Trial::test("live/finalizers why: what is not being deleted, and what is not there", healthy),
    ]
}

fn claim() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("why-claim");
    let pod = |name: &str, more: &str, policy: &str| {
        format!(
            "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: {namespace}, annotations: {{{more}}}}}, \
             spec: {{nodeName: node-1, restartPolicy: {policy}, containers: [{{name: c, image: c}}], \
             volumes: [{{name: v, persistentVolumeClaim: {{claimName: data}}}}]}}}}\n"
        )
    };
    plane.apply(&format!(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {{name: {namespace}}}\n\
         spec: {{capacity: {{storage: 1Gi}}, accessModes: [ReadWriteOnce], hostPath: {{path: /x}}, storageClassName: '', \
         claimRef: {{namespace: {namespace}, name: data}}}}\n\
         ---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: data, namespace: {namespace}}}\n\
         spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}, storageClassName: '', \
         volumeName: {namespace}}}\n{}{}",
        pod("runs", "", "Always"),
        pod("ended", "kubecheck.test/exit: '0'", "Never"),
    ));
    for (name, phase) in [("pvc/data", "Bound"), ("pod/runs", "Running"), ("pod/ended", "Succeeded")] {
        let until = format!("--for=jsonpath={{.status.phase}}={phase}");
        plane.kubectl(&["wait", name, "-n", &namespace, &until, "--timeout=60s"]);
    }
    plane.kubectl(&["delete", "pvc", "data", "-n", &namespace, "--wait=false"]);
    plane.kubectl(&["delete", "pv", &namespace, "--wait=false"]);
    let object = format!("pvc/data -n {namespace}");
    let told = why(plane, &object)?;
    let is_designed = |told: &Told| told.document["asDesigned"] == Value::Bool(true);
    equal("in use", (told.verdict(), is_designed(&told), told.code), ("blocked", true, 0))?;
    told.link("pod/runs in namespace")?;
    let next = format!("kubectl finalizers owners pod/runs -n {namespace}");
    equal("next", told.document["next"].as_str(), Some(next.as_str()))?;
    let volume = why(plane, &format!("pv/{namespace}"))?;
    volume.link("finalizer kubernetes.io/pv-protection")?;
    equal("the volume", (volume.verdict(), is_designed(&volume), volume.code), ("blocked", true, 0))?;

    // One that has finished holds the claim too, until somebody deletes it.
    plane.kubectl(&["delete", "pod", "runs", "-n", &namespace, "--force", "--grace-period=0"]);
    let told = why(plane, &object)?;
    equal("finished", (told.verdict(), is_designed(&told), told.code), ("blocked", false, 1))?;
    told.link("it has finished, and holds all the same until it is deleted")?;
    let next = format!("kubectl delete pod/ended -n {namespace}");
    equal("next", told.document["next"].as_str(), Some(next.as_str()))?;
    plane.kubectl(&["delete", "pod", "ended", "-n", &namespace, "--force", "--grace-period=0"]);
    plane.kubectl(&["wait", "pvc/data", "-n", &namespace, "--for=delete", "--timeout=60s"]);
    Ok(())
}

fn foreground() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("why-foreground");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: owner, namespace: {namespace}}}}}"
    ));
    let uid =
        plane.kubectl(&["get", "configmap", "owner", "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
    for name in ["one", "two"] {
        plane.apply(&format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: {namespace}, finalizers: [why.example/hold], \
             ownerReferences: [{{apiVersion: v1, kind: ConfigMap, name: owner, uid: {uid}, blockOwnerDeletion: true}}]}}}}"
        ));
    }
    plane.kubectl(&[
        "delete",
        "configmap",
        "owner",
        "-n",
        &namespace,
        "--cascade=foreground",
        "--wait=false",
    ]);
    let object = format!("configmap/owner -n {namespace}");
    eventually(|| why(plane, &object)?.link("finalizer why.example/hold").map(drop))?;
    let told = why(plane, &object)?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    equal("gaps", told.gaps(), Vec::new())?;
    told.link("finalizer foregroundDeletion")?;
    let says = told.says().join("\n");
    equal(&says, says.contains("one") && says.contains("two"), true)?;
    for name in ["one", "two"] {
        let_go(plane, &format!("configmap/{name}"), &namespace);
    }
    plane.kubectl(&["wait", "configmap/owner", "-n", &namespace, "--for=delete", "--timeout=60s"]);
    Ok(())
}

/// No API server leaves such an object behind, so it is written into etcd.
fn emptied() -> Result<(), Failed> {
    let (plane, group) = (ControlPlane::shared(), "emptied.why.example");
    define(plane, group, &version("v1", true));
    let namespace = plane.namespace("why-emptied");
    insist(plane, &widget(group, &namespace, "left", ""))?;
    let key = format!("/registry/{group}/widgets/{namespace}/left");
    let stored = plane.etcdctl(&["get", &key, "--print-value-only"]).succeeded();
    let mut object: Value = serde_json::from_str(&stored)?;
    object["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z".into();
    object["metadata"]["deletionGracePeriodSeconds"] = 0.into();
    plane.etcdctl(&["put", &key, &object.to_string()]).succeeded();
    let name = format!("widget.{group}/left -n {namespace}");
    let told = why(plane, &name)?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    told.link("it has no finalizers, nothing holds it, and it is still there")?;
    // What is to be typed next is the cure.
    let next = told.document["next"].as_str().unwrap_or_default().to_owned();
    equal("next", next.as_str(), &format!("kubectl delete {name}"))?;
    plane.kubectl(&["delete", &format!("widget.{group}/left"), "-n", &namespace, "--timeout=30s"]);
    equal("gone", why(plane, &name)?.verdict(), "gone")
}

fn healthy() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("why-healthy");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: x, namespace: {namespace}}}}}"
    ));
    for (object, verdict) in
        [("cm/x", "healthy"), ("configmap x", "healthy"), ("cm/y", "gone"), ("configmaps/y", "gone")]
    {
        let told = why(plane, &format!("{object} -n {namespace}"))?;
        equal(object, (told.verdict(), told.code), (verdict, 0))?;
    }
    let line = |object: &str| {
        format!("kubectl finalizers why {object} --kubeconfig {}", plane.kubeconfig().display())
    };
    let folder = tempfile::tempdir()?;
    for object in ["nothing/x", "x", "cm/"] {
        let ended = crate::process::shell(&line(object), folder.path());
        equal(&ended.stderr, ended.code, 2)?;
    }
    Ok(())
}
