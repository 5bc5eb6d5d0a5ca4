//! What a cluster serves, as the rules know it.

use std::collections::BTreeSet;
use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::kube::{Cluster, Depth, Fault, Freshness, Wanted, document};
use kubecheck_core::model::served::{Found, Served};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{Input, Listing};
use serde::Deserialize;

use crate::live::version::{self, Release};
use crate::world::World;
use crate::world::load::Loaded;

/// What one API server serves.
pub struct Serving {
    /// Its version, as it says it.
    pub version: String,
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
    let Release { name: version, target, gap } = version::of(cluster)?;
    let mut discovered = cluster.discover(Freshness::Cached)?;
    let crds = match discovered.served.resource("apiextensions.k8s.io", "customresourcedefinitions") {
        Some(found) => cluster.list_all(&Wanted::all(found, Depth::Full)),
        None => Ok(Vec::new()),
    };
    let pages = crds.as_deref().unwrap_or_default();
    let deprecated =
        pages.iter().flat_map(|page| definitions(page)).flat_map(|own| own.deprecated()).collect();
    if discovered.is_cached && !is_still_so(cluster, &discovered.served, pages) {
        discovered = cluster.discover(Freshness::Now)?;
    }
    let served = discovered.served;
    let mut gaps: Vec<Gap> = served
        .unknown()
        .map(|(group, version, why)| stale(cluster, &group.name, &version.name, why))
        .chain(gap)
        .collect();
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
    Ok(Serving { version, target, world: Arc::new(loaded.world()), served, crds, deprecated, gaps })
}

/// What a CRD says of itself, as far as it is of interest here.
#[derive(Deserialize)]
struct Defined {
    spec: Spec,
}

#[derive(Deserialize)]
struct Spec {
    group: String,
    names: Names,
    versions: Vec<DefinedVersion>,
}

#[derive(Deserialize)]
struct Names {
    plural: String,
    kind: String,
}

#[derive(Deserialize)]
struct DefinedVersion {
    name: String,
    #[serde(default)]
    served: bool,
    #[serde(default)]
    deprecated: bool,
}

/// A page of a list.
#[derive(Deserialize)]
struct List<T> {
    items: Vec<T>,
}

fn definitions(page: &str) -> Vec<Defined> {
    serde_json::from_str(page).map_or_else(|_| Vec::new(), |list: List<Defined>| list.items)
}

impl Defined {
    /// Returns the versions that it says are deprecated: resource with group, and version.
    fn deprecated(self) -> impl Iterator<Item = (String, String)> {
        let resource = format!("{}.{}", self.spec.names.plural, self.spec.group);
        let old = self.spec.versions.into_iter().filter(|version| version.deprecated);
        old.map(move |version| (resource.clone(), version.name))
    }

    fn is_served(&self, served: &Served) -> bool {
        let mut versions = self.spec.versions.iter().filter(|version| version.served);
        versions.all(|version| served.kind(&self.spec.group, &version.name, &self.spec.names.kind).is_some())
    }

    fn defines(&self, found: &Found<'_>) -> bool {
        let mut versions = self.spec.versions.iter();
        self.spec.group == found.group.name
            && self.spec.names.kind == found.resource.kind
            && versions.any(|version| version.served && version.name == found.version.name)
    }
}

/// Tells whether what was said some time ago is what a server serves now, without asking for discovery: each group and version
/// has an APIService, built-in ones and those of CRDs as well (kube-aggregator, `pkg/controllers/autoregister`), and each
/// custom kind a CRD.
pub fn is_still_so(cluster: &Cluster, served: &Served, crds: &[String]) -> bool {
    let defined: Vec<Defined> = crds.iter().flat_map(|page| definitions(page)).collect();
    let Some(found) = served.resource("apiregistration.k8s.io", "apiservices") else { return false };
    let Ok(pages) = cluster.list_all(&Wanted::all(found, Depth::Metadata)) else { return false };
    let names = pages.iter().flat_map(|page| names(page)).collect::<BTreeSet<String>>();
    // The aggregator's own group is the one that has none.
    let registered = served.groups.iter().filter(|group| group.name != "apiregistration.k8s.io");
    let versions: BTreeSet<String> = registered
        .flat_map(|group| group.versions.iter().map(|version| format!("{}.{}", version.name, group.name)))
        .collect();
    let groups: BTreeSet<&str> = defined.iter().map(|own| own.spec.group.as_str()).collect();
    let custom = |found: &Found<'_>| groups.contains(found.group.name.as_str());
    let is_defined = |found: Found<'_>| defined.iter().any(|own| own.defines(&found));
    names == versions
        && defined.iter().all(|own| own.is_served(served))
        && served.all().filter(custom).all(is_defined)
}

fn names(page: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Item {
        metadata: Metadata,
    }
    #[derive(Deserialize)]
    struct Metadata {
        name: String,
    }
    let list: List<Item> = serde_json::from_str(page).unwrap_or(List { items: Vec::new() });
    list.items.into_iter().map(|item| item.metadata.name).collect()
}

fn stale(cluster: &Cluster, group: &str, version: &str, why: &str) -> Gap {
    Gap {
        what: format!("{group}/{version} in context {}", cluster.context),
        why: why.to_owned(),
        needed_for: vec!["everything of this group".to_owned()],
        is_transient: true,
    }
}
