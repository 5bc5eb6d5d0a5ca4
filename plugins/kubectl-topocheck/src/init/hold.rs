//! Pods that are held by an init container.

use std::collections::BTreeMap;

use kubecheck_core::model::time;

use super::standing::{self, Standing};
use super::waits::{self, Wait};
use crate::checks;
use crate::model::pod::Pod;
use crate::start::cause::{Cause, Part, Said, Stage, What};
use crate::start::told::Scene;
use crate::start::{State, Stuck, holding, parts};

/// A pod that an init container holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// The pod, and what stops it; for one that is on its way what would stop it.
    pub stuck: Stuck,
    /// The init container.
    pub part: Part,
    /// How many init containers the pod has.
    pub of: usize,
    /// For how many seconds it is so; none if that is not known.
    pub seconds: Option<i64>,
    /// How it stands.
    pub state: Stands,
    /// What the init container waits for, and how that stands.
    pub waits: Vec<(Wait, Standing)>,
}

/// How an init container stands, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// It runs, and may still.
    InProgress,
    /// It runs for too long.
    Overdue,
    /// It fails.
    Failing,
    /// It does not even start.
    Stopped,
}

impl Stands {
    /// Returns the word that tables and documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            Stands::InProgress => "in progress",
            Stands::Overdue => "overdue",
            Stands::Failing => "failing",
            Stands::Stopped => "stopped",
        }
    }
}

/// Finds the pods that init containers hold, in all namespaces or in one.
pub fn held(scene: &Scene<'_>, namespace: Option<&str>) -> Vec<Held> {
    let pods = scene.look.objects.pods.iter().filter(|pod| {
        namespace.is_none_or(|wanted| pod.metadata.namespace == wanted)
            && pod.status.phase != "Succeeded"
            && !pod.metadata.is_deleted()
            && !pod.spec.node_name.is_empty()
            && !pod.spec.init_containers.is_empty()
    });
    pods.filter_map(|pod| one(pod, scene)).collect()
}

fn one(pod: &Pod, scene: &Scene<'_>) -> Option<Held> {
    let held = holding(pod)?;
    let running = held.2.state.running.as_ref();
    let state = scene.look.one(pod);
    let is_on_its_way = matches!(state, State::InProgress(_));
    let cause = match state {
        State::Stuck(cause) if cause.container.as_ref().is_some_and(|own| own.is_init) => *cause,
        State::InProgress(_) if running.is_some() => Cause {
            stage: Stage::Init,
            what: What::InitOverdue { seconds: 0 },
            container: Some(held.0.clone()),
            since: running.and_then(|running| running.started_at.as_deref()).and_then(time::parse),
            said: Said::default(),
        },
        _ => return None,
    };
    let seconds = scene.look.age(cause.since);
    let state = match &cause.what {
        _ if is_on_its_way => Stands::InProgress,
        What::InitOverdue { .. } => Stands::Overdue,
        What::InitFailing { .. } => Stands::Failing,
        _ => Stands::Stopped,
    };
    // A sidecar before it may be what fails.
    let (part, container, _) =
        parts(pod).find(|(part, ..)| Some(part) == cause.container.as_ref()).unwrap_or(held);
    let waits = of(pod, container, scene);
    let of = pod.spec.init_containers.len();
    let stuck = Stuck { subject: scene.look.subject(pod), cause };
    Some(Held { stuck, part, of, seconds, state, waits })
}

/// Finds what an init container waits for, and how that stands.
pub fn of(
    pod: &Pod,
    container: &crate::model::container::Container,
    scene: &Scene<'_>,
) -> Vec<(Wait, Standing)> {
    let namespace = &pod.metadata.namespace;
    let found = waits::of(container, &pod.spec, namespace, scene.names.objects);
    let stands = |wait: Wait| {
        let standing = standing::of(&wait.thing, scene);
        (wait, standing)
    };
    found.waits.into_iter().map(stands).collect()
}

/// Pods of one workload that the same init container holds in the same way.
#[derive(Clone, Debug)]
pub struct Group<'h> {
    /// What is wrong, in words; for those that are on their way as if it lasted.
    pub words: crate::start::told::Words,
    /// The rule.
    pub rule: &'static kubecheck_core::check::rule::Rule,
    /// The pods, by name.
    pub members: Vec<&'h Held>,
}

impl<'h> Group<'h> {
    /// Returns the first of them.
    pub fn first(&self) -> &'h Held {
        self.members[0]
    }

    /// Says which they are.
    pub fn pods(&self) -> String {
        let subject = &self.first().stuck.subject;
        match (&subject.owner, self.members.len()) {
            (Some(owner), count) if count > 1 => format!("{count} pods of {}/{owner}", subject.namespace),
            _ => format!("{}/{}/{}", subject.namespace, subject.kind, subject.name),
        }
    }

    /// Returns for how long the first of them is held.
    pub fn seconds(&self) -> Option<i64> {
        self.members.iter().filter_map(|held| held.seconds).max()
    }

    /// Says what it waits for: `service db:5432 (nc)`.
    pub fn waits_for(&self) -> String {
        let held = self.first();
        let shown: Vec<String> =
            held.waits.iter().map(|(wait, _)| shown(wait, &held.stuck.subject.namespace)).collect();
        if shown.is_empty() { "-".to_owned() } else { shown.join(", ") }
    }
}

/// Names what is waited for, and who asks.
pub fn shown(wait: &Wait, within: &str) -> String {
    let how = if wait.how.is_empty() {
        " (by its name in the environment)".to_owned()
    } else {
        format!(" ({})", wait.how)
    };
    format!("{}{how}", wait.thing.shown(within))
}

/// Joins what is the same, the worst first.
pub fn groups<'h>(all: &'h [Held], scene: &Scene<'h>) -> Vec<Group<'h>> {
    let mut groups: BTreeMap<(String, String, Part, Stands, String), Group<'h>> = BTreeMap::new();
    for held in all {
        let subject = &held.stuck.subject;
        let (rule, words) = checks::word(&held.stuck, scene);
        let of = subject.owner.as_ref().map_or_else(|| subject.name.clone(), ToString::to_string);
        let key = (subject.namespace.clone(), of, held.part.clone(), held.state, words.message.clone());
        groups.entry(key).or_insert_with(|| Group { words, rule, members: Vec::new() }).members.push(held);
    }
    let mut groups: Vec<Group<'h>> = groups.into_values().collect();
    for group in &mut groups {
        group.members.sort_by(|a, b| a.stuck.subject.name.cmp(&b.stuck.subject.name));
    }
    groups.sort_by_cached_key(|group| {
        let first = group.first();
        let rank =
            std::cmp::Reverse((first.state > Stands::InProgress, group.members.len(), group.seconds()));
        (rank, first.stuck.subject.clone(), first.part.clone())
    });
    groups
}
