//! OpenShift's kinds in their ungrouped form of old.
//!
//! Before its API groups OpenShift served its kinds under `/oapi/v1`, so that old templates say `apiVersion: v1`. The
//! groups are those of `openshift/api` (one folder a group).

use super::Claim;

/// A kind of OpenShift and its group.
#[derive(Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The kind.
    pub kind: &'static str,
    /// The group it has now, always in version v1.
    pub group: &'static str,
}

const fn legacy(kind: &'static str, group: &'static str) -> Legacy {
    Legacy { kind, group }
}

static LEGACY: [Legacy; 32] = [
    legacy("AppliedClusterResourceQuota", "quota.openshift.io"),
    legacy("BrokerTemplateInstance", "template.openshift.io"),
    legacy("Build", "build.openshift.io"),
    legacy("BuildConfig", "build.openshift.io"),
    legacy("ClusterNetwork", "network.openshift.io"),
    legacy("ClusterResourceQuota", "quota.openshift.io"),
    legacy("DeploymentConfig", "apps.openshift.io"),
    legacy("EgressNetworkPolicy", "network.openshift.io"),
    legacy("Group", "user.openshift.io"),
    legacy("HostSubnet", "network.openshift.io"),
    legacy("Identity", "user.openshift.io"),
    legacy("Image", "image.openshift.io"),
    legacy("ImageSignature", "image.openshift.io"),
    legacy("ImageStream", "image.openshift.io"),
    legacy("ImageStreamImage", "image.openshift.io"),
    legacy("ImageStreamImport", "image.openshift.io"),
    legacy("ImageStreamMapping", "image.openshift.io"),
    legacy("ImageStreamTag", "image.openshift.io"),
    legacy("NetNamespace", "network.openshift.io"),
    legacy("OAuthAccessToken", "oauth.openshift.io"),
    legacy("OAuthAuthorizeToken", "oauth.openshift.io"),
    legacy("OAuthClient", "oauth.openshift.io"),
    legacy("OAuthClientAuthorization", "oauth.openshift.io"),
    legacy("Project", "project.openshift.io"),
    legacy("ProjectRequest", "project.openshift.io"),
    legacy("RoleBindingRestriction", "authorization.openshift.io"),
    legacy("Route", "route.openshift.io"),
    legacy("SecurityContextConstraints", "security.openshift.io"),
    legacy("Template", "template.openshift.io"),
    legacy("TemplateInstance", "template.openshift.io"),
    legacy("User", "user.openshift.io"),
    legacy("UserIdentityMapping", "user.openshift.io"),
];

/// Finds the kind of OpenShift that a claim names in the old form.
pub fn find(claim: Claim<'_>) -> Option<&'static Legacy> {
    if !claim.group.is_empty() || claim.version != "v1" {
        return None;
    }
    let found = LEGACY.binary_search_by(|legacy| legacy.kind.cmp(claim.kind)).ok()?;
    Some(&LEGACY[found])
}

/// Names in rules that OpenShift's authorizer knew without a group, beside the plurals of its kinds
/// (`openshift/origin`, `pkg/cmd/server/bootstrappolicy/policy.go`).
const RULE_NAMES: [&str; 12] = [
    "clusterpolicies",
    "clusterpolicybindings",
    "identities",
    "imagestreamsecrets",
    "localresourceaccessreviews",
    "podsecuritypolicyreviews",
    "podsecuritypolicyselfsubjectreviews",
    "podsecuritypolicysubjectreviews",
    "policies",
    "policybindings",
    "resourceaccessreviews",
    "subjectrulesreviews",
];

/// Tells whether a resource name without a group is one of OpenShift's old form.
pub fn is_resource(resource: &str) -> bool {
    let plural = |kind: &str| {
        let kind = kind.to_ascii_lowercase();
        resource == kind || resource.strip_suffix('s') == Some(&kind)
    };
    RULE_NAMES.contains(&resource) || LEGACY.iter().any(|legacy| plural(legacy.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(LEGACY.is_sorted_by_key(|legacy| legacy.kind));
    }

    #[test]
    fn only_the_ungrouped_form_is_legacy() {
        let claim = Claim { group: "", version: "v1", kind: "Route" };
        assert_eq!(find(claim).map(|legacy| legacy.group), Some("route.openshift.io"));
        assert_eq!(find(Claim { group: "route.openshift.io", ..claim }), None);
    }
}
