//! From a pod to what stops it.

use std::sync::Arc;

use kubecheck_core::model::time;
use kubecheck_core::report::finding::Gap;

use super::walk::Walk;
use super::{Chain, Link, Named, Verdict, claim};
use crate::checks;
use crate::fit::{self, Wish, command};
use crate::model::pod::Pod;
use crate::model::status::Terminated;
use crate::model::storage::PersistentVolumeClaim;
use crate::schedule::judgement::{self, Judgement};
use crate::schedule::pod::PodInfo;
use crate::start::cause::{Cause, Stage, What};
use crate::start::doubts::Doubts;
use crate::start::{State, Stuck, how, logs};
use crate::world::kinds::Kind;

impl<'w> Walk<'w> {
    /// Orders pods: one that is stuck tells more than one on its way, and one that has a node more than one that has none.
    pub(super) fn rank(&self, pod: &Pod) -> (u8, bool) {
        // Of the many pods that may have no node, the scheduler's engine is asked for the one that is told alone.
        if pod.is_unbound() {
            return (if self.scene.look.is_late(pod.metadata.created()) { 3 } else { 1 }, false);
        }
        let state = match self.scene.look.one(pod) {
            State::Fine => 0,
            State::InProgress(_) => 1,
            State::Crashing(_) => 2,
            State::Stuck(_) => 3,
        };
        (state, !pod.spec.node_name.is_empty())
    }

    /// From a pod to what stops it.
    pub(super) fn pod(&self, pod: &Arc<Pod>) -> Chain {
        let meta = &pod.metadata;
        let object = Named::new("Pod", &meta.namespace, &meta.name);
        let link = |condition: String| Link { object: object.clone(), condition, ..Link::default() };
        if !self.is_new(&object) {
            return Chain::one(Verdict::Stuck, link("here the chain comes round".to_owned()));
        }
        match self.scene.look.one(pod) {
            State::Fine if meta.is_deleted() => self.leaving(pod, link(String::new())),
            State::Fine if pod.status.phase == "Failed" => {
                let cure = Some(logs(pod, self.scene.flags));
                Chain::one(Verdict::Stuck, Link { cure, ..link(failure(pod)) })
            }
            State::Fine if pod.status.phase == "Succeeded" => {
                Chain::one(Verdict::Healthy, link("it has ended well".to_owned()))
            }
            State::Fine if !super::walk::is_ready(pod) => {
                Chain::one(Verdict::Healthy, link("it runs, and some of its containers are done".to_owned()))
            }
            State::Fine => Chain::one(Verdict::Healthy, link("it runs and is ready".to_owned())),
            State::InProgress(at) => self.on_its_way(pod, link(at)),
            State::Crashing(crash) => {
                let cure = Some(crash.logs(pod, self.scene.flags));
                Chain::one(Verdict::Stuck, Link { cure, ..link(crash.says) })
            }
            State::Stuck(cause) => self.stuck(pod, *cause),
        }
    }

    /// Tells of a pod that is being deleted. Its deletionTimestamp is when it was to be gone.
    fn leaving(&self, pod: &Pod, link: Link) -> Chain {
        let meta = &pod.metadata;
        let due = meta.deletion_timestamp.as_deref().and_then(time::parse);
        let over = self.scene.look.age(due).filter(|age| *age >= self.scene.look.grace);
        let words = ["finalizers", "why", &format!("pod/{}", meta.name)];
        let cure = Some(self.scene.flags.kubectl(&words, &meta.namespace));
        let (verdict, condition) = match over {
            Some(age) => {
                (Verdict::Stuck, format!("it is being deleted, and should be gone for {}", time::age(age)))
            }
            None => (Verdict::InProgress, "it is being deleted".to_owned()),
        };
        Chain::one(verdict, Link { condition, cure, ..link })
    }

    fn on_its_way(&self, pod: &Arc<Pod>, link: Link) -> Chain {
        let mut chain = Chain::one(Verdict::InProgress, link);
        if pod.is_unbound() && pod.metadata.created().is_none() {
            // Whether it stands still cannot be told.
            chain.verdict = Verdict::Unknown;
        }
        if pod.is_unbound() {
            chain.doubts = self.judged(pod).map(|judged| judged.1).unwrap_or_default();
        }
        chain.then(self.init(pod))
    }

