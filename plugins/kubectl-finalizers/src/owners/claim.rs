//! What is said of a reference that is wrong.

use kubecheck_core::check::rule::Severity;
use kubecheck_core::kube::Wanted;
use kubecheck_core::model::meta::{Meta, OwnerReference};
use kubecheck_core::report::finding::{ObjectRef, Place};
use serde_json::json;

/// A reference that is wrong.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The object that has it.
    pub object: ObjectRef,
    /// The reference.
    pub reference: OwnerReference,
    /// Its place among the references of the object.
    pub at: usize,
    /// What is wrong.
    pub wrong: Wrong,
    /// What the garbage collector makes of the object.
    pub fate: Fate,
    /// Whether a cluster said so; a dump may be a part.
    pub is_sure: bool,
}

/// What is wrong with a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such object.
    Gone,
    /// What has the name is another object.
    Namesake,
    /// Its kind is not served.
    Unserved,
    /// The owner is in another namespace.
    Elsewhere(ObjectRef),
    /// The object is in no namespace, and the owner's kind is in namespaces.
    Scope,
    /// The UID is that of another object.
    Other(ObjectRef),
    /// The owner is there, in this apiVersion only.
    Version(String),
}

/// What the garbage collector makes of an object with a wrong reference
/// (`k8s.io/kubernetes/pkg/controller/garbagecollector/garbagecollector.go`, `attemptToDeleteItem`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It deletes the object, which has no other owner.
    Deleted,
    /// It takes the reference off: the object has another owner.
    Unlinked,
    /// It passes over the object, also when its other owners go.
    Ignored,
    /// It cannot look an owner up and tries for ever: the object stays, also when its owners go.
    Stays,
    /// Another owner could not be looked up here.
    Unknown,
}

impl Claim {
    /// Says where the reference is.
    pub(crate) fn place(&self, context: Option<&str>) -> Place {
        place(&self.object, self.at, context)
    }

    /// Names the owner as the reference does.
    pub(crate) fn owner(&self) -> String {
        format!("{}/{}", self.reference.kind, self.reference.name)
    }

    /// Says what takes the reference off, and nothing else; none if the names are none to type.
    pub(crate) fn take_off(&self) -> Option<String> {
        let is_plain =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte));
        let (name, uid) = (self.object.name.as_deref()?, self.reference.uid.as_str());
        let namespace =
            self.object.namespace.as_deref().map(|name| format!(" -n {name}")).unwrap_or_default();
        let (version, kind) =
            (self.object.api_version.as_deref()?, self.object.kind.as_deref()?.to_lowercase());
        let group = version.split_once('/').map(|(group, _)| format!(".{group}")).unwrap_or_default();
        let path = format!("/metadata/ownerReferences/{}", self.at);
        let patch = json!([
            {"op": "test", "path": format!("{path}/uid"), "value": uid},
            {"op": "remove", "path": path},
        ]);
        let command = format!("kubectl patch {kind}{group} {name}{namespace} --type=json -p='{patch}'");
        (is_plain(name) && is_plain(uid)).then_some(command)
    }

    /// Says how bad it is: what comes right by itself is no error, and a dump may be a part.
    pub(crate) fn severity(&self) -> Severity {
        let may_be_there = self.wrong == Wrong::Gone && !self.is_sure;
        if may_be_there || self.fate == Fate::Unlinked { Severity::Warning } else { Severity::Error }
    }

    /// Says what becomes of the object, and how to keep it from that.
    pub(crate) fn help(&self) -> String {
        let words = self.fate.words();
        match (self.fate, self.take_off()) {
            (Fate::Unlinked, _) | (_, None) => words.to_owned(),
            (_, Some(command)) => format!("{words}; this takes the reference off: {command}"),
        }
    }
}

/// Says where an owner reference of an object is.
pub(crate) fn place(object: &ObjectRef, at: usize, context: Option<&str>) -> Place {
    let pointer = format!("/metadata/ownerReferences/{at}");
    Place {
        steady: pointer.clone(),
        pointer,
        context: context.map(str::to_owned),
        object: Some(object.clone()),
        ..Place::default()
    }
}

/// Names an object of a list.
pub(crate) fn object(list: &Wanted, meta: &Meta) -> ObjectRef {
    ObjectRef {
        api_version: Some(list.api_version()),
        kind: Some(list.kind.clone()),
        namespace: Some(meta.namespace.clone()).filter(|name| !name.is_empty()),
        name: Some(meta.name.clone()),
    }
}

impl Fate {
    /// Says what becomes of the object: a fragment.
    pub fn words(self) -> &'static str {
        match self {
            Fate::Deleted => "the garbage collector deletes this object, which has no other owner",
            Fate::Unlinked => {
                "the garbage collector takes the reference off, and leaves the object to its other owners"
            }
            Fate::Ignored => {
                "the garbage collector passes over this object for good (its event is OwnerRefInvalidNamespace): it stays when its \
                 owners go"
            }
            Fate::Stays => {
                "the garbage collector cannot look the owner up and tries for ever: the object stays when its owners go, a leak"
            }
            Fate::Unknown => {
                "what the garbage collector makes of this object depends on another of its owners, which could not be read here"
            }
        }
    }
}
