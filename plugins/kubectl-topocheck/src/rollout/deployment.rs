//! How the rollout of a Deployment stands.

use kubecheck_core::model::time::{self, Timestamp};

use super::bounds::Bounds;
use super::cause::{self, Outlook};
use super::family::Family;
use super::sets::{Set, Sets};
use super::step::{self, Step};
use super::{Blocking, Hold, Patience, Replicas, Rollout, Rule, State, create, hold, next, pods};
use crate::model::pod::Pod;
use crate::model::status::Condition;
use crate::model::workload::Workload;
use crate::schedule::snapshot::Snapshot;
use crate::start::told::Scene;
use crate::start::{Subject, refused};
use crate::world::kinds::Kind;

/// How many seconds a Deployment has to show progress if it does not say (`pkg/apis/apps/v1/defaults.go`).
const DEADLINE: i64 = 600;
/// What stands for no deadline (`HasProgressDeadline`).
const NEVER: i64 = i32::MAX as i64;
/// How many pods are asked for their cause; all pods of a template mostly have the same.
const ASKED: usize = 50;

/// What is looked at beside the Deployment.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// What was read, and how to tell of it.
    pub scene: Scene<'a>,
    /// Whose it is.
    pub family: &'a Family,
    /// The cluster as the scheduler sees it, if it was read.
    pub snapshot: Option<&'a Snapshot>,
    /// When a rollout is given up.
    pub patience: Patience,
}

impl Around<'_> {
    /// Returns the time it is.
    pub(super) fn now(&self) -> Timestamp {
        self.scene.look.now
    }

    /// Tells how a pod stands that is waited for.
    pub(super) fn blocking(&self, pod: &Pod, min_ready_seconds: i64) -> Blocking {
        let available_at = pods::available_at(pod, min_ready_seconds).filter(|_| pods::is_active(pod));
        let cause = match available_at {
            Some(_) => hold::min_ready(pod, min_ready_seconds, self.now()),
            None => cause::cause(pod, &self.scene, self.snapshot),
        };
        Blocking { kind: "Pod", name: pod.metadata.name.clone(), cause, available_at }
    }

    /// Tells what keeps something of a workload from being made.
    pub(super) fn refused(
        &self,
        (kind, name): (&'static str, &str),
        of: (&str, &Workload),
        condition: &Condition,
    ) -> Blocking {
        let (workload_kind, workload) = of;
        let subject = Subject {
            namespace: workload.metadata.namespace.clone(),
            kind: workload_kind.to_owned(),
            name: workload.metadata.name.clone(),
            ..Subject::default()
        };
        let cause = create::cause(subject, condition, &self.scene);
        Blocking { kind, name: name.to_owned(), cause, available_at: None }
    }
}

/// A Deployment with all that its rollout depends on.
pub(super) struct Own<'a> {
    pub(super) deployment: &'a Workload,
    pub(super) sets: Sets,
    pub(super) bounds: Option<Bounds>,
    pub(super) step: Step,
    pub(super) around: Around<'a>,
}

/// Tells how the rollout of a Deployment stands.
pub fn judge(deployment: &Workload, around: Around<'_>) -> Rollout {
    let sets = Sets::of(deployment, around.family);
    let step = step::next(deployment, &sets);
    let own = Own { deployment, sets, bounds: Bounds::of(&deployment.spec), step, around };
    let blocking = if own.is_done() { Vec::new() } else { own.blocking() };
    let (state, hold) = own.state(&blocking);
    let meta = &deployment.metadata;
    let mut rollout = Rollout {
        kind: "Deployment",
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        is_deleted: meta.is_deleted(),
        state,
        generation: (meta.generation, deployment.status.observed_generation),
        replicas: own.replicas(),
        strategy: if own.bounds.is_some() { "RollingUpdate" } else { "Recreate" }.to_owned(),
        bounds: own.bounds.clone(),
        says: own.says(),
        ready_at: own.ready_at(&blocking),
        deadline_at: own.deadline_at().filter(|_| state != State::Done),
        hold,
        blocking,
        next: Vec::new(),
    };
    rollout.next = next::commands(&rollout, around.scene.flags);
    rollout
}

