//! Users with few rights, and the role that is printed.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Hand, deleted, finalizers, made};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers/remove works with rights on one namespace", one_namespace),
        Trial::test("live/finalizers/remove prints a role that is enough", role),
    ]
}

fn one_namespace() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (mine, other) = (plane.namespace("rights"), plane.namespace("rights"));
    deleted(plane, &mine, "a", &["example.com/x"]);
    deleted(plane, &other, "a", &["example.com/x"]);
    let name = format!("ann-{mine}");
    let grant = |verbs: &str| {
        let role = format!("patch-{verbs}").replace(',', "-");
        plane.kubectl(&[
            "create",
            "role",
            &role,
            "-n",
            &mine,
            &format!("--verb={verbs}"),
            "--resource=configmaps",
        ]);
        plane.kubectl(&[
            "create",
            "rolebinding",
            &role,
            "-n",
            &mine,
            &format!("--role={role}"),
            &format!("--user={name}"),
        ]);
    };
    let hand = Hand::with(plane, &plane.user(&name, &[]));
    let remove =
        |namespace: &str| hand.run(&format!("remove cm/a -n {namespace} --apply --accept-risk=unknown"));

    let blind = remove(&mine);
    contains(&blind.stderr, "cannot get resource \"configmaps\"")?;
    equal("may not read", blind.code, 3)?;
    grant("get");
    let reads = remove(&mine);
    contains(
        &(reads.stdout + &reads.stderr),
        "a role needs apiGroups: [\"\"], resources: [\"configmaps\"], verbs: [\"patch\"]",
    )?;
    equal("may not write", reads.code, 3)?;
    equal("nothing was written", finalizers(plane, &mine, "a").as_deref(), Some("[\"example.com/x\"]"))?;
    grant("patch");
    equal("may", remove(&mine).code, 0)?;
    equal("it is gone", finalizers(plane, &mine, "a"), None)?;
    equal("elsewhere", remove(&other).code, 3)?;
    equal("elsewhere", finalizers(plane, &other, "a").as_deref(), Some("[\"example.com/x\"]"))
}

fn role() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("role");
    made(plane, &namespace, "a", &["example.com/x"]);
    plane.kubectl(&["delete", "configmap", "a", "-n", &namespace, "--cascade=foreground", "--wait=false"]);
    let printed = Hand::new(plane).run(&format!("plan ns/{namespace} cm/a -n {namespace} --print-rbac"));
    let planner = user_with(plane, &namespace, "planner", &printed.stdout);
    let planned =
        planner.run(&format!("plan ns/{namespace} -o json --older-than 0 > plan.json; cat plan.json"));
    let plan: serde_json::Value = serde_json::from_str(&planned.stdout)?;
    equal("gaps", &plan["gaps"], &serde_json::json!([]))?;
    equal("steps", plan["steps"].as_array().map(Vec::len), Some(2))?;
    // Whoever carries it out needs no more than what is named in it.
    let printed = planner.run("apply plan.json --print-rbac");
    let hand = user_with(plane, &namespace, "hand", &printed.stdout);
    std::fs::write(hand.folder.join("plan.json"), &planned.stdout)?;
    let done = hand.run("apply plan.json --accept-risk=unknown,ordering --yes");
    equal(&format!("exit code of {}{}", done.stdout, done.stderr), done.code, 0)?;
    equal("nothing was refused", done.stderr.contains("cannot"), false)?;
    equal("it is gone", finalizers(plane, &namespace, "a"), None)
}

/// Makes a user who has just the roles that were printed.
fn user_with(plane: &ControlPlane, namespace: &str, name: &str, printed: &str) -> Hand {
    let name = format!("{name}-{namespace}");
    let unique = printed.replace("name: kubectl-finalizers-remove", &format!("name: role-{name}"));
    plane.apply(&unique);
    for (kind, role) in printed_roles(&unique) {
        let (flag, user) = (format!("--{kind}={role}"), format!("--user={name}"));
        match kind {
            "clusterrole" => plane.kubectl(&["create", "clusterrolebinding", &role, &flag, &user]),
            _ => plane.kubectl(&["create", "rolebinding", &role, &flag, &user, "-n", namespace]),
        };
    }
    Hand::with(plane, &plane.user(&name, &[]))
}

/// Returns the kinds and names of printed roles, as kubectl has them.
fn printed_roles(printed: &str) -> Vec<(&'static str, String)> {
    let role = |document: &str| {
        let kind = if document.contains("kind: ClusterRole") { "clusterrole" } else { "role" };
        let name = document.lines().find_map(|line| line.strip_prefix("  name: "))?;
        Some((kind, name.to_owned()))
    };
    printed.split("---\n").filter_map(role).collect()
}
