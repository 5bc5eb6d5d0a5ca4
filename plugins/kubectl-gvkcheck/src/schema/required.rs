//! Where the API server and the OpenAPI disagree about which fields are required.
//!
//! The server does not check built-in kinds against the OpenAPI: an absent field is the zero value of its Go type, some
//! are defaulted (`pkg/apis/*/*/defaults.go` of k8s.io/kubernetes), and validation (`pkg/apis/*/validation`) decides.
//! Both tables were found by experiment on a server of 1.36: from objects that it takes, each required field that a
//! create request can reach was removed in turn, and so was each field that is not required. Servers of 1.37, 1.21 and
//! 1.17 were asked the same. One difference of older minors is left out on purpose: until 1.33 nothing validated the pod
//! template and the claims of a StatefulSet, and its controller failed on them later.

/// Tells whether the server takes an object in which a field is absent (or null) that its OpenAPI requires.
///
/// `parents` are the names of the fields that lead from the root to the object that lacks the field, without list
/// indices and map keys: `["roleRef"]` for `apiGroup` of a RoleBinding.
pub fn accepted_absent(group: &str, kind: &str, parents: &[&str], field: &str) -> bool {
    // The server sets the status of a new object itself, and the ones nested in templates are not looked at.
    if parents.contains(&"status") || (parents.is_empty() && field == "status") {
        return true;
    }
    // Owners are validated in an object's own metadata, not in the metadata of a template in it.
    if parents.len() > 2 && parents.ends_with(&["metadata", "ownerReferences"]) {
        return true;
    }
    ACCEPTED.iter().any(|accepted| {
        accepted.field == field
            && parents.ends_with(accepted.tail)
            && (accepted.kind == ANY || (accepted.group == group && accepted.kind == kind))
    })
}

/// Tells the same as [`accepted_absent`], and knows besides what only an old version of the kind does without.
pub fn accepted_absent_in(group: &str, version: &str, kind: &str, parents: &[&str], field: &str) -> bool {
    let old = |(of, tail, name): &(&str, &[&str], &str)| {
        *name == field && parents.ends_with(tail) && *of == format!("{group}/{version} {kind}")
    };
    accepted_absent(group, kind, parents, field) || ACCEPTED_IN.iter().any(old)
}

/// Stands for every group or kind.
const ANY: &str = "*";

/// A field that may be absent although the OpenAPI of some minor requires it.
struct Accepted {
    group: &'static str,
    kind: &'static str,
    /// The last of the names that lead to the object with the field.
    tail: &'static [&'static str],
    field: &'static str,
}

const fn accepted(
    group: &'static str,
    kind: &'static str,
    tail: &'static [&'static str],
    field: &'static str,
) -> Accepted {
    Accepted { group, kind, tail, field }
}

