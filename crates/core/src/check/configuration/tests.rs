//! What a configuration may say, and how it is refused.

use super::*;
use crate::check::rule::{Fixes, Rule, Severity};
use crate::check::severities::Severities;

static RULE: Rule = Rule {
    id: "TST001",
    name: "some-rule",
    summary: "",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0",
    page: "",
};

/// Reads the keys that all plugins have.
fn common(text: &[u8]) -> Result<Common, Vec<String>> {
    let read = read("c.yaml", text, |section| Common::take(section, &[&RULE]));
    read.map_err(|errors| errors.into_iter().map(|error| error.message).collect())
}

/// Reads what is wrong, and returns how it is told.
fn errors(text: &str) -> Vec<String> {
    common(text.as_bytes()).expect_err("it is wrong")
}

#[test]
fn everything_can_be_said() {
    let text = "paths: [deploy, 'a b']\nexclude:\n- vendor/\nseverities: {some-rule: off}\nfailOn: never\nbaseline: b.json\n";
    let common = common(text.as_bytes()).unwrap();
    let paths: Vec<&str> = common.paths.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(paths, ["deploy", "a b"]);
    assert_eq!(common.paths[1].place(), "c.yaml:1:17");
    assert_eq!(common.exclude.len(), 1);
    assert_eq!(common.severities.of("some-rule"), Some(None));
    assert_eq!(common.fail_on, Some("never"));
    assert_eq!(common.baseline.unwrap().text, "b.json");
}

#[test]
fn a_rule_goes_by_its_id_too() {
    let common = common(b"severities: {tst001: error}").unwrap();
    assert_eq!(common.severities.of("some-rule"), Some(Some(Severity::Error)));
}

#[test]
fn a_file_that_says_nothing_is_all_defaults() {
    for text in
        ["", "\n", "# only a comment\n", "---\n", "{}\n", "paths:\n# - deploy\nexclude:\n", "~\n", "\u{FEFF}"]
    {
        let common = common(text.as_bytes()).unwrap_or_else(|errors| panic!("{text:?}: {errors:?}"));
        assert!(common.paths.is_empty() && common.exclude.is_empty() && common.baseline.is_none());
        assert!(common.fail_on.is_none() && common.severities == Severities::default());
    }
}

#[test]
fn marks_line_ends_and_wide_characters_are_fine() {
    let fail_on = |bytes: &[u8]| common(bytes).unwrap().fail_on;
    assert_eq!(fail_on("\u{FEFF}paths: [a]\r\nfailOn: info\r\n".as_bytes()), Some("info"));
    let wide: Vec<u8> = "\u{FEFF}failOn: info\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fail_on(&wide), Some("info"));
}

#[test]
fn an_unknown_key_has_its_place_and_what_was_meant() {
    assert_eq!(
        errors("failOn: error\nseverites:\n  some-rule: off\n"),
        ["c.yaml:2:1: there is no key \"severites\"; did you mean \"severities\"?"]
    );
    assert_eq!(
        errors("fail-on: error\n"),
        ["c.yaml:1:1: there is no key \"fail-on\"; did you mean \"failOn\"?"]
    );
    assert_eq!(
        errors("ignore: [a]\n"),
        ["c.yaml:1:1: there is no key \"ignore\"; there are paths, exclude, severities, failOn, baseline"]
    );
}

#[test]
fn a_wrong_type_says_what_is_there() {
    for (text, told) in [
        ("paths: deploy\n", "c.yaml:1:8: paths takes a list, and this is a string"),
        ("paths: [{a: 1}]\n", "c.yaml:1:9: paths takes a text, and this is a map"),
        ("paths: [2024]\n", "c.yaml:1:9: paths takes a text, and this is an integer; put it in quotes"),
        ("baseline:\n", "c.yaml:1:10: baseline takes a text, and this is null"),
        ("failOn:\n", "c.yaml:1:8: failOn takes error, warning, info or never, and this is null"),
        ("paths: ['']\n", "c.yaml:1:9: paths takes a text, and this is empty"),
        ("paths: [~]\n", "c.yaml:1:9: paths takes a text, and this is null"),
        ("severities: [some-rule]\n", "c.yaml:1:13: severities takes a map, and this is a list"),
        ("baseline: [a]\n", "c.yaml:1:11: baseline takes a text, and this is a list"),
        ("- paths\n", "c.yaml:1:1: a configuration is a map, and this is a list"),
        ("paths\n", "c.yaml:1:1: a configuration is a map, and this is a string"),
    ] {
        assert_eq!(errors(text), [told]);
    }
}

#[test]
fn a_wrong_word_says_which_there_are() {
    for (text, told) in [
        ("failOn: warn\n", "c.yaml:1:9: failOn takes error, warning, info or never, and this is \"warn\""),
        ("failOn: [error]\n", "c.yaml:1:9: failOn takes error, warning, info or never, and this is a list"),
        (
            "severities: {some-rule: no}\n",
            "c.yaml:1:25: severities.some-rule takes error, warning, info or off, and this is \"no\"",
        ),
        (
            "severities: {some-rule: }\n",
            "c.yaml:1:24: severities.some-rule takes error, warning, info or off, and this is null",
        ),
    ] {
        assert_eq!(errors(text), [told]);
    }
}

