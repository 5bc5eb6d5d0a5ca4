//! `dead-reference`: an object names a kind that nothing serves.

use kubecheck_core::check::findings::{Draft, DraftFix, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::NodeId;
use kubecheck_core::report::finding::Safety;

use crate::checks::words;
use crate::facts::{Facts, Gvkcheck};
use crate::identity::{builtin, verdict};
use crate::refs::families::{self, Fault, Found, Reference, Written};
use crate::refs::group;
use crate::refs::kinds::{self, Alive, Dead, Named, Part, Right, Status};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK025",
    name: "dead-reference",
    summary: "An object names a kind that nothing serves",
    severity: Severity::Error,
    fixes: Fixes::Sometimes,
    since: "0.1.0",
    page: include_str!("dead_reference.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    for found in families::find(object, facts) {
        let draft = match found {
            Found::Fault(fault) if unserved(&fault, facts) => None,
            Found::Fault(fault) => Some(Draft::new(&RULE, fault.at, fault.message).help(fault.help)),
            Found::Reference(reference) => judge(object, &reference, facts),
        };
        // What a schema refuses at that very place is told there.
        let told = |draft: &Draft| refused(facts, draft.at);
        if let Some(draft) = draft.filter(|draft| !told(draft)) {
            findings.add(draft);
        }
    }
}

/// Tells whether a mistake is none at the target, which does not serve the group that it is about.
fn unserved(fault: &Fault, facts: &Facts) -> bool {
    let present = |group: &String| {
        let mut kinds = kubecheck_catalog::kinds().iter().filter(|kind| kind.group == *group);
        kinds.any(|kind| facts.at().has(kind))
    };
    fault.served.as_ref().is_some_and(|group| !present(group))
}

fn refused(facts: &Facts, at: NodeId) -> bool {
    let mut places = facts.violations.iter().map(|violation| violation.at);
    places.any(|place| place == at) || facts.custom.violations.iter().any(|violation| violation.at == at)
}

fn judge(object: &Object<'_>, reference: &Reference<'_>, facts: &Facts) -> Option<Draft> {
    let family = reference.family;
    let named = mapped(reference, facts);
    match kinds::judge(named, facts.at(), &facts.world) {
        Status::Unknown => None,
        Status::Alive(alive) => unscalable(object, reference, &alive, facts),
        Status::OtherVersion { passing: true, .. } if family.offline => None,
        Status::OtherVersion { alive, why, passing } => {
            let unscalable = unscalable(object, reference, &alive, facts);
            unscalable.or_else(|| Some(other_version(object, reference, &alive, &why, passing)))
        }
        Status::Dead(dead) if dead.passing && family.offline => None,
        Status::Dead(dead) => {
            let is_custom = named.group.contains('.') && !builtin::is_group(named.group);
            // One of many, for programs that may be installed or not.
            let is_absent = facts.live.is_some() && family.listed && is_custom && dead.right.is_none();
            let draft = self::dead(object, reference, dead);
            Some(if is_absent { draft.severity(Severity::Info) } else { draft })
        }
    }
}

/// Returns the name as what resolves it reads it: a discovery mapper takes a kind in lower case too.
fn mapped<'a>(reference: &Reference<'a>, facts: &Facts) -> Named<'a> {
    let Named { group, kind, .. } = reference.named;
    let lower = |own: &str| own.to_ascii_lowercase() == kind;
    let mut built_in = kubecheck_catalog::kinds().iter().filter(|own| own.group == group && lower(own.kind));
    match built_in.find(|own| facts.at().has(own)) {
        Some(own) if reference.family.mapper => Named { kind: own.kind, ..reference.named },
        _ => reference.named,
    }
}

fn dead(object: &Object<'_>, reference: &Reference<'_>, dead: Dead) -> Draft {
    let family = reference.family;
    let part = match dead.part {
        Part::Group => reference.group_at.or(reference.kind_at),
        Part::Kind => reference.kind_at.or(reference.group_at),
    };
    let at = part.map_or(reference.at, |value| value.id());
    let message = format!("{} names {}: {}", place(object, reference.at), written(reference), dead.why);
    let mut draft = Draft::new(&RULE, at, message);
    if family.by_kind.contains(&reference.named.kind) {
        let help = format!(
            "set {}; only the kind is looked at here, so it works as it is",
            set(reference, dead.right.as_ref())
        );
        return draft.help(help).severity(Severity::Info);
    }
    if family.telling || (family.listed && dead.passing) {
        draft = draft.severity(Severity::Info);
    }
    let help = match &dead.right {
        Some(right) => format!("set {}; as it is {}", set(reference, Some(right)), family.dead),
        None => family.dead.to_owned(),
    };
    draft = draft.help(help);
    draft.fix = dead.right.and_then(|right| fix(reference, &right));
    draft
}

