//! The content of a namespace that is being deleted.

use std::rc::Rc;

use kubecheck_core::kube::{Depth, Scanned, Wanted};
use kubecheck_core::model::meta::Meta;
use serde::Deserialize;
use serde_json::Value;

use super::definition::alive;
use super::{Trail, Walker, finalizers, link};
use crate::chain::backend::{self, Service};
use crate::chain::look::Seen;
use crate::chain::named::{Named, number};
use crate::chain::namespace::{self, Condition, Refusal, Trouble};
use crate::chain::{Link, State};
use crate::evidence::Alive;

/// The finalizer in the spec of a namespace that stands for its content.
const CONTENT: &str = "kubernetes";

impl Walker<'_> {
    /// Tells what holds a namespace beside the finalizers of its metadata.
    pub(super) fn content(
        &self,
        list: &Wanted,
        object: &Value,
        held_by: &mut Vec<String>,
        trail: &mut Trail,
    ) {
        let own = finalizers(object, "spec");
        for finalizer in own.iter().filter(|finalizer| *finalizer != CONTENT) {
            self.finalizer(list, object, finalizer, trail);
            held_by.push(finalizer.clone());
        }
        let named = Named::read(list, object);
        if !own.iter().any(|finalizer| finalizer == CONTENT) {
            if held_by.is_empty() {
                self.emptied(list, &named, trail);
            }
            return;
        }
        let before = (trail.links.len(), held_by.len());
        let conditions = namespace::conditions(object);
        held_by.extend(self.dead_groups(&named, &conditions, trail));
        self.refusals(&named, &conditions, trail);
        let (left, is_known) = self.left(&named, &conditions, trail);
        held_by.extend(left);
        if trail.links.len() == before.0 && is_known {
            self.finalizer(list, object, CONTENT, trail);
            let last = trail.links.len() - 1;
            trail.links[last].says =
                format!("{named}: nothing is left in it, and nobody takes its finalizer {CONTENT}");
            trail.links[last].next =
                Some("kubectl get leases -n kube-system kube-controller-manager".to_owned());
        }
        if held_by.len() == before.1 {
            held_by.push(CONTENT.to_owned());
        }
    }

    /// Tells of the API servers that do not answer: nobody knows what they have in the namespace, so it stays.
    fn dead_groups(&self, named: &Named, conditions: &[Condition], trail: &mut Trail) -> Vec<String> {
        self.look.note_world();
        let unknown = self.look.world.served().unknown();
        let mut dead: Vec<String> =
            unknown.map(|(group, version, _)| format!("{}/{}", group.name, version.name)).collect();
        let condition =
            conditions.iter().find(|condition| matches!(condition.trouble, Trouble::Discovery(_)));
        if let Some(condition) = condition {
            self.condition(named, condition, State::InProgress, trail);
            if let (Trouble::Discovery(groups), false) = (&condition.trouble, self.look.world.is_whole()) {
                dead.extend(groups.iter().cloned());
            }
            if dead.is_empty() {
                let says = "every group answers by now; the namespace controller will try again".to_owned();
                trail.push(Link { says, ..link(named, State::Blocked) });
            }
        }
        dead.sort();
        dead.dedup();
        trail.depth += usize::from(condition.is_some());
        let told = dead.iter().map(|group| self.dead_group(group, trail)).collect();
        trail.depth -= usize::from(condition.is_some());
        told
    }

    /// Tells of a group whose API server does not answer; returns the name of its APIService.
    fn dead_group(&self, group: &str, trail: &mut Trail) -> String {
        let (group, version) = group.split_once('/').unwrap_or(("", group));
        let name = format!("{version}.{group}");
        let named = Named {
            api_version: "apiregistration.k8s.io/v1".to_owned(),
            kind: "APIService".to_owned(),
            namespace: None,
            name: name.clone(),
        };
        let short = format!("apiservice/{name}");
        let seen = self.look.get("apiregistration.k8s.io", "apiservices", "", &name);
        let Seen::There(object) = seen else {
            let says = format!("{group}/{version} does not answer; its APIService is not known");
            trail.push(Link { says, ..link(&named, State::Stuck) });
            return short;
        };
        let service = Service::read(&object["spec"]["service"]);
        let standing = service.as_ref().map(|service| self.service(service));
        let behind = match (&service, standing) {
            (Some(service), Some(standing)) => format!("; {}", service.says(standing)),
            _ => String::new(),
        };
        let says = match backend::available(&object) {
            Some((status, reason, message)) if status != "True" => {
                format!("{named}: Available is {status}, {reason}: {message}")
            }
            _ => format!("{named}: its API server does not answer{behind}"),
        };
        let is_gone = standing == Some(backend::Standing::Absent);
        let next =
            if is_gone { format!("kubectl delete {named}") } else { format!("kubectl describe {named}") };
        trail.push(Link {
            says,
            condition: Some("Available".to_owned()),
            owner: service.map(|service| format!("service {}/{}", service.namespace, service.name)),
            alive: standing.map_or(Alive::Unknown, alive),
            cure: Some(
                "bring its API server back; or, if nobody uses that API any more, delete the APIService. The namespace goes on by itself"
                    .to_owned(),
            ),
            next: Some(next),
            ..link(&named, State::Stuck)
        });
        short
    }

    /// Tells of content that cannot be deleted.
    fn refusals(&self, named: &Named, conditions: &[Condition], trail: &mut Trail) {
        for condition in conditions {
            match &condition.trouble {
                Trouble::Content(refusal) => {
                    let is_left = *refusal == Refusal::Left;
                    let state = if is_left { State::InProgress } else { State::Stuck };
                    self.condition(named, condition, state, trail);
                    trail.deeper(|trail| self.refusal(refusal, trail));
                }
                Trouble::Parsing | Trouble::Other => {
                    self.condition(named, condition, State::Blocked, trail);
                }
                Trouble::Discovery(_) | Trouble::Remaining(_) | Trouble::Finalizers(_) => {}
            }
        }
    }

    fn refusal(&self, refusal: &Refusal, trail: &mut Trail) {
        match refusal {
            Refusal::Conversion(api_version, kind) => {
                if let Some((named, definition)) = self.definition_of(api_version, kind) {
                    self.conversion(&named, &definition, trail);
                }
            }
            Refusal::Admission(name) => self.admission(name, trail),
            Refusal::Left | Refusal::Other => {}
        }
    }

    /// Tells of an admission webhook that fails or refuses.
    fn admission(&self, name: &str, trail: &mut Trail) {
        for plural in ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] {
            let group = "admissionregistration.k8s.io";
            let (Some(all), Some(list)) =
                (self.look.list(group, plural, "", None), self.look.world.wanted(group, plural))
            else {
                continue;
            };
            for configuration in all.iter() {
                let webhooks = configuration["webhooks"].as_array().map(Vec::as_slice).unwrap_or_default();
                let Some(webhook) = webhooks.iter().find(|webhook| webhook["name"] == name) else { continue };
                let named = Named::read(&list, configuration);
                let service = Service::read(&webhook["clientConfig"]["service"]);
                let standing = service.as_ref().map(|service| self.service(service));
                let why = match (&service, standing) {
                    (Some(service), Some(standing)) => format!(", {}", service.says(standing)),
                    _ => String::new(),
                };
                trail.push(Link {
                    says: format!("{named}: its webhook {name} fails or refuses{why}"),
                    owner: Some(format!("webhook {name}")),
                    alive: standing.map_or(Alive::Unknown, alive),
                    cure: Some("bring the webhook back, or mend what it refuses".to_owned()),
                    next: Some(format!("kubectl describe {named}")),
                    ..link(&named, State::Stuck)
                });
            }
        }
    }

    /// Tells what is left in a namespace: pods first, then the rest. Tells also whether that is known.
    fn left(&self, named: &Named, conditions: &[Condition], trail: &mut Trail) -> (Vec<String>, bool) {
        let remaining =
            conditions.iter().find(|condition| matches!(condition.trouble, Trouble::Remaining(_)));
        // The controller counts the rest only when the pods are gone, and none can be made any more.
        let pods = match remaining.map(|condition| &condition.trouble) {
            Some(Trouble::Remaining(kinds)) if !kinds.iter().any(is_pods) => Some(Rc::default()),
            _ => self.look.list("", "pods", &named.name, None),
        };
        if let Some(pods) = pods.as_ref().filter(|pods| !pods.is_empty()) {
            return (self.pods(named, pods, trail), true);
        }
        if let Some(condition) = remaining {
            self.condition(named, condition, State::InProgress, trail);
        }
        let all = self.look.world.stored(Some(&named.name));
        let lists = match remaining.map(|condition| &condition.trouble) {
            Some(Trouble::Remaining(kinds)) => all.into_iter().filter(|list| is_one(list, kinds)).collect(),
            // What explains enough is known, and all that the controller could see was removed.
            _ if trail.links.iter().any(|link| link.state.is_trouble()) => Vec::new(),
            // Nobody looked yet, or not since there were pods.
            _ => all,
        };
        let Scanned { kept: found, faults } = self.look.scan(&lists, |_| true);
        trail.depth += usize::from(remaining.is_some());
        let told = self.groups(&lists, found, "the namespace controller has not come to it", trail);
        trail.depth -= usize::from(remaining.is_some());
        let is_known = pods.is_some() && faults.is_empty();
        if !is_known && !trail.links.iter().any(|link| link.state.is_trouble()) {
            let says = "what is left in it could not be read whole".to_owned();
            trail.push(Link { says, ..link(named, State::Unknown) });
        }
        (told, is_known)
    }

    /// Tells of the pods of a namespace, by node: until they are gone nothing else is deleted (KEP-5080).
    fn pods(&self, named: &Named, pods: &[Value], trail: &mut Trail) -> Vec<String> {
        let says = format!(
            "pods go first: {} left, and until then nothing else in it is deleted",
            number(pods.len(), "pod")
        );
        trail.push(Link { says, count: pods.len(), ..link(named, State::InProgress) });
        let node = |pod: &Value| pod["spec"]["nodeName"].as_str().unwrap_or_default().to_owned();
        let mut nodes: Vec<String> = pods.iter().map(node).collect();
        nodes.sort();
        nodes.dedup();
        let Some(list) = self.look.world.wanted("", "pods") else { return Vec::new() };
        let lists = vec![Wanted { depth: Depth::Full, ..list }; nodes.len()];
        let metas = pods.iter().filter_map(|pod| {
            let at = nodes.iter().position(|name| *name == node(pod))?;
            Some((at, Meta::deserialize(&pod["metadata"]).ok()?))
        });
        let mut told = Vec::new();
        trail.deeper(|trail| {
            told = self.groups(&lists, metas.collect(), "the namespace controller has not come to it", trail);
        });
        told
    }

    /// Tells a condition.
    fn condition(&self, named: &Named, condition: &Condition, state: State, trail: &mut Trail) -> usize {
        let Condition { name, reason, message, .. } = condition;
        let says = format!("{name} ({reason}): {message}");
        trail.push(Link { says, condition: Some(name.clone()), ..link(named, state) })
    }

    /// Tells what can be seen of a namespace that cannot be read itself.
    pub fn unread_namespace(&self, named: &Named) -> Vec<Link> {
        let mut trail = Trail::default();
        self.left(named, &[], &mut trail);
        trail.links
    }

    /// Tells why objects of a kind cannot be read, by what the server says.
    pub fn unreadable(&self, message: &str) -> Vec<Link> {
        let mut trail = Trail::default();
        self.refusal(&namespace::refusal(message), &mut trail);
        trail.links
    }
}

/// Resource, group and count, as a condition tells them.
type Left = (String, String, u64);

fn is_pods((plural, group, _): &Left) -> bool {
    plural == "pods" && group.is_empty()
}

fn is_one(list: &Wanted, kinds: &[Left]) -> bool {
    kinds.iter().any(|(plural, group, _)| *plural == list.plural && *group == list.group)
}
