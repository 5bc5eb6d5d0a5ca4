//! Is this the API it says it is? One verdict for an apiVersion and a kind at a version of Kubernetes.
//!
//! [`judge`] is a function of the two strings, the target and the catalogue. Each rule's file words its own verdict.

pub mod builtin;
pub mod config;
pub mod names;
pub mod openshift;
pub mod target;
pub mod vendor;
pub mod verdict;

use kubecheck_catalog as catalog;

use crate::world::Server;

pub use target::Target;
pub use verdict::{Malformed, Verdict, WhyGroup};

/// An apiVersion and a kind as they stand in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The group, empty for the core group.
    pub group: &'a str,
    /// The version.
    pub version: &'a str,
    /// The kind.
    pub kind: &'a str,
}

impl<'a> Claim<'a> {
    /// Splits an apiVersion at its slash. The parts are not judged here, but there must be the right number of them.
    pub fn parse(api_version: &'a str, kind: &'a str) -> Result<Self, Malformed> {
        let mut parts = api_version.split('/');
        let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let (group, version) = match (second, third) {
            (None, _) => ("", first),
            (Some(second), None) => (first, second),
            (Some(_), Some(_)) => return Err(Malformed::TooManySlashes(api_version.to_owned())),
        };
        let named = |part: &str| !part.is_empty() && part.bytes().all(is_name_byte);
        if !named(version) || (second.is_some() && !named(group)) {
            return Err(Malformed::ApiVersion(api_version.to_owned()));
        }
        if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(Malformed::Kind(kind.to_owned()));
        }
        Ok(Claim { group, version, kind })
    }

    /// Returns the apiVersion.
    pub fn api_version(&self) -> String {
        verdict::api_version(self.group, self.version)
    }
}

/// The characters that groups and versions are made of, upper case included: a wrong case has a better answer than
/// "malformed".
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-' || byte == b'_'
}

