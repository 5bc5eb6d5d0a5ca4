//! Asks what an API server serves: aggregated discovery in two requests (KEP-3352), or, where a server has none, one request for
//! each version of each group.

use serde::Deserialize;
use serde_json::{Value, json};

use super::cache::{self, Kept};
use super::cluster::Cluster;
use super::fault::{Fault, FaultKind};
use super::line::{Answer, JSON, Line, read};
use crate::model::served::{Group, Resource, Served, Subresource, Version};

/// Aggregated discovery, and the classic one where there is no other.
const AGGREGATED: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
                          application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

const AGGREGATED_KIND: &str = "APIGroupDiscoveryList";

/// What discovery found.
#[derive(Clone, Debug)]
pub struct Discovered {
    /// What is served.
    pub served: Served,
    /// Whether the server was not asked, because what it said before is not old.
    pub is_cached: bool,
}

/// How new what is told must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// As kubectl has it: what was said in the last hours will do.
    Cached,
    /// As it is now; the server is asked whether it changed.
    Now,
}

impl Cluster {
    /// Returns what the server serves.
    ///
    /// # Errors
    /// A server that does not answer. A group that does not is marked as such.
    pub fn discover(&self, freshness: Freshness) -> Result<Discovered, Fault> {
        let kept = cache::load(self.cache_dir.as_deref(), &self.server);
        if let (Freshness::Cached, Some(kept)) = (freshness, kept.as_ref().filter(|kept| kept.is_recent())) {
            return Ok(Discovered { served: kept.served.clone(), is_cached: true });
        }
        let (served, etags) = match self.wait(ask(self.line.clone(), kept.as_ref()))? {
            Asked::Same => {
                let kept = kept.unwrap_or_default();
                (kept.served, kept.etags)
            }
            Asked::New(served, etags) => (served, etags),
        };
        // What an aggregated API did not say may come any moment.
        if served.unknown().next().is_none() {
            cache::store(self.cache_dir.as_deref(), &self.server, &Kept::now(served.clone(), etags));
        }
        Ok(Discovered { served, is_cached: false })
    }
}

