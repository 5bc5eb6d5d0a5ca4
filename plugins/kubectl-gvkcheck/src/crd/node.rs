//! An object as the API server validates it: pruned, nulls removed, defaults set, every node with its place in the text.

use kubecheck_core::model::tree::NodeId;

/// A value and the node that stands for it: its own, or, of what a default set, the map or list it was set in.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) at: NodeId,
    pub(super) data: Data<'a>,
}

/// A value by its type.
#[derive(Clone, Debug)]
pub(super) enum Data<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    List(Vec<Node<'a>>),
    /// In the order of the text, no name twice.
    Map(Vec<(&'a str, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Returns a field of a map.
    pub(super) fn get(&self, name: &str) -> Option<&Node<'a>> {
        match &self.data {
            Data::Map(fields) => fields.iter().find(|(own, _)| *own == name).map(|(_, node)| node),
            _ => None,
        }
    }
}

/// Compares by value; places do not count.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Int(a), Data::Int(b)) => a == b,
            (Data::Float(a), Data::Float(b)) => a == b,
            (Data::Text(a), Data::Text(b)) => a == b,
            (Data::List(a), Data::List(b)) => a == b,
            (Data::Map(a), Data::Map(b)) => {
                a.len() == b.len() && a.iter().all(|(name, node)| other.get(name) == Some(node))
            }
            _ => false,
        }
    }
}
