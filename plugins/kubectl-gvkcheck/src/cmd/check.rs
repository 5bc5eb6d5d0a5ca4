//! `kubectl gvkcheck [check] PATH…`

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Progress};
use kubecheck_core::cli::args::{ExitArgs, InputArgs, OutputArgs};
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, progress, start};
use kubecheck_core::report::finding::{Gap, Report, Tool};
use kubecheck_core::source;

use super::target::TargetArgs;
use crate::checks::RULES;
use crate::facts::Gvkcheck;

/// The arguments of `check`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    target: TargetArgs,
    /// How bad a custom kind is that no CRD of the input defines
    #[arg(long, value_name = "SEVERITY", default_value = "warn", value_parser = ["error", "warn", "ignore"])]
    missing_crd: String,
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

    fn missing_crd(&self) -> Option<Severity> {
        match self.missing_crd.as_str() {
            "error" => Some(Severity::Error),
            "warn" => Some(Severity::Warning),
            _ => None,
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
    let plugin = Gvkcheck { target, missing_crd: args.missing_crd() };
    let listing = source::list(&args.input.inputs())?;
    let (total, done) = (listing.inputs.len(), Progress::default());
    let options = Options { snippets: output.wants_snippets() };
    let work = || run::run(&plugin, listing, options, &done);
    let outcome = progress::during(total, || done.done(), work);
    for warning in &outcome.warnings {
        start::say("warning", warning);
    }
    if outcome.unopened > 0 && outcome.unopened == total {
        return Err(CliError::usage(outcome.gaps.first().map_or_else(String::new, |gap| gap.why.clone())));
    }
    let tool = Tool {
        name: "gvkcheck",
        version: env!("CARGO_PKG_VERSION"),
        target: target.to_string(),
        rules: RULES,
    };
    let mut report = Report { tool, findings: outcome.findings, gaps: outcome.gaps, counts: outcome.counts };
    report.gaps.extend(nothing_judged(&report));
    output.report(&report)?;
    Ok(args.exit.policy().judge(&report))
}

/// A run that judged nothing must not look clean.
fn nothing_judged(report: &Report) -> Option<Gap> {
    if report.counts.objects > 0 || !report.findings.is_empty() {
        return None;
    }
    let skipped: usize = report.counts.skipped.values().sum();
    let why = match skipped {
        0 => "there are no documents in what was named".to_owned(),
        1 => "the one document there is was passed over".to_owned(),
        _ => format!("all {skipped} documents there are were passed over"),
    };
    Some(Gap { what: "no object was judged".to_owned(), why, needed_for: vec!["every check".to_owned()] })
}
