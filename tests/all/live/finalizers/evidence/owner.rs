//! Whose a finalizer is that no catalogue knows.

use kubecheck_test_support::ControlPlane;
use kubectl_finalizers::evidence::{Alive, KnownBy, Verdict};
use libtest_mimic::{Failed, Trial};

use super::{Of, definition, judge, until};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/evidence by the manager that put a finalizer there", by_manager),
        Trial::test("live/finalizers/evidence of what is known and not installed", uninstalled),
        Trial::test("live/finalizers/evidence by who may write the finalizers of a kind", by_rbac),
    ]
}

fn by_manager() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("managed");
    plane.kubectl(&["create", "configmap", "kept", "--from-literal=a=b", "-n", &namespace]);
    let add = |finalizers: &str, manager: &str| {
        let patch = format!("{{\"metadata\":{{\"finalizers\":{finalizers}}}}}");
        let manager = format!("--field-manager={manager}");
        plane.kubectl(&["patch", "configmap/kept", "-n", &namespace, "--type=merge", "-p", &patch, &manager]);
    };
    add("[\"unheard.of/a\"]", "first-keeper");
    add("[\"unheard.of/a\",\"unheard.of/b\"]", "second-keeper");
    let of = Of { resource: "configmaps", namespace: Some(&namespace), name: "kept" };
    for (finalizer, manager) in [("unheard.of/a", "first-keeper"), ("unheard.of/b", "second-keeper")] {
        let evidence = judge(plane, of, finalizer)?;
        equal("known by", evidence.owner.known_by, KnownBy::ManagedFields)?;
        equal("name", evidence.owner.name.as_str(), manager)?;
        equal("alive", evidence.alive, Alive::Unknown)?;
        equal("verdict", evidence.verdict, Verdict::Unknown)?;
        let put = evidence.facts.iter().find(|fact| fact.source == "managedFields");
        equal("the time is told", put.is_some_and(|fact| fact.at.is_some()), true)?;
    }
    Ok(())
}

fn uninstalled() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("uninstalled");
    let finalizer = "argocd.argoproj.io/hook-finalizer";
    plane.apply(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: hook, namespace: {namespace}, finalizers: [{finalizer}]}}\n"
    ));
    let of = Of { resource: "configmaps", namespace: Some(&namespace), name: "hook" };
    let evidence = judge(plane, of, finalizer)?;
    equal("known by", evidence.owner.known_by, KnownBy::Catalogue)?;
    equal("name", evidence.owner.name.as_str(), "argo-cd")?;
    equal("alive", evidence.alive, Alive::Unknown)?;
    equal("verdict", evidence.verdict, Verdict::Unknown)?;
    contains(evidence.cure.as_deref().unwrap_or_default(), "if argo-cd was uninstalled, install it again")
}

fn by_rbac() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("gadgets");
    let group = format!("{namespace}.example.com");
    plane.apply(&definition(&group, "gadget", "Gadget"));
    plane.apply(&format!(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: maker, namespace: {namespace}}}\n---\n\
         apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: {namespace}}}\n\
         rules: [{{apiGroups: [{group}], resources: [gadgets/finalizers], verbs: [update]}}]\n---\n\
         apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {{name: {namespace}}}\n\
         roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {namespace}}}\n\
         subjects: [{{kind: ServiceAccount, name: maker, namespace: {namespace}}}]\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: controller, namespace: {namespace}}}\nspec:\n\
         \x20 selector: {{matchLabels: {{app: maker}}}}\n  template:\n    metadata: {{labels: {{app: maker}}}}\n\
         \x20   spec: {{serviceAccountName: maker, containers: [{{name: main, image: maker}}]}}\n"
    ));
    plane.kubectl(&["wait", "--for=condition=Established", &format!("crd/gadgets.{group}"), "--timeout=60s"]);
    plane.kubectl(&["rollout", "status", "deployment/controller", "-n", &namespace, "--timeout=60s"]);
    let gadget = format!(
        "apiVersion: {group}/v1\nkind: Gadget\nmetadata: {{name: one, namespace: {namespace}, finalizers: [{group}/keep]}}\n"
    );
    until("the type is served", || Ok(plane.kubectl_with(&["apply", "-f", "-"], &gadget).code == 0))?;
    let resource = format!("gadgets.{group}");
    let of = Of { resource: &resource, namespace: Some(&namespace), name: "one" };
    let evidence = judge(plane, of, &format!("{group}/keep"))?;
    // kubectl put it there, and takes nothing off.
    equal("known by", evidence.owner.known_by, KnownBy::Rbac)?;
    equal("name", evidence.owner.name.as_str(), format!("service account {namespace}/maker").as_str())?;
    equal("workload", evidence.owner.workload, Some(format!("Deployment {namespace}/controller")))?;
    equal("alive", evidence.alive, Alive::Yes)?;
    equal("verdict", evidence.verdict, Verdict::Unsafe)?;
    let told: Vec<&str> = evidence.facts.iter().map(|fact| fact.what.as_str()).collect();
    contains(&told.join("\n"), &format!("{group} is the domain of {group}"))?;
    let patch = "{\"metadata\":{\"finalizers\":null}}";
    plane.kubectl(&["patch", &resource, "one", "-n", &namespace, "--type=merge", "-p", patch]);
    plane.kubectl(&[
        "delete",
        &format!("crd/gadgets.{group}"),
        &format!("clusterrole/{namespace}"),
        &format!("clusterrolebinding/{namespace}"),
    ]);
    Ok(())
}
