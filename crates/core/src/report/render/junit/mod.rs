//! Test results in the XML of JUnit, as GitLab, Jenkins, Azure and reporters for GitHub take them.
//!
//! There is no standard; what is written is what these read alike: suites, cases with `classname`, `name`, `file`, `line`
//! and `time`, and in them `failure`, `error` and `skipped`. A file is a suite. Each finding that fails is a failing case
//! of its own; a file without one is one passing case, so that a clean run is not an empty one, and other findings are
//! output. A file that has no object is skipped, a gap is an error.
//!
//! Services know a case again by class and name (GitLab keeps one of two that are called alike), so names have no line
//! numbers, which move, and what is called alike is numbered.

mod xml;

use std::collections::BTreeMap;
use std::io;

use super::mended::mended;
use super::{escape, place, summary};
use crate::report::finding::{FileCounts, Finding, Gap, Report};
use xml::Element;

/// The class of what belongs to no file.
const ELSEWHERE: &str = "elsewhere";

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let suites = suites(report);
    let sum = |of: fn(&Tally) -> usize| suites.iter().map(|suite| of(&suite.tally)).sum::<usize>();
    let all = Tally {
        tests: sum(|tally| tally.tests),
        failures: sum(|tally| tally.failures),
        errors: sum(|tally| tally.errors),
        skipped: sum(|tally| tally.skipped),
    };
    let mut root = all.onto(Element::new("testsuites").attribute("name", report.tool.name));
    for suite in suites {
        root = root.child(suite.element());
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    // Marks the file as ours, which a later run may replace.
    writeln!(out, "<!-- kubecheck/v1 -->")?;
    root.write(out)
}

/// How many cases ended how.
#[derive(Clone, Copy, Default)]
struct Tally {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Tally {
    fn onto(self, element: Element) -> Element {
        let Tally { tests, failures, errors, skipped } = self;
        let counts = [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)];
        let element = counts.iter().fold(element, |element, (name, count)| element.attribute(name, count));
        element.attribute("time", 0)
    }
}

/// A suite: its cases, and how they ended.
struct Suite {
    name: String,
    tally: Tally,
    properties: Vec<Element>,
    cases: Vec<Element>,
    output: Vec<String>,
}

impl Suite {
    fn new(name: &str) -> Self {
        let name = name.to_owned();
        Suite { name, tally: Tally::default(), properties: vec![], cases: vec![], output: vec![] }
    }

    fn element(self) -> Element {
        let mut suite = self.tally.onto(Element::new("testsuite").attribute("name", self.name));
        if !self.properties.is_empty() {
            suite = suite.child(self.properties.into_iter().fold(Element::new("properties"), Element::child));
        }
        suite = self.cases.into_iter().fold(suite, Element::child);
        if self.output.is_empty() {
            return suite;
        }
        suite.child(Element::new("system-out").text(self.output.join("\n\n")))
    }

    /// Adds the findings of a file: those that fail as cases, the others as output.
    fn findings(&mut self, findings: &[&Finding], report: &Report) {
        let mut names = BTreeMap::new();
        for finding in findings {
            if finding.severity < report.fail_on {
                self.output.push(format!("{}: {}", finding.severity, text(finding)));
                continue;
            }
            let failure = Element::new("failure")
                .attribute("type", finding.rule.name)
                .attribute("message", escape(&finding.message))
                .text(text(finding));
            let case = case(
                &self.name,
                &numbered(&mut names, name(finding)),
                finding.place.span.map(|span| span.start.line),
            );
            self.cases.push(case.child(failure));
            self.tally.tests += 1;
            self.tally.failures += 1;
        }
    }
}

