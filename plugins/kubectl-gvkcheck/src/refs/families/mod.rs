//! The families of references: one file each tells where the references stand and what resolves them.

mod apiservice;
mod argo;
mod binding;
mod claim;
mod crd;
mod event;
mod flux;
mod gateway;
mod hpa;
mod ingress;
mod keda;
mod kustomize;
mod kyverno;
mod owner;
mod param;
mod vpa;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{NodeId, Value};

use super::kinds::Named;
use crate::facts::{self, Facts};
use crate::identity::Verdict;
use crate::schema::placeholder::is_placeholder;

/// What references of one sort have in common.
#[derive(Debug)]
pub struct Family {
    /// Its name, that of its page.
    pub name: &'static str,
    /// Whether what resolves it looks at the version too, rather than at group and kind alone.
    pub versioned: bool,
    /// Whether a discovery mapper resolves it, which takes a kind in lower case as well (client-go,
    /// `restmapper/discovery.go`).
    pub mapper: bool,
    /// Whether the target must have the subresource `scale`.
    pub scale: bool,
    /// Whether it is one entry of many, such as may name an old kind for old clusters.
    pub listed: bool,
    /// Whether no API server is asked, so that what was served once is as good as what is.
    pub offline: bool,
    /// Whether it only tells of something, so that nothing fails.
    pub telling: bool,
    /// Kinds that are found whatever their group.
    pub by_kind: &'static [&'static str],
    /// What happens when nothing answers to it.
    pub dead: &'static str,
}

impl Family {
    /// A family that is resolved by group and kind alone, by something of its own.
    const PLAIN: Family = Family {
        name: "",
        versioned: false,
        mapper: false,
        scale: false,
        listed: false,
        offline: false,
        telling: false,
        by_kind: &[],
        dead: "",
    };
}

/// A reference to a kind.
pub struct Reference<'a> {
    /// Its family.
    pub family: &'static Family,
    /// The value that holds it.
    pub at: NodeId,
    /// What it names.
    pub named: Named<'a>,
    /// Where the group stands, or the apiVersion; none where a default is taken.
    pub group_at: Option<Value<'a>>,
    /// Where the kind stands; none where a default is taken.
    pub kind_at: Option<Value<'a>>,
    /// How the group is written: the name of its field.
    pub written: Written,
}

/// The form in which a reference names its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// `apiVersion`, group and version in one.
    ApiVersion,
    /// A field of its own, by this name.
    Field(&'static str),
    /// With the kind in one text.
    Text,
}

/// What a family finds in an object.
pub enum Found<'a> {
    /// A reference to be judged.
    Reference(Reference<'a>),
    /// A reference that is wrong whatever is served.
    Fault(Fault),
}

/// What is wrong with a reference whatever is served.
pub struct Fault {
    /// Where.
    pub at: NodeId,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The built-in group that the target must serve for this to be wrong, if any.
    pub served: Option<String>,
}

/// Looks for references in an object.
type Find = for<'a> fn(&Object<'a>, &mut Vec<Found<'a>>);

/// Where to look: group and kind, and the family. A kind in the core group is common, so the table is sorted by kind.
static FAMILIES: &[(&str, &str, Find)] = &[
    ("APIService", "apiregistration.k8s.io", apiservice::find),
    ("Alert", "notification.toolkit.fluxcd.io", flux::alert),
    ("AppProject", "argoproj.io", argo::project),
    ("Application", "argoproj.io", argo::application),
    ("ApplicationSet", "argoproj.io", argo::application_set),
    ("BackendTLSPolicy", "gateway.networking.k8s.io", gateway::policy),
    ("ClusterPolicy", "kyverno.io", kyverno::find),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io", binding::find),
    ("ConfigMap", "", argo::settings),
    ("CustomResourceDefinition", "apiextensions.k8s.io", crd::find),
    ("Event", "", event::core),
    ("Event", "events.k8s.io", event::events),
    ("GRPCRoute", "gateway.networking.k8s.io", gateway::route),
    ("Gateway", "gateway.networking.k8s.io", gateway::gateway),
    ("GatewayClass", "gateway.networking.k8s.io", gateway::class),
    ("HTTPRoute", "gateway.networking.k8s.io", gateway::route),
    ("HelmRelease", "helm.toolkit.fluxcd.io", flux::release),
    ("HorizontalPodAutoscaler", "autoscaling", hpa::find),
    ("ImageUpdateAutomation", "image.toolkit.fluxcd.io", flux::automation),
    ("Ingress", "extensions", ingress::find),
    ("Ingress", "networking.k8s.io", ingress::find),
    ("IngressClass", "networking.k8s.io", ingress::class),
    ("Kustomization", "kustomize.toolkit.fluxcd.io", flux::kustomization),
    ("MutatingAdmissionPolicy", "admissionregistration.k8s.io", param::find),
    ("PersistentVolumeClaim", "", claim::find),
    ("Policy", "kyverno.io", kyverno::find),
    ("Receiver", "notification.toolkit.fluxcd.io", flux::receiver),
    ("ReferenceGrant", "gateway.networking.k8s.io", gateway::grant),
    ("RoleBinding", "rbac.authorization.k8s.io", binding::find),
    ("ScaledObject", "keda.sh", keda::find),
    ("StatefulSet", "apps", claim::templates),
    ("TCPRoute", "gateway.networking.k8s.io", gateway::route),
    ("TLSRoute", "gateway.networking.k8s.io", gateway::route),
    ("UDPRoute", "gateway.networking.k8s.io", gateway::route),
    ("ValidatingAdmissionPolicy", "admissionregistration.k8s.io", param::find),
    ("VerticalPodAutoscaler", "autoscaling.k8s.io", vpa::find),
];

