//! Leaves the window of an expression open.

use std::time::Duration;

use super::error::TemplateError;
use super::read::read;
use super::tree::{Node, Range};

/// The days of the stand-in for the window; nobody writes such a length.
const DAYS: u64 = 97 * 365;

/// Reads an expression in which the window is the variable of a Go template: `{{.window}}`.
///
/// # Errors
/// What is no PromQL, and a variable that stands nowhere or elsewhere.
pub(super) fn read_windowed(text: &str, name: &str) -> Result<Node, TemplateError> {
    let (filled, stand_in, count) = fill(text, name)?;
    let root = read(&filled, Some(stand_in))?;
    let mut found = 0;
    root.each(&mut |node| {
        let is_window = |range: &Range| *range == Range::Window;
        found += usize::from(match node {
            Node::Range(_, range, _) | Node::Subquery { range, .. } => is_window(range),
            _ => false,
        });
    });
    if found != count {
        return Err(TemplateError::new(format!("{{{{.{name}}}}} stands where no range is")));
    }
    Ok(root)
}

/// Puts a length of time, which stands nowhere else, where the variable is; returns the length, and how often it was.
fn fill(text: &str, name: &str) -> Result<(String, Duration, usize), TemplateError> {
    let window =
        (1..).map(|millis: u64| (format!("97y{millis}ms"), millis)).find(|(word, _)| !text.contains(word));
    let (word, millis) = window.ok_or_else(|| TemplateError::new("it is too long"))?;
    let (mut filled, mut rest, mut count) = (String::with_capacity(text.len()), text, 0);
    while let Some((before, behind)) = rest.split_once("{{") {
        filled.push_str(before);
        match behind.split_once("}}") {
            Some((within, behind)) if is_variable(within, name) => {
                filled.push_str(&word);
                (rest, count) = (behind, count + 1);
            }
            _ => {
                filled.push_str("{{");
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    if count == 0 {
        return Err(TemplateError::new(format!(
            "it has no [{{{{.{name}}}}}], so it cannot be asked over any window"
        ))
        .hint(format!("write the range of each rate or increase as [{{{{.{name}}}}}]")));
    }
    let window = Duration::from_secs(DAYS * 86400) + Duration::from_millis(millis);
    Ok((filled, window, count))
}

/// Tells whether an action of a Go template is a variable; a dash at an end trims blanks.
fn is_variable(within: &str, name: &str) -> bool {
    let within = within.strip_prefix("- ").unwrap_or(within);
    let within = within.strip_suffix(" -").unwrap_or(within);
    within.trim().strip_prefix('.') == Some(name)
}

/// Whether metrics without a range are counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counters {
    /// All of them are.
    All,
    /// That is not known.
    None,
}

/// Makes the window of what was written for no window, or for one of the writer's: a counter becomes its increase.
pub(super) fn open(node: Node, counters: Counters) -> Result<Node, TemplateError> {
    match node {
        Node::Select(selector, _) if counters == Counters::None => {
            Err(TemplateError::new(format!("{selector} has no range, and nobody says that it is a counter"))
                .hint(format!("take rate({selector}[5m]), if it is one")))
        }
        Node::Select(selector, shift) => {
            Ok(Node::call("increase", Node::Range(selector, Range::Window, shift)))
        }
        Node::Range(selector, _, shift) => Ok(Node::Range(selector, Range::Window, shift)),
        Node::Subquery { of, step, shift, .. } => {
            Ok(Node::Subquery { of, range: Range::Window, step, shift })
        }
        Node::Binary(binary) if matches!(binary.sign.as_str(), "and" | "unless") => {
            Err(TemplateError::new(format!("it picks series by the state of others ({})", binary.sign))
                .hint("pick them by matchers of their labels"))
        }
        other => other.try_map(&mut |node| open(node, counters)),
    }
}

/// Makes counts of rates: a rate, times the seconds of its window, is the increase.
pub(super) fn count(node: Node) -> Node {
    match node {
        Node::Call(name, arguments)
            if matches!(name.as_str(), "rate" | "irate")
                && matches!(arguments.as_slice(), [Node::Range(_, Range::Window, _)]) =>
        {
            Node::Call("increase".to_owned(), arguments)
        }
        Node::Subquery { .. } => node,
        other => other.map(&mut count),
    }
}
