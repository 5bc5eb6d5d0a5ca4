//! Bars in the cells of tables. The numbers stand beside them, so that whoever hears the page misses nothing.

use super::markup::{Element, coordinate};

const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 16.0;

/// The end of the track; what goes on beyond it has a point behind it.
const END: f64 = WIDTH - 8.0;

/// Draws a bar of a length, on a scale that ends somewhere, with a mark for a limit.
pub(super) fn bar(length: f64, scale: f64, limit: Option<f64>, is_over: bool) -> Element {
    let x = |value: f64| if scale > 0.0 { (value / scale).clamp(0.0, 1.0) * END } else { 0.0 };
    let rect = |class: &str, width: f64| {
        Element::of("rect", class)
            .with("x", 0)
            .with("y", 3)
            .with("width", coordinate(width))
            .with("height", coordinate(HEIGHT - 6.0))
    };
    let mark = limit.map(|limit| {
        Element::of("line", "limit")
            .with("x1", coordinate(x(limit) + 1.0))
            .with("x2", coordinate(x(limit) + 1.0))
            .with("y1", 0)
            .with("y2", HEIGHT)
    });
    let class = if is_over { "over" } else { "fill" };
    let point = format!("M{END} 1L{} {}L{END} {}Z", WIDTH - 1.0, HEIGHT / 2.0, HEIGHT - 1.0);
    let beyond = (length > scale).then(|| Element::of("path", class).with("d", point));
    Element::of("svg", "bar")
        .with("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .with("aria-hidden", "true")
        .child(rect("track", END))
        .child(rect(class, x(length)))
        .children(beyond)
        .children(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_ends_with_its_scale() {
        for (length, scale, width) in [(1.0, 4.0, "53"), (9.0, 4.0, "212"), (0.0, 0.0, "0"), (-1.0, 4.0, "0")]
        {
            let text = bar(length, scale, Some(2.0), false).to_string();
            let document = roxmltree::Document::parse(&text).expect("it is well-formed");
            let fill = document.descendants().find(|node| node.attribute("class") == Some("fill"));
            assert_eq!(fill.and_then(|node| node.attribute("width")), Some(width), "{length} of {scale}");
            assert!(text.contains("class=\"limit\""));
            assert_eq!(text.contains("<path"), length > scale, "{length} of {scale}");
        }
    }
}
