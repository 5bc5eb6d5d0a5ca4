//! What makes pods (`apps/v1`, `batch/v1`).

use serde::Deserialize;
use serde_json::Value;

use super::Labels;
use super::meta::Meta;
use super::pod::PodSpec;
use super::selector::LabelSelector;
use super::status::Condition;

/// A Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController or Job: what they have in common, and what one of them has.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Workload {
    /// The metadata.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: WorkloadSpec,
    /// How it stands.
    pub status: WorkloadStatus,
}

/// What is wanted of a workload.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkloadSpec {
    /// How many pods; absent is one.
    pub replicas: Option<i64>,
    /// The pods; absent in a ReplicationController, which has labels there.
    #[serde(deserialize_with = "selector")]
    pub selector: Option<LabelSelector>,
    /// What a pod is made of.
    pub template: PodTemplate,
    /// For how long a pod must be ready before it counts as available, in seconds.
    pub min_ready_seconds: i64,
    /// After how many seconds without progress a rollout has failed; absent is 600.
    pub progress_deadline_seconds: Option<i64>,
    /// Whether the rollout is held.
    pub paused: bool,
    /// How a Deployment replaces pods.
    pub strategy: Strategy,
    /// How a StatefulSet or DaemonSet replaces pods.
    pub update_strategy: Strategy,
    /// `OrderedReady` (also if empty) or `Parallel`.
    pub pod_management_policy: String,
    /// The claims that a StatefulSet makes for each pod.
    pub volume_claim_templates: Vec<super::storage::PersistentVolumeClaim>,
    /// How many pods of a Job run at once; absent is one.
    pub parallelism: Option<i64>,
    /// How many pods of a Job must succeed.
    pub completions: Option<i64>,
    /// How often pods of a Job may fail; absent is 6.
    pub backoff_limit: Option<i64>,
    /// Whether a Job is held.
    pub suspend: bool,
    /// After how many seconds a Job has failed.
    pub active_deadline_seconds: Option<i64>,
}

/// A ReplicationController has plain labels where others have a selector.
fn selector<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<LabelSelector>, D::Error> {
    let Some(value) = Option::<Value>::deserialize(from)? else { return Ok(None) };
    let is_plain = value.as_object().is_some_and(|map| !map.is_empty() && map.values().all(Value::is_string));
    if is_plain {
        let match_labels = Labels::deserialize(value).map_err(serde::de::Error::custom)?;
        return Ok(Some(LabelSelector { match_labels, ..LabelSelector::default() }));
    }
    LabelSelector::deserialize(value).map(Some).map_err(serde::de::Error::custom)
}

/// What a pod is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodTemplate {
    /// The labels and annotations.
    pub metadata: Meta,
    /// What is wanted.
    pub spec: PodSpec,
    /// By what two templates are told apart, fields that nobody reads here included; see [`super::template`].
    pub digest: u64,
}

impl<'de> Deserialize<'de> for PodTemplate {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<PodTemplate, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Known {
            metadata: Meta,
            spec: PodSpec,
        }
        let whole = Value::deserialize(from)?;
        let digest = super::template::digest(&whole);
        let Known { metadata, spec } = Known::deserialize(whole).map_err(serde::de::Error::custom)?;
        Ok(PodTemplate { metadata, spec, digest })
    }
}

/// How pods are replaced.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Strategy {
    /// `RollingUpdate`, `Recreate` or `OnDelete`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The bounds of a rolling update.
    pub rolling_update: Option<RollingUpdate>,
}

/// The bounds of a rolling update: numbers or percentages.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RollingUpdate {
    /// How many pods may be unavailable.
    pub max_unavailable: Option<Value>,
    /// How many pods may be there beyond those wanted.
    pub max_surge: Option<Value>,
    /// The ordinal from which on a StatefulSet replaces pods.
    pub partition: Option<i64>,
}

/// How a workload stands.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkloadStatus {
    /// The version of the spec that the controller has seen.
    pub observed_generation: i64,
    /// How many pods there are.
    pub replicas: i64,
    /// How many of them are of the newest template.
    pub updated_replicas: i64,
    /// How many are ready.
    pub ready_replicas: i64,
    /// How many are available.
    pub available_replicas: i64,
    /// How many are missing or not available.
    pub unavailable_replicas: i64,
    /// How many are being deleted.
    pub terminating_replicas: Option<i64>,
    /// The revision that pods had.
    pub current_revision: String,
    /// The revision that pods are to have.
    pub update_revision: String,
    /// How many pods have the revision before.
    pub current_replicas: i64,
    /// How many nodes that should have a pod of a DaemonSet have one.
    pub current_number_scheduled: i64,
    /// How many nodes should have a pod of a DaemonSet.
    pub desired_number_scheduled: i64,
    /// How many pods of a DaemonSet are of the newest template.
    pub updated_number_scheduled: i64,
    /// How many pods of a DaemonSet are available.
    pub number_available: i64,
    /// How many pods of a DaemonSet are ready.
    pub number_ready: i64,
    /// How many pods of a Job run.
    pub active: i64,
    /// How many pods of a Job have succeeded.
    pub succeeded: i64,
    /// How many pods of a Job have failed.
    pub failed: i64,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

impl Workload {
    /// Returns a condition.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.status.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// Returns how many pods a job is to have at this moment, of which so many have succeeded
    /// (`pkg/controller/job/job_controller.go`, `manageJob`).
    pub fn job_wants(&self, succeeded: i64) -> i64 {
        let at_once = self.spec.parallelism.unwrap_or(1);
        match self.spec.completions {
            Some(all) => at_once.min((all - succeeded).max(0)),
            // Once one has succeeded, no other is made.
            None if succeeded > 0 => self.status.active,
            None => at_once,
        }
    }

    /// Tells whether a condition is true.
    pub fn is_true(&self, kind: &str) -> bool {
        self.condition(kind).is_some_and(|condition| condition.status == "True")
    }
}
