//! `kubectl finalizers why OBJ`

use clap::Args as ClapArgs;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{Fault, FaultKind, Wanted};
use kubecheck_core::model::query::{self, OBJECT_FORM, Query};

use super::answer::{Answer, AnswerArgs};
use crate::chain::look::{gap, refused};
use crate::chain::named::Named;
use crate::chain::walk::Walker;
use crate::chain::{self, Chain, State, text};
use crate::world::World;

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers why ns/shop                  # a namespace that stays Terminating
  kubectl finalizers why pvc/data -n shop -w      # follow until it is gone
  kubectl finalizers why crd/widgets.example.com -o json
  kubectl finalizers why ns/shop -f must-gather/ -R --at 2026-01-02T03:04:05Z";

/// The arguments of `why`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The object: kind/name, kind name or kind.group/name
    #[arg(value_name = "OBJ", required = true, num_args = 1..=2)]
    object: Vec<String>,
    #[command(flatten)]
    answer: AnswerArgs,
}

/// Tells why an object that is being deleted is still there.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let (query, name) = query::object(&args.object).map_err(|why| CliError::usage(why).hint(OBJECT_FORM))?;
    let scope = |world: &World| {
        let list = world.find(&query)?;
        let is_namespace = list.group.is_empty() && list.kind == "Namespace";
        Ok(if is_namespace { Some(name.to_owned()) } else { list.namespaced.then(|| namespace(args, world)) })
    };
    args.answer.tell(scope, |world, _| look(args, world, &query, name))
}

/// Looks once.
fn look(args: &Args, world: &World, query: &Query<'_>, name: &str) -> Result<Answer, CliError> {
    let walker = Walker::new(world, args.answer.bound());
    let list = world.find(query)?;
    let namespace = list.namespaced.then(|| namespace(args, world));
    let named = Named::of(&list, namespace.as_deref(), name);
    let chain = match world.get(&list, namespace.as_deref(), name) {
        Ok(Some(object)) => walker.chain(&list, &object),
        Ok(None) if world.is_whole() => Chain::short(named, State::Gone),
        Ok(None) => {
            walker.look().note(gap(named.to_string(), format!("it is not in {}", world.name())));
            Chain::short(named, State::Unknown)
        }
        Err(fault) if fault.kind.is_final() => return Err(fault.into()),
        Err(fault) => unread(&walker, &list, named, &fault),
    };
    let chain = chain.with_flags(&args.answer.flags());
    let gaps = walker.gaps();
    let mut document = chain.document(Some("Chain"));
    document["context"] = world.context().into();
    document["gaps"] = chain::gaps(&gaps);
    Ok(Answer {
        text: text::write(&chain, &world.name()),
        names: format!("{}\n", chain.object),
        document,
        gaps,
        states: vec![chain.state],
        mark: mark(&chain),
    })
}

/// Tells what can be told of an object that cannot be read.
fn unread(walker: &Walker<'_>, list: &Wanted, named: Named, fault: &Fault) -> Chain {
    walker.look().note(refused(fault, named.to_string(), list, "get"));
    let links = match fault.kind {
        FaultKind::Forbidden if list.kind == "Namespace" => walker.unread_namespace(&named),
        _ => walker.unreadable(&fault.message),
    };
    // Whether it is being deleted at all is not known.
    Chain { links, ..Chain::short(named, State::Unknown) }
}

/// Returns the namespace of an object that is in one.
fn namespace(args: &Args, world: &World) -> String {
    args.answer.namespaces.one().unwrap_or_else(|| world.default_namespace()).to_owned()
}

/// Returns what changes when something of a chain changes that is more than time.
pub(super) fn mark(chain: &Chain) -> String {
    let links = chain.links.iter().map(|link| {
        let waits = link.evidence.as_ref().and_then(|evidence| evidence.waits_for.as_deref());
        format!("{:?}{:?}{}{:?}{:?}\n", link.state, link.alive, link.says, link.owner, waits)
    });
    format!("{}{:?}{:?}\n{}", chain.object, chain.state, chain.held_by, links.collect::<String>())
}
