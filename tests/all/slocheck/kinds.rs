//! What is measured may be groups, latency, gauges, jobs by night or pods that come and go: each is judged by what is true of it.

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{
    DAY, Data, END, Events, HOUR, MINUTE, Part, Scrapes, Selector, Sli, Window, World, at,
};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{document, document_of, near, openslo, states};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/kinds {what}");
    vec![
        Trial::test(name("of groups the worst decides, and all are told"), groups),
        Trial::test(name("latency is that of classic and native histograms"), latency),
        Trial::test(name("failed or slow is both together"), failed_or_slow),
        Trial::test(name("jobs that rest by night are judged by the month"), batch),
        Trial::test(name("pods that come and go lose nothing"), pods),
        Trial::test(name("gauges are judged by their samples"), gauges),
        Trial::test(name("ratios that are NaN or several are none"), ratios),
        Trial::test(name("what is scraped seldom or just began is not known"), young),
    ]
}

fn of(sli: &Sli) -> String {
    match &sli.part {
        Part::Bad(bad) => format!("--total '{}' --bad '{bad}'", sli.total),
        Part::Good(good) => format!("--total '{}' --good '{good}'", sli.total),
    }
}

fn remaining(events: Events, target: f64) -> Result<f64, Failed> {
    events.remaining(target).ok_or_else(|| "there is traffic".into())
}

/// The month of the generator.
const MONTH: Window = Window::new(END, 30 * DAY);

fn groups() -> Result<(), Failed> {
    let truth = World::new().requests("checkout").by("service", MONTH);
    let (total, bad) = ("http_requests_total{job=\"checkout\"", ",code=~\"5..\"");
    let flags = format!(
        "--total 'sum by (service) ({total}}})' --bad 'sum by (service) ({total}{bad}}})' --target 99.9"
    );
    let pyrra = format!(
        "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {{name: checkout, namespace: shop}}\n\
         spec:\n  target: '99.9'\n  window: 30d\n  indicator:\n    ratio:\n      errors: {{metric: '{total}{bad}}}'}}\n\
         \x20     total: {{metric: '{total}}}'}}\n      grouping: [service]\n"
    );
    // Of SMS a tenth of the budget is left; of the logins, much.
    for (floor, code) in [("15%", 1), ("10%", 0)] {
        let limits = format!("--remaining-burn={floor} --at {END}");
        for (gate, ended) in [
            document(&format!("gate {flags} {limits}"))?,
            document_of(&pyrra, &Prometheus::shared().url(), &limits)?,
        ] {
            equal(&format!("exit code: {}", gate["sentence"]), ended, code)?;
            let groups = gate["groups"].as_array().ok_or("there are groups")?;
            let names: Vec<&str> =
                groups.iter().filter_map(|group| group["labels"]["service"].as_str()).collect();
            equal("the worst first", names, vec!["sms", "auth"])?;
            for group in groups {
                let service = group["labels"]["service"].as_str().unwrap_or_default();
                near(service, &group["remaining"], remaining(truth[service], 0.999)?, 1e-4)?;
            }
            near("the worst", &gate["remaining"], remaining(truth["sms"], 0.999)?, 1e-4)?;
        }
    }
    let (gate, _) = document(&format!("gate {flags} --remaining-burn=15% --at {END}"))?;
    equal("why", states(&gate), vec!["budget-spent".to_owned()])?;
    contains(gate["sentence"].as_str().unwrap_or_default(), "service=\"sms\": 10.7")
}

fn latency() -> Result<(), Failed> {
    let world = World::new();
    let histogram = "--histogram 'http_request_duration_seconds{job=\"checkout\"}' --target 95";
    for (bound, le, kinds) in [
        ("300ms", "0.3", &[""][..]),
        ("800ms", "0.8", &[""]),
        // The bounds of native buckets are powers of two.
        ("1s", "1.0", &["", "--native"]),
    ] {
        let truth = remaining(world.slower(le).events(MONTH), 0.95)?;
        for kind in kinds {
            let (gate, code) = document(&format!("gate {histogram} --latency {bound} {kind} --at {END}"))?;
            equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
            near(&format!("{bound} {kind}"), &gate["remaining"], truth, 1e-5)?;
        }
    }
    // While it was slow, it burns.
    let slow = at(15, 13, 0);
    for kind in ["", "--native"] {
        let (gate, _) = document(&format!(
            "gate {} --latency 1s {kind} --at {slow} --min-coverage=40% --max-burn-rate=1.5",
            histogram.replace("95", "99")
        ))?;
        let truth = world.slower("1.0").events(Window::new(slow, HOUR)).ratio().ok_or("there is traffic")?;
        near("burn rate", &gate["burn"][1]["rate"], truth / 0.01, 0.01 * truth / 0.01)?;
    }
    Ok(())
}

