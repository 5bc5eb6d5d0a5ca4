//! Causes of pods as kubelets and the scheduler show them.

use std::sync::Arc;

use super::*;
use crate::model::event::ObjectReference;
use crate::world::kinds::Kind;
use serde_json::{Value, json};

const NOW: &str = "2026-01-01T01:00:00Z";

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
        "conditions": [{"type": "Ready", "status": "False", "lastTransitionTime": "2026-01-01T00:50:01Z"}],
        "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": reason, "message": message}}}],
    }))
}

fn of(pod: &Pod, objects: &Objects) -> PodCause {
    cause(pod, objects, None, time::parse(NOW).expect("it is a time"))
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
fn images_are_told_apart_by_what_registries_say() {
    for (reason, message, rule, outlook) in [
        ("InvalidImageName", "couldn't parse image name \"X\"", "image-name-invalid", Outlook::Never),
        (
            "ErrImageNeverPull",
            "Container image \"x:2\" is not present with pull policy of Never",
            "image-never-pulled",
            Outlook::Stands,
        ),
        (
            "ErrImagePull",
            "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/x:2\": failed to resolve reference \"docker.io/library/x:2\": docker.io/library/x:2: not found",
            "image-not-found",
            Outlook::Stands,
        ),
        (
            "ImagePullBackOff",
            "Back-off pulling image \"x:2\": ErrImagePull: pull access denied, repository does not exist or may require authorization",
            "image-refused",
            Outlook::Stands,
        ),
        (
            "ErrImagePull",
            "failed to resolve reference \"r.example/x:2\": failed to do request: Head \"https://r.example/v2\": dial tcp: lookup r.example: no such host",
            "registry-unreached",
            Outlook::MayHeal,
        ),
        (
            "ErrImagePull",
            "unexpected status: 429 toomanyrequests: You have reached your pull rate limit",
            "registry-unreached",
            Outlook::MayHeal,
        ),
        ("ImagePullBackOff", "Back-off pulling image \"x:2\"", "image-not-pulled", Outlook::MayHeal),
    ] {
        let found = of(&waiting(reason, message), &Objects::default());
        assert_eq!((found.rule, found.outlook), (rule, outlook), "{message}");
        assert_eq!(found.container.as_deref(), Some("main"));
        assert_eq!(found.since, time::parse("2026-01-01T00:50:01Z"));
    }
    // Older kubelets say why in an event alone.
    let said =
        event("Failed", "Failed to pull image \"x:2\": rpc error: code = NotFound desc = x:2: not found");
    assert_eq!(
        of(&waiting("ImagePullBackOff", "Back-off pulling image \"x:2\""), &said).rule,
        "image-not-found"
    );
}

#[test]
fn what_is_missing_stands_until_it_is_there() {
    let pod = waiting("CreateContainerConfigError", "configmap \"settings\" not found");
    let found = of(&pod, &Objects::default());
    assert_eq!((found.rule, found.outlook), ("configmap-missing", Outlook::Stands));
    assert_eq!(found.summary, "container main: there is no ConfigMap settings");
    assert_eq!(found.next.as_deref(), Some("kubectl create configmap settings -n shop --from-file=PATH"));
    assert_eq!(lacks(&found), Some(Kind::ConfigMap));
    let mut named = crate::model::config::ConfigMap::default();
    named.metadata.namespace = "shop".to_owned();
    named.metadata.name = "settings".to_owned();
    let objects = Objects { config_maps: vec![Arc::new(named)], ..Objects::default() };
    assert_eq!(of(&pod, &objects).outlook, Outlook::MayHeal);

    let creating = waiting("ContainerCreating", "");
    let said =
        event("FailedMount", "MountVolume.SetUp failed for volume \"certs\" : secret \"tls\" not found");
    let found = of(&creating, &said);
    assert_eq!((found.rule, found.outlook), ("secret-missing", Outlook::Stands));
    let key = waiting("CreateContainerConfigError", "couldn't find key url in ConfigMap shop/settings");
    assert_eq!(of(&key, &Objects::default()).rule, "config-key-missing");
    let root = waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root");
    assert_eq!(of(&root, &Objects::default()).outlook, Outlook::Never);
}

#[test]
fn a_pod_that_starts_is_given_time() {
    let creating = waiting("ContainerCreating", "");
    assert_eq!(of(&creating, &event("Pulling", "Pulling image \"x:2\"")).outlook, Outlook::Starts);
    assert_eq!(of(&creating, &Objects::default()).outlook, Outlook::MayHeal);
    let said = event("FailedCreatePodSandBox", "Failed to create pod sandbox: plugin type=\"calico\" failed");
    assert_eq!(
        (of(&creating, &said).rule, of(&creating, &said).outlook),
        ("volume-or-sandbox", Outlook::MayHeal)
    );
    let mut young = creating;
    young.status.start_time = Some("2026-01-01T00:59:30Z".to_owned());
    assert_eq!(of(&young, &Objects::default()).outlook, Outlook::Starts);
    assert_eq!(of(&young, &said).outlook, Outlook::Starts);
}

#[test]
fn a_container_that_runs_has_the_time_that_its_probes_give_it() {
    let running = |since: &str| {
        pod(json!({
            "phase": "Running", "startTime": "2026-01-01T00:50:01Z",
            "containerStatuses": [{"name": "main", "started": false, "state": {"running": {"startedAt": since}}}],
        }))
    };
    let none = Objects::default();
    assert_eq!(of(&running("2026-01-01T00:59:40Z"), &none).outlook, Outlook::Starts);
    let found = of(&running("2026-01-01T00:59:20Z"), &event("Unhealthy", "Readiness probe failed: 503"));
    assert_eq!(found.outlook, Outlook::MayHeal);
    assert_eq!(found.summary, "container main runs for 40s and is not ready: Readiness probe failed: 503");
    let mut slow = running("2026-01-01T00:59:20Z");
    slow.spec.containers[0].startup_probe = Some(crate::model::container::Probe {
        failure_threshold: 30,
        period_seconds: 10,
        ..Default::default()
    });
    assert_eq!(of(&slow, &none).outlook, Outlook::Starts);
}

#[test]
fn crashes_count_if_they_came_in_a_row() {
    let crashing = |created: &str, restarts: i64, reason: &str| {
        let ended = json!({"exitCode": 137, "reason": reason, "startedAt": "2026-01-01T00:58:00Z", "finishedAt": "2026-01-01T00:58:05Z"});
        pod(json!({
            "phase": "Running", "startTime": created,
            "containerStatuses": [{
                "name": "main", "restartCount": restarts, "lastState": {"terminated": ended},
                "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 2m40s restarting failed container"}},
            }],
        }))
    };
    let found = of(&crashing("2026-01-01T00:50:00Z", 5, "OOMKilled"), &Objects::default());
    assert_eq!((found.rule, found.outlook), ("out-of-memory", Outlook::Crashes(5)));
    assert_eq!(found.summary, "container main ends again and again (OOMKilled, exit code 137, 5 restarts)");
    assert_eq!(found.next.as_deref(), Some("kubectl logs pod/web-1 -n shop -c main --previous"));
    assert_eq!(found.since, time::parse("2026-01-01T00:50:00Z"));
    // Seven in three days are not a loop.
    assert_eq!(
        of(&crashing("2025-12-29T00:00:00Z", 7, "Error"), &Objects::default()).outlook,
        Outlook::Crashes(0)
    );
}

