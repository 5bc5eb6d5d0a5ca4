//! The picture of how the budget of a period was eaten.

use kubecheck_prometheus::query::Millis;

use super::axis;
use super::markup::{Element, coordinate};
use crate::measure::curve::{Curve, Line};
use crate::slo::window::spell;
use crate::text::{number, percent, time};

/// The size of the picture, and the edges of what is drawn in it: the names of marks stand outside.
const SIZE: (f64, f64) = (760.0, 270.0);
const LEFT: f64 = 58.0;
const RIGHT: f64 = 674.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 242.0;
/// How far two texts must be apart to be read.
const APART: f64 = 15.0;

/// What is drawn: the line of one group, and what it is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a> {
    /// Names the picture among others of the page.
    pub id: usize,
    /// What the budget is of.
    pub name: &'a str,
    /// The curve.
    pub curve: &'a Curve,
    /// The line of it.
    pub line: &'a Line,
    /// The share of the budget that must be left; 0 if nothing but that says so.
    pub floor: f64,
    /// What is left as it was measured over the whole period.
    pub remaining: Option<f64>,
}

/// Draws it, with its caption.
pub fn figure(drawn: &Drawn<'_>) -> Element {
    let caption = Element::new("figcaption").text(&caption(drawn));
    Element::new("figure").child(Element::of("div", "scroll").child(picture(drawn))).child(caption)
}

/// Says what the picture shows, for those who read it and those who hear it.
fn caption(drawn: &Drawn<'_>) -> String {
    let Drawn { curve, line, remaining, .. } = drawn;
    let mut text = format!(
        "What was left of the budget of this period, in {} slices of {}. It begins whole, at {}, since what was bad before is no \
         part of this period.",
        line.left.len(),
        spell(curve.slice()),
        time(curve.start)
    );
    if let Some((slice, drop)) = steepest(line) {
        let (from, to) = (curve.ends(slice) - curve.step, curve.ends(slice));
        text += &format!(
            " The slice that ate most, {} of it, is that between {} and {}.",
            percent(drop),
            time(from),
            time(to)
        );
    }
    if line.left.contains(&None) {
        text += " Where it is hatched, nothing was counted.";
    }
    let end = line.left.iter().flatten().next_back();
    if let (Some(end), Some(remaining)) = (end, remaining)
        && (end - remaining).abs() >= 0.001
    {
        text += &format!(
            " The slices end at {}, and over the whole period {} is left, which counts: an increase over a long window finds what \
             slices lose where nothing was scraped.",
            percent(*end),
            percent(*remaining)
        );
    }
    text
}

/// Returns the slice that ate most, and how much; none if none ate anything.
fn steepest(line: &Line) -> Option<(usize, f64)> {
    let mut before = 1.0;
    let mut most: Option<(usize, f64)> = None;
    for (slice, left) in line.left.iter().enumerate() {
        let Some(left) = left else { continue };
        let drop = before - left;
        if drop > most.map_or(0.0, |(_, most)| most) {
            most = Some((slice, drop));
        }
        before = *left;
    }
    most
}

fn picture(drawn: &Drawn<'_>) -> Element {
    let Drawn { id, name, curve, line, .. } = drawn;
    let least = line.left.iter().flatten().fold(0.0_f64, |least, left| least.min(*left));
    let marks = axis::shares(least, 1.0);
    let low = marks.first().copied().unwrap_or_default();
    let end = curve.ends(line.left.len().saturating_sub(1));
    let plane = Plane { start: curve.start, end, low };
    let mut marks: Vec<f64> = marks.into_iter().filter(|mark| *mark <= 1.0).collect();
    // The whole budget is marked too, where that can be read.
    if marks.last().is_some_and(|last| plane.y(*last) - TOP >= APART) {
        marks.push(1.0);
    }
    let hatch = format!("hatch-{id}");
    let pattern = Element::new("pattern")
        .with("id", &hatch)
        .with("width", 6)
        .with("height", 6)
        .with("patternUnits", "userSpaceOnUse")
        .child(Element::of("path", "hatch").with("d", "M0 6L6 0"));
    let (title, desc) = (format!("title-{id}"), format!("desc-{id}"));
    Element::of("svg", "curve")
        .with("viewBox", format!("0 0 {} {}", SIZE.0, SIZE.1))
        .with("role", "img")
        .with("aria-labelledby", format!("{title} {desc}"))
        .child(Element::new("title").with("id", title).text(&format!("Error budget of {name}")))
        .child(Element::new("desc").with("id", desc).text(&described(drawn)))
        .child(Element::new("defs").child(pattern))
        .children(gaps(line).into_iter().map(|gap| plane.gap(curve, gap, &hatch)))
        .children(marks.iter().flat_map(|mark| plane.share(*mark)))
        .children(axis::times(curve.start, end).iter().flat_map(|(at, name)| plane.time(*at, name)))
        .children(plane.line(curve, line))
        .children(plane.ends(drawn))
}

