//! One stored object, judged without anything live: its key against what it says of itself.

use kubecheck_core::report::finding::ObjectRef;
use kubecheck_core::source::etcd::{Entry, Meaning, Opened, StoredKey, StoredObject, builtins, open};

use super::Known;
use super::spot::Spot;
use super::told::Told;
use crate::checks::{misplaced_key, stored_not_shown, stored_version, unknown_key, unreadable_value};

/// What is known of one entry after it was looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// An object, to be compared with a live one.
    Object(Box<StoredObject>),
    /// An object of which only the key can be read.
    Closed,
    /// Nothing that the API shows.
    Other,
}

/// Judges one entry. `knows_definition` tells whether a definition would have been read if it were there.
pub fn judge(entry: &Entry, known: &Known, knows_definition: &dyn Fn(&str) -> bool, told: &mut Told) -> Seen {
    let place = match known.meaning(&entry.key) {
        Meaning::Own(_) => {
            told.skip("server-key");
            return Seen::Other;
        }
        Meaning::Nothing => {
            let spot = spot(entry, known, None);
            told.findings.push(unknown_key::nothing(&spot));
            return Seen::Other;
        }
        Meaning::Object(place) => place,
    };
    told.objects += 1;
    let mut spot = spot(entry, known, Some(place));
    if !resource(&place, &spot, known, knows_definition, told) {
        return Seen::Other;
    }
    match open(&entry.value) {
        Opened::Object(object) => {
            spot.object.kind = Some(object.kind.clone());
            spot.object.api_version = Some(object.api_version.clone());
            told.findings.extend(misplaced_key::judge(&spot, &place, &object, known));
            told.findings.extend(stored_version::judge(&spot, &place, &object, known));
            Seen::Object(Box::new(object))
        }
        Opened::Encrypted(how) => {
            told.skip("encrypted");
            *told.encrypted.entry(how).or_default() += 1;
            Seen::Closed
        }
        Opened::Cbor => {
            told.skip("values-in-CBOR");
            Seen::Closed
        }
        Opened::Nothing => {
            told.skip("keys-without-values");
            Seen::Closed
        }
        Opened::Unreadable(why) => {
            told.findings.push(unreadable_value::finding(&spot, &why, entry.value.len()));
            Seen::Closed
        }
    }
}

/// Tells whether the resource of a key may be one the API server has, and says so if it is not.
fn resource(
    place: &StoredKey<'_>,
    spot: &Spot,
    known: &Known,
    knows_definition: &dyn Fn(&str) -> bool,
    told: &mut Told,
) -> bool {
    if builtins(place.resource).iter().any(|kind| place.group.is_none_or(|group| group == kind.group)) {
        return true;
    }
    let Some(group) = place.group else {
        told.findings.push(unknown_key::resource(spot, place.resource));
        return false;
    };
    if known.definition(group, place.resource).is_some() {
        return true;
    }
    let definition = known.definition_key(group, place.resource);
    let is_undefined = knows_definition(&definition);
    if is_undefined {
        told.findings.push(stored_not_shown::undefined(spot, group, place.resource));
    }
    !is_undefined
}

/// Returns where a finding about an entry is.
pub fn spot(entry: &Entry, known: &Known, place: Option<StoredKey<'_>>) -> Spot {
    let kind =
        place.and_then(|place| match place.group.and_then(|group| known.definition(group, place.resource)) {
            Some(definition) => Some(definition.kind.clone()),
            None => builtins(place.resource).first().map(|kind| kind.kind.to_owned()),
        });
    let object = place.map(|place| ObjectRef {
        api_version: None,
        kind: Some(kind.unwrap_or_else(|| place.resource.to_owned())),
        namespace: place.namespace.map(str::to_owned),
        name: Some(place.name.to_owned()),
    });
    Spot { origin: known.origin.as_str().into(), key: entry.key.clone(), object: object.unwrap_or_default() }
}
