//! `kubectl topocheck why OBJ`

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::model::near;
use kubecheck_core::model::query::{self, OBJECT_FORM};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render;
use serde_json::{Value, json};

use super::common::{CommonArgs, SchedulerArgs};
use super::pods::read::{self, Asked, Seen};
use crate::init::needs;
use crate::start::there::Names;
use crate::start::told::{Images, Scene};
use crate::why::{Chain, Link, Named, Verdict, Walk};
use crate::world::World;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::snapshot;

/// What can be asked for, with the names it goes by.
const KINDS: [(&str, Kind, &[&str]); 8] = [
    ("Pod", Kind::Pod, &["po", "pod", "pods"]),
    ("Deployment", Kind::Deployment, &["deploy", "deployment", "deployments"]),
    ("ReplicaSet", Kind::ReplicaSet, &["rs", "replicaset", "replicasets"]),
    ("StatefulSet", Kind::StatefulSet, &["sts", "statefulset", "statefulsets"]),
    ("DaemonSet", Kind::DaemonSet, &["ds", "daemonset", "daemonsets"]),
    ("Job", Kind::Job, &["job", "jobs"]),
    (
        "ReplicationController",
        Kind::ReplicationController,
        &["rc", "replicationcontroller", "replicationcontrollers"],
    ),
    (
        "PersistentVolumeClaim",
        Kind::PersistentVolumeClaim,
        &["pvc", "persistentvolumeclaim", "persistentvolumeclaims"],
    ),
];

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck why deploy/web -n shop      # from a workload down to the pod, the node, the claim that is to blame
  kubectl topocheck why pod/web-5d4b -n shop
  kubectl topocheck why pvc/data -n shop -o json
  kubectl topocheck why job/import -f must-gather/ -R --at 2026-01-02T03:04:05Z";

/// The arguments of `why`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The object: kind/name or kind name; a pod, a workload, a job or a claim
    #[arg(value_name = "OBJ", required = true, num_args = 1..=2)]
    object: Vec<String>,
    /// How long a pod may take for what nobody says to have failed for good
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    grace: Duration,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// Tells why an object does not run.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        let (everywhere, here) = read::rights();
        args.common.role(&output, "kubectl-topocheck-why", &everywhere, &here)?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let mut object = asked_for(args)?;
    let within = args.common.namespaces.one().or(world.default_namespace());
    let asked = Asked {
        namespace: within,
        scheduler: &args.scheduler,
        grace: i64::try_from(args.grace.as_secs()).unwrap_or(i64::MAX),
    };
    let seen = see(&asked, &object, &world);
    let look = read::look(&asked, &world, &seen);
    let flags = super::common::flags(&args.common);
    let images = Images::new(&seen.objects);
    let names = Names { objects: &seen.objects, whole: &seen.whole };
    let scene = Scene { look: &look, names, images: &images, flags: &flags };
    object.namespace = place(&object, within, &seen.objects, &world)?;
    let walk = Walk::new(scene, seen.snapshot.as_ref());
    let chain = walk.begin(&object).ok_or_else(|| absent(&object, &[], &world))?;
    let told = Told {
        text: write(&chain, &object),
        names: chain.cause().map(|cause| format!("{}\n", cause.object)).unwrap_or_default(),
        document: document(&chain, &object, &world),
        gaps: doubts(&chain, seen.gaps),
        worst: (chain.verdict == Verdict::Stuck).then_some(Severity::Error),
    };
    told.tell(&output, args.common.policy())
}

/// Reads which object is meant.
fn asked_for(args: &Args) -> Result<Named, CliError> {
    let (query, name) = query::object(&args.object).map_err(|why| CliError::usage(why).hint(OBJECT_FORM))?;
    let kind = query.name.unwrap_or_default();
    let found = KINDS.iter().find(|(_, _, names)| names.iter().any(|own| own.eq_ignore_ascii_case(kind)));
    let Some((kind, ..)) = found else {
        let names = KINDS.iter().flat_map(|(_, _, names)| names.iter().copied());
        let error = CliError::usage(format!("why knows nothing of {kind:?}"));
        return Err(match near::nearest(kind, names) {
            Some(near) => error.hint(format!("did you mean {near:?}?")),
            None => error.hint("ask for a pod, deployment, statefulset, daemonset, job, replicaset or pvc"),
        });
    };
    Ok(Named::new(kind, "", name))
}

/// Reads what stops pods, what init containers wait for, and claims.
fn see(asked: &Asked<'_>, object: &Named, world: &World) -> Seen {
    let mut seen = read::all(asked, world);
    let mut wanted: BTreeSet<Kind> = BTreeSet::new();
    let holds = |pod: &std::sync::Arc<crate::model::pod::Pod>| crate::start::holding(pod).is_some();
    let is_held = seen.objects.pods.iter().any(holds);
    if is_held {
        wanted.extend([Kind::Service, Kind::EndpointSlice]);
    }
    if seen.snapshot.is_none() && seen.objects.pods.iter().any(|pod| pod.is_unbound()) {
        let read = world.read(&Kind::OF_SCHEDULER, None);
        seen.gaps.extend(read.gaps.iter().cloned());
        seen.snapshot = Some(snapshot::of(&read, asked.scheduler.features(world)));
    }
    if object.kind == "PersistentVolumeClaim" || seen.snapshot.is_some() {
        wanted.extend([Kind::PersistentVolumeClaim, Kind::PersistentVolume, Kind::StorageClass]);
    }
    wanted.retain(|kind| !seen.objects.has(*kind));
    let wanted: Vec<Kind> = wanted.into_iter().collect();
    add(&mut seen, world.read(&wanted, asked.namespace));
    if is_held {
        let maps = world.config_maps(&needs::config_maps(&seen.objects, asked.namespace));
        add(&mut seen, maps);
        let things = needs::things(&seen.objects, asked.namespace);
        let (more, read) = world.read_places(&needs::places(things, asked.namespace));
        seen.whole.extend(read);
        add(&mut seen, more);
    }
    seen
}

