//! The lines of a text, found once: places to bytes, and the lines that a snippet shows.

/// Where the lines of a text begin. A line ends with LF, CR LF or CR, as YAML has it.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of a text.
    pub fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| !(bytes[*at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')));
        Lines { text, starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect() }
    }

    /// Returns a line, counted from 0, without its end; none behind the last.
    pub fn get(&self, line: usize) -> Option<&'t str> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let whole = &self.text[start..end];
        if line + 1 == self.starts.len() && whole.is_empty() {
            return None;
        }
        Some(whole.trim_end_matches(['\r', '\n']))
    }

    /// Returns the byte at which a character of a line stands, both counted from 0; of a place behind the line, its end.
    pub fn byte(&self, line: usize, character: usize) -> usize {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let rest = self.get(line).unwrap_or_default();
        start + rest.char_indices().nth(character).map_or(rest.len(), |(byte, _)| byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let lines = Lines::of("a\nb\r\nc\rd");
        assert_eq!(
            [lines.get(0), lines.get(1), lines.get(2), lines.get(3)],
            [Some("a"), Some("b"), Some("c"), Some("d")]
        );
        assert_eq!(lines.get(4), None);
    }

    #[test]
    fn a_final_line_end_begins_no_line() {
        assert_eq!(Lines::of("a\n").get(1), None);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(Lines::of("a\néb\n").byte(1, 1), 4);
    }
}
