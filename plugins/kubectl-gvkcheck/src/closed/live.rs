//! The closed world where the world is a cluster: only what is not there is kept, folded by what is missing and whose pods
//! need it.

use kubecheck_catalog::Kind;
use kubecheck_core::check::findings::Findings;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};
use kubecheck_core::report::finding::Finding;

use super::consequences::{self as follows, Consequence};
use super::wants::{Wanted, Wants};
use super::{Space, access, at, gateway, items, pods, storage, text_at, traffic};
use crate::facts::{Facts, claim};
use crate::live::known::Known;

/// Something that is missing, and whose it would be.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The kind.
    pub kind: Box<str>,
    /// The namespace it is looked for in; none for the cluster.
    pub namespace: Option<Box<str>>,
    /// The name.
    pub name: Box<str>,
    /// The key of it that is asked for; then the object itself is there.
    pub key: Option<Box<str>>,
    /// Whose pods need it, or what itself does: kind and name.
    pub owner: (Box<str>, Box<str>),
    /// What needs it.
    pub by: By,
    /// How many pods of the owner need it.
    pub pods: usize,
    /// What to say.
    pub finding: Finding,
    /// The labels of the pods, if there are any.
    pub labels: Vec<(Box<str>, Box<str>)>,
}

/// What needs something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A pod.
    Pod(State),
    /// A template that pods are made of; whether there are to be any.
    Template {
        /// Whether pods are to be made.
        wanted: bool,
        /// Whether there are fewer than there are to be.
        lacking: bool,
    },
    /// Something else.
    Other,
}

/// How a pod fares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It runs.
    Running,
    /// It has no node.
    Unscheduled,
    /// A container waits: why, and with what message.
    Waiting {
        /// The reason.
        reason: Box<str>,
        /// The message; empty if there is none.
        message: Box<str>,
    },
}

/// What is true of clusters as well. Bindings of accounts, classes of Ingresses and the like may name what is not there and
/// nothing is wrong, or another program takes the name for what it wants.
const TRUE: [&Consequence; 25] = [
    &follows::CONFIG_MAP_VOLUME,
    &follows::CONFIG_MAP_VOLUME_KEY,
    &follows::SECRET_VOLUME,
    &follows::SECRET_VOLUME_KEY,
    &follows::VOLUME_SECRET,
    &follows::COREDNS,
    &follows::CONFIG_MAP_VARIABLE,
    &follows::CONFIG_MAP_VARIABLE_KEY,
    &follows::SECRET_VARIABLE,
    &follows::SECRET_VARIABLE_KEY,
    &follows::PULL_SECRET,
    &follows::SERVICE_ACCOUNT,
    &follows::PRIORITY_CLASS,
    &follows::RUNTIME_CLASS,
    &follows::CLAIM,
    &follows::STORAGE_CLASS,
    &follows::ROLE,
    &follows::INGRESS_SERVICE,
    &follows::INGRESS_TLS,
    &follows::WEBHOOK,
    &follows::WEBHOOK_IGNORED,
    &follows::API_SERVICE,
    &follows::CONVERSION,
    &follows::ROUTE_BACKEND,
    &follows::POLICY,
];

/// Finds what an object of a cluster needs and does not have there, as far as is known yet.
pub fn see(object: &Object<'_>, facts: &Facts, known: &Known, findings: &Findings<'_>) -> Vec<Missing> {
    if object.is_partial() || is_going(object) {
        return Vec::new();
    }
    let Some(claim) = claim(object) else { return Vec::new() };
    let mut wants = Wants::of_cluster(object, findings, known);
    let mut needs = None;
    if claim.group == gateway::GROUP {
        gateway::read(object, claim.kind, &mut wants);
        needs = Some(By::Other);
    } else if let Some(kind) = facts.known_kind() {
        needs = by(object, kind);
        if needs.is_some() {
            builtin(object, kind, &mut wants);
        }
    }
    let Some(needs) = needs else { return Vec::new() };
    let found = wants.found;
    found.into_iter().flat_map(|wanted| missing(object, wanted, &needs, known)).collect()
}

fn builtin(object: &Object<'_>, kind: &Kind, wants: &mut Wants<'_, '_>) {
    // What pods speak of may bring into being what they lack; here it is asked for instead.
    pods::read(object, kind.kind, wants, &mut Vec::new());
    if kind.kind == "PersistentVolumeClaim" {
        storage::read(object, kind.kind, wants);
    }
    if matches!(kind.kind, "RoleBinding" | "ClusterRoleBinding") {
        access::read(object, kind, wants);
    }
    traffic::read(object, kind, wants);
}

fn is_going(object: &Object<'_>) -> bool {
    object.metadata().is_some_and(|metadata| metadata.get("deletionTimestamp").is_some())
}

