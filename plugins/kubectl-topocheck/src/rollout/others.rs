//! How the rollout of a StatefulSet or DaemonSet stands, as far as `kubectl rollout status` knows it, and which pods hold it
//! (`k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go`).

use std::sync::Arc;

use super::bounds::{pods as counted, share};
use super::cause::{Outlook, PodCause};
use super::deployment::Around;
use super::hold::{done, second};
use super::{Blocking, Hold, Replicas, Rollout, Rule, State, next, pods};
use crate::model::pod::Pod;
use crate::model::status::Condition;
use crate::model::workload::Workload;

/// Which template of a DaemonSet is the newest (`k8s.io/api/apps/v1`, `DeprecatedTemplateGeneration`); its pods have a label of it.
const GENERATION: &str = "deprecated.daemonset.template.generation";

/// Says why the rollout of a workload cannot be judged at all: its pods are replaced when somebody deletes them.
pub fn refuses(workload: &Workload) -> Option<String> {
    let kind = &workload.spec.update_strategy.kind;
    let is_manual = !matches!(kind.as_str(), "" | "RollingUpdate");
    is_manual.then(|| format!("its updateStrategy is {kind}: pods are replaced when somebody deletes them"))
}

/// A StatefulSet or DaemonSet with its pods.
struct Own<'a> {
    kind: &'static str,
    workload: &'a Workload,
    pods: Vec<Arc<Pod>>,
    around: Around<'a>,
}

/// Tells how the rollout of a StatefulSet or DaemonSet stands.
pub fn judge(kind: &'static str, workload: &Workload, around: Around<'_>) -> Rollout {
    let pods = around.family.pods(&workload.metadata, kind);
    let own = Own { kind, workload, pods, around };
    let blocking = if own.is_done() { Vec::new() } else { own.blocking() };
    let (state, hold) = own.state(&blocking);
    let meta = &workload.metadata;
    let times: Option<Vec<_>> = blocking.iter().map(|one| one.available_at).collect();
    let replicas = own.replicas();
    let mut rollout = Rollout {
        kind,
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        is_deleted: meta.is_deleted(),
        state,
        generation: (meta.generation, workload.status.observed_generation),
        replicas,
        strategy: "RollingUpdate".to_owned(),
        bounds: None,
        hold,
        says: own.says(),
        ready_at: times
            .filter(|_| replicas.updated >= replicas.desired)
            .and_then(|times| times.into_iter().max()),
        deadline_at: None,
        blocking,
        next: Vec::new(),
    };
    rollout.next = next::commands(&rollout, around.scene.flags);
    rollout
}

/// Returns the number of a pod of a StatefulSet.
fn ordinal(pod: &Pod) -> Option<i64> {
    pod.metadata.name.rsplit('-').next().and_then(|ordinal| ordinal.parse().ok())
}

/// A pod of an old template that is about to be replaced.
fn replaced(pod: &Pod) -> Blocking {
    let cause = PodCause::new("starting", "it is of an old template, and is replaced", Outlook::Starts);
    Blocking { kind: "Pod", name: pod.metadata.name.clone(), cause, available_at: None }
}

