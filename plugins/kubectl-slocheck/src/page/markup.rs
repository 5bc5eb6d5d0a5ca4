//! Elements of a page. Whatever text is put into one is escaped, so that nobody's name can become markup; what is written is
//! well-formed XML and HTML at once.

use std::fmt::{self, Display};

use kubecheck_core::report::render;

/// An element with what is in it.
#[derive(Clone, Debug)]
pub struct Element {
    name: &'static str,
    attributes: String,
    content: String,
}

/// Elements that hold nothing: those of HTML have no end, and shapes of SVG need none.
const EMPTY: [&str; 6] = ["meta", "rect", "path", "line", "circle", "br"];
/// Elements after which a line ends: a browser does not show it, and people read sources.
const LINES: [&str; 15] = [
    "head", "meta", "title", "style", "header", "main", "section", "figure", "svg", "table", "tr", "p", "li",
    "div", "details",
];

impl Element {
    /// Makes an empty element.
    pub fn new(name: &'static str) -> Element {
        Element { name, attributes: String::new(), content: String::new() }
    }

    /// Makes an element of a class.
    pub fn of(name: &'static str, class: &str) -> Element {
        Element::new(name).with("class", class)
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Element {
        self.attributes += &format!(" {name}=\"{}\"", escaped(&value.to_string()));
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Element {
        self.content += &escaped(text);
        self
    }

    /// Adds a text that may have several lines.
    #[must_use]
    pub fn lines(mut self, text: &str) -> Element {
        self.content += &text.lines().map(escaped).collect::<Vec<_>>().join("\n");
        self
    }

    /// Adds an element.
    #[must_use]
    pub fn child(mut self, child: Element) -> Element {
        self.content += &child.to_string();
        self
    }

    /// Adds elements.
    #[must_use]
    pub fn children(self, children: impl IntoIterator<Item = Element>) -> Element {
        children.into_iter().fold(self, Element::child)
    }

    /// Sets the style sheet of an element that holds one: a part of this program, which is no markup and is not escaped.
    #[must_use]
    pub(super) fn sheet(mut self, css: &'static str) -> Element {
        css.clone_into(&mut self.content);
        self
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Element { name, attributes, content } = self;
        match EMPTY.contains(name) {
            true => write!(f, "<{name}{attributes}/>")?,
            false => write!(f, "<{name}{attributes}>{content}</{name}>")?,
        }
        f.write_str(if LINES.contains(name) { "\n" } else { "" })
    }
}

/// Escapes a text for markup and quoted attributes, after what repaints or turns text was made visible. What XML cannot hold at
/// all (XML 1.0, production 2) becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in render::escape(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes a coordinate: a tenth is finer than what anybody sees.
pub fn coordinate(value: f64) -> String {
    let text = format!("{value:.1}");
    if text == "-0.0" { "0".to_owned() } else { text.trim_end_matches(".0").to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        for text in
            ["</p><script>alert(1)</script>", "\" onload=\"x", "' x='", "&lt;&amp;", "]]>", "<!-- -->"]
        {
            let page = Element::new("p").with("title", text).text(text).to_string();
            let document = roxmltree::Document::parse(&page).expect("it is well-formed");
            let root = document.root_element();
            assert_eq!((root.attribute("title"), root.text()), (Some(text), Some(text)));
            assert_eq!(
                root.attributes().len() + root.descendants().filter(roxmltree::Node::is_element).count(),
                2
            );
        }
    }

    #[test]
    fn what_no_document_can_hold_is_made_visible() {
        let text = "a\u{0}\u{1b}[31m\u{202e}b\r\n\u{ffff}";
        let page = Element::new("p").text(text).to_string();
        let document = roxmltree::Document::parse(&page).expect("it is well-formed");
        assert_eq!(document.root_element().text(), Some("a\\u{0}\\u{1b}[31m\\u{202e}b\\r\\n\u{fffd}"));
        assert_eq!(Element::new("pre").lines("a <\n  b").to_string(), "<pre>a &lt;\n  b</pre>");
    }

    #[test]
    fn coordinates_are_short() {
        for (value, text) in
            [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (12.345, "12.3"), (100.0, "100"), (-2.25, "-2.2")]
        {
            assert_eq!(coordinate(value), text);
        }
    }
}
