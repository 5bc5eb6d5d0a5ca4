//! Who owns whom: a graph of numbers, which knows nothing of Kubernetes but what the garbage collector makes of it.
//!
//! - [`Uid`] is a UID in sixteen bytes;
//! - [`Graph`] has for each node its owners and its dependents;
//! - `circles` finds the nodes that own each other, without recursion;
//! - `forecast` says what goes if a node is deleted.

mod circles;
mod forecast;
#[cfg(test)]
mod tests;
mod uid;

pub use forecast::{Forecast, Hold, Policy, Traits};
pub use uid::Uid;

/// A reference from a dependent to one of its owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Who is owned.
    pub dependent: u32,
    /// Who owns it.
    pub owner: u32,
    /// Whether the owner waits for the dependent when it is deleted in the foreground.
    pub blocks: bool,
}

/// Who owns whom among nodes that are numbered from 0.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    owners: Rows,
    dependents: Rows,
}

/// For each node the nodes it is linked with, one behind the other.
#[derive(Clone, Debug, Default)]
struct Rows {
    starts: Vec<u32>,
    links: Vec<Link>,
}

/// The other end of an edge.
#[derive(Clone, Copy, Debug)]
struct Link {
    node: u32,
    blocks: bool,
}

impl Graph {
    /// Makes a graph of a number of nodes. An edge that is there twice counts once, and blocks if one of the two does.
    pub fn new(nodes: usize, mut edges: Vec<Edge>) -> Graph {
        edges.sort_unstable_by_key(|edge| (edge.dependent, edge.owner, !edge.blocks));
        edges.dedup_by_key(|edge| (edge.dependent, edge.owner));
        let owners = Rows::new(nodes, &edges, |edge| (edge.dependent, edge.owner));
        let dependents = Rows::new(nodes, &edges, |edge| (edge.owner, edge.dependent));
        Graph { owners, dependents }
    }

    /// Returns how many nodes there are.
    pub fn len(&self) -> usize {
        self.owners.starts.len().saturating_sub(1)
    }

    /// Tells whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the owners of a node, ascending.
    pub fn owners(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.owners.of(node).iter().map(|link| link.node)
    }

    /// Returns what a node owns, ascending.
    pub fn dependents(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.dependents.of(node).iter().map(|link| link.node)
    }

    /// Returns a node and all that it owns, and what that owns, in the order of their distance.
    pub fn below(&self, node: u32) -> Vec<u32> {
        let (mut seen, mut found) = (vec![false; self.len()], vec![node]);
        seen[node as usize] = true;
        let mut at = 0;
        while let Some(&next) = found.get(at) {
            for dependent in self.dependents(next) {
                if !std::mem::replace(&mut seen[dependent as usize], true) {
                    found.push(dependent);
                }
            }
            at += 1;
        }
        found
    }
}

impl Rows {
    fn new(nodes: usize, edges: &[Edge], ends: impl Fn(&Edge) -> (u32, u32)) -> Rows {
        let mut starts = vec![0_u32; nodes + 1];
        for edge in edges {
            starts[ends(edge).0 as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut links = vec![Link { node: 0, blocks: false }; edges.len()];
        for edge in edges {
            let (from, to) = ends(edge);
            let at = &mut next[from as usize];
            links[*at as usize] = Link { node: to, blocks: edge.blocks };
            *at += 1;
        }
        Rows { starts, links }
    }

    fn of(&self, node: u32) -> &[Link] {
        let node = node as usize;
        &self.links[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}
