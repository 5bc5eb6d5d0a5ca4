//! `selector-mismatch`: a workload does not select its own pods.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::selector::Selector;
use kubecheck_core::model::tree::Value;

use crate::facts::{Facts, Gvkcheck};
use crate::identity::verdict;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK021",
    name: "selector-mismatch",
    summary: "A workload's selector does not match its template's labels",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("selector_mismatch.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// The workloads whose selector the server compares with the template (`pkg/apis/apps/validation`,
/// `pkg/apis/core/validation` for ReplicationController). A Job's selector is the server's own business.
const WORKLOADS: [&str; 5] =
    ["DaemonSet", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(kind) = facts.kind().filter(|kind| WORKLOADS.contains(&kind.kind)) else { return };
    let Some(spec) = object.root.get("spec") else { return };
    let Some(selector) = spec.get("selector").filter(Value::is_mapping) else { return };
    let parsed = match kind.kind {
        "ReplicationController" => Selector::of_map(selector),
        _ => Selector::of_label_selector(selector),
    };
    if parsed.is_empty() && kind.kind != "ReplicationController" {
        let message = format!("{} {} has an empty selector", verdict::of(kind), kind.kind);
        let help =
            "select the template's labels with matchLabels; the server refuses a selector of every pod";
        return findings.add(Draft::new(&RULE, selector.id(), message).help(help));
    }
    let metadata = spec.get("template").and_then(|template| template.get("metadata"));
    let labels = metadata.and_then(|metadata| metadata.get("labels"));
    let Some(unmet) = parsed.first_unmet(labels) else { return };
    let message = format!(
        "{} {} selects {}, and its template's labels {}",
        verdict::of(kind),
        kind.kind,
        unmet.demand,
        unmet.found
    );
    let mut draft = Draft::new(&RULE, unmet.at, message).help(
        "make spec.template.metadata.labels and spec.selector agree; the server refuses the object as it is",
    );
    if let Some(labels) = labels {
        draft = draft.related(labels.id(), "the template's labels");
    }
    findings.add(draft);
}
