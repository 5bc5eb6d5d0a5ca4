//! What manifests are judged on: what is served, and what defines custom kinds; from files, a dump or a live cluster.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::run::Outcome;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::Freshness;
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;

use super::live::{self, Live};
use super::settings::Settings;
use crate::world::World;
use crate::world::load::Loaded;

/// What manifests are judged on.
pub(super) struct Ground {
    /// What is served and defined.
    pub(super) world: Arc<World>,
    /// The version of Kubernetes to judge by.
    pub(super) target: Minor,
    /// What is judged against, for the summary.
    pub(super) name: String,
    /// What could not be read.
    pub(super) gaps: Vec<Gap>,
    /// What the cluster serves, if there is one.
    pub(super) served: Option<Served>,
    /// The namespace of the cluster's context.
    pub(super) namespace: String,
    /// Whether the cluster was not asked now what it serves, because what it said before is not old.
    is_cached: bool,
}

impl Ground {
    /// Gathers what the settings name, and what a live cluster tells.
    ///
    /// # Errors
    /// What cannot be read, a cluster that does not answer.
    pub(super) fn new(settings: &Settings, live: Option<&Live>) -> Result<Ground, CliError> {
        let known = settings.known.load()?;
        let Some(live) = live else { return offline(settings, known) };
        let once = live::is_read_once(&settings.inputs);
        Ground::on(known, live, if once { Freshness::Now } else { Freshness::Cached })
    }

    fn on(known: Loaded, live: &Live, freshness: Freshness) -> Result<Ground, CliError> {
        let told = live.ask(freshness)?;
        let mut loaded = known.and(told.loaded);
        let gaps = std::mem::take(&mut loaded.gaps);
        Ok(Ground {
            world: Arc::new(loaded.world()),
            target: live.target,
            name: live.name(),
            gaps,
            served: Some(told.served),
            namespace: live.cluster.namespace.clone(),
            is_cached: told.is_cached,
        })
    }

    /// Asks again what is served, if something was found on the ground of what was said before and the server says
    /// something else now: what was installed a moment ago is not unknown.
    ///
    /// # Errors
    /// A server that does not answer.
    pub(super) fn renewed(
        &self,
        outcome: &Outcome,
        settings: &Settings,
        live: Option<&Live>,
    ) -> Result<Option<Ground>, CliError> {
        let (Some(live), Some(before)) = (live, &self.served) else { return Ok(None) };
        if !self.is_cached || (outcome.findings.is_empty() && outcome.gaps.is_empty()) {
            return Ok(None);
        }
        let fresh = live.cluster.discover(Freshness::Now)?;
        if fresh.served == *before {
            return Ok(None);
        }
        Ground::on(settings.known.load()?, live, Freshness::Cached).map(Some)
    }
}

/// Judges against a version of Kubernetes; a dump may say of which version it is.
fn offline(settings: &Settings, mut known: Loaded) -> Result<Ground, CliError> {
    let gaps = std::mem::take(&mut known.gaps);
    let mut target = settings.target.unwrap_or(Minor::NEWEST);
    if let Some(version) = known.version.take() {
        let said = version.parse::<Minor>();
        match (settings.target, said) {
            (None, Ok(said)) => target = said,
            (Some(wanted), Ok(said)) if wanted != said => {
                let error =
                    CliError::usage(format!("the discovery is of Kubernetes {version}, not of {wanted}"));
                return Err(error.hint("leave --k8s out, or dump the discovery of another server"));
            }
            _ => {}
        }
    }
    let name = target.to_string();
    Ok(Ground {
        world: Arc::new(known.world()),
        target,
        name,
        gaps,
        served: None,
        namespace: String::new(),
        is_cached: false,
    })
}
