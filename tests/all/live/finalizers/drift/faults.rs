//! What cannot be read, and what cannot be compared.

use std::time::Duration;

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::Failed;

use super::{Told, run};
use crate::expect::{contains, equal};

pub(super) fn told() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("drift");
    plane.kubectl(&["create", "role", "read", "-n", &namespace, "--verb=get,list", "--resource=configmaps"]);
    plane.kubectl(&["create", "rolebinding", "read", "-n", &namespace, "--role=read", "--user=drift-reader"]);
    let user = plane.user("drift-reader", &[]);
    let of = format!("-n {namespace} configmaps secrets");
    let told = Told::of(&user, &of)?;
    equal("findings", told.found(), Vec::new())?;
    let gaps = told.gaps();
    equal("gaps", gaps.len(), 1)?;
    contains(&gaps[0], "stored secrets: ")?;
    contains(&gaps[0], "a Role needs apiGroups: [\"\"], resources: [\"secrets\"], verbs: [\"list\"]")?;
    equal("exit code", told.code, 3)?;
    equal("allowed", run(&user, &format!("{of} --allow-gaps")).code, 0)?;
    let faults = plane.faults();
    faults.set(&[Fault::hang(&format!("/api/v1/namespaces/{namespace}/configmaps"))]);
    let told = Told::of(faults.kubeconfig(), &format!("{of} --request-timeout 2s"))?;
    contains(&told.gaps().concat(), "stored configmaps: no answer to ")?;
    equal("others are read", told.report["drift"]["types"].as_array().map(Vec::len), Some(1))?;
    equal("exit code", told.code, 4)?;
    if told.took > Duration::from_secs(15) {
        return Err(format!("a server that hangs holds it up for {:?}", told.took).into());
    }
    // Where the limit is kept, no cache has answered: then there is nothing to compare, and that is said.
    let uncached = ControlPlane::start(&["--watch-cache=false"]);
    let told = Told::of(uncached.kubeconfig(), "clusterroles")?;
    equal("state", &told.of_type("clusterroles", "test")["state"], &"not cached".into())
}

/// With just the role that is printed, nothing is missing.
pub(super) fn role() -> Result<(), Failed> {
    // Its own: everything is compared, and others write behind the API server's back.
    let plane = ControlPlane::start(&[]);
    let role = run(plane.kubeconfig(), "--print-rbac");
    plane.apply(&role.stdout);
    let (role, user) = ("--clusterrole=kubectl-finalizers-drift", "--user=drift-auditor");
    plane.kubectl(&["create", "clusterrolebinding", "drift-auditor", role, user]);
    let told = Told::of(&plane.user("drift-auditor", &[]), &format!("--endpoints {}", plane.etcd_url()))?;
    equal("gaps", told.gaps(), Vec::new())?;
    equal("findings", told.found(), Vec::new())
}

pub(super) fn refused() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let config = plane.kubeconfig();
    let other = ControlPlane::start(&[]);
    let snapshot = plane.folder().join("drift.db");
    other.snapshot(&snapshot);
    let (url, printed) = (plane.etcd_url(), plane.folder().join("simple.txt"));
    std::fs::write(&printed, plane.etcdctl(&["get", "/registry/namespaces/default"]).succeeded())?;
    for (arguments, code, said) in [
        (format!("--snapshot {}", snapshot.display()), 2, "is of another cluster than context test"),
        (format!("--etcdctl-output {}", printed.display()), 2, "does not say of which revision it is"),
        (format!("--snapshot a --endpoints {url}"), 2, "stored objects are read from one place only"),
        ("--endpoints http://127.0.0.1:1".to_owned(), 4, "cannot reach etcd at http://127.0.0.1:1"),
        ("nothing".to_owned(), 2, "no resource is called \"nothing\" here"),
        ("tokenreviews".to_owned(), 2, "tokenreviews.authentication.k8s.io cannot be listed and watched"),
        ("-w -o yaml".to_owned(), 2, "-w does not print \"yaml\""),
        ("--count 2".to_owned(), 2, "--watch"),
        ("--interval 5x -w".to_owned(), 2, "write seconds (30) or a duration"),
        ("-s https://127.0.0.1:1".to_owned(), 4, "cannot reach https://127.0.0.1:1"),
        (
            "-s https://127.0.0.1:1 -w --count 2 --interval 1".to_owned(),
            4,
            "cannot reach https://127.0.0.1:1",
        ),
        (
            format!("-s {} --other-server https://127.0.0.1:1 namespaces", plane.url()),
            4,
            "gap: API server https://127.0.0.1:1: cannot reach",
        ),
    ] {
        let ended = run(config, &arguments);
        contains(&format!("{}{}", ended.stdout, ended.stderr), said)?;
        equal(&arguments, ended.code, code)?;
    }
    Ok(())
}
