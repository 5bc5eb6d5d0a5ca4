//! `off-by-default`: the target only serves this version when it is switched on.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK011",
    name: "off-by-default",
    summary: "The target only serves this version of the kind when it is switched on",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("off_by_default.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::OffByDefault(kind) = facts.verdict else { return };
    let target = facts.target;
    let api_version = verdict::of(kind);
    let message = format!("{api_version} {} is off by default in {target}", kind.kind);
    let switch = format!("the API server serves it with --runtime-config={api_version}=true");
    let have = words::served_versions(kind.kind, facts.at());
    let have: Vec<_> = have.into_iter().filter(|other| other.group == kind.group).collect();
    let help = match have.as_slice() {
        [] => switch,
        _ => format!("{switch}; on by default is {}", words::api_versions(&have)),
    };
    findings.add(Draft::new(&RULE, api_version_node(object), message).help(help));
}
