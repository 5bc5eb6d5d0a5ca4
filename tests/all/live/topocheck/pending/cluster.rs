//! The cluster of the story, and what trials do in it.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::{ControlPlane, Plain};
use libtest_mimic::Failed;
use serde_json::{Value, json};

use super::pods;
use crate::process::{self, Ended};

/// How long is waited for what the scheduler or a controller does.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A control plane with nodes, volumes and pods on the nodes.
pub(super) struct Cluster {
    pub(super) plane: ControlPlane,
    plain: Plain,
    /// The nodes as they were at first.
    nodes: Value,
}

impl Cluster {
    /// Starts it.
    pub(super) fn start() -> Result<Cluster, Failed> {
        let mut plane = ControlPlane::start(&[]);
        plane.start_controllers();
        plane.apply(include_str!("nodes.yaml"));
        plane.apply(include_str!("volumes.yaml"));
        plane.kubectl(&["delete", "pvc", "going", "-n", "shop", "--wait=false"]);
        plane.kubectl(&["wait", "node", "--all", "--for=condition=Ready", "--timeout=60s"]);
        let bound = ["wait", "pvc", "-n", "shop", "-l", "bound", "--for=jsonpath={.status.phase}=Bound"];
        plane.kubectl(&[&bound[..], &["--timeout=60s"]].concat());
        let plain = plane.plain();
        let mut cluster = Cluster { plane, plain, nodes: Value::Null };
        eventually(|| are_settled(list(&cluster.nodes()?)))?;
        for filler in pods::fillers()? {
            cluster.create(&filler.manifest())?;
        }
        cluster.nodes = cluster.nodes()?;
        Ok(cluster)
    }

    /// Runs `kubectl topocheck`.
    pub(super) fn run(&self, kubeconfig: &Path, arguments: &str) -> Ended {
        let line = format!("KUBECONFIG={} kubectl topocheck {arguments}", kubeconfig.display());
        process::shell(&line, &self.plane.folder())
    }

    /// Creates a pod.
    pub(super) fn create(&self, pod: &Value) -> Result<(), Failed> {
        let path = format!("/api/v1/namespaces/{}/pods", text(&pod["metadata"]["namespace"]));
        let mut answer = self.plain.post(&path, pod);
        let begun = Instant::now();
        // An account or a class that has just been made may not have been seen yet by who judges pods.
        while matches!(answer.0, 403 | 409) && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(100));
            answer = self.plain.post(&path, pod);
        }
        match answer {
            (201, _) => Ok(()),
            (status, answer) => Err(format!("{status} {}\nfor {pod}", answer["message"]).into()),
        }
    }

    /// Deletes a pod at once.
    pub(super) fn delete(&self, name: &str) -> Result<(), Failed> {
        let path = format!("/api/v1/namespaces/shop/pods/{name}");
        match self.plain.send("DELETE", &path, "application/json", &json!({"gracePeriodSeconds": 0})) {
            (200 | 404, _) => Ok(()),
            (status, answer) => Err(format!("{status} {answer} to {path}").into()),
        }
    }

    /// Gets an object or a list.
    pub(super) fn get(&self, path: &str) -> Result<Value, Failed> {
        match self.plain.send("GET", path, "application/json", &Value::Null) {
            (200, answer) => Ok(answer),
            (status, answer) => Err(format!("{status} {answer} to {path}").into()),
        }
    }

    /// Waits until a pod has a node, and returns which.
    pub(super) fn bound(&self, name: &str) -> Result<String, Failed> {
        eventually(|| {
            let pod = self.get(&format!("/api/v1/namespaces/shop/pods/{name}"))?;
            let why = || format!("no node for {name}: {}", condition(&pod).unwrap_or("nothing is said"));
            Ok(pod["spec"]["nodeName"].as_str().ok_or_else(why)?.to_owned())
        })
    }

    fn nodes(&self) -> Result<Value, Failed> {
        self.get("/api/v1/nodes")
    }

    /// Makes labels, taints and cordons as they were, and the pods that are on nodes.
    pub(super) fn restore(&self) -> Result<(), Failed> {
        let pods = self.get("/api/v1/pods")?;
        let is_there = |name: &str| list(&pods).iter().any(|pod| pod["metadata"]["name"] == name);
        for filler in pods::fillers()?.iter().filter(|filler| !is_there(&filler.name)) {
            self.create(&filler.manifest())?;
        }
        for (then, now) in list(&self.nodes).iter().zip(list(&self.nodes()?)) {
            if !is_same(then, now) {
                self.restore_node(then, now)?;
            }
        }
        eventually(|| {
            let now = self.nodes()?;
            let differs = list(&self.nodes).iter().zip(list(&now)).find(|(then, now)| !is_same(then, now));
            differs.map_or(Ok(()), |(_, now)| Err(format!("a node is another than it was: {now:#}").into()))
        })
    }

    fn restore_node(&self, then: &Value, now: &Value) -> Result<(), Failed> {
        let path = format!("/api/v1/nodes/{}", text(&then["metadata"]["name"]));
        let mut labels = then["metadata"]["labels"].clone();
        for key in now["metadata"]["labels"].as_object().into_iter().flat_map(|labels| labels.keys()) {
            if labels[key].is_null() {
                labels[key] = Value::Null;
            }
        }
        let spec = json!({"taints": then["spec"]["taints"], "unschedulable": then["spec"]["unschedulable"]});
        let patch = json!({"metadata": {"labels": labels}, "spec": spec});
        match self.plain.send("PATCH", &path, "application/merge-patch+json", &patch) {
            (200, _) => Ok(()),
            (status, answer) => Err(format!("{status} {answer} to {patch}").into()),
        }
    }
}

