//! A real Prometheus at an address.

use std::path::PathBuf;

use kubecheck_core::kube::FaultKind;
use kubecheck_core::source::prometheus::PrometheusArgs;
use kubecheck_prometheus::answer::Data;
use kubecheck_prometheus::query::Query;
use kubecheck_test_support::prometheus::{Data as Series, END, HOUR, Options};
use kubecheck_test_support::{ControlPlane, Prometheus};
use libtest_mimic::{Failed, Trial};

use super::{ask, at, instant, number, reach, text, told, write};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/prometheus/direct answers questions of each kind", questions_of_each_kind),
        Trial::test(
            "live/prometheus/direct answers many and long questions in order",
            many_and_long_questions,
        ),
        Trial::test("live/prometheus/direct tells what is wrong with a question", wrong_questions),
        Trial::test("live/prometheus/direct asks who is there, over TLS", who_is_there),
        Trial::test("live/prometheus/direct answers below a prefix", below_a_prefix),
    ]
}

/// Data that are quick to write.
fn small() -> Series {
    Series::new().series("answer", &[("a", "b")], |_| Some(42.0))
}

fn questions_of_each_kind() -> Result<(), Failed> {
    let server = Prometheus::shared();
    let prometheus = told(reach(&at(&server.url())))?;
    equal("name", prometheus.name(), &server.url())?;
    let total = "sum(increase(http_requests_total{job=\"checkout\"}[30d]))";
    equal("as the server says", Some(number(ask(&prometheus, instant(total)))?), server.number(total, END))?;
    equal("scalar", number(ask(&prometheus, instant("1 / 4")))?, 0.25)?;
    equal("NaN", number(ask(&prometheus, instant("scalar(nothing)")))?.is_nan(), true)?;
    equal("nothing", told(ask(&prometheus, instant("nothing")))?.data, Data::Vector(Vec::new()))?;
    let (start, end) = ((END - HOUR) * 1000, END * 1000);
    let promql = "sum(http_requests_total{job=\"checkout\"})".to_owned();
    let Data::Matrix(series) =
        told(ask(&prometheus, Query::Range { promql, start, end, step: 60_000 }))?.data
    else {
        return Err("a range is a matrix".into());
    };
    equal("values", series.iter().map(|series| series.values.len()).collect::<Vec<_>>(), vec![61])?;
    equal("last", series[0].values.last().map(|(at, _)| *at), Some(end))?;
    let selector = "http_requests_total{job=\"checkout\"}".to_owned();
    let labels = |limit| Query::Series { selector: selector.clone(), start, end, limit };
    let Data::Labels(all) = told(ask(&prometheus, labels(0)))?.data else {
        return Err("no label sets".into());
    };
    equal("a label", all[0].get("__name__").map(String::as_str), Some("http_requests_total"))?;
    let one = told(ask(&prometheus, labels(1)))?;
    equal(
        "all and one",
        (all.len() > 1, matches!(&one.data, Data::Labels(one) if one.len() == 1)),
        (true, true),
    )?;
    equal("that it is not all", one.warnings.len(), 1)?;
    let native =
        told(ask(&prometheus, instant("sum(rate(http_request_duration_seconds{job=\"checkout\"}[1h]))")))?;
    equal(
        "a histogram",
        matches!(&native.data, Data::Vector(found) if found.iter().all(|one| one.value.is_none())),
        true,
    )
}

fn many_and_long_questions() -> Result<(), Failed> {
    let prometheus = told(reach(&at(&Prometheus::shared().url())))?;
    let queries: Vec<Query> = (0..40).map(|at| instant(&format!("vector({at})"))).collect();
    let found: Result<Vec<f64>, Failed> = prometheus.ask(&queries).into_iter().map(number).collect();
    equal("in order", found?, (0..40).map(f64::from).collect())?;
    let long = vec!["1"; 5000].join(" + ");
    equal("posted", instant(&long).request().form.is_some(), true)?;
    equal("long", number(ask(&prometheus, instant(&long)))?, 5000.0)?;
    equal("none", prometheus.ask(&[]).len(), 0)
}

fn wrong_questions() -> Result<(), Failed> {
    let prometheus = told(reach(&at(&Prometheus::shared().url())))?;
    let many = "http_requests_total * on() http_requests_total";
    for (promql, status, part) in
        [("sum(", "400", "bad_data: invalid parameter \"query\": "), (many, "422", "execution: ")]
    {
        let fault = ask(&prometheus, instant(promql)).expect_err("the question is wrong");
        equal(&text(&fault), fault.kind, FaultKind::Invalid)?;
        contains(&fault.message, &format!("Prometheus answers {status} to /api/v1/query: {part}"))?;
    }
    // One that fails does not keep the others from their answers.
    let mixed = prometheus.ask(&[instant("vector(1)"), instant("sum("), instant("vector(2)")]);
    equal("mixed", mixed.iter().map(Result::is_ok).collect::<Vec<_>>(), vec![true, false, true])
}

