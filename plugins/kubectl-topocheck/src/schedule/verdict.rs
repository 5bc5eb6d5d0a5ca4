//! What all filters say of a pod on every node.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::cause::{Refusal, Status};
use super::filter::{Filter, Judge, Prepared};
use super::filters;
use super::node::NodeInfo;
use super::nominated;
use super::pod::PodInfo;
use super::snapshot::Snapshot;

/// What is said of one pod.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Filters that refuse the pod wherever it would be, in their order.
    pub everywhere: Vec<Refused>,
    /// The filters that leave few nodes, and the nodes that are left.
    pub narrowed: Narrowed,
    /// What is said of each node, in the order of the snapshot's.
    pub nodes: Vec<OnNode>,
    /// What could not be judged.
    pub doubts: Vec<String>,
}

/// A filter that refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The filter.
    pub plugin: &'static str,
    /// Why.
    pub refusal: Refusal,
    /// When, if not always.
    pub only: Only,
}

/// When a filter refuses, on a node on which room is being made for other pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// Always.
    #[default]
    Always,
    /// Beside those pods.
    Beside,
    /// Without them.
    Alone,
}

/// The nodes that filters leave before they are looked at.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// The filters.
    pub by: Vec<&'static str>,
    /// The nodes by name; none if all are left.
    pub to: Option<BTreeSet<String>>,
}

impl Narrowed {
    /// Tells whether a node is left.
    pub fn keeps(&self, name: &str) -> bool {
        self.to.as_ref().is_none_or(|names| names.contains(name))
    }
}

/// What is said of one node.
#[derive(Clone, Debug)]
pub struct OnNode {
    /// The node.
    pub name: String,
    /// All filters that refuse it, in their order; those that refuse the pod everywhere are among them.
    pub refused: Vec<Refused>,
}

impl OnNode {
    /// Tells whether the pod fits.
    pub fn fits(&self) -> bool {
        self.refused.is_empty()
    }

    /// Returns the refusal that the scheduler would name: it asks beside the pods for which room is being made, and only if that goes
    /// well without them; and it stops at the first refusal.
    pub fn first(&self) -> Option<&Refused> {
        self.refused.iter().find(|refused| refused.only != Only::Alone).or(self.refused.first())
    }

    /// Tells whether making room could help: no filter says that it could not.
    pub fn is_resolvable(&self) -> bool {
        self.refused.iter().all(|refused| refused.refusal.status == Status::Unschedulable)
    }
}

impl Verdict {
    /// Returns the nodes on which the pod fits.
    pub fn fitting(&self) -> impl Iterator<Item = &OnNode> {
        self.nodes.iter().filter(|node| node.fits())
    }
}

/// A pod, with all filters made ready for it.
pub struct Trial<'s> {
    /// The pod.
    pub pod: &'s PodInfo,
    /// The cluster.
    pub snapshot: &'s Snapshot,
    /// Filters that refuse it everywhere.
    pub everywhere: Vec<Refused>,
    /// Filters that judge nodes, by name.
    pub judges: Vec<(&'static str, Box<dyn Judge<'s> + 's>)>,
}

