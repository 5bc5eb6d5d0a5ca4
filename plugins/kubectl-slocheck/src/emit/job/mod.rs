//! A Job that asks the gate from within a cluster, before a release: it succeeds if the release may go out.
//!
//! [`documents`] are a service account and what goes with it (`rights`), the SLOs (`specs`), and the Job itself with its pod
//! (`pod`, `container`). The Job has the least rights that do, and always comes to an end.

mod container;
mod pod;
mod rights;
pub mod secrets;
mod specs;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde_json::{Map, Value, json};

pub use self::secrets::{Key, Secrets};
pub use self::specs::Spec;
use super::Refusal;
use super::names::{label, subdomain};

/// A Job to be written.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name, and that of what goes with it.
    pub name: String,
    /// Its namespace; none for that of whoever applies it.
    pub namespace: Option<String>,
    /// The image that has `kubectl-slocheck` on its path.
    pub image: String,
    /// The Secret with which the image is pulled, if one is needed.
    pub pull_secret: Option<String>,
    /// The files of SLOs.
    pub specs: Vec<Spec>,
    /// The way to Prometheus.
    pub way: Way,
    /// What proves who asks.
    pub secrets: Secrets,
    /// Further arguments of the gate.
    pub arguments: Vec<String>,
    /// How long all of it may take, with all retries.
    pub deadline: Duration,
    /// How often it is tried again if Prometheus cannot be reached.
    pub retries: u32,
    /// Who runs it.
    pub runner: Runner,
}

/// The way to Prometheus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The one that the SLO names.
    OfSpec,
    /// An address.
    Address(String),
    /// A service, through the API server.
    Service {
        /// Its namespace.
        namespace: String,
        /// The name by which the API server's proxy, and so a role, knows it: `prometheus-k8s:web`.
        proxied: String,
        /// What the gate takes as `--prometheus-service`.
        flag: String,
    },
}

/// Who runs the Job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// Whoever applies it.
    Kubernetes,
    /// Argo CD, before each sync.
    ArgoCd,
}

/// How long a finished Job stays, so that its verdict can be read: a day. Argo CD removes it before it runs the next.
const KEPT_SECONDS: u64 = 86400;

/// Returns the objects, in the order in which they are to be applied.
///
/// # Errors
/// Names that objects may not have, and SLOs that no ConfigMap can hold.
pub fn documents(job: &Job) -> Result<Vec<Value>, Refusal> {
    label("name of the Job", &job.name)?;
    if let Some(namespace) = &job.namespace {
        label("namespace", namespace)?;
    }
    if let Some(secret) = &job.pull_secret {
        subdomain("name of the Secret for the image", secret)?;
    }
    if job.image.trim().is_empty() || job.image.contains(char::is_whitespace) {
        return Err(Refusal::new(format!("{:?} is no image", job.image)));
    }
    job.secrets.check()?;
    let mut documents = vec![rights::account(job)];
    documents.extend(specs::config_map(job)?);
    documents.extend(rights::role(job)?);
    documents.push(itself(job));
    Ok(documents)
}

/// Returns the Job.
fn itself(job: &Job) -> Value {
    let mut spec = Map::new();
    spec.insert("backoffLimit".to_owned(), json!(job.retries));
    spec.insert("activeDeadlineSeconds".to_owned(), json!(job.deadline.as_secs().max(1)));
    if job.runner == Runner::Kubernetes {
        spec.insert("ttlSecondsAfterFinished".to_owned(), json!(KEPT_SECONDS));
    }
    spec.insert("podFailurePolicy".to_owned(), failure_policy());
    spec.insert("template".to_owned(), pod::template(job));
    object(job, "batch/v1", "Job", Wave::Job, [("spec", Value::Object(spec))])
}

/// Returns what becomes of exit codes (`batch/v1`, stable since Kubernetes 1.31). A verdict is final: only who could not be reached is
/// asked again. A pod that a node or the scheduler put an end to gave no verdict.
fn failure_policy() -> Value {
    let exits = |codes: &[i32]| json!({"containerName": container::NAME, "operator": "In", "values": codes});
    json!({"rules": [
        {"action": "FailJob", "onExitCodes": exits(&[1, 2, 3])},
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {"action": "Count", "onExitCodes": exits(&[4])},
    ]})
}

/// When Argo CD applies something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wave {
    /// What the Job needs.
    Before,
    /// The Job.
    Job,
}

/// Returns an object with the Job's name and namespace.
fn object<const N: usize>(
    job: &Job,
    version: &str,
    kind: &str,
    wave: Wave,
    rest: [(&str, Value); N],
) -> Value {
    object_in(job, (&job.name, job.namespace.as_deref()), [version, kind], wave, rest)
}

/// Returns an object with a name and a namespace of its own.
fn object_in<const N: usize>(
    job: &Job,
    (name, namespace): (&str, Option<&str>),
    [version, kind]: [&str; 2],
    wave: Wave,
    rest: [(&str, Value); N],
) -> Value {
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), json!(name));
    if let Some(namespace) = namespace {
        metadata.insert("namespace".to_owned(), json!(namespace));
    }
    metadata.insert("labels".to_owned(), labels(job));
    if job.runner == Runner::ArgoCd {
        metadata.insert("annotations".to_owned(), hook(wave));
    }
    let mut object = Map::new();
    object.insert("apiVersion".to_owned(), json!(version));
    object.insert("kind".to_owned(), json!(kind));
    object.insert("metadata".to_owned(), Value::Object(metadata));
    object.extend(rest.into_iter().map(|(key, value)| (key.to_owned(), value)));
    Value::Object(object)
}

/// Returns what makes Argo CD apply an object before a sync, in an order, and anew each time. What the Job needs is a hook as well:
/// what is none is applied only after all hooks before the sync have ended.
fn hook(wave: Wave) -> Value {
    let wave = if wave == Wave::Before { "-1" } else { "0" };
    json!({
        "argocd.argoproj.io/hook": "PreSync",
        "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
        "argocd.argoproj.io/sync-wave": wave,
    })
}

fn labels(job: &Job) -> Value {
    json!({
        "app.kubernetes.io/name": "kubectl-slocheck",
        "app.kubernetes.io/component": "gate",
        "app.kubernetes.io/instance": job.name,
    })
}
