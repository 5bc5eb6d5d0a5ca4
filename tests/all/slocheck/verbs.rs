//! How SLOs stand, who burns them, and what several come to.

use std::collections::BTreeMap;
use std::fs;

use kubecheck_test_support::prometheus::{DAY, END, HOUR, OUTAGE, Window, World};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{ALL, BAD, at_home, document, near};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/{what}");
    vec![
        Trial::test(name("status tells the worst first, and what to do"), status),
        Trial::test(name("status ends as its worst SLO does"), codes),
        Trial::test(name("attribute tells shares that are true"), shares),
        Trial::test(name("attribute refuses labels that do not add up"), labels),
        Trial::test(name("forecast says when a budget is gone"), forecast),
        Trial::test(name("journey composes what is true"), journey),
        Trial::test(name("journey says what cannot be promised"), infeasible),
    ]
}

/// Runs a line in the repository.
fn here(line: &str) -> process::Ended {
    process::shell(&format!("{}{line}", at_home()), process::root())
}

fn status() -> Result<(), Failed> {
    let ended = here(&format!("kubectl slocheck -f examples/slo --at {} --min-coverage=80%", OUTAGE.1));
    equal(&ended.stderr, ended.code, 1)?;
    let lines: Vec<&str> = ended.stdout.lines().collect();
    equal("the worst first", lines.get(1).map(|line| line.starts_with("checkout ")), Some(true))?;
    equal("then the other", lines.get(2).map(|line| line.starts_with("catalog/answered ")), Some(true))?;
    contains(&ended.stdout, "it has burnt for 40 minutes, since 2026-10-26T00:00:00Z\n")?;
    contains(&ended.stdout, "kubectl slocheck attribute --slo-name checkout --window 1h\n")?;
    contains(&ended.stdout, "1 of 2 SLOs are in order at 2026-10-26T00:40:00Z; http://127.0.0.1:9090\n")?;
    let ended = here(&format!("kubectl slocheck -f examples/slo --at {END} -o json"));
    let status: Value = serde_json::from_str(&ended.stdout)?;
    let world = World::new();
    for (slo, job) in [("checkout", "checkout"), ("answered", "catalog")] {
        let slos = status["slos"].as_array().ok_or("there are SLOs")?;
        let own = slos.iter().find(|own| own["name"] == slo).ok_or("it is told")?;
        let truth = world.requests(job).events(Window::new(END, 30 * DAY));
        near(slo, &own["sli"], 1.0 - truth.ratio().ok_or("there is traffic")?, 1e-7)?;
    }
    equal("exit code", ended.code, 0)
}

fn codes() -> Result<(), Failed> {
    for (arguments, code) in [
        (format!("-f examples/slo --at {END}"), 0),
        (format!("-f examples/slo --at {}", OUTAGE.1), 1),
        (format!("-f examples/slo --at {}", END - 15 * DAY), 3),
        (format!("-f examples/slo --at {END} --prometheus http://127.0.0.1:1"), 4),
        ("-f examples/nothing".to_owned(), 2),
        (format!("-f examples/slo --slo-name nobody --at {END}"), 2),
    ] {
        let ended = here(&format!("kubectl slocheck status {arguments}"));
        equal(&format!("{arguments}: {}{}", ended.stdout, ended.stderr), ended.code, code)?;
    }
    Ok(())
}

fn shares() -> Result<(), Failed> {
    let window = Window::new(OUTAGE.1, HOUR);
    let truth = World::new().requests("checkout").by("error_type", window);
    let before = World::new().requests("checkout").by("error_type", Window::new(OUTAGE.1 - HOUR, HOUR));
    let (told, code) =
        document(&format!("attribute {ALL} {BAD} --by error_type --window 1h --at {}", OUTAGE.1))?;
    equal("exit code", code, 0)?;
    let of = |truth: &BTreeMap<String, kubecheck_test_support::prometheus::Events>, label: &str| {
        let all: u64 = truth.values().map(|events| events.bad).sum();
        truth.get(label).map_or(0.0, |events| events.bad as f64 / all as f64)
    };
    let found = told["attributions"][0]["shares"].as_array().ok_or("there are shares")?;
    equal("groups", found.len(), 2)?;
    let mut sum = 0.0;
    for share in found {
        let label = share["labels"]["error_type"].as_str().unwrap_or_default();
        near(label, &share["share"], of(&truth, label), 1e-3)?;
        near(&format!("{label} before"), &share["before"], of(&before, label), 0.05)?;
        sum += share["share"].as_f64().unwrap_or_default();
    }
    equal("the shares sum to 1", (sum - 1.0_f64).abs() < 1e-9, true)
}

