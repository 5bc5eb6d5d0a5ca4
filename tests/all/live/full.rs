//! With controllers, scheduler and kwok objects live as in a cluster.

use std::net::TcpListener;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full runs the pods of workloads", runs_pods),
        Trial::test("live/full reaches a pod's address", reaches_a_pods_address),
        Trial::test("live/full lets containers crash", lets_containers_crash),
        Trial::test("live/full kills a container once", kills_a_container),
        Trial::test("live/full lets containers wait", lets_containers_wait),
        Trial::test("live/full lets one container of several crash", lets_one_container_crash),
        Trial::test("live/full holds pods", holds_pods),
        Trial::test("live/full ends Jobs", ends_jobs),
        Trial::test("live/full deletes namespaces", deletes_namespaces),
        Trial::test("live/full has nodes that are not ready", has_nodes_that_are_not_ready),
    ]
}

/// A Deployment whose pods carry annotations, and a service for it.
fn deployment(namespace: &str, annotations: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {namespace}}}\n\
         spec:\n  replicas: 2\n  selector: {{matchLabels: {{app: web}}}}\n  template:\n\
         \x20   metadata: {{labels: {{app: web}}, annotations: {{{annotations}}}}}\n\
         \x20   spec: {{containers: [{{name: main, image: web}}]}}\n\
         ---\napiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: {namespace}}}\n\
         spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}\n"
    )
}

/// Waits until a field of the first pod of the Deployment has a value.
fn wait_for(namespace: &str, field: &str) {
    let until = format!("--for=jsonpath={field}");
    let plane = ControlPlane::full();
    plane.kubectl(&["wait", "pod", "-l", "app=web", "-n", namespace, &until, "--timeout=60s"]);
}

fn started(annotations: &str) -> String {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("full");
    plane.apply(&deployment(&namespace, annotations));
    let until = "--for=create";
    plane.kubectl(&["wait", "pod", "-l", "app=web", "-n", &namespace, until, "--timeout=60s"]);
    namespace
}

fn runs_pods() -> Result<(), Failed> {
    let namespace = started("");
    let plane = ControlPlane::full();
    plane.kubectl(&["rollout", "status", "deployment/web", "-n", &namespace, "--timeout=60s"]);
    let path = "jsonpath={.items[*].spec.nodeName}";
    let nodes = plane.kubectl(&["get", "pods", "-n", &namespace, "-o", path]);
    equal("scheduled", nodes.split(' ').filter(|node| node.starts_with("node-")).count(), 2)
}

fn reaches_a_pods_address() -> Result<(), Failed> {
    let namespace = started("");
    let plane = ControlPlane::full();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for mut connection in listener.incoming().flatten() {
            let _ = connection.read(&mut [0; 4096]);
            let _ = connection
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere");
        }
    });
    plane.kubectl(&["rollout", "status", "deployment/web", "-n", &namespace, "--timeout=60s"]);
    let path = "jsonpath={.items[*].status.podIP}";
    for address in plane.kubectl(&["get", "pods", "-n", &namespace, "-o", path]).split(' ') {
        plane.lead(&format!("{address}:80"), port);
    }
    plane.kubectl(&["wait", "endpoints/web", "-n", &namespace, "--for=jsonpath={.subsets}", "--timeout=60s"]);
    let service = format!("/api/v1/namespaces/{namespace}/services/http:web:80/proxy/");
    equal("the answer", plane.kubectl(&["get", "--raw", &service]).as_str(), "here")
}

fn lets_containers_crash() -> Result<(), Failed> {
    let namespace = started("kubecheck.test/crash: '3'");
    wait_for(&namespace, "{.status.containerStatuses[0].restartCount}=2");
    wait_for(&namespace, "{.status.containerStatuses[0].state.waiting.reason}=CrashLoopBackOff");
    let path = "jsonpath={.items[*].status.containerStatuses[0].lastState.terminated.exitCode}";
    equal(
        "exit codes",
        ControlPlane::full().kubectl(&["get", "pods", "-n", &namespace, "-o", path]).as_str(),
        "3 3",
    )
}

