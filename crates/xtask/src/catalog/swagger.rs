//! What `api/openapi-spec/swagger.json` says: resources from its paths, schemas from its definitions.
//!
//! The file is generated with every API switched on, so that it says what can be served, not what is.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::facts::{Gvk, Resource, Subresource};

/// The methods of HTTP for which discovery has a verb, where the action is merely to connect.
const CONNECT: &[(&str, &str)] =
    &[("get", "get"), ("post", "create"), ("put", "update"), ("patch", "patch"), ("delete", "delete")];

/// What the paths say of one resource or subresource.
#[derive(Default)]
struct Seen {
    kinds: BTreeSet<Gvk>,
    verbs: BTreeSet<String>,
    namespaced: bool,
}

/// Group, version, plural and, below it, the name of a subresource.
type Name = (String, String, String, String);

/// A path of the API, taken apart.
struct Path {
    name: Name,
    namespaced: bool,
    watch: bool,
}

/// Lists the resources that the paths offer, by the kind that they hold.
pub(crate) fn resources(swagger: &Value) -> Result<BTreeMap<Gvk, Resource>> {
    let mut seen: BTreeMap<Name, Seen> = BTreeMap::new();
    for (path, item) in swagger["paths"].as_object().context("no paths")? {
        let Some(path) = take_apart(path) else { continue };
        let entry = seen.entry(path.name.clone()).or_default();
        entry.namespaced |= path.namespaced;
        for (method, operation) in item.as_object().context("a path that is no object")? {
            if method == "parameters" {
                continue;
            }
            entry.kinds.insert(
                gvk(&operation["x-kubernetes-group-version-kind"]).context("an operation without kind")?,
            );
            let action = operation["x-kubernetes-action"].as_str().context("an operation without action")?;
            entry.verbs.extend(verb(method, action, path.watch)?);
        }
    }
    join(&seen)
}

/// Takes a path of a resource apart; other paths, such as `/version`, give nothing.
fn take_apart(path: &str) -> Option<Path> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (group, version) = match parts.as_slice() {
        ["api", version, ..] => ("", *version),
        ["apis", group, version, ..] => (*group, *version),
        _ => return None,
    };
    parts.drain(..if group.is_empty() { 2 } else { 3 });
    let watch = parts.first() == Some(&"watch");
    if watch {
        parts.remove(0);
    }
    let namespaced = parts.starts_with(&["namespaces", "{namespace}"]) && parts.len() > 2;
    if namespaced {
        parts.drain(..2);
    }
    let (plural, below) = match parts.as_slice() {
        [plural] | [plural, "{name}"] => (*plural, ""),
        [plural, "{name}", below] | [plural, "{name}", below, "{path}"] => (*plural, *below),
        _ => return None,
    };
    let name = (group.to_owned(), version.to_owned(), plural.to_owned(), below.to_owned());
    Some(Path { name, namespaced, watch })
}

/// Translates an action of the OpenAPI to the verb of discovery, if there is one.
fn verb(method: &str, action: &str, watch: bool) -> Result<Option<String>> {
    Ok(Some(
        match action {
            "watch" | "watchlist" => "watch",
            // Some subresources have no list, yet a path to watch them; others mark it as a list.
            "list" if watch => "watch",
            "post" => "create",
            "put" => "update",
            "connect" => {
                let verb = CONNECT.iter().find(|(name, _)| *name == method);
                return Ok(verb.map(|(_, verb)| (*verb).to_owned()));
            }
            "get" | "list" | "patch" | "delete" | "deletecollection" => action,
            _ => bail!("an action that is not known: {action}"),
        }
        .to_owned(),
    ))
}

