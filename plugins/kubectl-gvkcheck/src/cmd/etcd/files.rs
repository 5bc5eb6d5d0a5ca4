//! What is stored against live objects that kubectl printed.

use kubecheck_catalog as catalog;
use kubecheck_core::kube::Fault;
use kubecheck_core::report::finding::{Gap, ObjectRef};
use kubecheck_core::source::etcd::{Etcd, Meaning, Opened, open, path};
use serde_json::Value;

use crate::checks::not_persisted::{self, Shown};
use crate::etcd::Known;
use crate::etcd::pair::{self, Compared, Extent, MANY};
use crate::etcd::spot::Spot;
use crate::etcd::told::Told;

/// Compares each object with the stored one.
pub(super) fn compare(objects: &[Value], etcd: &Etcd, known: &Known, told: &mut Told) -> Result<(), Fault> {
    for live in objects {
        match spot(live, etcd, known)? {
            Some(spot) => one(live, &spot, etcd, known, MANY, told)?,
            None => told.gaps.push(gap(live, "nobody knows where its kind is stored")),
        }
    }
    Ok(())
}

/// Compares an object with the stored one, and tells how it went.
pub(super) fn one(
    live: &Value,
    spot: &Spot,
    etcd: &Etcd,
    known: &Known,
    most: usize,
    told: &mut Told,
) -> Result<(), Fault> {
    let Some(shown) = pair::live_revision(live) else {
        told.gaps.push(gap(live, "it has no resourceVersion, so it is no live object"));
        return Ok(());
    };
    let Some(entry) = etcd.get(&spot.key)? else {
        match known.revision {
            Some(revision) if shown > revision => told.skip("changed-since"),
            _ if !etcd.covers(&spot.key) => {
                told.gaps.push(gap(live, "etcdctl printed another part of the keys"))
            }
            revision => {
                let shown = Shown::Yes(shown.to_string());
                let deleted = etcd.deleted(&spot.key);
                told.findings.push(not_persisted::finding(spot, &shown, revision, deleted));
            }
        }
        return Ok(());
    };
    let Opened::Object(object) = open(&entry.value) else { return Ok(()) };
    match pair::compare(live, &object, &entry, known.revision) {
        Compared::Equal(Extent::Whole) => {}
        Compared::Equal(Extent::Metadata) => told.skip("bodies-in-protobuf"),
        Compared::Equal(Extent::OtherVersion) => told.skip("bodies-in-another-version"),
        Compared::Changed => told.skip("changed-since"),
        Compared::Differs(differences) => {
            // kubectl leaves managed fields out unless it is asked for them.
            let unshown = |change: &pair::Difference| match change {
                pair::Difference::Field(pair::FieldChange(change)) => {
                    change.pointer.starts_with("/metadata/managedFields")
                        && live["metadata"]["managedFields"].is_null()
                }
                _ => false,
            };
            let differences: Vec<_> = differences.into_iter().filter(|change| !unshown(change)).collect();
            told.findings.extend(pair::findings(spot, &differences, most));
        }
    }
    Ok(())
}

/// Returns the key of a live object, if it is known where its kind is stored.
pub(super) fn spot(live: &Value, etcd: &Etcd, known: &Known) -> Result<Option<Spot>, Fault> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let metadata = &live["metadata"];
    let object = ObjectRef {
        api_version: text(&live["apiVersion"]),
        kind: text(&live["kind"]),
        namespace: text(&metadata["namespace"]),
        name: text(&metadata["name"]),
    };
    let (Some(api_version), Some(kind), Some(name)) = (&object.api_version, &object.kind, &object.name)
    else {
        return Ok(None);
    };
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let plural = match plural(group, version, kind, known) {
        Some(plural) => plural,
        None => match stored(group, kind, &object, etcd, known)? {
            Some(plural) => plural,
            None => return Ok(None),
        },
    };
    let within = object.namespace.as_ref().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    let key = format!("{}{}{within}{name}", known.prefix, path(group, &plural));
    Ok(Some(Spot { origin: known.origin.as_str().into(), key, object }))
}

/// Returns the plural name of a kind that a stored CRD or Kubernetes itself defines.
fn plural(group: &str, version: &str, kind: &str, known: &Known) -> Option<String> {
    let custom = known.definitions.values().find(|own| own.group == group && own.kind == kind);
    if let Some(custom) = custom {
        return Some(custom.plural.clone());
    }
    let found = catalog::find(group, version, kind)?;
    let resource = found.at(known.target).or_else(|| found.eras().last().map(|(_, _, resource)| resource))?;
    Some(resource.plural.to_owned())
}

/// Looks for an object of the same names in a group whose CRDs are not stored here, and returns the plural name it is under.
fn stored(
    group: &str,
    kind: &str,
    object: &ObjectRef,
    etcd: &Etcd,
    known: &Known,
) -> Result<Option<String>, Fault> {
    let mut found = None;
    etcd.scan(&format!("{}/{group}/", known.prefix), &mut |entry| {
        if let Meaning::Object(place) = known.meaning(&entry.key)
            && place.namespace == object.namespace.as_deref()
            && Some(place.name) == object.name.as_deref()
            && matches!(open(&entry.value), Opened::Object(own) if own.kind == kind)
        {
            found = Some(place.resource.to_owned());
        }
    })?;
    Ok(found)
}

fn gap(live: &Value, why: &str) -> Gap {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    Gap {
        what: format!("{} {}", text(&live["kind"]), text(&live["metadata"]["name"])),
        why: why.to_owned(),
        needed_for: vec!["not-persisted".to_owned(), "stored-differs".to_owned()],
        is_transient: false,
    }
}
