//! What one cluster says: a column.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Cluster, ConnectionArgs, Fault, Freshness, Version};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::SourceError;

use crate::identity::verdict;

/// One cluster of the matrix.
pub(super) struct Column {
    /// The name of its context.
    pub(super) context: String,
    /// What it says, or why it says nothing.
    pub(super) answer: Result<Answer, Fault>,
}

/// What a cluster says.
pub(super) struct Answer {
    /// The address of its API server.
    pub(super) server: String,
    /// Its version, if it tells.
    pub(super) version: Result<Version, Fault>,
    /// What it serves.
    pub(super) served: Served,
}

impl Column {
    /// Asks a cluster.
    pub(super) fn ask(context: &str, connection: &ConnectionArgs) -> Column {
        let answer = Cluster::new(connection).and_then(|cluster| {
            let served = cluster.discover(Freshness::Now)?.served;
            Ok(Answer { server: cluster.server.clone(), version: cluster.version(), served })
        });
        Column { context: context.to_owned(), answer }
    }

    /// Tells whether the cluster serves a kind in a version; none if it does not say.
    pub(super) fn serves(&self, group: &str, version: &str, kind: &str) -> Option<bool> {
        let served = &self.answer.as_ref().ok()?.served;
        let Some(found) = served.version(group, version) else { return Some(false) };
        match found.unknown {
            Some(_) => None,
            None => Some(found.resources.iter().any(|resource| resource.kind == kind)),
        }
    }

    /// Returns what the cluster did not say.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let context = &self.context;
        let answer = match &self.answer {
            Ok(answer) => answer,
            Err(fault) => {
                return vec![fault.gap(format!("the cluster of context {context}"), &["its column"])];
            }
        };
        let version = answer.version.as_ref().err();
        let version =
            version.map(|fault| fault.gap(format!("the version of context {context}"), &["the summary"]));
        let unknown = answer.served.unknown().map(|(group, version, why)| Gap {
            what: format!("{} of context {context}", verdict::api_version(&group.name, &version.name)),
            why: why.to_owned(),
            needed_for: vec!["its kinds".to_owned()],
            is_transient: true,
        });
        version.into_iter().chain(unknown).collect()
    }
}

/// Ends the run if there is no cluster to tell anything of.
pub(super) fn refuse_if_none_answers(columns: &[Column]) -> Result<(), CliError> {
    let mut faults =
        columns.iter().filter_map(|column| Some((&column.context, column.answer.as_ref().err()?)));
    if faults.clone().count() < columns.len() {
        return Ok(());
    }
    let named = |(context, fault): (&String, &Fault)| fault.clone().about(&format!("context {context}"));
    let Some(first) = faults.next() else { return Ok(()) };
    let others = faults.map(named).map(|fault| SourceError { message: fault.message, hint: fault.hint });
    Err(CliError::from(named(first)).also(others))
}
