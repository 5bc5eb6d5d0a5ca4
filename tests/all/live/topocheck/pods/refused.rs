//! What the real API server has against pods, as the real controllers tell it.

use kubecheck_test_support::{Asked, ControlPlane};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{deployment, until};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full/pods tells a quota that has too little left", quota),
        Trial::test("live/full/pods tells a quota that wants requests", unsaid),
        Trial::test("live/full/pods tells what the security of a namespace demands", security),
        Trial::test("live/full/pods tells a webhook that denies, and one that cannot be asked", webhooks),
        Trial::test("live/full/pods tells a policy that denies", policy),
        Trial::test(
            "live/full/pods tells a service account, a priority class and a run-time class that are missing",
            names,
        ),
        Trial::test("live/full/pods tells a LimitRange", limits),
        Trial::test("live/full/pods tells a quota that not even a ReplicaSet fits into", sets),
    ]
}

fn quota() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("quota");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: few, namespace: {namespace}}}, spec: {{hard: {{pods: '1'}}}}}}"
    ));
    let full =
        ["wait", "quota/few", "-n", &namespace, "--for=jsonpath={.status.hard.pods}=1", "--timeout=60s"];
    plane.kubectl(&full);
    plane.apply(&deployment(&namespace, 3, "", ""));
    let told = until(&namespace, "pod-quota-exceeded")?;
    equal(
        "told",
        told.as_str(),
        "pod-quota-exceeded: quota few has too little left for another pod: pods: 1 wanted, 1 of 1 used",
    )
}

fn sets() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("quota");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: sets, namespace: {namespace}}}, spec: {{hard: {{count/replicasets.apps: '0'}}}}}}"
    ));
    let full = ["wait", "quota/sets", "-n", &namespace, "--for=jsonpath={.status.hard}", "--timeout=60s"];
    plane.kubectl(&full);
    plane.apply(&deployment(&namespace, 2, "", ""));
    let told = until(&namespace, "pod-quota-exceeded")?;
    equal(
        "told",
        told.as_str(),
        "pod-quota-exceeded: quota sets has too little left for another ReplicaSet: count/replicasets.apps: 1 wanted, 0 of 0 used",
    )
}

fn unsaid() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("quota");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: cpu, namespace: {namespace}}}, spec: {{hard: {{requests.cpu: '1'}}}}}}"
    ));
    let full = ["wait", "quota/cpu", "-n", &namespace, "--for=jsonpath={.status.hard}", "--timeout=60s"];
    plane.kubectl(&full);
    // A StatefulSet words it otherwise than a ReplicaSet.
    plane.apply(&format!(
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: db, namespace: {namespace}}}\nspec:\n  serviceName: db\n  \
         selector: {{matchLabels: {{app: db}}}}\n  template:\n    metadata: {{labels: {{app: db}}}}\n    \
         spec: {{containers: [{{name: main, image: db}}]}}\n"
    ));
    let told = until(&namespace, "pod-quota-exceeded")?;
    contains(
        &told,
        "quota cpu refuses pods that do not say what they want: must specify requests.cpu for: main",
    )
}

fn security() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("secure");
    plane.kubectl(&["label", "ns", &namespace, "pod-security.kubernetes.io/enforce=restricted"]);
    plane.apply(&deployment(&namespace, 1, "", ""));
    let told = until(&namespace, "pod-security-refused")?;
    contains(
        &told,
        "the namespace enforces PodSecurity restricted:latest: allowPrivilegeEscalation != false",
    )?;
    contains(&told, "runAsNonRoot != true")
}

fn webhook(namespace: &str, name: &str, ca: &str) -> String {
    format!(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: {namespace}-{name}}}\n\
         webhooks:\n- name: {name}.kubecheck.test\n  sideEffects: None\n  admissionReviewVersions: [v1]\n  timeoutSeconds: 2\n  \
         namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}\n  \
         rules: [{{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}}]\n  \
         clientConfig: {{caBundle: {ca}, service: {{namespace: {namespace}, name: {name}}}}}\n"
    )
}

fn webhooks() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("hooks");
    let served = plane.serve(&namespace, "guard", |request: &Asked| {
        let review: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let status = json!({"message": "there is no label owner"});
        let response = json!({"uid": review["request"]["uid"], "allowed": false, "status": status});
        let answer =
            json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response});
        (200, answer.to_string())
    });
    plane.apply(&webhook(&namespace, "guard", &plane.ca_bundle()));
    plane.apply(&deployment(&namespace, 1, "", ""));
    let denied = until(&namespace, "pod-webhook-refused");
    plane.kubectl(&["delete", "validatingwebhookconfiguration", &format!("{namespace}-guard")]);
    drop(served);
    let expected =
        "pod-webhook-refused: webhook guard.kubecheck.test denies the pod: there is no label owner";
    equal("denied", denied?.as_str(), expected)?;
    let other = plane.namespace("hooks");
    plane.apply(&webhook(&other, "absent", &plane.ca_bundle()));
    plane.apply(&deployment(&other, 1, "", ""));
    let failing = until(&other, "pod-webhook-refused");
    plane.kubectl(&["delete", "validatingwebhookconfiguration", &format!("{other}-absent")]);
    let failing = failing?;
    contains(&failing, "webhook absent.kubecheck.test cannot be asked: Post ")?;
    contains(&failing, "service \"absent\" not found")
}

fn policy() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("policy");
    plane.apply(&format!(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {{name: {namespace}}}\nspec:\n  \
         matchConstraints: {{resourceRules: [{{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}}]}}\n  \
         validations: [{{expression: 'has(object.metadata.labels.owner)', message: an owner is missing}}]\n---\n\
         apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {{name: {namespace}}}\n\
         spec:\n  policyName: {namespace}\n  validationActions: [Deny]\n  \
         matchResources: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}}}\n"
    ));
    // A policy counts a moment after it was made: pods before that are deleted, until one is refused.
    plane.apply(&deployment(&namespace, 0, "", ""));
    std::thread::sleep(std::time::Duration::from_secs(3));
    plane.kubectl(&["scale", "deployment/web", "-n", &namespace, "--replicas=1"]);
    let told = until(&namespace, "pod-webhook-refused");
    let policies = "validatingadmissionpolicy,validatingadmissionpolicybinding";
    plane.kubectl(&["delete", policies, &namespace]);
    contains(&told?, &format!("policy {namespace} denies the pod: an owner is missing"))
}

fn names() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    for (more, rule, expected) in [
        (
            ", serviceAccountName: defualt",
            "pod-not-created",
            "service account defualt does not exist; did you mean default?",
        ),
        (", priorityClassName: urgent", "pod-not-created", "priority class urgent does not exist"),
        (", runtimeClassName: gvisor", "runtime-class-unknown", "run-time class gvisor does not exist"),
    ] {
        let namespace = plane.namespace("names");
        plane.apply(&deployment(&namespace, 1, "", more));
        let told = until(&namespace, rule)?;
        equal(more, told.as_str(), &format!("{rule}: {expected}"))?;
    }
    Ok(())
}

fn limits() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("limits");
    plane.apply(&format!(
        "apiVersion: v1\nkind: LimitRange\nmetadata: {{name: small, namespace: {namespace}}}\n\
         spec: {{limits: [{{type: Pod, max: {{cpu: '1'}}}}]}}\n"
    ));
    let more = ", resources: {requests: {cpu: '2'}, limits: {cpu: '2'}}";
    plane.apply(&deployment(&namespace, 1, "", more));
    let told = until(&namespace, "pod-not-created")?;
    contains(&told, "the API server refuses the pod: maximum cpu usage per Pod is 1, but limit is 2")
}
