//! JSON pointers (RFC 6901) of nodes.

use super::tree::{NodeId, NodeKind, Tree};

/// One step from a node towards another inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'t> {
    /// To the value of a key.
    Key(&'t str),
    /// To an item.
    Index(usize),
}

/// Returns the JSON pointer of a value, or of a key: that is the pointer of the key's entry.
pub fn of(tree: &Tree<'_>, target: NodeId) -> String {
    between(tree, NodeId(0), target)
}

/// Returns the JSON pointer of a value, or of a key, from a value that holds it.
pub fn between(tree: &Tree<'_>, from: NodeId, target: NodeId) -> String {
    let mut pointer = String::new();
    for step in steps(tree, from, target) {
        match step {
            Step::Key(key) => push(&mut pointer, key),
            Step::Index(index) => push(&mut pointer, &index.to_string()),
        }
    }
    pointer
}

/// Returns where a value lies in another as it stays when items come and go: like a pointer, but items of lists go by
/// their `name`, or by `*` if they have none. What lies outside is told from the root.
pub fn steady(tree: &Tree<'_>, from: NodeId, target: NodeId) -> String {
    let mut at = if from <= target && target.0 < tree.node(from).end { from } else { NodeId(0) };
    let mut pointer = String::new();
    while at < target && target.0 < tree.node(at).end {
        let (step, next) = match tree.node(at).kind {
            NodeKind::Mapping => entry_holding(tree, at, target),
            NodeKind::Sequence => item_holding(tree, at, target),
            NodeKind::Scalar(_) | NodeKind::Alias(_) => break,
        };
        match step {
            Step::Key(key) => push(&mut pointer, key),
            Step::Index(_) => {
                let name = tree.value(next).get("name");
                push(&mut pointer, name.and_then(|name| name.as_str()).unwrap_or("*"));
            }
        }
        at = next;
    }
    pointer
}

/// Returns the steps from one node to another inside it; none if it does not lie inside.
pub fn steps<'t>(tree: &'t Tree<'_>, from: NodeId, target: NodeId) -> Vec<Step<'t>> {
    let mut steps = Vec::new();
    let mut at = from;
    while at < target && target.0 < tree.node(at).end {
        let (step, next) = match tree.node(at).kind {
            NodeKind::Mapping => entry_holding(tree, at, target),
            NodeKind::Sequence => item_holding(tree, at, target),
            NodeKind::Scalar(_) | NodeKind::Alias(_) => break,
        };
        steps.push(step);
        at = next;
    }
    steps
}

/// Finds the entry that holds the target, and the entry's value. For a key that is the key itself, where the walk ends.
fn entry_holding<'t>(tree: &'t Tree<'_>, mapping: NodeId, target: NodeId) -> (Step<'t>, NodeId) {
    let mut key = NodeId(mapping.0 + 1);
    loop {
        let value = NodeId(tree.node(key).end);
        let next = tree.node(value).end;
        if target.0 < next {
            let at = if target < value { target } else { value };
            return (Step::Key(&tree.node(key).text), at);
        }
        key = NodeId(next);
    }
}

fn item_holding<'t>(tree: &'t Tree<'_>, sequence: NodeId, target: NodeId) -> (Step<'t>, NodeId) {
    let (mut item, mut index) = (NodeId(sequence.0 + 1), 0);
    loop {
        let next = tree.node(item).end;
        if target.0 < next {
            return (Step::Index(index), item);
        }
        (item, index) = (NodeId(next), index + 1);
    }
}

/// Adds a token to a pointer, escaped.
pub fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    for c in token.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tree::{Node, Scalar, Span, Style};

    /// Builds `{a/b: [x, y]}`: mapping, key, sequence, two scalars.
    fn tree() -> Tree<'static> {
        let node = |kind, text: &'static str, end| Node {
            kind,
            style: Style::Plain,
            text: text.into(),
            span: Span::default(),
            end,
        };
        let text = NodeKind::Scalar(Scalar::String);
        let nodes = vec![
            node(NodeKind::Mapping, "", 5),
            node(text, "a/b", 2),
            node(NodeKind::Sequence, "", 5),
            node(text, "x", 4),
            node(text, "y", 5),
        ];
        Tree { nodes, ..Tree::default() }
    }

    #[test]
    fn pointers_escape_and_count() {
        assert_eq!(of(&tree(), NodeId(4)), "/a~1b/1");
    }

    #[test]
    fn a_key_has_the_pointer_of_its_entry() {
        assert_eq!(of(&tree(), NodeId(1)), "/a~1b");
        assert_eq!(of(&tree(), NodeId(2)), "/a~1b");
    }

    #[test]
    fn the_root_has_the_empty_pointer() {
        assert_eq!(of(&tree(), NodeId(0)), "");
    }

    #[test]
    fn steps_begin_where_they_are_told_to() {
        assert_eq!(steps(&tree(), NodeId(2), NodeId(3)), [Step::Index(0)]);
    }
}
