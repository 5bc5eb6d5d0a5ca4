//! `removed-last-applied`: kubectl apply last used a version that the server no longer serves, or soon will not.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use serde::Deserialize;

use crate::checks::{Note, stale};
use crate::facts::{Facts, Gvkcheck};
use crate::live::known::Age;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK033",
    name: "removed-last-applied",
    summary: "What kubectl apply last used is a version that the cluster no longer serves, or soon will not",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("removed_last_applied.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> =
    Check { rules: &[&RULE], run: Run::Fold { see, end: |_, notes| stale::end(&RULE, notes) } };

/// Where kubectl apply keeps what it was given (`k8s.io/api/core/v1/annotation_key_constants.go`).
const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What of it is of interest.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Applied<'a> {
    #[serde(borrow)]
    api_version: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    kind: std::borrow::Cow<'a, str>,
}

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let is_selection = object.live().is_some_and(|live| live.is_selection);
    let Some(known) = facts.live.as_ref().filter(|_| !is_selection) else { return };
    let annotations = object.metadata().and_then(|metadata| metadata.get("annotations"));
    let Some(annotation) = annotations.and_then(|annotations| annotations.get(ANNOTATION)) else { return };
    let Some(text) = annotation.as_str() else { return };
    let Ok(applied) = serde_json::from_str::<Applied<'_>>(text) else { return };
    let (version, kind) = (&*applied.api_version, &*applied.kind);
    let (said, severity) = match known.age(version, kind) {
        Age::Gone(since) => {
            let since = since.map_or(String::new(), |since| format!(" since {since}"));
            (format!("which is no longer served{since}"), Severity::Warning)
        }
        Age::Going(removed) => (format!("which is not served from {removed} on"), Severity::Info),
        Age::Served | Age::Unknown => return,
    };
    stale::add(notes, &RULE, &[version, kind], || {
        let message = format!("was last applied as {version} {kind}, {said}");
        let set = match known.instead(version, kind) {
            Some(instead) => format!("set apiVersion: {instead} in the manifest it came from and apply that"),
            None => "change the manifest it came from and apply that".to_owned(),
        };
        let help = match severity {
            Severity::Warning => {
                format!(
                    "the object itself is fine; {set}, as applying it unchanged fails with \"no matches for kind\""
                )
            }
            _ => format!("{set}; the object itself is fine and needs nothing"),
        };
        let draft = Draft::new(&RULE, annotation.id(), message).severity(severity).help(help);
        Some(stale::Stale {
            key: [version, kind].into_iter().map(Box::from).collect(),
            kind: kind.into(),
            count: 1,
            finding: findings.hold(draft)?,
        })
    });
}
