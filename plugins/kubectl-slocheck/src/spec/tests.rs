//! The corpus of specs, right and wrong, and what is read from it.

use std::fmt::Write;
use std::time::Duration;

use kubecheck_core::source::{Inputs, list};
use serde_json::json;

use super::flags::Flags;
use super::*;
use crate::slo::{Method, Sli, Window};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/slocheck/specs");

/// Reads files of the corpus; problems name them without their folder.
fn corpus(names: &[&str]) -> Specs {
    let paths = names.iter().map(|name| format!("{FOLDER}/{name}")).collect();
    let listing = list(&Inputs { paths, ..Inputs::default() }).expect("the corpus is there");
    read(listing).expect("the corpus can be read")
}

/// Tells an SLO in a few lines.
fn told(slo: &Slo) -> String {
    let hour = Duration::from_secs(3600);
    let method = match slo.method {
        None => String::new(),
        Some(Method::Occurrences) => " occurrences".to_owned(),
        Some(Method::Timeslices { slice, target }) => format!(" slices of {slice:?} with {target}"),
        Some(Method::RatioTimeslices { slice }) => format!(" ratios of {slice:?}"),
    };
    let by = if slo.group_by.is_empty() { String::new() } else { format!(" by {}", slo.group_by.join(",")) };
    let mut text = format!("{}/{} {} over {}{method}{by}\n", slo.service, slo.name, slo.target, slo.window);
    match &slo.sli {
        Sli::Events { part, total } => {
            writeln!(text, "  {:?} {}", part.side, part.count.over(hour)).unwrap();
            writeln!(text, "  of {}", total.over(hour)).unwrap();
        }
        Sli::Ratio { promql, of } => writeln!(text, "  ratio of {of:?} {promql}").unwrap(),
    }
    for alert in &slo.alerts {
        let name = &alert.name;
        writeln!(text, "  {name} {} over {:?} for {:?}", alert.burn_rate, alert.lookback, alert.lasting)
            .unwrap();
    }
    if let Some(address) = &slo.address {
        writeln!(text, "  at {address}").unwrap();
    }
    text
}

fn all_told(specs: &Specs) -> String {
    specs.slos.iter().map(told).collect()
}

/// Tells problems without the folder.
fn problems(specs: &Specs) -> Vec<String> {
    let told = |problem: &Problem| {
        let text = problem.to_string();
        let text = text.replace(FOLDER, "").replace("/invalid/", "");
        format!("{}{text}", if problem.is_warning { "(warning) " } else { "" })
    };
    specs.problems.iter().map(told).collect()
}

const BUCKET_03: &str = r#"le=~"0?[.]30*|3([.]0*)?[eE]-0*1""#;

#[test]
fn openslo_v1_is_read() {
    let specs = corpus(&["openslo-v1.yaml"]);
    assert_eq!(problems(&specs), Vec::<String>::new());
    let expected = r#"checkout/orders 99.9% over 30 days occurrences
  Bad sum(increase(http_requests_total{job="checkout",code=~"5.."}[1h]))
  of sum(increase(http_requests_total{job="checkout"}[1h]))
  fast 14.4 over 3600s for 300s
  at http://prometheus.monitoring:9090
checkout/lag-quick-enough 99% over the calendar month in Europe/Berlin slices of 300s with 95%
  Good sum(sum_over_time((max(order_lag_seconds{job="checkout"}) < bool 0.5)[1h:1m]))
  of sum(count_over_time((max(order_lag_seconds{job="checkout"}) >= -Inf)[1h:1m]))
  slow 2 over 86400s for 0ns
checkout/lag-2 99.9% over the calendar month in Europe/Berlin slices of 600s with 99.999999999999999%
  Good sum(sum_over_time((max(order_lag_seconds{job="checkout"}) < bool 2)[1h:1m]))
  of sum(count_over_time((max(order_lag_seconds{job="checkout"}) >= -Inf)[1h:1m]))
  slow 2 over 86400s for 0ns
checkout/recorded 99% over 28 days ratios of 300s
  ratio of Bad slo:sli_error:ratio_rate5m{sloth_id="checkout-orders"}
"#;
    assert_eq!(all_told(&specs), expected);
    assert_eq!((specs.slos[0].place.line, specs.slos[0].family), (41, Family::OpenSlo));
    assert_eq!(specs.slos[0].description, "Customers can order.");
}

