//! JSON pointers (RFC 6901) of nodes.

use super::tree::{NodeId, NodeKind, Tree};

/// Returns the JSON pointer of a value, or of a key: that is the pointer of the key's entry.
pub fn of(tree: &Tree<'_>, target: NodeId) -> String {
    let mut pointer = String::new();
    let mut at = NodeId(0);
    while at != target {
        let node = tree.node(at);
        let next = match node.kind {
            NodeKind::Mapping => entry_holding(tree, at, target, &mut pointer),
            NodeKind::Sequence => item_holding(tree, at, target, &mut pointer),
            NodeKind::Scalar(_) | NodeKind::Alias(_) => None,
        };
        match next {
            Some(next) if next != at => at = next,
            _ => break,
        }
    }
    pointer
}

/// Finds the entry that holds the target. For a key itself the walk ends there.
fn entry_holding(tree: &Tree<'_>, mapping: NodeId, target: NodeId, pointer: &mut String) -> Option<NodeId> {
    let end = tree.node(mapping).end;
    let mut key = mapping.0 + 1;
    while key < end {
        let value = tree.node(NodeId(key)).end;
        let next = tree.node(NodeId(value)).end;
        if target.0 < next {
            push(pointer, &tree.node(NodeId(key)).text);
            return (target.0 >= value).then_some(NodeId(value));
        }
        key = next;
    }
    None
}

fn item_holding(tree: &Tree<'_>, sequence: NodeId, target: NodeId, pointer: &mut String) -> Option<NodeId> {
    let end = tree.node(sequence).end;
    let (mut item, mut index) = (sequence.0 + 1, 0);
    while item < end {
        let next = tree.node(NodeId(item)).end;
        if target.0 < next {
            push(pointer, &index.to_string());
            return Some(NodeId(item));
        }
        (item, index) = (next, index + 1);
    }
    None
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
