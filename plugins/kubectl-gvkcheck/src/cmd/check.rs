//! `kubectl gvkcheck [check] PATH…`

use std::path::Path;
use std::sync::Arc;

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Outcome, Progress};
use kubecheck_core::check::severities::Severities;
use kubecheck_core::cli::args::{ExitArgs, InputArgs, OutputArgs};
use kubecheck_core::cli::baseline::{BaselineArgs, tell_gone};
use kubecheck_core::cli::configuration::ConfigArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, progress, start};
use kubecheck_core::kube::{Access, role};
use kubecheck_core::report::finding::{Finding, Gap, Report};
use kubecheck_core::source::{self, Listing, SourceError};

use super::etcd::declared;
use super::ground::Ground;
use super::known::KnownArgs;
use super::live::{Live, LiveArgs};
use super::objects::{Objects, Recorder};
use super::settings::Settings;
use super::target::TargetArgs;
use crate::checks::{cel_rule, config_kind, invalid_value};
use crate::declared::Reader;
use crate::facts::Gvkcheck;
use crate::identity::names;

/// The arguments of `check`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    #[command(flatten)]
    pub(super) live: LiveArgs,
    /// The input is the whole world: what objects name and it does not have is missing
    #[arg(long)]
    pub(super) closed: bool,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    pub(super) exit: ExitArgs,
}

