//! `wrong-group`: the kind lives in another API group.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck, api_version_node, claim};
use crate::identity::Claim;
use crate::identity::verdict::{self, Verdict, WhyGroup};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK001",
    name: "wrong-group",
    summary: "The kind lives in another API group, so the server answers 404",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("wrong_group.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let (Verdict::WrongGroup { right, why }, Some(claim)) = (&facts.verdict, claim(object)) else { return };
    let homes: Vec<String> = right.iter().map(|kind| verdict::of(kind)).collect();
    let at = api_version_node(object);
    let mut draft = Draft::new(&RULE, at, message(claim, &homes, *why)).help(help(claim, &homes, facts));
    if let [home] = right.as_slice() {
        draft.fix = words::set_api_version(object, home, facts.target);
    }
    findings.add(draft);
}

fn message(claim: Claim<'_>, homes: &[String], why: WhyGroup) -> String {
    let (kind, api_version) = (claim.kind, claim.api_version());
    if let [first, rest @ ..] = homes {
        let other = if rest.is_empty() { String::new() } else { format!(" (or {})", rest.join(", ")) };
        let core = if first.contains('/') { "" } else { " (core)" };
        return format!("{kind} is {first}{core}{other}, not {api_version}");
    }
    let group = claim.group;
    match why {
        WhyGroup::Typo(right) => format!("there is no API group {group}; {right} is one letter away"),
        _ => format!("there is no API group {group}: it is not built in, and a CRD's group must have a dot"),
    }
}

fn help(claim: Claim<'_>, homes: &[String], facts: &Facts) -> String {
    let path = format!("/apis/{}/{}", claim.group, claim.version);
    let path = if claim.group.is_empty() { format!("/api/{}", claim.version) } else { path };
    let resource = words::resource(&facts.verdict, facts.target);
    let refused = match resource {
        Some(resource) => format!("the server has no {path}/…/{resource} and answers 404"),
        None => format!("the server has no {path} and answers 404"),
    };
    match homes.first() {
        Some(home) => format!("set apiVersion: {home}; {refused}"),
        None => format!("see what there is: kubectl gvkcheck resolve --k8s {}; {refused}", facts.target),
    }
}
