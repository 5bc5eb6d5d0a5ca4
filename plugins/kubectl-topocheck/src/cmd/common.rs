//! What all verbs share: where to look, how to answer, how to end.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::Args;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::CliError;
use kubecheck_core::cli::args::{OutputArgs, WorldArgs};
use kubecheck_core::cli::exit::Policy;
use kubecheck_core::cli::output::Output;
use kubecheck_core::kube::{self, Access, ConnectionArgs, NamespaceArgs};
use kubecheck_core::report::finding::Gap;

use crate::model::pod::Pod;
use crate::schedule::snapshot::Snapshot;
use crate::schedule::version::{Features, NEWEST};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;
use crate::world::{World, snapshot};

/// Where to look, and how to answer.
#[derive(Args, Clone, Debug)]
pub(super) struct CommonArgs {
    #[command(flatten)]
    pub(super) world: WorldArgs,
    #[command(flatten)]
    pub(super) namespaces: NamespaceArgs,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    /// Print the role that allows all that is read here, and do nothing else
    #[arg(long)]
    pub(super) print_rbac: bool,
    /// Exit with 0 even if something could not be read; the gaps are still shown
    #[arg(long, help_heading = "Exit code")]
    allow_gaps: bool,
    /// Exit with 0 whatever was found
    #[arg(long, help_heading = "Exit code")]
    exit_zero: bool,
}

impl CommonArgs {
    /// Opens the cluster or the dump.
    pub(super) fn open(&self) -> Result<World, CliError> {
        World::open(&self.world, &self.connection)
    }

    /// Returns what turns findings and gaps into an exit code.
    pub(super) fn policy(&self) -> Policy {
        Policy { fail_on: Some(Severity::Error), allow_gaps: self.allow_gaps, exit_zero: self.exit_zero }
    }

    /// Tells whether the program is to end with 0 whatever was found.
    pub(super) fn exits_zero(&self) -> bool {
        self.exit_zero
    }

    /// Names where is looked: `context prod, all namespaces`.
    pub(super) fn place(&self, world: &World) -> String {
        let scope =
            self.namespaces.one().map_or("all namespaces".to_owned(), |name| format!("namespace {name}"));
        format!("{}, {scope}", world.name())
    }

    /// Prints the role that reading some kinds needs, cluster-wide or in the namespace that is looked into.
    pub(super) fn role(
        &self,
        output: &Output,
        name: &str,
        everywhere: &[Kind],
        here: &[Kind],
    ) -> Result<(), CliError> {
        let within = self.namespaces.one();
        let mut reads: Vec<Access> = World::wanted(everywhere, None).iter().map(Access::from).collect();
        reads.extend(World::wanted(here, within).iter().map(Access::from));
        output.text(&kube::role(name, &reads))
    }
}

/// Which scheduler to judge as.
#[derive(Args, Clone, Debug)]
pub(super) struct SchedulerArgs {
    /// Judge as the scheduler of this Kubernetes does [default: the server's; for files the newest that is known]
    #[arg(long = "k8s", value_name = "VERSION", value_parser = minor, hide_default_value = true)]
    k8s: Option<(u8, Option<u16>)>,
}

fn minor(text: &str) -> Result<(u8, Option<u16>), String> {
    let wrong = || format!("write a version such as 1.{NEWEST}");
    let mut parts = text.trim_start_matches('v').split('.');
    let (major, minor, patch) = (parts.next(), parts.next(), parts.next());
    let minor =
        minor.filter(|_| major == Some("1")).and_then(|minor| minor.parse().ok()).ok_or_else(wrong)?;
    Ok((minor, patch.and_then(|patch| patch.parse().ok())))
}

impl SchedulerArgs {
    /// Returns what the scheduler can do, and what is to be said if that is a guess.
    pub(super) fn features(&self, world: &World) -> Features {
        let (minor, patch) = self.k8s.or_else(|| world.version()).unwrap_or((NEWEST, None));
        Features::of(minor, patch)
    }

    /// Makes of objects what the scheduler would see.
    pub(super) fn snapshot(&self, objects: &Objects, world: &World) -> Snapshot {
        snapshot::of(objects, self.features(world))
    }
}

/// Reads what the scheduler looks at, or some of it, with what that lacks as gaps.
pub(super) fn read(world: &World, kinds: &[Kind]) -> Objects {
    let mut objects = world.read(kinds, None);
    let holes = holes(&objects);
    objects.gaps.extend(holes);
    objects.gaps.iter_mut().for_each(|gap| needed_for(gap, "the verdict"));
    objects
}

/// Tells what nodes and pods lack without which nothing can be said of them.
fn holes(objects: &Objects) -> Vec<Gap> {
    let gap = |what: &str, why: String| Gap {
        what: what.to_owned(),
        why,
        needed_for: Vec::new(),
        is_transient: false,
    };
    let mut found = Vec::new();
    if objects.nodes.is_empty() && objects.gaps.is_empty() {
        found.push(gap("nodes", "there are none in what was read".to_owned()));
    }
    if !objects.has(Kind::Pod) && !objects.gaps.iter().any(|gap| gap.what == "pods") {
        found.push(gap("pods", "there are none in what was read".to_owned()));
    }
    for node in objects.nodes.iter().filter(|node| node.status.allocatable.is_empty()) {
        let name = format!("node {}", node.metadata.name);
        found.push(gap(
            &name,
            "it does not say what pods may have (status.allocatable), so none fits".to_owned(),
        ));
    }
    let names: BTreeSet<&str> = objects.nodes.iter().map(|node| node.metadata.name.as_str()).collect();
    let is_lost = |pod: &&Arc<Pod>| {
        let node = pod.spec.node_name.as_str();
        !node.is_empty() && !pod.is_terminal() && !names.contains(node)
    };
    let lost: Vec<&Arc<Pod>> = objects.pods.iter().filter(is_lost).collect();
    if let Some(first) = lost.first() {
        let why = format!("there is no node {} in what was read", first.spec.node_name);
        let what = match lost.len() {
            1 => format!("the node of pod {}", first.key()),
            many => format!("the node of pod {} and {} more", first.key(), many - 1),
        };
        found.push(gap(&what, why));
    }
    found
}

/// Says what a gap is needed for, if nothing has said so.
pub(super) fn needed_for(gap: &mut Gap, what: &str) {
    if gap.needed_for.is_empty() {
        gap.needed_for.push(what.to_owned());
    }
}

/// Returns the flags that lead to the same world, for commands that are to be typed next.
pub(super) fn flags(common: &CommonArgs) -> crate::start::told::Flags {
    let files = common.world.filenames.iter().map(|file| format!(" -f {}", kube::args::quoted(file)));
    let below = if common.world.recursive { " -R" } else { "" };
    let own = files.collect::<String>() + below;
    crate::start::told::Flags { kubectl: common.connection.flags(), own }
}
