//! Manifests of real projects taken as the whole world: every name that is told to be missing is, and why is written down.
//!
//! `tests/worlds/closed.txt` was made by hand, finding by finding. Whoever adds to it does the same.

use std::collections::BTreeSet;
use std::fs;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::{go, process};

/// A folder or file of a Go module that is complete in itself, or nearly so.
struct World {
    name: &'static str,
    module: &'static str,
    version: &'static str,
    path: &'static str,
    target: &'static str,
}

const fn world(
    name: &'static str,
    module: &'static str,
    version: &'static str,
    path: &'static str,
    target: &'static str,
) -> World {
    World { name, module, version, path, target }
}

const CERT_MANAGER: &str = "github.com/cert-manager/cert-manager";
const PROMETHEUS: &str = "github.com/prometheus-operator/prometheus-operator";

static WORLDS: [World; 9] = [
    world("addons-1.36", "k8s.io/kubernetes", "v1.36.3", "cluster/addons", "1.36"),
    world("addons-1.22", "k8s.io/kubernetes", "v1.22.0", "cluster/addons", "1.22"),
    world("e2e-1.36", "k8s.io/kubernetes", "v1.36.3", "test/e2e/testing-manifests", "1.36"),
    world("bootstrap-1.36", "k8s.io/kubernetes", "v1.36.3", "plugin/pkg/auth/authorizer", "1.36"),
    world("cert-manager", CERT_MANAGER, "v1.21.2", "deploy", "1.36"),
    world("prometheus-bundle", PROMETHEUS, "v0.85.0", "bundle.yaml", "1.36"),
    world("prometheus-example", PROMETHEUS, "v0.85.0", "example", "1.36"),
    world("kueue", "sigs.k8s.io/kueue", "v0.15.0", "config", "1.36"),
    world("kwok", "sigs.k8s.io/kwok", "v0.8.0", "kustomize", "1.36"),
];

/// The trials over real manifests as closed worlds.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |world: &'static World| {
        Trial::test(format!("closed/{}: what is missing is missing", world.name), || judge(world))
    };
    WORLDS.iter().map(trial).collect()
}

fn judge(world: &World) -> Result<(), Failed> {
    let root = go::module(world.module, world.version)?;
    let command = format!("kubectl gvkcheck --closed -R {} --k8s {} -o json", world.path, world.target);
    let ended = process::shell(&command, &root);
    let report: Value =
        serde_json::from_str(&ended.stdout).map_err(|error| format!("{error}: {}", ended.stderr))?;
    let objects = report["counts"]["objects"].as_u64().unwrap_or_default();
    if objects == 0 {
        return Err(format!("no object of {} was read", world.path).into());
    }
    let findings = report["findings"].as_array().into_iter().flatten();
    let missing = findings.filter(|finding| finding["rule"] == "missing-reference");
    let found: BTreeSet<String> = missing.map(|finding| describe(world, finding)).collect();
    let text = fs::read_to_string(process::root().join("tests/worlds/closed.txt"))?;
    let known = text.lines().map(|line| line.split("  ").next().unwrap_or_default());
    let known = known.filter(|line| line.split(' ').next() == Some(world.name));
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    let new = found.difference(&known).map(|line| format!("not in tests/worlds/closed.txt: {line}"));
    let gone = known.difference(&found).map(|line| format!("no longer found: {line}"));
    match new.chain(gone).collect::<Vec<String>>().as_slice() {
        [] => Ok(()),
        broken => Err(broken.join("\n").into()),
    }
}

/// Says where a finding is, how bad, and what is missing: `kueue components/role.yaml:17 warning ServiceAccount "k8s"`.
fn describe(world: &World, finding: &Value) -> String {
    let place = &finding["place"];
    let file = place["file"].as_str().unwrap_or_default();
    let message = finding["message"].as_str().unwrap_or_default();
    let what = message.split_once(" needs ").map_or(message, |(_, what)| what);
    let what = what.split(", which").next().unwrap_or_default();
    let severity = finding["severity"].as_str().unwrap_or_default();
    format!("{} {file}:{} {severity} {what}", world.name, place["line"])
}
