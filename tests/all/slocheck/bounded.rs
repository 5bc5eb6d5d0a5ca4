//! Whatever hangs, the gate ends in time; and what was rolled out just before an outage is told.

use std::path::Path;
use std::time::{Duration, Instant};

use kubecheck_test_support::prometheus::{DAY, Data, HOUR, OUTAGE, Scrapes};
use kubecheck_test_support::{ControlPlane, Fault, Prometheus};
use libtest_mimic::{Failed, Trial};

use super::cluster::{SHOP, run};
use super::{ALL, BAD, read};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/slocheck ends in time, whatever hangs", hanging),
        Trial::test("live/slocheck does as flags say where nobody can be asked", unasked),
        Trial::test("live/slocheck tells what was rolled out just before", rolled_out),
    ]
}

/// The time that everything has together.
const BOUND: Duration = Duration::from_secs(2);

/// Runs a line, which must end in time, though machines that do much else start programs slowly.
fn bounded(kubeconfig: &Path, line: &str) -> Result<crate::process::Ended, Failed> {
    let begun = Instant::now();
    let ended = run(kubeconfig, &format!("{line} --timeout 2s --at {}", OUTAGE.1));
    let took = begun.elapsed();
    equal(&format!("{line} took {took:?}: {}", ended.stderr), took < BOUND * 3, true)?;
    Ok(ended)
}

fn hanging() -> Result<(), Failed> {
    let faults = SHOP.faults();
    let kubeconfig = faults.kubeconfig();
    let slow = Fault::delay("", 700);
    for (fault, line) in [
        (Fault::hang(""), "gate --slo-name checkout"),
        (Fault::hang("/apis/sloth.slok.dev/v1/prometheusservicelevels"), "gate --slo-name checkout"),
        (Fault::hang("/api/v1/services"), "gate --slo-name checkout"),
        (
            Fault::hang("/proxy/"),
            "gate --slo-name checkout --prometheus-service monitoring/prometheus-k8s:web",
        ),
        // No answer takes long, and all together do.
        (slow.clone(), "gate --slo-name checkout"),
        (slow, "status"),
        (Fault::hang("/apis/sloth.slok.dev/v1/prometheusservicelevels"), "status"),
        (Fault::hang("/apis/pyrra.dev/v1alpha1/servicelevelobjectives"), "attribute --slo-name checkout"),
    ] {
        faults.set(&[fault]);
        let ended = bounded(kubeconfig, &format!("kubectl slocheck {line}"))?;
        let told = format!("{line}: {}{}", ended.stdout, ended.stderr);
        equal(&told, ended.code, 4)?;
        contains(&told, "within 2s")?;
    }
    // A denial stands, though nobody can tell what was rolled out.
    faults.set(&[Fault::hang("/apis/apps/v1/replicasets")]);
    let url = Prometheus::shared().url();
    let denied = bounded(kubeconfig, &format!("kubectl slocheck gate {ALL} {BAD} --prometheus {url}"))?;
    equal(&denied.stderr, denied.code, 1)?;
    contains(&denied.stdout, "deny: slo may not be released: ")?;
    contains(&denied.stdout, "rollouts just before are not known: no answer to /apis/apps/v1/replicasets")?;
    let told = bounded(
        kubeconfig,
        &format!("kubectl slocheck attribute {ALL} {BAD} --window 1h --prometheus {url}"),
    )?;
    contains(&told.stdout, "rollouts just before are not known: no answer to /apis/apps/v1/replicasets")
}

fn unasked() -> Result<(), Failed> {
    let (admin, nobody) = (SHOP.kubeconfig(), SHOP.user("nobody-unasked", &[]));
    let gate = "kubectl slocheck gate --slo-name checkout";
    let dead = "--server https://127.0.0.1:1";
    for (kubeconfig, flags, code) in [
        (admin, dead.to_owned(), 4),
        (admin, format!("{dead} --on-error=deny"), 1),
        (admin, format!("{dead} --on-error=warn"), 0),
        (admin, format!("{dead} --on-error=allow --override-reason=tuesday"), 0),
        (admin, format!("{dead} --on-no-data=deny --on-no-traffic=deny"), 4),
        (nobody.as_path(), String::new(), 3),
        (nobody.as_path(), "--on-no-data=deny".to_owned(), 1),
        (nobody.as_path(), "--on-no-data=warn".to_owned(), 0),
        (nobody.as_path(), "--on-error=warn".to_owned(), 3),
    ] {
        let ended = bounded(kubeconfig, &format!("{gate} {flags}"))?;
        equal(&format!("exit code with {flags}: {}{}", ended.stdout, ended.stderr), ended.code, code)?;
    }
    let allowed = format!("{gate} {dead} --on-error=allow --override-reason=tuesday -o json");
    let (gate, _) = read(&bounded(admin, &allowed)?)?;
    equal("verdict", gate["verdict"].as_str(), Some("pass"))?;
    equal("why", gate["overridden"]["reason"].as_str(), Some("tuesday"))?;
    equal("state", gate["reasons"][0]["state"].as_str(), Some("unreachable"))
}

