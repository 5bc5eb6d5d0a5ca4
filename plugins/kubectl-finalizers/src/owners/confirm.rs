//! Asks again before anything is said: a list is as old as its reading, and owners come and go meanwhile.
//!
//! First the owners are asked for by name, then the objects that name them: who still has the reference after its owner was seen to
//! be gone has it for good, because UIDs never come back. Both are quorum reads. What the garbage collector is about to deal with is
//! asked for once more after a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::{Fault, Named};
use kubecheck_core::model::meta::{Meta, OwnerReference};
use kubecheck_core::report::finding::{Gap, ObjectRef};

use super::claim::{Claim, Fate, Wrong, object};
use super::gaps::Gaps;
use super::gather::{Gathered, Reference};
use super::judge::{Doubt, Judged};
use super::kinds::{Kind, Mapping};
use super::reread::{again, reread};
use crate::graph::Uid;
use crate::world::World;

/// How long the garbage collector gets to deal with what has just lost its owner.
const MOMENT: Duration = Duration::from_secs(1);

/// What is wrong for certain, and what could not be asked.
#[derive(Debug, Default)]
pub(crate) struct Confirmed {
    pub(crate) claims: Vec<Claim>,
    pub(crate) gaps: Vec<Gap>,
}

/// Asks for what is in doubt.
pub(crate) fn confirm(world: &World, gathered: &Gathered, kinds: &[Kind], judged: &Judged) -> Confirmed {
    let mut asking = Asking { world, gathered, kinds, gaps: Gaps::default() };
    let owners = asking.owners(&judged.doubts);
    let cases = asking.cases(&judged.doubts, &owners);
    let mut claims = asking.claims(&cases);
    let is_soon = |claim: &Claim| matches!(claim.fate, Fate::Deleted | Fate::Unlinked);
    if world.cluster().is_some() && claims.iter().any(is_soon) {
        thread::sleep(MOMENT);
        claims = asking.claims(&cases);
    }
    asking.name_others(&mut claims, &cases);
    Confirmed { claims, gaps: asking.gaps.told() }
}

/// An owner as a reference names it: kind, namespace, name.
type Key<'g> = (u32, &'g str, &'g str);

/// What is known of an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// What has the name has this UID.
    There(Uid),
    Gone,
    Unknown,
}

/// An object with references that are wrong, or may be.
#[derive(Debug)]
struct Case {
    child: Uid,
    /// A reference, for the names in it.
    reference: usize,
    /// The references that are wrong, by number; those of which nothing is known have nothing.
    wrong: Vec<(usize, Option<Suspicion>)>,
}

/// What is wrong with a reference, before the names of other objects are known.
#[derive(Clone, Debug)]
enum Suspicion {
    Told(Wrong),
    /// The UID is that of an object of a list.
    Elsewhere(u16),
    Other(u16),
}

struct Asking<'a> {
    world: &'a World,
    gathered: &'a Gathered,
    kinds: &'a [Kind],
    gaps: Gaps,
}