/// Tells what needs things here; none if nothing does any more.
fn by(object: &Object<'_>, kind: &Kind) -> Option<By> {
    let root = object.root;
    match kind.kind {
        "Pod" => state(root).map(By::Pod),
        // What makes it tells it.
        "ReplicaSet" | "ReplicationController" | "Job" if is_controlled(object) => None,
        "Job" if at(root, &["status", "completionTime"]).is_some() || has_failed(root) => None,
        "Job" => Some(template(!is_true(at(root, &["spec", "suspend"])), false)),
        "CronJob" => Some(template(false, false)),
        "DaemonSet" => {
            let number = |field| number(at(root, &["status", field]));
            let wanted = number("desiredNumberScheduled").unwrap_or(0);
            Some(template(wanted > 0, number("currentNumberScheduled").unwrap_or(0) < wanted))
        }
        "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" => {
            let wanted = number(at(root, &["spec", "replicas"])).unwrap_or(1);
            let are = number(at(root, &["status", "replicas"])).unwrap_or(0);
            Some(template(wanted > 0, are < wanted))
        }
        "PersistentVolumeClaim" => {
            (text_at(root, &["status", "phase"]) == Some("Pending")).then_some(By::Other)
        }
        "PodTemplate" => None,
        _ => Some(By::Other),
    }
}

fn template(wanted: bool, lacking: bool) -> By {
    By::Template { wanted, lacking }
}

fn is_true(value: Option<Value<'_>>) -> bool {
    matches!(value.map(|value| value.form()), Some(Form::Bool(true)))
}

fn number(value: Option<Value<'_>>) -> Option<u64> {
    value?.text().parse().ok()
}

fn has_failed(root: Value<'_>) -> bool {
    let mut conditions = items(root, &["status", "conditions"]);
    conditions.any(|one| {
        matches!(text_at(one, &["type"]), Some("Failed" | "Complete"))
            && text_at(one, &["status"]) == Some("True")
    })
}

fn is_controlled(object: &Object<'_>) -> bool {
    controller(object).is_some()
}

/// Returns who controls an object: kind and name.
fn controller<'a>(object: &Object<'a>) -> Option<(&'a str, &'a str)> {
    let owner =
        items(object.root, &["metadata", "ownerReferences"]).find(|own| is_true(own.get("controller")))?;
    Some((text_at(owner, &["kind"])?, text_at(owner, &["name"])?))
}

/// Tells how a pod fares; none if it has finished.
fn state(pod: Value<'_>) -> Option<State> {
    match text_at(pod, &["status", "phase"]) {
        Some("Succeeded" | "Failed") => return None,
        _ if text_at(pod, &["spec", "nodeName"]).is_none() => return Some(State::Unscheduled),
        _ => {}
    }
    let statuses = ["initContainerStatuses", "containerStatuses"];
    let statuses = statuses.iter().flat_map(|list| items(pod, &["status", list]));
    let waits = |status| {
        let waiting = at(status, &["state", "waiting"])?;
        let text = |field| text_at(waiting, &[field]).unwrap_or_default().into();
        Some(State::Waiting { reason: text("reason"), message: text("message") })
    };
    // The one with most to say.
    let says = |state: &State| match state {
        State::Waiting { reason, message } => {
            (!message.is_empty(), !matches!(&**reason, "ContainerCreating" | "PodInitializing"))
        }
        _ => (false, false),
    };
    let waiting = statuses.filter_map(waits).max_by_key(says);
    let is_running = text_at(pod, &["status", "phase"]) == Some("Running");
    let unsaid = || State::Waiting { reason: "".into(), message: "".into() };
    waiting.or_else(|| Some(if is_running { State::Running } else { unsaid() }))
}

impl State {
    /// Tells whether the pod waits for what it is given at its start.
    pub fn is_waiting(&self) -> bool {
        const REASONS: [&str; 5] = [
            "",
            "ContainerCreating",
            "PodInitializing",
            "CreateContainerConfigError",
            "CreateContainerError",
        ];
        matches!(self, State::Waiting { reason, .. } if REASONS.contains(&&**reason))
    }

    /// Tells whether the pod waits for an image.
    fn pulls(&self) -> bool {
        matches!(self, State::Waiting { reason, .. } if matches!(&**reason, "ImagePullBackOff" | "ErrImagePull"))
    }
}

