//! Gives a user the role that a command prints, and takes parts of it away.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Failed;
use serde_json::{Value, json};

/// A role that a user has, as long as this value lives.
pub(crate) struct Granted<'p> {
    plane: &'p ControlPlane,
    roles: Vec<Value>,
}

impl<'p> Granted<'p> {
    /// Gives the documents of a role names that no other test uses, and binds them to a user.
    pub(crate) fn new(
        plane: &'p ControlPlane,
        namespace: &str,
        role: &str,
        user: &str,
    ) -> Result<Granted<'p>, Failed> {
        let mut roles = Vec::new();
        for text in role.split("---\n") {
            // kubectl reads YAML as the API server does.
            let read = ["create", "--dry-run=client", "-o", "json", "-f", "-"];
            let mut role: Value = serde_json::from_str(&plane.kubectl_with(&read, text).succeeded())?;
            role["metadata"]["name"] = user.into();
            let kind = role["kind"].as_str().unwrap_or_default().to_owned();
            let mut metadata = json!({"name": user});
            if kind == "Role" {
                metadata["namespace"] = namespace.into();
            }
            let group = "rbac.authorization.k8s.io";
            let binding = json!({
                "apiVersion": format!("{group}/v1"), "kind": format!("{kind}Binding"), "metadata": metadata,
                "roleRef": {"apiGroup": group, "kind": kind, "name": user},
                "subjects": [{"apiGroup": group, "kind": "User", "name": user}],
            });
            plane.apply(&role.to_string());
            plane.apply(&binding.to_string());
            roles.push(role);
        }
        Ok(Granted { plane, roles })
    }

    /// Takes a resource out of the roles.
    pub(crate) fn without(&self, resource: &str) -> Result<(), Failed> {
        for role in &self.roles {
            let mut less = role.clone();
            for rule in less["rules"].as_array_mut().into_iter().flatten() {
                if let Some(resources) = rule["resources"].as_array_mut() {
                    resources.retain(|own| own != resource);
                }
            }
            less["rules"]
                .as_array_mut()
                .into_iter()
                .for_each(|rules| rules.retain(|rule| rule["resources"] != json!([])));
            self.plane.kubectl_with(&["replace", "-f", "-"], &less.to_string()).succeeded();
        }
        Ok(())
    }
}

impl Drop for Granted<'_> {
    fn drop(&mut self) {
        for role in &self.roles {
            // What a failed test left is of no importance to others.
            let _ = self.plane.kubectl_with(&["delete", "-f", "-"], &role.to_string());
        }
    }
}