/// Writes what is served as aggregated discovery does, for a file that is read where there is no cluster. The core group stands
/// first, as in `/api`.
pub fn document(served: &Served) -> Value {
    let kind = |kind: &str| json!({"kind": kind});
    let subresource = |below: &Subresource| json!({"subresource": below.name, "responseKind": kind(&below.kind), "verbs": below.verbs});
    let resource = |own: &Resource| {
        json!({
            "resource": own.plural, "responseKind": kind(&own.kind), "singularResource": own.singular,
            "scope": if own.namespaced { "Namespaced" } else { "Cluster" },
            "verbs": own.verbs, "shortNames": own.short_names, "categories": own.categories,
            "subresources": own.subresources.iter().map(subresource).collect::<Vec<_>>(),
        })
    };
    let version = |own: &Version| {
        json!({
            "version": own.name,
            "freshness": if own.unknown.is_some() { "Stale" } else { "Current" },
            "resources": own.resources.iter().map(resource).collect::<Vec<_>>(),
        })
    };
    let group = |own: &Group| json!({"metadata": {"name": own.name}, "versions": own.versions.iter().map(version).collect::<Vec<_>>()});
    json!({
        "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2",
        "metadata": {}, "items": served.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

enum Asked {
    Same,
    New(Served, Vec<String>),
}

/// Asks both roots; what was kept is only asked for if it changed.
async fn ask(line: Line, kept: Option<&Kept>) -> Result<Asked, Fault> {
    let etag = |at: usize| kept.and_then(|kept| kept.etags.get(at)).filter(|etag| !etag.is_empty());
    let (core, named) = (etag(0).map(String::as_str), etag(1).map(String::as_str));
    // A server that changed one of them is asked for both: what is kept is not told apart.
    let both = core.is_some() && named.is_some();
    let roots = async |core, named| tokio::try_join!(root(&line, "/api", core), root(&line, "/apis", named));
    let (mut core, mut named) = if both { roots(core, named).await? } else { roots(None, None).await? };
    if core.is_unchanged && named.is_unchanged {
        return Ok(Asked::Same);
    }
    if core.is_unchanged || named.is_unchanged {
        (core, named) = roots(None, None).await?;
    }
    // A list of groups may stay the same while their resources change.
    let whole = kind(&core, "/api")? == AGGREGATED_KIND && kind(&named, "/apis")? == AGGREGATED_KIND;
    let etag = |answer: &Answer| answer.etag.clone().filter(|_| whole).unwrap_or_default();
    let etags = vec![etag(&core), etag(&named)];
    let mut served = Served::default();
    served.groups.extend(core_group(&line, &core).await?);
    served.groups.extend(named_groups(&line, &named).await?);
    Ok(Asked::New(served, etags))
}

/// Asks a root; what stands before a server may refuse to pass the question for aggregated discovery on.
async fn root(line: &Line, path: &str, etag: Option<&str>) -> Result<Answer, Fault> {
    match line.get(path, AGGREGATED, etag).await {
        Err(fault) if fault.kind == FaultKind::NotAcceptable => line.get(path, JSON, None).await,
        answer => answer,
    }
}

/// Returns the kind of an answer. What it is says the answer itself: media types get lost on the way.
fn kind(answer: &Answer, path: &str) -> Result<String, Fault> {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(default)]
        kind: String,
    }
    read::<Kind>(&answer.text, path).map(|head| head.kind)
}

/// Refuses an answer of another kind: taken for an empty list, it would say that nothing is served.
fn expect(found: &str, expected: &str, path: &str) -> Result<(), Fault> {
    if found == expected {
        return Ok(());
    }
    Err(Fault::new(FaultKind::Refused, format!("the answer to {path} is no {expected}, but {found:?}")))
}

async fn core_group(line: &Line, answer: &Answer) -> Result<Vec<Group>, Fault> {
    let kind = kind(answer, "/api")?;
    if kind == AGGREGATED_KIND {
        return aggregated(answer, "/api");
    }
    expect(&kind, "APIVersions", "/api")?;
    let versions: Versions = read(&answer.text, "/api")?;
    let versions = versions.versions.iter().map(|name| (path(name), name.clone())).collect();
    Ok(vec![Group { name: String::new(), versions: classic(line, versions).await }])
}

async fn named_groups(line: &Line, answer: &Answer) -> Result<Vec<Group>, Fault> {
    let kind = kind(answer, "/apis")?;
    if kind == AGGREGATED_KIND {
        return aggregated(answer, "/apis");
    }
    expect(&kind, "APIGroupList", "/apis")?;
    let list: GroupList = read(&answer.text, "/apis")?;
    let groups = list.groups.into_iter().map(async |mut group| {
        let preferred = group.preferred_version.version;
        group.versions.sort_by_key(|version| version.version != preferred);
        let path = |version: &str| path(&format!("{}/{version}", group.name));
        let versions = group.versions.into_iter().map(|one| (path(&one.version), one.version)).collect();
        Group { versions: classic(line, versions).await, name: group.name }
    });
    Ok(all(groups).await)
}

/// Asks for the resources of versions, all at once; the line bounds how many really are.
async fn classic(line: &Line, versions: Vec<(String, String)>) -> Vec<Version> {
    let asked = versions.into_iter().map(async |(path, name)| match resources_at(line, &path).await {
        Ok(resources) => Version { name, unknown: None, resources },
        Err(fault) => Version { name, unknown: Some(fault.message), resources: Vec::new() },
    });
    all(asked).await
}

/// Returns the path of a version of a group, below which its resources are.
pub(super) fn path(api_version: &str) -> String {
    let root = if api_version.contains('/') { "/apis" } else { "/api" };
    format!("{root}/{api_version}")
}

/// Asks what one version of a group serves at this moment.
pub(super) async fn resources(line: &Line, api_version: &str) -> Result<Vec<Resource>, Fault> {
    resources_at(line, &path(api_version)).await
}

async fn resources_at(line: &Line, path: &str) -> Result<Vec<Resource>, Fault> {
    let answer = line.get(path, JSON, None).await?;
    expect(&kind(&answer, path)?, "APIResourceList", path)?;
    Ok(read::<ResourceList>(&answer.text, path)?.resources())
}

/// Waits for all of some futures, in their order.
async fn all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    futures_util::future::join_all(futures).await
}

fn aggregated(answer: &Answer, path: &str) -> Result<Vec<Group>, Fault> {
    let list: Aggregated = read(&answer.text, path)?;
    Ok(list.items.into_iter().map(AggregatedGroup::group).collect())
}

