//! Pods that are not even made: why the API server refuses them, from what their controllers say.
//!
//! Sources: `pkg/controller/controller_utils.go` (`FailedCreate`), `controller/statefulset/stateful_pod_control.go`,
//! `k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go`, `…/webhook/errors`, `…/policy/validating/dispatcher.go`,
//! `k8s.io/pod-security-admission/admission`, `plugin/pkg/admission/serviceaccount`, `…/limitranger`, `…/runtimeclass`.

use std::sync::Arc;

use kubecheck_core::model::time;

use super::cause::{Cause, Said, Stage, What};
use super::text::{between, quoted};
use super::{Look, Stuck, Subject};
use crate::model::event::Event;
use crate::model::status::Condition;
use crate::model::workload::Workload;
use crate::world::kinds::Kind;

/// Why the API server refuses to make a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A quota has too little left.
    Quota {
        /// The quota.
        quota: String,
        /// What of it.
        lack: Lack,
    },
    /// The namespace demands more security than the pod has.
    Security {
        /// The level, such as `restricted:latest`; empty if a security context constraint refuses.
        level: String,
        /// What is missing.
        violations: String,
    },
    /// A webhook, or a policy, says no or says nothing.
    Gatekeeper {
        /// Which.
        name: String,
        /// What it does.
        answer: Answer,
        /// Why.
        why: String,
    },
    /// There is no such service account.
    ServiceAccount {
        /// Its name.
        name: String,
    },
    /// There is no such priority class.
    PriorityClass {
        /// Its name.
        name: String,
    },
    /// Something else.
    Other {
        /// Why.
        why: String,
    },
}

/// What a quota has too little of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// These resources.
    Used(Vec<Excess>),
    /// It bounds something of which the pod does not say how much it wants.
    Unsaid(String),
}

/// A resource of which a quota has too little left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The resource.
    pub resource: String,
    /// How much is asked for.
    pub requested: String,
    /// How much is used.
    pub used: String,
    /// How much there is.
    pub limited: String,
}

/// What a webhook or policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A webhook denies.
    Denied,
    /// A webhook cannot be asked.
    Failing,
    /// A ValidatingAdmissionPolicy denies.
    Policy,
}

/// Finds the workloads that lack pods because the API server refuses to make them.
pub(crate) fn find(look: &Look<'_>) -> Vec<Stuck> {
    look.owners.all().filter_map(|(kind, one)| refused(look, kind, one)).collect()
}

/// Finds the workloads that lack pods without anybody saying why.
pub(super) fn unsaid(look: &Look<'_>, is_meant: &impl Fn(&str) -> bool) -> Vec<Subject> {
    let all = look.owners.all().filter(|(_, one)| is_meant(&one.metadata.namespace));
    let lacks = |(kind, one): (&'static str, &Arc<Workload>)| {
        let made = lacking(kind, one).or_else(|| unseen(look, kind, one));
        let made = made.filter(|_| refused(look, kind, one).is_none())?;
        let meta = &one.metadata;
        Some(Subject {
            namespace: meta.namespace.clone(),
            kind: kind.to_owned(),
            name: meta.name.clone(),
            owner: look.owners.top(meta),
            made: Some(made),
            ..Subject::default()
        })
    };
    all.filter_map(lacks).collect()
}

/// Tells why the API server refuses to make the pods that a workload lacks, or a Deployment's ReplicaSet, if it does.
pub(crate) fn refused(look: &Look<'_>, kind: &'static str, one: &Arc<Workload>) -> Option<Stuck> {
    let ((have, want), (said, since)) = match kind {
        "Deployment" => of_deployment(look, one)?,
        _ => (lacking(kind, one)?, told(look, kind, one)?),
    };
    let age = since.map_or(i64::MAX, |since| time::seconds(since, look.now));
    if age < look.grace {
        return None;
    }
    let owner = look.owners.top(&one.metadata);
    let subject = Subject {
        namespace: one.metadata.namespace.clone(),
        kind: owner.as_ref().map_or(kind.to_owned(), |owner| owner.kind.clone()),
        name: owner.map_or_else(|| one.metadata.name.clone(), |owner| owner.name),
        made: Some((have, want)),
        ..Subject::default()
    };
    let what = read(&said.text);
    Some(Stuck { subject, cause: Cause { stage: Stage::Creation, what, container: None, since, said } })
}

