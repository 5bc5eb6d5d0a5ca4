//! What runs controllers: Deployments, StatefulSets, DaemonSets, and pods that a kubelet runs from files.

use serde_json::Value;

use super::pods::is_ready;
use super::reads::Reads;

/// The words that say nothing about whose workload it is.
const COMMON: [&str; 10] = [
    "agent",
    "controller",
    "controllers",
    "gateway",
    "main",
    "manager",
    "node",
    "operator",
    "server",
    "webhook",
];

/// A workload, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Workload {
    pub(super) kind: String,
    pub(super) namespace: String,
    pub(super) name: String,
    /// How many pods it is to have.
    pub(super) wanted: i64,
    /// How many of them are ready.
    pub(super) ready: i64,
    /// The service account of its pods.
    account: String,
    /// What else it goes by: the names of containers, their programs and images, and of the app by its labels.
    names: Vec<String>,
    /// The labels of its pods.
    pub(super) selector: Vec<(String, String)>,
}

impl Workload {
    /// Names it: `Deployment cert-manager/cert-manager`.
    pub(super) fn label(&self) -> String {
        format!("{} {}/{}", self.kind, self.namespace, self.name)
    }

    /// Says how many of its pods are ready.
    pub(super) fn state(&self) -> String {
        match (self.wanted, self.ready) {
            (0, 0) => "it is scaled to 0".to_owned(),
            (wanted, ready) => format!("{ready} of {wanted} pods ready"),
        }
    }

    pub(super) fn of(object: &Value) -> Workload {
        let (spec, status, metadata) = (&object["spec"], &object["status"], &object["metadata"]);
        let kind = object["kind"].as_str().unwrap_or_default();
        let number = |value: &Value, default: i64| value.as_i64().unwrap_or(default);
        let (template, wanted, ready) = match kind {
            "Pod" => (object, 1, i64::from(is_ready(object))),
            "DaemonSet" => (
                &spec["template"],
                number(&status["desiredNumberScheduled"], 0),
                number(&status["numberReady"], 0),
            ),
            _ => (&spec["template"], number(&spec["replicas"], 1), number(&status["readyReplicas"], 0)),
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let labels = spec["selector"]["matchLabels"].as_object().into_iter().flatten();
        Workload {
            kind: kind.to_owned(),
            namespace: text(&metadata["namespace"]),
            name: text(&metadata["name"]),
            wanted,
            ready,
            account: template["spec"]["serviceAccountName"].as_str().unwrap_or("default").to_owned(),
            names: names(metadata, &template["spec"]),
            selector: labels.map(|(key, value)| (key.clone(), text(value))).collect(),
        }
    }
}

fn names(metadata: &Value, spec: &Value) -> Vec<String> {
    let labels = ["app.kubernetes.io/name", "app", "k8s-app", "component"];
    let labels = labels.iter().filter_map(|label| metadata["labels"][label].as_str());
    let containers = spec["containers"].as_array().into_iter().flatten();
    let own = containers.flat_map(|container| {
        let image = container["image"].as_str().map(|image| image.split(['@']).next().unwrap_or(image));
        let image = image.map(|image| image.rsplit('/').next().unwrap_or(image));
        let image = image.map(|image| image.split(':').next().unwrap_or(image));
        let program = container["command"][0].as_str().map(|path| path.rsplit('/').next().unwrap_or(path));
        [container["name"].as_str(), program, image].into_iter().flatten()
    });
    labels.chain(own).map(str::to_owned).collect()
}

/// By what a workload is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hints {
    /// `namespace/name`, with `*` for anything.
    pub(super) workloads: Vec<String>,
    /// Namespace and name of service accounts.
    pub(super) accounts: Vec<(String, String)>,
    /// The name that it writes under.
    pub(super) manager: Option<String>,
    /// Namespace and name of its leases, with `*` for anything.
    pub(super) leases: Vec<String>,
}

/// Finds what runs a controller. Installations differ, so what is not where it usually is is looked for by its name.
pub(super) fn find(hints: &Hints, reads: &Reads<'_>) -> Result<Vec<Workload>, String> {
    if hints.workloads.is_empty() && hints.accounts.is_empty() && hints.manager.is_none() {
        return Ok(Vec::new());
    }
    let (mut all, mut unread) = (Vec::new(), None);
    for plural in ["deployments", "statefulsets", "daemonsets"] {
        match reads.list("apps", plural, None) {
            Ok(list) => all.extend(list.objects.iter().map(Workload::of)),
            Err(why) => unread = Some(why),
        }
    }
    let found = choose(hints, &all);
    if !found.is_empty() {
        return Ok(found);
    }
    let mut pods = Vec::new();
    for hint in hints.workloads.iter().filter(|hint| !hint.starts_with('*')) {
        let Some((namespace, name)) = hint.split_once('/') else { continue };
        match reads.list("", "pods", Some(namespace)) {
            Ok(list) => pods
                .extend(list.objects.iter().filter(|pod| is_alone(pod) && fits(name, pod)).map(Workload::of)),
            Err(why) => unread = Some(why),
        }
    }
    match unread {
        Some(why) if pods.is_empty() => Err(why),
        _ => Ok(pods),
    }
}

