//! `kubectl gvkcheck matrix --contexts …`: one matrix over clusters.

mod ask;
mod rows;
mod show;

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::{InputArgs, OutputArgs};
use kubecheck_core::cli::exit::HELP;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{self, ConnectionArgs};
use kubecheck_core::report::render::Format;
use kubecheck_core::source::{self, Listing};

use ask::Column;
use kubecheck_core::model::query::Query;
use rows::{Row, rows};

/// The arguments of `matrix`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = format!("\
Manifests are judged by what each cluster serves, by its version and its CRDs, as check --live does; the exit code is 1 if any cluster would refuse one. \
A cluster that does not answer is a gap in its column (?), never a no; the exit code is then 4, or 3 if trying again will not help. \
Tables show only what differs between the clusters, unless --all is given; json, yaml and jsonpath hold everything.

Examples:
  kubectl gvkcheck matrix --contexts staging,'prod-*'    # patterns in quotes
  kubectl gvkcheck matrix --contexts '*' --all --resources Ingress,cronjobs.batch
  kubectl gvkcheck matrix --contexts 'prod-*' -R manifests/    # what each would refuse
  kubectl gvkcheck matrix --contexts a,b -o matrix.md         # or .yaml, .json, .csv

{HELP}"))]
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
    #[command(flatten)]
    input: InputArgs,
    /// Exit with 0 even if a cluster did not answer; the gaps are still shown
    #[arg(long)]
    allow_gaps: bool,
    /// Exit with 0 whatever the clusters say
    #[arg(long)]
    exit_zero: bool,
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
    let manifests = args.manifests()?;
    let ask =
        |context: &str, connection: &ConnectionArgs| Column::ask(context, connection, manifests.as_ref());
    let columns = kube::ask_each(&contexts, &args.connection, ask);
    ask::refuse_if_none_answers(&columns)?;
    let queries: Vec<Query<'_>> = args.resources.iter().map(|name| Query::parse(name)).collect();
    let rows = rows(&columns, &queries);
    refuse_missing(args, &queries, &rows)?;
    // What one cluster serves differs from nothing.
    let matrix = Matrix { all: args.all || columns.len() == 1, columns, rows };
    show::show(&matrix, &output)?;
    Ok(matrix.exit(args))
}

impl Args {
    /// Lists the manifests, if there are any.
    fn manifests(&self) -> Result<Option<Listing>, CliError> {
        if self.input.is_empty() {
            return Ok(None);
        }
        let mut listing = source::list(&self.input.inputs())?;
        if self.input.skip_others {
            listing = listing.as_found();
        }
        listing.hold().map_err(|error| CliError::usage("cannot read standard input").cause(error))?;
        Ok(Some(listing))
    }
}

/// Refuses what nobody serves: it is a typing error, or the answer is that nobody has it, and neither is a matrix.
fn refuse_missing(args: &Args, queries: &[Query<'_>], rows: &[Row]) -> Result<(), CliError> {
    let mut missing =
        args.resources.iter().zip(queries).filter(|(_, query)| !rows.iter().any(|row| row.is(query)));
    match missing.next() {
        Some((name, _)) => {
            Err(CliError::usage(format!("no cluster that answered serves anything called {name:?}"))
                .hint("kubectl gvkcheck resolve lists what there is"))
        }
        None => Ok(()),
    }
}

impl Matrix {
    /// Returns the rows that tables show.
    fn shown(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| self.all || row.differs())
    }

    fn exit(&self, args: &Args) -> Exit {
        let refuses = |column: &Column| column.judged().is_some_and(|judged| !judged.refused.is_empty());
        let gaps = ask::gaps(&self.columns);
        if args.exit_zero {
            Exit::Clean
        } else if self.columns.iter().any(refuses) {
            Exit::Findings
        } else if args.allow_gaps || gaps.is_empty() {
            Exit::Clean
        } else if gaps.iter().any(|gap| gap.is_transient) {
            Exit::Transient
        } else {
            Exit::Incomplete
        }
    }
}
