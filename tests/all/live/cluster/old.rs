//! What objects remember of versions that are gone, and what really follows of it.

use std::thread;
use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{judge, judge_as};
use crate::expect::{contains, equal};
use crate::live::examples::alone;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/cluster a removed version is no obstacle to kubectl apply", applies),
        Trial::test("live/cluster a removed version refuses server-side apply of custom objects", refuses),
        Trial::test("live/cluster a version that the CRD still has refuses nothing", refuses_nothing),
        Trial::test("live/cluster what was applied to a built-in object in a removed version stays", stays),
        Trial::test("live/cluster many objects with one memory are one finding", folds),
        Trial::test("live/cluster a stored version cannot be removed before it is migrated", migrates),
        Trial::test("live/cluster tells who asked for what is deprecated, and is not one of them", requested),
        Trial::test("live/cluster names who asked by the audit log of the server", audited),
    ]
}

/// A CRD with v1, which is stored, and v1alpha1 in some state.
fn crd(group: &str, old: Option<bool>) -> String {
    let version = |name: &str, served: bool, storage: bool| {
        format!(
            "  - {{name: {name}, served: {served}, storage: {storage}, schema: {{openAPIV3Schema: {{type: object, \
             x-kubernetes-preserve-unknown-fields: true}}}}}}\n"
        )
    };
    let old = old.map(|served| version("v1alpha1", served, false)).unwrap_or_default();
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: widgets.{group}}}\n\
         spec:\n  group: {group}\n  scope: Namespaced\n  names: {{kind: Widget, plural: widgets}}\n  versions:\n{}{old}",
        version("v1", true, true)
    )
}

/// Makes a CRD have other versions, and waits until the server serves that.
fn define(plane: &ControlPlane, group: &str, old: Option<bool>) {
    plane.apply(&crd(group, old));
    plane.kubectl(&["wait", "crd", &format!("widgets.{group}"), "--for=condition=Established"]);
    for _ in 0..60 {
        let is_served =
            plane.try_kubectl(&["get", "--raw", &format!("/apis/{group}/v1alpha1/widgets")]).code == 0;
        let is_there = plane.try_kubectl(&["get", "--raw", &format!("/apis/{group}/v1/widgets")]).code == 0;
        if is_there && is_served == (old == Some(true)) {
            return;
        }
        thread::sleep(Duration::from_millis(250));
    }
    panic!("{group} is not served as it was defined");
}

fn widget(group: &str, version: &str, namespace: &str, spec: &str) -> String {
    format!(
        "{{apiVersion: {group}/{version}, kind: Widget, metadata: {{name: a, namespace: {namespace}}}, spec: {{{spec}}}}}"
    )
}

const SERVER_SIDE: [&str; 5] = ["apply", "--server-side", "--field-manager=gitops", "-f", "-"];

fn applies() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("old");
    let group = format!("{namespace}.example.com");
    define(plane, &group, Some(true));
    plane.apply(&widget(&group, "v1alpha1", &namespace, "size: 1, colour: red"));
    define(plane, &group, None);
    let told = judge(plane, &namespace);
    let message =
        format!("warning Widget/a: was last applied as {group}/v1alpha1 Widget, which is no longer served");
    equal("told", told.of("removed-last-applied"), vec![message])?;
    equal("exit code", told.code, 0)?;
    let refused =
        plane.kubectl_with(&["apply", "-f", "-"], &widget(&group, "v1alpha1", &namespace, "size: 1"));
    equal("the old manifest", refused.code, 1)?;
    plane.apply(&widget(&group, "v1", &namespace, "size: 1"));
    let spec =
        plane.kubectl(&["get", &format!("widgets.{group}"), "a", "-n", &namespace, "-o", "jsonpath={.spec}"]);
    equal("what the new manifest left out is gone", spec.as_str(), "{\"size\":1}")?;
    equal("told", judge(plane, &namespace).of("removed-last-applied").len(), 0)
}

