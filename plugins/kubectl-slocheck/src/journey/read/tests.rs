//! What a journey may say, and how it is refused.

use kubecheck_core::source::{Input, Part, read};

use super::super::{Bound, Operator, What};
use super::*;

/// Reads the documents of a text.
fn all(text: &str) -> Vec<Result<Journey, Vec<String>>> {
    let mut found = Vec::new();
    read(&Input::memory("j.yaml", text), &mut |part| {
        let told = |errors: Vec<SourceError>| errors.into_iter().map(|error| error.message).collect();
        match part {
            Part::Document(read) => found.extend(document(read).map(|read| read.map_err(told))),
            Part::Broken(broken) => panic!("{:?}: {}", broken.span.start, broken.message),
            Part::Template(_) | Part::Gap(_) => panic!("it is no document"),
        }
    })
    .expect("memory can be read");
    found
}

/// Reads the one journey of a spec, whose first line is line 4 of the file.
fn spec(text: &str) -> Result<Journey, Vec<String>> {
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("apiVersion: kubecheck/v1\nkind: Journey\nmetadata: {{name: buy}}\nspec:\n{indented}");
    all(&text).pop().expect("there is a journey")
}

/// Reads what is wrong with the one node of a journey.
fn node(text: &str) -> Vec<String> {
    spec(&format!("target: 99\nserial:\n- {}", text.replace('\n', "\n  "))).expect_err("it is wrong")
}

const EVERYTHING: &str = "\
target: 99.5
window: 4w
serial:
- slo: shop/catalog
- slo: checkout
  name: till
- parallel:
  - {fixed: 99.95%, name: card provider}
  - {fixed: 99, name: bank}
- atLeast: 2
  of: [{slo: a}, {slo: b}, {slo: c}]
  name: search
- gauge: max(redis_lag_seconds) * 1000
  atMost: 50
  unit: ms
  target: 99.9
- gauge: replicas
  atLeast: 3
- journey: login
";

#[test]
fn everything_can_be_said() {
    let journey = spec(EVERYTHING).unwrap();
    assert_eq!((journey.name.as_str(), journey.target.to_string().as_str()), ("buy", "99.5%"));
    assert_eq!(journey.window, Some(Duration::from_secs(28 * 86400)));
    let What::Of(Operator::Serial, nodes) = &journey.root.what else { panic!("{:?}", journey.root) };
    assert!(matches!(&nodes[0].what, What::Slo(name) if name == "shop/catalog"));
    assert_eq!((nodes[1].name.as_deref(), nodes[1].place.to_string().as_str()), (Some("till"), "j.yaml:9:5"));
    let What::Of(Operator::Parallel, either) = &nodes[2].what else { panic!("{:?}", nodes[2]) };
    assert!(matches!(either[0].what, What::Fixed(target) if target.to_string() == "99.95%"));
    assert!(matches!(&nodes[3].what, What::Of(Operator::AtLeast(2), of) if of.len() == 3));
    let What::Gauge(lag) = &nodes[4].what else { panic!("{:?}", nodes[4]) };
    assert_eq!((lag.bound, lag.unit.as_str()), (Bound::AtMost(50.0), "ms"));
    assert_eq!(lag.spelled(), "at most 50 ms");
    assert!(
        matches!(&nodes[5].what, What::Gauge(of) if of.bound == Bound::AtLeast(3.0) && of.target.is_none())
    );
    assert!(matches!(&nodes[6].what, What::Journey(name) if name == "login"));
}

#[test]
fn a_node_is_one_thing() {
    for (text, told) in [
        ("checkout", "j.yaml:7:5: a node is a map, and this is \"checkout\"; write slo: checkout"),
        ("[a]", "j.yaml:7:5: a node is a map, and this is a list"),
        ("{slo: a, fixed: 99, name: x}", "j.yaml:7:5: this is both slo and fixed; each node is one thing"),
        ("{fixd: 99}", "j.yaml:7:6: there is no key \"fixd\"; did you mean \"fixed\"?"),
        (
            "{name: x}",
            "j.yaml:7:5: nothing says what is needed; there are slo, fixed, gauge, journey, serial, parallel, of",
        ),
        ("{atLeast: 2}", "j.yaml:7:5: atLeast says how many, and nothing says of what; add a list `of`"),
        ("{slo: a, nmae: x}", "j.yaml:7:14: there is no key \"nmae\"; did you mean \"name\"?"),
        ("{slo: a, atMost: 3}", "j.yaml:7:14: there is no key \"atMost\"; there are name, slo"),
        ("{slo: a, slo: b}", "j.yaml:7:14: the key \"slo\" stands here again"),
        ("{slo: 3}", "j.yaml:7:11: slo takes a text, and this is an integer; put it in quotes"),
        ("{slo: ''}", "j.yaml:7:11: slo takes a text, and this is empty"),
        ("{slo: }", "j.yaml:7:10: slo takes a text, and this is null"),
        ("{slo: a, name: [b]}", "j.yaml:7:20: name takes a text, and this is a list"),
    ] {
        assert_eq!(node(text), [told], "{text}");
    }
}

