//! Whole pages: what they say, and that names of others stay names.

use std::collections::BTreeMap;
use std::time::Duration;

use kubecheck_prometheus::answer::{Answer, Data, Series};
use kubecheck_prometheus::query::{Millis, Query};
use kubecheck_prometheus::template::Template;
use roxmltree::{Document, Node, ParsingOptions};

use super::*;
use crate::attribute::rollouts::Rollout;
use crate::attribute::{Attribution, Share, Windows};
use crate::gate::limits::{Limits, Pair};
use crate::gate::policy::Policy;
use crate::gate::{self, Judged};
use crate::measure::curve::{Curve, curve};
use crate::measure::exact::Decimal;
use crate::measure::{Coverage, Group, Level, Measured, Scope, Trouble};
use crate::slo::{Family, Method, Part, Place, Side, Sli, Slo, Target, Window};

const AT: Millis = 1_793_404_800_000;
const PERIOD: Duration = Duration::from_secs(30 * 86400);
/// What somebody could call things who wants the page to be his own.
const HOSTILE: &str = "</title></style></svg><script src=\"https://evil.example/x.js\">alert(1)</script>\u{202e}\u{1b}[2J'\" onload='x";

fn slo(name: &str) -> Slo {
    let template = |text| Template::of_counter(text).expect("it counts");
    let part = Part { side: Side::Bad, count: template("http_requests_total{code=~\"5..\"}") };
    Slo {
        name: name.to_owned(),
        service: name.to_owned(),
        description: name.to_owned(),
        target: Target::of_percent("99.9").expect("it is a target"),
        window: Window::days(30),
        method: None,
        sli: Sli::Events { part, total: template("http_requests_total") },
        group_by: Vec::new(),
        alerts: Vec::new(),
        address: None,
        family: Family::OpenSlo,
        place: Place { origin: name.into(), line: 7, column: 3 },
    }
}

fn limits() -> Limits {
    let floor = Decimal::parse("0.15").expect("it is a decimal");
    let pairs = Pair::usual(PERIOD);
    Limits { floor, pairs, min_events: None }
}

fn scope() -> Scope {
    Scope {
        at: AT,
        windows: limits().windows(),
        min_coverage: 0.9,
        max_age: Duration::from_secs(300),
        absent_is_zero: false,
    }
}

/// A million events, so many of them bad, also in each window.
fn measured(slo: &Slo, bad: f64, labels: BTreeMap<String, String>) -> Measured {
    let level = Some(Level { bad, total: 1e6 });
    Measured {
        part_newest: None,
        unanswered: Vec::new(),
        passed: slo.window.passed(AT).expect("it is a period"),
        method: Method::Occurrences,
        groups: vec![Group { labels, period: level, windows: vec![level; scope().windows.len()] }],
        coverage: Coverage { covered: Some(8640), expected: 8640, oldest: None },
        newest: Some(AT),
        troubles: Vec::new(),
        queries: Vec::new(),
    }
}

/// Answers a question over a range with the same value at each instant.
fn matrix(query: &Query, value: f64) -> Answer {
    let Query::Range { start, end, step, .. } = query else { panic!("{query:?} is over no range") };
    let values = (0..=(end - start) / step).map(|number| (start + number * step, value)).collect();
    Answer { data: Data::Matrix(vec![Series { labels: BTreeMap::new(), values }]), ..Answer::default() }
}

fn drawn(slo: &Slo, measured: &Measured) -> Result<Curve, String> {
    curve(slo, measured, 30, &|queries| {
        queries.iter().zip([20.0, 40_000.0]).map(|(query, value)| Ok(matrix(query, value))).collect()
    })
}

struct World {
    slo: Slo,
    measured: Measured,
    judged: Judged,
    curve: Result<Curve, String>,
    found: Vec<Attribution>,
    began: Option<Result<Vec<Rollout>, String>>,
}

fn world(name: &str, bad: f64) -> World {
    let slo = slo(name);
    let measured = measured(&slo, bad, BTreeMap::new());
    let judged = gate::judge(&slo, &limits(), &scope(), &measured);
    let curve = drawn(&slo, &measured);
    let share = Share {
        labels: BTreeMap::from([("type".to_owned(), name.to_owned())]),
        bad: 20_000.0,
        share: 1.0,
        points: 0.2,
        before: Some(0.0),
    };
    let rollout = Rollout {
        namespace: name.to_owned(),
        name: name.to_owned(),
        revision: name.to_owned(),
        at: AT,
        images: vec![name.to_owned()],
        previous: vec![name.to_owned()],
    };
    let found = Attribution {
        by: vec![name.to_owned()],
        shares: vec![share],
        bad,
        troubles: vec![Trouble::Partial { promql: name.to_owned(), warning: name.to_owned() }],
        ..Attribution::default()
    };
    World { slo, measured, judged, curve, found: vec![found], began: Some(Ok(vec![rollout])) }
}