fn refuses() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("old");
    let group = format!("{namespace}.example.com");
    define(plane, &group, Some(true));
    plane.kubectl_with(&SERVER_SIDE, &widget(&group, "v1alpha1", &namespace, "size: 1")).succeeded();
    define(plane, &group, None);
    let told = judge(plane, &namespace);
    let message = format!(
        "error Widget/a: the fields of the manager gitops (Apply) are those of {group}/v1alpha1, which is no longer served: \
         server-side apply is refused"
    );
    equal("told", told.of("removed-managed-fields"), vec![message])?;
    equal("exit code", told.code, 1)?;
    let next = widget(&group, "v1", &namespace, "size: 2");
    let refused = plane.kubectl_with(&SERVER_SIDE, &next);
    contains(&refused.stderr, "request to convert CR to an invalid group/version")?;
    // What the help says.
    plane.kubectl(&["annotate", &format!("widgets.{group}"), "a", "-n", &namespace, "x=y"]);
    equal("told", judge(plane, &namespace).of("removed-managed-fields").len(), 0)?;
    let force = [&SERVER_SIDE[..], &["--force-conflicts"]].concat();
    plane.kubectl_with(&force, &next).succeeded();
    Ok(())
}

fn refuses_nothing() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("old");
    let group = format!("{namespace}.example.com");
    define(plane, &group, Some(true));
    plane.kubectl_with(&SERVER_SIDE, &widget(&group, "v1alpha1", &namespace, "size: 1")).succeeded();
    define(plane, &group, Some(false));
    let told = judge(plane, &namespace);
    equal("told", told.of("removed-managed-fields").len(), 1)?;
    contains(&told.of("removed-managed-fields")[0], "info Widget/a")?;
    plane.kubectl_with(&SERVER_SIDE, &widget(&group, "v1", &namespace, "size: 2")).succeeded();
    Ok(())
}

fn stays() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("old");
    // As a server that still had the version left it.
    let stored = format!(
        r#"{{"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{{"name":"a","namespace":"{namespace}",
        "uid":"0b9d2d1e-0000-0000-0000-000000000001","creationTimestamp":"2021-01-01T00:00:00Z","managedFields":[{{"manager":"gitops",
        "operation":"Apply","apiVersion":"policy/v1beta1","time":"2021-01-01T00:00:00Z","fieldsType":"FieldsV1",
        "fieldsV1":{{"f:spec":{{"f:minAvailable":{{}},"f:unhealthyPodEvictionPolicy":{{}}}}}}}}]}},
        "spec":{{"minAvailable":1,"unhealthyPodEvictionPolicy":"AlwaysAllow"}},"status":{{"disruptionsAllowed":0,"currentHealthy":0,
        "desiredHealthy":0,"expectedPods":0}}}}"#
    );
    let put = plane.etcdctl(&["put", &format!("/registry/poddisruptionbudgets/{namespace}/a"), &stored]);
    put.succeeded();
    let told = judge(plane, &namespace).of("removed-managed-fields");
    let message = "warning PodDisruptionBudget/a: the fields of the manager gitops (Apply) are those of policy/v1beta1, which is \
                   no longer served since 1.25";
    equal("told", told, vec![message.to_owned()])?;
    let next = format!(
        "{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: a, namespace: {namespace}}}, spec: {{minAvailable: 1}}}}"
    );
    plane.kubectl_with(&SERVER_SIDE, &next).succeeded();
    let path = "jsonpath={.spec.unhealthyPodEvictionPolicy}";
    let left = plane.kubectl(&["get", "pdb", "a", "-n", &namespace, "-o", path]);
    equal("what was left out", left.as_str(), "AlwaysAllow")?;
    equal("told", judge(plane, &namespace).of("removed-managed-fields").len(), 0)
}

