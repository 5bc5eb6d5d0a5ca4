//! The predicted conflicts of an apply are those that the API server gives as causes of its 409.

use std::collections::BTreeSet;

use kubecheck_test_support::{ControlPlane, Plain};
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::{Value, json};

use super::vary::{Dice, vary};
use crate::expect::equal;
use crate::live::user::User;

/// How many variants of each object are applied by others, and are tried.
const OTHERS: u64 = 3;
const TRIED: u64 = 12;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/managers predicts the conflicts that the server finds", are_the_servers),
        Trial::test("live/finalizers/managers predicts what kubectl may take over", taken_over),
        Trial::test("live/finalizers/managers knows who owns what nobody managed", unmanaged),
    ]
}

fn objects() -> Vec<Value> {
    let documents = serde_yaml::Deserializer::from_str(include_str!("objects.yaml"));
    documents.map(|document| Value::deserialize(document).expect("they are YAML")).collect()
}

/// The definitions of the custom kinds, once: other tests may look at the cluster.
fn define(plane: &ControlPlane) {
    plane.apply(include_str!("definitions.yaml"));
    for name in ["listeds", "plains"] {
        plane.kubectl(&["wait", "--for=condition=Established", &format!("crd/{name}.fields.example.com")]);
    }
}

fn path(namespace: &str, object: &Value) -> String {
    let api_version = object["apiVersion"].as_str().unwrap_or_default();
    let root = if api_version.contains('/') { "apis" } else { "api" };
    let kind = object["kind"].as_str().unwrap_or_default().to_lowercase();
    let plural = if kind == "ingress" { "ingresses".to_owned() } else { format!("{kind}s") };
    format!("/{root}/{api_version}/namespaces/{namespace}/{plural}/subject")
}

/// Applies from the server's side; returns the status and the answer.
fn apply(plain: &Plain, namespace: &str, object: &Value, parameters: &str) -> (u16, Value) {
    let path = format!("{}?{parameters}", path(namespace, object));
    plain.send("PATCH", &path, "application/apply-patch+yaml", object)
}

/// Fields in conflict, with what is said of each; none where nobody can tell.
type Conflicts = Option<BTreeSet<(String, String)>>;

/// What the server says of an apply: the causes of a conflict. None if it cannot even compare.
fn theirs(plain: &Plain, namespace: &str, object: &Value, manager: &str) -> Result<Conflicts, Failed> {
    let parameters = format!("fieldManager={manager}&dryRun=All");
    let (status, answer) = apply(plain, namespace, object, &parameters);
    match status {
        409 if answer["reason"] == "Conflict" => Ok(Some(pairs(&answer["details"]["causes"]))),
        // Conflicts come before validation.
        200 | 422 => Ok(Some(BTreeSet::new())),
        500 if answer["message"].as_str().is_some_and(|why| why.contains("typed patch object")) => Ok(None),
        _ => Err(format!("the server answers {status} to {object}: {answer}").into()),
    }
}

/// Reads causes of a `Status`, or our conflicts, which have the same names.
fn pairs(causes: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let causes = causes.as_array().map(Vec::as_slice).unwrap_or_default();
    causes.iter().map(|cause| (text(&cause["field"]), text(&cause["message"]))).collect()
}

/// What the plugin predicts for objects, and what it says of those where it cannot tell.
fn ours(
    user: &User,
    plane: &ControlPlane,
    namespace: &str,
    objects: &[Value],
    manager: &str,
) -> Result<(Vec<Conflicts>, Value), Failed> {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects});
    let name = format!("{namespace}.json");
    user.write(&name, &list.to_string())?;
    let line = format!(
        "kubectl finalizers managers --predict {name} -n {namespace} --field-manager {manager} -o json"
    );
    let ended = user.run(plane.kubeconfig(), &line)?;
    let answer: Value = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{error}: {}{}", ended.stdout, ended.stderr))?;
    let conflicts = |object: &Value| (object["verdict"] != "unknown").then(|| pairs(&object["conflicts"]));
    let objects = answer["objects"].as_array().map(Vec::as_slice).unwrap_or_default();
    let conflicts: Vec<Conflicts> = objects.iter().map(conflicts).collect();
    let has = |some: fn(&Conflicts) -> bool| conflicts.iter().any(some);
    let code = match () {
        () if has(|own| own.as_ref().is_some_and(|own| !own.is_empty())) => 1,
        () if has(Option::is_none) => 3,
        () => 0,
    };
    equal("exit code", ended.code, code)?;
    Ok((conflicts, answer["gaps"].clone()))
}