// Aggregated discovery: `k8s.io/api/apidiscovery/v2/types.go`.

#[derive(Deserialize)]
struct Aggregated {
    #[serde(default)]
    items: Vec<AggregatedGroup>,
}

#[derive(Deserialize)]
struct AggregatedGroup {
    #[serde(default)]
    metadata: Named,
    #[serde(default)]
    versions: Vec<AggregatedVersion>,
}

#[derive(Default, Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct AggregatedVersion {
    version: String,
    #[serde(default)]
    freshness: String,
    #[serde(default)]
    resources: Vec<AggregatedResource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AggregatedResource {
    resource: String,
    #[serde(default)]
    response_kind: Option<Kind>,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    singular_resource: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    subresources: Vec<AggregatedSubresource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AggregatedSubresource {
    subresource: String,
    #[serde(default)]
    response_kind: Option<Kind>,
    #[serde(default)]
    verbs: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Kind {
    #[serde(default)]
    kind: String,
}

impl AggregatedGroup {
    fn group(self) -> Group {
        let versions = self.versions.into_iter().map(|version| Version {
            name: version.version,
            unknown: (version.freshness == "Stale").then(|| {
                "the API server behind its APIService does not answer, what discovery says of it is stale"
                    .to_owned()
            }),
            resources: version.resources.into_iter().map(AggregatedResource::resource).collect(),
        });
        Group { name: self.metadata.name, versions: versions.collect() }
    }
}

impl AggregatedResource {
    fn resource(self) -> Resource {
        let kind = self.response_kind.unwrap_or_default().kind;
        let subresources = self.subresources.into_iter().map(|below| Subresource {
            name: below.subresource,
            kind: below.response_kind.unwrap_or_default().kind,
            verbs: below.verbs,
        });
        Resource {
            singular: if self.singular_resource.is_empty() {
                kind.to_lowercase()
            } else {
                self.singular_resource
            },
            kind,
            plural: self.resource,
            short_names: self.short_names,
            categories: self.categories,
            namespaced: self.scope == "Namespaced",
            verbs: self.verbs,
            subresources: subresources.collect(),
        }
    }
}

// Classic discovery: `k8s.io/apimachinery/pkg/apis/meta/v1/types.go`.

#[derive(Deserialize)]
struct Versions {
    #[serde(default)]
    versions: Vec<String>,
}

#[derive(Deserialize)]
struct GroupList {
    #[serde(default)]
    groups: Vec<ClassicGroup>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClassicGroup {
    name: String,
    #[serde(default)]
    versions: Vec<ClassicVersion>,
    #[serde(default)]
    preferred_version: ClassicVersion,
}

#[derive(Default, Deserialize)]
struct ClassicVersion {
    #[serde(default)]
    version: String,
}

#[derive(Deserialize)]
struct ResourceList {
    #[serde(default)]
    resources: Vec<ClassicResource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClassicResource {
    name: String,
    #[serde(default)]
    singular_name: String,
    #[serde(default)]
    namespaced: bool,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
    #[serde(default)]
    categories: Vec<String>,
}

impl ResourceList {
    /// Puts subresources, which stand in the same list as `pods/status`, below their resource.
    fn resources(self) -> Vec<Resource> {
        let (below, own): (Vec<_>, Vec<_>) =
            self.resources.into_iter().partition(|one| one.name.contains('/'));
        let mut found: Vec<Resource> = own.into_iter().map(ClassicResource::resource).collect();
        for one in below {
            let Some((plural, name)) = one.name.split_once('/') else { continue };
            let subresource = Subresource { name: name.to_owned(), kind: one.kind, verbs: one.verbs };
            if let Some(resource) = found.iter_mut().find(|resource| resource.plural == plural) {
                resource.subresources.push(subresource);
            }
        }
        found
    }
}

impl ClassicResource {
    fn resource(self) -> Resource {
        Resource {
            singular: if self.singular_name.is_empty() {
                self.kind.to_lowercase()
            } else {
                self.singular_name
            },
            kind: self.kind,
            plural: self.name,
            short_names: self.short_names,
            categories: self.categories,
            namespaced: self.namespaced,
            verbs: self.verbs,
            subresources: Vec::new(),
        }
    }
}
