//! The lines that a fix changes, before and after, for formats that cannot draw them.

use super::source::Source;
use crate::report::finding::Finding;

/// The length from which on a line is not repeated.
const LONG_LINE: usize = 400;

/// Lines as they are and as a fix makes them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// Applies the fix of a finding to the lines that came with it. None if it changes others, or very long ones.
pub(super) fn mended(finding: &Finding) -> Option<Mended> {
    let fix = finding.fix.as_ref()?;
    let source = Source::raw(finding.snippet.as_ref()?);
    let first = fix.edits.iter().map(|edit| edit.span.start.line).min()?;
    let last = fix.edits.iter().map(|edit| edit.span.end.line).max()?;
    let whole = source.whole_lines(first, last)?;
    let mut after = source.text[whole.clone()].to_owned();
    // From the end, so that what is still to be changed stays where it is.
    for edit in fix.edits.iter().rev() {
        let range = source.range(edit.span).filter(|range| range.start <= range.end)?;
        let here = finding.place.file.as_deref() == Some(&*edit.file);
        let within = range.end.checked_sub(whole.start).filter(|end| here && *end <= after.len())?;
        after.replace_range(range.start - whole.start..within, &edit.text);
    }
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let mended = Mended { before: lines(&source.text[whole]), after: lines(&after) };
    let short = mended.before.iter().chain(&mended.after).all(|line| line.len() <= LONG_LINE);
    short.then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::finding::TextEdit;
    use crate::report::render::testing;

    fn lines(finding: &Finding) -> Option<(Vec<String>, Vec<String>)> {
        mended(finding).map(|mended| (mended.before, mended.after))
    }

    #[test]
    fn the_line_is_shown_before_and_after() {
        let (before, after) = lines(&testing::wrong_group()).expect("it has a fix and lines");
        assert_eq!((before, after), (vec!["apiVersion: apps/v1".into()], vec!["apiVersion: v1".into()]));
    }

    #[test]
    fn several_edits_of_one_line_do_not_shift_each_other() {
        let mut finding = testing::wrong_group();
        finding.snippet = Some(testing::snippet(1, &["größe: {a: 1, b: 2}"]));
        let fix = finding.fix.as_mut().expect("it has one");
        let edit = |from, to, text: &str| TextEdit {
            span: testing::span(1, from, to),
            text: text.to_owned(),
            ..fix.edits[0].clone()
        };
        fix.edits = vec![edit(9, 10, "alpha"), edit(15, 16, "beta")];
        let (_, after) = lines(&finding).expect("it has a fix and lines");
        assert_eq!(after, ["größe: {alpha: 1, beta: 2}"]);
    }

    #[test]
    fn what_is_not_in_the_lines_or_too_long_is_not_shown() {
        let mut elsewhere = testing::wrong_group();
        elsewhere.fix.as_mut().expect("it has one").edits[0].span = testing::span(9, 1, 2);
        let mut other_file = testing::wrong_group();
        other_file.fix.as_mut().expect("it has one").edits[0].file = "b.yaml".into();
        let mut long = testing::wrong_group();
        long.snippet.as_mut().expect("it has one").lines[0].push_str(&"x".repeat(LONG_LINE));
        let mut hidden = testing::wrong_group();
        hidden.snippet = None;
        for finding in [elsewhere, other_file, long, hidden, testing::deprecated()] {
            assert_eq!(mended(&finding), None);
        }
    }
}
