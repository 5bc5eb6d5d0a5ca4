//! `kubectl topocheck nodes [NODE]`

use clap::Args as ClapArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::near;
use kubecheck_core::report::render::{self, Format, Style};
use serde_json::{Value, json};

use super::common::{self, CommonArgs, SchedulerArgs};
use crate::nodes::{self, Asked, Portrait, Share};
use crate::schedule::resources::{CPU, MEMORY};
use crate::world::kinds::Kind;

/// How many pods are shown of one node.
const PODS: usize = 10;

/// What a portrait is drawn from, beside measurements.
const KINDS: [Kind; 2] = [Kind::Node, Kind::Pod];

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck nodes               # what each node has, what is asked for, and the largest pod that fits
  kubectl topocheck nodes node-1        # one node, with all its resources and who asks for most
  kubectl topocheck nodes -f dump.yaml -o json";

/// The arguments of `nodes`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The node: its name, or node/name
    #[arg(value_name = "NODE")]
    node: Option<String>,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    common: CommonArgs,
}

/// Draws nodes.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        args.common.role(
            &output,
            "kubectl-topocheck-nodes",
            &[KINDS[0], KINDS[1], Kind::NodeMetrics],
            &[],
        )?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let objects = common::read(&world, &[KINDS[0], KINDS[1], Kind::NodeMetrics]);
    let snapshot = args.scheduler.snapshot(&objects, &world);
    let mut drawn = nodes::draw(&snapshot, &objects.node_metrics);
    if let Some(wanted) = &args.node {
        let wanted =
            ["node/", "nodes/", "no/"].iter().find_map(|kind| wanted.strip_prefix(kind)).unwrap_or(wanted);
        let names: Vec<String> = drawn.iter().map(|one| one.node.metadata.name.clone()).collect();
        drawn.retain(|one| one.node.metadata.name == wanted);
        if drawn.is_empty() {
            let error = CliError::usage(format!("there is no node {wanted} in {}", world.name()));
            return Err(match near::nearest(wanted, names.iter().map(String::as_str)) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint("kubectl topocheck nodes lists them"),
            });
        }
    }
    let style = output.style();
    let told = Told {
        text: match (args.node.is_some(), output.format()) {
            (true, _) | (_, Format::Wide) => {
                drawn.iter().map(|one| whole(one, style)).collect::<Vec<_>>().join("\n")
            }
            _ => {
                let plural = if drawn.len() == 1 { "" } else { "s" };
                table(&drawn, style) + &format!("\n{} node{plural} in {}\n", drawn.len(), world.name())
            }
        },
        names: drawn.iter().map(|one| format!("node/{}\n", one.node.metadata.name)).collect(),
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "NodeList", "context": world.context(),
            "items": drawn.iter().map(document).collect::<Vec<_>>(),
        }),
        gaps: objects.gaps,
        worst: None,
    };
    told.tell(&output, args.common.policy())
}

fn share<'p>(portrait: &'p Portrait, name: &str) -> Option<&'p Share> {
    portrait.resources.iter().find(|share| share.name == name)
}

fn table(drawn: &[Portrait], style: &Style) -> String {
    let of = |share: Option<&Share>| {
        let Some(share) = share else { return "-".to_owned() };
        let percent = share.percent().map_or(String::new(), |percent| format!(" ({percent}%)"));
        format!("{} of {}{percent}", share.requested.short(), share.allocatable.short())
    };
    let free = |share: Option<&Share>| share.map_or("-".to_owned(), |share| share.free.short());
    let used = |share: Option<&Share>| {
        share.and_then(|share| share.used).map_or("-".to_owned(), |used| used.short())
    };
    let row = |one: &Portrait| {
        let (cpu, memory) = (share(one, CPU), share(one, MEMORY));
        let taints: Vec<String> = one.node.spec.taints.iter().map(ToString::to_string).collect();
        vec![
            one.node.metadata.name.clone(),
            if one.troubles.is_empty() { "ready".to_owned() } else { one.troubles.join(", ") },
            of(cpu),
            of(memory),
            format!("{} of {}", one.pods, one.most_pods),
            format!("{}, {}", used(cpu), used(memory)),
            format!("{}, {}", free(cpu), free(memory)),
            if taints.is_empty() { "-".to_owned() } else { taints.join(" ") },
        ]
    };
    let rows: Vec<Vec<String>> = drawn.iter().map(row).collect();
    let columns = ["NODE", "STATUS", "CPU ASKED", "MEMORY ASKED", "PODS", "USED", "LARGEST POD", "TAINTS"];
    render::table(&columns, &rows, style)
}

/// Writes all that is known of one node.
fn whole(one: &Portrait, style: &Style) -> String {
    let node = &one.node;
    let info = &node.status.node_info;
    let status = if one.troubles.is_empty() { "ready".to_owned() } else { one.troubles.join(", ") };
    let mut text = format!("{}: {status}; {} of {} pods", node.metadata.name, one.pods, one.most_pods);
    if !info.kubelet_version.is_empty() {
        text +=
            &format!("; {} {}, kubelet {}", info.operating_system, info.architecture, info.kubelet_version);
    }
    text = render::escape(&text).into_owned() + "\n";
    for taint in &node.spec.taints {
        text += &format!("taint {}\n", render::escape(&taint.to_string()));
    }
    let or = |quantity: Option<String>| quantity.unwrap_or_else(|| "-".to_owned());
    let row = |share: &Share| {
        vec![
            share.name.clone(),
            or(share.capacity.map(|own| own.short())),
            share.allocatable.short(),
            share.requested.short(),
            or(share.percent().map(|percent| format!("{percent}%"))),
            share.daemons.short(),
            or(share.used.map(|own| own.short())),
            share.free.short(),
        ]
    };
    let rows: Vec<Vec<String>> = one.resources.iter().map(row).collect();
    let columns =
        ["RESOURCE", "CAPACITY", "ALLOCATABLE", "ASKED", "", "BY DAEMONSETS", "USED", "LARGEST POD"];
    text += &format!("\n{}", render::table(&columns, &rows, style));
    let row = |asked: &Asked| {
        let amounts = asked.resources.iter().map(|(_, amount)| amount.short());
        [asked.pod.clone()].into_iter().chain(amounts).collect()
    };
    let rows: Vec<Vec<String>> = one.largest.iter().take(PODS).map(row).collect();
    if !rows.is_empty() {
        text += &format!("\n{}", render::table(&["POD", "CPU", "MEMORY"], &rows, style));
    }
    if one.largest.len() > PODS {
        text += &format!("and {} more\n", one.largest.len() - PODS);
    }
    text
}

fn document(one: &Portrait) -> Value {
    let share = |share: &Share| {
        json!({
            "name": share.name, "capacity": share.capacity.map(|own| own.to_string()),
            "allocatable": share.allocatable.to_string(), "requested": share.requested.to_string(),
            "daemonSets": share.daemons.to_string(), "used": share.used.map(|own| own.to_string()),
            "free": share.free.to_string(),
        })
    };
    let taint = |taint: &crate::model::node::Taint| json!({"key": taint.key, "value": taint.value, "effect": taint.effect});
    json!({
        "name": one.node.metadata.name, "troubles": one.troubles,
        "unschedulable": one.node.spec.unschedulable,
        "taints": one.node.spec.taints.iter().map(taint).collect::<Vec<_>>(),
        "pods": {"count": one.pods, "allocatable": one.most_pods},
        "resources": one.resources.iter().map(share).collect::<Vec<_>>(),
    })
}
