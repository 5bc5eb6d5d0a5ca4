//! Which SLOs are meant: those of files, of a cluster, or of flags.

use clap::Args as ClapArgs;
use kubecheck_core::cli::CliError;
use kubecheck_core::cli::start::say;
use kubecheck_core::kube::Access;
use kubecheck_core::source::{self, Inputs};

use super::cluster::{self, ToCluster};
use super::way::WayArgs;
use crate::slo::{Slo, Window};
use crate::spec::flags::{self, Flags};
use crate::spec::{self, Specs};

/// The flags.
#[derive(ClapArgs, Clone, Debug, Default)]
#[command(next_help_heading = "SLO")]
pub(super) struct SloArgs {
    /// Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant
    #[arg(short = 'f', long = "filename", value_name = "PATH", value_delimiter = ',', value_hint = clap::ValueHint::AnyPath)]
    filenames: Vec<String>,
    /// Read folders with everything below them
    #[arg(short = 'R', long)]
    recursive: bool,
    /// The SLO: its name, or SERVICE/NAME
    #[arg(long, value_name = "NAME")]
    slo_name: Option<String>,
    /// The period of the budget in days, instead of what the SLO says
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3660))]
    budget_days: Option<u32>,
    /// The namespace of the cluster's SLOs, of rollouts, and of what is written [default: all]
    #[arg(short, long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    #[command(flatten)]
    flags: FlagArgs,
}

/// An SLO that flags say.
#[derive(ClapArgs, Clone, Debug, Default)]
#[command(next_help_heading = "SLO without a file")]
struct FlagArgs {
    /// All events: a counter, or a sum of counters, in PromQL
    #[arg(long, value_name = "PROMQL")]
    total: Option<String>,
    /// The good ones of them
    #[arg(long, value_name = "PROMQL", conflicts_with = "bad")]
    good: Option<String>,
    /// The bad ones of them
    #[arg(long, value_name = "PROMQL")]
    bad: Option<String>,
    /// The share of good events that is promised: 99.9
    #[arg(long, value_name = "PERCENT")]
    target: Option<String>,
    /// A histogram of times, with the labels that matter
    #[arg(long, value_name = "SELECTOR", conflicts_with_all = ["total", "good", "bad"])]
    histogram: Option<String>,
    /// The longest time that is good: 300ms; a bound of the histogram, unless that is native
    #[arg(long, value_name = "DURATION")]
    latency: Option<String>,
    /// The histogram is a native one
    #[arg(long)]
    native: bool,
}

impl SloArgs {
    /// Returns all SLOs that are meant.
    ///
    /// # Errors
    /// Specs that are wrong, and names that name none.
    pub(super) fn all(&self, way: &WayArgs) -> Result<Vec<Slo>, CliError> {
        self.all_of(&|| way.cluster())
    }

    /// Returns all SLOs that are meant, where nothing is asked of Prometheus.
    ///
    /// # Errors
    /// As [`SloArgs::all`].
    pub(super) fn all_of(&self, cluster: &ToCluster<'_>) -> Result<Vec<Slo>, CliError> {
        let mut slos = self.read(cluster)?;
        if let Some(days) = self.budget_days {
            let window = Window::days(days);
            for slo in slos.iter_mut().filter(|slo| slo.window != window) {
                say(
                    "warning",
                    &format!("{} is for {}, and --budget-days says {window}", slo.title(), slo.window),
                );
                slo.window = window.clone();
            }
        }
        let Some(name) = &self.slo_name else { return Ok(slos) };
        let names: Vec<String> = slos.iter().map(Slo::full_name).collect();
        slos.retain(|slo| slo.is_called(name));
        if slos.is_empty() {
            let there = if names.is_empty() {
                "there is none at all".to_owned()
            } else {
                format!("there are {}", names.join(", "))
            };
            return Err(CliError::usage(format!("no SLO is named {name:?}")).hint(there));
        }
        Ok(slos)
    }

    /// Returns the one SLO that is meant.
    ///
    /// # Errors
    /// As [`SloArgs::all`], and several or none.
    pub(super) fn one(&self, way: &WayArgs) -> Result<Slo, CliError> {
        let mut slos = self.all(way)?;
        if slos.len() > 1 {
            let names: Vec<String> = slos.iter().map(Slo::full_name).collect();
            return Err(CliError::usage("several SLOs are meant, and one must be")
                .hint(format!("choose one with --slo-name: {}", names.join(", "))));
        }
        slos.pop().ok_or_else(none)
    }

