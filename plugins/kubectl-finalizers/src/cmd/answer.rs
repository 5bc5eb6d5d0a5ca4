//! What `stuck` and `why` share: their flags, how they follow, and how they end.

use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::say;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::kube::{ConnectionArgs, NamespaceArgs};
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use super::rights;
use crate::chain::State;
use crate::world::{World, WorldArgs};
use kubecheck_core::cli::told;

/// How often a cluster that is followed is looked at.
const INTERVAL: Duration = Duration::from_secs(2);

/// Where to look, when a deletion takes too long, and how to answer.
#[derive(Args, Clone, Debug)]
pub(super) struct AnswerArgs {
    #[command(flatten)]
    pub(super) world: WorldArgs,
    #[command(flatten)]
    pub(super) namespaces: NamespaceArgs,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// A deletion that was asked for more recently is in progress, whatever holds it
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = duration)]
    older_than: Duration,
    /// Follow until it is gone, and print what changes
    #[arg(short = 'w', long, conflicts_with = "filenames")]
    watch: bool,
    /// How long to follow at most [default: no bound]
    #[arg(long, value_name = "DURATION", requires = "watch", value_parser = duration, hide_default_value = true)]
    timeout: Option<Duration>,
    /// Print the role that allows all that is read here, and do nothing else
    #[arg(long)]
    print_rbac: bool,
    /// Exit with 0 even if something could not be read; the gaps are still shown
    #[arg(long, help_heading = "Exit code")]
    allow_gaps: bool,
    /// Exit with 0 whatever was found
    #[arg(long, help_heading = "Exit code")]
    exit_zero: bool,
}

/// One look at what is followed.
pub(super) struct Answer {
    /// The table.
    pub(super) text: String,
    /// One line an object, for `-o name`.
    pub(super) names: String,
    /// The document.
    pub(super) document: Value,
    /// What could not be read.
    pub(super) gaps: Vec<Gap>,
    /// How each object stands.
    pub(super) states: Vec<State>,
    /// What changes when something changes.
    pub(super) mark: String,
}

impl AnswerArgs {
    /// Returns the bound in seconds.
    pub(super) fn bound(&self) -> i64 {
        i64::try_from(self.older_than.as_secs()).unwrap_or(i64::MAX)
    }

    /// Opens the cluster or the dump.
    fn open(&self) -> Result<World, CliError> {
        World::open(&self.world, &self.connection)
    }

    /// Looks once, or again and again until nothing is being deleted. If only the role is wanted, `scope` says for which namespace.
    pub(super) fn tell(
        &self,
        scope: impl Fn(&World) -> Result<Option<String>, CliError>,
        look: impl Fn(&World, &Output) -> Result<Answer, CliError>,
    ) -> Result<Exit, CliError> {
        let output = Output::new(&self.output)?;
        if self.print_rbac {
            let world = self.open()?;
            output.text(&rights::to_tell(&world, scope(&world)?.as_deref()))?;
            return Ok(Exit::Clean);
        }
        self.follow(&output, || look(&self.open()?, &output))
    }

    fn follow(&self, output: &Output, look: impl Fn() -> Result<Answer, CliError>) -> Result<Exit, CliError> {
        let begun = Instant::now();
        let answer = look()?;
        write(output, &answer)?;
        let (mut exit, mut mark, mut is_over) = (self.exit(&answer), answer.mark.clone(), answer.is_over());
        while self.watch && !is_over {
            if self.timeout.is_some_and(|timeout| begun.elapsed() + INTERVAL > timeout) {
                say("warning", "it is still there; the time of --timeout is over");
                return Ok(exit);
            }
            thread::sleep(INTERVAL);
            match look() {
                Ok(answer) => {
                    if answer.mark != mark {
                        write(output, &answer)?;
                    }
                    (exit, is_over) = (self.exit(&answer), answer.is_over());
                    mark = answer.mark;
                }
                // A server that is away for a while is what one may wait for.
                Err(error) if error.exit() == Exit::Transient => say("warning", &error.to_string()),
                Err(error) => return Err(error),
            }
        }
        Ok(exit)
    }

    /// Returns the flags that lead to the cluster, with a space before each.
    pub(super) fn flags(&self) -> String {
        self.connection.flags()
    }

    fn exit(&self, answer: &Answer) -> Exit {
        let has = |is: fn(&State) -> bool| answer.states.iter().any(is);
        match () {
            () if self.exit_zero => Exit::Clean,
            () if has(|state| state.is_trouble()) => Exit::Findings,
            () if self.allow_gaps => Exit::Clean,
            () if answer.gaps.iter().any(|gap| gap.is_transient) => Exit::Transient,
            () if !answer.gaps.is_empty() || has(|state| *state == State::Unknown) => Exit::Incomplete,
            () => Exit::Clean,
        }
    }
}

impl Answer {
    /// Tells whether there is nothing more to wait for.
    fn is_over(&self) -> bool {
        self.states.iter().all(|state| matches!(state, State::Gone | State::Healthy))
    }
}

fn write(output: &Output, answer: &Answer) -> Result<(), CliError> {
    told::write(output, &answer.text, &answer.names, &answer.document, &answer.gaps)
}
