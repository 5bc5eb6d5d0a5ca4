//! What is told of journeys.

use kubecheck_core::report::render::Style;
use kubecheck_core::source::{Inputs, list};

use super::*;
use crate::journey::Operator::{AtLeast, Parallel, Serial};
use crate::journey::judge::{Outcome, judge};
use crate::journey::plan::Source;
use crate::journey::plan::testing::{leaf, of, plan_of};
use crate::journey::promise::Promise;
use crate::journey::read::files;
use crate::journey::{Bound, Gauge, Share};
use crate::measure::Level;
use crate::spec;

/// A journey with everything in it.
fn plan() -> Plan {
    let pay = Part { name: Some("pay".to_owned()), ..of(Parallel, vec![leaf(1), leaf(2)]) };
    let search = of(AtLeast(2), vec![leaf(3), leaf(4), leaf(0)]);
    let mut plan =
        plan_of("99.95", of(Serial, vec![leaf(0), pay, search]), &["99.95", "99", "99", "99.9", "99.9"]);
    for (leaf, name) in plan.leaves.iter_mut().zip(["shop/checkout", "card \"A\" #1", "bank", "lag", "index"])
    {
        leaf.name = name.to_owned();
    }
    plan.leaves[2].what = Source::Fixed;
    let lag = Gauge::new("lag", Bound::AtMost(50.0)).expect("it is PromQL");
    plan.leaves[3].what = Source::Gauge(Gauge { unit: "ms".to_owned(), ..lag });
    plan
}

fn outcome(plan: &Plan, known: bool) -> Outcome {
    let ups = [0.9995, 0.99, 0.99, 0.98, 0.98];
    judge(plan, &mut |at, _| match (at, known) {
        (4, false) => Err("there are no data".to_owned()),
        _ => Ok(Share { up: ups[at], down: 1.0 - ups[at] }),
    })
}

#[test]
fn the_table_is_a_tree() {
    let plan = plan();
    let told = text(&plan, &outcome(&plan, true), &Style::default());
    assert_eq!(
        told,
        "\
missed: buy misses its target: 99.900029% of 30 days is good, and 99.95% must be; shop/checkout costs most, 33.7306% of the loss: \
if it never failed, 99.950004% would be

PART                TARGET   GOOD         OF THE LOSS   IF IT NEVER FAILED   NOTE
buy: all of 3       99.95%   99.900029%
  shop/checkout     99.95%   99.95%       33.7306%      99.950004%
  pay: one of 2              99.99%
    card \"A\" #1     99%      99%          6.67933%      99.91002%
    bank            99%      99%          6.67933%      99.91002%            taken for what is promised
  2 of 3                     99.95804%
    lag             99.9%    98%          26.4554%      99.940005%           at most 50 ms
    index           99.9%    98%          26.4554%      99.940005%
    shop/checkout   99.95%   99.95%                                          the same as above

however its parts depend on each other: 96.925% to 99.95%
infeasible: the targets of what it needs come to 99.9399051%, which is 0.0100949 points less than the 99.95% that is promised
  help: raise the target of shop/checkout from 99.95% to 99.9601%, or promise 99.939% at most
"
    );
}

#[test]
fn what_is_not_known_is_told() {
    let plan = plan();
    let outcome = outcome(&plan, false);
    assert_eq!(
        sentence(&plan, &outcome),
        "nobody can say how good buy is: of index nothing is known: there are no data"
    );
    let told = text(&plan, &outcome, &Style::default());
    assert!(told.contains("  index"), "{told}");
    assert!(told.contains("not known: there are no data"), "{told}");
    let document = document(&plan, &outcome);
    assert_eq!((&document["verdict"], &document["good"]), (&"unknown".into(), &serde_json::Value::Null));
    assert_eq!(document["leaves"][4]["unknown"], "there are no data");
}