impl World {
    fn gate(&self, name: &str) -> String {
        let policy = Policy::default();
        let windows = Windows { at: AT, length: PERIOD, period: PERIOD };
        let asked = [
            Asked { promql: name.to_owned(), way: "http://127.0.0.1:9090/api/v1/query?query=x".to_owned() },
            Asked { promql: "x <\n  1".to_owned(), way: format!("http://\u{202e}{name}") },
            Asked { promql: "x".to_owned(), way: format!("javascript:alert(1)//{name}") },
        ];
        let page = GatePage {
            slo: &self.slo,
            limits: &limits(),
            measured: &self.measured,
            judged: &self.judged,
            settled: &policy.settle(&self.judged),
            overridden: Some(name),
            curve: &self.curve,
            who: Some(Who { windows, found: &self.found, since: Some(AT), began: &self.began }),
            server: name,
            asked: &asked,
        };
        page.html()
    }
}

fn read(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}: {page}"))
}

fn all(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// Fails if a page runs or fetches something, or leads somewhere but to what it was told.
fn harmless(page: &str) {
    let document = read(page);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            !["script", "link", "img", "iframe", "object", "base", "form", "use", "image"].contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on") && key != "src" && key != "style", "{key} of {name}");
            let is_link =
                name == "a" && (value.starts_with('#') || value.starts_with("http://127.0.0.1:9090/"));
            assert!(key != "href" || is_link, "{value} of {name}");
            assert!(key != "fill" || value.starts_with("url(#"), "{value} of {name}");
        }
    }
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let css = document.descendants().find(|node| node.has_tag_name("style")).map(all).unwrap_or_default();
    for word in ["url(", "@import", "@font-face", "http"] {
        assert!(!css.contains(word), "{word}");
    }
}

#[test]
fn the_page_of_a_verdict_says_everything() {
    let denied = world("checkout", 20_000.0);
    let page = denied.gate("somebody");
    harmless(&page);
    let document = read(&page);
    let text = all(document.root_element());
    for told in [
        "May checkout be released?",
        "checkout may not be released: ",
        "burning",
        "budget-spent",
        "1 hour and 5 minutes above 14.4",
        "By checkout",
        "new",
        "Rolled out just before",
        "All 3 queries",
        "x <\n  1",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let headed = |node: &Node<'_, '_>| node.descendants().any(|own| own.attribute("scope") == Some("col"));
    let tables: Vec<Node<'_, '_>> =
        document.descendants().filter(|node| node.has_tag_name("table")).collect();
    assert_eq!(tables.len(), 3);
    assert!(tables.iter().all(headed));
    let pictures = document.descendants().filter(|node| node.has_tag_name("svg"));
    for picture in pictures {
        let is_named =
            picture.attribute("role") == Some("img") && picture.attribute("aria-labelledby").is_some();
        assert!(is_named || picture.attribute("aria-hidden") == Some("true"), "{picture:?}");
    }
    assert!(page.contains("<meta name=\"generator\" content=\"kubecheck/v1\"/>"));
}

#[test]
fn names_of_others_stay_names() {
    let world = world(HOSTILE, 20_000.0);
    let page = world.gate(HOSTILE);
    harmless(&page);
    assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
    let advice = vec![HOSTILE.to_owned()];
    let World { slo, measured, judged, curve, .. } = &world;
    let rows = [Row { slo, measured, judged, curve, advice }];
    harmless(&StatusPage { rows: &rows, at: AT, server: HOSTILE, asked: &[] }.html());
}

#[test]
fn the_same_data_give_the_same_page() {
    assert_eq!(world("checkout", 300.0).gate("x"), world("checkout", 300.0).gate("x"));
}

#[test]
fn what_is_not_known_looks_like_nothing_good() {
    let mut lost = world("checkout", 300.0);
    lost.measured.groups[0].period = None;
    lost.measured
        .troubles
        .push(Trouble::Partial { promql: "x".to_owned(), warning: "a store is down".to_owned() });
    lost.judged = gate::judge(&lost.slo, &limits(), &scope(), &lost.measured);
    lost.curve = drawn(&lost.slo, &lost.measured);
    let page = lost.gate("x");
    let document = read(&page);
    let of =
        |class: &str| document.descendants().filter(|node| node.attribute("class") == Some(class)).count();
    assert_eq!((of("verdict open"), of("verdict good"), of("curve")), (1, 0, 0));
    let text = all(document.root_element());
    assert!(text.contains("nobody can say whether checkout may be released"), "{text}");
    assert!(text.contains("It is not drawn: what was measured cannot be trusted."), "{text}");
    assert!(text.contains("Budget leftnot known"), "{text}");
}

#[test]
fn all_slos_stand_on_one_page_and_what_is_wrong_is_told_below() {
    let (fine, wrong) = (world("catalog", 300.0), world("checkout", 20_000.0));
    let row = |world: &'static World, advice: &[&str]| Row {
        slo: &world.slo,
        measured: &world.measured,
        judged: &world.judged,
        curve: &world.curve,
        advice: advice.iter().map(|&text| text.to_owned()).collect(),
    };
    let (fine, wrong) = (Box::leak(Box::new(fine)), Box::leak(Box::new(wrong)));
    let rows = [row(wrong, &["now: stop releases"]), row(fine, &[])];
    let page = StatusPage { rows: &rows, at: AT, server: "x", asked: &[] }.html();
    harmless(&page);
    let document = read(&page);
    let text = all(document.root_element());
    assert!(text.contains("1 of 2 SLOs are in order") && text.contains("now: stop releases"), "{text}");
    let count = |name: &str, class: &str| {
        document
            .descendants()
            .filter(|node| node.has_tag_name(name) && node.attribute("class") == Some(class))
            .count()
    };
    assert_eq!((count("svg", "spark"), count("svg", "curve")), (2, 1));
    assert_eq!((count("span", "badge good"), count("a", "badge bad")), (1, 0));
    let linked: Vec<&str> = document.descendants().filter_map(|node| node.attribute("href")).collect();
    assert_eq!(linked, ["#slo-1"]);
    assert!(
        document
            .descendants()
            .any(|node| node.has_tag_name("section") && node.attribute("id") == Some("slo-1"))
    );
}

