//! The lines of a snippet as one text, and places as byte ranges in it.

use std::borrow::Cow;
use std::ops::Range;

use super::escape;
use crate::model::tree::{Position, Span};
use crate::report::finding::Snippet;

/// A snippet joined to one text.
pub(super) struct Source {
    /// The lines, joined by newlines.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) first_line: u32,
    /// The byte range of each line in the text.
    lines: Vec<Range<usize>>,
}

impl Source {
    /// Joins the lines of a snippet.
    ///
    /// Harmful characters that the snippet library lets through are masked, one for one, so that columns hold.
    pub(super) fn new(snippet: &Snippet) -> Source {
        Source::with(snippet, escape::mask)
    }

    /// Joins the lines of a snippet as they are.
    pub(super) fn raw(snippet: &Snippet) -> Source {
        Source::with(snippet, |line| Cow::Borrowed(line))
    }

    fn with(snippet: &Snippet, shown: fn(&str) -> Cow<'_, str>) -> Source {
        let mut text = String::new();
        let mut lines = Vec::with_capacity(snippet.lines.len());
        for line in &snippet.lines {
            if !lines.is_empty() {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(&shown(line));
            lines.push(start..text.len());
        }
        Source { text, first_line: snippet.first_line, lines }
    }

    /// Returns the bytes of a span that lies wholly in the snippet.
    pub(super) fn range(&self, span: Span) -> Option<Range<usize>> {
        Some(self.offset(span.start)?..self.offset(span.end)?)
    }

    /// Returns the bytes of a span's first line: underlining a whole mapping would hide more than it shows.
    pub(super) fn first_line_range(&self, span: Span) -> Option<Range<usize>> {
        let start = self.offset(span.start)?;
        if span.end.line == span.start.line {
            return Some(start..self.offset(span.end)?.max(start));
        }
        let line = self.line(span.start.line)?;
        let end = line.start + self.text[line].trim_end().len();
        Some(start..end.max(start))
    }

    /// Returns the bytes of whole lines, without the line end of the last.
    pub(super) fn whole_lines(&self, first: u32, last: u32) -> Option<Range<usize>> {
        Some(self.line(first)?.start..self.line(last)?.end)
    }

    fn line(&self, number: u32) -> Option<Range<usize>> {
        let index = number.checked_sub(self.first_line)?;
        self.lines.get(usize::try_from(index).ok()?).cloned()
    }

    /// Returns the byte at a position; one column behind the last character is still in the line.
    fn offset(&self, position: Position) -> Option<usize> {
        let line = self.line(position.line)?;
        let column = usize::try_from(position.column.checked_sub(1)?).ok()?;
        let text = &self.text[line.clone()];
        let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        ends.skip(column).map(|byte| line.start + byte).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing::{snippet, span};

    fn shown(source: &Source, span: Span) -> Option<&str> {
        source.range(span).map(|range| &source.text[range])
    }

    #[test]
    fn columns_are_code_points() {
        let source = Source::new(&snippet(5, &["größe: ✓x", "b: 2"]));
        assert_eq!(shown(&source, span(5, 8, 10)), Some("✓x"));
        assert_eq!(shown(&source, span(6, 1, 2)), Some("b"));
        assert_eq!(shown(&source, span(6, 5, 5)), Some(""), "behind the last character");
    }

    #[test]
    fn what_is_not_in_the_snippet_has_no_range() {
        let source = Source::new(&snippet(5, &["a: 1"]));
        for outside in [span(4, 1, 2), span(6, 1, 2), span(5, 4, 9), span(5, 0, 1)] {
            assert_eq!(shown(&source, outside), None, "{outside:?}");
        }
    }

    #[test]
    fn of_a_long_span_the_first_line_is_underlined() {
        let source = Source::new(&snippet(1, &["a:  # note  ", "  b: 1"]));
        let mut whole = span(1, 1, 2);
        whole.end = Position { line: 40, column: 3 };
        assert_eq!(source.first_line_range(whole), Some(0..10));
    }
}