impl<'a> Asking<'a> {
    /// Asks for the owners that are in doubt, each once.
    fn owners(&mut self, doubts: &[(usize, Doubt)]) -> BTreeMap<Key<'a>, Answer> {
        let asked = doubts.iter().filter(|(_, doubt)| !matches!(doubt, Doubt::Scope));
        let keys: BTreeSet<Key<'a>> =
            asked.filter_map(|(at, _)| self.key(&self.gathered.references[*at])).collect();
        let keys: Vec<Key<'a>> = keys.into_iter().collect();
        let Some(cluster) = self.world.cluster() else {
            let names = self.gathered.by_name();
            let answer = |key: &Key<'a>| {
                let lists = &self.kinds[key.0 as usize].lists;
                let there = lists.iter().find_map(|list| names.get(&(*list, Gathered::digest(key.1, key.2))));
                (*key, there.map_or(Answer::Gone, |uid| Answer::There(*uid)))
            };
            return keys.iter().map(answer).collect();
        };
        let named = keys.iter().filter_map(|(kind, namespace, name)| {
            let of = self.kinds[*kind as usize].wanted()?;
            Some(Named { of, namespace, name })
        });
        let named: Vec<Named<'_>> = named.collect();
        let answers = cluster.metadata(&named);
        let answer = |answer: Result<Option<Meta>, Fault>, named: &Named<'_>, gaps: &mut Gaps| match answer {
            Ok(Some(meta)) => Answer::There(Uid::new(&meta.uid)),
            Ok(None) => Answer::Gone,
            Err(fault) => {
                gaps.add(named, &fault);
                Answer::Unknown
            }
        };
        let answers = answers.into_iter().zip(&named).map(|(one, named)| answer(one, named, &mut self.gaps));
        keys.iter().copied().zip(answers).collect()
    }

    /// Returns how an owner is asked for; none if its kind is nothing that can be asked for.
    fn key(&self, reference: &Reference) -> Option<Key<'a>> {
        let wanted = self.kinds[reference.kind as usize].wanted()?;
        let names = self.gathered.names(reference);
        Some((reference.kind, if wanted.namespaced { names.namespace } else { "" }, names.owner))
    }

    /// Puts together what is wrong with each object.
    fn cases(&self, doubts: &[(usize, Doubt)], owners: &BTreeMap<Key<'a>, Answer>) -> Vec<Case> {
        let mut cases: BTreeMap<Uid, Case> = BTreeMap::new();
        for (at, doubt) in doubts {
            let reference = &self.gathered.references[*at];
            let answer = self.key(reference).and_then(|key| owners.get(&key)).copied();
            let suspicion = match self.suspicion(reference, *doubt, answer) {
                Seen::Right => continue,
                Seen::Wrong(suspicion) => Some(suspicion),
                Seen::Unknown => None,
            };
            let new = || Case { child: reference.child, reference: *at, wrong: Vec::new() };
            cases.entry(reference.child).or_insert_with(new).wrong.push((*at, suspicion));
        }
        cases
            .into_values()
            .filter(|case| case.wrong.iter().any(|(_, suspicion)| suspicion.is_some()))
            .collect()
    }

    fn suspicion(&self, reference: &Reference, doubt: Doubt, answer: Option<Answer>) -> Seen {
        let kind = &self.kinds[reference.kind as usize];
        let told = |wrong| Seen::Wrong(Suspicion::Told(wrong));
        match (doubt, answer) {
            (Doubt::Scope, _) => told(Wrong::Scope),
            (Doubt::Unknown, _) | (_, Some(Answer::Unknown)) => Seen::Unknown,
            (_, Some(Answer::There(uid))) if uid == reference.owner => match &kind.mapping {
                Mapping::OtherVersion(wanted) => told(Wrong::Version(wanted.api_version())),
                _ => Seen::Right,
            },
            (Doubt::Elsewhere(node), _) => Seen::Wrong(Suspicion::Elsewhere(node.list)),
            (Doubt::Other(node), _) => Seen::Wrong(Suspicion::Other(node.list)),
            (_, Some(Answer::There(_))) => told(Wrong::Namesake),
            (_, Some(Answer::Gone)) => told(Wrong::Gone),
            (_, None) => told(Wrong::Unserved),
        }
    }

    /// Reads the objects again, and says what is wrong with those that still have their references.
    fn claims(&mut self, cases: &[Case]) -> Vec<Claim> {
        let references: Vec<&Reference> =
            cases.iter().map(|case| &self.gathered.references[case.reference]).collect();
        let metas = again(self.world, self.gathered, &references, &mut self.gaps);
        let there = cases.iter().zip(metas).filter_map(|(case, meta)| Some((case, meta?)));
        let staying = there.filter(|(_, meta)| meta.deletion_timestamp.is_none());
        staying.flat_map(|(case, meta)| self.claims_of(case, &meta)).collect()
    }

    fn claims_of(&self, case: &Case, meta: &Meta) -> Vec<Claim> {
        let suspicions: Vec<Status<'_>> =
            meta.owner_references.iter().map(|reference| self.status(case, reference)).collect();
        let fate = fate(&suspicions);
        let object = object(self.gathered.list_of(case.child), meta);
        let wrong = suspicions.iter().zip(&meta.owner_references).enumerate();
        let claim = |(at, (status, reference)): (usize, (&Status<'_>, &OwnerReference))| {
            let Status::Wrong { suspicion, .. } = status else { return None };
            let nameless = |list: &u16| ObjectRef {
                api_version: Some(self.gathered.lists[usize::from(*list)].api_version()),
                kind: Some(self.gathered.lists[usize::from(*list)].kind.clone()),
                ..ObjectRef::default()
            };
            let wrong = match suspicion {
                Suspicion::Told(wrong) => wrong.clone(),
                Suspicion::Elsewhere(list) => Wrong::Elsewhere(nameless(list)),
                Suspicion::Other(list) => Wrong::Other(nameless(list)),
            };
            let is_sure = self.world.is_whole();
            Some(Claim { object: object.clone(), reference: reference.clone(), at, wrong, fate, is_sure })
        };
        wrong.filter_map(claim).collect()
    }

    /// Finds what is known of a reference as it is now.
    fn status<'c>(&self, case: &'c Case, reference: &OwnerReference) -> Status<'c> {
        let is_it = |(at, _): &&(usize, Option<Suspicion>)| {
            let own = &self.gathered.references[*at];
            let kind = &self.kinds[own.kind as usize];
            own.owner == Uid::new(&reference.uid)
                && kind.api_version == reference.api_version
                && kind.kind == reference.kind
                && self.gathered.names(own).owner == reference.name
        };
        match case.wrong.iter().find(is_it) {
            None => Status::Right,
            Some((_, None)) => Status::Unknown,
            Some((at, Some(suspicion))) => {
                let kind = &self.kinds[self.gathered.references[*at].kind as usize];
                Status::Wrong { suspicion, is_mapped: kind.is_mapped() }
            }
        }
    }

    /// Finds the names of the objects that have the UIDs in truth.
    fn name_others(&self, claims: &mut [Claim], cases: &[Case]) {
        let is_named = |suspicion: &Option<Suspicion>| {
            matches!(suspicion, Some(Suspicion::Elsewhere(_) | Suspicion::Other(_)))
        };
        let wrong = cases.iter().flat_map(|case| &case.wrong).filter(|(_, suspicion)| is_named(suspicion));
        let uids: Vec<Uid> = wrong.map(|(at, _)| self.gathered.references[*at].owner).collect();
        let found = reread(self.world, self.gathered, &uids);
        for claim in claims {
            if let Wrong::Elsewhere(other) | Wrong::Other(other) = &mut claim.wrong {
                match found.get(&Uid::new(&claim.reference.uid)) {
                    Some((list, meta)) => *other = self::object(&self.gathered.lists[*list], meta),
                    // It went meanwhile.
                    None => claim.wrong = Wrong::Gone,
                }
            }
        }
    }
}

enum Seen {
    Right,
    Wrong(Suspicion),
    Unknown,
}

/// What is known of a reference of an object that was read again.
enum Status<'c> {
    Right,
    Wrong { suspicion: &'c Suspicion, is_mapped: bool },
    Unknown,
}

/// Says what the collector makes of an object. An owner that it cannot look up ends its work on the object, before it has counted
/// the others (`classifyReferences`).
fn fate(references: &[Status<'_>]) -> Fate {
    let has = |is_so: fn(&Status<'_>) -> bool| references.iter().any(is_so);
    let is_scope = |status: &Status<'_>| {
        matches!(status, Status::Wrong { suspicion: Suspicion::Told(Wrong::Scope), .. })
    };
    if references.iter().any(is_scope) {
        Fate::Ignored
    } else if has(|status| matches!(status, Status::Wrong { is_mapped: false, .. })) {
        Fate::Stays
    } else if has(|status| matches!(status, Status::Unknown)) {
        Fate::Unknown
    } else if has(|status| matches!(status, Status::Right)) {
        Fate::Unlinked
    } else {
        Fate::Deleted
    }
}
