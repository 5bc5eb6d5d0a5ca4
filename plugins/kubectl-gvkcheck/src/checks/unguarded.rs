//! What goes past a dead rule of a webhook or policy in a cluster: the objects that it evidently was meant for.

use std::collections::BTreeSet;

use kubecheck_catalog as catalog;
use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::served::Served;
use kubecheck_core::model::tree::Value;
use kubecheck_core::report::finding::Finding;

use crate::checks::absent::Absent;
use crate::checks::dead_admission_rule::{RULE, draft};
use crate::checks::{Note, words};
use crate::facts::{Facts, Gvkcheck};
use crate::refs::admission::{self, Judged, Rule};
use crate::refs::grid;

/// The check of live objects.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see, end } };

/// A dead rule, and what it was meant for.
pub struct Unguarded {
    finding: Finding,
    /// What is served of what it was meant for: group and resource.
    pub meant: BTreeSet<(String, String)>,
    /// Whether another rule of the same object matches that.
    covered: bool,
    /// Whether it was meant for some of the objects only.
    is_narrow: bool,
}

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let Some(known) = &facts.live else { return };
    let rules = admission::rules(object);
    let judged: Vec<Option<Judged>> =
        rules.iter().map(|rule| admission::judge(*rule, facts.at(), &facts.world)).collect();
    // Where nothing lives, what is not installed is all that it is for, or a mistake.
    let lives = judged.iter().any(|judged| judged.as_ref().is_none_or(|judged| !judged.is_dead));
    let mut absent = Absent::default();
    for (rule, judged) in rules.iter().zip(&judged) {
        let Some(judged) = judged else { continue };
        if lives && judged.is_dead && absent.takes(rule.value, &judged.dead) {
            continue;
        }
        let Some(draft) = draft(rule, judged, words::field(object, rule.value.id())) else { continue };
        let meant = match judged.is_dead && !rule.excludes {
            true => meant(rule.value, known.serving.served()),
            false => BTreeSet::new(),
        };
        let covers = |other: &&Rule<'_>| {
            let judged = admission::judge(**other, facts.at(), &facts.world);
            !other.excludes && judged.is_none_or(|judged| !judged.is_dead) && names(other.value, &meant)
        };
        let covered = rules.iter().any(|other| covers(&other));
        let finding = findings.hold(draft);
        notes.extend(finding.map(|finding| {
            Note::Unguarded(Box::new(Unguarded { finding, meant, covered, is_narrow: rule.is_narrow }))
        }));
    }
    if let Some((at, told)) = absent.told() {
        let help = "nothing is to be done if it is not meant to be here; the rules match when it comes";
        let draft = Draft::new(&RULE, at, told).severity(Severity::Info).help(help);
        let make = |finding| Unguarded { finding, meant: BTreeSet::new(), covered: false, is_narrow: false };
        notes.extend(findings.hold(draft).map(|finding| Note::Unguarded(Box::new(make(finding)))));
    }
}

fn texts<'a>(rule: Value<'a>, field: &str) -> Vec<&'a str> {
    grid::texts(rule, field).unwrap_or_default().iter().filter_map(|value| value.as_str()).collect()
}

/// Returns what is served of what a rule names: in the same group, or where a built-in resource went. The same word in another
/// group is another thing.
fn meant(rule: Value<'_>, served: &Served) -> BTreeSet<(String, String)> {
    let mut meant = BTreeSet::new();
    let resources = texts(rule, "resources");
    let plurals: Vec<&str> = resources.iter().filter_map(|name| name.split('/').next()).collect();
    for group in texts(rule, "apiGroups") {
        for found in served.preferred() {
            let own = (found.group.name.as_str(), found.resource.plural.as_str());
            if plurals.contains(&own.1) && (own.0 == group || went(group, own)) {
                meant.insert((own.0.to_owned(), own.1.to_owned()));
            }
        }
    }
    meant
}

/// Tells whether a built-in resource was in a group once and is in another now.
fn went(old: &str, (group, plural): (&str, &str)) -> bool {
    catalog::kinds().iter().any(|kind| {
        let next = kind.lifecycle.replacement;
        kind.group == old
            && kind.eras().any(|(_, _, resource)| resource.plural == plural)
            && next.is_some_and(|next| next.group == group)
    })
}

/// Tells whether a rule names all of some resources.
fn names(rule: Value<'_>, meant: &BTreeSet<(String, String)>) -> bool {
    let (groups, resources) = (texts(rule, "apiGroups"), texts(rule, "resources"));
    let has = |list: &[&str], wanted: &str| list.iter().any(|own| *own == "*" || *own == wanted);
    let named = |plural: &str| has(&resources, plural) || resources.contains(&"*/*");
    !meant.is_empty() && meant.iter().all(|(group, plural)| has(&groups, group) && named(plural))
}

/// Returns what the objects are to be counted of.
pub fn meant_by(notes: &[Note]) -> BTreeSet<(String, String)> {
    let unguarded = notes.iter().filter_map(|note| match note {
        Note::Unguarded(unguarded) if !unguarded.covered => Some(&unguarded.meant),
        _ => None,
    });
    unguarded.flatten().cloned().collect()
}

fn end(plugin: &Gvkcheck, notes: &[Note]) -> Late {
    let Some(known) = plugin.live.as_deref() else { return Late::default() };
    let mut late = Late::default();
    for note in notes {
        let Note::Unguarded(unguarded) = note else { continue };
        let mut finding = unguarded.finding.clone();
        if unguarded.covered {
            finding.severity = Severity::Info;
            finding.message.push_str("; another rule here matches what it was meant for");
        } else {
            let counted = unguarded.meant.iter().filter_map(|of| Some((of, known.answers.counts.get(of)?)));
            let said =
                counted.filter(|(_, (count, _))| *count > 0).map(|((group, plural), (count, first))| {
                    let of = if group.is_empty() { plural.clone() } else { format!("{plural}.{group}") };
                    let first = first.as_ref().map(|name| format!(", the first {name}")).unwrap_or_default();
                    format!("{count} {of}{first}")
                });
            let said: Vec<String> = said.collect();
            if !said.is_empty() {
                let said = said.join("; ");
                // Which of the objects its selectors and conditions would take is not judged, so that nobody is accused.
                finding.message.push_str(&match unguarded.is_narrow {
                    true => format!("; there are {said}, and those that its selectors take go past it"),
                    false => format!("; what it was meant for goes past it: {said}"),
                });
                if !unguarded.is_narrow {
                    finding.severity = Severity::Error;
                }
            }
        }
        late.findings.push(finding);
    }
    late
}
