//! Waits until a rollout is done, or cannot get done.

use std::io::{IsTerminal, stderr};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::{say, tell as line};
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::time::age;

use super::look::{Look, Looker};
use super::{Args, tell};
use crate::rollout::{Patience, Rollout, Rule, State};
use crate::world::World;

/// How often it is looked at.
const INTERVAL: Duration = Duration::from_secs(1);

/// What was seen so far.
struct Seen {
    begun: Instant,
    /// What was seen last, and since when. The verdict is not part of it: it changes by time alone too.
    mark: String,
    since: Instant,
    /// What was said last.
    said: Option<(State, Option<Rule>)>,
}

/// Waits, and tells how it ended.
pub(super) fn run(
    args: &Args,
    world: &World,
    looker: &mut Looker<'_>,
    output: &Output,
) -> Result<Exit, CliError> {
    let now = Instant::now();
    let mut seen = Seen { begun: now, mark: String::new(), since: now, said: None };
    let mut last: Option<Look> = None;
    loop {
        let still = i64::try_from(seen.since.elapsed().as_secs()).unwrap_or(i64::MAX);
        match looker.look(Patience { still, ..args.patience() }) {
            Ok(look) => {
                let state = look.one().map(|one| seen.see(one));
                if matches!(state, None | Some(State::Done | State::Hopeless)) {
                    return tell(args, world, &look, output);
                }
                last = Some(look);
            }
            // A server that is away for a while is what one may wait for.
            Err(error) if error.exit() == Exit::Transient && last.is_some() => {
                say("warning", &error.to_string())
            }
            Err(error) if last.is_some() && error.exit() == Exit::Usage => {
                return Err(CliError::usage("it was deleted while it was waited for")
                    .cause(error)
                    .exiting(Exit::Findings));
            }
            Err(error) => return Err(error),
        }
        let is_over = !args.timeout.is_zero() && seen.begun.elapsed() + INTERVAL > args.timeout;
        if let Some(look) = last.as_ref().filter(|_| is_over) {
            let exit = tell(args, world, look, output)?;
            say("warning", "it is not done; the time of --timeout is over");
            let is_told = args.common.exits_zero() || exit == Exit::Usage;
            return Ok(if is_told { exit } else { Exit::Transient });
        }
        thread::sleep(INTERVAL);
    }
}

impl Seen {
    /// Takes in what is seen, and says on a terminal what changed.
    fn see(&mut self, rollout: &Rollout) -> State {
        let mark = rollout.mark();
        let said = Some((rollout.state, rollout.hold.as_ref().map(|hold| hold.rule)));
        let is_new = mark != self.mark;
        // The answer itself follows when it is over.
        let is_over = matches!(rollout.state, State::Done | State::Hopeless);
        if (is_new || said != self.said) && !is_over && stderr().is_terminal() {
            line(&change(rollout, self.begun.elapsed().as_secs()));
        }
        if is_new {
            (self.mark, self.since) = (mark, Instant::now());
        }
        self.said = said;
        rollout.state
    }
}

/// Says in one line how it stands.
fn change(rollout: &Rollout, seconds: u64) -> String {
    let after = age(i64::try_from(seconds).unwrap_or(i64::MAX));
    let says = rollout.hold.as_ref().map_or(&rollout.says, |hold| &hold.says);
    format!("{after}: {}: {says}", rollout.state.name())
}
