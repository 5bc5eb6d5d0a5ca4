//! Reads objects once more.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::kube::{Named, Wanted};
use kubecheck_core::model::meta::Meta;

use super::gaps::Gaps;
use super::gather::{Gathered, Reference};
use crate::graph::Uid;
use crate::world::World;

/// Reads the objects again that have some references, by their names; an answer for each, none for what has gone or cannot be read.
/// A dump says what it said.
pub(crate) fn again(
    world: &World,
    gathered: &Gathered,
    references: &[&Reference],
    gaps: &mut Gaps,
) -> Vec<Option<Meta>> {
    let Some(cluster) = world.cluster() else {
        let uids: Vec<Uid> = references.iter().map(|reference| reference.child).collect();
        let found = reread(world, gathered, &uids);
        return uids.iter().map(|uid| found.get(uid).map(|(_, meta)| meta.clone())).collect();
    };
    let named = references.iter().map(|reference| {
        let names = gathered.names(reference);
        Named { of: gathered.list_of(reference.child), namespace: names.namespace, name: names.child }
    });
    let named: Vec<Named<'_>> = named.collect();
    let mut read = Vec::with_capacity(named.len());
    for (answer, named) in cluster.metadata(&named).into_iter().zip(&named) {
        read.push(answer.unwrap_or_else(|fault| {
            gaps.add(named, &fault);
            None
        }));
    }
    // What has the name may be another object by now.
    let is_it = |(meta, reference): (Option<Meta>, &&Reference)| {
        meta.filter(|meta| Uid::new(&meta.uid) == reference.child)
    };
    read.into_iter().zip(references).map(is_it).collect()
}

/// Reads the lists again that have some objects; returns these, each with its list. What has gone is missing.
pub(crate) fn reread(world: &World, gathered: &Gathered, uids: &[Uid]) -> BTreeMap<Uid, (usize, Meta)> {
    let asked: BTreeSet<Uid> = uids.iter().copied().collect();
    let lists = asked.iter().filter_map(|uid| gathered.find(*uid).first());
    let lists: Vec<usize> =
        lists.map(|node| usize::from(node.list)).collect::<BTreeSet<_>>().into_iter().collect();
    let wanted: Vec<Wanted> = lists.iter().map(|list| gathered.lists[*list].clone()).collect();
    let scanned = world.scan(&wanted, |_, items| {
        let is_asked = |item: &Meta| asked.contains(&Uid::new(&item.uid));
        items.into_iter().filter(is_asked).collect::<Vec<_>>()
    });
    let found =
        scanned.kept.into_iter().flat_map(|(at, items)| items.into_iter().map(move |item| (at, item)));
    found.map(|(at, item)| (Uid::new(&item.uid), (lists[at], item))).collect()
}
