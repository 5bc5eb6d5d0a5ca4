//! From an object up to its owners, and from what it owns to owners beside it, each asked for by name.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::model::meta::{Meta, OwnerReference};
use kubecheck_core::report::finding::{Gap, ObjectRef};
use serde::Deserialize;

use super::family::{Family, Link, Member, OWNERS, State};
use super::gather::FOREGROUND;
use super::kinds::{Kind, Mapping};
use crate::graph::Uid;
use crate::world::World;

/// Goes from objects to owners that are not below the object.
pub(super) struct Climb<'a> {
    world: &'a World,
    family: &'a mut Family,
    kinds: &'a [Kind],
    /// Owners that were asked for, by UID and names.
    seen: BTreeMap<(Uid, String, String), usize>,
    unread: BTreeSet<String>,
}

impl<'a> Climb<'a> {
    pub(super) fn new(world: &'a World, family: &'a mut Family, kinds: &'a [Kind]) -> Climb<'a> {
        Climb { world, family, kinds, seen: BTreeMap::new(), unread: BTreeSet::new() }
    }

    /// Takes the owners of what is below the object, then those of the object, and theirs.
    pub(super) fn climb(mut self, root: &Meta) {
        self.below();
        let mut waiting: Vec<(usize, Meta)> = vec![(0, root.clone())];
        while let Some((dependent, meta)) = waiting.pop() {
            for reference in &meta.owner_references {
                let (owner, next) = self.owner(&meta.namespace, reference);
                self.family.links.push(Link {
                    owner,
                    dependent,
                    controller: reference.controller == Some(true),
                    blocks: reference.block_owner_deletion == Some(true),
                });
                waiting.extend(next.map(|meta| (owner, meta)));
            }
        }
    }

    /// Takes the references of what is below the object; the object's own are taken on the way up.
    fn below(&mut self) {
        let references: Vec<_> = self.family.gathered.references.clone();
        for reference in references {
            let gathered = &self.family.gathered;
            let Some(dependent) =
                gathered.number(reference.child).and_then(|node| self.family.numbers.get(&node)).copied()
            else {
                continue;
            };
            if dependent == 0 {
                continue;
            }
            let names = gathered.names(&reference);
            let kind = &self.kinds[reference.kind as usize];
            let named = OwnerReference {
                api_version: kind.api_version.clone(),
                kind: kind.kind.clone(),
                name: names.owner.to_owned(),
                ..OwnerReference::default()
            };
            let namespace = names.namespace.to_owned();
            let owner = match gathered.number(reference.owner).and_then(|node| self.family.numbers.get(&node))
            {
                Some(owner) => *owner,
                None => self.named(&namespace, &named, reference.owner).0,
            };
            let (controller, blocks) = (reference.controller, reference.blocks);
            self.family.links.push(Link { owner, dependent, controller, blocks });
        }
    }

    fn owner(&mut self, namespace: &str, reference: &OwnerReference) -> (usize, Option<Meta>) {
        let uid = Uid::new(&reference.uid);
        let below = self.family.gathered.number(uid).and_then(|node| self.family.numbers.get(&node));
        match below {
            Some(at) => (*at, None),
            None => self.named(namespace, reference, uid),
        }
    }

    /// Asks for an owner; its metadata is returned the first time.
    fn named(&mut self, namespace: &str, reference: &OwnerReference, uid: Uid) -> (usize, Option<Meta>) {
        let key = (uid, reference.kind.clone(), format!("{namespace}/{}", reference.name));
        if let Some(at) = self.seen.get(&key) {
            return (*at, None);
        }
        let kind = Kind::of(
            self.world,
            self.world.served(),
            &self.family.gathered.lists,
            &reference.api_version,
            &reference.kind,
        );
        let (state, meta) = self.ask(namespace, reference, uid, &kind);
        let namespaced = kind.wanted().is_some_and(|wanted| wanted.namespaced);
        let meta_of = meta.as_ref();
        let is_going = meta_of.is_some_and(|meta| meta.deletion_timestamp.is_some());
        let has = |name: &str| meta_of.is_some_and(|meta| meta.finalizers.iter().any(|own| own == name));
        self.family.members.push(Member {
            object: ObjectRef {
                api_version: Some(reference.api_version.clone()),
                kind: Some(reference.kind.clone()),
                namespace: Some(namespace.to_owned()).filter(|name| namespaced && !name.is_empty()),
                name: Some(reference.name.clone()),
            },
            state,
            is_going,
            is_held: false,
            is_waiting: is_going && has(FOREGROUND),
        });
        let at = self.family.members.len() - 1;
        self.seen.insert(key, at);
        (at, meta)
    }

    fn ask(
        &mut self,
        namespace: &str,
        reference: &OwnerReference,
        uid: Uid,
        kind: &Kind,
    ) -> (State, Option<Meta>) {
        let wanted = match &kind.mapping {
            Mapping::Served(wanted) | Mapping::OtherVersion(wanted) => wanted,
            Mapping::Unserved => return (State::Gone, None),
            Mapping::Unknown(why) => {
                self.gap(&reference.kind, why);
                return (State::Unknown, None);
            }
        };
        match self.world.get(wanted, Some(namespace), &reference.name) {
            Ok(value) => {
                let meta = value.and_then(|value| Meta::deserialize(&value["metadata"]).ok());
                match meta.filter(|meta| Uid::new(&meta.uid) == uid) {
                    Some(meta) => (State::There, Some(meta)),
                    // A dump may be a part.
                    None if !self.world.is_whole() => (State::Unknown, None),
                    None => (State::Gone, None),
                }
            }
            Err(fault) => {
                if self.unread.insert(wanted.qualified()) {
                    self.family.gaps.push(fault.gap(wanted.qualified(), &[OWNERS]));
                }
                (State::Unknown, None)
            }
        }
    }

    fn gap(&mut self, kind: &str, why: &str) {
        if self.unread.insert(kind.to_owned()) {
            let needed_for = vec![OWNERS.to_owned()];
            self.family.gaps.push(Gap {
                what: kind.to_owned(),
                why: why.to_owned(),
                needed_for,
                is_transient: false,
            });
        }
    }
}
