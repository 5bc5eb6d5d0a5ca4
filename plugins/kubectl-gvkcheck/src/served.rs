//! What a version of Kubernetes serves, and how people name it.

use kubecheck_catalog::{self as catalog, Kind, Minor};
use serde::Serialize;

use crate::identity::names;
use crate::identity::verdict;

/// A resource that a version of Kubernetes serves, in one of its versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Served {
    /// The group; empty for the core group.
    pub group: &'static str,
    /// The version.
    pub version: &'static str,
    /// Group and version as a manifest has them.
    pub api_version: String,
    /// The kind.
    pub kind: &'static str,
    /// The resource: the plural name in paths and RBAC rules.
    pub resource: &'static str,
    /// The singular name.
    pub singular: &'static str,
    /// The short names.
    pub short_names: Vec<&'static str>,
    /// The categories, such as `all`.
    pub categories: Vec<&'static str>,
    /// Whether objects are in a namespace.
    pub namespaced: bool,
    /// The verbs.
    pub verbs: Vec<&'static str>,
    /// The subresources.
    pub subresources: Vec<&'static str>,
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

/// Returns everything a version of Kubernetes has, served by default or not: the core group first, then by group, the
/// preferred version first, then by resource.
pub fn at(target: Minor) -> Vec<Served> {
    let mut found: Vec<Served> = catalog::kinds().iter().filter_map(|kind| served(kind, target)).collect();
    found.sort_by_key(|served| {
        (served.group, !served.preferred, names::version_rank(served.version), served.resource)
    });
    found
}

fn served(kind: &'static Kind, target: Minor) -> Option<Served> {
    let resource = kind.at(target).filter(|_| !verdict::gone(kind, target))?;
    let life = &kind.lifecycle;
    let replacement = life.replacement.as_ref();
    Some(Served {
        group: kind.group,
        version: kind.version,
        api_version: verdict::of(kind),
        kind: kind.kind,
        resource: resource.plural,
        singular: resource.singular,
        short_names: resource.short_names.clone(),
        categories: resource.categories.clone(),
        namespaced: resource.namespaced,
        verbs: resource.verbs.clone(),
        subresources: resource.subresources.iter().map(|sub| sub.name).collect(),
        enabled: resource.enabled,
        preferred: catalog::preferred_versions(target, kind.group).first() == Some(&kind.version),
        deprecated_in: life.deprecated.map(|minor| minor.to_string()),
        removed_in: life.removed.map(|minor| minor.to_string()),
        replacement: replacement
            .map(|next| format!("{} {}", verdict::api_version(next.group, next.version), next.kind)),
        is_deprecated: life.deprecated.is_some_and(|since| since <= target),
    })
}

impl Served {
    /// Returns the resource with its group, as `kubectl api-resources -o name` prints it.
    pub fn qualified(&self) -> String {
        if self.group.is_empty() {
            self.resource.to_owned()
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

/// What somebody asks for; what is not said may be anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<'q> {
    /// The group; empty for the core group.
    pub group: Option<&'q str>,
    /// The version.
    pub version: Option<&'q str>,
    /// A kind, a plural, a singular or a short name.
    pub name: Option<&'q str>,
}

impl<'q> Query<'q> {
    /// Reads what somebody typed: `deploy`, `deployments.apps`, `deployments.v1.apps`, `apps/v1/deployments`,
    /// `v1/pods`, `apps/v1` or `v1`.
    pub fn parse(text: &'q str) -> Self {
        let is_version = |part: &str| names::version_rank(part).0 < 3;
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            [group, version, name] => Query::of(Some(group), Some(version), Some(name)),
            [version, name] if is_version(version) => Query::of(Some(""), Some(version), Some(name)),
            [group, version] => Query::of(Some(group), Some(version), None),
            [version] if is_version(version) => Query::of(Some(""), Some(version), None),
            _ => match text.split_once('.') {
                None => Query::of(None, None, Some(text)),
                Some((name, rest)) => match rest.split_once('.') {
                    Some((version, group)) if is_version(version) => {
                        Query::of(Some(group), Some(version), Some(name))
                    }
                    _ => Query::of(Some(rest), None, Some(name)),
                },
            },
        }
    }

    fn of(group: Option<&'q str>, version: Option<&'q str>, name: Option<&'q str>) -> Self {
        Query { group, version, name }
    }

    /// Tells whether a served resource is what was asked for.
    pub fn matches(&self, served: &Served) -> bool {
        self.group.is_none_or(|group| group == served.group)
            && self.version.is_none_or(|version| version == served.version)
            && self.name.is_none_or(|name| named(served, name))
    }
}

fn named(served: &Served, name: &str) -> bool {
    let own = [served.kind, served.resource, served.singular];
    own.iter().chain(&served.short_names).any(|own| own.eq_ignore_ascii_case(name))
}

/// Returns the document that `resolve -o json` prints.
pub fn document(found: &[Served], target: Minor) -> serde_json::Value {
    serde_json::json!({
        "apiVersion": "kubecheck/v1",
        "kind": "Resources",
        "tool": {"name": "gvkcheck", "version": env!("CARGO_PKG_VERSION"), "target": target.to_string()},
        "resources": found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str, minor: u8) -> Vec<String> {
        let query = Query::parse(text);
        let target = Minor::new(minor).expect("in range");
        at(target).iter().filter(|served| query.matches(served)).map(|s| s.api_version.clone()).collect()
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
    fn removed_versions_are_not_there() {
        assert_eq!(resolve("ingresses.extensions", 21), ["extensions/v1beta1"]);
        assert!(resolve("ingresses.extensions", 22).is_empty());
    }
}
