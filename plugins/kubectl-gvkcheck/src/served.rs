//! What a version of Kubernetes or a server serves, row by row, and how people name it.

use kubecheck_catalog::{self as catalog, Kind, Lifecycle, Minor};
use kubecheck_core::model::query::Query;
use kubecheck_core::model::served::{self, Found};
use serde::Serialize;

use crate::identity::names;
use crate::identity::verdict;

/// A resource that a version of Kubernetes or a server serves, in one of its versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// The group; empty for the core group.
    pub group: String,
    /// The version.
    pub version: String,
    /// Group and version as a manifest has them.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The resource: the plural name in paths and RBAC rules.
    pub resource: String,
    /// The singular name.
    pub singular: String,
    /// The short names.
    pub short_names: Vec<String>,
    /// The categories, such as `all`.
    pub categories: Vec<String>,
    /// Whether objects are in a namespace.
    pub namespaced: bool,
    /// The verbs.
    pub verbs: Vec<String>,
    /// The subresources.
    pub subresources: Vec<String>,
    /// Whether it is served by default, rather than only when switched on.
    pub enabled: bool,
    /// Whether this is the version of the group that clients prefer.
    pub preferred: bool,
    /// The version of Kubernetes that deprecated it.
    pub deprecated_in: Option<String>,
    /// The version of Kubernetes that removes it.
    pub removed_in: Option<String>,
    /// What replaces it: apiVersion and kind.
    pub replacement: Option<String>,
    #[serde(skip)]
    is_deprecated: bool,
}

impl Served {
    /// Tells whether this is what was asked for.
    pub fn is(&self, query: &Query<'_>) -> bool {
        let names = [&self.kind, &self.resource, &self.singular].into_iter().chain(&self.short_names);
        query.fits(&self.group, &self.version, names)
    }
}

/// Returns everything a version of Kubernetes has, served by default or not: the core group first, then by group, the
/// preferred version first, then by resource.
pub fn at(target: Minor) -> Vec<Served> {
    sorted(catalog::kinds().iter().filter_map(|kind| of_catalogue(kind, target)).collect())
}

/// Returns everything a server serves, in the same order; how old things are tells the catalogue.
pub fn on(server: &served::Served, target: Minor) -> Vec<Served> {
    let known = server.all().filter(|found| found.version.unknown.is_none());
    sorted(
        known.filter(|found| !found.resource.kind.is_empty()).map(|found| of_server(found, target)).collect(),
    )
}

fn sorted(mut found: Vec<Served>) -> Vec<Served> {
    found.sort_by(|a, b| {
        let key = |row: &Served| (!row.preferred, names::version_rank(&row.version));
        (&a.group, key(a), &a.resource).cmp(&(&b.group, key(b), &b.resource))
    });
    found
}

