//! One object: as it is stored, as the API shows it, and what differs.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Cluster, Fault, Wanted as List};
use kubecheck_core::report::finding::{Gap, ObjectRef};
use kubecheck_core::source::etcd::{Entry, Etcd, Opened, open};
use serde_json::Value;

use super::facts::Facts;
use super::{Args, Live, all, files, live};
use crate::checks::not_persisted::{self, Shown};
use crate::checks::stored_not_shown;
use crate::etcd::pair::{self, Compared, Extent};
use crate::etcd::spot::Spot;
use crate::etcd::told::Told;
use crate::etcd::wanted::{self, Resource, Wanted};
use crate::etcd::{Known, alone};

/// What the API shows of an object.
enum Answer {
    /// The object.
    Object(Value),
    /// Nothing.
    Nothing,
    /// Nobody was asked, or there is no answer.
    Unknown,
}

/// Judges one object and returns what is known of it.
pub(super) fn judge(
    args: &Args,
    words: &[String],
    etcd: &Etcd,
    known: &Known,
    live: &Live,
    told: &mut Told,
) -> Result<Facts, CliError> {
    let (cluster, served) = match live {
        Live::Cluster(cluster, serving) => (Some(cluster.as_ref()), Some(&serving.served)),
        Live::Files(_) | Live::None => (None, None),
    };
    if let Some(cluster) = cluster {
        live::same_cluster(etcd, known, cluster)?;
    }
    let default = cluster.map_or("default", |cluster| cluster.namespace.as_str());
    let namespace = args.namespaces.namespace.as_deref().unwrap_or(default);
    let wanted = wanted::find(words, namespace, known, served)
        .map_err(|(message, hint)| CliError::usage(message).hint(hint))?;
    of(&wanted, etcd, known, live, told)
}

/// Judges an object that was found out, and returns what is known of it.
pub(super) fn of(
    wanted: &Wanted,
    etcd: &Etcd,
    known: &Known,
    live: &Live,
    told: &mut Told,
) -> Result<Facts, CliError> {
    told.objects = 1;
    let mut spot = spot(wanted, known);
    let mut facts = Facts::new(&wanted.key);
    let (answer, entry) = read(wanted, &spot, (etcd, known), live, told)?;
    facts.stored(entry.as_ref());
    match &answer {
        Answer::Object(object) => facts.live(object),
        Answer::Nothing => facts.no_live("the API server answers 404"),
        Answer::Unknown => {}
    }
    let Some(entry) = entry else {
        absent(wanted, &spot, &answer, (etcd, known), live, told)?;
        return Ok(facts);
    };
    if let (None, Opened::Object(object)) = (&spot.object.kind, open(&entry.value)) {
        spot.object.kind = Some(object.kind);
    }
    // Counted anew by what judges it alone.
    told.objects = 0;
    let knows = |key: &str| all::knows(etcd, known, key);
    alone::judge(&entry, known, &knows, told);
    match (answer, live) {
        (Answer::Object(object), Live::Files(_)) => {
            files::one(&object, &spot, etcd, known, usize::MAX, told)?;
            facts.compared(extent(&object, &entry, known));
        }
        (Answer::Object(object), _) => compare(&object, &entry, &spot, known, &mut facts, told),
        (Answer::Nothing, _) => match etcd {
            Etcd::Gateway(_) => told.findings.push(stored_not_shown::absent(&spot, entry.mod_revision)),
            Etcd::Snapshot(_) | Etcd::Output(_) => told.gaps.push(gap(
                &spot,
                "it is stored, and the API no longer shows it: it may have been deleted since; read the running etcd, or a \
                 newer snapshot",
            )),
        },
        (Answer::Unknown, _) => {}
    }
    Ok(facts)
}

/// Reads the object on both sides. A running etcd is read behind the API, and both again if the object changed between.
fn read(
    wanted: &Wanted,
    spot: &Spot,
    (etcd, known): (&Etcd, &Known),
    live: &Live,
    told: &mut Told,
) -> Result<(Answer, Option<Entry>), Fault> {
    const TRIES: usize = 3;
    let mut read = (Answer::Unknown, None);
    for _ in 0..TRIES {
        let answer = answer(wanted, spot, (etcd, known), live, told)?;
        let Etcd::Gateway(gateway) = etcd else { return Ok((answer, etcd.get(&wanted.key)?)) };
        read = (answer, gateway.now(&wanted.key)?);
        let stored = read.1.as_ref().and_then(|entry| entry.mod_revision);
        match &read.0 {
            Answer::Object(object) if pair::live_revision(object) != stored => {}
            Answer::Nothing if stored.is_some() => {}
            _ => break,
        }
    }
    Ok(read)
}

