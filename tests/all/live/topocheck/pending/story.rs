//! What happens once: a cluster is made, pods are created that fit on no node of it, the scheduler and the program say why, and
//! the pods go again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::{ControlPlane, Once, Plain};
use libtest_mimic::Failed;
use serde_json::{Value, json};

use super::pods::{self, Described};
use crate::process::{self, Ended};

/// How long is waited for what the scheduler or a controller does.
const PATIENCE: Duration = Duration::from_secs(8);

/// The cluster, and what was said of the pods.
pub(super) struct Story {
    pub(super) plane: ControlPlane,
    pub(super) plain: Plain,
    pub(super) scenarios: Vec<Described>,
    /// The pods as the server had them when the program looked.
    pub(super) pods: BTreeMap<String, Value>,
    /// What the program said of each.
    pub(super) told: BTreeMap<String, Value>,
    /// What it could not read or judge.
    pub(super) gaps: Vec<Value>,
    /// How the program ended.
    pub(super) ended: Ended,
    /// The nodes as they were.
    nodes: Value,
    /// Who holds this may change the cluster.
    turn: Mutex<()>,
}

impl Story {
    /// Returns the story; the first call lets it happen.
    pub(super) fn get() -> &'static Story {
        static STORY: Once<Story> = Once::new();
        STORY.get(|| Story::happen().unwrap_or_else(|why| panic!("{}", why.message().unwrap_or_default())))
    }

    /// Waits until no other trial changes the cluster.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happen() -> Result<Story, Failed> {
        let mut plane = ControlPlane::start(&[]);
        plane.start_controllers();
        let plain = plane.plain();
        let (ended, nodes) = (Ended { stdout: String::new(), stderr: String::new(), code: 0 }, Value::Null);
        let (pods, told, turn) = (BTreeMap::new(), BTreeMap::new(), Mutex::new(()));
        let scenarios = pods::scenarios()?;
        let gaps = Vec::new();
        let mut story = Story { plane, plain, scenarios, pods, told, gaps, ended, nodes, turn };
        story.build()?;
        let refused = story.scenarios.iter().filter_map(|one| story.create(&one.manifest()).err());
        let refused: Vec<String> = refused.filter_map(|why| why.message().map(str::to_owned)).collect();
        if !refused.is_empty() {
            return Err(refused.join("\n").into());
        }
        eventually(|| story.look())?;
        // What was said first may be older than what else has happened since. Whether it agrees at last, a trial asks.
        let begun = Instant::now();
        while !story.agrees() && begun.elapsed() < PATIENCE / 3 {
            thread::sleep(Duration::from_secs(1));
            story.look()?;
        }
        for name in story.pods.keys() {
            story.delete("shop", name)?;
        }
        Ok(story)
    }

    /// Makes nodes, volumes and the pods that are on nodes.
    fn build(&mut self) -> Result<(), Failed> {
        let plane = &self.plane;
        plane.apply(include_str!("nodes.yaml"));
        // Without the account, which a controller makes, pods would be refused.
        for namespace in ["shop", "other"] {
            plane.kubectl(&["wait", "sa/default", "-n", namespace, "--for=create", "--timeout=60s"]);
        }
        plane.apply(include_str!("volumes.yaml"));
        plane.kubectl(&["delete", "pvc", "going", "-n", "shop", "--wait=false"]);
        plane.kubectl(&["wait", "node", "--all", "--for=condition=Ready", "--timeout=60s"]);
        let bound = ["wait", "pvc", "-n", "shop", "-l", "bound", "--for=jsonpath={.status.phase}=Bound"];
        plane.kubectl(&[&bound[..], &["--timeout=60s"]].concat());
        // New nodes have a taint until a controller has seen that they are ready; one that is cordoned gets one.
        eventually(|| {
            let taints = |node: &Value| node["spec"]["taints"].to_string();
            let nodes = self.nodes();
            let is_new = |node: &Value| taints(node).contains("not-ready");
            let is_cordoned = |node: &Value| taints(node).contains("node.kubernetes.io/unschedulable");
            match list(&nodes).iter().any(is_new) || !list(&nodes).iter().any(is_cordoned) {
                true => Err(format!("nodes have other taints than they should: {nodes:#}").into()),
                false => Ok(()),
            }
        })?;
        for filler in pods::fillers()? {
            self.create(&filler.manifest())?;
        }
        self.nodes = self.nodes();
        Ok(())
    }

    /// Lets the program look at the pods, once the scheduler has said something of each.
    fn look(&mut self) -> Result<(), Failed> {
        let pods = self.get_json("/api/v1/namespaces/shop/pods")?;
        let is_meant = |pod: &&Value| pod["spec"]["nodeName"].is_null();
        self.pods = list(&pods).iter().filter(is_meant).map(named).collect();
        let silent: Vec<&str> =
            self.scenarios.iter().filter(|one| one.state != "gated").map(|one| one.name.as_str()).collect();
        let silent: Vec<&str> = silent
            .into_iter()
            .filter(|name| self.pods.get(*name).is_none_or(|pod| condition(pod).is_none()))
            .collect();
        if !silent.is_empty() {
            return Err(format!("the scheduler says nothing of {silent:?}").into());
        }
        self.ended = self.run(self.plane.kubeconfig(), "pending --fit -o json");
        let document: Value = serde_json::from_str(&self.ended.stdout)
            .map_err(|error| format!("{error}: {}{}", self.ended.stdout, self.ended.stderr))?;
        self.gaps = document["gaps"].as_array().cloned().unwrap_or_default();
        self.told = document["pods"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|pod| (text(&pod["name"]), pod.clone()))
            .collect();
        Ok(())
    }

    fn agrees(&self) -> bool {
        self.told.values().all(|told| told["messageMatches"] != false)
    }

    /// Runs `kubectl topocheck`.
    pub(super) fn run(&self, kubeconfig: &Path, arguments: &str) -> Ended {
        let line = format!("KUBECONFIG={} kubectl topocheck {arguments}", kubeconfig.display());
        process::shell(&line, &self.plane.folder())
    }

    /// Creates a pod.
    pub(super) fn create(&self, pod: &Value) -> Result<(), Failed> {
        let path = format!("/api/v1/namespaces/{}/pods", text(&pod["metadata"]["namespace"]));
        // A class or an account that has just been made may not have been seen yet by who looks at pods.
        let is_early = |status| matches!(status, 403 | 409);
        let mut answer = self.plain.post(&path, pod);
        for _ in 0..100 {
            if !is_early(answer.0) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
            answer = self.plain.post(&path, pod);
        }
        let (status, answer) = answer;
        let why = || format!("{status} {}\nfor {pod}", answer["message"]);
        if status == 201 { Ok(()) } else { Err(why().into()) }
    }

    /// Deletes a pod at once.
    pub(super) fn delete(&self, namespace: &str, name: &str) -> Result<(), Failed> {
        let path = format!("/api/v1/namespaces/{namespace}/pods/{name}");
        match self.plain.send("DELETE", &path, "application/json", &json!({"gracePeriodSeconds": 0})) {
            (200 | 404, _) => Ok(()),
            (status, answer) => Err(format!("{status} {answer} to {path}").into()),
        }
    }

    /// Gets an object.
    pub(super) fn get_json(&self, path: &str) -> Result<Value, Failed> {
        match self.plain.send("GET", path, "application/json", &Value::Null) {
            (200, answer) => Ok(answer),
            (status, answer) => Err(format!("{status} {answer} to {path}").into()),
        }
    }

    /// Waits until a pod has a node, and returns which.
    pub(super) fn bound(&self, namespace: &str, name: &str) -> Result<String, Failed> {
        let path = format!("/api/v1/namespaces/{namespace}/pods/{name}");
        eventually(|| {
            let pod = self.get_json(&path)?;
            match pod["spec"]["nodeName"].as_str() {
                Some(node) => Ok(node.to_owned()),
                None => {
                    Err(format!("no node for {name}: {}", condition(&pod).unwrap_or("nothing is said"))
                        .into())
                }
            }
        })
    }

    fn nodes(&self) -> Value {
        self.get_json("/api/v1/nodes").unwrap_or_default()
    }

    /// Makes labels, taints and cordons as they were, and the pods that are on nodes.
    pub(super) fn restore(&self) -> Result<(), Failed> {
        let pods = self.get_json("/api/v1/pods")?;
        let is_there = |name: &str| list(&pods).iter().any(|pod| pod["metadata"]["name"] == name);
        for filler in pods::fillers()?.iter().filter(|filler| !is_there(&filler.name)) {
            self.create(&filler.manifest())?;
        }
        for node in list(&self.nodes) {
            self.restore_node(node)?;
        }
        eventually(|| {
            let now = self.nodes();
            let differs = list(&self.nodes).iter().zip(list(&now)).find(|(then, now)| !is_same(then, now));
            differs.map_or(Ok(()), |(_, now)| Err(format!("a node is another than it was: {now:#}").into()))
        })
    }

    fn restore_node(&self, then: &Value) -> Result<(), Failed> {
        let path = format!("/api/v1/nodes/{}", text(&then["metadata"]["name"]));
        let now = self.get_json(&path)?;
        if is_same(then, &now) {
            return Ok(());
        }
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

/// Tells whether a node is as it was, as far as edits are proposed.
fn is_same(then: &Value, now: &Value) -> bool {
    let taints = |node: &Value| {
        let mut taints: Vec<String> = node["spec"]["taints"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|taint| format!("{}={}:{}", taint["key"], taint["value"], taint["effect"]))
            .collect();
        taints.sort();
        taints
    };
    then["metadata"]["labels"] == now["metadata"]["labels"]
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

fn named(object: &Value) -> (String, Value) {
    (text(&object["metadata"]["name"]), object.clone())
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
