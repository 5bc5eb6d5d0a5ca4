//! What the files below `api/discovery` say; the sources of Kubernetes have them since 1.28.
//!
//! Like the OpenAPI, they are generated with every API switched on.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::facts::{Gvk, Resource, Subresource};

/// One minor's discovery.
#[derive(Default)]
pub(crate) struct Discovery {
    /// All versions of each group, most preferred first.
    pub(crate) versions: BTreeMap<String, Vec<String>>,
    /// All resources; whether they are served by default is not told.
    pub(crate) resources: BTreeMap<Gvk, Resource>,
}

/// The groups with a name, newest form of the file first.
const GROUPS: &[&str] = &["aggregated_v2.json", "aggregated_v2beta1.json"];

/// The core group, in the form that older clients read.
const CORE: &str = "api__v1.json";

#[derive(Deserialize)]
struct GroupList {
    items: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    metadata: Metadata,
    versions: Vec<Version>,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
}

#[derive(Deserialize)]
struct Version {
    version: String,
    resources: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    resource: String,
    response_kind: ResponseKind,
    scope: String,
    singular_resource: String,
    verbs: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    subresources: Vec<Below>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Below {
    subresource: String,
    response_kind: ResponseKind,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
struct ResponseKind {
    group: String,
    version: String,
    kind: String,
}

#[derive(Deserialize)]
struct CoreList {
    resources: Vec<CoreEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CoreEntry {
    /// The plural, and behind a slash the name of a subresource.
    name: String,
    group: Option<String>,
    version: Option<String>,
    kind: String,
    namespaced: bool,
    singular_name: String,
    verbs: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
    #[serde(default)]
    categories: Vec<String>,
}

/// Reads the discovery of a minor, if its sources have one.
pub(crate) fn read(kubernetes: &Path) -> Result<Option<Discovery>> {
    let folder = kubernetes.join("api/discovery");
    let Some(path) = GROUPS.iter().map(|name| folder.join(name)).find(|path| path.exists()) else {
        return Ok(None);
    };
    let mut discovery = Discovery::default();
    named(parse(&path)?, &mut discovery);
    core(parse(&folder.join(CORE))?, &mut discovery)?;
    Ok(Some(discovery))
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&text).with_context(|| path.display().to_string())
}

fn named(list: GroupList, discovery: &mut Discovery) {
    for group in list.items {
        let name = group.metadata.name;
        for version in group.versions {
            discovery.versions.entry(name.clone()).or_default().push(version.version.clone());
            for entry in version.resources {
                let gvk = (name.clone(), version.version.clone(), entry.response_kind.kind.clone());
                discovery.resources.insert(gvk.clone(), resource(entry, &gvk));
            }
        }
    }
}

fn resource(entry: Entry, of: &Gvk) -> Resource {
    let kind = |kind: ResponseKind| {
        // A kind without version is of the version that lists it.
        if kind.version.is_empty() {
            (of.0.clone(), of.1.clone(), kind.kind)
        } else {
            (kind.group, kind.version, kind.kind)
        }
    };
    let below = |below: Below| subresource(below.subresource, kind(below.response_kind), below.verbs);
    let mut subresources: Vec<Subresource> = entry.subresources.into_iter().map(below).collect();
    subresources.sort();
    Resource {
        plural: entry.resource,
        singular: entry.singular_resource,
        short_names: entry.short_names,
        categories: entry.categories,
        namespaced: entry.scope == "Namespaced",
        verbs: sorted(entry.verbs),
        subresources,
        enabled: false,
    }
}

fn core(list: CoreList, discovery: &mut Discovery) -> Result<()> {
    let own = |kind: String| (String::new(), "v1".to_owned(), kind);
    discovery.versions.insert(String::new(), vec!["v1".to_owned()]);
    let (below, whole): (Vec<_>, Vec<_>) =
        list.resources.into_iter().partition(|entry| entry.name.contains('/'));
    let mut kinds = BTreeMap::new();
    for entry in whole {
        kinds.insert(entry.name.clone(), own(entry.kind.clone()));
        let resource = Resource {
            plural: entry.name,
            singular: entry.singular_name,
            short_names: entry.short_names,
            categories: entry.categories,
            namespaced: entry.namespaced,
            verbs: sorted(entry.verbs),
            ..Resource::default()
        };
        discovery.resources.insert(own(entry.kind), resource);
    }
    for entry in below {
        let (plural, name) = entry.name.split_once('/').context("a subresource without resource")?;
        let gvk = match (entry.group, entry.version) {
            (group, Some(version)) => (group.unwrap_or_default(), version, entry.kind),
            _ => own(entry.kind),
        };
        let resource = kinds.get(plural).and_then(|kind| discovery.resources.get_mut(kind));
        let resource = resource.with_context(|| format!("{plural}/{name} hangs below nothing"))?;
        resource.subresources.push(subresource(name.to_owned(), gvk, entry.verbs));
    }
    discovery.resources.values_mut().for_each(|resource| resource.subresources.sort());
    Ok(())
}

fn subresource(name: String, gvk: Gvk, verbs: Vec<String>) -> Subresource {
    Subresource { name, gvk, verbs: sorted(verbs), enabled: true }
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(groups: Value, own: Value) -> Discovery {
        let mut discovery = Discovery::default();
        named(serde_json::from_value(groups).unwrap(), &mut discovery);
        core(serde_json::from_value(own).unwrap(), &mut discovery).unwrap();
        discovery
    }

    #[test]
    fn versions_keep_their_order_and_kinds_inherit_their_version() {
        let kind = |version: &str, kind: &str| json!({"group": "", "version": version, "kind": kind});
        let thing = json!({
            "resource": "things", "singularResource": "thing", "scope": "Namespaced", "verbs": ["list", "get"],
            "responseKind": kind("", "Thing"), "shortNames": ["th"],
            "subresources": [
                {"subresource": "status", "responseKind": kind("", "Thing"), "verbs": ["get"]},
                {"subresource": "bind", "responseKind": kind("v1", "Binding"), "verbs": ["create"]},
            ],
        });
        let groups = json!({"items": [{"metadata": {"name": "g"}, "versions": [
            {"version": "v2", "resources": [thing]}, {"version": "v1", "resources": []},
        ]}]});
        let discovery = read(groups, json!({"resources": []}));
        assert_eq!(discovery.versions["g"], ["v2", "v1"]);
        let thing = &discovery.resources[&("g".into(), "v2".into(), "Thing".into())];
        assert_eq!((thing.namespaced, &*thing.verbs), (true, &["get".to_owned(), "list".to_owned()][..]));
        let below: Vec<_> =
            thing.subresources.iter().map(|below| (&*below.name, &*below.gvk.0, &*below.gvk.1)).collect();
        assert_eq!(below, [("bind", "", "v1"), ("status", "g", "v2")]);
    }

    #[test]
    fn the_core_group_names_subresources_behind_a_slash() {
        let entry = |name: &str, kind: &str| json!({"name": name, "kind": kind, "namespaced": true, "singularName": "", "verbs": ["get"]});
        let mut eviction = entry("pods/eviction", "Eviction");
        eviction["group"] = "policy".into();
        eviction["version"] = "v1".into();
        let discovery = read(json!({"items": []}), json!({"resources": [eviction, entry("pods", "Pod")]}));
        let pod = &discovery.resources[&(String::new(), "v1".into(), "Pod".into())];
        assert_eq!(pod.subresources[0].gvk, ("policy".into(), "v1".into(), "Eviction".into()));
    }
}
