//! Bounds what aliases may grow into, without following them.
//!
//! go-yaml counts what it decodes, and how much of it comes out of aliases; if the share is too high it gives up
//! (`go.yaml.in/yaml/v2/decode.go`, `allowedAliasRatio`). The same counts come out of the sizes of the subtrees.

use crate::model::tree::{Node, NodeKind, Style};

use super::MAX_DEPTH;
use crate::source::fault::Fault;

/// Refuses aliases that contain themselves, grow too large or too deep.
pub(super) fn check(nodes: &[Node<'_>]) -> Result<(), Fault> {
    let mut sizes = vec![Size::default(); nodes.len()];
    let mut open: Vec<Open> = Vec::new();
    // go-yaml decodes the document itself, too.
    let mut count = Count { all: 1, aliased: 0 };
    for (id, node) in nodes.iter().enumerate() {
        close(nodes, &mut sizes, &mut open, id);
        let mut size = Size { nodes: u64::from(is_decoded(node, open.last_mut())), depth: 0 };
        count.add(size.nodes, false);
        if let NodeKind::Alias(target) = node.kind {
            let target = target.0 as usize;
            if nodes[target].end as usize > id {
                return Err(Fault::over(
                    node.span,
                    "the alias stands inside the value it names, without end",
                ));
            }
            count.add(sizes[target].nodes, true);
            size = Size { nodes: size.nodes.saturating_add(sizes[target].nodes), ..sizes[target] };
        }
        if count.is_excessive() {
            return Err(Fault::over(
                node.span,
                "the aliases up to here make the document grow out of all proportion",
            )
            .help("kubectl refuses it too; write the values out, or fewer of them"));
        }
        if open.len() as u32 + size.depth > MAX_DEPTH {
            return Err(Fault::too_deep(node.span.start));
        }
        sizes[id] = size;
        if matches!(node.kind, NodeKind::Sequence | NodeKind::Mapping) {
            sizes[id].depth = 1;
            open.push(Open { id, mapping: node.kind == NodeKind::Mapping, key_next: true, merge: false });
        } else {
            add(&mut sizes, open.last(), size);
        }
    }
    Ok(())
}

/// How many nodes a subtree has once aliases are followed, and how deep it is.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: u64,
    depth: u32,
}

/// A collection whose end has not come yet.
struct Open {
    id: usize,
    mapping: bool,
    /// Whether the next child, if this is a mapping, is a key.
    key_next: bool,
    /// Whether the last key was a merge key.
    merge: bool,
}

/// Closes the collections that end before a node.
fn close(nodes: &[Node<'_>], sizes: &mut [Size], open: &mut Vec<Open>, id: usize) {
    while let Some(last) = open.pop_if(|last| nodes[last.id].end as usize <= id) {
        let size = sizes[last.id];
        add(sizes, open.last(), size);
    }
}

/// Adds the size of a child to its parent.
fn add(sizes: &mut [Size], parent: Option<&Open>, child: Size) {
    if let Some(parent) = parent {
        let size = &mut sizes[parent.id];
        size.nodes = size.nodes.saturating_add(child.nodes);
        size.depth = size.depth.max(child.depth.saturating_add(1));
    }
}

/// Tells whether go-yaml decodes a node: a merge key it only looks at, and of a list to merge only the items.
fn is_decoded(node: &Node<'_>, parent: Option<&mut Open>) -> bool {
    let Some(parent) = parent.filter(|parent| parent.mapping) else { return true };
    let is_key = parent.key_next;
    parent.key_next = !is_key;
    if is_key {
        parent.merge =
            matches!(node.kind, NodeKind::Scalar(_)) && node.style == Style::Plain && node.text == "<<";
        return !parent.merge;
    }
    !(parent.merge && node.kind == NodeKind::Sequence)
}

/// How much go-yaml has decoded, and how much of it comes out of aliases.
struct Count {
    all: u64,
    aliased: u64,
}

impl Count {
    fn add(&mut self, nodes: u64, aliased: bool) {
        self.all = self.all.saturating_add(nodes);
        if aliased {
            self.aliased = self.aliased.saturating_add(nodes);
        }
    }

    fn is_excessive(&self) -> bool {
        let share = self.aliased as f64 / self.all as f64;
        self.aliased > 100 && self.all > 1000 && share > allowed(self.all)
    }
}

/// Returns the share of aliases that go-yaml bears in a document of a size.
fn allowed(all: u64) -> f64 {
    const LOW: u64 = 400_000;
    const HIGH: u64 = 4_000_000;
    match all {
        ..=LOW => 0.99,
        HIGH.. => 0.10,
        _ => 0.99 - 0.89 * ((all - LOW) as f64 / (HIGH - LOW) as f64),
    }
}
