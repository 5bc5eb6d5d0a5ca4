//! `kubectl finalizers stalls` on a real control plane.
//!
//! The queues of kube-controller-manager are the real ones. Controllers that hang are played: a service of the test answers as their
//! metrics would, since no real one hangs when it is asked to.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use kubecheck_test_support::{ControlPlane, Plain};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::grant;
use crate::expect::{contains, equal};
use crate::live::user::User;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/stalls gives each controller its verdict", verdicts),
        Trial::test("live/finalizers/stalls is complete with just the role that it prints", rights),
        Trial::test("live/full/stalls reads the queues of the real kube-controller-manager", real),
    ]
}

/// A namespace with controllers in it.
struct Scene<'p> {
    plane: &'p ControlPlane,
    plain: Plain,
    namespace: String,
    group: String,
}

impl<'p> Scene<'p> {
    fn new(plane: &'p ControlPlane, prefix: &str) -> Scene<'p> {
        let namespace = plane.namespace(prefix);
        let group = format!("{namespace}.example.com");
        plane.apply(&format!(
            "apiVersion: apiextensions.k8s.io/v1\n\
             kind: CustomResourceDefinition\n\
             metadata: {{name: widgets.{group}}}\n\
             spec:\n  group: {group}\n  scope: Namespaced\n  names: {{plural: widgets, singular: widget, kind: Widget}}\n  versions:\n  \
             - name: v1\n    served: true\n    storage: true\n    subresources: {{status: {{}}}}\n    \
             schema: {{openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}\n"
        ));
        plane.kubectl(&["wait", "--for=condition=Established", &format!("crd/widgets.{group}")]);
        Scene { plane, plain: plane.plain(), namespace, group }
    }

    fn apply(&self, path: &str, manager: &str, object: &Value) {
        let path = format!("{path}?fieldManager={manager}&force=true");
        let (status, answer) = self.plain.send("PATCH", &path, "application/apply-patch+yaml", object);
        assert!(status < 300, "{path}: {answer}");
    }

    fn widget(&self, name: &str, size: u32) {
        let api_version = format!("{}/v1", self.group);
        let path = format!("/apis/{api_version}/namespaces/{}/widgets/{name}", self.namespace);
        let widget = json!({"apiVersion": api_version, "kind": "Widget", "metadata": {"name": name}, "spec": {"size": size}});
        self.apply(&path, "kubectl", &widget);
    }

    /// Lets a controller look at a widget.
    fn observe(&self, name: &str, controller: &str, generation: u32) {
        let api_version = format!("{}/v1", self.group);
        let path = format!("/apis/{api_version}/namespaces/{}/widgets/{name}/status", self.namespace);
        let status = json!({
            "apiVersion": api_version, "kind": "Widget", "metadata": {"name": name},
            "status": {"observedGeneration": generation},
        });
        self.apply(&path, controller, &status);
    }

    /// Writes the lease of a controller, renewed so many seconds ago.
    fn lease(&self, controller: &str, holder: &str, age: i64) {
        let path = format!("/apis/coordination.k8s.io/v1/namespaces/{}/leases/{controller}", self.namespace);
        let lease = json!({
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": controller},
            "spec": {"holderIdentity": holder, "leaseDurationSeconds": 15, "renewTime": ago(age)},
        });
        self.apply(&path, controller, &lease);
    }

    /// Says of the pod behind a service of the test where its metrics are.
    fn declare_metrics(&self, pod: &str) {
        let annotations = ["prometheus.io/port=443", "prometheus.io/scheme=https"];
        self.plane.kubectl(&["annotate", "pod", pod, "-n", &self.namespace, annotations[0], annotations[1]]);
    }
}

/// Returns a time so many seconds ago, as leases have it.
fn ago(seconds: i64) -> String {
    use kubecheck_core::model::time::{Timestamp, now};
    let at = Timestamp::from_second(now().as_second() - seconds).expect("it is a time");
    format!("{}.000000Z", at.to_string().trim_end_matches('Z'))
}

/// Runs the command in JSON; returns the exit code and the document.
fn run(
    scene: &Scene<'_>,
    user: &User,
    kubeconfig: &std::path::Path,
    flags: &str,
) -> Result<(i32, Value), Failed> {
    let line = format!("kubectl finalizers stalls -n {} --interval 2s {flags} -o json", scene.namespace);
    let ended = user.run(kubeconfig, &line)?;
    let document = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{error}: {}{}", ended.stdout, ended.stderr))?;
    Ok((ended.code, document))
}

fn verdicts_of(document: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let controllers = document["controllers"].as_array().map(Vec::as_slice).unwrap_or_default();
    controllers.iter().map(|own| (text(&own["controller"]), text(&own["verdict"]))).collect()
}

fn verdicts() -> Result<(), Failed> {
    let scene = Scene::new(ControlPlane::shared(), "stalls");
    let user = User::new()?;
    // One that works; one that has not looked at a change; one that never looked at an object.
    for (name, size) in [("fine", 1), ("changed", 1), ("new", 1), ("other", 1)] {
        scene.widget(name, size);
    }
    scene.observe("fine", "lagging", 1);
    scene.observe("changed", "lagging", 1);
    scene.observe("other", "working", 1);
    scene.lease("working", "nobody-here_1", 0);
    scene.lease("dead", "gone_1", 3600);
    scene.lease("left", "", 3600);
    // The time of managed fields is in whole seconds.
    thread::sleep(Duration::from_millis(1100));
    scene.widget("changed", 2);

    let asked = AtomicU64::new(0);
    let _growing = scene.plane.serve(&scene.namespace, "growing", move |_| {
        let n = asked.fetch_add(1, Ordering::Relaxed);
        (200, format!(
            "workqueue_depth{{name=\"w\"}} {}\nworkqueue_adds_total{{name=\"w\"}} {}\nworkqueue_work_duration_seconds_count{{name=\"w\"}} {}\n",
            100 + 40 * n, 1000 + 50 * n, 900 + 10 * n
        ))
    });
    let _hanging = scene.plane.serve(&scene.namespace, "hanging", |_| {
        let page = "workqueue_depth{name=\"w\"} 3\nworkqueue_work_duration_seconds_count{name=\"w\"} 9\n\
                    workqueue_longest_running_processor_seconds{name=\"w\"} 1800\n";
        (200, page.to_owned())
    });
    for name in ["growing", "hanging"] {
        scene.declare_metrics(name);
        scene.lease(name, &format!("{name}_1234"), 0);
    }
    thread::sleep(Duration::from_secs(4));
    let (code, document) = run(&scene, &user, scene.plane.kubeconfig(), "--older-than 2s")?;
    let expected = [
        ("dead", "dead-lease"),
        ("growing", "slow"),
        ("hanging", "stalled"),
        ("lagging", "stalled"),
        ("left", "dead-lease"),
        ("working", "alive"),
    ];
    let expected = expected.map(|(name, verdict)| (name.to_owned(), verdict.to_owned()));
    equal("verdicts", verdicts_of(&document), expected.into())?;
    equal("gaps", document["gaps"].clone(), json!([]))?;
    equal("exit code", code, 1)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = document["findings"].as_array().cloned().unwrap_or_default();
    let findings: Vec<(String, String)> =
        findings.iter().map(|own| (text(&own["rule"]), text(&own["place"]["object"]["name"]))).collect();
    let expected = [
        ("lease-expired", "dead"),
        ("workqueue-growing", "growing"),
        ("workqueue-stalled", "hanging"),
        ("reconcile-stalled", "new"),
        ("lease-expired", "left"),
    ];
    equal("findings", findings, expected.map(|(rule, name)| (rule.to_owned(), name.to_owned())).to_vec())?;
    let lagging =
        document["controllers"].as_array().into_iter().flatten().find(|own| own["controller"] == "lagging");
    let behind = lagging.map(|own| own["behind"].as_array().cloned().unwrap_or_default()).unwrap_or_default();
    let names: Vec<&str> = behind.iter().filter_map(|own| own["name"].as_str()).collect();
    equal("who waits", names, vec!["new", "changed"])?;
    // Nothing waits for long enough.
    let (_, document) = run(&scene, &user, scene.plane.kubeconfig(), "--older-than 1h")?;
    equal("a higher bound", verdicts_of(&document)["lagging"].as_str(), "alive")?;
    dump(&scene, &user)
}

/// A dump tells the same of leases and objects, and that it has no queues.
fn dump(scene: &Scene<'_>, user: &User) -> Result<(), Failed> {
    let kinds = format!("leases,widgets.{}", scene.group);
    let text =
        scene.plane.kubectl(&["get", &kinds, "-n", &scene.namespace, "-o", "yaml", "--show-managed-fields"]);
    user.write("dump.yaml", &text)?;
    let ended = user.bare("kubectl finalizers stalls -f dump.yaml --older-than 2s -o json")?;
    let document: Value = serde_json::from_str(&ended.stdout)?;
    equal("of a dump", verdicts_of(&document)["lagging"].as_str(), "stalled")?;
    equal("of a dump", verdicts_of(&document)["dead"].as_str(), "dead-lease")?;
    contains(&document["gaps"].to_string(), "a dump has no metrics")
}

fn rights() -> Result<(), Failed> {
    let scene = Scene::new(ControlPlane::shared(), "stallrights");
    let user = User::new()?;
    scene.widget("one", 1);
    scene.observe("one", "tidy", 1);
    scene.lease("tidy", "tidy_1", 0);
    let _served = scene.plane.serve(&scene.namespace, "tidy", |_| {
        (
            200,
            "workqueue_depth{name=\"w\"} 0\nworkqueue_work_duration_seconds_count{name=\"w\"} 9\n".to_owned(),
        )
    });
    scene.declare_metrics("tidy");
    let name = format!("reader-of-{}", scene.namespace);
    let reader = scene.plane.user(&name, &[]);
    equal("exit code without rights", run(&scene, &user, &reader, "")?.0, 3)?;
    let line = format!("kubectl finalizers stalls -n {} --print-rbac", scene.namespace);
    let role = user.run(scene.plane.kubeconfig(), &line)?.stdout;
    let granted = grant::Granted::new(scene.plane, &scene.namespace, &role, &name)?;
    let (code, document) = run(&scene, &user, &reader, "")?;
    equal("gaps with the role", document["gaps"].clone(), json!([]))?;
    equal("exit code with the role", code, 0)?;
    equal("the queue was read", document["controllers"][0]["queues"][0]["name"].clone(), json!("w"))?;
    // Without the right to reach pods the rest is told, and what is missing is a gap.
    granted.without("pods/proxy")?;
    let (code, document) = run(&scene, &user, &reader, "")?;
    contains(&document["gaps"].to_string(), "the metrics of pod")?;
    equal("the verdict without metrics", verdicts_of(&document)["tidy"].as_str(), "alive")?;
    equal("exit code without metrics", code, 3)
}

fn real() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let scene = Scene::new(plane, "realqueues");
    let user = User::new()?;
    let namespace = &scene.namespace;
    // kube-controller-manager asks the API server who may read its metrics; the proxy comes as nobody.
    plane.kubectl(&["create", "clusterrole", namespace, "--verb=get", "--non-resource-url=/metrics"]);
    plane.kubectl(&[
        "create",
        "clusterrolebinding",
        namespace,
        "--clusterrole",
        namespace,
        "--user=system:anonymous",
    ]);
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: kcm, namespace: {namespace}}}, \
          spec: {{schedulerName: none, containers: [{{name: main, image: none, \
          ports: [{{name: https-metrics, containerPort: 10257}}]}}]}}}}"
    ));
    let status = "{\"status\": {\"podIP\": \"10.244.251.7\", \"podIPs\": [{\"ip\": \"10.244.251.7\"}]}}";
    plane.kubectl(&["patch", "pod", "kcm", "-n", namespace, "--subresource=status", "-p", status]);
    plane.lead("10.244.251.7:10257", plane.controller_manager_port());
    scene.lease("kube-controller-manager", "kcm_1234", 0);
    plane.apply(&format!(
        "{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: {namespace}}}, \
          spec: {{selector: {{matchLabels: {{app: web}}}}, template: {{metadata: {{labels: {{app: web}}}}, \
          spec: {{containers: [{{name: main, image: none}}]}}}}}}}}"
    ));
    plane.kubectl(&["rollout", "status", "deployment/web", "-n", namespace, "--timeout=60s"]);
    let (code, document) = run(&scene, &user, plane.kubeconfig(), "")?;
    equal("gaps", document["gaps"].clone(), json!([]))?;
    equal("exit code", code, 0)?;
    let own = document["controllers"].as_array().into_iter().flatten();
    let own = own.into_iter().find(|own| own["controller"] == "kube-controller-manager");
    let own = own.ok_or("kube-controller-manager is not told")?;
    equal("verdict", own["verdict"].clone(), json!("alive"))?;
    // The Deployment and its ReplicaSet.
    equal("objects", own["objects"].clone(), json!(2))?;
    let queues: Vec<&str> =
        own["queues"].as_array().into_iter().flatten().filter_map(|queue| queue["name"].as_str()).collect();
    equal("its queues", ["deployment", "replicaset"].iter().all(|name| queues.contains(name)), true)
}