#[test]
fn each_group_has_a_line_of_its_own() {
    let mut slo = slo("checkout");
    slo.group_by = vec!["region".to_owned()];
    let region = |name: &str| BTreeMap::from([("region".to_owned(), name.to_owned())]);
    let measured = measured(&slo, 300.0, region("eu"));
    let answered = curve(&slo, &measured, 30, &|queries| {
        let of = |query: &Query, values: [f64; 2]| {
            let series = |(name, value): (&str, f64)| {
                let Data::Matrix(mut series) = matrix(query, value).data else { panic!("it is a matrix") };
                series[0].labels = region(name);
                series.remove(0)
            };
            let series = ["eu", "us"].into_iter().zip(values).map(series).collect();
            Ok(Answer { data: Data::Matrix(series), ..Answer::default() })
        };
        queries.iter().zip([[1.0, 50.0], [1e5, 1e5]]).map(|(query, values)| of(query, values)).collect()
    });
    let curve = answered.expect("it is known");
    let end = |name: &str| curve.line(&region(name)).and_then(|line| *line.left.last()?).expect("it ends");
    assert!(
        (end("eu") - 0.99).abs() < 1e-12 && (end("us") - 0.5).abs() < 1e-12,
        "{} {}",
        end("eu"),
        end("us")
    );
    assert_eq!(curve.line(&region("mars")), None);
}

#[test]
fn an_answer_that_is_not_whole_gives_no_curve() {
    let slo = slo("checkout");
    let measured = measured(&slo, 300.0, BTreeMap::new());
    let told = |change: &(dyn Fn(&mut Answer) + Sync)| {
        let asker = |queries: &[Query]| {
            let answer = |(query, value)| {
                let mut answer = matrix(query, value);
                change(&mut answer);
                Ok(answer)
            };
            queries.iter().zip([1.0, 100.0]).map(answer).collect()
        };
        curve(&slo, &measured, 30, &asker)
    };
    assert!(told(&|_| {}).is_ok());
    let warned = told(&|answer| answer.warnings.push("a store is down".to_owned()));
    assert_eq!(warned, Err("the answer is not whole: a store is down".to_owned()));
    assert_eq!(
        told(&|answer| answer.data = Data::Matrix(Vec::new())),
        Err("there are no data over 30 days".to_owned())
    );
    let twice = told(&|answer| {
        if let Data::Matrix(series) = &mut answer.data {
            series.push(series[0].clone());
        }
    });
    assert_eq!(twice, Err("there are several series where one is meant".to_owned()));
    assert_eq!(curve(&slo, &measured, 30, &|_| Vec::new()), Err("there is no answer".to_owned()));
}
