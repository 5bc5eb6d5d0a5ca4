//! Writers that create, change, delete and create again, while caches are compared.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::Failed;

use super::Told;
use crate::expect::equal;

/// How often caches are compared; `cargo xtask soak` asks for more.
fn runs() -> usize {
    std::env::var("KUBECHECK_DRIFT_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(10)
}

pub(super) fn finds_nothing() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    let second = plane.another_api_server(&[]);
    let servers = format!("-s {} --other-server {} --max-lag 0", plane.url(), second.url());
    let against =
        [servers.clone(), format!("{servers} --endpoints {}", plane.etcd_url()), "--max-lag 0".to_owned()];
    let namespaces = ["churn-a", "churn-b", "churn-c"].map(|prefix| plane.namespace(prefix));
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for namespace in &namespaces {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    write(&plane, namespace);
                }
            });
        }
        let judged = (0..runs()).try_for_each(|run| judge(&plane, run, &against[run % against.len()]));
        stop.store(true, Ordering::Relaxed);
        judged
    })
}

/// Writes as many objects as go into two calls of kubectl: the same names again and again, some changed and some deleted between.
fn write(plane: &ControlPlane, namespace: &str) {
    let objects = |data: u32| {
        let one = |number: u32| {
            format!(
                "---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c{number}, namespace: {namespace}}}, data: {{n: \"{data}\"}}}}\n"
            )
        };
        (0..60).map(one).collect::<String>()
    };
    for data in [1, 2] {
        plane.kubectl_with(&["apply", "--server-side", "-f", "-"], &objects(data));
    }
    plane.kubectl_with(&["delete", "configmaps", "--all", "-n", namespace, "--wait=false"], "");
}

fn judge(plane: &ControlPlane, run: usize, arguments: &str) -> Result<(), Failed> {
    let told = Told::of(plane.kubeconfig(), arguments)?;
    equal(&format!("run {run}, {arguments}: findings"), told.found(), Vec::new())?;
    equal(&format!("run {run}, {arguments}: gaps"), told.gaps(), Vec::new())?;
    equal(&format!("run {run}, {arguments}: exit code"), told.code, 0)
}