/// Tells whether a pod has no workload: a kubelet runs it from a file, or somebody made it.
fn is_alone(pod: &Value) -> bool {
    let owners = pod["metadata"]["ownerReferences"].as_array().into_iter().flatten();
    owners.into_iter().all(|owner| owner["kind"] == "Node")
}

fn fits(pattern: &str, object: &Value) -> bool {
    object["metadata"]["name"].as_str().is_some_and(|name| is_like(pattern, name))
}

/// Chooses the surest: the place and name that are usual, the name alone, what it calls itself, the service account.
fn choose(hints: &Hints, all: &[Workload]) -> Vec<Workload> {
    let place = |own: &Workload| {
        hints.workloads.iter().any(|hint| is_like(hint, &format!("{}/{}", own.namespace, own.name)))
    };
    let account = |own: &Workload| {
        hints.accounts.iter().any(|(namespace, name)| *namespace == own.namespace && *name == own.account)
    };
    let hinted: Vec<&str> =
        hints.workloads.iter().filter_map(|hint| hint.split_once('/')).map(|(_, name)| name).collect();
    let called: Vec<&str> =
        hinted.into_iter().chain(hints.manager.as_deref()).filter(|name| is_telling(name)).collect();
    let name = |own: &Workload| called.iter().any(|name| is_like(name, &own.name));
    let calls_itself =
        |own: &Workload| called.iter().any(|name| own.names.iter().any(|own| is_like(name, own)));
    let ways: [&dyn Fn(&Workload) -> bool; 4] = [&place, &name, &calls_itself, &account];
    let found = ways.iter().map(|way| all.iter().filter(|own| way(own)).cloned().collect::<Vec<_>>());
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Tells whether a name says whose it is: `controller-manager` is what many call theirs.
pub(super) fn is_telling(name: &str) -> bool {
    let mut words = name.split(['-', '*', '_']).filter(|word| !word.is_empty());
    words.any(|word| !COMMON.contains(&word))
}

/// Matches a name with `*` for anything.
pub(super) fn is_like(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn deployment(namespace: &str, name: &str, image: &str, account: &str) -> Workload {
        Workload::of(
            &json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": namespace},
            "spec": {"replicas": 2, "selector": {"matchLabels": {"app": name}},
                "template": {"spec": {"serviceAccountName": account, "containers": [{"name": "main", "image": image}]}}},
            "status": {"readyReplicas": 1}}),
        )
    }

    fn chosen(hints: &Hints) -> Vec<String> {
        let all = [
            deployment("a", "controller-manager", "example.com/shop/controller:v1", "shop"),
            deployment("tools", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1", "x"),
            deployment("c", "other", "registry:5000/kyverno@sha256:00", "y"),
        ];
        choose(hints, &all).iter().map(Workload::label).collect()
    }

    #[test]
    fn workloads_are_found_where_they_usually_are_or_by_name() {
        let by = |hint: &str| Hints { workloads: vec![hint.to_owned()], ..Hints::default() };
        assert_eq!(chosen(&by("a/controller-*")), ["Deployment a/controller-manager"]);
        assert_eq!(chosen(&by("cert-manager/cert-manager")), ["Deployment tools/cert-manager"]);
        assert_eq!(chosen(&by("kyverno/kyverno")), ["Deployment c/other"]);
        // Everybody calls theirs so.
        assert!(chosen(&by("b/controller-manager")).is_empty());
        let account = Hints { accounts: vec![("a".to_owned(), "shop".to_owned())], ..Hints::default() };
        assert_eq!(chosen(&account), ["Deployment a/controller-manager"]);
        let manager = Hints { manager: Some("cert-manager-controller".to_owned()), ..Hints::default() };
        assert_eq!(chosen(&manager), ["Deployment tools/cert-manager"]);
        assert!(chosen(&Hints { manager: Some("manager".to_owned()), ..Hints::default() }).is_empty());
    }

    #[test]
    fn names_match_with_stars() {
        for (pattern, name, fits) in [
            ("a/b", "a/b", true),
            ("a/b", "a/bc", false),
            ("*/b", "x/b", true),
            ("a/*-b-*", "a/x-b-y", true),
            ("a/*-b", "a/-b", true),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(is_like(pattern, name), fits, "{pattern} {name}");
        }
    }
}
