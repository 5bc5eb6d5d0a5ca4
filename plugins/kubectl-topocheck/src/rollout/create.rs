//! Why pods, or a ReplicaSet, cannot be made: what the API server said to the controller
//! (`pkg/controller/replicaset/replica_set_utils.go`, the condition `ReplicaFailure`).

use std::sync::Arc;

use kubecheck_core::model::quantity::Quantity;

use super::cause::{Outlook, PodCause, outlook_of};
use super::pods;
use crate::model::pod::Pod;
use crate::model::policy::ResourceQuota;
use crate::model::status::Condition;
use crate::schedule::requests::{self, Basis};
use crate::schedule::version::{Features, NEWEST};
use crate::start::cause::{Cause, Said, Stage, What};
use crate::start::refused::{self, Excess, Lack, Refusal};
use crate::start::told::Scene;
use crate::start::{Stuck, Subject};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// Tells why something is not made for a workload, by what the API server said.
pub fn cause(subject: Subject, condition: &Condition, scene: &Scene<'_>) -> PodCause {
    let text = condition.message.as_str();
    let what = refused::read(text);
    let said = Said { by: format!("condition {}", condition.kind), text: text.to_owned() };
    let own = Cause { stage: Stage::Creation, what, container: None, since: condition.since(), said };
    let stuck = Stuck { subject, cause: own };
    let objects = scene.look.objects;
    let (outlook, more) = match &stuck.cause.what {
        What::Refused(Refusal::Quota { quota, lack: Lack::Used(lack) }) => {
            quota_outlook(&stuck.subject.namespace, quota, lack, objects)
        }
        What::Refused(Refusal::Other { .. }) => (other(text), ""),
        _ => (outlook_of(&stuck, scene), ""),
    };
    let found = PodCause::of(stuck, outlook, scene);
    PodCause { summary: format!("{}{more}", found.summary), ..found }
}

/// What is refused for no reason that is known here: what is no pod stays none, and what is forbidden stays so.
fn other(said: &str) -> Outlook {
    match () {
        () if said.contains(" is invalid: ") => Outlook::Never,
        () if said.contains(" is forbidden: ") => Outlook::Stands,
        () => Outlook::MayHeal,
    }
}

/// A quota that was used up: whether it still is.
fn quota_outlook(namespace: &str, name: &str, lack: &[Excess], objects: &Objects) -> (Outlook, &'static str) {
    let is_it = |quota: &&ResourceQuota| quota.metadata.namespace == namespace && quota.metadata.name == name;
    match objects.quotas.iter().map(AsRef::as_ref).find(is_it) {
        // The controller tries again by itself, after up to 17 minutes: each time it waits twice as long.
        Some(quota) if has_room(quota, lack, objects) => {
            (Outlook::Starts, "; there is room by now, and the controller tries again by itself")
        }
        Some(_) if objects.pods.iter().any(|pod| pod.metadata.namespace == namespace && is_leaving(pod)) => {
            (Outlook::MayHeal, "")
        }
        Some(_) => (Outlook::Crowded, ""),
        // It is gone, or nobody knows.
        None => (Outlook::MayHeal, ""),
    }
}

/// Tells whether a pod gives back what it has of a quota without anybody doing something.
fn is_leaving(pod: &Pod) -> bool {
    let is_job = pod.metadata.controller().is_some_and(|owner| owner.kind == "Job");
    !pod.is_terminal() && (is_job || !pods::is_active(pod))
}

/// Tells whether a quota would allow now what it refused.
///
/// What is used stands in its status, which lags behind when pods go; then what the pods that are there use is less.
fn has_room(quota: &ResourceQuota, lack: &[Excess], objects: &Objects) -> bool {
    let fits = |one: &Excess| {
        let name = one.resource.as_str();
        let amount = Quantity::parse(&one.requested)?;
        let told = quota.status.used.get(name).copied().unwrap_or_default();
        let used = used(name, &quota.metadata.namespace, objects).map_or(told, |used| used.min(told));
        Some(quota.status.hard.get(name).is_none_or(|hard| used + amount <= *hard))
    };
    lack.iter().all(|one| fits(one) == Some(true))
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

/// Tells whether it is a quota that refuses.
pub(super) fn is_of_quota(cause: &PodCause) -> bool {
    matches!(cause.what(), Some(What::Refused(Refusal::Quota { lack: Lack::Used(_), .. })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollout::testing::at;

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
        let subject = Subject { namespace: "shop".to_owned(), ..Subject::default() };
        let condition = Condition { message: said.to_owned(), ..Condition::default() };
        at(objects, |scene| cause(subject, &condition, scene))
    }

    #[test]
    fn a_quota_is_looked_at_as_it_is_now() {
        let full = objects("pods=2,requests.cpu=2", "pods=2,requests.cpu=1");
        let found = told(SAID, &full);
        assert_eq!((found.rule, found.outlook), ("pod-quota-exceeded", Outlook::Crowded));
        assert!(is_of_quota(&found));
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
                "pod-webhook-refused",
                Outlook::Stands,
            ),
            ("admission webhook \"a.b.c\" denied the request: no", "pod-webhook-refused", Outlook::Stands),
            (
                "pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false",
                "pod-security-refused",
                Outlook::Stands,
            ),
            (
                "pods \"x\" is forbidden: error looking up service account shop/builder: serviceaccount \"builder\" not found",
                "pod-not-created",
                Outlook::Stands,
            ),
            (
                "pods \"x\" is forbidden: failed quota: q: must specify limits.cpu for: main",
                "pod-quota-exceeded",
                Outlook::Stands,
            ),
            (
                "Pod \"x\" is invalid: spec.containers[0].image: Required value",
                "pod-not-created",
                Outlook::Never,
            ),
            ("Post \"https://10.0.0.1/api\": EOF", "pod-not-created", Outlook::MayHeal),
        ] {
            let found = told(said, &Objects::default());
            assert_eq!((found.rule, found.outlook), (rule, outlook), "{said}");
        }
    }
}