/// Fails unless both say the same of objects; returns how many conflicts there were.
fn same(
    user: &User,
    plane: &ControlPlane,
    plain: &Plain,
    (namespace, manager): (&str, &str),
    objects: &[Value],
) -> Result<usize, Failed> {
    let (predicted, gaps) = ours(user, plane, namespace, objects, manager)?;
    equal("objects told", predicted.len(), objects.len())?;
    let mut found = 0;
    for (object, predicted) in objects.iter().zip(predicted) {
        let theirs = theirs(plain, namespace, object, manager)?;
        found += theirs.as_ref().map_or(0, BTreeSet::len);
        if predicted != theirs {
            return Err(
                format!("{object}\n  server: {theirs:#?}\n  ours: {predicted:#?}\n  gaps: {gaps}").into()
            );
        }
    }
    Ok(found)
}

/// An object whose fields without a schema become a map, a list, a scalar and null, whatever they were.
fn reshaped(object: &Value) -> Vec<Value> {
    let open: Vec<&str> =
        ["open", "nested"].into_iter().filter(|name| object["spec"][name].is_object()).collect();
    let mut shapes = vec![json!({"x": 1}), json!([1]), json!("text"), Value::Null];
    shapes.retain(|_| !open.is_empty());
    let reshape = |shape: &Value| {
        let mut object = object.clone();
        for name in &open {
            for value in
                object["spec"][name].as_object_mut().into_iter().flat_map(|fields| fields.values_mut())
            {
                *value = shape.clone();
            }
        }
        object
    };
    shapes.iter().map(reshape).collect()
}

fn are_the_servers() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    define(&plane);
    let (plain, user) = (plane.plain(), User::new()?);
    let mut found = 0;
    for (number, object) in objects().iter().enumerate() {
        let kind = object["kind"].as_str().unwrap_or_default();
        let namespace = plane.namespace("predict");
        let mut dice = Dice(number as u64 + 1);
        let (status, answer) = apply(&plain, &namespace, object, "fieldManager=first");
        equal(&format!("the status of {kind}: {answer}"), status, 201)?;
        for other in 0..OTHERS {
            // Some are refused: a Deployment without containers is none.
            let varied = vary(object, &mut dice);
            let force = if dice.roll(3) > 0 { "&force=true" } else { "" };
            apply(&plain, &namespace, &varied, &format!("fieldManager=other{other}{force}"));
            let patch = json!({"metadata": {"annotations": {format!("by{other}"): "update"}, "labels": {"app": format!("web{other}")}}});
            let (status, answer) = plain.send(
                "PATCH",
                &format!("{}?fieldManager=updater{other}", path(&namespace, object)),
                "application/merge-patch+json",
                &patch,
            );
            equal(&format!("the status of a patch: {answer}"), status, 200)?;
        }
        let mut tried: Vec<Value> = (0..TRIED).map(|_| vary(object, &mut dice)).collect();
        tried[0]["metadata"]["annotations"] = json!({"by1": "me", "by2": "update"});
        tried[1]["status"] = json!({"ready": true});
        tried.extend(reshaped(object));
        found += same(&user, &plane, &plain, (&namespace, "me"), &tried)?;
    }
    if found < 100 {
        return Err(format!("only {found} conflicts were met").into());
    }
    Ok(())
}

/// kubectl applied from the client's side, and somebody else changed something: what is still as applied is kubectl's to take.
fn taken_over() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (plain, user) = (plane.plain(), User::new()?);
    let namespace = plane.namespace("takeover");
    let object = &objects()[0];
    plane.kubectl_with(&["apply", "-n", &namespace, "-f", "-"], &object.to_string()).succeeded();
    let patch = json!({"spec": {"replicas": 7}, "metadata": {"annotations": {"note": "two"}}});
    plane.kubectl(&[
        "patch",
        "deployment",
        "subject",
        "-n",
        &namespace,
        "--field-manager=scaler",
        "-p",
        &patch.to_string(),
    ]);
    let mut dice = Dice(40);
    let tried: Vec<Value> = (0..TRIED).map(|_| vary(object, &mut dice)).collect();
    let theirs = same(&user, plane, &plain, (&namespace, "kubectl"), &tried)?;
    let others = same(&user, plane, &plain, (&namespace, "other"), &tried)?;
    // Some fields are taken over, and those that were changed are not.
    equal("the numbers of conflicts differ", 0 < theirs && theirs < others, true)
}

/// An object whose managed fields were taken away.
fn unmanaged() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (plain, user) = (plane.plain(), User::new()?);
    let mut found = 0;
    for (number, object) in objects().iter().take(5).enumerate() {
        let namespace = plane.namespace("unmanaged");
        apply(&plain, &namespace, object, "fieldManager=first");
        let reset = json!([{"op": "replace", "path": "/metadata/managedFields", "value": [{}]}]);
        plain.send("PATCH", &path(&namespace, object), "application/json-patch+json", &reset);
        let mut dice = Dice(number as u64 + 60);
        let tried: Vec<Value> = (0..TRIED).map(|_| vary(object, &mut dice)).collect();
        found += same(&user, plane, &plain, (&namespace, "me"), &tried)?;
    }
    equal("conflicts are met", found > 20, true)
}
