//! Why a pod that a rollout waits for is not available: the first cause, as `pods` tells it, and whether it can go away by itself.
//!
//! [`cause`] is the one door. What stops a pod finds [`crate::start`]; here stands what of it matters to a rollout.

mod crash;
mod outlook;
mod unscheduled;

use kubecheck_core::model::time::{self, Timestamp};

use super::pods;
use crate::checks;
use crate::model::pod::Pod;
use crate::schedule::snapshot::Snapshot;
use crate::start::cause::What;
use crate::start::told::Scene;
use crate::start::{State, Stuck};

pub(super) use outlook::of as outlook_of;

/// For how many seconds a pod may be on its way out beyond its grace period before it counts as held.
const LEAVES: i64 = 60;

/// Why a pod is not available.
#[derive(Clone, Debug, PartialEq)]
pub struct PodCause {
    /// What kind of cause it is: the rule that tells more of it, or a word for what no rule is about.
    pub rule: &'static str,
    /// What is wrong: a fragment.
    pub summary: String,
    /// What to type to see more, or to mend it.
    pub next: Option<String>,
    /// Whether it can go away by itself.
    pub outlook: Outlook,
    /// The container it is about.
    pub container: Option<String>,
    /// Since when it has been so at least.
    pub since: Option<Timestamp>,
    /// What stops the pod, if it does not start.
    pub stuck: Option<Box<Stuck>>,
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
    /// Makes a cause that no rule is about.
    pub(super) fn new(rule: &'static str, summary: impl Into<String>, outlook: Outlook) -> PodCause {
        let summary = summary.into();
        PodCause { rule, summary, next: None, outlook, container: None, since: None, stuck: None }
    }

    /// Makes a cause of what stops a pod, or keeps one from being made.
    pub(super) fn of(stuck: Stuck, outlook: Outlook, scene: &Scene<'_>) -> PodCause {
        let (rule, words) = checks::word(&stuck, scene);
        PodCause {
            rule: rule.name,
            summary: words.message,
            next: (!words.next.is_empty()).then_some(words.next),
            outlook,
            container: stuck.cause.container.as_ref().map(|part| part.name.clone()),
            since: stuck.cause.since,
            stuck: Some(Box::new(stuck)),
        }
    }

    /// Adds what to type.
    fn next(self, command: String) -> PodCause {
        PodCause { next: Some(command), ..self }
    }

    /// Adds since when it is so.
    pub(super) fn since(self, since: Option<Timestamp>) -> PodCause {
        PodCause { since, ..self }
    }

    /// Returns what stops the pod.
    pub(super) fn what(&self) -> Option<&What> {
        self.stuck.as_ref().map(|stuck| &stuck.cause.what)
    }

    /// Tells whether it stays as long as nobody changes anything.
    pub fn is_permanent(&self) -> bool {
        matches!(self.outlook, Outlook::Crowded | Outlook::Stands | Outlook::Never)
    }
}

/// Finds why a pod is not available. `snapshot` is the cluster as the scheduler sees it, if that was read; it is asked only of pods without
/// a node. Objects that were not read make the answer shorter, never other than true.
pub fn cause(pod: &Pod, scene: &Scene<'_>, snapshot: Option<&Snapshot>) -> PodCause {
    let now = scene.look.now;
    if pod.metadata.is_deleted() {
        return leaving(pod, scene);
    }
    if let Some(crashing) = crash::cause(pod, scene) {
        return crashing;
    }
    match scene.look.one(pod) {
        State::Stuck(cause) => {
            let stuck = Stuck { subject: scene.look.subject(pod), cause: *cause };
            let outlook = match &stuck.cause.what {
                What::NoNode { .. } => unscheduled::outlook(pod, snapshot),
                _ => outlook::of(&stuck, scene),
            };
            let found = PodCause::of(stuck, outlook, scene);
            // A pod that ran and stopped may have failed the same way long ago.
            let since = found.since.max(unready_since(pod));
            found.since(since.or_else(|| started(pod)))
        }
        State::Crashing(crash) => {
            PodCause::new("crash-loop", crash.says, Outlook::MayHeal).since(unready_since(pod))
        }
        State::InProgress(at) => {
            let command = scene.describe(&scene.look.subject(pod));
            PodCause::new("starting", at, Outlook::Starts).next(command).since(unready_since(pod))
        }
        State::Fine => {
            let age = since_seconds(pod.metadata.created(), now);
            PodCause::new("starting", format!("it is {} old", time::age(age)), Outlook::Starts)
        }
    }
}

/// A pod that is being deleted.
fn leaving(pod: &Pod, scene: &Scene<'_>) -> PodCause {
    let meta = &pod.metadata;
    let ends = meta.deletion_timestamp.as_deref().and_then(time::parse);
    let over = ends.map_or(0, |ends| time::seconds(ends, scene.look.now));
    let named = format!("pod/{}", meta.name);
    let command = scene.flags.kubectl(&["finalizers", "why", &named], &meta.namespace);
    let (summary, outlook) = if over < LEAVES {
        ("is being deleted, within its grace period".to_owned(), Outlook::Starts)
    } else {
        let held = match meta.finalizers.as_slice() {
            [] => String::new(),
            all => format!("; finalizers {}", all.join(", ")),
        };
        (format!("should have been gone for {}{held}", time::age(over)), Outlook::MayHeal)
    };
    PodCause::new("terminating", summary, outlook).next(command)
}

/// Returns since when a pod is not ready; none if it is, or if nothing says it.
fn unready_since(pod: &Pod) -> Option<Timestamp> {
    let ready = pod.status.condition("Ready").filter(|_| !pods::is_ready(pod));
    ready.and_then(|ready| ready.since())
}

/// Returns when the kubelet took a pod, or when it was made.
fn started(pod: &Pod) -> Option<Timestamp> {
    let taken = pod.status.start_time.as_deref().and_then(time::parse);
    taken.or_else(|| pod.metadata.created())
}

fn since_seconds(since: Option<Timestamp>, now: Timestamp) -> i64 {
    since.map_or(0, |since| time::seconds(since, now)).max(0)
}

#[cfg(test)]
mod tests;
