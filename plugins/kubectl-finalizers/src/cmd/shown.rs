//! Shows a plan to people, and tells what is not in it.

use std::fmt::Write;

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::model::time;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::{Format, escape};

use crate::evidence::{Alive, Evidence, Verdict};
use crate::removal::{Grants, Lack, Plan, Surveyed, shown, word};
use crate::world::World;

/// Shows a plan in the format that was asked for, tells what is not in it, and returns how the program ends.
///
/// `to_do_it` is what to type to carry the plan out, but for what must be said with it.
pub(super) fn plan(
    world: &World,
    plan: &Plan,
    surveyed: &[Surveyed],
    (gaps, to_do_it): (&[Gap], &str),
    output: &Output,
) -> Result<Exit, CliError> {
    match output.format() {
        Format::Table | Format::Wide => output.text(&text(world, plan, surveyed, to_do_it))?,
        Format::Name => {
            let lines = plan.steps.iter().map(|step| format!("{}\n", step.object().shown()));
            output.text(&lines.collect::<String>())?;
        }
        _ => output.value(&serde_json::to_value(plan).unwrap_or_default())?,
    }
    let left_out = left_out(surveyed);
    for gap in gaps {
        start::say("gap", &format!("{}: {}", escape(&gap.what), escape(&gap.why)));
    }
    let unread = if gaps.iter().any(|gap| gap.is_transient) { Exit::Transient } else { Exit::Incomplete };
    Ok(match plan.verdict {
        _ if left_out == Exit::Findings => left_out,
        Verdict::Unsafe => Exit::Findings,
        _ if left_out != Exit::Clean => left_out,
        Verdict::Unknown => Exit::Incomplete,
        Verdict::Safe if gaps.is_empty() => Exit::Clean,
        Verdict::Safe => unread,
    })
}

/// Tells on standard error what is no part of a plan and why, and returns how the program ends for it: 1, then 4, then 3.
pub(super) fn left_out(surveyed: &[Surveyed]) -> Exit {
    let mut exits = Vec::new();
    for one in surveyed {
        for (_, why) in &one.already {
            start::say("note", &format!("{why}: already done"));
        }
        for (finalizer, refused) in &one.refused {
            let name = if finalizer.is_empty() { String::new() } else { format!("{finalizer} stays: ") };
            let help = refused.help.as_ref().map(|help| format!("\nhint: {help}")).unwrap_or_default();
            start::say("refused", &format!("{name}{}{help}", refused.why));
            exits.push(refused.exit);
        }
        if let Some(fault) = &one.fault {
            let error = CliError::from(fault.clone().about(&shown(&one.job.target)));
            start::say("error", &error.to_string());
            exits.push(error.exit());
        }
    }
    let order = [Exit::Usage, Exit::Findings, Exit::Transient, Exit::Incomplete];
    order.into_iter().find(|exit| exits.contains(exit)).unwrap_or(Exit::Clean)
}

fn text(world: &World, plan: &Plan, surveyed: &[Surveyed], to_do_it: &str) -> String {
    let mut text = String::new();
    let mut lacks: Vec<Lack> = Vec::new();
    for one in surveyed {
        for evidence in &one.evidence {
            let age = one.object.as_ref().and_then(|object| {
                let deleted = time::parse(object["metadata"]["deletionTimestamp"].as_str()?)?;
                Some(time::age(time::seconds(deleted, world.now)))
            });
            let age = age.map(|age| format!(", deleted {age} ago")).unwrap_or_default();
            let _ = writeln!(
                text,
                "take {} off {}{age}",
                escape(&evidence.finalizer),
                escape(&shown(&one.job.target))
            );
            describe(&mut text, evidence);
            lacking(&one.job.target.name, evidence, &mut lacks);
        }
    }
    if plan.steps.is_empty() {
        // What may not be taken off is told beside.
        let is_told = surveyed.iter().any(|one| !one.refused.is_empty() || one.fault.is_some());
        return if is_told { String::new() } else { "there is nothing to take off\n".to_owned() };
    }
    lacks.sort();
    lacks.dedup();
    let flags: Vec<String> = lacks.iter().map(Lack::flag).collect();
    let _ = writeln!(text, "verdict: {}; nothing was written", verdict(plan.verdict));
    let _ = writeln!(text, "to do it: {to_do_it} {}", flags.join(" "));
    text
}

/// Collects all that is lacking to take one finalizer off.
pub(super) fn lacking(name: &str, evidence: &Evidence, lacks: &mut Vec<Lack>) {
    let mut grants = Grants::default();
    while let Some(lack) = grants.lack(name, evidence) {
        lacks.push(lack.clone());
        grants.add(lack);
    }
}

/// Writes what is known of a finalizer.
fn describe(text: &mut String, evidence: &Evidence) {
    let alive = match evidence.alive {
        Alive::Yes => "alive",
        Alive::No => "not alive",
        Alive::Unknown => "nobody can tell whether it is alive",
    };
    let owner = match evidence.owner.name.as_str() {
        "" => "unknown".to_owned(),
        name => format!(
            "{name}{}; {alive}",
            evidence.owner.workload.as_ref().map(|by| format!(" ({by})")).unwrap_or_default()
        ),
    };
    let risk = format!(
        "{}{}",
        word(evidence.risk),
        evidence.consequence.as_ref().map(|what| format!(": {what}")).unwrap_or_default()
    );
    let rows = [
        ("owner", Some(owner)),
        ("protects", evidence.protects.clone()),
        ("waits for", evidence.waits_for.clone()),
        ("risk", Some(risk)),
        ("better", evidence.cure.clone()),
        ("verdict", Some(verdict(evidence.verdict).to_owned())),
    ];
    for (name, value) in rows {
        if let Some(value) = value {
            let _ = writeln!(text, "  {name:<10} {}", escape(&value));
        }
    }
    for fact in &evidence.facts {
        let at = fact.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "  {:<10} {} ({}{})",
            "seen",
            escape(&fact.what),
            escape(&fact.source),
            escape(&at)
        );
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Safe => "safe",
        Verdict::Unknown => "unknown",
        Verdict::Unsafe => "unsafe",
    }
}
