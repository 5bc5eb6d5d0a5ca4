//! Completion asks kubeconfig and cluster, through the real kubectl, in time and in silence.

use std::path::Path;
use std::time::{Duration, Instant};

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::user::{User, kubeconfig, parts};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/completion knows the kubeconfig", knows_the_kubeconfig),
        Trial::test("live/completion asks the cluster that was typed", asks_the_cluster_that_was_typed),
        Trial::test("live/completion knows custom kinds, and keeps discovery", knows_kinds),
        Trial::test("live/completion is silent where a server refuses", is_silent),
        Trial::test("live/completion does not wait for a server that hangs", does_not_wait),
    ]
}

/// Returns the words and the directive that kubectl hands to the shell, and fails if it is told anything else.
fn typed(user: &User, kubeconfig: &Path, words: &str) -> Result<Vec<String>, Failed> {
    let ended = user.run(kubeconfig, &format!("kubectl __complete gvkcheck {words}"))?;
    let word = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    Ok(ended.stdout.lines().map(word).collect())
}

fn expect(user: &User, config: &Path, words: &str, expected: &[&str]) -> Result<(), Failed> {
    let expected: Vec<String> = expected.iter().map(|&word| word.to_owned()).collect();
    equal(words, typed(user, config, words)?, expected)
}

fn knows_the_kubeconfig() -> Result<(), Failed> {
    let user = User::new()?;
    let (cluster, nobody) = (json!({"server": "https://127.0.0.1:1"}), json!({}));
    let config = user.write(
        "config",
        &kubeconfig(&[("dev", &cluster, &nobody), ("prod", &cluster, &nobody)]).to_string(),
    )?;
    expect(&user, &config, "cluster --context ''", &["dev", "prod", ":4"])?;
    expect(&user, &config, "cluster --context=p", &["prod", ":4"])?;
    expect(&user, &config, "cluster --cluster d", &["dev", ":4"])?;
    expect(&user, &config, "check --live --user ''", &["dev", "prod", ":4"])?;
    expect(&user, &config, "matrix --contexts dev,", &["dev,dev", "dev,prod", ":4"])?;
    let other = user.write("other", &kubeconfig(&[("mine", &cluster, &nobody)]).to_string())?;
    expect(
        &user,
        &config,
        &format!("cluster --kubeconfig {} --context ''", other.display()),
        &["mine", ":4"],
    )?;
    expect(&user, &config, "cluster --kubeconfig /nowhere --context ''", &[":4"])
}

fn asks_the_cluster_that_was_typed() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let namespace = plane.namespace("complete");
    let (cluster, admin) = parts(plane.kubeconfig());
    let gone = json!({"server": "https://127.0.0.1:1"});
    let config = kubeconfig(&[("gone", &gone, &admin), ("here", &cluster, &admin)]);
    let config = user.write("config", &config.to_string())?;
    expect(&user, &config, &format!("cluster --context here -n {namespace}"), &[&namespace, ":4"])?;
    expect(
        &user,
        &config,
        "cluster --cluster here --user here --namespace=kube-sys",
        &["kube-system", ":4"],
    )?;
    expect(&user, &config, "cluster -n kube-sys", &[":4"])
}

fn knows_kinds() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    plane.apply(
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: gizmos.complete.example}, \
         spec: {group: complete.example, scope: Namespaced, names: {kind: Gizmo, plural: gizmos, shortNames: [gzm]}, \
         versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}",
    );
    plane.kubectl(&["wait", "--for=condition=Established", "crd/gizmos.complete.example"]);
    let faults = plane.faults();
    let (cluster, admin) = parts(faults.kubeconfig());
    let config = user.write("config", &kubeconfig(&[("here", &cluster, &admin)]).to_string())?;
    faults.set(&[]);
    expect(&user, &config, "matrix --contexts here --resources giz", &["gizmos", ":4"])?;
    equal("cold", faults.requests().len(), 2)?;
    faults.set(&[]);
    expect(&user, &config, "matrix --contexts here --resources gz", &["gzm", ":4"])?;
    equal("warm", faults.requests().len(), 0)
}

fn is_silent() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let nobody = plane.user("complete-nobody", &[]);
    for kubeconfig in [plane.expired_token(), plane.wrong_ca(), nobody] {
        let ended = user.run(&kubeconfig, "kubectl __complete gvkcheck cluster -n ''")?;
        equal("standard output", ended.stdout.as_str(), ":4\n")?;
        equal("an error", ended.stderr.contains("error"), false)?;
    }
    let plugin = json!({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "sh", "interactiveMode": "Always",
        "args": ["-c", "echo noise >&2; echo noise; exit 1"]}});
    let cluster = parts(plane.kubeconfig()).0;
    let config = user.write("config", &kubeconfig(&[("here", &cluster, &plugin)]).to_string())?;
    let ended = user.run(&config, "kubectl __complete gvkcheck cluster -n ''")?;
    equal("standard output", ended.stdout.as_str(), ":4\n")?;
    equal("the plugin's noise", ended.stderr.contains("noise"), false)
}

fn does_not_wait() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let faults = plane.faults();
    faults.set(&[Fault::hang("")]);
    for words in
        ["cluster -n ''", "matrix --contexts test --resources ''", "cluster --context=test --namespace="]
    {
        let begun = Instant::now();
        let ended = user.run(faults.kubeconfig(), &format!("kubectl __complete gvkcheck {words}"))?;
        equal(words, ended.stdout.as_str(), ":4\n")?;
        // It gives up after 0.8 seconds; the rest is for machines that are busy.
        equal(words, begun.elapsed() < Duration::from_secs(6), true)?;
    }
    let asked = faults.requests();
    equal("it did ask", asked.len() >= 3, true)?;
    contains(&asked[0].path, "/api")
}
