//! Compares our verdicts on the rules of webhooks with those of the API server's own matcher: a rule is dead if and only if
//! that matches none of all requests there are.

use std::sync::Arc;

use kubecheck_catalog::{self as catalog, Kind, Minor};
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::source::{Input, Listing};
use kubecheck_test_support::Oracle;
use kubectl_gvkcheck::facts::Gvkcheck;
use serde_json::{Value, json};

/// The version of Kubernetes whose requests are tried.
const TARGET: u8 = 36;

const GROUPS: [&str; 7] =
    ["", "apps", "apps/v1", "authorization.k8s.io", "admissionregistration.k8s.io", "batch", "extensions"];
const VERSIONS: [&str; 4] = ["v1", "v1beta1", "v9", "*"];
const OPERATIONS: [&str; 5] = ["CREATE", "UPDATE", "DELETE", "CONNECT", "*"];
const SCOPES: [&str; 3] = ["*", "Namespaced", "Cluster"];
const RESOURCES: [&str; 26] = [
    "*",
    "*/*",
    "*/status",
    "*/scale",
    "*/exec",
    "*/log",
    "bindings",
    "componentstatuses",
    "deployments",
    "deployments/scale",
    "deployments/*",
    "Deployment",
    "events",
    "jobs",
    "namespaces",
    "namespaces/finalize",
    "nodes/*",
    "pods",
    "pods/*",
    "pods/exec",
    "pods/exce",
    "pods/eviction",
    "pods/log",
    "services/proxy",
    "subjectaccessreviews",
    "validatingwebhookconfigurations",
];

#[test]
fn a_rule_is_dead_if_and_only_if_no_request_matches_it() {
    let rules = rules();
    let question = json!({"rules": rules, "requests": requests()});
    let answer = Oracle::new("rules").ask(question.to_string().as_bytes());
    let matched: Vec<bool> = answer["matched"]
        .as_array()
        .unwrap_or_else(|| panic!("the oracle answered {answer}"))
        .iter()
        .map(|matched| matched.as_bool().unwrap())
        .collect();
    assert_eq!(matched.len(), rules.len());
    let alive = matched.iter().filter(|matched| **matched).count();
    assert!(alive > 300, "only {alive} of {} rules match anything", rules.len());
    let dead = dead(&rules);
    for (at, rule) in rules.iter().enumerate() {
        assert_eq!(dead.contains(&at), !matched[at], "dead or not: {rule}");
    }
}

fn rules() -> Vec<Value> {
    let mut rules = Vec::new();
    for group in GROUPS {
        for version in VERSIONS {
            for resource in RESOURCES {
                for operation in OPERATIONS {
                    for scope in SCOPES {
                        rules.push(json!({
                            "apiGroups": [group],
                            "apiVersions": [version],
                            "resources": [resource],
                            "operations": [operation],
                            "scope": scope,
                        }));
                    }
                }
            }
        }
    }
    rules
}

/// Returns every request that admission can see: each resource with what its verbs allow.
fn requests() -> Vec<Value> {
    let target = Minor::new(TARGET).expect("a minor of the catalogue");
    let mut requests = Vec::new();
    for kind in catalog::kinds() {
        let Some(resource) = kind.at(target) else { continue };
        let mut add = |subresource: &str, verbs: &[&str]| {
            for operation in operations(resource.plural, subresource, verbs) {
                requests.push(request(kind, resource.plural, subresource, operation, resource.namespaced));
            }
        };
        add("", &resource.verbs);
        resource.subresources.iter().for_each(|sub| add(sub.name, &sub.verbs));
    }
    requests
}

fn request(kind: &Kind, resource: &str, subresource: &str, operation: &str, namespaced: bool) -> Value {
    // Requests for a namespace carry its name as their namespace, and are cluster-scoped all the same.
    let namespace = if namespaced || resource == "namespaces" { "default" } else { "" };
    json!({
        "group": kind.group,
        "version": kind.version,
        "kind": kind.kind,
        "resource": resource,
        "subresource": subresource,
        "operation": operation,
        "namespace": namespace,
    })
}

/// Tells what requests with some verbs are to admission: handlers of `apiserver/pkg/endpoints/handlers`, and CONNECT for
/// what `pkg/registry/core` connects to.
fn operations(resource: &str, subresource: &str, verbs: &[&str]) -> Vec<&'static str> {
    let connects = match resource {
        "pods" => ["attach", "exec", "portforward", "proxy"].contains(&subresource),
        "nodes" | "services" => subresource == "proxy",
        _ => false,
    };
    if connects {
        return vec!["CONNECT"];
    }
    let of_verb = |verb: &&str| match *verb {
        "create" => Some("CREATE"),
        "update" | "patch" => Some("UPDATE"),
        "delete" | "deletecollection" => Some("DELETE"),
        _ => None,
    };
    let mut found: Vec<&str> = verbs.iter().filter_map(of_verb).collect();
    found.dedup();
    found
}

/// Returns which rules of a webhook are told to be dead.
fn dead(rules: &[Value]) -> Vec<usize> {
    let webhook = json!({
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": "web"},
        "webhooks": [{
            "name": "web.example.com",
            "admissionReviewVersions": ["v1"],
            "sideEffects": "None",
            "clientConfig": {"url": "https://web.example.com"},
            "rules": rules,
        }],
    });
    let target = Minor::new(TARGET).expect("a minor of the catalogue");
    let plugin = Gvkcheck {
        target,
        missing_crd: None,
        closed: false,
        world: Arc::default(),
        reader: None,
        live: None,
        checks: kubectl_gvkcheck::checks::CHECKS,
    };
    let inputs = vec![Input::memory("x.json", webhook.to_string())];
    let listing = Listing { inputs, ..Listing::default() };
    let outcome = run::run(&plugin, listing, Options::default(), &Progress::default());
    let told = outcome.findings.iter().filter(|finding| finding.rule.name == "dead-admission-rule");
    let number = |message: &str| -> Option<usize> {
        message.strip_prefix("webhooks[0].rules[")?.split_once(']')?.0.parse().ok()
    };
    told.map(|finding| number(&finding.message).expect("the message names the rule")).collect()
}
