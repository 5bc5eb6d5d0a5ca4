//! `kubectl topocheck pods [POD]`
//!
//! `read` reads what is needed, `show` is how it looks, `watch` follows it as it happens.

pub(in crate::cmd) mod read;
pub(in crate::cmd) mod show;
mod watch;

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::told::Told;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::args::duration;
use kubecheck_core::model::near;
use kubecheck_core::report::finding::{Counts, Finding, Report, Tool};
use kubecheck_core::report::render::Format;

use super::PLUGIN;
use super::common::{CommonArgs, SchedulerArgs};
use crate::start::there::Names;
use crate::start::told::{Flags, Images, Scene};
use crate::world::World;
use crate::world::kinds::Kind;
use read::Seen;

const EXAMPLES: &str = "\
Examples:
  kubectl topocheck pods                         # every pod that does not start, and why, in the whole cluster
  kubectl topocheck pods -n shop -o wide         # in one namespace, with what will happen and what to type next
  kubectl topocheck pods web-5d4b -n shop        # one pod, with the words of whoever told
  kubectl topocheck pods -w                      # as it happens, a line a cause, until ^C
  kubectl topocheck pods -n shop -w --timeout 5m # for five minutes, such as beside a rollout
  kubectl topocheck pods -f must-gather/ -R --at 2026-01-02T03:04:05Z
  kubectl topocheck pods -o json | jq '.causes[] | {rule, pods: [.pods[].name]}'";

/// The arguments of `pods`.
#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The pod: its name, or pod/name; all of them if not given
    #[arg(value_name = "POD")]
    pod: Option<String>,
    /// How long a pod may take for what nobody says to have failed for good
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    grace: Duration,
    /// Follow as it happens, and print each cause once, as a line
    #[arg(short = 'w', long, conflicts_with = "filenames", help_heading = "Watch")]
    watch: bool,
    /// How long to follow at most [default: until ^C]
    #[arg(long, value_name = "DURATION", requires = "watch", value_parser = duration, hide_default_value = true, help_heading = "Watch")]
    timeout: Option<Duration>,
    #[command(flatten)]
    scheduler: SchedulerArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

/// Tells why pods do not start.
pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let output = Output::new(&args.common.output)?;
    if args.common.print_rbac {
        let (everywhere, here) = read::rights();
        args.common.role(&output, "kubectl-topocheck-pods", &everywhere, &here)?;
        return Ok(Exit::Clean);
    }
    let world = args.common.open()?;
    if args.watch {
        return watch::run(args, &world, &output);
    }
    let seen = read::all(&args.asked(), &world);
    tell(args, &world, seen, &output)
}

/// Shows what was seen, once.
fn tell(args: &Args, world: &World, mut seen: Seen, output: &Output) -> Result<Exit, CliError> {
    let place = args.common.place(world);
    let flags = flags(args);
    let mut gaps = std::mem::take(&mut seen.gaps);
    let look = read::look(&args.asked(), world, &seen);
    let mut found = look.all(args.common.namespaces.one());
    if let Some(pod) = &args.pod {
        only(&mut found, name(pod), args, world, &seen)?;
    }
    gaps.extend(show::gaps(&found, &look, world, args.pod.is_some()));
    let images = Images::new(&seen.objects);
    let names = Names { objects: &seen.objects, whole: &seen.whole };
    let shown = show::Shown::new(&found, &Scene { look: &look, names, images: &images, flags: &flags });
    let findings: Vec<Finding> = shown.groups.iter().map(|group| group.finding(world.context())).collect();
    let worst = findings.iter().map(|finding| finding.severity).max();
    let report = Report {
        tool: Tool {
            name: PLUGIN.name,
            version: env!("CARGO_PKG_VERSION"),
            target: place.clone(),
            configuration: None,
            rules: PLUGIN.rules,
        },
        findings,
        gaps,
        counts: Counts { objects: found.pods, ..Counts::default() },
        ..Report::default()
    };
    let policy = args.common.policy();
    if matches!(output.format(), Format::Sarif | Format::Github | Format::Junit | Format::Markdown) {
        output.report(&report)?;
        return Ok(policy.judge(&report));
    }
    let style = output.style();
    let text = match (&args.pod, output.format()) {
        (Some(_), Format::Table | Format::Wide) => shown.whole(look.now),
        (None, format) => {
            shown.table(*format == Format::Wide, look.now, style) + &shown.end(&place, report.gaps.len())
        }
        _ => String::new(),
    };
    let told = Told {
        text,
        names: shown.names(),
        document: shown.document(world, args.common.namespaces.one(), &report),
        gaps: report.gaps,
        worst,
    };
    told.tell(output, policy)
}

/// Returns the flags that lead to the same world.
fn flags(args: &Args) -> Flags {
    super::common::flags(&args.common)
}

fn name(pod: &str) -> &str {
    ["pod/", "pods/", "po/"].iter().find_map(|kind| pod.strip_prefix(kind)).unwrap_or(pod)
}

/// Keeps of what was found what is of one pod.
fn only(
    found: &mut crate::start::Found,
    name: &str,
    args: &Args,
    world: &World,
    seen: &Seen,
) -> Result<(), CliError> {
    let namespace = args.common.namespaces.one().or_else(|| world.default_namespace());
    let is_meant = |of: &str| namespace.is_none_or(|wanted| wanted == of);
    let pods = seen.objects.pods.iter().filter(|pod| is_meant(&pod.metadata.namespace));
    let names: Vec<&str> = pods.map(|pod| pod.metadata.name.as_str()).collect();
    if !names.contains(&name) {
        let place = namespace.map_or_else(|| world.name(), |name| format!("namespace {name}"));
        let error = CliError::usage(format!("there is no pod {name} in {place}"));
        return Err(match near::nearest(name, names.iter().copied()) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("kubectl topocheck pods lists those that do not start"),
        });
    }
    let is_it = |subject: &crate::start::Subject| {
        subject.kind == "Pod" && subject.name == name && is_meant(&subject.namespace)
    };
    found.stuck.retain(|one| is_it(&one.subject));
    found.in_progress.retain(|(subject, _)| is_it(subject));
    found.crashing.retain(|(subject, _)| is_it(subject));
    (found.pods, found.lacking) = (1, Vec::new());
    Ok(())
}

/// What may be read, for the role: what is in no namespace, or only means something as a whole, and what is in namespaces.
pub(super) const EVERYWHERE: [Kind; 4] =
    [Kind::Node, Kind::VolumeAttachment, Kind::RuntimeClass, Kind::PriorityClass];