impl Own<'_> {
    pub(super) fn wanted(&self) -> i64 {
        self.deployment.spec.replicas.unwrap_or(1)
    }

    pub(super) fn replicas(&self) -> Replicas {
        let status = &self.deployment.status;
        Replicas {
            desired: self.wanted(),
            current: status.replicas,
            updated: status.updated_replicas,
            ready: status.ready_replicas,
            available: status.available_replicas,
            unavailable: status.unavailable_replicas,
        }
    }

    /// Tells whether the controller takes it for complete (`DeploymentComplete`).
    pub(super) fn is_done(&self) -> bool {
        let (status, wanted) = (&self.deployment.status, self.wanted());
        self.is_observed()
            && status.updated_replicas == wanted
            && status.replicas == wanted
            && status.available_replicas == wanted
    }

    pub(super) fn is_observed(&self) -> bool {
        self.deployment.status.observed_generation >= self.deployment.metadata.generation
    }

    pub(super) fn deadline(&self) -> Option<i64> {
        let seconds = self.deployment.spec.progress_deadline_seconds.unwrap_or(DEADLINE);
        (seconds != NEVER).then_some(seconds)
    }

    pub(super) fn progressing(&self) -> Option<&Condition> {
        self.deployment.condition("Progressing")
    }

    /// Tells whether Kubernetes has given it up, as `kubectl rollout status` tells it.
    fn is_late(&self) -> bool {
        self.is_observed()
            && self.progressing().is_some_and(|condition| condition.reason == "ProgressDeadlineExceeded")
    }

    /// Returns when the controller gives it up (`DeploymentTimedOut`).
    fn deadline_at(&self) -> Option<Timestamp> {
        let condition = self.progressing().filter(|_| !self.deployment.spec.paused)?;
        if matches!(condition.reason.as_str(), "NewReplicaSetAvailable" | "ProgressDeadlineExceeded") {
            return None;
        }
        let since = condition.last_update_time.as_deref().and_then(time::parse)?;
        pods::later(since, self.deadline()?)
    }

    /// Returns what the rollout waits for: what cannot be made, what is not available, what does not go.
    fn blocking(&self) -> Vec<Blocking> {
        let mut blocking: Vec<Blocking> = self.refused().into_iter().collect();
        if self.step == Step::WaitForOld {
            let old = self.sets.old.iter().flat_map(|set| &set.pods).filter(|pod| !pod.is_terminal());
            blocking.extend(old.take(ASKED).map(|pod| self.around.blocking(pod, 0)));
        }
        if let Some(new) = &self.sets.new {
            let least = new.workload.spec.min_ready_seconds;
            blocking.extend(
                new.unavailable(self.around.now()).take(ASKED).map(|pod| self.around.blocking(pod, least)),
            );
        }
        // The worst first; among equals the first by name.
        blocking.sort_by_key(|one| std::cmp::Reverse(one.cause.outlook));
        blocking
    }

    /// Returns what the API server refuses to make, if that is so.
    fn refused(&self) -> Option<Blocking> {
        let of = ("Deployment", self.deployment);
        let Some(new) = &self.sets.new else {
            let (said, since) = refused::of_set(self.around.scene.look, self.deployment)?;
            let failed = Condition {
                kind: "Progressing".to_owned(),
                message: said.text,
                last_transition_time: since.map(|since| since.to_string()),
                ..Condition::default()
            };
            return Some(self.around.refused(("Deployment", &self.deployment.metadata.name), of, &failed));
        };
        let failed =
            new.workload.condition("ReplicaFailure").filter(|condition| condition.status == "True")?;
        // A ReplicaSet has the condition until it succeeds, also if nothing is missing any more.
        (count(new) < new.wanted()).then(|| self.around.refused(("ReplicaSet", new.name()), of, failed))
    }

    /// Tells how it stands, and what holds it.
    fn state(&self, blocking: &[Blocking]) -> (State, Option<Hold>) {
        let hold = |rule, says: String| Some(Hold { rule, says });
        if self.is_done() {
            return (State::Done, None);
        }
        if self.deployment.metadata.is_deleted() {
            return (State::Hopeless, hold(Rule::Unattended, "the Deployment is being deleted".to_owned()));
        }
        if self.deployment.spec.paused {
            return (State::Hopeless, hold(Rule::Paused, self.paused()));
        }
        if self.is_late() {
            return (State::Hopeless, hold(Rule::DeadlineExceeded, self.late(blocking)));
        }
        if !self.is_known() {
            return (State::Progressing, None);
        }
        let (rule, motion) = (self.rule(blocking), self.motion(blocking));
        let says = || self.held(rule, blocking);
        if self.is_over(motion, blocking) {
            return (State::Hopeless, hold(rule, says()));
        }
        let Patience { still, grace, .. } = self.around.patience;
        match motion {
            Motion::Controllers if still > grace => (State::Held, hold(Rule::Unattended, self.unattended())),
            Motion::Pods if rule == Rule::MinReady => (State::Progressing, hold(rule, says())),
            Motion::Controllers | Motion::Pods => (State::Progressing, None),
            Motion::None => (State::Held, hold(rule, says())),
        }
    }

    /// Tells whether ReplicaSets and pods were read. Without them nothing is known but that it is not done.
    fn is_known(&self) -> bool {
        let objects = self.around.scene.look.objects;
        let has_pods = self.sets.all().any(|set| set.workload.status.replicas > 0);
        objects.has(Kind::ReplicaSet) && (objects.has(Kind::Pod) || !has_pods)
    }

    /// Tells whether more pods than may go anyway stay unavailable for good.
    fn is_over(&self, motion: Motion, blocking: &[Blocking]) -> bool {
        let (patience, now) = (self.around.patience, self.around.now());
        let is_alone = motion == Motion::None;
        let lost = blocking.iter().filter(|one| patience.is_over(&one.cause, is_alone, now)).count();
        let surplus = self
            .sets
            .new
            .as_ref()
            .map_or(0, |new| (count(new) - new.wanted()).max(0) + (new.wanted() - self.wanted()).max(0));
        lost as i64 > surplus
    }

    /// Tells what goes on by itself.
    fn motion(&self, blocking: &[Blocking]) -> Motion {
        let starts = |one: &Blocking| one.cause.outlook == Outlook::Starts;
        let is_refused = blocking.iter().any(|one| one.kind != "Pod");
        match self.step {
            Step::Scale | Step::Size(_) => return Motion::Controllers,
            // Only the refusal of the ReplicaSet itself keeps the Deployment's controller from going on.
            Step::Observe | Step::Create if !is_refused || self.sets.new.is_some() => {
                return Motion::Controllers;
            }
            Step::WaitForOld if !blocking.iter().all(starts) => return Motion::None,
            _ => {}
        }
        if blocking.iter().any(starts) {
            return Motion::Pods;
        }
        // Pods that are to be made or to go; of those that cannot be made nothing is to be hoped for.
        let is_unsized = |set: &Set| count(set) != set.wanted();
        let is_refused_one =
            |set: &Set| is_refused && self.sets.new.as_ref().is_some_and(|new| new.name() == set.name());
        let is_at_work = self.sets.all().any(|set| {
            is_unsized(set) && !is_refused_one(set) || available(set, self.around.now()) > set.counted()
        });
        if is_at_work || blocking.is_empty() { Motion::Controllers } else { Motion::None }
    }

    pub(super) fn rule(&self, blocking: &[Blocking]) -> Rule {
        match () {
            () if blocking.first().is_some_and(|one| one.kind != "Pod") => Rule::CreateRefused,
            () if self.step == Step::WaitForOld => Rule::OldPods,
            () if !blocking.is_empty() && blocking.iter().all(|one| one.available_at.is_some()) => {
                Rule::MinReady
            }
            () => Rule::Blocked,
        }
    }

    /// Returns when all pods count as available, if all are there and ready and only time is missing.
    fn ready_at(&self, blocking: &[Blocking]) -> Option<Timestamp> {
        let is_all = self.replicas().updated == self.wanted() && self.step == Step::Nothing;
        let times: Option<Vec<Timestamp>> = blocking.iter().map(|one| one.available_at).collect();
        times.filter(|_| is_all)?.into_iter().max()
    }
}

/// What goes on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Motion {
    /// Nothing.
    None,
    /// Pods start, or go.
    Pods,
    /// Controllers have something to do.
    Controllers,
}

/// Counts the pods of a ReplicaSet that are available; what its status counts may be of a moment before.
fn available(set: &Set, now: Timestamp) -> i64 {
    count(set) - set.unavailable(now).count() as i64
}

/// Counts the pods of a ReplicaSet.
fn count(set: &Set) -> i64 {
    set.active().count() as i64
}

#[cfg(test)]
mod tests;
