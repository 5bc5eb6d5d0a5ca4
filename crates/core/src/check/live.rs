//! Runs a plugin's checks over what lives in a cluster.
//!
//! Pages are judged as they come, whichever list they are of, and dropped; what they gave is put into the order of the lists
//! before it is told. What is known of the world must be complete before: nothing waits here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::judge::{File, Judge};
use super::run::{Options, Outcome};
use super::{Plugin, Unread};
use crate::kube::{Cluster, Depth, Fault, Page, Part, Scanned, Wanted};
use crate::model::object::Live;
use crate::report::finding::{Finding, Gap};
use crate::source::{Input, Shelf};

/// A list that checks want read.
#[derive(Clone, Debug)]
pub struct Need {
    /// The list.
    pub wanted: Wanted,
    /// The rules that cannot do without it.
    pub needed_for: Vec<&'static str>,
}

/// What was seen so far of a cluster, and not told yet.
pub struct Seen<P: Plugin> {
    /// What checks kept of the objects, in the order of the lists. A run that reads in rounds takes from it what later rounds
    /// are to know.
    pub notes: Vec<P::Note>,
    /// The lists that could not be read, or not to their end.
    pub unread: Vec<Wanted>,
    outcome: Outcome,
    wanted: Vec<Wanted>,
}

/// Looks at everything in the lists of a cluster. `done` counts the objects that were seen.
pub fn see<P: Plugin>(plugin: &P, cluster: &Cluster, needs: &[Need], done: &AtomicU64) -> Seen<P> {
    let wanted: Vec<Wanted> = needs.iter().map(|need| need.wanted.clone()).collect();
    let lives: Vec<Arc<Live>> = wanted.iter().map(|wanted| Arc::new(live(cluster, wanted))).collect();
    let shelf = Shelf::default();
    let parts = cluster.list(&wanted).par_bridge().map(|part| match part {
        Part::Page(page) => {
            let place = (page.at, page.attempt, page.number);
            let file = judge(plugin, &wanted[page.at], &lives[page.at], page, &shelf);
            done.fetch_add(file.objects as u64, Ordering::Relaxed);
            Ok((place, file))
        }
        Part::Fault { at, fault } => Err((at, fault)),
    });
    let Scanned { kept, faults } = Scanned::of(parts.collect());
    let mut seen = Seen { notes: Vec::new(), unread: Vec::new(), outcome: Outcome::default(), wanted };
    for (at, fault) in faults {
        seen.outcome.gaps.push(gap(cluster, &needs[at], &fault));
        seen.unread.push(needs[at].wanted.clone());
        seen.notes.extend(plugin.unread(Unread::Gap));
    }
    for (_, mut file) in kept {
        // A page is no file.
        file.opened = false;
        seen.outcome.take(file, &mut seen.notes);
    }
    seen
}

impl<P: Plugin> Seen<P> {
    /// Adds what a later round saw.
    pub fn and(mut self, mut later: Seen<P>) -> Seen<P> {
        self.notes.append(&mut later.notes);
        self.unread.append(&mut later.unread);
        self.wanted.append(&mut later.wanted);
        self.outcome.join(later.outcome);
        self
    }

    /// Judges what checks kept, and tells all that was found.
    pub fn end(mut self, plugin: &P) -> Outcome {
        self.outcome.fold(plugin, &self.notes);
        sort(&mut self.outcome.findings, &self.wanted);
        // What stands in two lists is told once.
        self.outcome
            .findings
            .dedup_by(|a, b| a.rule == b.rule && a.place == b.place && a.message == b.message);
        self.outcome
    }
}

fn live(cluster: &Cluster, wanted: &Wanted) -> Live {
    Live {
        context: cluster.context.clone(),
        api_version: wanted.api_version(),
        kind: wanted.kind.clone(),
        is_partial: wanted.depth == Depth::Metadata,
        is_selection: wanted.label_selector.is_some() || wanted.field_selector.is_some(),
    }
}

/// Judges a page, and lets it go.
fn judge<P: Plugin>(plugin: &P, wanted: &Wanted, live: &Arc<Live>, page: Page, shelf: &Shelf) -> File<P> {
    let input = Input::page(&wanted.qualified(), live.clone(), page.text);
    Judge::new(plugin, plugin.world(), shelf, Options::default()).file(&input)
}

fn gap(cluster: &Cluster, need: &Need, fault: &Fault) -> Gap {
    let scope = need.wanted.namespace.as_ref().map(|name| format!(", namespace {name}"));
    let what =
        format!("{} in context {}{}", need.wanted.qualified(), cluster.context, scope.unwrap_or_default());
    fault.gap(what, &need.needed_for)
}

/// Sorts findings by list, namespace, name, pointer, rule and message.
fn sort(findings: &mut [Finding], wanted: &[Wanted]) {
    let ranks: BTreeMap<(String, &str), usize> = wanted
        .iter()
        .enumerate()
        .map(|(at, wanted)| ((wanted.api_version(), wanted.kind.as_str()), at))
        .collect();
    findings.sort_by_cached_key(|finding| {
        let object = finding.place.object.clone().unwrap_or_default();
        let (version, kind) = (object.api_version.unwrap_or_default(), object.kind.unwrap_or_default());
        let rank = ranks.get(&(version, kind.as_str())).copied().unwrap_or(usize::MAX);
        (
            rank,
            object.namespace,
            object.name,
            finding.place.pointer.clone(),
            finding.rule.id,
            finding.message.clone(),
        )
    });
}

/// Joins lists that several rules want: one request, as deep as the deepest needs.
pub fn join(needs: Vec<Need>) -> Vec<Need> {
    let mut joined: Vec<Need> = Vec::new();
    for need in needs {
        let same =
            |other: &&mut Need| Wanted { depth: need.wanted.depth, ..other.wanted.clone() } == need.wanted;
        match joined.iter_mut().find(same) {
            Some(other) => {
                other.wanted.depth = other.wanted.depth.max(need.wanted.depth);
                let names: BTreeSet<&str> =
                    other.needed_for.iter().chain(&need.needed_for).copied().collect();
                other.needed_for = names.into_iter().collect();
            }
            None => joined.push(need),
        }
    }
    joined
}
