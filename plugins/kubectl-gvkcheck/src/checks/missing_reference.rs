//! `missing-reference`: an object names another that the input, said to be the whole world, does not have.

use kubecheck_core::check::findings::Findings;
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;

use crate::checks::Note;
use crate::closed;
use crate::facts::{Facts, Gvkcheck};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK029",
    name: "missing-reference",
    summary: "An object names another that the input does not have (with --closed)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("missing_reference.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see, end } };

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let mut own = Vec::new();
    closed::see(object, facts, findings, &mut own);
    notes.extend(own.into_iter().map(Note::Closed));
}

fn end(plugin: &Gvkcheck, notes: &[Note]) -> Late {
    if !plugin.closed {
        return Late::default();
    }
    closed::judge(notes.iter().filter_map(|note| match note {
        Note::Closed(note) => Some(note),
        _ => None,
    }))
}
