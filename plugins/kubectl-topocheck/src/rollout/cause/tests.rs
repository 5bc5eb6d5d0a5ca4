//! Whether what stops pods can go away by itself; what it is tell the tests of `start`.

use std::sync::Arc;

use super::*;
use crate::model::config::ConfigMap;
use crate::model::event::{Event, ObjectReference};
use crate::rollout::testing::at;
use crate::world::objects::Objects;
use serde_json::{Value, json};

fn pod(status: Value) -> Pod {
    serde_json::from_value(json!({
        "metadata": {"name": "web-1", "namespace": "shop", "uid": "u", "creationTimestamp": "2026-01-01T00:50:00Z"},
        "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "x:2"}]},
        "status": status,
    }))
    .expect("it is a pod")
}

fn waiting(reason: &str, message: &str) -> Pod {
    pod(json!({
        "phase": "Pending", "startTime": "2026-01-01T00:50:01Z",
        "conditions": [{"type": "Ready", "status": "False", "lastTransitionTime": "2026-01-01T00:55:00Z"}],
        "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": reason, "message": message}}}],
    }))
}

fn of(pod: &Pod, objects: &Objects) -> PodCause {
    at(objects, |scene| cause(pod, scene, None))
}

fn event(reason: &str, message: &str) -> Objects {
    let about = ObjectReference {
        kind: "Pod".to_owned(),
        namespace: "shop".to_owned(),
        name: "web-1".to_owned(),
        ..ObjectReference::default()
    };
    let event = Event {
        involved_object: about,
        reason: reason.to_owned(),
        message: message.to_owned(),
        last_timestamp: Some("2026-01-01T00:59:00Z".to_owned()),
        ..Event::default()
    };
    Objects { events: vec![Arc::new(event)], ..Objects::default() }
}

#[test]
fn what_containers_wait_for_may_come_or_not() {
    for (reason, message, rule, outlook) in [
        ("InvalidImageName", "couldn't parse image name \"X\"", "image-name-invalid", Outlook::Never),
        (
            "ErrImageNeverPull",
            "Container image \"x:2\" is not present with pull policy of Never",
            "image-not-present",
            Outlook::Stands,
        ),
        (
            "ErrImagePull",
            "failed to resolve reference \"r/x:2\": r/x:2: not found",
            "image-not-found",
            Outlook::Stands,
        ),
        (
            "ErrImagePull",
            "pull access denied, repository does not exist or may require authorization",
            "image-unauthorized",
            Outlook::Stands,
        ),
        ("ErrImagePull", "no match for platform in manifest: not found", "image-platform", Outlook::Stands),
        (
            "ErrImagePull",
            "dial tcp: lookup r.example: no such host",
            "image-registry-unreachable",
            Outlook::MayHeal,
        ),
        ("ErrImagePull", "unexpected status: 429 toomanyrequests", "image-rate-limited", Outlook::MayHeal),
        ("ImagePullBackOff", "Back-off pulling image \"x:2\"", "image-not-pulled", Outlook::MayHeal),
        ("CreateContainerConfigError", "configmap \"settings\" not found", "config-missing", Outlook::Stands),
        (
            "CreateContainerConfigError",
            "couldn't find key url in ConfigMap shop/settings",
            "config-key-missing",
            Outlook::Stands,
        ),
        (
            "CreateContainerConfigError",
            "container has runAsNonRoot and image will run as root",
            "container-security",
            Outlook::Never,
        ),
        ("CreateContainerError", "context deadline exceeded", "container-not-made", Outlook::MayHeal),
        (
            "RunContainerError",
            "exec: \"servr\": executable file not found in $PATH",
            "command-not-found",
            Outlook::Never,
        ),
        (
            "RunContainerError",
            "error mounting \"/var/lib/x\" to rootfs: no such file or directory",
            "container-not-started",
            Outlook::MayHeal,
        ),
    ] {
        let found = of(&waiting(reason, message), &Objects::default());
        assert_eq!((found.rule, found.outlook), (rule, outlook), "{message}");
        assert_eq!(found.container.as_deref(), Some("main"));
        // It waits since it is not ready, not since its pod is there.
        assert_eq!(found.since, time::parse("2026-01-01T00:55:00Z"), "{message}");
    }
}

#[test]
fn what_is_there_by_now_is_found_by_the_next_trial() {
    let config = |keys: Value| {
        let value = json!({"metadata": {"namespace": "shop", "name": "settings"}, "data": keys});
        let config: ConfigMap = serde_json::from_value(value).expect("it is a ConfigMap");
        Objects { config_maps: vec![Arc::new(config)], ..Objects::default() }
    };
    let missing = waiting("CreateContainerConfigError", "configmap \"settings\" not found");
    assert_eq!(of(&missing, &config(json!({}))).outlook, Outlook::MayHeal);
    let key = waiting("CreateContainerConfigError", "couldn't find key url in ConfigMap shop/settings");
    assert_eq!(of(&key, &config(json!({"uri": "x"}))).outlook, Outlook::Stands);
    assert_eq!(of(&key, &config(json!({"url": "x"}))).outlook, Outlook::MayHeal);
}

