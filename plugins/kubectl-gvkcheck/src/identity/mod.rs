//! Is this the API it says it is? One verdict for an apiVersion and a kind at a version of Kubernetes.
//!
//! [`judge`] is a function of the two strings, the target and the catalogue. Each rule's file words its own verdict.

pub mod builtin;
pub mod config;
pub mod names;
pub mod openshift;
pub mod vendor;
pub mod verdict;

use kubecheck_catalog::{self as catalog, Minor};

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

/// Judges a claim at a version of Kubernetes.
pub fn judge(claim: Claim<'_>, target: Minor) -> Verdict {
    if let Some(kind) = catalog::find(claim.group, claim.version, claim.kind) {
        return builtin::exact(kind, target);
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
