//! What is made of the input when it is applied or runs: by kustomize, by controllers of custom objects, by programs.
//!
//! What is known to be made counts as there. What may be made, because something in the input speaks of it, is a
//! [`Mention`]: if nothing else defines it, that is information and no error.

use std::collections::BTreeSet;

use kubecheck_core::check::Unread;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};

use super::{Defined, Mention, Note, Renamed, Space, at, gateway as gateway_api, items, text_at};
use crate::facts::Facts;
use crate::identity::{Claim, Verdict};
use crate::schema::names::{self, NameRule};

/// Notes what a kustomization makes. What it takes from elsewhere is not in the input.
pub(super) fn kustomize(object: &Object<'_>, facts: &Facts, notes: &mut Vec<Note>) {
    if !matches!(facts.verdict, Verdict::Config("kustomize")) {
        return;
    }
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
        for generator in items(object.root, &[field]) {
            // Its references are written without the suffix, too, so that the plain name is the one that is there.
            if let Some(name) = text_at(generator, &["name"]) {
                made(notes, kind, Space::of(text_at(generator, &["namespace"])), name);
            }
        }
    }
    let affix = |field| text_at(object.root, &[field]).unwrap_or_default().into();
    let (prefix, suffix): (Box<str>, Box<str>) = (affix("namePrefix"), affix("nameSuffix"));
    let namespace = text_at(object.root, &["namespace"]).is_some();
    if !prefix.is_empty() || !suffix.is_empty() || namespace {
        notes.push(Note::Renamed(Renamed { prefix, suffix, namespace }));
    }
    let lists = ["resources", "bases", "components"];
    let taken = lists.iter().flat_map(|list| items(object.root, &[list])).filter_map(|item| item.as_str());
    let remote = taken.filter(|path| is_remote(path)).count();
    let built = ["helmCharts", "helmChartInflationGenerator", "generators"];
    let built = built.iter().map(|list| items(object.root, &[list]).count()).sum::<usize>();
    notes.extend((0..remote + built).map(|_| Note::Unread(Unread::Gap)));
}

/// Tells whether a resource of a kustomization is not a path of the disk.
fn is_remote(path: &str) -> bool {
    path.contains("://")
        || path.contains("?ref=")
        || path.starts_with("github.com/")
        || path.starts_with("git@")
}

/// Notes what comes of an object.
pub(super) fn read(object: &Object<'_>, facts: &Facts, claim: Claim<'_>, notes: &mut Vec<Note>) {
    match facts.known_kind() {
        Some(_) => builtin(object, claim, notes),
        None if matches!(facts.verdict, Verdict::Custom) => custom(object, claim, notes),
        None => {}
    }
}

fn made(notes: &mut Vec<Note>, kind: &str, space: Space, name: &str) {
    let (kind, name) = (kind.into(), name.into());
    notes.push(Note::Defined(Defined { kind, space, name, prefix: false, keys: None }));
}

/// Annotations of an Ingress for which cert-manager makes the Secrets under `tls` (its `ingress-shim`).
const CERTIFICATE: [&str; 4] = [
    "cert-manager.io/issuer",
    "cert-manager.io/cluster-issuer",
    "certmanager.k8s.io/cluster-issuer",
    "kubernetes.io/tls-acme",
];

/// Annotations of a Service for which OpenShift makes a Secret with a certificate.
const SERVING: [&str; 2] = [
    "service.beta.openshift.io/serving-cert-secret-name",
    "service.alpha.openshift.io/serving-cert-secret-name",
];

/// Notes the Secrets that cert-manager makes for the listeners of a Gateway that asks for them.
fn gateway(object: &Object<'_>, notes: &mut Vec<Note>) {
    let asks = |name: &&str| text_at(object.root, &["metadata", "annotations", name]).is_some();
    if !CERTIFICATE.iter().any(asks) {
        return;
    }
    for listener in items(object.root, &["spec", "listeners"]) {
        for name in items(listener, &["tls", "certificateRefs"]).filter_map(|item| text_at(item, &["name"])) {
            made(notes, "Secret", Space::of(object.namespace()), name);
        }
    }
}

