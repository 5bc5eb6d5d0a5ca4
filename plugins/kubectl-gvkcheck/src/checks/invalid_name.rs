//! `invalid-name`: a name, namespace, label, annotation key or finalizer that the server refuses.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Entry, Form, NodeId, Value};

use crate::facts::{Facts, Gvkcheck, claim};
use crate::schema::names::{self, NameRule};
use crate::schema::placeholder::{PLACEHOLDER, is_placeholder};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK020",
    name: "invalid-name",
    summary: "A name, namespace, label, annotation key or finalizer that the server refuses",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("invalid_name.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// A DNS subdomain's greatest length, which also bounds the names of custom objects.
const SUBDOMAIN: usize = 253;

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(claim) = claim(object).filter(|_| facts.is_judged_inside()) else { return };
    let rule = match facts.kind() {
        Some(kind) => names::name_rule(kind.group, kind.version, kind.kind, facts.target.number()),
        None => NameRule::Subdomain(SUBDOMAIN),
    };
    let rule = if is_manual_job(object, facts) { NameRule::Subdomain(SUBDOMAIN) } else { rule };
    // A custom kind that no CRD defines may be some program's configuration, which needs no name.
    let defined = || facts.world.kind(claim.group, claim.kind).next().is_some();
    let needed = (facts.kind().is_some() || defined()) && names::needs_name(claim.group, claim.kind);
    name(object, rule, needed, findings);
    let Some(metadata) = object.metadata() else { return };
    // Of an object that lies in no namespace, the server drops it unseen (`registry/rest/create.go`).
    let clustered = || facts.world.kind(claim.group, claim.kind).any(|defined| !defined.namespaced);
    if let Some((at, text)) =
        text(metadata.get("namespace")).filter(|_| facts.kind().is_some() || !clustered())
    {
        refuse(findings, at, "metadata.namespace", text, names::check_namespace(text));
    }
    for entry in entries(metadata, "labels") {
        let key = entry.key.name();
        refuse(findings, entry.key.id(), "the label key", key, names::check_label_key(key));
        if let Some((at, text)) = text(Some(entry.value)) {
            refuse(
                findings,
                at,
                &format!("the value of the label {key}"),
                text,
                names::check_label_value(text),
            );
        }
    }
    let mut size = 0;
    for entry in entries(metadata, "annotations") {
        let key = entry.key.name();
        size += key.len() + entry.value.text().len();
        refuse(findings, entry.key.id(), "the annotation key", key, names::check_annotation_key(key));
    }
    if let Some(annotations) = metadata.get("annotations").filter(|_| size > names::ANNOTATIONS_SIZE) {
        let message =
            format!("the annotations have {size} bytes, and {} are allowed", names::ANNOTATIONS_SIZE);
        findings.add(Draft::new(&RULE, annotations.id(), message));
    }
    let strict = facts.kind().is_some_and(|kind| names::finalizers_need_domain(kind.group, kind.kind));
    let judge = if strict { names::check_finalizer } else { names::check_label_key };
    for item in metadata.get("finalizers").into_iter().flat_map(|list| list.items()) {
        if let Some((at, text)) = text(Some(item)) {
            refuse(findings, at, "the finalizer", text, judge(text));
        }
    }
}

/// Tells whether a Job makes no label of its name, which then may be longer.
fn is_manual_job(object: &Object<'_>, facts: &Facts) -> bool {
    let manual = || object.root.get("spec").and_then(|spec| spec.get("manualSelector"));
    facts.kind().is_some_and(|kind| kind.kind == "Job")
        && manual().is_some_and(|value| matches!(value.form(), Form::Bool(true)))
}

/// Judges `metadata.name` and `metadata.generateName`.
fn name(object: &Object<'_>, rule: NameRule, needed: bool, findings: &mut Findings<'_>) {
    let metadata = object.metadata();
    let own = text(metadata.and_then(|metadata| metadata.get("name"))).filter(|(_, text)| !text.is_empty());
    let generated = text(metadata.and_then(|metadata| metadata.get("generateName")));
    let generated = generated.filter(|(_, text)| !text.is_empty());
    if let Some((at, text)) = own {
        let judged = names::check_name(rule, text).and_then(|()| composed(object, rule, text));
        refuse(findings, at, "metadata.name", text, judged);
    }
    // A prefix is judged even if there is a name.
    if let Some((at, text)) = generated {
        refuse(findings, at, "metadata.generateName", text, names::check_generate_name(rule, text));
    }
    if own.is_none() && generated.is_none() && needed && !has_other_type(object) {
        let at = metadata.map_or(object.root.id(), |metadata| metadata.id());
        let message = "the object has neither metadata.name nor metadata.generateName";
        findings.add(Draft::new(&RULE, at, message).help("add metadata.name"));
    }
}

/// Tells whether the name or the metadata has another type; that is said elsewhere.
fn has_other_type(object: &Object<'_>) -> bool {
    let Some(metadata) = object.root.get("metadata").filter(|value| !value.is_null()) else { return false };
    let other =
        |name: &str| metadata.get(name).is_some_and(|value| !value.is_null() && value.as_str().is_none());
    !metadata.is_mapping() || other("name") || other("generateName")
}

/// Checks a name that must be two of the object's fields joined by a dot.
fn composed(object: &Object<'_>, rule: NameRule, name: &str) -> Result<(), String> {
    let Some([first, second]) = names::composed_of(rule) else { return Ok(()) };
    let field = |path: &[&str]| -> Option<&str> {
        path.iter().try_fold(object.root, |value, name| value.get(name)).and_then(|value| value.as_str())
    };
    match (field(first), field(second)) {
        (Some(a), Some(b)) if name != format!("{a}.{b}") => {
            Err(format!("it must be {}.{}, which is {a}.{b}", first.join("."), second.join(".")))
        }
        _ => Ok(()),
    }
}

fn refuse(findings: &mut Findings<'_>, at: NodeId, what: &str, text: &str, judged: Result<(), String>) {
    let Err(reason) = judged else { return };
    if is_placeholder(text) {
        findings.pass_over(PLACEHOLDER);
    } else {
        let mut draft = Draft::new(&RULE, at, format!("{what} {text:?} is refused: {reason}"));
        draft.help = tidied(text).map(|better| format!("such as {better:?}"));
        findings.add(draft);
    }
}

/// Writes a name in lower case, with dashes for what no name has, if that makes it one.
fn tidied(text: &str) -> Option<String> {
    let dashed = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c.to_ascii_lowercase() } else { '-' }
    };
    let better: String = text.trim().chars().map(dashed).collect();
    let better = better.trim_matches(['-', '.']).to_owned();
    (better != text && names::check_name(NameRule::Label, &better).is_ok()).then_some(better)
}

fn text(value: Option<Value<'_>>) -> Option<(NodeId, &str)> {
    let value = value?;
    Some((value.id(), value.as_str()?))
}

fn entries<'t>(metadata: Value<'t>, field: &str) -> impl Iterator<Item = Entry<'t>> + use<'t> {
    metadata.get(field).into_iter().flat_map(|map| map.entries())
}
