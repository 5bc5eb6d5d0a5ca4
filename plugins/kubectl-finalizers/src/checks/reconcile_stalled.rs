//! `reconcile-stalled`: objects changed, and their controller has not looked at them since.

use std::collections::BTreeMap;

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::model::time;
use kubecheck_core::report::finding::{Finding, Related};
use kubecheck_core::report::render;

use super::stall;
use crate::stalls::Controller;
use crate::stalls::behind::Behind;

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN040",
    name: "reconcile-stalled",
    summary: "Objects changed, and their controller has not looked at them since",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("reconcile_stalled.md"),
};

/// How many further objects of a kind are named.
const NAMED: usize = 5;

/// Makes a finding for each kind of which objects wait for a controller; it is at the one that waits longest.
pub(crate) fn findings(own: &Controller, context: Option<&str>) -> Vec<Finding> {
    let mut kinds: BTreeMap<&str, Vec<&Behind>> = BTreeMap::new();
    for behind in &own.work.behind {
        kinds.entry(&behind.resource).or_default().push(behind);
    }
    kinds.into_iter().filter_map(|(resource, behind)| finding(own, resource, &behind, context)).collect()
}

fn finding(own: &Controller, resource: &str, behind: &[&Behind], context: Option<&str>) -> Option<Finding> {
    let (longest, others) = behind.split_first()?;
    let more =
        if others.is_empty() { String::new() } else { format!("; {} more {resource} wait", others.len()) };
    let related = others.iter().take(NAMED).map(|other| Related {
        message: format!("{} waits for {}", render::object(&other.object), time::age(other.seconds)),
        place: stall::place(&other.object, "/status/observedGeneration", context),
    });
    let seen = match longest.observed {
        Some(observed) => format!("has seen generation {observed} of {}", longest.generation),
        None => "has never looked at it".to_owned(),
    };
    let message = format!("changed {} ago, and {} {seen}{more}", time::age(longest.seconds), own.name);
    let help = "look at the log of the controller, and whether it runs: kubectl finalizers stalls -o wide"
        .to_owned();
    let place = stall::place(&longest.object, "/status/observedGeneration", context);
    Some(Finding { related: related.collect(), ..stall::finding(&RULE, message, place, help) })
}
