//! Names in RBAC rules that no API serves, and that something asks the authorizer about all the same.

use kubecheck_catalog::Minor;

/// A virtual name: the resource, with the subresource behind a slash, and `*` for any subresource.
struct Virtual {
    group: &'static str,
    resource: &'static str,
    subresource: Option<&'static str>,
    /// The last minor in which anything asks about it; none if something still does.
    last: Option<u8>,
}

const fn resource(group: &'static str, resource: &'static str) -> Virtual {
    Virtual { group, resource, subresource: None, last: None }
}

const fn subresource(group: &'static str, resource: &'static str, subresource: &'static str) -> Virtual {
    Virtual { group, resource, subresource: Some(subresource), last: None }
}

const fn until(last: u8, own: Virtual) -> Virtual {
    Virtual { last: Some(last), ..own }
}

/// Each with the file of Kubernetes that asks about it.
static VIRTUALS: &[Virtual] = &[
    // Impersonation, of old and constrained: apiserver, pkg/endpoints/filters/impersonation/{impersonation,mode}.go.
    resource("", "users"),
    resource("", "groups"),
    resource("", "userextras"),
    resource("", "uids"),
    subresource("", "userextras", "*"),
    resource("authentication.k8s.io", "users"),
    resource("authentication.k8s.io", "groups"),
    resource("authentication.k8s.io", "serviceaccounts"),
    resource("authentication.k8s.io", "nodes"),
    resource("authentication.k8s.io", "uids"),
    resource("authentication.k8s.io", "userextras"),
    subresource("authentication.k8s.io", "userextras", "*"),
    // The kubelet's own API: pkg/kubelet/server/auth.go. What a subpath is called is the kubelet's affair.
    subresource("", "nodes", "*"),
    // Signers: pkg/certauthorization/certauthorization.go, plugin/pkg/admission/certificates.
    resource("certificates.k8s.io", "signers"),
    // pkg/controller/certificates/approver/sarapprove.go; selfnodeserver is what approvers of serving certificates ask.
    subresource("certificates.k8s.io", "certificatesigningrequests", "nodeclient"),
    subresource("certificates.k8s.io", "certificatesigningrequests", "selfnodeclient"),
    subresource("certificates.k8s.io", "certificatesigningrequests", "selfnodeserver"),
    // OpenShift's RestrictedEndpointsAdmission, which Kubernetes' own roles allow
    // (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go).
    subresource("", "endpoints", "restricted"),
    subresource("discovery.k8s.io", "endpointslices", "restricted"),
    // The parts of a claim's status: pkg/registry/resource/utils.go.
    subresource("resource.k8s.io", "resourceclaims", "binding"),
    subresource("resource.k8s.io", "resourceclaims", "driver"),
    // PodSecurityPolicy asked about its old group as well: plugin/pkg/admission/security/podsecuritypolicy, until 1.24.
    until(24, resource("extensions", "podsecuritypolicies")),
    // Real, but without a resource of that name beside it: pkg/registry/extensions/rest, until 1.17.
    until(17, subresource("extensions", "replicationcontrollers", "scale")),
    // OpenShift's legacy core group: its authorizer took these names without their group (openshift/origin,
    // pkg/cmd/server/bootstrappolicy/policy.go).
    resource("", "securitycontextconstraints"),
    subresource("", "imagestreams", "*"),
    subresource("", "deploymentconfigs", "*"),
    subresource("", "builds", "*"),
    subresource("", "buildconfigs", "*"),
    subresource("", "routes", "*"),
];

/// Subresources that anything may have: who owns an object asks for `finalizers`
/// (plugin/pkg/admission/gc/gc_admission.go), and generators write `status` beside every resource.
const ANYWHERE: [&str; 2] = ["finalizers", "status"];

/// Whether something asks about a name that nothing serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing does, and nothing ever did.
    Never,
    /// Something does.
    Still,
    /// Nothing has since a minor.
    Before(Minor),
}

/// Tells whether something asks about a name although nothing serves it.
pub fn asked(group: &str, resource: &str, subresource: Option<&str>, target: Minor) -> Asked {
    let fits = |own: &&Virtual| {
        let below = match (own.subresource, subresource) {
            (None, None) => true,
            (Some(own), Some(asked)) => asked != "*" && (own == "*" || own == asked),
            _ => false,
        };
        below && own.group == group && own.resource == resource
    };
    let Some(found) = VIRTUALS.iter().find(fits) else { return Asked::Never };
    match found.last.and_then(Minor::new) {
        Some(last) if last < target => Asked::Before(last.next()),
        _ => Asked::Still,
    }
}

/// Tells whether a subresource may be asked about below any resource.
pub fn is_anywhere(subresource: &str) -> bool {
    ANYWHERE.contains(&subresource)
}

/// The verbs that requests for resources have (apiserver, pkg/endpoints/request/requestinfo.go), and the wildcard. Others
/// are asked about by whoever made them up, of resources that may be made up as well.
const VERBS: [&str; 9] =
    ["*", "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/// Tells whether a verb is one that requests have.
pub fn is_request(verb: &str) -> bool {
    VERBS.contains(&verb)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::target;

    fn is_asked(group: &str, resource: &str, subresource: Option<&str>) -> bool {
        asked(group, resource, subresource, target(36)) == Asked::Still
    }

    #[test]
    fn virtual_names_are_known_by_group_resource_and_subresource() {
        assert!(is_asked("", "nodes", Some("metrics")));
        assert!(!is_asked("", "nodes", Some("*")), "RBAC has no such wildcard");
        assert!(!is_asked("", "nodes", None), "that is a real resource");
        assert!(is_asked("certificates.k8s.io", "signers", None));
        assert!(!is_asked("", "signers", None));
        assert!(is_asked("authentication.k8s.io", "userextras", Some("scopes")));
    }

    #[test]
    fn what_was_asked_about_once_is_told_with_its_end() {
        let psp = |minor| asked("extensions", "podsecuritypolicies", None, target(minor));
        assert_eq!(psp(24), Asked::Still);
        assert_eq!(psp(25), Asked::Before(target(25)));
    }
}
