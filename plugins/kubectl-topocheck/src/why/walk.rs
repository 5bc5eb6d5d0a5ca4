//! The way from an object to the first cause.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Chain, Link, Named, Verdict, claim};
use crate::checks;
use crate::fit::{self, Wish, command};
use crate::init::hold;
use crate::init::standing::How;
use crate::init::thing::Thing;
use crate::model::pod::Pod;
use crate::model::selector::Selector;
use crate::model::workload::Workload;
use crate::rollout::deployment::{self, Around};
use crate::rollout::family::Family;
use crate::rollout::{self, Patience};
use crate::schedule::judgement;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::start::cause::{Cause, Stage};
use crate::start::told::Scene;
use crate::start::{State, Stuck};
use crate::world::objects::Objects;

/// How many steps a chain has at most: what waits for each other goes round.
const STEPS: usize = 12;

/// Walks.
pub struct Walk<'w> {
    scene: Scene<'w>,
    objects: &'w Objects,
    snapshot: Option<&'w Snapshot>,
    family: Family,
    seen: RefCell<BTreeSet<Named>>,
}

impl<'w> Walk<'w> {
    /// Makes ready to walk.
    pub fn new(scene: Scene<'w>, snapshot: Option<&'w Snapshot>) -> Walk<'w> {
        let objects = scene.look.objects;
        Walk { objects, scene, snapshot, family: Family::of(objects), seen: RefCell::default() }
    }

    /// Begins at an object; none if it was not read.
    pub fn begin(&self, object: &Named) -> Option<Chain> {
        let is_it =
            |meta: &crate::model::meta::Meta| meta.name == object.name && meta.namespace == object.namespace;
        match object.kind.as_str() {
            "Pod" => self.objects.pods.iter().find(|pod| is_it(&pod.metadata)).map(|pod| self.pod(pod)),
            "PersistentVolumeClaim" => {
                self.objects.claims.iter().find(|one| is_it(&one.metadata)).map(|one| self.claim(one))
            }
            kind => {
                let mut all = self.scene.look.owners.all();
                let found = all.find(|(own, one)| *own == kind && is_it(&one.metadata));
                found.map(|(kind, one)| self.workload(kind, one))
            }
        }
    }

    /// Tells whether an object was not seen yet, and remembers it.
    fn is_new(&self, object: &Named) -> bool {
        let mut seen = self.seen.borrow_mut();
        seen.len() < STEPS && seen.insert(object.clone())
    }

    /// From a workload to the pod that holds it.
    fn workload(&self, kind: &str, workload: &Workload) -> Chain {
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
        let ready = pods.iter().filter(|pod| is_ready(pod)).count();
        let wanted = wanted(kind, workload);
        if let Some(refused) = self.refused(&object) {
            let words = checks::word(&refused, &self.scene);
            let condition = format!("{ready} of {wanted} pods are ready; {}", words.1.message);
            let link = Link { rule: Some(words.0.name), ..link(condition, Some(words.1.next)) };
            return Chain::one(Verdict::Stuck, link);
        }
        let worst = pods.iter().filter(|pod| !is_ready(pod)).max_by_key(|pod| self.rank(pod));
        let condition = format!("{ready} of {wanted} pods are ready");
        let is_enough = i64::try_from(ready).unwrap_or(i64::MAX) >= wanted;
        match worst {
            Some(pod) => Chain::one(Verdict::Healthy, link(condition, None)).then(Some(self.pod(pod))),
            None if is_enough => Chain::one(Verdict::Healthy, link(condition, None)),
            None => Chain::one(
                Verdict::InProgress,
                link(format!("{condition}, and the others are not made yet"), None),
            ),
        }
    }

    /// From a Deployment, by what holds its rollout, to the pod that blocks it.
    fn rollout(&self, object: &Named, workload: &Workload) -> Chain {
        let around = Around {
            scene: self.scene,
            family: &self.family,
            snapshot: self.snapshot,
            patience: Patience::default(),
        };
        let rollout = deployment::judge(workload, around);
        let hold = rollout.hold.as_ref().map_or(String::new(), |hold| format!("; {}", hold.says));
        let verdict = match rollout.state {
            rollout::State::Done => Verdict::Healthy,
            rollout::State::Progressing => Verdict::InProgress,
            rollout::State::Held | rollout::State::Hopeless => Verdict::Stuck,
        };
        let link = Link {
            object: object.clone(),
            condition: format!("{}{hold}", rollout.says),
            rule: rollout.hold.as_ref().map(|hold| checks::rollout::rule(hold.rule).name),
            cure: rollout.next.first().cloned(),
        };
        let next = rollout.blocking.first().map(|first| self.blocking(object, first));
        Chain::one(verdict, link).then(next)
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
        let is_true = |name: &str| workload.condition(name).filter(|condition| condition.status == "True");
        let patch = |words: &[&str]| Some(self.scene.flags.kubectl(words, &meta.namespace));
        if kind == "Job" {
            if is_true("Complete").is_some() {
                return Some((Verdict::Healthy, "it is complete".to_owned(), None));
            }
            if let Some(failed) = is_true("Failed") {
                let condition = format!("it has failed: {}: {}", failed.reason, failed.message);
                let logs = patch(&["logs", &format!("job/{}", meta.name), "--all-pods", "--prefix"]);
                return Some((Verdict::Stuck, condition, logs));
            }
            if workload.spec.suspend {
                let resume = [
                    "patch",
                    "job",
                    meta.name.as_str(),
                    "--type=merge",
                    "-p",
                    r#"{"spec":{"suspend":false}}"#,
                ];
                return Some((Verdict::Stuck, "it is suspended".to_owned(), patch(&resume)));
            }
        }
        if wanted(kind, workload) == 0 {
            return Some((Verdict::Healthy, "it wants no pods".to_owned(), None));
        }
        None
    }

    fn refused(&self, object: &Named) -> Option<Stuck> {
        let all = crate::start::refused::find(self.scene.look);
        all.into_iter().find(|one| {
            let subject = &one.subject;
            let is_it = subject.kind == object.kind && subject.name == object.name;
            let is_above =
                subject.owner.as_ref().is_some_and(|own| own.kind == object.kind && own.name == object.name);
            subject.namespace == object.namespace && (is_it || is_above)
        })
    }

    fn pods_of(&self, kind: &str, workload: &Workload) -> Vec<&'w Arc<Pod>> {
        let meta = &workload.metadata;
        let is_its = |pod: &&Arc<Pod>| {
            let own =
                || pod.metadata.controller().is_some_and(|own| own.kind == kind && own.name == meta.name);
            let top = || self.scene.look.owners.top(&pod.metadata);
            pod.metadata.namespace == meta.namespace
                && !pod.metadata.is_deleted()
                && pod.status.phase != "Succeeded"
                && (own() || top().is_some_and(|top| top.kind == kind && top.name == meta.name))
        };
        self.objects.pods.iter().filter(is_its).collect()
    }

    /// Orders pods: one that is stuck tells more than one on its way, and one that has a node more than one that has none.
    fn rank(&self, pod: &Pod) -> (u8, bool) {
        let state = match self.scene.look.one(pod) {
            State::Fine => 0,
            State::InProgress(_) => 1,
            State::Crashing(_) => 2,
            State::Stuck(_) => 3,
        };
        (state, !pod.spec.node_name.is_empty())
    }

    /// From a pod to what stops it.
    fn pod(&self, pod: &Arc<Pod>) -> Chain {
        let meta = &pod.metadata;
        let object = Named::new("Pod", &meta.namespace, &meta.name);
        let link = |condition: String| Link { object: object.clone(), condition, ..Link::default() };
        if !self.is_new(&object) {
            return Chain::one(Verdict::Stuck, link("here the chain comes round".to_owned()));
        }
        match self.scene.look.one(pod) {
            State::Fine if meta.is_deleted() => {
                let cure = Some(format!("kubectl finalizers why pod/{} -n {}", meta.name, meta.namespace));
                Chain::one(Verdict::InProgress, Link { cure, ..link("it is being deleted".to_owned()) })
            }
            State::Fine if pod.status.phase == "Succeeded" => {
                Chain::one(Verdict::Healthy, link("it has ended well".to_owned()))
            }
            State::Fine => Chain::one(Verdict::Healthy, link("it runs and is ready".to_owned())),
            State::InProgress(at) => Chain::one(Verdict::InProgress, link(at)).then(self.init(pod)),
            State::Crashing(how) => {
                let cure = self.scene.flags.kubectl(&["logs", "--previous", &meta.name], &meta.namespace);
                Chain::one(Verdict::Stuck, Link { cure: Some(cure), ..link(how) })
            }
            State::Stuck(cause) => self.stuck(pod, *cause),
        }
    }

    fn stuck(&self, pod: &Arc<Pod>, cause: Cause) -> Chain {
        let stage = cause.stage;
        let one = Stuck { subject: self.scene.look.subject(pod), cause };
        let (rule, words) = checks::word(&one, &self.scene);
        let object = Named::new("Pod", &one.subject.namespace, &one.subject.name);
        let link = Link { object, condition: words.message, rule: Some(rule.name), cure: Some(words.next) };
        let next = match stage {
            Stage::Scheduling => self.node(pod),
            Stage::Init => self.init(pod),
            Stage::Volumes => self.unbound(pod),
            _ => None,
        };
        Chain::one(Verdict::Stuck, link).then(next)
    }

    /// From a pod without a node to the claim that keeps it from one, or to what would make it fit.
    fn node(&self, pod: &Arc<Pod>) -> Option<Chain> {
        let snapshot = self.snapshot?;
        if let Some(chain) = self.unbound(pod) {
            return Some(chain);
        }
        let info = PodInfo::new(pod.clone(), &snapshot.features);
        let judged = judgement::of(&info, snapshot);
        let best = fit::find(&info, snapshot, &judged.verdict, Wish::Best(1)).into_iter().next()?;
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
        let is_its = |one: &crate::model::storage::PersistentVolumeClaim| {
            one.metadata.namespace == pod.metadata.namespace && names.contains(&one.metadata.name)
        };
        let claims = self.objects.claims.iter().filter(|one| is_its(one) && one.status.phase != "Bound");
        claims.into_iter().find_map(|one| {
            let (chain, waits_for) = claim::chain(one, self.objects, &self.scene);
            (waits_for.is_none() && chain.verdict == Verdict::Stuck).then_some(chain)
        })
    }

    fn claim(&self, claim: &crate::model::storage::PersistentVolumeClaim) -> Chain {
        let (chain, waits_for) = claim::chain(claim, self.objects, &self.scene);
        chain.then(waits_for.map(|pod| self.pod(pod)))
    }

    /// From a pod that an init container holds to what that waits for.
    fn init(&self, pod: &Arc<Pod>) -> Option<Chain> {
        let (_, container, _) = crate::start::holding(pod)?;
        let waits = hold::of(pod, container, &self.scene);
        let (wait, standing) =
            waits.into_iter().filter(|(_, one)| one.how > How::Unknown).max_by_key(|(_, one)| one.how)?;
        let object = thing(&wait.thing, &pod.metadata.namespace);
        if !self.is_new(&object) {
            let condition = "here the chain comes round: they wait for each other".to_owned();
            return Some(Chain::one(Verdict::Stuck, Link { object, condition, ..Link::default() }));
        }
        let link = Link { object, condition: standing.words, ..Link::default() };
        Some(Chain::one(Verdict::Stuck, link).then(self.behind(&wait.thing)))
    }

    /// From a service, or from what else makes pods, to the pod that keeps it from being ready.
    fn behind(&self, thing: &Thing) -> Option<Chain> {
        let pods: Vec<&Arc<Pod>> = match thing {
            Thing::Service { namespace, name, .. } => {
                let is_it =
                    |meta: &crate::model::meta::Meta| meta.name == *name && meta.namespace == *namespace;
                let service = self.objects.services.iter().find(|one| is_it(&one.metadata))?;
                let selector = Selector::of_labels(&service.spec.selector);
                let is_behind = |pod: &&Arc<Pod>| {
                    pod.metadata.namespace == *namespace && selector.matches(&pod.metadata.labels)
                };
                if service.spec.selector.is_empty() {
                    Vec::new()
                } else {
                    self.objects.pods.iter().filter(is_behind).collect()
                }
            }
            Thing::Object { namespace, name, kind, .. } => {
                let named = Named::new(&capital(kind), namespace, name);
                return self.is_new(&named).then(|| self.begin(&named)).flatten();
            }
            _ => Vec::new(),
        };
        let worst = pods.into_iter().filter(|pod| !is_ready(pod)).max_by_key(|pod| self.rank(pod))?;
        Some(self.pod(worst))
    }
}

