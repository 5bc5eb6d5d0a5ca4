//! Places and faults; what a text means is compared with Kubernetes' own reading in `tests/yaml_oracle.rs`.

use super::*;
use crate::model::tree::{Span, Style};
use crate::source::fault::Details;

const BEGIN: Position = Position { line: 1, column: 1 };

/// Reads a text and names each node by its place and its text: `line:column-line:column text`.
#[track_caller]
fn places(text: &str) -> Vec<String> {
    let parsed = parse(text, BEGIN, Vec::new()).unwrap_or_else(|fault| panic!("{fault:?}"));
    parsed.tree.nodes.iter().map(|node| format!("{} {}", place(node.span), node.text)).collect()
}

fn place(span: Span) -> String {
    format!("{}:{}-{}:{}", span.start.line, span.start.column, span.end.line, span.end.column)
}

/// Returns where and why a text cannot be read.
#[track_caller]
fn fault(text: &str) -> (String, String) {
    let Err(fault) = parse(text, BEGIN, Vec::new()) else { panic!("{text:?} can be read") };
    let Details { span, message, .. } = fault.details();
    (format!("{}:{}", span.start.line, span.start.column), message)
}

#[track_caller]
fn check_fault(text: &str, at: &str, part: &str) {
    let (place, message) = fault(text);
    assert!(place == at && message.contains(part), "{place}: {message}");
}

#[test]
fn scalars_stand_where_they_are_written() {
    let expected = ["1:1-2:9 ", "1:1-1:2 a", "1:4-1:5 b", "2:1-2:4 é", "2:6-2:9 x"];
    assert_eq!(places("a: b # c\n'é': \"x\"\n"), expected);
}

#[test]
fn a_missing_value_stands_behind_its_colon_or_dash() {
    assert_eq!(
        places("a:\nb:\n- \n"),
        ["1:1-3:2 ", "1:1-1:2 a", "1:3-1:3 ", "2:1-2:2 b", "3:1-3:2 ", "3:2-3:2 "]
    );
}

#[test]
fn a_block_collection_ends_with_its_last_node() {
    assert_eq!(places("a:\n  - b\n\n# c\n"), ["1:1-2:6 ", "1:1-1:2 a", "2:3-2:6 ", "2:5-2:6 b"]);
}

#[test]
fn a_flow_collection_ends_with_its_bracket() {
    assert_eq!(places("[ {a: b} ]\n")[..2], ["1:1-1:11 ", "1:3-1:9 "]);
}

#[test]
fn a_block_scalar_begins_with_its_header() {
    assert_eq!(places("a: |-\n  b\n  c\n\n")[2], "1:4-3:4 b\nc");
}

#[test]
fn a_folded_text_ends_on_its_last_line() {
    assert_eq!(places("a: b\n  c\nd: 'e\n  f'\n")[2..5], ["1:4-2:4 b c", "3:1-3:2 d", "3:4-4:5 e f"]);
}

#[test]
fn properties_are_no_part_of_a_value() {
    let expected = ["1:1-2:6 ", "1:1-1:2 a", "1:13-1:14 1", "2:1-2:2 b", "2:4-2:6 "];
    assert_eq!(places("a: &x !!str 1\nb: *x\n"), expected);
}

#[test]
fn places_are_those_of_the_origin() {
    let parsed = parse("a: b", Position { line: 7, column: 3 }, Vec::new()).unwrap_or_else(|_| panic!());
    assert_eq!(place(parsed.tree.nodes[1].span), "7:3-7:4");
}

#[test]
fn texts_are_borrowed_unless_they_change() {
    let parsed = parse("a: b c\nd: 'e'\nf: \"g\\n\"\n", BEGIN, Vec::new()).unwrap_or_else(|_| panic!());
    let owned = |node: &Node<'_>| matches!(node.text, std::borrow::Cow::Owned(_));
    assert_eq!(parsed.tree.nodes.iter().filter(|node| owned(node)).count(), 1);
}

