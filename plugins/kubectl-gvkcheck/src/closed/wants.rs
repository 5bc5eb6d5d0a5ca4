//! Gathers what one object needs: one entry a name, with every place that names it.

use std::sync::Arc;

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;
use kubecheck_core::report::finding::{Finding, Related};

use super::consequences::{Consequence, Creator};
use super::{Pods, Space};
use crate::checks::{missing_in_cluster, missing_reference};
use crate::live::known::Known;
use crate::schema::names::{self, NameRule};
use crate::schema::placeholder::is_placeholder;
use kubecheck_core::check::rule::Rule;

/// A name that an object needs, and what to say if it is not there.
pub struct Wanted {
    /// The kind.
    pub kind: Box<str>,
    /// Where it is looked for.
    pub space: Space,
    /// The name.
    pub name: Box<str>,
    /// What to say if it is not there.
    pub finding: Option<Box<Finding>>,
    /// Whether a comment silences it.
    pub ignored: bool,
    /// What follows if it is not there; none if it may be absent.
    pub missing: Option<&'static Consequence>,
    /// The pods that do not start without it.
    pub pods: Option<Arc<Pods>>,
    /// The keys or ports of it that are needed.
    pub keys: Vec<WantedKey>,
}

impl Wanted {
    /// Tells whether the object that needs the name is this one, written `Kind/name`.
    pub(super) fn is_of(&self, object: &str) -> bool {
        let own = self.finding.as_ref().and_then(|finding| finding.place.object.as_ref());
        let names = own.and_then(|own| Some((own.kind.as_deref()?, own.name.as_deref()?)));
        names.is_some_and(|names| object.split_once('/') == Some(names))
    }
}

/// A key or port that an object needs of another.
pub struct WantedKey {
    /// The key, or the number or name of the port.
    pub key: Box<str>,
    /// What to say if it is not there.
    pub finding: Box<Finding>,
    /// Whether a comment silences it.
    pub ignored: bool,
}

/// What one place of an object needs.
pub(super) struct Need<'a> {
    /// The kind.
    pub kind: &'a str,
    /// Where it is looked for; the object's own namespace if not given.
    pub space: Option<Space>,
    /// The name, as it stands in the object.
    pub name: Value<'a>,
    /// What names it: "the volume config".
    pub what: &'a str,
    /// What follows if it is not there; none if it may be absent.
    pub missing: Option<&'static Consequence>,
}

/// A key or port that one place of an object needs.
pub(super) struct NeedKey<'a> {
    /// Where the key stands.
    pub at: Value<'a>,
    /// "key" or "port".
    pub noun: &'static str,
    /// What follows if it is not there.
    pub missing: &'static Consequence,
}

/// What containers wait in before the first of them is made; with init containers, these wait and the others are
/// initializing (`pkg/kubelet/kubelet_pods.go`, `convertToAPIContainerStatuses`).
pub(super) const CREATING: &str = "ContainerCreating";
/// What containers wait in while there are init containers to run.
pub(super) const INITIALIZING: &str = "PodInitializing";

/// What one object needs.
pub(super) struct Wants<'f, 'd> {
    findings: &'f Findings<'d>,
    space: Space,
    /// Whether the object is a Secret, whose lines no log is to show.
    secret: bool,
    /// The object's pods, if it has any.
    pub pods: Option<Arc<Pods>>,
    /// Who creates them.
    pub creator: Creator,
    /// What the containers of its pods wait in.
    pub waiting: &'static str,
    /// The rule that tells what is missing.
    rule: &'static Rule,
    /// What is there, where that is a cluster: then only what may be missing is kept.
    cluster: Option<&'f Known>,
    /// What it needs.
    pub found: Vec<Wanted>,
}

impl<'f, 'd> Wants<'f, 'd> {
    /// Begins with nothing.
    pub(super) fn new(object: &Object<'_>, findings: &'f Findings<'d>) -> Self {
        let space = Space::of(object.namespace());
        let secret = object.kind_name() == Some("Secret");
        Wants {
            findings,
            space,
            secret,
            pods: None,
            creator: Creator::User,
            waiting: CREATING,
            rule: &missing_reference::RULE,
            cluster: None,
            found: Vec::new(),
        }
    }

    /// Begins with what a cluster has.
    pub(super) fn of_cluster(object: &Object<'_>, findings: &'f Findings<'d>, cluster: &'f Known) -> Self {
        Wants { rule: &missing_in_cluster::RULE, cluster: Some(cluster), ..Wants::new(object, findings) }
    }

