//! Namespaces and CRDs: let go only when everything has answered and is empty.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Hand, deleted, finalizers};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove finalizes a namespace only when it is empty", finalizes),
        Trial::test("live/finalizers/remove keeps a namespace while an API does not answer", dead),
        Trial::test("live/finalizers/remove lets a CRD go only without objects", definition),
    ]
}

/// Nothing but this program deletes the content of namespaces here.
fn finalizes() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("finalize"), Hand::new(plane));
    let remove = format!(
        "remove ns/{namespace} --apply --yes --accept-risk=stranded-objects --confirm={namespace} --controller-is-broken"
    );
    deleted(plane, &namespace, "a", &["example.com/x"]);
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let refused = hand.run(&remove);
    contains(
        &refused.stderr,
        &format!(
            "kubernetes stays: the namespace {namespace} is not empty: configmaps (1), serviceaccounts (1)"
        ),
    )?;
    equal("exit code", refused.code, 1)?;

    // What holds it is planned first, and not the namespace.
    let plan = hand.folder.join("plan.yaml");
    let planned = hand.run(&format!("plan ns/{namespace} > {}", plan.display()));
    equal("nobody can tell", planned.code, 3)?;
    let text = std::fs::read_to_string(&plan)?;
    equal("steps", text.matches("- patch:\n").count(), 1)?;
    equal("of the namespace", text.contains("- put:"), false)?;
    equal("apply", hand.run(&format!("apply {} --accept-risk=unknown", plan.display())).code, 0)?;
    equal("it is gone", finalizers(plane, &namespace, "a"), None)?;

    plane.kubectl(&["delete", "serviceaccount", "default", "-n", &namespace]);
    says_so(plane, &namespace, "True");
    let condition = hand.run(&remove);
    contains(&condition.stderr, "says NamespaceContentRemaining: some are left")?;
    equal("exit code", condition.code, 1)?;
    says_so(plane, &namespace, "False");

    let done = hand.run(&remove);
    contains(&done.stdout, "took kubernetes off")?;
    equal("exit code", done.code, 0)?;
    equal("it is gone", plane.try_kubectl(&["get", "namespace", &namespace]).code, 1)
}

fn says_so(plane: &ControlPlane, namespace: &str, status: &str) {
    let condition = format!(
        "{{\"status\": {{\"conditions\": [{{\"type\": \"NamespaceContentRemaining\", \"status\": \"{status}\", \"reason\": \"X\", \"message\": \"some are left\"}}]}}}}"
    );
    plane.kubectl(&[
        "patch",
        "namespace",
        namespace,
        "--subresource=status",
        "--type=merge",
        "-p",
        &condition,
    ]);
}

fn dead() -> Result<(), Failed> {
    // Its own, for an API that does not answer is everybody's.
    let plane = ControlPlane::start(&[]);
    let (namespace, hand) = (plane.namespace("dead"), Hand::new(&plane));
    plane.apply(
        "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.dead.example.com}, \
         spec: {group: dead.example.com, version: v1, groupPriorityMinimum: 1000, versionPriority: 15, insecureSkipTLSVerify: true, \
                service: {name: nobody, namespace: default}}}",
    );
    plane.kubectl(&["delete", "serviceaccount", "default", "-n", &namespace]);
    plane.kubectl(&["delete", "namespace", &namespace, "--wait=false"]);
    let remove = format!(
        "remove ns/{namespace} --apply --yes --accept-risk=stranded-objects --confirm={namespace} --controller-is-broken"
    );
    let refused = hand.run(&remove);
    contains(
        &refused.stderr,
        &format!("kubernetes stays: nobody knows what dead.example.com/v1 has in the namespace {namespace}"),
    )?;
    equal("exit code", refused.code, 3)?;
    let path = "jsonpath={.spec.finalizers}";
    let left = plane.kubectl(&["get", "namespace", &namespace, "-o", path]);
    equal("nothing was written", left.as_str(), "[\"kubernetes\"]")?;
    let unserved = hand.run("remove gadget/x");
    contains(
        &unserved.stderr,
        "nobody knows whether \"gadget\" is served, for dead.example.com/v1 does not answer",
    )?;
    equal("exit code", unserved.code, 3)?;

    plane.kubectl(&["delete", "apiservice", "v1.dead.example.com"]);
    let done = hand.run(&remove);
    contains(&done.stdout, "took kubernetes off")?;
    equal("exit code", done.code, 0)
}

fn definition() -> Result<(), Failed> {
    // Where nobody acts on it, the API server's own controller does; so an object is kept by a finalizer of its own.
    let plane = ControlPlane::shared();
    let (namespace, hand) = (plane.namespace("crd"), Hand::new(plane));
    let name = format!("gadgets.{namespace}.example.com");
    plane.apply(&format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: {name}}}, \
          spec: {{group: {namespace}.example.com, scope: Namespaced, names: {{plural: gadgets, kind: Gadget}}, \
          versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}]}}}}"
    ));
    plane.kubectl(&["wait", "--for=condition=Established", &format!("crd/{name}")]);
    plane.apply(&format!(
        "{{apiVersion: {namespace}.example.com/v1, kind: Gadget, metadata: {{name: g, namespace: {namespace}, finalizers: [example.com/x]}}}}"
    ));
    plane.kubectl(&["delete", "crd", &name, "--wait=false"]);
    let flags = format!(
        "--apply --yes --accept-risk=data-loss,stranded-objects,unknown --confirm={name} --controller-is-broken"
    );
    let refused = hand.run(&format!("remove crd/{name} customresourcecleanup.apiextensions.k8s.io {flags}"));
    contains(&refused.stderr, &format!("the CRD {name} is not empty: gadgets.{namespace}.example.com (1)"))?;
    equal("exit code", refused.code, 1)?;
    let done = hand.run(&format!(
        "remove gadget.{namespace}.example.com/g -n {namespace} --apply --accept-risk=unknown"
    ));
    equal("the object", done.code, 0)?;
    plane.kubectl(&["wait", "--for=delete", &format!("crd/{name}"), "--timeout=60s"]);
    Ok(())
}
