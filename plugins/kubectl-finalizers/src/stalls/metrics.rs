//! The work queues of a controller, as its metrics show them (`k8s.io/component-base/metrics/prometheus/workqueue`, and the same names
//! in controller-runtime), read through the API server's proxy.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::{Cluster, Fault};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::exposition::sample;
use serde_json::Value;

use super::Found;
use crate::checks::{workqueue_growing, workqueue_stalled};
use crate::world::World;

/// The queues of one controller, in two samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Queues {
    /// By name.
    pub(crate) queues: BTreeMap<String, [Queue; 2]>,
    /// How many seconds lie between the samples.
    pub(crate) seconds: f64,
}

/// A queue at one time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Queue {
    /// How many objects wait.
    pub(crate) depth: f64,
    /// How many were added in all.
    pub(crate) adds: f64,
    /// How many were worked at to the end, in all.
    pub(crate) done: f64,
    /// How many were put back to be tried again, in all.
    pub(crate) retries: f64,
    /// How long the workers have been at what they do now, taken together, in seconds.
    pub(crate) unfinished: f64,
    /// How long the worker that takes longest has been at one object.
    pub(crate) longest: f64,
}

impl Queues {
    fn of(first: &BTreeMap<String, Queue>, second: BTreeMap<String, Queue>, interval: Duration) -> Queues {
        let pair = |(name, later): (String, Queue)| {
            // A queue that was not there is new, and was empty.
            let before = first.get(&name).copied().unwrap_or_default();
            (name, [before, later])
        };
        Queues { queues: second.into_iter().map(pair).collect(), seconds: interval.as_secs_f64() }
    }

    /// Makes the queues of two pages of metrics that somebody read one after the other.
    pub(crate) fn of_pages(first: &str, second: &str, interval: Duration) -> Queues {
        Queues::of(&queues(first), queues(second), interval)
    }
}

/// Reads the queues of a page of metrics.
fn queues(page: &str) -> BTreeMap<String, Queue> {
    let mut queues: BTreeMap<String, Queue> = BTreeMap::new();
    for sample in page.lines().filter(|line| line.starts_with("workqueue_")).filter_map(sample) {
        // controller-runtime calls the queue by its controller too.
        let name =
            [sample.label("name"), sample.label("controller")].into_iter().find(|name| !name.is_empty());
        let mut queue = Queue::default();
        let field = match sample.name {
            "workqueue_depth" => &mut queue.depth,
            "workqueue_adds_total" => &mut queue.adds,
            "workqueue_work_duration_seconds_count" => &mut queue.done,
            "workqueue_retries_total" => &mut queue.retries,
            "workqueue_unfinished_work_seconds" => &mut queue.unfinished,
            "workqueue_longest_running_processor_seconds" => &mut queue.longest,
            _ => continue,
        };
        *field = sample.value;
        let own = queues.entry(name.unwrap_or_default().to_owned()).or_default();
        // Priorities are labels of their own; what is counted is their sum.
        own.depth += queue.depth;
        own.adds += queue.adds;
        own.done += queue.done;
        own.retries += queue.retries;
        own.unfinished += queue.unfinished;
        own.longest = own.longest.max(queue.longest);
    }
    queues
}

/// Where a pod says that its metrics are.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Endpoint {
    path: String,
    what: String,
}

/// Finds where a pod says that its metrics are: by the annotations that Prometheus is told to follow, or by the name of a port.
fn endpoint(pod: &Value) -> Option<Endpoint> {
    let meta = &pod["metadata"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let annotation = |name: &str| text(&meta["annotations"][format!("prometheus.io/{name}")]);
    let containers = pod["spec"]["containers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ports = containers.iter().flat_map(|own| own["ports"].as_array().into_iter().flatten());
    let declared = ports.filter_map(|port| Some((text(&port["name"])?, port["containerPort"].as_u64()?)));
    let declared = declared.into_iter().find(|(name, _)| name.contains("metrics"));
    let port = match (annotation("port").and_then(|port| port.parse().ok()), &declared) {
        (Some(port), _) => port,
        (None, Some((_, port))) => *port,
        (None, None) => return None,
    };
    let is_secure = match annotation("scheme") {
        Some(scheme) => scheme == "https",
        None => port == 8443 || declared.is_some_and(|(name, _)| name.contains("https")),
    };
    let scheme = if is_secure { "https:" } else { "" };
    // What is no path of a page is not asked for.
    let is_plain = |path: &String| {
        path.starts_with('/')
            && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte))
    };
    let path = annotation("path").filter(is_plain).unwrap_or_else(|| "/metrics".to_owned());
    let (namespace, name) = (text(&meta["namespace"])?, text(&meta["name"])?);
    Some(Endpoint {
        path: format!("/api/v1/namespaces/{namespace}/pods/{scheme}{name}:{port}/proxy{path}"),
        what: format!("the metrics of pod {namespace}/{name}"),
    })
}

