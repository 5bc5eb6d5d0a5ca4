//! A pod that is being deleted, and its node.
//!
//! A pod goes when its kubelet says that its containers ended; without a kubelet, only when the pod garbage collector takes it: because
//! the node object is gone, or not ready and tainted as out of service (`k8s.io/kubernetes/pkg/controller/podgc/gc_controller.go`).

use serde_json::Value;

use super::State;
use super::deletion::Deletion;

/// The taint that says that a machine is down for good (KEP-2268).
const OUT_OF_SERVICE: &str = "node.kubernetes.io/out-of-service";

/// What is known of a pod's node.
#[derive(Clone, Debug)]
pub enum Node<'n> {
    /// The pod is on none.
    None,
    /// It was read.
    There(&'n Value),
    /// There is none of the name.
    Absent,
    /// It could not be read.
    Unknown,
}

/// How a pod stands: what is so, what helps, and what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub state: State,
    /// What is so: a fragment.
    pub says: String,
    /// What holds it, in a few words.
    pub held_by: String,
    /// What helps.
    pub cure: Option<String>,
    /// What to type; `POD` stands for the pod.
    pub next: Option<String>,
}

/// Judges a pod that is being deleted and has no finalizers.
pub fn judge(pod: &Value, node: &Node<'_>, deletion: Deletion) -> Standing {
    let name = pod["spec"]["nodeName"].as_str().unwrap_or_default();
    let standing =
        |state, says: String, held_by: String| Standing { state, says, held_by, cure: None, next: None };
    if deletion.grace_left > 0 && !matches!(node, Node::Absent | Node::None) {
        let says = "it is within its grace period".to_owned();
        return standing(State::InProgress, says, "its grace period".to_owned());
    }
    match node {
        Node::None => Standing {
            cure: Some("the pod garbage collector of kube-controller-manager takes it; see whether that runs".to_owned()),
            next: Some("kubectl delete POD --force --grace-period=0".to_owned()),
            ..standing(State::Stuck, "it is on no node, so nobody has to end it".to_owned(), "nobody".to_owned())
        },
        Node::Absent => Standing {
            cure: Some(
                "the pod garbage collector of kube-controller-manager takes pods of nodes that are gone within a minute; see whether it \
                 runs, or delete the pod by force once the machine is surely off"
                    .to_owned(),
            ),
            next: Some("kubectl delete POD --force --grace-period=0".to_owned()),
            ..standing(State::Stuck, format!("its node {name} is gone"), format!("node {name} (gone)"))
        },
        Node::Unknown => Standing {
            cure: None,
            ..standing(State::Unknown, format!("its node {name} could not be read"), format!("node {name}"))
        },
        Node::There(node) => match unready(node) {
            None => Standing {
                cure: Some(
                    "the kubelet has not ended it: containers that do not stop, or volumes that cannot be unmounted; its events say so"
                        .to_owned(),
                ),
                next: Some("kubectl describe POD".to_owned()),
                ..standing(
                    State::Blocked,
                    format!("its grace period is over, and its node {name} is ready"),
                    format!("kubelet of node {name}"),
                )
            },
            Some(why) if is_out_of_service(node) => Standing {
                cure: Some("the pod garbage collector of kube-controller-manager takes it; see whether that runs".to_owned()),
                next: Some("kubectl delete POD --force --grace-period=0".to_owned()),
                ..standing(
                    State::Stuck,
                    format!("its node {name} is {why} and out of service"),
                    format!("node {name} ({why})"),
                )
            },
            Some(why) => Standing {
                cure: Some(
                    "once the machine is surely off: taint the node as out of service, or delete the node; both let its pods go and its \
                     volumes be used elsewhere"
                        .to_owned(),
                ),
                next: Some(format!("kubectl taint node {name} {OUT_OF_SERVICE}=nodeshutdown:NoExecute")),
                ..standing(State::Stuck, format!("its node {name} is {why}"), format!("node {name} ({why})"))
            },
        },
    }
}

/// Says in what way a node is lost; nothing if it is ready.
fn unready(node: &Value) -> Option<&'static str> {
    if taints(node).any(|taint| taint == "node.kubernetes.io/unreachable") {
        return Some("unreachable");
    }
    let conditions = node["status"]["conditions"].as_array().map(Vec::as_slice).unwrap_or_default();
    let ready = conditions.iter().find(|condition| condition["type"] == "Ready");
    match ready.and_then(|ready| ready["status"].as_str()) {
        Some("True") => None,
        Some("Unknown") => Some("unreachable"),
        _ => Some("not ready"),
    }
}

fn is_out_of_service(node: &Value) -> bool {
    taints(node).any(|taint| taint == OUT_OF_SERVICE)
}

fn taints(node: &Value) -> impl Iterator<Item = &str> {
    let taints = node["spec"]["taints"].as_array().map(Vec::as_slice).unwrap_or_default();
    taints.iter().filter_map(|taint| taint["key"].as_str())
}

/// Tells whether all containers of a pod ended for good.
pub fn is_finished(pod: &Value) -> bool {
    matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LATE: Deletion = Deletion { age: 900, grace_left: -870 };

    fn state(node: &Node<'_>, deletion: Deletion) -> State {
        judge(&json!({"spec": {"nodeName": "n"}}), node, deletion).state
    }

    #[test]
    fn what_holds_a_pod_is_its_node() {
        let node = |status: &str, taint: &str| json!({"spec": {"taints": [{"key": taint}]}, "status": {"conditions": [{"type": "Ready", "status": status}]}});
        let (ready, lost) = (node("True", "x"), node("Unknown", "node.kubernetes.io/unreachable"));
        assert_eq!(state(&Node::There(&ready), LATE), State::Blocked);
        assert_eq!(state(&Node::There(&lost), LATE), State::Stuck);
        assert_eq!(state(&Node::Absent, LATE), State::Stuck);
        assert_eq!(state(&Node::Unknown, LATE), State::Unknown);
        let early = Deletion { age: 10, grace_left: 20 };
        assert_eq!(state(&Node::There(&ready), early), State::InProgress);
        assert_eq!(state(&Node::Absent, early), State::Stuck);
    }

    #[test]
    fn a_node_that_is_marked_already_needs_no_second_taint() {
        let node = json!({"spec": {"taints": [{"key": OUT_OF_SERVICE}]}, "status": {"conditions": [{"type": "Ready", "status": "False"}]}});
        let standing = judge(&json!({"spec": {"nodeName": "n"}}), &Node::There(&node), LATE);
        assert!(!standing.next.unwrap().contains("taint"));
    }
}
