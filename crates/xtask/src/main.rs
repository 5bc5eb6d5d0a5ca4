//! Tasks of this repository: `cargo xtask TASK`.

mod bench;
mod catalog;
mod completions;
mod controlplane;
mod dist;
mod finalizers;
mod krew;
mod man;
mod plugins;
mod prometheus;
mod soak;
mod workspace;

use clap::{Parser, Subcommand};

/// Tasks of this repository.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure a plugin beside the tool that people use today, and compare their verdicts.
    Bench(bench::Args),
    /// Generate the Kubernetes catalogue, or check it against the sources of Kubernetes.
    Catalog(catalog::Args),
    /// Generate the completion scripts, or check that they are fresh.
    Completions(completions::Args),
    /// Start the control plane of the tests, to try things on by hand.
    Controlplane(controlplane::Args),
    /// Build this platform's release archive, and stamp manifests for krew with its sum.
    Dist(dist::Args),
    /// Pack the catalogue of finalizers, or check that it is fresh.
    Finalizers(finalizers::Args),
    /// Generate the manifests for krew, or check that they are fresh.
    Krew(krew::Args),
    /// Generate the manual pages.
    Man(man::Args),
    /// Start the Prometheus of the tests with a month of data, to try queries on by hand.
    Prometheus(prometheus::Args),
    /// Run many times what the tests run a few times, and print figures.
    Soak(soak::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Bench(args) => bench::run(&args),
        Task::Catalog(args) => catalog::run(&args),
        Task::Completions(args) => completions::run(&args),
        Task::Controlplane(args) => controlplane::run(&args),
        Task::Dist(args) => dist::run(&args),
        Task::Finalizers(args) => finalizers::run(&args),
        Task::Krew(args) => krew::run(&args),
        Task::Man(args) => man::run(&args),
        Task::Prometheus(args) => prometheus::run(&args),
        Task::Soak(args) => soak::run(&args),
    }
}
