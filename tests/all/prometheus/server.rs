//! Servers and promtool: versions, rules, credentials, ends.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::panic::catch_unwind;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{Data, END, Options, PROMETHEUS_VERSION, promtool};
use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/server is the version that is pinned", is_the_version_that_is_pinned),
        Trial::test("prometheus/server has the rules and flags it is given", has_rules_and_flags),
        Trial::test("prometheus/server answers below a prefix", answers_below_a_prefix),
        Trial::test("prometheus/server asks for a password", asks_for_a_password),
        Trial::test("prometheus/server speaks TLS", speaks_tls),
        Trial::test("prometheus/server says why it does not start", says_why),
        Trial::test("prometheus/server ends when it is dropped", ends_when_it_is_dropped),
        Trial::test("prometheus/server ends with a killed process", ends_with_a_killed_process),
        Trial::test("prometheus/server ends with the command it was for", ends_with_its_command),
        Trial::test("prometheus/promtool judges rules", promtool_judges_rules),
    ]
}

/// Data that are quick to write.
fn small() -> Data {
    Data::new().series("answer", &[], |_| Some(42.0))
}

fn is_the_version_that_is_pinned() -> Result<(), Failed> {
    let (status, answer) = Prometheus::shared().get("/api/v1/status/buildinfo");
    equal("status", status, 200)?;
    equal("version", answer["data"]["version"].as_str(), Some(PROMETHEUS_VERSION))?;
    contains(&promtool(&["--version"]).succeeded(), &format!("version {PROMETHEUS_VERSION} "))
}

const RULES: &str = "groups: [{name: slo, rules: [{record: 'job:x:sum', expr: 'sum by (job) (x)'}]}]\n";

fn has_rules_and_flags() -> Result<(), Failed> {
    let options = Options::new().rules(RULES).rules("groups: []").flag("--query.max-samples=1000");
    let server = Prometheus::start_with(&small(), &options);
    let (_, rules) = server.get("/api/v1/rules");
    equal("rule", rules["data"]["groups"][0]["rules"][0]["name"].as_str(), Some("job:x:sum"))?;
    equal("number", server.number("answer", END), Some(42.0))?;
    let (status, answer) = server.get(&format!("/api/v1/query?query=answer%5B30d%5D&time={END}"));
    equal("status of a query of more samples", status, 422)?;
    contains(&answer.to_string(), "too many samples")
}

fn answers_below_a_prefix() -> Result<(), Failed> {
    let server = Prometheus::start_with(&small(), &Options::new().prefix("/metrics/prometheus"));
    equal("address", server.url().ends_with("/metrics/prometheus"), true)?;
    equal("number", server.number("answer", END), Some(42.0))
}

fn asks_for_a_password() -> Result<(), Failed> {
    let server = Prometheus::start_with(&small(), &Options::new().basic_auth("ann", "pass: \"wörd\""));
    equal("as nobody", server.get_as_nobody("/api/v1/query?query=answer").0, 401)?;
    equal("as the user", server.number("answer", END), Some(42.0))
}

fn speaks_tls() -> Result<(), Failed> {
    let server = Prometheus::start_with(&small(), &Options::new().basic_auth("ann", "secret").tls());
    let client = format!("--http.config.file={}", server.client_config().display());
    let (url, time) = (server.url(), format!("--time={END}"));
    let query = |flags: &[&str]| {
        promtool(&[&["query", "instant"], flags, &[time.as_str(), url.as_str(), "answer"]].concat())
    };
    contains(&query(&[&client]).succeeded(), "=> 42 @")?;
    contains(&query(&[]).stderr, "certificate signed by unknown authority")?;
    let nobody = server.folder().join("nobody.yml");
    std::fs::write(&nobody, format!("tls_config: {{ca_file: '{}'}}", server.ca().display()))?;
    let refused = query(&[&format!("--http.config.file={}", nobody.display())]);
    equal("exit code without a password", refused.code, 1)?;
    contains(&refused.stderr, "401")
}

fn says_why() -> Result<(), Failed> {
    let why = |options: Options| {
        let Err(why) = catch_unwind(|| Prometheus::start_with(&Data::new(), &options)) else {
            return Err(Failed::from("it started"));
        };
        why.downcast::<String>().map(|why| *why).map_err(|_| "no message".into())
    };
    let flag = why(Options::new().flag("--no-such-flag"))?;
    contains(&flag, "prometheus does not start: it ended: exit status 1\n")?;
    contains(&flag, "unknown long flag '--no-such-flag'")?;
    contains(
        &why(Options::new().rules("groups: [{name: x, rules: [{record: y, expr: 'sum('}]}]"))?,
        "parse error",
    )
}

fn ends_when_it_is_dropped() -> Result<(), Failed> {
    let server = Prometheus::start(&small());
    let (folder, url) = (server.folder().to_owned(), server.url());
    let address = url.trim_start_matches("http://");
    equal("it answers", TcpStream::connect(address).is_ok(), true)?;
    equal("it has a folder", folder.exists(), true)?;
    drop(server);
    equal("it answers", TcpStream::connect(address).is_ok(), false)?;
    equal("it has a folder", folder.exists(), false)
}

/// `cargo xtask prometheus`, which uses the harness as tests do.
fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(process::build("xtask"));
    command.arg("prometheus").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn ends_with_a_killed_process() -> Result<(), Failed> {
    let mut child = xtask(&[]).spawn()?;
    let address = started(&mut child);
    let answered = address.as_ref().is_ok_and(|address| TcpStream::connect(address).is_ok());
    child.kill()?;
    child.wait()?;
    let address = address?;
    equal("it answered", answered, true)?;
    let end = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(&address).is_ok() && Instant::now() < end {
        sleep(Duration::from_millis(20));
    }
    equal("it answers", TcpStream::connect(&address).is_ok(), false)
}

/// Reads where the server is.
fn started(child: &mut Child) -> Result<String, Failed> {
    let lines = BufReader::new(child.stdout.take().ok_or("standard output is a pipe")?).lines();
    for line in lines {
        if let Some(url) = line?.strip_prefix("export PROMETHEUS_URL='http://") {
            return Ok(url.trim_end_matches('\'').to_owned());
        }
    }
    Err("PROMETHEUS_URL is missing".into())
}

fn ends_with_its_command() -> Result<(), Failed> {
    let script = "promtool query instant --time=$PROMETHEUS_TIME $PROMETHEUS_URL 'count(up or vector(1))' && echo $PROMETHEUS_URL";
    let output = xtask(&["--", "sh", "-c", script]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let (answer, url) = text.trim_end().split_once('\n').ok_or(format!("two lines: {text}"))?;
    contains(answer, "{} => 1 @")?;
    equal("it answers", TcpStream::connect(url.trim_start_matches("http://")).is_ok(), false)
}

fn promtool_judges_rules() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (good, bad) = (folder.path().join("good.yml"), folder.path().join("bad.yml"));
    std::fs::write(&good, RULES)?;
    std::fs::write(&bad, RULES.replace("(x)", "(x"))?;
    contains(
        &promtool(&["check".as_ref(), "rules".as_ref(), good.as_os_str()]).succeeded(),
        "SUCCESS: 1 rules found",
    )?;
    let judged = promtool(&["check".as_ref(), "rules".as_ref(), bad.as_os_str()]);
    equal("exit code", judged.code, 1)?;
    contains(&judged.stderr, "unclosed left parenthesis")
}