#[test]
fn the_document_has_everything() {
    let plan = plan();
    let outcome = outcome(&plan, true);
    let document = document(&plan, &outcome);
    let near = |value: &serde_json::Value, number: f64| {
        (value.as_f64().expect("it is a number") - number).abs() < 1e-9
    };
    assert_eq!((&document["kind"], &document["verdict"]), (&"JourneyReport".into(), &"missed".into()));
    assert!(near(&document["good"], outcome.share.expect("it is known").up));
    assert!(near(&document["tree"]["parts"][1]["good"], 0.9999));
    assert_eq!(document["tree"]["parts"][2]["least"], 2);
    assert_eq!(document["leaves"][0]["shared"], true);
    assert_eq!(document["leaves"][2]["kind"], "fixed");
    let losses = document["leaves"].as_array().expect("there are leaves").iter();
    assert!((losses.filter_map(|leaf| leaf["lossShare"].as_f64()).sum::<f64>() - 1.0).abs() < 1e-9);
    assert_eq!(document["weakest"], plan.leaves[outcome.links[0].leaf].name.as_str());
}

#[test]
fn names_stay_names_in_a_picture() {
    let mut plan = plan();
    plan.leaves[2].name = "b<i>`\\\n]".to_owned();
    assert_eq!(
        mermaid(&plan, &outcome(&plan, false)),
        r#"flowchart LR
  n0(["buy: all of 3<br/>not known"])
  l0["shop/checkout<br/>99.95%"]
  n0 --> l0
  n1(["pay: one of 2<br/>99.99%"])
  l1["card #34;A#34; #35;1<br/>99%"]
  n1 --> l1
  l2["b#60;i#62;#96;#92;#92;n]<br/>99%"]
  n1 --> l2
  n0 --> n1
  n2(["2 of 3<br/>not known"])
  l3["lag<br/>98%"]
  n2 --> l3
  l4["index<br/>not known"]
  n2 --> l4
  n2 --> l0
  n0 --> n2
  classDef weakest stroke-width:3px
  classDef unknown stroke-dasharray:5 5
  class l4 unknown
"#
    );
}

#[test]
fn what_cannot_be_promised_is_told_with_a_way_out() {
    let mut plan = plan_of("99.9", of(Serial, vec![leaf(0), leaf(1), leaf(2)]), &["99.99", "99.95", "99.9"]);
    let told = |plan: &Plan| promised(plan, &crate::journey::promise::promise(plan));
    assert_eq!(
        told(&plan),
        (
            "infeasible: the targets of what it needs come to 99.840065%, which is 0.059935 points less than the 99.9% that is \
             promised"
                .to_owned(),
            Some("raise the target of leaf 2 from 99.9% to 99.96%, or promise 99.84% at most".to_owned())
        )
    );
    plan.leaves[2].what = Source::Fixed;
    let help = "no single target that is raised is enough; promise 99.84% at most";
    assert_eq!(told(&plan).1.as_deref(), Some(help));
    let why = Promise::Unknown { why: "lag has no target".to_owned() };
    assert_eq!(promised(&plan, &why).0, "nobody can say whether 99.9% can be kept: lag has no target");
}

#[test]
fn the_page_shows_what_the_example_comes_to() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/journey").to_owned();
    let inputs = Inputs { paths: vec![folder], ..Inputs::default() };
    let journeys = files(&inputs).expect("the journeys are right");
    let specs = spec::read(list(&inputs).expect("there are files")).expect("they can be read");
    assert!(specs.problems.is_empty() && specs.gaps.is_empty(), "{:?}", specs.problems);
    let slos = specs.slos;
    let plan = crate::journey::plan(&journeys, "order-a-book", &slos).expect("it has all it needs");
    // What the Prometheus of the tests has of a month.
    let of = |bad: f64, total: f64| Share::of_level(Level { bad, total });
    let outcome = judge(&plan, &mut |_, leaf| match leaf.name.as_str() {
        "shop/checkout" => of(42_182.0, 103_686_399.0),
        "shop/catalog" => of(3_888.0, 19_440_000.0),
        _ => of(0.0, 6480.0),
    });
    let page = include_str!("../../../../../docs/journey.md");
    let told = super::text(&plan, &outcome, &Style::default());
    assert!(page.contains(&told), "docs/journey.md does not show:\n{told}");
    let picture = mermaid(&plan, &outcome);
    assert!(page.contains(&picture), "docs/journey.md does not show:\n{picture}");
}
