//! `kubectl slocheck emit rules`

use clap::{Args as ClapArgs, ValueEnum};
use kubecheck_core::cli::CliError;
use kubecheck_core::cli::start::say;
use kubecheck_core::kube::{Cluster, ConnectionArgs};

use super::{refused, yaml};
use crate::cmd::chosen::SloArgs;
use crate::emit::names::near;
use crate::emit::rules::document::{Metadata, file, prometheus_rule};
use crate::emit::rules::{Options, rules};
use crate::slo::Slo;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck emit rules -f slo.yaml > rules.yaml && promtool check rules rules.yaml
  kubectl slocheck emit rules -f slos/ -o prometheusrule --label release=prometheus | kubectl apply -n monitoring -f -
  kubectl slocheck emit rules -f slo.yaml --method ratio-timeslices      # the ratio of the period as sloth has it
  kubectl slocheck emit rules -f slo.yaml --skip-unfireable              # of a target of 90%, say

Exit codes:
  0  rules were written
  2  an SLO is wrong, its period does not roll, or an alert could never fire";

/// The arguments of `emit rules`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    slo: SloArgs,
    /// How the budget of the period is counted, instead of what the SLO says
    #[arg(long, value_name = "METHOD", value_parser = ["occurrences", "timeslices", "ratio-timeslices"])]
    method: Option<String>,
    /// Leave alerts out that could never fire, with a warning, rather than refuse them
    #[arg(long)]
    skip_unfireable: bool,
    /// What to write: a file for Prometheus, or an object for its operator
    #[arg(short, long, value_name = "FORMAT", default_value = "rules")]
    output: Kind,
    /// The name of the PrometheusRule [default: that of the SLO, if there is one]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A label of the PrometheusRule, by which its Prometheus chooses rules; may be repeated
    #[arg(short, long, value_name = "KEY=VALUE", value_parser = label)]
    label: Vec<(String, String)>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A file, as rule_files of Prometheus names it
    Rules,
    /// A PrometheusRule of monitoring.coreos.com/v1
    #[value(name = "prometheusrule")]
    PrometheusRule,
}

fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write KEY=VALUE, such as release=prometheus".to_owned()),
    }
}

/// Returns the rules of all SLOs that are meant.
pub(super) fn written(args: &Args) -> Result<String, CliError> {
    if args.output == Kind::Rules
        && (args.name.is_some()
            || args.slo.namespace().is_some_and(|_| args.slo.is_of_files())
            || !args.label.is_empty())
    {
        return Err(CliError::usage("a file of rules has no name, no namespace and no labels")
            .hint("write an object for the Prometheus operator with -o prometheusrule"));
    }
    let slos = args.slo.all_of(&|| Cluster::new(&args.connection))?;
    let options = Options { method: args.method.clone(), skip_unfireable: args.skip_unfireable };
    let rules = rules(&slos, &options).map_err(|refusals| refused(&refusals))?;
    for warning in &rules.warnings {
        say("warning", warning);
    }
    let document = match args.output {
        Kind::Rules => file(&rules.groups),
        Kind::PrometheusRule => {
            let metadata = args.metadata(&slos);
            prometheus_rule(&rules.groups, &metadata).map_err(|refusal| refused(&[refusal]))?
        }
    };
    yaml(&rules.comments, &[document])
}

impl Args {
    fn metadata(&self, slos: &[Slo]) -> Metadata {
        let usual = || match slos {
            [slo] => near(&slo.full_name(), "slos"),
            _ => "slos".to_owned(),
        };
        Metadata {
            name: self.name.clone().unwrap_or_else(usual),
            namespace: self.slo.namespace().map(str::to_owned),
            labels: self.label.iter().cloned().collect(),
        }
    }
}
