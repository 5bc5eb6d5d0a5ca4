//! Workflow commands: what a GitHub runner turns into annotations.
//!
//! The escapes are those of the runner: `%`, carriage return and newline everywhere, `:` and `,` in properties too.

use std::io;

use super::{escape, place, summary};
use crate::check::rule::Severity;
use crate::report::finding::{Finding, Report};

/// Writes a command for each finding and each gap, then the summary, which is no command.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &report.findings {
        let properties = properties(finding);
        writeln!(out, "::{} {properties}::{}", command(finding.severity), message(&text(finding)))?;
    }
    for gap in &report.gaps {
        writeln!(out, "::warning title=gap::{}", message(&summary::gap(gap)))?;
    }
    writeln!(out, "{}", summary::summary(report, false))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// Builds the properties: the range if the place is in a file of the repository, and the rule.
fn properties(finding: &Finding) -> String {
    let mut properties = Vec::new();
    let file = finding.place.file.as_deref().filter(|&name| name != "-");
    if let Some(name) = file {
        properties.push(format!("file={}", property(&escape(name))));
    }
    if let (Some(_), Some(span)) = (file, finding.place.span) {
        properties.push(format!("line={},endLine={}", span.start.line, span.end.line));
        // Columns of a range over several lines are refused.
        if span.start.line == span.end.line {
            properties.push(format!("col={},endColumn={}", span.start.column, span.end.column));
        }
    }
    properties.push(format!("title={}", property(finding.rule.name)));
    properties.join(",")
}

/// Returns the message, with the place where the annotation itself cannot show it, and what to do.
fn text(finding: &Finding) -> String {
    let mut text = match finding.place.file.as_deref() {
        None | Some("-") => format!("{}: {}", place::place(&finding.place), finding.message),
        Some(_) => finding.message.clone(),
    };
    if let Some(help) = &finding.help {
        text.push_str(&format!(" (help: {help})"));
    }
    escape(&text).into_owned()
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing;

    fn commands(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("output is UTF-8")
    }

    #[test]
    fn findings_and_gaps_are_commands_and_the_summary_is_not() {
        let mut report = testing::report(vec![testing::wrong_group(), testing::deprecated()]);
        report.gaps.push(testing::gap());
        assert_eq!(
            commands(&report),
            "\
::error file=a.yaml,line=1,endLine=1,col=13,endColumn=20,title=wrong-group::ConfigMap is not in apps/v1; \
             it is in v1 (help: write apiVersion: v1)
::warning file=a.yaml,line=7,endLine=7,col=13,endColumn=27,title=deprecated-version::policy/v1beta1 \
             PodDisruptionBudget is deprecated since 1.21
::warning title=gap::b.yaml: permission denied (needed for wrong-group)
1 file, 1 object at Kubernetes 1.36: 1 error, 1 warning; 1 gap
"
        );
    }

    #[test]
    fn others_text_cannot_become_a_command_or_a_property() {
        let mut finding = testing::deprecated();
        finding.severity = Severity::Info;
        finding.place.file = Some("a,b:c%.yaml".into());
        finding.message = "100%\n::error::x".to_owned();
        let text = commands(&testing::report(vec![finding]));
        let line = text.lines().next().expect("there is one");
        assert!(line.starts_with("::notice file=a%2Cb%3Ac%25.yaml,line=7,"), "{line}");
        assert!(line.ends_with("::100%25\\n::error::x"), "{line}");
    }

    #[test]
    fn what_is_in_no_file_says_its_place_in_the_message() {
        let mut finding = testing::deprecated();
        finding.place.file = Some("-".into());
        finding.message = "m".to_owned();
        let text = commands(&testing::report(vec![finding]));
        assert!(text.starts_with("::warning title=deprecated-version::<stdin>:7:13: m\n"), "{text}");
    }
}
