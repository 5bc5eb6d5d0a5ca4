//! What the CRDs of the input define.

use std::collections::BTreeMap;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};

use super::Note;

/// A kind that a CRD defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The versions it serves.
    pub versions: Vec<String>,
}

/// Reads what a CustomResourceDefinition defines; v1 lists versions, v1beta1 may have a single one.
pub fn read(crd: &Object<'_>) -> Option<Definition> {
    let spec = crd.root.get("spec")?;
    let text = |value: Option<Value<'_>>| value.and_then(|value| value.as_str()).map(str::to_owned);
    let served = |version: &Value<'_>| {
        version.get("served").is_none_or(|served| !matches!(served.form(), Form::Bool(false)))
    };
    let listed = spec.get("versions").into_iter().flat_map(|versions| versions.items());
    let mut versions: Vec<String> =
        listed.filter(served).filter_map(|version| text(version.get("name"))).collect();
    versions.extend(text(spec.get("version")).filter(|single| !versions.contains(single)));
    let kind = text(spec.get("names").and_then(|names| names.get("kind")))?;
    Some(Definition { group: text(spec.get("group"))?, kind, versions })
}

/// All definitions of an input, by group and kind.
pub struct Defined<'n>(BTreeMap<(&'n str, &'n str), Vec<&'n str>>);

impl<'n> Defined<'n> {
    /// Gathers the definitions among the notes; several of one kind count together.
    pub fn of(notes: &'n [Note]) -> Self {
        let mut defined: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for note in notes {
            if let Note::Defined(definition) = note {
                let versions = defined.entry((&definition.group, &definition.kind)).or_default();
                versions.extend(definition.versions.iter().map(String::as_str));
            }
        }
        Defined(defined)
    }

    /// Returns the versions that are defined of a kind; none if the kind is not.
    pub fn versions(&self, group: &'n str, kind: &'n str) -> Option<&[&'n str]> {
        self.0.get(&(group, kind)).map(Vec::as_slice)
    }
}
