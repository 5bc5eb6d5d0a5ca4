//! What every cluster has without a manifest.

use super::Space;
use crate::identity::names;

/// The ClusterRoles that the API server makes at start, without `system:`: those of Kubernetes 1.16 to 1.37
/// (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata`).
const SYSTEM_ROLES: [&str; 71] = [
    "aggregate-to-admin",
    "aggregate-to-edit",
    "aggregate-to-view",
    "auth-delegator",
    "basic-user",
    "certificates.k8s.io:certificatesigningrequests:nodeclient",
    "certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "certificates.k8s.io:kube-apiserver-client-approver",
    "certificates.k8s.io:kube-apiserver-client-kubelet-approver",
    "certificates.k8s.io:kubelet-serving-approver",
    "certificates.k8s.io:legacy-unknown-approver",
    "cluster-trust-bundle-discovery",
    "controller:attachdetach-controller",
    "controller:certificate-controller",
    "controller:clusterrole-aggregation-controller",
    "controller:cronjob-controller",
    "controller:daemon-set-controller",
    "controller:deployment-controller",
    "controller:device-taint-eviction-controller",
    "controller:disruption-controller",
    "controller:endpoint-controller",
    "controller:endpointslice-controller",
    "controller:endpointslicemirroring-controller",
    "controller:ephemeral-volume-controller",
    "controller:expand-controller",
    "controller:generic-garbage-collector",
    "controller:horizontal-pod-autoscaler",
    "controller:job-controller",
    "controller:kube-apiserver-serving-clustertrustbundle-publisher",
    "controller:legacy-service-account-token-cleaner",
    "controller:namespace-controller",
    "controller:node-controller",
    "controller:persistent-volume-binder",
    "controller:pod-garbage-collector",
    "controller:podcertificaterequestcleaner",
    "controller:pv-protection-controller",
    "controller:pvc-protection-controller",
    "controller:replicaset-controller",
    "controller:replication-controller",
    "controller:resource-claim-controller",
    "controller:resourcequota-controller",
    "controller:root-ca-cert-publisher",
    "controller:route-controller",
    "controller:selinux-warning-controller",
    "controller:service-account-controller",
    "controller:service-cidrs-controller",
    "controller:service-controller",
    "controller:statefulset-controller",
    "controller:storage-version-migrator-controller",
    "controller:ttl-after-finished-controller",
    "controller:ttl-controller",
    "controller:validatingadmissionpolicy-status-controller",
    "controller:volumeattributesclass-protection-controller",
    "csi-external-attacher",
    "csi-external-provisioner",
    "discovery",
    "heapster",
    "kube-aggregator",
    "kube-controller-manager",
    "kube-dns",
    "kube-scheduler",
    "kubelet-api-admin",
    "monitoring",
    "node",
    "node-bootstrapper",
    "node-problem-detector",
    "node-proxier",
    "persistent-volume-provisioner",
    "public-info-viewer",
    "service-account-issuer-discovery",
    "volume-scheduler",
];

/// The other ClusterRoles that the API server makes at start.
const USER_ROLES: [&str; 4] = ["admin", "cluster-admin", "edit", "view"];

/// What else is there: kind, namespace (none for any, or for the cluster), name.
const OBJECTS: [(&str, Option<&str>, &str); 19] = [
    // `pkg/controller/certificates/rootcacertpublisher`
    ("ConfigMap", None, "kube-root-ca.crt"),
    // `pkg/controlplane/controller/clusterauthenticationtrust`
    ("ConfigMap", Some("kube-system"), "extension-apiserver-authentication"),
    // `pkg/controlplane/controller/legacytokentracking`
    ("ConfigMap", Some("kube-system"), "kube-apiserver-legacy-service-account-token-tracking"),
    // `pkg/controller/serviceaccount/serviceaccounts_controller.go`
    ("ServiceAccount", None, "default"),
    // `pkg/controlplane/controller/kubernetesservice`
    ("Service", Some("default"), "kubernetes"),
    // `pkg/apis/scheduling/types.go`
    ("PriorityClass", None, "system-cluster-critical"),
    ("PriorityClass", None, "system-node-critical"),
    // `bootstrappolicy/testdata/namespace-roles.yaml`
    ("Role", Some("kube-public"), "system:controller:bootstrap-signer"),
    ("Role", Some("kube-system"), "extension-apiserver-authentication-reader"),
    ("Role", Some("kube-system"), "system::leader-locking-kube-controller-manager"),
    ("Role", Some("kube-system"), "system::leader-locking-kube-scheduler"),
    ("Role", Some("kube-system"), "system:controller:bootstrap-signer"),
    ("Role", Some("kube-system"), "system:controller:cloud-provider"),
    ("Role", Some("kube-system"), "system:controller:token-cleaner"),
    // The accounts of controllers whose role is not called as they are.
    ("ServiceAccount", Some("kube-system"), "bootstrap-signer"),
    ("ServiceAccount", Some("kube-system"), "cloud-provider"),
    // `staging/src/k8s.io/cloud-provider/names`
    ("ServiceAccount", Some("kube-system"), "cloud-node-controller"),
    ("ServiceAccount", Some("kube-system"), "cloud-node-lifecycle-controller"),
    ("ServiceAccount", Some("kube-system"), "token-cleaner"),
];

