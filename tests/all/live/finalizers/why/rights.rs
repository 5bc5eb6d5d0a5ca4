//! What is told with few rights, and which rights are enough.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{let_go, run};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/finalizers why: a user with rights on one namespace", one_namespace),
        Trial::test("live/finalizers stuck is complete with just the role that it prints", complete),
    ]
}

/// Makes an object that is held, in a namespace of its own.
fn held(plane: &ControlPlane, prefix: &str) -> String {
    let namespace = plane.namespace(prefix);
    plane.apply(&format!(
        "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: x, namespace: {namespace}, finalizers: [why.example/a]}}}}"
    ));
    plane.kubectl(&["delete", "configmap", "x", "-n", &namespace, "--wait=false"]);
    namespace
}

fn one_namespace() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = held(plane, "why-few");
    let user = namespace.as_str();
    plane.kubectl(&["create", "role", "reader", "-n", &namespace, "--verb=get,list", "--resource=*"]);
    plane.kubectl(&[
        "create",
        "rolebinding",
        "reader",
        "-n",
        &namespace,
        "--role=reader",
        &format!("--user={user}"),
    ]);
    let kubeconfig = plane.user(user, &[]);
    let told = run(&kubeconfig, &format!("why cm/x -n {namespace} --older-than 0"))?;
    told.link("finalizer why.example/a")?;
    equal("verdict", (told.verdict(), told.code), ("stuck", 1))?;
    // Another namespace is refused, with the rule that is missing.
    let other = held(plane, "why-other");
    let told = run(&kubeconfig, &format!("why ns/{other} --older-than 0"))?;
    equal("refused", (told.verdict(), told.code), ("unknown", 3))?;
    contains(&told.document["gaps"].to_string(), "namespaces")?;
    // The list of the whole cluster says once that nothing may be read.
    let told = run(&kubeconfig, "stuck")?;
    equal("whole cluster", (told.code, told.gaps()), (3, vec!["every list"]))?;
    let told = run(&kubeconfig, &format!("stuck -n {namespace} --older-than 0"))?;
    equal("one namespace", told.document["items"].as_array().map(Vec::len), Some(1))?;
    for namespace in [&namespace, &other] {
        let_go(plane, "configmap/x", namespace);
    }
    Ok(())
}

fn complete() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = held(plane, "why-complete");
    let folder = tempfile::tempdir()?;
    let admin = plane.kubeconfig().display();
    for (command, name) in [
        (format!("stuck -n {namespace}"), format!("kubectl-finalizers-why-{namespace}")),
        ("stuck".to_owned(), "kubectl-finalizers-why".to_owned()),
        (format!("why cm/x -n {namespace}"), format!("kubectl-finalizers-why-{namespace}")),
        (format!("why ns/{namespace}"), format!("kubectl-finalizers-why-{namespace}")),
    ] {
        let line = format!("kubectl finalizers {command} --print-rbac --kubeconfig {admin}");
        let printed = process::shell(&line, folder.path());
        equal(&printed.stderr, printed.code, 0)?;
        plane
            .kubectl_with(&["apply", "--server-side", "--force-conflicts", "-f", "-"], &printed.stdout)
            .succeeded();
        let user = format!("{namespace}-{}", command.replace([' ', '/'], "-"));
        let who = format!("--user={user}");
        plane.kubectl(&["create", "clusterrolebinding", &user, &format!("--clusterrole={name}"), &who]);
        if printed.stdout.contains("kind: Role\n") {
            plane.kubectl(&[
                "create",
                "rolebinding",
                &user,
                "-n",
                &namespace,
                &format!("--role={name}"),
                &who,
            ]);
        }
        let kubeconfig = plane.user(&user, &[]);
        let told = run(&kubeconfig, &format!("{command} --older-than 0"))?;
        equal(&format!("gaps of {command}"), told.gaps(), Vec::new())?;
        plane.kubectl(&["delete", "clusterrolebinding", &user]);
    }
    let_go(plane, "configmap/x", &namespace);
    Ok(())
}
