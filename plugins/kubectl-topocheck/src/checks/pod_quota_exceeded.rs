//! `pod-quota-exceeded`: a quota has too little left for pods that a controller wants to make.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};

use crate::start::Stuck;
use crate::start::refused::{Excess, Lack};
use crate::start::told::{Scene, Words};

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP020",
    name: "pod-quota-exceeded",
    summary: "A quota has too little left for the pods of a workload",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("pod_quota_exceeded.md"),
};

/// Words a quota that has too little left.
pub(crate) fn words(one: &Stuck, quota: &str, lack: &Lack, scene: &Scene<'_>) -> Words {
    let message = match lack {
        Lack::Used(lack) => {
            let lack: Vec<String> = lack.iter().map(excess).collect();
            let thing = super::creation::thing(&one.cause);
            format!("quota {quota} has too little left for another {thing}: {}", lack.join("; "))
        }
        Lack::Unsaid(what) => format!("quota {quota} refuses pods that do not say what they want: {what}"),
    };
    let advice = match lack {
        Lack::Used(_) => "free some of it, ask for less, or raise the quota",
        Lack::Unsaid(_) => {
            "write these requests or limits into the containers, or set defaults with a LimitRange"
        }
    };
    Words {
        message,
        then: super::creation::RETRY.to_owned(),
        advice: advice.to_owned(),
        next: scene.flags.kubectl(&["describe", "quota", quota], &one.subject.namespace),
        ..Words::default()
    }
}

fn excess(one: &Excess) -> String {
    let Excess { resource, requested, used, limited } = one;
    format!("{resource}: {requested} wanted, {used} of {limited} used")
}
