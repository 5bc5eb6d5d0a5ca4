//! Items of lists that are sets or maps: none may come twice (`pkg/apiserver/schema/listtype/validation.go`).

use std::collections::BTreeMap;

use super::node::{Data, Node};
use super::schema::{ListType, Name, Schema};
use super::violation::{Problem, Violation};

/// Reports the items that repeat an earlier one, here and in all that is inside.
pub(super) fn check(node: &Node<'_>, schema: &Schema, found: &mut Vec<Violation>) {
    match &node.data {
        Data::List(items) => {
            match schema.list {
                ListType::Atomic => {}
                ListType::Set => duplicates(items, &[], found),
                ListType::Map => maps(items, schema.keys(), found),
            }
            if let Some(of) = &schema.items {
                items.iter().for_each(|item| check(item, of, found));
            }
        }
        Data::Map(fields) => {
            for (name, value) in fields {
                if let Some(of) = schema.field(name) {
                    check(value, of, found);
                }
            }
        }
        _ => {}
    }
}

fn maps(items: &[Node<'_>], keys: &[Name], found: &mut Vec<Violation>) {
    if let Some(other) = items.iter().find(|item| !matches!(item.data, Data::Null | Data::Map(_))) {
        let message = "must be a map, as its list has keys".to_owned();
        found.push(Violation {
            at: other.at,
            problem: Problem::Value { message, blocks: false, lacks: false },
        });
        return;
    }
    if !keys.is_empty() {
        duplicates(items, keys, found);
    }
}

/// Compares the items by their keys, or by value if there are none.
fn duplicates(items: &[Node<'_>], keys: &[Name], found: &mut Vec<Violation>) {
    let mut seen: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let mut own = String::new();
        if keys.is_empty() {
            write(item, &mut own);
        }
        for key in keys {
            match item.get(key) {
                Some(value) => write(value, &mut own),
                None => own.push('-'),
            }
            own.push('\n');
        }
        match seen.get_mut(&own) {
            None => {
                seen.insert(own, (at, false));
            }
            // Of items that are all the same, only the second is told.
            Some((_, true)) => {}
            Some((first, told)) => {
                *told = true;
                let first = items[*first].at;
                let (key, set) = (describe(item, keys), keys.is_empty());
                found.push(Violation { at: item.at, problem: Problem::DuplicateItem { first, key, set } });
            }
        }
    }
}

/// Writes a value so that two are the same if, and only if, their texts are.
fn write(node: &Node<'_>, text: &mut String) {
    match &node.data {
        Data::Null => text.push_str("null"),
        Data::Bool(value) => text.push_str(&value.to_string()),
        Data::Int(value) => text.push_str(&value.to_string()),
        Data::Float(value) => text.push_str(&format!("{value:?}")),
        Data::Text(own) => text.push_str(&format!("{own:?}")),
        Data::List(items) => {
            text.push('[');
            for item in items {
                write(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Data::Map(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in fields {
                text.push_str(&format!("{name:?}:"));
                write(value, text);
                text.push(',');
            }
            text.push('}');
        }
    }
}

/// Puts what two items share into words: `port 80 and protocol TCP`.
fn describe(item: &Node<'_>, keys: &[Name]) -> String {
    let scalar = |node: &Node<'_>| match &node.data {
        Data::Text(text) => (*text).to_owned(),
        Data::List(_) => "the same list".to_owned(),
        Data::Map(_) => "the same map".to_owned(),
        _ => {
            let mut text = String::new();
            write(node, &mut text);
            text
        }
    };
    if keys.is_empty() {
        return scalar(item);
    }
    let parts = keys.iter().map(|key| match item.get(key) {
        Some(value) => format!("{key} {}", scalar(value)),
        None => format!("no {key}"),
    });
    parts.collect::<Vec<_>>().join(" and ")
}
