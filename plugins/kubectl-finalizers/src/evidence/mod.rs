//! What is known of one finalizer on one object: whose it is, whether whoever takes it off is alive, what it protects, and
//! whether it may go.

mod alive;
mod catalogue;
mod contents;
mod judge;
pub(crate) mod leases;
mod managed;
mod owner;
mod pods;
mod probes;
mod rbac;
mod reads;
mod shown;
mod workloads;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use kubecheck_core::kube::{Access, Wanted};
use kubecheck_core::report::finding::Gap;
use serde::Serialize;
use serde_json::Value;

use crate::world::World;
use alive::Life;
use catalogue::Entry;
use judge::{Conditions, Stand};
use probes::Subject;
use reads::Reads;
use shown::Shown;
use workloads::Hints;

/// What is known of one finalizer on one object.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The finalizer.
    pub finalizer: String,
    /// Who takes it off.
    pub owner: Owner,
    /// Whether that one is alive.
    pub alive: Alive,
    /// What it protects.
    pub protects: Option<String>,
    /// What is lost if it is taken off by force.
    pub consequence: Option<String>,
    /// How bad that is.
    pub risk: Risk,
    /// Whether it may be taken off.
    pub verdict: Verdict,
    /// What it waits for, where that is known and as it should be: `pod shop/web still uses the claim`.
    pub waits_for: Option<String>,
    /// The objects that it waits for, as far as they are known.
    pub blockers: Vec<Blocker>,
    /// What helps better than taking it off.
    pub cure: Option<String>,
    /// What all this is known from.
    pub facts: Vec<Fact>,
}

/// Who takes a finalizer off.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// Its name for people: a project, a controller, or the manager that put the finalizer there; empty if nobody knows.
    pub name: String,
    /// What it is known from.
    pub known_by: KnownBy,
    /// What runs it, `Deployment cert-manager/cert-manager`, as far as it was found.
    pub workload: Option<String>,
    /// When it last wrote to the object (RFC 3339).
    pub last_write: Option<String>,
}

/// What the owner of a finalizer is known from, the surest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KnownBy {
    /// The catalogue of well-known finalizers.
    Catalogue,
    /// The object's managed fields: the manager that put it there.
    ManagedFields,
    /// Who may write finalizers of the kind, by RBAC.
    Rbac,
    /// The domain that the finalizer begins with.
    Domain,
    /// Nothing.
    #[default]
    Unknown,
}

/// Whether a controller is alive. What is not found is not dead: it may run outside the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alive {
    /// It renews its lease, or its pods are ready.
    Yes,
    /// What runs it is there and does not run.
    No,
    /// Nobody can tell.
    #[default]
    Unknown,
}

/// What is lost if a finalizer is taken off by force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Nothing.
    None,
    /// A setting stays behind somewhere.
    Config,
    /// What it owned stays.
    Orphans,
    /// The order in which things go.
    Ordering,
    /// A count is wrong.
    Accounting,
    /// A record is lost.
    AuditLoss,
    /// Nobody knows.
    #[default]
    Unknown,
    /// Something outside the cluster stays, and costs.
    CloudLeak,
    /// Objects stay in etcd that nobody can reach.
    StrandedObjects,
    /// Something stops to work.
    Outage,
    /// Data.
    DataLoss,
}

/// Whether a finalizer may be taken off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All that it waits for was seen to be done.
    Safe,
    /// What it protects is not known, or could not be seen.
    #[default]
    Unknown,
    /// What it protects is still there, or whoever takes it off is alive.
    Unsafe,
}

/// An object that a finalizer waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blocker {
    /// The apiVersion.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The namespace, if it is in one.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl Blocker {
    /// Names it: `Pod shop/web`.
    pub fn label(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{} {namespace}/{}", self.kind, self.name),
            None => format!("{} {}", self.kind, self.name),
        }
    }
}

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// What was seen: a fragment.
    pub what: String,
    /// Where: `Lease kube-system/x`, `managedFields`.
    pub source: String,
    /// When that was so, if it says (RFC 3339).
    pub at: Option<String>,
}

