//! What is said of wrong references, and what the real garbage collector makes of them.

use std::thread::sleep;
use std::time::{Duration, Instant};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{findings, is_there, owned, told, uid};
use crate::expect::{contains, equal};

/// A UID that nothing has.
const NOBODY: &str = "0d6b52b1-6f6c-4f0b-8d8b-0d2d6f3c2a11";

pub(in super::super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/owners says what the real collector does", the_collector),
        Trial::test("live/finalizers/owners finds what is wrong", what_is_wrong),
        Trial::test("live/finalizers/owners tells circles truthfully", circles),
    ]
}

/// One of each kind of wrong reference: its object, the rule, what is said to come of it, and the owners.
fn cases(plane: &ControlPlane, here: &str, there: &str) -> String {
    plane.kubectl(&["create", "configmap", "owner", "-n", there]);
    plane.kubectl(&["create", "configmap", "live", "-n", here]);
    plane.kubectl(&["create", "configmap", "short", "-n", here]);
    let elsewhere = uid(plane, "configmap", there, "owner");
    let (live, short) = (uid(plane, "configmap", here, "live"), uid(plane, "configmap", here, "short"));
    let node = uid(plane, "namespace", "", here);
    let scoped = format!("scoped-{here}");
    [
        owned(here, "absent", &[("ConfigMap", "gone", NOBODY)]),
        owned(here, "again", &[("ConfigMap", "live", NOBODY)]),
        owned(here, "half", &[("ConfigMap", "gone", NOBODY), ("ConfigMap", "live", &live)]),
        owned(here, "elsewhere", &[("ConfigMap", "owner", &elsewhere)]),
        owned(here, "elsewhere-half", &[("ConfigMap", "owner", &elsewhere), ("ConfigMap", "live", &live)]),
        owned(here, "misnamed", &[("ConfigMap", "other", &live)]),
        owned(here, "unkind", &[("Secret", "live", &live)]),
        owned(here, "version", &[("v9/ConfigMap", "short", &short)]),
        owned(here, "unserved", &[("example.com/v1/Widget", "w", NOBODY)]),
        owned("", &scoped, &[("ConfigMap", "owner", &elsewhere), ("Namespace", here, &node)]),
        owned(here, "fine", &[("ConfigMap", "live", &live), ("Namespace", here, &node)]),
    ]
    .concat()
}

/// The object, the rule, and a word of what is said to come of it.
const EXPECTED: [(&str, &str, &str); 10] = [
    ("absent", "owner-absent", "deletes this object"),
    ("again", "owner-absent", "deletes this object"),
    ("elsewhere", "owner-namespace", "deletes this object"),
    ("elsewhere-half", "owner-namespace", "takes the reference off"),
    ("half", "owner-absent", "takes the reference off"),
    ("misnamed", "owner-identity", "deletes this object"),
    ("scoped", "owner-namespace", "passes over this object"),
    ("unkind", "owner-identity", "deletes this object"),
    ("unserved", "owner-absent", "tries for ever"),
    ("version", "owner-identity", "tries for ever"),
];

/// Without a collector all of it stays, and is told.
fn what_is_wrong() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (here, there) = (plane.namespace("owners"), plane.namespace("owners-there"));
    plane.apply(&cases(plane, &here, &there));
    let report = told(plane.kubeconfig(), "")?;
    let scoped = format!("scoped-{here}");
    let is_own = |one: &&Value| {
        let object = &one["place"]["object"];
        object["namespace"] == here.as_str() || object["name"] == scoped.as_str()
    };
    let own = report["findings"].as_array().into_iter().flatten().filter(is_own);
    let mut found = findings(&json!({ "findings": own.cloned().collect::<Vec<_>>() }));
    for one in &mut found {
        one.1 = one.1.trim_end_matches(&format!("-{here}")).to_owned();
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    let names: Vec<(&str, &str)> = found.iter().map(|one| (one.1.as_str(), one.0.as_str())).collect();
    let expected: Vec<(&str, &str)> = EXPECTED.iter().map(|one| (one.0, one.1)).collect();
    equal("findings", names, expected)?;
    for (one, (.., fate)) in found.iter().zip(EXPECTED) {
        contains(&one.2, fate)?;
    }
    // What takes a reference off takes just that off.
    let command = found[0].2.split("reference off: ").nth(1).ok_or("the help has no command")?;
    let arguments = command.trim_start_matches("kubectl ").replace('\'', "");
    let arguments: Vec<&str> = arguments.split(' ').collect();
    plane.kubectl(&arguments);
    let left =
        plane.kubectl(&["get", "cm", "absent", "-n", &here, "-o", "jsonpath={.metadata.ownerReferences}"]);
    equal("references left", left.as_str(), "")
}

