//! What pages share.

use kubecheck_core::report::render;

use super::Asked;
use super::markup::Element;
use crate::gate::{Reason, Verdict};

/// Returns the class of a verdict, which has its colour; words say it too.
pub(super) fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "good",
        Verdict::Deny | Verdict::Invalid => "bad",
        Verdict::Insufficient | Verdict::Unreachable => "open",
    }
}

/// Returns a word in a frame.
pub(super) fn badge(verdict: Verdict, word: &str) -> Element {
    Element::of("span", &format!("badge {}", tone(verdict))).text(word)
}

/// A fact: its name and its value, and whether it is one of those that matter most.
pub(super) type Fact = (&'static str, String, bool);

/// Returns facts side by side.
pub(super) fn facts(facts: &[Fact]) -> Element {
    let fact = |(name, value, is_great): &Fact| {
        let value_of = if *is_great { Element::of("dd", "great") } else { Element::new("dd") };
        Element::new("div").child(Element::new("dt").text(name)).child(value_of.text(value))
    };
    Element::of("dl", "facts").children(facts.iter().map(fact))
}

/// A column: its name, and the class of its cells.
pub(super) type Column<'a> = (&'a str, &'static str);

/// Returns a table whose rows begin with their names.
pub(super) fn table(
    caption: &str,
    columns: &[Column<'_>],
    rows: impl IntoIterator<Item = Vec<Element>>,
) -> Element {
    let class =
        |element: Element, class: &str| if class.is_empty() { element } else { element.with("class", class) };
    let head = columns.iter().map(|(name, of)| class(Element::new("th"), of).with("scope", "col").text(name));
    let row = |cells: Vec<Element>| {
        let cell = |(number, content): (usize, Element)| {
            let of = columns.get(number).map_or("", |(_, of)| of);
            let cell = if number == 0 { Element::new("th").with("scope", "row") } else { Element::new("td") };
            class(cell, of).child(content)
        };
        Element::new("tr").children(cells.into_iter().enumerate().map(cell))
    };
    let head = Element::new("thead").child(Element::new("tr").children(head));
    let body = Element::new("tbody").children(rows.into_iter().map(row));
    let table = Element::new("table").child(Element::new("caption").text(caption)).child(head).child(body);
    Element::of("div", "scroll").child(table)
}

/// Returns a text as an element that changes nothing.
pub(super) fn text(text: &str) -> Element {
    Element::new("span").text(text)
}

/// Returns a paragraph.
pub(super) fn paragraph(text: &str) -> Element {
    Element::new("p").text(text)
}

/// Returns a paragraph of what matters less.
pub(super) fn aside(text: &str) -> Element {
    Element::of("p", "soft").text(text)
}

/// Returns a section.
pub(super) fn section(title: &str) -> Element {
    Element::new("section").child(Element::new("h2").text(title))
}

/// Returns reasons with what to do about each.
pub(super) fn reasons(reasons: &[Reason]) -> Element {
    let reason = |reason: &Reason| {
        let verdict = reason.state.verdict();
        Element::of("li", tone(verdict))
            .child(badge(verdict, reason.state.name()))
            .text(&format!(" {}", reason.message))
            .children(reason.help.iter().map(|help| Element::of("span", "help").text(help)))
    };
    Element::of("ul", "reasons").children(reasons.iter().map(reason))
}

/// Returns all questions, to be opened; only what is an address becomes a link.
pub(super) fn questions(asked: &[Asked]) -> Element {
    let one = |asked: &Asked| {
        let is_address = asked.way.starts_with("http://") || asked.way.starts_with("https://");
        // What would change what is shown changes where it leads; such an address is only shown.
        let is_plain = matches!(render::escape(&asked.way), std::borrow::Cow::Borrowed(_));
        let way = match is_address && is_plain {
            true => Element::new("a").with("href", &asked.way).with("rel", "noreferrer").text(&asked.way),
            false => Element::new("code").text(&asked.way),
        };
        [Element::new("pre").lines(&asked.promql), Element::of("p", "way").child(way)]
    };
    let summary = Element::new("summary").text(&format!("All {} queries", asked.len()));
    Element::new("details").child(summary).children(asked.iter().flat_map(one))
}
