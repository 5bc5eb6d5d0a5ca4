//! Reads what an API server says it serves: aggregated discovery (`APIGroupDiscoveryList`), or the list of groups
//! (`APIGroupList`) and the resources of each version (`APIResourceList`). Only custom groups are of interest: the
//! built-in ones are in the catalogue.

use kubecheck_core::model::tree::{Form, Value};

use super::{Definition, Version, own, text};
use crate::identity::builtin;

/// The groups of aggregated discovery (KEP-3352).
const AGGREGATED: &str = "apidiscovery.k8s.io/";

/// What a document of discovery says.
#[derive(Debug, Default)]
pub struct Discovered {
    /// The custom resources it names.
    pub definitions: Vec<Definition>,
    /// The custom groups, if it names every group there is.
    pub groups: Option<Vec<String>>,
    /// Whether it tells of a group that is built in, of which the catalogue knows.
    pub is_builtin: bool,
}

/// Reads a document if it is one of discovery.
pub fn read(root: Value<'_>) -> Option<Discovered> {
    let kind = root.get("kind")?.as_str()?;
    let aggregated = text(root.get("apiVersion")).is_some_and(|version| version.starts_with(AGGREGATED));
    match kind {
        "APIGroupDiscoveryList" if aggregated => Some(groups(root)),
        "APIGroupList" => {
            let names: Vec<String> =
                items(root, "groups").filter_map(|group| text(group.get("name"))).collect();
            // Every server has groups.
            let groups = (!names.is_empty())
                .then(|| names.into_iter().filter(|name| !builtin::is_group(name)).collect());
            Some(Discovered { groups, ..Discovered::default() })
        }
        "APIResourceList" => {
            let definitions = resources(root);
            let is_builtin = definitions.is_none() && items(root, "resources").next().is_some();
            let definitions = definitions.unwrap_or_default();
            Some(Discovered { definitions, is_builtin, groups: None })
        }
        _ => None,
    }
}

/// Reads aggregated discovery. `/api` has the core group alone, which is no sign that there are no others.
fn groups(root: Value<'_>) -> Discovered {
    let mut found = Discovered::default();
    for group in items(root, "items") {
        let Some(name) = group.get("metadata").and_then(|metadata| text(metadata.get("name"))) else {
            continue;
        };
        let groups = found.groups.get_or_insert_default();
        if builtin::is_group(&name) {
            continue;
        }
        groups.push(name.clone());
        for version in items(group, "versions") {
            let Some(version_name) = text(version.get("version")) else { continue };
            for resource in items(version, "resources") {
                found.definitions.extend(aggregated(&name, &version_name, resource));
            }
        }
    }
    found
}

/// Returns the items of a list in a field.
fn items<'v>(value: Value<'v>, field: &str) -> impl Iterator<Item = Value<'v>> + use<'v> {
    value.get(field).into_iter().flat_map(|list| list.items())
}

fn aggregated(group: &str, version: &str, resource: Value<'_>) -> Option<Definition> {
    let kind = text(resource.get("responseKind")?.get("kind"))?;
    let below: Vec<String> =
        items(resource, "subresources").filter_map(|one| text(one.get("subresource"))).collect();
    let has = |name: &str| below.iter().any(|own| own == name);
    Some(Definition {
        group: group.to_owned(),
        plural: text(resource.get("resource"))?,
        singular: text(resource.get("singularResource")).unwrap_or_else(|| kind.to_lowercase()),
        short_names: names(resource),
        namespaced: text(resource.get("scope")).is_none_or(|scope| scope != "Cluster"),
        digest: None,
        is_input: false,
        versions: vec![Version {
            name: version.to_owned(),
            served: true,
            status: has("status"),
            scale: has("scale"),
            body: None,
        }],
        kind,
    })
}

/// Reads the resources of one version: subresources stand in the same list, as `widgets/status`.
fn resources(root: Value<'_>) -> Option<Vec<Definition>> {
    let group_version = text(root.get("groupVersion"))?;
    let (group, version) = group_version.split_once('/')?;
    if builtin::is_group(group) {
        return None;
    }
    let list = root.get("resources")?;
    let named = |name: String| list.items().any(|one| text(one.get("name")) == Some(name.clone()));
    let own = list.items().filter_map(|resource| {
        let (plural, kind) = (text(resource.get("name"))?, text(resource.get("kind"))?);
        if plural.contains('/') {
            return None;
        }
        let (status, scale) = (named(format!("{plural}/status")), named(format!("{plural}/scale")));
        Some(Definition {
            group: group.to_owned(),
            singular: text(resource.get("singularName")).unwrap_or_else(|| kind.to_lowercase()),
            short_names: names(resource),
            namespaced: matches!(
                resource.get("namespaced").map(|value| value.form()),
                Some(Form::Bool(true))
            ),
            digest: None,
            is_input: false,
            versions: vec![Version { name: version.to_owned(), served: true, status, scale, body: None }],
            plural,
            kind,
        })
    });
    Some(own.collect())
}

fn names(resource: Value<'_>) -> Vec<String> {
    items(resource, "shortNames").filter_map(own).collect()
}
