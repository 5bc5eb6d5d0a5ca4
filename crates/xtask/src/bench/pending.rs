//! `topocheck pending` on a dump, beside the real scheduler's own plugins on the same objects.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use kubecheck_test_support::scheduler::SchedulerOracle;
use serde_json::{Value, json};

use super::measure::{self, Cost};
use super::tools;

/// What to measure.
#[derive(clap::Args)]
pub(super) struct Args {
    /// How often the dump is judged; one more round warms up.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Sizes to measure: nodes, pods on them, and pods without a node.
    #[arg(long, value_parser = size, default_values = ["1000x10000x20", "5000x100000x20"])]
    size: Vec<Size>,
}

/// How large a cluster is.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    pods: usize,
    pending: usize,
}

fn size(text: &str) -> Result<Size, String> {
    let numbers: Vec<usize> = text.split('x').filter_map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [nodes, pods, pending] => Ok(Size { nodes: *nodes, pods: *pods, pending: *pending }),
        _ => Err("write NODESxPODSxPENDING, such as 1000x10000x20".to_owned()),
    }
}

/// Makes dumps and judges them.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let program = tools::plugin("kubectl-topocheck")?;
    let folder = tools::target_folder()?.join("bench");
    std::fs::create_dir_all(&folder)?;
    for size in &args.size {
        let Size { nodes, pods, pending } = *size;
        writeln!(out, "\n{nodes} nodes, {pods} pods, {pending} pods without a node")?;
        let file = folder.join(format!("pending-{nodes}x{pods}x{pending}.json"));
        let objects = objects(*size);
        dump(&objects, &file)?;
        for (title, more) in [("a table", ""), ("JSON, every node", "json")] {
            ours(args.rounds, &program, &file, more, title, out)?;
        }
        let times = SchedulerOracle::new().time(&objects);
        let milliseconds = |nanos: u64| nanos as f64 / 1e6;
        writeln!(
            out,
            "  kube-scheduler, in memory: {:.0} ms to take the objects in, {:.0} ms for all its filters on all nodes, \
             {:.0} ms for its own way with preemption",
            milliseconds(times.learn),
            milliseconds(times.filters),
            milliseconds(times.schedule),
        )?;
        out.flush()?;
    }
    Ok(())
}

fn ours(
    rounds: usize,
    program: &Path,
    file: &Path,
    format: &str,
    title: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let mut command: Vec<OsString> =
        vec![program.into(), "pending".into(), "-f".into(), file.into(), "--exit-zero".into()];
    if !format.is_empty() {
        command.extend(["-o".into(), format.into()]);
    }
    let mut costs: Vec<Cost> = Vec::new();
    for round in 0..=rounds {
        let cost = measure::run(&command)?;
        if round > 0 {
            costs.push(cost);
        }
    }
    costs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    let Some(Cost { wall, cpu, peak }) = costs.get(costs.len() / 2) else { return Ok(()) };
    writeln!(
        out,
        "  kubectl topocheck pending, {title}: {wall:.2} s wall, {cpu:.2} s CPU, peak {peak:.0} MB (median of {rounds})"
    )?;
    Ok(())
}

fn dump(objects: &[Value], file: &Path) -> Result<()> {
    let list = json!({"apiVersion": "v1", "items": objects, "kind": "List"});
    let to = BufWriter::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
    Ok(serde_json::to_writer(to, &list)?)
}

/// Makes a cluster of three zones, a tenth of whose nodes are kept for few pods; its pods ask for what real ones do, and some keep away
/// from their like. No pod that waits fits anywhere.
fn objects(size: Size) -> Vec<Value> {
    let nodes = (0..size.nodes).map(node);
    let placed = (0..size.pods).map(|number| {
        let app = format!("app-{}", number % 200);
        let spec = if number.is_multiple_of(7) { json!({"affinity": apart(&app)}) } else { json!({}) };
        let per_node = size.pods.div_ceil(size.nodes);
        let cpu = format!("{}m", 7_500 / per_node.max(1));
        let name = format!("{app}-{number}");
        pod(&name, number, &app, &cpu, Some(&format!("node-{}", number % size.nodes)), spec)
    });
    let waiting = (0..size.pending).map(|number| {
        let app = format!("app-{number}");
        let spread = json!([{
            "maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule",
            "labelSelector": {"matchLabels": {"app": app}},
        }]);
        let spec = json!({"affinity": apart(&app), "topologySpreadConstraints": spread});
        let cpu = ["2", "16", "3", "4"][number % 4];
        pod(&format!("waiting-{number}"), number, &app, cpu, None, spec)
    });
    nodes.chain(placed).chain(waiting).collect()
}

fn node(number: usize) -> Value {
    let name = format!("node-{number}");
    let taints = if number.is_multiple_of(10) {
        json!([{"key": "pool", "value": "batch", "effect": "NoSchedule"}])
    } else {
        json!([])
    };
    let room = json!({"cpu": "8", "memory": "64Gi", "pods": "110", "ephemeral-storage": "100Gi"});
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "uid": name, "labels": {
            "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": format!("zone-{}", number % 3),
            "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
        }},
        "spec": {"taints": taints},
        "status": {"allocatable": room, "capacity": room, "conditions": [{"type": "Ready", "status": "True"}]},
    })
}

/// Keeps pods of an application on nodes of their own.
fn apart(app: &str) -> Value {
    json!({"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
        {"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": "kubernetes.io/hostname"},
    ]}})
}

fn pod(name: &str, number: usize, app: &str, cpu: &str, node: Option<&str>, mut spec: Value) -> Value {
    let environment: Vec<Value> = (0..8)
        .map(|at| json!({"name": format!("SETTING_{at}"), "value": "a value of usual length"}))
        .collect();
    spec["containers"] = json!([{
        "name": "main", "image": "registry.example.com/team/app:1.2.3", "imagePullPolicy": "IfNotPresent", "env": environment,
        "resources": {"requests": {"cpu": cpu, "memory": "512Mi"}, "limits": {"memory": "1Gi"}},
        "ports": [{"containerPort": 8080, "protocol": "TCP"}],
        "volumeMounts": [{"name": "kube-api-access", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}],
    }]);
    spec["volumes"] = json!([{"name": "kube-api-access", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}]);
    spec["schedulerName"] = "default-scheduler".into();
    spec["tolerations"] =
        json!([{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute"}]);
    let status = match node {
        Some(node) => {
            spec["nodeName"] = node.into();
            let conditions = ["Initialized", "Ready", "ContainersReady", "PodScheduled"];
            let conditions: Vec<Value> =
                conditions.map(|kind| json!({"type": kind, "status": "True"})).into();
            json!({"phase": "Running", "conditions": conditions, "containerStatuses": [
                {"name": "main", "ready": true, "restartCount": 0, "image": "registry.example.com/team/app:1.2.3", "imageID": "",
                 "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}},
            ]})
        }
        None => json!({"phase": "Pending"}),
    };
    let set = format!("{app}-7d4b9c");
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": {
            "name": name, "namespace": format!("team-{}", number % 20), "uid": name,
            "labels": {"app": app, "tier": "web", "pod-template-hash": "7d4b9c"}, "creationTimestamp": "2026-01-01T00:00:00Z",
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": set, "uid": set, "controller": true}],
        },
        "spec": spec, "status": status,
    })
}
