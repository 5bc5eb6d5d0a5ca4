//! `kubectl finalizers [stuck]`

use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args as ClapArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{Fault, FaultKind, Scanned, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::report::render::Format;
use serde::Deserialize;
use serde_json::json;

use super::answer::{Answer, AnswerArgs};
use super::why::mark;
use crate::chain::left::{self, Group};
use crate::chain::look::{Seen, gap};
use crate::chain::walk::Walker;
use crate::chain::{self, Chain, State, rows};
use crate::world::World;

/// From how many objects of one kind in a namespace on they are read as a list instead of one by one.
const MANY: usize = 10;

const EXAMPLES: &str = "\
Examples:
  kubectl finalizers                              # what is being deleted in the cluster and does not go
  kubectl finalizers stuck -n shop -o wide        # in one namespace, every object, with who holds it
  kubectl finalizers stuck --older-than 1h        # only what takes longer is stuck
  kubectl finalizers stuck -f must-gather/ -R     # in what somebody printed of a cluster
  kubectl finalizers stuck --print-rbac | kubectl apply -f -";

/// The arguments of `stuck`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    answer: AnswerArgs,
}

/// Lists what is being deleted and does not go.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let scope = |_: &World| Ok(args.answer.namespaces.one().map(str::to_owned));
    args.answer.tell(scope, |world, output| Ok(look(args, world, output)))
}

/// Looks once.
fn look(args: &Args, world: &World, output: &Output) -> Answer {
    let namespace = args.answer.namespaces.one();
    let walker = Walker::new(world, args.answer.bound());
    walker.look().note_world();
    let flags = args.answer.flags();
    let found = chains(world, &walker, namespace).into_iter();
    let mut chains: Vec<Chain> = found.map(|chain| chain.with_flags(&flags)).collect();
    chains.sort_by(|a, b| (b.state, b.age, &a.object).cmp(&(a.state, a.age, &b.object)));
    let gaps = walker.gaps();
    let scope = namespace.map_or("all namespaces".to_owned(), |name| format!("namespace {name}"));
    let place = format!("{}, {scope}", world.name());
    let is_wide = *output.format() == Format::Wide;
    let items: Vec<_> = chains.iter().map(|chain| chain.document(None)).collect();
    Answer {
        text: rows::write(&chains, is_wide, &place, gaps.len(), output.style()),
        names: chains.iter().map(|chain| format!("{}\n", chain.object)).collect(),
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "ChainList", "context": world.context(), "scope": scope,
            "items": items, "gaps": chain::gaps(&gaps),
        }),
        gaps,
        states: chains.iter().map(|chain| chain.state).collect(),
        mark: chains.iter().map(mark).collect(),
    }
}

/// Finds what is being deleted, and why each is still there.
fn chains(world: &World, walker: &Walker<'_>, namespace: Option<&str>) -> Vec<Chain> {
    let mut lists = world.stored(namespace);
    let seen = AtomicUsize::new(0);
    let Scanned { kept: mut found, faults } = walker.look().scan(&lists, |meta| {
        seen.fetch_add(1, Ordering::Relaxed);
        meta.deletion_timestamp.is_some()
    });
    let is_refused = |(_, fault): &(usize, Fault)| fault.kind == FaultKind::Forbidden;
    if !lists.is_empty() && faults.len() == lists.len() && faults.iter().all(is_refused) {
        walker.look().forget_gaps();
        let why = faults[0].1.message.clone() + "; look into a namespace that you may read with -n";
        walker.look().note(gap("every list".to_owned(), why));
    } else if faults.is_empty() && seen.into_inner() == 0 {
        // A run that saw nothing must not look clean.
        let place = namespace.map_or(world.name(), |name| format!("namespace {name} of {}", world.name()));
        walker.look().note(gap("no object was looked at".to_owned(), format!("there is nothing in {place}")));
    }
    // The namespace itself is in none.
    if let (Some(name), Some(list)) = (namespace, world.wanted("", "namespaces"))
        && let Seen::There(object) = walker.look().object(&list, "", name)
        && let Ok(meta) = Meta::deserialize(&object["metadata"])
        && meta.deletion_timestamp.is_some()
    {
        found.push((lists.len(), meta));
        lists.push(list);
    }
    let groups = left::groups(found);
    groups.iter().flat_map(|group| judge(walker, &lists[group.list], group)).collect()
}

/// Reads the objects of a group whole, and judges each. What went meanwhile is no answer.
fn judge(walker: &Walker<'_>, list: &Wanted, group: &Group) -> Vec<Chain> {
    let look = walker.look();
    if group.objects.len() > MANY {
        let _ = look.list(&list.group, &list.plural, &group.namespace, None);
    }
    let chain = |name: &String| match look.object(list, &group.namespace, name) {
        Seen::There(object) => Some(walker.chain(list, &object)),
        Seen::Absent | Seen::Unknown => None,
    };
    let chains = group.objects.iter().filter_map(|meta| chain(&meta.name));
    chains.filter(|chain| !matches!(chain.state, State::Gone | State::Healthy)).collect()
}
