//! `roleRef` and `subjects` of bindings, which the API server itself demands to be right
//! (`pkg/apis/rbac/validation/validation.go`; defaults in `pkg/apis/rbac/v1/defaults.go`).

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Fault, Found, field, list, text};

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let kinds: &[&str] = if object.kind_name() == Some("ClusterRoleBinding") {
        &["ClusterRole"]
    } else {
        &["Role", "ClusterRole"]
    };
    if let Some(role) = object.root.get("roleRef") {
        found.extend(group(role, "apiGroup", GROUP, "roleRef.apiGroup").map(Found::Fault));
        found.extend(kind(role, kinds, "roleRef.kind").map(Found::Fault));
    }
    // Until 1.21 v1alpha1 had an apiVersion there.
    if object.api_version_name().is_some_and(|own| own.ends_with("alpha1")) {
        return;
    }
    for subject in list(object.root, &["subjects"]) {
        let name = text(field(subject, "kind")).unwrap_or_default();
        match name {
            "" => {}
            "User" | "Group" => {
                found.extend(
                    group(subject, "apiGroup", GROUP, &format!("apiGroup of a {name}")).map(Found::Fault),
                );
            }
            "ServiceAccount" => {
                found
                    .extend(group(subject, "apiGroup", "", "apiGroup of a ServiceAccount").map(Found::Fault));
            }
            _ => found.extend(
                kind(subject, &["ServiceAccount", "User", "Group"], "the kind of a subject")
                    .map(Found::Fault),
            ),
        }
    }
}

/// Demands a group; an empty one is filled in by the server.
fn group(map: Value<'_>, name: &str, right: &str, what: &str) -> Option<Fault> {
    let value = field(map, name)?;
    let own = text(Some(value))?;
    if own.is_empty() || own == right {
        return None;
    }
    let written = if right.is_empty() { "empty" } else { right };
    Some(Fault {
        at: value.id(),
        message: format!("{what} must be {written}, not {own}"),
        help: format!("leave {name} out, the API server sets it; as it is it refuses the object"),
        served: None,
    })
}

fn kind(map: Value<'_>, right: &[&str], what: &str) -> Option<Fault> {
    let value = field(map, "kind")?;
    let own = text(Some(value)).filter(|own| !own.is_empty() && !right.contains(own))?;
    let right = right.join(" or ");
    Some(Fault {
        at: value.id(),
        message: format!("{what} must be {right}, not {own}"),
        help: "the API server refuses the object as it is".to_owned(),
        served: None,
    })
}
