//! StatefulSets and DaemonSets, as far as they are judged.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{eventually, run};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full topocheck rollout: StatefulSets", stateful_set),
        Trial::test("live/full topocheck rollout: StatefulSets whose pods are made at once", parallel),
        Trial::test("live/full topocheck rollout: DaemonSets", daemon_set),
        Trial::test("live/full topocheck rollout: what has no rollout", refused),
        Trial::test("live/topocheck rollout: without a controller nothing happens", unattended),
    ]
}

fn workload(kind: &str, namespace: &str, spec: &str, annotations: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: db, namespace: {namespace}}}\n\
         spec:\n  selector: {{matchLabels: {{app: db}}}}\n  {spec}\n  template:\n\
         \x20   metadata: {{labels: {{app: db}}, annotations: {{{annotations}}}}}\n\
         \x20   spec: {{containers: [{{name: main, image: db}}]}}\n"
    )
}

fn stateful_set() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("rollout");
    let ask = |flags: &str| run(plane.kubeconfig(), &format!("sts/db -n {namespace} {flags}"));
    plane.apply(&workload("StatefulSet", &namespace, "replicas: 3", ""));
    ask("--wait --timeout 60s")?.is("done", "", "", 0)?;
    let bad = "kubecheck.test/waiting: 'InvalidImageName: no name'";
    plane.apply(&workload("StatefulSet", &namespace, "replicas: 3", bad));
    let told = ask("--wait --timeout 60s")?;
    told.is("hopeless", "rollout-blocked", "image-name-invalid", 1)?;
    equal("who", told.text("/blocking/0/name"), "db-2")?;
    // With a partition only the last ones are due.
    plane.kubectl(&["delete", "statefulset", "db", "-n", &namespace]);
    plane.kubectl(&["wait", "pods", "-l", "app=db", "-n", &namespace, "--for=delete", "--timeout=60s"]);
    let partition = "replicas: 3\n  updateStrategy: {rollingUpdate: {partition: 2}}";
    plane.apply(&workload("StatefulSet", &namespace, partition, ""));
    ask("--wait --timeout 60s")?.is("done", "", "", 0)?;
    plane.apply(&workload("StatefulSet", &namespace, partition, "new: 'true'"));
    let told = ask("--wait --timeout 60s")?;
    told.is("done", "", "", 0)?;
    equal("updated", told.number("/replicas/updated"), 1)?;
    contains(told.text("/message"), "partition 2")
}

fn daemon_set() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("rollout");
    let ask = |flags: &str| run(plane.kubeconfig(), &format!("ds db -n {namespace} {flags}"));
    // The node of all tests, so that those of others do not come and go.
    let spec = "minReadySeconds: 0";
    let on = |annotations: &str| {
        workload("DaemonSet", &namespace, spec, annotations)
            .replace("spec: {containers", "spec: {nodeSelector: {kubernetes.io/hostname: node-1}, containers")
    };
    plane.kubectl(&["label", "node", "node-1", "kubernetes.io/hostname=node-1", "--overwrite"]);
    plane.apply(&on(""));
    ask("--wait --timeout 60s")?.is("done", "", "", 0)?;
    plane.apply(&on("kubecheck.test/waiting: 'CreateContainerConfigError: secret \"key\" not found'"));
    let told = eventually(|| {
        let told = ask("--grace 0")?;
        told.is("hopeless", "rollout-blocked", "config-missing", 1).map(|()| told)
    })?;
    equal("desired", told.number("/replicas/desired"), 1)?;
    contains(told.text("/next"), "kubectl create secret generic key")?;
    // As soon as it is mended its pods are about to be replaced, whatever is wrong with them.
    plane.apply(&on("mended: 'true'"));
    ask("--wait --grace 0 --timeout 60s")?.is("done", "", "", 0)
}

fn parallel() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("rollout");
    let ask = |flags: &str| run(plane.kubeconfig(), &format!("sts/db -n {namespace} {flags}"));
    let spec = "replicas: 3\n  podManagementPolicy: Parallel";
    plane.apply(&workload(
        "StatefulSet",
        &namespace,
        spec,
        "kubecheck.test/waiting: 'InvalidImageName: no name'",
    ));
    eventually(|| ask("--grace 0")?.is("hopeless", "rollout-blocked", "image-name-invalid", 1))?;
    plane.apply(&workload("StatefulSet", &namespace, spec, "mended: 'true'"));
    ask("--wait --grace 0 --timeout 60s")?.is("done", "", "", 0)
}

fn refused() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("rollout");
    plane.apply(&workload("StatefulSet", &namespace, "updateStrategy: {type: OnDelete}", ""));
    for (object, says) in [
        ("sts/db", "its updateStrategy is OnDelete"),
        ("deploy/none", "there is no deployment/none"),
        ("rs/db", "no kind that has rollouts"),
        ("db", "names no object"),
    ] {
        let config = plane.kubeconfig().display();
        let line = format!("KUBECONFIG={config} kubectl topocheck rollout {object} -n {namespace}");
        let ended = process::shell(&line, &std::env::temp_dir());
        equal(&ended.stderr, ended.code, 2)?;
        contains(&ended.stderr, says)?;
        contains(&ended.stderr, "hint: ")?;
    }
    Ok(())
}

/// In this control plane no controller runs.
fn unattended() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("rollout");
    plane.apply(&workload("Deployment", &namespace, "replicas: 1", ""));
    let ask = |flags: &str| run(plane.kubeconfig(), &format!("deploy/db -n {namespace} {flags}"));
    ask("")?.is("progressing", "", "", 0)?;
    let told = ask("--wait --grace 2s --timeout 6s")?;
    told.is("held", "rollout-unattended", "", 4)?;
    contains(told.text("/reason"), "its controller has seen generation 0 of 1")?;
    contains(told.text("/next"), "kubectl finalizers stalls")
}
