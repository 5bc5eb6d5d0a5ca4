//! Rollouts that do not get done: told long before the progress deadline, with the rule, the cause, and what frees them.

use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Told, Web, eventually};
use crate::expect::{contains, equal};

/// How long what only others can mend may stand here.
const GRACE: &str = "--grace 3s";

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full topocheck rollout: hopeless: an image that is not there", image),
        Trial::test("live/full topocheck rollout: hopeless: a ConfigMap that is not there", config),
        Trial::test("live/full topocheck rollout: hopeless: paused", paused),
        Trial::test("live/full topocheck rollout: hopeless: a quota that is used up", quota),
        Trial::test("live/full topocheck rollout: hopeless: a webhook that does not answer", webhook),
        Trial::test("live/full topocheck rollout: hopeless: a node that nobody has", unschedulable),
        Trial::test("live/full topocheck rollout: hopeless: a node that is full", crowded),
        Trial::test("live/full topocheck rollout: hopeless: crashes in a row", crashes),
        Trial::test("live/full topocheck rollout: hopeless: the progress deadline", deadline),
        Trial::test("live/full topocheck rollout: the time of --timeout is over", timeout),
    ]
}

/// Demands that waiting ended with exit code 1, and long before Kubernetes gives it up.
fn is_hopeless(told: &Told, rule: &str, cause: &str) -> Result<(), Failed> {
    told.is("hopeless", rule, cause, 1)?;
    equal(&format!("it took {:?}", told.took), told.took < Duration::from_secs(60), true)
}

fn image() -> Result<(), Failed> {
    let why = "ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \\\"web:2\\\": not found";
    let web = Web::new(3, "").next(&format!("kubecheck.test/waiting: \"{why}\""));
    let told = web.wait(GRACE)?;
    is_hopeless(&told, "rollout-blocked", "image-not-found")?;
    let expected = format!("kubectl set image deployment/web main=IMAGE -n {}", web.namespace);
    equal("next", told.text("/next"), expected.as_str())?;
    contains(&told.document["alternatives"].to_string(), "kubectl rollout undo deployment/web")?;
    // A minute is the grace if none is said.
    web.look("")?.is("held", "rollout-blocked", "image-not-found", 1)
}

fn config() -> Result<(), Failed> {
    let web = Web::new(2, "")
        .next("kubecheck.test/waiting: 'CreateContainerConfigError: configmap \"settings\" not found'");
    is_hopeless(&web.wait(GRACE)?, "rollout-blocked", "config-missing")?;
    // Once it is there, the kubelet is waited for, which kwok does not imitate.
    ControlPlane::full().kubectl(&["create", "configmap", "settings", "-n", &web.namespace]);
    web.look("--grace 0")?.is("held", "rollout-blocked", "config-missing", 1)
}

fn paused() -> Result<(), Failed> {
    let mut web = Web::new(2, "");
    web.spec = "paused: true".to_owned();
    let web = web.next("");
    let told = web.wait("")?;
    is_hopeless(&told, "rollout-paused", "")?;
    // What is to be typed next frees it.
    web.type_next(&told)?;
    web.wait("")?.is("done", "", "", 0)
}

fn quota() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let web = Web::new(2, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}");
    plane.kubectl(&["create", "quota", "small", "--hard=pods=2", "-n", &web.namespace]);
    eventually(|| {
        let path = "jsonpath={.status.used.pods}";
        equal(
            "used",
            plane.kubectl(&["get", "quota", "small", "-n", &web.namespace, "-o", path]).as_str(),
            "2",
        )
    })?;
    let web = web.next("");
    let told = web.wait(GRACE)?;
    is_hopeless(&told, "rollout-create-refused", "pod-quota-exceeded")?;
    equal("who", told.text("/blocking/0/kind"), "ReplicaSet")?;
    let more = r#"{"spec":{"hard":{"pods":"3"}}}"#;
    plane.kubectl(&["patch", "quota", "small", "-n", &web.namespace, "--type=merge", "-p", more]);
    // As soon as there is room it is not hopeless any more, and the controller needs nobody.
    eventually(|| {
        let state = web.look("--grace 0")?;
        equal(state.state(), matches!(state.state(), "progressing" | "done"), true)
    })?;
    web.wait("--grace 0")?.is("done", "", "", 0)
}

