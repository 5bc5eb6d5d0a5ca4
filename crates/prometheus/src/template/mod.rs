//! PromQL with a window left open: what counts events over any window.
//!
//! A [`Template`] is made of what people write in specs, and refuses what counts nothing, with the reason. `number` and `selector`
//! pick series, `tree` is an expression, `guard` and `read` make one of a text, `print` writes it; `window` leaves the window
//! open; `unit`, `twins` and `shape` judge what an expression is worth; `split` counts apart by labels; [`forms`] are the usual
//! expressions, and [`share`] is a ratio that somebody wrote as one.

mod duration;
mod error;
pub mod forms;
mod guard;
mod number;
mod print;
mod read;
mod selector;
mod shape;
pub mod share;
mod split;
#[cfg(test)]
mod tests;
mod tree;
mod twins;
mod unit;
mod window;

use std::time::Duration;

pub use duration::{duration, read_duration};
pub use error::TemplateError;
pub use selector::{Matcher, Relation, Selector};

use selector::NAME;
use shape::{Shape, shape};
use tree::Node;
use unit::{COUNT, PLAIN, RATE, Units};
use window::Counters;

/// An expression that counts something over a window that is not chosen yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    root: Box<Node>,
    labels: Option<Vec<String>>,
    doubts: Vec<String>,
}

impl Template {
    /// Reads what somebody wrote to count events: a counter (`http_requests_total{code="500"}`), a sum of counters, or a rate or
    /// increase over any range, whose place the window takes. Counters become increases within the sum, so that a counter that
    /// began anew loses nothing.
    ///
    /// # Errors
    /// What is no PromQL, and what counts no events.
    pub fn of_counter(text: &str) -> Result<Template, TemplateError> {
        Template::counting(window::open(read::read(text, None)?, Counters::All)?)
    }

    /// Reads what [`Template::of_counter`] reads, where nobody says that metrics without a range are counters: they must have one.
    ///
    /// # Errors
    /// As there, and metrics without a range.
    pub fn of_rate(text: &str) -> Result<Template, TemplateError> {
        Template::counting(window::open(read::read(text, None)?, Counters::None)?)
    }

    /// Reads the expression of a rule whose ranges are written as a variable of a Go template: `sum(rate(x[{{.window}}]))`
    /// with the name `window`. Rates become counts.
    ///
    /// # Errors
    /// What is no PromQL, has no such range, or counts no events.
    pub fn of_windowed(text: &str, name: &str) -> Result<Template, TemplateError> {
        Template::counting(window::read_windowed(text, name)?)
    }

    /// Makes a template of an expression, if it counts events.
    fn counting(root: Node) -> Result<Template, TemplateError> {
        let unit = Units { fixed: false }.of(&root)?;
        let root = match unit {
            COUNT => root,
            RATE => window::count(root),
            _ => return Err(no_count(&root, unit)),
        };
        Template::summed(without_stand_in(root))
    }

    /// Makes a template of counts, which are added up if nobody did.
    fn summed(root: Node) -> Result<Template, TemplateError> {
        let doubts = doubts(&root);
        let (root, labels) = match shape(&root)? {
            Shape::Labels(labels) => (root, Some(labels)),
            Shape::Rest => (root, None),
            Shape::Series if split::is_chain(&root) => {
                return Err(TemplateError::new(
                    "it adds or subtracts series one by one, and those without a twin are lost",
                )
                .hint("sum each side: sum(a) + sum(b)"));
            }
            Shape::Series => (Node::sum(root, &[]), Some(Vec::new())),
            Shape::Scalar => return Err(TemplateError::new("it is a number without series")),
        };
        let template = Template { root: Box::new(root), labels, doubts };
        // What cannot be read back must not be sent.
        let written = template.over(Duration::from_secs(300));
        read::read(&written, None)
            .map_err(|error| TemplateError::new(format!("it cannot be written as {written}: {error}")))?;
        Ok(template)
    }

    /// Returns the expression over a window, down to a millisecond; it counts, whatever was written.
    pub fn over(&self, window: Duration) -> String {
        print::print(&self.root, window)
    }

    /// Returns the labels by which it counts apart; none if that depends on the series. No label: it counts one number.
    pub fn labels(&self) -> Option<&[String]> {
        self.labels.as_deref()
    }

    /// Returns the selectors in it, each once.
    pub fn selectors(&self) -> Vec<Selector> {
        let mut found = Vec::new();
        self.root.each(&mut |node| {
            if let Node::Select(selector, _) | Node::Range(selector, ..) = node
                && !found.contains(selector)
            {
                found.push(selector.clone());
            }
        });
        found
    }

