//! One finalizer: whose it is, and what it waits for.

use kubecheck_core::kube::Wanted;
use serde_json::Value;

use super::{Trail, Walker, link};
use crate::chain::definition::CLEANUP;
use crate::chain::named::Named;
use crate::chain::{Link, State};
use crate::evidence::{Alive, Evidence, KnownBy};

/// The finalizer of an owner that is deleted in the foreground.
const FOREGROUND: &str = "foregroundDeletion";

impl Walker<'_> {
    /// Tells of a finalizer of an object that is being deleted.
    pub(super) fn finalizer(&self, list: &Wanted, object: &Value, finalizer: &str, trail: &mut Trail) {
        let named = Named::read(list, object);
        let evidence = self.investigator.judge(list, object, finalizer);
        let at = trail.push(Link {
            says: format!("{named}: finalizer {finalizer}"),
            finalizer: Some(finalizer.to_owned()),
            owner: owner(&evidence),
            alive: evidence.alive,
            protects: evidence.protects.clone(),
            cure: evidence.cure.clone().or_else(|| cure(&evidence)),
            next: next(&named, &evidence),
            evidence: Some(evidence.clone()),
            ..link(&named, state(&evidence))
        });
        let explained = trail.deeper(|trail| match finalizer {
            CLEANUP => self.instances(&named, object, trail),
            // The garbage collector is to delete them itself.
            FOREGROUND => self.blockers(&evidence.blockers, State::Blocked, trail),
            _ => self.blockers(&evidence.blockers, State::AsDesigned, trail),
        });
        if explained {
            let own = &mut trail.links[at];
            (own.state, own.next) = (State::AsDesigned, None);
        }
    }
}

/// Says how a finalizer stands by what is known of it.
fn state(evidence: &Evidence) -> State {
    match (evidence.alive, &evidence.waits_for) {
        (Alive::No, _) => State::Stuck,
        (_, Some(_)) => State::AsDesigned,
        (Alive::Yes, None) => State::Blocked,
        (Alive::Unknown, None) => State::Stuck,
    }
}

/// Says what helps where nobody knows better.
fn cure(evidence: &Evidence) -> Option<String> {
    let is_open = evidence.waits_for.is_none() && evidence.alive == Alive::Unknown;
    let who = if evidence.owner.name.is_empty() { "whoever put it there" } else { &evidence.owner.name };
    is_open.then(|| format!("find out whether {who} still runs, and start it again; take the finalizer off only if that is gone for good"))
}

/// Names who takes a finalizer off, and what that is known from.
fn owner(evidence: &Evidence) -> Option<String> {
    let owner = &evidence.owner;
    let by = match owner.known_by {
        KnownBy::Catalogue => "by the catalogue",
        KnownBy::ManagedFields => "by managedFields",
        KnownBy::Rbac => "by RBAC",
        KnownBy::Domain => "by its domain",
        KnownBy::Unknown => "unsure",
    };
    let workload = owner.workload.as_ref().map_or(String::new(), |workload| format!(", {workload}"));
    (!owner.name.is_empty()).then(|| format!("{} ({by}){workload}", owner.name))
}

/// Says what to type about a finalizer: what runs its owner comes first, and a plan to take it off last.
fn next(named: &Named, evidence: &Evidence) -> Option<String> {
    if evidence.waits_for.is_some() {
        return None;
    }
    let workload = evidence.owner.workload.as_deref().and_then(|workload| {
        let (kind, place) = workload.split_once(' ')?;
        let (namespace, name) = place.split_once('/')?;
        Some(format!("{}/{name} -n {namespace}", kind.to_lowercase()))
    });
    Some(match (evidence.alive, workload) {
        (Alive::No, Some(workload)) => format!("kubectl describe {workload}"),
        (Alive::Yes, Some(workload)) => format!("kubectl logs {workload}"),
        _ => format!("kubectl finalizers remove {named} {}{}", evidence.finalizer, named.flag()),
    })
}