fn answer(
    wanted: &Wanted,
    spot: &Spot,
    (etcd, known): (&Etcd, &Known),
    live: &Live,
    told: &mut Told,
) -> Result<Answer, Fault> {
    match (live, &wanted.resource) {
        (Live::Cluster(cluster, _), Some(resource)) if !resource.version.is_empty() => {
            match cluster.object(&list(resource), wanted.namespace.as_deref(), &wanted.name) {
                Ok(Some(text)) => Ok(Answer::Object(serde_json::from_str(&text).unwrap_or_default())),
                Ok(None) => Ok(Answer::Nothing),
                Err(fault) if fault.kind.is_final() => Err(fault),
                Err(fault) => {
                    let gap = fault.gap("the live object", &["stored-differs", "stored-not-shown"]);
                    if !told.gaps.contains(&gap) {
                        told.gaps.push(gap);
                    }
                    Ok(Answer::Unknown)
                }
            }
        }
        (Live::Cluster(..), _) => Ok(Answer::Nothing),
        (Live::Files(objects), _) => {
            let mut found = None;
            for object in objects {
                if files::spot(object, etcd, known)?.is_some_and(|own| own.key == spot.key) {
                    found = Some(object.clone());
                }
            }
            if found.is_none() {
                told.gaps.push(gap(spot, "it is not among the live objects that -f names"));
            }
            Ok(found.map_or(Answer::Unknown, Answer::Object))
        }
        (Live::None, _) => Ok(Answer::Unknown),
    }
}

/// Says what it means that etcd does not have the object.
fn absent(
    wanted: &Wanted,
    spot: &Spot,
    answer: &Answer,
    (etcd, known): (&Etcd, &Known),
    live: &Live,
    told: &mut Told,
) -> Result<(), Fault> {
    if !etcd.covers(&wanted.key) {
        told.gaps.push(gap(
            spot,
            "etcdctl printed another part of the keys; get this key, or all below the prefix",
        ));
        return Ok(());
    }
    let is_pinned = !matches!(etcd, Etcd::Gateway(_));
    let shown = match answer {
        Answer::Object(object) => {
            let version = object["metadata"]["resourceVersion"].as_str().unwrap_or("?");
            let later =
                pair::live_revision(object).zip(known.revision).is_some_and(|(live, read)| live > read);
            if later && is_pinned {
                let why = format!(
                    "it was written at revision {version}, after what is read here; take a newer snapshot to see whether it is \
                     stored"
                );
                told.gaps.push(gap(spot, &why));
                return Ok(());
            }
            Shown::Yes(version.to_owned())
        }
        Answer::Nothing => cached(wanted, live).map_or(Shown::No, Shown::Cached),
        // A server that cannot reach etcd still shows what it has in its cache.
        Answer::Unknown => cached(wanted, live).map_or(Shown::Unknown, Shown::Cached),
    };
    let revision = known.revision.filter(|_| is_pinned);
    told.findings.push(not_persisted::finding(spot, &shown, revision, etcd.deleted(&wanted.key)));
    Ok(())
}

/// Asks the API server's watch cache, which most clients and all controllers see, and returns the resource version it shows.
fn cached(wanted: &Wanted, live: &Live) -> Option<String> {
    let (Live::Cluster(cluster, _), Some(resource)) = (live, &wanted.resource) else { return None };
    let text = from_cache(cluster, resource, wanted)?;
    let object: Value = serde_json::from_str(&text).ok()?;
    object["metadata"]["resourceVersion"].as_str().map(str::to_owned)
}

fn from_cache(cluster: &Cluster, resource: &Resource, wanted: &Wanted) -> Option<String> {
    let root =
        if resource.group.is_empty() { "/api".to_owned() } else { format!("/apis/{}", resource.group) };
    let within = wanted.namespace.as_ref().map(|name| format!("/namespaces/{name}")).unwrap_or_default();
    let (version, plural, name) = (&resource.version, &resource.plural, &wanted.name);
    let path = format!("{root}/{version}{within}/{plural}/{name}?resourceVersion=0");
    cluster.get(&path).ok().map(|answer| answer.text)
}

fn compare(object: &Value, entry: &Entry, spot: &Spot, known: &Known, facts: &mut Facts, told: &mut Told) {
    let Opened::Object(stored) = open(&entry.value) else { return };
    match pair::compare(object, &stored, entry, known.revision) {
        Compared::Equal(extent) => facts.compared(Some(extent)),
        Compared::Changed => {
            let why = "it was written after what is read here; take a newer snapshot to compare it";
            told.gaps.push(gap(spot, why));
        }
        Compared::Differs(differences) => {
            told.findings.extend(pair::findings(spot, &differences, usize::MAX));
        }
    }
}

/// Returns how much of two objects was compared, if they are equal as far as that goes.
fn extent(object: &Value, entry: &Entry, known: &Known) -> Option<Extent> {
    let Opened::Object(stored) = open(&entry.value) else { return None };
    match pair::compare(object, &stored, entry, known.revision) {
        Compared::Equal(extent) => Some(extent),
        Compared::Changed | Compared::Differs(_) => None,
    }
}

fn list(resource: &Resource) -> List {
    List {
        namespaced: resource.namespaced,
        ..List::new(&resource.group, &resource.version, &resource.plural, &resource.kind)
    }
}

fn spot(wanted: &Wanted, known: &Known) -> Spot {
    Spot {
        origin: known.origin.as_str().into(),
        key: wanted.key.clone(),
        object: ObjectRef {
            api_version: None,
            kind: wanted.resource.as_ref().map(|resource| resource.kind.clone()),
            namespace: wanted.namespace.clone(),
            name: Some(wanted.name.clone()).filter(|name| !name.is_empty()),
        },
    }
}

fn gap(spot: &Spot, why: &str) -> Gap {
    Gap {
        what: spot.key.clone(),
        why: why.to_owned(),
        needed_for: vec!["not-persisted".to_owned(), "stored-differs".to_owned()],
        is_transient: false,
    }
}
