//! The cases, put before the real plugins of kube-scheduler.

use kubecheck_test_support::scheduler::SchedulerOracle;
use serde_json::Value;

use super::case::Case;
use super::devices;
use super::words::exact;
use super::world::World;

/// Returns what the real plugin says in a case, in the words of [`Case::says`]; none if the oracle is not asked about the pod.
fn said(oracle: &mut SchedulerOracle, case: &Case) -> Option<Vec<String>> {
    // What cases leave out, the API server's defaults fill in. Some have what it would not take, and the scheduler looks at it all the same.
    let answer = oracle.store(&World::new(&case.objects).values()).answer;
    let pod = list(&answer["pods"]).iter().find(|pod| pod["name"] == "new")?;
    let is_meant = |said: &&Value| said["plugin"] == case.filter;
    if let Some(before) = list(&pod["preFilter"]).iter().find(is_meant) {
        match before["code"].as_str()? {
            "Success" => {}
            "Skip" => return Some(vec!["skip".to_owned()]),
            _ => return Some(vec![line("all", Some(before))]),
        }
    }
    let nodes = list(&pod["nodes"]).iter();
    let lines = nodes.map(|node| {
        let refusal = list(&node["filters"]).iter().find(is_meant);
        line(node["node"].as_str().unwrap_or_default(), refusal)
    });
    Some(lines.collect())
}

fn line(node: &str, refusal: Option<&Value>) -> String {
    let Some(refusal) = refusal else { return format!("{node}: ok") };
    let reasons: Vec<&str> = list(&refusal["reasons"]).iter().filter_map(Value::as_str).collect();
    format!("{node}: {}: {}", refusal["code"].as_str().unwrap_or_default(), reasons.join("; "))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn the_real_plugins_say_what_the_cases_expect() {
    let mut oracle = SchedulerOracle::new();
    let mut silent = Vec::new();
    for case in exact() {
        match said(&mut oracle, &case) {
            Some(said) => assert_eq!(case.says, said, "{}: {}\n{:#?}", case.filter, case.what, case.objects),
            None => silent.push(case.filter),
        }
    }
    // A pod that has a node by its own word does not wait.
    assert_eq!(silent, ["NodeName"]);
}

#[test]
fn the_real_plugin_refuses_what_is_refused_in_doubt() {
    let mut oracle = SchedulerOracle::new();
    // Before it takes a claim with administrative access, the API server of the oracle would look for the labels of a namespace that is not there.
    let is_taken = |case: &Case| !case.objects.iter().any(|object| object.contains("adminAccess"));
    for case in devices::doubtful().into_iter().filter(is_taken) {
        let said = said(&mut oracle, &case).unwrap_or_else(|| panic!("{}: the pod waits", case.what));
        let refused = case.says.iter().zip(&said).filter(|(ours, _)| !ours.ends_with(": ok"));
        refused.for_each(|(ours, theirs)| assert_eq!(ours, theirs, "{}", case.what));
    }
}