/// With a collector, each object meets the fate that is told.
fn the_collector() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let (here, there) = (plane.namespace("owners"), plane.namespace("owners-there"));
    let scoped = format!("scoped-{here}");
    plane.apply(&cases(plane, &here, &there));
    let references = |name: &str| {
        let path = "jsonpath={.metadata.ownerReferences[*].name}";
        plane.kubectl(&["get", "configmap", name, "-n", &here, "-o", path])
    };
    let goes = ["absent", "again", "elsewhere", "misnamed", "unkind"];
    let is_done = || {
        !goes.iter().any(|name| is_there(plane, "configmap", &here, name))
            && ["half", "elsewhere-half"].iter().all(|name| references(name) == "live")
    };
    wait_until("the collector deals with wrong references", &is_done)?;
    let report = told(plane.kubeconfig(), "")?;
    let gone: Vec<_> = findings(&report).into_iter().filter(|one| goes.contains(&one.1.as_str())).collect();
    equal("told of what is gone", gone, Vec::new())?;
    // What it passes over or cannot look up outlives its owners.
    plane.kubectl(&["delete", "configmap", "short", "-n", &here]);
    plane.kubectl(&["delete", "configmap", "owner", "-n", &there]);
    plane.kubectl(&["create", "configmap", "probe-owner", "-n", &here]);
    plane.apply(&owned(
        &here,
        "probe",
        &[("ConfigMap", "probe-owner", &uid(plane, "configmap", &here, "probe-owner"))],
    ));
    plane.kubectl(&["delete", "configmap", "probe-owner", "-n", &here]);
    wait_until("the collector is at work", &|| !is_there(plane, "configmap", &here, "probe"))?;
    for name in ["version", "unserved", "fine"] {
        equal(name, is_there(plane, "configmap", &here, name), true)?;
    }
    equal("the ClusterRole", is_there(plane, "clusterrole", "", &scoped), true)?;
    let events = plane.kubectl(&[
        "get",
        "events",
        "-A",
        "-o",
        "jsonpath={range .items[*]}{.reason} {.involvedObject.name}{\"\\n\"}{end}",
    ]);
    for name in ["elsewhere", scoped.as_str()] {
        contains(&events, &format!("OwnerRefInvalidNamespace {name}"))?;
    }
    let report = told(plane.kubeconfig(), &format!("-n {here}"))?;
    let left: Vec<_> = findings(&report).into_iter().map(|one| (one.1, one.0)).collect();
    let expected = [("unserved", "owner-absent"), ("version", "owner-absent")];
    equal("leaks", left, expected.map(|(name, rule)| (name.to_owned(), rule.to_owned())).to_vec())?;
    plane.kubectl(&["delete", "clusterrole", &scoped]);
    Ok(())
}

/// A circle stays for ever, and goes as a whole when one of it is deleted.
fn circles() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("circle");
    let names = ["a", "b", "c"];
    for name in names {
        plane.kubectl(&["create", "configmap", name, "-n", &namespace]);
    }
    for (at, name) in names.iter().enumerate() {
        let owner = names[(at + 1) % names.len()];
        let own = uid(plane, "configmap", &namespace, owner);
        plane.apply(&owned(&namespace, name, &[("ConfigMap", owner, &own)]));
    }
    let report = told(plane.kubeconfig(), &format!("-n {namespace}"))?;
    let message = report["findings"][0]["message"].as_str().unwrap_or_default();
    let way = names.map(|name| format!("{namespace}/ConfigMap/{name}")).join(" -> ");
    equal("circle", message, &format!("owned in a circle: {way} -> {namespace}/ConfigMap/a"))?;
    equal("once", report["findings"].as_array().map(Vec::len), Some(1))?;
    contains(
        report["findings"][0]["help"].as_str().unwrap_or_default(),
        "the garbage collector deletes 3 of the 3",
    )?;
    sleep(Duration::from_secs(2));
    for name in names {
        equal(name, is_there(plane, "configmap", &namespace, name), true)?;
    }
    plane.kubectl(&["delete", "configmap", "b", "-n", &namespace]);
    wait_until("a circle goes with one of it", &|| {
        !names.iter().any(|name| is_there(plane, "configmap", &namespace, name))
    })
}

/// Waits until something is so.
pub(super) fn wait_until(what: &str, is_so: &dyn Fn() -> bool) -> Result<(), Failed> {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        if Instant::now() > end {
            return Err(format!("not within a minute: {what}").into());
        }
        sleep(Duration::from_millis(200));
    }
    Ok(())
}