/// Builds a suite for each file, in the order of the input, and one for what is in none.
fn suites(report: &Report) -> Vec<Suite> {
    let mut of_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        of_file.entry(finding.place.file.as_deref().unwrap_or_default()).or_default().push(finding);
    }
    let mut suites = Vec::new();
    for file in &report.files {
        suites.push(of(file, &of_file.remove(&*file.name).unwrap_or_default(), report));
    }
    for (name, findings) in of_file {
        let mut suite = Suite::new(if name.is_empty() { ELSEWHERE } else { shown(name) });
        suite.findings(&findings, report);
        suites.push(suite);
    }
    suites.extend((!report.gaps.is_empty()).then(|| gaps(&report.gaps)));
    suites.retain(|suite| suite.tally.tests > 0 || !suite.output.is_empty());
    suites
}

/// Builds the suite of a file.
fn of(file: &FileCounts, findings: &[&Finding], report: &Report) -> Suite {
    let mut suite = Suite::new(shown(&file.name));
    for (reason, count) in &file.skipped {
        let property = Element::new("property").attribute("name", format!("skipped.{reason}"));
        suite.properties.push(property.attribute("value", count));
    }
    suite.findings(findings, report);
    if suite.tally.failures > 0 {
        return suite;
    }
    suite.tally.tests += 1;
    let case = case(&suite.name, &format!("passes {}", report.tool.name), None);
    let case = if file.objects == 0 && findings.is_empty() {
        suite.tally.skipped += 1;
        case.child(Element::new("skipped").attribute("message", summary::nothing_in(&file.skipped)))
    } else {
        case
    };
    suite.cases.push(case);
    suite
}

fn gaps(gaps: &[Gap]) -> Suite {
    let mut suite = Suite::new("what could not be judged");
    let mut names = BTreeMap::new();
    for gap in gaps {
        let error = Element::new("error")
            .attribute("type", "gap")
            .attribute("message", escape(&gap.why))
            .text(summary::gap(gap));
        let name = numbered(&mut names, escape(&gap.what).into_owned());
        suite.cases.push(case("gaps", &name, None).child(error));
        suite.tally.tests += 1;
        suite.tally.errors += 1;
    }
    suite
}

/// Builds a case. Its class is the file: that is what GitLab shows as the suite.
fn case(file: &str, name: &str, line: Option<u32>) -> Element {
    let case = Element::new("testcase").attribute("name", name).attribute("classname", escape(file));
    let case = if matches!(file, ELSEWHERE | "gaps") { case } else { case.attribute("file", escape(file)) };
    let case = line.into_iter().fold(case, |case, line| case.attribute("line", line));
    case.attribute("time", 0)
}

/// Names a file as links to it do, without a ./ before it.
fn shown(name: &str) -> &str {
    place::file(name.strip_prefix("./").unwrap_or(name))
}

/// Names a finding by what stays as it is when lines move.
fn name(finding: &Finding) -> String {
    let at = &finding.place;
    let object = at.object.as_ref().map(place::object).filter(|object| object != "-");
    let mut name = finding.rule.name.to_owned();
    for (word, part) in [(" in ", object), (" at ", Some(at.pointer.clone())), (" of ", at.context.clone())] {
        if let Some(part) = part.filter(|part| !part.is_empty()) {
            name.push_str(word);
            name.push_str(&part);
        }
    }
    escape(&name).into_owned()
}

/// Puts a number behind what has been there before.
fn numbered(names: &mut BTreeMap<String, usize>, name: String) -> String {
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name} ({count})") }
}

/// Says everything about a finding: some services show only this text.
fn text(finding: &Finding) -> String {
    let mut lines = vec![format!("{}: {}", place::place(&finding.place), finding.message)];
    let template = finding.place.template.as_ref();
    lines.extend(template.map(|template| format!("template: {template}")));
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    match (&finding.fix, mended(finding)) {
        (Some(fix), Some(mended)) => {
            lines.push(format!("fix: {}", fix.title));
            lines.extend(mended.before.iter().map(|line| format!("- {line}")));
            lines.extend(mended.after.iter().map(|line| format!("+ {line}")));
        }
        (Some(fix), None) => lines.push(format!("fix: {}", fix.title)),
        (None, _) => {}
    }
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
