//! `kubectl slocheck emit job` and `emit argocd`

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use clap::Args as ClapArgs;
use kubecheck_core::cli::CliError;
use kubecheck_core::source::prometheus::Service;

use super::{checked, refused, yaml};
use crate::cmd::way::span;
use crate::emit::job::{Job, Key, Runner, Secrets, Spec, Way, documents};
use crate::slo::Slo;

const EXAMPLES: &str = "\
Examples:
  kubectl slocheck emit job --image registry.example.com/slocheck:1.0 -f slo.yaml --prometheus https://prometheus.example.com \\
      -n shop -- --slo-name checkout --remaining-burn=15% --max-burn-rate=2.5 | kubectl apply -f -
  kubectl slocheck emit argocd --image registry.example.com/slocheck:1.0 -f slo.yaml -n shop \\
      --prometheus-service monitoring/prometheus-k8s:web -- --slo-name checkout > deploy/gate.yaml

Flags of kubectl slocheck gate stand behind --. They are checked now, with the SLO, so that a slip of the pen shows here and not in
the cluster. Nothing is written to a cluster, and no secret is ever part of what is written.

Exit codes of this command:
  0  the objects were written
  2  a flag, a file or the SLO is wrong";

/// The arguments of `emit job` and `emit argocd`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The image, which has kubectl-slocheck on its path
    #[arg(long, value_name = "IMAGE")]
    image: String,
    /// Files of SLOs, which become a ConfigMap; may be repeated
    #[arg(short = 'f', long = "filename", value_name = "FILE", value_delimiter = ',', value_hint = clap::ValueHint::FilePath)]
    filenames: Vec<PathBuf>,
    /// The name of the Job and of what goes with it
    #[arg(long, value_name = "NAME", default_value = "slocheck-gate")]
    name: String,
    /// The namespace of the Job
    #[arg(short, long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// The Secret with which the image is pulled
    #[arg(long, value_name = "NAME")]
    image_pull_secret: Option<String>,
    /// How long all of it may take, with all retries and with pulling the image
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = span)]
    deadline: Duration,
    /// How often it is tried again if Prometheus cannot be reached
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(..=10))]
    retries: u32,
    #[command(flatten)]
    way: WayArgs,
    /// Flags of kubectl slocheck gate
    #[arg(last = true, value_name = "GATE FLAGS")]
    gate: Vec<String>,
}

/// How the Job reaches Prometheus.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Prometheus, as the Job reaches it")]
struct WayArgs {
    /// The address, such as http://prometheus.monitoring:9090; otherwise that of the SLO
    #[arg(long, value_name = "URL", conflicts_with = "prometheus_service")]
    prometheus: Option<String>,
    /// The service, through the API server; the Job gets the right to ask it
    #[arg(long, value_name = "NAMESPACE/[https:]NAME:PORT", value_parser = Service::read)]
    prometheus_service: Option<Service>,
    /// The Secret with the bearer token
    #[arg(long, value_name = "NAME/KEY", value_parser = Key::read, conflicts_with_all = ["prometheus_service", "prometheus_username"])]
    prometheus_token_secret: Option<Key>,
    /// The user name
    #[arg(
        long,
        value_name = "NAME",
        requires = "prometheus_password_secret",
        conflicts_with = "prometheus_service"
    )]
    prometheus_username: Option<String>,
    /// The Secret with the password
    #[arg(long, value_name = "NAME/KEY", value_parser = Key::read, requires = "prometheus_username")]
    prometheus_password_secret: Option<Key>,
    /// The ConfigMap with the certificate authority of the server
    #[arg(long, value_name = "NAME/KEY", value_parser = Key::read, conflicts_with = "prometheus_service")]
    prometheus_ca_configmap: Option<Key>,
}

/// Returns the objects of the Job.
pub(super) fn written(args: &Args, runner: Runner) -> Result<String, CliError> {
    let slo = checked::gate(&args.filenames, &args.gate, args.deadline)?;
    let job = Job {
        name: args.name.clone(),
        namespace: args.namespace.clone().filter(|namespace| !namespace.is_empty()),
        image: args.image.clone(),
        pull_secret: args.image_pull_secret.clone(),
        specs: args.filenames.iter().map(|path| spec(path)).collect::<Result<_, _>>()?,
        way: args.way.way(&slo)?,
        secrets: args.way.secrets(),
        arguments: args.gate.clone(),
        deadline: args.deadline,
        retries: args.retries,
        runner,
    };
    let documents = documents(&job).map_err(|refusal| refused(&[refusal]))?;
    yaml(&comments(&slo, runner), &documents)
}

fn comments(slo: &Slo, runner: Runner) -> Vec<String> {
    let (verb, what) = match runner {
        Runner::Kubernetes => ("job", "It is complete if the release may go out, and failed if not."),
        Runner::ArgoCd => {
            ("argocd", "Argo CD runs it before each sync, and syncs only if the release may go out.")
        }
    };
    let of = slo.full_name();
    vec![
        format!("Written by kubectl slocheck emit {verb}: a Job that asks the gate for {of}."),
        what.to_owned(),
    ]
}

/// Reads a file as it is: the ConfigMap has it with its comments.
fn spec(path: &Path) -> Result<Spec, CliError> {
    let text = fs::read(path).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
    let text =
        text.map_err(|error| CliError::usage(format!("cannot read {}", path.display())).cause(error))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Spec { name, text })
}

impl WayArgs {
    fn way(&self, slo: &Slo) -> Result<Way, CliError> {
        if let Some(service) = &self.prometheus_service {
            return through(service);
        }
        match (&self.prometheus, &slo.address) {
            (Some(address), _) => checked::address(address).map(Way::Address),
            (None, Some(address)) => checked::address(address).map(|_| Way::OfSpec),
            (None, None) => Err(CliError::usage("nothing says how the Job reaches Prometheus").hint(
                "add --prometheus URL, or --prometheus-service NAMESPACE/NAME:PORT to ask through the API server",
            )),
        }
    }

    fn secrets(&self) -> Secrets {
        Secrets {
            token: self.prometheus_token_secret.clone(),
            username: self.prometheus_username.clone(),
            password: self.prometheus_password_secret.clone(),
            authority: self.prometheus_ca_configmap.clone(),
        }
    }
}

/// Returns the way through the API server. Without its port the service would have to be read, which is one right more.
fn through(service: &Service) -> Result<Way, CliError> {
    let flag = service.to_string();
    match flag.split_once('/') {
        Some((namespace, proxied)) if service.port.is_some() => Ok(Way::Service {
            namespace: namespace.to_owned(),
            proxied: proxied.to_owned(),
            flag: flag.clone(),
        }),
        _ => Err(CliError::usage(format!("--prometheus-service {flag} names no port"))
            .hint(format!("name it, as in --prometheus-service {flag}:web, so that the Job need not look"))),
    }
}
