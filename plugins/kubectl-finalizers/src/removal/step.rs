//! Makes a step of an object as it was read: what it takes off, and what must be so when the server does it.

use kubecheck_core::change::{Entry, Patch, Put, Step, Target};
use serde_json::Value;

/// Where finalizers stand in every object.
pub(super) const METADATA: &str = "/metadata/finalizers";
/// Where those of a namespace stand, beside.
const SPEC: &str = "/spec/finalizers";

/// Tells whether an object is a namespace. Its content goes with `spec.finalizers`.
pub(super) fn is_namespace(target: &Target) -> bool {
    target.api_version == "v1" && target.kind == "Namespace"
}

/// Returns the finalizers in a list of an object.
fn list<'o>(object: &'o Value, path: &str) -> Vec<&'o str> {
    let list = object.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns everything that holds an object, each name once.
pub(super) fn holders(target: &Target, object: &Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let spec = if is_namespace(target) { list(object, SPEC) } else { Vec::new() };
    for name in list(object, METADATA).into_iter().chain(spec) {
        if !names.iter().any(|own| own == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Makes the step that takes a finalizer off an object as it was read; none if it is not there. Of equal names the last goes first.
pub(super) fn step(target: &Target, object: &Value, finalizer: &str) -> Option<Step> {
    let last = |path: &str| list(object, path).iter().rposition(|name| *name == finalizer);
    let object_of = || target.clone();
    let removed = |list: &str, at: usize| Entry { path: format!("{list}/{at}"), value: finalizer.into() };
    if let Some(at) = last(METADATA) {
        let test = |path: &str| Entry {
            path: path.to_owned(),
            value: object.pointer(path).cloned().unwrap_or_default(),
        };
        let tests = ["/metadata/uid", "/metadata/deletionTimestamp", METADATA].map(test).to_vec();
        return Some(Step::Patch(Patch { object: object_of(), tests, remove: removed(METADATA, at) }));
    }
    let at = last(SPEC).filter(|_| is_namespace(target))?;
    let mut body = object.clone();
    body.pointer_mut(SPEC)?.as_array_mut()?.remove(at);
    // What the server keeps by itself need not be sent back.
    body["metadata"].as_object_mut()?.remove("managedFields");
    let subresource = "finalize".to_owned();
    Some(Step::Put(Put { object: object_of(), subresource, remove: removed(SPEC, at), body }))
}

/// Returns the finalizer that a step takes off.
pub(super) fn finalizer(step: &Step) -> Option<&str> {
    match step {
        Step::Patch(patch) if patch.remove.path.starts_with(METADATA) => patch.remove.value.as_str(),
        Step::Put(put) if put.remove.path.starts_with(SPEC) => put.remove.value.as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn target(kind: &str) -> Target {
        Target {
            api_version: "v1".to_owned(),
            kind: kind.to_owned(),
            resource: format!("{}s", kind.to_lowercase()),
            namespace: None,
            name: "x".to_owned(),
            uid: Some("u".to_owned()),
        }
    }

    #[test]
    fn of_equal_names_the_last_goes_first_and_all_that_was_read_is_tested() {
        let object =
            json!({"metadata": {"uid": "u", "deletionTimestamp": "t", "finalizers": ["a", "b", "a"]}});
        let Some(Step::Patch(patch)) = step(&target("ConfigMap"), &object, "a") else { panic!("a patch") };
        assert_eq!(patch.remove, Entry { path: "/metadata/finalizers/2".to_owned(), value: "a".into() });
        let tests: Vec<_> = patch.tests.iter().map(|test| (test.path.as_str(), test.value.clone())).collect();
        let expected = [
            ("/metadata/uid", json!("u")),
            ("/metadata/deletionTimestamp", json!("t")),
            ("/metadata/finalizers", json!(["a", "b", "a"])),
        ];
        assert_eq!(tests, expected);
        assert_eq!(step(&target("ConfigMap"), &object, "c"), None);
    }

    #[test]
    fn a_namespace_is_written_whole_with_the_revision_that_was_read() {
        let object = json!({
            "metadata": {"name": "x", "resourceVersion": "7", "managedFields": []},
            "spec": {"finalizers": ["kubernetes", "o"]},
        });
        let Some(Step::Put(put)) = step(&target("Namespace"), &object, "kubernetes") else { panic!("a put") };
        let body = json!({"metadata": {"name": "x", "resourceVersion": "7"}, "spec": {"finalizers": ["o"]}});
        assert_eq!((put.subresource.as_str(), put.body), ("finalize", body));
        assert_eq!(step(&target("ConfigMap"), &object, "kubernetes"), None);
        assert_eq!(holders(&target("Namespace"), &object), ["kubernetes", "o"]);
    }
}