fn failed_or_slow() -> Result<(), Failed> {
    for (le, target) in [("0.3", 0.95), ("2.5", 0.99)] {
        let sli = World::new().failed_or_slower(le);
        let (gate, code) = document(&format!("gate {} --target {} --at {END}", of(&sli), target * 100.0))?;
        equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
        near(le, &gate["remaining"], remaining(sli.events(MONTH), target)?, 1e-5)?;
    }
    Ok(())
}

fn batch() -> Result<(), Failed> {
    let sli = World::new().invoices();
    let truth = sli.events(MONTH);
    equal("of 1800 jobs 36 failed", truth, Events { bad: 36, total: 1800 })?;
    // At midnight nothing happens in any burn window.
    for (more, code) in [("", 0), ("--remaining-burn=33%", 0), ("--remaining-burn=34%", 1)] {
        let (gate, ended) = document(&format!("gate {} --target 97 --at {END} {more}", of(&sli)))?;
        equal(&format!("exit code: {}", gate["sentence"]), ended, code)?;
        near("remaining", &gate["remaining"], remaining(truth, 0.97)?, 1e-5)?;
        let rates = gate["burn"].as_array().into_iter().flatten();
        equal("idle", rates.map(|burn| burn["rate"].is_null()).collect::<Vec<_>>(), vec![true; 4])?;
    }
    // A limit that the month itself exceeds: the windows are idle, and the month decides.
    let (gate, code) = document(&format!("gate {} --target 97 --at {END} --max-burn-rate=0.5", of(&sli)))?;
    equal("by the month", (states(&gate), code), (vec!["burning".to_owned()], 1))?;
    contains(gate["sentence"].as_str().unwrap_or_default(), "over the whole period")
}

fn pods() -> Result<(), Failed> {
    let world = World::new();
    let sli = world.requests("catalog");
    for now in [END, at(29, 3, 7)] {
        let (gate, code) = document(&format!("gate {} --target 99.9 --at {now}", of(&sli)))?;
        equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
        near(
            "remaining",
            &gate["remaining"],
            remaining(sli.events(Window::new(now, 30 * DAY)), 0.999)?,
            1e-4,
        )?;
    }
    // What does not belong together makes no sense.
    let (gate, code) = document(&format!("gate {} --target 99 --at {END}", of(&world.payments())))?;
    equal("payments", (states(&gate), code), (vec!["more-than-all".to_owned()], 2))?;
    // A pod that is gone is no longer known, if each is to be judged.
    let by = |selector: &Selector| format!("sum by (pod) ({selector})");
    let Part::Bad(bad) = &sli.part else { return Err("what is bad is counted".into()) };
    let each = format!("--total '{}' --bad '{}' --target 99.9", by(&sli.total), by(bad));
    let (gate, code) = document(&format!("gate {each} --at {END}"))?;
    let gone = ["no-data", "no-data", "coverage", "stale"].map(str::to_owned).to_vec();
    equal("a pod that is gone", (states(&gate), code), (gone, 3))?;
    contains(&gate["reasons"].to_string(), "catalog-c")
}

/// Gauges of the month: a probe that failed for 20 minutes, a lag that was too long for 30, ratios, and counters that are hardly known.
fn own() -> Data {
    let failed = |time| (at(20, 4, 0)..at(20, 4, 20)).contains(&time);
    let late = |time| (at(8, 1, 0)..at(8, 1, 30)).contains(&time);
    let seldom = |time: i64| (time % (12 * MINUTE) == 17).then_some((time - at(0, 0, 0)) as f64);
    Data::new()
        .series("probe_success", &[("job", "shop")], move |time| Some(f64::from(u8::from(!failed(time)))))
        .series("lag_seconds", &[("job", "shop")], move |time| Some(if late(time) { 0.3 } else { 0.05 }))
        .series("ratio", &[("zone", "a")], |_| Some(0.0001))
        .series("ratio", &[("zone", "b")], |_| Some(0.0002))
        .series("hole", &[], |time| Some(if time == at(3, 3, 3) + 17 { f64::NAN } else { 0.0001 }))
        .series("seldom_total", &[("code", "200")], seldom)
        .series("seldom_total", &[("code", "500")], move |time| seldom(time).map(|_| 0.0))
        .series("young_total", &[("pod", "a"), ("code", "200")], |time| (time > END - MINUTE).then_some(5.0))
        .series("young_total", &[("pod", "a"), ("code", "500")], |time| (time > END - MINUTE).then_some(0.0))
}

