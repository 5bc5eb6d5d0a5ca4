//! Rollouts for people.

use std::fmt::Write;

use kubecheck_core::cli::output::Output;
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::render::{self, Format, escape};

use super::look::Look;
use crate::checks::rollout as checks;
use crate::rollout::cause::Outlook;
use crate::rollout::{Blocking, Rollout, State};

/// How many pods with one cause are named.
const NAMED: usize = 3;

/// Tells of one rollout, from how it stands to what frees it; `place` names where it was read.
pub(super) fn one(own: &Rollout, place: &str, now: Timestamp) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        let _ = writeln!(text, "{}", escape(&line));
    };
    let of = &own.replicas;
    line(format!("{} in namespace {} in {place}: {}", own.object(), own.namespace, own.state.name()));
    line(format!(
        "  {}; in all {} there, {} ready, {} available",
        own.says, of.current, of.ready, of.available
    ));
    if own.state == State::Done {
        return text;
    }
    if let Some(bounds) = &own.bounds {
        line(format!("  bounds: {bounds}"));
    }
    if let Some(hold) = &own.hold {
        line(format!("  {}: {}", checks::rule(hold.rule).name, hold.says));
    }
    for (names, first) in grouped(&own.blocking) {
        let since = first.cause.since.filter(|_| first.cause.outlook > Outlook::Starts);
        let since = since.map(|since| time::age(time::seconds(since, now).max(0)));
        let since = since.map_or(String::new(), |since| format!(" (for {since})"));
        line(format!("  {names}: {}{since}", first.cause.summary));
    }
    if let Some(at) = own.ready_at {
        line(format!("  done at {}, in {}", second(at), until(now, at)));
    }
    if let Some(at) = own.deadline_at {
        let second = second(at);
        line(match at < now {
            // Its controller has not said so: it may not have come to it.
            true => format!("  its progress deadline was over at {second}"),
            false => {
                format!(
                    "  its progress deadline is over at {second}, in {}, if nothing happens",
                    until(now, at)
                )
            }
        });
    }
    for (at, command) in own.next.iter().enumerate() {
        line(format!("{}: {command}", if at == 0 { "next" } else { "or" }));
    }
    text
}

fn second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn until(now: Timestamp, at: Timestamp) -> String {
    time::age(time::seconds(now, at).max(0))
}

/// Groups what is waited for by its cause: the names, and the first of each group.
fn grouped(blocking: &[Blocking]) -> Vec<(String, &Blocking)> {
    let mut groups: Vec<Vec<&Blocking>> = Vec::new();
    for one in blocking {
        let is_same = |group: &&mut Vec<&Blocking>| {
            let (own, first) = (&one.cause, &group[0].cause);
            let is_alike = own.rule == first.rule && own.container == first.container;
            // Pods that go within their time are no pods that do not go.
            group[0].kind == one.kind && is_alike && own.outlook == first.outlook
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let named = |group: Vec<&'_ Blocking>| -> String {
        let names: Vec<String> =
            group.iter().take(NAMED).map(|one| format!("{}/{}", one.kind.to_lowercase(), one.name)).collect();
        let more = group.len() - names.len();
        format!("{}{}", names.join(", "), if more == 0 { String::new() } else { format!(" and {more} more") })
    };
    groups.into_iter().map(|group| (named(group.clone()), group[0])).collect()
}

/// The columns of the table, and of the wide one.
const COLUMNS: [&str; 7] = ["OBJECT", "STATE", "UPDATED", "OLD", "AVAILABLE", "RULE", "REASON"];
const WIDE: [&str; 10] =
    ["OBJECT", "STATE", "UPDATED", "OLD", "AVAILABLE", "RULE", "BOUNDS", "BLOCKED BY", "NEXT", "REASON"];

/// Tells of all rollouts that are not done.
pub(super) fn all(look: &Look, place: &str, output: &Output) -> String {
    let is_wide = *output.format() == Format::Wide;
    let rows: Vec<Vec<String>> = look.shown().map(|own| row(own, is_wide)).collect();
    let columns = if is_wide { &WIDE[..] } else { &COLUMNS[..] };
    let table = match rows.as_slice() {
        [] => String::new(),
        rows => format!("{}\n", render::table(columns, rows, output.style())),
    };
    let count = |state| look.rollouts.iter().filter(|own| own.state == state).count();
    let states = [State::Hopeless, State::Held, State::Progressing, State::Done];
    let counts: Vec<String> = states
        .into_iter()
        .map(|state| (count(state), state.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let all = match look.rollouts.len() {
        1 => "1 Deployment".to_owned(),
        many => format!("{many} Deployments"),
    };
    let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    format!("{table}{all} in {}{counts}\n", escape(place))
}

fn row(own: &Rollout, is_wide: bool) -> Vec<String> {
    let of = &own.replicas;
    let dash = || "-".to_owned();
    let rule = own.hold.as_ref().map_or_else(dash, |hold| checks::rule(hold.rule).name.to_owned());
    let blocker = own.blocking.first();
    let cause = blocker.map(|one| one.cause.summary.clone());
    let reason = match &own.hold {
        Some(hold) => cause.filter(|_| !own.blocking.is_empty()).unwrap_or_else(|| hold.says.clone()),
        None => own.says.clone(),
    };
    let mut row = vec![
        format!("{}/{}", own.namespace, own.name),
        own.state.name().to_owned(),
        format!("{}/{}", of.updated, of.desired),
        (of.current - of.updated).max(0).to_string(),
        format!("{}/{}", of.available, of.desired),
        rule,
    ];
    if is_wide {
        row.push(
            own.bounds.as_ref().map_or_else(dash, |bounds| format!("{}-{}", bounds.fewest(), bounds.most())),
        );
        row.push(blocker.map_or_else(dash, |one| one.name.clone()));
        row.push(own.next.first().cloned().unwrap_or_else(dash));
    }
    row.push(reason);
    row
}
