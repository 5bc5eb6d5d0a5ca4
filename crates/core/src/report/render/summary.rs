//! The end of a table: what could not be judged, and one line that says what was.

use std::collections::BTreeMap;

use super::escape;
use super::paint::{self, paint};
use crate::check::rule::Severity;
use crate::report::finding::{Gap, Report, Tool};

/// The number of names a gap shows before it counts the rest.
const SHOWN: usize = 3;

/// Describes each gap in a line: what is missing, why, and what lacked it.
pub fn gaps(report: &Report, color: bool) -> Vec<String> {
    let head = paint("gap", paint::GAP, color);
    report.gaps.iter().map(|gap| format!("{head}: {}", self::gap(gap))).collect()
}

/// Describes a gap: what is missing, why, and what lacked it.
pub(super) fn gap(gap: &Gap) -> String {
    let mut line = format!("{}: {}", escape(&gap.what), escape(&gap.why));
    let names = &gap.needed_for;
    if !names.is_empty() {
        let shown = names.len().min(SHOWN);
        line.push_str(&format!(" (needed for {}", escape(&names[..shown].join(", "))));
        match names.len() - shown {
            0 => line.push(')'),
            more => line.push_str(&format!(" and {more} more)")),
        }
    }
    line
}

/// Says in one line what was judged, against what, and what came of it.
pub fn summary(report: &Report, color: bool) -> String {
    let (judged, found) = (judged(report), findings(report, color));
    format!("{judged}: {found}{}", missing(report, color))
}

/// Says what was passed over and what is missing, as the end of a sentence.
pub(super) fn missing(report: &Report, color: bool) -> String {
    let mut line = String::new();
    let skipped: Vec<String> =
        report.counts.skipped.iter().map(|(reason, &count)| skipped(reason, count)).collect();
    if !skipped.is_empty() {
        line.push_str(&format!("; skipped {}", skipped.join(", ")));
    }
    if !report.gaps.is_empty() {
        let gaps = number(report.gaps.len(), "gap");
        line.push_str(&format!("; {}", paint(&gaps, paint::GAP, color)));
    }
    line
}

/// Says what was looked at and against what; a live cluster has no files.
pub(super) fn judged(report: &Report) -> String {
    let counts = &report.counts;
    let objects = number(counts.objects, "object");
    let what = match counts.files {
        0 if counts.objects > 0 => objects,
        files => format!("{}, {objects}", number(files, "file")),
    };
    let by = report.tool.configuration.as_ref().map(|file| format!(" by {}", escape(file)));
    format!("{what}{}{}", target(&report.tool), by.unwrap_or_default())
}

/// Says what the target is: a version of Kubernetes, or the context and scope the target names itself.
fn target(tool: &Tool) -> String {
    match tool.target.chars().next() {
        None => String::new(),
        Some(first) if first.is_ascii_digit() => format!(" at Kubernetes {}", escape(&tool.target)),
        Some(_) => format!(" in {}", escape(&tool.target)),
    }
}

/// Counts the findings by severity.
pub(super) fn findings(report: &Report, color: bool) -> String {
    let counted: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, report.count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| paint(&number(count, severity.name()), paint::severity(severity), color))
        .collect();
    if counted.is_empty() { good(report, color) } else { counted.join(", ") }
}

/// Says that nothing was found; green only if something was judged and nothing is missing.
fn good(report: &Report, color: bool) -> String {
    paint("no findings", paint::GOOD, color && report.counts.objects > 0 && report.gaps.is_empty())
}

/// Says that there was nothing to judge in a file, and what was there instead.
pub(super) fn nothing_in(passed_over: &BTreeMap<&'static str, usize>) -> String {
    let others: Vec<String> = passed_over.iter().map(|(reason, &count)| skipped(reason, count)).collect();
    if others.is_empty() {
        "nothing in it".to_owned()
    } else {
        format!("no object in it: {}", others.join(", "))
    }
}

/// Says how many of something were passed over; reasons without a noun of their own are told as they are.
fn skipped(reason: &str, count: usize) -> String {
    match reason {
        "template" | "placeholder" => number(count, reason),
        "not-kubernetes" => number(count, "other document"),
        "ignored" => number(count, "ignored finding"),
        "excluded" => number(count, "excluded file"),
        "baseline" => number(count, "known finding"),
        "encrypted" => number(count, "encrypted value"),
        "server-key" => number(count, "key") + " of the API server's own",
        "changed-since" => number(count, "object") + " changed since",
        "gone-since" => number(count, "object") + " gone since",
        "off" => {
            number(count, "finding")
                + if count == 1 { " of a rule that is off" } else { " of rules that are off" }
        }
        other => format!("{count} {}", other.replace('-', " ")),
    }
}

fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing::{self, report};

    #[test]
    fn a_clean_run_says_so() {
        assert_eq!(summary(&report(Vec::new()), false), "1 file, 1 object at Kubernetes 1.36: no findings");
    }

    #[test]
    fn everything_is_counted_and_grammatical() {
        let mut full = report(vec![testing::wrong_group(), testing::wrong_group(), testing::deprecated()]);
        full.counts.files = 12;
        full.counts.objects = 30;
        full.counts.skipped.insert("template", 3);
        full.counts.skipped.insert("ignored", 1);
        full.gaps.push(testing::gap());
        assert_eq!(
            summary(&full, false),
            "12 files, 30 objects at Kubernetes 1.36: 2 errors, 1 warning; \
             skipped 1 ignored finding, 3 templates; 1 gap"
        );
    }

    #[test]
    fn a_cluster_has_no_files_but_a_context() {
        let mut live = report(Vec::new());
        live.counts.files = 0;
        live.counts.objects = 7;
        live.tool.target = "context prod, namespace shop".to_owned();
        assert_eq!(summary(&live, false), "7 objects in context prod, namespace shop: no findings");
    }

    #[test]
    fn nothing_judged_is_not_hidden() {
        let mut empty = report(Vec::new());
        empty.counts = Default::default();
        assert_eq!(summary(&empty, false), "0 files, 0 objects at Kubernetes 1.36: no findings");
    }

    #[test]
    fn a_gap_says_what_lacked_it_and_counts_the_rest() {
        let mut gap = testing::gap();
        assert_eq!(super::gap(&gap), "b.yaml: permission denied (needed for wrong-group)");
        gap.needed_for = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        assert_eq!(super::gap(&gap), "b.yaml: permission denied (needed for a, b, c and 2 more)");
        gap.needed_for.clear();
        gap.what = "x\ny".to_owned();
        assert_eq!(super::gap(&gap), "x\\ny: permission denied");
    }

    #[test]
    fn green_means_that_something_was_judged_and_nothing_is_missing() {
        let green = |report: &Report| summary(report, true).contains("\u{1b}[92m");
        let mut clean = report(Vec::new());
        assert!(green(&clean));
        clean.gaps.push(testing::gap());
        assert!(!green(&clean));
        let mut empty = report(Vec::new());
        empty.counts = Default::default();
        assert!(!green(&empty));
    }
}
