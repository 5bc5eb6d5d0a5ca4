//! What is written, read back by a parser, and held against what services read.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::*;
use crate::check::rule::Severity;
use crate::report::render::testing;

fn junit(report: &Report) -> String {
    let mut out = Vec::new();
    write(report, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("output is UTF-8")
}

fn cases<'d>(document: &'d Document<'_>) -> Vec<Node<'d, 'd>> {
    document.descendants().filter(|node| node.has_tag_name("testcase")).collect()
}

/// A report of everything: failing, clean, skipped and unread files, and what is in none.
fn everything() -> Report {
    let mut live = testing::wrong_group();
    live.place.file = None;
    live.place.context = Some("prod".to_owned());
    let mut report = testing::report(vec![testing::wrong_group(), testing::deprecated(), live]);
    let mut values = testing::file("./values.yaml", 0);
    values.skipped.insert("not-kubernetes", 1);
    let mut clean = testing::file("clean.yaml", 3);
    clean.skipped.insert("ignored", 2);
    report.files.extend([clean, values]);
    report.gaps.push(testing::gap());
    report
}

#[test]
fn files_are_suites_and_findings_cases() {
    assert_eq!(
        junit(&everything()),
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!-- kubecheck/v1 -->
<testsuites name=\"gvkcheck\" tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"1\" time=\"0\">
  <testsuite name=\"a.yaml\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">
    <testcase name=\"wrong-group in ConfigMap/x at /apiVersion\" classname=\"a.yaml\" file=\"a.yaml\" line=\"1\" time=\"0\">
      <failure type=\"wrong-group\" message=\"ConfigMap is not in apps/v1; it is in v1\">a.yaml:1:13: ConfigMap is not in apps/v1; it is in v1
help: write apiVersion: v1
fix: set apiVersion to v1
- apiVersion: apps/v1
+ apiVersion: v1</failure>
    </testcase>
    <system-out>warning: a.yaml:7:13: policy/v1beta1 PodDisruptionBudget is deprecated since 1.21</system-out>
  </testsuite>
  <testsuite name=\"clean.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">
    <properties>
      <property name=\"skipped.ignored\" value=\"2\"/>
    </properties>
    <testcase name=\"passes gvkcheck\" classname=\"clean.yaml\" file=\"clean.yaml\" time=\"0\"/>
  </testsuite>
  <testsuite name=\"values.yaml\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"0\">
    <properties>
      <property name=\"skipped.not-kubernetes\" value=\"1\"/>
    </properties>
    <testcase name=\"passes gvkcheck\" classname=\"values.yaml\" file=\"values.yaml\" time=\"0\">
      <skipped message=\"no object in it: 1 other document\"/>
    </testcase>
  </testsuite>
  <testsuite name=\"elsewhere\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">
    <testcase name=\"wrong-group in ConfigMap/x at /apiVersion of prod\" classname=\"elsewhere\" line=\"1\" time=\"0\">
      <failure type=\"wrong-group\" message=\"ConfigMap is not in apps/v1; it is in v1\">prod:/apiVersion: ConfigMap is not in apps/v1; it is in v1
help: write apiVersion: v1
fix: set apiVersion to v1</failure>
    </testcase>
  </testsuite>
  <testsuite name=\"what could not be judged\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0\">
    <testcase name=\"b.yaml\" classname=\"gaps\" time=\"0\">
      <error type=\"gap\" message=\"permission denied\">b.yaml: permission denied (needed for wrong-group)</error>
    </testcase>
  </testsuite>
</testsuites>
"
    );
}

#[test]
fn what_does_not_fail_the_run_is_output_of_a_passing_case() {
    let mut report = testing::report(vec![testing::deprecated()]);
    let text = junit(&report);
    let document = Document::parse(&text).expect("it is well-formed");
    assert_eq!(document.root_element().attribute("failures"), Some("0"));
    assert_eq!(cases(&document).len(), 1);
    report.fail_on = Severity::Warning;
    assert!(junit(&report).contains("<failure type=\"deprecated-version\""));
}

#[test]
fn cases_are_known_again_when_lines_move_and_never_called_alike() {
    let mut moved = testing::wrong_group();
    moved.place.span = Some(testing::span(40, 13, 20));
    let text = junit(&testing::report(vec![testing::wrong_group(), testing::wrong_group()]));
    let document = Document::parse(&text).expect("it is well-formed");
    let names: Vec<_> = cases(&document).iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, [name(&moved), format!("{} (2)", name(&moved))]);
}

/// The elements and attributes that readers know, with what must stand in each: those of Surefire's schema
/// (`surefire-test-report.xsd`), and `file` and `line`, which GitLab and reporters for GitHub read beyond it.
#[test]
fn nothing_is_written_that_services_do_not_read() {
    let known: BTreeMap<&str, (&[&str], &[&str])> = BTreeMap::from([
        ("testsuites", (&["name", "tests", "failures", "errors", "skipped", "time"][..], &["testsuite"][..])),
        (
            "testsuite",
            (
                &["name", "tests", "failures", "errors", "skipped", "time"],
                &["properties", "testcase", "system-out"],
            ),
        ),
        ("properties", (&[], &["property"])),
        ("property", (&["name", "value"], &[])),
        ("testcase", (&["name", "classname", "file", "line", "time"], &["failure", "error", "skipped"])),
        ("failure", (&["type", "message"], &[])),
        ("error", (&["type", "message"], &[])),
        ("skipped", (&["message"], &[])),
        ("system-out", (&[], &[])),
    ]);
    let text = junit(&everything());
    let document = Document::parse(&text).expect("it is well-formed");
    for node in document.descendants().filter(Node::is_element) {
        let (attributes, children) = known[node.tag_name().name()];
        assert!(node.attributes().all(|attribute| attributes.contains(&attribute.name())), "{node:?}");
        let order = node.children().filter(Node::is_element).map(|child| {
            children.iter().position(|known| *known == child.tag_name().name()).expect("it may stand there")
        });
        assert!(order.is_sorted(), "{node:?}");
    }
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
        let counted = |name| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        for (attribute, name) in
            [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
        {
            assert_eq!(suite.attribute(attribute), Some(&*counted(name)), "{suite:?}");
        }
    }
}

#[test]
fn others_text_is_neither_markup_nor_control() {
    let hostile = "</failure>&lt;\"']]>\u{1b}[31m\u{0}\u{fffe}\u{202e}\r\n<!-- -->";
    let mut finding = testing::wrong_group();
    finding.message = hostile.to_owned();
    finding.help = Some(hostile.to_owned());
    finding.place.file = Some(hostile.into());
    finding.place.object.as_mut().expect("it has one").name = Some(hostile.to_owned());
    let mut report = testing::report(vec![finding]);
    report.files = vec![testing::file(hostile, 1)];
    let text = junit(&report);
    let document = Document::parse(&text).expect("it is well-formed");
    let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("it is there");
    let expected = escape(hostile).replace('\u{fffe}', "\u{fffd}");
    assert_eq!(failure.attribute("message"), Some(&*expected));
    assert_eq!(failure.parent().and_then(|case| case.attribute("file")), Some(&*expected));
    assert!(failure.text().expect("it has one").contains(&format!("\nhelp: {expected}\n")));
}
