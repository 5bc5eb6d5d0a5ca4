//! What is written, held against the standard's own schema.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::*;
use crate::model::tree::Position;
use crate::report::render::testing;

/// A rule that the tool does not list.
static OF_THE_CORE: Rule = Rule {
    id: "KCK001",
    name: "of-the-core",
    summary: "found by the core",
    severity: Severity::Warning,
    fixes: crate::check::rule::Fixes::None,
    since: "0.1.0",
    page: "# of-the-core\n",
};

fn sarif(report: &Report) -> Value {
    let mut out = Vec::new();
    write(report, &mut out).expect("memory takes everything");
    serde_json::from_slice(&out).expect("output is JSON")
}

/// Reads the official schema, which the package serde-sarif carries beside its sources.
fn schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo ran these tests, so it is there");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package =
        packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is a dependency");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("it has a manifest"));
    let text =
        std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).expect("it is there");
    // A stray bracket in the pattern of `language` stands for itself in ECMAScript; stricter readers want it escaped.
    serde_json::from_str(&text.replace("{2}]?$", r"{2}\\]?$")).expect("it is JSON")
}

/// Builds a report that has everything a report can have.
fn everything() -> Report {
    let mut unsafe_fix = testing::wrong_group();
    let fix = unsafe_fix.fix.as_mut().expect("it has one");
    fix.safety = Safety::Unsafe;
    fix.edits.push(TextEdit { file: "dir/b c.yaml".into(), ..fix.edits[0].clone() });
    let mut shown_fix = testing::wrong_group();
    shown_fix.fix.as_mut().expect("it has one").safety = Safety::Display;
    let mut live = testing::deprecated();
    live.severity = Severity::Info;
    live.place = Place {
        context: Some("prod".to_owned()),
        pointer: "/spec".to_owned(),
        object: live.place.object,
        ..Place::default()
    };
    let mut bare = testing::deprecated();
    bare.place = Place { file: Some("-".into()), template: Some("t.yaml".to_owned()), ..Place::default() };
    bare.rule = &OF_THE_CORE;
    bare.message = "a\u{1b}[31m \"q\" {0} [x](1)".to_owned();
    let findings = vec![testing::wrong_group(), testing::deprecated(), unsafe_fix, shown_fix, live, bare];
    let mut report = testing::report(findings);
    report.gaps = vec![testing::gap(), Gap { needed_for: Vec::new(), ..testing::gap() }];
    report
}

#[test]
fn reports_are_valid_by_the_official_schema() {
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema()).expect("the schema is valid");
    for report in [everything(), testing::report(Vec::new()), Report::default()] {
        let sarif = sarif(&report);
        let errors: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    for (pointer, value) in [
        ("/runs/0/results/0/level", json!("bad")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
    ] {
        let mut broken = sarif(&everything());
        *broken.pointer_mut(pointer).expect("it is there") = value;
        assert!(!validator.is_valid(&broken), "the schema judges {pointer}");
    }
}

#[test]
fn other_tools_can_read_what_is_written() {
    let read: serde_sarif::sarif::Sarif = serde_json::from_value(sarif(&everything())).expect("it reads");
    assert_eq!(read.runs[0].results.as_ref().map(Vec::len), Some(6));
}

#[test]
fn a_result_has_its_place_its_object_and_its_fix() {
    let sarif = sarif(&testing::report(vec![testing::wrong_group()]));
    let region = json!({"startLine": 1, "startColumn": 13, "endLine": 1, "endColumn": 20});
    let object = json!([{"name": "x", "fullyQualifiedName": "ConfigMap/x", "kind": "object"}]);
    assert_eq!(
        sarif["runs"][0]["results"][0],
        json!({
            "ruleId": "wrong-group",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "ConfigMap is not in apps/v1; it is in v1\nhelp: write apiVersion: v1"},
            "locations": [{
                "physicalLocation": {"artifactLocation": {"uri": "a.yaml"}, "region": region},
                "logicalLocations": object,
            }],
            "relatedLocations": [{
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "a.yaml"},
                    "region": {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 16},
                },
                "logicalLocations": object,
                "message": {"text": "the kind is here"},
            }],
            "fixes": [{
                "description": {"text": "set apiVersion to v1"},
                "artifactChanges": [{
                    "artifactLocation": {"uri": "a.yaml"},
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": "v1"}}],
                }],
                "properties": {"safety": "safe"},
            }],
            "partialFingerprints": {"kubecheck/v1": "59eb1a1a8a079de29422af54f9b18137:1"},
            "properties": {"pointer": "/apiVersion", "document": 0},
        })
    );
}

#[test]
fn a_result_is_known_by_the_same_wherever_its_line_moves() {
    let mut moved = testing::wrong_group();
    moved.place.span.as_mut().expect("it has one").start.line = 7;
    let fingerprints = |findings: Vec<Finding>| {
        let sarif = sarif(&testing::report(findings));
        let results = sarif["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        let known = results.iter().map(|result| result["partialFingerprints"]["kubecheck/v1"].to_string());
        known.collect::<Vec<String>>()
    };
    let first = fingerprints(vec![testing::wrong_group()]);
    assert!(first[0].ends_with(":1\""), "{first:?}");
    assert_eq!(fingerprints(vec![moved.clone()]), first);
    let both = fingerprints(vec![testing::wrong_group(), moved]);
    assert_eq!(both[0], first[0]);
    assert_eq!(both[1], first[0].replace(":1\"", ":2\""));
}

#[test]
fn a_rule_brings_its_page_and_its_level() {
    let sarif = sarif(&testing::report(Vec::new()));
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["properties"], json!({"target": "1.36"}));
    let rule = &run["tool"]["driver"]["rules"][1];
    assert_eq!(rule["id"], "deprecated-version");
    assert_eq!(rule["defaultConfiguration"], json!({"level": "warning"}));
    assert_eq!(rule["help"]["markdown"], testing::DEPRECATED.page);
    assert_eq!(rule["properties"], json!({"id": "GVK011", "since": "0.1.0"}));
}

#[test]
fn gaps_make_a_run_unsuccessful() {
    let mut report = testing::report(Vec::new());
    assert_eq!(sarif(&report)["runs"][0]["invocations"], json!([{"executionSuccessful": true}]));
    report.gaps.push(testing::gap());
    assert_eq!(
        sarif(&report)["runs"][0]["invocations"],
        json!([{
            "executionSuccessful": false,
            "toolExecutionNotifications": [{
                "level": "warning",
                "message": {"text": "b.yaml: permission denied"},
                "properties": {"neededFor": ["wrong-group"]},
            }],
        }])
    );
}

/// GitHub refuses regions without a line, and files without a name.
#[test]
fn code_scanning_finds_a_file_and_a_line() {
    let mut whole = testing::wrong_group();
    whole.place.span = None;
    let mut block = testing::wrong_group();
    block.place.span.as_mut().expect("it has one").end = Position { line: 4, column: 1 };
    for (finding, line) in [(whole, 1), (block, 1)] {
        let sarif = sarif(&testing::report(vec![finding]));
        let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a.yaml");
        assert_eq!(place["region"]["startLine"], line);
    }
}