impl Args {
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

/// Judges what the arguments name, or else the configuration. `bare` is a command line without a verb.
pub(super) fn run(args: &Args, bare: bool) -> Result<Exit, CliError> {
    args.live.refuse_etcd_alone()?;
    let settings = Settings::of(args)?;
    if settings.inputs.is_empty() {
        return Err(nothing_named(&settings, bare));
    }
    let output = Output::new(&args.output)?;
    let baseline = settings.known_findings()?;
    let listing = list(args, &settings)?;
    settings.tell_excluded(&listing);
    let none_is_fine = none_is_fine(args, &listing);
    let names: Vec<Arc<str>> = listing.inputs.iter().map(|input| Arc::clone(&input.origin.name)).collect();
    let live = args.live.live.then(|| Live::new(&args.live.connection)).transpose()?;
    let mut ground = Ground::new(&settings, live.as_ref())?;
    let options = Options { snippets: output.wants_snippets() };
    if args.live.print_rbac {
        return print_rbac(args, &settings, &ground, listing, &output);
    }
    let reader = |ground: &Ground| live.as_ref().and_then(|live| args.live.reader(live, ground));
    let as_reader = |objects: &Option<Arc<Objects>>| objects.clone().map(|own| -> Arc<dyn Reader> { own });
    let mut objects = reader(&ground);
    let mut outcome = judge(&settings, &ground, as_reader(&objects), listing, options);
    if let Some(renewed) = ground.renewed(&outcome, &settings, live.as_ref())? {
        ground = renewed;
        objects = reader(&ground);
        outcome = judge(&settings, &ground, as_reader(&objects), list(args, &settings)?, options);
    }
    if let Some(objects) = objects.filter(|_| !args.live.etcd.is_empty()) {
        let (stored, name) = declared::judge(&args.live.connection, &args.live.etcd, &objects.asked())?;
        outcome.findings.extend(stored.findings);
        outcome.gaps.extend(stored.gaps);
        ground.name = format!("{} and {name}", ground.name);
    }
    for warning in &outcome.warnings {
        start::say("warning", warning);
    }
    if outcome.counts.files == 0
        && let Some(error) = unread(&outcome)
    {
        return Err(error);
    }
    // Before severities are set: what was not judged does not depend on them.
    let mut gaps: Vec<Gap> =
        ground.gaps.into_iter().chain(not_evaluated(&outcome, &settings.severities)).collect();
    gaps.extend(nothing_judged(&outcome).filter(|_| !none_is_fine));
    settings.severities.apply(&mut outcome);
    let mut report = Report {
        tool: settings.tool(ground.name),
        findings: outcome.findings,
        gaps: outcome.gaps,
        counts: outcome.counts,
        baseline: None,
        files: outcome.files,
        fail_on: settings.policy.fail_on.unwrap_or_default(),
    };
    report.gaps.extend(gaps);
    if let Some(file) = &settings.write_baseline {
        return settings.write(file, &report);
    }
    if let Some((file, baseline)) = &baseline {
        file.sift(baseline, &mut report, &names);
        tell_gone(&report);
    }
    output.report(&report)?;
    Ok(settings.policy.judge(&report))
}

/// Lists what is to be judged.
fn list(args: &Args, settings: &Settings) -> Result<Listing, CliError> {
    let listing = source::list(&settings.inputs).map_err(|error| args.misplaced_verb(error))?;
    Ok(if args.input.skip_others { listing.as_found() } else { listing })
}

/// Prints the role that allows to judge what is listed: what would be read of each object is noted instead of read.
fn print_rbac(
    args: &Args,
    settings: &Settings,
    ground: &Ground,
    listing: Listing,
    output: &Output,
) -> Result<Exit, CliError> {
    let mut reads = Live::access();
    if let (true, Some(served)) = (args.live.exists, &ground.served) {
        let recorder = Arc::new(Recorder::new(served.clone(), args.live.namespace(ground)));
        judge(settings, ground, Some(recorder.clone()), listing, Options::default());
        reads.extend(recorder.reads());
    }
    if !args.live.etcd.is_empty() {
        // Whether the etcd is that of the cluster.
        let (group, resource) = (String::new(), "namespaces".to_owned());
        reads.push(Access::Resource { group, resource, verb: "get", namespace: None });
    }
    output.text(&role("kubectl-gvkcheck-check", &reads))?;
    Ok(Exit::Clean)
}

/// Judges what is listed.
fn judge(
    settings: &Settings,
    ground: &Ground,
    reader: Option<Arc<dyn Reader>>,
    listing: Listing,
    options: Options,
) -> Outcome {
    let plugin = Gvkcheck {
        target: ground.target,
        missing_crd: settings.known.missing_crd(&ground.world),
        closed: settings.closed,
        world: ground.world.clone(),
        reader,
        live: None,
        checks: crate::checks::CHECKS,
    };
    let (total, done) = (listing.inputs.len(), Progress::default());
    progress::during(total, || done.done(), || run::run(&plugin, listing, options, &done))
}

/// Says that nothing was named, neither on the command line nor in the configuration.
fn nothing_named(settings: &Settings, bare: bool) -> CliError {
    match &settings.configuration {
        Some(file) => CliError::usage("nothing to check")
            .hint(format!("name files or folders, or - for standard input, or list paths in {}", file.shown)),
        None if bare => super::nothing_to_check(),
        None => CliError::usage("nothing to check").hint("name files or folders, or - for standard input"),
    }
}

/// Tells whether a run that judges nothing is fine: a hook names the files of a commit, and all are excluded or, if it says so,
/// may be others'. Where a folder is named and nothing of it is left, or of what the configuration names, too much is
/// passed over.
fn none_is_fine(args: &Args, listing: &Listing) -> bool {
    let named = args.input.inputs();
    let only_files = named.kustomize.is_none() && !named.paths.iter().any(|path| Path::new(path).is_dir());
    let excluded = named.paths.len() == listing.excluded_names.len() + listing.own_named;
    !named.is_empty() && only_files && (args.input.skip_others || excluded)
}

/// Says why nothing that was named could be opened.
pub(super) fn unread(outcome: &Outcome) -> Option<CliError> {
    let mut errors = outcome.unread.iter().cloned();
    match (errors.next(), outcome.gaps.first()) {
        (Some(first), _) => Some(CliError::from(first).also(errors)),
        (None, Some(gap)) => Some(CliError::usage(format!("{}: {}", gap.what, gap.why))),
        (None, None) => None,
    }
}

/// An object of which a part was not judged must not look clean either: what its CRD demands and only the server can tell.
/// A rule that is off is not asked for.
pub(super) fn not_evaluated(outcome: &Outcome, severities: &Severities) -> Vec<Gap> {
    // A case of this rule that is only information is one that was not evaluated.
    let open =
        |finding: &&Finding| finding.rule.name == cel_rule::RULE.name && finding.severity == Severity::Info;
    let skipped = |reason| outcome.counts.skipped.get(reason).copied().unwrap_or_default();
    let parts = [
        ("rules in CEL", outcome.findings.iter().filter(open).count(), cel_rule::RULE.name),
        ("patterns", skipped(invalid_value::PATTERN), invalid_value::RULE.name),
        ("objects that are too large", skipped(invalid_value::TOO_LARGE), invalid_value::RULE.name),
    ];
    let is_gap = |(_, count, rule): &(&str, usize, &str)| *count > 0 && severities.of(rule) != Some(None);
    let gap = |(what, count, rule): (&str, usize, &str)| Gap {
        what: format!("{what} of CRDs"),
        why: format!("{count} could not be evaluated here, so that only the server can tell"),
        needed_for: vec![rule.to_owned()],
        ..Gap::default()
    };
    parts.into_iter().filter(is_gap).map(gap).collect()
}

/// A run that judged nothing must not look clean.
pub(super) fn nothing_judged(outcome: &Outcome) -> Option<Gap> {
    // A chart has a file that says what chart it is; that is not what was to be judged.
    let configuration = outcome.findings.iter().filter(|finding| finding.rule.name == config_kind::RULE.name);
    let others = outcome.findings.len() - configuration.clone().count();
    let templates = outcome.counts.skipped.get("template").copied().unwrap_or_default();
    let objects = match templates {
        0 => outcome.counts.objects,
        _ => outcome.counts.objects.saturating_sub(configuration.count()),
    };
    if objects > 0 || others > 0 {
        return None;
    }
    let skipped: usize = outcome.counts.skipped.values().sum();
    let excluded = outcome.counts.skipped.get("excluded").copied().unwrap_or_default();
    let why = match skipped {
        0 => "there are no objects in what was named".to_owned(),
        _ if skipped == excluded => "all files that were named are excluded".to_owned(),
        _ if outcome.counts.objects > 0 => {
            "what is no configuration is templates of a chart, which were not rendered".to_owned()
        }
        1 => "the one document there is was passed over".to_owned(),
        _ => format!("all {skipped} documents there are were passed over"),
    };
    Some(Gap {
        what: "no object was judged".to_owned(),
        why,
        needed_for: vec!["every check".to_owned()],
        ..Gap::default()
    })
}