fn builtin(object: &Object<'_>, claim: Claim<'_>, notes: &mut Vec<Note>) {
    let space = || Space::of(object.namespace());
    let annotation = |name: &&str| text_at(object.root, &["metadata", "annotations", name]);
    match claim.kind {
        "Ingress" if CERTIFICATE.iter().any(|name| annotation(name).is_some()) => {
            for name in items(object.root, &["spec", "tls"]).filter_map(|tls| text_at(tls, &["secretName"])) {
                made(notes, "Secret", space(), name);
            }
        }
        "Service" => {
            if let Some(name) = SERVING.iter().find_map(annotation) {
                made(notes, "Secret", space(), name);
            }
        }
        "Role" | "ClusterRole" => role(object, notes),
        _ => {}
    }
}

/// Notes what a role names: some program is to deal with it when it runs, and often makes it first.
fn role(object: &Object<'_>, notes: &mut Vec<Note>) {
    for rule in items(object.root, &["rules"]) {
        for (resource, kind) in [("secrets", "Secret"), ("configmaps", "ConfigMap")] {
            if !items(rule, &["resources"]).any(|item| item.as_str() == Some(resource)) {
                continue;
            }
            for name in items(rule, &["resourceNames"]).filter_map(|item| item.as_str()) {
                notes.push(Note::Mention(mention(object, Some(kind), name)));
            }
        }
    }
}

fn mention(object: &Object<'_>, kind: Option<&'static str>, name: &str) -> Mention {
    let kind_name = object.kind_name().unwrap_or_default();
    let by = object.name().map_or_else(|| kind_name.to_owned(), |name| format!("{kind_name}/{name}"));
    let space = match object.kind_name() {
        Some("ClusterRole") => Space::Unknown,
        _ => Space::of(object.namespace()),
    };
    Mention { kind, space, name: name.into(), prefix: false, by: by.into(), after: false }
}

/// Notes what a container is told of ConfigMaps and Secrets by arguments and variables: `--secret-name=web-tls`.
/// What runs `first`, before the pod's containers, may make what those need.
pub(super) fn arguments(object: &Object<'_>, container: Value<'_>, first: bool, notes: &mut Vec<Note>) {
    let mut told = |flag: &str, value: &str| {
        let flag = flag.to_ascii_lowercase().replace(['-', '_'], "");
        let kind = match () {
            () if flag.contains("secret") => "Secret",
            () if flag.contains("configmap") => "ConfigMap",
            () => return,
        };
        let name = value.rsplit('/').next().unwrap_or_default();
        if is_name(name) {
            notes.push(Note::Mention(Mention { after: !first, ..mention(object, Some(kind), name) }));
        }
    };
    let mut before = "";
    for argument in ["command", "args"].iter().flat_map(|list| items(container, &[list])) {
        let Some(argument) = argument.as_str() else { continue };
        match argument.split_once('=') {
            Some((flag, value)) => told(flag, value),
            None => told(before, argument),
        }
        before = argument;
    }
    for variable in items(container, &["env"]) {
        if let (Some(name), Some(value)) = (text_at(variable, &["name"]), text_at(variable, &["value"])) {
            told(name, value);
        }
    }
}

/// Custom objects whose controller makes something of a name that a field tells: group, kind, what, and the field; the
/// object's own name if there is no such field.
const CUSTOM: [(&str, &str, &str, &[&str]); 10] = [
    ("cert-manager.io", "Certificate", "Secret", &["spec", "secretName"]),
    ("bitnami.com", "SealedSecret", "Secret", &["spec", "template", "metadata", "name"]),
    ("external-secrets.io", "ExternalSecret", "Secret", &["spec", "target", "name"]),
    ("secrets.hashicorp.com", "VaultStaticSecret", "Secret", &["spec", "destination", "name"]),
    ("secrets.hashicorp.com", "VaultDynamicSecret", "Secret", &["spec", "destination", "name"]),
    ("secrets.hashicorp.com", "VaultPKISecret", "Secret", &["spec", "destination", "name"]),
    ("onepassword.com", "OnePasswordItem", "Secret", &[]),
    ("trust.cert-manager.io", "Bundle", "ConfigMap", &[]),
    ("serving.knative.dev", "Service", "Service", &[]),
    ("external-secrets.io", "ClusterExternalSecret", "Secret", &["spec", "externalSecretName"]),
];

