//! Reads what an API server says it serves: aggregated discovery (`APIGroupDiscoveryList`), or the lists of groups
//! (`APIGroupList`, `APIVersions`) and the resources of each version (`APIResourceList`); and its version (`/version`).

use kubecheck_core::model::served::{Group, Resource, Served, Subresource, Version};
use kubecheck_core::model::tree::{Form, Value};

use super::{own, text};

/// The groups of aggregated discovery (KEP-3352).
const AGGREGATED: &str = "apidiscovery.k8s.io/";
/// Why it is not known what a version has that is only named.
const NAMED: &str = "it is named, and what it has is not told";

/// What a document of discovery says.
#[derive(Debug, Default)]
pub struct Said {
    /// The groups that it names, with what it tells of them.
    pub groups: Vec<Group>,
    /// Whether it names every group there is, but the core one.
    pub names_all: bool,
    /// The version of the server.
    pub version: Option<String>,
}

/// Reads a document if it is one of discovery.
pub fn read(root: Value<'_>) -> Option<Said> {
    let aggregated = text(root.get("apiVersion")).is_some_and(|version| version.starts_with(AGGREGATED));
    match text(root.get("kind")).as_deref() {
        Some("APIGroupDiscoveryList") if aggregated => {
            let groups: Vec<Group> = items(root, "items").filter_map(group).collect();
            // `/api` has the core group alone, which is no sign that there are no others.
            let names_all = groups.iter().any(|group| !group.name.is_empty());
            Some(Said { groups, names_all, version: None })
        }
        Some("APIGroupList") => {
            let groups: Vec<Group> = items(root, "groups").filter_map(named).collect();
            // Every server has groups.
            let names_all = !groups.is_empty();
            Some(Said { groups, names_all, version: None })
        }
        Some("APIVersions") => {
            let versions = items(root, "versions").filter_map(own).map(unknown).collect();
            Some(Said { groups: vec![Group { name: String::new(), versions }], ..Said::default() })
        }
        Some("APIResourceList") => {
            Some(Said { groups: resources(root).into_iter().collect(), ..Said::default() })
        }
        None => {
            let version = text(root.get("gitVersion")).filter(|_| root.get("major").is_some());
            version.map(|version| Said { version: Some(version), ..Said::default() })
        }
        _ => None,
    }
}

impl Said {
    /// Tells whether it says nothing, so that it is no answer of a server.
    pub fn is_empty(&self) -> bool {
        self.version.is_none() && self.groups.iter().all(|group| group.versions.is_empty() && !self.names_all)
    }
}

/// Puts what one document says to what others said.
pub fn merge(served: &mut Served, said: Vec<Group>) {
    for group in said {
        let Some(known) = served.groups.iter_mut().find(|known| known.name == group.name) else {
            served.groups.push(group);
            continue;
        };
        for version in group.versions {
            match known.versions.iter_mut().find(|own| own.name == version.name) {
                None => known.versions.push(version),
                Some(own) if own.unknown.is_some() => *own = version,
                Some(_) => {}
            }
        }
    }
}

/// Returns the items of a list in a field.
fn items<'v>(value: Value<'v>, field: &str) -> impl Iterator<Item = Value<'v>> + use<'v> {
    value.get(field).into_iter().flat_map(|list| list.items())
}

fn texts(value: Value<'_>, field: &str) -> Vec<String> {
    items(value, field).filter_map(own).collect()
}

fn unknown(name: String) -> Version {
    Version { name, unknown: Some(NAMED.to_owned()), resources: Vec::new() }
}

/// Reads a group of aggregated discovery. The core group has no name.
fn group(group: Value<'_>) -> Option<Group> {
    let name = group.get("metadata").and_then(|metadata| text(metadata.get("name"))).unwrap_or_default();
    group.get("metadata")?;
    let versions = items(group, "versions").filter_map(|version| {
        let stale = text(version.get("freshness")).is_some_and(|freshness| freshness == "Stale");
        let why = "the API server behind its APIService did not answer when discovery was asked for";
        Some(Version {
            name: text(version.get("version"))?,
            unknown: stale.then(|| why.to_owned()),
            resources: items(version, "resources").filter_map(aggregated).collect(),
        })
    });
    Some(Group { name, versions: versions.collect() })
}

fn aggregated(resource: Value<'_>) -> Option<Resource> {
    let kind = |value: Value<'_>| value.get("responseKind").and_then(|kind| text(kind.get("kind")));
    let below = items(resource, "subresources").filter_map(|below| {
        let name = text(below.get("subresource"))?;
        Some(Subresource { name, kind: kind(below).unwrap_or_default(), verbs: texts(below, "verbs") })
    });
    let kind = kind(resource)?;
    Some(Resource {
        plural: text(resource.get("resource"))?,
        singular: text(resource.get("singularResource")).unwrap_or_else(|| kind.to_lowercase()),
        short_names: texts(resource, "shortNames"),
        categories: texts(resource, "categories"),
        namespaced: text(resource.get("scope")).is_none_or(|scope| scope != "Cluster"),
        verbs: texts(resource, "verbs"),
        subresources: below.collect(),
        kind,
    })
}

/// Reads a group that is only named.
fn named(group: Value<'_>) -> Option<Group> {
    let preferred = group.get("preferredVersion").and_then(|version| text(version.get("version")));
    let versions = items(group, "versions").filter_map(|version| text(version.get("version")));
    let mut versions: Vec<Version> = versions.map(unknown).collect();
    versions.sort_by_key(|version| Some(&version.name) != preferred.as_ref());
    Some(Group { name: text(group.get("name"))?, versions })
}

/// Reads the resources of one version: subresources stand in the same list, as `widgets/status`.
fn resources(root: Value<'_>) -> Option<Group> {
    let group_version = text(root.get("groupVersion"))?;
    let (group, version) = group_version.split_once('/').unwrap_or(("", &group_version));
    let list = root.get("resources").filter(|list| list.is_sequence())?;
    let mut found: Vec<Resource> = Vec::new();
    for one in list.items() {
        let (Some(name), Some(kind)) = (text(one.get("name")), text(one.get("kind"))) else { continue };
        match name.split_once('/') {
            None => found.push(resource(one, name, kind)),
            Some((plural, below)) => {
                let below = Subresource { name: below.to_owned(), kind, verbs: texts(one, "verbs") };
                let parent = found.iter_mut().find(|own| own.plural == plural);
                parent.into_iter().for_each(|parent| parent.subresources.push(below.clone()));
            }
        }
    }
    let version = Version { name: version.to_owned(), unknown: None, resources: found };
    Some(Group { name: group.to_owned(), versions: vec![version] })
}

fn resource(one: Value<'_>, plural: String, kind: String) -> Resource {
    Resource {
        singular: text(one.get("singularName"))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| kind.to_lowercase()),
        short_names: texts(one, "shortNames"),
        categories: texts(one, "categories"),
        namespaced: matches!(one.get("namespaced").map(|value| value.form()), Some(Form::Bool(true))),
        verbs: texts(one, "verbs"),
        subresources: Vec::new(),
        plural,
        kind,
    }
}
