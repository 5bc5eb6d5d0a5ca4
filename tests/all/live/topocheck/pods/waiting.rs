//! Pods on a node that do not start, as their kubelet tells it.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{deployment, run, until};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full/pods names the image, and the pull secret that is missing", image),
        Trial::test("live/full/pods names the ConfigMap, the like one, and that it is there at last", mount),
        Trial::test("live/full/pods names the key, and the keys that are there", key),
        Trial::test("live/full/pods names the network plug-in", sandbox),
        Trial::test("live/full/pods tells in a line why there is no node", node),
        Trial::test("live/full/pods says nothing of pods that run", nothing),
    ]
}

/// Makes a Deployment of two whose pods carry an annotation, and returns its namespace.
fn made(annotation: &str, more: &str) -> String {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("pods");
    plane.apply(&deployment(&namespace, 2, annotation, more));
    namespace
}

fn image() -> Result<(), Failed> {
    let said = "ImagePullBackOff: Back-off pulling image \"registry.example.com/shop/web:2\": ErrImagePull: failed to pull and unpack \
                image \"registry.example.com/shop/web:2\": failed to resolve reference \"registry.example.com/shop/web:2\": unexpected \
                status from HEAD request to https://registry.example.com/v2/shop/web/manifests/2: 401 Unauthorized";
    let namespace =
        made(&format!("kubecheck.test/waiting: '{said}'"), ", imagePullSecrets: [{name: regcerd}]");
    let plane = ControlPlane::full();
    plane.kubectl(&["create", "secret", "generic", "regcred", "-n", &namespace]);
    let told = until(&namespace, "image-unauthorized")?;
    equal(
        "told",
        told.as_str(),
        "image-unauthorized: container main: registry registry.example.com does not give shop/web:2 to whoever asks: its pull secret \
         regcerd does not exist; did you mean regcred? (401 Unauthorized)",
    )?;
    // Both pods are one cause, and each is named.
    let all = run(plane.kubeconfig(), &format!("pods -n {namespace}"))?;
    equal("causes", all.causes().len(), 1)?;
    equal("pods", all.document["causes"][0]["pods"].as_array().map(Vec::len), Some(2))?;
    let workload = &all.document["causes"][0]["workload"];
    equal(
        "workload",
        (workload["kind"].as_str(), workload["name"].as_str()),
        (Some("Deployment"), Some("web")),
    )
}

fn mount() -> Result<(), Failed> {
    let namespace =
        made("kubecheck.test/fails: mount", ", volumes: [{name: settings, configMap: {name: settings}}]");
    let plane = ControlPlane::full();
    plane.kubectl(&["create", "configmap", "web-settings", "-n", &namespace]);
    let told = until(&namespace, "config-missing")?;
    let expected =
        "config-missing: volume settings: ConfigMap settings does not exist; did you mean web-settings?";
    equal("missing", told.as_str(), expected)?;
    // Within the grace it is in progress: a kubelet's cache may not know of it yet.
    let early = run(plane.kubeconfig(), &format!("pods -n {namespace} --grace 10m"))?;
    equal("early", (early.code, early.causes().len()), (0, 0))?;
    equal("in progress", early.document["inProgress"].as_array().map(Vec::len), Some(2))?;
    plane.kubectl(&["create", "configmap", "settings", "-n", &namespace]);
    let told = until(&namespace, "config-missing")?;
    let expected = "config-missing: volume settings: ConfigMap settings was not there, and is there now";
    equal("there", told.as_str(), expected)
}

fn key() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("pods");
    plane.kubectl(&["create", "configmap", "web", "--from-literal=urls=a", "-n", &namespace]);
    let said = format!("CreateContainerConfigError: couldn''t find key url in ConfigMap {namespace}/web");
    plane.apply(&deployment(&namespace, 1, &format!("kubecheck.test/waiting: '{said}'"), ""));
    let told = until(&namespace, "config-key-missing")?;
    let expected = "config-key-missing: the environment of container main: ConfigMap web has no key url; did you mean urls?";
    equal("told", told.as_str(), expected)
}

fn sandbox() -> Result<(), Failed> {
    let namespace = made("kubecheck.test/fails: sandbox", "");
    let told = until(&namespace, "sandbox-network")?;
    equal(
        "told",
        told.as_str(),
        "sandbox-network: network plug-in calico does not set up its network: stat /var/lib/calico/nodename: no such file or directory",
    )
}

fn node() -> Result<(), Failed> {
    let namespace = made("", ", nodeSelector: {nowhere: here}");
    let told = until(&namespace, "pod-no-node")?;
    crate::expect::contains(&told, "node(s) didn't match Pod's node affinity/selector")
}

fn nothing() -> Result<(), Failed> {
    let namespace = made("", "");
    let plane = ControlPlane::full();
    plane.kubectl(&["rollout", "status", "deployment/web", "-n", &namespace, "--timeout=60s"]);
    let told = run(plane.kubeconfig(), &format!("pods -n {namespace} --grace 0s"))?;
    equal(&format!("{:#}{}", told.document, told.stderr), (told.code, told.causes().len()), (0, 0))?;
    equal("pods", told.document["counts"]["pods"].as_u64(), Some(2))
}