/// Groups whose objects make nothing that others name, beyond what [`CUSTOM`] tells: they only use what they name.
const USERS: [&str; 19] = [
    "argoproj.io",
    "bitnami.com",
    "cert-manager.io",
    "chainsaw.kyverno.io",
    "cilium.io",
    "cli.kyverno.io",
    "crd.projectcalico.org",
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "keda.sh",
    "kyverno.io",
    "metallb.io",
    "networking.istio.io",
    "policy.networking.k8s.io",
    "security.istio.io",
    "snapshot.storage.k8s.io",
    "traefik.containo.us",
    "traefik.io",
    "wgpolicyk8s.io",
];

/// Kinds of the Prometheus operator that only tell what is to be watched.
const WATCHES: [&str; 5] = ["PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"];

/// Tells whether an object has a chart installed, whose objects are not in the input.
fn brings_chart(object: &Object<'_>, claim: Claim<'_>) -> bool {
    match (claim.group, claim.kind) {
        ("helm.toolkit.fluxcd.io", "HelmRelease") | ("helm.cattle.io", "HelmChart") => true,
        ("argoproj.io", "Application") => {
            let sources = items(object.root, &["spec", "sources"]);
            sources.chain(at(object.root, &["spec", "source"])).any(|source| source.get("chart").is_some())
        }
        _ => false,
    }
}

fn custom(object: &Object<'_>, claim: Claim<'_>, notes: &mut Vec<Note>) {
    let space = || Space::of(object.namespace());
    for (_, _, made_kind, field) in CUSTOM.iter().filter(|(g, k, _, _)| *g == claim.group && *k == claim.kind)
    {
        if let Some(name) = text_at(object.root, field).or(object.name()) {
            made(notes, made_kind, space(), name);
        }
    }
    if claim.group == gateway_api::GROUP && claim.kind == "Gateway" {
        gateway(object, notes);
    }
    if claim.kind == "SecretProviderClass" {
        for item in items(object.root, &["spec", "secretObjects"]) {
            if let Some(name) = text_at(item, &["secretName"]) {
                made(notes, "Secret", space(), name);
            }
        }
    }
    if brings_chart(object, claim) {
        notes.push(Note::Unread(Unread::Gap));
    }
    let watches = claim.group == "monitoring.coreos.com" && WATCHES.contains(&claim.kind);
    if USERS.contains(&claim.group) || watches {
        return;
    }
    if let Some(name) = object.name() {
        notes.push(Note::Mention(Mention { prefix: true, ..mention(object, None, name) }));
    }
    let mut spoken = BTreeSet::new();
    for entry in
        object.root.entries().filter(|entry| !matches!(entry.key.name(), "metadata" | "apiVersion" | "kind"))
    {
        names_in(entry.value, false, &mut spoken, 0);
    }
    notes.extend(spoken.into_iter().map(|name| Note::Mention(mention(object, None, name))));
}

/// Deeper than custom objects go.
const DEPTH: u32 = 64;

/// Gathers the texts in a custom object that stand where a name would: below a field called name, secret or the like.
fn names_in<'t>(value: Value<'t>, named: bool, spoken: &mut BTreeSet<&'t str>, depth: u32) {
    if depth > DEPTH {
        return;
    }
    match value.form() {
        Form::Mapping => {
            for entry in value.own_entries() {
                let key = entry.key.name().to_ascii_lowercase();
                let named = ["name", "secret", "configmap", "service"].iter().any(|word| key.contains(word));
                names_in(entry.value, named, spoken, depth + 1);
            }
        }
        Form::Sequence => value.items().for_each(|item| names_in(item, named, spoken, depth + 1)),
        Form::String(text) if named && is_name(text) => {
            spoken.insert(text);
        }
        _ => {}
    }
}

fn is_name(text: &str) -> bool {
    const SUBDOMAIN: usize = 253;
    names::check_name(NameRule::Subdomain(SUBDOMAIN), text).is_ok()
}
