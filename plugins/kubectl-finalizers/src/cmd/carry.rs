//! What `remove`, `apply` and `restore` share: the flags of whoever writes, the questions before, and the lines while it is done.

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::change::{Writer, in_turns};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::args::duration;
use kubecheck_core::report::render::{Format, escape};

use super::shown;
use crate::evidence::Investigator;
use crate::removal::{
    self, AT_ONCE, Bounds, Carrier, Ended, Grants, Job, Lack, MANAGER, Outcome, Plan, Surveyed, Vault,
    until_gone,
};
use crate::world::World;

/// The words of risks, the gravest last.
const RISKS: [&str; 10] = [
    "config",
    "orphans",
    "ordering",
    "accounting",
    "audit-loss",
    "unknown",
    "cloud-leak",
    "stranded-objects",
    "outage",
    "data-loss",
];

/// What whoever writes may say.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Writing")]
pub(super) struct CarryArgs {
    /// Do not ask whether to do what is safe
    #[arg(short, long)]
    pub(super) yes: bool,
    /// Accept a risk, by its word; may be repeated
    #[arg(long, value_name = "RISK", value_delimiter = ',', value_parser = RISKS)]
    accept_risk: Vec<String>,
    /// Name the object too, where data, objects or a service may be lost; may be repeated
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    confirm: Vec<String>,
    /// Take off what a controller that is alive would take off itself
    #[arg(long)]
    controller_is_broken: bool,
    /// How long to wait until what is let go is gone; 0 not to wait
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    timeout: Duration,
}

/// Where backups go.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Writing")]
pub(super) struct BackupArgs {
    /// The folder that backups go to [default: kubecheck/backups in the folder for the state of programs]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath, hide_default_value = true)]
    pub(super) backup_dir: Option<PathBuf>,
}

/// What is old enough.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct AgeArgs {
    /// Leave alone what was deleted less than this ago: it may still go by itself
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    older_than: Duration,
}

impl AgeArgs {
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { older_than: self.older_than }
    }
}

/// What is to be carried out.
pub(super) struct Work<'a> {
    pub(super) world: &'a World,
    pub(super) plan: Plan,
    pub(super) surveyed: Vec<Surveyed>,
    pub(super) bounds: Bounds,
    pub(super) vault: Vault,
    /// How many steps at most.
    pub(super) most: Option<usize>,
}

/// Refuses formats that have no lines.
pub(super) fn lines(output: &Output) -> Result<bool, CliError> {
    match output.format() {
        Format::Table | Format::Wide => Ok(false),
        Format::Json => Ok(true),
        _ => Err(CliError::usage("what is done is told as lines of text or of JSON")
            .hint("leave -o out, or say -o json")),
    }
}

/// Asks, carries out, waits, and tells of each step as it ends.
pub(super) fn carry_out(work: Work<'_>, args: &CarryArgs, output: &Output) -> Result<Exit, CliError> {
    let is_json = lines(output)?;
    let left_out = shown::left_out(&work.surveyed);
    if left_out != Exit::Clean {
        start::say("note", "nothing was written");
        return Ok(left_out);
    }
    let Some(world) = work.world.cluster() else {
        return Err(CliError::usage("nothing is written to a dump"));
    };
    let Some(grants) = consent(&work.surveyed, args)? else { return Ok(Exit::Findings) };
    // Whoever was asked may have taken a while: what is done is judged by what is so now.
    let investigator = Investigator::new(work.world);
    let carrier = Carrier {
        world: work.world,
        investigator: &investigator,
        writer: Writer::new(world, MANAGER),
        grants,
        bounds: work.bounds,
        vault: work.vault,
        plan: work.plan,
    };
    let teller = Mutex::new(Teller { output, is_json, outcomes: Vec::new(), failed: None });
    let mut left = work.most.unwrap_or(usize::MAX);
    for rank in removal::ranks(work.surveyed) {
        let jobs: Vec<Job> = rank.into_iter().filter_map(|one| within(one, &mut left, &teller)).collect();
        let has_failed = teller.lock().is_ok_and(|teller| teller.has_failed());
        if has_failed {
            for job in &jobs {
                tell(&teller, untried(job, "something before it failed"));
            }
            continue;
        }
        let carried = in_turns(
            &jobs,
            AT_ONCE,
            || (),
            |(), job| {
                let outcomes = carrier.carry(job);
                let is_failure = outcomes.iter().any(|outcome| outcome.ended.is_failure());
                tell(&teller, outcomes);
                (is_failure, is_failure)
            },
        );
        let done = jobs.iter().zip(&carried).filter(|(_, failed)| **failed == Some(false));
        let done: Vec<Job> = done.map(|(job, _)| job.clone()).collect();
        for (job, _) in jobs.iter().zip(&carried).filter(|(_, failed)| failed.is_none()) {
            tell(&teller, untried(job, "something before it failed"));
        }
        wait(work.world, &done, args.timeout, &teller);
    }
    teller.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).end()
}

/// Makes a job of what was surveyed, of no more steps than are left.
fn within(one: Surveyed, left: &mut usize, teller: &Mutex<Teller<'_>>) -> Option<Job> {
    let wanted: Vec<String> = one.evidence.iter().map(|evidence| evidence.finalizer.clone()).collect();
    let rest: Vec<String> = wanted.iter().skip(*left).cloned().collect();
    let finalizers: Vec<String> = wanted.into_iter().take(*left).collect();
    *left -= finalizers.len();
    if !rest.is_empty() {
        tell(teller, untried(&Job { finalizers: rest, ..one.job.clone() }, "--max has been reached"));
    }
    (!finalizers.is_empty()).then_some(Job { finalizers, ..one.job })
}

