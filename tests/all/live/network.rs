//! The API server reaches what tests serve, as if it ran in pods.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kubecheck_test_support::{Asked, ControlPlane, Served};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/network leads to webhooks", leads_to_webhooks),
        Trial::test("live/network leads to conversion webhooks", leads_to_conversion_webhooks),
        Trial::test("live/network leads through the service and the pod proxy", leads_through_proxies),
        Trial::test("live/network leads to aggregated APIs", leads_to_aggregated_apis),
        Trial::test("live/network says where nobody is", says_where_nobody_is),
    ]
}

/// A webhook for the ConfigMaps of a namespace.
fn webhook(namespace: &str, service: &str) -> String {
    let bundle = ControlPlane::shared().ca_bundle();
    format!(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: {namespace}}}\n\
         webhooks:\n- name: no.kubecheck.test\n  sideEffects: None\n  admissionReviewVersions: [v1]\n\
         \x20 namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}\n\
         \x20 rules: [{{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}}]\n\
         \x20 clientConfig: {{caBundle: {bundle}, service: {{namespace: {namespace}, name: {service}, path: /judge}}}}\n"
    )
}

fn leads_to_webhooks() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("network");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let _served = plane.serve(&namespace, "judge", move |request: &Asked| {
        count.fetch_add(1, Ordering::Relaxed);
        let review: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let uid = &review["request"]["uid"];
        let response =
            json!({"uid": uid, "allowed": false, "status": {"message": format!("no, at {}", request.path)}});
        let answer =
            json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response});
        (200, answer.to_string())
    });
    plane.apply(&webhook(&namespace, "judge"));
    let refused = plane.try_kubectl(&["create", "configmap", "x", "-n", &namespace]);
    contains(&refused.stderr, "denied the request: no, at /judge")?;
    equal("asked", asked.load(Ordering::Relaxed), 1)
}

fn leads_to_conversion_webhooks() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("network");
    let group = format!("{namespace}.kubecheck.test");
    let _served = plane.serve(&namespace, "convert", |asked: &Asked| {
        let review: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let request = &review["request"];
        let converted = |object: &Value| {
            let mut object = object.clone();
            object["apiVersion"] = request["desiredAPIVersion"].clone();
            object["converted"] = true.into();
            object
        };
        let objects: Vec<Value> = request["objects"].as_array().into_iter().flatten().map(converted).collect();
        let response =
            json!({"uid": request["uid"], "result": {"status": "Success"}, "convertedObjects": objects});
        (200, json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "ConversionReview", "response": response}).to_string())
    });
    let schema = "schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}";
    plane.apply(&format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: things.{group}}}\n\
         spec:\n  group: {group}\n  scope: Namespaced\n  names: {{plural: things, kind: Thing}}\n\
         \x20 versions: [{{name: v1, served: true, storage: true, {schema}}}, {{name: v2, served: true, storage: false, {schema}}}]\n\
         \x20 conversion: {{strategy: Webhook, webhook: {{conversionReviewVersions: [v1], \
         clientConfig: {{caBundle: {}, service: {{namespace: {namespace}, name: convert}}}}}}}}\n",
        plane.ca_bundle()
    ));
    let crd = format!("crd/things.{group}");
    plane.kubectl(&["wait", &crd, "--for=condition=Established", "--timeout=30s"]);
    plane.apply(&format!(
        "{{apiVersion: {group}/v1, kind: Thing, metadata: {{name: x, namespace: {namespace}}}}}"
    ));
    let raw = format!("/apis/{group}/v2/namespaces/{namespace}/things/x");
    contains(&plane.kubectl(&["get", "--raw", &raw]), "\"converted\":true")?;
    plane.kubectl(&["delete", &crd]);
    Ok(())
}

fn leads_through_proxies() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("network");
    let _served = plane
        .serve(&namespace, "hello", |asked: &Asked| (200, format!("\"{} {}\"", asked.method, asked.path)));
    for kind in ["services", "pods"] {
        let path = format!("/api/v1/namespaces/{namespace}/{kind}/https:hello:443/proxy/there?x=1");
        equal(kind, plane.kubectl(&["get", "--raw", &path]).as_str(), "\"GET /there?x=1\"")?;
    }
    Ok(())
}

fn leads_to_aggregated_apis() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("network");
    let group = format!("{namespace}.kubecheck.test");
    let _served = aggregated(&namespace, &group);
    plane.apply(&format!(
        "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {{name: v1.{group}}}\n\
         spec: {{group: {group}, version: v1, groupPriorityMinimum: 1000, versionPriority: 10, caBundle: {}, \
         service: {{namespace: {namespace}, name: things}}}}\n",
        plane.ca_bundle()
    ));
    plane.kubectl(&["wait", "--for=condition=Available", &format!("apiservice/v1.{group}"), "--timeout=30s"]);
    contains(&plane.kubectl(&["get", "--raw", &format!("/apis/{group}/v1/things")]), "ThingList")?;
    plane.kubectl(&["delete", "apiservice", &format!("v1.{group}")]);
    Ok(())
}

/// Serves a group with one kind.
fn aggregated(namespace: &str, group: &str) -> Served {
    let root = format!("/apis/{group}/v1");
    let version = format!("{group}/v1");
    ControlPlane::shared().serve(namespace, "things", move |asked: &Asked| {
        let thing = json!({"name": "things", "singularName": "thing", "namespaced": false, "kind": "Thing", "verbs": ["list"]});
        if asked.path.split('?').next() == Some(&root) {
            let list = json!({"apiVersion": "v1", "kind": "APIResourceList", "groupVersion": version, "resources": [thing]});
            return (200, list.to_string());
        }
        if asked.path.starts_with(&format!("{root}/things")) {
            return (200, json!({"apiVersion": version, "kind": "ThingList", "metadata": {}, "items": []}).to_string());
        }
        (404, "{}".to_owned())
    })
}

fn says_where_nobody_is() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("network");
    plane.kubectl(&["create", "service", "clusterip", "nobody", "--tcp=443", "-n", &namespace]);
    plane.apply(&webhook(&namespace, "nobody"));
    let refused = plane.try_kubectl(&["create", "configmap", "x", "-n", &namespace]);
    contains(&refused.stderr, "no test serves this address")
}
