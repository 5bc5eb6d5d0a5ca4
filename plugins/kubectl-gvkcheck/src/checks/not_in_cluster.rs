//! `not-in-cluster`: an object that is declared is not there.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;

use crate::checks::words;
use crate::declared::State;
use crate::facts::{Facts, Gvkcheck};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK031",
    name: "not-in-cluster",
    summary: "An object that the input declares is not in the cluster (with --exists)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("not_in_cluster.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    let Some(State::Absent { within, elsewhere }) = facts.live(object) else { return };
    let name = object.metadata().and_then(|metadata| metadata.get("name"));
    let at = name.map_or(object.root.id(), |name| name.id());
    let place = within.as_ref().map_or(" in the cluster".to_owned(), |within| format!(" in {within}"));
    let message = format!("{} {} is not{place}", words::subject(object), object.name().unwrap_or_default());
    let help = match elsewhere.as_slice() {
        [] => "nobody applied it, or somebody deleted it; kubectl apply creates it".to_owned(),
        _ => format!("one of its name is {}", elsewhere.join(", ")),
    };
    findings.add(Draft::new(&RULE, at, message).help(help));
}
