//! Ignore comments: `# gvkcheck:ignore wrong-group, unknown-field`.
//!
//! A comment behind something covers its line. A comment on a line of its own covers the entry or item that begins on the
//! next line, with everything inside it; at the head of a document it covers the whole document.

use memchr::memmem;

use crate::model::tree::{NodeId, NodeKind, Position, Span, Tree, Value};

/// What the ignore comments of one document cover.
#[derive(Debug, Default)]
pub struct Ignores {
    covered: Vec<Covered>,
    /// Rule names in comments that no rule has, with their lines: a typing error must not be silent.
    pub unknown: Vec<(u32, String)>,
}

#[derive(Debug)]
struct Covered {
    first_line: u32,
    last_line: u32,
    rule: &'static str,
}

impl Ignores {
    /// Reads the ignore comments of a document. `known` finds the name of a rule.
    pub fn read(
        tool: &str,
        text: &str,
        first_line: u32,
        tree: &Tree<'_>,
        known: &dyn Fn(&str) -> Option<&'static str>,
    ) -> Self {
        let mut ignores = Ignores::default();
        if memmem::find(text.as_bytes(), tool.as_bytes()).is_none() {
            return ignores;
        }
        let marks = [format!("{tool}:ignore"), format!("{tool}: ignore")];
        for (number, line) in (first_line..).zip(text.lines()) {
            let Some((before, names)) = marks.iter().find_map(|mark| comment(line, mark)) else { continue };
            let column = before.chars().count() as u32 + 1;
            if in_scalar(tree, Position { line: number, column }) {
                continue;
            }
            let (first_line, last_line) =
                if before.trim().is_empty() { below(tree, number) } else { (number, number) };
            for name in names.split([',', ' ', '\t']).filter(|name| !name.is_empty()) {
                match known(name) {
                    Some(rule) => ignores.covered.push(Covered { first_line, last_line, rule }),
                    None => ignores.unknown.push((number, name.to_owned())),
                }
            }
            if names.trim().is_empty() {
                ignores.unknown.push((number, String::new()));
            }
        }
        ignores
    }

    /// Tells whether a finding of a rule on a line is to be ignored.
    pub fn covers(&self, line: u32, rule: &str) -> bool {
        let mut covered = self.covered.iter();
        covered.any(|c| c.rule == rule && (c.first_line..=c.last_line).contains(&line))
    }
}

/// Splits a line into what stands before the comment and the rule names in it.
fn comment<'l>(line: &'l str, mark: &str) -> Option<(&'l str, &'l str)> {
    let at = line.find(mark)?;
    let hash = line[..at].rfind('#')?;
    let between = &line[hash + 1..at];
    let before = &line[..hash];
    let is_comment = between.trim().is_empty() && (before.is_empty() || before.ends_with([' ', '\t']));
    is_comment.then(|| (before, line[at + mark.len()..].split('#').next().unwrap_or_default()))
}

/// Tells whether a position lies inside a scalar, where `#` starts no comment.
fn in_scalar(tree: &Tree<'_>, position: Position) -> bool {
    tree.nodes.iter().any(|node| {
        matches!(node.kind, NodeKind::Scalar(_)) && node.span.start <= position && position < node.span.end
    })
}

/// Returns the lines that a comment on a line of its own covers: the whole document if it stands at its head, else the
/// entry or item that begins on the next line with content.
fn below(tree: &Tree<'_>, line: u32) -> (u32, u32) {
    let Some(root) = tree.nodes.first() else { return (line, line) };
    if root.span.start.line > line {
        return (line, u32::MAX);
    }
    let starts = tree.nodes.iter().map(|node| node.span.start.line);
    let Some(first) = starts.filter(|start| *start > line).min() else { return (line, line) };
    (line, beginning_on(tree.value(NodeId(0)), first).unwrap_or(first))
}

/// Returns the last line of the entry or item that begins on a line, looking inwards.
fn beginning_on(value: Value<'_>, line: u32) -> Option<u32> {
    for entry in value.own_entries() {
        let last = last_line(entry.value.span()).max(entry.key.span().end.line);
        if entry.key.span().start.line == line {
            return Some(last);
        }
        if last >= line {
            return beginning_on(entry.value, line);
        }
    }
    for item in value.items() {
        if item.span().start.line == line {
            return Some(last_line(item.span()));
        }
        if last_line(item.span()) >= line {
            return beginning_on(item, line);
        }
    }
    None
}

/// Returns the last line with content: a block's end may stand at the start of the line behind it.
fn last_line(span: Span) -> u32 {
    let empty_end = span.end.column <= 1 && span.end.line > span.start.line;
    if empty_end { span.end.line - 1 } else { span.end.line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{self, Input, Part};

    /// Tells on which lines a rule named `r` is ignored.
    fn ignored(text: &str) -> Vec<u32> {
        let mut lines = Vec::new();
        let read = source::read(&Input::memory("x.yaml", text), &mut |part| {
            let Part::Document(document) = part else { panic!("the fixture can be read") };
            let known = |name: &str| (name == "r").then_some("r");
            let ignores = Ignores::read("tool", document.text, document.first_line, &document.tree, &known);
            lines = (1..=text.lines().count() as u32).filter(|line| ignores.covers(*line, "r")).collect();
        });
        read.expect("memory can be read");
        lines
    }

    #[test]
    fn a_comment_behind_something_covers_its_line() {
        assert_eq!(ignored("a: 1\nb: 2 # tool:ignore r\nc: 3\n"), [2]);
    }

    #[test]
    fn a_comment_of_its_own_covers_the_entry_below_it() {
        assert_eq!(ignored("a: 1\n# tool:ignore r\nb:\n  c: 1\n  d: 2\ne: 3\n"), [2, 3, 4, 5]);
    }

    #[test]
    fn a_comment_inside_a_map_does_not_cover_the_whole_map() {
        assert_eq!(ignored("a:\n  # tool:ignore r\n  b: 1\n  c: 2\n"), [2, 3]);
    }

    #[test]
    fn a_comment_above_an_item_covers_the_item() {
        assert_eq!(ignored("a:\n# tool:ignore r\n- b: 1\n  c: 2\n- d: 3\n"), [2, 3, 4]);
    }

    #[test]
    fn a_comment_at_the_head_covers_the_document() {
        assert_eq!(ignored("# tool:ignore r\na: 1\nb: 2\n"), [1, 2, 3]);
    }

    #[test]
    fn what_only_looks_like_a_comment_is_none() {
        assert_eq!(ignored("a: \"x # tool:ignore r\"\nb: |\n  # tool:ignore r\n  y\n"), Vec::<u32>::new());
    }

    #[test]
    fn several_rules_may_be_named_and_unknown_ones_are_told() {
        let read = source::read(&Input::memory("x.yaml", "a: 1 # tool:ignore r, q\n"), &mut |part| {
            let Part::Document(document) = part else { panic!("the fixture can be read") };
            let ignores =
                Ignores::read("tool", document.text, 1, &document.tree, &|name| (name == "r").then_some("r"));
            assert!(ignores.covers(1, "r"));
            assert_eq!(ignores.unknown, [(1, "q".to_owned())]);
        });
        read.expect("memory can be read");
    }
}