/// Returns how many pods a workload has and wants, if it has too few.
pub(crate) fn lacking(kind: &str, one: &Workload) -> Option<(i64, i64)> {
    let (spec, status) = (&one.spec, &one.status);
    let is_over = ["Complete", "Failed"]
        .iter()
        .any(|kind| one.condition(kind).is_some_and(|condition| condition.status == "True"));
    let (have, want) = match kind {
        "ReplicaSet" | "StatefulSet" | "ReplicationController" => {
            (status.replicas, spec.replicas.unwrap_or(1))
        }
        "DaemonSet" => (status.current_number_scheduled, status.desired_number_scheduled),
        "Job" if !spec.suspend && !is_over => (status.active, one.job_wants(status.succeeded)),
        _ => return None,
    };
    (have < want && !one.metadata.is_deleted()).then_some((have, want))
}

/// Returns how many pods a Deployment has and wants, if it has too few and its ReplicaSets, which say more, were not read.
fn unseen(look: &Look<'_>, kind: &str, one: &Workload) -> Option<(i64, i64)> {
    let (have, want) = (one.status.replicas.min(one.status.updated_replicas), one.spec.replicas.unwrap_or(1));
    let is_meant = kind == "Deployment" && !look.objects.has(Kind::ReplicaSet) && !one.metadata.is_deleted();
    (is_meant && have < want && !one.spec.paused).then_some((have, want))
}

/// What a controller says, and since when.
pub(crate) type Told = (Said, Option<time::Timestamp>);

/// Tells what a Deployment's controller says of a ReplicaSet that it could not make
/// (`pkg/controller/deployment/sync.go`, `getNewReplicaSet`), or of pods where their ReplicaSet was not read.
fn of_deployment(look: &Look<'_>, one: &Workload) -> Option<((i64, i64), Told)> {
    let want = one.spec.replicas.unwrap_or(1);
    if one.metadata.is_deleted() || want == 0 {
        return None;
    }
    if let Some(told) = of_set(look, one) {
        // What its status counts as updated is of the template before.
        let is_seen = one.status.observed_generation >= one.metadata.generation;
        let have = if is_seen { one.status.updated_replicas } else { 0 };
        return (have < want).then_some(((have, want), told));
    }
    let made = unseen(look, "Deployment", one)?;
    Some((made, of_condition(one.condition("ReplicaFailure").filter(|own| is_failing(own))?)))
}

/// Tells what a Deployment's controller says of a ReplicaSet that it could not make. One without a deadline has no such condition.
pub(crate) fn of_set(look: &Look<'_>, one: &Workload) -> Option<Told> {
    let failed = |condition: &&Condition| condition.status == "False" && condition.reason == NO_SET;
    let condition = one.condition("Progressing").filter(failed).map(of_condition);
    condition.or_else(|| newest(look, ("Deployment", one), [NO_SET, "ScalingReplicaSet"]))
}

/// The word for a ReplicaSet that could not be made.
const NO_SET: &str = "ReplicaSetCreateError";

fn is_failing(condition: &Condition) -> bool {
    condition.status == "True" && condition.reason == "FailedCreate" && !condition.message.is_empty()
}

fn of_condition(condition: &Condition) -> Told {
    let said = Said { by: format!("condition {}", condition.kind), text: condition.message.clone() };
    (said, condition.since())
}

/// Returns what a controller says of pods that it could not make.
fn told(look: &Look<'_>, kind: &str, one: &Workload) -> Option<Told> {
    let failing = one.condition("ReplicaFailure").filter(|own| is_failing(own));
    failing.map(of_condition).or_else(|| newest(look, (kind, one), ["FailedCreate", "SuccessfulCreate"]))
}

/// Returns what the newest event of a failure says, unless there was a success since.
fn newest(look: &Look<'_>, (kind, one): (&str, &Workload), [failure, success]: [&str; 2]) -> Option<Told> {
    let is_meant = |event: &&Event| event.reason == failure || event.reason == success;
    let event = look.events.of(kind, &one.metadata).find(is_meant).filter(|event| event.reason == failure)?;
    Some((Said::event(&event.reason, event.words()), event.first()))
}