/// Judges a claim at a version of Kubernetes, or by what a server says.
pub fn judge(claim: Claim<'_>, target: Target<'_>) -> Verdict {
    if let Some(kind) = catalog::find(claim.group, claim.version, claim.kind) {
        return builtin::exact(kind, target);
    }
    let served = |server: &Server| server.serves(claim.group, claim.version, claim.kind) == Some(true);
    if target.server.is_some_and(served) {
        // Newer than the catalogue, or what an aggregated API brings.
        return Verdict::Custom;
    }
    if let Some(description) = config::find(claim) {
        return Verdict::Config(description);
    }
    if let Some(legacy) = openshift::find(claim) {
        return Verdict::OpenShift(legacy);
    }
    if builtin::is_group(claim.group) {
        return builtin::in_group(claim, target);
    }
    vendor::judge(claim, target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::target;

    /// Names a verdict with what it points to.
    fn verdict(api_version: &str, kind: &str, minor: u8) -> String {
        let names =
            |kinds: &[&catalog::Kind]| kinds.iter().map(|k| verdict::of(k)).collect::<Vec<_>>().join(" ");
        let claim = match Claim::parse(api_version, kind) {
            Ok(claim) => claim,
            Err(malformed) => return format!("malformed {malformed:?}"),
        };
        match judge(claim, target(minor).into()) {
            Verdict::Served(_) => "served".to_owned(),
            Verdict::NotServedHere(_) => "not here".to_owned(),
            Verdict::OffByDefault(_) => "off".to_owned(),
            Verdict::Removed(_) => "removed".to_owned(),
            Verdict::NotYet(_) => "not yet".to_owned(),
            Verdict::WrongGroup { right, why } => format!("{why:?} {}", names(&right)),
            Verdict::UnknownVersion(versions) => format!("version {}", names(&versions)),
            Verdict::KindCase(kind) => format!("case {}", kind.kind),
            Verdict::PluralKind(kind) => format!("plural {}", kind.kind),
            Verdict::UnknownKind { nearest, subresource: None } => {
                format!("unknown {}", nearest.map_or("", |kind| kind.kind))
            }
            Verdict::UnknownKind { subresource: Some((parent, name)), .. } => {
                format!("below {}/{name}", parent.kind)
            }
            Verdict::Malformed(malformed) => format!("malformed {malformed:?}"),
            Verdict::OpenShift(legacy) => legacy.group.to_owned(),
            Verdict::Config(reader) => format!("config {reader}"),
            Verdict::Custom => "custom".to_owned(),
            Verdict::NotKubernetes => "not kubernetes".to_owned(),
        }
    }

    #[test]
    fn a_kind_in_a_built_in_group_that_lacks_it_is_in_the_wrong_group() {
        assert_eq!(verdict("apps/v1", "ConfigMap", 36), "BuiltIn v1");
        assert_eq!(verdict("v1", "Deployment", 36), "BuiltIn apps/v1");
        assert_eq!(verdict("apps/v1", "Ingress", 18), "BuiltIn networking.k8s.io/v1beta1 extensions/v1beta1");
    }

    #[test]
    fn a_group_without_a_dot_cannot_be_custom() {
        assert_eq!(verdict("foo/v1", "Pod", 36), "NoDot v1");
        assert_eq!(verdict("foo/v1", "Bar", 36), "NoDot ");
    }

    #[test]
    fn a_group_one_letter_off_is_a_typing_error() {
        assert_eq!(verdict("app/v1", "Deployment", 36), "Typo(\"apps\") apps/v1");
        assert_eq!(
            verdict("netwroking.k8s.io/v1", "Ingress", 36),
            "Typo(\"networking.k8s.io\") networking.k8s.io/v1"
        );
        assert_eq!(verdict("Apps/v1", "Deployment", 36), "Typo(\"apps\") apps/v1");
    }

    #[test]
    fn custom_groups_may_have_kinds_named_as_built_in_ones() {
        for (api_version, kind) in [
            ("serving.knative.dev/v1", "Service"),
            ("crd.projectcalico.org/v1", "NetworkPolicy"),
            ("batch.volcano.sh/v1alpha1", "Job"),
            ("gateway.networking.k8s.io/v1", "Gateway"),
            ("snapshot.storage.k8s.io/v1", "VolumeSnapshot"),
            ("example.com/v1", "ConfigMap"),
        ] {
            assert_eq!(verdict(api_version, kind, 36), "custom", "{api_version} {kind}");
        }
    }

    #[test]
    fn a_vendor_known_to_lack_a_built_in_only_kind_is_the_wrong_group() {
        assert_eq!(verdict("cert-manager.io/v1", "ConfigMap", 36), "Vendor v1");
        assert_eq!(verdict("monitoring.coreos.com/v1", "PersistentVolumeClaim", 36), "Vendor v1");
    }

    #[test]
    fn a_version_has_its_time() {
        assert_eq!(verdict("extensions/v1beta1", "Ingress", 21), "served");
        assert_eq!(verdict("extensions/v1beta1", "Ingress", 22), "removed");
        assert_eq!(verdict("networking.k8s.io/v1", "Ingress", 18), "not yet");
        assert_eq!(verdict("apps/v1beta1", "Deployment", 16), "removed");
        assert_eq!(verdict("storage.k8s.io/v1beta1", "VolumeAttributesClass", 33), "off");
    }

    #[test]
    fn a_version_that_never_was_is_told_from_one_that_was_removed() {
        assert_eq!(verdict("apps/v2", "Deployment", 36), "version apps/v1 apps/v1beta2 apps/v1beta1");
        assert_eq!(verdict("v1beta3", "Pod", 36), "version v1");
    }

    #[test]
    fn kinds_written_otherwise_are_recognised() {
        assert_eq!(verdict("apps/v1", "deployment", 36), "case Deployment");
        assert_eq!(verdict("v1", "configMap", 36), "case ConfigMap");
        assert_eq!(verdict("v1", "Deployments", 36), "plural Deployment");
        assert_eq!(verdict("apps/v1", "deploy", 36), "plural Deployment");
        assert_eq!(verdict("apps/v1", "Deploymnet", 36), "unknown Deployment");
        assert_eq!(verdict("apps/v1", "Frobnicator", 36), "unknown ");
        assert_eq!(verdict("policy/v1", "Eviction", 36), "below Pod/eviction");
    }

    #[test]
    fn what_cannot_be_an_api_version_is_malformed() {
        assert_eq!(verdict("apps", "Deployment", 36), "malformed GroupOnly(\"apps\")");
        assert_eq!(verdict("a/b/c", "Pod", 36), "malformed TooManySlashes(\"a/b/c\")");
        assert_eq!(verdict("apps/", "Deployment", 36), "malformed ApiVersion(\"apps/\")");
        assert_eq!(verdict("/v1", "Pod", 36), "malformed ApiVersion(\"/v1\")");
        assert_eq!(verdict("v1", "Po d", 36), "malformed Kind(\"Po d\")");
    }

    #[test]
    fn other_documents_are_recognised() {
        assert_eq!(verdict("v1", "BuildConfig", 36), "build.openshift.io");
        assert_eq!(verdict("v1", "Config", 36), "config kubectl and clients (kubeconfig)");
        assert_eq!(verdict("kustomize.config.k8s.io/v1beta1", "Kustomization", 36), "config kustomize");
    }
}
