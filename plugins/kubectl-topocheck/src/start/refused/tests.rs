//! What controllers say of pods that they cannot make.

use serde_json::{Value, json};

use super::*;
use crate::start::testing::{at, objects};

fn refusal_of(said: &str) -> Refusal {
    match read(said) {
        What::Refused(refusal) => refusal,
        other => panic!("{said}: {other:?}"),
    }
}

#[test]
fn quotas_say_what_is_left() {
    let said = "Error creating: pods \"web-5d-\" is forbidden: exceeded quota: compute, requested: pods=1,requests.cpu=2, used: \
                pods=5,requests.cpu=9, limited: pods=5,requests.cpu=10";
    let Refusal::Quota { quota, lack: Lack::Used(lack) } = refusal_of(said) else { panic!("it is a quota") };
    let shown: Vec<String> = lack
        .iter()
        .map(|one| format!("{} {}/{}/{}", one.resource, one.requested, one.used, one.limited))
        .collect();
    assert_eq!(
        (quota.as_str(), shown),
        ("compute", vec!["pods 1/5/5".to_owned(), "requests.cpu 2/9/10".to_owned()])
    );
    let said = "create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden: failed quota: compute: must specify \
                requests.cpu for: main";
    let lack = Lack::Unsaid("must specify requests.cpu for: main".to_owned());
    assert_eq!(refusal_of(said), Refusal::Quota { quota: "compute".to_owned(), lack });
}

#[test]
fn gatekeepers_are_told_apart() {
    let of = |said: &str| match refusal_of(said) {
        Refusal::Gatekeeper { name, answer, why } => (name, answer, why),
        other => panic!("{said}: {other:?}"),
    };
    let denied =
        r#"Error creating: admission webhook "check.example.com" denied the request: no owner label"#;
    assert_eq!(of(denied), ("check.example.com".into(), Answer::Denied, "no owner label".into()));
    let silent =
        r#"Error creating: admission webhook "check.example.com" denied the request without explanation"#;
    assert_eq!(of(silent).2, "without explanation");
    let failing = r#"Error creating: Internal error occurred: failed calling webhook "inject.example.com": failed to call webhook: Post "https://inject.mesh.svc:443/?timeout=10s": dial tcp 10.0.0.1:443: connect: connection refused"#;
    let (name, answer, why) = of(failing);
    assert_eq!((name.as_str(), answer), ("inject.example.com", Answer::Failing));
    assert!(why.starts_with("Post \"https://inject.mesh.svc:443"), "{why}");
    let policy = r#"Error creating: pods "web-" is forbidden: ValidatingAdmissionPolicy 'labels' with binding 'all' denied request: an owner is missing"#;
    assert_eq!(of(policy), ("labels".into(), Answer::Policy, "an owner is missing".into()));
}

#[test]
fn security_and_names_are_understood() {
    let said = r#"Error creating: pods "web-" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true"#;
    let Refusal::Security { level, violations } = refusal_of(said) else { panic!("it is about security") };
    assert_eq!(level, "restricted:latest");
    assert!(
        violations.starts_with("allowPrivilegeEscalation != false")
            && violations.ends_with("runAsNonRoot != true")
    );
    let said = r#"Error creating: pods "web-" is forbidden: error looking up service account shop/web: serviceaccount "web" not found"#;
    assert_eq!(refusal_of(said), Refusal::ServiceAccount { name: "web".to_owned() });
    let said = r#"Error creating: pods "web-" is forbidden: no PriorityClass with name urgent was found"#;
    assert_eq!(refusal_of(said), Refusal::PriorityClass { name: "urgent".to_owned() });
    let said = r#"Error creating: pods "web-" is forbidden: pod rejected: RuntimeClass "gvisor" not found"#;
    assert_eq!(read(said), What::RuntimeClass { class: "gvisor".to_owned(), handler: None });
    let said =
        r#"Error creating: pods "web-" is forbidden: maximum cpu usage per Container is 1, but limit is 2"#;
    assert_eq!(
        refusal_of(said),
        Refusal::Other { why: "maximum cpu usage per Container is 1, but limit is 2".to_owned() }
    );
}

#[test]
fn a_deployment_says_that_its_replica_set_is_refused_although_its_old_pods_are_there() {
    let said = r#"Failed to create new replica set "web-5d": replicasets.apps "web-5d" is forbidden: exceeded quota: sets, requested: count/replicasets.apps=1, used: count/replicasets.apps=5, limited: count/replicasets.apps=5"#;
    let deployment = |seen: i64, conditions: Value| {
        json!({
            "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop", "generation": 2}, "spec": {"replicas": 2},
            "status": {"observedGeneration": seen, "replicas": 2, "updatedReplicas": 2, "conditions": conditions},
        })
    };
    let event = |reason: &str, at: &str| {
        json!({
            "kind": "Event", "metadata": {"name": reason, "namespace": "shop"}, "reason": reason, "message": said,
            "involvedObject": {"kind": "Deployment", "namespace": "shop", "name": "web"}, "lastTimestamp": at,
        })
    };
    let made = |all: &[Value]| {
        let objects = objects(all);
        at(&objects, None, |scene| {
            refused(scene.look, "Deployment", &objects.deployments[0]).map(|stuck| stuck.subject.made)
        })
    };
    let condition = || json!([{"type": "Progressing", "status": "False", "reason": NO_SET, "message": said}]);
    assert_eq!(made(&[deployment(1, condition())]), Some(Some((0, 2))));
    assert_eq!(made(&[deployment(2, condition())]), None);
    let failed = || event(NO_SET, "2026-01-01T00:10:00Z");
    assert_eq!(made(&[deployment(1, json!([])), failed()]), Some(Some((0, 2))));
    let scaled = event("ScalingReplicaSet", "2026-01-01T00:20:00Z");
    assert_eq!(made(&[deployment(1, json!([])), failed(), scaled]), None);
}
