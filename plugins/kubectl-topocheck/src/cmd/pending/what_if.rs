//! `pending --what-if FILE`

use std::collections::BTreeMap;
use std::sync::Arc;

use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Style};
use serde_json::{Value, json};

use super::{Args, Judged, document, text};
use crate::fit;
use crate::schedule::judgement::State;
use crate::start::doubts::Doubts;
use crate::whatif::admit::{self, Wanted};
use crate::whatif::place::{self, Placed};
use crate::world::World;
use crate::world::objects::Objects;

/// What became of the pods of one manifest.
struct Tried {
    wanted: Wanted,
    placed: Placed,
    stopped: Option<Judged>,
}

/// Tells how many pods of a manifest would fit, and what stops the next.
pub(super) fn run(
    args: &Args,
    file: &str,
    world: &World,
    objects: Objects,
    output: &Output,
) -> Result<Exit, CliError> {
    let within = args.common.namespaces.one().or(world.default_namespace()).unwrap_or("default");
    let (manifests, others) = World::manifests(file, within)?;
    let both = objects.with(&manifests);
    let wanted = admit::all(&manifests, &both, within);
    if wanted.is_empty() {
        return Err(CliError::usage(format!("nothing in {file} makes pods"))
            .hint("name a manifest of a Pod, Deployment, StatefulSet, DaemonSet or Job"));
    }
    let (mut all, mut now) = (Vec::new(), args.scheduler.snapshot(&both, world));
    let mut doubts = Doubts::default();
    for other in others {
        doubts.add(&other, &["it makes pods, and is not judged here".to_owned()]);
    }
    for wanted in wanted {
        let placed = place::all(&wanted, &now);
        now = placed.after.clone();
        doubts.add(&wanted.by, &placed.doubts);
        all.push(tried(args, wanted, placed));
    }
    let flags = args.common.connection.flags();
    let told = Told {
        text: all.iter().map(|one| write(one, &flags, world, output.style())).collect::<Vec<_>>().join("\n"),
        names: all
            .iter()
            .flat_map(|one| one.placed.nodes.iter().map(|name| format!("node/{name}\n")))
            .collect(),
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "WhatIf", "context": world.context(),
            "items": all.iter().map(|one| item(one, &flags)).collect::<Vec<_>>(),
        }),
        gaps: doubts.beside([objects.gaps, manifests.gaps].concat()),
        worst: all.iter().any(Tried::is_short).then_some(Severity::Error),
    };
    told.tell(output, args.common.policy())
}

impl Tried {
    /// Tells whether a pod would have no node; if nodes are not known, nothing is.
    fn is_short(&self) -> bool {
        let is_known = self.stopped.as_ref().is_none_or(|one| one.judgement.state != State::Unknown);
        self.wanted.refused.is_some() || self.stopped.is_some() && is_known
    }
}

fn tried(args: &Args, wanted: Wanted, mut placed: Placed) -> Tried {
    let stopped = placed.stopped.take().map(|(pod, judgement)| Judged {
        proposals: Arc::new(fit::find(&pod, &placed.after, &judgement.verdict, args.wish())),
        pod: Arc::new(pod),
        judgement: Arc::new(judgement),
        class: 0,
    });
    Tried { wanted, placed, stopped }
}

fn write(one: &Tried, flags: &str, world: &World, style: &Style) -> String {
    let by = render::escape(&one.wanted.by);
    let count = one.placed.count;
    if let Some(why) = &one.wanted.refused {
        return format!("{by}: no pod would be made: {}\n", render::escape(why));
    }
    let mut text = match (one.wanted.replicas, one.placed.selected) {
        (Some(replicas), _) => format!("{by}: {count} of {replicas} would fit\n"),
        (None, selected) => {
            let (selected, nodes) = (selected.unwrap_or_default(), one.placed.after.nodes.len());
            format!("{by}: would run on {count} of {selected} nodes that it selects, of {nodes}\n")
        }
    };
    if one.wanted.existing > 0 {
        text +=
            &format!("pods of it that are there already, and count as they are: {}\n", one.wanted.existing);
    }
    let mut by_node: BTreeMap<&str, usize> = BTreeMap::new();
    one.placed.nodes.iter().for_each(|name| *by_node.entry(name).or_default() += 1);
    if one.wanted.replicas.is_some() && !by_node.is_empty() {
        let nodes: Vec<String> = by_node.iter().map(|(name, count)| format!("{name} ({count})")).collect();
        text += &format!(
            "placed on {}, if the scheduler goes by free resources\n",
            render::escape(&nodes.join(", "))
        );
    }
    match &one.stopped {
        Some(stopped) if one.wanted.replicas.is_some() => {
            text + "\nthe next:\n"
                + &text::each(std::slice::from_ref(stopped), &one.placed.after, flags, world.now, style)
        }
        Some(stopped) => {
            text + &text::each(std::slice::from_ref(stopped), &one.placed.after, flags, world.now, style)
        }
        None => text,
    }
}

fn item(one: &Tried, flags: &str) -> Value {
    json!({
        "by": one.wanted.by, "replicas": one.wanted.replicas, "selected": one.placed.selected, "refused": one.wanted.refused,
        "existing": one.wanted.existing, "fit": one.placed.count, "nodes": one.placed.nodes,
        "next": one.stopped.as_ref().map(|stopped| document::pod(stopped, flags)),
    })
}
