//! The flags that several commands share, with kubectl's names and meaning.

use clap::Args;

use super::colour::When;
use super::exit::Policy;
use crate::check::rule::Severity;
use crate::model::time::{self, Timestamp};
use crate::source::Inputs;

/// What to read.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files or folders of manifests; - is standard input
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Files or folders as well, as kubectl names them; may be repeated
    #[arg(short = 'f', long = "filename", value_name = "PATH", value_delimiter = ',', value_hint = clap::ValueHint::AnyPath)]
    pub filenames: Vec<String>,
    /// Read folders with everything below them
    #[arg(short = 'R', long)]
    pub recursive: bool,
    /// Build this folder with kustomize and read the result
    #[arg(short = 'k', long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub kustomize: Option<String>,
    /// Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is
    #[arg(long)]
    pub skip_others: bool,
}

impl InputArgs {
    /// Tells whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.filenames.is_empty() && self.kustomize.is_none()
    }

    /// Returns what was named, arguments before flags.
    pub fn inputs(&self) -> Inputs {
        let paths = self.paths.iter().chain(&self.filenames).cloned().collect();
        Inputs { paths, recursive: self.recursive, kustomize: self.kustomize.clone(), ..Inputs::default() }
    }
}

/// How to show the answer.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// The format, or a file with a known ending to write instead of standard output:
    /// table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown
    #[arg(short, long, value_name = "FORMAT|FILE", default_value = "table")]
    pub output: String,
    /// Leave the headers of columns out
    #[arg(long)]
    pub no_headers: bool,
    /// Use colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Show the lines of the source with each finding
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub snippets: When,
}

/// When to fail.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Exit code")]
pub struct ExitArgs {
    /// The least severity that makes the exit code 1 [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = ["error", "warning", "info", "never"])]
    pub fail_on: Option<String>,
    /// Exit with 0 even if something could not be judged; the gaps are still shown
    #[arg(long)]
    pub allow_gaps: bool,
    /// Exit with 0 whatever was found
    #[arg(long)]
    pub exit_zero: bool,
}

impl ExitArgs {
    /// Returns what turns findings and gaps into an exit code. The flag wins over what a configuration says.
    pub fn policy(&self, configured: Option<&str>) -> Policy {
        let fail_on = match self.fail_on.as_deref().or(configured) {
            None | Some("error") => Some(Severity::Error),
            Some("warning") => Some(Severity::Warning),
            Some("info") => Some(Severity::Info),
            Some(_) => None,
        };
        Policy { fail_on, allow_gaps: self.allow_gaps, exit_zero: self.exit_zero }
    }
}

/// Where to read a cluster from: itself, or files that somebody printed of it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub struct WorldArgs {
    /// Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated
    #[arg(short = 'f', long = "filename", value_name = "PATH", value_delimiter = ',', value_hint = clap::ValueHint::AnyPath)]
    pub filenames: Vec<String>,
    /// Read folders with everything below them
    #[arg(short = 'R', long, requires = "filenames")]
    pub recursive: bool,
    /// The time at which the files were made (RFC 3339), from which ages count [default: now]
    #[arg(long, value_name = "TIME", requires = "filenames", value_parser = moment, hide_default_value = true)]
    pub at: Option<Timestamp>,
}

fn moment(text: &str) -> Result<Timestamp, String> {
    time::parse(text).ok_or_else(|| "write a time as 2026-01-02T03:04:05Z".to_owned())
}
