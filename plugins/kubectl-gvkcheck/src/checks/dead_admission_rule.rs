//! `dead-admission-rule`: a rule of a webhook or an admission policy matches no request.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck};
use crate::refs::admission::{self, Caller, Judged};
use crate::refs::grid;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK024",
    name: "dead-admission-rule",
    summary: "A rule of a webhook or an admission policy matches no request",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("dead_admission_rule.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    if facts.is_list {
        return;
    }
    for rule in admission::rules(object) {
        let Some(judged) = admission::judge(rule, facts.at(), &facts.world) else { continue };
        if let Some(draft) = draft(&rule, &judged, words::field(object, rule.value.id())) {
            findings.add(draft);
        }
    }
}

/// Says what is wrong with a rule that stands at a place, if anything is.
pub(super) fn draft(rule: &admission::Rule<'_>, judged: &Judged, place: String) -> Option<Draft> {
    let dead = &judged.dead;
    let (at, _) = dead.first()?;
    let reasons = grid::joined(dead);
    let never = match rule.caller {
        Caller::Webhook => "the webhook is never called for it, and nobody is told",
        Caller::Policy if rule.excludes => "nothing is taken out by it, and nobody is told",
        Caller::Policy => "the policy is never asked for it, and nobody is told",
    };
    if judged.is_dead {
        let draft = Draft::new(&RULE, *at, format!("{place} matches no request: {reasons}"));
        let right = dead.iter().find_map(|(_, why)| why.right.as_deref());
        let help = right.map_or(String::new(), |right| format!("name {right} instead; "));
        let draft = draft.help(format!("{help}{never}"));
        Some(if rule.excludes { draft.severity(Severity::Info) } else { draft })
    } else {
        let message = format!("a part of {place} matches no request: {reasons}");
        Some(Draft::new(&RULE, *at, message).help(grid::leave(dead)).severity(Severity::Info))
    }
}
