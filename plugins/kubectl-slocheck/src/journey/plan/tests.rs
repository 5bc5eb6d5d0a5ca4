//! How journeys, SLOs and leaves are put together.

use kubecheck_core::source::{Input, Part as Read, read};

use super::testing::slo;
use super::*;
use crate::journey::read::document;

/// Reads the journeys of a text.
fn journeys(text: &str) -> Journeys {
    let mut journeys = Journeys::default();
    read(&Input::memory("j.yaml", text), &mut |part| {
        if let Read::Document(of) = part {
            journeys.all.push(document(of).expect("it is a journey").expect("it is right"));
        }
    })
    .expect("memory can be read");
    journeys
}

/// Writes a journey of some nodes.
fn one(name: &str, spec: &str) -> String {
    format!("---\napiVersion: kubecheck/v1\nkind: Journey\nmetadata: {{name: {name}}}\nspec: {spec}\n")
}

fn slos() -> Vec<Slo> {
    let days = [("shop/checkout", 30), ("shop/catalog", 30), ("mail/checkout", 30), ("dns/dns", 7)];
    days.map(|(title, days)| slo(title, "99.9", Window::days(days))).to_vec()
}

fn told(text: &str, name: &str) -> Vec<String> {
    let faults = plan(&journeys(text), name, &slos()).expect_err("it is wrong");
    faults.into_iter().map(|fault| fault.message).collect()
}

#[test]
fn a_leaf_is_known_once() {
    let text = one("login", "{target: 99, serial: [{slo: dns}, {slo: catalog}]}")
        + &one(
            "buy",
            "{target: 99, window: 1d, serial: [{journey: login}, {slo: dns/dns, name: names}, {slo: shop/catalog}, \
             {fixed: 99, name: bank}, {fixed: '99.0', name: bank}, {gauge: lag, atMost: 1}, {gauge: lag, atMost: 1.0}, \
             {gauge: lag, atMost: 2}]}",
        );
    let plan = plan(&journeys(&text), "buy", &slos()).unwrap();
    let names: Vec<&str> = plan.leaves.iter().map(|leaf| leaf.name.as_str()).collect();
    assert_eq!(names, ["dns", "shop/catalog", "bank", "lag at most 1", "lag at most 2"]);
    let Kind::Of(Operator::Serial, parts) = &plan.root.kind else { panic!("{:?}", plan.root) };
    assert_eq!(parts[0].name.as_deref(), Some("login"));
    let leaves: Vec<usize> = parts
        .iter()
        .filter_map(|part| if let Kind::Leaf(at) = part.kind { Some(at) } else { None })
        .collect();
    assert_eq!(leaves, [0, 1, 2, 2, 3, 3, 4]);
    assert_eq!(plan.window, Window::days(1));
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let text =
        one("buy", "{target: 99, serial: [{slo: shop/chekout}, {slo: checkout}, {slo: x}, {journey: bye}]}");
    assert_eq!(
        told(&text, "buy"),
        [
            "j.yaml:5:29: there is no SLO \"shop/chekout\"; did you mean \"shop/checkout\"?",
            "j.yaml:5:50: checkout may be any of shop/checkout (s.yaml:1:1), mail/checkout (s.yaml:1:1)",
            "j.yaml:5:67: there is no SLO \"x\"; there are shop/checkout, shop/catalog, mail/checkout, dns",
            "j.yaml:5:77: there is no journey \"bye\"; there are buy",
        ]
    );
    assert_eq!(told(&text, "bux"), ["there is no journey \"bux\"; did you mean \"buy\"?"]);
}

#[test]
fn what_leads_back_to_itself_is_told_with_the_way() {
    let text = one("a", "{target: 99, serial: [{journey: b}]}")
        + &one("b", "{target: 99, serial: [{slo: dns}, {parallel: [{journey: c}]}]}")
        + &one("c", "{target: 99, serial: [{journey: b}, {journey: c}]}");
    assert_eq!(
        told(&text, "a"),
        [
            "j.yaml:15:29: the journey b leads back to itself: b → c → b",
            "j.yaml:15:43: the journey c leads back to itself: c → c",
        ]
    );
}

#[test]
fn two_things_have_two_names() {
    let text = one(
        "buy",
        "{target: 99, serial: [{fixed: 99, name: bank}, {fixed: 98, name: bank}, {gauge: g, atMost: 1}, \
         {gauge: g, atMost: 1, target: 99}]}",
    );
    assert_eq!(
        told(&text, "buy"),
        [
            "j.yaml:5:54: bank promises 98% here, and 99% at j.yaml:5:29; give two things two names",
            "j.yaml:5:102: g at most 1 promises 99% here, and nothing at j.yaml:5:79; give two things two names",
        ]
    );
}

#[test]
fn the_period_is_that_of_the_slos_if_they_agree() {
    let window = |spec: &str| plan(&journeys(&one("buy", spec)), "buy", &slos()).map(|plan| plan.window);
    assert_eq!(window("{target: 99, serial: [{slo: dns}]}").unwrap(), Window::days(7));
    assert_eq!(window("{target: 99, serial: [{fixed: 99, name: x}]}").unwrap(), Window::days(30));
    let differ = window("{target: 99, serial: [{slo: dns}, {slo: catalog}]}").unwrap_err();
    assert_eq!(
        differ[0].message,
        "j.yaml:2:1: the journey does not say its window, and its SLOs differ: dns is of 7 days, shop/catalog of 30 days"
    );
}

#[test]
fn journeys_in_journeys_have_an_end() {
    let mut text = one("j0", "{target: 99, serial: [{slo: dns}]}");
    for at in 1..20 {
        text += &one(
            &format!("j{at}"),
            &format!("{{target: 99, serial: [{{journey: j{0}}}, {{journey: j{0}}}]}}", at - 1),
        );
    }
    let told = told(&text, "j19");
    assert!(told.len() == 1 && told[0].contains("more than 512 nodes"), "{told:?}");
}