fn add(seen: &mut Seen, mut more: Objects) {
    seen.gaps.append(&mut more.gaps);
    seen.objects.append(more);
}

/// Finds the namespace of an object: the one that is given, or the only one that has it.
fn place(object: &Named, within: Option<&str>, objects: &Objects, world: &World) -> Result<String, CliError> {
    let all = objects.metadata(&object.kind);
    let is_meant = |own: &str| within.is_none_or(|within| within == own);
    let found: Vec<&str> = all
        .iter()
        .filter(|meta| meta.name == object.name && is_meant(&meta.namespace))
        .map(|meta| meta.namespace.as_str())
        .collect();
    match found.as_slice() {
        [one] => Ok((*one).to_owned()),
        [] => {
            let names: Vec<&str> = all.iter().map(|meta| meta.name.as_str()).collect();
            let object = Named { namespace: within.unwrap_or_default().to_owned(), ..object.clone() };
            Err(absent(&object, &names, world))
        }
        many => {
            let many = many.join(", ");
            Err(CliError::usage(format!("there is a {} {} in {many}", object.kind, object.name))
                .hint("say which one with -n"))
        }
    }
}

fn absent(object: &Named, names: &[&str], world: &World) -> CliError {
    let error = CliError::usage(format!("there is no {object} in {}", world.name()));
    match near::nearest(&object.name, names.iter().copied()) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("kubectl topocheck alone lists what does not run"),
    }
}

/// What is missing counts where it could be what is wrong.
fn doubts(chain: &Chain, mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.iter_mut().for_each(|gap| super::common::needed_for(gap, "the chain"));
    // Of what could not be read it is known why.
    let is_new = |doubt: &&Gap| !gaps.iter().any(|gap| gap.what == doubt.what);
    let more: Vec<Gap> = chain.doubts.iter().filter(is_new).cloned().collect();
    gaps.extend(more);
    if chain.verdict == Verdict::Unknown {
        gaps.push(Gap {
            what: "the chain".to_owned(),
            why: "it ends where nothing more was read".to_owned(),
            needed_for: vec!["the verdict".to_owned()],
            is_transient: false,
        });
    }
    merged(gaps)
}

/// Joins gaps that are the same but for what they are needed for.
fn merged(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut merged: Vec<Gap> = Vec::new();
    for gap in gaps {
        match merged.iter_mut().find(|own| own.what == gap.what && own.why == gap.why) {
            Some(own) => {
                own.is_transient |= gap.is_transient;
                let more: Vec<String> =
                    gap.needed_for.into_iter().filter(|one| !own.needed_for.contains(one)).collect();
                own.needed_for.extend(more);
            }
            None => merged.push(gap),
        }
    }
    merged
}

fn write(chain: &Chain, object: &Named) -> String {
    let mut text = String::new();
    for (depth, link) in chain.links.iter().enumerate() {
        let indent = "  ".repeat(depth);
        let rule = link.rule.map_or(String::new(), |rule| format!(" [{rule}]"));
        let line = format!("{indent}{}: {}{rule}", link.object, link.condition);
        text += &format!("{}\n", render::escape(&line));
    }
    text += &format!("\n{} is {}\n", render::escape(&object.to_string()), chain.verdict.name());
    if chain.verdict != Verdict::Healthy
        && let Some(next) = chain.next()
    {
        text += &format!("next: {}\n", render::escape(next));
    }
    text
}

fn document(chain: &Chain, object: &Named, world: &World) -> Value {
    let named = |own: &Named| json!({"kind": own.kind, "namespace": own.namespace, "name": own.name});
    let link = |link: &Link| {
        json!({
            "object": named(&link.object), "condition": link.condition, "rule": link.rule, "cure": link.cure,
        })
    };
    json!({
        "apiVersion": "kubecheck/v1", "kind": "Chain", "context": world.context(),
        "object": named(object), "verdict": chain.verdict.name(),
        "links": chain.links.iter().map(link).collect::<Vec<_>>(),
        "next": chain.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(what: &str, needed_for: &str) -> Gap {
        Gap {
            what: what.to_owned(),
            why: "it is forbidden".to_owned(),
            needed_for: vec![needed_for.to_owned()],
            is_transient: false,
        }
    }

    #[test]
    fn what_could_not_be_read_is_told_once() {
        let gaps = merged(vec![gap("pods", "a"), gap("nodes", "a"), gap("pods", "b"), gap("pods", "a")]);
        let told: Vec<(&str, usize)> =
            gaps.iter().map(|gap| (gap.what.as_str(), gap.needed_for.len())).collect();
        assert_eq!(told, [("pods", 2), ("nodes", 1)]);
    }

    #[test]
    fn what_the_chain_could_not_be_judged_by_is_a_gap() {
        let chain = |doubts| Chain { verdict: Verdict::Stuck, links: Vec::new(), doubts };
        let told = doubts(
            &chain(vec![gap("events", "a"), gap("claims", "b"), gap("claims", "c")]),
            vec![gap("events", "d")],
        );
        let told: Vec<(&str, usize)> =
            told.iter().map(|gap| (gap.what.as_str(), gap.needed_for.len())).collect();
        assert_eq!(told, [("events", 1), ("claims", 2)]);
        let blind = Chain { verdict: Verdict::Unknown, ..chain(Vec::new()) };
        assert_eq!(doubts(&blind, Vec::new()).len(), 1);
    }
}
