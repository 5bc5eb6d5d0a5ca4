//! What a cluster serves, as the rules know it.

use std::collections::BTreeSet;
use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::kube::{Cluster, Depth, Fault, Freshness, Version, Wanted, document};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{Input, Listing};
use serde::Deserialize;

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
    /// The versions that CRDs say are deprecated: resource with group, and version.
    pub deprecated: BTreeSet<(String, String)>,
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
    let deprecated = crds.iter().flat_map(|page| deprecated(page)).collect();
    Ok(Serving { version, target, world: Arc::new(loaded.world()), served, crds, deprecated, gaps })
}

/// Returns what CRDs say is deprecated.
fn deprecated(page: &str) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    struct List {
        items: Vec<Definition>,
    }
    #[derive(Deserialize)]
    struct Definition {
        spec: Spec,
    }
    #[derive(Deserialize)]
    struct Spec {
        group: String,
        names: Names,
        versions: Vec<Version>,
    }
    #[derive(Deserialize)]
    struct Names {
        plural: String,
    }
    #[derive(Deserialize)]
    struct Version {
        name: String,
        #[serde(default)]
        deprecated: bool,
    }
    let list: List = serde_json::from_str(page).unwrap_or(List { items: Vec::new() });
    let of = |Spec { group, names, versions }: Spec| {
        let resource = format!("{}.{group}", names.plural);
        let old = versions.into_iter().filter(|version| version.deprecated);
        old.map(move |version| (resource.clone(), version.name)).collect::<Vec<_>>()
    };
    list.items.into_iter().flat_map(|definition| of(definition.spec)).collect()
}

fn stale(cluster: &Cluster, group: &str, version: &str, why: &str) -> Gap {
    Gap {
        what: format!("{group}/{version} in context {}", cluster.context),
        why: why.to_owned(),
        needed_for: vec!["everything of this group".to_owned()],
        is_transient: true,
    }
}
