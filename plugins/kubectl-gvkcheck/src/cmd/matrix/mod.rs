//! `kubectl gvkcheck matrix --contexts …`: one matrix over clusters.

mod ask;
mod rows;
mod show;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::kube::{self, ConnectionArgs};
use kubecheck_core::report::render::Format;

use crate::served::Query;
use ask::Column;
use rows::{Row, rows};

/// The arguments of `matrix`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
A cluster that does not answer is a gap in its column (?), never a no; the exit code is then 4, or 3 if trying again will
not help. Tables show only what differs between the clusters, unless --all is given; json, yaml and jsonpath hold everything.

Examples:
  kubectl gvkcheck matrix --contexts staging,'prod-*'               # quote patterns, so that the shell leaves them alone
  kubectl gvkcheck matrix --contexts '*' --all --resources Ingress,cronjobs.batch
  kubectl gvkcheck matrix --contexts a,b -o matrix.md               # or .yaml, .json, .csv")]
pub(super) struct Args {
    /// The contexts of the kubeconfig to compare: names, and patterns with * and ? in quotes; may be repeated
    #[arg(
        long, value_name = "CONTEXT", value_delimiter = ',', required = true,
        conflicts_with_all = ["context", "cluster", "server"],
    )]
    contexts: Vec<String>,
    /// Only these kinds: Deployment, ingresses, cronjobs.batch, apps/v1
    #[arg(long, value_name = "RESOURCE", value_delimiter = ',')]
    resources: Vec<String>,
    /// Also what is the same in all clusters
    #[arg(long)]
    all: bool,
    /// Exit with 0 even if a cluster did not answer; the gaps are still shown
    #[arg(long)]
    allow_gaps: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The answers of all clusters.
struct Matrix {
    columns: Vec<Column>,
    /// Every kind and version that any of them serves and that was asked for.
    rows: Vec<Row>,
    /// Whether tables show what is the same everywhere.
    all: bool,
}

/// Compares clusters.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::of_table(&args.output)?;
    if matches!(output.format(), Format::Sarif | Format::Github | Format::Junit) {
        return Err(CliError::usage(
            "a matrix is no list of findings, so it has no sarif, github or junit output",
        )
        .hint("use table, wide, json, yaml, markdown, csv, name or jsonpath=…"));
    }
    let contexts = kube::choose(&args.contexts, &args.connection)?;
    let columns = kube::ask_each(&contexts, &args.connection, Column::ask);
    ask::refuse_if_none_answers(&columns)?;
    let queries: Vec<Query<'_>> = args.resources.iter().map(|name| Query::parse(name)).collect();
    let rows = rows(&columns, &queries);
    tell_missing(args, &queries, &rows);
    // What one cluster serves differs from nothing.
    let matrix = Matrix { all: args.all || columns.len() == 1, columns, rows };
    show::show(&matrix, &output)?;
    Ok(matrix.exit(args.allow_gaps))
}

/// Says what was asked for and nobody serves.
fn tell_missing(args: &Args, queries: &[Query<'_>], rows: &[Row]) {
    for (name, query) in args.resources.iter().zip(queries) {
        if !rows.iter().any(|row| row.is(query)) {
            start::say("warning", &format!("no cluster that answered serves anything called {name:?}"));
        }
    }
}

impl Matrix {
    /// Returns the rows that tables show.
    fn shown(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| self.all || row.differs())
    }

    fn exit(&self, allow_gaps: bool) -> Exit {
        let mut gaps = self.columns.iter().flat_map(Column::gaps).peekable();
        if allow_gaps || gaps.peek().is_none() {
            Exit::Clean
        } else if gaps.any(|gap| gap.is_transient) {
            Exit::Transient
        } else {
            Exit::Incomplete
        }
    }
}
