//! Many objects in one plan.

use std::collections::BTreeMap;
use std::fs;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{Hand, deleted, finalizers, made};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove lets four hundred objects go, four at a time", many),
        Trial::test(
            "live/finalizers/remove takes children before owners, and stops at the first failure",
            order,
        ),
        Trial::test("live/finalizers/remove does what a plan says and nothing else", only),
    ]
}

const MANY: usize = 400;

fn many() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("many");
    let folder = plane.folder();
    let (policy, log) = (folder.join("policy.yaml"), folder.join("audit.log"));
    let rule = "{level: Metadata, verbs: [patch], resources: [{group: '', resources: [configmaps]}]}";
    fs::write(
        &policy,
        format!("---\n{{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{rule}, {{level: None}}]}}"),
    )?;
    let flags =
        [format!("--audit-policy-file={}", policy.display()), format!("--audit-log-path={}", log.display())];
    let server = plane.another_api_server(&[&flags[0], &flags[1]]);
    let hand = Hand::with(plane, server.kubeconfig());
    let plain = plane.plain();
    let path = format!("/api/v1/namespaces/{namespace}/configmaps");
    for number in 0..MANY {
        let metadata = json!({"name": format!("a-{number}"), "finalizers": ["example.com/x"]});
        plain.post(&path, &json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}));
    }
    plain.send("DELETE", &path, "application/json", &Value::Null);
    let planned = hand.run(&format!("plan ns/{namespace} > plan.yaml"));
    equal("nobody can tell", planned.code, 3)?;
    let first = hand.run("apply plan.yaml --accept-risk=unknown --max 10 -o json");
    equal("exit code", first.code, 0)?;
    let outcomes = |stdout: &str| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for line in stdout.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            *counts.entry(line["outcome"].as_str().unwrap_or("no line of JSON").to_owned()).or_default() += 1;
        }
        counts.into_iter().collect::<Vec<_>>()
    };
    let expected = vec![("done".to_owned(), 10), ("not-tried".to_owned(), MANY - 10)];
    equal("ten", outcomes(&first.stdout), expected)?;
    let rest = hand.run("apply plan.yaml --accept-risk=unknown -o json");
    equal("exit code", rest.code, 0)?;
    equal("the rest", outcomes(&rest.stdout), vec![("done".to_owned(), MANY - 10)])?;
    contains(&rest.stderr, "390 done, 0 already done, 0 failed, 0 not tried")?;
    let left = plane.kubectl(&["get", "configmaps", "-n", &namespace, "-o", "name"]);
    equal("left", left.as_str(), "")?;
    equal("backups", hand.backups().len(), MANY)?;
    let (most, writes) = at_once(&fs::read_to_string(log)?);
    equal("writes, tried and real", writes, 2 * MANY)?;
    equal("in flight", (2..=4).contains(&most), true)
}

/// Returns how many requests of an audit log were in flight at once, and how many there were.
fn at_once(log: &str) -> (usize, usize) {
    let mut moments: Vec<(String, i32)> = Vec::new();
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_default();
        let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        if event["stage"] == "ResponseComplete" {
            moments.push((text("requestReceivedTimestamp"), 1));
            moments.push((text("stageTimestamp"), -1));
        }
    }
    // What ends in the moment in which another begins is over.
    moments.sort();
    let (mut now, mut most) = (0, 0);
    for (_, change) in &moments {
        now += change;
        most = most.max(now);
    }
    (usize::try_from(most).unwrap_or(0), moments.len() / 2)
}

