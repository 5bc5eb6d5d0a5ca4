//! A cluster with controllers and the manifests of real projects: everything that is said of it is known and true.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::judge_as;
use crate::{diff, go, process};

/// What is installed: module, version, and what of it.
const INSTALLED: [(&str, &str, &str); 5] = [
    ("sigs.k8s.io/gateway-api", "v1.6.3", "config/crd/standard"),
    ("github.com/cert-manager/cert-manager", "v1.21.2", "deploy/crds"),
    ("github.com/prometheus-operator/prometheus-operator", "v0.85.0", "bundle.yaml"),
    ("sigs.k8s.io/kueue", "v0.15.0", "config/components/rbac"),
    ("sigs.k8s.io/gateway-api", "v1.6.3", "examples/standard"),
];

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/cluster what is said of real projects is true", is_true)]
}

fn is_true() -> Result<(), Failed> {
    let mut plane = ControlPlane::start(&[]);
    plane.start_controllers();
    plane.node("node-1", &[]);
    for (module, version, path) in INSTALLED {
        install(&plane, &go::module(module, version)?.join(path));
    }
    let one = "--for=jsonpath={.status.replicas}=1";
    plane.kubectl(&["wait", "deployment/prometheus-operator", one, "--timeout=90s"]);
    let told = judge_as(plane.kubeconfig(), "");
    let found: BTreeSet<String> = told.report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| {
            let text =
                |pointer: &str| finding.pointer(pointer).and_then(|value| value.as_str()).unwrap_or("-");
            let (kind, name) = (text("/place/object/kind"), text("/place/object/name"));
            format!("{} {} {kind}/{name} {}", text("/severity"), text("/rule"), text("/message"))
        })
        .collect();
    let list = process::root().join("tests/worlds/cluster.txt");
    let text = fs::read_to_string(&list).unwrap_or_default();
    let comments: String =
        text.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let is = format!("{comments}{}\n", found.into_iter().collect::<Vec<_>>().join("\n"));
    if diff::is_update() {
        fs::write(&list, is)?;
        return Ok(());
    }
    diff::same("tests/worlds/cluster.txt", &text, &is)
}

/// Applies a file or folder, until all of it is taken: what a CRD defines is served a moment later. Kustomizations are no
/// objects, and what needs a namespace that nobody makes stays out.
fn install(plane: &ControlPlane, path: &Path) {
    let path = path.display().to_string();
    let apply = ["apply", "--server-side", "--force-conflicts", "-f", &path];
    for _ in 0..5 {
        if plane.try_kubectl(&apply).code == 0 {
            break;
        }
        thread::sleep(Duration::from_secs(1));
    }
}
