//! The possible answers to "is this the API it says it is?".

use kubecheck_catalog::{Kind, Minor};

use super::openshift::Legacy;

/// What a claim turned out to be.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Served by default at the target; it may be deprecated.
    Served(&'static Kind),
    /// Known at the target, but only served when switched on.
    OffByDefault(&'static Kind),
    /// Known at the target, and the server that is judged against does not serve it.
    NotServedHere(&'static Kind),
    /// Was served before the target.
    Removed(&'static Kind),
    /// Will be served after the target.
    NotYet(&'static Kind),
    /// The kind lives in another group.
    WrongGroup {
        /// Where it lives at the target, the best first; empty if nothing like it is known.
        right: Vec<&'static Kind>,
        /// Why the group is wrong.
        why: WhyGroup,
    },
    /// The group has the kind, but never had it in this version.
    UnknownVersion(Vec<&'static Kind>),
    /// The kind is written with another case.
    KindCase(&'static Kind),
    /// A resource name (plural, singular or short) stands where the kind belongs.
    PluralKind(&'static Kind),
    /// The group is built in and has no such kind, nor has any other.
    UnknownKind {
        /// The kind that was likely meant.
        nearest: Option<&'static Kind>,
        /// The parent resource and subresource, if the kind exists only below another.
        subresource: Option<(&'static Kind, &'static str)>,
    },
    /// The apiVersion or the kind cannot be one.
    Malformed(Malformed),
    /// OpenShift's ungrouped form of old.
    OpenShift(&'static Legacy),
    /// A configuration file of a program, not an API object; the text says whose.
    Config(&'static str),
    /// A kind of a custom group.
    Custom,
    /// A document that does not claim to be a Kubernetes object, met while walking a folder.
    NotKubernetes,
}

/// Why a group is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyGroup {
    /// The group is built in and does not have the kind.
    BuiltIn,
    /// The group has no dot: the API server accepts no such group from a CRD.
    NoDot,
    /// The group is one typing error away from this one.
    Typo(&'static str),
    /// The group is a vendor's that is known not to have the kind.
    Vendor,
}

/// Why an apiVersion and kind cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The document has no apiVersion.
    NoApiVersion,
    /// The document has no kind.
    NoKind,
    /// The document is no mapping.
    NotAMapping(&'static str),
    /// The apiVersion is not a string but this.
    ApiVersionType(&'static str),
    /// The kind is not a string but this.
    KindType(&'static str),
    /// A List without a list of items.
    ListItems,
    /// More than one slash.
    TooManySlashes(String),
    /// An empty part, or characters that no group or version has.
    ApiVersion(String),
    /// A group stands without its version.
    GroupOnly(String),
    /// Characters that no kind has.
    Kind(String),
}

/// Returns the apiVersion of a group and a version.
pub fn api_version(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// Returns the apiVersion of a kind of the catalogue.
pub fn of(kind: &Kind) -> String {
    api_version(kind.group, kind.version)
}

/// Tells whether a kind is no longer served at a version of Kubernetes.
pub fn gone(kind: &Kind, at: Minor) -> bool {
    kind.lifecycle.removed.is_some_and(|removed| removed <= at)
}
