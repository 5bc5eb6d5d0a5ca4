//! As much of XML 1.0 as a report needs: elements with attributes, and a text or children.

use std::fmt::Display;
use std::io;

/// An element.
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: Option<String>,
    children: Vec<Element>,
}

impl Element {
    /// Makes an empty element.
    pub(super) fn new(name: &'static str) -> Self {
        Element { name, attributes: Vec::new(), text: None, children: Vec::new() }
    }

    /// Adds an attribute.
    pub(super) fn attribute(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Sets the text.
    pub(super) fn text(mut self, text: String) -> Self {
        self.text = Some(text);
        self
    }

    /// Adds a child.
    pub(super) fn child(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }

    /// Writes the element, indented, with a newline at its end.
    pub(super) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        self.write_at(out, 0)
    }

    fn write_at(&self, out: &mut dyn io::Write, depth: usize) -> io::Result<()> {
        let (name, indent) = (self.name, "  ".repeat(depth));
        write!(out, "{indent}<{name}")?;
        for (name, value) in &self.attributes {
            write!(out, " {name}=\"{}\"", quoted(value))?;
        }
        if let Some(text) = &self.text {
            return writeln!(out, ">{}</{name}>", escaped(text));
        }
        if self.children.is_empty() {
            return writeln!(out, "/>");
        }
        writeln!(out, ">")?;
        for child in &self.children {
            child.write_at(out, depth + 1)?;
        }
        writeln!(out, "{indent}</{name}>")
    }
}

/// Escapes a text so that a parser gives it back as it is, but for characters that XML cannot hold at all.
///
/// Production 2 of XML 1.0 leaves out most control characters and U+FFFE and U+FFFF, even as references; they become
/// U+FFFD. Parsers turn a bare carriage return into a newline (2.11), and `>` ends a section when `]]` is before it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Escapes the value of an attribute: parsers turn its bare line ends and tabs into spaces (3.3.3).
fn quoted(text: &str) -> String {
    escaped(text).replace('"', "&quot;").replace('\t', "&#9;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(text: &str) -> (String, String) {
        let mut out = Vec::new();
        Element::new("a")
            .attribute("b", text)
            .text(text.to_owned())
            .write(&mut out)
            .expect("memory takes it");
        let xml = String::from_utf8(out).expect("output is UTF-8");
        let document = roxmltree::Document::parse(&xml).expect("it is well-formed");
        let root = document.root_element();
        (root.attribute("b").unwrap_or_default().to_owned(), root.text().unwrap_or_default().to_owned())
    }

    #[test]
    fn a_parser_gives_back_what_was_written() {
        for text in
            ["<a b=\"c\">&amp;'d' ]]> </a>", " x\r\ny\tz\r\n ", "größe ✓ 名前 👩\u{200d}💻\u{85}\u{2028}"]
        {
            assert_eq!(read_back(text), (text.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn every_character_that_xml_allows_comes_back_and_no_other_is_written() {
        let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        let samples = (0..0x300).chain(0xd700..0xe100).chain(0xff00..0x10100);
        for c in samples.filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let expected = if allowed(c) { text.clone() } else { "a\u{fffd}b".to_owned() };
            assert_eq!(read_back(&text), (expected.clone(), expected), "{c:?}");
        }
    }
}
