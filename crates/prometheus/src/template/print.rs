//! Writes an expression as PromQL that every version of Prometheus reads.

use std::fmt::Write;
use std::time::Duration;

use super::duration::duration;
use super::selector::{label, quote};
use super::tree::{Aggregate, Binary, Grouping, Node, Range, Shift};

/// Writes an expression over a window.
pub(super) fn print(node: &Node, window: Duration) -> String {
    let mut printer = Printer { window: duration(window), out: String::new() };
    printer.node(node);
    printer.out
}

struct Printer {
    window: String,
    out: String,
}

impl Printer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn show(&mut self, shown: impl std::fmt::Display) {
        write!(self.out, "{shown}").expect("a string can always be written to");
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Number(number) => self.number(*number),
            Node::Text(text) => self.push(&quote(text)),
            Node::Select(selector, shift) => {
                self.show(selector);
                self.shift(*shift);
            }
            Node::Range(selector, range, shift) => {
                self.show(selector);
                self.range(*range, "");
                self.shift(*shift);
            }
            Node::Subquery { of, range, step, shift } => {
                self.node(of);
                let step = step.map(duration).unwrap_or_default();
                self.range(*range, &format!(":{step}"));
                self.shift(*shift);
            }
            Node::Call(name, arguments) => {
                self.push(name);
                self.arguments(arguments.iter());
            }
            Node::Aggregate(aggregate) => self.aggregate(aggregate),
            Node::Binary(binary) => self.binary(binary),
            Node::Minus(of) => {
                self.push("-");
                self.node(of);
            }
            Node::Brackets(of) => self.arguments([of.as_ref()].into_iter()),
        }
    }

    fn number(&mut self, number: f64) {
        match number {
            _ if number.is_nan() => self.push("NaN"),
            f64::INFINITY => self.push("Inf"),
            f64::NEG_INFINITY => self.push("-Inf"),
            // Beyond what a number holds exactly, all digits would only fill the line.
            _ if number.abs() >= 1e21 || (number != 0.0 && number.abs() < 1e-6) => {
                self.show(format_args!("{number:e}"));
            }
            _ => self.show(number),
        }
    }

    fn range(&mut self, range: Range, step: &str) {
        match range {
            Range::Window => self.out.push_str(&format!("[{}{step}]", self.window)),
            Range::Fixed(length) => self.push(&format!("[{}{step}]", duration(length))),
        }
    }

    fn shift(&mut self, Shift(millis): Shift) {
        let sign = match millis {
            0 => return,
            _ if millis < 0 => "-",
            _ => "",
        };
        let length = duration(Duration::from_millis(millis.unsigned_abs()));
        self.push(&format!(" offset {sign}{length}"));
    }

    fn arguments<'n>(&mut self, arguments: impl Iterator<Item = &'n Node>) {
        self.push("(");
        for (number, argument) in arguments.enumerate() {
            if number > 0 {
                self.push(", ");
            }
            self.node(argument);
        }
        self.push(")");
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        self.push(&aggregate.name);
        match &aggregate.grouping {
            Grouping::By(labels) if labels.is_empty() => {}
            Grouping::By(labels) => self.push(&format!(" by ({}) ", list(labels))),
            Grouping::Without(labels) => self.push(&format!(" without ({}) ", list(labels))),
        }
        self.arguments(aggregate.argument.iter().chain([&aggregate.of]));
    }

    fn binary(&mut self, binary: &Binary) {
        self.node(&binary.left);
        self.push(&format!(" {}", binary.sign));
        if binary.is_bool {
            self.push(" bool");
        }
        if let Some(matching) = &binary.matching {
            let word = if matching.is_on { "on" } else { "ignoring" };
            self.push(&format!(" {word} ({})", list(&matching.labels)));
            if let Some((side, labels)) = &matching.many {
                self.push(&format!(" {side} ({})", list(labels)));
            }
        }
        self.push(" ");
        self.node(&binary.right);
    }
}

fn list(labels: &[String]) -> String {
    let labels: Vec<String> = labels.iter().map(|name| label(name)).collect();
    labels.join(", ")
}
