//! The budget of a period in a line of text: as a small picture, and in characters.

use super::markup::{Element, coordinate};
use crate::measure::curve::Line;
use crate::text::percent;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 24.0;
/// The least share that is drawn: what is below it lies on the lower edge.
const LEAST: f64 = -0.25;

/// Eighths of a line's height, in the order of Unicode (Block Elements).
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Stands for a budget of which nothing is left.
const SPENT: char = '×';
/// Stands where nothing was counted.
const UNKNOWN: char = '·';

/// Draws what was left of a budget, on the same scale for all: from nothing to all of it.
pub fn picture(line: &Line) -> Element {
    let count = line.left.len().max(1) as f64;
    let x = |slice: usize| slice as f64 / count * WIDTH;
    let y = |left: f64| 1.5 + (1.0 - left.clamp(LEAST, 1.0)) / (1.0 - LEAST) * (HEIGHT - 3.0);
    let mut path = String::new();
    let (mut before, mut is_broken) = (1.0, true);
    for (slice, left) in line.left.iter().enumerate() {
        let Some(left) = left else {
            is_broken = true;
            continue;
        };
        if is_broken {
            path += &format!("M{} {}", coordinate(x(slice)), coordinate(y(before)));
        }
        path += &format!("L{} {}", coordinate(x(slice + 1)), coordinate(y(*left)));
        (before, is_broken) = (*left, false);
    }
    let last = line.left.iter().flatten().next_back();
    let told = last.map_or("not known".to_owned(), |left| format!("from 100% to {}", percent(*left)));
    Element::of("svg", "spark")
        .with("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .with("role", "img")
        .with("aria-label", told)
        .child(
            Element::of("line", "zero")
                .with("x1", 0)
                .with("x2", WIDTH)
                .with("y1", coordinate(y(0.0)))
                .with("y2", coordinate(y(0.0))),
        )
        .child(Element::of("path", "line").with("d", if path.is_empty() { "M0 0" } else { &path }))
}

/// Writes what was left of a budget in at most so many characters: `█▇▇▆▃▂××`, with `×` where nothing was left and `·` where
/// nothing was counted.
pub fn blocks(line: &Line, most: usize) -> String {
    let count = line.left.len();
    let shown = count.min(most);
    // Of several slices the last one tells what is left after all of them.
    let ends = (1..=shown).map(|number| number * count / shown);
    ends.filter_map(|end| line.left.get(end - 1)).map(|left| left.map_or(UNKNOWN, block)).collect()
}

fn block(left: f64) -> char {
    if left <= 0.0 {
        return SPENT;
    }
    let eighth = (left * BLOCKS.len() as f64).ceil() as usize;
    BLOCKS[eighth.clamp(1, BLOCKS.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: &[Option<f64>]) -> Line {
        Line { labels: Default::default(), levels: Vec::new(), left: left.to_vec() }
    }

    #[test]
    fn a_budget_is_read_from_blocks() {
        let left = [Some(1.0), Some(0.876), Some(0.875), Some(0.5), None, Some(0.01), Some(0.0), Some(-3.0)];
        assert_eq!(blocks(&line(&left), 24), "██▇▄·▁××");
        assert_eq!(blocks(&line(&left), 4), "█▄▁×");
        assert_eq!(blocks(&line(&left), 1), "×");
        assert_eq!(blocks(&line(&left), 0), "");
        assert_eq!(blocks(&line(&[]), 24), "");
    }

    #[test]
    fn a_small_picture_breaks_where_nothing_is_known() {
        let text = picture(&line(&[Some(0.8), None, Some(0.4), Some(-9.0)])).to_string();
        let document = roxmltree::Document::parse(&text).expect("it is well-formed");
        assert_eq!(document.root_element().attribute("aria-label"), Some("from 100% to -900%"));
        let path = document.descendants().find_map(|node| node.attribute("d")).expect("there is a line");
        assert_eq!(path, "M0 1.5L30 4.9M60 4.9L90 11.6L120 22.5");
        assert!(picture(&line(&[None])).to_string().contains("not known"));
    }
}
