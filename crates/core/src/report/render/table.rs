//! Findings as rows, one each, and the end that says what was judged.

use std::io;

use super::paint::{self, paint};
use super::{Style, escape, place, snippet, summary};
use crate::report::finding::{Finding, Report};

const COLUMNS: [&str; 5] = ["PLACE", "SEVERITY", "RULE", "OBJECT", "MESSAGE"];
const WIDE: [&str; 8] = ["PLACE", "SEVERITY", "RULE", "ID", "OBJECT", "POINTER", "MESSAGE", "HELP"];

/// Writes the findings as rows, then the gaps and the summary.
pub(super) fn write(report: &Report, wide: bool, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    if style.snippets && !wide {
        for finding in &report.findings {
            writeln!(out, "{}\n", snippet::block(finding, style))?;
        }
    } else if !report.findings.is_empty() {
        let columns: &[&str] = if wide { &WIDE } else { &COLUMNS };
        let row = if wide { wide_row } else { row };
        let rows: Vec<Vec<String>> = report.findings.iter().map(row).collect();
        let text = super::table(columns, &rows, style);
        let text = if style.color { colored(&text, &report.findings, &rows) } else { text };
        out.write_all(text.as_bytes())?;
        writeln!(out)?;
    }
    for gap in summary::gaps(report, style.color) {
        writeln!(out, "{gap}")?;
    }
    writeln!(out, "{}", summary::summary(report, style.color))
}

/// Colours the severities of a laid out table: the layout knows nothing of colours.
fn colored(text: &str, findings: &[Finding], rows: &[Vec<String>]) -> String {
    let mut rest = findings.iter().zip(rows).peekable();
    let mut colored = String::with_capacity(text.len() + findings.len() * 16);
    for line in text.lines() {
        let parts = rest.peek().and_then(|(finding, row)| {
            let after = line.strip_prefix(&*escape(&row[0]))?;
            let tail = after.trim_start().strip_prefix(finding.severity.name())?;
            Some((finding.severity, tail))
        });
        match parts {
            Some((severity, tail)) => {
                let head = &line[..line.len() - tail.len() - severity.name().len()];
                colored.push_str(head);
                colored.push_str(&paint(severity.name(), paint::severity(severity), true));
                colored.push_str(tail);
                rest.next();
            }
            None => colored.push_str(line),
        }
        colored.push('\n');
    }
    colored
}

fn row(finding: &Finding) -> Vec<String> {
    vec![
        place::place(&finding.place),
        finding.severity.name().to_owned(),
        finding.rule.name.to_owned(),
        object(finding),
        finding.message.clone(),
    ]
}

fn wide_row(finding: &Finding) -> Vec<String> {
    vec![
        place::place(&finding.place),
        finding.severity.name().to_owned(),
        finding.rule.name.to_owned(),
        finding.rule.id.to_owned(),
        object(finding),
        pointer(finding),
        finding.message.clone(),
        help(finding),
    ]
}

fn object(finding: &Finding) -> String {
    finding.place.object.as_ref().map_or_else(|| "-".to_owned(), place::object)
}

fn pointer(finding: &Finding) -> String {
    if finding.place.pointer.is_empty() { "-".to_owned() } else { finding.place.pointer.clone() }
}

/// Says what mends the finding: the fix if there is one, else the help.
fn help(finding: &Finding) -> String {
    match (&finding.fix, &finding.help) {
        (Some(fix), _) => format!("fix: {}", fix.title),
        (None, Some(help)) => help.clone(),
        (None, None) => "-".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing;

    fn table(report: &Report, wide: bool, style: &Style) -> String {
        let mut out = Vec::new();
        write(report, wide, style, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("output is UTF-8")
    }

    #[test]
    fn a_row_a_finding_then_gaps_then_the_summary() {
        let mut report = testing::report(vec![testing::wrong_group(), testing::deprecated()]);
        report.gaps.push(testing::gap());
        assert_eq!(
            table(&report, false, &Style::default()),
            "\
PLACE         SEVERITY   RULE                 OBJECT                         MESSAGE
a.yaml:1:13   error      wrong-group          ConfigMap/x                    ConfigMap is not in apps/v1; it is in v1
a.yaml:7:13   warning    deprecated-version   shop/PodDisruptionBudget/web   policy/v1beta1 PodDisruptionBudget is deprecated since 1.21

gap: b.yaml: permission denied (needed for wrong-group)
1 file, 1 object at Kubernetes 1.36: 1 error, 1 warning; 1 gap
"
        );
    }

    #[test]
    fn wide_adds_the_id_the_pointer_and_what_to_do() {
        let report = testing::report(vec![testing::wrong_group()]);
        let text = table(&report, true, &Style { headers: false, ..Style::default() });
        assert_eq!(
            text.lines().next().expect("there is a row"),
            "a.yaml:1:13   error   wrong-group   GVK001   ConfigMap/x   /apiVersion   \
             ConfigMap is not in apps/v1; it is in v1   fix: set apiVersion to v1"
        );
    }

    #[test]
    fn a_clean_report_is_its_summary() {
        let text = table(&testing::report(Vec::new()), false, &Style::default());
        assert_eq!(text, "1 file, 1 object at Kubernetes 1.36: no findings\n");
    }

    #[test]
    fn colours_touch_the_severity_only() {
        let report = testing::report(vec![testing::wrong_group(), testing::deprecated()]);
        let style = Style { color: true, width: Some(110), ..Style::default() };
        let colored = table(&report, false, &style);
        assert!(
            colored.contains("a.yaml:1:13   \u{1b}[1m\u{1b}[91merror\u{1b}[0m      wrong-group"),
            "{colored}"
        );
        assert!(
            colored.contains("a.yaml:7:13   \u{1b}[1m\u{1b}[33mwarning\u{1b}[0m    deprecated"),
            "{colored}"
        );
        let plain = table(&report, false, &Style { color: false, ..style });
        let stripped = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[91m", "\u{1b}[33m"]
            .iter()
            .fold(colored, |text, code| text.replace(code, ""));
        assert_eq!(stripped, plain);
    }

    #[test]
    fn a_terminal_shows_blocks_instead_of_rows() {
        let report = testing::report(vec![testing::deprecated()]);
        assert_eq!(
            table(&report, false, &Style { snippets: true, ..Style::default() }),
            "\
warning[deprecated-version]: policy/v1beta1 PodDisruptionBudget is deprecated since 1.21
 --> a.yaml:7:13
  |
7 | apiVersion: policy/v1beta1
  |             ^^^^^^^^^^^^^^
  |
  = in: shop/PodDisruptionBudget/web

1 file, 1 object at Kubernetes 1.36: 1 warning
"
        );
    }
}
