//! What is left in a namespace (`pkg/controller/namespace/deletion/namespaced_resources_deleter.go`).

use serde_json::Value;

use super::Subject;
use crate::evidence::reads::Reads;
use crate::evidence::shown::Shown;

/// Shows what the namespace controller says of its work.
pub(super) fn conditions(subject: Subject<'_>) -> Shown {
    let conditions = subject.object["status"]["conditions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let told: Vec<&str> =
        conditions.iter().filter(|condition| condition["status"] == "True").filter_map(message).collect();
    match told.as_slice() {
        [] if conditions.is_empty() => {
            Shown::Unseen("the namespace controller has said nothing yet".to_owned())
        }
        [] => Shown::holds("no condition tells of a failure or of remains", "status.conditions"),
        _ => Shown::fails(told.join("; "), "status.conditions"),
    }
}

fn message(condition: &Value) -> Option<&str> {
    condition["message"].as_str().or_else(|| condition["type"].as_str())
}

/// Shows whether the namespace has objects. Events are not looked for: they go by themselves.
pub(super) fn empty(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let contents = reads.contents(Some(subject.name()));
    if !contents.kinds.is_empty() {
        let first = contents.kinds.iter().flat_map(|(.., first)| first.clone()).collect();
        return Shown::fails(format!("the namespace still has {}", contents.left()), "lists")
            .because_of(first);
    }
    match contents.unread.first() {
        Some(why) => Shown::Unseen(format!("the namespace may have objects: {why}")),
        None => Shown::holds("every list of the namespace is empty", "lists"),
    }
}