#[test]
fn volumes_and_networks_are_waited_for_unless_something_is_missing() {
    let creating = waiting("ContainerCreating", "");
    let secret =
        event("FailedMount", "MountVolume.SetUp failed for volume \"certs\" : secret \"tls\" not found");
    assert_eq!(
        (of(&creating, &secret).rule, of(&creating, &secret).outlook),
        ("config-missing", Outlook::Stands)
    );
    let network = event(
        "FailedCreatePodSandBox",
        "Failed to create pod sandbox: plugin type=\"calico\" failed (add): x",
    );
    assert_eq!(
        (of(&creating, &network).rule, of(&creating, &network).outlook),
        ("sandbox-network", Outlook::MayHeal)
    );
    let pulling = event("Pulling", "Pulling image \"x:2\"");
    assert_eq!(of(&creating, &pulling).outlook, Outlook::Starts);
}

#[test]
fn a_container_that_runs_and_is_not_ready_may_get_ready() {
    let running = |since: &str| {
        pod(json!({
            "phase": "Running", "startTime": "2026-01-01T00:50:01Z",
            "containerStatuses": [{"name": "main", "started": true, "state": {"running": {"startedAt": since}}}],
        }))
    };
    let none = Objects::default();
    assert_eq!(of(&running("2026-01-01T00:59:40Z"), &none).outlook, Outlook::Starts);
    assert_eq!(of(&running("2026-01-01T00:59:20Z"), &none).outlook, Outlook::MayHeal);
}

#[test]
fn crashes_count_if_they_came_in_a_row() {
    let crashing = |created: &str, restarts: i64, state: Value| {
        let ended = json!({"exitCode": 137, "reason": "OOMKilled", "startedAt": "2026-01-01T00:58:00Z", "finishedAt": "2026-01-01T00:58:05Z"});
        pod(json!({
            "phase": "Running", "startTime": created,
            "containerStatuses": [{"name": "main", "restartCount": restarts, "lastState": {"terminated": ended}, "state": state}],
        }))
    };
    let waits = json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 2m40s restarting failed container"}});
    let found = of(&crashing("2026-01-01T00:50:00Z", 5, waits.clone()), &Objects::default());
    assert_eq!((found.rule, found.outlook), ("out-of-memory", Outlook::Crashes(5)));
    assert_eq!(found.summary, "container main was killed for its memory (OOMKilled) (5 restarts)");
    assert_eq!(found.next.as_deref(), Some("kubectl logs web-1 -c main --previous -n shop"));
    assert_eq!(found.since, time::parse("2026-01-01T00:50:00Z"));
    // Seven in three days are not a loop.
    let slow = of(&crashing("2025-12-29T00:00:00Z", 7, waits), &Objects::default());
    assert_eq!(slow.outlook, Outlook::Crashes(0));
    // Between two crashes it runs.
    let runs = |since: &str| json!({"running": {"startedAt": since}});
    let between = of(&crashing("2026-01-01T00:50:00Z", 5, runs("2026-01-01T00:59:50Z")), &Objects::default());
    assert_eq!(between.outlook, Outlook::Crashes(5));
    let well = of(&crashing("2026-01-01T00:50:00Z", 5, runs("2026-01-01T00:59:00Z")), &Objects::default());
    assert_eq!((well.rule, well.outlook), ("probe-failing", Outlook::MayHeal));
}

#[test]
fn a_command_that_is_not_in_the_image_is_no_crash() {
    let ended = json!({"exitCode": 128, "reason": "StartError", "message": "exec: \"servr\": executable file not found in $PATH"});
    let own = pod(json!({
        "phase": "Running", "startTime": "2026-01-01T00:50:00Z",
        "containerStatuses": [{
            "name": "main", "restartCount": 5, "lastState": {"terminated": ended},
            "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        }],
    }));
    let found = of(&own, &Objects::default());
    assert_eq!((found.rule, found.outlook), ("command-not-found", Outlook::Never));
}

#[test]
fn without_the_cluster_nothing_is_known_of_a_pod_without_a_node() {
    let mut own = pod(json!({
        "phase": "Pending",
        "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
            "message": "0/3 nodes are available: 3 Insufficient cpu.", "lastTransitionTime": "2026-01-01T00:52:00Z"}],
    }));
    own.spec.node_name = String::new();
    let found = of(&own, &Objects::default());
    assert_eq!((found.rule, found.outlook), ("pod-no-node", Outlook::MayHeal));
    assert_eq!(found.summary, "no node: 3 Insufficient cpu");
    assert_eq!(found.next.as_deref(), Some("kubectl topocheck pending web-1 -n shop"));
}

#[test]
fn a_pod_that_should_be_gone_says_for_how_long() {
    let mut own = pod(json!({"phase": "Running"}));
    own.metadata.deletion_timestamp = Some("2026-01-01T00:59:30Z".to_owned());
    assert_eq!(of(&own, &Objects::default()).outlook, Outlook::Starts);
    own.metadata.deletion_timestamp = Some("2026-01-01T00:50:00Z".to_owned());
    own.metadata.finalizers = vec!["a/b".to_owned()];
    let found = of(&own, &Objects::default());
    assert_eq!(
        (found.outlook, found.summary.as_str()),
        (Outlook::MayHeal, "should have been gone for 10m; finalizers a/b")
    );
    assert_eq!(found.next.as_deref(), Some("kubectl finalizers why pod/web-1 -n shop"));
}