/// Returns what of a need is missing, as far as is known yet: the object, or keys that have to be asked for.
fn missing(object: &Object<'_>, wanted: Wanted, by: &By, known: &Known) -> Vec<Missing> {
    let namespace = match &wanted.space {
        Space::In(namespace) => Some(namespace.clone()),
        Space::Cluster => None,
        Space::Unknown => return Vec::new(),
    };
    let make = |finding: Finding, key| Missing {
        kind: wanted.kind.clone(),
        namespace: namespace.clone(),
        name: wanted.name.clone(),
        key,
        owner: owner(object),
        by: by.clone(),
        pods: usize::from(matches!(by, By::Pod(_))),
        finding,
        labels: labels(object),
    };
    match known.has(&wanted.kind, &wanted.space, &wanted.name) {
        Some(true) => {
            // What a pod was given once it keeps; whether a key is there is asked for those that wait.
            let waits = matches!(by, By::Pod(state) if state.is_waiting());
            let keys = wanted.keys.into_iter().filter(|key| waits && !key.ignored);
            keys.map(|key| make(*key.finding, Some(key.key))).collect()
        }
        // What is not listed is asked for, where there is reason to.
        None if wanted.kind.as_ref() != "PersistentVolumeClaim" => Vec::new(),
        _ => {
            let is_true = wanted.missing.is_some_and(|missing| applies(missing, by));
            let finding = wanted.finding.filter(|_| is_true && !wanted.ignored);
            finding.into_iter().map(|finding| make(*finding, None)).collect()
        }
    }
}

/// Tells whether a consequence is one that what needs something can have.
fn applies(missing: &'static Consequence, by: &By) -> bool {
    if !TRUE.iter().any(|own| std::ptr::eq(*own, missing)) {
        return false;
    }
    let is = |all: &[&'static Consequence]| all.iter().any(|own| std::ptr::eq(*own, missing));
    match by {
        By::Pod(_) if is(&[&follows::SERVICE_ACCOUNT, &follows::PRIORITY_CLASS, &follows::RUNTIME_CLASS]) => {
            false
        }
        By::Pod(state) if is(&[&follows::PULL_SECRET]) => state.pulls(),
        By::Pod(state) if is(&[&follows::CLAIM]) => *state == State::Unscheduled,
        By::Template { .. } => !is(&[&follows::PULL_SECRET, &follows::CLAIM, &follows::STORAGE_CLASS]),
        _ => true,
    }
}

/// Returns whose pod this is: a Deployment's ReplicaSet has the hash of its template in its name
/// (`pkg/controller/deployment/sync.go`).
fn owner(object: &Object<'_>) -> (Box<str>, Box<str>) {
    let own = || (object.kind_name().unwrap_or_default(), object.name().unwrap_or_default());
    let (kind, name) = controller(object).filter(|_| object.kind_name() == Some("Pod")).unwrap_or_else(own);
    let hash = text_at(object.root, &["metadata", "labels", "pod-template-hash"]);
    let deployment = hash.and_then(|hash| name.strip_suffix(hash)?.strip_suffix('-'));
    match deployment.filter(|_| kind == "ReplicaSet") {
        Some(deployment) => ("Deployment".into(), deployment.into()),
        None => (kind.into(), name.into()),
    }
}

fn labels(object: &Object<'_>) -> Vec<(Box<str>, Box<str>)> {
    let kind = object.kind_name().unwrap_or_default();
    let labels = pods::labels(object.root, kind).into_iter().flat_map(|labels| labels.entries());
    labels.filter_map(|entry| Some((entry.key.name().into(), entry.value.as_str()?.into()))).collect()
}

impl Missing {
    /// Tells whether two are the same thing that the same owner lacks.
    pub fn is_same(&self, other: &Missing) -> bool {
        self.kind == other.kind
            && self.namespace == other.namespace
            && self.name == other.name
            && self.key == other.key
            && self.owner == other.owner
            && self.finding.place.object.as_ref().map(|own| &own.namespace)
                == other.finding.place.object.as_ref().map(|own| &own.namespace)
    }

    /// Takes what another says of the same. What stands in a template says where to mend it, and the pods how they fare.
    pub fn join(&mut self, other: Missing) {
        self.pods += other.pods;
        if self.labels.is_empty() {
            self.labels = other.labels;
        }
        match (&self.by, &other.by) {
            (By::Template { .. }, By::Pod(_)) => self.by = other.by,
            (By::Pod(_), By::Template { .. }) => self.finding = other.finding,
            (By::Pod(mine), By::Pod(theirs)) if theirs > mine => {
                let is_own = |finding: &Finding| {
                    finding.place.object.as_ref().and_then(|own| own.kind.as_deref()) == Some("Pod")
                };
                if is_own(&self.finding) {
                    self.finding = other.finding;
                }
                self.by = other.by;
            }
            _ => {}
        }
    }

    /// Says how bad it is and what follows, given how things are.
    pub fn severity(&self) -> Severity {
        let own = self.finding.severity;
        match &self.by {
            By::Pod(State::Running) => own.min(Severity::Warning),
            By::Pod(_) => own,
            By::Template { wanted: false, .. } => Severity::Info,
            // Where there are no pods yet, one of them may bring what the others lack into being, as init containers do.
            By::Template { lacking: false, .. } => own.min(Severity::Warning),
            By::Template { .. } if matches!(&*self.kind, "ConfigMap" | "Secret") => {
                own.min(Severity::Warning)
            }
            By::Template { .. } => own,
            // What is left of something that was removed binds nobody to nothing.
            By::Other if self.kind.ends_with("Role") => own.min(Severity::Warning),
            By::Other => own,
        }
    }
}
