//! Which fields of an object differ, by the types of the API server
//! (`sigs.k8s.io/structured-merge-diff/v6/typed`, `merge.go` and `compare.go`).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::model::fields::{Element, FieldSet, Path};
use kubecheck_core::model::value;
use serde_json::Value;

use super::types::{Atom, List, Map, Scalar, Type, Types};

/// What is said of a value that is of another type than its schema says.
const MISFIT: &str = "the value is not of the type that the schema says";

/// What differs between two objects.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// The fields of the left one that the right one does not have.
    pub(super) removed: FieldSet,
    /// The fields that both have, with other values.
    pub(super) modified: FieldSet,
    /// The fields that only the right one has.
    pub(super) added: FieldSet,
}

/// Compares an object with another one.
///
/// # Errors
/// Where a value is not of its type; the server refuses such an object.
pub(super) fn compare<'s>(
    types: Types<'s>,
    of: Type<'s>,
    left: &Value,
    right: &Value,
) -> Result<Comparison, String> {
    walk(types, of, left, right, false)
}

/// Compares an object with what comes of it when another one is applied: what that one does not have stays as it is.
///
/// # Errors
/// Where a value is not of its type; the server refuses such an object.
pub(super) fn overlay<'s>(
    types: Types<'s>,
    of: Type<'s>,
    live: &Value,
    applied: &Value,
) -> Result<Comparison, String> {
    walk(types, of, live, applied, true)
}

fn walk<'s>(
    types: Types<'s>,
    of: Type<'s>,
    left: &Value,
    right: &Value,
    is_overlay: bool,
) -> Result<Comparison, String> {
    let mut walker = Walker { types, is_overlay, path: Vec::new(), found: Comparison::default() };
    walker.value(of, Some(left), Some(right))?;
    Ok(walker.found)
}

struct Walker<'s> {
    types: Types<'s>,
    is_overlay: bool,
    path: Vec<Element>,
    found: Comparison,
}

/// Which of the forms that a type allows a value takes. Nothing, and null, take any.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Scalar,
    List,
    Map,
    Any,
}

/// Tells which form a value takes.
pub(super) fn form(atom: &Atom<'_>, value: Option<&Value>) -> Form {
    match value {
        Some(Value::Array(_)) if atom.list.is_some() => Form::List,
        Some(Value::Object(_)) if atom.map.is_some() => Form::Map,
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_)) if atom.scalar.is_some() => Form::Scalar,
        _ => Form::Any,
    }
}

impl<'s> Walker<'s> {
    fn value(&mut self, of: Type<'s>, left: Option<&Value>, right: Option<&Value>) -> Result<(), String> {
        let atom = self.types.atom(of);
        let (own, other) = (form(&atom, left), form(&atom, right));
        let is_strange =
            |form, value: Option<&Value>| form == Form::Any && value.is_some_and(|own| !own.is_null());
        if is_strange(own, left) || is_strange(other, right) {
            return Err(self.wrong(MISFIT));
        }
        let is_leaf = if right.is_none() {
            self.handle(&atom, own, left, right)?
        } else if left.is_none() || own == other {
            self.handle(&atom, other, left, right)?
        } else {
            self.handle(&atom, own, left, right)?;
            self.handle(&atom, other, left, right)?
        };
        if !is_leaf && left.is_none() {
            self.found.added.insert(&self.path);
        } else if !is_leaf && right.is_none() {
            self.found.removed.insert(&self.path);
        }
        Ok(())
    }

    /// Compares two values in one form, and tells whether they are a field as a whole.
    fn handle(
        &mut self,
        atom: &Atom<'s>,
        form: Form,
        left: Option<&Value>,
        right: Option<&Value>,
    ) -> Result<bool, String> {
        match (form, &atom.map, &atom.scalar, &atom.list) {
            (Form::Map | Form::Any, Some(map), ..) => self.map(map, left, right),
            (Form::Scalar | Form::Any, _, Some(scalar), _) => self.scalar(*scalar, left, right),
            (_, _, _, Some(list)) => self.list(list, left, right),
            _ => Err(self.wrong("the schema does not say what it is")),
        }
    }

    fn wrong(&self, why: &str) -> String {
        format!("{}: {why}", Path(self.path.clone()))
    }

