//! What a cluster serves, as the rules know it.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::kube::{Cluster, Depth, Fault, Freshness, Version, Wanted, document};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{Input, Listing};

use crate::world::World;
use crate::world::load::Loaded;

/// What one API server serves.
pub struct Serving {
    /// Its version.
    pub version: Version,
    /// The version of the catalogue that is nearest.
    pub target: Minor,
    /// What discovery says.
    pub served: Served,
    /// The CRDs, page by page, as the server wrote them.
    pub crds: Vec<String>,
    /// The custom kinds and what else rules ask for.
    pub world: Arc<World>,
    /// What is not known.
    pub gaps: Vec<Gap>,
}

/// Asks an API server what it serves.
///
/// # Errors
/// A server that does not answer at all.
pub fn read(cluster: &Cluster) -> Result<Serving, Fault> {
    let version = cluster.version()?;
    let newest = Minor::NEWEST;
    let target = version.minor().and_then(Minor::new).unwrap_or(newest);
    let served = cluster.discover(Freshness::Now)?.served;
    let mut gaps: Vec<Gap> = served
        .unknown()
        .map(|(group, version, why)| stale(cluster, &group.name, &version.name, why))
        .collect();
    let crds = match served.resource("apiextensions.k8s.io", "customresourcedefinitions") {
        Some(found) => cluster.list_all(&Wanted::all(found, Depth::Full)),
        None => Ok(Vec::new()),
    };
    let crds = crds.unwrap_or_else(|fault| {
        let what = format!("customresourcedefinitions.apiextensions.k8s.io in context {}", cluster.context);
        gaps.push(fault.gap(what, &["custom kinds"]));
        Vec::new()
    });
    let discovery = Input::memory("discovery", document(&served).to_string());
    let pages = crds.iter().map(|page| Input::memory("customresourcedefinitions", page.clone()));
    let inputs = std::iter::once(discovery).chain(pages).collect();
    let mut loaded = Loaded::read(Listing { inputs, ..Listing::default() });
    gaps.append(&mut loaded.gaps);
    Ok(Serving { version, target, world: Arc::new(loaded.world()), served, crds, gaps })
}

fn stale(cluster: &Cluster, group: &str, version: &str, why: &str) -> Gap {
    Gap {
        what: format!("{group}/{version} in context {}", cluster.context),
        why: why.to_owned(),
        needed_for: vec!["everything of this group".to_owned()],
        is_transient: true,
    }
}
