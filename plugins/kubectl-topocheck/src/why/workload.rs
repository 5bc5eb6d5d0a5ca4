//! From a workload to the pod that keeps it from having what it wants.

use std::sync::Arc;

use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Gap;

use super::walk::{Walk, is_ready};
use super::{Chain, Link, Named, Verdict};
use crate::checks;
use crate::model::pod::Pod;
use crate::model::status::Condition;
use crate::model::workload::Workload;
use crate::rollout::deployment::{self, Around};
use crate::rollout::pods::is_available;
use crate::rollout::{self, Patience, Rollout};
use crate::start::State;
use crate::start::owner::Owner;
use crate::start::refused;
use crate::world::kinds::Kind;

/// The pods of a workload.
struct Pods<'w> {
    /// Those that have not ended and are not being deleted.
    active: Vec<&'w Arc<Pod>>,
    /// Those that are being deleted.
    leaving: Vec<&'w Arc<Pod>>,
    /// Those that have failed.
    failed: Vec<&'w Arc<Pod>>,
    /// How many have ended well.
    done: i64,
}

impl<'w> Walk<'w> {
    /// From a workload to the pod that holds it.
    pub(super) fn workload(&self, kind: &'static str, workload: &Arc<Workload>) -> Chain {
        let meta = &workload.metadata;
        let object = Named::new(kind, &meta.namespace, &meta.name);
        self.is_new(&object);
        let link = |condition: String, cure| Link { object: object.clone(), condition, rule: None, cure };
        if let Some((verdict, condition, cure)) = self.settled(kind, workload) {
            return Chain::one(verdict, link(condition, cure));
        }
        if kind == "Deployment" {
            return self.rollout(&object, workload);
        }
        let pods = self.pods_of(kind, workload);
        let up = pods.active.iter().filter(|pod| self.is_up(pod)).count();
        let ready = pods.active.iter().filter(|pod| is_ready(pod) || self.is_up(pod)).count();
        // What its pods have done, a job counts a little later.
        let wanted = wanted(kind, workload, pods.done);
        let condition = stands(kind, workload, ready, wanted);
        if let Some(refused) = refused::refused(self.scene.look, kind, workload) {
            let words = checks::word(&refused, &self.scene);
            let condition = format!("{condition}; {}", words.1.message);
            let link = Link { rule: Some(words.0.name), ..link(condition, Some(words.1.next)) };
            return Chain::one(Verdict::Stuck, link);
        }
        // What has ended or is left over says nothing of a workload that has what it wants.
        if i64::try_from(up).unwrap_or(i64::MAX) >= wanted {
            return Chain::one(Verdict::Healthy, link(condition, None));
        }
        match self.culprit(&pods) {
            // Its first failure a job makes good by itself.
            Some(pod) if pod.status.phase == "Failed" && self.scene.look.is_retried(workload, pod) => {
                let says = format!("{condition}; after its first failure another pod is made");
                Chain::one(Verdict::InProgress, link(says, None))
            }
            Some(pod) => Chain::one(Verdict::InProgress, link(condition, None)).then(Some(self.pod(pod))),
            None => {
                let (verdict, why) = self.unmade(kind, workload, &pods);
                let kind = kind.to_lowercase();
                let cure = self.scene.flags.kubectl(&["describe", &kind, &meta.name], &meta.namespace);
                let cure = (verdict > Verdict::InProgress).then_some(cure);
                let chain = Chain::one(verdict, link(format!("{condition}, and {why}"), cure));
                self.unheard(chain)
            }
        }
    }