/// Reads why out of what was said.
pub(crate) fn read(said: &str) -> What {
    let why = said.split_once(" is forbidden: ").map_or(said, |(_, why)| why);
    if let Some(class) = quoted(why, "pod rejected: RuntimeClass") {
        return What::RuntimeClass { class, handler: None };
    }
    What::Refused(refusal(said, why))
}

fn refusal(said: &str, why: &str) -> Refusal {
    quota(why)
        .or_else(|| security(why))
        .or_else(|| gatekeeper(said))
        .or_else(|| named(why))
        .unwrap_or_else(|| Refusal::Other { why: plain(said).to_owned() })
}

fn quota(why: &str) -> Option<Refusal> {
    if let Some(rest) = why.split_once("exceeded quota: ").map(|(_, rest)| rest) {
        let (quota, rest) = rest.split_once(", requested: ")?;
        let (requested, rest) = rest.split_once(", used: ")?;
        let (used, limited) = rest.split_once(", limited: ")?;
        let value = |list: &str, resource: &str| {
            let found =
                list.split(',').filter_map(|part| part.split_once('=')).find(|(name, _)| *name == resource);
            found.map_or_else(String::new, |(_, value)| value.to_owned())
        };
        let excess = |part: &str| {
            let (resource, requested) = part.split_once('=')?;
            Some(Excess {
                resource: resource.to_owned(),
                requested: requested.to_owned(),
                used: value(used, resource),
                limited: value(limited, resource),
            })
        };
        let lack = Lack::Used(requested.split(',').filter_map(excess).collect());
        return Some(Refusal::Quota { quota: quota.to_owned(), lack });
    }
    if let Some((_, rest)) = why.split_once("failed quota: ") {
        let (quota, lack) = rest.split_once(": ")?;
        return Some(Refusal::Quota { quota: quota.to_owned(), lack: Lack::Unsaid(lack.to_owned()) });
    }
    None
}

fn security(why: &str) -> Option<Refusal> {
    if let Some((_, rest)) = why.split_once("violates PodSecurity ") {
        let level = rest.strip_prefix('"')?.split('"').next()?.to_owned();
        let violations = rest.split_once("\": ").map_or(String::new(), |(_, rest)| rest.to_owned());
        return Some(Refusal::Security { level, violations });
    }
    let (_, rest) = why.split_once("unable to validate against any security context constraint: ")?;
    Some(Refusal::Security { level: String::new(), violations: rest.to_owned() })
}

fn gatekeeper(said: &str) -> Option<Refusal> {
    if let Some(name) = quoted(said, "admission webhook ") {
        let why = said.split_once(" denied the request").map_or("", |(_, why)| why);
        let why = why.trim_start_matches(':').trim().to_owned();
        return Some(Refusal::Gatekeeper { name, answer: Answer::Denied, why });
    }
    if let Some(name) = quoted(said, "failed calling webhook ") {
        let why = said.split_once("failed to call webhook: ").map_or(said, |(_, why)| why).to_owned();
        return Some(Refusal::Gatekeeper { name, answer: Answer::Failing, why });
    }
    let name = between(said, "ValidatingAdmissionPolicy '", "'")?.to_owned();
    let why = said.split_once(" denied request: ").map_or("", |(_, why)| why).to_owned();
    Some(Refusal::Gatekeeper { name, answer: Answer::Policy, why })
}

/// Finds what the pod names and nobody has.
fn named(why: &str) -> Option<Refusal> {
    if let Some(name) = quoted(why, ": serviceaccount ").filter(|_| why.contains("not found")) {
        return Some(Refusal::ServiceAccount { name });
    }
    let name = between(why, "no PriorityClass with name ", " was found")?.to_owned();
    Some(Refusal::PriorityClass { name })
}

/// Leaves out what controllers put before what the API server said.
fn plain(said: &str) -> &str {
    let why = said.strip_prefix("Error creating: ").unwrap_or(said);
    let set = why.strip_prefix("Failed to create new replica set ").and_then(|rest| rest.split_once("\": "));
    let why = set.map_or(why, |(_, why)| why);
    let why = why.split_once(" failed error: ").map_or(why, |(_, why)| why);
    why.split_once(" is forbidden: ").map_or(why, |(_, why)| why)
}

#[cfg(test)]
mod tests;
