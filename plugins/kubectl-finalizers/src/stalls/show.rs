//! Controllers as tables and as the document.

use kubecheck_core::model::time::{self, Timestamp};
use serde_json::{Value, json};

use super::Controller;
use super::behind::Behind;
use super::metrics::Queues;
use super::verdict::Judged;

/// The columns of the table; the last ones are of the wide one.
pub(crate) const COLUMNS: [&str; 7] =
    ["CONTROLLER", "VERDICT", "RENEWED", "BEHIND", "LAST WRITE", "DEPTH", "REASONS"];

/// How many of the objects that wait a document shows.
const SHOWN: usize = 100;

/// Returns the row of a controller.
pub(crate) fn row(own: &Controller, judged: &Judged, now: Timestamp) -> Vec<String> {
    let age = |time: Option<&str>| {
        let at = time.and_then(time::parse);
        at.map_or_else(|| "-".to_owned(), |at| time::age(time::seconds(at, now).max(0)))
    };
    let renewed = own.leases.iter().filter_map(|lease| lease.renewed.as_deref()).max();
    let depth: Option<f64> =
        own.queues.as_ref().map(|queues| queues.queues.values().map(|[_, after]| after.depth).sum());
    vec![
        own.name.clone(),
        judged.verdict.name().to_owned(),
        age(renewed),
        format!("{}/{}", own.work.behind.len(), own.work.behind.len() + own.work.objects),
        age(own.work.last_write.as_deref()),
        depth.map_or_else(|| "-".to_owned(), |depth| depth.to_string()),
        judged.reasons.join("; "),
    ]
}

/// Returns a controller as the document has it.
pub(crate) fn document(own: &Controller, judged: &Judged) -> Value {
    let lease = |lease: &super::leases::Led| {
        json!({
            "namespace": lease.namespace, "name": lease.label.rsplit('/').next(),
            "holder": lease.holder, "renewTime": lease.renewed, "pod": lease.pod_name(),
        })
    };
    json!({
        "controller": own.name,
        "verdict": judged.verdict,
        "reasons": judged.reasons,
        "leases": own.leases.iter().map(lease).collect::<Vec<_>>(),
        "lastWrite": own.work.last_write,
        "objects": own.work.behind.len() + own.work.objects,
        "behind": own.work.behind.iter().take(SHOWN).map(behind).collect::<Vec<_>>(),
        "behindCount": own.work.behind.len(),
        "queues": own.queues.as_ref().map(queues),
    })
}

fn behind(own: &Behind) -> Value {
    json!({
        "apiVersion": own.object.api_version, "kind": own.object.kind,
        "namespace": own.object.namespace, "name": own.object.name,
        "generation": own.generation, "observedGeneration": own.observed, "seconds": own.seconds,
    })
}

fn queues(own: &Queues) -> Value {
    let queue = |(name, [before, after]): (&String, &[super::metrics::Queue; 2])| {
        json!({
            "name": name, "depth": after.depth, "depthBefore": before.depth,
            "added": after.adds - before.adds, "done": after.done - before.done,
            "retried": after.retries - before.retries, "unfinishedSeconds": after.unfinished,
            "longestSeconds": after.longest, "sampleSeconds": own.seconds,
        })
    };
    own.queues.iter().map(queue).collect()
}
