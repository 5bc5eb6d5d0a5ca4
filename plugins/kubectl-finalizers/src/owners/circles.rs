//! Objects that own each other, asked for again before anything is said.

use kubecheck_core::model::meta::Meta;
use kubecheck_core::report::finding::{Gap, ObjectRef};

use super::claim::object;
use super::gaps::Gaps;
use super::gather::{Gathered, Reference};
use super::reread::again;
use crate::graph::{Graph, Policy, Uid};
use crate::world::World;

/// Objects that own each other.
#[derive(Clone, Debug)]
pub struct Circle {
    /// The shortest way round: each is owned by the next, the last by the first, which has the least name.
    pub way: Vec<ObjectRef>,
    /// The place of the reference to the next among the references of each.
    pub at: Vec<usize>,
    /// How many objects own each other, those beside the way included.
    pub members: usize,
    /// How many of the members go if the first is deleted in the background.
    pub goes: usize,
}

/// Finds the objects that own each other and still do when they are asked for again.
pub(crate) fn circles(world: &World, gathered: &Gathered, graph: &Graph, gaps: &mut Vec<Gap>) -> Vec<Circle> {
    let found = graph.circles();
    if found.is_empty() {
        return Vec::new();
    }
    let mut references: Vec<&Reference> = gathered.references.iter().collect();
    references.sort_unstable_by_key(|reference| (reference.child, reference.owner));
    let names = |node: u32| {
        let uid = gathered.nodes[node as usize].uid;
        let at = references.partition_point(|reference| reference.child < uid);
        references[at.min(references.len() - 1)]
    };
    let mut unread = Gaps::default();
    let mut circles = Vec::new();
    for members in found {
        let least = members.iter().copied().min_by_key(|node| {
            let list = gathered.list_of(gathered.nodes[*node as usize].uid);
            let names = gathered.names(names(*node));
            (names.namespace, list.kind.as_str(), names.child)
        });
        let Some(start) = least else { continue };
        let way = graph.shortest_circle(&members, start);
        let uids: Vec<Uid> = way.iter().map(|node| gathered.nodes[*node as usize].uid).collect();
        let named: Vec<&Reference> = way.iter().map(|node| names(*node)).collect();
        let metas = again(world, gathered, &named, &mut unread);
        let Some(at) = links(&uids, &metas) else { continue };
        let told = graph.forecast(start, Policy::Background, |node| gathered.nodes[node as usize].traits());
        let goes = told.goes.iter().filter(|node| members.binary_search(node).is_ok()).count();
        let way = uids.iter().zip(&metas);
        let way = way.filter_map(|(uid, meta)| Some(object(gathered.list_of(*uid), meta.as_ref()?)));
        circles.push(Circle { way: way.collect(), at, members: members.len(), goes });
    }
    gaps.append(&mut unread.told());
    circles.sort_by(|a, b| a.way.cmp(&b.way));
    circles
}

/// Returns the place of the reference from each to the next; none if it is a circle no longer.
fn links(uids: &[Uid], metas: &[Option<Meta>]) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(uids.len());
    for (at, meta) in metas.iter().enumerate() {
        let meta = meta.as_ref()?;
        let next = uids[(at + 1) % uids.len()];
        places.push(meta.owner_references.iter().position(|owner| Uid::new(&owner.uid) == next)?);
    }
    Some(places)
}
