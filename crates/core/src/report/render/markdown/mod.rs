//! A page of Markdown: for the summary of a job (`>> "$GITHUB_STEP_SUMMARY"`) or a comment.
//!
//! The page is short enough for either: GitHub takes 65,536 characters for a comment and 1 MiB for a step's summary, and
//! refuses more. What is cut is counted. Errors come first, so that they are cut last.

mod text;

use std::io;

use super::mended::mended;
use super::{place, summary};
use crate::report::finding::{Finding, Report};
use text::{escaped, fenced};

/// The lengths in bytes, which are never fewer than characters, up to which each part of the page may go.
const TABLE: usize = 40_000;
const GAPS: usize = 48_000;
const DETAILS: usize = 64_000;

/// Writes the page.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    // The comment marks the page as ours: a later run may replace the file, and a bot finds its own comment.
    let mut page = format!(
        "<!-- kubecheck/v1 -->\n### {}: {}\n\n{}{}.\n",
        report.tool.name,
        summary::findings(report, false),
        escaped(&summary::judged(report)),
        escaped(&summary::missing(report, false)),
    );
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    if !findings.is_empty() {
        page.push_str("\n| Place | Severity | Rule | Message |\n| --- | --- | --- | --- |\n");
        let cut = add(&mut page, TABLE, findings.iter().map(|finding| row(finding)));
        say_cut(&mut page, cut, findings.len(), "findings", "\n");
    }
    if !report.gaps.is_empty() {
        page.push_str("\nNot judged:\n\n");
        let items = report.gaps.iter().map(|gap| format!("- gap: {}\n", escaped(&summary::gap(gap))));
        let cut = add(&mut page, GAPS, items);
        say_cut(&mut page, cut, report.gaps.len(), "gaps", "- ");
    }
    let helpful: Vec<&&Finding> =
        findings.iter().filter(|finding| finding.help.is_some() || finding.fix.is_some()).collect();
    if !helpful.is_empty() {
        page.push_str("\n<details>\n<summary>What to do</summary>\n\n");
        let cut = add(&mut page, DETAILS, helpful.iter().map(|finding| advice(finding)));
        say_cut(&mut page, cut, helpful.len(), "findings", "- ");
        page.push_str("\n</details>\n");
    }
    out.write_all(page.as_bytes())
}

/// Lays others' text out as a table of Markdown.
pub fn cells(columns: &[&str], rows: &[Vec<String>]) -> String {
    let line =
        |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
    let mut table = line(&mut columns.iter().map(|column| escaped(column)));
    table += &line(&mut columns.iter().map(|_| "---".to_owned()));
    table.extend(rows.iter().map(|row| line(&mut row.iter().map(|cell| escaped(cell)))));
    table
}

/// Adds parts as long as the page stays below a length, and returns how many were left out.
fn add(page: &mut String, most: usize, parts: impl Iterator<Item = String>) -> usize {
    let mut parts = parts.peekable();
    while let Some(part) = parts.next_if(|part| page.len() + part.len() <= most) {
        page.push_str(&part);
    }
    parts.count()
}

/// Says how much was cut, if anything was.
fn say_cut(page: &mut String, cut: usize, all: usize, noun: &str, before: &str) {
    if cut > 0 {
        page.push_str(&format!(
            "{before}{cut} of {all} {noun} were cut here; `-o json` and `-o sarif` have all.\n"
        ));
    }
}

fn row(finding: &Finding) -> String {
    let at = place::place(&finding.place);
    let (severity, rule) = (finding.severity, finding.rule.name);
    format!("| {} | {severity} | {rule} | {} |\n", escaped(&at), escaped(&finding.message))
}

/// Says what to do about a finding, with the lines before and after its fix.
fn advice(finding: &Finding) -> String {
    let help = finding.help.as_deref().or(finding.fix.as_ref().map(|fix| fix.title.as_str()));
    let at = escaped(&place::place(&finding.place));
    let mut item = format!("- {} at {at}: {}\n", finding.rule.name, escaped(help.unwrap_or_default()));
    if let Some(mended) = mended(finding) {
        let before = mended.before.iter().map(|line| format!("-{line}"));
        let lines: Vec<String> = before.chain(mended.after.iter().map(|line| format!("+{line}"))).collect();
        item.push_str(&format!("\n{}", fenced("diff", &lines, "  ")));
    }
    item
}

#[cfg(test)]
mod tests;
