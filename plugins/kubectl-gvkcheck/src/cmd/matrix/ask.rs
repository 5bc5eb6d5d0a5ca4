//! What one cluster says: a column.

use std::collections::BTreeSet;
use std::sync::Arc;

use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Outcome, Progress};
use kubecheck_core::check::severities::Severities;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{ConnectionArgs, Fault, FaultKind, Freshness};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::{Finding, Gap, ObjectRef};
use kubecheck_core::source::{Listing, SourceError};

use crate::checks::CHECKS;
use crate::cmd::check;
use crate::cmd::known::KnownArgs;
use crate::cmd::live::Live;
use crate::facts::Gvkcheck;
use crate::identity::verdict;
use crate::world::World;

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
    /// Its version; none if it does not tell.
    pub(super) version: Option<String>,
    /// What it serves.
    pub(super) served: Served,
    /// What it would make of the manifests, if there are any.
    pub(super) judged: Option<Judged>,
    /// What it did not tell.
    gaps: Vec<Gap>,
}

/// What a cluster would make of the manifests.
pub(super) struct Judged {
    /// Why it would refuse some of them.
    pub(super) refused: Vec<Finding>,
    /// How many objects there are.
    pub(super) objects: usize,
    /// What could not be judged on this cluster.
    gaps: Vec<Gap>,
    /// What could not be judged on any.
    unread: Vec<Gap>,
}

impl Column {
    /// Asks a cluster what it serves, and if there are manifests, judges them on it.
    pub(super) fn ask(context: &str, connection: &ConnectionArgs, manifests: Option<&Listing>) -> Column {
        Column { context: context.to_owned(), answer: ask(connection, manifests) }
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

    /// Returns what it would make of the manifests; none if that is not known.
    pub(super) fn judged(&self) -> Option<&Judged> {
        self.answer.as_ref().ok()?.judged.as_ref()
    }

    /// Returns what the cluster did not say.
    fn gaps(&self) -> Vec<Gap> {
        let context = &self.context;
        let answer = match &self.answer {
            Ok(answer) => answer,
            Err(fault) => {
                return vec![fault.gap(format!("the cluster of context {context}"), &["its column"])];
            }
        };
        let unknown = answer.served.unknown().map(|(group, version, why)| Gap {
            what: verdict::api_version(&group.name, &version.name),
            why: why.to_owned(),
            needed_for: vec!["its kinds".to_owned()],
            is_transient: true,
        });
        let own = answer.gaps.iter().chain(answer.judged.iter().flat_map(|judged| &judged.gaps)).cloned();
        own.chain(unknown)
            .map(|gap| Gap { what: format!("{} of context {context}", gap.what), ..gap })
            .collect()
    }
}

/// Returns the gaps of all clusters: what no cluster could be judged on is told once.
pub(super) fn gaps(columns: &[Column]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for unread in columns.iter().filter_map(Column::judged).flat_map(|judged| &judged.unread) {
        if !gaps.contains(unread) {
            gaps.push(unread.clone());
        }
    }
    gaps.extend(columns.iter().flat_map(Column::gaps));
    gaps
}

fn ask(connection: &ConnectionArgs, manifests: Option<&Listing>) -> Result<Answer, Fault> {
    let live = Live::new(connection)?;
    let server = live.cluster.server.clone();
    let version = live.gap.is_none().then(|| live.version.clone());
    let Some(manifests) = manifests else {
        let served = live.cluster.discover(Freshness::Now)?.served;
        let gaps = live.gap.clone().into_iter().collect();
        return Ok(Answer { server, version, served, judged: None, gaps });
    };
    let told = live.ask(Freshness::Now)?;
    let mut loaded = told.loaded;
    let gaps = std::mem::take(&mut loaded.gaps);
    let judged = judge(&live, Arc::new(loaded.world()), manifests.clone());
    Ok(Answer { server, version, served: told.served, judged: Some(judged?), gaps })
}

fn judge(live: &Live, world: Arc<World>, manifests: Listing) -> Result<Judged, Fault> {
    let missing_crd = KnownArgs::default().missing_crd(&world);
    let plugin = Gvkcheck {
        target: live.target,
        missing_crd,
        closed: false,
        world,
        reader: None,
        live: None,
        checks: CHECKS,
    };
    let outcome = run::run(&plugin, manifests, Options::default(), &Progress::default());
    if outcome.counts.files == 0
        && let Some(error) = check::unread(&outcome)
    {
        return Err(Fault::new(FaultKind::Configuration, error.to_string()));
    }
    let gaps = check::not_evaluated(&outcome, &Severities::default());
    let unread = outcome.gaps.iter().cloned().chain(check::nothing_judged(&outcome)).collect();
    let Outcome { findings, counts, .. } = outcome;
    let refused = findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    Ok(Judged { refused, objects: counts.objects, gaps, unread })
}

impl Judged {
    /// Returns the objects that would be refused.
    pub(super) fn objects_refused(&self) -> BTreeSet<(Option<&str>, usize, Option<&ObjectRef>)> {
        let places = self.refused.iter().map(|finding| &finding.place);
        places.map(|place| (place.file.as_deref(), place.document, place.object.as_ref())).collect()
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
