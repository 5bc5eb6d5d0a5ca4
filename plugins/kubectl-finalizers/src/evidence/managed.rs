//! Who put a finalizer there, and when: `metadata.managedFields`, in which the finalizers are a set.

use kubecheck_core::model::fields::Element;
use kubecheck_core::model::managed::Managed;
use serde::Deserialize;
use serde_json::Value;

/// Who writes to objects for people, or applies what people wrote: whoever takes a finalizer off is somebody else.
const TOOLS: [&str; 15] = [
    "argocd-application-controller",
    "argocd-controller",
    "before-first-apply",
    "curl",
    "dashboard",
    "flux",
    "Go-http-client",
    "helm",
    "helm-controller",
    "HashiCorp",
    "k9s",
    "kubectl",
    "kustomize-controller",
    "Mozilla",
    "Terraform",
];

/// A manager that has a finalizer among its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    /// Its name.
    pub(super) manager: String,
    /// When it last wrote these fields (RFC 3339).
    pub(super) at: Option<String>,
}

impl Put {
    /// Tells whether people used it, so that it takes nothing off by itself.
    pub(super) fn is_tool(&self) -> bool {
        // A user agent may follow, or the verb of kubectl.
        let name = self.manager.split('/').next().unwrap_or_default();
        TOOLS.contains(&name) || name.starts_with("kubectl-")
    }
}

/// Returns who has a finalizer among its fields: controllers before tools, and the latest before.
pub(super) fn who_put(object: &Value, finalizer: &str) -> Vec<Put> {
    let path = [Element::field("metadata"), Element::field("finalizers"), Element::Value(finalizer.into())];
    let put = entries(object).filter(|own| own.fields.has(&path));
    let mut found: Vec<Put> = put.map(|own| Put { manager: own.manager, at: own.time }).collect();
    found.sort_by(|a, b| (a.is_tool(), &b.at).cmp(&(b.is_tool(), &a.at)));
    found
}

/// Returns when a manager last wrote to an object, whichever field.
pub(super) fn last_write(object: &Value, manager: &str) -> Option<String> {
    entries(object).filter(|own| own.manager == manager).filter_map(|own| own.time).max()
}

/// Returns the managers of an object; what cannot be read of them says nothing.
fn entries(object: &Value) -> impl Iterator<Item = Managed> {
    let all = object["metadata"]["managedFields"].as_array().into_iter().flatten();
    all.filter_map(|entry| Managed::deserialize(entry).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(manager: &str, time: &str, finalizers: &[&str]) -> Value {
        let keys = finalizers.iter().map(|name| (format!("v:{}", json!(name)), json!({})));
        let set: serde_json::Map<String, Value> =
            [(".".to_owned(), json!({}))].into_iter().chain(keys).collect();
        json!({"manager": manager, "operation": "Update", "time": time, "fieldsV1": {"f:metadata": {"f:finalizers": set}}})
    }

    #[test]
    fn the_controller_is_told_before_the_tool() {
        let object = json!({"metadata": {"managedFields": [
            entry("kubectl-patch", "2026-01-02T00:00:03Z", &["a/x", "a/y"]),
            entry("manager", "2026-01-02T00:00:01Z", &["a/x"]),
            {"manager": "manager", "subresource": "status", "time": "2026-01-02T00:00:09Z", "fieldsV1": {"f:status": {}}},
        ]}});
        let names: Vec<String> = who_put(&object, "a/x").into_iter().map(|put| put.manager).collect();
        assert_eq!(names, ["manager", "kubectl-patch"]);
        assert_eq!(who_put(&object, "a/y")[0].at.as_deref(), Some("2026-01-02T00:00:03Z"));
        assert!(who_put(&object, "a/z").is_empty());
        assert_eq!(last_write(&object, "manager").as_deref(), Some("2026-01-02T00:00:09Z"));
    }

    #[test]
    fn tools_are_known_by_the_beginning_of_their_names() {
        let is_tool = |name: &str| Put { manager: name.to_owned(), at: None }.is_tool();
        assert!(
            ["kubectl", "kubectl-edit", "helm", "argocd-controller", "Terraform/1.9"]
                .iter()
                .all(|name| is_tool(name))
        );
        assert!(
            !["kubectler", "helm-operator", "manager", "kube-controller-manager"]
                .iter()
                .any(|name| is_tool(name))
        );
    }
}
