//! What is not known never passes: each state with its name and its exit code.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{Data, END, GAP, HOUR, LEGACY, Scrapes, at};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{ALL, BAD, document, shell, states};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/states {what}");
    vec![
        Trial::test(name("of data that are missing, old or few"), missing),
        Trial::test(name("of selectors that never matched"), never_matched),
        Trial::test(name("of numbers that make no sense"), nonsense),
        Trial::test(name("of nothing that happens"), idle),
        Trial::test(name("of a server that is not there, or hangs"), unreachable),
        Trial::test(name("of an answer that is not whole"), partial),
        Trial::test(name("are let pass only by a flag, and with a reason"), overridden),
    ]
}

/// Judges and compares the states and the exit code.
fn judged(arguments: &str, expected: &[&str], code: i32) -> Result<Value, Failed> {
    let (gate, ended) = document(&format!("gate {arguments}"))?;
    equal(
        &format!("states of {arguments}: {}", gate["sentence"]),
        states(&gate),
        expected.iter().map(|&state| state.to_owned()).collect(),
    )?;
    equal(&format!("exit code of {arguments}"), ended, code)?;
    Ok(gate)
}

fn of(job: &str) -> String {
    format!(
        "--total 'http_requests_total{{job=\"{job}\"}}' --bad 'http_requests_total{{job=\"{job}\",code=~\"5..\"}}' --target 99.9"
    )
}

fn missing() -> Result<(), Failed> {
    judged(&format!("{ALL} {BAD} --at {}", at(10, 0, 0)), &["coverage"], 3)?;
    // Before the first sample, in a gap of scrapes, and two days after the last one.
    judged(&format!("{ALL} {BAD} --at {}", at(-40, 0, 0)), &["no-data", "no-data", "no-data", "stale"], 3)?;
    judged(&format!("{ALL} {BAD} --min-coverage=0% --at {}", GAP.1 - HOUR), &["no-data", "stale"], 3)?;
    let old = judged(
        &format!("{} --at {END} --min-coverage=0%", of("legacy")),
        &["no-data", "no-data", "stale"],
        3,
    )?;
    equal("remaining is told", old["remaining"].is_number(), true)?;
    judged(&format!("{} --at {} --min-coverage=50%", of("legacy"), LEGACY - HOUR), &[], 0)?;
    // A few events an hour, one bad one of which exceeds everything.
    let jobs = "--total 'batch_jobs_total{job=\"invoices\"}' --bad 'batch_jobs_failed_total{job=\"invoices\"}' --target 97";
    judged(&format!("{jobs} --at {END} --max-age=1d"), &[], 0)?;
    let lax = jobs.replace("--target 97", "--target 96");
    judged(
        &format!("{lax} --at {END} --max-age=1d --budget-days=1 --min-events=500 --max-burn-rate=2.5"),
        &["too-few-events"],
        3,
    )?;
    Ok(())
}

fn never_matched() -> Result<(), Failed> {
    for bad in [
        "http_requests_total{job=\"checkout\",code=~\"5xx\"}",
        "http_requests_total{job=\"checkout\",kode=~\"5..\"}",
        "http_requests_totals{job=\"checkout\",code=~\"5..\"}",
        "http_requests_total{job=\"chekout\",code=~\"5..\"}",
    ] {
        judged(&format!("{ALL} --bad '{bad}' --target 99.9 --at {END}"), &["never-matched"], 3)?;
    }
    // No such error ever happened, and it may.
    judged(
        &format!(
            "{ALL} --bad 'http_requests_total{{job=\"checkout\",code=\"599\"}}' --target 99.9 --at {END}"
        ),
        &[],
        0,
    )?;
    let wide = "--target 99.9 --bad 'checkout_errors_total' --absent-errors-are-zero";
    judged(&format!("{ALL} {wide} --at {END}"), &[], 0)?;
    let good = "--good 'http_requests_total{job=\"checkout\",code=\"2xx\"}' --target 99.9";
    let gate = judged(&format!("{ALL} {good} --at {END} --absent-errors-are-zero"), &["never-matched"], 3)?;
    contains(gate["reasons"].to_string().as_str(), "code is 200, 500, 503")
}

fn nonsense() -> Result<(), Failed> {
    // The selectors are the wrong way round.
    let swapped = "--total 'http_requests_total{job=\"checkout\",code=~\"5..\"}' --bad 'http_requests_total{job=\"checkout\"}' --target 99.9";
    judged(&format!("{swapped} --at {END}"), &["more-than-all"], 2)?;
    // 1 s is a bucket, however it is spelt; a quarter of a second is none.
    let histogram = "--histogram 'http_request_duration_seconds{job=\"checkout\"}' --target 99";
    for bound in ["1s", "1", "1.0", "1000ms"] {
        judged(&format!("{histogram} --latency {bound} --at {END}"), &[], 0)?;
    }
    let gate = judged(&format!("{histogram} --latency 250ms --at {END}"), &["no-bucket"], 2)?;
    contains(gate["reasons"][0]["help"].as_str().unwrap_or_default(), "the nearest are 0.3 and 0.1")?;
    let grouped = "--total 'sum by (service)(http_requests_total{job=\"checkout\"})' --bad 'sum by (code)(http_requests_total{job=\"checkout\",code=~\"5..\"})' --target 99.9";
    let ended = shell(&format!("kubectl slocheck gate {grouped} --at {END}"));
    contains(&ended.stderr, "the two sides count apart by other labels")?;
    equal(&format!("exit code: {}{}", ended.stdout, ended.stderr), ended.code, 2)
}

