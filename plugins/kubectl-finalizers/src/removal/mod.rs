//! Takes finalizers off, each only if all that was seen of it is still so; nothing else is ever written.
//!
//! - `named` finds the objects that somebody names, as [`Job`]s: an object and the finalizers to take off;
//! - `survey` reads each and judges it, `refuse` says why something may not be done at all, `empty` looks whether a namespace or a
//!   CRD is empty;
//! - `plan` is the document of what would be done, and `consent` what it takes to do it;
//! - `step` makes a step of an object as it was read, `carry` tries it, keeps a backup (`backup`), carries it out and begins anew if the
//!   object changed; `order` says what goes before what, and `wait` waits until the objects are gone;
//! - `restore` makes an object again from its backup.

mod backup;
mod carry;
mod consent;
mod empty;
mod named;
mod order;
mod outcome;
mod plan;
mod refuse;
mod restore;
mod step;
mod survey;
mod wait;

use kubecheck_core::change::Target;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::Wanted;

pub use backup::{Backup, Vault};
pub use carry::Carrier;
pub use consent::{Grants, Lack, word};
pub use named::{Named, holding, named, of_step};
pub use order::ranks;
pub use outcome::{Ended, Outcome, exit};
pub use plan::{Cluster, Known, Plan, Tool, Unread};
pub use refuse::{Bounds, Refused};
pub use restore::{Restored, restored};
pub use survey::{Surveyed, survey};
pub use wait::{Still, until_gone};

/// The name under which changes are known in managed fields and the audit log.
pub const MANAGER: &str = "kubectl-finalizers";

/// How many writes are in flight at most.
pub const AT_ONCE: usize = 4;

/// An object, and what to take off it.
#[derive(Clone, Debug)]
pub struct Job {
    /// The list that it is in.
    pub of: Wanted,
    /// The object.
    pub target: Target,
    /// The finalizers, in the order in which they go.
    pub finalizers: Vec<String>,
}

impl Job {
    /// Returns what it is about, as a command line names it.
    pub fn named(&self) -> Named {
        let Target { namespace, name, .. } = &self.target;
        Named { of: self.of.clone(), namespace: namespace.clone(), name: name.clone() }
    }
}

/// Writes an object as a command line names it, with its namespace.
pub fn shown(target: &Target) -> String {
    let within = target.namespace.as_ref().map(|namespace| format!(" -n {namespace}"));
    format!("{}{}", target.shown(), within.unwrap_or_default())
}

/// Refuses a document that another plugin made.
fn is_ours(file: &str, kind: &str, tool: &Tool) -> Result<(), CliError> {
    match tool.name.as_str() {
        "finalizers" => Ok(()),
        other => Err(CliError::usage(format!("{file}: this {kind} is for kubectl {other}"))),
    }
}
