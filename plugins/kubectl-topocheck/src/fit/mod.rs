//! What would make a pod fit: edits of the pod or of the cluster, each tried on a copy before it is told.
//!
//! [`repair`] knows which edits take a cause away; [`edit`] makes them on a copy, and [`verify`] runs all filters again there; what does
//! not open a node is not told. [`evict`] finds the fewest pods that would have to go, [`shape`] the node that would have to come.

pub mod command;
pub mod edit;
pub mod evict;
pub mod patch;
pub mod repair;
pub mod requests;
pub mod shape;
pub mod verify;

use std::collections::BTreeSet;
use std::sync::Arc;

use edit::{Edit, Risk};
use repair::Repairs;

use crate::schedule::node::NodeInfo;
use crate::schedule::pod::PodInfo;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::verdict::{OnNode, Verdict};

/// How many proposals are tried at most for one that is told; there are as many as there are nodes, and those that ask for little
/// come first.
const TRIED: usize = 20;
/// How many nodes are looked at, those that lack least first.
const NODES: usize = 300;
/// How many are told at most.
const MOST: usize = 50;

/// Edits that make a pod fit, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The edits.
    pub edits: Vec<Edit>,
    /// The nodes on which the pod fits then, by name.
    pub opens: Vec<String>,
}

impl Proposal {
    /// Returns the riskiest of what it asks for.
    pub fn risk(&self) -> Risk {
        risk(&self.edits)
    }
}

fn risk(edits: &[Edit]) -> Risk {
    edits.iter().map(Edit::risk).max().unwrap_or(Risk::Pod)
}

/// Edits that may make a pod fit.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The node that is to be opened.
    pub(crate) node: String,
    pub(crate) edits: Vec<Edit>,
    /// How much is asked for, among candidates of the same kinds: the part of a request that goes, or the number of pods.
    pub(crate) cost: f64,
}

/// How many proposals are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// So many of the best, each of another kind.
    Best(usize),
    /// All, up to [`MOST`].
    All,
}

/// Finds proposals for a pod that fits nowhere, the best first: few edits before many, those of the pod before those of the cluster,
/// those before pods that have to go, and a new node last.
pub fn find(pod: &PodInfo, snapshot: &Snapshot, verdict: &Verdict, wish: Wish) -> Vec<Proposal> {
    if !verdict.everywhere.is_empty() || verdict.fitting().next().is_some() {
        return Vec::new();
    }
    let mut said: Vec<(&Arc<NodeInfo>, &OnNode)> =
        verdict.nodes.iter().filter_map(|said| Some((snapshot.node(&said.name)?, said))).collect();
    said.sort_by(|(_, a), (_, b)| repair::lack(a).total_cmp(&repair::lack(b)));
    said.truncate(NODES);
    let repairs = Repairs::new(pod, snapshot);
    let mut candidates: Vec<Candidate> =
        said.into_iter().flat_map(|(node, said)| repairs.of(node, said)).collect();
    candidates.extend(shape::candidate(pod, snapshot));
    let order = |candidate: &Candidate| (candidate.edits.len(), risk(&candidate.edits));
    candidates.sort_by(|a, b| order(a).cmp(&order(b)).then(a.cost.total_cmp(&b.cost)));
    let most = if let Wish::Best(most) = wish { most } else { MOST };
    let (mut found, mut tried) = (Vec::<Proposal>::new(), Vec::<Vec<Edit>>::new());
    for candidate in candidates {
        if found.len() >= most || tried.len() >= TRIED * most {
            break;
        }
        let is_told = wish != Wish::All && found.iter().any(|own| is_of_kind(&candidate.edits, &own.edits));
        if is_told || tried.contains(&candidate.edits) {
            continue;
        }
        tried.push(candidate.edits.clone());
        let opens = verify::opens(pod, snapshot, &candidate.edits);
        if opens.contains(&candidate.node) && verify::is_needed(pod, snapshot, &candidate) {
            found.push(Proposal { edits: candidate.edits, opens });
        }
    }
    found
}

/// Tells whether edits are of the kinds of others, and perhaps of more.
fn is_of_kind(edits: &[Edit], others: &[Edit]) -> bool {
    let kinds: BTreeSet<String> = edits.iter().map(Edit::kind).collect();
    others.iter().all(|other| kinds.contains(&other.kind()))
}

#[cfg(test)]
mod tests;