/// Tells whether a cluster has something without a manifest.
pub(super) fn has(kind: &str, space: &Space, name: &str) -> bool {
    let here = |namespace: Option<&str>| namespace.is_none_or(|at| space.meets(&Space::In(at.into())));
    let object = OBJECTS.iter().any(|(k, at, n)| *k == kind && *n == name && here(*at));
    object
        || match kind {
            "ClusterRole" => has_role(name),
            "ServiceAccount" => here(Some("kube-system")) && is_controller(name),
            _ => false,
        }
}

/// Tells whether a ClusterRole may be there. Programs of a cluster's provider make more with `system:`, so that only what
/// looks like a typing error of a known one is not.
fn has_role(name: &str) -> bool {
    if USER_ROLES.contains(&name) {
        return true;
    }
    let Some(rest) = name.strip_prefix("system:") else { return false };
    SYSTEM_ROLES.contains(&rest) || names::nearest(rest, SYSTEM_ROLES.into_iter()).is_none()
}

/// Tells whether the controller manager makes an account of this name for one of its controllers.
fn is_controller(name: &str) -> bool {
    SYSTEM_ROLES.iter().any(|role| role.strip_prefix("controller:") == Some(name))
}

/// Returns what a name may have been meant for among what every cluster has.
pub(super) fn nearest(kind: &str, name: &str) -> Option<String> {
    match (kind, name.strip_prefix("system:")) {
        ("ClusterRole", Some(rest)) => {
            names::nearest(rest, SYSTEM_ROLES.into_iter()).map(|near| format!("system:{near}"))
        }
        ("ClusterRole", None) => names::nearest(name, USER_ROLES.into_iter()).map(str::to_owned),
        _ => {
            let all = OBJECTS.iter().filter(|(k, _, _)| *k == kind).map(|(_, _, n)| *n);
            names::nearest(name, all).map(str::to_owned)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(namespace: &str) -> Space {
        Space::In(namespace.into())
    }

    #[test]
    fn what_kubernetes_makes_is_there_where_it_makes_it() {
        assert!(has("ConfigMap", &within("shop"), "kube-root-ca.crt"));
        assert!(has("ServiceAccount", &Space::Unknown, "default"));
        assert!(has("ServiceAccount", &within("kube-system"), "job-controller"));
        assert!(!has("ServiceAccount", &within("shop"), "job-controller"));
        assert!(!has("ConfigMap", &within("shop"), "extension-apiserver-authentication"));
        assert!(!has("Secret", &within("shop"), "kube-root-ca.crt"));
    }

    #[test]
    fn a_role_of_the_system_is_unknown_unless_it_is_nearly_a_known_one() {
        assert!(has("ClusterRole", &Space::Cluster, "view"));
        assert!(has("ClusterRole", &Space::Cluster, "system:node"));
        assert!(has("ClusterRole", &Space::Cluster, "system:openshift:scc:anyuid"));
        assert!(!has("ClusterRole", &Space::Cluster, "system:node-bootstraper"));
        assert!(!has("ClusterRole", &Space::Cluster, "viewer"));
        assert_eq!(
            nearest("ClusterRole", "system:node-bootstraper").as_deref(),
            Some("system:node-bootstrapper")
        );
    }
}