#[test]
fn a_command_that_is_not_in_the_image_never_runs() {
    let said =
        "failed to create containerd task: exec: \"servr\": executable file not found in $PATH: unknown";
    let found = of(&waiting("RunContainerError", said), &Objects::default());
    assert_eq!((found.rule, found.outlook), ("command-not-run", Outlook::Never));
    let mount = "error mounting \"/var/lib/x\" to rootfs: no such file or directory";
    assert_eq!(of(&waiting("RunContainerError", mount), &Objects::default()).outlook, Outlook::MayHeal);
}

#[test]
fn the_first_init_container_that_is_not_done_counts() {
    let mut own = pod(json!({
        "phase": "Pending", "startTime": "2026-01-01T00:50:01Z",
        "initContainerStatuses": [
            {"name": "a", "state": {"terminated": {"exitCode": 0}}},
            {"name": "b", "state": {"running": {"startedAt": "2026-01-01T00:51:00Z"}}},
        ],
        "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}],
    }));
    let named =
        |name: &str| crate::model::container::Container { name: name.to_owned(), ..Default::default() };
    own.spec.init_containers = vec![named("a"), named("b")];
    let found = of(&own, &Objects::default());
    assert_eq!(
        (found.rule, found.outlook, found.container.as_deref()),
        ("init-container", Outlook::MayHeal, Some("b"))
    );
}

#[test]
fn pods_without_a_node_tell_what_the_scheduler_says() {
    let mut own = pod(json!({
        "phase": "Pending",
        "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
            "message": "0/3 nodes are available: 3 Insufficient cpu.", "lastTransitionTime": "2026-01-01T00:52:00Z"}],
    }));
    own.spec.node_name = String::new();
    let found = of(&own, &Objects::default());
    // Nodes were not read: nothing is known of what could change.
    assert_eq!((found.rule, found.outlook), ("unschedulable", Outlook::MayHeal));
    assert_eq!(found.summary, "has no node: 0/3 nodes are available: 3 Insufficient cpu.");
    assert_eq!(found.next.as_deref(), Some("kubectl topocheck pending web-1 -n shop"));
    own.spec.scheduling_gates = vec![crate::model::pod::Gate { name: "queue".to_owned() }];
    assert_eq!(of(&own, &Objects::default()).rule, "gated");
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