/// By group, kind and field. The remark says why: *zero*, the zero value is valid; *unchecked*, nothing validates it;
/// *default*, the server fills it in; *dropped*, the server throws the object around it away.
const ACCEPTED: &[Accepted] = &[
    accepted(ANY, ANY, &["iscsi"], "lun"), // zero
    accepted(ANY, ANY, &["podFailurePolicy", "rules"], "onPodConditions"), // zero (required until 1.28)
    accepted(ANY, ANY, &["preferredDuringSchedulingIgnoredDuringExecution"], "preference"), // zero: matches all
    accepted(ANY, ANY, &["podFailurePolicy"], "rules"),                                     // zero
    accepted(ANY, ANY, &["sleep"], "seconds"),                                              // zero
    accepted(ANY, ANY, &["scaleIO"], "secretRef"),                                          // unchecked
    accepted(ANY, ANY, &["projected"], "sources"), // zero (required until 1.19)
    accepted(ANY, ANY, &["onPodConditions"], "status"), // default "True" (required until 1.34)
    accepted(ANY, ANY, &["httpHeaders"], "value"), // zero
    accepted(ANY, ANY, &["sysctls"], "value"),     // zero
    accepted("", "Event", &[], "involvedObject"),  // zero, in the namespace "default"
    accepted("", "LimitRange", &["spec"], "limits"), // zero
    accepted("", "Node", &["configSource", "configMap"], "kubeletConfigKey"), // dropped since 1.24
    accepted("", "Node", &["configSource", "configMap"], "name"), // dropped since 1.24
    accepted("", "Node", &["configSource", "configMap"], "namespace"), // dropped since 1.24
    accepted("", "PersistentVolumeClaim", &["spec", "dataSource"], "kind"), // dropped: no supported source
    accepted("apiextensions.k8s.io", "CustomResourceDefinition", &["versions"], "served"), // zero: false
    accepted("apiextensions.k8s.io", "CustomResourceDefinition", &["versions"], "storage"), // zero: false
    accepted("apiregistration.k8s.io", "APIService", &["spec"], "service"), // zero: local (required until 1.17)
    accepted("apps", "ControllerRevision", &[], "revision"),                // zero
    accepted("apps", "StatefulSet", &["spec"], "serviceName"),              // unchecked (required until 1.32)
    accepted("authorization.k8s.io", "LocalSubjectAccessReview", &["requirements"], "operator"), // unchecked
    accepted("authorization.k8s.io", "SelfSubjectAccessReview", &["requirements"], "operator"), // unchecked
    accepted("authorization.k8s.io", "SubjectAccessReview", &["requirements"], "operator"), // unchecked
    accepted("autoscaling", "HorizontalPodAutoscaler", &["matchExpressions"], "key"), // unchecked
    accepted("autoscaling", "HorizontalPodAutoscaler", &["matchExpressions"], "operator"), // unchecked
    accepted("discovery.k8s.io", "EndpointSlice", &[], "endpoints"),        // zero (required until 1.35)
    accepted("discovery.k8s.io", "EndpointSlice", &["forZones"], "name"),   // unchecked
    accepted("extensions", "NetworkPolicy", &["spec"], "podSelector"),      // zero: all pods
    accepted("extensions", "PodSecurityPolicy", &["hostPorts"], "max"),     // zero
    accepted("extensions", "PodSecurityPolicy", &["hostPorts"], "min"),     // zero
    accepted("extensions", "PodSecurityPolicy", &["ranges"], "min"),        // zero
    accepted("internal.apiserver.k8s.io", "StorageVersion", &[], "spec"),   // zero (required until 1.35)
    accepted("networking.k8s.io", "NetworkPolicy", &["spec"], "podSelector"), // zero (required until 1.33)
    accepted("policy", "PodSecurityPolicy", &["hostPorts"], "max"),         // zero
    accepted("policy", "PodSecurityPolicy", &["hostPorts"], "min"),         // zero
    accepted("policy", "PodSecurityPolicy", &["ranges"], "min"),            // zero
    accepted("rbac.authorization.k8s.io", "ClusterRoleBinding", &["roleRef"], "apiGroup"), // default (until 1.35)
    accepted("rbac.authorization.k8s.io", "RoleBinding", &["roleRef"], "apiGroup"), // default (until 1.35)
    accepted("resource.k8s.io", "DeviceClass", &[], "spec"),                        // zero
    accepted("resource.k8s.io", "ResourceClaim", &[], "spec"),                      // zero
    accepted("resource.k8s.io", "ResourceClaimTemplate", &[], "spec"),              // zero
    accepted("resource.k8s.io", "ResourceClaimTemplate", &["spec"], "spec"),        // zero
    accepted("resource.k8s.io", "ResourceSlice", &["pool"], "generation"),          // zero
    accepted("resource.k8s.io", "ResourceSlice", &["capacity"], "value"), // zero, unless a requestPolicy needs more
    accepted("resource.k8s.io", "ResourceSlice", &["counters"], "value"), // zero
    accepted("scheduling.k8s.io", "PriorityClass", &[], "value"),         // zero (required until 1.35)
    accepted("storage.k8s.io", "CSIDriver", &["tokenRequests"], "audience"), // zero: the server's own
    accepted("storage.k8s.io", "CSIDriver", &[], "spec"),                 // zero
    accepted("storage.k8s.io", "CSINode", &["spec"], "drivers"),          // zero
    accepted("storage.k8s.io", "CSINode", &[], "spec"),                   // zero
    accepted("storagemigration.k8s.io", "StorageVersionMigration", &["resource"], "group"), // zero: core
];

/// By version and kind: fields that later versions of the kind demand.
const ACCEPTED_IN: &[(&str, &[&str], &str)] = &[
    ("apiextensions.k8s.io/v1beta1 CustomResourceDefinition", &["spec"], "scope"), // default "Namespaced"
    ("events.k8s.io/v1beta1 Event", &["series"], "count"),                         // unchecked
    ("events.k8s.io/v1beta1 Event", &[], "eventTime"),                             // unchecked
    ("events.k8s.io/v1beta1 Event", &["series"], "lastObservedTime"),              // unchecked
];

/// What the server demands of one kind although the OpenAPI does not require it.
struct Demands {
    group: &'static str,
    kind: &'static str,
    /// The only version that is meant, or [`ANY`].
    version: &'static str,
    paths: Paths,
}