#[test]
fn openslo_v1alpha_is_read() {
    let specs = corpus(&["openslo-v1alpha.yaml"]);
    let warning =
        "(warning) /openslo-v1alpha.yaml:35:3: v1alpha does not say how long a slice is: one minute is taken";
    assert_eq!(problems(&specs), [warning]);
    let expected = r#"search/results 99.5% over 14 days occurrences
  Good sum(increase(search_requests_total{outcome="found"}[1h]))
  of sum(increase(search_requests_total[1h]))
search/index-age 90% over the calendar quarter in UTC slices of 60s with 50%
  Good sum(sum_over_time(((time() - search_index_written_timestamp_seconds) <= bool 3600)[1h:1m]))
  of sum(count_over_time(((time() - search_index_written_timestamp_seconds) >= -Inf)[1h:1m]))
"#;
    assert_eq!(all_told(&specs), expected);
}

#[test]
fn openslo_v2alpha_is_read() {
    let specs = corpus(&["openslo-v2alpha.yaml"]);
    assert_eq!(problems(&specs), Vec::<String>::new());
    let expected = r#"payments/booked 99.5% over 28 days occurrences by region
  Good sum by (region) (increase(payments_total{outcome="booked"}[1h]))
  of sum by (region) (increase(payments_total[1h]))
  at https://prometheus.eu.example.com
payments/quick 99% over the calendar week in America/New_York slices of 60s with 90%
  Good sum(increase(payment_duration_seconds_bucket{le=~"1([.]0*)?([eE][+-]?0+)?"}[1h]))
  of sum(increase(payment_duration_seconds_count[1h]))
  at https://prometheus.eu.example.com
"#;
    assert_eq!(all_told(&specs), expected);
}

#[test]
fn sloths_file_is_read() {
    let specs = corpus(&["sloth.yaml"]);
    assert_eq!(problems(&specs), Vec::<String>::new());
    let expected = format!(
        r#"orders/availability 99.9% over 30 days
  Bad sum(increase(http_requests_total{{job="orders",code=~"5.."}}[1h]))
  of sum(increase(http_requests_total{{job="orders"}}[1h]))
orders/latency 95% over 30 days
  Bad sum(increase(http_request_duration_seconds_count{{job="orders"}}[1h])) - sum(increase(http_request_duration_seconds_bucket{{job="orders",{BUCKET_03}}}[1h]))
  of sum(increase(http_request_duration_seconds_count{{job="orders"}}[1h]))
orders/signal 90% over 30 days
  Bad sum_over_time((count(probe_signal_ratio < 0.75))[1h:1m])
  of sum_over_time((count(probe_signal_ratio))[1h:1m])
orders/ratio 99% over 30 days
  Good sum(sum_over_time(probe_success{{job="orders"}}[1h]))
  of sum(count_over_time(probe_success{{job="orders"}}[1h]))
orders/clamped 99% over 30 days
  ratio of Bad clamp_max(sum(rate(a_total[5m])) / sum(rate(b_total[5m])), 1)
"#
    );
    assert_eq!(all_told(&specs), expected);
}

#[test]
fn prometheus_service_levels_are_read() {
    let specs = corpus(&["prometheusservicelevel.yaml"]);
    assert_eq!(problems(&specs), Vec::<String>::new());
    let expected = r#"orders/availability-k8s 99.95% over 30 days
  Bad sum(increase(http_requests_total{job="orders",code=~"5.."}[1h]))
  of sum(increase(http_requests_total{job="orders"}[1h]))
orders/raw-k8s 99% over 30 days
  Bad sum(increase(a_total[1h]))
  of sum(increase(b_total[1h]))
"#;
    assert_eq!(all_told(&specs), expected);
}

#[test]
fn pyrras_objectives_are_read() {
    let specs = corpus(&["pyrra.yaml"]);
    assert_eq!(problems(&specs), Vec::<String>::new());
    let expected = r#"shop/shop-errors 99.9% over 28 days by handler
  Bad sum by (handler) (increase(http_requests_total{job="shop",code=~"5.."}[1h]))
  of sum by (handler) (increase(http_requests_total{job="shop"}[1h]))
shop/shop-latency 99% over 30 days
  Good sum(increase(http_request_duration_seconds_bucket{job="shop",le=~"0?[.]50*|5([.]0*)?[eE]-0*1"}[1h]))
  of sum(increase(http_request_duration_seconds_count{job="shop"}[1h]))
shop/shop-native 95% over 14 days
  Good histogram_count(sum(increase(http_request_duration_seconds{job="shop"}[1h]))) * histogram_fraction(0, 0.2, sum(increase(http_request_duration_seconds{job="shop"}[1h])))
  of histogram_count(sum(increase(http_request_duration_seconds{job="shop"}[1h])))
shop/shop-up 99.5% over 1 day by instance
  Good sum by (instance) (sum_over_time(probe_success{job="shop"}[1h]))
  of sum by (instance) (count_over_time(probe_success{job="shop"}[1h]))
"#;
    assert_eq!(all_told(&specs), expected);
}

