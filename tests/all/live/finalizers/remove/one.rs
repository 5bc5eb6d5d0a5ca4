//! One finalizer of one object.

use std::os::unix::fs::PermissionsExt;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Hand, deleted, finalizers, made};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove shows a plan and writes nothing", shows),
        Trial::test("live/finalizers/remove takes one finalizer off and keeps what was", takes_off),
        Trial::test("live/finalizers/remove asks for as much as may be lost", asks),
        Trial::test("live/finalizers/remove tells data from what may go", claim),
        Trial::test("live/finalizers/remove says what cannot be meant", wrong_words),
        Trial::test("live/finalizers/remove never prints the data of a Secret", secret),
    ]
}

fn shows() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("remove"), Hand::new(plane));
    deleted(plane, &namespace, "a", &["example.com/x"]);
    let ended = hand.run(&format!("remove cm/a -n {namespace}"));
    contains(&ended.stdout, &format!("take example.com/x off configmaps/a -n {namespace}, deleted "))?;
    contains(
        &ended.stdout,
        "verdict: unknown; nothing was written\nto do it: --apply --accept-risk=unknown\n",
    )?;
    equal("exit code", ended.code, 3)?;
    equal("it is still there", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/x\"]"))?;
    equal("backups", hand.backups().len(), 0)?;
    let yaml = hand.run(&format!("remove cm a -n {namespace} -o yaml"));
    contains(&yaml.stdout, "kind: Plan\n")?;
    contains(&yaml.stdout, "      path: /metadata/finalizers/0\n      value: example.com/x\n")
}

fn takes_off() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("remove"), Hand::new(plane));
    deleted(plane, &namespace, "a", &["example.com/x", "example.com/y"]);
    let remove =
        format!("remove cm/a example.com/x -n {namespace} --apply --accept-risk=unknown --timeout 1s");
    let ended = hand.run(&remove);
    equal("exit code", ended.code, 0)?;
    contains(&ended.stdout, "took example.com/x off (backup: ")?;
    contains(
        &ended.stderr,
        "is still there, held by the finalizer example.com/y, put there by kubectl-client-side-apply",
    )?;
    equal("the other", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/y\"]"))?;
    let (file, backup) = hand.backup()?;
    equal("the object", backup["object"]["data"]["a"].as_str(), Some("b"))?;
    equal("both were there", backup["object"]["metadata"]["finalizers"].as_array().map(Vec::len), Some(2))?;
    equal(
        "the plan",
        backup["plan"]["steps"][0]["patch"]["remove"]["value"].as_str(),
        Some("example.com/x"),
    )?;
    let mode = |path: &std::path::Path| std::fs::metadata(path).map(|data| data.permissions().mode() & 0o777);
    equal("rights of the file", mode(&file)?, 0o600)?;
    equal("rights of the folder", mode(file.parent().ok_or("a file is in a folder")?)?, 0o700)?;

    let again = hand.run(&remove);
    contains(&again.stderr, "was taken off configmaps/a")?;
    equal("again", again.code, 0)?;
    let rest = hand.run(&format!("remove cm/a -n {namespace} --apply --accept-risk=unknown"));
    equal("the last", rest.code, 0)?;
    equal("it is gone", finalizers(plane, &namespace, "a"), None)?;
    let gone = hand.run(&remove);
    contains(&gone.stderr, &format!("configmaps/a -n {namespace} is gone: already done"))?;
    equal("gone", gone.code, 0)?;
    let managed = hand.run(&format!("restore {} -o yaml", file.display()));
    contains(&managed.stdout, "create:\n")
}

fn asks() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("remove"), Hand::new(plane));
    deleted(plane, &namespace, "a", &["example.com/x"]);
    let refused = |flags: &str, hint: &str| {
        let ended = hand.run(&format!("remove cm/a -n {namespace} --apply {flags}"));
        equal(flags, ended.code, 1)?;
        contains(&ended.stderr, "nothing was written")?;
        contains(&ended.stderr, hint)
    };
    refused("", "say --accept-risk=unknown\n")?;
    refused("--yes", "say --accept-risk=unknown\n")?;
    refused("--accept-risk=orphans", "say --accept-risk=unknown\n")?;
    refused("--accept-risk=unknown --older-than 1h", "name another age with --older-than")?;
    equal("nothing was written", finalizers(plane, &namespace, "a").as_deref(), Some("[\"example.com/x\"]"))?;
    equal("backups", hand.backups().len(), 0)
}

