//! Pages with pictures: one file of HTML that shows everything by itself. Nothing is fetched from elsewhere, no program runs in it,
//! and the same data give the same page.
//!
//! [`markup`] makes elements; `axis`, [`curve`], [`sparkline`] and `bars` draw; `parts` are what pages share, `attributed` who
//! burns the budget; [`gate`] and [`status`] are the pages.

mod attributed;
mod axis;
mod bars;
pub mod curve;
pub mod gate;
pub mod markup;
mod parts;
pub mod sparkline;
pub mod status;
#[cfg(test)]
mod tests;

pub use attributed::Who;
pub use gate::GatePage;
pub use status::{Row, StatusPage};

use kubecheck_prometheus::query::Millis;
use markup::Element;

use crate::text::time;

/// Forbids whatever a page could fetch or run, should something of others' come into it all the same (Content Security Policy
/// Level 3); the style sheet stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A question that was asked, and how to ask it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The expression or selector.
    pub promql: String,
    /// An address for the browser, or a command line.
    pub way: String,
}

/// Makes a page: one that a later run knows as a report of ours by its generator.
fn page(title: &str, at: Millis, main: Element) -> String {
    let meta = |name: &str, content: &str| Element::new("meta").with("name", name).with("content", content);
    let head = Element::new("head")
        .child(Element::new("meta").with("charset", "utf-8"))
        .child(Element::new("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY))
        .child(meta("generator", "kubecheck/v1"))
        .child(meta("viewport", "width=device-width, initial-scale=1"))
        .child(Element::new("title").text(title))
        .child(Element::new("style").sheet(include_str!("style.css")));
    let footer = Element::new("footer").text(&format!(
        "kubectl slocheck {}; as of {}",
        env!("CARGO_PKG_VERSION"),
        time(at)
    ));
    let body = Element::new("body").child(main).child(footer);
    let html = Element::new("html").with("lang", "en").child(head).child(body);
    format!("<!DOCTYPE html>\n{html}\n")
}
