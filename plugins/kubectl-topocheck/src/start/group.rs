//! Joins pods of one workload that are stopped by the same thing, and brings the worst first.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::check::rule::{Rule, Severity};
use kubecheck_core::model::time::Timestamp;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place, Related};

use super::told::{Scene, Words};
use super::{Found, Stuck, Subject};
use crate::checks;

/// Pods of one workload that are stopped by the same thing.
#[derive(Clone, Debug)]
pub struct Group<'f> {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The cause in words; what to type next is for the first of them.
    pub words: Words,
    /// The pods, by name; or the one workload whose pods are not made.
    pub members: Vec<&'f Stuck>,
}

/// How many pods a finding names besides its own.
const NAMED: usize = 20;

/// Words what was found, and joins it.
pub fn groups<'f>(found: &'f Found, scene: &Scene<'f>) -> Vec<Group<'f>> {
    let mut groups: BTreeMap<(String, String, &str, String, String), Group<'f>> = BTreeMap::new();
    for one in &found.stuck {
        let (rule, words) = checks::word(one, scene);
        let subject = &one.subject;
        let of = subject
            .owner
            .as_ref()
            .map_or_else(|| format!("{}/{}", subject.kind, subject.name), ToString::to_string);
        let key = (subject.namespace.clone(), of, rule.id, words.message.clone(), words.then.clone());
        let severity = words.severity.unwrap_or(rule.severity);
        groups
            .entry(key)
            .or_insert_with(|| Group { rule, severity, words, members: Vec::new() })
            .members
            .push(one);
    }
    let mut groups: Vec<Group<'f>> = groups.into_values().collect();
    for group in &mut groups {
        group.members.sort_by(|a, b| a.subject.name.cmp(&b.subject.name));
    }
    groups.sort_by_cached_key(|group| {
        let count = group.members.iter().map(|one| one.weight()).sum::<i64>();
        (std::cmp::Reverse((group.severity, count)), group.since(), group.subject().clone())
    });
    groups
}

impl Stuck {
    /// Returns for how many pods it counts.
    fn weight(&self) -> i64 {
        self.subject.made.map_or(1, |(have, want)| want - have)
    }
}

impl Group<'_> {
    /// Returns the first of them.
    pub fn subject(&self) -> &Subject {
        &self.members[0].subject
    }

    /// Returns since when the first of them is stopped.
    pub fn since(&self) -> Option<Timestamp> {
        self.members.iter().filter_map(|one| one.cause.since).min()
    }

    /// Says which they are: `12 pods of shop/Deployment/web`, `shop/Pod/web-0`, `shop/Deployment/web (1 of 3 pods)`.
    pub fn pods(&self) -> String {
        let subject = self.subject();
        let place = if subject.namespace.is_empty() { "" } else { "/" };
        let one = || format!("{}{place}{}/{}", subject.namespace, subject.kind, subject.name);
        match (&subject.owner, subject.made, self.members.len()) {
            (_, Some((have, want)), _) => format!("{} ({have} of {want} pods)", one()),
            (Some(owner), None, count) if count > 1 => {
                format!("{count} pods of {}{place}{owner}", subject.namespace)
            }
            _ => one(),
        }
    }

    /// Says on which nodes they are.
    pub fn nodes(&self) -> String {
        let nodes: BTreeSet<&str> = self
            .members
            .iter()
            .map(|one| one.subject.node.as_str())
            .filter(|node| !node.is_empty())
            .collect();
        match nodes.len() {
            0 => "-".to_owned(),
            1 => nodes.into_iter().collect(),
            many => format!("{many} nodes"),
        }
    }

    /// Makes a finding of it: at the first of them, with the others beside.
    pub fn finding(&self, context: Option<&str>) -> Finding {
        let related = self.members.iter().skip(1).take(NAMED).map(|one| Related {
            message: "is stopped by the same".to_owned(),
            place: place(&one.subject, &self.words.pointer, context),
        });
        Finding {
            rule: self.rule,
            severity: self.severity,
            message: match self.members.len() {
                1 => self.words.message.clone(),
                2 => format!("{}; another pod of the same workload", self.words.message),
                count => format!("{}; {} more pods of the same workload", self.words.message, count - 1),
            },
            place: place(self.subject(), &self.words.pointer, context),
            related: related.collect(),
            help: Some(format!("{}: {}", self.words.advice, self.words.next)),
            fix: None,
            snippet: None,
        }
    }
}

/// Returns the place of a field of a pod or workload.
pub fn place(subject: &Subject, pointer: &str, context: Option<&str>) -> Place {
    let version = match subject.kind.as_str() {
        "Pod" | "ReplicationController" => "v1",
        "Job" | "CronJob" => "batch/v1",
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" => "apps/v1",
        _ => "",
    };
    Place {
        context: context.map(str::to_owned),
        pointer: pointer.to_owned(),
        steady: pointer.to_owned(),
        object: Some(ObjectRef {
            api_version: (!version.is_empty()).then(|| version.to_owned()),
            kind: Some(subject.kind.clone()),
            namespace: Some(subject.namespace.clone()),
            name: Some(subject.name.clone()),
        }),
        ..Place::default()
    }
}
