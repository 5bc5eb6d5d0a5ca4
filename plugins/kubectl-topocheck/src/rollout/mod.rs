//! How a rollout stands, what holds it and by which rule, and whether it can get done at all.
//!
//! [`bounds`] are the numbers of a rolling update; [`sets`] tell which ReplicaSet is the new one; [`step`] is what the Deployment
//! controller does next, by its own arithmetic; [`cause`] tells whether what stops a pod can go away by itself, [`create`] why one is not made; [`deployment`]
//! and [`others`] put that together. All of it is a function of objects and the time.
//!
//! Source of all rules: `k8s.io/kubernetes/pkg/controller/deployment` and `replicaset` of 1.36.

pub mod bounds;
pub mod cause;
pub mod create;
pub mod deployment;
pub mod family;
mod hold;
mod next;
pub mod others;
pub mod pods;
pub mod reads;
pub mod sets;
pub mod step;
#[cfg(test)]
mod testing;

use kubecheck_core::model::time::Timestamp;

use bounds::Bounds;
use cause::{Outlook, PodCause};

/// How a rollout stands.
#[derive(Clone, Debug)]
pub struct Rollout {
    /// The kind: `Deployment`, `StatefulSet` or `DaemonSet`.
    pub kind: &'static str,
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Whether it is being deleted.
    pub is_deleted: bool,
    /// How it stands.
    pub state: State,
    /// The version of the spec, and the one that the controller has seen.
    pub generation: (i64, i64),
    /// The pods by number.
    pub replicas: Replicas,
    /// How pods are replaced: `RollingUpdate`, `Recreate`.
    pub strategy: String,
    /// The bounds of a rolling update.
    pub bounds: Option<Bounds>,
    /// What holds it, or what it waits for.
    pub hold: Option<Hold>,
    /// What goes on, in one sentence: a fragment.
    pub says: String,
    /// What is waited for: pods that are not available, and ReplicaSets whose pods cannot be made.
    pub blocking: Vec<Blocking>,
    /// When it is done if nothing gets worse: all pods are there and ready, and only time is missing.
    pub ready_at: Option<Timestamp>,
    /// When the progress deadline is exceeded, if nothing happens until then.
    pub deadline_at: Option<Timestamp>,
    /// What to type: first what mends it, then what else could be done.
    pub next: Vec<String>,
}

/// How a rollout stands; the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// All pods are of the newest template and available, and there are no others.
    Done,
    /// Something goes on: pods start, or the controller has something to do.
    Progressing,
    /// Nothing goes on before something gets well that can get well by itself.
    Held,
    /// It does not get done unless somebody changes something, or Kubernetes has given it up.
    Hopeless,
}

impl State {
    /// Returns the name that documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Progressing => "progressing",
            State::Held => "held",
            State::Hopeless => "hopeless",
        }
    }
}

/// What holds a rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Pods of the new template do not get available, and the bounds let nothing else happen.
    Blocked,
    /// Pods, or the ReplicaSet, cannot be made.
    CreateRefused,
    /// It is paused.
    Paused,
    /// The progress deadline is exceeded.
    DeadlineExceeded,
    /// The controller does nothing.
    Unattended,
    /// Pods of the old template do not go.
    OldPods,
    /// Pods must be ready for a while before they count.
    MinReady,
}

/// What holds a rollout, or what it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The rule.
    pub rule: Rule,
    /// The arithmetic, or what else the rule says: a fragment.
    pub says: String,
}

/// The pods of a workload, by number, as its status says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replicas {
    /// How many are wanted.
    pub desired: i64,
    /// How many there are.
    pub current: i64,
    /// How many are of the newest template.
    pub updated: i64,
    /// How many are ready.
    pub ready: i64,
    /// How many are available.
    pub available: i64,
    /// How many are missing or not available.
    pub unavailable: i64,
}

/// What a rollout waits for.
#[derive(Clone, Debug)]
pub struct Blocking {
    /// The kind: `Pod` or `ReplicaSet`, or the workload itself.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Why.
    pub cause: PodCause,
    /// When it counts as available, if it is ready and only time is missing.
    pub available_at: Option<Timestamp>,
}

/// How long what can only be mended from outside is waited for, and how often a container may crash, before a rollout is hopeless.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How many seconds a cause must have stood.
    pub grace: i64,
    /// How often in a row a container may have been started again; none is for ever.
    pub restarts: Option<i64>,
    /// For how many seconds the caller has seen nothing change.
    pub still: i64,
}

impl Default for Patience {
    /// A minute, five restarts, and a first look.
    fn default() -> Patience {
        Patience { grace: 60, restarts: Some(5), still: 0 }
    }
}

impl Patience {
    /// Tells whether a cause has stood for so long that nobody is taken to mend it. `is_alone` tells whether the workload has
    /// nothing else to do that could make room.
    fn is_over(&self, cause: &PodCause, is_alone: bool, now: Timestamp) -> bool {
        let stood =
            cause.since.map_or(0, |since| kubecheck_core::model::time::seconds(since, now)).max(self.still);
        match cause.outlook {
            Outlook::Starts | Outlook::MayHeal => false,
            Outlook::Crashes(restarts) => {
                self.restarts.is_some_and(|most| restarts >= most) && stood >= self.grace
            }
            Outlook::Crowded => is_alone && stood >= self.grace,
            Outlook::Stands => stood >= self.grace,
            Outlook::Never => true,
        }
    }
}

impl Rollout {
    /// Returns the kind and name as commands take them: `deployment/web`.
    pub fn object(&self) -> String {
        format!("{}/{}", self.kind.to_lowercase(), self.name)
    }

    /// Returns what changes when something changes that is more than time.
    pub fn mark(&self) -> String {
        let causes: Vec<(&str, &str, Outlook)> =
            self.blocking.iter().map(|one| (one.name.as_str(), one.cause.rule, one.cause.outlook)).collect();
        format!("{:?} {:?} {causes:?}", self.generation, self.replicas)
    }
}
