//! `not-served-here`: the server that is judged against does not serve this version of the kind.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node};
use crate::identity::verdict::{self, Verdict};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK030",
    name: "not-served-here",
    summary: "The server does not serve this version of the kind, though its version of Kubernetes has it",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("not_served_here.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Verdict::NotServedHere(kind) = facts.verdict else { return };
    let (target, api_version) = (facts.at(), verdict::of(kind));
    let is_default = kind.enabled_at(target.minor);
    let off = if is_default { "" } else { "; it is off by default" };
    let message = format!("{api_version} {} is not served by {}{off}", kind.kind, target.name());
    let homes = target.server.into_iter().flat_map(|server| server.homes(kind.kind));
    let homes: Vec<String> = homes.map(|found| found.api_version()).collect();
    let switch = match is_default {
        true => {
            "it is on by default, so its --runtime-config or a feature gate has switched it off".to_owned()
        }
        false => format!("the API server serves it with --runtime-config={api_version}=true"),
    };
    let help = match homes.as_slice() {
        [] => format!("it serves no {}; {switch}", kind.kind),
        _ => format!("it serves {} as {}; {switch}", kind.kind, homes.join(", ")),
    };
    let best = words::served_versions(kind.kind, target).into_iter().find(|best| best.group == kind.group);
    let fix = best.and_then(|best| words::set_api_version(object, best, target.minor));
    findings.add(Draft::new(&RULE, api_version_node(object), message).help(help).fix_if(fix));
}
