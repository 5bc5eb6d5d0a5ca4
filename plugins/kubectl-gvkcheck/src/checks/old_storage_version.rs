//! `old-storage-version`: objects of a CRD may be stored in a version that it no longer writes.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};

use crate::facts::{Facts, Gvkcheck};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK035",
    name: "old-storage-version",
    summary: "Objects of a CRD may be stored in a version that it no longer writes",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("old_storage_version.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// A version of the CRD.
struct Version<'a> {
    name: &'a str,
    is_served: bool,
    is_stored: bool,
    is_deprecated: bool,
}

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    if facts.live.is_none() || !facts.defines_kinds() || object.is_partial() {
        return;
    }
    let versions: Vec<Version<'_>> = items(object.root, &["spec", "versions"]).filter_map(version).collect();
    let Some(current) = versions.iter().find(|version| version.is_stored) else { return };
    for stored in items(object.root, &["status", "storedVersions"]) {
        let Some(name) = stored.as_str().filter(|name| *name != current.name) else { continue };
        let (severity, what) = match versions.iter().find(|version| version.name == name) {
            None => (Severity::Error, "which the CRD no longer has: they cannot be read"),
            Some(version) if !version.is_served => (Severity::Warning, "which is no longer served"),
            Some(version) if version.is_deprecated => (Severity::Warning, "which is deprecated"),
            Some(_) => (Severity::Info, "which is still served"),
        };
        let message =
            format!("objects may still be stored as {name}, {what}; new ones are stored as {}", current.name);
        let draft = Draft::new(&RULE, stored.id(), message).severity(severity);
        findings.add(draft.help(help(object, name, current.name, severity)));
    }
}

fn help(object: &Object<'_>, old: &str, current: &str, severity: Severity) -> String {
    let name = object.name().unwrap_or_default();
    if severity == Severity::Error {
        return format!(
            "put {old} back into spec.versions (served: false is enough), write all objects anew, then take it out"
        );
    }
    format!(
        "a CRD without {old} is refused until all objects were written anew (kubectl get {name} -A -o json | kubectl replace -f -) \
         and it is taken from the list: kubectl patch crd {name} --subresource=status --type=merge \
         -p '{{\"status\":{{\"storedVersions\":[\"{current}\"]}}}}'"
    )
}

fn version(value: Value<'_>) -> Option<Version<'_>> {
    let is = |field| matches!(value.get(field).map(|value| value.form()), Some(Form::Bool(true)));
    Some(Version {
        name: value.get("name")?.as_str()?,
        is_served: is("served"),
        is_stored: is("storage"),
        is_deprecated: is("deprecated"),
    })
}

fn items<'t>(value: Value<'t>, path: &[&str]) -> impl Iterator<Item = Value<'t>> + use<'t> {
    let list = path.iter().try_fold(value, |value, field| value.get(field));
    list.into_iter().flat_map(|list| list.items())
}