    fn stuck(&self, pod: &Arc<Pod>, cause: Cause) -> Chain {
        let stage = cause.stage;
        let one = Stuck { subject: self.scene.look.subject(pod), cause };
        let (rule, words) = checks::word(&one, &self.scene);
        let object = Named::new("Pod", &one.subject.namespace, &one.subject.name);
        let link = Link { object, condition: words.message, rule: Some(rule.name), cure: Some(words.next) };
        // Without events nobody knows but that it may be on its way.
        let is_unheard = matches!(one.cause.what, What::Unknown { .. }) && !self.objects.has(Kind::Event);
        let verdict = if is_unheard { Verdict::Unknown } else { Verdict::Stuck };
        let mut chain = Chain::one(verdict, link);
        if is_unheard {
            chain = self.unheard(chain);
        }
        let next = match stage {
            Stage::Scheduling => {
                let judged = self.judged(pod);
                chain.doubts = judged.as_ref().map(|judged| judged.1.clone()).unwrap_or_default();
                self.node(pod, judged)
            }
            Stage::Init => self.init(pod),
            Stage::Volumes => self.unbound(pod),
            _ => None,
        };
        chain.then(next)
    }

    /// Asks the scheduler's engine of a pod, and by what that could not judge. What another scheduler demands, or whoever opens its
    /// gates, is not known here.
    fn judged(&self, pod: &Arc<Pod>) -> Option<(PodInfo, Vec<Gap>, Judgement)> {
        let is_ours = matches!(pod.spec.scheduler_name.as_str(), "" | "default-scheduler");
        let snapshot = self.snapshot.filter(|_| is_ours && pod.spec.scheduling_gates.is_empty())?;
        let info = PodInfo::new(pod.clone(), &snapshot.features);
        let judged = judgement::of(&info, snapshot);
        let mut doubts = Doubts::default();
        doubts.add(&format!("pod {}", pod.key()), &judged.verdict.doubts);
        Some((info, doubts.gaps(), judged))
    }

    /// From a pod without a node to the claim that keeps it from one, or to what would make it fit.
    fn node(&self, pod: &Arc<Pod>, judged: Option<(PodInfo, Vec<Gap>, Judgement)>) -> Option<Chain> {
        if pod.spec.scheduling_gates.is_empty()
            && let Some(chain) = self.unbound(pod)
        {
            return Some(chain);
        }
        // Where not all was read, what would help is a guess.
        let (info, _, judged) = judged.filter(|(_, doubts, _)| doubts.is_empty())?;
        let best = fit::find(&info, self.snapshot?, &judged.verdict, Wish::Best(1)).into_iter().next()?;
        let edits: Vec<String> = best.edits.iter().map(ToString::to_string).collect();
        let flags = &self.scene.flags.kubectl;
        let commands: Vec<String> =
            best.edits.iter().filter_map(|edit| command::of(edit, pod, flags)).collect();
        let opened = best.opens.first().cloned().unwrap_or_default();
        let link = Link {
            object: Named::new("Node", "", &opened),
            condition: format!("it would take the pod, if you {}", edits.join(" and ")),
            rule: None,
            cure: (!commands.is_empty()).then(|| commands.join("; ")),
        };
        Some(Chain::one(Verdict::Stuck, link))
    }

    /// From a pod to a claim of it that has no volume. One that waits for the pod in turn is no cause.
    fn unbound(&self, pod: &Pod) -> Option<Chain> {
        let names: Vec<String> =
            pod.spec.volumes.iter().filter_map(|volume| volume.claim(&pod.metadata.name)).collect();
        let is_its = |one: &PersistentVolumeClaim| {
            one.metadata.namespace == pod.metadata.namespace && names.contains(&one.metadata.name)
        };
        let claims = self.objects.claims.iter().filter(|one| is_its(one) && one.status.phase != "Bound");
        claims.into_iter().find_map(|one| {
            let (chain, waits_for) = claim::chain(one, self.objects, &self.scene);
            (waits_for.is_none() && chain.verdict == Verdict::Stuck).then_some(chain)
        })
    }

    pub(super) fn claim(&self, claim: &PersistentVolumeClaim) -> Chain {
        let (chain, waits_for) = claim::chain(claim, self.objects, &self.scene);
        chain.then(waits_for.map(|pod| self.pod(pod)))
    }
}

/// Says how a pod has failed whose containers ran.
pub(crate) fn failure(pod: &Pod) -> String {
    let statuses = pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses);
    let is_bad = |ended: &&Terminated| ended.exit_code != 0;
    let bad = statuses
        .filter_map(|status| Some((status.name.as_str(), status.state.terminated.as_ref().filter(is_bad)?)))
        .next();
    match (bad, pod.status.reason.as_str()) {
        (Some((name, ended)), "") => format!("it has failed: container {name} {}", how(ended)),
        (Some((name, ended)), reason) => format!("it has failed: {reason}: container {name} {}", how(ended)),
        (None, "") => "it has failed".to_owned(),
        (None, reason) => format!("it has failed: {reason}: {}", pod.status.message),
    }
}
