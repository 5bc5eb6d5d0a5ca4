//! Proves the table of life cycles on facts of the Kubernetes deprecation guide
//! (`reference/using-api/deprecation-guide` of the Kubernetes documentation).

use kubecheck_catalog::{Kind, Minor, Replacement, find};

/// In which minor what is removed, and what its users are told to use instead: kind, group/version, new group/version.
const REMOVALS: &[(u8, &str, &str, Option<&str>)] = &[
    (32, "FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta3", Some("flowcontrol.apiserver.k8s.io/v1")),
    (
        32,
        "PriorityLevelConfiguration",
        "flowcontrol.apiserver.k8s.io/v1beta3",
        Some("flowcontrol.apiserver.k8s.io/v1"),
    ),
    (29, "FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta2", Some("flowcontrol.apiserver.k8s.io/v1beta3")),
    (
        29,
        "PriorityLevelConfiguration",
        "flowcontrol.apiserver.k8s.io/v1beta2",
        Some("flowcontrol.apiserver.k8s.io/v1beta3"),
    ),
    (27, "CSIStorageCapacity", "storage.k8s.io/v1beta1", Some("storage.k8s.io/v1")),
    (26, "FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta1", Some("flowcontrol.apiserver.k8s.io/v1beta3")),
    (
        26,
        "PriorityLevelConfiguration",
        "flowcontrol.apiserver.k8s.io/v1beta1",
        Some("flowcontrol.apiserver.k8s.io/v1beta3"),
    ),
    (26, "HorizontalPodAutoscaler", "autoscaling/v2beta2", Some("autoscaling/v2")),
    (25, "CronJob", "batch/v1beta1", Some("batch/v1")),
    (25, "EndpointSlice", "discovery.k8s.io/v1beta1", Some("discovery.k8s.io/v1")),
    (25, "Event", "events.k8s.io/v1beta1", Some("events.k8s.io/v1")),
    (25, "HorizontalPodAutoscaler", "autoscaling/v2beta1", Some("autoscaling/v2")),
    (25, "PodDisruptionBudget", "policy/v1beta1", Some("policy/v1")),
    (25, "PodSecurityPolicy", "policy/v1beta1", None),
    (25, "RuntimeClass", "node.k8s.io/v1beta1", Some("node.k8s.io/v1")),
    (
        22,
        "MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1",
        Some("admissionregistration.k8s.io/v1"),
    ),
    (
        22,
        "ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1",
        Some("admissionregistration.k8s.io/v1"),
    ),
    (22, "CustomResourceDefinition", "apiextensions.k8s.io/v1beta1", Some("apiextensions.k8s.io/v1")),
    (22, "APIService", "apiregistration.k8s.io/v1beta1", Some("apiregistration.k8s.io/v1")),
    (22, "TokenReview", "authentication.k8s.io/v1beta1", Some("authentication.k8s.io/v1")),
    (22, "LocalSubjectAccessReview", "authorization.k8s.io/v1beta1", Some("authorization.k8s.io/v1")),
    (22, "SelfSubjectAccessReview", "authorization.k8s.io/v1beta1", Some("authorization.k8s.io/v1")),
    (22, "SubjectAccessReview", "authorization.k8s.io/v1beta1", Some("authorization.k8s.io/v1")),
    (22, "SelfSubjectRulesReview", "authorization.k8s.io/v1beta1", Some("authorization.k8s.io/v1")),
    (22, "CertificateSigningRequest", "certificates.k8s.io/v1beta1", Some("certificates.k8s.io/v1")),
    (22, "Lease", "coordination.k8s.io/v1beta1", Some("coordination.k8s.io/v1")),
    (22, "Ingress", "extensions/v1beta1", Some("networking.k8s.io/v1")),
    (22, "Ingress", "networking.k8s.io/v1beta1", Some("networking.k8s.io/v1")),
    (22, "IngressClass", "networking.k8s.io/v1beta1", Some("networking.k8s.io/v1")),
    (22, "ClusterRole", "rbac.authorization.k8s.io/v1beta1", Some("rbac.authorization.k8s.io/v1")),
    (22, "ClusterRoleBinding", "rbac.authorization.k8s.io/v1beta1", Some("rbac.authorization.k8s.io/v1")),
    (22, "Role", "rbac.authorization.k8s.io/v1beta1", Some("rbac.authorization.k8s.io/v1")),
    (22, "RoleBinding", "rbac.authorization.k8s.io/v1beta1", Some("rbac.authorization.k8s.io/v1")),
    (22, "PriorityClass", "scheduling.k8s.io/v1beta1", Some("scheduling.k8s.io/v1")),
    (22, "CSIDriver", "storage.k8s.io/v1beta1", Some("storage.k8s.io/v1")),
    (22, "CSINode", "storage.k8s.io/v1beta1", Some("storage.k8s.io/v1")),
    (22, "StorageClass", "storage.k8s.io/v1beta1", Some("storage.k8s.io/v1")),
    (22, "VolumeAttachment", "storage.k8s.io/v1beta1", Some("storage.k8s.io/v1")),
    (16, "NetworkPolicy", "extensions/v1beta1", Some("networking.k8s.io/v1")),
    (16, "DaemonSet", "extensions/v1beta1", Some("apps/v1")),
    (16, "DaemonSet", "apps/v1beta2", Some("apps/v1")),
    (16, "Deployment", "extensions/v1beta1", Some("apps/v1")),
    (16, "Deployment", "apps/v1beta1", Some("apps/v1")),
    (16, "Deployment", "apps/v1beta2", Some("apps/v1")),
    (16, "StatefulSet", "apps/v1beta1", Some("apps/v1")),
    (16, "StatefulSet", "apps/v1beta2", Some("apps/v1")),
    (16, "ReplicaSet", "extensions/v1beta1", Some("apps/v1")),
    (16, "ReplicaSet", "apps/v1beta2", Some("apps/v1")),
    (16, "PodSecurityPolicy", "extensions/v1beta1", Some("policy/v1beta1")),
];

