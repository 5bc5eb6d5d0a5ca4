//! What bindings of roles, accounts and tokens need.

use kubecheck_catalog::Kind;
use kubecheck_core::model::object::Object;

use super::consequences as follows;
use super::wants::{Need, Wants};
use super::{Space, at, items, text_at};

/// Adds what bindings, ServiceAccounts and token Secrets need.
pub(super) fn read(object: &Object<'_>, kind: &Kind, wants: &mut Wants<'_, '_>) {
    match (kind.group, kind.kind) {
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => binding(object, wants),
        ("", "ServiceAccount") => account(object, wants),
        ("", "Secret") => token(object, wants),
        _ => {}
    }
}

/// The label of the bindings that the API server makes itself, for accounts that only some clusters have
/// (`bootstrappolicy/testdata/namespace-role-bindings.yaml`).
const BOOTSTRAP: [&str; 3] = ["metadata", "labels", "kubernetes.io/bootstrapping"];

fn binding(object: &Object<'_>, wants: &mut Wants<'_, '_>) {
    if at(object.root, &BOOTSTRAP).is_some() {
        return;
    }
    if let (Some(kind), Some(name)) =
        (text_at(object.root, &["roleRef", "kind"]), at(object.root, &["roleRef", "name"]))
        && matches!(kind, "Role" | "ClusterRole")
    {
        let space = (kind == "ClusterRole").then_some(Space::Cluster);
        let missing = Some(&follows::ROLE);
        wants.add(&Need { kind, space, name, what: "roleRef", missing }, Vec::new());
    }
    for subject in items(object.root, &["subjects"]) {
        let is_account = text_at(subject, &["kind"]) == Some("ServiceAccount");
        if let Some(name) = subject.get("name").filter(|_| is_account) {
            let space = Some(Space::of(text_at(subject, &["namespace"])));
            let missing = Some(&follows::SUBJECT);
            wants.add(&Need { kind: "ServiceAccount", space, name, what: "a subject", missing }, Vec::new());
        }
    }
}

fn account(object: &Object<'_>, wants: &mut Wants<'_, '_>) {
    for (field, missing) in
        [("imagePullSecrets", &follows::PULL_SECRET), ("secrets", &follows::ACCOUNT_SECRET)]
    {
        for secret in items(object.root, &[field]) {
            if let Some(name) = secret.get("name") {
                let missing = Some(missing);
                wants.add(&Need { kind: "Secret", space: None, name, what: field, missing }, Vec::new());
            }
        }
    }
}

/// Adds the account of a Secret that is to hold its token.
fn token(object: &Object<'_>, wants: &mut Wants<'_, '_>) {
    if text_at(object.root, &["type"]) != Some("kubernetes.io/service-account-token") {
        return;
    }
    let annotation = ["metadata", "annotations", "kubernetes.io/service-account.name"];
    if let Some(name) = at(object.root, &annotation) {
        let missing = Some(&follows::TOKEN_ACCOUNT);
        wants
            .add(&Need { kind: "ServiceAccount", space: None, name, what: "the token", missing }, Vec::new());
    }
}
