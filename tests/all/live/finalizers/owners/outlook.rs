//! What is said to go when an object is deleted, and what the real garbage collector deletes.

use std::collections::BTreeSet;

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::collector::wait_until;
use super::{is_there, owned, owners, told, uid};
use crate::expect::{contains, equal};

pub(in super::super) fn trials() -> Vec<Trial> {
    let cascades = ["background", "foreground", "orphan"];
    let outlook = |cascade: &'static str| {
        let name = format!("live/finalizers/owners foretells a deletion: {cascade}");
        Trial::test(name, move || foretells(cascade))
    };
    let mut trials: Vec<Trial> = cascades.map(outlook).into();
    trials.push(Trial::test("live/finalizers/owners draws what owns an object", draws));
    trials
}

/// All objects of a family: the first owns the others, directly or through others, but `stranger`.
const NAMES: [&str; 9] =
    ["root", "child", "grandchild", "shared", "below-shared", "held", "left", "right", "stranger"];

/// Makes a family: one has another owner, one has a finalizer, two own each other.
fn family(plane: &ControlPlane) -> String {
    let namespace = plane.namespace("family");
    let add = |name: &str, owners: &[&str]| {
        let owners: Vec<(&str, String)> =
            owners.iter().map(|owner| (*owner, uid(plane, "configmap", &namespace, owner))).collect();
        let owners: Vec<(&str, &str, &str)> =
            owners.iter().map(|(name, uid)| ("ConfigMap", *name, uid.as_str())).collect();
        plane.apply(&owned(&namespace, name, &owners));
    };
    add("root", &[]);
    add("stranger", &[]);
    add("child", &["root"]);
    add("grandchild", &["child"]);
    add("shared", &["root", "stranger"]);
    add("below-shared", &["shared"]);
    add("held", &["root"]);
    let finalizer = r#"{"metadata":{"finalizers":["example.com/hold"]}}"#;
    plane.kubectl(&["patch", "configmap", "held", "-n", &namespace, "--type=merge", "-p", finalizer]);
    add("left", &["root"]);
    add("right", &["left"]);
    add("left", &["root", "right"]);
    namespace
}

fn names(report: &Value, of: &Value) -> BTreeSet<String> {
    let numbers = of.as_array().cloned().unwrap_or_default();
    let number =
        |one: &Value| one.as_u64().or(one["object"].as_u64()).and_then(|one| usize::try_from(one).ok());
    let names = numbers.iter().filter_map(number).map(|at| report["objects"][at]["name"].clone());
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn foretells(cascade: &str) -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = family(plane);
    let report = told(plane.kubeconfig(), &format!("cm/root -n {namespace} --if-deleted {cascade}"))?;
    let outlook = &report["ifDeleted"];
    let goes = names(&report, &outlook["goes"]);
    let blocks = names(&report, &outlook["blocks"]);
    let stays = names(&report, &outlook["stays"]);
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let expected = match cascade {
        "orphan" => (set(&["root"]), set(&["child", "shared", "held", "left"])),
        _ => (set(&["root", "child", "grandchild", "held"]), set(&["shared", "left"])),
    };
    equal("what goes and stays", (goes.clone(), stays), expected)?;
    if cascade != "orphan" {
        equal("what blocks", blocks, set(&["held"]))?;
        equal("finalizers", &outlook["blocks"][0]["finalizers"], &serde_json::json!(["example.com/hold"]))?;
        equal("is waited for", &outlook["blocks"][0]["isWaitedFor"], &Value::from(cascade == "foreground"))?;
    }
    let flag = format!("--cascade={cascade}");
    plane.kubectl(&["delete", "configmap", "root", "-n", &namespace, &flag, "--wait=false"]);
    let there = || NAMES.into_iter().filter(|name| is_there(plane, "configmap", &namespace, name));
    let there = || there().map(str::to_owned).collect::<BTreeSet<String>>();
    // Until somebody takes the finalizer off: in the foreground the object itself waits too.
    let held = match cascade {
        "background" => set(&["held"]),
        "foreground" => set(&["held", "root"]),
        _ => BTreeSet::new(),
    };
    let all = set(&NAMES);
    let left: BTreeSet<String> =
        all.iter().filter(|name| !goes.contains(*name) || held.contains(*name)).cloned().collect();
    wait_until(&format!("{left:?} are left"), &|| there() == left)?;
    let none = r#"{"metadata":{"finalizers":null}}"#;
    plane.kubectl(&["patch", "configmap", "held", "-n", &namespace, "--type=merge", "-p", none]);
    let left: BTreeSet<String> = all.difference(&goes).cloned().collect();
    wait_until(&format!("{left:?} are left at last"), &|| there() == left)
}

fn draws() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let namespace = family(plane);
    let tree = owners(plane.kubeconfig(), &format!("cm child -n {namespace}"));
    let expected = "OBJECT STATE NS/ConfigMap/root └─ NS/ConfigMap/child asked for, blocks its owner \
                    └─ NS/ConfigMap/grandchild blocks its owner";
    let tree_text = tree.stdout.replace(&namespace, "NS");
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    equal("tree", squeeze(&tree_text).as_str(), expected)?;
    equal("exit code", tree.code, 0)?;
    let circle = owners(plane.kubeconfig(), &format!("cm/left -n {namespace}"));
    contains(&circle.stdout, "see above")?;
    let dot = owners(plane.kubeconfig(), &format!("cm/root -n {namespace} -o dot"));
    contains(&dot.stdout, "digraph owners {")?;
    let mermaid = owners(plane.kubeconfig(), &format!("cm/root -n {namespace} -o mermaid"));
    contains(&mermaid.stdout, &format!("[\"{namespace}/ConfigMap/grandchild\"]"))?;
    let wrong = owners(plane.kubeconfig(), &format!("cm/nothing -n {namespace}"));
    contains(&wrong.stderr, &format!("there is no ConfigMap \"nothing\" in namespace {namespace}"))?;
    equal("exit code", wrong.code, 2)
}
