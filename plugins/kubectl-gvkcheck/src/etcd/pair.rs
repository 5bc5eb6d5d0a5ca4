//! A live object against the stored one.

use kubecheck_core::diff::{self, Change, What};
use kubecheck_core::report::finding::Finding;
use kubecheck_core::source::etcd::{Encoding, Entry, StoredObject};
use serde_json::{Value, json};

use super::spot::Spot;
use crate::checks::stored_differs;

/// What a comparison gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// All that could be compared is equal, as far as this says.
    Equal(Extent),
    /// The live object changed after the revision that was read, so that nothing can be said.
    Changed,
    /// Something differs.
    Differs(Vec<Difference>),
}

/// How much of an object was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it, field by field.
    Whole,
    /// Its metadata; the rest is protobuf.
    Metadata,
    /// Its metadata; the rest is shown in another version than it is stored in.
    OtherVersion,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Another object stands there.
    Uid {
        /// The UID that is stored.
        stored: String,
        /// The UID that is shown.
        live: String,
    },
    /// Another revision is shown than the last that changed the key.
    Revision {
        /// The revision that changed the key last.
        stored: i64,
        /// The resource version that is shown.
        live: i64,
    },
    /// Another group is shown.
    Group {
        /// The apiVersion that is stored.
        stored: String,
        /// The apiVersion that is shown.
        live: String,
    },
    /// A field differs: how.
    Field(FieldChange),
}

/// A change that can be compared for equality.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange(pub Change);

impl Eq for FieldChange {}

/// Returns the resource version of a live object as the number it is for etcd.
pub fn live_revision(live: &Value) -> Option<i64> {
    live["metadata"]["resourceVersion"].as_str()?.parse().ok()
}

/// Compares a live object with the stored one. `revision` is the one at which etcd was read.
pub fn compare(live: &Value, object: &StoredObject, entry: &Entry, revision: Option<i64>) -> Compared {
    let shown = live_revision(live);
    if let (Some(shown), Some(revision)) = (shown, revision)
        && shown > revision
    {
        return Compared::Changed;
    }
    let (stored_uid, live_uid) = (object.metadata("uid"), text(&live["metadata"]["uid"]));
    if !stored_uid.is_empty() && !live_uid.is_empty() && stored_uid != live_uid {
        let (stored, live) = (stored_uid.to_owned(), live_uid.to_owned());
        return Compared::Differs(vec![Difference::Uid { stored, live }]);
    }
    if let (Some(live), Some(stored)) = (shown, entry.mod_revision)
        && live != stored
    {
        return Compared::Differs(vec![Difference::Revision { stored, live }]);
    }
    fields(live, object)
}

fn fields(live: &Value, object: &StoredObject) -> Compared {
    let (stored_version, live_version) = (object.api_version.as_str(), text(&live["apiVersion"]));
    let group = |api_version: &str| api_version.split_once('/').map_or("", |(group, _)| group).to_owned();
    let groups = [stored_version, live_version].map(group);
    // Events and a few others are shown in two groups, and some moved from one to another.
    if groups[0] != groups[1]
        && object.encoding == Encoding::Json
        && groups.iter().all(|group| group.contains('.'))
    {
        let (stored, live) = (stored_version.to_owned(), live_version.to_owned());
        return Compared::Differs(vec![Difference::Group { stored, live }]);
    }
    let extent = match object.encoding {
        Encoding::Protobuf => Extent::Metadata,
        Encoding::Json if stored_version != live_version => Extent::OtherVersion,
        Encoding::Json => Extent::Whole,
    };
    let mut changes = match extent {
        Extent::Whole => diff::values(&comparable(&object.json), &comparable(live)),
        _ => diff::values(&metadata(&object.json), &metadata(live)),
    };
    if extent == Extent::Metadata {
        changes.retain(|change| !is_default(change));
    }
    match changes.is_empty() {
        true => Compared::Equal(extent),
        false => Compared::Differs(changes.into_iter().map(FieldChange).map(Difference::Field).collect()),
    }
}