/// Nothing happens at night, and never in a service that nobody uses.
fn idle() -> Result<(), Failed> {
    let scrapes = Scrapes::new(END - 30 * 86400, END, 60);
    let data = Data::scraped(scrapes).series("idle_total", &[("code", "200")], |_| Some(7.0)).series(
        "idle_total",
        &[("code", "500")],
        |_| Some(0.0),
    );
    let server = Prometheus::start(&data);
    let gate = |more: &str| {
        shell(&format!(
            "kubectl slocheck gate --total idle_total --bad 'idle_total{{code=\"500\"}}' --target 99.9 --at {END} --prometheus {} -o json {more}",
            server.url()
        ))
    };
    let ended = gate("");
    let document: Value = serde_json::from_str(&ended.stdout)?;
    equal("states", states(&document), vec!["no-traffic".to_owned()])?;
    equal("exit code", ended.code, 3)?;
    equal("denied", gate("--on-no-traffic=deny").code, 1)?;
    equal("of no data it says nothing", gate("--on-no-data=deny").code, 3)?;
    equal("allowed", gate("--on-no-traffic=allow --override-reason=night").code, 0)
}

fn unreachable() -> Result<(), Failed> {
    judged(&format!("{ALL} {BAD} --at {END} --prometheus http://127.0.0.1:1"), &["unreachable"], 4)?;
    let hangs = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", hangs.local_addr()?);
    let begun = Instant::now();
    judged(&format!("{ALL} {BAD} --at {END} --prometheus {url} --timeout 2s"), &["unreachable"], 4)?;
    equal("bounded", begun.elapsed() < Duration::from_secs(20), true)?;
    // Without --prometheus, and without a cluster, nobody is asked.
    let ended = shell(&format!("unset PROMETHEUS_URL; kubectl slocheck gate {ALL} {BAD}"));
    contains(&ended.stderr, "--prometheus")?;
    equal("exit code", ended.code, 2)
}

/// Thanos answers with what it has, and a warning: a small server in front of the real one adds what Thanos would.
fn partial() -> Result<(), Failed> {
    let front = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", front.local_addr()?);
    thread::spawn(move || {
        for connection in front.incoming().flatten() {
            thread::spawn(move || warn(connection));
        }
    });
    judged(&format!("{ALL} {BAD} --at {END} --prometheus {url}"), &["partial"; 1], 3)?;
    Ok(())
}

/// Passes one request on, and puts a warning into the answer.
fn warn(mut connection: std::net::TcpStream) -> Option<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        connection.read_exact(&mut byte).ok()?;
        request.push(byte[0]);
    }
    let request = String::from_utf8(request).ok()?;
    let path = request.split(' ').nth(1)?;
    let (status, mut answer) = Prometheus::shared().get(path);
    answer["warnings"] = serde_json::json!(["store gateway 2 is not reachable"]);
    let body = answer.to_string();
    let head = format!(
        "HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(format!("{head}{body}").as_bytes()).ok()
}

fn overridden() -> Result<(), Failed> {
    let early = format!("{ALL} {BAD} --at {}", at(10, 0, 0));
    for (flags, verdict, code) in [
        ("", "insufficient", 3),
        ("--on-no-data=deny", "deny", 1),
        ("--on-no-data=warn", "pass", 0),
        ("--on-no-data=allow --override-reason 'the service is ten days old'", "pass", 0),
        ("--on-error=allow --on-no-traffic=allow --override-reason 'another thing'", "insufficient", 3),
    ] {
        let (gate, ended) = document(&format!("gate {early} {flags}"))?;
        equal(&format!("verdict with {flags}"), gate["verdict"].as_str(), Some(verdict))?;
        equal(&format!("exit code with {flags}"), ended, code)?;
        equal(&format!("overridden with {flags}"), gate["overridden"].is_object(), verdict == "pass")?;
    }
    let text =
        shell(&format!("kubectl slocheck gate {early} --on-no-data=allow --override-reason 'ten days old'"));
    contains(
        &text.stdout,
        "pass: slo may be released because somebody said so, though there are data of 33",
    )?;
    contains(&text.stdout, "\noverridden: ten days old\n")?;
    let text = shell(&format!("kubectl slocheck gate {early} --on-no-data=warn"));
    contains(&text.stderr, "warning: passed over: there are data of 33")?;
    let dead = "--prometheus http://127.0.0.1:1";
    for (flags, code) in
        [("--on-error=deny", 1), ("--on-error=allow --override-reason x", 0), ("--on-no-data=deny", 4)]
    {
        let ended = shell(&format!("kubectl slocheck gate {ALL} {BAD} {dead} {flags}"));
        equal(&format!("exit code with {flags}: {}", ended.stderr), ended.code, code)?;
    }
    Ok(())
}
