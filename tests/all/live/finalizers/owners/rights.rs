//! The rights that `owners` needs, and what it says without them.

use std::thread::sleep;
use std::time::Duration;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::{findings, owned, owners, told};
use crate::expect::{contains, equal};

pub(in super::super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/owners is complete with just the role that it prints", complete),
        Trial::test("live/finalizers/owners says what it may not read", partial),
        Trial::test("live/finalizers/owners says nothing of groups that do not answer", silent),
    ]
}

const NOBODY: &str = "0d6b52b1-6f6c-4f0b-8d8b-0d2d6f3c2a12";

fn complete() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("owner-rights");
    plane.apply(&owned(&namespace, "absent", &[("ConfigMap", "gone", NOBODY), ("Node", "gone", NOBODY)]));
    for (flags, kind, binding) in
        [("", "clusterrole", "clusterrolebinding"), ("-n NS", "role", "rolebinding")]
    {
        let flags = flags.replace("NS", &namespace);
        let role = owners(plane.kubeconfig(), &format!("--print-rbac {flags}"));
        equal("exit code", role.code, 0)?;
        plane.apply(&role.stdout);
        let name = format!(
            "kubectl-finalizers-owners{}",
            if flags.is_empty() { String::new() } else { format!("-{namespace}") }
        );
        let user = format!("{kind}-{namespace}");
        let who = format!("--user={user}");
        let within = ["-n", namespace.as_str()];
        let role = format!("--{kind}={name}");
        let arguments = ["create", binding, &user, &role, &who];
        let within = if kind == "role" { &within[..] } else { &[] };
        plane.kubectl(&[&arguments[..], within].concat());
        if kind == "role" {
            let (role, user) = (format!("--clusterrole={name}"), format!("{user}-cluster"));
            plane.kubectl(&["create", "clusterrolebinding", &user, &role, &who]);
        }
        let report = told(&plane.user(&user, &[]), &format!("-n {namespace}"))?;
        equal("gaps", &report["gaps"], &json!([]))?;
        equal("findings", findings(&report).len(), 2)?;
    }
    Ok(())
}

fn partial() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("owner-rights");
    plane.apply(&owned(&namespace, "a", &[("Secret", "gone", NOBODY)]));
    plane.apply(&owned(&namespace, "b", &[("ConfigMap", "gone", NOBODY)]));
    plane.kubectl(&["create", "role", "some", "-n", &namespace, "--verb=get,list", "--resource=configmaps"]);
    plane.kubectl(&["create", "rolebinding", "some", "-n", &namespace, "--role=some", "--user=owner-some"]);
    let user = plane.user("owner-some", &[]);
    let report = told(&user, &format!("-n {namespace}"))?;
    let names: Vec<String> = findings(&report).into_iter().map(|one| one.1).collect();
    // Whether the Secret is there nobody knows.
    equal("findings", names, vec!["b".to_owned()])?;
    let gaps = report["gaps"].to_string();
    contains(&gaps, "1 of secrets by name")?;
    contains(&gaps, "verbs: [\\\"get\\\", \\\"list\\\"]")?;
    let whole = owners(&user, "");
    contains(&whole.stdout, "needs apiGroups")?;
    equal("exit code", whole.code, 3)
}

/// An API service behind which nothing is.
const DEAD: &str = "
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.dead.example.com}
spec:
  group: dead.example.com
  version: v1
  groupPriorityMinimum: 1000
  versionPriority: 10
  insecureSkipTLSVerify: true
  service: {namespace: default, name: nothing}
";

/// Whether such an owner is there, neither we nor the collector can tell.
fn silent() -> Result<(), Failed> {
    let plane = ControlPlane::start(&[]);
    plane.apply(DEAD);
    let dead = [("dead.example.com/v1/Thing", "t", NOBODY), ("ConfigMap", "gone", NOBODY)];
    plane.apply(&owned("default", "one", &dead[..1]));
    plane.apply(&owned("default", "two", &dead));
    let mut report = told(plane.kubeconfig(), "")?;
    // The server takes a moment to list the group.
    for _ in 0..40 {
        if report["gaps"].to_string().contains("dead.example.com/v1") {
            break;
        }
        sleep(Duration::from_millis(250));
        report = told(plane.kubeconfig(), "")?;
    }
    contains(&report["gaps"].to_string(), "2 owners of the kind Thing of dead.example.com/v1")?;
    let found = findings(&report);
    equal("findings", found.iter().map(|one| one.1.as_str()).collect(), vec!["two"])?;
    contains(&found[0].2, "depends on another of its owners, which could not be read here")
}