/// New nodes have a taint until a controller has seen that they are ready; one that is cordoned gets one.
fn are_settled(nodes: &[Value]) -> Result<(), Failed> {
    let has = |node: &Value, taint: &str| node["spec"]["taints"].to_string().contains(taint);
    let is_wrong = |node: &&Value| {
        let is_cordoned = node["spec"]["unschedulable"] == true;
        has(node, "not-ready") || is_cordoned != has(node, "node.kubernetes.io/unschedulable")
    };
    match nodes.iter().find(is_wrong) {
        Some(node) => Err(format!("it has other taints than it should: {node:#}").into()),
        None => Ok(()),
    }
}

/// Tells whether a node is as it was, as far as edits are proposed.
fn is_same(then: &Value, now: &Value) -> bool {
    let taints = |node: &Value| {
        let all = node["spec"]["taints"].as_array().into_iter().flatten();
        let mut taints: Vec<String> =
            all.map(|taint| format!("{}={}:{}", taint["key"], taint["value"], taint["effect"])).collect();
        taints.sort();
        taints
    };
    then["metadata"]["name"] == now["metadata"]["name"]
        && then["metadata"]["labels"] == now["metadata"]["labels"]
        && taints(then) == taints(now)
        && then["spec"]["unschedulable"] == now["spec"]["unschedulable"]
}

/// Returns what the scheduler has written into a pod's condition.
pub(super) fn condition(pod: &Value) -> Option<&str> {
    let mut all = pod["status"]["conditions"].as_array()?.iter();
    all.find(|one| one["type"] == "PodScheduled" && one["status"] == "False")?["message"].as_str()
}

/// Returns the items of a list.
pub(super) fn list(answer: &Value) -> &[Value] {
    answer["items"].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns a text of a document.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Tries again and again until something is as expected, or patience is at its end; then it fails as the last time.
pub(super) fn eventually<T>(mut look: impl FnMut() -> Result<T, Failed>) -> Result<T, Failed> {
    let (begun, mut pause) = (Instant::now(), Duration::from_millis(20));
    loop {
        match look() {
            Err(_) if begun.elapsed() < PATIENCE => thread::sleep(pause),
            last => return last,
        }
        pause = (pause * 3 / 2).min(Duration::from_secs(1));
    }
}
