//! Why a ReplicaSet, or a ReplicaSet itself, cannot be made: what the API server said to the controller
//! (`pkg/controller/replicaset/replica_set_utils.go`, the condition `ReplicaFailure`).

use std::sync::Arc;

use kubecheck_core::kube::args::quoted;
use kubecheck_core::model::quantity::Quantity;

use super::cause::{Outlook, PodCause};
use super::pods;
use crate::model::pod::Pod;
use crate::model::policy::ResourceQuota;
use crate::model::status::Condition;
use crate::schedule::requests::{self, Basis};
use crate::schedule::version::{Features, NEWEST};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// The rule of what a quota does not allow.
const QUOTA: &str = "quota-exceeded";

/// Tells why pods of a namespace, or ReplicaSets, are not made, by what the API server said.
pub fn cause(namespace: &str, condition: &Condition, objects: &Objects) -> PodCause {
    let said = condition.message.as_str();
    let found = match () {
        () if said.contains("exceeded quota: ") => quota(namespace, said, objects),
        () if said.contains("failed quota: ") => {
            let command = format!("kubectl describe quota -n {}", quoted(namespace));
            PodCause::new("quota-wants-requests", said, Outlook::Stands).next(command)
        }
        () if said.contains("failed calling webhook ") => webhook("webhook-failing", said),
        () if said.contains("denied the request") => webhook("webhook-denies", said),
        () if said.contains("violates PodSecurity") => {
            let command = format!("kubectl get namespace {} --show-labels", quoted(namespace));
            PodCause::new("pod-security", said, Outlook::Stands).next(command)
        }
        () if said.contains("error looking up service account") => {
            let name = between(said, "serviceaccount \"", "\"").unwrap_or("NAME");
            let command = format!("kubectl create serviceaccount {} -n {}", quoted(name), quoted(namespace));
            PodCause::new("service-account-missing", said, Outlook::Stands).next(command)
        }
        () if said.contains(" is invalid: ") => PodCause::new("pod-invalid", said, Outlook::Never),
        () if said.contains(" is forbidden: ") => PodCause::new("pod-forbidden", said, Outlook::Stands),
        () => PodCause::new("pod-not-made", said, Outlook::MayHeal),
    };
    found.since(condition.since())
}

/// A webhook that refuses, or does not answer.
fn webhook(rule: &'static str, said: &str) -> PodCause {
    let command = "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o wide";
    PodCause::new(rule, said, Outlook::Stands).next(command)
}

/// A quota that is used up. Whether it still is says its status.
fn quota(namespace: &str, said: &str, objects: &Objects) -> PodCause {
    let name = between(said, "exceeded quota: ", ",").unwrap_or_default();
    let command = format!("kubectl edit quota {} -n {}", quoted(name), quoted(namespace));
    let is_it = |quota: &&ResourceQuota| quota.metadata.namespace == namespace && quota.metadata.name == name;
    let own = objects.quotas.iter().map(AsRef::as_ref).find(is_it);
    let outlook = match own {
        // The controller tries again by itself, after up to 17 minutes: each time it waits twice as long.
        Some(quota) if has_room(quota, said, objects) => Outlook::Starts,
        Some(_) if objects.pods.iter().any(|pod| pod.metadata.namespace == namespace && is_leaving(pod)) => {
            Outlook::MayHeal
        }
        Some(_) => Outlook::Crowded,
        // It is gone, or nobody knows.
        None => Outlook::MayHeal,
    };
    let room = match own {
        Some(quota) if has_room(quota, said, objects) => {
            "; there is room by now, and the controller tries again by itself"
        }
        _ => "",
    };
    PodCause::new(QUOTA, format!("{}{room}", from(said, "exceeded quota: ")), outlook).next(command)
}

/// Tells whether a pod gives back what it has of a quota without anybody doing something.
fn is_leaving(pod: &Pod) -> bool {
    let is_job = pod.metadata.controller().is_some_and(|owner| owner.kind == "Job");
    !pod.is_terminal() && (is_job || !pods::is_active(pod))
}

/// Tells whether a quota would allow now what it refused: `requested: pods=1, used: pods=4, limited: pods=4`
/// (`k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go`).
///
/// What is used stands in its status, which lags behind when pods go; then what the pods that are there use is less.
fn has_room(quota: &ResourceQuota, said: &str, objects: &Objects) -> bool {
    let Some(requested) = between(said, "requested: ", ", used: ") else { return false };
    let fits = |one: &str| {
        let (name, amount) = one.split_once('=')?;
        let amount = Quantity::parse(amount)?;
        let told = quota.status.used.get(name).copied().unwrap_or_default();
        let used = used(name, &quota.metadata.namespace, objects).map_or(told, |used| used.min(told));
        Some(quota.status.hard.get(name).is_none_or(|hard| used + amount <= *hard))
    };
    requested.split(',').all(|one| fits(one) == Some(true))
}

/// Returns how much of a resource all pods of a namespace use, whatever scopes a quota has; none if pods do not tell or were not read
/// (`pkg/quota/v1/evaluator/core/pods.go`).
fn used(name: &str, namespace: &str, objects: &Objects) -> Option<Quantity> {
    if !objects.has(Kind::Pod) {
        return None;
    }
    let pods = objects.pods.iter().filter(|pod| pod.metadata.namespace == namespace && !pod.is_terminal());
    let features = Features::of(NEWEST, None);
    let sum = |resource: &str| {
        let of = |pod: &Arc<Pod>| requests::of(pod, Basis::Spec, &features).get(resource).copied();
        pods.clone().filter_map(of).sum()
    };
    match name {
        "pods" => Some(Quantity::whole(pods.count() as i64)),
        "cpu" | "requests.cpu" => Some(sum("cpu")),
        "memory" | "requests.memory" => Some(sum("memory")),
        _ => None,
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest.split_once(after).map_or(rest, |(found, _)| found))
}

