//! What is declared against what lives.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::Run;
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/check --exists finds nothing in what was just applied", applied_is_equal),
        Trial::test("live/check --exists tells what is not there", tells_what_is_not_there),
        Trial::test("live/check --exists tells what differs, and no secret", tells_what_differs),
        Trial::test("live/check --print-rbac prints all the rights that are needed", prints_the_rights),
    ]
}

/// Valid objects of many kinds, written as people do and not as the server writes them.
const OBJECTS: &str = include_str!("objects.yaml");

fn apply(objects: &str, namespace: &str) {
    ControlPlane::shared().kubectl_with(&["apply", "-n", namespace, "-f", "-"], objects).succeeded();
}

fn applied_is_equal() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("exists");
    let objects = OBJECTS.replace("NAMESPACE", &namespace);
    apply(&objects, &namespace);
    let ended = Run::new(&objects).check(&format!("--exists -n {namespace} --fail-on info -o name"));
    let found: Vec<&str> =
        ended.stdout.lines().filter(|line| line.contains("not-in") || line.contains("differs")).collect();
    equal("findings", found, Vec::new())?;
    equal("stderr", ended.stderr.contains("gap"), false)?;
    let summary = Run::new(&objects).check(&format!("--exists -n {namespace}")).stdout;
    let count = objects.lines().filter(|line| line.starts_with("kind: ")).count();
    contains(&summary, &format!("1 file, {count} objects in context test (v1.36.3)"))?;
    // Server-side apply stores the same.
    let again = plane.kubectl_with(
        &["apply", "--server-side", "--force-conflicts", "-f", "-", "-n", &namespace],
        &objects,
    );
    again.succeeded();
    let ended = Run::new(&objects).check(&format!("--exists -n {namespace} --fail-on info -o name"));
    equal("after server-side apply", ended.stdout.contains("differs-live"), false)
}

fn tells_what_is_not_there() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (one, two) = (plane.namespace("exists"), plane.namespace("exists"));
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: here-{one}, namespace: {one}}}}}"
    ));
    let declared = format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: here-{one}\n");
    let ended = Run::new(&declared).check(&format!("--exists -n {two} --snippets always"));
    contains(
        &ended.stdout,
        &format!("error[not-in-cluster]: v1 ConfigMap here-{one} is not in namespace {two}"),
    )?;
    contains(&ended.stdout, "x.yaml:4:9")?;
    contains(&ended.stdout, &format!("one of its name is in namespace {one}"))?;
    equal("code", ended.code, 1)?;
    equal("there", Run::new(&declared).check(&format!("--exists -n {one}")).code, 0)
}

fn tells_what_differs() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("exists");
    let objects = OBJECTS.replace("NAMESPACE", &namespace);
    apply(&objects, &namespace);
    let patch = |object: &str, patch: &str| {
        plane.kubectl(&["patch", object, "-n", &namespace, "--type=merge", "-p", patch]);
    };
    patch("deployment/web", r#"{"spec": {"replicas": 7}}"#);
    patch("secret/keys", r#"{"stringData": {"token": "another-secret"}}"#);
    patch("configmap/settings", r#"{"data": {"colour": null}}"#);
    patch("service/web", r#"{"spec": {"selector": {"app": "other"}}}"#);
    patch("cronjob/nightly", r#"{"spec": {"suspend": true}}"#);
    patch("role/read", r#"{"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}]}"#);
    patch("horizontalpodautoscaler/web", r#"{"spec": {"maxReplicas": 50}}"#);
    patch("networkpolicy/web", r#"{"spec": {"ingress": []}}"#);
    patch("resourcequota/shop", r#"{"spec": {"hard": {"requests.cpu": "9"}}}"#);
    patch("ingress/web", r#"{"metadata": {"labels": {"team": "blue"}}}"#);
    let ended = Run::new(&objects).check(&format!("--exists -n {namespace} -o wide"));
    for told in [
        "spec.replicas is the integer 3 here and 7 in the cluster",
        "stringData.token has another value in the cluster",
        "data.colour is set here and not in the cluster",
        "spec.selector.app is the string \"web\" here and \"other\" in the cluster",
        "spec.suspend is the boolean false here and true in the cluster",
        "rules[0].verbs is a list here and a list of 1 item in the cluster",
        "spec.maxReplicas is the integer 5 here and 50 in the cluster",
        "spec.ingress is set here and not in the cluster",
        "spec.hard[\"requests.cpu\"] is the string \"4000m\" here and \"9\" in the cluster",
        "metadata.labels.team is the string \"red\" here and \"blue\" in the cluster",
    ] {
        contains(&ended.stdout, told)?;
    }
    equal("findings", ended.stdout.matches("differs-live").count(), 11)?;
    equal("secrets", ended.stdout.contains("another-secret") || ended.stdout.contains("hunter2"), false)
}

fn prints_the_rights() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("exists");
    let objects = OBJECTS.replace("NAMESPACE", &namespace);
    apply(&objects, &namespace);
    let name = format!("gvkcheck-{namespace}");
    let run = Run::new(&objects);
    let role = run.check(&format!("--exists -n {namespace} --print-rbac"));
    equal("code", role.code, 0)?;
    plane.apply(&role.stdout.replace("name: kubectl-gvkcheck-check", &format!("name: {name}")));
    let user = plane.user(&name, &[]);
    plane.kubectl(&["create", "clusterrolebinding", &name, "--clusterrole", &name, "--user", &name]);
    let before = Run::on(&user, &objects).check(&format!("--exists -n {namespace}"));
    contains(&before.stdout, "gap: configmaps in namespace")?;
    plane.kubectl(&["create", "rolebinding", &name, "-n", &namespace, "--role", &name, "--user", &name]);
    let with = Run::on(&user, &objects).check(&format!("--exists -n {namespace} -o json"));
    let all = run.check(&format!("--exists -n {namespace} -o json"));
    equal("with the role alone", with.stdout, all.stdout)?;
    equal("gaps", with.code, 0)
}
