//! `init-overdue`: an init container runs for too long.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use super::{init_job_failed, init_target_missing};
use crate::init::hold::{self, shown};
use crate::init::standing::{How, Standing};
use crate::init::thing::Thing;
use crate::init::waits::Wait;
use crate::start::Stuck;
use crate::start::told::{Scene, Words, of_container};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP050",
    name: "init-overdue",
    summary: "An init container runs for too long, so that its pod does not start",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_overdue.md"),
};

/// Says which rule a pod is of whose init container runs for too long, and words it: by what it waits for, the worst of it first.
pub(crate) fn of_pod<'s>(one: &'s Stuck, _seconds: i64, scene: &Scene<'s>) -> (&'static Rule, Words) {
    let pod = scene.pod(&one.subject);
    let waits = pod.zip(scene.container(one)).map(|(pod, container)| hold::of(pod, container, scene));
    let mut waits = waits.unwrap_or_default();
    waits.sort_by_key(|(_, standing)| std::cmp::Reverse(standing.how));
    let worst = waits.first().map(|(_, standing)| standing.how);
    let rule = match worst {
        Some(How::Absent) => &init_target_missing::RULE,
        Some(How::Failed) => &init_job_failed::RULE,
        _ => &RULE,
    };
    let message = match waits.is_empty() {
        true => "runs for too long, and nothing says what it waits for".to_owned(),
        false => said(&waits, &one.subject.namespace),
    };
    let (then, advice) = ends(rule, one, scene);
    let words = Words {
        message: format!("{}{message}", of_container(&one.cause)),
        then: then.to_owned(),
        advice,
        next: next(waits.first(), one, scene),
        pointer: super::image::part(&one.cause),
        severity: None,
    };
    (rule, words)
}

/// Says what is waited for, and how that stands; what is ready is left out if something else is not.
fn said(waits: &[(Wait, Standing)], within: &str) -> String {
    let is_ready = waits.iter().all(|(_, standing)| standing.how == How::Ready);
    let open = waits.iter().filter(|(_, standing)| is_ready || standing.how != How::Ready);
    let parts: Vec<String> =
        open.map(|(wait, standing)| format!("{}, which {}", shown(wait, within), standing.words)).collect();
    let tail = if is_ready { "; the way there may be barred, or it asks in another way" } else { "" };
    format!("waits for {}{tail}", parts.join(", and for "))
}

/// Says how the waiting ends, and what to do. Only what ends anyway may be bounded as a whole: `activeDeadlineSeconds` would also end
/// pods that run well later on.
fn ends(rule: &Rule, one: &Stuck, scene: &Scene<'_>) -> (&'static str, String) {
    let policy = scene.pod(&one.subject).map_or("", |pod| pod.spec.restart_policy.as_str());
    let ends_anyway = matches!(policy, "OnFailure" | "Never");
    let mend = match rule.name {
        "init-target-missing" => "make what it waits for, or mend its name",
        "init-job-failed" => "mend the Job and make it again",
        _ => "mend what it waits for",
    };
    let bound = if ends_anyway {
        "bound the wait in the script (timeout 60 …), or the Job with activeDeadlineSeconds"
    } else {
        "bound the wait in the script (timeout 60 …), so that it fails and is seen"
    };
    ("it waits until what it waits for is there: nothing else ends it", format!("{mend}; {bound}"))
}

/// Returns what to type next.
fn next(worst: Option<&(Wait, Standing)>, one: &Stuck, scene: &Scene<'_>) -> String {
    let here = one.subject.namespace.as_str();
    let name = one.cause.container.as_ref().map_or("", |part| part.name.as_str());
    let logs = || scene.flags.kubectl(&["logs", &one.subject.name, "-c", name], here);
    let Some((wait, standing)) = worst else { return logs() };
    let behind = standing.behind.as_str();
    match (&wait.thing, standing.how) {
        (
            Thing::Service { namespace, .. }
            | Thing::Pods { namespace, .. }
            | Thing::Object { namespace, .. },
            How::NotReady,
        ) if !behind.is_empty() => scene.flags.topocheck(&["pods", behind], namespace),
        (Thing::Service { namespace, .. }, How::Absent) => {
            scene.flags.kubectl(&["get", "services"], namespace)
        }
        (Thing::Service { namespace, name, .. }, How::NotReady) => {
            scene.flags.kubectl(&["describe", "service", name], namespace)
        }
        (Thing::Pods { namespace, selector }, _) => {
            scene.flags.kubectl(&["get", "pods", "-l", selector], namespace)
        }
        (Thing::Object { kind, namespace, .. }, How::Absent) => {
            scene.flags.kubectl(&["get", kind], namespace)
        }
        (Thing::Object { kind, namespace, name }, How::NotReady | How::Failed) => {
            scene.flags.kubectl(&["describe", kind, name], namespace)
        }
        _ => logs(),
    }
}
