//! Recording rules on the real Prometheus: what they record is what is true.

use kubecheck_prometheus::template::Template;
use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{
    DAY, END, HOUR, MINUTE, OUTAGE, Selector, Window, World, at, promtool,
};
use kubectl_slocheck::emit::rules::{Options, document};
use kubectl_slocheck::slo::{self, Method, Side, Slo, Target};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::{each, events, expression, file, made, of_month, promised, written_out};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/rules are accepted by promtool", are_accepted),
        Trial::test("prometheus/rules are accepted by the server", are_loaded),
        Trial::test("prometheus/rules record what is true", record_what_is_true),
        Trial::test("prometheus/rules record what is left of the budget", record_what_is_left),
        Trial::test("prometheus/rules record nothing without traffic", record_nothing_without_traffic),
        Trial::test("prometheus/rules record zero without errors", record_zero),
        Trial::test("prometheus/rules pass over what is no number", pass_over_nan),
        Trial::test("prometheus/rules record each group", record_each_group),
    ]
}

/// SLOs of every shape.
fn shapes() -> Result<Vec<Slo>, Failed> {
    let world = World::new();
    let requests = of_month(&world.requests("checkout"))?;
    let ratio = |of| slo::Sli::Ratio { promql: "search_success_ratio".to_owned(), of };
    let slice = std::time::Duration::from_secs(60);
    let target = Target::of_percent("95")?;
    let mut shapes = vec![
        promised("bad", requests.clone()),
        promised("good", of_month(&world.slower("0.3"))?),
        promised("ratio", ratio(Side::Good)),
        promised("odd {{ name }} \"quoted\" \\ it's\n", requests.clone()),
        Slo { window: slo::Window::days(1), ..promised("day", requests.clone()) },
        Slo { window: slo::Window::days(28), ..promised("weeks", requests.clone()) },
        Slo { method: Some(Method::Timeslices { slice, target }), ..promised("slices", requests.clone()) },
        Slo { method: Some(Method::RatioTimeslices { slice }), ..promised("means", requests.clone()) },
        by_service()?,
    ];
    shapes.push(Slo { service: String::new(), ..promised("alone", requests) });
    Ok(shapes)
}

fn by_service() -> Result<Slo, Failed> {
    let slo::Sli::Events { part, total } = of_month(&World::new().requests("checkout"))? else {
        return Err("requests are events".into());
    };
    let by = |template: &Template| template.by(&["service"]).map_err(|why| Failed::from(why.to_string()));
    let part = slo::Part { count: by(&part.count)?, ..part };
    let sli = slo::Sli::Events { total: by(&total)?, part };
    Ok(Slo { group_by: vec!["service".to_owned()], ..promised("groups", sli) })
}

fn are_accepted() -> Result<(), Failed> {
    let groups = made(&shapes()?, &Options::default())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("rules.yml");
    std::fs::write(&path, file(&groups)?)?;
    let checked = promtool(&["check".as_ref(), "rules".as_ref(), "--lint=all".as_ref(), path.as_os_str()]);
    contains(&checked.succeeded(), &format!("SUCCESS: {} rules found", each(&groups).count()))?;
    let metadata = document::Metadata { name: "slos".to_owned(), ..document::Metadata::default() };
    let object = document::prometheus_rule(&groups, &metadata).map_err(|refused| refused.message)?;
    equal("the same groups", &object["spec"]["groups"], &Value::Array(groups))
}

fn are_loaded() -> Result<(), Failed> {
    use kubecheck_test_support::prometheus::{Data, Options as Server};
    let groups = made(&shapes()?, &Options::default())?;
    let data = Data::new().series("answer", &[], |_| Some(42.0));
    let server = Prometheus::start_with(&data, &Server::new().rules(&file(&groups)?));
    let (_, rules) = server.get("/api/v1/rules");
    equal("groups", rules["data"]["groups"].as_array().map(Vec::len), Some(groups.len()))
}

/// The number that a record has at a moment, with what it refers to written out.
fn recorded(groups: &[Value], record: &str, time: i64) -> Result<Option<f64>, Failed> {
    Ok(Prometheus::shared().number(&written_out(groups, record)?, time))
}

fn near(what: &str, found: Option<f64>, expected: Option<f64>, within: f64) -> Result<(), Failed> {
    let (Some(found), Some(expected)) = (found, expected) else {
        return Err(format!("{what}\n   found: {found:?}\nexpected: {expected:?}").into());
    };
    super::super::prometheus::near(what, found, expected, within)
}

