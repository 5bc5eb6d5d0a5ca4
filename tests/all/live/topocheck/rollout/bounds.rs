//! The arithmetic of a rolling update that stands still: what is told is what the real controller keeps to.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{Told, Web, eventually};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    let cases = [
        (10, "25%", "25%"),
        (4, "0", "1"),
        (3, "'100%'", "0"),
        (7, "'30%'", "'30%'"),
        (5, "2", "'1%'"),
        (1, "'25%'", "'25%'"),
    ];
    let trial = |(replicas, surge, unavailable): (i64, &'static str, &'static str)| {
        let name = format!("live/full topocheck rollout: bounds of {replicas}, {surge}, {unavailable}");
        Trial::test(name, move || keeps_to_its_bounds(replicas, surge, unavailable))
    };
    cases.into_iter().map(trial).collect()
}

/// Pods of the new template never get ready: the controller goes as far as its bounds let it, and stops.
fn keeps_to_its_bounds(replicas: i64, surge: &str, unavailable: &str) -> Result<(), Failed> {
    let strategy =
        format!("strategy: {{rollingUpdate: {{maxSurge: {surge}, maxUnavailable: {unavailable}}}}}");
    let web = Web::new(replicas, &strategy).next("kubecheck.test/unready: 'true'");
    let told = eventually(|| {
        let told = web.look("")?;
        told.is("held", "rollout-blocked", "probe-failing", 1).map(|()| told)
    })?;
    let status: Value = serde_json::from_str(&web.field(".status"))?;
    for (own, field) in [
        ("current", "replicas"),
        ("updated", "updatedReplicas"),
        ("available", "availableReplicas"),
        ("ready", "readyReplicas"),
        ("unavailable", "unavailableReplicas"),
    ] {
        equal(own, told.number(&format!("/replicas/{own}")), status[field].as_i64().unwrap_or(0))?;
    }
    // It stands at both bounds, and its controller wrote the upper one down.
    equal("most", told.number("/bounds/most"), told.number("/replicas/current"))?;
    equal("fewest", told.number("/bounds/fewest"), told.number("/replicas/available"))?;
    let sets = ControlPlane::full().kubectl(&["get", "replicasets", "-n", &web.namespace, "-o", "json"]);
    let sets: Value = serde_json::from_str(&sets)?;
    for set in sets["items"].as_array().into_iter().flatten() {
        let most = set["metadata"]["annotations"]["deployment.kubernetes.io/max-replicas"].as_str();
        equal(
            "what the controller wrote",
            most.unwrap_or_default(),
            &told.number("/bounds/most").to_string(),
        )?;
    }
    let names = told.document["blocking"].as_array().map_or(0, Vec::len);
    equal("pods that are waited for", names as i64, told.number("/replicas/updated"))?;
    contains(told.text("/reason"), &arithmetic(&told))?;
    // Going back is the way out of it, and then it gets done.
    ControlPlane::full().kubectl(&["rollout", "undo", "deployment/web", "-n", &web.namespace]);
    web.wait("")?.is("done", "", "", 0)
}

/// Says the numbers as the reason has them.
fn arithmetic(told: &Told) -> String {
    let number = |pointer: &str| told.number(pointer);
    let current = match number("/replicas/current") {
        1 => "1 pod".to_owned(),
        many => format!("{many} pods"),
    };
    format!(
        "{current} of at most {}, {} of the new template of which 0 available, {} available of at least {}",
        number("/bounds/most"),
        number("/replicas/updated"),
        number("/replicas/available"),
        number("/bounds/fewest"),
    )
}
