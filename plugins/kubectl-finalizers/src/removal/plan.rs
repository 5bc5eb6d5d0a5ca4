//! The document of what would be done: `kubecheck/v1`, kind `Plan`.

use kubecheck_core::change::{Step, Target};
use kubecheck_core::cli::CliError;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::step::step;
use super::{Surveyed, is_ours};
use crate::evidence::{Evidence, Verdict};
use crate::world::World;

/// What would be done, and what it is known from. Read back strictly: a slip of the pen must not change what is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// `kubecheck/v1`.
    pub api_version: String,
    /// `Plan`.
    pub kind: String,
    /// Who made it.
    pub tool: Tool,
    /// The cluster that it is for.
    pub cluster: Cluster,
    /// When it was made (RFC 3339).
    pub time: String,
    /// What is done, in this order.
    pub steps: Vec<Step>,
    /// The worst verdict of all evidence.
    pub verdict: Verdict,
    /// What is known of each finalizer. It is found out anew before anything is done.
    pub evidence: Vec<Known>,
    /// What could not be read.
    pub gaps: Vec<Unread>,
    /// The folder that backups go to.
    pub backup: Option<String>,
}

/// Who made a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The plugin.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A cluster, by all that it can be told by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    /// The kubeconfig context.
    pub context: String,
    /// The address of the API server.
    pub server: String,
    /// The UID of the namespace kube-system, which every cluster has; none if it may not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// What is known of one finalizer of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The object.
    pub object: Target,
    /// What is known: see `why`.
    pub evidence: Value,
}

/// What could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unread {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// What lacks it.
    pub needed_for: Vec<String>,
}

impl Tool {
    /// Returns this plugin.
    pub fn own() -> Tool {
        Tool { name: "finalizers".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl Cluster {
    /// Asks what cluster this is.
    pub fn of(world: &World) -> Cluster {
        let namespaces = world.wanted("", "namespaces");
        let system = namespaces.and_then(|of| world.get(&of, None, "kube-system").ok().flatten());
        Cluster {
            context: world.context().unwrap_or_default().to_owned(),
            server: world.cluster().map(|cluster| cluster.server.clone()).unwrap_or_default(),
            uid: system.and_then(|object| Some(object["metadata"]["uid"].as_str()?.to_owned())),
        }
    }

    /// Tells whether two are the same cluster, as far as can be told. One cluster may have several addresses.
    pub fn is(&self, other: &Cluster) -> bool {
        match (&self.uid, &other.uid) {
            (Some(own), Some(other)) => own == other,
            _ => self.server == other.server,
        }
    }
}

impl Plan {
    /// Makes the plan of what was surveyed. What is refused or done already is no part of it.
    pub fn new(cluster: Cluster, surveyed: &[Surveyed], gaps: &[Gap], backup: Option<String>) -> Plan {
        let all = || surveyed.iter().flat_map(|one| one.evidence.iter().map(move |evidence| (one, evidence)));
        let known = |(one, evidence): (&Surveyed, &Evidence)| Known {
            object: one.job.target.clone(),
            evidence: serde_json::to_value(evidence).unwrap_or_default(),
        };
        let made = |(one, evidence): (&Surveyed, &Evidence)| {
            step(&one.job.target, one.object.as_ref()?, &evidence.finalizer)
        };
        let unread = |gap: &Gap| Unread {
            what: gap.what.clone(),
            why: gap.why.clone(),
            needed_for: gap.needed_for.clone(),
        };
        Plan {
            api_version: "kubecheck/v1".to_owned(),
            kind: "Plan".to_owned(),
            tool: Tool::own(),
            cluster,
            time: kubecheck_core::model::time::now().to_string(),
            steps: all().filter_map(made).collect(),
            verdict: all().map(|(_, evidence)| evidence.verdict).max().unwrap_or(Verdict::Safe),
            evidence: all().map(known).collect(),
            gaps: gaps.iter().map(unread).collect(),
            backup,
        }
    }

    /// Reads a plan back; `-` is standard input.
    ///
    /// # Errors
    /// What is no plan, or not one of this plugin.
    pub fn read(file: &str) -> Result<Plan, CliError> {
        let hint = "kubectl finalizers plan OBJ > plan.yaml makes one";
        let plan: Plan = source::document(file, "Plan").map_err(|error| CliError::from(error).hint(hint))?;
        is_ours(file, "Plan", &plan.tool).map_err(|error| error.hint(hint))?;
        Ok(plan)
    }
}
