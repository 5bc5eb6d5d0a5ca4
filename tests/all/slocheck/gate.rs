//! The gate says what is true of the data, before, during and after an outage.

use kubecheck_test_support::prometheus::{DAY, END, HOUR, OUTAGE, Sli, Window, World};
use libtest_mimic::{Failed, Trial};

use super::{ALL, BAD, document, near, shell, states};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/gate {what}");
    vec![
        Trial::test(name("passes before an outage, denies during it, and recovers"), outage),
        Trial::test(name("finds the budget that is true"), budget),
        Trial::test(name("finds the burn rates that are true"), burn),
        Trial::test(name("counts what is good as what is not bad"), good),
        Trial::test(name("denies exactly below the floor"), floor),
        Trial::test(name("says who did it"), who),
        Trial::test(name("asks no more than twelve questions"), questions),
        Trial::test(name("refuses what would never deny"), refused),
    ]
}

/// What is bad, without a target.
const SOME: &str = "--bad 'http_requests_total{job=\"checkout\",code=~\"5..\"}'";

/// The brief's flags, with what stands for the SLO.
const FLAGS: &str = "--slo-name checkout --budget-days=30 --remaining-burn=15% --max-burn-rate=2.5";

fn gate(at: i64, more: &str) -> String {
    format!("gate {FLAGS} {ALL} {BAD} --at {at} {more}")
}

fn outage() -> Result<(), Failed> {
    // The month is not full yet.
    let young = "--min-coverage=75%";
    for (at, verdict, code) in [
        (OUTAGE.0 - 600, "pass", 0),
        (OUTAGE.0 + 900, "deny", 1),
        (OUTAGE.1, "deny", 1),
        (OUTAGE.1 + 12 * HOUR, "pass", 0),
        (END, "pass", 0),
    ] {
        let (gate, ended) = document(&gate(at, young))?;
        equal(&format!("verdict at {at}: {}", gate["sentence"]), gate["verdict"].as_str(), Some(verdict))?;
        equal(&format!("exit code at {at}"), ended, code)?;
    }
    let text = shell(&format!("kubectl slocheck {}", gate(OUTAGE.1, young)));
    contains(&text.stdout, "deny: checkout may not be released: the budget burns 13")?;
    contains(&text.stdout, " times as fast as it may over 1 hour and 5 minutes, and 2.5 is the most\n")
}

fn budget() -> Result<(), Failed> {
    let (gate, code) = document(&gate(END, ""))?;
    let truth = World::new().requests("checkout").events(Window::new(END, 30 * DAY));
    let remaining = truth.remaining(0.999).ok_or("there is traffic")?;
    near("remaining", &gate["remaining"], remaining, 1e-5)?;
    near("consumed", &gate["consumed"], 1.0 - remaining, 1e-5)?;
    near("bad", &gate["events"]["bad"], truth.bad as f64, 1e-4 * truth.bad as f64)?;
    equal("exit code", code, 0)
}

fn burn() -> Result<(), Failed> {
    let world = World::new();
    let sli = world.requests("checkout");
    let (gate, _) = document(&gate(OUTAGE.1, "--burn-windows=6h/30m,1h/5m"))?;
    let burns = gate["burn"].as_array().ok_or("there are burn rates")?;
    equal("windows", burns.len(), 4)?;
    for (burn, length) in burns.iter().zip([6 * HOUR, HOUR, HOUR / 2, HOUR / 12]) {
        equal("window", burn["window"].as_str(), Some(format!("{length}s").as_str()))?;
        let rate = rate(&sli, Window::new(OUTAGE.1, length))?;
        // What a window loses at its ends is a scrape in ten.
        near("burn rate", &burn["rate"], rate, 0.02 * rate)?;
    }
    Ok(())
}

fn rate(sli: &Sli, window: Window) -> Result<f64, Failed> {
    Ok(sli.events(window).ratio().ok_or("there is traffic")? / 0.001)
}

