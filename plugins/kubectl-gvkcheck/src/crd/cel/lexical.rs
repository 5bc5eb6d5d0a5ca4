//! The literals, comments and operators of an expression, as far as they are told apart before it is parsed.

/// What a text is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lexical {
    /// The most operators that nest into each other.
    pub(super) operators: usize,
    /// The deepest nesting of brackets.
    pub(super) depth: usize,
    /// Whether it has what the crate reads in another way than the server: a literal of three quotes with its quote, a line or
    /// an escape in it, a raw one of bytes or with a backslash at its end, two signs in a row.
    pub(super) is_misread: bool,
    /// Whether it has anything that the crate may fail to read.
    pub(super) is_unusual: bool,
}

/// Scans a text.
pub(super) fn scan(text: &str) -> Lexical {
    let mut scan = Scan { rest: text.as_bytes(), found: Lexical::default(), run: 0, depth: 0 };
    let mut word: &[u8] = &[];
    let mut last = b' ';
    while let Some((&b, behind)) = scan.rest.split_first() {
        let at = scan.rest;
        scan.found.is_misread |= b == last && matches!(b, b'!' | b'-');
        scan.found.is_unusual |= last == b'-' && (at.starts_with(b"0x") || at.starts_with(b"0X"));
        if !b.is_ascii_whitespace() {
            last = b;
        }
        match b {
            b'"' | b'\'' => {
                scan.literal(b, word);
                word = &[];
                continue;
            }
            b'/' if behind.first() == Some(&b'/') => {
                let end = at.iter().position(|b| *b == b'\n').unwrap_or(at.len());
                scan.found.is_unusual |= at[..end].contains(&b'\r');
                scan.rest = &at[end..];
                word = &[];
                continue;
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'!' | b'?' | b'<' | b'>' | b'=' => scan.run += 1,
            b'(' | b'[' | b'{' => scan.depth += 1,
            b')' | b']' | b'}' => scan.depth = scan.depth.saturating_sub(1),
            // Terms of a conjunction stand side by side.
            b'&' | b'|' | b',' => scan.side(),
            b'`' | b'\\' | b'\x0c' => scan.found.is_unusual = true,
            _ => {}
        }
        scan.found.depth = scan.found.depth.max(scan.depth);
        if b.is_ascii_alphanumeric() || b == b'_' {
            let end = at.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').unwrap_or(at.len());
            word = &at[..end];
            scan.rest = &at[end..];
        } else {
            word = &[];
            scan.rest = behind;
        }
    }
    scan.side();
    scan.found
}

struct Scan<'t> {
    rest: &'t [u8],
    found: Lexical,
    run: usize,
    depth: usize,
}

impl Scan<'_> {
    fn side(&mut self) {
        self.found.operators = self.found.operators.max(self.run);
        self.run = 0;
    }

    /// Goes behind a literal that begins with a quote, and the word that stands right before it.
    fn literal(&mut self, quote: u8, prefix: &[u8]) {
        let is_raw = prefix.len() <= 2 && prefix.iter().any(|b| matches!(b, b'r' | b'R'));
        let is_bytes = prefix.len() <= 2 && prefix.iter().any(|b| matches!(b, b'b' | b'B'));
        let triple = [quote; 3];
        let end: &[u8] = if self.rest.starts_with(&triple) { &triple } else { &triple[..1] };
        self.found.is_misread |= is_raw && is_bytes;
        self.found.is_unusual |= end.len() == 3;
        self.found.is_unusual |= is_raw || is_bytes;
        let mut rest = &self.rest[end.len()..];
        while !rest.is_empty() && !rest.starts_with(end) {
            let is_escape = rest[0] == b'\\' && !is_raw;
            let is_common = matches!(rest.get(1), Some(b'\\' | b'"' | b'\'' | b'n' | b'r' | b't'));
            self.found.is_unusual |= is_escape && !is_common;
            rest = &rest[(1 + usize::from(is_escape)).min(rest.len())..];
        }
        let inside = &self.rest[end.len()..self.rest.len() - rest.len()];
        let is_odd = |b: &u8| *b == quote || matches!(b, b'\n' | b'\r') || (*b == b'\\' && !is_raw);
        self.found.is_misread |=
            (is_raw && inside.ends_with(b"\\")) || (end.len() == 3 && inside.iter().any(is_odd));
        self.rest = &rest[end.len().min(rest.len())..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_where_they_are_neither_text_nor_comment() {
        for (text, depth) in [
            ("((1))", 2),
            ("'((' == (\"((\")", 1),
            ("a // it's\n && ((1))", 2),
            (r#""""((""" == ((1))"#, 2),
            (r"r'\' == ((1))", 2),
            (r"'\'((' == (1)", 1),
        ] {
            assert_eq!(scan(text).depth, depth, "{text}");
        }
    }

    #[test]
    fn literals_that_are_misread_are_known() {
        for (text, known) in [
            ("'a' == \"b\"", false),
            (r"r'\d' == b'a'", false),
            ("'' == 'a'", false),
            ("'''a'b''' == ''", true),
            (r#"r"""\d""" == '\\d'"#, false),
            ("br'a' == b'a'", true),
        ] {
            assert_eq!(scan(text).is_misread, known, "{text}");
        }
    }
}
