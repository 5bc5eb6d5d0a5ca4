//! `gvkcheck cluster` beside kubectl, on a real API server with many objects.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use kubecheck_test_support::{ControlPlane, kubectl};

use super::figures::Figures;
use super::fill::{self, Type};
use super::{measure, tools};

/// How many custom types there are besides the built-in ones.
const CUSTOM: usize = 40;

/// What to measure.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How many objects there are; may be given several times, ascending.
    #[arg(long, default_values_t = [10_000, 100_000])]
    objects: Vec<usize>,
    /// How often each program reads them; one more round warms up.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

/// Fills a control plane and lets both programs read it in turn.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let program = tools::plugin("kubectl-gvkcheck")?;
    let plane = plane(CUSTOM);
    let (kubeconfig, folder) = (plane.kubeconfig(), plane.folder());
    let types = fill::types(CUSTOM);
    let mut there = 0;
    for &objects in &args.objects {
        fill::fill(plane.etcd_url(), &types, there, objects)?;
        there = objects;
        let ours = ours(&program, kubeconfig, &folder.join("cache"));
        let theirs = theirs(&types, kubeconfig);
        let mut figures = Figures::of("gvkcheck", "kubectl get");
        for round in 0..=args.rounds {
            let pair = (measure::run(&ours)?, measure::run(&theirs)?);
            if round > 0 {
                figures.rounds.push(pair);
            }
        }
        figures.table(&format!("{objects} objects of {} types", types.len()), out)?;
    }
    discovery(&plane, &program, out)
}

/// Starts a control plane with the custom types and namespaces that objects are written into.
pub(super) fn plane(custom: usize) -> ControlPlane {
    let plane = ControlPlane::start(&["--max-requests-inflight=1000"]);
    for number in 0..fill::NAMESPACES {
        plane.kubectl(&["create", "namespace", &format!("bench-{number}")]);
    }
    plane.apply(&fill::definitions(custom));
    plane.kubectl(&["wait", "crd", "--all", "--for=condition=Established", "--timeout=60s"]);
    plane
}

fn ours(program: &Path, kubeconfig: &Path, cache: &Path) -> Vec<OsString> {
    let head = [program.as_os_str().to_owned(), "cluster".into(), "--kubeconfig".into(), kubeconfig.into()];
    head.into_iter().chain(["--cache-dir".into(), cache.into(), "-o".into(), "json".into()]).collect()
}

/// kubectl reads tables: the server sends of each object its metadata and the columns that are shown.
pub(super) fn theirs(types: &[Type], kubeconfig: &Path) -> Vec<OsString> {
    let resources: Vec<&str> = types.iter().map(|of| of.resource.as_str()).collect();
    let head = [kubectl().into_os_string(), "--kubeconfig".into(), kubeconfig.into()];
    head.into_iter().chain(["get".into(), resources.join(",").into(), "-A".into()]).collect()
}

/// Counts the requests for discovery of a first run and of a second.
fn discovery(plane: &ControlPlane, program: &Path, out: &mut dyn Write) -> Result<()> {
    let front = plane.faults();
    front.set(&[]);
    let cache = plane.folder().join("fresh-cache");
    let mut counts = Vec::new();
    for _ in 0..2 {
        measure::run(&ours(program, front.kubeconfig(), &cache)).context("through the counting proxy")?;
        let asked = front.requests();
        counts.push((
            asked.iter().filter(|one| matches!(one.path.as_str(), "/api" | "/apis")).count(),
            asked.len(),
        ));
        front.set(&[]);
    }
    let [(cold, all_cold), (warm, all_warm)] = counts[..] else { return Ok(()) };
    ensure!(cold > 0, "a first run has to ask what is served");
    writeln!(
        out,
        "\ndiscovery: {cold} requests of {all_cold} in a first run, {warm} of {all_warm} in a second"
    )?;
    Ok(())
}