fn of_catalogue(kind: &'static Kind, target: Minor) -> Option<Served> {
    let resource = kind.at(target).filter(|_| !verdict::gone(kind, target))?;
    let own = |names: &[&'static str]| names.iter().map(|name| (*name).to_owned()).collect();
    let row = Served {
        group: kind.group.to_owned(),
        version: kind.version.to_owned(),
        api_version: verdict::of(kind),
        kind: kind.kind.to_owned(),
        resource: resource.plural.to_owned(),
        singular: resource.singular.to_owned(),
        short_names: own(&resource.short_names),
        categories: own(&resource.categories),
        namespaced: resource.namespaced,
        verbs: own(&resource.verbs),
        subresources: resource.subresources.iter().map(|sub| sub.name.to_owned()).collect(),
        enabled: resource.enabled,
        preferred: catalog::preferred_versions(target, kind.group).first() == Some(&kind.version),
        ..Served::default()
    };
    Some(row.aged(&kind.lifecycle, target))
}

fn of_server(found: Found<'_>, target: Minor) -> Served {
    let Found { group, version, resource } = found;
    let mut verbs = resource.verbs.clone();
    verbs.sort_unstable();
    let mut subresources: Vec<String> = resource.subresources.iter().map(|sub| sub.name.clone()).collect();
    subresources.sort_unstable();
    let row = Served {
        group: group.name.clone(),
        version: version.name.clone(),
        api_version: found.api_version(),
        kind: resource.kind.clone(),
        resource: resource.plural.clone(),
        singular: resource.singular.clone(),
        short_names: resource.short_names.clone(),
        categories: resource.categories.clone(),
        namespaced: resource.namespaced,
        verbs,
        subresources,
        enabled: true,
        preferred: group.versions.first().is_some_and(|first| first.name == version.name),
        ..Served::default()
    };
    match catalog::find(&group.name, &version.name, &resource.kind) {
        Some(kind) => row.aged(&kind.lifecycle, target),
        None => row,
    }
}

impl Served {
    /// Adds how old it is.
    fn aged(self, life: &Lifecycle, target: Minor) -> Served {
        let replacement = life.replacement.as_ref();
        Served {
            deprecated_in: life.deprecated.map(|minor| minor.to_string()),
            removed_in: life.removed.map(|minor| minor.to_string()),
            replacement: replacement
                .map(|next| format!("{} {}", verdict::api_version(next.group, next.version), next.kind)),
            is_deprecated: life.deprecated.is_some_and(|since| since <= target),
            ..self
        }
    }

    /// Returns the resource with its group, as `kubectl api-resources -o name` prints it.
    pub fn qualified(&self) -> String {
        if self.group.is_empty() {
            self.resource.clone()
        } else {
            format!("{}.{}", self.resource, self.group)
        }
    }

    /// Says in a few words how things stand with this version.
    pub fn status(&self) -> String {
        let mut words = Vec::new();
        words.push(if self.enabled { "served".to_owned() } else { "off by default".to_owned() });
        if self.preferred {
            words.push("preferred".to_owned());
        }
        if self.is_deprecated {
            words.extend(self.deprecated_in.iter().map(|minor| format!("deprecated {minor}")));
            words.extend(self.removed_in.iter().map(|minor| format!("gone in {minor}")));
        }
        words.join(", ")
    }
}

/// Returns the document that `resolve -o json` prints.
pub fn document(found: &[Served], target: &str) -> serde_json::Value {
    serde_json::json!({
        "apiVersion": "kubecheck/v1",
        "kind": "Resources",
        "tool": {"name": "gvkcheck", "version": env!("CARGO_PKG_VERSION"), "target": target},
        "resources": found,
    })
}

/// A version of a group, and whether it serves a kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Group and version as a manifest has them.
    pub api_version: String,
    /// Whether it has the kind, and serves it.
    pub served: bool,
    /// How things stand: `served, preferred`, `off by default`, `no`.
    pub status: String,
}

/// Tells of every version of every group whether it has one of some kinds.
pub fn registrations(all: &[Served], kinds: &[Served]) -> Vec<Registration> {
    let mut found: Vec<Registration> = Vec::new();
    for row in all {
        if found.iter().any(|known| known.api_version == row.api_version) {
            continue;
        }
        let own = kinds.iter().find(|kind| kind.api_version == row.api_version);
        found.push(Registration {
            api_version: row.api_version.clone(),
            served: own.is_some_and(|own| own.enabled),
            status: own.map_or_else(|| "no".to_owned(), Served::status),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str, minor: u8) -> Vec<String> {
        let query = Query::parse(text);
        let target = Minor::new(minor).expect("in range");
        at(target).iter().filter(|served| served.is(&query)).map(|s| s.api_version.clone()).collect()
    }

    #[test]
    fn every_way_to_name_a_deployment_finds_it() {
        for text in [
            "deploy",
            "Deployment",
            "deployments",
            "deployments.apps",
            "deployments.v1.apps",
            "apps/v1/Deployment",
        ] {
            assert_eq!(resolve(text, 36), ["apps/v1"], "{text}");
        }
    }

    #[test]
    fn the_preferred_version_comes_first() {
        assert_eq!(resolve("hpa", 22), ["autoscaling/v1", "autoscaling/v2beta2", "autoscaling/v2beta1"]);
    }

    #[test]
    fn a_group_and_version_name_all_their_resources() {
        assert_eq!(resolve("batch/v1", 36).len(), 2);
    }

    #[test]
    fn a_configmap_is_in_the_core_group_and_in_no_other() {
        let all = at(Minor::new(36).expect("in range"));
        let query = Query::parse("ConfigMap");
        let kinds: Vec<Served> = all.iter().filter(|row| row.is(&query)).cloned().collect();
        let told = registrations(&all, &kinds);
        let of = |version: &str| told.iter().find(|one| one.api_version == version).map(|one| one.served);
        assert_eq!((of("v1"), of("apps/v1"), of("batch/v1")), (Some(true), Some(false), Some(false)));
        assert_eq!(told.iter().filter(|one| one.served).count(), 1);
    }

    #[test]
    fn removed_versions_are_not_there() {
        assert_eq!(resolve("ingresses.extensions", 21), ["extensions/v1beta1"]);
        assert!(resolve("ingresses.extensions", 22).is_empty());
    }
}
