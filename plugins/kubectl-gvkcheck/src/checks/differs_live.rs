//! `differs-live`: a field that is declared has another value in the cluster.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;

use crate::checks::{Note, words};
use crate::declared::State;
use crate::declared::compare::compare;
use crate::facts::{Facts, Gvkcheck, describe};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK032",
    name: "differs-live",
    summary: "A field that the input declares has another value in the cluster (with --exists)",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("differs_live.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

/// Keeps what could not be read.
pub const UNREAD: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see, end } };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(State::There(live)) = facts.live(object) else { return };
    let tree = &object.document.tree;
    for difference in compare(object, live, facts.kind(), facts.target) {
        let path = words::field(object, difference.at);
        let value = tree.value(difference.at);
        let declared = describe(value.form(), value.text());
        let message = match &difference.live {
            _ if facts.is_secret() && path.to_ascii_lowercase().contains("data") => match difference.live {
                Some(_) => format!("{path} has another value in the cluster"),
                None => format!("{path} is not in the cluster"),
            },
            Some(live) => format!("{path} is {declared} here and {live} in the cluster"),
            None => format!("{path} is set here and not in the cluster"),
        };
        let mut draft = Draft::new(&RULE, difference.at, message).secret(facts.is_secret());
        draft = match difference.may_be_dropped {
            true => draft.severity(Severity::Info).help(
                "the server may have dropped it, as the field is new and its feature gate is off, or deprecated; else somebody took it out",
            ),
            false => draft.help("kubectl diff shows what an apply would change; kubectl get -o yaml --show-managed-fields who did"),
        };
        findings.add(draft);
    }
}

fn see(object: &Object<'_>, facts: &Facts, _: &Findings<'_>, notes: &mut Vec<Note>) {
    if let Some(State::Unread(gap)) = facts.live(object) {
        notes.push(Note::Unread(gap.clone()));
    }
    notes.extend(unanswered(object, facts).map(Note::Unread));
}

/// Tells of an object in a group version of which the server could not say what it has.
fn unanswered(object: &Object<'_>, facts: &Facts) -> Option<kubecheck_core::report::finding::Gap> {
    let claim = crate::facts::claim(object).filter(|_| !facts.is_list)?;
    let why = facts.world.server()?.unknown(claim.group, claim.version)?;
    Some(kubecheck_core::report::finding::Gap {
        what: format!("what the server has in {}", claim.api_version()),
        why: why.to_owned(),
        needed_for: vec!["objects of it".to_owned()],
        is_transient: false,
    })
}

fn end(_: &Gvkcheck, notes: &[Note]) -> Late {
    let mut late = Late::default();
    for note in notes {
        if let Note::Unread(gap) = note
            && !late.gaps.contains(gap)
        {
            late.gaps.push(gap.clone());
        }
    }
    late
}
