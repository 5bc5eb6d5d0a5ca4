//! What Helm keeps in a cluster.

use std::fs;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::judge;
use crate::expect::equal;
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/cluster unpacks what Helm has deployed", unpacks),
        Trial::test("live/cluster reads releases in ConfigMaps", reads_config_maps),
        Trial::test("live/cluster a broken release is a gap that shows no value", broken),
    ]
}

/// Packs a release as Helm does.
fn packed(manifest: &str) -> String {
    let release = json!({"name": "shop", "version": 3, "info": {"status": "deployed"}, "config": {"password": "hunter2"},
        "chart": {"metadata": {"name": "web", "version": "1.2.0"}}, "manifest": manifest});
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    fs::write(folder.path().join("release.json"), release.to_string()).expect("the folder can be written");
    process::shell("gzip -c release.json | base64 -w0", folder.path()).stdout
}

fn release(kind: &str, namespace: &str, revision: u8, status: &str, data: &str) -> String {
    let (extra, field) =
        if kind == "Secret" { ("type: helm.sh/release.v1\n", "stringData") } else { ("", "data") };
    format!(
        "apiVersion: v1\nkind: {kind}\n{extra}metadata:\n  name: sh.helm.release.v1.shop.v{revision}\n  namespace: {namespace}\n  \
         labels: {{owner: helm, name: shop, status: {status}, version: \"{revision}\"}}\n{field}: {{release: \"{data}\"}}\n"
    )
}

const MANIFEST: &str = "---\n# Source: web/templates/a.yaml\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n\
    metadata: {name: shop}\n---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: till}\n---\n\
    apiVersion: v1\nkind: Service\nmetadata: {name: shop}\n";

const MESSAGE: &str = "release shop (chart web-1.2.0, revision 3) has policy/v1beta1 PodDisruptionBudget/shop and 1 more, which is \
    no longer served since 1.25 (line 3 of its manifest)";

fn unpacks() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("helm");
    plane.apply(&release("Secret", &namespace, 2, "superseded", &packed(MANIFEST)));
    equal("an old revision", judge(plane, &namespace).of("helm-release").len(), 0)?;
    plane.apply(&release("Secret", &namespace, 3, "deployed", &packed(MANIFEST)));
    let told = judge(plane, &namespace);
    equal(
        "told",
        told.of("helm-release"),
        vec![format!("error Secret/sh.helm.release.v1.shop.v3: {MESSAGE}")],
    )?;
    equal("shows values", told.report.to_string().contains("hunter2"), false)?;
    equal("exit code", told.code, 1)
}

fn reads_config_maps() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("helm");
    plane.apply(&release("ConfigMap", &namespace, 3, "deployed", &packed(MANIFEST)));
    let told = judge(plane, &namespace).of("helm-release");
    equal("told", told, vec![format!("error ConfigMap/sh.helm.release.v1.shop.v3: {MESSAGE}")])
}

fn broken() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("helm");
    plane.apply(&release("Secret", &namespace, 1, "deployed", "aHVudGVyMg=="));
    let told = judge(plane, &namespace);
    equal(
        "gaps",
        told.gaps(),
        vec![format!("the Helm release in {namespace}/sh.helm.release.v1.shop.v1 in context test")],
    )?;
    equal("shows values", told.report.to_string().contains("hunter2"), false)?;
    equal("exit code", told.code, 3)
}
