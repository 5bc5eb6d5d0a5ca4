//! What goes if a node is deleted, as the garbage collector decides it
//! (`k8s.io/kubernetes/pkg/controller/garbagecollector/garbagecollector.go`, `attemptToDeleteItem`).

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;

/// How dependents of what is deleted are dealt with (`DeletionPropagation`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The object goes, then what it owned.
    Background,
    /// What it owns goes first, as far as it blocks.
    Foreground,
    /// What it owns is let go of, and stays.
    Orphan,
}

/// What the collector looks at in a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Whether it has finalizers that are not the collector's.
    pub is_held: bool,
    /// Whether it has the finalizer `orphan`, which the collector honours in the background.
    pub orphans: bool,
    /// Whether it is being deleted in the foreground already: then it holds nothing.
    pub is_waiting: bool,
    /// Whether it has an owner that lives, or may live, and is no node.
    pub has_other_owner: bool,
}

/// What happens if a node is deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// What goes, the node itself first, in the order in which the collector comes to it.
    pub goes: Vec<u32>,
    /// What one of these owns and stays: it has another owner, or is let go of. Ascending.
    pub stays: Vec<u32>,
    /// What goes only when somebody takes its finalizers off, in the order of `goes`.
    pub holds: Vec<Hold>,
}

/// A node that goes only when somebody takes its finalizers off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The node.
    pub node: u32,
    /// Whether the node that is deleted waits for it: `blockOwnerDeletion` all the way, in the foreground.
    pub is_waited_for: bool,
}

impl Graph {
    /// Says what happens if a node is deleted with a policy.
    pub fn forecast(&self, node: u32, policy: Policy, traits: impl Fn(u32) -> Traits) -> Forecast {
        let goes = self.goes(node, policy, &traits);
        let place: BTreeMap<u32, usize> = goes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let mut stays: Vec<u32> = goes.iter().flat_map(|node| self.dependents(*node)).collect();
        stays.retain(|node| !place.contains_key(node));
        stays.sort_unstable();
        stays.dedup();
        let waited_for = match policy {
            Policy::Foreground => self.waited_for(node, &place),
            Policy::Background | Policy::Orphan => BTreeSet::from([node]),
        };
        let hold = |at: &u32| Hold { node: *at, is_waited_for: waited_for.contains(at) };
        let holds = goes.iter().filter(|node| traits(**node).is_held).map(hold).collect();
        Forecast { goes, stays, holds }
    }

    /// Goes from a node to all whose last owner goes. An owner in a circle still lives, and holds what it owns.
    fn goes(&self, node: u32, policy: Policy, traits: &impl Fn(u32) -> Traits) -> Vec<u32> {
        let is_solid = |owner: u32| owner == node || !traits(owner).is_waiting;
        let mut goes = vec![node];
        // How many owners hold a dependent still.
        let mut left = BTreeMap::from([(node, 0)]);
        let mut gone = BTreeSet::from([node]);
        let mut at = 0;
        while let Some(&next) = goes.get(at) {
            at += 1;
            // Whoever deletes says what is to become of the dependents; the collector honours what the object says.
            let lets_go = match policy {
                Policy::Orphan => true,
                Policy::Foreground => false,
                Policy::Background => next != node && traits(next).orphans,
            };
            for dependent in self.dependents(next).filter(|_| !lets_go) {
                let left = left.entry(dependent).or_insert_with(|| {
                    let others = usize::from(traits(dependent).has_other_owner);
                    self.owners(dependent).filter(|owner| is_solid(*owner)).count() + others
                });
                *left = left.saturating_sub(usize::from(is_solid(next)));
                if *left == 0 && gone.insert(dependent) {
                    goes.push(dependent);
                }
            }
        }
        goes
    }

    /// Returns what a node that is deleted in the foreground waits for. The collector makes the references of a node non-blocking
    /// when one of its dependents is being deleted in the foreground already: so it gets out of circles.
    fn waited_for(&self, node: u32, goes: &BTreeMap<u32, usize>) -> BTreeSet<u32> {
        let (mut found, mut unseen) = (BTreeSet::from([node]), vec![node]);
        while let Some(next) = unseen.pop() {
            for link in self.dependents.of(next).iter().filter(|link| link.blocks) {
                let Some(place) = goes.get(&link.node) else { continue };
                let is_earlier = |below: u32| goes.get(&below).is_some_and(|other| other < place);
                let is_unblocked = self.dependents(link.node).any(is_earlier);
                if !is_unblocked && found.insert(link.node) {
                    unseen.push(link.node);
                }
            }
        }
        found
    }
}