fn gauges() -> Result<(), Failed> {
    let server = Prometheus::start(&own());
    let all = Scrapes::default().times().count() as f64;
    let probe = "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: probe, namespace: shop}\n\
                 spec: {target: '99.9', window: 30d, indicator: {bool_gauge: {metric: 'probe_success{job=\"shop\"}'}}}\n";
    let (gate, code) = document_of(probe, &server.url(), &format!("--at {END}"))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    near("probe", &gate["remaining"], 1.0 - 20.0 / all / 0.001, 1e-9)?;
    let (gate, code) =
        document_of(probe, &server.url(), &format!("--at {} --min-coverage=60%", at(20, 4, 18)))?;
    equal("while it failed", (states(&gate), code), (vec!["burning".to_owned()], 1))?;
    let lag =
        "{thresholdMetric: {metricSource: {type: Prometheus, spec: {query: 'lag_seconds{job=\"shop\"}'}}}}";
    let lag = openslo(
        "Occurrences",
        "target: 0.999, op: lte, value: 0.05",
        "{duration: 30d, isRolling: true}",
        lag,
    );
    let (gate, code) = document_of(&lag, &server.url(), &format!("--at {END}"))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    near("lag", &gate["remaining"], 1.0 - 30.0 / (all - 1.0) / 0.001, 1e-4)
}

fn ratios() -> Result<(), Failed> {
    let server = Prometheus::start(&own());
    let of = |query: &str| {
        let indicator = format!(
            "{{ratioMetric: {{rawType: failure, raw: {{metricSource: {{type: Prometheus, spec: {{query: '{query}'}}}}}}}}}}"
        );
        let objective = "target: 0.999, timeSliceWindow: 5";
        openslo("RatioTimeslices", objective, "{duration: 30d, isRolling: true}", &indicator)
    };
    for (query, state, code) in
        [("ratio", "several-series", 2), ("hole", "not-a-number", 3), ("ratio{zone=\"c\"}", "no-data", 3)]
    {
        let (gate, ended) = document_of(&of(query), &server.url(), &format!("--at {END}"))?;
        equal(&format!("exit code of {query}: {}", gate["sentence"]), ended, code)?;
        equal(query, states(&gate).iter().any(|own| own == state), true)?;
    }
    let (gate, code) = document_of(&of("ratio{zone=\"a\"}"), &server.url(), &format!("--at {END}"))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 0)?;
    near("one", &gate["remaining"], 0.9, 1e-9)?;
    // By night nobody searches, and the ratio is none; it is the server's own in the month.
    let success = of("search_success_ratio{job=\"search\"}").replace("failure", "success");
    let (gate, code) = document_of(&success, &Prometheus::shared().url(), &format!("--at {END}"))?;
    equal("search", (gate["reasons"][0]["state"].as_str(), code), (Some("not-a-number"), 3))
}

fn young() -> Result<(), Failed> {
    let server = Prometheus::start(&own());
    let gate = |arguments: &str| -> Result<(Value, i32), Failed> {
        document(&format!("gate {arguments} --target 99.9 --at {END} --prometheus {}", server.url()))
    };
    // No slice of five minutes has two samples, though the month has many.
    let seldom = "--total seldom_total --bad 'seldom_total{code=\"500\"}' --max-age=15m";
    let (judged, code) = gate(seldom)?;
    equal("seldom", (states(&judged), code), (vec!["coverage".to_owned()], 3))?;
    equal("unless that is fine", gate(&format!("{seldom} --min-coverage=0%"))?.1, 0)?;
    // One sample is no increase: there is not even a group to judge.
    for by in ["", "sum by (pod) "] {
        let young = format!("--total '{by}(young_total)' --bad '{by}(young_total{{code=\"500\"}})'");
        for lax in ["", "--min-coverage=0%"] {
            let (judged, code) = gate(&format!("{young} {lax}"))?;
            equal(&format!("{by}{lax}: {}", judged["sentence"]), code, 3)?;
            equal(by, states(&judged).contains(&"no-data".to_owned()), true)?;
        }
    }
    Ok(())
}