/// Tells whether this is what defaulting puts in: workloads without labels get those of their template when they are read
/// (k8s.io/kubernetes, pkg/apis/batch/v1/defaults.go, `SetDefaults_Job`).
fn is_default(change: &Change) -> bool {
    change.pointer == "/metadata/labels" && matches!(change.what, What::OnlyRight(_))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Returns an object without what is never stored: the revision is etcd's, and links are made when it is shown.
fn comparable(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.retain(|name, value| {
            !["resourceVersion", "selfLink"].contains(&name.as_str()) && !value.is_null()
        });
    }
    object
}

fn metadata(object: &Value) -> Value {
    json!({"metadata": comparable(object)["metadata"]})
}

/// The most fields of one object that are told if many objects are looked at.
pub const MANY: usize = 5;

/// Words what differs; no more than `most` fields.
pub fn findings(spot: &Spot, differences: &[Difference], most: usize) -> Vec<Finding> {
    let secret = spot.object.kind.as_deref() == Some("Secret");
    let word = |difference: &Difference| match difference {
        Difference::Uid { stored, live } => stored_differs::uid(spot, stored, live),
        Difference::Revision { stored, live } => stored_differs::revision(spot, *stored, *live),
        Difference::Group { stored, live } => stored_differs::group(spot, stored, live),
        Difference::Field(FieldChange(change)) => stored_differs::field(spot, change, secret),
    };
    // What is wrong comes before what only looks otherwise.
    let mut found: Vec<Finding> = differences.iter().map(word).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found.truncate(most);
    if differences.len() > most {
        found.push(stored_differs::more(spot, differences.len() - most));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use kubecheck_core::source::etcd::{Opened, open};

    fn stored(json: &Value) -> StoredObject {
        match open(json.to_string().as_bytes()) {
            Opened::Object(object) => object,
            other => panic!("{other:?}"),
        }
    }

    fn foo() -> Value {
        json!({"apiVersion": "a.example/v1", "kind": "Foo", "metadata": {"name": "x", "uid": "1"}, "spec": {"n": 1}})
    }

    fn live(change: impl Fn(&mut Value)) -> Compared {
        let mut live = foo();
        live["metadata"]["resourceVersion"] = json!("7");
        change(&mut live);
        let entry = Entry { mod_revision: Some(7), ..Entry::default() };
        compare(&live, &stored(&foo()), &entry, Some(9))
    }

    #[test]
    fn equal_objects_are_compared_whole() {
        assert_eq!(live(|_| {}), Compared::Equal(Extent::Whole));
    }

    #[test]
    fn what_changed_after_the_snapshot_is_not_accused() {
        let changed = live(|live| {
            live["metadata"]["resourceVersion"] = json!("10");
            live["metadata"]["uid"] = json!("2");
            live["spec"]["n"] = json!(2);
        });
        assert_eq!(changed, Compared::Changed);
    }

    #[test]
    fn another_uid_or_revision_is_told_alone() {
        let uid = Difference::Uid { stored: "1".into(), live: "2".into() };
        assert_eq!(live(|live| live["metadata"]["uid"] = json!("2")), Compared::Differs(vec![uid]));
        let revision = Difference::Revision { stored: 7, live: 5 };
        let older = |live: &mut Value| live["metadata"]["resourceVersion"] = json!("5");
        assert_eq!(live(older), Compared::Differs(vec![revision]));
    }

    #[test]
    fn fields_are_told_by_their_pointers() {
        let Compared::Differs(found) = live(|live| live["spec"]["n"] = json!(2)) else {
            panic!("it differs")
        };
        let [Difference::Field(FieldChange(change))] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(change.pointer, "/spec/n");
    }

    #[test]
    fn in_another_version_only_the_metadata_is_compared() {
        let other = live(|live| {
            live["apiVersion"] = json!("a.example/v2");
            live["spec"] = json!({"size": 1});
        });
        assert_eq!(other, Compared::Equal(Extent::OtherVersion));
    }

    #[test]
    fn values_of_secrets_are_not_shown() {
        let mut spot = Spot::default();
        let change = Change {
            pointer: "/data/password".to_owned(),
            what: What::Differs(json!("aHVudGVyMg=="), json!("bmV3")),
        };
        let differences = [Difference::Field(FieldChange(change))];
        let told = |spot: &Spot| findings(spot, &differences, MANY).remove(0).message;
        assert!(told(&spot).contains("aHVudGVyMg=="));
        spot.object.kind = Some("Secret".to_owned());
        assert_eq!(told(&spot), "data.password differs between the API and etcd");
    }
}