fn untried(job: &Job, why: &str) -> Vec<Outcome> {
    let one = |finalizer: &String| {
        Outcome::new(&job.target, finalizer, Ended::Untried, format!("{finalizer} is left as it is: {why}"))
    };
    job.finalizers.iter().map(one).collect()
}

/// Waits until objects are gone, and tells what still holds those that are not.
fn wait(world: &World, jobs: &[Job], timeout: Duration, teller: &Mutex<Teller<'_>>) {
    if timeout.is_zero() {
        return;
    }
    for still in until_gone(world, jobs, timeout) {
        let holds = still.holds.join(", ");
        start::say("note", &format!("{} is still there, held by {}", removal::shown(&still.target), holds));
        if let Ok(mut teller) = teller.lock() {
            teller.document(
                &serde_json::json!({"object": still.target, "outcome": "held", "holds": still.holds}),
            );
        }
    }
}

/// Tells of steps as they end.
struct Teller<'o> {
    output: &'o Output,
    is_json: bool,
    outcomes: Vec<Outcome>,
    failed: Option<CliError>,
}

fn tell(teller: &Mutex<Teller<'_>>, outcomes: Vec<Outcome>) {
    let mut teller = teller.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for outcome in outcomes {
        teller.tell(outcome);
    }
}

impl Teller<'_> {
    fn tell(&mut self, outcome: Outcome) {
        if self.is_json {
            self.document(&outcome.document());
        } else {
            self.line(&escape(&outcome.line()));
        }
        if let Some(help) = &outcome.help {
            start::say("hint", help);
        }
        self.outcomes.push(outcome);
    }

    fn document(&mut self, document: &serde_json::Value) {
        if self.is_json {
            self.line(&document.to_string());
        }
    }

    /// Writes a line. If nobody can be told, what is being done is still done to its end.
    fn line(&mut self, line: &str) {
        if let Err(error) = self.output.text(&format!("{line}\n")) {
            self.failed.get_or_insert(error);
        }
    }

    fn has_failed(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.ended.is_failure())
    }

    fn end(self) -> Result<Exit, CliError> {
        let count = |ended: Ended| self.outcomes.iter().filter(|outcome| outcome.ended == ended).count();
        if self.outcomes.len() > 1 {
            let (done, already, not) = (count(Ended::Done), count(Ended::Already), count(Ended::Untried));
            let failed = self.outcomes.len() - done - already - not;
            start::tell(&format!("{done} done, {already} already done, {failed} failed, {not} not tried"));
        }
        self.failed.map_or_else(|| Ok(removal::exit(&self.outcomes)), Err)
    }
}

/// Finds out whether the user agrees: by flags, or on a terminal by asking. None if not.
fn consent(surveyed: &[Surveyed], args: &CarryArgs) -> Result<Option<Grants>, CliError> {
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<String>>();
    let mut grants = Grants {
        yes: args.yes,
        risks: set(&args.accept_risk),
        names: set(&args.confirm),
        controller_is_broken: args.controller_is_broken,
    };
    for one in surveyed {
        for evidence in &one.evidence {
            while let Some(lack) = grants.lack(&one.job.target.name, evidence) {
                let what = format!("{} on {}", evidence.finalizer, removal::shown(&one.job.target));
                if matches!(lack, Lack::Broken(_)) || !may_ask() {
                    start::say("refused", &format!("{what} stays: {}; nothing was written", lack.why()));
                    start::say("hint", &needed(surveyed, &grants));
                    return Ok(None);
                }
                let (question, expected) = question(&what, &lack);
                if !ask(&question, expected)? {
                    start::say("refused", "nothing was written");
                    return Ok(None);
                }
                grants.add(lack);
            }
        }
    }
    Ok(Some(grants))
}

/// Says which flags are lacking.
fn needed(surveyed: &[Surveyed], grants: &Grants) -> String {
    let mut grants = grants.clone();
    let mut flags = Vec::new();
    for one in surveyed {
        for evidence in &one.evidence {
            while let Some(lack) = grants.lack(&one.job.target.name, evidence) {
                flags.push(lack.flag());
                grants.add(lack);
            }
        }
    }
    let more = flags.len().saturating_sub(8);
    flags.truncate(8);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("if you know better, say {}{more}", flags.join(" "))
}

/// Returns the question for what is lacking, and what answers it.
fn question<'l>(what: &str, lack: &'l Lack) -> (String, &'l str) {
    match lack {
        Lack::Risk(word) => (format!("{what}: {}. Type {word} to accept it", lack.why()), word),
        Lack::Name(name) => (format!("{what}: {}. Type {name}", lack.why()), name),
        Lack::Yes | Lack::Broken(_) => (format!("take {what} off? Type yes"), "yes"),
    }
}

/// Tells whether somebody is there to be asked.
pub(super) fn may_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on the terminal, and tells whether the answer is the one that agrees.
pub(super) fn ask(question: &str, expected: &str) -> Result<bool, CliError> {
    let cannot = |error| CliError::usage("cannot ask on the terminal").cause(error);
    let mut stderr = io::stderr().lock();
    write!(stderr, "{}: ", escape(question)).and_then(|()| stderr.flush()).map_err(cannot)?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(cannot)?;
    Ok(line.trim() == expected)
}
