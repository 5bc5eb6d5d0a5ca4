//! What to type to make an edit.

use super::edit::{Edit, Part};
use crate::model::pod::Pod;
use crate::schedule::resources::is_overcommitted;

/// Who makes a pod, so that an edit of it has to be one of theirs: kind and name.
pub fn maker(pod: &Pod) -> Option<(String, String)> {
    let owner = pod.metadata.controller()?;
    // A ReplicaSet of a Deployment is called after it and the hash of its template.
    let hash = pod.metadata.labels.get("pod-template-hash").filter(|_| owner.kind == "ReplicaSet");
    let deployment = hash.and_then(|hash| owner.name.strip_suffix(&format!("-{hash}")));
    Some(match deployment {
        Some(name) => ("deployment".to_owned(), name.to_owned()),
        None => (owner.kind.to_lowercase(), owner.name.clone()),
    })
}

/// Returns who makes a pod if an edit of its template is possible and changes its pods: that of a Job is fixed, and what kinds of others are
/// like is not known.
fn editable(pod: &Pod) -> Option<(String, String)> {
    const KINDS: [&str; 5] =
        ["deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller"];
    maker(pod).filter(|(kind, _)| KINDS.contains(&kind.as_str()))
}

/// Returns the command that makes an edit; none if there is no single one. `flags` lead to the cluster.
pub fn of(edit: &Edit, pod: &Pod, flags: &str) -> Option<String> {
    let namespace = &pod.metadata.namespace;
    let kubectl = format!("kubectl{flags}");
    Some(match edit {
        Edit::Uncordon { node } => format!("{kubectl} uncordon {node}"),
        Edit::RemoveTaint { node, taint } => {
            format!("{kubectl} taint node {node} {}:{}-", taint.key, taint.effect)
        }
        Edit::LabelNode { node, key, value } => match value {
            Some(value) => format!("{kubectl} label --overwrite node {node} {key}={value}"),
            None => format!("{kubectl} label node {node} {key}-"),
        },
        Edit::DeletePods { pods, .. } => {
            let delete = |key: &String| {
                let (namespace, name) = key.split_once('/').unwrap_or(("default", key));
                format!("{kubectl} delete pod -n {namespace} {name}")
            };
            pods.iter().map(delete).collect::<Vec<_>>().join("; ")
        }
        Edit::LowerRequest { part: Part::Container(name), resource, to, .. } => {
            let (kind, maker) = editable(pod)?;
            let limit =
                if is_overcommitted(resource) { String::new() } else { format!(" --limits={resource}={to}") };
            format!(
                "{kubectl} set resources -n {namespace} {kind}/{maker} -c {name} --requests={resource}={to}{limit}"
            )
        }
        Edit::AddNode { .. } => return None,
        _ => {
            let (kind, maker) = editable(pod)?;
            format!("{kubectl} edit -n {namespace} {kind}/{maker}")
        }
    })
}
