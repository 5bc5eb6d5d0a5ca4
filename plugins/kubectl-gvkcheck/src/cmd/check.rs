//! `kubectl gvkcheck [check] PATH…`

use std::path::Path;
use std::sync::Arc;

use clap::Args as ClapArgs;
use kubecheck_core::check::run::{self, Options, Outcome, Progress};
use kubecheck_core::cli::args::{ExitArgs, InputArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, progress, start};
use kubecheck_core::report::finding::{Gap, Report, Tool};
use kubecheck_core::source::{self, SourceError};

use super::known::KnownArgs;
use super::target::TargetArgs;
use crate::checks::RULES;
use crate::facts::Gvkcheck;
use crate::identity::names;

/// The arguments of `check`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    target: TargetArgs,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    exit: ExitArgs,
}

impl Args {
    /// Tells whether nothing was named to check.
    pub(super) fn is_empty(&self) -> bool {
        self.input.is_empty()
    }

    /// Explains a path that is not there if it was meant as a command.
    fn misplaced_verb(&self, error: SourceError) -> CliError {
        let command = super::command();
        let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let mut named = self.input.paths.iter().filter(|path| !Path::new(path).exists());
        let verb = named.find_map(|path| names::nearest(path, verbs.iter().copied()));
        let error = CliError::from(error);
        match verb {
            Some(verb) => {
                error.hint(format!("a command comes before flags and paths: kubectl gvkcheck {verb} …"))
            }
            None => error,
        }
    }
}

/// Judges what the arguments name.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    if args.is_empty() {
        return Err(
            CliError::usage("nothing to check").hint("name files or folders, or - for standard input")
        );
    }
    let output = Output::new(&args.output)?;
    let target = args.target.minor()?;
    let loaded = args.known.load()?;
    let gaps = loaded.gaps.clone();
    let world = Arc::new(loaded.world());
    let plugin = Gvkcheck { target, missing_crd: args.known.missing_crd(&world), world };
    let listing = source::list(&args.input.inputs()).map_err(|error| args.misplaced_verb(error))?;
    let (total, done) = (listing.inputs.len(), Progress::default());
    let options = Options { snippets: output.wants_snippets() };
    let work = || run::run(&plugin, listing, options, &done);
    let outcome = progress::during(total, || done.done(), work);
    for warning in &outcome.warnings {
        start::say("warning", warning);
    }
    if outcome.counts.files == 0
        && let Some(error) = unread(&outcome)
    {
        return Err(error);
    }
    let tool = Tool {
        name: "gvkcheck",
        version: env!("CARGO_PKG_VERSION"),
        target: target.to_string(),
        rules: RULES,
    };
    let policy = args.exit.policy();
    let mut report = Report {
        tool,
        findings: outcome.findings,
        gaps: outcome.gaps,
        counts: outcome.counts,
        files: outcome.files,
        fail_on: policy.fail_on.unwrap_or_default(),
    };
    report.gaps.extend(gaps);
    report.gaps.extend(nothing_judged(&report));
    output.report(&report)?;
    Ok(policy.judge(&report))
}

/// Says why nothing that was named could be opened.
fn unread(outcome: &Outcome) -> Option<CliError> {
    let mut errors = outcome.unread.iter().cloned();
    match (errors.next(), outcome.gaps.first()) {
        (Some(first), _) => Some(CliError::from(first).also(errors)),
        (None, Some(gap)) => Some(CliError::usage(format!("{}: {}", gap.what, gap.why))),
        (None, None) => None,
    }
}

/// A run that judged nothing must not look clean.
fn nothing_judged(report: &Report) -> Option<Gap> {
    if report.counts.objects > 0 || !report.findings.is_empty() {
        return None;
    }
    let skipped: usize = report.counts.skipped.values().sum();
    let why = match skipped {
        0 => "there are no objects in what was named".to_owned(),
        1 => "the one document there is was passed over".to_owned(),
        _ => format!("all {skipped} documents there are were passed over"),
    };
    Some(Gap { what: "no object was judged".to_owned(), why, needed_for: vec!["every check".to_owned()] })
}
