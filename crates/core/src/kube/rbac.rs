//! The role that a command needs, made of what it reads.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::list::Wanted;

/// One thing that is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Objects of a resource.
    Resource {
        /// The group; `*` for all.
        group: String,
        /// The resource; `*` for all.
        resource: String,
        /// What is done with it.
        verb: &'static str,
        /// The one namespace; none for the whole cluster, or for what is in no namespace.
        namespace: Option<String>,
    },
    /// A path that is no resource, such as `/metrics`.
    Path(&'static str),
}

impl From<&Wanted> for Access {
    fn from(wanted: &Wanted) -> Access {
        Access::Resource {
            group: wanted.group.clone(),
            resource: wanted.plural.clone(),
            verb: "list",
            namespace: wanted.namespace.clone().filter(|_| wanted.namespaced),
        }
    }
}

/// Returns the roles that allow to read, as documents of YAML: a ClusterRole, and a Role for each namespace that is read alone.
pub fn role(name: &str, reads: &[Access]) -> String {
    // By namespace, then by group and verb: the rules of a role are as few as they can be.
    let mut roles: BTreeMap<Option<&str>, Rules<'_>> = BTreeMap::new();
    for read in reads {
        match read {
            Access::Resource { group, resource, verb, namespace } => {
                let rules = roles.entry(namespace.as_deref()).or_default();
                let resources = rules.resources.entry(group).or_default().entry(resource).or_default();
                if !resources.contains(verb) {
                    resources.push(verb);
                    resources.sort_unstable();
                }
            }
            Access::Path(path) => {
                let paths = &mut roles.entry(None).or_default().paths;
                if !paths.contains(path) {
                    paths.push(path);
                }
            }
        }
    }
    let documents = roles.into_iter().map(|(namespace, rules)| rules.document(name, namespace));
    documents.collect::<Vec<_>>().join("---\n")
}

/// The rules of one role.
#[derive(Default)]
struct Rules<'a> {
    resources: BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a str>>>,
    paths: Vec<&'a str>,
}

impl Rules<'_> {
    fn document(self, name: &str, namespace: Option<&str>) -> String {
        let mut rules: Vec<Value> = Vec::new();
        for (group, resources) in self.resources {
            let mut by_verbs: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
            for (resource, verbs) in resources {
                by_verbs.entry(verbs).or_default().push(resource);
            }
            rules.extend(by_verbs.into_iter().map(
                |(verbs, resources)| json!({"apiGroups": [group], "resources": resources, "verbs": verbs}),
            ));
        }
        if !self.paths.is_empty() {
            rules.push(json!({"nonResourceURLs": self.paths, "verbs": ["get"]}));
        }
        let (kind, metadata) = match namespace {
            Some(namespace) => ("Role", json!({"name": name, "namespace": namespace})),
            None => ("ClusterRole", json!({"name": name})),
        };
        let role = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": metadata, "rules": rules,
        });
        serde_yaml::to_string(&role).expect("a value of JSON can always be written as YAML")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(group: &str, resource: &str, namespace: Option<&str>) -> Access {
        let namespace = namespace.map(str::to_owned);
        Access::Resource { group: group.to_owned(), resource: resource.to_owned(), verb: "list", namespace }
    }

    #[test]
    fn rules_are_joined_by_group_and_verbs() {
        let reads = [list("", "pods", None), list("", "events", None), list("apps", "deployments", None)];
        let expected = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: x
rules:
- apiGroups:
  - ''
  resources:
  - events
  - pods
  verbs:
  - list
- apiGroups:
  - apps
  resources:
  - deployments
  verbs:
  - list
- nonResourceURLs:
  - /metrics
  verbs:
  - get
";
        let reads: Vec<Access> = reads.into_iter().chain([Access::Path("/metrics")]).collect();
        assert_eq!(role("x", &reads), expected);
    }

    #[test]
    fn what_is_in_one_namespace_needs_a_role_there() {
        let text = role("x", &[list("", "pods", Some("a")), list("", "nodes", None)]);
        assert!(
            text.contains("kind: ClusterRole") && text.contains("---\n") && text.contains("namespace: a")
        );
    }
}
