//! Carries out what was surveyed: reads again, judges again, tries, keeps, writes; and begins anew if the object changed.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use kubecheck_core::change::{Refusal, Run, Step, Writer};
use kubecheck_core::kube::{Fault, FaultKind};
use kubecheck_core::model::time;
use serde_json::Value;

use super::step::{finalizer, step};
use super::survey::{Found, read};
use super::{Bounds, Ended, Grants, Job, Known, Outcome, Plan, Refused, Vault, refuse};
use crate::evidence::{Evidence, Investigator};
use crate::world::World;

/// How often one finalizer is tried again because the object changed.
const AGAIN: u32 = 5;
/// The first wait before that; each is twice as long as the one before.
const BACKOFF: Duration = Duration::from_millis(50);

/// Carries out steps.
#[derive(Debug)]
pub struct Carrier<'w> {
    /// What is read.
    pub world: &'w World,
    /// What finds out about finalizers; it was made when the user had agreed.
    pub investigator: &'w Investigator<'w>,
    /// What writes.
    pub writer: Writer<'w>,
    /// What the user has said.
    pub grants: Grants,
    /// The bounds that the user set.
    pub bounds: Bounds,
    /// Where backups go.
    pub vault: Vault,
    /// What was planned, for the backups.
    pub plan: Plan,
}

/// How far taking one finalizer off has come.
struct Progress<'b> {
    /// Whether something was sent that may have been carried out.
    is_sent: bool,
    backup: &'b mut Option<PathBuf>,
}

/// What comes after an attempt.
enum Next {
    End(Ended, String, Option<String>),
    /// The object changed, or the answer was lost.
    Again(String),
    /// One of several equal names is off.
    More,
}

