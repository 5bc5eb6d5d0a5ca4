//! Reads a cluster round by round, and judges it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use kubecheck_core::check::live::{self, Seen};
use kubecheck_core::check::run::Outcome;
use kubecheck_core::kube::Cluster;
use kubecheck_core::report::finding::Gap;

use super::answers::{Answers, Asker};
use super::audit::Log;
use super::known::{Known, Names, Serving as Looked};
use super::metrics::{self, Requested};
use super::world::Serving;
use super::{CHECKS, Plan, is_named};
use crate::checks::{Note, missing_in_cluster, requested_deprecated_api, unguarded};
use crate::facts::Gvkcheck;

/// Reads and judges what lives in a cluster. `done` counts the objects that were seen.
pub fn run(cluster: &Cluster, serving: &Serving, plan: &Plan, log: Option<Log>, done: &AtomicU64) -> Outcome {
    let (requested, mut gaps) = requested(cluster, plan, log);
    let mut known = Known {
        context: cluster.context.clone(),
        target: Some(serving.target),
        serving: Arc::new(Looked::new(serving.served.clone())),
        requested: Arc::new(requested),
        ..Known::default()
    };
    let mut first = live::see(&plugin(serving, &known), cluster, &plan.first, done);
    known.names = Some(Arc::new(names(plan, &mut first)));
    let seen = first.and(live::see(&plugin(serving, &known), cluster, &plan.then, done));
    let mut answers = Answers::default();
    let mut asker =
        Asker { cluster, served: &serving.served, rule: missing_in_cluster::RULE.name, gaps: Vec::new() };
    let missing = missing_in_cluster::fold(&seen.notes);
    if !missing.is_empty() {
        asker.ask(&missing, &mut answers);
    }
    for (group, plural) in unguarded::meant_by(&seen.notes) {
        let counted = asker.count(&group, &plural);
        answers.counts.extend(counted.map(|counted| ((group, plural), counted)));
    }
    gaps.append(&mut asker.gaps);
    known.answers = Arc::new(answers);
    let mut outcome = seen.end(&plugin(serving, &known));
    gaps.append(&mut outcome.gaps);
    Outcome { gaps, ..outcome }
}

fn plugin(serving: &Serving, known: &Known) -> Gvkcheck {
    Gvkcheck {
        target: serving.target,
        missing_crd: None,
        closed: false,
        world: serving.world.clone(),
        reader: None,
        live: Some(Arc::new(known.clone())),
        checks: CHECKS,
    }
}

/// Takes the names out of what the first round saw. A list that could not be read to its end says nothing of what is not there.
fn names(plan: &Plan, seen: &mut Seen<Gvkcheck>) -> Names {
    let mut digests = HashSet::new();
    seen.notes.retain(|note| match note {
        Note::Name(digest) => {
            digests.insert(*digest);
            false
        }
        _ => true,
    });
    let unread: BTreeSet<&str> = seen.unread.iter().map(|wanted| wanted.kind.as_str()).collect();
    let read = plan.first.iter().map(|need| &need.wanted).filter(|wanted| is_named(wanted));
    let kinds = read.map(|wanted| wanted.kind.clone()).filter(|kind| !unread.contains(kind.as_str()));
    Names::new(kinds.collect(), digests)
}

/// Asks which deprecated APIs the server was asked for, before anything here asks for objects.
fn requested(cluster: &Cluster, plan: &Plan, log: Option<Log>) -> (Requested, Vec<Gap>) {
    let callers = log.map(|log| log.callers).unwrap_or_default();
    if !plan.metrics {
        return (Requested { callers, ..Requested::default() }, Vec::new());
    }
    match cluster.get("/metrics") {
        Ok(page) => (Requested { apis: metrics::read(&page.text), callers }, Vec::new()),
        Err(fault) => {
            let fault = match fault.kind {
                kubecheck_core::kube::FaultKind::Forbidden => {
                    fault.hint("a ClusterRole needs nonResourceURLs: [\"/metrics\"], verbs: [\"get\"]")
                }
                _ => fault,
            };
            let gap = fault.gap(
                format!("/metrics in context {}", cluster.context),
                &[requested_deprecated_api::RULE.name],
            );
            (Requested { callers, ..Requested::default() }, vec![gap])
        }
    }
}