    /// Returns what speaks against it, without being wrong for sure: fragments.
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// Returns it counting apart by more labels.
    ///
    /// # Errors
    /// Expressions whose parts would not add up to the whole.
    pub fn by<L: AsRef<str>>(&self, labels: &[L]) -> Result<Template, TemplateError> {
        let labels: Vec<String> = labels.iter().map(|label| label.as_ref().to_owned()).collect();
        if let Some(label) = labels.iter().find(|label| label.is_empty() || *label == NAME) {
            return Err(TemplateError::new(format!("{label:?} is no label that counts keep")));
        }
        let root = split::split((*self.root).clone(), &labels)?;
        Ok(Template { doubts: self.doubts.clone(), ..Template::summed(root)? })
    }

    /// Returns it so that a term of a sum that has no series counts as none, where another term has some. In PromQL the whole sum would
    /// be absent, and what is absent may be taken for zero.
    #[must_use]
    pub fn filled(&self) -> Template {
        let labels = self.labels.clone().unwrap_or_default();
        let root = split::filled(*self.root.clone(), &labels);
        root.map_or_else(|_| self.clone(), |root| Template { root: Box::new(root), ..self.clone() })
    }

    /// Returns it with one demand more on all of its series.
    #[must_use]
    pub fn with(&self, matcher: &Matcher) -> Template {
        let root = with((*self.root).clone(), matcher);
        Template { root: Box::new(root), labels: self.labels.clone(), doubts: self.doubts.clone() }
    }
}

impl Selector {
    /// Reads a selector: `http_requests_total{code="500"}`.
    ///
    /// # Errors
    /// What is no PromQL, and any other expression.
    pub fn parse(text: &str) -> Result<Selector, TemplateError> {
        match read::read(text, None)?.inner() {
            Node::Select(selector, tree::Shift(0)) => Ok(selector.clone()),
            Node::Select(..) => Err(TemplateError::new("it has an offset").hint("take it away")),
            _ => Err(TemplateError::new("it is more than a metric with its labels")
                .hint("write only the metric, such as http_requests_total{code=\"500\"}")),
        }
    }
}

fn with(node: Node, matcher: &Matcher) -> Node {
    let add = |selector: Selector| selector.with(matcher.clone());
    match node {
        Node::Select(selector, shift) => Node::Select(add(selector), shift),
        Node::Range(selector, range, shift) => Node::Range(add(selector), range, shift),
        other => other.map(&mut |node| with(node, matcher)),
    }
}

/// Takes `or vector(0)` away: what is absent is judged by who asks, and a zero would hide it.
fn without_stand_in(root: Node) -> Node {
    match root {
        Node::Binary(binary) if binary.sign == "or" && split::is_zero(&binary.right) => {
            without_stand_in(binary.left)
        }
        Node::Brackets(inner) => without_stand_in(*inner),
        other => other,
    }
}

/// Says why an expression counts no events.
fn no_count(root: &Node, unit: unit::Unit) -> TemplateError {
    let is_ratio = matches!(root.inner(), Node::Binary(binary) if binary.sign == "/");
    let (mut selects, mut has_ratio) = (false, false);
    root.each(&mut |node| {
        selects |= matches!(node, Node::Select(..) | Node::Range(..));
        has_ratio |= matches!(node, Node::Binary(binary) if binary.sign == "/");
    });
    match unit {
        _ if !selects => TemplateError::new("there is no metric in it"),
        None => TemplateError::new("it is always zero"),
        PLAIN if is_ratio || has_ratio => TemplateError::new("it is a ratio, and counts no events")
            .hint("give the good or bad events and all events apart from each other"),
        PLAIN => TemplateError::new("it counts no events in the window")
            .hint("take increase(…) or rate(…) of a counter"),
        _ => TemplateError::new("it multiplies or divides counts, which gives no count"),
    }
}

/// Names what is likely not meant.
fn doubts(root: &Node) -> Vec<String> {
    let mut doubts = Vec::new();
    root.each(&mut |node| {
        let Node::Call(name, arguments) = node else { return };
        let [Node::Range(selector, ..)] = arguments.as_slice() else { return };
        let metric = selector.metric.as_deref().unwrap_or_default();
        if matches!(name.as_str(), "increase" | "rate" | "irate") && metric.contains(':') {
            let doubt = format!(
                "{metric} is named as the record of a rule: a recorded sum goes down when one of its counters begins anew, and the rest is counted again; a recorded rate is no counter"
            );
            if !doubts.contains(&doubt) {
                doubts.push(doubt);
            }
        }
    });
    if shape(root) == Ok(Shape::Series) && !matches!(root, Node::Call(..)) {
        doubts.push("it is not summed: all its series are counted together".to_owned());
    }
    doubts
}