fn folds() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("old");
    let applied = "'{\"apiVersion\":\"extensions/v1beta1\",\"kind\":\"Ingress\"}'";
    let many: Vec<String> = (10..40)
        .map(|number| {
            format!(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a{number}\n  namespace: {namespace}\n  \
                 annotations: {{kubectl.kubernetes.io/last-applied-configuration: {applied}}}\nspec: {{rules: [{{host: a}}]}}\n"
            )
        })
        .collect();
    plane.kubectl_with(&SERVER_SIDE, &many.join("---\n")).succeeded();
    let told = judge_as(plane.kubeconfig(), &format!("-n {namespace} --chunk-size 7"));
    let message = "warning Ingress/a10: was last applied as extensions/v1beta1 Ingress, which is no longer served since 1.22; \
                   30 Ingresses in all, this is the first";
    equal("told", told.of("removed-last-applied"), vec![message.to_owned()])
}

fn migrates() -> Result<(), Failed> {
    let plane = alone();
    let group = "stored.example.com";
    let name = format!("widgets.{group}");
    let old = crd(group, None).replace("name: v1,", "name: v1beta1,");
    plane.apply(&old);
    plane.kubectl(&["wait", "crd", &name, "--for=condition=Established"]);
    plane.apply(&crd(group, None).replace("versions:\n", "versions:\n  - {name: v1beta1, served: false, storage: false, schema: {openAPIV3Schema: {type: object}}}\n"));
    let told = judge_as(plane.kubeconfig(), "").of("old-storage-version");
    let message = format!(
        "warning CustomResourceDefinition/{name}: objects may still be stored as v1beta1, which is no longer served; new ones are \
         stored as v1"
    );
    equal("told", told, vec![message])?;
    let refused = plane.kubectl_with(&["apply", "-f", "-"], &crd(group, None));
    contains(
        &refused.stderr,
        "status.storedVersions[0]: Invalid value: \"v1beta1\": missing from spec.versions",
    )?;
    let migrated = "{\"status\":{\"storedVersions\":[\"v1\"]}}";
    plane.kubectl(&["patch", "crd", &name, "--subresource=status", "--type=merge", "-p", migrated]);
    plane.apply(&crd(group, None));
    equal("told", judge_as(plane.kubeconfig(), "").of("old-storage-version").len(), 0)?;
    plane.kubectl(&["delete", "crd", &name]);
    Ok(())
}

fn requested() -> Result<(), Failed> {
    let plane = alone();
    // The gauge is the server's own, so that this one starts without.
    let server = plane.another_api_server(&[]);
    for _ in 0..2 {
        let told = judge_as(server.kubeconfig(), "");
        equal("told", told.of("requested-deprecated-api"), Vec::new())?;
        equal("standard error", told.stderr.as_str(), "")?;
    }
    server.kubectl(&["get", "endpoints", "-A"]);
    let told = judge_as(server.kubeconfig(), "");
    let message = "info Endpoints/: v1 endpoints was asked for since the server started, and is deprecated";
    equal("told", told.of("requested-deprecated-api"), vec![message.to_owned()])
}

fn audited() -> Result<(), Failed> {
    let plane = alone();
    let folder = plane.folder();
    let (policy, log) = (folder.join("requested-policy.yaml"), folder.join("requested.log"));
    std::fs::write(&policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n")?;
    let server = plane.another_api_server(&[
        &format!("--audit-policy-file={}", policy.display()),
        &format!("--audit-log-path={}", log.display()),
    ]);
    for _ in 0..2 {
        server.kubectl(&["get", "endpoints", "-n", "default"]);
    }
    server.kubectl(&["get", "endpoints", "-n", "default", "--as=carol", "--as-group=system:masters"]);
    let told = judge_as(server.kubeconfig(), &format!("--audit-log {}", log.display()));
    let told = told.of("requested-deprecated-api");
    let told: Vec<&str> = told.iter().filter_map(|told| told.split(" (").next()).collect();
    equal(
        "findings",
        told,
        vec![
            "info Endpoints/: kubecheck-admin as carol asked for v1 endpoints once, with kubectl/v1.36.3",
            "info Endpoints/: kubecheck-admin asked for v1 endpoints 2 times, with kubectl/v1.36.3",
        ],
    )
}