impl Own<'_> {
    fn is_set(&self) -> bool {
        self.kind == "StatefulSet"
    }

    fn replicas(&self) -> Replicas {
        let status = &self.workload.status;
        if self.is_set() {
            let desired = self.workload.spec.replicas.unwrap_or(1);
            return Replicas {
                desired,
                current: status.replicas,
                updated: status.updated_replicas,
                ready: status.ready_replicas,
                available: status.available_replicas,
                unavailable: (desired - status.available_replicas).max(0),
            };
        }
        let desired = status.desired_number_scheduled;
        Replicas {
            desired,
            current: self.pods.iter().filter(|pod| pods::is_active(pod)).count() as i64,
            updated: status.updated_number_scheduled,
            ready: status.number_ready,
            available: status.number_available,
            unavailable: (desired - status.number_available).max(0),
        }
    }

    fn is_observed(&self) -> bool {
        let seen = self.workload.status.observed_generation;
        seen > 0 && seen >= self.workload.metadata.generation
    }

    /// Returns the ordinal below which a StatefulSet keeps the old template.
    fn partition(&self) -> Option<i64> {
        self.workload.spec.update_strategy.rolling_update.as_ref()?.partition.filter(|_| self.is_set())
    }

    /// Returns how many pods are to be of the newest template.
    fn due(&self) -> i64 {
        let desired = self.replicas().desired;
        self.partition().map_or(desired, |partition| (desired - partition).max(0))
    }

    fn is_done(&self) -> bool {
        let (of, status) = (self.replicas(), &self.workload.status);
        let is_updated = match self.is_set() {
            true if self.partition().is_some_and(|partition| partition > 0) => of.updated >= self.due(),
            true => status.update_revision == status.current_revision,
            false => of.updated >= of.desired,
        };
        let good = if self.is_set() { of.ready.min(of.available) } else { of.available };
        self.is_observed() && is_updated && good >= of.desired
    }

    fn blocking(&self) -> Vec<Blocking> {
        let least = self.workload.spec.min_ready_seconds;
        let now = self.around.now();
        // In the place of a pod that does not go no other is made.
        let waited = self.pods.iter().filter(|pod| {
            !pod.is_terminal() && (pod.metadata.is_deleted() || !pods::is_available(pod, least, now))
        });
        let waited = waited.map(|pod| match self.is_replaced_next(pod) {
            true => replaced(pod),
            false => self.around.blocking(pod, least),
        });
        let mut blocking: Vec<Blocking> = self.refused().into_iter().chain(waited).collect();
        blocking.sort_by_key(|one| std::cmp::Reverse(one.cause.outlook));
        blocking
    }

    /// Tells whether the controller replaces a pod as soon as it comes to it, since it is of an old template and not available: a
    /// DaemonSet's (`pkg/controller/daemon/update.go`, `rollingUpdate`), or a StatefulSet's that does not wait for one pod before it sees
    /// to the next (`pkg/controller/statefulset/stateful_set_control.go`, `updateStatefulSet`).
    fn is_replaced_next(&self, pod: &Pod) -> bool {
        if pod.metadata.is_deleted() {
            return false;
        }
        let label = |name: &str| pod.metadata.labels.get(name);
        if !self.is_set() {
            let newest = self.workload.metadata.annotations.get(GENERATION);
            return newest.zip(label("pod-template-generation")).is_some_and(|(newest, own)| newest != own);
        }
        let update = self.workload.spec.update_strategy.rolling_update.as_ref();
        // Where that bound counts, what is not available already counts against it.
        let is_bounded = update.is_some_and(|update| update.max_unavailable.is_some());
        let is_parallel = self.workload.spec.pod_management_policy == "Parallel" && !is_bounded;
        let is_due = ordinal(pod).is_some_and(|own| own >= self.partition().unwrap_or(0));
        // It goes down from the highest, and waits for those that it has replaced.
        let waits =
            |other: &Arc<Pod>| ordinal(other) > ordinal(pod) && !self.is_old(other) && !pods::is_ready(other);
        is_parallel && is_due && self.is_old(pod) && !self.pods.iter().any(waits)
    }

    /// Tells whether a pod of a StatefulSet is of an old template.
    fn is_old(&self, pod: &Pod) -> bool {
        let newest = &self.workload.status.update_revision;
        let own = pod.metadata.labels.get("controller-revision-hash");
        own.is_some_and(|own| !newest.is_empty() && own != newest)
    }

    /// Returns what the API server refuses to make: these controllers say it in events alone.
    fn refused(&self) -> Option<Blocking> {
        let meta = &self.workload.metadata;
        let mut events = self.around.scene.look.events.of(self.kind, meta);
        let newest =
            events.find(|event| matches!(event.reason.as_str(), "FailedCreate" | "SuccessfulCreate"))?;
        let event = Some(newest).filter(|event| event.reason == "FailedCreate" && self.is_short())?;
        let condition = Condition {
            kind: "FailedCreate".to_owned(),
            message: event.words().to_owned(),
            last_transition_time: event.first_timestamp.clone(),
            ..Condition::default()
        };
        Some(self.around.refused((self.kind, &meta.name), (self.kind, self.workload), &condition))
    }

    /// Tells whether pods are missing.
    fn is_short(&self) -> bool {
        (self.pods.iter().filter(|pod| pods::is_active(pod)).count() as i64) < self.replicas().desired
    }

    fn state(&self, blocking: &[Blocking]) -> (State, Option<Hold>) {
        if self.is_done() {
            return (State::Done, None);
        }
        let (patience, now) = (self.around.patience, self.around.now());
        let starts = |one: &Blocking| one.cause.outlook == Outlook::Starts;
        let is_refused = blocking.iter().any(|one| one.kind != "Pod");
        let is_left = |one: &Blocking| one.cause.rule == "terminating" && !starts(one);
        let is_to_be_made = self.is_short() && !is_refused && !blocking.iter().any(is_left);
        let is_moving = blocking.is_empty() || blocking.iter().any(starts) || is_to_be_made;
        let rule = match () {
            () if blocking.first().is_some_and(|one| one.kind != "Pod") => Rule::CreateRefused,
            () if !blocking.is_empty() && blocking.iter().all(|one| one.available_at.is_some()) => {
                Rule::MinReady
            }
            () => Rule::Blocked,
        };
        let hold = Some(Hold { rule, says: self.held(rule, blocking) });
        let stuck = |says| Some(Hold { rule: Rule::Unattended, says });
        // What its controller has not seen may mend all of it.
        if !self.is_observed() {
            let is_left = patience.still > patience.grace;
            return if is_left { (State::Held, stuck(self.says())) } else { (State::Progressing, None) };
        }
        if blocking.iter().any(|one| patience.is_over(&one.cause, !is_moving, now)) {
            return (State::Hopeless, hold);
        }
        match rule {
            _ if blocking.is_empty() && patience.still > patience.grace => (State::Held, stuck(self.says())),
            Rule::MinReady => (State::Progressing, hold),
            _ if is_moving => (State::Progressing, None),
            _ => (State::Held, hold),
        }
    }

    fn held(&self, rule: Rule, blocking: &[Blocking]) -> String {
        let Some(first) = blocking.first() else { return self.says() };
        match rule {
            Rule::CreateRefused => "pods cannot be made".to_owned(),
            Rule::MinReady => {
                let last = blocking.iter().filter_map(|one| one.available_at).max();
                let last = last.map_or(String::new(), |at| format!(", the last of them at {}", second(at)));
                let seconds = self.workload.spec.min_ready_seconds;
                format!("{} wait for minReadySeconds {seconds}{last}", counted(blocking.len() as i64))
            }
            _ => {
                let order = match self.workload.spec.pod_management_policy.as_str() {
                    "Parallel" => "",
                    _ if self.is_set() => "OrderedReady, one pod after the other: ",
                    _ => "",
                };
                let others = match blocking.len() {
                    1 => String::new(),
                    many => format!(" and {} more", many - 1),
                };
                format!("{order}{}; it waits for {}{others}", self.says(), first.name)
            }
        }
    }

    fn says(&self) -> String {
        let of = self.replicas();
        let old = self.partition().filter(|partition| *partition > 0).map_or(String::new(), |partition| {
            format!(" (partition {partition}: ordinals below it keep the old one)")
        });
        match () {
            () if self.is_done() && of.updated >= of.desired => done(of.desired),
            () if self.is_done() => format!(
                "{} of the newest template{old}, and all are available",
                share(of.updated, of.desired)
            ),
            () if !self.is_observed() => "its controller has not seen the newest change yet".to_owned(),
            () if of.updated < self.due() => {
                format!("{} of the new template{old}", share(of.updated, self.due()))
            }
            () => format!("{} available{old}", share(of.available, of.desired)),
        }
    }
}

#[cfg(test)]
mod tests;