#[test]
fn a_rule_must_be_one_and_be_named_once() {
    for (text, told) in [
        ("some-rul: off", "c.yaml:1:14: there is no rule \"some-rul\"; did you mean \"some-rule\"?"),
        ("x: off", "c.yaml:1:14: there is no rule \"x\"; the command `rules` lists them"),
        (
            "some-rule: off, TST001: error",
            "c.yaml:1:30: the severity of some-rule is set twice, by its name and its id",
        ),
    ] {
        assert_eq!(errors(&format!("severities: {{{text}}}\n")), [told]);
    }
}

#[test]
fn a_key_stands_once() {
    assert_eq!(
        errors("failOn: error\nfailOn: never\n"),
        ["c.yaml:2:1: the key \"failOn\" stands here again"]
    );
    assert!(!errors("severities:\n  some-rule: off\n  some-rule: error\n").is_empty());
}

#[test]
fn a_pattern_that_cannot_fit_is_refused() {
    assert_eq!(
        errors("exclude: ['a', '!b', '[']\n"),
        [
            "c.yaml:1:16: \"!b\" cannot be excluded: nothing is taken back with !; write only what is excluded",
            "c.yaml:1:22: \"[\" cannot be excluded: unclosed character class; missing ']'",
        ]
    );
}

#[test]
fn what_is_no_one_document_of_yaml_is_refused() {
    let broken = errors("paths: [a\n");
    assert!(
        broken.len() == 1 && broken[0].starts_with("c.yaml:1:8: the list that begins here is not closed"),
        "{broken:?}"
    );
    assert_eq!(
        errors("failOn: error\n---\nfailOn: never\n"),
        ["c.yaml:3:1: a configuration is one document, and another begins here"]
    );
    let template = errors("{{ if .Values.x }}\nfailOn: error\n{{ end }}\n");
    assert!(template[0].starts_with("c.yaml:1:1: "), "{template:?}");
}

#[test]
fn all_faults_are_told_in_the_order_of_the_file() {
    let told = errors("failon: error\nseverities: {x: y}\npaths: {}\n");
    let places: Vec<&str> = told.iter().map(|error| &error[..10]).collect();
    assert_eq!(places, ["c.yaml:1:1", "c.yaml:2:1", "c.yaml:3:8"]);
}

#[test]
fn anchors_and_merges_are_yaml_as_ever() {
    let common = common(b"exclude: &x [a]\npaths: *x\n").unwrap();
    assert_eq!(common.paths[0].text, "a");
}

type Nested = (Vec<String>, Option<bool>, Option<String>);

/// Reads maps within maps, as specs have them.
fn nested(text: &str) -> Result<Nested, Vec<String>> {
    let taken = read("c.yaml", text.as_bytes(), |section| {
        section.need("parts");
        let names = section.parts("parts", |part| {
            part.need("name");
            part.text("name").map(|word| word.text).unwrap_or_default()
        });
        let flag = section.part("part", |part| part.flag("set")).flatten();
        section.any("free");
        (names, flag, section.number("share").map(|word| word.text))
    });
    taken.map_err(|errors| errors.into_iter().map(|error| error.message).collect())
}

#[test]
fn maps_within_maps_are_asked_in_the_same_way() {
    let text = "parts: [{name: a}, {name: b}]\npart: {set: true}\nfree: {x: [1]}\nshare: 99.90\n";
    let names = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(nested(text), Ok((names, Some(true), Some("99.90".to_owned()))));
}

#[test]
fn what_is_wrong_within_has_its_place_as_well() {
    for (text, told) in [
        (
            "part: {set: 1}\n",
            vec![
                "c.yaml:1:1: the key \"parts\" is missing",
                "c.yaml:1:13: set takes true or false, and this is an integer",
            ],
        ),
        (
            "parts: [{nmae: a}]\n",
            vec![
                "c.yaml:1:9: the key \"name\" is missing",
                "c.yaml:1:10: there is no key \"nmae\"; did you mean \"name\"?",
            ],
        ),
        (
            "parts: {}\npart: 3\n",
            vec![
                "c.yaml:1:8: parts takes a list of maps, and this is a map",
                "c.yaml:2:7: part takes a map, and this is an integer",
            ],
        ),
        (
            "parts: [3]\nshare: '1'\n",
            vec![
                "c.yaml:1:9: an item of parts is a map, and this is an integer",
                "c.yaml:2:8: share takes a number, and this is a string",
            ],
        ),
        ("parts: [{name: a, name: b}]\n", vec!["c.yaml:1:19: the key \"name\" stands here again"]),
    ] {
        assert_eq!(nested(text).unwrap_err(), told, "{text}");
    }
}
