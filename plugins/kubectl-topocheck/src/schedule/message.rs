//! The scheduler's own message (`framework/types.go`, `FitError`; `schedule_one.go`; `framework/runtime/framework.go`,
//! `RunPreFilterPlugins`).

use std::collections::{BTreeMap, BTreeSet};

use super::cause::Status;
use super::snapshot::Snapshot;
use super::verdict::{OnNode, Verdict};

/// Why the scheduler has no node for a pod, before it thinks of preemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// A filter refuses the pod wherever it would be.
    Everywhere {
        /// The scheduler's words.
        message: String,
    },
    /// Each node was refused, so many times for each reason.
    Nodes(BTreeMap<String, usize>),
    /// The scheduler fails, with these words.
    Failed(String),
    /// It fits somewhere.
    Fits,
}

impl Diagnosis {
    /// Tells whether the pod is refused, rather than that something failed.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Diagnosis::Everywhere { .. } | Diagnosis::Nodes(_))
    }
}

/// Finds what the scheduler would say: it asks filters in their order and stops at the first that refuses. `nominated` is the node on which
/// room was made for the pod; it is looked at first, and who refuses there is named among those that leave out other nodes
/// (`evaluateNominatedNode` adds to the same set).
pub fn diagnose(verdict: &Verdict, snapshot: &Snapshot, nominated: &str) -> Diagnosis {
    if let Some(everywhere) = before_nodes(verdict) {
        return everywhere;
    }
    let fails = |node: &OnNode| node.first().is_some_and(|first| first.refusal.status == Status::Error);
    // That it fails on the nominated node alone, the scheduler only writes into its log.
    let is_looked_at =
        |node: &&OnNode| verdict.narrowed.keeps(&node.name) || node.name == nominated && !fails(node);
    let looked: Vec<_> = verdict.nodes.iter().filter(is_looked_at).collect();
    if looked.iter().any(|node| node.name == nominated && node.fits()) {
        return Diagnosis::Fits;
    }
    // A filter that fails on one node fails the pod, even if it fits on others.
    let mut first = looked.iter().filter_map(|node| node.first());
    if let Some(failed) = first.find(|first| first.refusal.status == Status::Error) {
        return Diagnosis::Failed(self::failed(failed.plugin, &failed.refusal.reasons));
    }
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for node in &looked {
        let Some(first) = node.first() else { return Diagnosis::Fits };
        for reason in &first.refusal.reasons {
            *reasons.entry(reason.clone()).or_default() += 1;
        }
    }
    let left_out = snapshot.nodes.len() - looked.len();
    if left_out > 0 {
        let tried = looked.iter().find(|node| node.name == nominated).and_then(|node| node.first());
        let by: BTreeSet<&str> =
            verdict.narrowed.by.iter().copied().chain(tried.map(|first| first.plugin)).collect();
        let by: Vec<&str> = by.into_iter().collect();
        *reasons.entry(format!("node(s) didn't satisfy plugin(s) [{}]", by.join(" "))).or_default() +=
            left_out;
    }
    Diagnosis::Nodes(reasons)
}

/// Returns what the scheduler says of a filter that fails.
pub fn failed(plugin: &str, reasons: &[String]) -> String {
    format!("running {plugin:?} filter plugin: {}", reasons.join(", "))
}

/// Finds what is said before any node is looked at: nothing can mend it, so that no other filter is asked.
fn before_nodes(verdict: &Verdict) -> Option<Diagnosis> {
    if let Some(first) = verdict.everywhere.first() {
        let message = first.refusal.reasons.join(", ");
        return Some(match first.refusal.status {
            Status::Error => {
                Diagnosis::Failed(format!("running PreFilter plugin {:?}: {message}", first.plugin))
            }
            Status::Unschedulable | Status::UnschedulableAndUnresolvable => Diagnosis::Everywhere { message },
        });
    }
    let nobody = verdict.narrowed.to.as_ref().is_some_and(BTreeSet::is_empty);
    let by = &verdict.narrowed.by;
    nobody.then(|| Diagnosis::Everywhere {
        message: match by.as_slice() {
            [one] => format!("node(s) didn't satisfy plugin {one}"),
            all => format!("node(s) didn't satisfy plugin(s) [{}] simultaneously", all.join(" ")),
        },
    })
}

/// Writes the message for a pod that has no node; `preemption` is what the scheduler says of that.
pub fn write(diagnosis: &Diagnosis, nodes: usize, preemption: &str) -> Option<String> {
    let head = format!("0/{nodes} nodes are available:");
    let body = match diagnosis {
        Diagnosis::Fits => return None,
        Diagnosis::Failed(message) => return Some(message.clone()),
        Diagnosis::Everywhere { message } => format!(" {message}."),
        Diagnosis::Nodes(reasons) => {
            let mut counted: Vec<String> =
                reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            counted.sort();
            if counted.is_empty() { String::new() } else { format!(" {}.", counted.join(", ")) }
        }
    };
    let tail = if preemption.is_empty() { String::new() } else { format!(" {preemption}") };
    Some(format!("{head}{body}{tail}"))
}

/// Leaves out of the scheduler's message how many nodes there are, and what it says of preemption.
pub fn short(said: &str) -> &str {
    const AFTER: [&str; 4] =
        [" preemption: ", " no new claims to deallocate", " still not schedulable", ". not found"];
    let said = said.split_once(" nodes are available: ").map_or(said, |(_, why)| why);
    let end = AFTER.iter().filter_map(|mark| said.find(mark)).min().unwrap_or(said.len());
    said[..end].trim().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedulers_message_is_made_short() {
        let said = "0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint(s). no new claims to deallocate, \
                    preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.";
        assert_eq!(short(said), "3 Insufficient cpu, 2 node(s) had untolerated taint(s)");
        assert_eq!(short("no nodes available to schedule pods"), "no nodes available to schedule pods");
        assert_eq!(short(""), "");
        let claim = "0/1 nodes are available: persistentvolumeclaim \"data\" not found. not found";
        assert_eq!(short(claim), "persistentvolumeclaim \"data\" not found");
    }
}
