//! kubectl's answers: each was printed by cli-runtime's JSONPath printer (k8s.io/cli-runtime v0.36.3, client-go
//! v0.36.3) for the same template and document. None means that kubectl refuses the template.

use serde_json::Value;

use super::Template;

const DOCUMENT: &str = r#"{
  "apiVersion": "v1", "kind": "List", "none": null, "num": 42, "float": 2.5, "text": "hé",
  "items": [
    {"name": "a", "n": 1, "ok": true, "tags": ["x", "y", "z"], "labels": {"app.kubernetes.io/name": "web"}},
    {"name": "b", "n": 2, "ok": false, "tags": [], "labels": {"a.b": "c"}},
    {"name": "<c>", "n": 3, "ok": true, "tags": ["q"], "nested": {"name": "deep", "size": 1.5}}
  ],
  "numbers": [1000000.5, 1e21, 0.00000012, -0.5, 100000.25, 9223372036854775807, 12345678901234567890],
  "odd": {"z": 1, "a": ["<&>", "\u2028", "\u0001\b\f\n"], "m": {"x": 1e21, "y": 1.2e-7}}
}"#;

type Answers = &'static [(&'static str, Option<&'static str>)];

const PATHS: Answers = &[
    ("{.kind}", Some("List")),
    ("{$.kind}", Some("List")),
    ("{@.kind}", Some("List")),
    ("{kind}", None),
    ("{.items[0].name}", Some("a")),
    ("{.items[*].name}", Some("a b <c>")),
    ("{.items[0]['name','n']}", Some("a 1")),
    (r#"{.items[0].labels.app\.kubernetes\.io/name}"#, Some("web")),
    (r#"{.items[0].labels['app\.kubernetes\.io/name']}"#, Some("web")),
    ("{.items[0].labels['app.kubernetes.io/name']}", Some("")),
    (r#"{.items[1].labels.a\.b}"#, Some("c")),
    ("{.missing}", Some("")),
    ("{.missing.deeper[0]}", Some("")),
    ("{.items[*].missing}", Some("")),
    ("{.items.name}", Some("")),
    ("{.kind.name}", Some("")),
    ("{.}", Some("")),
    ("{.items[0].tags.*}", Some("x y z")),
    ("{.text.*}", Some("104 195 169")),
    ("{.items[*].tags[*]}", Some("x y z")),
];

const INDICES: Answers = &[
    ("{.items[0].tags[1]}", Some("y")),
    ("{.items[0].tags[-1]}", Some("z")),
    ("{.items[0].tags[-3]}", Some("x")),
    ("{.items[0].tags[0:2]}", Some("x y")),
    ("{.items[0].tags[0:3:2]}", Some("x z")),
    ("{.items[0].tags[::2]}", Some("x z")),
    ("{.items[0].tags[1:]}", Some("y z")),
    ("{.items[0].tags[:-1]}", Some("x y")),
    ("{.items[0].tags[:]}", Some("x y z")),
    ("{.items[0].tags[]}", Some("x")),
    ("{.items[0].tags[0,2]}", Some("x z")),
    ("{.items[0].tags[0, -1]}", Some("x z")),
    ("{.items[0].tags[1:1]}", Some("")),
    ("{.items[0].tags[3]}", None),
    ("{.items[0].tags[-4]}", None),
    ("{.items[0].tags[0:4]}", None),
    ("{.items[0].tags[2:1]}", None),
    ("{.items[0].tags[0:2:0]}", None),
    ("{.items[1].tags[*]}", Some("")),
    ("{.items[1].tags[0]}", None),
    ("{.kind[0]}", None),
    ("{.odd[0]}", None),
    ("{.none[0]}", Some("")),
];

const FILTERS: Answers = &[
    (r#"{.items[?(@.name=="b")].n}"#, Some("2")),
    ("{.items[?(@.name=='b')].n}", Some("2")),
    (r#"{.items[?(@.name != "b")].n}"#, Some("1 3")),
    ("{.items[?(@.n>1)].name}", Some("b <c>")),
    ("{.items[?(@.n>=2)].name}", Some("b <c>")),
    ("{.items[?(@.n<2)].name}", Some("a")),
    ("{.items[?(@.n <= 2)].name}", Some("a b")),
    ("{.items[?(@.ok==true)].name}", Some("a <c>")),
    ("{.items[?(@.nested)].name}", Some("<c>")),
    (r#"{.items[?(@.nested.name=="deep")].name}"#, Some("<c>")),
    ("{.items[?(@.nested.size==1.5)].name}", Some("<c>")),
    ("{.items[?(@.nested.size==1)].name}", None),
    ("{.items[?(@.tags[0])].name}", Some("a b <c>")),
    (r#"{.items[?(@.tags[0]=="q")].name}"#, None),
    ("{.items[?(@.tags[5])].name}", Some("a b <c>")),
    (r#"{.items[?(@.name=="x)]")].name}"#, Some("")),
    (r#"{.items[?(@.name=="<c>")].n}"#, Some("3")),
    (r#"{.items[0].tags[?(@>"x")]}"#, Some("y z")),
    (r#"{.items[0].tags[?(@=="x")]}"#, Some("x")),
    (r#"{.items[?(@.n=="1")].name}"#, None),
    ("{.items[?(@.ok<true)].name}", None),
    (r#"{.items[?(@.tags=="x")].name}"#, None),
    (r#"{.items[?(@.tags[*]=="x")].name}"#, None),
    ("{.items[?(@.n=1)].name}", None),
    ("{.items[?(1==1)].name}", Some("a b <c>")),
    ("{.kind[?(@.a)]}", None),
];

const BELOW: Answers = &[
    ("{..name}", Some("a b <c> deep")),
    ("{..nested.name}", Some("deep")),
    ("{.items[2]..name}", Some("<c> deep")),
    ("{..size}", Some("1.5")),
    ("{.items[0].tags..}", Some(r#"["x","y","z"] x y z"#)),
    ("{...kind}", Some("List")),
    ("{....kind}", None),
    ("{..*}", None),
    (
        "{.odd.a..}",
        Some("[\"\\u003c\\u0026\\u003e\",\"\\u2028\",\"\\u0001\\b\\f\\n\"] <&> \u{2028} \u{1}\u{8}\u{c}\n"),
    ),
];

const RANGES: Answers = &[
    (r#"{range .items[*]}{.name}{"\n"}{end}"#, Some("a\nb\n<c>\n")),
    ("{range .items[*]}{.name}={.n} {end}", Some("a=1 b=2 <c>=3 ")),
    ("{range .items}{.name}{end}", Some("")),
    ("{range .items[*]}{.name}:{range .tags[*]}{@},{end};{end}", Some("a:x,y,z,;b:;<c>:q,;")),
    ("{range .items[*]}[{range .missing[*]}{.x}no{end}]{end}", Some("[][][]")),
    ("{range .missing[*]}{.x}no{end}after", Some("after")),
    ("{range .items[*]}{.name}", Some("ab<c>")),
    ("{range .items[*]}{.missing}-{end}{.kind}", Some("---List")),
    ("{range .items[*]['name','n']}<{@}>{end}", Some("<a><b><<c>><1><2><3>")),
    (r#"{range .items[?(@.n>1)]}{.name}{"\t"}{end}"#, Some("b\t<c>\t")),
    ("{end}", None),
    ("{range .items[*]}{end}{end}", None),
];

const TEXT: Answers = &[
    ("a{.kind}b", Some("aListb")),
    (r#"{"a\tb\n"}{'c'}"#, Some("a\tb\nc")),
    (r#"{"say \"x\""}"#, Some(r#"say "x""#)),
    (r#"{.kind "x"}"#, Some("x")),
    (r#"{"\u00e9\x41\101"}"#, Some("éAA")),
    (r#"{"\q"}"#, None),
    ("{42}{-1.5}{true}", Some("42-1.5true")),
    ("{.num} {.float} {.text} {.none} {.items[0].ok}", Some("42 2.5 hé null true")),
    ("{.items[*].n}{.items[*].ok}", Some("1 2 3true false true")),
];

const VALUES: Answers = &[
    (
        "{.odd}",
        Some(r#"{"a":["\u003c\u0026\u003e","\u2028","\u0001\b\f\n"],"m":{"x":1e+21,"y":1.2e-7},"z":1}"#),
    ),
    ("{.items[0].labels}", Some(r#"{"app.kubernetes.io/name":"web"}"#)),
    ("{.items[0].tags}", Some(r#"["x","y","z"]"#)),
    ("{.items[1]['tags','labels']}", Some(r#"[] {"a.b":"c"}"#)),
    (
        "{.numbers[*]}",
        Some("1.0000005e+06 1e+21 1.2e-07 -0.5 100000.25 9223372036854775807 1.2345678901234567e+19"),
    ),
    ("{.numbers}", Some("[1000000.5,1e+21,1.2e-7,-0.5,100000.25,9223372036854775807,12345678901234567000]")),
    ("{.odd.m.x} {.odd.m.y}", Some("1e+21 1.2e-07")),
];

const MISTAKES: Answers = &[
    ("{.kind", None),
    ("{", None),
    (r#"{"x}"#, None),
    ("{.items[}", None),
    ("{.items[0}", None),
    ("{.items[a]}", None),
    (r#"{.items["name"]}"#, None),
    ("{.items[1:2:3:4]}", None),
    ("{.items[-]}", None),
    ("{.items[?(@.n==)]}", None),
    ("{.items[?(@.n==1)}", None),
    ("{.items[?(@.n==1]}", None),
    ("{.items[?(@.n<>1)].name}", None),
    ("{foo}", None),
    ("{(}", None),
    ("{1.2.3}", None),
    ("{.items[?(@.a==abc)]}", Some("")),
    ("{.items[*]}{range}{nope}{end}", None),
];

fn evaluate(template: &str) -> Option<String> {
    let document: Value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    Template::parse(template).ok()?.evaluate(&document).ok()
}

fn compare(answers: Answers) {
    for (template, answer) in answers {
        assert_eq!(evaluate(template).as_deref(), *answer, "{template}");
    }
}

#[test]
fn paths() {
    compare(PATHS);
}

#[test]
fn indices_and_slices() {
    compare(INDICES);
}

#[test]
fn filters() {
    compare(FILTERS);
}

#[test]
fn everything_below() {
    compare(BELOW);
}

#[test]
fn ranges() {
    compare(RANGES);
}

#[test]
fn text_outside_and_inside_of_braces() {
    compare(TEXT);
}

#[test]
fn mappings_lists_and_numbers() {
    compare(VALUES);
}

#[test]
fn mistakes_are_refused() {
    compare(MISTAKES);
}

#[test]
fn a_path_needs_no_braces() {
    for template in [".items[0].name", "items[0].name", "$.items[0].name", "@.items[0].name"] {
        assert_eq!(evaluate(template).as_deref(), Some("a"), "{template}");
    }
}

#[test]
fn a_null_is_passed_over_in_comparisons() {
    let document = serde_json::json!({"list": [{"a": null}, {"a": "x"}]});
    let template = Template::parse(r#"{.list[?(@.a=="x")]}"#).expect("it parses");
    assert_eq!(template.evaluate(&document).as_deref(), Ok(r#"{"a":"x"}"#));
}

#[test]
fn a_range_over_nothing_is_nothing() {
    assert_eq!(evaluate("{range .missing[*]}{[0]}{[?(@.a)]}{end}after").as_deref(), Some("after"));
}

#[test]
fn mistakes_are_told_in_words() {
    for (template, message) in [
        ("{.kind", "a brace is not closed on its line"),
        ("{.items[a]}", "\"a\" is no index"),
        ("{(}", "the character '(' means nothing here"),
    ] {
        assert_eq!(Template::parse(template).expect_err(template).to_string(), message);
    }
    let document: Value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    for (template, message) in [
        ("{kind}", "\"kind\" is no word of templates; a key is written .kind"),
        ("{.items[7]}", "the index 7 is not in a list of 3"),
        ("{.kind[0]}", "a string is no list, so it has no index"),
        ("{.items[?(@.n==\"1\")]}", "a number and a string cannot be compared"),
        ("{end}", "there is an {end} without a {range}"),
    ] {
        let template = Template::parse(template).expect("it parses");
        assert_eq!(template.evaluate(&document).expect_err("it cannot work").to_string(), message);
    }
}
