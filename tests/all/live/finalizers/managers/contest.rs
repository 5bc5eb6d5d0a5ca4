//! Fights are told while they go on, and what is shared or handed over is none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use kubecheck_test_support::{ControlPlane, Plain};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::super::grant::Granted;
use crate::expect::{contains, equal};
use crate::live::user::User;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/managers tells a fight while it goes on, and no other change", fights),
        Trial::test("live/finalizers/managers shows the managers of an object and of its fields", one),
        Trial::test("live/finalizers/managers is complete with just the role that it prints", rights),
    ]
}

fn path(namespace: &str, name: &str) -> String {
    format!("/api/v1/namespaces/{namespace}/configmaps/{name}")
}

/// Applies a value of a ConfigMap under a name, by force.
fn apply(plain: &Plain, namespace: &str, name: &str, manager: &str, data: &Value) {
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data});
    let path = format!("{}?fieldManager={manager}&force=true", path(namespace, name));
    let (status, answer) = plain.send("PATCH", &path, "application/apply-patch+yaml", &object);
    assert!(status < 300, "{answer}");
}

/// Updates a value, as a client without server-side apply does.
fn update(plain: &Plain, namespace: &str, name: &str, manager: &str, data: &Value) {
    let path = format!("{}?fieldManager={manager}", path(namespace, name));
    let (status, answer) = plain.send("PATCH", &path, "application/merge-patch+json", &json!({"data": data}));
    assert!(status < 300, "{answer}");
}

fn fights() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (plain, user) = (plane.plain(), User::new()?);
    let namespace = plane.namespace("fights");
    // Shared for good; worked at by two in fields of their own; handed over once; fought over.
    apply(&plain, &namespace, "shared", "one", &json!({"a": "1", "b": "1"}));
    apply(&plain, &namespace, "shared", "two", &json!({"a": "1"}));
    for name in ["apart", "handed", "fought"] {
        apply(&plain, &namespace, name, "one", &json!({"a": "1"}));
    }
    let is_over = AtomicBool::new(false);
    let (ended, single) = thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = 0;
            while !is_over.load(Ordering::Relaxed) {
                turn += 1;
                apply(&plain, &namespace, "fought", "one", &json!({"a": "1", "own": "1"}));
                apply(&plain, &namespace, "apart", "one", &json!({"a": turn.to_string()}));
                thread::sleep(Duration::from_millis(400));
                update(&plain, &namespace, "fought", "two", &json!({"a": "2"}));
                update(&plain, &namespace, "apart", "two", &json!({"b": turn.to_string()}));
                thread::sleep(Duration::from_millis(400));
            }
        });
        scope.spawn(|| {
            thread::sleep(Duration::from_secs(2));
            update(&plain, &namespace, "handed", "two", &json!({"a": "2"}));
        });
        let run = |line: &str| {
            user.run(plane.kubeconfig(), &format!("{line} -n {namespace} --interval 3s -o json"))
        };
        let ended = run("kubectl finalizers managers");
        let single = run("kubectl finalizers managers cm/fought");
        is_over.store(true, Ordering::Relaxed);
        (ended, single)
    });
    let ended = ended?;
    equal(&ended.stdout, ended.code, 1)?;
    equal("what is told of one object", told(&single?.stdout)?, vec![fought()])?;
    let shared = (
        "field-co-owned".to_owned(),
        "shared".to_owned(),
        "one (Apply) and two (Apply) both set .data.a".to_owned(),
    );
    equal("what is told", told(&ended.stdout)?, vec![fought(), shared])
}

fn fought() -> (String, String, String) {
    ("field-fight".to_owned(), "fought".to_owned(), ".data.a".to_owned())
}

/// Reads a report: rules, objects and messages; of a fight only the field, since how often it went on is not said.
fn told(report: &str) -> Result<Vec<(String, String, String)>, Failed> {
    let report: Value = serde_json::from_str(report).map_err(|error| format!("{error}: {report}"))?;
    equal("gaps", report["gaps"].clone(), json!([]))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let finding = |finding: &Value| {
        let rule = text(&finding["rule"]);
        let mut message = text(&finding["message"]);
        if rule == "field-fight" {
            message = message.split(' ').next().unwrap_or_default().to_owned();
        }
        (rule, text(&finding["place"]["object"]["name"]), message)
    };
    Ok(report["findings"].as_array().into_iter().flatten().map(finding).collect())
}

fn one() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (plain, user) = (plane.plain(), User::new()?);
    let namespace = plane.namespace("managed");
    apply(&plain, &namespace, "one", "first", &json!({"a": "1", "b": "1"}));
    update(&plain, &namespace, "one", "second", &json!({"b": "2"}));
    let run = |line: &str| {
        user.run(plane.kubeconfig(), &format!("kubectl finalizers managers {line} -n {namespace}"))
    };
    let table = run("configmap/one --no-headers")?;
    let cells: Vec<Vec<&str>> = table.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    equal("managers", cells.iter().map(|row| row[0]).collect::<Vec<_>>(), vec!["first", "second"])?;
    equal("operations", cells.iter().map(|row| row[1]).collect::<Vec<_>>(), vec!["Apply", "Update"])?;
    let fields = run("cm one --fields --no-headers")?;
    equal(
        "fields",
        fields
            .stdout
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>(),
        vec![".data.a first (Apply)".to_owned(), ".data.b second (Update)".to_owned()],
    )?;
    // The same of what kubectl printed, which leaves managed fields out unless it is told not to.
    let print =
        |flag: &str| plane.kubectl(&["get", "configmap", "one", "-n", &namespace, "-o", "yaml", flag]);
    user.write("with.yaml", &print("--show-managed-fields"))?;
    user.write("without.yaml", &print("--show-managed-fields=false"))?;
    equal("fields of a dump", run("cm one --fields --no-headers -f with.yaml")?.stdout, fields.stdout)?;
    let without = run("cm one -f without.yaml")?;
    contains(&without.stdout, "--show-managed-fields")?;
    equal("exit code without", without.code, 3)?;
    equal("exit code of a kind nobody serves", run("gizmo/one")?.code, 2)?;
    equal("exit code of what is not there", run("cm/none")?.code, 2)
}

fn rights() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (plain, user) = (plane.plain(), User::new()?);
    let namespace = plane.namespace("rights");
    apply(&plain, &namespace, "one", "first", &json!({"a": "1"}));
    let name = format!("reader-of-{namespace}");
    let reader = plane.user(&name, &[]);
    user.write("cm.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {a: \"2\"}}")?;
    for line in ["", "--interval 2s", "cm/one", "--predict cm.yaml"] {
        let line = format!("kubectl finalizers managers {line} -n {namespace}");
        let without = user.run(&reader, &line)?;
        equal(
            &format!("exit code without rights: {line}\n{}{}", without.stdout, without.stderr),
            without.code,
            3,
        )?;
        let role = user.run(plane.kubeconfig(), &format!("{line} --print-rbac"))?;
        let _granted = Granted::new(plane, &namespace, &role.stdout, &name)?;
        let with = user.run(&reader, &line)?;
        let code = if line.contains("--predict") { 1 } else { 0 };
        equal(&format!("exit code with the role: {line}\n{}{}", with.stdout, with.stderr), with.code, code)?;
    }
    Ok(())
}
