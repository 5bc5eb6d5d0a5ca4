//! Worlds without what does not matter.

use serde_json::Value;

/// Returns the objects without which something is no longer so, and those among whose fields nothing can be left out either. `is_so`
/// is asked about many worlds, each with less in it.
pub fn shrink(objects: &[Value], is_so: &mut dyn FnMut(&[Value]) -> bool) -> Vec<Value> {
    let mut left = objects.to_vec();
    // First in halves, then in quarters, and so on, since most objects do not matter.
    let mut size = left.len().div_ceil(2);
    loop {
        let mut from = 0;
        while from < left.len() {
            let to = left.len().min(from + size);
            let mut fewer = left.clone();
            fewer.drain(from..to);
            if is_so(&fewer) {
                left = fewer;
            } else {
                from = to;
            }
        }
        if size <= 1 {
            break;
        }
        size = size.div_ceil(2);
    }
    for at in 0..left.len() {
        for pointer in FIELDS {
            let mut without = left.clone();
            if remove(&mut without[at], pointer) && is_so(&without) {
                left = without;
            }
        }
    }
    left
}

/// The fields that may be left out of an object, without which it is still one.
const FIELDS: [&str; 19] = [
    "/status/conditions",
    "/status/containerStatuses",
    "/status/initContainerStatuses",
    "/status/nominatedNodeName",
    "/spec/affinity/nodeAffinity",
    "/spec/affinity/podAffinity",
    "/spec/affinity/podAntiAffinity",
    "/spec/affinity",
    "/spec/initContainers",
    "/spec/nodeSelector",
    "/spec/overhead",
    "/spec/resources",
    "/spec/taints",
    "/spec/tolerations",
    "/spec/topologySpreadConstraints",
    "/spec/unschedulable",
    "/spec/volumes",
    "/spec/preemptionPolicy",
    "/metadata/labels",
];

/// Removes a field; tells whether it was there.
fn remove(object: &mut Value, pointer: &str) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let parent = object.pointer_mut(parent).and_then(Value::as_object_mut);
    parent.is_some_and(|parent| parent.remove(name).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_matters_is_left() {
        let objects: Vec<Value> =
            (0..20).map(|number| json!({"number": number, "spec": {"taints": [], "other": 1}})).collect();
        let has = |objects: &[Value], number: i64| objects.iter().any(|object| object["number"] == number);
        let mut asked = 0;
        let left = shrink(&objects, &mut |objects| {
            asked += 1;
            has(objects, 3) && has(objects, 17)
        });
        assert_eq!(
            left,
            [json!({"number": 3, "spec": {"other": 1}}), json!({"number": 17, "spec": {"other": 1}})]
        );
        assert!(asked < 80, "{asked}");
    }
}