impl<'s> Trial<'s> {
    /// Makes all filters ready for a pod.
    pub fn new(pod: &'s PodInfo, snapshot: &'s Snapshot) -> Trial<'s> {
        let mut trial = Trial { pod, snapshot, everywhere: Vec::new(), judges: Vec::new() };
        for filter in filters::all(&snapshot.features) {
            match filter.prepare(pod, snapshot) {
                Prepared::Skip => {}
                Prepared::Refused(refusal) => trial.everywhere.push(Refused::new(filter.name(), refusal)),
                Prepared::Ready(judge) => trial.judges.push((filter.name(), judge)),
            }
        }
        trial
    }

    /// Runs all filters on a node: beside the pods for which room is being made there, and without those.
    pub fn judge(&self, node: &NodeInfo) -> Vec<Refused> {
        let alone = refused(&self.judges, node);
        let others = nominated::before(self.pod, node, self.snapshot);
        if others.is_empty() {
            return alone;
        }
        let (mut with, mut judges) = (node.clone(), self.copies());
        for other in others {
            with.add(Arc::clone(other));
            judges.iter_mut().for_each(|(_, judge)| judge.add(other, &with));
        }
        both(refused(&judges, &with), alone)
    }

    /// Copies the filters, to be told of other pods.
    pub fn copies(&self) -> Vec<(&'static str, Box<dyn Judge<'s> + 's>)> {
        copies(&self.judges)
    }

    /// Tells which nodes are left before they are looked at.
    pub fn narrowed(&self) -> Narrowed {
        let mut narrowed = Narrowed::default();
        for (name, judge) in &self.judges {
            if let Some(names) = judge.narrowed() {
                narrowed.by.push(name);
                narrowed.to = Some(match narrowed.to.take() {
                    Some(before) => before.intersection(names).cloned().collect(),
                    None => names.clone(),
                });
            }
        }
        narrowed
    }

    /// Returns what could not be judged of the nodes that were looked at.
    pub fn doubts(&self) -> Vec<String> {
        let mut doubts: Vec<String> = self.judges.iter().flat_map(|(_, judge)| judge.doubts()).collect();
        // What is not known of nodes and of who is there decides everything.
        doubts.extend(self.snapshot.around.unread("the verdict", &["nodes", "pods"]));
        doubts.sort();
        doubts.dedup();
        doubts
    }

    /// Tells whether the pod fits on a node.
    pub fn fits(&self, node: &NodeInfo) -> bool {
        self.everywhere.is_empty() && self.judge(node).is_empty()
    }
}

/// Puts together what is refused beside other pods and without them; what is refused beside them comes before.
fn both(beside: Vec<Refused>, alone: Vec<Refused>) -> Vec<Refused> {
    let has = |all: &[Refused], one: &Refused| all.iter().any(|own| own.plugin == one.plugin);
    let of = |one: Refused, only, is_always: bool| Refused {
        only: if is_always { Only::Always } else { only },
        ..one
    };
    let more: Vec<Refused> = alone.iter().filter(|one| !has(&beside, one)).cloned().collect();
    let beside = beside.into_iter().map(|one| {
        let is_always = has(&alone, &one);
        of(one, Only::Beside, is_always)
    });
    beside.chain(more.into_iter().map(|one| of(one, Only::Alone, false))).collect()
}

impl Refused {
    /// Makes a refusal that holds always.
    pub fn new(plugin: &'static str, refusal: Refusal) -> Refused {
        Refused { plugin, refusal, only: Only::Always }
    }
}

/// Runs all filters on a node.
pub fn refused<'s>(judges: &[(&'static str, Box<dyn Judge<'s> + 's>)], node: &NodeInfo) -> Vec<Refused> {
    let refused = judges.iter().filter_map(|(plugin, judge)| Some(Refused::new(plugin, judge.refuse(node)?)));
    refused.collect()
}

/// Returns the first filter that refuses a node.
pub fn first<'s>(judges: &[(&'static str, Box<dyn Judge<'s> + 's>)], node: &NodeInfo) -> Option<Refused> {
    judges.iter().find_map(|(plugin, judge)| Some(Refused::new(plugin, judge.refuse(node)?)))
}

/// Copies filters, to be told of other pods.
pub fn copies<'s>(
    judges: &[(&'static str, Box<dyn Judge<'s> + 's>)],
) -> Vec<(&'static str, Box<dyn Judge<'s> + 's>)> {
    judges.iter().map(|(name, judge)| (*name, judge.copy())).collect()
}

/// Runs all filters on all nodes.
pub fn of(trial: &Trial<'_>) -> Verdict {
    let snapshot = trial.snapshot;
    let order: Vec<&'static str> = filters::all(&snapshot.features).into_iter().map(Filter::name).collect();
    let place = |refused: &Refused| order.iter().position(|name| *name == refused.plugin);
    let on_node = |node: &Arc<NodeInfo>| {
        let mut refused = trial.judge(node);
        refused.extend(trial.everywhere.iter().cloned());
        refused.sort_by_key(place);
        OnNode { name: node.name().to_owned(), refused }
    };
    let nodes = snapshot.nodes.par_iter().map(on_node).collect();
    Verdict {
        narrowed: trial.narrowed(),
        nodes,
        doubts: trial.doubts(),
        everywhere: trial.everywhere.clone(),
    }
}
