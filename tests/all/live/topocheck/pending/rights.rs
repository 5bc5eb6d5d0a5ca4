//! What is told with few rights, and that those that `--print-rbac` prints are enough.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::cluster::{Cluster, condition, eventually};
use super::story::Story;
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
    let cluster = Story::get().cluster();
    cluster.create(&stuck())?;
    let said = eventually(|| {
        let pod = cluster.get("/api/v1/namespaces/shop/pods/stuck")?;
        Ok(condition(&pod).ok_or("the scheduler says nothing")?.to_owned())
    })?;
    let outcome = [nobody, of_one_namespace, of_no_nodes].iter().try_for_each(|trial| trial(&cluster));
    let outcome = outcome.and_then(|()| of_the_role(&cluster, &said));
    cluster.delete("stuck")?;
    outcome
}

/// What a user was told.
fn told(cluster: &Cluster, kubeconfig: &Path, arguments: &str) -> Result<(Value, i32), Failed> {
    let ended = cluster.run(kubeconfig, &format!("pending {arguments} -o json"));
    let document = serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {ended:?}"))?;
    Ok((document, ended.code))
}

/// Gives a user a role for some resources, in a namespace or everywhere.
fn may_list(cluster: &Cluster, user: &str, namespace: Option<&str>, resources: &str) {
    let (role, binding) =
        if namespace.is_some() { ("role", "rolebinding") } else { ("clusterrole", "clusterrolebinding") };
    let within = namespace.map(|name| vec!["-n", name]).unwrap_or_default();
    let (resources, role_flag, user_flag) =
        (format!("--resource={resources}"), format!("--{role}={user}"), format!("--user={user}"));
    cluster.plane.kubectl(&[&["create", role, user, "--verb=get,list", &resources][..], &within].concat());
    cluster.plane.kubectl(&[&["create", binding, user, &role_flag, &user_flag][..], &within].concat());
}

fn nobody(cluster: &Cluster) -> Result<(), Failed> {
    let user = cluster.plane.user("nobody", &[]);
    let (document, code) = told(cluster, &user, "")?;
    equal("of nobody", (code, document["gaps"].to_string().contains("pods")), (3, true))
}

/// Only pods of one namespace, and all else: others may hold what this pod wants.
fn of_one_namespace(cluster: &Cluster) -> Result<(), Failed> {
    let user = cluster.plane.user("one-namespace", &[]);
    may_list(cluster, "one-namespace", None, "nodes,namespaces");
    may_list(cluster, "one-namespace", Some("shop"), "pods");
    may_list(cluster, "one-namespace", Some("other"), "services");
    let (document, code) = told(cluster, &user, "-n shop")?;
    equal(&format!("{document:#}"), matches!(code, 1 | 3), true)?;
    contains(&document["gaps"].to_string(), "pods")?;
    // Where there is nothing to be found, it is not said that all is well.
    let (document, code) = told(cluster, &user, "-n other")?;
    equal(&format!("{document:#}"), code, 3)
}

/// Only pods, of all namespaces: nothing can be said of nodes.
fn of_no_nodes(cluster: &Cluster) -> Result<(), Failed> {
    let user = cluster.plane.user("no-nodes", &[]);
    may_list(cluster, "no-nodes", None, "pods,namespaces");
    let (document, code) = told(cluster, &user, "-n shop")?;
    equal(&format!("{document:#}"), matches!(code, 1 | 3), true)?;
    contains(&document["gaps"].to_string(), "nodes")?;
    let pods = document["pods"].as_array().map(Vec::as_slice).unwrap_or_default();
    let exact = pods.iter().filter(|pod| pod["confidence"] == "exact").count();
    equal(&format!("verdicts without doubt in {document:#}"), exact, 0)
}

/// The role that is printed is enough.
fn of_the_role(cluster: &Cluster, said: &str) -> Result<(), Failed> {
    let ended = cluster.run(cluster.plane.kubeconfig(), "pending --print-rbac");
    equal(&ended.stderr, ended.code, 0)?;
    cluster.plane.apply(&ended.stdout);
    cluster.plane.kubectl(&[
        "create",
        "clusterrolebinding",
        "told",
        "--clusterrole=kubectl-topocheck-pending",
        "--user=told",
    ]);
    let (document, code) = told(cluster, &cluster.plane.user("told", &[]), "stuck -n shop")?;
    let pod = &document["pods"][0];
    let found = (code, document["gaps"].as_array().map(Vec::len), pod["message"].as_str());
    equal(&format!("{document:#}"), found, (1, Some(0), Some(said)))
}
