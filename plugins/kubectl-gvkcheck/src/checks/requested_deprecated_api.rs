//! `requested-deprecated-api`: somebody asks the server for an API that is deprecated.

use std::collections::BTreeSet;

use kubecheck_catalog::Minor;
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::report::finding::{Finding, ObjectRef, Place};

use crate::checks::Note;
use crate::facts::Gvkcheck;
use crate::identity::verdict;
use crate::live::known::Known;
use crate::live::metrics::{Api, Caller};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK037",
    name: "requested-deprecated-api",
    summary: "Somebody asks the server for an API that is deprecated",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("requested_deprecated_api.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see: |_, _, _, _| {}, end } };

fn end(plugin: &Gvkcheck, _: &[Note]) -> Late {
    let Some(known) = plugin.live.as_deref() else { return Late::default() };
    let apis: BTreeSet<&Api> = known.requested.apis.iter().chain(known.requested.callers.keys()).collect();
    let findings = apis.into_iter().flat_map(|api| match known.requested.callers.get(api) {
        Some(callers) => callers.iter().map(|(caller, count)| asked(known, api, caller, *count)).collect(),
        None => vec![told(known, api)],
    });
    Late { findings: findings.collect(), ..Late::default() }
}

/// Says what only the metrics tell.
fn told(known: &Known, api: &Api) -> Finding {
    let who = "who asks stands in the audit log, in events with the annotation k8s.io/deprecated (--audit-log FILE)";
    finding(
        known,
        api,
        format!("{} was asked for since the server started, and {}", name(api), fate(api)),
        who.to_owned(),
    )
}

/// Says what an audit log tells.
fn asked(known: &Known, api: &Api, caller: &Caller, count: u64) -> Finding {
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let agent = if caller.agent.is_empty() { "a program without a name" } else { &caller.agent };
    let message = format!("{} asked for {} {times}, with {agent}; it {}", caller.user, name(api), fate(api));
    let help = match known
        .instead(&verdict::api_version(&api.group, &api.version), &kind(known, api).unwrap_or_default())
    {
        Some(instead) => format!("have it ask for {instead}"),
        None => "have it ask for what replaces it".to_owned(),
    };
    finding(known, api, message, help)
}

fn finding(known: &Known, api: &Api, message: String, help: String) -> Finding {
    let api_version = verdict::api_version(&api.group, &api.version);
    Finding {
        rule: &RULE,
        severity: severity(api),
        message,
        place: Place {
            context: Some(known.context.clone()),
            object: Some(ObjectRef {
                api_version: Some(api_version),
                kind: Some(kind(known, api).unwrap_or_else(|| api.resource.clone())),
                ..ObjectRef::default()
            }),
            ..Place::default()
        },
        related: Vec::new(),
        help: Some(help),
        fix: None,
        snippet: None,
    }
}

/// What has no date to go is worth knowing.
fn severity(api: &Api) -> Severity {
    if api.removed_release.is_empty() { Severity::Info } else { Severity::Warning }
}

fn fate(api: &Api) -> String {
    match api.removed_release.parse::<Minor>() {
        Ok(_) => format!("is not served from {} on", api.removed_release),
        Err(_) if !api.removed_release.is_empty() => format!("goes with {}", api.removed_release),
        Err(_) => "is deprecated".to_owned(),
    }
}

fn name(api: &Api) -> String {
    let below = if api.subresource.is_empty() { String::new() } else { format!("/{}", api.subresource) };
    format!("{} {}{below}", verdict::api_version(&api.group, &api.version), api.resource)
}

fn kind(known: &Known, api: &Api) -> Option<String> {
    let version = known.serving.served().version(&api.group, &api.version)?;
    version.resources.iter().find(|own| own.plural == api.resource).map(|own| own.kind.clone())
}