fn webhook() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let web = Web::new(2, "");
    let namespace = &web.namespace;
    plane.apply(&format!(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: {namespace}}}\n\
         webhooks:\n- name: guard.example.com\n  clientConfig: {{url: 'https://127.0.0.1:1/x'}}\n  sideEffects: None\n\
         \x20 admissionReviewVersions: [v1]\n  failurePolicy: Fail\n\
         \x20 namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}\n\
         \x20 rules: [{{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}}]\n"
    ));
    let web = web.next("");
    let told = web.wait(GRACE)?;
    is_hopeless(&told, "rollout-create-refused", "pod-webhook-refused")?;
    contains(told.text("/blocking/0/summary"), "guard.example.com")?;
    plane.kubectl(&["delete", "validatingwebhookconfiguration", &web.namespace]);
    web.wait("--grace 100s")?.is("done", "", "", 0)
}

fn unschedulable() -> Result<(), Failed> {
    let mut web = Web::new(2, "");
    web.pods = ", nodeSelector: {disk: holographic}".to_owned();
    let web = web.next("");
    let told = web.wait(GRACE)?;
    is_hopeless(&told, "rollout-blocked", "pod-no-node")?;
    contains(told.text("/blocking/0/summary"), "didn't match Pod's node affinity/selector")?;
    contains(told.text("/next"), "kubectl topocheck pending web-")
}

/// The node is full of pods of the old template, and none of them may go.
fn crowded() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let mut web = Web::absent(2, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}");
    let node = web.namespace.clone();
    plane.node(&node, &[("rollout", &node)]);
    plane.kubectl(&["taint", "node", &node, "rollout=here:NoSchedule"]);
    let size = r#"{"status":{"allocatable":{"cpu":"2","pods":"100"},"capacity":{"cpu":"2","pods":"100"}}}"#;
    plane.kubectl(&["patch", "node", &node, "--subresource=status", "-p", size]);
    web.pods =
        format!(", nodeSelector: {{rollout: {node}}}, tolerations: [{{key: rollout, operator: Exists}}]");
    web.container = ", resources: {requests: {cpu: '1'}}".to_owned();
    web.apply();
    web.wait("")?.is("done", "", "", 0)?;
    let web = web.next("");
    let told = web.wait(GRACE)?;
    is_hopeless(&told, "rollout-blocked", "pod-no-node")?;
    contains(told.text("/blocking/0/summary"), "Insufficient cpu")?;
    // With one pod less there is room.
    plane.kubectl(&["scale", "deployment/web", "--replicas=1", "-n", &web.namespace]);
    web.wait("--grace 0")?.is("done", "", "", 0)
}

fn crashes() -> Result<(), Failed> {
    let web = Web::new(1, "minReadySeconds: 5").next("kubecheck.test/crash: '3'");
    let told = web.wait("--grace 3s --restarts 3")?;
    is_hopeless(&told, "rollout-blocked", "crash-loop")?;
    contains(told.text("/blocking/0/summary"), "exit code 3")?;
    // However often it crashes, some want to wait.
    let told = web.look("--grace 0 --restarts 0")?;
    equal(told.state(), told.state() == "hopeless", false)
}

/// As soon as the controller gives it up, not later and not before.
fn deadline() -> Result<(), Failed> {
    let web = Web::new(2, "progressDeadlineSeconds: 6").next("kubecheck.test/unready: 'true'");
    let told = eventually(|| {
        let told = web.look("")?;
        equal("when", told.document["deadlineAt"].is_string(), true).map(|()| told)
    })?;
    let at = told.text("/deadlineAt").to_owned();
    let told = web.wait("--grace 0")?;
    is_hopeless(&told, "rollout-deadline-exceeded", "starting")?;
    contains(told.text("/next"), "kubectl describe pod web-")?;
    let late = web.field(".status.conditions[?(@.type=='Progressing')].lastUpdateTime");
    let (at, late) = (kubecheck_core::model::time::parse(&at), kubecheck_core::model::time::parse(&late));
    let between = at.zip(late).map(|(at, late)| kubecheck_core::model::time::seconds(at, late));
    equal(
        "seconds between what was told and what came",
        between.is_some_and(|seconds| (0..5).contains(&seconds)),
        true,
    )?;
    let refused =
        ControlPlane::full().try_kubectl(&["rollout", "status", "deployment/web", "-n", &web.namespace]);
    contains(&refused.stderr, "exceeded its progress deadline")
}

fn timeout() -> Result<(), Failed> {
    let web = Web::new(2, "").next("kubecheck.test/unready: 'true'");
    let told = web.look("--wait --timeout 4s")?;
    equal("state", told.state() == "done" || told.state() == "hopeless", false)?;
    equal("exit code", told.code, 4)?;
    contains(&told.stderr, "--timeout")
}
