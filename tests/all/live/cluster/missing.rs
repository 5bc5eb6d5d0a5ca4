//! What a cluster does not have, and the pods that wait for it.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{judge, judge_as};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/cluster CoreDNS without its ConfigMap is told to the end", core_dns),
        Trial::test("live/cluster a pod that runs on is a warning", runs_on),
        Trial::test("live/cluster what is there, optional or finished is no finding", silent),
        Trial::test("live/cluster a key is asked for of a pod that waits", keys),
        Trial::test("live/cluster who may not list Secrets accuses nobody", forbidden),
        Trial::test("live/cluster a workload whose account is missing has no pods", no_account),
        Trial::test("live/cluster what comes between two lists is not missing", races),
    ]
}

/// A pod of a Deployment with some volumes, and what its status says.
fn pod(namespace: &str, name: &str, volumes: &str, status: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  \
         labels: {{k8s-app: kube-dns, pod-template-hash: abc}}\n  \
         ownerReferences: [{{apiVersion: apps/v1, kind: ReplicaSet, name: coredns-abc, uid: u, controller: true}}]\nspec:\n  \
         nodeName: node-1\n  automountServiceAccountToken: false\n  \
         containers: [{{name: coredns, image: registry.k8s.io/coredns/coredns:v1.12.0}}]\n  volumes: [{volumes}]\n\
         status: {status}\n"
    )
}

/// Makes a pod whose status is what it says.
fn place(plane: &ControlPlane, namespace: &str, name: &str, volumes: &str, status: &str) {
    let pod = pod(namespace, name, volumes, status);
    plane.kubectl_with(&["create", "-f", "-"], &pod).succeeded();
    plane.kubectl_with(&["replace", "--subresource=status", "-f", "-"], &pod).succeeded();
}

const CREATING: &str = "{phase: Pending, containerStatuses: [{name: coredns, ready: false, restartCount: 0, image: i, imageID: '', \
    state: {waiting: {reason: ContainerCreating}}}]}";
const RUNNING: &str = "{phase: Running, containerStatuses: [{name: coredns, ready: true, restartCount: 0, image: i, imageID: '', \
    state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}]}";
const CONFIG: &str = "{name: config-volume, configMap: {name: coredns}}";

fn core_dns() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("dns");
    plane.apply(&format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: coredns, namespace: {namespace}}}\nspec:\n  replicas: 2\n  \
         selector: {{matchLabels: {{k8s-app: kube-dns}}}}\n  template:\n    metadata: {{labels: {{k8s-app: kube-dns}}}}\n    \
         spec:\n      containers: [{{name: coredns, image: registry.k8s.io/coredns/coredns:v1.12.0}}]\n      volumes: [{CONFIG}]\n\
         ---\napiVersion: v1\nkind: Service\nmetadata: {{name: kube-dns, namespace: {namespace}}}\n\
         spec: {{selector: {{k8s-app: kube-dns}}, ports: [{{name: dns, port: 53, protocol: UDP}}]}}\n\
         ---\napiVersion: v1\nkind: Event\nmetadata: {{name: coredns.1, namespace: {namespace}}}\n\
         involvedObject: {{kind: Pod, name: coredns-abc-1, namespace: {namespace}}}\ntype: Warning\nreason: FailedMount\n\
         message: 'MountVolume.SetUp failed for volume \"config-volume\" : configmap \"coredns\" not found'\n\
         lastTimestamp: '2026-01-02T03:04:05Z'\n"
    ));
    for name in ["coredns-abc-1", "coredns-abc-2"] {
        place(plane, &namespace, name, CONFIG, CREATING);
    }
    let told = judge(plane, &namespace);
    let message = "error Deployment/coredns: the volume config-volume needs ConfigMap \"coredns\", which does not exist; 2 pods wait \
                   in ContainerCreating";
    equal("told", told.of("missing-in-cluster"), vec![message.to_owned()])?;
    let finding = told.report["findings"]
        .as_array()
        .expect("the report has it")
        .iter()
        .find(|one| one["rule"] == "missing-in-cluster");
    let finding = finding.expect("the report has it");
    contains(finding["help"].as_str().expect("the report has it"), "doubling up to 2 min 2 s")?;
    let related: Vec<&str> = finding["related"]
        .as_array()
        .expect("the report has it")
        .iter()
        .map(|one| one["message"].as_str().expect("the report has it"))
        .collect();
    equal("related", related.len(), 2)?;
    contains(
        related[0],
        "FailedMount, last 2026-01-02T03:04:05Z: MountVolume.SetUp failed for volume \"config-volume\"",
    )?;
    contains(related[1], "Service/kube-dns has no ready pod; pods with the dnsPolicy ClusterFirst")?;
    is_in_the_readme(plane, &namespace)?;
    // It comes back.
    plane.kubectl(&["create", "configmap", "coredns", "-n", &namespace]);
    equal("told", judge(plane, &namespace).of("missing-in-cluster").len(), 0)
}

