//! `kubectl topocheck init`

mod show;

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::report::finding::{Counts, Finding, Gap, Report, Tool};
use kubecheck_core::report::render::{self, Format};

use super::PLUGIN;
use super::common::{CommonArgs, needed_for};
use crate::checks::{init_cycle, init_serial};
use crate::init::{graph, hold, needs, serial};
use crate::start::Look;
use crate::start::there::{Names, Place};
use crate::start::told::{Images, Scene};
use crate::world::World;
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use hold::Stands;

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck init                        # which init containers hold pods, what they wait for, and how that stands
  kubectl topocheck init -n shop --overdue 2m   # those of one namespace may take longer
  kubectl topocheck init -f dump.yaml -o json   # with who waits for whom
  kubectl topocheck init -o json | jq '.waits[] | {from, container, for}'";

/// The arguments of `init`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How long an init container may run
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    overdue: Duration,
    #[command(flatten)]
    common: CommonArgs,
}

/// What was read.
struct Seen {
    objects: Objects,
    whole: BTreeSet<Place>,
    gaps: Vec<Gap>,
}

/// Tells which init containers hold pods.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        let here: Vec<Kind> = needs::FIRST.into_iter().chain(needs::THEN).collect();
        args.common.role(&output, "kubectl-topocheck-init", &[], &here)?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    let seen = read(args, &world);
    tell(args, &world, seen, &output)
}

/// Reads pods and workloads, what their init containers name, and what that leads to.
fn read(args: &Args, world: &World) -> Seen {
    let namespace = args.common.namespaces.one();
    let mut objects = world.read(&needs::FIRST, namespace);
    let mut gaps = std::mem::take(&mut objects.gaps);
    let mut whole = BTreeSet::new();
    if world.is_live() {
        let place = namespace.unwrap_or_default();
        whole.extend(objects.read.iter().map(|kind| (*kind, place.to_owned())));
    }
    let mut maps = world.config_maps(&needs::config_maps(&objects, namespace));
    gaps.append(&mut maps.gaps);
    objects.append(maps);
    let things = needs::things(&objects, namespace);
    let (mut more, read) = world.read_places(&needs::places(things, namespace));
    gaps.append(&mut more.gaps);
    // What a ConfigMap holds was read already, and is not to be there twice.
    more.config_maps
        .retain(|map| !objects.config_maps.iter().any(|own| own.metadata.key() == map.metadata.key()));
    objects.append(more);
    whole.extend(read);
    gaps.iter_mut().for_each(|gap| needed_for(gap, "what init containers wait for"));
    Seen { objects, whole, gaps }
}

fn tell(args: &Args, world: &World, seen: Seen, output: &Output) -> Result<Exit, CliError> {
    let Seen { objects, whole, mut gaps } = seen;
    let namespace = args.common.namespaces.one();
    let flags = super::common::flags(&args.common);
    let mut look = Look::new(&objects, world.now);
    look.has_all_nodes = world.is_live() && objects.has(Kind::Node);
    look.overdue = i64::try_from(args.overdue.as_secs()).unwrap_or(i64::MAX);
    let images = Images::new(&objects);
    let names = Names { objects: &objects, whole: &whole };
    let scene = Scene { look: &look, names, images: &images, flags: &flags };
    let held = hold::held(&scene, namespace);
    let groups = hold::groups(&held, &scene);
    let workloads = graph::workloads(&scene, namespace);
    let templates = workloads.keys().filter(|node| node.kind != "Pod").count();
    let edges = graph::edges(&workloads, &scene);
    let circles = graph::circles(&edges, &scene);
    let serial = serial::find(&workloads, &scene);
    if objects.pods.is_empty() && workloads.is_empty() {
        gaps.push(Gap {
            what: "no pod was looked at".to_owned(),
            why: format!("there is none in {}", world.name()),
            needed_for: vec!["init".to_owned()],
            is_transient: false,
        });
    }
    let context = world.context();
    let of_pods = groups.iter().filter(|group| group.first().state != Stands::InProgress);
    let mut findings: Vec<Finding> = of_pods.map(|group| show::finding(group, context)).collect();
    findings.extend(circles.iter().filter_map(|circle| init_cycle::finding(circle, context)));
    findings.extend(serial.iter().map(|serial| init_serial::finding(serial, context)));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let report = Report {
        tool: Tool {
            name: PLUGIN.name,
            version: env!("CARGO_PKG_VERSION"),
            target: args.common.place(world),
            configuration: None,
            rules: PLUGIN.rules,
        },
        findings,
        gaps,
        counts: Counts { objects: objects.pods.len() + templates, ..Counts::default() },
        ..Report::default()
    };
    let policy = args.common.policy();
    match output.format() {
        Format::Table | Format::Wide => {
            let mut rendered = Vec::new();
            render::render(&report, output.format(), output.style(), &mut rendered)
                .map_err(|error| CliError::usage("cannot write the answer").cause(error))?;
            let table = show::table(&groups, *output.format() == Format::Wide, output.style());
            let next = show::next(&groups);
            output.text(&format!("{table}{}{next}", String::from_utf8_lossy(&rendered)))?;
            return Ok(policy.judge(&report));
        }
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown => {
            output.report(&report)?;
            return Ok(policy.judge(&report));
        }
        _ => {}
    }
    let told = Told {
        text: String::new(),
        names: held.iter().map(|held| format!("pod/{}\n", held.stuck.subject.name)).collect(),
        document: show::document(world, namespace, (&groups, &edges, &circles), &report),
        worst: report.findings.iter().map(|finding| finding.severity).max(),
        gaps: report.gaps,
    };
    told.tell(output, policy)
}