/// Deploys an image and waits until its pods run.
fn deploy(namespace: &str, image: &str) {
    let plane = ControlPlane::full();
    plane.apply(&format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: checkout, namespace: {namespace}}}\n\
         spec:\n  selector: {{matchLabels: {{app: checkout}}}}\n  template:\n\
         \x20   metadata: {{labels: {{app: checkout}}}}\n    spec: {{containers: [{{name: main, image: '{image}'}}]}}\n"
    ));
    plane.kubectl(&["rollout", "status", "deployment/checkout", "-n", namespace, "--timeout=60s"]);
}

/// Returns when the ReplicaSet of an image was made, in Unix seconds.
fn made(namespace: &str, image: &str) -> Result<i64, Failed> {
    let path = "jsonpath={range .items[*]}{.spec.template.spec.containers[0].image} {.metadata.creationTimestamp}{\"\\n\"}{end}";
    let sets = ControlPlane::full().kubectl(&["get", "replicasets", "-n", namespace, "-o", path]);
    let line = sets.lines().find_map(|line| line.strip_prefix(&format!("{image} ")));
    let time = line.ok_or_else(|| format!("no ReplicaSet of {image}: {sets}"))?;
    let seconds = run(Path::new("none"), &format!("date -u -d {time} +%s")).stdout;
    Ok(seconds.trim().parse()?)
}

/// The outage begins half a minute after a real rollout, and goes on into the future.
fn rolled_out() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("slocheck");
    deploy(&namespace, "shop:1");
    // Times of objects have no fractions.
    std::thread::sleep(Duration::from_millis(1100));
    deploy(&namespace, "shop:2");
    let rollout = made(&namespace, "shop:2")?;
    let (start, outage) = (rollout - 2 * DAY, rollout + 30);
    let failed = move |time: i64| 3 * (time - outage).max(0);
    let scrapes = Scrapes::new(start, rollout + HOUR, 15);
    let server = Prometheus::start(
        &Data::scraped(scrapes)
            .series("requests_total", &[("code", "200")], move |time| {
                Some((10 * (time - start) - failed(time)) as f64)
            })
            .series("requests_total", &[("code", "500")], move |time| Some(failed(time) as f64)),
    );
    let slo = "--total requests_total --bad 'requests_total{code=\"500\"}' --target 99.9 --budget-days=1";
    // The rollout and the outage lie in one slice of five minutes, whose beginning is all that is known of the latter.
    let line = format!(
        "kubectl slocheck gate {slo} --max-burn-rate=2.5 --prometheus {} --at {} -o json",
        server.url(),
        rollout + 1800 + 200,
    );
    let (gate, code) = read(&run(plane.kubeconfig(), &line))?;
    equal(&format!("exit code: {}", gate["sentence"]), code, 1)?;
    let rollouts = gate["attribution"]["rollouts"].as_array().ok_or("the rollouts are known")?;
    let own = rollouts.iter().find(|own| own["namespace"] == namespace.as_str() && own["revision"] == "2");
    let own = own.ok_or_else(|| format!("the rollout is not told: {rollouts:?}"))?;
    equal("name", own["name"].as_str(), Some("checkout"))?;
    equal("images", own["images"][0].as_str(), Some("shop:2"))?;
    equal("images before", own["previous"][0].as_str(), Some("shop:1"))?;
    let told = run(plane.kubeconfig(), &line.replace(" -o json", ""));
    contains(&told.stdout, &format!("{namespace}/checkout revision 2: shop:2 (before: shop:1)"))
}
