//! Nodes that own each other.

use std::collections::{BTreeMap, VecDeque};

use super::Graph;

/// A node that was not reached yet.
const UNSEEN: u32 = u32::MAX;

impl Graph {
    /// Returns the sets of nodes that own each other, directly or through others, each ascending, by their first node. A node that
    /// owns itself is such a set; any other node alone is none.
    ///
    /// These are the strongly connected components (R. Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972), found with
    /// a stack of our own: chains of owners may be longer than the stack of a thread is deep.
    pub fn circles(&self) -> Vec<Vec<u32>> {
        let mut search = Search {
            graph: self,
            count: 0,
            number: vec![UNSEEN; self.len()],
            low: vec![0; self.len()],
            open: Vec::new(),
            is_open: vec![false; self.len()],
            found: Vec::new(),
        };
        for node in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            if search.number[node as usize] == UNSEEN {
                search.from(node);
            }
        }
        let mut found = search.found;
        found.sort_unstable();
        found
    }

    /// Returns the shortest way from a member of a circle along its owners back to itself, each member once; of several the one
    /// whose nodes come first. Empty if there is none.
    pub fn shortest_circle(&self, members: &[u32], start: u32) -> Vec<u32> {
        let is_member = |node: &u32| members.binary_search(node).is_ok();
        let mut before: BTreeMap<u32, u32> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(node) = waiting.pop_front() {
            for owner in self.owners(node).filter(is_member) {
                if owner == start {
                    let mut way = vec![node];
                    while let Some(previous) = way.last().and_then(|last| before.get(last)) {
                        way.push(*previous);
                    }
                    way.reverse();
                    return way;
                }
                if let std::collections::btree_map::Entry::Vacant(entry) = before.entry(owner) {
                    entry.insert(node);
                    waiting.push_back(owner);
                }
            }
        }
        Vec::new()
    }
}

struct Search<'g> {
    graph: &'g Graph,
    /// How many nodes were reached.
    count: u32,
    /// As which a node was reached.
    number: Vec<u32>,
    /// The earliest open node that is known to be reachable from it.
    low: Vec<u32>,
    /// Nodes whose set is not complete yet.
    open: Vec<u32>,
    is_open: Vec<bool>,
    found: Vec<Vec<u32>>,
}

impl Search<'_> {
    fn from(&mut self, node: u32) {
        // A node and how many of its owners were looked at.
        let mut path: Vec<(u32, usize)> = vec![self.enter(node)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(link) = self.graph.owners.of(node).get(*next) {
                *next += 1;
                let owner = link.node as usize;
                if self.number[owner] == UNSEEN {
                    path.push(self.enter(link.node));
                } else if self.is_open[owner] {
                    self.low[node as usize] = self.low[node as usize].min(self.number[owner]);
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                let before = *before as usize;
                self.low[before] = self.low[before].min(self.low[node as usize]);
            }
            if self.low[node as usize] == self.number[node as usize] {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: u32) -> (u32, usize) {
        let at = node as usize;
        (self.number[at], self.low[at]) = (self.count, self.count);
        self.count += 1;
        self.open.push(node);
        self.is_open[at] = true;
        (node, 0)
    }

    /// Takes the set of a node that nothing earlier belongs to.
    fn close(&mut self, node: u32) {
        let from = self.open.iter().rposition(|open| *open == node).unwrap_or_default();
        let mut members = self.open.split_off(from);
        for member in &members {
            self.is_open[*member as usize] = false;
        }
        if members.len() > 1 || self.graph.owners(node).any(|owner| owner == node) {
            members.sort_unstable();
            self.found.push(members);
        }
    }
}
