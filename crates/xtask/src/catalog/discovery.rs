//! What `api/discovery/aggregated_v2.json` says; Kubernetes has it since 1.28.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::facts::{Gvk, Resource, Subresource};

/// One minor's discovery.
#[derive(Default)]
pub(crate) struct Discovery {
    /// All versions of each group, most preferred first.
    pub(crate) versions: BTreeMap<String, Vec<String>>,
    pub(crate) resources: BTreeMap<Gvk, Resource>,
}

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
    // The core group is not in the file; its resources are beside it.
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
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
    response_kind: Option<ResponseKind>,
    verbs: Vec<String>,
}

#[derive(Deserialize)]
struct ResponseKind {
    group: String,
    version: String,
    kind: String,
}

/// Reads the discovery of a minor, if its sources have one.
pub(crate) fn read(kubernetes: &Path) -> Result<Option<Discovery>> {
    let path = kubernetes.join("api/discovery/aggregated_v2.json");
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let list: GroupList = serde_json::from_slice(&text).with_context(|| path.display().to_string())?;
    let mut discovery = Discovery::default();
    for group in list.items {
        let name = group.metadata.name.unwrap_or_default();
        for version in group.versions {
            discovery.versions.entry(name.clone()).or_default().push(version.version.clone());
            for entry in version.resources {
                let gvk = (name.clone(), version.version.clone(), entry.response_kind.kind.clone());
                discovery.resources.insert(gvk.clone(), resource(entry, &gvk));
            }
        }
    }
    Ok(Some(discovery))
}

fn resource(entry: Entry, of: &Gvk) -> Resource {
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let kind = |kind: ResponseKind| {
        // Empty parts stand for those of the resource around.
        if kind.version.is_empty() {
            (of.0.clone(), of.1.clone(), kind.kind)
        } else {
            (kind.group, kind.version, kind.kind)
        }
    };
    let mut subresources: Vec<Subresource> = entry
        .subresources
        .into_iter()
        .map(|below| Subresource {
            name: below.subresource,
            gvk: below.response_kind.map_or_else(|| of.clone(), kind),
            verbs: sorted(below.verbs),
        })
        .collect();
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