/// Fails unless the README shows what a terminal shows of it, but for the namespace.
fn is_in_the_readme(plane: &ControlPlane, namespace: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let kubeconfig = plane.kubeconfig().display();
    let line = format!("kubectl gvkcheck cluster -n {namespace} --snippets always --kubeconfig {kubeconfig}");
    let printed = process::shell(&line, folder.path()).stdout.replace(namespace, "kube-system");
    let block = printed.split("\n\n").find(|block| block.contains("[missing-in-cluster]"));
    let readme = std::fs::read_to_string(process::root().join("README.md"))?;
    contains(&readme, block.ok_or(printed.as_str())?)
}

fn runs_on() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("runs");
    place(plane, &namespace, "coredns-abc-1", CONFIG, RUNNING);
    let told = judge(plane, &namespace);
    let message = "warning Pod/coredns-abc-1: the volume config-volume needs ConfigMap \"coredns\", which does not exist; 1 pod that \
                   had it runs on";
    equal("told", told.of("missing-in-cluster"), vec![message.to_owned()])?;
    equal("exit code", told.code, 0)
}

fn silent() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("silent");
    plane.kubectl(&["create", "configmap", "there", "-n", &namespace]);
    place(plane, &namespace, "there", "{name: v, configMap: {name: there}}", CREATING);
    place(plane, &namespace, "optional", "{name: v, secret: {secretName: gone, optional: true}}", CREATING);
    place(plane, &namespace, "finished", "{name: v, configMap: {name: gone}}", "{phase: Succeeded}");
    equal("told", judge(plane, &namespace).of("missing-in-cluster"), Vec::new())
}

fn keys() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("keys");
    plane.kubectl(&["create", "secret", "generic", "login", "--from-literal=user=ann", "-n", &namespace]);
    let volume =
        "{name: v, secret: {secretName: login, items: [{key: user, path: u}, {key: password, path: p}]}}";
    place(plane, &namespace, "waits", volume, CREATING);
    place(plane, &namespace, "runs", volume, RUNNING);
    let told = judge(plane, &namespace);
    let message = "error Pod/waits: the volume v needs the key \"password\" of Secret \"login\", which it does not have; 1 pod waits in \
                   ContainerCreating";
    equal("told", told.of("missing-in-cluster"), vec![message.to_owned()])?;
    equal("shows values", told.report.to_string().contains("ann"), false)
}

fn forbidden() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("forbidden");
    place(
        plane,
        &namespace,
        "waits",
        "{name: v, secret: {secretName: gone}}, {name: w, configMap: {name: gone}}",
        CREATING,
    );
    let user = plane.user(&format!("{namespace}-reader"), &[&namespace]);
    let group = format!("--group={namespace}");
    let resources = "--resource=configmaps,serviceaccounts,services,pods,events";
    plane.kubectl(&["create", "role", "some", "-n", &namespace, "--verb=list", resources]);
    plane.kubectl(&["create", "rolebinding", "some", "-n", &namespace, "--role=some", &group]);
    let told = judge_as(&user, &format!("-n {namespace}"));
    let missing = told.of("missing-in-cluster");
    equal("told", missing.len(), 1)?;
    contains(&missing[0], "needs ConfigMap \"gone\"")?;
    equal("a gap", told.gaps().contains(&format!("secrets in context test, namespace {namespace}")), true)
}

fn no_account() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("account");
    let deployment = |name: &str, replicas: u8| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  \
             replicas: {replicas}\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    \
             metadata: {{labels: {{app: {name}}}}}\n    spec: {{serviceAccountName: gone, containers: [{{name: c, image: i}}]}}\n"
        )
    };
    plane.apply(&format!("{}---\n{}", deployment("a", 1), deployment("b", 0)));
    let message = "the pod template needs ServiceAccount \"gone\", which does not exist";
    let expected = vec![format!("error Deployment/a: {message}"), format!("info Deployment/b: {message}")];
    equal("told", judge(plane, &namespace).of("missing-in-cluster"), expected)
}

/// The first list does not have it yet; asked for by name it is there.
fn races() -> Result<(), Failed> {
    use kubecheck_test_support::Fault;
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("races");
    plane.kubectl(&["create", "configmap", "coredns", "-n", &namespace]);
    place(plane, &namespace, "coredns-abc-1", CONFIG, CREATING);
    let faults = plane.faults();
    let path = format!("/api/v1/namespaces/{namespace}/configmaps");
    let empty =
        r#"{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{},"items":[]}"#;
    faults.set(&[Fault::answer(&path, 200, "application/json", empty).times(3)]);
    let told = judge_as(faults.kubeconfig(), &format!("-n {namespace}"));
    equal("told", told.of("missing-in-cluster"), Vec::new())?;
    let asked =
        faults.requests().iter().filter(|request| request.query.contains("metadata.name%3Dcoredns")).count();
    equal("asked once more", asked, 1)
}

/// Makes a pod that waits for a ConfigMap that is not there.
pub(super) fn waiting(plane: &ControlPlane, namespace: &str) {
    place(plane, namespace, "coredns-abc-1", CONFIG, CREATING);
}
