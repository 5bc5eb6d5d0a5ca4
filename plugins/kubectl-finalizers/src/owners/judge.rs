//! Looks at every reference, as far as what was read goes. What looks wrong is a doubt, until somebody has asked again.

use std::collections::BTreeMap;

use super::gather::{Gathered, Node, Reference};
use super::kinds::{Kind, Mapping};
use crate::graph::Edge;

/// What the references are, as far as what was read goes.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// The references that lead to their owner.
    pub(crate) edges: Vec<Edge>,
    /// The references that may be wrong, by their number.
    pub(crate) doubts: Vec<(usize, Doubt)>,
    /// How many references name a kind of which nothing is known.
    pub(crate) unknown: BTreeMap<u32, usize>,
}

/// Why a reference may be wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Doubt {
    /// Nothing is known of its kind.
    Unknown,
    /// Nothing has the UID.
    Absent,
    /// What has the UID is of that kind and in another namespace.
    Elsewhere(Node),
    /// What has the UID is of another kind, or has another name.
    Other(Node),
    /// It leads to its owner, in a version that is not served.
    Version,
    /// An object that is in no namespace names an owner whose kind is in namespaces.
    Scope,
}

/// Looks at every reference.
pub(crate) fn judge(gathered: &Gathered, kinds: &[Kind]) -> Judged {
    let mut judged = Judged::default();
    for (at, reference) in gathered.references.iter().enumerate() {
        let kind = &kinds[reference.kind as usize];
        let Some(child) = gathered.find(reference.child).first() else { continue };
        match doubt(gathered, kind, reference, child) {
            Seen::Owner => {
                let ends = gathered.number(reference.child).zip(gathered.number(reference.owner));
                judged.edges.extend(ends.map(|(dependent, owner)| Edge {
                    dependent,
                    owner,
                    blocks: reference.blocks,
                }));
            }
            // The collector passes over what is being deleted, and it goes anyway.
            _ if child.is_going() => {}
            Seen::Doubt(doubt) => {
                if matches!(doubt, Doubt::Unknown) {
                    *judged.unknown.entry(reference.kind).or_default() += 1;
                }
                judged.doubts.push((at, doubt));
            }
        }
    }
    judged
}

enum Seen {
    Owner,
    Doubt(Doubt),
}

fn doubt(gathered: &Gathered, kind: &Kind, reference: &Reference, child: &Node) -> Seen {
    let names = gathered.names(reference);
    let found = gathered.find(reference.owner);
    let is_owner = |node: &&Node| {
        kind.lists.contains(&node.list) && gathered.is_called(node, names.namespace, names.owner)
    };
    if found.iter().any(|node| is_owner(&node)) {
        return match kind.mapping {
            Mapping::OtherVersion(_) => Seen::Doubt(Doubt::Version),
            _ => Seen::Owner,
        };
    }
    if matches!(kind.mapping, Mapping::Unknown(_)) {
        return Seen::Doubt(Doubt::Unknown);
    }
    let is_namespaced = |node: &Node| gathered.lists[usize::from(node.list)].namespaced;
    if kind.wanted().is_some_and(|wanted| wanted.namespaced) && !is_namespaced(child) {
        return Seen::Doubt(Doubt::Scope);
    }
    Seen::Doubt(match found.first() {
        None => Doubt::Absent,
        Some(node)
            if kind.lists.contains(&node.list)
                && is_namespaced(node)
                && !gathered.is_in(node, names.namespace) =>
        {
            Doubt::Elsewhere(*node)
        }
        Some(node) => Doubt::Other(*node),
    })
}