fn labels() -> Result<(), Failed> {
    let ended = here(&format!("kubectl slocheck attribute {ALL} {BAD} --by '' --at {END}"));
    equal(&ended.stderr, ended.code, 2)?;
    // Whoever cannot be asked has not said that there is nothing to tell apart.
    let dead = here(&format!("kubectl slocheck attribute {ALL} {BAD} --prometheus http://127.0.0.1:1"));
    contains(&dead.stderr, "cannot reach http://127.0.0.1:1")?;
    equal("exit code", dead.code, 4)?;
    // A label that no series has: all is of one group, whose label is empty.
    let (told, _) = document(&format!("attribute {ALL} {BAD} --by nobody --at {END}"))?;
    let shares = told["attributions"][0]["shares"].as_array().ok_or("there are shares")?;
    equal("one group", shares.len(), 1)?;
    equal("of no value", shares[0]["labels"]["nobody"].as_str(), Some(""))
}

/// During the outage the budget lasts as long as what is left of it, divided by what is bad in a second.
fn forecast() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    let told = |at: i64, more: &str| -> Result<(Value, i32), Failed> {
        let ended = here(&format!(
            "kubectl slocheck forecast -f examples/slo --slo-name checkout --at {at} --burn-window 30m --min-coverage=80% -o json {more}"
        ));
        let document: Value = serde_json::from_str(&ended.stdout)
            .map_err(|_| format!("no document: {}{}", ended.stdout, ended.stderr))?;
        Ok((document["forecasts"][0].clone(), ended.code))
    };
    let (gone, code) = told(OUTAGE.1, "")?;
    equal(&gone.to_string(), (gone["state"].as_str(), code), (Some("exhausts"), 1))?;
    let passed = sli.events(Window::new(OUTAGE.1, 30 * DAY));
    let now = sli.events(Window::new(OUTAGE.1, HOUR / 2));
    let budget = passed.total as f64 * 0.001;
    // Traffic goes on as well, and nothing drops out of a month that is not full.
    let (bad, all) = (now.bad as f64 / 1800.0, now.total as f64 / 1800.0);
    let seconds = (budget - passed.bad as f64) / (bad - all * 0.001);
    near("seconds", &gone["inSeconds"], seconds, 0.02 * seconds)?;
    let (lasts, code) = told(END, "")?;
    equal(&lasts.to_string(), (lasts["state"].as_str(), code), (Some("does-not-exhaust"), 0))?;
    let steady = 1.0 - sli.events(Window::new(END, HOUR / 2)).ratio().ok_or("there is traffic")? / 0.001;
    near("steady", &lasts["steady"], steady, 0.02)?;
    let (young, code) = told(END - 20 * DAY, "")?;
    equal(&young.to_string(), (young["state"].as_str(), code), (Some("unknown"), 3))
}

fn journey() -> Result<(), Failed> {
    let ended =
        here(&format!("kubectl slocheck journey -f examples/journey --at {END} --min-coverage=70% -o json"));
    let told: Value = serde_json::from_str(&ended.stdout)?;
    equal(&told.to_string(), told["verdict"].as_str(), Some("met"))?;
    equal("exit code", ended.code, 0)?;
    let world = World::new();
    let good = |job: &str| -> Result<f64, Failed> {
        let ratio = world.requests(job).events(Window::new(END, 30 * DAY)).ratio();
        Ok(1.0 - ratio.ok_or("there is traffic")?)
    };
    let leaves = told["leaves"].as_array().ok_or("there are leaves")?;
    for (leaf, job) in [("shop/checkout", "checkout"), ("shop/catalog", "catalog")] {
        let own = leaves.iter().find(|own| own["name"] == leaf).ok_or_else(|| format!("{leaf}: {told}"))?;
        near(leaf, &own["good"], good(job)?, 1e-7)?;
    }
    let picture = here(&format!(
        "kubectl slocheck journey -f examples/journey --at {END} --min-coverage=70% -o mermaid"
    ));
    contains(&picture.stdout, "flowchart LR\n")?;
    let dead = here("kubectl slocheck journey -f examples/journey --prometheus http://127.0.0.1:1");
    equal(&dead.stdout, dead.code, 4)
}

fn infeasible() -> Result<(), Failed> {
    let ended = here("kubectl slocheck journey -f examples/journey --offline");
    equal(&format!("{}{}", ended.stdout, ended.stderr), ended.code, 0)?;
    contains(&ended.stdout, "order-a-book: ")?;
    let folder = tempfile::tempdir()?;
    for entry in fs::read_dir(process::root().join("examples/journey"))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?.replace("target: 99.7\n", "target: 99.99\n");
        fs::write(folder.path().join(path.file_name().unwrap_or_default()), text)?;
    }
    let ended = process::shell("kubectl slocheck journey -f . --offline", folder.path());
    equal(&format!("{}{}", ended.stdout, ended.stderr), ended.code, 1)?;
    contains(&ended.stdout, "help: ")
}
