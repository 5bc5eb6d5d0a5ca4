//! Tasks of this repository: `cargo xtask TASK`.

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
    /// Generate the Kubernetes catalogue, or check it against the sources of Kubernetes.
    Catalog(catalog::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().task {
        Task::Catalog(args) => catalog::run(&args),
    }
}
