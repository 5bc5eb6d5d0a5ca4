//! What a baseline knows, and which files it refuses.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::check::rule::{Fixes, Rule, Severity};
use crate::report::finding::Place;

static RULE: Rule = Rule {
    id: "TST001",
    name: "some-rule",
    summary: "",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0",
    page: "",
};

fn finding(file: &str, message: &str) -> Finding {
    Finding {
        rule: &RULE,
        severity: Severity::Error,
        message: message.to_owned(),
        place: Place { file: Some(Arc::from(file)), steady: "/a".to_owned(), ..Place::default() },
        related: Vec::new(),
        help: None,
        fix: None,
        snippet: None,
    }
}

fn same(name: &str) -> String {
    name.to_owned()
}

/// Returns what a baseline of some messages leaves of others, and how many entries match nothing.
fn left<S: AsRef<str>>(known: &[S], found: &[S]) -> (Vec<String>, usize) {
    let findings =
        |messages: &[S]| messages.iter().map(|m| finding("a.yaml", m.as_ref())).collect::<Vec<_>>();
    let baseline = Baseline::of(&findings(known), &same);
    let mut findings = findings(found);
    let matched = baseline.sift(&mut findings, &same);
    assert_eq!(matched.known + findings.len(), found.len(), "no finding vanishes uncounted");
    let missing = matched.missing.iter().map(|(_, count)| count).sum();
    (findings.into_iter().map(|finding| finding.message).collect(), missing)
}

#[test]
fn what_is_known_is_not_told_and_what_is_new_is() {
    assert_eq!(left(&["x"], &["x", "y"]), (vec!["y".to_owned()], 0));
    assert_eq!(left(&[], &["x"]), (vec!["x".to_owned()], 0));
}

#[test]
fn a_third_copy_of_two_is_new() {
    assert_eq!(left(&["x", "x"], &["x", "x", "x"]), (vec!["x".to_owned()], 0));
}

#[test]
fn what_no_longer_occurs_is_counted() {
    assert_eq!(left(&["x", "x", "y"], &["x"]), (Vec::new(), 2));
}

proptest! {
    /// Findings are a multiset: what is left is what was found beyond what is known, whatever the order.
    #[test]
    fn what_is_left_is_the_difference(
        known in prop::collection::vec("[xyz]", 0..8), found in prop::collection::vec("[xyz]", 0..8)
    ) {
        let words = |words: &[String], word: &str| words.iter().filter(|other| *other == word).count();
        let (left, missing) = left(&known, &found);
        let mut lacking = 0;
        for word in ["x", "y", "z"] {
            prop_assert_eq!(words(&left, word), words(&found, word).saturating_sub(words(&known, word)));
            lacking += words(&known, word).saturating_sub(words(&found, word));
        }
        prop_assert_eq!(missing, lacking);
    }
}

#[test]
fn it_is_written_sorted_one_finding_a_line_and_read_again() {
    let findings = [finding("b.yaml", "x"), finding("a.yaml", "y \"z\""), finding("b.yaml", "x")];
    let baseline = Baseline::of(&findings, &same);
    let text = baseline.write("tool").unwrap();
    assert_eq!(
        text,
        r#"{
  "apiVersion": "kubecheck/v1",
  "kind": "Baseline",
  "tool": "tool",
  "findings": [
    {"file":"a.yaml","rule":"some-rule","at":"/a","message":"y \"z\""},
    {"file":"b.yaml","rule":"some-rule","at":"/a","message":"x","count":2}
  ]
}
"#
    );
    assert_eq!(Baseline::parse(&text, "tool"), Ok(baseline));
    assert_eq!(Baseline::parse(&Baseline::default().write("t").unwrap(), "t"), Ok(Baseline::default()));
}

#[test]
fn a_mark_and_line_ends_of_another_system_are_fine() {
    let baseline = Baseline::of(&[finding("a.yaml", "x")], &same);
    let text = format!("\u{FEFF}{}", baseline.write("tool").unwrap().replace('\n', "\r\n"));
    assert_eq!(Baseline::parse(&text, "tool"), Ok(baseline));
}

#[test]
fn what_is_no_baseline_of_this_tool_and_version_is_refused() {
    let head = r#""apiVersion": "kubecheck/v1", "kind": "Baseline", "tool": "tool""#;
    for (text, why) in [
        ("", "it is no baseline: EOF while parsing a value at line 1 column 0"),
        ("[]", "it is no baseline"),
        ("{}", "it is no baseline"),
        (r#"{"apiVersion": "kubecheck/v1", "kind": "Report"}"#, "it is no baseline"),
        (
            r#"{"apiVersion": "kubecheck/v2", "kind": "Baseline", "tool": "tool", "findings": 1}"#,
            "it is a baseline of kubecheck/v2, and this version reads kubecheck/v1",
        ),
        (
            r#"{"apiVersion": "kubecheck/v1", "kind": "Baseline", "tool": "other", "findings": []}"#,
            "it is a baseline of other",
        ),
        (&format!("{{{head}}}"), "missing field `findings`"),
        (&format!(r#"{{{head}, "findings": [], "ignore": []}}"#), "unknown field `ignore`"),
        (&format!(r#"{{{head}, "findings": [{{"rule": "r"}}]}}"#), "missing field `message`"),
        (
            &format!(r#"{{{head}, "findings": [{{"rule": "r", "message": "m", "count": -1}}]}}"#),
            "invalid value: integer `-1`",
        ),
        ("{\n<<<<<<< ours\n", "it is no baseline: key must be a string at line 2 column 1"),
    ] {
        let error = Baseline::parse(text, "tool").expect_err(text);
        assert!(error.starts_with(why), "{text}: {error}");
    }
}

#[test]
fn counts_that_overflow_know_no_less() {
    let entry =
        format!(r#"{{"rule": "some-rule", "file": "a", "at": "/a", "message": "m", "count": {}}}"#, u64::MAX);
    let text = format!(
        r#"{{"apiVersion": "kubecheck/v1", "kind": "Baseline", "tool": "t", "findings": [{entry}, {entry}]}}"#
    );
    let mut findings = vec![finding("a", "m")];
    assert_eq!(Baseline::parse(&text, "t").unwrap().sift(&mut findings, &same).known, 1);
}
