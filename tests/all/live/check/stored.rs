//! What is declared and lives against what is stored.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::Run;
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/check --exists tells what is stored otherwise", tells_what_is_stored),
        Trial::test("live/check --exists accuses nothing that is newer than a snapshot", newer),
        Trial::test("live/check --exists prints the rights for what is stored", prints_the_rights),
    ]
}

/// Two ConfigMaps that are declared.
fn declared(namespace: &str) -> String {
    let one = |name: &str| {
        format!(
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n  namespace: {namespace}\ndata: {{a: b}}\n"
        )
    };
    format!("{}{}", one("same"), one("other"))
}

/// Returns the findings of a run as rule and key, or the declared name where there is no key.
fn found(report: &str) -> Result<Vec<String>, Failed> {
    let report: Value = serde_json::from_str(report).map_err(|error| format!("{error}: {report}"))?;
    let findings = report["findings"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = |place: &Value| match text(&place["key"]) {
        key if key.is_empty() => text(&place["object"]["name"]),
        key => key,
    };
    Ok(findings.map(|finding| format!("{} {}", text(&finding["rule"]), place(&finding["place"]))).collect())
}

fn tells_what_is_stored() -> Result<(), Failed> {
    // Its own: what is done behind the API server's back would be found by others.
    let plane = ControlPlane::start(&[]);
    let namespace = plane.namespace("stored");
    let run = Run::on(plane.kubeconfig(), &declared(&namespace));
    let etcd = format!("--exists --endpoints {}", plane.etcd_url());
    plane.apply(&declared(&namespace));
    let well = run.check(&format!("{etcd} -o json"));
    equal("all is well", found(&well.stdout)?, Vec::new())?;
    equal(&well.stderr, well.code, 0)?;
    let summary = run.check(&etcd).stdout;
    contains(&summary, &format!("and etcd ({})", plane.etcd_url()))?;

    // Past the API server, another object is put where one is declared, and the other is taken away.
    let key = |name: &str| format!("/registry/configmaps/{namespace}/{name}");
    let lost = format!(
        r#"{{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"lost","namespace":"{namespace}","uid":"u"}},"data":{{"a":"b"}}}}"#
    );
    plane.etcdctl(&["put", &key("other"), &lost]).succeeded();
    plane.etcdctl(&["del", &key("same")]).succeeded();
    let without = run.check("--exists -o json");
    equal("without etcd", found(&without.stdout)?, vec!["not-in-cluster same".to_owned()])?;
    let with = run.check(&format!("{etcd} -o json"));
    // That `same` is gone is told once.
    let expected = vec!["not-in-cluster same".to_owned(), format!("misplaced-key {}", key("other"))];
    equal("with etcd", found(&with.stdout)?, expected)?;
    equal("exit code", with.code, 1)?;

    let alone = run.check(&format!("--endpoints {}", plane.etcd_url()));
    contains(&alone.stderr, "hint: say --live --exists too")?;
    equal("without --exists", alone.code, 2)
}

fn newer() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("stored");
    let snapshot = plane.folder().join(format!("{namespace}.db"));
    plane.snapshot(&snapshot);
    plane.apply(&declared(&namespace));
    let ended =
        Run::new(&declared(&namespace)).check(&format!("--exists --snapshot {} -o json", snapshot.display()));
    equal("findings", found(&ended.stdout)?, Vec::new())?;
    contains(&ended.stdout, "take a newer snapshot to see whether it is stored")?;
    equal("exit code", ended.code, 3)
}

fn prints_the_rights() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("stored");
    plane.apply(&declared(&namespace));
    let etcd = format!("--exists --endpoints {}", plane.etcd_url());
    let role = Run::new(&declared(&namespace)).check(&format!("{etcd} --print-rbac"));
    equal("code", role.code, 0)?;
    let name = format!("gvkcheck-{namespace}");
    plane.apply(&role.stdout.replace("name: kubectl-gvkcheck-check", &format!("name: {name}")));
    let user = plane.user(&name, &[]);
    plane.kubectl(&["create", "clusterrolebinding", &name, "--clusterrole", &name, "--user", &name]);
    plane.kubectl(&["create", "rolebinding", &name, "-n", &namespace, "--role", &name, "--user", &name]);
    let ended = Run::on(&user, &declared(&namespace)).check(&format!("{etcd} -o json"));
    equal("findings", found(&ended.stdout)?, Vec::new())?;
    equal(&ended.stdout, ended.code, 0)
}
