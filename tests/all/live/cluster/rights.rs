//! The rights that a run needs: those that `--print-rbac` prints, and no others.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{judge_as, missing};
use crate::expect::equal;
use crate::live::examples::alone;
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/cluster is complete with just the role that it prints", complete),
        Trial::test("live/cluster writes live places in every format", formats),
    ]
}

/// Prints the role, as JSON.
fn printed(plane: &ControlPlane, flags: &str) -> Value {
    let folder = tempfile::tempdir().expect("the temporary folder can be written");
    let kubeconfig = plane.kubeconfig().display();
    let line = format!("kubectl gvkcheck cluster --print-rbac --kubeconfig {kubeconfig} {flags}");
    let ended = process::shell(&line, folder.path());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let read = ["create", "--dry-run=client", "-o", "json", "-f", "-"];
    let role = plane.kubectl_with(&read, &ended.stdout).succeeded();
    serde_json::from_str(&role).expect("kubectl writes JSON")
}

fn complete() -> Result<(), Failed> {
    let plane = alone();
    let namespace = plane.namespace("rights");
    // Something is missing, so that everything is asked for that may be.
    missing::waiting(&plane, &namespace);
    let role = printed(&plane, "");
    let apply = |role: &Value| {
        plane
            .kubectl_with(&["apply", "--server-side", "--force-conflicts", "-f", "-"], &role.to_string())
            .succeeded();
    };
    apply(&role);
    plane.kubectl(&[
        "create",
        "clusterrolebinding",
        "checker",
        "--clusterrole=kubectl-gvkcheck-cluster",
        "--user=checker",
    ]);
    let checker = plane.user("checker", &[]);
    let told = judge_as(&checker, "");
    equal("gaps", told.gaps(), Vec::new())?;
    equal("missing", told.of("missing-in-cluster").len(), 1)?;
    equal("exit code", told.code, 1)?;
    let rules = role["rules"].as_array().cloned().unwrap_or_default();
    for (left_out, rule) in rules.iter().enumerate() {
        let mut less = role.clone();
        less["rules"].as_array_mut().expect("the report has it").remove(left_out);
        apply(&less);
        let told = judge_as(&checker, "");
        equal(&format!("gaps without {rule}"), told.gaps().is_empty(), false)?;
    }
    // Each resource is needed, too.
    let core = rules
        .iter()
        .position(|rule| rule["apiGroups"] == serde_json::json!([""]))
        .expect("the report has it");
    let resources = rules[core]["resources"].as_array().cloned().unwrap_or_default();
    for (at, resource) in resources.iter().enumerate() {
        let mut less = role.clone();
        less["rules"][core]["resources"].as_array_mut().expect("the report has it").remove(at);
        apply(&less);
        let told = judge_as(&checker, "");
        equal(&format!("gaps without {resource}"), told.gaps().is_empty(), false)?;
    }
    plane.kubectl(&["delete", "clusterrole/kubectl-gvkcheck-cluster", "clusterrolebinding/checker"]);
    plane.kubectl(&["delete", "pods", "--all", "-n", &namespace, "--force", "--grace-period=0"]);
    Ok(())
}

fn formats() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("formats");
    missing::waiting(plane, &namespace);
    let folder = tempfile::tempdir()?;
    let run = |format: &str| {
        let kubeconfig = plane.kubeconfig().display();
        let line = format!("kubectl gvkcheck cluster -n {namespace} --kubeconfig {kubeconfig} -o {format}");
        process::shell(&line, folder.path()).stdout
    };
    let sarif: Value = serde_json::from_str(&run("sarif"))?;
    let result = &sarif["runs"][0]["results"][0];
    equal("rule", result["ruleId"].as_str(), Some("missing-in-cluster"))?;
    let name = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
    equal("place", name.as_str().is_some_and(|name| name.contains(&namespace)), true)?;
    for format in ["junit", "markdown", "github", "yaml", "wide", "name"] {
        let text = run(format);
        equal(format, text.contains("coredns"), true)?;
    }
    Ok(())
}