type Paths = &'static [&'static [&'static str]];

/// Lists the paths that the server refuses to miss in a kind, though its OpenAPI does not say so.
///
/// The last name of a path is what must be there, where all before it is; `"*"` stands for each item of a list. A path
/// demands nothing where its parent is absent: that is another path's business, or the OpenAPI's.
pub fn refused_absent(group: &str, version: &str, kind: &str) -> Paths {
    REFUSED
        .iter()
        .find(|row| row.group == group && row.kind == kind && (row.version == ANY || row.version == version))
        .map_or(&[], |row| row.paths)
}

const fn demands(group: &'static str, kind: &'static str, version: &'static str, paths: Paths) -> Demands {
    Demands { group, kind, version, paths }
}

/// What a workload needs whose schema requires the template itself.
const TEMPLATED: Paths = &[
    &["spec"],
    &["spec", "template", "spec"],
    &["spec", "template", "spec", "containers", "*", "image"],
    &["spec", "template", "spec", "initContainers", "*", "image"],
];

/// What a workload needs whose schema does not.
const REPLICATED: Paths = &[
    &["spec"],
    &["spec", "template"],
    &["spec", "template", "spec"],
    &["spec", "template", "spec", "containers", "*", "image"],
    &["spec", "template", "spec", "initContainers", "*", "image"],
];

/// What the rules of both kinds of webhook need.
const WEBHOOK_RULES: Paths = &[
    &["webhooks", "*", "rules", "*", "apiGroups"],
    &["webhooks", "*", "rules", "*", "apiVersions"],
    &["webhooks", "*", "rules", "*", "operations"],
    &["webhooks", "*", "rules", "*", "resources"],
];

/// By group and kind; only what is demanded whatever the other fields say, and in every minor that has the version.
const REFUSED: &[Demands] = &[
    demands("", "Binding", ANY, &[&["target", "name"]]),
    demands("", "PersistentVolume", ANY, &[&["spec"], &["spec", "accessModes"], &["spec", "capacity"]]),
    demands(
        "",
        "PersistentVolumeClaim",
        ANY,
        &[&["spec"], &["spec", "accessModes"], &["spec", "resources"], &["spec", "resources", "requests"]],
    ),
    demands(
        "",
        "Pod",
        ANY,
        &[&["spec"], &["spec", "containers", "*", "image"], &["spec", "initContainers", "*", "image"]],
    ),
    demands(
        "",
        "PodTemplate",
        ANY,
        &[
            &["template"],
            &["template", "spec"],
            &["template", "spec", "containers", "*", "image"],
            &["template", "spec", "initContainers", "*", "image"],
        ],
    ),
    demands("", "ReplicationController", ANY, REPLICATED),
    // Of a Service without a spec the server misses the ports; headless ones and ExternalName need none.
    demands("", "Service", ANY, &[&["spec"]]),
    demands(
        "admissionregistration.k8s.io",
        "MutatingAdmissionPolicy",
        ANY,
        &[
            &["spec"],
            &["spec", "matchConstraints"],
            &["spec", "matchConstraints", "resourceRules"],
            &["spec", "mutations"],
            &["spec", "reinvocationPolicy"],
        ],
    ),
    demands(
        "admissionregistration.k8s.io",
        "MutatingAdmissionPolicyBinding",
        ANY,
        &[&["spec"], &["spec", "policyName"]],
    ),
    demands("admissionregistration.k8s.io", "MutatingWebhookConfiguration", ANY, WEBHOOK_RULES),
    demands(
        "admissionregistration.k8s.io",
        "ValidatingAdmissionPolicy",
        ANY,
        &[&["spec"], &["spec", "matchConstraints"], &["spec", "matchConstraints", "resourceRules"]],
    ),
    demands("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", ANY, WEBHOOK_RULES),
    demands(
        "apiextensions.k8s.io",
        "CustomResourceDefinition",
        "v1",
        &[&["spec", "versions", "*", "schema"], &["spec", "versions", "*", "schema", "openAPIV3Schema"]],
    ),
    demands("apps", "ControllerRevision", ANY, &[&["data"]]),
    demands("apps", "DaemonSet", ANY, TEMPLATED),
    demands("apps", "Deployment", ANY, TEMPLATED),
    demands("apps", "ReplicaSet", ANY, REPLICATED),
    demands("apps", "StatefulSet", ANY, TEMPLATED),
    demands(
        "batch",
        "CronJob",
        ANY,
        &[
            &["spec", "jobTemplate", "spec"],
            &["spec", "jobTemplate", "spec", "template", "spec"],
            &["spec", "jobTemplate", "spec", "template", "spec", "containers", "*", "image"],
            &["spec", "jobTemplate", "spec", "template", "spec", "initContainers", "*", "image"],
            // Its default, Always, is what a Job must not have.
            &["spec", "jobTemplate", "spec", "template", "spec", "restartPolicy"],
        ],
    ),
    demands(
        "batch",
        "Job",
        ANY,
        &[
            &["spec"],
            &["spec", "template", "spec"],
            &["spec", "template", "spec", "containers", "*", "image"],
            &["spec", "template", "spec", "initContainers", "*", "image"],
            &["spec", "template", "spec", "restartPolicy"],
        ],
    ),
    demands("certificates.k8s.io", "CertificateSigningRequest", "v1", &[&["spec", "usages"]]),
    demands(
        "events.k8s.io",
        "Event",
        "v1",
        &[&["action"], &["reason"], &["reportingController"], &["reportingInstance"], &["type"]],
    ),
    demands("extensions", "DaemonSet", ANY, &[&["spec"]]),
    demands("extensions", "Deployment", ANY, &[&["spec"]]),
    demands("extensions", "Ingress", ANY, &[&["spec"]]),
    demands("extensions", "ReplicaSet", ANY, &[&["spec"]]),
    demands("flowcontrol.apiserver.k8s.io", "FlowSchema", ANY, &[&["spec"]]),
    demands("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration", ANY, &[&["spec"]]),
    demands("networking.k8s.io", "Ingress", ANY, &[&["spec"]]),
    demands("networking.k8s.io", "IngressClass", ANY, &[&["spec"], &["spec", "controller"]]),
    demands("networking.k8s.io", "ServiceCIDR", ANY, &[&["spec"], &["spec", "cidrs"]]),
    demands("storage.k8s.io", "VolumeAttributesClass", ANY, &[&["parameters"]]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reference_needs_no_group() {
        let group = "rbac.authorization.k8s.io";
        assert!(accepted_absent(group, "RoleBinding", &["roleRef"], "apiGroup"));
        assert!(!accepted_absent(group, "RoleBinding", &["roleRef"], "name"));
        assert!(!accepted_absent(group, "Role", &["roleRef"], "apiGroup"));
    }

    #[test]
    fn pod_fields_are_the_same_in_every_template() {
        for parents in [&["spec", "securityContext", "sysctls"][..], &["spec", "template", "spec", "sysctls"]]
        {
            assert!(accepted_absent("apps", "Deployment", parents, "value"));
        }
        assert!(!accepted_absent("", "Pod", &["spec", "sysctls"], "name"));
    }

    #[test]
    fn owners_are_checked_in_an_objects_own_metadata_only() {
        assert!(!accepted_absent("", "Pod", &["metadata", "ownerReferences"], "uid"));
        let parents = ["spec", "template", "metadata", "ownerReferences"];
        assert!(accepted_absent("apps", "Deployment", &parents, "uid"));
    }

    #[test]
    fn a_status_may_be_anything() {
        assert!(accepted_absent("apps", "Deployment", &["status", "conditions"], "type"));
        assert!(accepted_absent("", "Any", &[], "status"));
        assert!(!accepted_absent("batch", "Job", &["spec"], "status"));
    }

    #[test]
    fn selectors_are_checked_except_in_autoscalers() {
        let parents = ["spec", "selector", "matchExpressions"];
        assert!(!accepted_absent("apps", "Deployment", &parents, "operator"));
        assert!(accepted_absent("autoscaling", "HorizontalPodAutoscaler", &parents, "operator"));
    }

    #[test]
    fn the_scope_of_a_definition_had_a_default() {
        let absent = |version| {
            accepted_absent_in(
                "apiextensions.k8s.io",
                version,
                "CustomResourceDefinition",
                &["spec"],
                "scope",
            )
        };
        assert_eq!((absent("v1"), absent("v1beta1")), (false, true));
    }

    #[test]
    fn containers_need_an_image() {
        let paths: Vec<_> = refused_absent("", "v1", "Pod").to_vec();
        assert!(paths.contains(&&["spec", "containers", "*", "image"][..]));
    }

    #[test]
    fn some_demands_are_of_one_version() {
        let count =
            |version| refused_absent("apiextensions.k8s.io", version, "CustomResourceDefinition").len();
        assert_eq!((count("v1"), count("v1beta1")), (2, 0));
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(ACCEPTED.is_sorted_by_key(|a| (a.group != ANY, a.group, a.kind, a.field, a.tail)));
        assert!(REFUSED.is_sorted_by_key(|row| (row.group, row.kind)));
        assert!(REFUSED.iter().all(|row| row.paths.is_sorted()));
    }
}
