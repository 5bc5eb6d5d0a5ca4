//! What was rolled out just before the budget began to burn.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use kubecheck_core::kube::{Cluster, Fault, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_prometheus::query::Millis;
use serde::Deserialize;

/// How long before a burn a rollout may have begun to be told of.
pub const BEFORE: Duration = Duration::from_secs(2 * 3600);

/// A rollout: a ReplicaSet that a Deployment made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// The namespace.
    pub namespace: String,
    /// The Deployment, or the ReplicaSet where nothing owns it.
    pub name: String,
    /// Its revision; empty if it has none.
    pub revision: String,
    /// When it began.
    pub at: Millis,
    /// The images.
    pub images: Vec<String>,
    /// The images of the revision before; empty if there is none.
    pub previous: Vec<String>,
}

/// A ReplicaSet, as far as it is needed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReplicaSet {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    spec: Spec,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Metadata {
    #[serde(flatten)]
    meta: Meta,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Spec {
    #[serde(default)]
    template: Template,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Template {
    #[serde(default)]
    spec: PodSpec,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct PodSpec {
    #[serde(default)]
    containers: Vec<Container>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Container {
    #[serde(default)]
    image: String,
}

/// The list of ReplicaSets that is read.
pub fn wanted(namespace: Option<&str>) -> Wanted {
    Wanted {
        namespace: namespace.map(str::to_owned),
        ..Wanted::new("apps", "v1", "replicasets", "ReplicaSet")
    }
}

/// Returns what was rolled out in a span of time, the latest first.
///
/// # Errors
/// Why the ReplicaSets cannot be read.
pub fn rollouts(
    cluster: &Cluster,
    namespace: Option<&str>,
    from: Millis,
    to: Millis,
) -> Result<Vec<Rollout>, Fault> {
    let scanned = cluster.scan_items(&[wanted(namespace)], |_, items: Vec<ReplicaSet>| items);
    if let Some((_, fault)) = scanned.faults.into_iter().next() {
        return Err(fault);
    }
    Ok(between(scanned.kept.into_iter().flat_map(|(_, items)| items).collect(), from, to))
}

/// The annotation that numbers the ReplicaSets of a Deployment (`k8s.io/kubectl/pkg/util/deployment`, `RevisionAnnotation`).
const REVISION: &str = "deployment.kubernetes.io/revision";

fn between(sets: Vec<ReplicaSet>, from: Millis, to: Millis) -> Vec<Rollout> {
    let mut by_owner: BTreeMap<(String, String), Vec<(Millis, ReplicaSet)>> = BTreeMap::new();
    for set in sets {
        let Some(at) = set.created() else { continue };
        by_owner.entry((set.metadata.meta.namespace.clone(), set.owner())).or_default().push((at, set));
    }
    let mut found = Vec::new();
    for ((namespace, name), mut sets) in by_owner {
        sets.sort_by_key(|(at, _)| *at);
        for (number, (at, set)) in sets.iter().enumerate().filter(|(_, (at, _))| (from..=to).contains(at)) {
            let previous = number.checked_sub(1).map(|before| sets[before].1.images()).unwrap_or_default();
            found.push(Rollout {
                namespace: namespace.clone(),
                name: name.clone(),
                revision: set.metadata.annotations.get(REVISION).cloned().unwrap_or_default(),
                at: *at,
                images: set.images(),
                previous,
            });
        }
    }
    found.sort_by_key(|rollout| std::cmp::Reverse(rollout.at));
    found
}

impl ReplicaSet {
    fn created(&self) -> Option<Millis> {
        let created: Timestamp = self.metadata.meta.creation_timestamp.as_ref()?.parse().ok()?;
        Some(created.as_millisecond())
    }

    fn owner(&self) -> String {
        let owner = self.metadata.meta.owner_references.iter().find(|owner| owner.controller == Some(true));
        owner.map_or_else(|| self.metadata.meta.name.clone(), |owner| owner.name.clone())
    }

    fn images(&self) -> Vec<String> {
        self.spec.template.spec.containers.iter().map(|container| container.image.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, created: &str, image: &str) -> ReplicaSet {
        let text = serde_json::json!({
            "metadata": {
                "name": name, "namespace": "shop", "creationTimestamp": created,
                "annotations": {"deployment.kubernetes.io/revision": name},
                "ownerReferences": [{"kind": "Deployment", "name": "checkout", "controller": true}],
            },
            "spec": {"template": {"spec": {"containers": [{"image": image}]}}},
        });
        serde_json::from_value(text).expect("it is a ReplicaSet")
    }

    #[test]
    fn a_rollout_is_told_with_the_images_before_it() {
        let sets = vec![
            set("2", "2026-10-25T00:00:00Z", "shop:2"),
            set("1", "2026-10-01T00:00:00Z", "shop:1"),
            set("3", "2026-10-26T00:00:00Z", "shop:3"),
        ];
        let at = |text: &str| text.parse::<Timestamp>().expect("it is a time").as_millisecond();
        let found = between(sets, at("2026-10-24T22:00:00Z"), at("2026-10-25T01:00:00Z"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].revision.as_str()), ("checkout", "2"));
        assert_eq!(
            (&found[0].images[..], &found[0].previous[..]),
            (&["shop:2".to_owned()][..], &["shop:1".to_owned()][..])
        );
    }
}