fn record_what_is_true() -> Result<(), Failed> {
    let world = World::new();
    for sli in [world.requests("checkout"), world.slower("0.3"), world.requests("catalog")] {
        let groups = made(&[promised("x", of_month(&sli)?)], &Options::default())?;
        for time in [END, OUTAGE.1, at(15, 13, 30)] {
            for (window, length) in [
                ("30m", 30 * MINUTE),
                ("1h", HOUR),
                ("2h", 2 * HOUR),
                ("6h", 6 * HOUR),
                ("1d", DAY),
                ("3d", 3 * DAY),
            ] {
                let events = sli.events(Window::new(time, length));
                let truth = events.ratio();
                let found = recorded(&groups, &format!("slo:sli_error:ratio_rate{window}"), time)?;
                // A minute more or less at the edges of half an hour is a thirtieth, or the one bad event of it.
                let within = truth.unwrap_or_default() * 0.04 + 1.5 / events.total as f64;
                near(&format!("{} over {window} at {time}", sli.total), found, truth, within)?;
            }
        }
    }
    Ok(())
}

fn record_what_is_left() -> Result<(), Failed> {
    let sli = World::new().requests("checkout");
    let checkout = promised("x", of_month(&sli)?);
    let groups = made(std::slice::from_ref(&checkout), &Options::default())?;
    let truth = sli.events(Window::new(END, 30 * DAY)).remaining(0.999);
    let left = recorded(&groups, "slo:period_error_budget_remaining:ratio", END)?;
    near("budget that is left", left, truth, 1e-5)?;
    // The gate asks for these two and divides.
    let slo::Sli::Events { part, total } = &checkout.sli else { return Err("requests are events".into()) };
    let period = std::time::Duration::from_secs(30 * DAY as u64);
    let count = |template: &Template| Prometheus::shared().number(&template.over(period), END);
    let (Some(bad), Some(all)) = (count(&part.count), count(total)) else {
        return Err("they are there".into());
    };
    near("as the gate has it", left, Some(1.0 - bad / all / 0.001), 1e-12)?;
    for (record, number) in
        [("slo:objective:ratio", 0.999), ("slo:error_budget:ratio", 0.001), ("slo:time_period:days", 30.0)]
    {
        equal(record, recorded(&groups, record, END)?, Some(number))?;
    }
    let burn = recorded(&groups, "slo:period_burn_rate:ratio", END)?.ok_or("there is a burn rate")?;
    near("burnt and left", left, Some(1.0 - burn), 1e-12)
}

fn record_nothing_without_traffic() -> Result<(), Failed> {
    let groups = made(&[promised("x", of_month(&World::new().invoices())?)], &Options::default())?;
    let (night, day) = (at(9, 3, 0), at(9, 17, 0));
    for (record, time, is_there) in [
        ("slo:sli_error:ratio_rate1h", night, false),
        ("slo:current_burn_rate:ratio", night, false),
        ("slo:sli_error:ratio_rate1h", day, true),
        ("slo:sli_error:ratio_rate30d", night, true),
    ] {
        equal(&format!("{record} at {time}"), recorded(&groups, record, time)?.is_some(), is_there)?;
    }
    // 36 of 1800: the nights do not poison the month.
    near("the month", recorded(&groups, "slo:sli_error:ratio_rate30d", END)?, Some(0.02), 1e-4)
}

fn record_zero() -> Result<(), Failed> {
    let total = Selector::new("http_requests_total").is("job", "checkout");
    let never = total.clone().is("code", "599");
    let groups = made(
        &[promised("x", events(Side::Bad, &never.to_string(), &total.to_string())?)],
        &Options::default(),
    )?;
    for (record, number) in
        [("slo:sli_error:ratio_rate5m", 0.0), ("slo:period_error_budget_remaining:ratio", 1.0)]
    {
        equal(record, recorded(&groups, record, END)?, Some(number))?;
    }
    // Nothing good among many events is all bad.
    let groups = made(
        &[promised("x", events(Side::Good, &never.to_string(), &total.to_string())?)],
        &Options::default(),
    )?;
    equal("nothing good", recorded(&groups, "slo:sli_error:ratio_rate1d", END)?, Some(1.0))
}

fn pass_over_nan() -> Result<(), Failed> {
    let sli = slo::Sli::Ratio { promql: "search_success_ratio".to_owned(), of: Side::Good };
    let groups = made(&[promised("x", sli)], &Options::default())?;
    let (night, noon) = (at(9, 2, 0), at(9, 12, 0));
    equal("by night", recorded(&groups, "slo:sli_error:ratio_rate1h", night)?, None)?;
    for record in ["slo:sli_error:ratio_rate5m", "slo:sli_error:ratio_rate1d", "slo:sli_error:ratio_rate30d"]
    {
        near(record, recorded(&groups, record, noon)?, Some(0.0005), 1e-9)?;
    }
    Ok(())
}

fn record_each_group() -> Result<(), Failed> {
    let world = World::new();
    let truth = world.requests("checkout").by("service", Window::new(END, DAY));
    let groups = made(&[by_service()?], &Options::default())?;
    let found = Prometheus::shared().numbers(expression(&groups, "slo:sli_error:ratio_rate1d")?, END);
    equal("groups", found.len(), truth.len())?;
    for ((labels, ratio), (service, events)) in found.into_iter().zip(truth) {
        contains(&labels, &format!("\"service\":{service:?}"))?;
        near(&service, Some(ratio), events.ratio(), 1e-5)?;
    }
    Ok(())
}
