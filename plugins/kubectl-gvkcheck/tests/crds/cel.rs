//! Rules in CEL, one by one, against objects that they hold of and do not.

use kubecheck_test_support::Oracle;
use serde_json::{Value, json};

use crate::compare::{ask, ask_crd, crd, object};

/// What rules are about.
fn schema(rule: &str) -> Value {
    let text = json!({"type": "string", "maxLength": 20});
    let set = json!({"type": "array", "maxItems": 5, "x-kubernetes-list-type": "set", "items": text});
    let map = json!({
        "type": "array", "maxItems": 5, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
        "items": {"type": "object", "required": ["k"], "properties": {"k": text, "v": {"type": "integer"}}},
    });
    json!({"type": "object", "properties": {"spec": {
        "type": "object",
        "properties": {
            "s": {"type": "string", "maxLength": 50}, "t": {"type": "string", "maxLength": 50}, "u": {"type": "string", "maxLength": 50},
            "ip": {"type": "string", "maxLength": 50}, "i": {"type": "integer"}, "j": {"type": "integer"}, "n": {"type": "number"},
            "b": {"type": "boolean"}, "ios": {"x-kubernetes-int-or-string": true, "maxLength": 20},
            "l": {"type": "array", "maxItems": 5, "items": {"type": "string", "maxLength": 20}},
            "li": {"type": "array", "maxItems": 5, "items": {"type": "integer"}},
            "ln": {"type": "array", "maxItems": 5, "items": {"type": "number"}},
            "lo": {"type": "array", "maxItems": 5, "items": {"type": "object", "properties": {
                "a": {"type": "string", "maxLength": 20}, "n": {"type": "integer"}}}},
            "m": {"type": "object", "maxProperties": 5, "additionalProperties": {"type": "string", "maxLength": 20}},
            "o": {"type": "object", "properties": {"a": {"type": "string", "maxLength": 20}, "b": {"type": "integer"}}},
            "dt": {"type": "string", "format": "date-time"}, "d": {"type": "string", "format": "date"},
            "du": {"type": "string", "format": "duration"}, "by": {"type": "string", "format": "byte", "maxLength": 50},
            "x-y": {"type": "string"}, "namespace": {"type": "string"}, "my_field": {"type": "string"}, "a__b": {"type": "string"},
            "ss": set, "ml": map,
            "nul": {"type": "string", "nullable": true, "maxLength": 20}, "dflt": {"type": "string", "default": "x"},
        },
        "x-kubernetes-validations": [{"rule": rule}],
    }}})
}

fn objects() -> Vec<String> {
    let full = json!({
        "s": "abc", "t": "é", "u": "https://example.com:8080/a/b?q=1", "ip": "10.0.0.1", "i": 1, "j": 2, "n": 2.5, "b": true, "ios": 1,
        "l": ["a", "b"], "li": [1, 2, 3], "ln": [1.0, 0.5], "lo": [{"a": "p", "n": 1}, {"a": "q"}], "m": {"a": "x", "b": "y"},
        "o": {"a": "q", "b": 2}, "dt": "2024-01-02T03:04:05Z", "d": "2024-01-02", "du": "1h30m", "by": "aGVsbG8=", "x-y": "dash",
        "namespace": "ns", "my_field": "under", "a__b": "double", "nul": "nn",
        "ss": ["a", "b"], "ml": [{"k": "p"}, {"k": "q", "v": 1}],
    });
    let other = json!({
        "s": "x y", "t": "zz", "u": "http://[::1]/", "ip": "fe80::1", "i": 2, "j": 1, "n": 1, "b": false, "ios": "5%",
        "l": ["b", "a", "a"], "li": [3, 1], "ln": [2], "lo": [{"a": "q"}, {"n": 1}, {"a": "q", "n": -1}], "m": {"c": ""},
        "o": {}, "dt": "2023-12-31T23:59:59.5+02:00", "d": "2025-02-03", "du": "5s", "by": "", "x-y": "-", "namespace": "", "my_field": "",
        "a__b": "", "nul": null, "dflt": "y", "ss": ["b", "a"], "ml": [{"k": "q", "v": 0}],
    });
    let empty = json!({"s": "", "t": "", "i": 0, "j": 0, "n": 0, "ios": 0, "l": [], "li": [], "ln": [], "lo": [], "m": {}, "o": {"b": -1}});
    let bare = json!({});
    let odd = json!({
        "s": "1.5Gi", "t": "[", "u": "nonsense", "ip": "10.0.0.0/8", "i": -5, "j": 9223372036854775807_i64, "n": -0.5, "b": true, "ios": "1",
        "l": ["", "é"], "li": [-1], "ln": [1], "lo": [{}], "m": {"a": "x", "zz": "q"}, "o": {"a": "none", "b": 1},
        "dt": "2024-01-02T03:04:05Z", "d": "2024-01-02", "du": "-3ms", "by": "/w==", "nul": "",
    });
    [full, other, empty, bare, odd].iter().map(|spec| object(&json!({"spec": spec}))).collect()
}

/// What is known of a rule, by the first sign of its line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// Both sides agree on every object.
    Same,
    /// This program says of some object that it cannot tell.
    Open,
    /// The server does not compile it.
    Refused,
}

/// The rules whose errors on bytes that are no base64 for URLs are missed.
const BYTES: [&str; 2] = ["size(self.by) > 0", "self == self"];

#[test]
fn every_rule_is_evaluated_as_the_server_evaluates_it() {
    let mut oracle = Oracle::new("crd");
    let objects = objects();
    let (mut alarms, mut misses, mut other) = (Vec::new(), Vec::new(), Vec::new());
    let mut uncompiled = 0;
    for line in include_str!("rules.txt").lines() {
        let (sign, rule) = line.split_at(2);
        let known = match sign {
            "  " => Known::Same,
            "? " => Known::Open,
            "! " => Known::Refused,
            _ => panic!("{line} begins with no sign"),
        };
        let crd = crd(&schema(rule));
        let itself = ask_crd(&mut oracle, &crd);
        if itself.is_false_alarm() {
            alarms.push(format!("{rule}: {:?}", itself.ours));
        }
        uncompiled += usize::from(itself.is_miss());
        let answers = ask(&mut oracle, &crd, &objects);
        for (at, both) in answers.objects.iter().enumerate() {
            if both.is_false_alarm() {
                alarms.push(format!("{rule} [{at}]: {:?}", both.ours));
            }
            if both.is_miss() && !BYTES.contains(&rule) {
                misses.push(format!("{rule} [{at}]: {:?}", both.theirs));
            }
        }
        let seen = match answers.objects.iter().any(|both| both.open) {
            _ if !answers.refused.is_empty() => Known::Refused,
            true => Known::Open,
            false => Known::Same,
        };
        if seen != known {
            other.push(format!("{rule}: {seen:?} {:?}", answers.refused));
        }
    }
    assert!(alarms.is_empty(), "false alarms:\n{}", alarms.join("\n"));
    assert!(misses.is_empty(), "misses:\n{}", misses.join("\n"));
    // Types are not inferred here, and costs not estimated.
    assert_eq!(
        uncompiled, 11,
        "of the rules that the server does not compile, others are missed than before"
    );
    assert!(other.is_empty(), "not as rules.txt says:\n{}", other.join("\n"));
}
