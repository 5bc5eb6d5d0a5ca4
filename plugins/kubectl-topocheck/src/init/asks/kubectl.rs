//! kubectl, and the image `k8s-wait-for`, which asks the API server for it.

use super::Target;
use super::arguments::Arguments;

/// The flags of kubectl that take a value.
const VALUED: &str =
    "n namespace l selector o output timeout for f filename s server token context kubeconfig field-selector";

/// Returns what `kubectl wait|get|rollout status|describe` asks for.
pub(super) fn targets(words: &[String]) -> Vec<Target> {
    let read = Arguments::read(words, VALUED);
    let namespace = read.value(&["n", "namespace"]).map(str::to_owned);
    let (verb, rest) = match read.plain.as_slice() {
        ["rollout", "status", rest @ ..] => ("rollout", rest),
        [verb @ ("wait" | "get" | "describe"), rest @ ..] => (*verb, rest),
        _ => return Vec::new(),
    };
    if let Some(selector) = read.value(&["l", "selector"]) {
        return match rest.first() {
            Some(kind) if singular(kind) != "pod" => Vec::new(),
            _ => vec![Target::Pods { selector: selector.to_owned(), namespace }],
        };
    }
    let object = |kind: &str, name: &str| Target::Object {
        kind: singular(kind),
        name: name.to_owned(),
        namespace: namespace.clone(),
    };
    let slashed: Vec<Target> =
        rest.iter().filter_map(|word| word.split_once('/')).map(|(kind, name)| object(kind, name)).collect();
    match (slashed.is_empty(), rest) {
        (false, _) => slashed,
        (true, [kind, names @ ..]) if verb != "describe" || !names.is_empty() => {
            names.iter().map(|name| object(kind, name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns what `k8s-wait-for` waits for: `job NAME`, `pod -lapp=web`, `service NAME`.
pub(super) fn wait_for(words: &[String]) -> Vec<Target> {
    let read = Arguments::read(words, VALUED);
    let namespace = read.value(&["n", "namespace"]).map(str::to_owned);
    let selector = read.value(&["l", "selector"]);
    match (read.plain.as_slice(), selector) {
        ([kind, ..], Some(selector)) if kind.starts_with("pod") => {
            vec![Target::Pods { selector: selector.to_owned(), namespace }]
        }
        ([kind, name, ..], _) => {
            let kind = singular(kind.split('-').next().unwrap_or(kind));
            vec![Target::Object { kind, name: (*name).to_owned(), namespace }]
        }
        _ => Vec::new(),
    }
}

/// Returns a kind as it is called here: in the singular, without its group, in full.
fn singular(kind: &str) -> String {
    let kind = kind.split('.').next().unwrap_or(kind).to_ascii_lowercase();
    let short = match kind.as_str() {
        "po" => "pod",
        "svc" => "service",
        "deploy" => "deployment",
        "sts" => "statefulset",
        "ds" => "daemonset",
        "cm" => "configmap",
        "pvc" => "persistentvolumeclaim",
        "ep" => "endpoints",
        "ns" => "namespace",
        other => other.strip_suffix('s').filter(|_| other != "endpoints").unwrap_or(other),
    };
    short.to_owned()
}