#[test]
fn what_is_no_spec_is_counted() {
    let specs = corpus(&["other.yaml"]);
    assert_eq!((specs.slos.len(), specs.problems.len(), specs.ignored), (0, 0, 3));
}

/// Compares the problems of a file with what stands beside it.
fn refused(name: &str) {
    let specs = corpus(&[&format!("invalid/{name}.yaml")]);
    let hints = |(line, problem): (String, &Problem)| match &problem.hint {
        Some(hint) => format!("{line}\n  {hint}\n"),
        None => format!("{line}\n"),
    };
    let told: String = problems(&specs).into_iter().zip(&specs.problems).map(hints).collect();
    let path = format!("{FOLDER}/invalid/{name}.out");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &told).expect("the corpus can be written");
    }
    assert_eq!(told, std::fs::read_to_string(&path).unwrap_or_default(), "{path}");
}

#[test]
fn wrong_openslo_v1_is_refused_with_places() {
    refused("openslo-v1");
}

#[test]
fn wrong_openslo_v1alpha_is_refused_with_places() {
    refused("openslo-v1alpha");
}

#[test]
fn wrong_specs_of_sloth_are_refused_with_places() {
    refused("sloth");
}

#[test]
fn wrong_objectives_of_pyrra_are_refused_with_places() {
    refused("pyrra");
}

#[test]
fn no_line_is_needed_to_stay_on_ones_feet() {
    for entry in
        std::fs::read_dir(FOLDER).unwrap().chain(std::fs::read_dir(format!("{FOLDER}/invalid")).unwrap())
    {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for left_out in 0..lines.len() {
            let rest: Vec<&str> = [&lines[..left_out], &lines[left_out + 1..]].concat();
            let mut listing = list(&Inputs::default()).unwrap_or_default();
            listing.inputs = vec![Input::memory("x.yaml", rest.join("\n"))];
            let specs = read(listing).unwrap();
            assert!(specs.problems.iter().all(|problem| problem.place.line > 0), "{:?}", specs.problems);
        }
    }
}

#[test]
fn references_are_found_in_any_file_and_order() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let slo = "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\nspec:\n  service: s\n  indicatorRef: i\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 1d, isRolling: true}]\n  objectives: [{target: 0.9}]\n";
    let sli = "apiVersion: openslo/v1\nkind: SLI\nmetadata: {name: i}\nspec:\n  ratioMetric:\n    counter: true\n    bad: {metricSource: {type: Prometheus, spec: {query: b}}}\n    total: {metricSource: {type: Prometheus, spec: {query: t}}}\n";
    let (slo, sli) = (write("a.yaml", slo), write("b.yaml", sli));
    let read_all = |paths: &[&String]| {
        let paths = paths.iter().map(|path| (*path).clone()).collect();
        read(list(&Inputs { paths, ..Inputs::default() }).unwrap()).unwrap()
    };
    let both = read_all(&[&slo, &sli]);
    assert_eq!((both.slos.len(), both.problems.len()), (1, 0));
    let alone = read_all(&[&slo]);
    assert_eq!(alone.slos.len(), 0);
    assert_eq!(alone.errors().count(), 1);
    assert!(alone.problems[0].to_string().ends_with("a.yaml:6:17: there is no SLI \"i\" in what was read"));
    let again = write("c.yaml", &std::fs::read_to_string(&slo).unwrap());
    let twice = read_all(&[&slo, &sli, &again]);
    assert!(
        twice.problems[0].to_string().contains("c.yaml:1:1: the SLO a of s stands at"),
        "{:?}",
        twice.problems
    );
}

