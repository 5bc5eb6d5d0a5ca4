//! Faults in front of the API server reach the real kubectl, and only where they are asked for.

use kubecheck_test_support::{ControlPlane, Fault, Faults};
use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/faults keeps the rights of users", keeps_the_rights_of_users),
        Trial::test("live/faults answers an error for one path", answers_an_error_for_one_path),
        Trial::test("live/faults asks to come again later", asks_to_come_again_later),
        Trial::test("live/faults lets a list expire in its middle", lets_a_list_expire),
        Trial::test("live/faults hangs", hangs),
        Trial::test("live/faults breaks a list in its middle", breaks_a_list),
    ]
}

/// A front, and a namespace with three ConfigMaps.
fn front() -> (Faults, String) {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("faults");
    let one = |name| {
        format!(
            "---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, namespace: {namespace}}}}}\n"
        )
    };
    plane.apply(&["a", "b", "c"].map(one).concat());
    (plane.faults(), namespace)
}

fn path(namespace: &str) -> String {
    format!("/api/v1/namespaces/{namespace}/configmaps")
}

fn keeps_the_rights_of_users() -> Result<(), Failed> {
    let (faults, namespace) = front();
    equal("admin", faults.kubectl(&["get", "cm", "-n", &namespace, "-o", "name"]).lines().count(), 3)?;
    let user = faults.user("ann", &[]);
    contains(&faults.kubectl_as(&user, &["get", "cm", "-n", &namespace]).stderr, "User \"ann\" cannot list")?;
    let account = faults.service_account(&namespace, "robot");
    contains(&faults.kubectl_as(&account, &["auth", "whoami"]).succeeded(), &format!("{namespace}:robot"))
}

fn answers_an_error_for_one_path() -> Result<(), Failed> {
    let (faults, namespace) = front();
    faults.set(&[Fault::status(&path(&namespace), 500)]);
    let refused = faults.try_kubectl(&["get", "configmaps", "-n", &namespace]);
    contains(&refused.stderr, "the tests make this fault: 500")?;
    faults.kubectl(&["get", "secrets", "-n", &namespace]);
    Ok(())
}

fn asks_to_come_again_later() -> Result<(), Failed> {
    let (faults, namespace) = front();
    faults.set(&[Fault::status(&path(&namespace), 429).header("Retry-After", "1").times(2)]);
    faults.kubectl(&["get", "--raw", &path(&namespace)]);
    equal("requests", faults.requests().len(), 3)
}

fn lets_a_list_expire() -> Result<(), Failed> {
    let (faults, namespace) = front();
    faults.set(&[Fault::status(&path(&namespace), 410).query("continue=").skip(1)]);
    let first = faults.kubectl(&["get", "--raw", &format!("{}?limit=1", path(&namespace))]);
    let first: serde_json::Value = serde_json::from_str(&first)?;
    let token = first["metadata"]["continue"].as_str().ok_or("the first page has no successor")?;
    let next = format!("{}?limit=1&continue={token}", path(&namespace));
    faults.kubectl(&["get", "--raw", &next]);
    contains(&faults.try_kubectl(&["get", "--raw", &next]).stderr, "the tests make this fault: 410")
}

fn hangs() -> Result<(), Failed> {
    let (faults, namespace) = front();
    faults.set(&[Fault::hang(&path(&namespace))]);
    let late = faults.try_kubectl(&["get", "--raw", &path(&namespace), "--request-timeout=1s"]);
    // Which of its two clocks kubectl names is a race.
    contains(&late.stderr, "exceeded")?;
    equal("open at once", faults.most_at_once(), 1)
}

fn breaks_a_list() -> Result<(), Failed> {
    let (faults, namespace) = front();
    faults.set(&[Fault::break_after(&path(&namespace), 200)]);
    let broken = faults.try_kubectl(&["get", "--raw", &path(&namespace)]);
    equal("exit code", broken.code, 1)?;
    equal("what came", broken.stdout.len(), 200)
}
