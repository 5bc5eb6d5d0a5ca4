//! What a finding is known by holds when lines move, and no finding hides behind another.

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::baseline::{Baseline, Fingerprint};
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::report::finding::Finding;
use kubecheck_core::source::{Input, Listing};
use kubectl_gvkcheck::facts::Gvkcheck;
use proptest::prelude::*;
use serde_json::{Value, json};

/// An object with findings, and how it is written.
#[derive(Clone, Debug)]
struct Written {
    object: Value,
    look: Look,
}

#[derive(Clone, Copy, Debug)]
enum Look {
    Block,
    Flow,
    Json,
    Commented(u8),
}

/// A Deployment whose containers, in some order, have findings each.
fn deployment(name: &str, containers: &[&str]) -> Value {
    let container = |name: &&str| match *name {
        "good" => json!({"name": "good", "image": "x"}),
        "port" => json!({"name": "port", "image": "x", "port": [80]}),
        name => json!({"name": name, "image": "x", "tty": "maybe", "ports": [{"containerPort": "8080"}]}),
    };
    let containers: Vec<Value> = containers.iter().map(container).collect();
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name},
        "spec": {
            "replicas": "3",
            "selector": {"matchLabels": {"app": name}},
            "template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}},
        },
    })
}

fn objects() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec!["a", "b"]);
    let containers = Just(vec!["good", "port", "text", "other"]).prop_shuffle();
    prop_oneof![
        (name.clone(), containers).prop_map(|(name, containers)| deployment(name, &containers)),
        name.clone().prop_map(|name| json!({"apiVersion": "apps/v1", "kind": "ConfigMap", "metadata": {"name": name}})),
        name.clone().prop_map(|name| json!({
            "apiVersion": "networking.k8s.io/v1beta1", "kind": "Ingress", "metadata": {"name": name},
        })),
        name.clone().prop_map(|name| json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": {"password": "no base64!"},
        })),
        name.prop_map(|name| json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": name}})),
    ]
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![Just(Look::Block), Just(Look::Flow), Just(Look::Json), any::<u8>().prop_map(Look::Commented)]
}

fn write(written: &Written) -> String {
    let block = || serde_yaml::to_string(&written.object).expect("YAML takes all JSON");
    match written.look {
        Look::Block => block(),
        Look::Flow => format!("{}\n", written.object),
        Look::Json => format!("{}\n", serde_json::to_string_pretty(&written.object).expect("it is JSON")),
        Look::Commented(seed) => {
            let comment = |(at, line): (usize, &str)| {
                let lines = "# a comment\n\n".repeat((at + usize::from(seed)) % 3);
                format!("{lines}{line}\n")
            };
            block().lines().enumerate().map(comment).collect()
        }
    }
}

/// Judges objects as documents of one file.
fn judge(objects: &[Written]) -> Vec<Finding> {
    let text: String = objects.iter().map(|object| format!("---\n{}", write(object))).collect();
    let world = Arc::default();
    let plugin = Gvkcheck {
        target: Minor::NEWEST,
        missing_crd: Some(Severity::Warning),
        closed: false,
        world,
        reader: None,
        live: None,
        checks: kubectl_gvkcheck::checks::CHECKS,
    };
    let listing = Listing { inputs: vec![Input::memory("x.yaml", text)], ..Listing::default() };
    run::run(&plugin, listing, Options::default(), &Progress::default()).findings
}

fn name(name: &str) -> String {
    name.to_owned()
}

/// Counts findings by what they are known by.
fn known_by(findings: &[Finding]) -> BTreeMap<Fingerprint, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(Fingerprint::of(finding, &name)).or_default() += 1;
    }
    counts
}

fn block(objects: &[Value]) -> Vec<Written> {
    objects.iter().map(|object| Written { object: object.clone(), look: Look::Block }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_and_looks_change_nothing(
        (objects, shuffled, looks) in prop::collection::vec(objects(), 1..6).prop_flat_map(|objects| {
            let looks = prop::collection::vec(look(), objects.len());
            (Just(objects.clone()), Just(objects).prop_shuffle(), looks)
        })
    ) {
        let moved: Vec<Written> =
            shuffled.into_iter().zip(looks).map(|(object, look)| Written { object, look }).collect();
        let before = judge(&block(&objects));
        prop_assert!(!before.is_empty());
        prop_assert_eq!(known_by(&before), known_by(&judge(&moved)));
    }

    #[test]
    fn the_order_of_named_items_changes_nothing(
        order in Just(vec!["port", "text", "other"]).prop_shuffle(), at in 0..4_usize
    ) {
        let before = judge(&block(&[deployment("a", &["port", "text", "other"])]));
        let mut order = order;
        order.insert(at.min(order.len()), "good");
        prop_assert_eq!(known_by(&before), known_by(&judge(&block(&[deployment("a", &order)]))));
    }

    #[test]
    fn what_comes_new_is_told_and_nothing_else(
        old in prop::collection::vec(objects(), 0..4), new in prop::collection::vec(objects(), 0..4)
    ) {
        let baseline = Baseline::of(&judge(&block(&old)), &name);
        let all: Vec<Value> = new.iter().chain(&old).cloned().collect();
        let mut findings = judge(&block(&all));
        let matched = baseline.sift(&mut findings, &name);
        prop_assert!(matched.missing.is_empty());
        prop_assert_eq!(known_by(&findings), known_by(&judge(&block(&new))));
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written(objects in prop::collection::vec(objects(), 0..6)) {
        let baseline = Baseline::of(&judge(&block(&objects)), &name);
        let text = baseline.write("gvkcheck").unwrap();
        prop_assert!(!text.contains("no base64!"), "the value of a Secret is in the baseline");
        prop_assert_eq!(Baseline::parse(&text, "gvkcheck"), Ok(baseline));
    }
}
