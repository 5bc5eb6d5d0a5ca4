//! `kubectl gvkcheck matrix` over real clusters, and over some that do not answer.

use kubecheck_test_support::{ControlPlane, Fault};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::user::{User, kubeconfig, parts};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/matrix tells what only some clusters serve", tells_what_differs),
        Trial::test("live/matrix tells which manifests each cluster refuses", tells_refusals),
        Trial::test("live/matrix has a gap where a cluster does not answer", has_gaps),
        Trial::test("live/matrix chooses contexts by names and patterns", chooses_contexts),
    ]
}

const IP: &str = "apiVersion: networking.k8s.io/v1beta1\nkind: IPAddress\nmetadata: {name: 10.9.9.9}\n\
                  spec: {parentRef: {resource: services, name: x, namespace: x}}\n";

fn tells_what_differs() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let all = plane.another_api_server(&["--runtime-config=api/all=true"]);
    let (one, other) = (parts(plane.kubeconfig()), parts(all.kubeconfig()));
    let config = kubeconfig(&[("default", &one.0, &one.1), ("all", &other.0, &other.1)]);
    let config = user.write("config", &config.to_string())?;
    let table = user.run(&config, "kubectl gvkcheck matrix --contexts default,all,default")?;
    equal("exit", table.code, 0)?;
    let row = "\nIPAddress                        networking.k8s.io/v1beta1               no        yes\n";
    contains(&table.stdout, row)?;
    equal("the same everywhere is hidden", table.stdout.contains("\nPod "), false)?;
    contains(&table.stdout, "; --all shows the other ")?;
    let line = "kubectl gvkcheck matrix --contexts default,all --resources ip,po -o json";
    let document: Value = serde_json::from_str(&user.run(&config, line)?.stdout)?;
    equal("columns", &document["columns"], &json!(["default", "all"]))?;
    let kinds = json!([
        {"group": "", "kind": "Pod", "resource": "pods", "namespaced": true,
         "versions": [{"version": "v1", "served": [true, true]}]},
        {"group": "networking.k8s.io", "kind": "IPAddress", "resource": "ipaddresses", "namespaced": false,
         "versions": [{"version": "v1", "served": [true, true]}, {"version": "v1beta1", "served": [false, true]}]},
    ]);
    equal("kinds", &document["kinds"], &kinds)?;
    // What it says of one server is what kubectl lists there.
    let line = "kubectl gvkcheck matrix --contexts all -o csv | tail -n +2 | cut -d, -f3,4 | sort -u | wc -l";
    let ours = user.run(&config, line)?;
    let theirs = user.run(
        &config,
        "kubectl --context all api-resources --no-headers | awk '{print $NF,$1}' | sort -u | wc -l",
    )?;
    equal("as many resources", ours.stdout, theirs.stdout)
}

fn tells_refusals() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let all = plane.another_api_server(&["--runtime-config=api/all=true"]);
    let (one, other) = (parts(plane.kubeconfig()), parts(all.kubeconfig()));
    let config = kubeconfig(&[("default", &one.0, &one.1), ("all", &other.0, &other.1)]);
    let config = user.write("config", &config.to_string())?;
    let file = user.write("ip.yaml", IP)?;
    let line = format!("kubectl gvkcheck matrix --contexts default,all -o json -f - < {}", file.display());
    let ended = user.run(&config, &line)?;
    equal("exit", ended.code, 1)?;
    let document: Value = serde_json::from_str(&ended.stdout)?;
    let refused: Vec<&Value> = document["refused"].as_array().into_iter().flatten().collect();
    equal("reasons", refused.len(), 1)?;
    equal("columns", &refused[0]["refused"], &json!([true, false]))?;
    // The servers say the same.
    for (context, code) in [("default", 1), ("all", 0)] {
        let line = format!("kubectl --context {context} create --dry-run=server -f {}", file.display());
        equal(context, user.run(&config, &line)?.code, code)?;
    }
    Ok(())
}

fn has_gaps() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let (cluster, admin) = parts(plane.kubeconfig());
    let late = parts(&plane.expired_user()).1;
    let faults = plane.faults();
    faults.set(&[Fault::status("^/apis$", 500)]);
    let failing = parts(faults.kubeconfig()).0;
    let gone = json!({"server": "https://127.0.0.1:1"});
    let config = kubeconfig(&[
        ("fine", &cluster, &admin),
        ("gone", &gone, &admin),
        ("late", &cluster, &late),
        ("failing", &failing, &admin),
    ]);
    let config = user.write("config", &config.to_string())?;
    let of = |contexts: &str, more: &str| {
        user.run(&config, &format!("kubectl gvkcheck matrix --contexts {contexts} --resources po {more}"))
    };
    let table = of("fine,gone,late,failing", "--all")?;
    equal("exit", table.code, 4)?;
    contains(&table.stdout, "Pod    v1           yes    ?      ?      ?\n")?;
    for gap in [
        "context gone: cannot reach https://127.0.0.1:1",
        "context late: the server answers 401",
        "context failing: the server answers 500",
    ] {
        contains(&table.stdout, gap)?;
    }
    equal("no credentials, no time that helps", of("fine,late", "")?.code, 3)?;
    equal("allowed", of("fine,gone", "--allow-gaps")?.code, 0)?;
    let document: Value = serde_json::from_str(&of("fine,gone", "-o json")?.stdout)?;
    equal("unknown is not false", &document["kinds"][0]["versions"][0]["served"], &json!([true, null]))?;
    equal("none answers", of("gone", "")?.code, 4)
}

fn chooses_contexts() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let (cluster, admin) = parts(plane.kubeconfig());
    let contexts = ["eu/prod-1", "prod-2", "test"].map(|name| (name, &cluster, &admin));
    let config = user.write("config", &kubeconfig(&contexts).to_string())?;
    let columns = |contexts: &str| -> Result<String, Failed> {
        let line = format!("kubectl gvkcheck matrix --contexts {contexts} -o 'jsonpath={{.columns[*]}}'");
        let ended = user.run(&config, &line)?;
        Ok(format!("{}{}", ended.stdout.trim_end(), ended.stderr))
    };
    equal("a pattern", columns("'*prod-*'")?.as_str(), "eu/prod-1 prod-2")?;
    equal("once, in this order", columns("test,prod-2,'*'")?.as_str(), "test prod-2 eu/prod-1")?;
    let nothing = columns("'stage-*'")?;
    contains(&nothing, "no context of the kubeconfig is like \"stage-*\"")?;
    contains(&nothing, "contexts there: eu/prod-1, prod-2, test")?;
    let conflict = user.run(&config, "kubectl gvkcheck matrix --contexts test --context test")?;
    equal("two ways to choose", conflict.code, 2)
}