/// A claim that a pod uses is data; one that nobody uses may go.
fn claim() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("claim"), Hand::new(plane));
    let claim = |name: &str| {
        plane.apply(&format!(
            "---\n{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: {name}, namespace: {namespace}, \
              finalizers: [kubernetes.io/pvc-protection]}}, spec: {{accessModes: [ReadWriteOnce], storageClassName: none, \
              resources: {{requests: {{storage: 1Gi}}}}}}}}"
        ));
        plane.kubectl(&["delete", "pvc", name, "-n", &namespace, "--wait=false"]);
    };
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Pod, metadata: {{name: db, namespace: {namespace}}}, spec: {{nodeName: none, \
          containers: [{{name: db, image: none}}], volumes: [{{name: data, persistentVolumeClaim: {{claimName: used}}}}]}}}}"
    ));
    claim("used");
    claim("free");
    let remove = |name: &str, flags: &str| hand.run(&format!("remove pvc/{name} -n {namespace} {flags}"));
    let shown = remove("used", "");
    contains(
        &shown.stdout,
        "verdict: unsafe; nothing was written\nto do it: --apply --accept-risk=data-loss --confirm=used\n",
    )?;
    equal("exit code", shown.code, 1)?;
    for (flags, hint) in [
        ("--apply --yes", "say --accept-risk=data-loss --confirm=used"),
        ("--apply --accept-risk=data-loss", "say --confirm=used"),
        ("--apply --accept-risk=data-loss --confirm=free", "say --confirm=used"),
    ] {
        let refused = remove("used", flags);
        contains(&refused.stderr, hint)?;
        equal(flags, refused.code, 1)?;
    }
    equal("backups", hand.backups().len(), 0)?;
    equal("with both", remove("used", "--apply --accept-risk=data-loss --confirm=used").code, 0)?;

    let shown = remove("free", "");
    contains(&shown.stdout, "verdict: safe; nothing was written\nto do it: --apply --yes\n")?;
    equal("exit code", shown.code, 0)?;
    equal("nobody said yes", remove("free", "--apply").code, 1)?;
    equal("yes", remove("free", "--apply --yes").code, 0)?;
    equal("gone", plane.kubectl(&["get", "pvc", "-n", &namespace, "-o", "name"]).as_str(), "")
}

fn wrong_words() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("remove"), Hand::new(plane));
    deleted(plane, &namespace, "two", &["example.com/x", "example.com/y"]);
    made(plane, &namespace, "alive", &["example.com/x"]);
    let cases = [
        (
            "cm/two",
            2,
            "has several finalizers: example.com/x, example.com/y\nhint: name one behind the object",
        ),
        (
            "cm/two example.com/z",
            2,
            "has no finalizer example.com/z\nhint: it has example.com/x, example.com/y",
        ),
        (
            "cm/alive",
            1,
            "is not being deleted, and a finalizer is taken off only what is\nhint: delete it first",
        ),
        ("cm/alive --apply --accept-risk=unknown", 1, "nothing was written"),
        ("cmm/two", 2, "serves no \"cmm\"\nhint: did you mean \"cm\"?"),
        ("cm/nobody", 0, "is gone: already done"),
        ("two", 2, "names no object"),
    ];
    for (words, code, told) in cases {
        let ended = hand.run(&format!("remove {words} -n {namespace}"));
        contains(&ended.stderr, told)?;
        equal(words, ended.code, code)?;
    }
    equal("alive", finalizers(plane, &namespace, "alive").as_deref(), Some("[\"example.com/x\"]"))
}

fn secret() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("remove"), Hand::new(plane));
    plane.apply(&format!(
        "{{apiVersion: v1, kind: Secret, metadata: {{name: s, namespace: {namespace}, finalizers: [example.com/x]}}, data: {{a: c2VjcmV0aXZl}}}}"
    ));
    plane.kubectl(&["delete", "secret", "s", "-n", &namespace, "--wait=false"]);
    let mut told = String::new();
    for format in ["table", "json", "yaml"] {
        let ended = hand.run(&format!("remove secret/s -n {namespace} -o {format}"));
        told += &(ended.stdout + &ended.stderr);
    }
    let ended = hand.run(&format!("remove secret/s -n {namespace} --apply --accept-risk=unknown -o json"));
    equal("exit code", ended.code, 0)?;
    let (file, backup) = hand.backup()?;
    equal("it is in the backup", backup["object"]["data"]["a"].as_str(), Some("c2VjcmV0aXZl"))?;
    for format in ["table", "json", "yaml"] {
        let ended = hand.run(&format!("restore {} -o {format}", file.display()));
        told += &(ended.stdout + &ended.stderr);
    }
    equal("told", (told + &ended.stdout + &ended.stderr).contains("c2VjcmV0aXZl"), false)
}
