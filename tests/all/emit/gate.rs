//! The Job's own command line, with its own rights, on a real Prometheus behind a real API server.

use std::time::{Duration, Instant};

use kubecheck_test_support::prometheus::{END, OUTAGE};
use kubecheck_test_support::{ControlPlane, Exposed, Prometheus};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::expect::{contains, equal};
use crate::process::{Ended, shell};

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/job asks the gate with the rights that it gets", asks_the_gate)]
}

const SLO: &str = "\
version: prometheus/v1
service: shop
slos:
  - name: checkout
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{job=\"checkout\",code=~\"5..\"}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job=\"checkout\"}[{{.window}}]))
";

fn asks_the_gate() -> Result<(), Failed> {
    let plane = ControlPlane::shared();
    let (own, monitoring) = (plane.namespace("gate"), plane.namespace("monitoring"));
    let exposed = Exposed {
        namespace: &monitoring,
        name: "prometheus-k8s",
        labels: "{}",
        port_name: "web",
        port: 9090,
    };
    let url = Prometheus::shared().url();
    plane.expose(&exposed, url.rsplit(':').next().ok_or("an address has a port")?.parse()?);
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("slo.yaml"), SLO)?;
    for (time, code, verdict) in [(END, 0, "pass"), (OUTAGE.1, 1, "deny")] {
        let emit = format!(
            "kubectl slocheck emit job --image slocheck:1 -f slo.yaml -n {own} \
             --prometheus-service {monitoring}/prometheus-k8s:web -- --at {time} --min-coverage=80% -o name"
        );
        let written = shell(&emit, folder.path());
        equal(&written.stderr, written.code, 0)?;
        plane.kubectl(&["delete", "job", "slocheck-gate", "-n", &own, "--ignore-not-found"]);
        plane.apply(&written.stdout);
        let account = plane.service_account(&own, "slocheck-gate");
        let job = plane.kubectl(&["get", "job", "slocheck-gate", "-n", &own, "-o", "json"]);
        let command = command(&serde_json::from_str(&job)?)?.replace("/etc/slocheck/", "");
        let gate = || shell(&format!("export KUBECONFIG={}\n{command}", account.display()), folder.path());
        let ended = patiently(&gate, code);
        equal(&format!("{}{}", ended.stdout, ended.stderr), ended.code, code)?;
        contains(&ended.stdout, verdict)?;
    }
    Ok(())
}

/// The command of the Job's container as a line of shell. What the API server stored is what a kubelet would run, with `$$` for `$`.
fn command(job: &Value) -> Result<String, Failed> {
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let words =
        ["command", "args"].into_iter().flat_map(|key| container[key].as_array().into_iter().flatten());
    let words =
        words.map(|word| Some(format!("'{}'", word.as_str()?.replace("$$", "$").replace('\'', r"'\''"))));
    Ok(words.collect::<Option<Vec<_>>>().ok_or("words are texts")?.join(" "))
}

/// Runs a line until the authorizer has heard of a new role, or for a while.
fn patiently(run: &dyn Fn() -> Ended, code: i32) -> Ended {
    let begun = Instant::now();
    loop {
        let ended = run();
        if ended.code == code || begun.elapsed() > Duration::from_secs(20) {
            return ended;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}
