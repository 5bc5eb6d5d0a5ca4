//! What slocheck writes for others: that Prometheus, promtool and Kubernetes take it, and do with it what is meant.

mod gate;
mod jobs;
mod objects;
mod outage;
mod rules;

use kubecheck_prometheus::template::Template;
use kubecheck_test_support::prometheus::{Part, Sli};
use kubectl_slocheck::emit::rules::{Options, document, rules};
use kubectl_slocheck::emit::yaml;
use kubectl_slocheck::slo::{self, Family, Place, Side, Slo, Target, Window};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

/// Every trial of what is written.
pub(crate) fn trials() -> Vec<Trial> {
    [rules::trials(), outage::trials(), objects::trials(), gate::trials(), jobs::trials()]
        .into_iter()
        .flatten()
        .collect()
}

/// An SLO of 99.9 % over 30 days.
fn promised(name: &str, sli: slo::Sli) -> Slo {
    Slo {
        name: name.to_owned(),
        service: "shop".to_owned(),
        description: String::new(),
        target: Target::of_percent("99.9").expect("it is a target"),
        window: Window::days(30),
        method: None,
        sli,
        group_by: Vec::new(),
        alerts: Vec::new(),
        address: None,
        family: Family::Sloth,
        place: Place { origin: "slo.yaml".into(), line: 1, column: 1 },
    }
}

fn events(side: Side, part: &str, total: &str) -> Result<slo::Sli, Failed> {
    let count = |text: &str| Template::of_counter(text).map_err(|why| format!("{text}: {why}"));
    Ok(slo::Sli::Events { part: slo::Part { side, count: count(part)? }, total: count(total)? })
}

/// The events of the month.
fn of_month(sli: &Sli) -> Result<slo::Sli, Failed> {
    let (side, part) = match &sli.part {
        Part::Bad(part) => (Side::Bad, part),
        Part::Good(part) => (Side::Good, part),
    };
    events(side, &part.to_string(), &sli.total.to_string())
}

/// The rules of SLOs, each of which must be possible.
fn made(slos: &[Slo], options: &Options) -> Result<Vec<Value>, Failed> {
    rules(slos, options).map(|rules| rules.groups).map_err(|refused| format!("{refused:?}").into())
}

/// A file of rules.
fn file(groups: &[Value]) -> Result<String, Failed> {
    Ok(yaml(&[], &[document::file(groups)])?)
}

/// The rules of groups, in their order.
fn each(groups: &[Value]) -> impl Iterator<Item = &Value> {
    groups.iter().flat_map(|group| group["rules"].as_array().into_iter().flatten())
}

/// The expression of a record or an alert.
fn expression<'g>(groups: &'g [Value], name: &str) -> Result<&'g str, Failed> {
    let found = each(groups).find(|rule| rule["record"] == name || rule["alert"] == name);
    found.and_then(|rule| rule["expr"].as_str()).ok_or_else(|| format!("there is no {name}").into())
}

/// An expression in which all records are written out, as if rules had recorded them at this moment.
fn written_out(groups: &[Value], name: &str) -> Result<String, Failed> {
    let mut text = expression(groups, name)?.to_owned();
    for rule in each(groups) {
        let Some(record) = rule["record"].as_str() else { continue };
        while let Some(start) = text.find(&format!("{record}{{sloth_id=")) {
            let end = start + text[start..].find('}').ok_or("a selector has an end")? + 1;
            text.replace_range(start..end, &format!("({})", written_out(groups, record)?));
        }
    }
    Ok(text)
}
