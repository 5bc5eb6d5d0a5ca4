//! What is told with few rights, and that those that `--print-rbac` prints are enough.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::story::{Story, condition, eventually};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/topocheck/pending tells what it may not read", few_rights)]
}

/// A pod that fits nowhere.
fn stuck() -> Value {
    let container = json!({"name": "main", "image": "main", "resources": {"requests": {"cpu": "10"}}});
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "stuck", "namespace": "shop"},
        "spec": {"containers": [container]},
    })
}

fn few_rights() -> Result<(), Failed> {
    let story = Story::get();
    let _turn = story.turn();
    story.create(&stuck())?;
    let said = eventually(|| {
        let pod = story.get_json("/api/v1/namespaces/shop/pods/stuck")?;
        Ok(condition(&pod).ok_or("the scheduler says nothing")?.to_owned())
    })?;
    let outcome = [nobody, of_one_namespace, of_no_nodes].iter().try_for_each(|trial| trial(story));
    let outcome = outcome.and_then(|()| of_the_role(story, &said));
    story.delete("shop", "stuck")?;
    outcome
}

/// What a user was told.
fn told(story: &Story, kubeconfig: &Path, arguments: &str) -> Result<(Value, i32), Failed> {
    let ended = story.run(kubeconfig, &format!("pending {arguments} -o json"));
    let document = serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {ended:?}"))?;
    Ok((document, ended.code))
}

/// Gives a user a role for some resources, in a namespace or everywhere.
fn may_list(story: &Story, user: &str, namespace: Option<&str>, resources: &str) {
    let (role, binding) =
        if namespace.is_some() { ("role", "rolebinding") } else { ("clusterrole", "clusterrolebinding") };
    let within = namespace.map(|name| vec!["-n", name]).unwrap_or_default();
    let (resources, role_flag, user_flag) =
        (format!("--resource={resources}"), format!("--{role}={user}"), format!("--user={user}"));
    story.plane.kubectl(&[&["create", role, user, "--verb=get,list", &resources][..], &within].concat());
    story.plane.kubectl(&[&["create", binding, user, &role_flag, &user_flag][..], &within].concat());
}

fn nobody(story: &Story) -> Result<(), Failed> {
    let user = story.plane.user("nobody", &[]);
    let (document, code) = told(story, &user, "")?;
    equal("of nobody", (code, document["gaps"].to_string().contains("pods")), (3, true))
}

/// Only pods of one namespace, and all else: others may hold what this pod wants.
fn of_one_namespace(story: &Story) -> Result<(), Failed> {
    let user = story.plane.user("one-namespace", &[]);
    may_list(story, "one-namespace", None, "nodes,namespaces");
    may_list(story, "one-namespace", Some("shop"), "pods");
    may_list(story, "one-namespace", Some("other"), "services");
    let (document, code) = told(story, &user, "-n shop")?;
    equal(&format!("{document:#}"), matches!(code, 1 | 3), true)?;
    contains(&document["gaps"].to_string(), "pods")?;
    // Where there is nothing to be found, it is not said that all is well.
    let (document, code) = told(story, &user, "-n other")?;
    equal(&format!("{document:#}"), code, 3)
}

/// Only pods, of all namespaces: nothing can be said of nodes.
fn of_no_nodes(story: &Story) -> Result<(), Failed> {
    let user = story.plane.user("no-nodes", &[]);
    may_list(story, "no-nodes", None, "pods,namespaces");
    let (document, code) = told(story, &user, "-n shop")?;
    equal(&format!("{document:#}"), matches!(code, 1 | 3), true)?;
    contains(&document["gaps"].to_string(), "nodes")?;
    let pods = document["pods"].as_array().map(Vec::as_slice).unwrap_or_default();
    let exact = pods.iter().filter(|pod| pod["confidence"] == "exact").count();
    equal(&format!("verdicts without doubt in {document:#}"), exact, 0)
}

/// The role that is printed is enough.
fn of_the_role(story: &Story, said: &str) -> Result<(), Failed> {
    let ended = story.run(story.plane.kubeconfig(), "pending --print-rbac");
    equal(&ended.stderr, ended.code, 0)?;
    story.plane.apply(&ended.stdout);
    story.plane.kubectl(&[
        "create",
        "clusterrolebinding",
        "told",
        "--clusterrole=kubectl-topocheck-pending",
        "--user=told",
    ]);
    let (document, code) = told(story, &story.plane.user("told", &[]), "stuck -n shop")?;
    let pod = &document["pods"][0];
    let found = (code, document["gaps"].as_array().map(Vec::len), pod["message"].as_str());
    equal(&format!("{document:#}"), found, (1, Some(0), Some(said)))
}
