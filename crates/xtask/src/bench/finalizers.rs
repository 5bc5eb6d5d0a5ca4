//! `finalizers stuck` and `finalizers owners` beside kubectl, on a real API server with many objects.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::figures::Figures;
use super::{cluster, fill, measure, tools};

/// How many custom types there are besides the built-in ones.
const CUSTOM: usize = 130;

/// What to measure.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How many objects there are; may be given several times, ascending.
    #[arg(long, default_values_t = [10_000, 100_000])]
    objects: Vec<usize>,
    /// How often each program reads them; one more round warms up.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How often kubectl does, which takes long.
    #[arg(long, default_value_t = 2)]
    peer_rounds: usize,
}

/// Fills a control plane and lets the programs read it in turn.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let program = tools::plugin("kubectl-finalizers")?;
    let plane = cluster::plane(CUSTOM);
    let (kubeconfig, folder) = (plane.kubeconfig(), plane.folder());
    let types = fill::types(CUSTOM);
    let mut there = 0;
    for &objects in &args.objects {
        fill::fill(plane.etcd_url(), &types, there, objects)?;
        there = objects;
        let theirs = cluster::theirs(&types, kubeconfig);
        let cache = folder.join("cache");
        let [stuck, owners] = ["stuck", "owners"].map(|verb| ours(&program, verb, kubeconfig, &cache));
        let mut tables = [Figures::of("stuck", "kubectl get"), Figures::of("owners", "kubectl get")];
        let mut peer = measure::run(&theirs)?;
        for round in 0..=args.rounds {
            if (1..args.peer_rounds).contains(&round) {
                peer = measure::run(&theirs)?;
            }
            for (figures, command) in tables.iter_mut().zip([&stuck, &owners]) {
                let pair = (measure::run(command)?, peer);
                if round > 0 {
                    figures.rounds.push(pair);
                }
            }
        }
        for (figures, verb) in tables.iter().zip(["stuck", "owners"]) {
            figures.table(&format!("{verb}: {objects} objects of {} types", types.len()), out)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn ours(program: &Path, verb: &str, kubeconfig: &Path, cache: &Path) -> Vec<OsString> {
    let head = [program.as_os_str().to_owned(), verb.into(), "--kubeconfig".into(), kubeconfig.into()];
    head.into_iter().chain(["--cache-dir".into(), cache.into()]).collect()
}
