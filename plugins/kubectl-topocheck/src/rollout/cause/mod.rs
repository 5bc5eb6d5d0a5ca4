//! Why a pod that a rollout waits for is not available: the first cause, and whether it can go away by itself.
//!
//! This is what a rollout has to know of a pod, and no more: [`cause`] is the one door.

mod config;
mod container;
mod events;
mod image;
mod unscheduled;

pub(super) use config::lacks;

use kubecheck_core::kube::args::quoted;
use kubecheck_core::model::time::{self, Timestamp};

use super::pods;
use crate::model::event::Event;
use crate::model::pod::Pod;
use crate::schedule::snapshot::Snapshot;
use crate::world::objects::Objects;

/// For how many seconds a pod may start without a word before it counts as held.
const STARTS: i64 = 60;

/// Why a pod is not available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodCause {
    /// What kind of cause it is, in kebab-case: `image-not-found`.
    pub rule: &'static str,
    /// What is wrong: a fragment.
    pub summary: String,
    /// What to type to see more, or to mend it; without the flags that lead to the cluster.
    pub next: Option<String>,
    /// Whether it can go away by itself.
    pub outlook: Outlook,
    /// The container it is about.
    pub container: Option<String>,
    /// Since when it has been so at least.
    pub since: Option<Timestamp>,
}

/// Whether a cause can go away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outlook {
    /// Nothing is wrong: the pod starts.
    Starts,
    /// It can: what runs may get ready, what cannot be reached may be reached.
    MayHeal,
    /// A container crashed so many times in a row. What it waits for may come.
    Crashes(i64),
    /// It cannot unless other pods go, and none is about to.
    Crowded,
    /// It cannot: somebody has to change something outside the workload.
    Stands,
    /// It cannot: the workload itself has to be changed.
    Never,
}

impl PodCause {
    /// Makes a cause that is about the whole pod.
    pub(super) fn new(rule: &'static str, summary: impl Into<String>, outlook: Outlook) -> PodCause {
        PodCause { rule, summary: summary.into(), next: None, outlook, container: None, since: None }
    }

    /// Adds what to type.
    pub(super) fn next(self, command: impl Into<String>) -> PodCause {
        PodCause { next: Some(command.into()), ..self }
    }

    /// Adds the container.
    fn of(self, container: &str) -> PodCause {
        PodCause { container: Some(container.to_owned()), ..self }
    }

    /// Adds since when it is so.
    pub(super) fn since(self, since: Option<Timestamp>) -> PodCause {
        PodCause { since, ..self }
    }

    /// Tells whether it stays as long as nobody changes anything.
    pub fn is_permanent(&self) -> bool {
        matches!(self.outlook, Outlook::Crowded | Outlook::Stands | Outlook::Never)
    }
}

/// What is known around a pod.
struct Around<'a> {
    pod: &'a Pod,
    objects: &'a Objects,
    now: Timestamp,
}

/// Finds why a pod is not available. `snapshot` is the cluster as the scheduler sees it, if that was read; it is asked only of pods without
/// a node. Objects that were not read make the answer shorter, never other than true.
pub fn cause(pod: &Pod, objects: &Objects, snapshot: Option<&Snapshot>, now: Timestamp) -> PodCause {
    let around = Around { pod, objects, now };
    if pod.metadata.is_deleted() {
        return leaving(&around);
    }
    if pod.is_unbound() {
        return unscheduled::cause(&around, snapshot);
    }
    let found = container::cause(&around).or_else(|| events::cause(&around));
    found.unwrap_or_else(|| starting(&around))
}

/// A pod on a node of which nothing bad is known.
fn starting(around: &Around<'_>) -> PodCause {
    let pod = around.pod;
    let gates = pod.status.condition("ContainersReady").is_some_and(|ready| ready.status == "True");
    if gates && !pods::is_ready(pod) {
        return not_ready(around);
    }
    let age = around.age();
    let outlook = if age < STARTS { Outlook::Starts } else { Outlook::MayHeal };
    let summary = match outlook {
        Outlook::Starts => format!("starts on {}, {} old", pod.spec.node_name, time::age(age)),
        _ => format!(
            "is on {} for {} and has not started; nothing says why",
            pod.spec.node_name,
            time::age(age)
        ),
    };
    PodCause::new("starting", summary, outlook).next(around.describe()).since(around.unready_since())
}

