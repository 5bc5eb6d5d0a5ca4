//! The ReplicaSets of a Deployment: the one of its template, and those before.

use std::sync::Arc;

use kubecheck_core::model::time::Timestamp;

use super::family::Family;
use super::pods;
use crate::model::pod::Pod;
use crate::model::workload::Workload;

/// Which revision of a Deployment a ReplicaSet is, and which one a Deployment has.
pub(super) const REVISION: &str = "deployment.kubernetes.io/revision";
/// How many pods the Deployment wanted when its controller sized the ReplicaSet last.
pub(super) const DESIRED: &str = "deployment.kubernetes.io/desired-replicas";

/// The ReplicaSets of a Deployment.
#[derive(Clone, Debug, Default)]
pub struct Sets {
    /// The one of the Deployment's template; none if it is not there yet.
    pub new: Option<Set>,
    /// All others, the oldest first.
    pub old: Vec<Set>,
}

/// A ReplicaSet with its pods.
#[derive(Clone, Debug)]
pub struct Set {
    /// The ReplicaSet.
    pub workload: Arc<Workload>,
    /// Its pods, those included that have ended or are being deleted.
    pub pods: Vec<Arc<Pod>>,
}

impl Sets {
    /// Finds the ReplicaSets of a Deployment.
    pub fn of(deployment: &Workload, family: &Family) -> Sets {
        let set = |workload: Arc<Workload>| {
            let pods = family.pods(&workload.metadata, "ReplicaSet");
            Set { workload, pods }
        };
        let mut old: Vec<Set> = family.sets(&deployment.metadata).into_iter().map(set).collect();
        let new = newest(deployment, &old).map(|at| old.remove(at));
        Sets { new, old }
    }

    /// Returns all of them.
    pub fn all(&self) -> impl Iterator<Item = &Set> {
        self.old.iter().chain(&self.new)
    }

    /// Returns how many pods all of them are to have.
    pub fn wanted(&self) -> i64 {
        self.all().map(Set::wanted).sum()
    }

    /// Returns how many pods of all of them are available, as their statuses say.
    pub fn available(&self) -> i64 {
        self.all().map(Set::counted).sum()
    }

    /// Returns those that are to have pods.
    pub fn active(&self) -> impl Iterator<Item = &Set> {
        self.all().filter(|set| set.wanted() > 0)
    }
}

/// Finds the ReplicaSet of a Deployment's template: the oldest that has it (`FindNewReplicaSet`).
///
/// A dump may lack parts of templates. Then it is the one whose revision the Deployment has, if the Deployment says that it has seen its
/// newest template and that as many of its pods are of it as this ReplicaSet has.
fn newest(deployment: &Workload, sets: &[Set]) -> Option<usize> {
    let template = deployment.spec.template.digest;
    if let Some(at) = sets.iter().position(|set| set.workload.spec.template.digest == template) {
        return Some(at);
    }
    let is_seen = deployment.status.observed_generation >= deployment.metadata.generation;
    let is_rolling = matches!(deployment.spec.strategy.kind.as_str(), "" | "RollingUpdate");
    let revision = deployment.metadata.annotations.get(REVISION)?;
    let is_it = |set: &Set| {
        set.workload.metadata.annotations.get(REVISION) == Some(revision)
            && set.workload.status.replicas == deployment.status.updated_replicas
    };
    if is_seen && is_rolling && !deployment.spec.paused { sets.iter().position(is_it) } else { None }
}

impl Set {
    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.workload.metadata.name
    }

    /// Returns how many pods it is to have.
    pub fn wanted(&self) -> i64 {
        self.workload.spec.replicas.unwrap_or(1)
    }

    /// Returns how many of its pods are available, as its status says.
    pub fn counted(&self) -> i64 {
        self.workload.status.available_replicas
    }

    /// Returns the pods that count: those that have neither ended nor are being deleted (`FilterActivePods`).
    pub fn active(&self) -> impl Iterator<Item = &Arc<Pod>> {
        self.pods.iter().filter(|pod| pods::is_active(pod))
    }

    /// Returns the pods that count and are not available at a time.
    pub fn unavailable(&self, now: Timestamp) -> impl Iterator<Item = &Arc<Pod>> {
        let least = self.workload.spec.min_ready_seconds;
        self.active().filter(move |pod| !pods::is_available(pod, least, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn workload(kind: &str, value: serde_json::Value) -> Arc<Workload> {
        let workload: Workload = serde_json::from_value(value).expect(kind);
        Arc::new(workload)
    }

    fn set(name: &str, created: &str, revision: &str, image: Option<&str>, replicas: i64) -> Set {
        let spec = image.map_or(json!({}), |image| json!({"containers": [{"name": "a", "image": image}]}));
        let labels = json!({"app": "web", "pod-template-hash": name});
        let value = json!({
            "metadata": {"name": name, "creationTimestamp": created, "annotations": {REVISION: revision}},
            "spec": {"template": {"metadata": {"labels": labels}, "spec": spec}}, "status": {"replicas": replicas},
        });
        Set { workload: workload("ReplicaSet", value), pods: Vec::new() }
    }

    fn deployment(image: &str, revision: &str, updated: i64) -> Arc<Workload> {
        workload(
            "Deployment",
            json!({
                "metadata": {"name": "web", "generation": 2, "annotations": {REVISION: revision}},
                "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": image}]}}},
                "status": {"observedGeneration": 2, "updatedReplicas": updated},
            }),
        )
    }

    #[test]
    fn the_new_one_has_the_template_and_is_the_oldest_that_has() {
        let sets = [
            set("a", "2026-01-01T00:00:00Z", "1", Some("x:1"), 3),
            set("b", "2026-01-02T00:00:00Z", "2", Some("x:2"), 1),
            set("c", "2026-01-03T00:00:00Z", "3", Some("x:2"), 0),
        ];
        assert_eq!(newest(&deployment("x:2", "3", 1), &sets), Some(1));
        assert_eq!(newest(&deployment("x:1", "1", 3), &sets), Some(0));
    }

    #[test]
    fn without_templates_the_revision_tells_if_the_numbers_agree() {
        let sets =
            [set("a", "2026-01-01T00:00:00Z", "1", None, 3), set("b", "2026-01-02T00:00:00Z", "2", None, 1)];
        assert_eq!(newest(&deployment("x:2", "2", 1), &sets), Some(1));
        assert_eq!(newest(&deployment("x:2", "2", 0), &sets), None);
        let mut paused = deployment("x:2", "2", 1);
        Arc::make_mut(&mut paused).spec.paused = true;
        assert_eq!(newest(&paused, &sets), None);
    }
}
