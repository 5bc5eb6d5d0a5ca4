//! What the harness promises of its control plane, each promise kept by the real programs.

use kubecheck_test_support::{ControlPlane, KUBERNETES_VERSION};
use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/plane is the version that is pinned", is_the_version_that_is_pinned),
        Trial::test("live/plane gives tests namespaces of their own", gives_namespaces),
        Trial::test("live/plane gives users only the rights of their roles", gives_users),
        Trial::test("live/plane gives service accounts tokens", gives_service_accounts),
        Trial::test("live/plane has kubeconfigs that are refused", has_kubeconfigs_that_are_refused),
        Trial::test("live/plane lets tests into etcd", lets_tests_into_etcd),
        Trial::test("live/plane asks etcd's clients for certificates", asks_for_certificates),
        Trial::test("live/plane saves snapshots", saves_snapshots),
        Trial::test("live/plane pauses the way to etcd", pauses_the_way_to_etcd),
        Trial::test("live/plane takes a second API server with flags of its own", takes_a_second_api_server),
    ]
}

fn is_the_version_that_is_pinned() -> Result<(), Failed> {
    let version = ControlPlane::shared().kubectl(&["version"]);
    contains(&version, &format!("Client Version: {KUBERNETES_VERSION}\n"))?;
    contains(&version, &format!("Server Version: {KUBERNETES_VERSION}\n"))
}

fn gives_namespaces() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (one, two) = (plane.namespace("plane"), plane.namespace("plane"));
    plane.apply(&format!("{{apiVersion: v1, kind: ConfigMap, metadata: {{name: only, namespace: {one}}}}}"));
    equal(
        "one",
        plane.kubectl(&["get", "configmaps", "-n", &one, "-o", "name"]).as_str(),
        "configmap/only\n",
    )?;
    equal("two", plane.kubectl(&["get", "configmaps", "-n", &two, "-o", "name"]).as_str(), "")
}

fn gives_users() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("plane");
    let user = plane.user("ann", &["readers", "writers"]);
    let refused = plane.kubectl_as(&user, &["get", "secrets", "-n", &namespace]);
    contains(&refused.stderr, "User \"ann\" cannot list resource \"secrets\"")?;
    // Not `edit`: its rules are put together by a controller, and none runs here.
    plane.kubectl(&["create", "role", "write", "-n", &namespace, "--verb=list", "--resource=secrets"]);
    plane.kubectl(&["create", "rolebinding", "write", "-n", &namespace, "--role=write", "--group=writers"]);
    plane.kubectl_as(&user, &["get", "secrets", "-n", &namespace]).succeeded();
    Ok(())
}

fn gives_service_accounts() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("plane");
    let account = plane.service_account(&namespace, "robot");
    let known = plane.kubectl_as(&account, &["auth", "whoami"]).succeeded();
    contains(&known, &format!("system:serviceaccount:{namespace}:robot"))
}

fn has_kubeconfigs_that_are_refused() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    for (kubeconfig, why) in [
        (plane.expired_user(), "You must be logged in to the server"),
        (plane.expired_token(), "You must be logged in to the server"),
        (plane.wrong_ca(), "certificate signed by unknown authority"),
    ] {
        contains(&plane.kubectl_as(&kubeconfig, &["get", "pods"]).stderr, why)?;
    }
    Ok(())
}

fn lets_tests_into_etcd() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("plane");
    plane.kubectl(&["create", "configmap", "gone", "-n", &namespace]);
    let key = format!("/registry/configmaps/{namespace}/gone");
    equal("deleted", plane.etcdctl(&["del", &key]).succeeded().as_str(), "1\n")?;
    let left = plane.try_kubectl(&["get", "configmap", "gone", "-n", &namespace]);
    contains(&left.stderr, "NotFound")
}

fn asks_for_certificates() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (certificate, key) = plane.etcd_certificate();
    let flag = |name: &str, path: &std::path::Path| format!("--{name}={}", path.display());
    let endpoint = format!("--endpoints={}", plane.etcd_secure_url());
    let health = ["endpoint", "health", &endpoint, &flag("cacert", &plane.ca()), "--command-timeout=2s"];
    equal("without", plane.etcdctl(&health).code, 1)?;
    plane.etcdctl(&[&health[..], &[&flag("cert", &certificate), &flag("key", &key)]].concat()).succeeded();
    Ok(())
}

fn saves_snapshots() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("plane");
    let file = plane.folder().join("snapshot.db");
    plane.snapshot(&file);
    let bytes = std::fs::read(&file)?;
    let key = format!("/registry/namespaces/{namespace}");
    equal("the key is in it", bytes.windows(key.len()).any(|window| window == key.as_bytes()), true)
}

fn pauses_the_way_to_etcd() -> Result<(), Failed> {
    let second = ControlPlane::shared().another_api_server(&[]);
    let path = ["get", "--raw", "/api/v1/namespaces/default?timeout=1s"];
    second.kubectl(&path);
    second.pause_etcd();
    // How it fails is a race of several time-outs.
    equal("exit code while it is paused", second.try_kubectl(&path).code, 1)?;
    second.resume_etcd();
    second.kubectl(&path);
    Ok(())
}

fn takes_a_second_api_server() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("plane");
    let audit = plane.folder();
    let (policy, log) = (audit.join("policy.yaml"), audit.join("audit.log"));
    std::fs::write(&policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n")?;
    let second = plane.another_api_server(&[
        "--runtime-config=api/all=true",
        &format!("--audit-policy-file={}", policy.display()),
        &format!("--audit-log-path={}", log.display()),
    ]);
    equal(
        "the namespace",
        second.kubectl(&["get", "namespace", &namespace, "-o", "name"]),
        format!("namespace/{namespace}\n"),
    )?;
    contains(&second.kubectl(&["api-versions"]), "internal.apiserver.k8s.io/v1alpha1\n")?;
    contains(&std::fs::read_to_string(log)?, &format!("\"name\":\"{namespace}\""))
}