    fn leaf(&mut self, left: Option<&Value>, right: Option<&Value>) -> bool {
        match (left, right) {
            (None, _) => self.found.added.insert(&self.path),
            (_, None) => self.found.removed.insert(&self.path),
            (Some(left), Some(right)) if value::compare(left, right) != Ordering::Equal => {
                self.found.modified.insert(&self.path);
            }
            _ => {}
        }
        true
    }

    fn scalar(
        &mut self,
        scalar: Scalar,
        left: Option<&Value>,
        right: Option<&Value>,
    ) -> Result<bool, String> {
        let fits = |value: Option<&Value>| match value {
            None | Some(Value::Null) => true,
            Some(Value::Number(_)) => matches!(scalar, Scalar::Numeric | Scalar::Untyped),
            Some(Value::String(_)) => matches!(scalar, Scalar::String | Scalar::Untyped),
            Some(Value::Bool(_)) => matches!(scalar, Scalar::Boolean | Scalar::Untyped),
            // One side must be a scalar (`doScalar`): the other one is looked at in its own form too.
            Some(Value::Array(_) | Value::Object(_)) => true,
        };
        if fits(left) && fits(right) { Ok(self.leaf(left, right)) } else { Err(self.wrong(MISFIT)) }
    }

    fn map(&mut self, map: &Map<'s>, left: Option<&Value>, right: Option<&Value>) -> Result<bool, String> {
        let (lefts, rights) = (left.and_then(Value::as_object), right.and_then(Value::as_object));
        let is_empty = |fields: Option<&serde_json::Map<_, _>>| fields.is_none_or(|fields| fields.is_empty());
        if map.is_atomic || is_empty(lefts) && is_empty(rights) {
            return Ok(self.leaf(left, right));
        }
        let left_names = lefts.into_iter().flat_map(|fields| fields.keys()).filter(|_| !self.is_overlay);
        let names: BTreeSet<&String> =
            rights.into_iter().flat_map(|fields| fields.keys()).chain(left_names).collect();
        for name in names {
            self.path.push(Element::field(name));
            let Some(of) = map.field(name) else {
                return Err(self.wrong("the schema has no such field"));
            };
            self.value(of, lefts.and_then(|own| own.get(name)), rights.and_then(|own| own.get(name)))?;
            self.path.pop();
        }
        Ok(false)
    }

    fn list(&mut self, list: &List<'s>, left: Option<&Value>, right: Option<&Value>) -> Result<bool, String> {
        let (lefts, rights) = (items(left), items(right));
        if list.is_atomic || lefts.is_empty() && rights.is_empty() {
            return Ok(self.leaf(left, right));
        }
        let (lefts, rights) = (self.items(list, lefts)?, self.items(list, rights)?);
        let left_keys = lefts.keys().filter(|_| !self.is_overlay);
        let keys: BTreeSet<&Element> = rights.keys().chain(left_keys).collect();
        for key in keys {
            self.path.push(key.clone());
            self.value(list.items, lefts.get(key).copied(), rights.get(key).copied())?;
            self.path.pop();
        }
        Ok(false)
    }

    /// Finds the items of a list by what tells them apart.
    fn items<'v>(&self, list: &List<'s>, items: &'v [Value]) -> Result<BTreeMap<Element, &'v Value>, String> {
        let mut found = BTreeMap::new();
        for item in items {
            let element = element(self.types, list, item).map_err(|why| self.wrong(why))?;
            if found.insert(element, item).is_some() {
                return Err(self.wrong("two items of the list have the same key"));
            }
        }
        Ok(found)
    }
}

fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Returns the step to an item of a list.
pub(super) fn element(types: Types<'_>, list: &List<'_>, item: &Value) -> Result<Element, &'static str> {
    if list.keys.is_empty() {
        let is_scalar = !matches!(item, Value::Null | Value::Array(_) | Value::Object(_));
        return is_scalar.then(|| Element::Value(item.clone())).ok_or("the items of a set must be scalars");
    }
    let Some(fields) = item.as_object() else { return Err("the items must be objects, by their keys") };
    let map = types.atom(list.items).map;
    let value = |key: &str| {
        let default = map.as_ref().and_then(|map| map.default(key));
        fields.get(key).or(default).map(|value| (key.to_owned(), value.clone()))
    };
    let keys: Vec<_> = list.keys.iter().filter_map(|key| value(key)).collect();
    if keys.is_empty() { Err("an item has none of its keys") } else { Ok(Element::key(keys)) }
}
