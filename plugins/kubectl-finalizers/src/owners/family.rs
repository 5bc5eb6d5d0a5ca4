//! One object: what owns it, what it owns, and what becomes of it all if it is deleted.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Depth, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::model::query::{self, OBJECT_FORM};
use kubecheck_core::report::finding::{Gap, ObjectRef};
use serde::Deserialize;

use super::claim::object;
use super::climb::Climb;
use super::gaps::Gaps;
use super::gather::{FOREGROUND, Gathered, ORPHAN};
use super::judge::judge;
use super::kinds::kinds;
use super::reread::again;
use crate::graph::{Forecast, Graph, Policy, Traits, Uid};
use crate::world::World;

/// One object with what owns it and what it owns.
#[derive(Debug)]
pub struct Family {
    /// The objects: the one that was asked for first, then those below it, then owners.
    pub members: Vec<Member>,
    /// Who owns whom among them, by owner.
    pub links: Vec<Link>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    pub(super) gathered: Gathered,
    graph: Graph,
    /// The members that the graph has, by its numbers.
    pub(super) numbers: BTreeMap<u32, usize>,
    root: u32,
    /// The finalizers of the object itself.
    finalizers: Vec<String>,
}

/// An object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its names.
    pub object: ObjectRef,
    /// Whether it is there.
    pub state: State,
    /// Whether it is being deleted.
    pub is_going: bool,
    /// Whether it has finalizers that are not the garbage collector's.
    pub is_held: bool,
    /// Whether it is being deleted in the foreground, so that it holds nothing.
    pub(super) is_waiting: bool,
}

/// Whether an object is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is there.
    There,
    /// There is no such object, or another one with its name.
    Gone,
    /// It could not be read.
    Unknown,
}

/// A reference from one member to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Who owns.
    pub owner: usize,
    /// Who is owned.
    pub dependent: usize,
    /// Whether the owner manages it.
    pub controller: bool,
    /// Whether the owner waits for it when it is deleted in the foreground.
    pub blocks: bool,
}

/// What becomes of the members if the first is deleted.
#[derive(Debug)]
pub struct Outlook {
    /// What goes, in the order in which the garbage collector comes to it.
    pub goes: Vec<usize>,
    /// What stays.
    pub stays: Vec<usize>,
    /// What goes only when somebody takes its finalizers off: these, and whether the first waits for it.
    pub holds: Vec<(usize, Vec<String>, bool)>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

impl Family {
    /// Finds an object by its name, with what owns it and what it owns.
    ///
    /// # Errors
    /// A name that names nothing, and an object that cannot be read.
    pub fn of(world: &World, words: &[String], namespace: Option<&str>) -> Result<Family, CliError> {
        let (wanted, meta) = find(world, words, namespace)?;
        // What it owns is in its namespace; what is in none may own anything.
        let within = wanted.namespaced.then_some(meta.namespace.as_str());
        let gathered = Gathered::read(world, within);
        let kinds = kinds(world, &gathered);
        let judged = judge(&gathered, &kinds);
        let graph = Graph::new(gathered.nodes.len(), judged.edges);
        let Some(root) = gathered.number(Uid::new(&meta.uid)) else {
            return Err(unlisted(&wanted, &gathered));
        };
        let mut gaps = world.gaps.clone();
        gaps.extend(
            gathered.faults.iter().map(|(at, fault)| fault.gap(gathered.lists[*at].qualified(), &[OWNERS])),
        );
        let mut family = Family {
            members: Vec::new(),
            links: Vec::new(),
            gaps,
            gathered,
            graph,
            numbers: BTreeMap::new(),
            root,
            finalizers: meta.finalizers.clone(),
        };
        family.take_below(&wanted, &meta);
        Climb::new(world, &mut family, &kinds).climb(&meta);
        family.links.sort_unstable();
        family.links.dedup();
        Ok(family)
    }

    /// Takes the object, and all that it owns.
    fn take_below(&mut self, wanted: &Wanted, meta: &Meta) {
        let below = self.graph.below(self.root);
        self.numbers = below.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let mut names: BTreeMap<Uid, (&str, &str)> = BTreeMap::new();
        for reference in &self.gathered.references {
            let own = self.gathered.names(reference);
            names.insert(reference.child, (own.namespace, own.child));
        }
        for node in below {
            let node = &self.gathered.nodes[node as usize];
            let traits = node.traits();
            let own = names.get(&node.uid).map(|(namespace, name)| Meta {
                namespace: (*namespace).to_owned(),
                name: (*name).to_owned(),
                ..Meta::default()
            });
            let named = match (self.members.is_empty(), own) {
                (true, _) | (_, None) => object(wanted, meta),
                (false, Some(own)) => object(self.gathered.list_of(node.uid), &own),
            };
            self.members.push(Member {
                object: named,
                state: State::There,
                is_going: node.is_going(),
                is_held: traits.is_held,
                is_waiting: traits.is_waiting,
            });
        }
    }

