//! Tells whether two templates of pods are the same, as the Deployment controller does
//! (`pkg/controller/deployment/util/deployment_util.go`, `EqualIgnoreHash`).

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

/// The label that the controller adds to the template of a ReplicaSet.
const HASH: &str = "pod-template-hash";

/// Returns a number that two templates share if they are the same, whatever the order of their keys: the label that the controller
/// adds is left out, and what is null or an empty list counts as absent.
///
/// Quantities and times are compared as they are written. The API server writes each in one way, and a ReplicaSet has its template from
/// the Deployment that it stored.
pub fn digest(template: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    add(template, &[], &mut hasher);
    hasher.finish()
}

fn add(value: &Value, path: &[&str], hasher: &mut DefaultHasher) {
    match value {
        Value::Object(map) => {
            let is_labels = path == ["metadata", "labels"];
            let is_left_out = |key: &str, value: &Value| is_absent(value) || (is_labels && key == HASH);
            let mut kept: Vec<(&String, &Value)> =
                map.iter().filter(|(key, value)| !is_left_out(key, value)).collect();
            kept.sort_by_key(|(key, _)| *key);
            ('{', kept.len()).hash(hasher);
            for (key, value) in kept {
                key.hash(hasher);
                // Only the way to the labels of the template itself is of interest.
                let path: Vec<&str> = if path.len() < 2 { [path, &[key]].concat() } else { vec![""; 3] };
                add(value, &path, hasher);
            }
        }
        Value::Array(items) => {
            ('[', items.len()).hash(hasher);
            items.iter().for_each(|item| add(item, &[""; 3], hasher));
        }
        leaf => ('=', leaf.to_string()).hash(hasher),
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn templates_are_the_same_but_for_the_label_of_the_controller() {
        let of = |template: Value| digest(&template);
        let base = json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:1"}]}});
        let same = [
            json!({"spec": {"containers": [{"image": "x:1", "name": "a"}]}, "metadata": {"labels": {"pod-template-hash": "7d", "app": "web"}}}),
            json!({"metadata": {"creationTimestamp": null, "labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:1", "args": []}]}}),
        ];
        for template in same {
            assert_eq!(of(base.clone()), of(template.clone()), "{template}");
        }
        let others = [
            json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:2"}]}}),
            json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:1"}], "terminationGracePeriodSeconds": 5}}),
            json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:1", "securityContext": {}}]}}),
            json!({"metadata": {"labels": {"app": "web"}, "annotations": {"pod-template-hash": "7d"}}, "spec": {"containers": [{"name": "a", "image": "x:1"}]}}),
            json!({"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "x:1"}, {"name": "a", "image": "x:1"}]}}),
        ];
        for template in others {
            assert_ne!(of(base.clone()), of(template.clone()), "{template}");
        }
    }
}