fn who_is_there() -> Result<(), Failed> {
    let server = Prometheus::start_with(&small(), &Options::new().basic_auth("ann", "SECRET:1").tls());
    let folder = tempfile::tempdir()?;
    let [right, wrong, token] = [("right", "SECRET:1\n"), ("wrong", "SECRET:2"), ("token", "SECRET")]
        .map(|(name, content)| write(folder.path(), name, content));
    let ca = |path: PathBuf| PrometheusArgs { prometheus_ca: Some(path), ..at(&server.url()) };
    let known = ca(server.ca());
    let user = |password: &PathBuf| PrometheusArgs {
        prometheus_username: Some("ann".to_owned()),
        prometheus_password_file: Some(password.clone()),
        ..known.clone()
    };
    let (right, wrong, token) = (right?, wrong?, token?);
    let address = format!("https://ann:SECRET%3A1@{}", server.url().trim_start_matches("https://"));
    let blind = PrometheusArgs { prometheus_insecure_skip_tls_verify: true, ..at(&address) };
    for args in [user(&right), PrometheusArgs { prometheus: Some(address), ..known.clone() }, blind] {
        let prometheus = told(reach(&args))?;
        equal("number", number(ask(&prometheus, instant("answer")))?, 42.0)?;
        equal("name", prometheus.name(), &server.url())?;
        equal("shown", prometheus.show(&instant("answer")).contains("SECRET"), false)?;
    }
    let plain = server.url().replace("https:", "http:");
    let other_name =
        PrometheusArgs { prometheus_tls_server_name: Some("other.example".to_owned()), ..known.clone() };
    for (args, kind, part) in [
        (known.clone(), FaultKind::Unauthorized, "--prometheus-password-file"),
        (user(&wrong), FaultKind::Unauthorized, "--prometheus-password-file"),
        (
            PrometheusArgs { prometheus_token_file: Some(token), ..known.clone() },
            FaultKind::Unauthorized,
            "--prometheus-token-file",
        ),
        (at(&server.url()), FaultKind::Configuration, "--prometheus-ca"),
        (ca(ControlPlane::shared().ca()), FaultKind::Configuration, "--prometheus-ca"),
        (other_name, FaultKind::Configuration, "--prometheus-tls-server-name"),
        (at(&plain), FaultKind::Refused, "write https:// instead of http://"),
        (
            at(&Prometheus::shared().url().replace("http:", "https:")),
            FaultKind::Unreachable,
            "what does not http://",
        ),
        (at("http://127.0.0.1:1"), FaultKind::Unreachable, "cannot reach http://127.0.0.1:1"),
    ] {
        let fault = ask(&told(reach(&args))?, instant("answer")).expect_err("nobody may ask so");
        let text = text(&fault);
        equal(&text, fault.kind, kind)?;
        contains(&text, part)?;
        equal(&text, text.contains("SECRET"), false)?;
    }
    // What cannot be used is told before anything is sent.
    let fault = reach(&ca(PathBuf::from("/nowhere/ca.crt"))).expect_err("it is not there");
    contains(&text(&fault), "/nowhere/ca.crt")?;
    let fault = reach(&ca(right)).expect_err("it is no certificate");
    equal(&text(&fault), (fault.kind, text(&fault).contains("SECRET")), (FaultKind::Configuration, false))
}

fn below_a_prefix() -> Result<(), Failed> {
    let server = Prometheus::start_with(&small(), &Options::new().prefix("/metrics/prometheus"));
    for behind in ["", "/", "/graph?g0.expr=up", "/api/v1/query"] {
        let prometheus = told(reach(&at(&format!("{}{behind}", server.url()))))?;
        equal(behind, number(ask(&prometheus, instant("answer")))?, 42.0)?;
        let shown = prometheus.show(&instant("answer"));
        let link = format!("answer\n{}/api/v1/query?query=answer&time={END}", server.url());
        contains(&shown, &link)?;
    }
    let root = server.url().replace("/metrics/prometheus", "");
    let fault = ask(&told(reach(&at(&root)))?, instant("answer")).expect_err("nothing is there");
    equal(&text(&fault), fault.kind, FaultKind::NotFound)?;
    contains(&text(&fault), "if Prometheus answers below a path")
}
