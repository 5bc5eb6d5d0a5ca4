//! What is known of one finalizer on one object: whose it is, whether whoever takes it off is alive, what it protects, and
//! whether it may go.

use kubecheck_core::kube::Wanted;
use kubecheck_core::report::finding::Gap;
use serde::Serialize;
use serde_json::Value;

use crate::world::World;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

/// Finds out about finalizers. What it reads of the world it reads once.
#[derive(Debug)]
pub struct Investigator<'w> {
    world: &'w World,
}

impl<'w> Investigator<'w> {
    /// Makes ready; nothing is read yet.
    pub fn new(world: &'w World) -> Investigator<'w> {
        Investigator { world }
    }

    /// Finds out about one finalizer of an object, which is whole.
    pub fn judge(&self, _of: &Wanted, _object: &Value, finalizer: &str) -> Evidence {
        Evidence {
            finalizer: finalizer.to_owned(),
            owner: Owner::default(),
            alive: Alive::Unknown,
            protects: None,
            consequence: None,
            risk: Risk::Unknown,
            verdict: Verdict::Unknown,
            waits_for: None,
            cure: None,
            facts: Vec::new(),
        }
    }

    /// Returns what could not be read so far.
    pub fn gaps(&self) -> Vec<Gap> {
        self.world.gaps.clone()
    }
}
