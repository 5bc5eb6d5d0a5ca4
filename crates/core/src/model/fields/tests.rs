//! What is in a set is what its text says, and the algebra is that of sets.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

#[test]
fn paths_are_printed_as_the_server_prints_them() {
    let set = FieldSet::parse(
        r#"{"f:metadata":{"f:finalizers":{".":{},"v:\"a/b\"":{}}},
            "f:spec":{"f:ports":{"k:{\"protocol\":\"TCP\",\"port\":80}":{".":{},"f:port":{}}},"i:3":{},"x:new":{}}}"#,
    )
    .unwrap();
    let paths: Vec<String> = set.paths().iter().map(Path::to_string).collect();
    let expected = [
        ".metadata.finalizers",
        ".metadata.finalizers[=\"a/b\"]",
        ".spec.ports[port=80,protocol=\"TCP\"]",
        ".spec.ports[port=80,protocol=\"TCP\"].port",
        ".spec[3]",
    ];
    assert_eq!(paths, expected);
    assert_eq!(set.len(), 5);
    let leaves: Vec<String> = set.leaves().iter().map(Path::to_string).collect();
    assert_eq!(leaves, [expected[1], expected[3], expected[4]]);
    assert!(set.has(&[
        Element::field("metadata"),
        Element::field("finalizers"),
        Element::Value(json!("a/b"))
    ]));
    assert!(!set.has(&[Element::field("metadata")]));
}

#[test]
fn what_is_no_set_is_refused() {
    for wrong in ["[]", "1", r#"{"spec":{}}"#, r#"{"k:1":{}}"#, r#"{"i:x":{}}"#, r#"{"v:":{}}"#] {
        assert!(FieldSet::parse(wrong).is_err(), "{wrong}");
    }
    assert!(FieldSet::parse("{}").unwrap().is_empty());
    assert!(FieldSet::parse(r#"{"x:later":{"f:a":{}}}"#).unwrap().is_empty());
}

#[test]
fn numbers_in_keys_are_equal_if_they_are_worth_the_same() {
    let set = |text| FieldSet::parse(text).unwrap();
    let (whole, float) = (set(r#"{"k:{\"port\":80}":{}}"#), set(r#"{"k:{\"port\":80.0}":{}}"#));
    assert_eq!(whole.intersection(&float).len(), 1);
}

/// Writes a set as the server does (`serialize.go`, `emitContentsV1`).
fn write(set: &FieldSet) -> Value {
    let key = |element: &Element| match element {
        Element::Field(name) => format!("f:{name}"),
        Element::Key(fields) => {
            format!("k:{}", Value::Object(fields.iter().cloned().collect::<Map<_, _>>()))
        }
        Element::Value(value) => format!("v:{value}"),
        Element::Index(index) => format!("i:{index}"),
    };
    let node = |node: &Node| {
        let mut below = write(&node.below);
        if node.is_member && !node.below.is_empty() {
            below["."] = json!({});
        }
        below
    };
    set.nodes.iter().map(|(element, own)| (key(element), node(own))).collect::<Map<_, _>>().into()
}

fn element() -> impl Strategy<Value = Element> {
    let value = prop_oneof![Just(json!("a")), Just(json!(1)), Just(json!(true)), Just(json!(1.5))];
    prop_oneof![
        "[a-c]".prop_map(Element::Field),
        value.clone().prop_map(|value| Element::Key(vec![("k".to_owned(), value)])),
        value.prop_map(Element::Value),
        (0..2_i64).prop_map(Element::Index),
    ]
}

fn paths() -> impl Strategy<Value = BTreeSet<Path>> {
    let path = prop::collection::vec(element(), 1..4).prop_map(Path);
    prop::collection::btree_set(path, 0..12)
}

fn set(paths: &BTreeSet<Path>) -> FieldSet {
    let mut set = FieldSet::default();
    paths.iter().for_each(|path| set.insert(&path.0));
    set
}

proptest! {
    #[test]
    fn a_set_is_its_paths(paths in paths()) {
        let set = set(&paths);
        prop_assert_eq!(set.paths().into_iter().collect::<BTreeSet<_>>(), paths.clone());
        prop_assert_eq!(set.len(), paths.len());
        prop_assert_eq!(FieldSet::parse(&write(&set).to_string()).unwrap(), set);
    }

    #[test]
    fn the_algebra_is_that_of_sets(one in paths(), other in paths()) {
        let (left, right) = (set(&one), set(&other));
        let of = |set: FieldSet| set.paths().into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(of(left.union(&right)), &one | &other);
        prop_assert_eq!(of(left.intersection(&right)), &one & &other);
        prop_assert_eq!(of(left.difference(&right)), &one - &other);
        let is_below = |path: &Path| (1..=path.0.len()).any(|length| right.has(&path.0[..length]));
        prop_assert_eq!(of(left.without(&right)), one.into_iter().filter(|path| !is_below(path)).collect());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[fkvix:.{}\"\\\\a-c0-9,]{0,40}") {
        if let Ok(set) = FieldSet::parse(&text) {
            prop_assert_eq!(set.paths().len(), set.len());
        }
    }
}