fn other_version(
    object: &Object<'_>,
    reference: &Reference<'_>,
    alive: &Alive<'_>,
    why: &str,
    passing: bool,
) -> Draft {
    let family = reference.family;
    let at = reference.group_at.map_or(reference.at, |value| value.id());
    let served = alive.api_versions();
    let message = format!("{} names {}: {why}", place(object, reference.at), written(reference));
    let best = served.first().map(String::as_str).unwrap_or_default();
    let set = match reference.written {
        Written::ApiVersion => format!("set apiVersion: {best}"),
        Written::Field(_) => format!("set version: {}", best.rsplit('/').next().unwrap_or_default()),
        Written::Text => format!("name {best}"),
    };
    if !family.versioned {
        let help = format!("{set}; only group and kind are looked at here, so it works as it is");
        return Draft::new(&RULE, at, message).help(help).severity(Severity::Info);
    }
    let mut draft = Draft::new(&RULE, at, message).help(format!("{set}; as it is {}", family.dead));
    if family.telling || (family.listed && passing) {
        draft = draft.severity(Severity::Info);
    }
    if let (Written::ApiVersion, Some(value), true) =
        (reference.written, reference.group_at, !best.is_empty())
    {
        draft.fix = Some(change(vec![(value.id(), best.to_owned())], format!("set apiVersion to {best}")));
    }
    draft
}

/// Says that a target cannot be scaled, where it must be.
fn unscalable(
    object: &Object<'_>,
    reference: &Reference<'_>,
    alive: &Alive<'_>,
    facts: &Facts,
) -> Option<Draft> {
    let family = reference.family;
    let kind = reference.named.kind;
    if !family.scale || alive.scales(facts.at()) || family.by_kind.contains(&kind) {
        return None;
    }
    let at = reference.kind_at.map_or(reference.at, |value| value.id());
    let message = format!("{} names {kind}, which has no subresource scale", place(object, reference.at));
    Some(
        Draft::new(&RULE, at, message)
            .help(format!("name a kind that can be scaled; as it is {}", family.dead)),
    )
}

/// Names the field that holds a reference.
fn place(object: &Object<'_>, at: NodeId) -> String {
    words::field(object, at)
}

/// Writes what a reference names.
fn written(reference: &Reference<'_>) -> String {
    let Named { group, version, kind } = reference.named;
    match (reference.written, version) {
        (Written::ApiVersion, Some(version)) => format!("{} {kind}", verdict::api_version(group, version)),
        (Written::ApiVersion, None) if group.is_empty() => format!("{kind} without an apiVersion"),
        (Written::ApiVersion, None) => format!("{group}/ {kind}"),
        (Written::Field(_), Some(version)) => format!("{kind} of {}", verdict::api_version(group, version)),
        (Written::Text, Some(version)) => format!("{}/{kind}", verdict::api_version(group, version)),
        _ => format!("{kind} of {}", group::named(group)),
    }
}

/// Says what to set.
fn set(reference: &Reference<'_>, right: Option<&Right>) -> String {
    let Some(right) = right else { return "the group that has the kind".to_owned() };
    let kind =
        if right.kind == reference.named.kind { String::new() } else { format!("kind: {}", right.kind) };
    let group = match reference.written {
        _ if right.group == reference.named.group => String::new(),
        Written::ApiVersion => match &right.version {
            Some(version) => format!("apiVersion: {}", verdict::api_version(&right.group, version)),
            None => format!("an apiVersion of {}", right.group),
        },
        Written::Field(name) => format!("{name}: {}", group::quoted(&right.group)),
        Written::Text => format!("the group to {}", group::quoted(&right.group)),
    };
    match (group.is_empty(), kind.is_empty()) {
        (false, false) => format!("{group} and {kind}"),
        (false, true) => group,
        (true, _) => kind,
    }
}

/// Offers to set what the right name has otherwise. What never worked will begin to, so that it wants a look.
fn fix(reference: &Reference<'_>, right: &Right) -> Option<DraftFix> {
    let mut changes = Vec::new();
    if right.group != reference.named.group {
        let text = match reference.written {
            Written::ApiVersion => verdict::api_version(&right.group, right.version.as_deref()?),
            Written::Field(_) => right.group.clone(),
            Written::Text => return None,
        };
        changes.push((reference.group_at?.id(), text));
    }
    if right.kind != reference.named.kind {
        if reference.written == Written::Text {
            return None;
        }
        changes.push((reference.kind_at?.id(), right.kind.clone()));
    }
    let title = format!("set {}", set(reference, Some(right)).replace(": ", " to "));
    Some(change(changes, title))
}

fn change(set: Vec<(NodeId, String)>, title: String) -> DraftFix {
    DraftFix { title, safety: Safety::Unsafe, set }
}