/// Names what is waited for.
fn thing(thing: &Thing, within: &str) -> Named {
    match thing {
        Thing::Service { namespace, name, .. } => Named::new("Service", namespace, name),
        Thing::Object { namespace, name, kind, .. } => Named::new(&capital(kind), namespace, name),
        other => Named::new("", "", &other.shown(within)),
    }
}

/// Writes a kind as the API does, of the few that init containers wait for.
fn capital(kind: &str) -> String {
    match kind {
        "configmap" => "ConfigMap".to_owned(),
        "statefulset" => "StatefulSet".to_owned(),
        "daemonset" => "DaemonSet".to_owned(),
        "replicaset" => "ReplicaSet".to_owned(),
        "persistentvolumeclaim" => "PersistentVolumeClaim".to_owned(),
        "serviceaccount" => "ServiceAccount".to_owned(),
        other => {
            let mut letters = other.chars();
            letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
        }
    }
}

fn is_ready(pod: &Pod) -> bool {
    pod.status.phase == "Succeeded"
        || pod.status.condition("Ready").is_some_and(|ready| ready.status == "True")
}

/// Returns how many pods a workload wants.
fn wanted(kind: &str, workload: &Workload) -> i64 {
    match kind {
        "DaemonSet" => workload.status.desired_number_scheduled,
        "Job" => workload.spec.parallelism.unwrap_or(1),
        _ => workload.spec.replicas.unwrap_or(1),
    }
}