/// Reads the metrics of all controllers whose pods are known, twice. A dump has none.
pub(super) fn read(world: &World, found: &mut Found, interval: Duration) {
    let targets: Vec<(usize, Endpoint)> = found
        .controllers
        .iter()
        .enumerate()
        .filter(|(_, own)| own.queues.is_none())
        .filter_map(|(at, own)| Some((at, endpoint(own.pod()?)?)))
        .collect();
    let Some(cluster) = world.cluster() else {
        if found.controllers.iter().any(|own| own.queues.is_none()) {
            found.gaps.push(gap("the work queues of controllers", "a dump has no metrics".to_owned()));
        }
        return;
    };
    if targets.is_empty() {
        return;
    }
    let first = sample_all(cluster, &targets);
    thread::sleep(interval);
    let second = sample_all(cluster, &targets);
    for (((at, endpoint), first), second) in targets.into_iter().zip(first).zip(second) {
        match (first, second) {
            (Ok(first), Ok(second)) if second.is_empty() && first.is_empty() => {
                let why = "there is no work queue in them".to_owned();
                found.gaps.push(gap(&endpoint.what, why));
            }
            (Ok(first), Ok(second)) => {
                found.controllers[at].queues = Some(Queues::of(&first, second, interval));
            }
            (Err(fault), _) | (_, Err(fault)) => {
                let mut gap =
                    fault.gap(&endpoint.what, &[workqueue_stalled::RULE.name, workqueue_growing::RULE.name]);
                // That a pod does not answer is no fault of the API server: trying again does not help.
                gap.is_transient = false;
                found.gaps.push(gap);
            }
        }
    }
}

fn gap(what: &str, why: String) -> Gap {
    Gap {
        what: what.to_owned(),
        why,
        needed_for: vec![workqueue_stalled::RULE.name.to_owned(), workqueue_growing::RULE.name.to_owned()],
        is_transient: false,
    }
}

fn sample_all(
    cluster: &Cluster,
    targets: &[(usize, Endpoint)],
) -> Vec<Result<BTreeMap<String, Queue>, Fault>> {
    thread::scope(|scope| {
        let ask = |endpoint: &Endpoint| cluster.get(&endpoint.path).map(|answer| queues(&answer.text));
        let threads: Vec<_> =
            targets.iter().map(|(_, endpoint)| scope.spawn(move || ask(endpoint))).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|why| std::panic::resume_unwind(why))
        };
        threads.into_iter().map(join).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn queues_are_read_by_their_names() {
        let page = "# TYPE workqueue_depth gauge\n\
             workqueue_depth{controller=\"web\",name=\"web\",priority=\"0\"} 3\n\
             workqueue_depth{controller=\"web\",name=\"web\",priority=\"100\"} 4\n\
             workqueue_adds_total{name=\"web\"} 10\n\
             workqueue_work_duration_seconds_count{name=\"web\"} 5\n\
             workqueue_longest_running_processor_seconds{name=\"web\"} 0.5\n\
             workqueue_queue_duration_seconds_sum{name=\"web\"} 99\n\
             other 1\n";
        let queue = queues(page)["web"];
        assert_eq!([queue.depth, queue.adds, queue.done, queue.longest], [7.0, 10.0, 5.0, 0.5]);
    }

    #[test]
    fn a_pod_says_where_its_metrics_are() {
        let pod = |annotations: Value, ports: Value| {
            json!({"metadata": {"namespace": "n", "name": "p", "annotations": annotations},
                "spec": {"containers": [{"ports": ports}]}})
        };
        let path = |pod: Value| endpoint(&pod).map(|endpoint| endpoint.path);
        let root = "/api/v1/namespaces/n/pods";
        assert_eq!(path(pod(json!({}), json!([{"name": "web", "containerPort": 80}]))), None);
        assert_eq!(
            path(pod(json!({}), json!([{"name": "https-metrics", "containerPort": 9443}]))),
            Some(format!("{root}/https:p:9443/proxy/metrics"))
        );
        assert_eq!(
            path(pod(json!({"prometheus.io/port": "8080", "prometheus.io/path": "/m"}), json!([]))),
            Some(format!("{root}/p:8080/proxy/m"))
        );
        assert_eq!(
            path(pod(json!({"prometheus.io/port": "8080", "prometheus.io/path": "/../x?y"}), json!(null))),
            Some(format!("{root}/p:8080/proxy/metrics"))
        );
    }
}
