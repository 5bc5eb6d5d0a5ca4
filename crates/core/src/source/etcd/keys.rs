//! Which resource, namespace and name a key belongs to.
//!
//! Built-in resources lie under their plural name, a few under an older one (k8s.io/kubernetes,
//! pkg/kubeapiserver/default_storage_factory_builder.go, `SpecialDefaultResourcePrefixes`; storage_factory.go,
//! `ResourcePrefix`). What other servers of the same process add lies under group and plural name: custom resources, their
//! definitions, and APIServices (k8s.io/apiserver, pkg/server/options/etcd.go, `SimpleRestOptionsFactory`). A few keys are no
//! objects of the API: the API server keeps them for itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Resources whose keys have another name: group, plural, and what stands in the key.
const RENAMED: [(&str, &str, &str); 8] = [
    ("", "nodes", "minions"),
    ("", "replicationcontrollers", "controllers"),
    ("", "services", "services/specs"),
    ("", "endpoints", "services/endpoints"),
    ("extensions", "ingresses", "ingress"),
    ("networking.k8s.io", "ingresses", "ingress"),
    // Up to 1.24.
    ("extensions", "podsecuritypolicies", "podsecuritypolicy"),
    ("policy", "podsecuritypolicies", "podsecuritypolicy"),
];

/// Built-in groups whose keys begin with the group, since servers of their own within the process hold them.
const WITH_GROUP: [&str; 2] = ["apiextensions.k8s.io", "apiregistration.k8s.io"];

/// What the API server keeps for itself (k8s.io/kubernetes, pkg/registry/core/rest/storage_core.go, pkg/controlplane).
const OWN: [(&str, &str); 4] = [
    ("ranges", "addresses and ports that services may take"),
    ("masterleases", "the API servers that are alive"),
    ("peerserverleases", "the API servers and how they reach each other"),
    ("health", "a key for asking whether etcd is well"),
];

/// What a key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning<'k> {
    /// An object.
    Object(Stored<'k>),
    /// Something the API server keeps for itself.
    Own(&'static str),
    /// Nothing that is known.
    Nothing,
}

/// The place of an object, as its key tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored<'k> {
    /// The group, if the key has one: of custom resources, of CustomResourceDefinitions and of APIServices.
    pub group: Option<&'k str>,
    /// The plural name.
    pub resource: &'k str,
    /// The namespace, if the key has one.
    pub namespace: Option<&'k str>,
    /// The name.
    pub name: &'k str,
}

/// A built-in kind, as some version of Kubernetes has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// The group.
    pub group: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// Whether its objects lie in namespaces.
    pub namespaced: bool,
}

/// Returns what a key means. `key` is whole, `prefix` is the API server's `--etcd-prefix`.
pub fn meaning<'k>(key: &'k str, prefix: &str) -> Meaning<'k> {
    let Some(rest) = key.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/')) else {
        return Meaning::Nothing;
    };
    let parts: Vec<&str> = rest.split('/').collect();
    if let Some((_, what)) = OWN.iter().find(|(name, _)| *name == parts[0]) {
        return Meaning::Own(what);
    }
    let (group, resource, rest) = match parts.as_slice() {
        ["services", "specs", rest @ ..] => (None, "services", rest),
        ["services", "endpoints", rest @ ..] => (None, "endpoints", rest),
        // The group of a custom resource has a dot, the plural name of a built-in one has none.
        [group, resource, rest @ ..] if group.contains('.') => (Some(*group), *resource, rest),
        [resource, rest @ ..] => (None, plural(resource), rest),
        [] => return Meaning::Nothing,
    };
    match rest {
        [name] if !name.is_empty() => Meaning::Object(Stored { group, resource, namespace: None, name }),
        [namespace, name] if !name.is_empty() && !namespace.is_empty() => {
            Meaning::Object(Stored { group, resource, namespace: Some(namespace), name })
        }
        _ => Meaning::Nothing,
    }
}

/// Returns the plural name of what stands in a key.
fn plural(named: &str) -> &str {
    RENAMED.iter().find(|(_, _, key)| *key == named).map_or(named, |(_, plural, _)| plural)
}

/// Returns where the objects of a resource lie below the prefix, with a slash at the end: `/services/specs/`.
pub fn path(group: &str, resource: &str) -> String {
    if let Some((_, _, key)) = RENAMED.iter().find(|(own, name, _)| (*own, *name) == (group, resource)) {
        return format!("/{key}/");
    }
    let is_builtin = builtins(resource).iter().any(|kind| kind.group == group);
    match is_builtin && !WITH_GROUP.contains(&group) {
        true => format!("/{resource}/"),
        false => format!("/{group}/{resource}/"),
    }
}

