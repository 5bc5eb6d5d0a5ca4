//! The pods of the tables: short descriptions, made into manifests.

use libtest_mimic::Failed;
use serde::Deserialize;
use serde_json::{Map, Value, json};

const FILLERS: &str = include_str!("fillers.yaml");
const SCENARIOS: &str = include_str!("scenarios.yaml");

/// A pod of a table.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) namespace: String,
    /// Whether an edit of the pod or of a node would let it run.
    pub(super) fix: bool,
    /// How it stands.
    pub(super) state: String,
    /// How sure the verdict is.
    pub(super) confidence: String,
    /// The node that it is put on.
    on: Option<String>,
    labels: Map<String, Value>,
    annotations: Map<String, Value>,
    /// What its container asks for.
    asks: Map<String, Value>,
    /// The ports of its container.
    ports: Vec<Value>,
    /// The terms of its node affinity.
    affinity: Vec<Value>,
    /// What it is to be spread by, without what to do if it cannot be.
    spread: Vec<Value>,
    /// Terms of pod affinity.
    near: Vec<Value>,
    /// Terms of pod anti-affinity.
    away: Vec<Value>,
    /// The claim of its volume.
    claim: Option<String>,
    /// The claim of its device.
    device: Option<String>,
    /// More of its spec.
    spec: Map<String, Value>,
}

impl Default for Described {
    fn default() -> Described {
        Described {
            name: String::new(),
            namespace: "shop".to_owned(),
            fix: false,
            state: "unschedulable".to_owned(),
            confidence: "exact".to_owned(),
            on: None,
            labels: Map::new(),
            annotations: Map::new(),
            asks: Map::new(),
            ports: Vec::new(),
            affinity: Vec::new(),
            spread: Vec::new(),
            near: Vec::new(),
            away: Vec::new(),
            claim: None,
            device: None,
            spec: Map::new(),
        }
    }
}

/// Returns the pods that are on nodes.
#[expect(
    clippy::disallowed_methods,
    reason = "these are files of the tests, in which both versions of YAML mean the same"
)]
pub(super) fn fillers() -> Result<Vec<Described>, Failed> {
    Ok(serde_yaml::from_str(FILLERS)?)
}

/// Returns the pods that fit on no node.
#[expect(
    clippy::disallowed_methods,
    reason = "these are files of the tests, in which both versions of YAML mean the same"
)]
pub(super) fn scenarios() -> Result<Vec<Described>, Failed> {
    Ok(serde_yaml::from_str(SCENARIOS)?)
}

impl Described {
    /// Returns the pod as it is to be created.
    pub(super) fn manifest(&self) -> Value {
        json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {
                "name": self.name, "namespace": self.namespace, "labels": self.labels, "annotations": self.annotations,
            },
            "spec": self.pod_spec(),
        })
    }

    fn pod_spec(&self) -> Value {
        let mut spec = Value::Object(self.spec.clone());
        if spec["containers"].is_null() {
            let container = json!({"name": "main", "image": "main", "ports": self.ports, "resources": {"requests": self.asks}});
            spec["containers"] = json!([container]);
        }
        if let Some(node) = &self.on {
            spec["nodeName"] = json!(node);
        }
        let rule = "requiredDuringSchedulingIgnoredDuringExecution";
        if !self.affinity.is_empty() {
            spec["affinity"]["nodeAffinity"][rule] = json!({"nodeSelectorTerms": self.affinity});
        }
        for (kind, terms) in [("podAffinity", &self.near), ("podAntiAffinity", &self.away)] {
            if !terms.is_empty() {
                spec["affinity"][kind][rule] = json!(terms);
            }
        }
        if !self.spread.is_empty() {
            let mut all = self.spread.clone();
            all.iter_mut().for_each(|one| one["whenUnsatisfiable"] = json!("DoNotSchedule"));
            spec["topologySpreadConstraints"] = json!(all);
        }
        if let Some(claim) = &self.claim {
            spec["volumes"] = json!([{"name": "v", "persistentVolumeClaim": {"claimName": claim}}]);
        }
        if let Some(claim) = &self.device {
            spec["resourceClaims"] = json!([{"name": "d", "resourceClaimName": claim}]);
            spec["containers"][0]["resources"]["claims"] = json!([{"name": "d"}]);
        }
        spec
    }
}

/// Returns a pod of the server's as one that is to be created under another name.
pub(super) fn copy(pod: &Value, name: &str) -> Value {
    let (metadata, mut spec) = (&pod["metadata"], pod["spec"].clone());
    unmerge(&mut spec);
    // Whoever set them has taken them away: before, nothing lets the pod run.
    spec["schedulingGates"] = Value::Null;
    json!({
        "apiVersion": "v1", "kind": "Pod", "spec": spec,
        "metadata": {
            "name": name, "namespace": metadata["namespace"], "labels": metadata["labels"],
            "annotations": metadata["annotations"],
        },
    })
}

/// Takes out of selectors what the server has put there for `matchLabelKeys`: it refuses a pod that brings it along.
fn unmerge(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(unmerge),
        Value::Object(fields) => {
            for (own, operator) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
                let keys = fields.get(own).and_then(Value::as_array).cloned().unwrap_or_default();
                let is_put = |one: &Value| one["operator"] == operator && keys.contains(&one["key"]);
                let selector = fields.get_mut("labelSelector");
                if let Some(all) = selector.and_then(|own| own["matchExpressions"].as_array_mut()) {
                    all.retain(|one| !is_put(one));
                }
            }
            fields.values_mut().for_each(unmerge);
        }
        _ => {}
    }
}