    /// Adds a need. A text that cannot be a name, or that something else fills in, is none.
    pub(super) fn add(&mut self, need: &Need<'_>, keys: Vec<NeedKey<'_>>) {
        let Some(name) = need.name.as_str().filter(|name| can_exist(need.kind, name)) else { return };
        let space = need.space.clone().unwrap_or_else(|| self.space.clone());
        // Most of what a cluster's objects name is there. Who asks for keys has to look closer.
        let is_there = |known: &Known| known.has(need.kind, &space, name) == Some(true);
        if keys.is_empty() && self.cluster.is_some_and(is_there) {
            return;
        }
        let found = self
            .found
            .iter()
            .position(|wanted| *wanted.kind == *need.kind && *wanted.name == *name && wanted.space == space);
        let at = found.unwrap_or_else(|| {
            let (kind, name) = (need.kind.into(), name.into());
            self.found.push(Wanted {
                kind,
                space,
                name,
                finding: None,
                ignored: false,
                missing: None,
                pods: None,
                keys: Vec::new(),
            });
            self.found.len() - 1
        });
        self.name(at, need, name);
        for key in keys {
            self.key(at, need, name, &key);
        }
    }

    /// Adds a place that needs the name.
    fn name(&mut self, at: usize, need: &Need<'_>, name: &str) {
        let Some(consequence) = need.missing else { return };
        let message = format!("{} needs {} {name:?}", need.what, need.kind);
        let Some(finding) = self.hold(need.name, message, consequence, name, "") else { return };
        let wanted = &mut self.found[at];
        match &mut wanted.finding {
            Some(first) => {
                let message = format!("{} needs it as well", need.what);
                first.related.push(Related { message, place: finding.place });
            }
            None => {
                wanted.ignored = self.findings.ignores(need.name.id(), self.rule.name);
                wanted.finding = Some(Box::new(finding));
                wanted.missing = need.missing;
                wanted.pods = self.pods.clone().filter(|_| consequence.stops_pods());
            }
        }
    }

    /// Adds a place that needs a key or port.
    fn key(&mut self, at: usize, need: &Need<'_>, name: &str, key: &NeedKey<'_>) {
        let text = key.at.text();
        if text.is_empty() || is_placeholder(text) {
            return;
        }
        if let Some(first) = self.found[at].keys.iter().position(|wanted| *wanted.key == *text) {
            let message = format!("{} needs it as well", need.what);
            let place = self.hold(key.at, String::new(), key.missing, name, text).map(|held| held.place);
            let related = place.map(|place| Related { message, place });
            self.found[at].keys[first].finding.related.extend(related);
            return;
        }
        let message = format!("{} needs the {} {text:?} of {} {name:?}", need.what, key.noun, need.kind);
        let Some(finding) = self.hold(key.at, message, key.missing, name, text) else { return };
        let ignored = self.findings.ignores(key.at.id(), self.rule.name);
        self.found[at].keys.push(WantedKey { key: text.into(), finding: Box::new(finding), ignored });
    }

    fn hold(
        &self,
        at: Value<'_>,
        message: String,
        consequence: &Consequence,
        name: &str,
        key: &str,
    ) -> Option<Finding> {
        let (stay, creator) = match self.creator {
            Creator::User => ("the pod stays", Creator::User),
            other => ("its pods stay", other),
        };
        let fill = |text: &str| {
            text.replace("{stay}", stay)
                .replace("{waiting}", self.waiting)
                .replace("{refused}", creator.refused())
                .replace("{creator}", creator.again())
                .replace("{name}", name)
                .replace("{key}", key)
        };
        let help = format!("{}; {}", fill(consequence.shows), fill(consequence.again));
        self.findings.hold(
            Draft::new(self.rule, at.id(), message)
                .severity(consequence.severity)
                .help(help)
                .secret(self.secret),
        )
    }
}

/// Tells whether something of a kind can have a name: what cannot is a placeholder of some sort, or told elsewhere. The
/// names of roles are path segments, the others' at least as narrow as a DNS subdomain.
fn can_exist(kind: &str, name: &str) -> bool {
    const SUBDOMAIN: usize = 253;
    if matches!(kind, "Role" | "ClusterRole") {
        return !name.is_empty() && !is_placeholder(name);
    }
    names::check_name(NameRule::Subdomain(SUBDOMAIN), name).is_ok()
}
