//! Tasks of this repository: `cargo xtask TASK`.

mod bench;
mod catalog;

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
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Bench(args) => bench::run(&args),
        Task::Catalog(args) => catalog::run(&args),
    }
}
