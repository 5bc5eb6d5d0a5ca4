//! `removed-managed-fields`: managed fields of an object are in a version that the server no longer serves.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{NodeId, Value};

use crate::checks::{Note, stale};
use crate::facts::{Facts, Gvkcheck, claim};
use crate::identity::Verdict;
use crate::live::known::Age;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK034",
    name: "removed-managed-fields",
    summary: "Managed fields are in a version that the cluster no longer serves",
    severity: Severity::Info,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("removed_managed_fields.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> =
    Check { rules: &[&RULE], run: Run::Fold { see, end: |_, notes| stale::end(&RULE, notes) } };

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let is_selection = object.live().is_some_and(|live| live.is_selection);
    let Some(known) = facts.live.as_ref().filter(|_| !is_selection) else { return };
    let Some(kind) = object.kind_name() else { return };
    let entries = Entry::all(object);
    let is_applied = entries.iter().any(|entry| entry.operation == "Apply");
    for entry in &entries {
        let version = entry.version;
        let since = match known.age(version, kind) {
            // What a subresource takes may be of another kind.
            Age::Gone(_) if entry.is_below && !known.serving.lacks_version(version) => continue,
            Age::Gone(since) => since,
            _ => continue,
        };
        let follows = Follows::of(entry, is_applied, object, facts);
        let key = [version, kind, entry.manager, entry.operation, follows.severity().name()];
        stale::add(notes, &RULE, &key, || {
            let since = since.map_or(String::new(), |since| format!(" since {since}"));
            let message = format!(
                "the fields of the manager {} ({}) are those of {version}, which is no longer served{since}{}",
                entry.manager,
                entry.operation,
                follows.shows()
            );
            let draft = Draft::new(&RULE, entry.at, message).severity(follows.severity());
            Some(stale::Stale {
                key: key.into_iter().map(Box::from).collect(),
                kind: kind.into(),
                count: 1,
                finding: findings.hold(draft.help(follows.help()))?,
            })
        });
    }
}

/// An entry of an object's managed fields.
struct Entry<'a> {
    at: NodeId,
    version: &'a str,
    manager: &'a str,
    operation: &'a str,
    /// Whether it came through a subresource.
    is_below: bool,
}

impl<'a> Entry<'a> {
    fn all(object: &Object<'a>) -> Vec<Entry<'a>> {
        let fields = object.metadata().and_then(|metadata| metadata.get("managedFields"));
        let read = |entry: Value<'a>| {
            let text = |field| entry.get(field).and_then(|value| value.as_str()).unwrap_or_default();
            Some(Entry {
                at: entry.get("apiVersion")?.id(),
                version: text("apiVersion"),
                manager: text("manager"),
                operation: text("operation"),
                is_below: !text("subresource").is_empty(),
            })
        };
        fields.into_iter().flat_map(|fields| fields.items()).filter_map(read).collect()
    }
}

/// What follows of an entry whose version is gone, as the tests see it on a real server.
#[derive(Clone, Copy)]
enum Follows {
    /// A custom object that is applied: the server cannot convert to the version, and refuses to apply
    /// (apiextensions-apiserver, `pkg/apiserver/conversion/converter.go`).
    Refused,
    /// A custom object that nobody applies yet.
    WouldBeRefused,
    /// Fields that the manager no longer applies stay (structured-merge-diff, `merge/update.go`, `prune`).
    Stays,
    /// Nothing.
    Nothing,
}

impl Follows {
    fn of(entry: &Entry<'_>, is_applied: bool, object: &Object<'_>, facts: &Facts) -> Follows {
        if matches!(facts.verdict, Verdict::Custom) {
            return match is_applied {
                // A version that the CRD still has is converted to, served or not.
                _ if has_version(entry.version, object, facts) => Follows::Nothing,
                true => Follows::Refused,
                false => Follows::WouldBeRefused,
            };
        }
        if entry.operation == "Apply" { Follows::Stays } else { Follows::Nothing }
    }

    fn severity(self) -> Severity {
        match self {
            Follows::Refused => Severity::Error,
            Follows::Stays => Severity::Warning,
            Follows::WouldBeRefused | Follows::Nothing => Severity::Info,
        }
    }

    fn shows(self) -> &'static str {
        match self {
            Follows::Refused => ": server-side apply is refused",
            Follows::WouldBeRefused | Follows::Stays | Follows::Nothing => "",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Follows::Refused => {
                "every server-side apply fails with \"request to convert CR to an invalid group/version\" until another write drops \
                 the managed fields: write anything (kubectl annotate), then apply once with --force-conflicts"
            }
            Follows::WouldBeRefused => {
                "nothing breaks as long as nobody uses server-side apply; that is refused until another write drops the managed \
                 fields (kubectl annotate)"
            }
            Follows::Stays => {
                "the next server-side apply drops the entry, and fields that it leaves out stay where they were removed otherwise: \
                 compare the object with its manifest once"
            }
            Follows::Nothing => "nothing breaks: the next write of the object drops the entry",
        }
    }
}

/// Tells whether the CRD of an object has a version, served or not.
fn has_version(api_version: &str, object: &Object<'_>, facts: &Facts) -> bool {
    let Some(own) = claim(object) else { return false };
    let Some((group, version)) = api_version.split_once('/') else { return false };
    let mut versions = facts.world.kind(own.group, own.kind).flat_map(|definition| &definition.versions);
    group == own.group && versions.any(|known| known.name == version)
}
