//! What a server-side apply would conflict with, before it is tried
//! (`k8s.io/apimachinery/pkg/util/managedfields/internal`, and `sigs.k8s.io/structured-merge-diff/v6/merge/update.go`).
//!
//! `types` are the server's types, `compare` tells what an apply would change, `set` what an object sets. A field conflicts if the
//! apply would change its value and somebody else manages it.

mod compare;
mod set;
mod types;

use kubecheck_core::model::fields::{Element, FieldSet, Path};
use kubecheck_core::model::managed::Managed;
use kubecheck_core::model::value::{compare as compare_values, quoted};
use serde_json::{Map, Value, json};

use compare::Comparison;
use types::{Type, Types};

use super::managed;

/// The annotation in which a client-side apply keeps what it applied.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// The manager whom the server lets take over what it applied from the client's side (`lastappliedmanager.go`).
const KUBECTL: &str = "kubectl";
/// Whom all fields belong to if nobody managed them before the first apply (`fieldmanager.go`).
const BEFORE: &str = "before-first-apply";

/// A field that an apply would change though somebody else manages it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The field.
    pub(crate) field: Path,
    /// Who manages it.
    pub(crate) manager: Managed,
}

/// What an apply would meet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Predicted {
    /// The conflicts, by manager and field.
    pub(crate) conflicts: Vec<Conflict>,
    /// Managers whose fields are named in another version, so that nobody can tell without converting the object.
    pub(crate) untold: Vec<Managed>,
}

/// What an apply is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Apply<'a> {
    /// The schemas of the group and version, as the server's OpenAPI has them.
    pub(crate) schemas: &'a Value,
    /// The object as it is, in the version that is applied.
    pub(crate) live: &'a Value,
    /// What is applied.
    pub(crate) applied: &'a Value,
    /// Who applies.
    pub(crate) manager: &'a str,
    /// Whether its status is written elsewhere, so that what is applied there is passed over.
    pub(crate) has_status: bool,
}

impl Conflict {
    /// Says it as the API server does (`conflict.go`, `printManager`).
    pub(crate) fn message(&self) -> String {
        let Managed { manager, operation, api_version, subresource, .. } = &self.manager;
        let mut text = format!("conflict with {}", quoted(manager));
        if !subresource.is_empty() {
            text = format!("{text} with subresource {}", quoted(subresource));
        }
        if operation == "Update" { format!("{text} using {api_version}") } else { text }
    }
}

impl Apply<'_> {
    /// Predicts.
    ///
    /// # Errors
    /// Why that cannot be: a kind without a schema, or an object that does not fit it.
    pub(crate) fn predict(&self) -> Result<Predicted, String> {
        let types = Types { schemas: self.schemas };
        let api_version = self.applied["apiVersion"].as_str().unwrap_or_default();
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let kind = self.applied["kind"].as_str().unwrap_or_default();
        let of = types
            .kind(group, version, kind)
            .ok_or_else(|| format!("the server's OpenAPI has no schema of {kind} in {api_version}"))?;
        // The managed fields are no part of what is compared.
        let live = without_managed(self.live);
        let changed = self.changed(compare::overlay(types, of, &live, self.applied)?);
        let mut managers = managed(self.live);
        if managers.is_empty() {
            managers.push(before(types, of, &live, api_version)?);
        }
        let own =
            Managed { manager: self.manager.to_owned(), operation: "Apply".to_owned(), ..Managed::default() };
        managers.retain(|manager| !manager.is_same(&own));
        let mut predicted = Predicted::default();
        for manager in managers {
            if manager.api_version != api_version {
                if !changed.is_empty() {
                    predicted.untold.push(manager);
                }
                continue;
            }
            let fields = manager.fields.intersection(&changed).paths();
            predicted
                .conflicts
                .extend(fields.into_iter().map(|field| Conflict { field, manager: manager.clone() }));
        }
        if self.manager == KUBECTL {
            let allowed = taken_over(types, of, &live, api_version);
            predicted.conflicts.retain(|conflict| !allowed.has(&conflict.field.0));
        }
        Ok(predicted)
    }

    /// Returns the fields that would change, as far as this is the way to change them.
    fn changed(&self, compared: Comparison) -> FieldSet {
        let changed = compared.modified.union(&compared.added);
        let mut status = FieldSet::default();
        if self.has_status {
            status.insert(&[Element::field("status")]);
        }
        changed.without(&status)
    }
}

fn without_managed(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("managedFields");
    }
    object
}

/// Makes the manager of all fields of an object that nobody manages (`skipnonapplied.go`).
fn before(types: Types<'_>, of: Type<'_>, live: &Value, api_version: &str) -> Result<Managed, String> {
    let nothing = json!({"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": Map::new()});
    Ok(Managed {
        manager: BEFORE.to_owned(),
        operation: "Update".to_owned(),
        api_version: api_version.to_owned(),
        fields: compare::compare(types, of, &nothing, live)?.added,
        ..Managed::default()
    })
}

/// Returns the fields that were applied from the client's side and are still as they were applied.
fn taken_over(types: Types<'_>, of: Type<'_>, live: &Value, api_version: &str) -> FieldSet {
    let text = live["metadata"]["annotations"][LAST_APPLIED].as_str().unwrap_or_default();
    let Ok(last) = serde_json::from_str::<Value>(text) else { return FieldSet::default() };
    if last["apiVersion"] != api_version {
        return FieldSet::default();
    }
    let Ok(compared) = compare::compare(types, of, &last, live) else { return FieldSet::default() };
    set::set(types, of, &last)
        .difference(&compared.modified)
        .difference(&compared.added)
        .difference(&compared.removed)
}

/// Returns the value of a field.
pub(crate) fn value_at<'v>(object: &'v Value, path: &Path) -> Option<&'v Value> {
    path.0.iter().try_fold(object, |value, element| {
        let is_meant = |item: &&Value| match element {
            Element::Key(fields) => {
                // A key that is left out has its default.
                fields.iter().all(|(name, own)| item.get(name).is_none_or(|value| same(value, own)))
            }
            Element::Value(own) => same(item, own),
            Element::Field(_) | Element::Index(_) => false,
        };
        match element {
            Element::Field(name) => value.get(name),
            Element::Index(index) => value.get(usize::try_from(*index).ok()?),
            Element::Key(_) | Element::Value(_) => value.as_array()?.iter().find(is_meant),
        }
    })
}

fn same(one: &Value, other: &Value) -> bool {
    compare_values(one, other).is_eq()
}

#[cfg(test)]
mod tests;