impl Carrier<'_> {
    /// Takes everything off an object that is to go, one after the other, and stops at the first that fails.
    pub fn carry(&self, job: &Job) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        // One backup of an object a run: it is as it was before the first change.
        let mut backup = None;
        for finalizer in &job.finalizers {
            if outcomes.last().is_some_and(|last| last.ended.is_failure()) {
                let why = format!("{finalizer} is left as it is, because of what went before");
                outcomes.push(Outcome::new(&job.target, finalizer, Ended::Untried, why));
            } else {
                outcomes.push(self.take_off(job, finalizer, &mut backup));
            }
        }
        outcomes
    }

    fn take_off(&self, job: &Job, finalizer: &str, backup: &mut Option<PathBuf>) -> Outcome {
        let (mut progress, mut failed) = (Progress { is_sent: false, backup }, 0);
        let (ended, message, help) = loop {
            match self.attempt(job, finalizer, failed > 0, &mut progress) {
                Next::End(ended, message, help) => break (ended, message, help),
                Next::More => failed = 0,
                Next::Again(why) if failed == AGAIN => {
                    let message = format!("{finalizer} is still there: {why}, {} times in a row", AGAIN + 1);
                    let help = "run it again; what it was judged by is found out anew".to_owned();
                    break (Ended::Changed, message, Some(help));
                }
                Next::Again(_) => {
                    thread::sleep(BACKOFF * 2_u32.pow(failed));
                    failed += 1;
                }
            }
        };
        let outcome = Outcome::new(&job.target, finalizer, ended, message).help(help);
        Outcome { backup: progress.backup.clone(), ..outcome }
    }

    fn attempt(&self, job: &Job, finalizer: &str, is_again: bool, progress: &mut Progress<'_>) -> Next {
        let (object, step) = match self.look(job, finalizer, progress) {
            Ok(found) => found,
            Err(next) => return next,
        };
        let fresh = is_again.then(|| Investigator::new(self.world));
        let evidence = fresh.as_ref().unwrap_or(self.investigator).judge(&job.of, &object, finalizer);
        if let Some(lack) = self.grants.lack(&job.target.name, &evidence) {
            let help = format!("look at it again, then say {}", lack.flag());
            return Next::End(Ended::Refused, format!("{finalizer} stays: {}", lack.why()), Some(help));
        }
        if let Err(fault) = self.writer.send(&step, Run::Dry) {
            return self.failed(job, finalizer, &step, &fault);
        }
        if progress.backup.is_none() {
            match self.vault.keep(&job.target, &object, &self.part(&step, job, &evidence)) {
                Ok(file) => *progress.backup = Some(file),
                Err(error) => {
                    let folder = self.vault.folder.display();
                    let message =
                        format!("{finalizer} stays, for no backup can be kept in {folder}: {error}");
                    let help = "name another folder with --backup-dir".to_owned();
                    return Next::End(Ended::Refused, message, Some(help));
                }
            }
        }
        progress.is_sent = true;
        match self.writer.send(&step, Run::Real) {
            Ok(answer) if super::step::step(&job.target, &answer, finalizer).is_some() => Next::More,
            Ok(_) => Next::End(Ended::Done, format!("took {finalizer} off"), None),
            // Whether it was carried out is seen by reading again: if it was, the finalizer is off.
            Err(fault) if fault.kind.is_transient() => Next::Again(fault.message),
            Err(fault) => self.failed(job, finalizer, &step, &fault),
        }
    }

    /// Reads the object, and makes the step if it may be done.
    fn look(&self, job: &Job, finalizer: &str, progress: &Progress<'_>) -> Result<(Value, Step), Next> {
        let done = |why: String| match progress.is_sent {
            true => Next::End(Ended::Done, format!("took {finalizer} off"), None),
            false => Next::End(Ended::Already, why, None),
        };
        let object = match read(self.world, job) {
            Ok(Found::There(object)) => object,
            Ok(Found::Gone(why)) => return Err(done(why)),
            Err(fault) => return Err(ended(finalizer, None, &fault)),
        };
        let refused = |refused: Refused| {
            let ended = if refused.exit == kubecheck_core::cli::Exit::Incomplete {
                Ended::Incomplete
            } else {
                Ended::Refused
            };
            Next::End(ended, refused.why, refused.help)
        };
        let Some(step) = step(&job.target, &object, finalizer) else {
            return Err(done(format!("{finalizer} is no longer there")));
        };
        let why = refuse::object(self.world, job, &object, self.bounds);
        match why.or_else(|| refuse::finalizer(self.world, job, &object, finalizer)) {
            Some(why) => Err(refused(why)),
            None => Ok((object, step)),
        }
    }

    /// Says what a refused step means: that the object changed, or that the server will have none of it.
    fn failed(&self, job: &Job, finalizer: &str, made: &Step, fault: &Fault) -> Next {
        match fault.kind {
            FaultKind::Conflict | FaultKind::NotFound => Next::Again("it changed meanwhile".to_owned()),
            // A test that fails and an object that does not fit its schema are the same status; only the object tells them apart.
            FaultKind::Invalid => match read(self.world, job) {
                Ok(Found::There(object)) if step(&job.target, &object, finalizer).as_ref() == Some(made) => {
                    ended(finalizer, Some(made), fault)
                }
                _ => Next::Again("it changed meanwhile".to_owned()),
            },
            _ => ended(finalizer, Some(made), fault),
        }
    }

    /// Makes the plan for one object, for its backup: what is planned, with what is known of the first step now.
    fn part(&self, step: &Step, job: &Job, evidence: &Evidence) -> Plan {
        let known = Known {
            object: job.target.clone(),
            evidence: serde_json::to_value(evidence).unwrap_or_default(),
        };
        let is_later = |later: &&Step| later.object() == &job.target && finalizer(later) != finalizer(step);
        let is_other = |other: &&Known| {
            other.object == job.target && other.evidence["finalizer"] != known.evidence["finalizer"]
        };
        let steps = [step].into_iter().chain(self.plan.steps.iter().filter(is_later)).cloned().collect();
        let others: Vec<Known> = self.plan.evidence.iter().filter(is_other).cloned().collect();
        Plan {
            time: time::now().to_string(),
            steps,
            evidence: [known].into_iter().chain(others).collect(),
            ..self.plan.clone()
        }
    }
}

/// Says how a fault ends a step.
fn ended(finalizer: &str, step: Option<&Step>, fault: &Fault) -> Next {
    let end = |ended, why: String, help: Option<String>| {
        Next::End(ended, format!("{finalizer} stays: {why}"), help)
    };
    match (Refusal::of(fault), step) {
        (Some(Refusal::Rights), Some(step)) => {
            end(Ended::Incomplete, fault.message.clone(), Some(step.right()))
        }
        (Some(Refusal::NoDryRun(webhook)), _) => {
            let why = format!(
                "the webhook {webhook} has side effects and refuses to be tried, so that nobody knows what it would do"
            );
            end(
                Ended::Refused,
                why,
                Some(format!(
                    "let it declare sideEffects: None or NoneOnDryRun, or let it pass by this object: {webhook}"
                )),
            )
        }
        (Some(Refusal::Webhook(webhook)), _) => {
            let help = format!("the webhook {webhook} must let it pass, or be taken out of the way");
            end(Ended::Refused, fault.message.clone(), Some(help))
        }
        (Some(Refusal::Server), _) => end(Ended::Refused, fault.message.clone(), fault.hint.clone()),
        (Some(Refusal::Rights), None) => end(Ended::Incomplete, fault.message.clone(), fault.hint.clone()),
        (None, _) if fault.kind.is_transient() => {
            let help = "run it again: what is done already is not done twice".to_owned();
            end(Ended::Unreachable, fault.message.clone(), Some(help))
        }
        (None, _) => end(Ended::Incomplete, fault.message.clone(), fault.hint.clone()),
    }
}
