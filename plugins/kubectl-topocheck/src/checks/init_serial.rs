//! `init-serial`: init containers wait one after the other where one could wait for all.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::Finding;

use crate::init::serial::Serial;
use crate::start::Subject;
use crate::start::group::place;

/// The rule.
pub static RULE: Rule = Rule {
    id: "TOP054",
    name: "init-serial",
    summary: "Init containers only wait, one after the other, for different things",
    severity: Severity::Info,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("init_serial.md"),
};

/// Makes a finding of init containers that could wait at the same time.
pub(crate) fn finding(serial: &Serial, context: Option<&str>) -> Finding {
    let of = &serial.of;
    let named: Vec<String> = serial
        .containers
        .iter()
        .map(|(name, things)| {
            let things: Vec<String> = things.iter().map(|thing| thing.shown(&of.namespace)).collect();
            format!("{name} for {}", things.join(" and "))
        })
        .collect();
    let subject = Subject {
        namespace: of.namespace.clone(),
        kind: of.kind.clone(),
        name: of.name.clone(),
        ..Subject::default()
    };
    let head = if of.kind == "Pod" { "/spec" } else { "/spec/template/spec" };
    let pointer = format!("{head}/initContainers/{}", serial.index);
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        message: format!("{} init containers only wait, one after the other: {}", serial.containers.len(), named.join(", ")),
        place: place(&subject, &pointer, context),
        related: Vec::new(),
        help: Some("wait for all of it in one init container, with & and wait: what takes longest then says how long".to_owned()),
        fix: None,
        snippet: None,
    }
}