#[test]
fn nothing_is_a_share_that_is_none() {
    let takes = "takes a percentage above 0 and below 100, such as 99.9, and";
    for (text, told) in [
        ("{fixed: 100, name: x}", format!("j.yaml:7:13: fixed {takes} this is \"100\"")),
        ("{fixed: -1, name: x}", format!("j.yaml:7:13: fixed {takes} this is \"-1\"")),
        ("{fixed: yes, name: x}", format!("j.yaml:7:13: fixed {takes} this is a boolean")),
        (
            "{fixed: 0.999, name: x}",
            format!("j.yaml:7:13: fixed {takes} 0.999 is less than one per cent; did you mean 99.9%?"),
        ),
        ("{fixed: 99}", "j.yaml:7:5: nothing says whose promise this is; add a name".to_owned()),
    ] {
        assert_eq!(node(text), [told], "{text}");
    }
}

#[test]
fn several_nodes_are_at_least_one() {
    for (text, told) in [
        ("serial: []", "j.yaml:7:13: serial takes a list of nodes, and this is an empty one"),
        ("parallel:", "j.yaml:7:5: parallel stands here, and nothing behind it"),
        ("of: [{slo: a}]", "j.yaml:7:5: the key \"atLeast\" is missing"),
        ("of: [{slo: a}]\natLeast: 2", "j.yaml:8:14: atLeast 2 of 1 nodes cannot be; it takes 1 to 1"),
        ("of: [{slo: a}]\natLeast: 0", "j.yaml:8:14: atLeast 0 of 1 nodes cannot be; it takes 1 to 1"),
        ("of: [{slo: a}]\natLeast: most", "j.yaml:8:14: atLeast takes a whole number, and this is a string"),
        ("serial: [{slo: a}]\natLeast: 1", "j.yaml:8:5: there is no key \"atLeast\"; there are name, serial"),
    ] {
        assert_eq!(node(text), [told], "{text}");
    }
}

#[test]
fn a_gauge_has_one_bound() {
    let bound = "j.yaml:7:5: a gauge has either atMost or atLeast";
    for (text, told) in [
        ("{gauge: lag}", bound),
        ("{gauge: lag, atMost: 1, atLeast: 1}", bound),
        (
            "{gauge: lag, atMost: 50ms}",
            "j.yaml:7:26: atMost takes a number, and this is \"50ms\"; what it is counted in goes to unit",
        ),
        (
            "{gauge: lag + (, atMost: 1}",
            "j.yaml:7:13: the gauge cannot be read: it is no PromQL: unclosed left parenthesis",
        ),
        (
            "{gauge: 'lag[5m]', atMost: 1}",
            "j.yaml:7:13: the gauge cannot be read: it has no series with one value at each moment",
        ),
        ("{gauge: '3', atMost: 1}", "j.yaml:7:13: the gauge cannot be read: there is no metric in it"),
        ("{gauge: lag, atMost: yes}", "j.yaml:7:26: atMost takes a number, and this is a boolean"),
        ("{gauge: lag, atMost: 1, unit: }", "j.yaml:7:34: unit takes a text, and this is null"),
    ] {
        assert_eq!(node(text), [told], "{text}");
    }
}

