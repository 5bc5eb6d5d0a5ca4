//! How long the graph of owners takes; no other program has one to measure it beside.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use kubectl_finalizers::graph::{Edge, Graph, Policy, Traits};

/// How many nodes the graphs have.
const NODES: u32 = 100_000;
/// How often each is made and gone through.
const ROUNDS: usize = 9;

/// Makes graphs, looks for circles and forecasts a deletion.
pub(super) fn run(out: &mut dyn Write) -> Result<()> {
    ensure!(
        !cfg!(debug_assertions),
        "this measures code of its own, which must be optimised: cargo run --release -p xtask -- bench graph"
    );
    let edge = |dependent, owner| Edge { dependent, owner, blocks: true };
    let tangle = |node| [node / 2, node * 7 % NODES].map(|owner| edge(node, owner)).to_vec();
    let shapes: [(&str, Vec<Edge>); 3] = [
        ("a chain", (1..NODES).map(|node| edge(node, node - 1)).collect()),
        ("one circle", (0..NODES).map(|node| edge(node, (node + 1) % NODES)).collect()),
        ("two owners each, circles among them", (1..NODES).flat_map(tangle).collect()),
    ];
    for (name, edges) in shapes {
        let mut times: Vec<Duration> = (0..ROUNDS).map(|_| once(&edges)).collect();
        times.sort();
        let median = times[ROUNDS / 2].as_secs_f64() * 1000.0;
        writeln!(out, "{NODES} nodes, {name}: {median:.1} ms (median of {ROUNDS})")?;
    }
    Ok(())
}

fn once(edges: &[Edge]) -> Duration {
    let begun = Instant::now();
    let graph = Graph::new(NODES as usize, edges.to_vec());
    let circles = graph.circles();
    let told = graph.forecast(0, Policy::Foreground, |_| Traits::default());
    let took = begun.elapsed();
    std::hint::black_box((circles, told));
    took
}
