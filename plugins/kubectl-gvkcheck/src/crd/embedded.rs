//! Objects of Kubernetes inside of a custom object (`x-kubernetes-embedded-resource`): they have an apiVersion, a kind and
//! metadata (`pkg/apiserver/schema/objectmeta/validation.go`).

use super::node::{Data, Node};
use super::schema::Schema;
use super::violation::{Problem, Violation};
use crate::schema::names;

/// Reports embedded objects that are none.
pub(super) fn check(node: &Node<'_>, schema: &Schema, found: &mut Vec<Violation>) {
    match &node.data {
        Data::List(items) => {
            if let Some(of) = &schema.items {
                items.iter().for_each(|item| check(item, of, found));
            }
        }
        Data::Map(fields) => {
            if schema.embedded {
                object(node, fields, found);
            }
            for (name, value) in fields {
                if let Some(of) = schema.field(name) {
                    check(value, of, found);
                }
            }
        }
        _ => {}
    }
}

fn object(node: &Node<'_>, fields: &[(&str, Node<'_>)], found: &mut Vec<Violation>) {
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
            ("metadata", _) => metadata(value, found),
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

fn metadata(node: &Node<'_>, found: &mut Vec<Violation>) {
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