    /// Returns the references to a member.
    pub fn dependents(&self, owner: usize) -> &[Link] {
        let start = self.links.partition_point(|link| link.owner < owner);
        let end = self.links.partition_point(|link| link.owner <= owner);
        &self.links[start..end]
    }

    /// Says what becomes of it all if the object is deleted with a policy.
    pub fn outlook(&self, world: &World, policy: Policy) -> Outlook {
        let others: BTreeSet<usize> =
            self.links.iter().filter(|link| self.holds(link)).map(|link| link.dependent).collect();
        let traits = |node: u32| {
            let own = self.gathered.nodes[node as usize].traits();
            let has_other_owner = self.numbers.get(&node).is_some_and(|at| others.contains(at));
            Traits { has_other_owner, ..own }
        };
        let told: Forecast = self.graph.forecast(self.root, policy, traits);
        let members =
            |nodes: &[u32]| nodes.iter().filter_map(|node| self.numbers.get(node).copied()).collect();
        let (finalizers, gaps) = self.finalizers(world, &told);
        let holds = told.holds.iter().filter_map(|hold| {
            let at = *self.numbers.get(&hold.node)?;
            Some((at, finalizers.get(&hold.node).cloned().unwrap_or_default(), hold.is_waited_for))
        });
        Outlook { goes: members(&told.goes), stays: members(&told.stays), holds: holds.collect(), gaps }
    }

    /// Tells whether an owner that the graph does not have holds what it owns.
    fn holds(&self, link: &Link) -> bool {
        let owner = &self.members[link.owner];
        link.owner >= self.numbers.len() && owner.state != State::Gone && !owner.is_waiting
    }

    /// Reads the finalizers of what is held.
    fn finalizers(&self, world: &World, told: &Forecast) -> (BTreeMap<u32, Vec<String>>, Vec<Gap>) {
        let mut gaps = Gaps::default();
        let held: BTreeMap<Uid, u32> =
            told.holds.iter().map(|hold| (self.gathered.nodes[hold.node as usize].uid, hold.node)).collect();
        let mut references: Vec<_> =
            self.gathered.references.iter().filter(|reference| held.contains_key(&reference.child)).collect();
        references.dedup_by_key(|reference| reference.child);
        let metas = again(world, &self.gathered, &references, &mut gaps);
        let own = |names: Vec<String>| {
            names.into_iter().filter(|name| name != FOREGROUND && name != ORPHAN).collect::<Vec<_>>()
        };
        let named = references
            .iter()
            .zip(metas)
            .filter_map(|(reference, meta)| Some((held[&reference.child], own(meta?.finalizers))));
        let root = (self.root, own(self.finalizers.clone()));
        (named.chain([root]).collect(), gaps.told())
    }
}

/// What is needed of the lists of one object.
pub(super) const OWNERS: &str = "owners";

/// Finds an object by its name.
fn find(world: &World, words: &[String], namespace: Option<&str>) -> Result<(Wanted, Meta), CliError> {
    let usage = |message: String| CliError::usage(message);
    let (asked, name) = query::object(words).map_err(|why| usage(why).hint(OBJECT_FORM))?;
    let wanted = Wanted { depth: Depth::Metadata, ..world.find(&asked)? };
    let within = namespace.unwrap_or_else(|| world.default_namespace());
    let within = if wanted.namespaced { Some(within) } else { None };
    let value = world.get(&wanted, within, name)?;
    let place = within.map(|name| format!(" in namespace {name}")).unwrap_or_default();
    let value = value.ok_or_else(|| {
        usage(format!("there is no {} {name:?}{place} in {}", wanted.kind, world.name()))
            .hint("-n names the namespace")
    })?;
    let meta = Meta::deserialize(&value["metadata"]).map_err(|error| {
        usage(format!("the metadata of {} {name:?} makes no sense", wanted.kind)).cause(error)
    })?;
    Ok((wanted, meta))
}

/// Says that an object was read and is in no list.
fn unlisted(wanted: &Wanted, gathered: &Gathered) -> CliError {
    let is_its = |list: &Wanted| list.group == wanted.group && list.plural == wanted.plural;
    let at = gathered.lists.iter().position(is_its);
    match at.and_then(|at| gathered.faults.iter().find(|(list, _)| *list == at)) {
        Some((_, fault)) => fault.clone().into(),
        None if at.is_some() => CliError::usage(format!("the {} was deleted while it was read", wanted.kind)),
        None => {
            CliError::usage(format!("owners of {} are not known: they cannot be listed", wanted.qualified()))
        }
    }
}