fn kills_a_container() -> Result<(), Failed> {
    let namespace = started("");
    let plane = ControlPlane::full();
    wait_for(&namespace, "{.status.phase}=Running");
    plane.kubectl(&["annotate", "pods", "-l", "app=web", "-n", &namespace, "kubecheck.test/kill=137"]);
    wait_for(&namespace, "{.status.containerStatuses[0].lastState.terminated.reason}=OOMKilled");
    let path = "jsonpath={.items[*].status.containerStatuses[0].restartCount}";
    equal("restarts", plane.kubectl(&["get", "pods", "-n", &namespace, "-o", path]).as_str(), "1 1")
}

fn lets_containers_wait() -> Result<(), Failed> {
    let why = "CreateContainerConfigError: configmap \"settings\" not found";
    let namespace = started(&format!("kubecheck.test/waiting: '{why}'"));
    wait_for(&namespace, "{.status.containerStatuses[0].state.waiting.reason}=CreateContainerConfigError");
    let path = "jsonpath={.items[0].status}";
    let status = ControlPlane::full().kubectl(&["get", "pods", "-n", &namespace, "-o", path]);
    contains(&status, "configmap \\\"settings\\\" not found")?;
    contains(&status, "\"phase\":\"Pending\"")
}

/// Makes a pod `one` with annotations and two containers.
fn pod(annotations: &str) -> String {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("full");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: one, namespace: {namespace}, annotations: {{{annotations}}}}}, \
         spec: {{containers: [{{name: a, image: a}}, {{name: b, image: b}}]}}}}"
    ));
    namespace
}

fn lets_one_container_crash() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = pod("kubecheck.test/crash: '1', kubecheck.test/container: b");
    let until = "--for=jsonpath={.status.containerStatuses[1].lastState.terminated.exitCode}=1";
    plane.kubectl(&["wait", "pod/one", "-n", &namespace, until, "--timeout=60s"]);
    let path = "jsonpath={.status.containerStatuses[*].name} {.status.containerStatuses[0].ready}";
    equal(
        "the other",
        plane.kubectl(&["get", "pod", "one", "-n", &namespace, "-o", path]).as_str(),
        "a b true",
    )
}

fn holds_pods() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = pod("kubecheck.test/hold: ''");
    let until = "--for=condition=PodScheduled";
    plane.kubectl(&["wait", "pod/one", "-n", &namespace, until, "--timeout=60s"]);
    plane.kubectl(&["delete", "pod", "one", "-n", &namespace, "--wait=false"]);
    let late = plane.try_kubectl(&["wait", "pod/one", "-n", &namespace, "--for=delete", "--timeout=2s"]);
    contains(&late.stderr, "timed out")?;
    let path = "jsonpath={.status.phase}";
    equal("phase", plane.kubectl(&["get", "pod", "one", "-n", &namespace, "-o", path]).as_str(), "Pending")
}

fn ends_jobs() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("full");
    let job = |name: &str, exit: u8| {
        format!(
            "---\napiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}, namespace: {namespace}}}\n\
             spec:\n  backoffLimit: 0\n  template:\n    metadata: {{annotations: {{kubecheck.test/exit: '{exit}'}}}}\n\
             \x20   spec: {{restartPolicy: Never, containers: [{{name: main, image: job}}]}}\n"
        )
    };
    plane.apply(&[job("good", 0), job("bad", 1)].concat());
    for (name, condition) in [("good", "Complete"), ("bad", "Failed")] {
        let (until, name) = (format!("--for=condition={condition}"), format!("job/{name}"));
        plane.kubectl(&["wait", &name, "-n", &namespace, &until, "--timeout=60s"]);
    }
    Ok(())
}

fn deletes_namespaces() -> Result<(), Failed> {
    let namespace = started("");
    // It waits until the namespace is gone.
    ControlPlane::full().kubectl(&["delete", "namespace", &namespace, "--timeout=60s"]);
    Ok(())
}

fn has_nodes_that_are_not_ready() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    plane.node("node-lost", &[("topology.kubernetes.io/zone", "a")]);
    plane.kubectl(&["label", "node", "node-lost", "kubecheck.test/ready=false"]);
    plane.kubectl(&["wait", "node/node-lost", "--for=condition=Ready=false", "--timeout=60s"]);
    Ok(())
}
