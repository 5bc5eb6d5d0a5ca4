//! Which fields an object sets, by the types of the API server (`sigs.k8s.io/structured-merge-diff/v6/typed/tofieldset.go`).

use kubecheck_core::model::fields::{Element, FieldSet};
use serde_json::Value;

use super::compare::{Form, element, form};
use super::types::{List, Map, Type, Types};

/// Returns the fields that an object sets; items that cannot be told apart are left out.
pub(super) fn set<'s>(types: Types<'s>, of: Type<'s>, object: &Value) -> FieldSet {
    let mut setter = Setter { types, path: Vec::new(), found: FieldSet::default() };
    setter.value(of, object);
    setter.found
}

struct Setter<'s> {
    types: Types<'s>,
    path: Vec<Element>,
    found: FieldSet,
}

impl<'s> Setter<'s> {
    fn value(&mut self, of: Type<'s>, value: &Value) {
        let atom = self.types.atom(of);
        match (form(&atom, Some(value)), atom.map, atom.scalar, atom.list) {
            (Form::Map | Form::Any, Some(map), ..) => self.map(&map, value),
            (Form::Scalar | Form::Any, _, Some(_), _) | (_, _, _, None) => self.found.insert(&self.path),
            (_, _, _, Some(list)) => self.list(&list, value),
        }
    }

    fn map(&mut self, map: &Map<'s>, value: &Value) {
        if map.is_atomic {
            return self.found.insert(&self.path);
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            let Some(of) = map.field(name) else { continue };
            self.path.push(Element::field(name));
            self.value(of, value);
            let is_empty = value.is_null() || value.as_object().is_some_and(|map| map.is_empty());
            if is_empty || !map.names(name) {
                self.found.insert(&self.path);
            }
            self.path.pop();
        }
    }

    fn list(&mut self, list: &List<'s>, value: &Value) {
        if list.is_atomic {
            return self.found.insert(&self.path);
        }
        for item in value.as_array().into_iter().flatten() {
            let Ok(element) = element(self.types, list, item) else { continue };
            self.path.push(element);
            self.value(list.items, item);
            self.found.insert(&self.path);
            self.path.pop();
        }
    }
}
