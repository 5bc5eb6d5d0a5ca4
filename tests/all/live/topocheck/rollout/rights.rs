//! With fewer rights than it takes nothing is claimed that is not known.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{Web, eventually, run};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/full topocheck rollout: without the right to read pods", without_pods),
        Trial::test("live/full topocheck rollout: with the role that it prints", with_its_role),
    ]
}

fn grant(user: &str, namespace: &str, rules: &str) {
    ControlPlane::full().apply(&format!(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: {user}, namespace: {namespace}}}\nrules: {rules}\n\
         ---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {{name: {user}, namespace: {namespace}}}\n\
         subjects: [{{kind: User, name: {user}, apiGroup: rbac.authorization.k8s.io}}]\n\
         roleRef: {{kind: Role, name: {user}, apiGroup: rbac.authorization.k8s.io}}\n"
    ));
}

fn without_pods() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let web = Web::new(2, "").next("kubecheck.test/waiting: 'InvalidImageName: x'");
    let name = web.namespace.clone();
    let user = plane.user(&name, &[]);
    let ask = || run(&user, &format!("deploy/web -n {name}"));
    // Not even the Deployment.
    let line = format!("KUBECONFIG={} kubectl topocheck rollout deploy/web -n {name}", user.display());
    let ended = process::shell(&line, &std::env::temp_dir());
    equal(&ended.stderr, ended.code, 3)?;
    contains(&ended.stderr, "deployments.apps")?;
    grant(&name, &name, "[{apiGroups: [apps], resources: [deployments], verbs: [list]}]");
    let told = eventually(|| {
        let told = ask()?;
        equal(&told.stderr, (told.state(), told.code), ("progressing", 3)).map(|()| told)
    })?;
    let gaps = told.document["gaps"].to_string();
    contains(&gaps, "replicasets.apps")?;
    contains(&gaps, "pods")?;
    equal("blocking", told.document["blocking"].as_array().map(Vec::len), Some(0))?;
    // What is done is done, whoever asks.
    ControlPlane::full().kubectl(&["rollout", "undo", "deployment/web", "-n", &name]);
    web.wait("")?.is("done", "", "", 0)?;
    equal("code", ask()?.code, 0)
}

fn with_its_role() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let mut web = Web::new(2, "");
    web.pods = ", nodeSelector: {disk: holographic}".to_owned();
    let web = web.next("");
    let name = &web.namespace;
    let config = plane.kubeconfig().display();
    let line = format!("KUBECONFIG={config} kubectl topocheck rollout deploy/web -n {name} --print-rbac");
    let roles = process::shell(&line, &std::env::temp_dir()).stdout;
    plane.apply(&roles.replace("name: kubectl-topocheck-rollout", &format!("name: {name}")));
    let user = plane.user(name, &[]);
    plane.kubectl(&["create", "clusterrolebinding", name, "--clusterrole", name, "--user", name]);
    plane.kubectl(&["create", "rolebinding", name, "--role", name, "--user", name, "-n", name]);
    eventually(|| {
        let told = run(&user, &format!("deploy/web -n {name} --grace 0"))?;
        told.is("hopeless", "rollout-blocked", "pod-no-node", 1)?;
        equal("gaps", told.document["gaps"].as_array().map(Vec::len), Some(0))
    })
}
