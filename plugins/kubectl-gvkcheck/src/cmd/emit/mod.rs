//! `kubectl gvkcheck emit github|gitlab|pre-commit|make`
//!
//! The jobs are text files beside this one. They call `kubectl-gvkcheck` itself: kubectl's own errors end with 1 as well.

mod quote;

use clap::{Args as ClapArgs, Parser, ValueEnum};
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::report::render;

use super::settings::Settings;
use super::target::TargetArgs;

/// The arguments of `emit`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  kubectl gvkcheck emit github deploy/ --k8s 1.33 > .github/workflows/gvkcheck.yaml
  kubectl gvkcheck emit gitlab >> .gitlab-ci.yml
  kubectl gvkcheck emit pre-commit deploy/ > .pre-commit-config.yaml
  kubectl gvkcheck emit make >> Makefile")]
pub(super) struct Args {
    /// What is to run gvkcheck
    #[arg(value_name = "JOB")]
    job: Job,
    /// The files and folders that the job judges, all below them; those of the configuration if not given, or else the whole repository
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,
    #[command(flatten)]
    target: TargetArgs,
    /// Files or folders with CRDs, which define kinds for the job; may be repeated
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    crds: Vec<String>,
    /// The least severity that fails the job; errors if not given
    #[arg(long, value_name = "SEVERITY", value_parser = ["error", "warning", "info", "never"])]
    fail_on: Option<String>,
}

/// What runs gvkcheck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Job {
    /// A workflow for GitHub: annotations, a summary, code scanning
    Github,
    /// A job for GitLab: its findings are test results of the merge request
    Gitlab,
    /// A hook for pre-commit, before anything is committed
    PreCommit,
    /// A target for make
    Make,
}

/// Prints a job.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    // A job that cannot run is not to be handed out.
    args.target.minor(None)?;
    for text in args.paths.iter().chain(&args.crds).chain(&args.target.k8s) {
        refuse(args.job, text)?;
    }
    if args.job != Job::Make && home().contains("//example.com/") {
        let why = format!(
            "this build does not know where its releases are: put the project's home in place of {}",
            home()
        );
        start::say("warning", &why);
    }
    let configured = args.paths.is_empty() && names_paths()?;
    let text = args.text(configured);
    Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?.text(&text)?;
    Ok(Exit::Clean)
}

/// Tells whether the configuration file names what is to be judged: then a job need not.
fn names_paths() -> Result<bool, CliError> {
    let bare = super::Cli::try_parse_from([super::PROGRAM])
        .map_err(|error| CliError::usage("cannot read the configuration").cause(error))?;
    Ok(!Settings::of(&bare.check)?.inputs.is_empty())
}

/// Returns the project's home: the one that `cargo xtask dist --repository` stamps, or else Cargo.toml's.
fn home() -> &'static str {
    option_env!("KUBECHECK_REPOSITORY").unwrap_or(env!("CARGO_PKG_REPOSITORY"))
}

/// Refuses what would mean something else in a job than on the command line.
fn refuse(job: Job, text: &str) -> Result<(), CliError> {
    let why = match text {
        "-" => "a job has no standard input",
        "" => "it is empty",
        _ if *render::escape(text) != *text => "it has characters that cannot be seen",
        _ if job == Job::Github && text.contains("${{") => "GitHub would take it for an expression",
        _ => return Ok(()),
    };
    Err(CliError::usage(format!("cannot write {text:?} into a job: {why}")))
}

impl Args {
    fn text(&self, configured: bool) -> String {
        let template = match self.job {
            Job::Github => include_str!("github.yaml"),
            Job::Gitlab => include_str!("gitlab.yaml"),
            Job::PreCommit => include_str!("pre-commit.yaml"),
            Job::Make => include_str!("makefile"),
        };
        let job = template.replace("@VERSION@", env!("CARGO_PKG_VERSION")).replace("@REPOSITORY@", home());
        match self.job {
            Job::Github | Job::Gitlab => job.replace("@CHECK@", &quote::shell(&self.words(configured))),
            Job::Make => job.replace("@CHECK@", &quote::shell(&self.words(configured)).replace('$', "$$")),
            Job::PreCommit => job + &self.hook(),
        }
    }

    /// Returns the arguments of the check that the job runs.
    fn words(&self, configured: bool) -> Vec<String> {
        let mut words = Vec::new();
        match self.paths.as_slice() {
            [] if configured => {}
            [] => words.extend(["-R", "."].map(str::to_owned)),
            paths => {
                words.push("-R".to_owned());
                // What looks like a flag is none with its folder before it.
                words.extend(paths.iter().map(|path| quote::no_flag(path)));
            }
        }
        words.extend(self.flags());
        words
    }

    fn flags(&self) -> Vec<String> {
        let crds = self.crds.iter().map(|path| ("--crds", path));
        let others = self.target.k8s.iter().map(|version| ("--k8s", version));
        let others = others.chain(self.fail_on.iter().map(|severity| ("--fail-on", severity)));
        crds.chain(others).flat_map(|(flag, value)| [flag.to_owned(), value.clone()]).collect()
    }

    /// Returns the lines of the hook that narrow it: pre-commit names the files itself.
    fn hook(&self) -> String {
        let mut lines = String::new();
        let flags = self.flags();
        if !flags.is_empty() {
            lines.push_str(&format!("        args: {}\n", quote::yaml_list(&flags)));
        }
        if let Some(pattern) = quote::files(&self.paths) {
            lines.push_str(&format!("        files: {}\n", quote::yaml(&pattern)));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_job_would_take_otherwise_is_refused() {
        for (job, text) in
            [(Job::Make, "-"), (Job::Make, ""), (Job::Gitlab, "a\nb"), (Job::Github, "${{ x }}")]
        {
            refuse(job, text).expect_err(text);
        }
        for (job, text) in [(Job::Make, "${{ x }}"), (Job::Github, "$HOME"), (Job::Github, "größe x")] {
            refuse(job, text).expect(text);
        }
    }
}