fn described(drawn: &Drawn<'_>) -> String {
    let last = drawn.line.left.iter().flatten().next_back();
    let last = last.map_or("is not known".to_owned(), |left| format!("ends at {}", percent(*left)));
    let floor = if drawn.floor > 0.0 {
        format!(" A dashed line stands at {}, which must be left.", percent(drawn.floor))
    } else {
        String::new()
    };
    format!("A line that begins at 100% and {last}.{floor}")
}

/// Returns the slices of which nothing is known, as spans.
fn gaps(line: &Line) -> Vec<(usize, usize)> {
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    for (slice, _) in line.left.iter().enumerate().filter(|(_, left)| left.is_none()) {
        match gaps.last_mut() {
            Some((_, last)) if *last + 1 == slice => *last = slice,
            _ => gaps.push((slice, slice)),
        }
    }
    gaps
}

/// Where times and shares are in the picture.
struct Plane {
    start: Millis,
    end: Millis,
    low: f64,
}

impl Plane {
    fn x(&self, at: Millis) -> f64 {
        LEFT + (at - self.start) as f64 / (self.end - self.start) as f64 * (RIGHT - LEFT)
    }

    fn y(&self, share: f64) -> f64 {
        BOTTOM - (share - self.low) / (1.0 - self.low) * (BOTTOM - TOP)
    }

    fn gap(&self, curve: &Curve, (first, last): (usize, usize), hatch: &str) -> Element {
        let (from, to) = (self.x(curve.ends(first) - curve.step), self.x(curve.ends(last)));
        Element::of("rect", "gap")
            .with("x", coordinate(from))
            .with("y", coordinate(TOP))
            .with("width", coordinate((to - from).max(1.0)))
            .with("height", coordinate(BOTTOM - TOP))
            .with("fill", format!("url(#{hatch})"))
    }

    fn share(&self, share: f64) -> [Element; 2] {
        let y = self.y(share);
        let class = if share == 0.0 { "zero" } else { "grid" };
        [level(class, y), label("end", LEFT - 7.0, y + 4.0, &short(share))]
    }

    fn time(&self, at: Millis, name: &str) -> [Element; 2] {
        let x = self.x(at);
        let line = Element::of("line", "grid")
            .with("x1", coordinate(x))
            .with("x2", coordinate(x))
            .with("y1", coordinate(BOTTOM))
            .with("y2", coordinate(BOTTOM + 5.0));
        [line, label("middle", x, BOTTOM + 20.0, name)]
    }

    /// Draws the line and the area below it, broken where nothing is known.
    fn line(&self, curve: &Curve, line: &Line) -> Vec<Element> {
        let mut drawn = Vec::new();
        let mut run: Vec<(f64, f64)> = Vec::new();
        let mut before = 1.0;
        for (slice, left) in line.left.iter().enumerate() {
            match left {
                Some(left) => {
                    if run.is_empty() {
                        run.push((self.x(curve.ends(slice) - curve.step), self.y(before)));
                    }
                    run.push((self.x(curve.ends(slice)), self.y(*left)));
                    before = *left;
                }
                None => self.run(&std::mem::take(&mut run), &mut drawn),
            }
        }
        self.run(&run, &mut drawn);
        drawn
    }

    fn run(&self, run: &[(f64, f64)], drawn: &mut Vec<Element>) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let points: Vec<String> =
            run.iter().map(|(x, y)| format!("{} {}", coordinate(*x), coordinate(*y))).collect();
        let line = format!("M{}", points.join("L"));
        let zero = coordinate(self.y(0.0));
        let area = format!("{line}L{} {zero}L{} {zero}Z", coordinate(last.0), coordinate(first.0));
        drawn.push(Element::of("path", "area").with("d", area));
        drawn.push(Element::of("path", "line").with("d", line));
    }

    /// Draws the floor and where the line ends, with their names beside the picture.
    fn ends(&self, drawn: &Drawn<'_>) -> Vec<Element> {
        let Drawn { curve, line, floor, .. } = drawn;
        let last = line.left.iter().enumerate().rev().find_map(|(slice, left)| Some((slice, (*left)?)));
        let mut found = Vec::new();
        let end = last.map(|(_, left)| self.y(left));
        if *floor > 0.0 {
            let y = self.y(*floor);
            let mut at = y + 4.0;
            if let Some(end) = end.filter(|end| (end - y).abs() < APART) {
                at = if y >= end { end + 4.0 + APART } else { (end + 4.0 - APART).max(APART) };
            }
            found.push(level("floor", y));
            found.push(label("start", RIGHT + 8.0, at, &format!("floor {}", percent(*floor))));
        }
        if let Some((slice, left)) = last {
            let (x, y) = (self.x(curve.ends(slice)), self.y(left));
            let dot =
                Element::of("circle", "dot").with("cx", coordinate(x)).with("cy", coordinate(y)).with("r", 4);
            found.push(dot);
            found.push(label("start", RIGHT + 8.0, y + 4.0, &short(left)).with("font-weight", "bold"));
        }
        found
    }
}

