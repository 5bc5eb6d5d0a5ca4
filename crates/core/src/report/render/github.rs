//! Workflow commands: what a GitHub runner turns into annotations.
//!
//! The escapes are those of the runner: `%`, carriage return and newline everywhere, `:` and `,` in properties too. An
//! annotation is text, without the buttons that a reviewer's suggestion has; so the mended line is shown as text. Nothing
//! is written to `$GITHUB_STEP_SUMMARY`: that file is the job's, and `-o markdown` gives what may be appended to it.

use std::io;

use super::mended::mended;
use super::{escape, place, summary};
use crate::check::rule::Severity;
use crate::report::finding::{Finding, Fix, Report, Safety};

/// How many annotations of a kind GitHub takes from one step (`docs/problem-matchers.md` of actions/toolkit). It drops the
/// others without a word; the log still has them.
const MOST: usize = 10;

/// Writes a command for each finding and each gap, then the summary, which is no command. What GitHub will not show is
/// told first, while there is room for it.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    if let Some(dropped) = dropped(report) {
        writeln!(out, "::notice title={}::{}", property(report.tool.name), message(&dropped))?;
    }
    for finding in &report.findings {
        let properties = properties(finding);
        writeln!(out, "::{} {properties}::{}", command(finding.severity), message(&text(finding)))?;
    }
    for gap in &report.gaps {
        writeln!(out, "::warning title=gap::{}", message(&summary::gap(gap)))?;
    }
    writeln!(out, "{}", summary::summary(report, false))
}

/// Says how many annotations GitHub will drop, if any.
fn dropped(report: &Report) -> Option<String> {
    let warnings = report.count(Severity::Warning) + report.gaps.len();
    let counts = [
        (report.count(Severity::Error), "errors"),
        (warnings, "warnings"),
        (report.count(Severity::Info), "notices"),
    ];
    let over: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > MOST)
        .map(|(count, noun)| format!("{count} {noun}"))
        .collect();
    (!over.is_empty()).then(|| {
        let over = over.join(" and ");
        format!(
            "{over} were found; GitHub shows {MOST} of a kind as annotations, the log of this step has all"
        )
    })
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
        // Annotations are matched with the paths of a diff, which have no ./ before them.
        properties.push(format!("file={}", property(&escape(name.strip_prefix("./").unwrap_or(name)))));
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

/// Returns the message, with the place where the annotation itself cannot show it, what to do, and the mended line.
fn text(finding: &Finding) -> String {
    let mut lines = vec![match finding.place.file.as_deref() {
        None | Some("-") => format!("{}: {}", place::place(&finding.place), finding.message),
        Some(_) => finding.message.clone(),
    }];
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    lines.extend(finding.fix.iter().flat_map(|fix| suggestion(finding, fix)));
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\n")
}

/// Shows what the fix makes of the lines, or says what it does if those are not at hand.
fn suggestion(finding: &Finding, fix: &Fix) -> Vec<String> {
    let head = match fix.safety {
        Safety::Safe | Safety::Display => "suggested",
        Safety::Unsafe => "suggested, but look at it",
    };
    match mended(finding).map(|mended| mended.after) {
        Some(after) if after.len() == 1 => vec![format!("{head}: {}", after[0].trim_start())],
        Some(after) => [format!("{head}:")].into_iter().chain(after).collect(),
        None => vec![format!("{head}: {}", fix.title)],
    }
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
             it is in v1%0Ahelp: write apiVersion: v1%0Asuggested: apiVersion: v1
::warning file=a.yaml,line=7,endLine=7,col=13,endColumn=27,title=deprecated-version::policy/v1beta1 \
             PodDisruptionBudget is deprecated since 1.21
::warning title=gap::b.yaml: permission denied (needed for wrong-group)
1 file, 1 object at Kubernetes 1.36: 1 error, 1 warning; 1 gap
"
        );
    }

    #[test]
    fn without_its_lines_a_fix_says_what_it_does() {
        let mut finding = testing::wrong_group();
        finding.snippet = None;
        finding.help = None;
        finding.fix.as_mut().expect("it has one").safety = Safety::Unsafe;
        let text = commands(&testing::report(vec![finding]));
        assert!(text.contains("it is in v1%0Asuggested, but look at it: set apiVersion to v1\n"), "{text}");
    }

    #[test]
    fn what_github_will_drop_is_told_before_it_stops_listening() {
        let mut report = testing::report(vec![testing::wrong_group(); 10]);
        assert!(commands(&report).starts_with("::error "));
        report.findings.push(testing::wrong_group());
        report.findings.extend(vec![testing::deprecated(); 10]);
        report.gaps.push(testing::gap());
        let text = commands(&report);
        assert!(
            text.starts_with(
                "::notice title=gvkcheck::11 errors and 11 warnings were found; GitHub shows 10 "
            ),
            "{text}"
        );
        assert_eq!(text.matches("\n::error ").count(), 11, "the log has all");
    }

    #[test]
    fn others_text_cannot_become_a_command_or_a_property() {
        let mut finding = testing::deprecated();
        finding.severity = Severity::Info;
        finding.place.file = Some("./a,b:c%.yaml".into());
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