    /// Tells whether the SLOs are those of files.
    pub(super) fn is_of_files(&self) -> bool {
        !self.filenames.is_empty()
    }

    /// Returns the files and folders that are named.
    ///
    /// # Errors
    /// That none is.
    pub(super) fn inputs(&self) -> Result<Inputs, CliError> {
        if self.filenames.is_empty() {
            return Err(CliError::usage("no file is named")
                .hint("name files or folders with -f; - is standard input"));
        }
        Ok(Inputs { paths: self.filenames.clone(), recursive: self.recursive, ..Inputs::default() })
    }

    /// Returns the SLOs of the files that are named; there may be none.
    ///
    /// # Errors
    /// Specs that are wrong.
    pub(super) fn of_files(&self) -> Result<Vec<Slo>, CliError> {
        usable(spec::read(source::list(&self.inputs()?)?)?)
    }

    /// Returns the SLOs of a cluster. If one is named and there, what is wrong with those of others is only warned of: who gates a
    /// release cannot mend them.
    fn of_cluster(&self, specs: Specs) -> Result<Vec<Slo>, CliError> {
        let is_named = |slo: &Slo| self.slo_name.as_ref().is_some_and(|name| slo.full_name() == *name);
        if !specs.slos.iter().any(is_named) || !specs.gaps.is_empty() {
            return usable(specs);
        }
        for problem in &specs.problems {
            say("warning", &problem.to_string());
        }
        Ok(specs.slos)
    }

    /// Returns what a user must be allowed to read of a cluster: its SLOs, unless files or flags say them.
    pub(super) fn access(&self) -> Vec<Access> {
        if self.flags.is_given() || !self.filenames.is_empty() {
            Vec::new()
        } else {
            cluster::access(self.namespace())
        }
    }

    /// Returns the one namespace that is looked into; none for all.
    pub(super) fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref().filter(|namespace| !namespace.is_empty())
    }

    fn read(&self, cluster: &ToCluster<'_>) -> Result<Vec<Slo>, CliError> {
        if self.flags.is_given() {
            if !self.filenames.is_empty() {
                return Err(CliError::usage("-f names files of SLOs, and other flags say one themselves")
                    .hint("leave one of the two out"));
            }
            return Ok(vec![self.flags.slo(self)?]);
        }
        let slos = match self.filenames.is_empty() {
            true => self.of_cluster(cluster::specs(cluster, self.namespace())?)?,
            false => self.of_files()?,
        };
        if slos.is_empty() { Err(none()) } else { Ok(slos) }
    }
}

/// Refuses specs with anything wrong in them: half of what was meant is not what was meant.
fn usable(specs: Specs) -> Result<Vec<Slo>, CliError> {
    for problem in specs.problems.iter().filter(|problem| problem.is_warning) {
        say("warning", &problem.to_string());
    }
    let gaps = specs.gaps.iter().map(|gap| format!("{}: {}", gap.what, gap.why));
    let wrong: Vec<String> = specs.errors().map(ToString::to_string).chain(gaps).collect();
    if wrong.is_empty() {
        return Ok(specs.slos);
    }
    Err(CliError::usage(wrong.join("\n")))
}

fn none() -> CliError {
    CliError::usage("there is no SLO")
        .hint("name files with -f, or say what is measured with --total, --bad and --target")
}

impl FlagArgs {
    /// Tells whether an SLO is said.
    fn is_given(&self) -> bool {
        let texts = [&self.total, &self.good, &self.bad, &self.target, &self.histogram, &self.latency];
        self.native || texts.iter().any(|text| text.is_some())
    }

    fn slo(&self, args: &SloArgs) -> Result<Slo, CliError> {
        let target = self.target.clone().ok_or_else(|| {
            CliError::usage("what is measured is said, but not what is promised")
                .hint("add --target, as in --target 99.9")
        })?;
        let flags = Flags {
            name: args.slo_name.clone().unwrap_or_else(|| "slo".to_owned()),
            target,
            window: Window::days(args.budget_days.unwrap_or(30)),
            good: self.good.clone(),
            bad: self.bad.clone(),
            total: self.total.clone(),
            histogram: self.histogram.clone(),
            latency: self.latency.clone(),
            native: self.native,
        };
        flags::slo(&flags).map_err(CliError::usage)
    }
}
