//! What holds a rollout, in words and numbers.

use kubecheck_core::model::time::{self, Timestamp};

use super::bounds::{pods, share};
use super::cause::{Outlook, PodCause};
use super::deployment::Own;
use super::step::{Sized, Step};
use super::{Blocking, Rule};
use crate::model::pod::Pod;

/// Tells of a pod that is ready and does not count yet.
pub(super) fn min_ready(pod: &Pod, min_ready_seconds: i64, now: Timestamp) -> PodCause {
    let at = super::pods::available_at(pod, min_ready_seconds);
    let left = at.map_or(0, |at| time::seconds(now, at).max(0));
    let summary = format!(
        "is ready, and counts as available in {} (minReadySeconds {min_ready_seconds})",
        time::age(left)
    );
    PodCause::new("min-ready", summary, Outlook::Starts)
}

impl Own<'_> {
    /// Says what a rule holds, with its arithmetic.
    pub(super) fn held(&self, rule: Rule, blocking: &[Blocking]) -> String {
        match rule {
            Rule::CreateRefused => self.refusal(),
            Rule::OldPods => format!(
                "Recreate: no pod of the new template is made before {} of the old one {} gone",
                pods(blocking.len() as i64),
                if blocking.len() == 1 { "is" } else { "are" },
            ),
            Rule::MinReady => self.waits(blocking),
            _ => self.arithmetic(blocking),
        }
    }

    /// Says what the bounds let happen.
    fn arithmetic(&self, blocking: &[Blocking]) -> String {
        let (sets, wanted) = (&self.sets, self.wanted());
        let (all, available) = (sets.wanted(), sets.available());
        let (new, good) =
            sets.new.as_ref().map_or((0, 0), |new| (new.wanted(), new.workload.status.available_replicas));
        let who = who(blocking);
        let Some(bounds) = self.bounds.as_ref().filter(|_| all > new) else {
            return format!(
                "{} of the new template, {good} of them available; it waits for {who}",
                share(new, wanted)
            );
        };
        let grow = if new >= wanted { "" } else { ", and none of the new one come," };
        format!(
            "{} of at most {}, {new} of the new template of which {good} available, {available} available of at least {}: \
             no pod of the old template may go{grow} before {who} is available",
            pods(all),
            bounds.most(),
            bounds.fewest(),
        )
    }

    fn refusal(&self) -> String {
        match &self.sets.new {
            None => "the ReplicaSet of the new template cannot be made".to_owned(),
            Some(new) => {
                let missing = new.wanted() - new.active().count() as i64;
                format!("{missing} of {} pods of {} cannot be made", new.wanted(), new.name())
            }
        }
    }

    fn waits(&self, blocking: &[Blocking]) -> String {
        let seconds = self.deployment.spec.min_ready_seconds;
        let last = blocking.iter().filter_map(|one| one.available_at).max();
        let count = blocking.len() as i64;
        let are = if count == 1 { "is ready and counts" } else { "are ready and count" };
        let last = last.map_or(String::new(), |at| format!(", the last of them at {}", second(at)));
        format!("{} {are} as available after minReadySeconds {seconds}{last}", pods(count))
    }

    pub(super) fn paused(&self) -> String {
        let updated = self.replicas().updated;
        format!(
            "it is paused: {} of the new template, and its controller adds none",
            share(updated, self.wanted())
        )
    }

    pub(super) fn late(&self, blocking: &[Blocking]) -> String {
        let seconds = self.deadline().unwrap_or_default();
        let since = self.progressing().and_then(|condition| condition.since());
        let since = since.map_or(String::new(), |at| format!(" at {}", second(at)));
        let why = if blocking.is_empty() {
            String::new()
        } else {
            format!("; {}", self.held(self.rule(blocking), blocking))
        };
        format!(
            "no progress for progressDeadlineSeconds {seconds}, so that its controller gave it up{since}{why}"
        )
    }

    pub(super) fn unattended(&self) -> String {
        let (generation, seen) =
            (self.deployment.metadata.generation, self.deployment.status.observed_generation);
        let still = time::age(self.around.patience.still);
        match &self.step {
            Step::Observe => {
                format!("its controller has seen generation {seen} of {generation}, for {still}")
            }
            step => format!("{}, and that has not happened for {still}", said(step)),
        }
    }

    /// Says what goes on.
    pub(super) fn says(&self) -> String {
        let of = self.replicas();
        match () {
            () if self.is_done() => done(of.desired),
            () if !self.is_observed() => said(&Step::Observe),
            () if of.updated < of.desired => format!("{} of the new template", share(of.updated, of.desired)),
            () if of.current > of.updated => {
                format!("{} of the old template still there", pods(of.current - of.updated))
            }
            () => format!("{} available", share(of.available, of.desired)),
        }
    }
}

/// Says that nothing is missing.
pub(super) fn done(pods: i64) -> String {
    match pods {
        0 => "no pods are wanted, and none are there".to_owned(),
        1 => "its 1 pod is of the newest template and available".to_owned(),
        many => format!("all {many} pods are of the newest template and available"),
    }
}

/// Says what the controller does next.
fn said(step: &Step) -> String {
    match step {
        Step::Observe => "its controller has not seen the newest change yet".to_owned(),
        Step::Scale => "its controller is to size all ReplicaSets anew".to_owned(),
        Step::Create => "its controller is to make the ReplicaSet of the new template".to_owned(),
        Step::Size(all) => format!("its controller is to size {}", sized(all)),
        Step::WaitForOld => "its controller waits for pods of the old template to go".to_owned(),
        Step::Nothing => "pods are to be made or to go".to_owned(),
    }
}

fn sized(all: &[Sized]) -> String {
    let one = |one: &Sized| format!("{} from {} to {}", one.set, one.from, one.to);
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Names what is waited for.
fn who(blocking: &[Blocking]) -> String {
    match blocking {
        [] => "one of its pods".to_owned(),
        [one] => one.name.clone(),
        [first, others @ ..] => format!("one of {} ({} …)", pods(others.len() as i64 + 1), first.name),
    }
}

/// Writes a time to the second.
pub(super) fn second(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}