/// Returns the built-in kinds of a plural name, of any version of Kubernetes.
pub fn builtins(resource: &str) -> &'static [Builtin] {
    static KINDS: LazyLock<BTreeMap<&'static str, Vec<Builtin>>> = LazyLock::new(|| {
        let mut kinds: BTreeMap<&str, Vec<Builtin>> = BTreeMap::new();
        for kind in kubecheck_catalog::kinds() {
            for (_, _, resource) in kind.eras() {
                let (group, namespaced) = (kind.group, resource.namespaced);
                let own = Builtin { group, kind: kind.kind, namespaced };
                let known = kinds.entry(resource.plural).or_default();
                if !known.contains(&own) {
                    known.push(own);
                }
            }
        }
        kinds
    });
    KINDS.get(resource).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(key: &str) -> Option<(Option<&str>, &str, Option<&str>, &str)> {
        match meaning(key, "/registry") {
            Meaning::Object(Stored { group, resource, namespace, name }) => {
                Some((group, resource, namespace, name))
            }
            _ => None,
        }
    }

    #[test]
    fn keys_name_resource_namespace_and_name() {
        assert_eq!(object("/registry/pods/a/b"), Some((None, "pods", Some("a"), "b")));
        assert_eq!(object("/registry/minions/n1"), Some((None, "nodes", None, "n1")));
        assert_eq!(object("/registry/services/specs/a/b"), Some((None, "services", Some("a"), "b")));
        assert_eq!(object("/registry/services/endpoints/a/b"), Some((None, "endpoints", Some("a"), "b")));
        assert_eq!(object("/registry/ingress/a/b"), Some((None, "ingresses", Some("a"), "b")));
        assert_eq!(
            object("/registry/stable.example.com/crontabs/a/b"),
            Some((Some("stable.example.com"), "crontabs", Some("a"), "b"))
        );
        assert_eq!(
            object("/registry/apiregistration.k8s.io/apiservices/v1."),
            Some((Some("apiregistration.k8s.io"), "apiservices", None, "v1."))
        );
    }

    #[test]
    fn the_api_server_has_keys_of_its_own() {
        for key in ["ranges/serviceips", "ranges/servicenodeports", "masterleases/10.0.0.1", "health"] {
            assert!(matches!(meaning(&format!("/registry/{key}"), "/registry"), Meaning::Own(_)), "{key}");
        }
    }

    #[test]
    fn anything_else_means_nothing() {
        for key in [
            "/registry",
            "/registry/",
            "/registry/pods",
            "/registry/pods/",
            "/registry/pods/a/b/c",
            "/registry/pods//b",
            "/other/pods/a/b",
            "/registryx/pods/a/b",
            "compact_rev_key",
            "",
        ] {
            assert_eq!(meaning(key, "/registry"), Meaning::Nothing, "{key}");
        }
    }

    #[test]
    fn paths_lead_back_to_the_resource() {
        for (group, resource, expected) in [
            ("", "services", "/services/specs/"),
            ("", "configmaps", "/configmaps/"),
            ("apps", "deployments", "/deployments/"),
            ("networking.k8s.io", "ingresses", "/ingress/"),
            (
                "apiextensions.k8s.io",
                "customresourcedefinitions",
                "/apiextensions.k8s.io/customresourcedefinitions/",
            ),
            ("stable.example.com", "crontabs", "/stable.example.com/crontabs/"),
            // A custom resource that is called like a built-in one.
            ("networking.example.com", "ingresses", "/networking.example.com/ingresses/"),
        ] {
            assert_eq!(path(group, resource), expected);
            let key = format!("/registry{expected}a/b");
            assert_eq!(object(&key).map(|found| found.1), Some(resource));
        }
    }

    #[test]
    fn built_in_kinds_of_all_versions_are_known() {
        let kinds = |resource| builtins(resource).iter().map(|kind| kind.kind).collect::<Vec<_>>();
        assert!(kinds("podsecuritypolicies").contains(&"PodSecurityPolicy"));
        assert!(builtins("events").iter().any(|kind| kind.group == "events.k8s.io"));
        assert!(kinds("crontabs").is_empty());
    }
}