/// Writes a share for beside a picture, where more than a tenth of a per cent is noise: from a hundred budgets on, as so many of
/// them.
fn short(share: f64) -> String {
    match share.abs() < 100.0 {
        true => percent((share * 1000.0).round() / 1000.0),
        false => format!("{}×", number(share.round())),
    }
}

fn level(class: &str, y: f64) -> Element {
    Element::of("line", class)
        .with("x1", coordinate(LEFT))
        .with("x2", coordinate(RIGHT))
        .with("y1", coordinate(y))
        .with("y2", coordinate(y))
}

fn label(anchor: &str, x: f64, y: f64, text: &str) -> Element {
    Element::new("text")
        .with("x", coordinate(x))
        .with("y", coordinate(y))
        .with("text-anchor", anchor)
        .text(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 3_600_000;

    fn curve(left: &[Option<f64>]) -> Curve {
        let lines = vec![Line { labels: Default::default(), levels: Vec::new(), left: left.to_vec() }];
        Curve { start: 0, step: HOUR, lines, queries: Vec::new() }
    }

    fn drawn(curve: &Curve) -> String {
        let of = Drawn {
            id: 1,
            name: "shop <b>",
            curve,
            line: &curve.lines[0],
            floor: 0.15,
            remaining: Some(0.2),
        };
        figure(&of).to_string()
    }

    #[test]
    fn it_breaks_where_nothing_is_known() {
        let curve = curve(&[Some(0.9), None, None, Some(0.4), Some(0.2), None]);
        let text = drawn(&curve);
        let document = roxmltree::Document::parse(&text).expect("it is well-formed");
        let of = |class: &str| {
            document.descendants().filter(|node| node.attribute("class") == Some(class)).count()
        };
        assert_eq!((of("line"), of("gap"), of("floor"), of("dot")), (2, 2, 1, 1));
        assert!(
            text.contains(" The slice that ate most, 50% of it, is that between 1970-01-01T03:00:00Z and 1970-01-01T04:00:00Z."),
            "{text}"
        );
        assert!(text.contains("Where it is hatched, nothing was counted."));
        assert!(text.contains("Error budget of shop &lt;b&gt;"));
        assert!(!text.contains("The slices end at"));
    }

    #[test]
    fn what_slices_lose_is_told() {
        let text = drawn(&curve(&[Some(0.5), Some(0.25)]));
        assert!(
            text.contains("The slices end at 25%, and over the whole period 20% is left, which counts"),
            "{text}"
        );
    }

    #[test]
    fn what_stands_beside_the_picture_is_short() {
        for (share, text) in
            [(0.66005, "66%"), (0.1234, "12.3%"), (-8.5543, "-855.4%"), (-100.2, "-100×"), (0.0, "0%")]
        {
            assert_eq!(short(share), text);
        }
    }

    #[test]
    fn everything_stays_in_the_picture() {
        for left in [vec![Some(-40.0)], vec![Some(1.0); 400], vec![None], vec![Some(0.151), Some(0.149)]] {
            let text = drawn(&curve(&left));
            let document = roxmltree::Document::parse(&text).expect("it is well-formed");
            for node in document.descendants() {
                for name in ["x", "x1", "x2", "cx"] {
                    let value =
                        node.attribute(name).map(|value| value.parse::<f64>().expect("it is a number"));
                    assert!(value.is_none_or(|value| (0.0..=SIZE.0).contains(&value)), "{name} of {node:?}");
                }
                for name in ["y", "y1", "y2", "cy"] {
                    let value =
                        node.attribute(name).map(|value| value.parse::<f64>().expect("it is a number"));
                    assert!(value.is_none_or(|value| (0.0..=SIZE.1).contains(&value)), "{name} of {node:?}");
                }
            }
        }
    }
}