fn minor(number: u8) -> Minor {
    Minor::new(number).expect("two digits")
}

fn kind(api_version: &str, kind: &str) -> &'static Kind {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    find(group, version, kind).unwrap_or_else(|| panic!("{api_version} {kind} is unknown"))
}

fn api_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

#[test]
fn removals_are_as_announced() {
    for (removed, name, old, _) in REMOVALS {
        let kind = kind(old, name);
        assert_eq!(kind.lifecycle.removed, Some(minor(*removed)), "{old} {name}");
        let deprecated = kind.lifecycle.deprecated.unwrap_or_else(|| panic!("{old} {name} never deprecated"));
        assert!(deprecated < minor(*removed), "{old} {name}");
    }
}

#[test]
fn replacements_are_as_announced() {
    for (_, name, old, new) in REMOVALS {
        let replacement = kind(old, name).lifecycle.replacement;
        let told = replacement.map(|Replacement { group, version, .. }| api_version(group, version));
        assert_eq!(told.as_deref(), *new, "{old} {name}");
        assert!(replacement.is_none_or(|to| to.kind == *name), "{old} {name}");
    }
}

#[test]
fn what_is_removed_is_served_until_then_and_never_after() {
    for (removed, name, old, _) in REMOVALS {
        let kind = kind(old, name);
        for at in Minor::all() {
            let since = kind.lifecycle.introduced.unwrap_or(Minor::OLDEST);
            let alive = at >= since && at < minor(*removed);
            assert_eq!(kind.enabled_at(at), alive, "{old} {name} at {at}");
        }
    }
}

