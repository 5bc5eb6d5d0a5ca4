//! What the findings about rollouts have in common.

use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::{Finding, ObjectRef, Place, Related};

use super::{
    rollout_blocked, rollout_create_refused, rollout_deadline_exceeded, rollout_min_ready, rollout_old_pods,
    rollout_paused, rollout_unattended,
};
use crate::rollout::{Blocking, Rollout, Rule as Held};

/// How many of the pods that hold a rollout are named.
const NAMED: usize = 5;

/// Returns the rule of what holds a rollout.
pub(crate) fn rule(held: Held) -> &'static Rule {
    match held {
        Held::Blocked => &rollout_blocked::RULE,
        Held::CreateRefused => &rollout_create_refused::RULE,
        Held::Paused => &rollout_paused::RULE,
        Held::DeadlineExceeded => &rollout_deadline_exceeded::RULE,
        Held::Unattended => &rollout_unattended::RULE,
        Held::OldPods => &rollout_old_pods::RULE,
        Held::MinReady => &rollout_min_ready::RULE,
    }
}

/// Makes a finding of what holds a rollout; none if nothing does.
pub(crate) fn finding(rollout: &Rollout, context: Option<&str>) -> Option<Finding> {
    let hold = rollout.hold.as_ref()?;
    let rule = rule(hold.rule);
    let related = rollout.blocking.iter().take(NAMED).map(|blocking| Related {
        message: blocking.cause.summary.clone(),
        place: place(rollout, blocking, context),
    });
    let why = rollout.blocking.first();
    let why = why.map_or(String::new(), |first| format!("; {}: {}", first.name, first.cause.summary));
    Some(Finding {
        rule,
        severity: rule.severity,
        message: format!("{}: {}{why}", rollout.state.name(), hold.says),
        place: at(object("apps/v1", rollout.kind, rollout, &rollout.name), pointer(hold.rule), context),
        related: related.collect(),
        help: rollout.next.first().cloned(),
        fix: None,
        snippet: None,
    })
}

/// Returns the field that a rule is about.
fn pointer(held: Held) -> &'static str {
    match held {
        Held::Paused => "/spec/paused",
        Held::Unattended => "/status/observedGeneration",
        Held::MinReady => "/spec/minReadySeconds",
        Held::DeadlineExceeded => "/spec/progressDeadlineSeconds",
        Held::Blocked | Held::CreateRefused | Held::OldPods => "/spec/template",
    }
}

fn place(rollout: &Rollout, blocking: &Blocking, context: Option<&str>) -> Place {
    let version = if blocking.kind == "Pod" { "v1" } else { "apps/v1" };
    at(object(version, blocking.kind, rollout, &blocking.name), "", context)
}

fn object(version: &str, kind: &str, rollout: &Rollout, name: &str) -> ObjectRef {
    ObjectRef {
        api_version: Some(version.to_owned()),
        kind: Some(kind.to_owned()),
        namespace: Some(rollout.namespace.clone()),
        name: Some(name.to_owned()),
    }
}

fn at(object: ObjectRef, pointer: &str, context: Option<&str>) -> Place {
    Place {
        context: context.map(str::to_owned),
        pointer: pointer.to_owned(),
        steady: pointer.to_owned(),
        object: Some(object),
        ..Place::default()
    }
}