/// The one ConfigMap that holds references.
pub const ARGO_SETTINGS: &str = "argocd-cm";

/// Returns the groups and kinds of objects that hold references, but for owners, which any may have.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAMILIES.iter().map(|(kind, group, _)| (*group, *kind))
}

/// Finds the references of an object to kinds.
pub fn find<'a>(object: &Object<'a>, facts: &Facts) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    if facts.is_list {
        return found;
    }
    if matches!(facts.verdict, Verdict::Config("kustomize")) {
        kustomize::find(object, &mut found);
        return found;
    }
    let Some(name) = object.kind_name() else { return found };
    let first = FAMILIES.partition_point(|(kind, _, _)| *kind < name);
    let own = FAMILIES[first..].iter().take_while(|(kind, _, _)| *kind == name);
    for (_, group, find) in own {
        if facts::claim(object).is_some_and(|claim| claim.group == *group) {
            find(object, &mut found);
        }
    }
    if !matches!(facts.verdict, Verdict::Malformed(_) | Verdict::Config(_) | Verdict::NotKubernetes) {
        owner::find(object, &mut found);
    }
    found
}

/// Follows fields into a value.
fn dig<'a>(value: Value<'a>, fields: &[&str]) -> Option<Value<'a>> {
    fields.iter().try_fold(value, |value, field| value.get(field))
}

/// Returns the items of the list behind some fields.
fn list<'a>(value: Value<'a>, fields: &[&str]) -> impl Iterator<Item = Value<'a>> + use<'a> {
    dig(value, fields).into_iter().flat_map(|list| list.items())
}

/// Returns a text that can be judged; a missing one is empty. None if it is of another type, or filled in later.
fn text<'a>(value: Option<Value<'a>>) -> Option<&'a str> {
    match value.filter(|value| !value.is_null()) {
        None => Some(""),
        Some(value) => value.as_str().filter(|text| !is_placeholder(text)),
    }
}

/// Returns a value that is there and no null.
fn field<'a>(map: Value<'a>, name: &str) -> Option<Value<'a>> {
    map.get(name).filter(|value| !value.is_null())
}

/// Splits an apiVersion as apimachinery's ParseGroupVersion does: without a slash all of it is the version.
fn split(api_version: &str) -> (&str, &str) {
    match api_version.rsplit_once('/') {
        // Too many slashes: the rest stays in the group, where it is seen to be no group.
        Some((group, version)) => (group, version),
        None => ("", api_version),
    }
}

/// Reads a reference with `apiVersion` and `kind`.
fn by_api_version<'a>(
    family: &'static Family,
    map: Value<'a>,
    default: (&'static str, &'static str),
) -> Option<Found<'a>> {
    let (group_at, kind_at) = (field(map, "apiVersion"), field(map, "kind"));
    let (api_version, kind) = (text(group_at)?, text(kind_at)?);
    let api_version = if api_version.is_empty() { default.0 } else { api_version };
    let kind = if kind.is_empty() { default.1 } else { kind };
    if kind.is_empty() {
        return None;
    }
    let (group, version) = split(api_version);
    let named = Named { group, version: (!version.is_empty()).then_some(version), kind };
    Some(Found::Reference(Reference {
        family,
        at: map.id(),
        named,
        group_at,
        kind_at,
        written: Written::ApiVersion,
    }))
}

/// Reads a reference with a field for the group and `kind`.
fn by_group<'a>(
    family: &'static Family,
    map: Value<'a>,
    name: &'static str,
    default: (&'static str, &'static str),
) -> Option<Found<'a>> {
    let (group_at, kind_at) = (field(map, name), field(map, "kind"));
    let group = if group_at.is_some() { text(group_at)? } else { default.0 };
    let kind = text(kind_at)?;
    let kind = if kind.is_empty() { default.1 } else { kind };
    if kind.is_empty() {
        return None;
    }
    let named = Named { group, version: None, kind };
    Some(Found::Reference(Reference {
        family,
        at: map.id(),
        named,
        group_at,
        kind_at,
        written: Written::Field(name),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_by_kind() {
        assert!(FAMILIES.is_sorted_by_key(|(kind, group, _)| (*kind, *group)));
    }

    #[test]
    fn an_api_version_without_a_slash_is_a_version() {
        assert_eq!(split("v1"), ("", "v1"));
        assert_eq!(split("apps/v1"), ("apps", "v1"));
        assert_eq!(split("apps/v1/x"), ("apps/v1", "x"));
    }
}