    /// Finds the pod that explains best why a workload has too few: one that is not ready, one whose place is not free yet, one that
    /// has failed.
    fn culprit(&self, pods: &Pods<'w>) -> Option<&'w Arc<Pod>> {
        let waiting = pods.active.iter().filter(|pod| !self.is_up(pod)).max_by_key(|pod| self.rank(pod));
        let newest = |all: &[&'w Arc<Pod>]| {
            all.iter().max_by_key(|pod| (pod.metadata.created(), pod.metadata.name.clone())).copied()
        };
        waiting.copied().or_else(|| newest(&pods.leaving)).or_else(|| newest(&pods.failed))
    }

    /// Tells of pods that are not made, and of which nothing says why.
    fn unmade(&self, kind: &'static str, workload: &Arc<Workload>, pods: &Pods<'w>) -> (Verdict, String) {
        let status = &workload.status;
        let said = match kind {
            "Job" => status.active,
            "DaemonSet" => status.number_ready,
            _ => status.replicas,
        };
        if pods.active.is_empty() && said > 0 {
            return (Verdict::Unknown, format!("the {said} that it has were not read"));
        }
        if let Some(first) = self.awaited(kind, workload, pods) {
            let seconds = workload.spec.min_ready_seconds;
            return (Verdict::InProgress, format!("the next is made when {first} was ready for {seconds}s"));
        }
        let lack = if pods.active.is_empty() { "none of them is made" } else { "the others are not made" };
        match self.still(workload, &pods.active) {
            None => (Verdict::Unknown, format!("{lack}; since when is not known")),
            Some(age) if age < self.scene.look.grace => (Verdict::InProgress, format!("{lack} yet")),
            // A change that its controller has not seen may have been made a moment ago.
            Some(_) if has_seen(workload) && status.observed_generation < workload.metadata.generation => {
                (Verdict::InProgress, format!("{lack} yet"))
            }
            Some(age) => {
                let why = match has_seen(workload) {
                    false => "its controller has not looked at it",
                    true => "nothing says why",
                };
                (Verdict::Stuck, format!("{lack}: {why}, for {}", time::age(age)))
            }
        }
    }

    /// Returns the pod of a StatefulSet that must have been ready for longer before the next is made
    /// (`pkg/controller/statefulset/stateful_set_control.go`, `processReplica`).
    fn awaited(&self, kind: &str, workload: &Workload, pods: &Pods<'w>) -> Option<&'w str> {
        let (least, now) = (workload.spec.min_ready_seconds, self.scene.look.now);
        let is_ordered = kind == "StatefulSet" && workload.spec.pod_management_policy != "Parallel";
        let mut active = pods.active.iter().filter(|pod| is_ordered && is_ready(pod));
        active.find(|pod| !is_available(pod, least, now)).map(|pod| pod.metadata.name.as_str())
    }

    /// Returns for how many seconds nothing has happened to a workload, as far as that can be seen.
    pub(super) fn still(&self, workload: &Workload, pods: &[&Arc<Pod>]) -> Option<i64> {
        let updated = |own: &Condition| own.last_update_time.as_deref().and_then(time::parse);
        let own = workload.status.conditions.iter().filter_map(|own| own.since().max(updated(own)));
        let of_pod = |pod: &&Arc<Pod>| -> Option<Timestamp> {
            pod.status.condition("Ready").and_then(|ready| ready.since()).max(pod.metadata.created())
        };
        let times = own.chain(pods.iter().filter_map(of_pod)).chain(workload.metadata.created());
        self.scene.look.age(times.max())
    }

    /// Adds that there were no events to be asked, to a chain that ends where one would tell more.
    pub(super) fn unheard(&self, mut chain: Chain) -> Chain {
        if chain.verdict > Verdict::InProgress && !self.objects.has(Kind::Event) {
            chain.doubts.push(Gap {
                what: "events".to_owned(),
                why: "there are none in what was read".to_owned(),
                needed_for: vec!["the chain".to_owned()],
                is_transient: false,
            });
        }
        chain
    }

    /// Judges the rollout of a Deployment. Since when controllers have something to do, one look does not tell: that a change was made a moment ago
    /// is written nowhere.
    pub fn rollout_of(&self, workload: &Workload) -> Rollout {
        let patience = Patience::default();
        deployment::judge(
            workload,
            Around { scene: self.scene, family: &self.family, snapshot: self.snapshot, patience },
        )
    }

    /// From a Deployment, by what holds its rollout, to the pod that blocks it.
    fn rollout(&self, object: &Named, workload: &Arc<Workload>) -> Chain {
        let rollout = self.rollout_of(workload);
        let hold = rollout.hold.as_ref().map_or(String::new(), |hold| format!("; {}", hold.says));
        let verdict = match rollout.state {
            rollout::State::Done => Verdict::Healthy,
            rollout::State::Progressing => Verdict::InProgress,
            rollout::State::Held | rollout::State::Hopeless => Verdict::Stuck,
        };
        if let Some(unseen) = self.unseen(object, workload).filter(|_| verdict == Verdict::InProgress) {
            return unseen;
        }
        let link = Link {
            object: object.clone(),
            condition: format!("{}{hold}", rollout.says),
            rule: rollout.hold.as_ref().map(|hold| checks::rollout::rule(hold.rule).name),
            cure: rollout.next.first().cloned(),
        };
        let refused = refused::refused(self.scene.look, "Deployment", workload);
        if let Some(refused) = refused.filter(|_| verdict == Verdict::InProgress) {
            let (rule, words) = checks::word(&refused, &self.scene);
            let condition = format!("{}; {}", link.condition, words.message);
            let link = Link { condition, rule: Some(rule.name), cure: Some(words.next), ..link };
            return Chain::one(Verdict::Stuck, link);
        }
        let next = match rollout.state {
            // It is done also while pods that end again and again happen to run.
            rollout::State::Done => self.crashing(workload),
            _ => rollout.blocking.first().map(|first| self.blocking(object, first)),
        };
        Chain::one(verdict, link).then(next)
    }

    /// Finds a pod of a Deployment that ends again and again although it is ready at this moment.
    fn crashing(&self, deployment: &Workload) -> Option<Chain> {
        let top = Owner { kind: "Deployment".to_owned(), name: deployment.metadata.name.clone() };
        let is_its = |pod: &&Arc<Pod>| {
            pod.metadata.namespace == deployment.metadata.namespace
                && self.scene.look.owners.top(&pod.metadata).as_ref() == Some(&top)
        };
        let mut pods = self.objects.pods.iter().filter(is_its);
        let pod = pods.find(|pod| matches!(self.scene.look.one(pod), State::Crashing(_)))?;
        Some(self.pod(pod))
    }

    /// Tells of a workload at which its controller has never looked, though it had the time.
    fn unseen(&self, object: &Named, workload: &Workload) -> Option<Chain> {
        let status = &workload.status;
        if status.observed_generation > 0 || !status.conditions.is_empty() {
            return None;
        }
        let age = self.scene.look.age(workload.metadata.created());
        let (verdict, condition) = match age {
            None => return None,
            Some(age) if age < self.scene.look.grace => {
                (Verdict::InProgress, "its controller has not looked at it yet".to_owned())
            }
            Some(age) => {
                (Verdict::Stuck, format!("its controller has not looked at it, for {}", time::age(age)))
            }
        };
        let kind = object.kind.to_lowercase();
        let cure = self.scene.flags.kubectl(&["describe", &kind, &object.name], &object.namespace);
        let cure = (verdict == Verdict::Stuck).then_some(cure);
        Some(Chain::one(verdict, Link { object: object.clone(), condition, rule: None, cure }))
    }

    fn blocking(&self, of: &Named, first: &rollout::Blocking) -> Chain {
        let is_it =
            |pod: &&Arc<Pod>| pod.metadata.name == first.name && pod.metadata.namespace == of.namespace;
        if first.kind == "Pod"
            && let Some(pod) = self.objects.pods.iter().find(is_it)
        {
            return self.pod(pod);
        }
        let cause = &first.cause;
        let link = Link {
            object: Named::new(first.kind, &of.namespace, &first.name),
            condition: cause.summary.clone(),
            rule: None,
            cure: cause.next.clone(),
        };
        Chain::one(Verdict::Stuck, link)
    }

    /// Tells what a workload says of itself that no pod explains.
    fn settled(&self, kind: &str, workload: &Workload) -> Option<(Verdict, String, Option<String>)> {
        let meta = &workload.metadata;
        let kubectl = |words: &[&str]| Some(self.scene.flags.kubectl(words, &meta.namespace));
        if kind == "Job" {
            if is_true(workload, "Complete").is_some() {
                return Some((Verdict::Healthy, "it is complete".to_owned(), None));
            }
            if let Some(failed) = is_true(workload, "Failed") {
                let condition = format!("it has failed: {}: {}", failed.reason, failed.message);
                let logs = kubectl(&["logs", &format!("job/{}", meta.name), "--all-pods", "--prefix"]);
                return Some((Verdict::Stuck, condition, logs));
            }
            if workload.spec.suspend {
                let resume =
                    ["patch", "job", &meta.name, "--type=merge", "-p", r#"{"spec":{"suspend":false}}"#];
                return Some((Verdict::Stuck, "it is suspended".to_owned(), kubectl(&resume)));
            }
        }
        if wanted(kind, workload, 0) > 0 {
            return None;
        }
        // How many pods a DaemonSet wants, its controller counts.
        if kind == "DaemonSet" && workload.status.observed_generation == 0 {
            let (verdict, why) = match self.still(workload, &[]) {
                None => (Verdict::Unknown, "its controller has not looked at it; since when is not known"),
                Some(age) if age < self.scene.look.grace => {
                    (Verdict::InProgress, "its controller has not looked at it yet")
                }
                Some(_) => (Verdict::Stuck, "its controller has not looked at it"),
            };
            return Some((verdict, why.to_owned(), kubectl(&["describe", "daemonset", &meta.name])));
        }
        let is_job = kind == "Job" && workload.status.succeeded > 0;
        let condition = if is_job { "it wants no more pods" } else { "it wants no pods" };
        Some((Verdict::Healthy, condition.to_owned(), None))
    }

    fn pods_of(&self, kind: &str, workload: &Workload) -> Pods<'w> {
        let meta = &workload.metadata;
        let is_its = |pod: &&Arc<Pod>| {
            pod.metadata.namespace == meta.namespace
                && pod.metadata.controller().is_some_and(|own| own.kind == kind && own.name == meta.name)
        };
        let mut pods = Pods { active: Vec::new(), leaving: Vec::new(), failed: Vec::new(), done: 0 };
        for pod in self.objects.pods.iter().filter(is_its) {
            match pod.status.phase.as_str() {
                "Succeeded" => pods.done += 1,
                "Failed" => pods.failed.push(pod),
                _ if pod.metadata.is_deleted() => pods.leaving.push(pod),
                _ => pods.active.push(pod),
            }
        }
        pods
    }

    /// Tells whether a pod does what it is to do: it is ready and goes on so, or runs with some of its containers done.
    fn is_up(&self, pod: &Pod) -> bool {
        !pod.is_unbound() && self.scene.look.one(pod) == State::Fine
    }
}

fn is_true<'c>(workload: &'c Workload, name: &str) -> Option<&'c Condition> {
    workload.condition(name).filter(|condition| condition.status == "True")
}

/// Tells whether the controller of a workload has looked at it; Jobs and what was never stored do not say.
fn has_seen(workload: &Workload) -> bool {
    workload.metadata.generation == 0 || workload.status.observed_generation > 0
}

/// Says how many pods of those that are wanted are ready, and how far a job is.
fn stands(kind: &str, workload: &Workload, ready: usize, wanted: i64) -> String {
    let pods = format!("{ready} of {wanted} pods are ready");
    match workload.spec.completions.filter(|_| kind == "Job" && workload.status.succeeded > 0) {
        Some(all) => format!("{} of {all} completions are done, {pods}", workload.status.succeeded),
        None => pods,
    }
}

/// Returns how many pods a workload wants at this moment.
fn wanted(kind: &str, workload: &Workload, done: i64) -> i64 {
    let (spec, status) = (&workload.spec, &workload.status);
    match kind {
        "DaemonSet" => status.desired_number_scheduled,
        "Job" => workload.job_wants(status.succeeded.max(done)),
        _ => spec.replicas.unwrap_or(1),
    }
}
