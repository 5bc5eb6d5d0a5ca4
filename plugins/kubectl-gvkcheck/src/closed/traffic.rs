//! What Ingresses, webhooks, aggregated APIs and autoscalers need.

use kubecheck_catalog::Kind;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::consequences::{self as follows, Consequence};
use super::wants::{Need, NeedKey, Wants};
use super::{Space, at, items, text_at};

/// Adds what an object needs that requests pass on their way.
pub(super) fn read(object: &Object<'_>, kind: &Kind, wants: &mut Wants<'_, '_>) {
    let root = object.root;
    match (kind.group, kind.kind) {
        ("networking.k8s.io" | "extensions", "Ingress") => ingress(root, wants),
        ("apps", "StatefulSet") => {
            if let Some(name) = at(root, &["spec", "serviceName"]) {
                let missing = Some(&follows::GOVERNING_SERVICE);
                let what = "spec.serviceName";
                wants.add(&Need { kind: "Service", space: None, name, what, missing }, Vec::new());
            }
        }
        (
            "admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration",
        ) => {
            for webhook in items(root, &["webhooks"]) {
                let ignored =
                    text_at(webhook, &["failurePolicy"]).unwrap_or(default_policy(kind)) == "Ignore";
                let [missing, port] = if ignored {
                    [&follows::WEBHOOK_IGNORED; 2]
                } else {
                    [&follows::WEBHOOK, &follows::WEBHOOK_PORT]
                };
                let what = format!("the webhook {}", text_at(webhook, &["name"]).unwrap_or("without a name"));
                service(at(webhook, &["clientConfig", "service"]), &what, [missing, port], wants);
            }
        }
        (
            "admissionregistration.k8s.io",
            "ValidatingAdmissionPolicyBinding" | "MutatingAdmissionPolicyBinding",
        ) => {
            if let (Some(name), Some(policy)) =
                (at(root, &["spec", "policyName"]), kind.kind.strip_suffix("Binding"))
            {
                let (space, missing) = (Some(Space::Cluster), Some(&follows::POLICY));
                wants.add(&Need { kind: policy, space, name, what: "the binding", missing }, Vec::new());
            }
        }
        ("apiregistration.k8s.io", "APIService") => {
            service(
                at(root, &["spec", "service"]),
                "the APIService",
                [&follows::API_SERVICE, &follows::API_SERVICE_PORT],
                wants,
            );
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition") => {
            let current = at(root, &["spec", "conversion", "webhook", "clientConfig", "service"]);
            let old = at(root, &["spec", "conversion", "webhookClientConfig", "service"]);
            service(
                current.or(old),
                "the conversion webhook",
                [&follows::CONVERSION, &follows::CONVERSION_PORT],
                wants,
            );
        }
        ("autoscaling", "HorizontalPodAutoscaler") => scale_target(root, wants),
        _ => {}
    }
}

/// Returns what a webhook's failurePolicy is if it has none (`pkg/apis/admissionregistration/v1/defaults.go`, `v1beta1`).
fn default_policy(kind: &Kind) -> &'static str {
    if kind.version == "v1beta1" { "Ignore" } else { "Fail" }
}

/// Adds a Service that the API server calls.
fn service(
    reference: Option<Value<'_>>,
    what: &str,
    [missing, port_missing]: [&'static Consequence; 2],
    wants: &mut Wants<'_, '_>,
) {
    let Some(reference) = reference else { return };
    let Some(name) = reference.get("name") else { return };
    let space = Some(Space::of(text_at(reference, &["namespace"])));
    let port = reference.get("port").map(|at| NeedKey { at, noun: "port", missing: port_missing });
    let need = Need { kind: "Service", space, name, what, missing: Some(missing) };
    wants.add(&need, port.into_iter().collect());
}

fn ingress(root: Value<'_>, wants: &mut Wants<'_, '_>) {
    let Some(spec) = root.get("spec") else { return };
    let paths = items(spec, &["rules"]).flat_map(|rule| items(rule, &["http", "paths"]));
    let backends = paths.filter_map(|path| path.get("backend"));
    for backend in backends.chain(spec.get("defaultBackend")).chain(spec.get("backend")) {
        self::backend(backend, wants);
    }
    if let Some(name) = spec.get("ingressClassName") {
        let (space, missing) = (Some(Space::Cluster), Some(&follows::INGRESS_CLASS));
        let what = "ingressClassName";
        wants.add(&Need { kind: "IngressClass", space, name, what, missing }, Vec::new());
    }
    for tls in items(spec, &["tls"]) {
        if let Some(name) = tls.get("secretName") {
            let missing = Some(&follows::INGRESS_TLS);
            wants.add(&Need { kind: "Secret", space: None, name, what: "tls", missing }, Vec::new());
        }
    }
}

/// The port of a backend that is no Service but an action that annotations describe, as AWS's load balancer controller
/// has it.
const ACTION: &str = "use-annotation";

/// Adds the Service of a backend, and its port by number or name. Before v1 both stood in the backend itself.
fn backend(backend: Value<'_>, wants: &mut Wants<'_, '_>) {
    let current = at(backend, &["service", "name"]);
    let Some(name) = current.or(backend.get("serviceName")) else { return };
    let port = ["number", "name"].iter().find_map(|field| at(backend, &["service", "port", field]));
    let port = port.or(backend.get("servicePort"));
    if port.is_some_and(|port| port.text() == ACTION) {
        return;
    }
    let key = port.map(|at| NeedKey { at, noun: "port", missing: &follows::INGRESS_PORT });
    let need = Need {
        kind: "Service",
        space: None,
        name,
        what: "a backend",
        missing: Some(&follows::INGRESS_SERVICE),
    };
    wants.add(&need, key.into_iter().collect());
}

fn scale_target(root: Value<'_>, wants: &mut Wants<'_, '_>) {
    let Some(target) = at(root, &["spec", "scaleTargetRef"]) else { return };
    let (Some(kind), Some(name)) = (text_at(target, &["kind"]), target.get("name")) else { return };
    let missing = Some(&follows::SCALE_TARGET);
    wants.add(&Need { kind, space: None, name, what: "scaleTargetRef", missing }, Vec::new());
}