/// Hangs subresources below their resources.
fn join(seen: &BTreeMap<Name, Seen>) -> Result<BTreeMap<Gvk, Resource>> {
    let mut resources = BTreeMap::new();
    for ((group, version, plural, below), entry) in seen {
        if !below.is_empty() {
            continue;
        }
        let gvk = only_kind(entry).with_context(|| plural.clone())?;
        ensure!((&gvk.0, &gvk.1) == (group, version), "{plural} of {group}/{version} holds {gvk:?}");
        let below = seen
            .iter()
            .filter(|((g, v, p, below), _)| (g, v, p) == (group, version, plural) && !below.is_empty());
        let subresources = below
            .map(|((_, _, _, name), entry)| {
                let gvk = only_kind(entry).with_context(|| format!("{plural}/{name}"))?;
                Ok(Subresource {
                    name: name.clone(),
                    gvk,
                    verbs: entry.verbs.iter().cloned().collect(),
                    enabled: true,
                })
            })
            .collect::<Result<_>>()?;
        let resource = Resource {
            plural: plural.clone(),
            singular: gvk.2.to_lowercase(),
            namespaced: entry.namespaced,
            verbs: entry.verbs.iter().cloned().collect(),
            subresources,
            ..Resource::default()
        };
        let twice = resources.insert(gvk, resource);
        ensure!(twice.is_none(), "two resources hold the kind of {plural}");
    }
    Ok(resources)
}

fn only_kind(entry: &Seen) -> Result<Gvk> {
    ensure!(entry.kinds.len() == 1, "not one kind but {:?}", entry.kinds);
    entry.kinds.first().cloned().context("no kind")
}

/// Reads a group, version and kind.
pub(crate) fn gvk(value: &Value) -> Option<Gvk> {
    let text = |name: &str| Some(value[name].as_str()?.to_owned());
    Some((text("group")?, text("version")?, text("kind")?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn operation(action: &str, version: &str, kind: &str) -> Value {
        let gvk = json!({"group": "apps", "version": version, "kind": kind});
        json!({"x-kubernetes-action": action, "x-kubernetes-group-version-kind": gvk})
    }

    fn only(paths: &Value) -> Resource {
        let resources = resources(&json!({"paths": paths})).unwrap();
        assert_eq!(resources.len(), 1, "{resources:?}");
        resources.into_values().next().unwrap()
    }

    #[test]
    fn paths_of_one_resource_are_one() {
        let resource = only(&json!({
            "/apis/apps/v1/namespaces/{namespace}/things/{name}": {"parameters": [], "get": operation("get", "v1", "Thing")},
            "/apis/apps/v1/namespaces/{namespace}/things": {"post": operation("post", "v1", "Thing")},
            "/apis/apps/v1/things": {"get": operation("list", "v1", "Thing")},
            "/apis/apps/v1/watch/things": {"get": operation("watchlist", "v1", "Thing")},
            "/version/": {"get": {}},
        }));
        assert_eq!((&*resource.plural, &*resource.singular, resource.namespaced), ("things", "thing", true));
        assert_eq!(resource.verbs, ["create", "get", "list", "watch"]);
    }

    #[test]
    fn namespaces_are_not_namespaced() {
        let resource = only(&json!({
            "/apis/apps/v1/namespaces": {"get": operation("list", "v1", "Namespace")},
            "/apis/apps/v1/namespaces/{name}": {"put": operation("put", "v1", "Namespace")},
            "/apis/apps/v1/namespaces/{name}/status": {"get": operation("get", "v1", "Namespace")},
        }));
        assert_eq!((&*resource.plural, resource.namespaced), ("namespaces", false));
        assert_eq!(resource.subresources[0].name, "status");
    }

    #[test]
    fn subresources_have_kinds_and_verbs_of_their_own() {
        let resource = only(&json!({
            "/apis/apps/v1/things": {"get": operation("list", "v1", "Thing")},
            "/apis/apps/v1/things/{name}/proxy": {"get": operation("connect", "v1", "Options"), "head": operation("connect", "v1", "Options")},
            "/apis/apps/v1/things/{name}/proxy/{path}": {"post": operation("connect", "v1", "Options")},
            "/apis/apps/v1/orphans/{name}/scale": {"get": operation("get", "v1", "Scale")},
        }));
        let [proxy] = &*resource.subresources else { panic!("{resource:?}") };
        assert_eq!((&*proxy.name, &*proxy.gvk.2), ("proxy", "Options"));
        assert_eq!(proxy.verbs, ["create", "get"]);
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        let refused =
            |operation: Value| resources(&json!({"paths": {"/apis/apps/v1/things": {"get": operation}}}));
        assert!(refused(operation("juggle", "v1", "Thing")).is_err());
        assert!(refused(operation("list", "v2", "Thing")).is_err(), "a kind of another version");
        assert!(refused(json!({})).is_err());
    }
}