#[test]
fn keys_are_named_as_in_json() {
    let parsed = parse("yes: 1\n0x1F: 2\n'on': 3\n", BEGIN, Vec::new()).unwrap_or_else(|_| panic!());
    let names: Vec<&str> = parsed.tree.root().unwrap().own_entries().map(|entry| entry.key.name()).collect();
    assert_eq!(names, ["true", "31", "on"]);
}

#[test]
fn a_quoted_merge_key_is_no_merge_key() {
    let parsed = parse("!!str <<: {a: 1}\n", BEGIN, Vec::new()).unwrap_or_else(|_| panic!());
    assert!(!parsed.tree.has_merge);
    assert_eq!(parsed.tree.nodes[1].style, Style::SingleQuoted);
}

#[test]
fn what_go_yaml_drops_has_a_place() {
    let dropped = |text| parse(text, BEGIN, Vec::new()).unwrap_or_else(|_| panic!()).dropped;
    assert_eq!(dropped("a: 1\n...\n# c\nb: 2\n"), Some(Position { line: 4, column: 1 }));
    assert_eq!(dropped("{a: 1} b\n"), Some(Position { line: 1, column: 8 }));
    assert_eq!(dropped("a: 1\n...\n# c\n"), None);
}

#[test]
fn tabs_are_named() {
    check_fault("a:\n\tb: 1\n", "2:1", "a tab stands where");
    check_fault("a:\n  b: 1\n\tc: 2\n", "3:1", "a tab stands where");
    check_fault("a: b\n\t\n", "2:1", "a tab stands where");
    check_fault("-\ta\n", "1:2", "a tab stands where");
    check_fault("a: |\n\tb\n", "2:1", "a tab stands where");
}

#[test]
fn faults_stand_where_reading_stops() {
    check_fault("a: b: c\n", "1:5", "without a key before it");
    check_fault("a: 1\n b: 2\n", "2:3", "without a key before it");
    check_fault("a: 'x' y\n", "1:8", "belongs to nothing");
    check_fault("a: 1\nb\n", "2:1", "this is no key");
    check_fault("- a\nb: 1\n", "2:1", "without a `-`");
    check_fault("a: 'b\n", "1:4", "is not closed");
    check_fault("a: [b, c\n", "1:4", "is not closed");
    check_fault("a: [b c: ]d\n", "1:11", "belongs to nothing");
    check_fault("a: {b: c]\n", "1:9", "expected `,` or `}`");
    check_fault("a: \"\\q\"\n", "1:5", "means nothing");
    check_fault("a: @b\n", "1:4", "no value can begin with `@`");
    check_fault("a: *b\n", "1:4", "names an anchor that does not come before");
    check_fault("{a: b}: c\n", "1:1", "cannot be a key");
    check_fault("a: .inf\n", "1:4", "cannot be told in JSON");
    check_fault("a: | b\n", "1:6", "begins on the line below");
    check_fault("a: !!int b\n", "1:10", "is not what its tag !!int says");
}

#[test]
fn aliases_are_bounded() {
    check_fault("a: &x [*x]\n", "1:8", "inside the value it names");
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..8 {
        let inner = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [inner.as_str(); 10].join(", "));
    }
    let (_, message) = fault(&bomb);
    assert!(message.contains("out of all proportion"), "{message}");
}

#[test]
fn aliases_cannot_hide_depth() {
    let mut text = String::from("a0: &a0 [x]\n");
    for level in 1..300 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    let (_, message) = fault(&text);
    assert!(message.contains("levels deep"), "{message}");
}

#[test]
fn memory_is_lent_to_the_next_document() {
    let nodes = parse("a: b\n", BEGIN, Vec::with_capacity(1000)).unwrap_or_else(|_| panic!()).tree.nodes;
    assert!(nodes.capacity() >= 1000);
}
