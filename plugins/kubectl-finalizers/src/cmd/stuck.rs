//! `kubectl finalizers [stuck]`

use clap::Args as ClapArgs;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{ConnectionArgs, NamespaceArgs};
use kubecheck_core::report::render;

use crate::world::{World, WorldArgs};

/// The arguments of `stuck`.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    namespaces: NamespaceArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists what is being deleted and does not go.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.output)?;
    let world = World::open(&args.world, &args.connection)?;
    let wanted = world.stored(args.namespaces.one());
    let going = |_, items: Vec<kubecheck_core::model::meta::Meta>| -> Vec<_> {
        items.into_iter().filter(|item| item.deletion_timestamp.is_some()).collect()
    };
    let scanned = world.scan(&wanted, going);
    let rows: Vec<Vec<String>> = scanned
        .kept
        .into_iter()
        .flat_map(|(at, items)| items.into_iter().map(move |item| (at, item)))
        .map(|(at, item)| {
            vec![
                item.namespace,
                format!("{}/{}", wanted[at].qualified(), item.name),
                item.finalizers.join(", "),
            ]
        })
        .collect();
    output.text(&render::table(&["NAMESPACE", "OBJECT", "FINALIZERS"], &rows, output.style()))?;
    Ok(if scanned.faults.is_empty() { Exit::Clean } else { Exit::Incomplete })
}