#[test]
fn broken_files_and_templates_are_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.yaml"), "a: [1\nb: {\n").unwrap();
    std::fs::write(folder.path().join("chart.yaml"), "a:\n{{- if .Values.x }}\n  b: 1\n{{- end }}\n")
        .unwrap();
    let paths = vec![folder.path().display().to_string()];
    let specs = read(list(&Inputs { paths, ..Inputs::default() }).unwrap()).unwrap();
    let told: Vec<bool> = specs.problems.iter().map(|problem| problem.is_warning).collect();
    assert_eq!(told, [false, true], "{:?}", specs.problems);
    assert!(specs.problems[1].message.starts_with("this is a template"));
}

#[test]
fn objects_of_a_cluster_have_names_instead_of_lines() {
    let level = json!({
        "apiVersion": "sloth.slok.dev/v1", "kind": "PrometheusServiceLevel",
        "metadata": {"name": "web", "namespace": "monitoring", "managedFields": []},
        "spec": {"service": "web", "slos": [{
            "name": "up", "objective": 99.9, "alerting": {},
            "sli": {"events": {
                "errorQuery": "sum(rate(e_total[{{.window}}]))", "totalQuery": "sum(rate(t_total[{{.window}}]))"
            }},
        }]},
    });
    let mut wrong = level.clone();
    wrong["metadata"]["name"] = "wrong".into();
    wrong["spec"]["slos"][0]["objective"] = 100.into();
    let specs = of_json(&[level, wrong], "prod");
    assert_eq!(specs.slos.len(), 1);
    assert_eq!(specs.slos[0].place.to_string(), "PrometheusServiceLevel monitoring/web in prod");
    let told = "PrometheusServiceLevel monitoring/wrong in prod: the target 100 is not between 0 and 100: no budget is left by it";
    assert_eq!(specs.problems[0].to_string(), told);
}

fn flags(name: &str) -> Flags {
    let none = None;
    Flags {
        name: name.to_owned(),
        target: "99.9".to_owned(),
        window: Window::days(30),
        good: none.clone(),
        bad: none.clone(),
        total: none.clone(),
        histogram: none.clone(),
        latency: none,
        native: false,
    }
}

#[test]
fn flags_make_an_slo() {
    let some = |text: &str| Some(text.to_owned());
    let bad = Flags { bad: some("e_total"), total: some("sum(t_total)"), ..flags("a") };
    let expected =
        "/a 99.9% over 30 days\n  Bad sum(increase(e_total[1h]))\n  of sum(increase(t_total[1h]))\n";
    assert_eq!(told(&flags::slo(&bad).unwrap()), expected);
    let quick = Flags { histogram: some("h_seconds"), latency: some("300ms"), ..flags("a") };
    let expected = format!(
        "/a 99.9% over 30 days\n  Good sum(increase(h_seconds_bucket{{{BUCKET_03}}}[1h]))\n  of sum(increase(h_seconds_count[1h]))\n"
    );
    assert_eq!(told(&flags::slo(&quick).unwrap()), expected);
    let native = Flags { native: true, latency: some("0.3"), ..quick.clone() };
    assert!(told(&flags::slo(&native).unwrap()).contains("histogram_fraction(0, 0.3, "));
    let ratio = Flags { target: "0.999".to_owned(), ..bad.clone() };
    assert_eq!(flags::slo(&ratio).unwrap().target.to_string(), "99.9%");
    for (flags, why) in [
        (flags("a"), "one of --good, --bad and --histogram is needed"),
        (Flags { bad: some("x"), ..flags("a") }, "--bad needs --total: all events"),
        (Flags { good: some("x"), ..bad.clone() }, "--good and --bad are both there"),
        (Flags { bad: some("avg(x)"), ..bad.clone() }, "--bad: an average over series counts no events"),
        (Flags { bad: some("t_total"), ..bad.clone() }, "both sides are the same"),
        (Flags { bad: some("sum by (a) (x)"), ..bad.clone() }, "the two sides count apart by other labels"),
        (Flags { target: "100".to_owned(), ..bad.clone() }, "the target 100 is not between 0 and 100"),
        (Flags { histogram: some("h"), ..flags("a") }, "--histogram needs --latency"),
        (Flags { latency: some("1s"), ..bad }, "--latency and --native need --histogram"),
        (Flags { total: some("x"), ..quick.clone() }, "--histogram stands for --good, --bad and --total"),
        (Flags { latency: some("soon"), ..quick }, "--latency \"soon\" is no length of time"),
    ] {
        let told = flags::slo(&flags).unwrap_err();
        assert!(told.starts_with(why), "{told}");
    }
}