#[test]
fn the_spec_is_read_as_strictly() {
    for (text, told) in [
        ("target: 99", "j.yaml:5:3: nothing says what is needed; there are serial, parallel, of"),
        (
            "target: 99\nslo: a",
            "j.yaml:6:3: there is no key \"slo\"; there are target, window, serial, parallel, of, atLeast",
        ),
        ("target: 99\nserail: []", "j.yaml:6:3: there is no key \"serail\"; did you mean \"serial\"?"),
        ("serial: [{slo: a}]", "j.yaml:5:3: the key \"target\" is missing"),
        (
            "target: 99\nserial: [{slo: a}]\nwindw: 1d",
            "j.yaml:7:3: there is no key \"windw\"; did you mean \"window\"?",
        ),
    ] {
        assert_eq!(spec(text).unwrap_err(), [told], "{text}");
    }
    for window in ["30", "0d", "-1d", "1.5d", "d", "1000000w", "99999999999999999999w", "1d1w"] {
        let told = spec(&format!("target: 99\nserial: [{{slo: a}}]\nwindow: {window}")).unwrap_err();
        assert!(
            told[0].starts_with("j.yaml:7:11: window takes a length of time such as 30d, 4w or 12h"),
            "{told:?}"
        );
    }
}

#[test]
fn all_faults_are_told_in_the_order_of_the_file() {
    let told = spec(
        "target: 100\nwindow: soon\nparallel:\n- {slo: }\n- serial: [{fixed: 1e2, name: x}, {sol: a}]\nx: 1",
    );
    let places: Vec<String> = told.unwrap_err().iter().map(|error| error[..11].to_owned()).collect();
    assert_eq!(
        places,
        ["j.yaml:5:11", "j.yaml:6:11", "j.yaml:8:10", "j.yaml:9:22", "j.yaml:9:38", "j.yaml:10:3"]
    );
}

#[test]
fn other_documents_are_passed_over_and_near_misses_are_not() {
    let journey = "kind: Journey\nmetadata: {name: a}\nspec: {target: 99, serial: [{slo: a}]}\n";
    let text =
        format!("apiVersion: openslo/v1\nkind: SLO\n---\n- 1\n---\napiVersion: kubecheck/v1\n{journey}");
    assert_eq!(all(&text).into_iter().map(|read| read.unwrap().name).collect::<Vec<_>>(), ["a"]);
    for (head, told) in [
        (format!("apiVersion: kubecheck/v2\n{journey}"), "j.yaml:1:13: a Journey has the apiVersion kubecheck/v1"),
        (journey.to_owned(), "j.yaml:1:1: a Journey has the apiVersion kubecheck/v1"),
        (
            "apiVersion: kubecheck/v1\nkind: Jorney\n".to_owned(),
            "j.yaml:2:7: there is no kind \"Jorney\"; did you mean \"Journey\"?",
        ),
        (
            "apiVersion: kubecheck/v1\nkind: Journey\nmetadata: {name: 1}\nspec: {target: 99, serial: [{slo: a}]}\n".to_owned(),
            "j.yaml:3:18: name takes a text, and this is an integer; put it in quotes",
        ),
    ] {
        assert_eq!(all(&head).pop().expect("it is one").unwrap_err(), [told]);
    }
}

#[test]
fn aliases_do_not_make_a_journey_too_large() {
    let many = vec!["{slo: a}"; 100].join(", ");
    let again = "- *many\n".repeat(50);
    let text = format!("target: 99\nserial:\n- &many {{serial: [{many}]}}\n{again}");
    let told = spec(&text).unwrap_err();
    assert!(told.len() == 1 && told[0].contains("more than 4096 nodes"), "{told:?}");
}

#[test]
fn files_hold_each_journey_once() {
    let folder = std::env::temp_dir().join(format!("journeys-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is a folder for such things");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("it can be written");
    let one = "apiVersion: kubecheck/v1\nkind: Journey\nmetadata: {name: a}\nspec: {target: 99, serial: [{slo: a}]}\n";
    write("a.yaml", one);
    let inputs = Inputs { paths: vec![folder.display().to_string()], ..Inputs::default() };
    assert!(files(&inputs).unwrap().get("a").is_some());
    write("b.yaml", one);
    write("c.yaml", "a: [b\n");
    let told: Vec<String> = files(&inputs).unwrap_err().into_iter().map(|error| error.message).collect();
    std::fs::remove_dir_all(&folder).expect("it can be removed");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("b.yaml:1:1: there is a journey a already, at"), "{told:?}");
    assert!(told[1].contains("c.yaml:1:4: "), "{told:?}");
}