fn good() -> Result<(), Failed> {
    let (bad, _) = document(&gate(END, ""))?;
    let good = "--good 'http_requests_total{job=\"checkout\",code=\"200\"}' --target 99.9";
    let (good, code) = document(&format!("gate {FLAGS} {ALL} {good} --at {END}"))?;
    near("remaining", &good["remaining"], bad["remaining"].as_f64().unwrap_or_default(), 1e-9)?;
    equal("exit code", code, 0)
}

/// What is left, to the last digit, is enough; a digit more is not.
fn floor() -> Result<(), Failed> {
    let (gate_, _) = document(&gate(END, ""))?;
    let remaining = gate_["remaining"].as_f64().ok_or("it is known")?;
    let of = |floor: f64| format!("gate {ALL} {BAD} --remaining-burn={floor:.9} --at {END}");
    let (above, code) = document(&of(remaining + 1e-8))?;
    equal("just above", (states(&above), code), (vec!["budget-spent".to_owned()], 1))?;
    let (below, code) = document(&of(remaining - 1e-8))?;
    equal("just below", (states(&below), code), (Vec::new(), 0))
}

fn who() -> Result<(), Failed> {
    let world = World::new();
    let (gate, code) = document(&gate(OUTAGE.1, ""))?;
    equal("exit code", code, 1)?;
    let attributions = gate["attribution"]["attributions"].as_array().ok_or("somebody did it")?;
    let by = |label: &str| attributions.iter().find(|of| of["by"][0] == label);
    let by = by("error_type").ok_or("the type of errors tells something")?;
    let shares = by["shares"].as_array().ok_or("there are shares")?;
    equal("the first", shares[0]["labels"]["error_type"].as_str(), Some("redis_pool"))?;
    let truth = world.requests("checkout").by("error_type", Window::new(OUTAGE.1, HOUR));
    let all: u64 = truth.values().map(|events| events.bad).sum();
    let redis = truth.get("redis_pool").map(|events| events.bad).unwrap_or_default();
    near("share", &shares[0]["share"], redis as f64 / all as f64, 1e-3)?;
    let sum: f64 = shares.iter().filter_map(|share| share["share"].as_f64()).sum();
    equal("the shares sum to 1", (sum - 1.0).abs() < 1e-9, true)?;
    equal("since", gate["attribution"]["burningSince"].as_str(), Some("2026-10-26T00:00:00Z"))
}

fn questions() -> Result<(), Failed> {
    let (gate, _) = document(&gate(END, ""))?;
    equal("queries", gate["queries"].as_array().map(Vec::len), Some(12))?;
    let printed = shell(&format!("kubectl slocheck {}", gate_shown())).stdout;
    contains(
        &printed,
        "sum(increase(http_requests_total{job=\"checkout\",code=~\"5..\"}[30d]))\nhttp://127.0.0.1:",
    )
}

fn gate_shown() -> String {
    gate(END, "--show-queries")
}

fn refused() -> Result<(), Failed> {
    for (arguments, told) in [
        (format!("{ALL} {BAD} --remaining-burn=15"), "write 15% or 0.15"),
        (format!("{ALL} {SOME} --target 50 --max-burn-rate=2.5"), "the limit would never deny anything"),
        (format!("{ALL} {SOME} --target 100"), "no budget is left by it"),
        (format!("{ALL} {BAD} --burn-windows=5m/1h --max-burn-rate=2"), "is not shorter than the long one"),
        (format!("{ALL} {BAD} --burn-windows=5m"), "--max-burn-rate"),
        (
            format!("{ALL} {BAD} --budget-days=1 --burn-windows=3d --max-burn-rate=2"),
            "is longer than the period",
        ),
        (format!("{ALL} {SOME}"), "--target"),
        (format!("{ALL} {BAD} --on-no-data=allow"), "--override-reason"),
        (format!("{ALL} {BAD} --at yesterday"), "RFC 3339"),
        (format!("{ALL} {BAD} --method timeslices"), "how good a slice must be"),
    ] {
        let ended = shell(&format!("kubectl slocheck gate {arguments}"));
        contains(&ended.stderr, told)?;
        equal(&format!("exit code of {arguments}"), ended.code, 2)?;
    }
    Ok(())
}