/// Finds out about finalizers. What it reads of the world it reads once, so that it is as old as the first reading: whoever looks again
/// makes another.
#[derive(Debug)]
pub struct Investigator<'w> {
    reads: Reads<'w>,
    /// Whether somebody is alive is found out once.
    lives: Mutex<BTreeMap<Hints, Arc<Life>>>,
}

impl<'w> Investigator<'w> {
    /// Makes ready; nothing is read yet.
    pub fn new(world: &'w World) -> Investigator<'w> {
        Investigator { reads: Reads::new(world), lives: Mutex::default() }
    }

    /// Finds out about one finalizer of an object, which is whole.
    pub fn judge(&self, of: &Wanted, object: &Value, finalizer: &str) -> Evidence {
        let subject = Subject { of, object };
        let entry = catalogue::find(finalizer, &of.group, &of.kind);
        let mut found = owner::find(subject, finalizer, entry, &self.reads);
        let life = self.life(&found.hints);
        found.owner.workload = life.workloads.first().cloned();
        let fitting = entry.filter(|entry| entry.fits(&of.group, &of.kind));
        let conditions =
            fitting.map(|entry| judge::conditions(entry, subject, &self.reads)).unwrap_or_default();
        let risk = entry.map(|entry| entry.risk).unwrap_or_default();
        let facts =
            found.facts.into_iter().chain(life.facts.iter().cloned()).chain(conditions.facts.iter().cloned());
        Evidence {
            finalizer: finalizer.to_owned(),
            alive: life.alive,
            protects: entry.map(|entry| entry.protects.clone()),
            consequence: entry.map(|entry| entry.consequence.clone()),
            risk,
            verdict: judge::verdict(conditions.stand, life.alive, risk),
            cure: self.cure(subject, &found.owner, &life, entry, &conditions),
            waits_for: conditions.waits_for.as_ref().and_then(|seen| seen.waits_for.clone()),
            blockers: conditions.waits_for.map(|seen| seen.blockers).unwrap_or_default(),
            owner: found.owner,
            facts: facts.collect(),
        }
    }

    fn life(&self, hints: &Hints) -> Arc<Life> {
        if let Some(life) = reads::lock(&self.lives).get(hints) {
            return life.clone();
        }
        let life = Arc::new(alive::judge(hints, &self.reads));
        reads::lock(&self.lives).insert(hints.clone(), life.clone());
        life
    }

    /// Says what helps better than taking the finalizer off.
    fn cure(
        &self,
        subject: Subject<'_>,
        owner: &Owner,
        life: &Life,
        entry: Option<&Entry>,
        conditions: &Conditions,
    ) -> Option<String> {
        if let (Alive::No, Some(workload)) = (life.alive, &owner.workload) {
            return Some(format!(
                "start {workload} again, which does what is left and takes the finalizer off"
            ));
        }
        let is_done = conditions.stand == Stand::Hold && conditions.waits_for.is_none();
        let helps = |cure: &&catalogue::Cure| match &cure.when {
            Some(probe) => matches!(probe.show(subject, &self.reads), Shown::Holds(_)),
            None => !is_done,
        };
        let cure = entry.and_then(|entry| entry.cures.iter().find(helps)).map(|cure| cure.act.clone());
        cure.or_else(|| match life.alive {
            Alive::Yes if is_done => Some(format!(
                "see what {} says, or start it again: it is alive, and nothing holds it up",
                owner.name
            )),
            Alive::Unknown
                if !is_done && entry.is_some_and(Entry::is_installed) && life.workloads.is_empty() =>
            {
                Some(format!("if {} was uninstalled, install it again to let it do what is left", owner.name))
            }
            _ => None,
        })
    }

    /// Returns what could not be read so far.
    pub fn gaps(&self) -> Vec<Gap> {
        self.reads.gaps()
    }

    /// Returns what is read at most, beside what references lead to and the lists that [`World::stored`] names: dependents and what is
    /// in a namespace are looked for in those.
    pub fn accesses() -> Vec<Access> {
        reads::accesses()
    }
}
