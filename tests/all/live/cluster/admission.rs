//! Rules of admission that match nothing, and one that does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kubecheck_test_support::Asked;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::judge_as;
use crate::expect::equal;
use crate::live::examples::alone;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/cluster a dead rule of a webhook is never asked, one that lives is", webhooks)]
}

fn webhooks() -> Result<(), Failed> {
    let plane = alone();
    let namespace = plane.namespace("guard");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let served = plane.serve(&namespace, "guard", move |request: &Asked| {
        count.fetch_add(1, Ordering::Relaxed);
        let review: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let response = json!({"uid": review["request"]["uid"], "allowed": true});
        (
            200,
            json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response})
                .to_string(),
        )
    });
    let webhook = |name: &str, rule: &str| {
        // One that selects nothing is asked for everything; its rule matches no request, so that nothing else is disturbed.
        let selector = match name {
            "old" => String::new(),
            _ => format!(
                "namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}\n  "
            ),
        };
        format!(
            "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: {name}}}\nwebhooks:\n\
             - name: {name}.kubecheck.test\n  sideEffects: None\n  admissionReviewVersions: [v1]\n  {selector}rules: [{rule}]\n  \
             clientConfig: {{caBundle: {}, service: {{namespace: {namespace}, name: guard, path: /{name}}}}}\n",
            plane.ca_bundle()
        )
    };
    let rule = |group: &str, version: &str, resource: &str| {
        format!(
            "{{apiGroups: ['{group}'], apiVersions: [{version}], operations: [CREATE], resources: [{resource}]}}"
        )
    };
    let ingress = rule("extensions", "v1beta1", "ingresses");
    plane.apply(&webhook("foos", &rule("nonexistent.example", "v1", "foos")));
    plane.apply(&webhook("old", &ingress));
    plane.apply(&webhook("narrow", &ingress));
    plane.apply(&webhook("both", &format!("{ingress}, {}", rule("networking.k8s.io", "v1", "ingresses"))));
    let told = || judge_as(plane.kubeconfig(), "").of("dead-admission-rule");
    let before = told();
    let make = |name: &str| plane.kubectl(&["create", "ingress", name, "--rule=a/b=c:80", "-n", &namespace]);
    make("shop");
    // Both requests were for an Ingress, and only one rule of the five is for that.
    equal("asked", asked.load(Ordering::Relaxed), 1)?;
    let after = told();
    plane.kubectl(&["delete", "validatingwebhookconfigurations", "foos", "old", "narrow", "both"]);
    plane.kubectl(&["delete", "ingress", "shop", "-n", &namespace]);
    drop(served);
    plane.kubectl(&["delete", "pods,services", "--all", "-n", &namespace, "--force", "--grace-period=0"]);
    let webhook = "ValidatingWebhookConfiguration";
    let gone = "webhooks[0].rules[0] matches no request: ingresses of extensions is gone since 1.22; it is in networking.k8s.io";
    let foos =
        "webhooks[0].rules[0] matches no request: the server does not have the API group nonexistent.example";
    equal("before", before.iter().filter(|one| one.starts_with("error")).count(), 0)?;
    equal(
        "after",
        after,
        vec![
            format!("info {webhook}/both: {gone}; another rule here matches what it was meant for"),
            format!("warning {webhook}/foos: {foos}"),
            format!(
                "warning {webhook}/narrow: {gone}; there are 1 ingresses.networking.k8s.io, the first {namespace}/shop, and those \
                 that its selectors take go past it"
            ),
            format!(
                "error {webhook}/old: {gone}; what it was meant for goes past it: 1 ingresses.networking.k8s.io, the first \
                 {namespace}/shop"
            ),
        ],
    )
}