#[test]
fn a_replacement_is_served_where_the_old_version_is_gone() {
    for (removed, name, old, new) in REMOVALS {
        let kind = kind(old, name);
        let first = minor((*removed).max(Minor::OLDEST.number()));
        assert_eq!(kind.replacement_at(first).is_some(), new.is_some(), "{old} {name}");
    }
    let flow = kind("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema");
    let versions = [26, 29, 32].map(|at| flow.replacement_at(minor(at)).map(|kind| kind.version));
    assert_eq!(versions, [Some("v1beta3"), Some("v1beta3"), Some("v1")]);
    let ingress = kind("extensions/v1beta1", "Ingress");
    let versions = [18, 19].map(|at| ingress.replacement_at(minor(at)).map(|kind| kind.version));
    assert_eq!(versions, [Some("v1beta1"), Some("v1")]);
}

#[test]
fn listed_is_not_served() {
    // In the OpenAPI until 1.17, yet off by default since 1.16.
    for (api_version, name) in
        [("apps/v1beta1", "Deployment"), ("apps/v1beta2", "DaemonSet"), ("extensions/v1beta1", "ReplicaSet")]
    {
        let kind = kind(api_version, name);
        assert!(kind.at(minor(16)).is_some() && kind.at(minor(17)).is_some() && kind.at(minor(18)).is_none());
        assert!(!kind.enabled_at(minor(16)) && !kind.enabled_at(minor(17)));
    }
    // The last of its group to be on by default.
    let ingress = kind("extensions/v1beta1", "Ingress");
    assert!(
        ingress.enabled_at(minor(16)) && ingress.enabled_at(minor(21)) && ingress.at(minor(22)).is_none()
    );
}

#[test]
fn alphas_and_new_betas_are_off() {
    for kind in kubecheck_catalog::kinds() {
        for at in Minor::all().filter(|at| kind.enabled_at(*at)) {
            assert!(!kind.version.contains("alpha"), "{kind:?}");
            let beta_since = kind.version.contains("beta").then_some(kind.lifecycle.introduced).flatten();
            // A beta that came later may follow one that was on already.
            let follows = kind.group == "flowcontrol.apiserver.k8s.io" && kind.version == "v1beta3";
            assert!(beta_since.is_none_or(|since| since < minor(24)) || follows, "{kind:?} at {at}");
        }
    }
}

#[test]
fn the_sources_decide_where_the_declared_life_cycle_errs() {
    let gone = |api_version, name| kind(api_version, name).lifecycle.removed;
    assert_eq!(gone("networking.k8s.io/v1alpha1", "ClusterCIDR"), Some(minor(29)));
    assert_eq!(gone("networking.k8s.io/v1alpha1", "IPAddress"), Some(minor(31)));
    // Alphas without declared life cycle go with the last OpenAPI that has them.
    assert_eq!(gone("settings.k8s.io/v1alpha1", "PodPreset"), Some(minor(20)));
    assert_eq!(gone("batch/v2alpha1", "CronJob"), Some(minor(21)));
}

#[test]
fn what_goes_in_minors_to_come_is_known() {
    let claim = kind("resource.k8s.io/v1beta1", "ResourceClaim");
    assert!(claim.at(minor(36)).is_some() && claim.at(Minor::NEWEST).is_some());
    assert_eq!(claim.lifecycle.removed, Some(minor(38)));
    assert_eq!(claim.replacement_at(Minor::NEWEST).map(|kind| kind.version), Some("v1"));
}

#[test]
fn what_stays_may_be_deprecated() {
    let endpoints = kind("v1", "Endpoints").lifecycle;
    assert_eq!((endpoints.deprecated, endpoints.removed), (Some(minor(33)), None));
    assert_eq!(
        endpoints.replacement.map(|to| (to.group, to.kind)),
        Some(("discovery.k8s.io", "EndpointSlice"))
    );
    assert_eq!(kind("v1", "ComponentStatus").lifecycle.deprecated, Some(minor(19)));
    assert_eq!(kind("apps/v1", "Deployment").lifecycle.deprecated, None);
}
