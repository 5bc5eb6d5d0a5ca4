//! Who owns whom in a cluster or a dump.
//!
//! `gather` reads the references; `kinds` finds out what they name; `judge` doubts; `confirm` asks again, and says what is wrong
//! for certain; `circles` finds objects that own each other. `family` is one object with what it owns; `climb` goes to its owners.

mod circles;
mod claim;
mod climb;
mod confirm;
mod family;
mod gaps;
mod gather;
mod judge;
mod kinds;
mod reread;

use kubecheck_core::report::finding::Gap;

pub use circles::Circle;
pub(crate) use claim::place;
pub use claim::{Claim, Fate, Wrong};
pub use family::{Family, Link, Member, Outlook, State};

use crate::graph::Graph;
use crate::world::World;

/// The rules that lack what cannot be read.
const RULES: &[&str] = &["owner-absent", "owner-namespace", "owner-identity", "owner-cycle"];

/// What is wrong with the references of a cluster or a dump.
#[derive(Debug, Default)]
pub struct Audit {
    /// The references that are wrong.
    pub claims: Vec<Claim>,
    /// The objects that own each other.
    pub circles: Vec<Circle>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// How many objects were looked at.
    pub objects: usize,
    /// How many references they have.
    pub references: usize,
}

/// Looks at every reference, in one namespace or everywhere.
pub fn audit(world: &World, namespace: Option<&str>) -> Audit {
    let gathered = gather::Gathered::read(world, namespace);
    let kinds = kinds::kinds(world, &gathered);
    let judged = judge::judge(&gathered, &kinds);
    let mut gaps = world.gaps.clone();
    gaps.extend(gathered.faults.iter().map(|(at, fault)| fault.gap(gathered.lists[*at].qualified(), RULES)));
    gaps.extend(judged.unknown.iter().map(|(kind, count)| kinds[*kind as usize].gap(*count)));
    let mut confirmed = confirm::confirm(world, &gathered, &kinds, &judged);
    gaps.append(&mut confirmed.gaps);
    let graph = Graph::new(gathered.nodes.len(), judged.edges);
    let circles = circles::circles(world, &gathered, &graph, &mut gaps);
    let (objects, references) = (gathered.nodes.len(), gathered.references.len());
    Audit { claims: confirmed.claims, circles, gaps, objects, references }
}