/// A pod whose containers are ready and which is not: its gates, or its node.
fn not_ready(around: &Around<'_>) -> PodCause {
    let ready = around.pod.status.condition("Ready");
    let said = ready
        .map(|ready| if ready.message.is_empty() { ready.reason.clone() } else { ready.message.clone() });
    let summary = match said.filter(|said| !said.is_empty()) {
        Some(said) => format!("all containers are ready and the pod is not: {said}"),
        None => "all containers are ready and the pod is not".to_owned(),
    };
    let since = around.unready_since();
    let outlook = if around.seconds(since) < container::READY { Outlook::Starts } else { Outlook::MayHeal };
    PodCause::new("readiness-gate", summary, outlook).next(around.describe()).since(since)
}

/// A pod that is being deleted.
fn leaving(around: &Around<'_>) -> PodCause {
    let meta = &around.pod.metadata;
    let ends = meta.deletion_timestamp.as_deref().and_then(time::parse);
    let over = ends.map_or(0, |ends| time::seconds(ends, around.now));
    let command = format!("kubectl finalizers why {}", around.named());
    if over < STARTS {
        let summary = "is being deleted, within its grace period".to_owned();
        return PodCause::new("terminating", summary, Outlook::Starts).next(command).since(ends);
    }
    let held = match meta.finalizers.as_slice() {
        [] => String::new(),
        all => format!("; finalizers {}", all.join(", ")),
    };
    let summary = format!("should have been gone for {}{held}", time::age(over));
    PodCause::new("terminating", summary, Outlook::MayHeal).next(command).since(ends)
}

impl Around<'_> {
    /// Returns how old the pod is, in seconds.
    fn age(&self) -> i64 {
        let started = self.pod.status.start_time.as_deref().and_then(time::parse);
        self.seconds(started.or_else(|| self.pod.metadata.created()))
    }

    /// Returns how long ago a time was; of one that is not known nothing.
    fn seconds(&self, since: Option<Timestamp>) -> i64 {
        since.map_or(0, |since| time::seconds(since, self.now)).max(0)
    }

    /// Returns since when the pod is not ready.
    fn unready_since(&self) -> Option<Timestamp> {
        let ready = self.pod.status.condition("Ready").filter(|ready| ready.status != "True");
        let started = || self.pod.status.start_time.as_deref().and_then(time::parse);
        ready.and_then(|ready| ready.since()).or_else(started).or_else(|| self.pod.metadata.created())
    }

    /// Names the pod for a command: `pod/x -n shop`.
    fn named(&self) -> String {
        let meta = &self.pod.metadata;
        format!("pod/{} -n {}", quoted(&meta.name), quoted(&meta.namespace))
    }

    fn describe(&self) -> String {
        format!("kubectl describe {}", self.named())
    }

    /// Returns what events say of the pod, the newest first.
    fn events(&self) -> Vec<&Event> {
        let meta = &self.pod.metadata;
        let is_of = |event: &&Event| {
            let about = &event.involved_object;
            about.kind == "Pod"
                && about.name == meta.name
                && about.namespace == meta.namespace
                && (about.uid.is_empty() || meta.uid.is_empty() || about.uid == meta.uid)
        };
        let mut events: Vec<&Event> = self.objects.events.iter().map(AsRef::as_ref).filter(is_of).collect();
        events.sort_by_key(|event| std::cmp::Reverse(event.last()));
        events
    }

    /// Returns the newest event of some reason.
    fn event(&self, reasons: &[&str]) -> Option<&Event> {
        self.events().into_iter().find(|event| reasons.contains(&event.reason.as_str()))
    }
}

#[cfg(test)]
mod tests;
