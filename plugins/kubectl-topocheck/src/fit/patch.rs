//! An edit of a pod as a JSON patch (RFC 6902), for programs.

use serde_json::{Value, json};

use super::edit::{Edit, Part};
use crate::model::container::Container;
use crate::model::pod::Pod;
use crate::schedule::resources::is_overcommitted;

/// Returns the operations on a pod that make an edit of it; none for an edit of the cluster.
pub fn of(edit: &Edit, pod: &Pod) -> Vec<Value> {
    let spec = &pod.spec;
    match edit {
        Edit::LowerRequest { part, resource, to, .. } => {
            let at = |list: &str, all: &[Container], name: &str| {
                let index = all.iter().position(|container| container.name == name)?;
                Some(format!("/spec/{list}/{index}"))
            };
            let place = match part {
                Part::Pod => Some("/spec".to_owned()),
                Part::Container(name) => at("containers", &spec.containers, name),
                Part::InitContainer(name) => at("initContainers", &spec.init_containers, name),
            };
            let lists: &[&str] =
                if is_overcommitted(resource) { &["requests"] } else { &["requests", "limits"] };
            let operation = |place: &String, list: &str| {
                let path = format!("{place}/resources/{list}/{}", escaped(resource));
                json!({"op": "replace", "path": path, "value": to.to_string()})
            };
            place.iter().flat_map(|place| lists.iter().map(|list| operation(place, list))).collect()
        }
        Edit::AddToleration(toleration) => {
            let mut value =
                json!({"key": toleration.key, "operator": toleration.operator, "effect": toleration.effect});
            if !toleration.value.is_empty() {
                value["value"] = toleration.value.as_str().into();
            }
            match spec.tolerations.is_empty() {
                true => vec![json!({"op": "add", "path": "/spec/tolerations", "value": [value]})],
                false => vec![json!({"op": "add", "path": "/spec/tolerations/-", "value": value})],
            }
        }
        Edit::SetNodeSelector { key, value } => {
            let path = format!("/spec/nodeSelector/{}", escaped(key));
            match value {
                Some(value) => vec![json!({"op": "add", "path": path, "value": value})],
                None => vec![json!({"op": "remove", "path": path})],
            }
        }
        Edit::WidenTerm { term, key, value } => widened(pod, *term, key, value),
        Edit::RaiseMaxSkew { constraint, to, .. } => {
            let path = format!("/spec/topologySpreadConstraints/{constraint}/maxSkew");
            vec![json!({"op": "replace", "path": path, "value": to})]
        }
        _ => Vec::new(),
    }
}

fn widened(pod: &Pod, term: usize, key: &str, value: &str) -> Vec<Value> {
    let affinity = pod.spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref());
    let terms = affinity.and_then(|affinity| affinity.required.as_ref()).map(|all| &all.node_selector_terms);
    let Some(own) = terms.and_then(|terms| terms.get(term)) else { return Vec::new() };
    let is_meant =
        |(_, one): &(usize, &crate::model::selector::Requirement)| one.key == key && one.operator == "In";
    let path = |at: usize| {
        format!(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/{term}\
             /matchExpressions/{at}/values/-"
        )
    };
    let all = own.match_expressions.iter().enumerate().filter(is_meant);
    all.map(|(at, _)| json!({"op": "add", "path": path(at), "value": value})).collect()
}

/// Writes a name as a step of a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
