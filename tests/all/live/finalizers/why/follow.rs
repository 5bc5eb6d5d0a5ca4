//! Following a deletion until the object is gone.

use std::thread;
use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::let_go;
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/finalizers why -w: follows until it is gone", follows)]
}

fn follows() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("why-follow");
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: x, namespace: {namespace}, finalizers: [why.example/a, why.example/b]}}}}"
    ));
    plane.kubectl(&["delete", "configmap", "x", "-n", &namespace, "--wait=false"]);
    let folder = tempfile::tempdir()?;
    let line = |more: &str| {
        format!(
            "kubectl finalizers why cm/x -n {namespace} -w --older-than 0 {more} --kubeconfig {}",
            plane.kubeconfig().display()
        )
    };
    let late = process::shell(&line("--timeout 1s"), folder.path());
    equal("the time is over", late.code, 1)?;
    contains(&late.stderr, "--timeout")?;
    let ended = thread::scope(|scope| {
        let followed = scope.spawn(|| process::shell(&line("--timeout 60s"), folder.path()));
        thread::sleep(Duration::from_secs(3));
        let one = r#"{"metadata":{"finalizers":["why.example/b"]}}"#;
        plane.kubectl(&["patch", "configmap", "x", "-n", &namespace, "--type=merge", "-p", one]);
        thread::sleep(Duration::from_secs(5));
        let_go(plane, "configmap/x", &namespace);
        followed.join()
    });
    let ended = ended.map_err(|_| "the thread that follows panicked")?;
    equal(&ended.stderr, ended.code, 0)?;
    let heads: Vec<&str> = ended.stdout.lines().filter(|line| line.starts_with("configmap/x")).collect();
    equal(&ended.stdout, heads.len(), 3)?;
    contains(heads[2], "is gone")?;
    let both = ended.stdout.matches("finalizer why.example/a").count();
    equal("told while it was there", both, 1)
}
