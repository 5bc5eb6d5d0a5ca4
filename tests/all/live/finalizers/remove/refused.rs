//! What the server refuses is told by who refuses it, and nothing is written.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::{Hand, deleted, finalizers};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove names the webhook that denies it", denied),
        Trial::test("live/finalizers/remove reports a webhook that refuses to be tried", no_dry_run),
    ]
}

/// A webhook that is asked of one namespace's ConfigMaps, and is gone when the test is.
struct Webhook<'p> {
    plane: &'p ControlPlane,
    name: String,
    _served: kubecheck_test_support::Served,
}

impl<'p> Webhook<'p> {
    fn new(plane: &'p ControlPlane, namespace: &str, effects: &str) -> Webhook<'p> {
        let deny = |asked: &kubecheck_test_support::Asked| {
            let review: Value = serde_json::from_str(&asked.body).unwrap_or_default();
            let status = json!({"message": "it is a holiday", "code": 403});
            let response = json!({"uid": review["request"]["uid"], "allowed": false, "status": status});
            let review =
                json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response});
            (200, review.to_string())
        };
        let served = plane.serve(namespace, "hook", deny);
        let name = format!("hook.{namespace}.example.com");
        let ca = plane.ca_bundle();
        plane.apply(&format!(
            "{{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {{name: {name}}}, webhooks: [{{\
             name: {name}, sideEffects: {effects}, admissionReviewVersions: [v1], failurePolicy: Fail, \
             clientConfig: {{caBundle: {ca}, service: {{name: hook, namespace: {namespace}}}}}, \
             namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: {namespace}}}}}, \
             rules: [{{apiGroups: [''], apiVersions: [v1], operations: [UPDATE], resources: [configmaps]}}]}}]}}"
        ));
        Webhook { plane, name, _served: served }
    }
}

impl Drop for Webhook<'_> {
    fn drop(&mut self) {
        self.plane.try_kubectl(&["delete", "validatingwebhookconfiguration", &self.name]);
    }
}

/// Removes until the webhook is known to the server, which takes a moment.
fn refused(plane: &ControlPlane, effects: &str) -> Result<(String, String, Vec<String>), Failed> {
    let (namespace, hand) = (plane.namespace("webhook"), Hand::new(plane));
    let webhook = Webhook::new(plane, &namespace, effects);
    for number in 0..20 {
        let name = format!("a-{number}");
        deleted(plane, &namespace, &name, &["example.com/x"]);
        let ended = hand.run(&format!("remove cm/{name} -n {namespace} --apply --accept-risk=unknown"));
        if ended.code != 0 {
            equal("exit code", ended.code, 1)?;
            equal(
                "nothing was written",
                finalizers(plane, &namespace, &name).as_deref(),
                Some("[\"example.com/x\"]"),
            )?;
            let kept = hand
                .backups()
                .into_iter()
                .filter(|file| file.to_string_lossy().contains(&format!("{name}_")));
            let kept: Vec<String> = kept.map(|file| file.display().to_string()).collect();
            return Ok((webhook.name.clone(), ended.stdout + &ended.stderr, kept));
        }
    }
    Err("the webhook was never asked".into())
}

fn denied() -> Result<(), Failed> {
    let (webhook, told, kept) = refused(ControlPlane::shared(), "None")?;
    contains(&told, &format!("admission webhook \"{webhook}\" denied the request: it is a holiday"))?;
    contains(&told, &format!("hint: the webhook {webhook} must let it pass, or be taken out of the way"))?;
    equal("backups", kept, Vec::new())
}

fn no_dry_run() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    // v1 takes only webhooks without side effects; one that was stored under v1beta1 may have them.
    let (namespace, hand) = (plane.namespace("effects"), Hand::new(plane));
    let webhook = Webhook::new(plane, &namespace, "None");
    let key = format!("/registry/validatingwebhookconfigurations/{}", webhook.name);
    let object = plane.kubectl(&["get", "validatingwebhookconfiguration", &webhook.name, "-o", "json"]);
    let changed = object.replace("\"sideEffects\": \"None\"", "\"sideEffects\": \"Some\"");
    equal("it had none", changed == object, false)?;
    plane.etcdctl(&["put", &key, &changed]).succeeded();
    for number in 0..20 {
        let name = format!("a-{number}");
        deleted(plane, &namespace, &name, &["example.com/x"]);
        let ended = hand.run(&format!("remove cm/{name} -n {namespace} --apply --accept-risk=unknown"));
        let told = ended.stdout + &ended.stderr;
        if told.contains("has side effects and refuses to be tried") {
            contains(&told, &format!("the webhook {} has side effects", webhook.name))?;
            equal("exit code", ended.code, 1)?;
            return equal(
                "nothing was written",
                finalizers(plane, &namespace, &name).as_deref(),
                Some("[\"example.com/x\"]"),
            );
        }
    }
    Err("the webhook was always tried".into())
}
