//! Alert policies of OpenSLO, and the burn rates of their conditions.

use kubecheck_core::check::configuration::Section;

use super::slo::number;
use super::{Context, Named, World, period};
use crate::slo::{Alert, Family};

/// A policy: its conditions.
pub(super) struct Policy {
    conditions: Vec<Named<Condition>>,
    targets: Vec<Named<()>>,
}

/// A condition: the burn rate it alerts on, if that is what it does.
pub(super) struct Condition(Option<Alert>);

/// Reads the spec of a policy.
pub(super) fn policy(spec: &mut Section<'_>, context: &Context) -> Policy {
    spec.text("description");
    for key in ["alertWhenNoData", "alertWhenBreaching", "alertWhenResolved"] {
        spec.flag(key);
    }
    let conditions = spec.parts("conditions", |section| {
        context.named(section, "conditionRef", |spec, name| condition(spec, name, context))
    });
    let targets = spec
        .parts("notificationTargets", |section| context.named(section, "targetRef", |spec, _| target(spec)));
    Policy {
        conditions: conditions.into_iter().flatten().collect(),
        targets: targets.into_iter().flatten().collect(),
    }
}

/// Reads the spec of a notification target, of which nothing is needed here.
pub(super) fn target(spec: &mut Section<'_>) {
    spec.text("description");
    spec.text("target");
}

/// Reads the spec of a condition.
pub(super) fn condition(spec: &mut Section<'_>, name: String, context: &Context) -> Condition {
    spec.text("description");
    spec.text("severity");
    spec.need("condition");
    Condition(spec.part("condition", |condition| burn(condition, name, context)).flatten())
}

fn burn(section: &mut Section<'_>, name: String, context: &Context) -> Option<Alert> {
    for key in ["kind", "op", "threshold", "lookbackWindow"] {
        section.need(key);
    }
    if context.family == Family::OpenSloV2Alpha {
        section.need("alertAfter");
    }
    section.choice("kind", &["burnrate"]);
    let op = section.choice("op", &["lt", "lte", "gt", "gte"]);
    let threshold = section.number("threshold").and_then(|word| number(&word, context));
    let lookback = section.text("lookbackWindow").and_then(|word| period::duration(&word, context));
    let lasting = section.text("alertAfter").and_then(|word| period::duration(&word, context));
    if matches!(op, Some("lt" | "lte")) {
        let why = "this alerts while the budget burns slowly, which is no alarm: it is left out";
        context.notes.warn(section.at(), why, Some("write op: gt or op: gte"));
        return None;
    }
    op?;
    Some(Alert { name, burn_rate: threshold?, lookback: lookback?, lasting: lasting.unwrap_or_default() })
}

impl Policy {
    /// Returns the burn rates that it alerts on.
    pub(super) fn alerts(&self, world: &World, context: &Context) -> Vec<Alert> {
        for target in &self.targets {
            if let Named::There(word) = target
                && !world.targets.contains(&context.key(&word.text))
            {
                let why = format!("there is no AlertNotificationTarget {:?} in what was read", word.text);
                context.notes.warn(word.at, why, None);
            }
        }
        let found = self.conditions.iter().filter_map(|condition| match condition {
            Named::Here(condition) => condition.0.clone(),
            Named::There(word) => {
                context.find(&world.conditions, word, "AlertCondition").and_then(|found| found.0.clone())
            }
        });
        found.collect()
    }
}
