//! `dead-rbac-rule`: a rule of a role grants nothing.

use kubecheck_core::check::findings::{Draft, DraftFix, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Safety;

use crate::checks::absent::Absent;
use crate::checks::words;
use crate::facts::{Facts, Gvkcheck};
use crate::refs::grid::{self, Grid};
use crate::refs::{group, rbac, rbac_rules};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK023",
    name: "dead-rbac-rule",
    summary: "A rule of a role names resources that nothing serves, so it grants nothing",
    severity: Severity::Warning,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("dead_rbac_rule.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    if facts.is_list {
        return;
    }
    let own = rbac::is_bootstrap(object);
    // What the API server writes itself is for clusters with and without.
    if own && facts.live.is_some() {
        return;
    }
    let mut absent = Absent::default();
    for rule in rbac_rules(object) {
        let Some(grid) = rbac::judge(rule, own, facts.at(), &facts.world) else { continue };
        let dead = grid.dead();
        let Some((at, _)) = dead.first() else { continue };
        if facts.live.is_some() && grid.is_dead() && absent.takes(rule, &dead) {
            continue;
        }
        let (place, reasons) = (words::field(object, rule.id()), grid::joined(&dead));
        let draft = if grid.is_dead() {
            let message = format!("{place} grants nothing: {reasons}");
            let help = format!("{}; RBAC takes any name, so that nobody is told", advice(&dead, facts));
            Draft { fix: fix(&grid), ..Draft::new(&RULE, *at, message).help(help) }
        } else {
            let message = format!("a part of {place} grants nothing: {reasons}");
            Draft::new(&RULE, *at, message).help(grid::leave(&dead)).severity(Severity::Info)
        };
        findings.add(draft);
    }
    if let Some((at, told)) = absent.told() {
        let help = "nothing is to be done if it is not meant to be here; the rules take effect when it comes";
        findings.add(Draft::new(&RULE, at, told).severity(Severity::Info).help(help));
    }
}

fn advice(
    dead: &[(kubecheck_core::model::tree::NodeId, crate::refs::resources::Why)],
    facts: &Facts,
) -> String {
    use crate::refs::resources::Entry;
    match dead {
        [(_, why)] => match (&why.right, why.entry) {
            (Some(right), Entry::Group) => format!("name {right} in apiGroups"),
            (Some(right), _) => format!("name {right} in resources"),
            (None, _) => "take the rule out, or name what it is for".to_owned(),
        },
        _ => format!("kubectl gvkcheck resolve --k8s {} tells group and resource of any kind", facts.target),
    }
}

fn fix(grid: &Grid<'_>) -> Option<DraftFix> {
    let (at, right) = grid.one_right()?;
    let title = format!("set the group to {}", group::quoted(&right));
    Some(DraftFix { title, safety: Safety::Unsafe, set: vec![(at, right)] })
}