/// Returns a text from some words on.
fn from<'t>(text: &'t str, words: &str) -> &'t str {
    text.find(words).map_or(text, |at| &text[at..])
}

/// Returns the kind that tells whether what was refused would still be.
pub(super) fn lacks(cause: &PodCause) -> Option<Kind> {
    (cause.rule == QUOTA).then_some(Kind::ResourceQuota)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "pods \"web-5d-\" is forbidden: exceeded quota: small, requested: pods=1,requests.cpu=500m, used: pods=2,requests.cpu=1, limited: pods=2,requests.cpu=2";

    fn objects(hard: &str, used: &str) -> Objects {
        let one = |one: &str| {
            let (name, amount) = one.split_once('=').expect("it is an amount of something");
            (name.to_owned(), Quantity::parse(amount).expect("it is a quantity"))
        };
        let mut quota = ResourceQuota::default();
        quota.metadata.namespace = "shop".to_owned();
        quota.metadata.name = "small".to_owned();
        quota.status.hard = hard.split(',').map(one).collect();
        quota.status.used = used.split(',').map(one).collect();
        Objects { quotas: vec![Arc::new(quota)], ..Objects::default() }
    }

    fn told(said: &str, objects: &Objects) -> PodCause {
        cause("shop", &Condition { message: said.to_owned(), ..Condition::default() }, objects)
    }

    #[test]
    fn a_quota_is_looked_at_as_it_is_now() {
        let full = objects("pods=2,requests.cpu=2", "pods=2,requests.cpu=1");
        let found = told(SAID, &full);
        assert_eq!((found.rule, found.outlook), (QUOTA, Outlook::Crowded));
        assert_eq!(
            found.summary,
            "exceeded quota: small, requested: pods=1,requests.cpu=500m, used: pods=2,requests.cpu=1, limited: pods=2,requests.cpu=2"
        );
        assert_eq!(found.next.as_deref(), Some("kubectl edit quota small -n shop"));
        for (hard, used, expected) in [
            ("pods=3,requests.cpu=2", "pods=2,requests.cpu=1", Outlook::Starts),
            ("pods=2,requests.cpu=2", "pods=1,requests.cpu=1500m", Outlook::Starts),
            ("pods=2,requests.cpu=2", "pods=1,requests.cpu=1600m", Outlook::Crowded),
        ] {
            assert_eq!(told(SAID, &objects(hard, used)).outlook, expected, "{hard} {used}");
        }
        assert_eq!(told(SAID, &Objects::default()).outlook, Outlook::MayHeal);
    }

    #[test]
    fn pods_that_are_gone_count_no_more_although_the_status_says_so() {
        let mut full = objects("pods=2,requests.cpu=2", "pods=2,requests.cpu=1");
        let pod = || {
            let mut pod = Pod::default();
            pod.metadata.namespace = "shop".to_owned();
            Arc::new(pod)
        };
        full.read.insert(Kind::Pod);
        full.pods = vec![pod(), pod()];
        assert_eq!(told(SAID, &full).outlook, Outlook::Crowded);
        full.pods.pop();
        assert_eq!(told(SAID, &full).outlook, Outlook::Starts);
    }

    #[test]
    fn a_pod_that_goes_gives_its_part_back() {
        let mut full = objects("pods=2,requests.cpu=2", "pods=2,requests.cpu=1");
        let mut pod = Pod::default();
        pod.metadata.namespace = "shop".to_owned();
        pod.metadata.deletion_timestamp = Some("2026-01-01T00:00:00Z".to_owned());
        full.pods.push(Arc::new(pod));
        assert_eq!(told(SAID, &full).outlook, Outlook::MayHeal);
    }

    #[test]
    fn what_the_api_server_says_is_told_apart() {
        for (said, rule, outlook) in [
            (
                "Internal error occurred: failed calling webhook \"a.b.c\": failed to call webhook: Post \"https://x\": connection refused",
                "webhook-failing",
                Outlook::Stands,
            ),
            ("admission webhook \"a.b.c\" denied the request: no", "webhook-denies", Outlook::Stands),
            (
                "pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false",
                "pod-security",
                Outlook::Stands,
            ),
            (
                "pods \"x\" is forbidden: error looking up service account shop/builder: serviceaccount \"builder\" not found",
                "service-account-missing",
                Outlook::Stands,
            ),
            (
                "pods \"x\" is forbidden: failed quota: q: must specify limits.cpu for: main",
                "quota-wants-requests",
                Outlook::Stands,
            ),
            ("Pod \"x\" is invalid: spec.containers[0].image: Required value", "pod-invalid", Outlook::Never),
            ("Post \"https://10.0.0.1/api\": EOF", "pod-not-made", Outlook::MayHeal),
        ] {
            let found = told(said, &Objects::default());
            assert_eq!((found.rule, found.outlook), (rule, outlook), "{said}");
        }
        let found = told(
            "error looking up service account shop/builder: serviceaccount \"builder\" not found",
            &Objects::default(),
        );
        assert_eq!(found.next.as_deref(), Some("kubectl create serviceaccount builder -n shop"));
    }
}
