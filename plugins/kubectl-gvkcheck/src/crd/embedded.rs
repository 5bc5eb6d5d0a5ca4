//! Objects of Kubernetes inside of a custom object (`x-kubernetes-embedded-resource`): they have an apiVersion, a kind and
//! metadata (`pkg/apiserver/schema/objectmeta/validation.go`).

use kubecheck_catalog::Minor;
use kubecheck_core::model::tree::Tree;

use super::metadata;
use super::node::{Data, Node};
use super::schema::Schema;
use super::violation::{Problem, Violation};
use crate::schema::names;

/// What the text is that an object was made of, and what it is judged for.
pub(super) struct Within<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) target: Minor,
}

/// Reports embedded objects that are none.
pub(super) fn check(node: &Node<'_>, schema: &Schema, within: &Within<'_>, found: &mut Vec<Violation>) {
    match &node.data {
        Data::List(items) => {
            if let Some(of) = &schema.items {
                items.iter().for_each(|item| check(item, of, within, found));
            }
        }
        Data::Map(fields) => {
            if schema.embedded {
                object(node, fields, within, found);
            }
            for (name, value) in fields {
                if let Some(of) = schema.field(name) {
                    check(value, of, within, found);
                }
            }
        }
        _ => {}
    }
}

fn object(node: &Node<'_>, fields: &[(&str, Node<'_>)], within: &Within<'_>, found: &mut Vec<Violation>) {
    for name in ["apiVersion", "kind"] {
        if node.get(name).is_none() {
            found.push(Violation { at: node.at, problem: Problem::Missing(name.into()) });
        }
    }
    for (name, value) in fields {
        match (*name, &value.data) {
            ("apiVersion" | "kind", Data::Text("")) => refuse(value, "must not be empty".to_owned(), found),
            ("apiVersion", Data::Text(text)) if text.matches('/').count() > 1 => {
                refuse(value, "must be a group and a version, such as apps/v1".to_owned(), found);
            }
            ("kind", Data::Text(text)) if !is_kind(text) => {
                refuse(
                    value,
                    "must be letters, digits and dashes, and begin with a letter".to_owned(),
                    found,
                );
            }
            ("apiVersion" | "kind", Data::Text(_)) => {}
            ("apiVersion" | "kind", _) => {
                let problem = Problem::WrongType { wanted: "a string".to_owned() };
                found.push(Violation { at: value.at, problem });
            }
            ("metadata", _) => metadata(value, node, within, found),
            _ => {}
        }
    }
}

/// A label of DNS (RFC 1035), in any case.
fn is_kind(text: &str) -> bool {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with('-')
        && text.len() <= 63
        && text.bytes().all(inner)
}

fn metadata(node: &Node<'_>, object: &Node<'_>, within: &Within<'_>, found: &mut Vec<Violation>) {
    // What a default set has no text of its own.
    if node.at != object.at {
        found.extend(metadata::check(within.tree.value(node.at), within.target));
    }
    if let Some(Node { data: Data::Text(namespace), at }) = node.get("namespace")
        && !namespace.is_empty()
        && let Err(why) = names::check_namespace(namespace)
    {
        let message = format!("is a namespace that is refused: {why}");
        found.push(Violation { at: *at, problem: Problem::Value { message, blocks: false, lacks: false } });
    }
    for (field, check) in [
        ("labels", names::check_label_key as fn(&str) -> Result<(), String>),
        ("annotations", names::check_annotation_key),
    ] {
        let Some(Node { data: Data::Map(entries), .. }) = node.get(field) else { continue };
        for (key, value) in entries {
            if let Err(why) = check(key) {
                refuse(value, format!("has a key that is refused: {key:?} {why}"), found);
            }
            if let (Data::Text(text), "labels") = (&value.data, field)
                && let Err(why) = names::check_label_value(text)
            {
                refuse(value, format!("is a label's value that is refused: {text:?} {why}"), found);
            }
        }
    }
    let Some(Node { data: Data::Text(name), at }) = node.get("name") else { return };
    if matches!(*name, "." | "..") || name.contains(['/', '%']) {
        let message = "must not be . or .., nor have a / or a %".to_owned();
        found.push(Violation { at: *at, problem: Problem::Value { message, blocks: false, lacks: false } });
    }
}

fn refuse(node: &Node<'_>, message: String, found: &mut Vec<Violation>) {
    found.push(Violation { at: node.at, problem: Problem::Value { message, blocks: false, lacks: false } });
}