fn order() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("order"), Hand::new(plane));
    made(plane, &namespace, "owner", &["example.com/x"]);
    let uid =
        plane.kubectl(&["get", "configmap", "owner", "-n", &namespace, "-o", "jsonpath={.metadata.uid}"]);
    let child = |name: &str| {
        plane.apply(&format!(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: {namespace}, finalizers: [example.com/x], \
              ownerReferences: [{{apiVersion: v1, kind: ConfigMap, name: owner, uid: {uid}}}]}}}}"
        ));
    };
    child("child");
    child("brother");
    plane.kubectl(&["delete", "configmap", "owner", "child", "brother", "-n", &namespace, "--wait=false"]);
    let planned = hand.run(&format!(
        "plan cm owner child brother -n {namespace} -o jsonpath='{{.steps[*].patch.object.name}}'"
    ));
    equal("planned", planned.stdout.as_str(), "child brother owner")?;
    hand.run(&format!("plan cm owner child brother -n {namespace} > plan.yaml"));
    // Its user may write no more than one of them.
    let name = format!("eve-{namespace}");
    let names = "--resource-name=child";
    plane.kubectl(&["create", "role", "get", "-n", &namespace, "--verb=get", "--resource=configmaps"]);
    plane.kubectl(&[
        "create",
        "role",
        "patch",
        "-n",
        &namespace,
        "--verb=patch",
        "--resource=configmaps",
        names,
    ]);
    for role in ["get", "patch"] {
        plane.kubectl(&[
            "create",
            "rolebinding",
            role,
            "-n",
            &namespace,
            &format!("--role={role}"),
            &format!("--user={name}"),
        ]);
    }
    let few = Hand { kubeconfig: plane.user(&name, &[]), folder: hand.folder.clone() };
    let stopped = few.run("apply plan.yaml --accept-risk=unknown");
    equal("exit code", stopped.code, 3)?;
    contains(
        &stopped.stdout,
        &format!("done         configmaps/child -n {namespace}: took example.com/x off"),
    )?;
    contains(
        &stopped.stdout,
        &format!("incomplete   configmaps/brother -n {namespace}: example.com/x stays"),
    )?;
    contains(
        &stopped.stdout,
        &format!("not-tried    configmaps/owner -n {namespace}: example.com/x is left as it is"),
    )?;
    equal("owner", finalizers(plane, &namespace, "owner").as_deref(), Some("[\"example.com/x\"]"))?;
    let rest = hand.run("apply plan.yaml --accept-risk=unknown");
    equal("exit code", rest.code, 0)?;
    contains(&rest.stderr, &format!("configmaps/child -n {namespace} is gone: already done"))?;
    let at = |name: &str| rest.stdout.find(&format!("configmaps/{name} "));
    equal("brother first", at("brother") < at("owner"), true)
}

fn only() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("only"), Hand::new(plane));
    deleted(plane, &namespace, "a", &["example.com/x", "example.com/y"]);
    let planned = hand.run(&format!("plan cm/a -n {namespace} -o json"));
    let mut plan: Value = serde_json::from_str(&planned.stdout)?;
    plan["steps"].as_array_mut().ok_or("a plan has steps")?.remove(0);
    fs::write(hand.folder.join("one.json"), plan.to_string())?;
    equal("one", hand.run("apply one.json --accept-risk=unknown --timeout 0").code, 0)?;
    equal("the other", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/x\"]"))?;
    let again = hand.run("apply one.json --accept-risk=unknown --timeout 0");
    contains(&again.stderr, "example.com/y is no longer there: already done")?;
    equal("again", again.code, 0)?;

    let wrong = |change: &dyn Fn(&mut Value), told: &str| {
        let mut plan = plan.clone();
        change(&mut plan);
        fs::write(hand.folder.join("wrong.json"), plan.to_string())?;
        let ended = hand.run("apply wrong.json --accept-risk=unknown");
        contains(&ended.stderr, told)?;
        equal(told, ended.code, 2)
    };
    wrong(&|plan| plan["steps"][0]["patch"]["force"] = true.into(), "there is no key \"force\"")?;
    wrong(
        &|plan| plan["steps"][0]["patch"]["remove"]["path"] = "/data".into(),
        "steps[0] takes no finalizer off",
    )?;
    wrong(
        &|plan| _ = plan["steps"][0]["patch"]["object"]["uid"].take(),
        "steps[0] takes no finalizer off an object that has a UID",
    )?;
    wrong(&|plan| plan["cluster"]["uid"] = "x".into(), "this plan is for another cluster than context test")?;
    wrong(&|plan| plan["tool"]["name"] = "gvkcheck".into(), "this Plan is for kubectl gvkcheck")
}
