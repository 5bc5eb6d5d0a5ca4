//! What is stored against what a cluster shows.

use std::collections::BTreeMap;

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Cluster, Depth, Fault, Part, Wanted};
use kubecheck_core::model::served::{Found, Served};
use kubecheck_core::report::finding::ObjectRef;
use kubecheck_core::source::etcd::{Entry, Etcd, Opened, open, path};
use serde_json::Value;

use super::Args;
use super::all::Rows;
use crate::checks::not_persisted::{self, Shown};
use crate::checks::stored_not_shown;
use crate::etcd::Known;
use crate::etcd::pair::{self, Compared, Extent, MANY};
use crate::etcd::spot::Spot;
use crate::etcd::told::Told;
use crate::live::world::Serving;

/// What a gap says was lacking.
const RULES: [&str; 3] = ["not-persisted", "stored-not-shown", "stored-differs"];

/// Refuses an etcd that is of another cluster: everything in it would look wrong.
pub(super) fn same_cluster(etcd: &Etcd, known: &Known, cluster: &Cluster) -> Result<(), CliError> {
    let hint = "or judge the stored objects alone with --no-live";
    known.same_cluster(etcd, cluster).map_err(|fault| CliError::from(fault).hint(hint))
}

/// One list, and what came of it so far.
#[derive(Default)]
struct State {
    attempt: usize,
    told: Told,
    /// The rows that the API shows.
    seen: Vec<usize>,
    /// Objects to look at once more before anything is said of them: namespace and name.
    doubts: Vec<(Option<String>, String)>,
    failed: bool,
}

/// Compares everything that is stored with what a cluster lists.
pub(super) fn compare(
    args: &Args,
    etcd: &Etcd,
    known: &Known,
    (cluster, serving): (&Cluster, &Serving),
    rows: &Rows,
    told: &mut Told,
) -> Result<(), CliError> {
    told.gaps.extend(serving.gaps.iter().cloned());
    // Events are often kept in an etcd of their own (--etcd-servers-overrides).
    let mut wanted = lists(args, &serving.served, known);
    wanted.retain(|wanted| {
        wanted.plural != "events" || !rows.below(&known.below(&wanted.group, &wanted.plural)).is_empty()
    });
    let mut states: Vec<State> = wanted.iter().map(|_| State::default()).collect();
    for part in cluster.list(&wanted) {
        match part {
            Part::Page(page) => {
                let (state, wanted) = (&mut states[page.at], &wanted[page.at]);
                if page.attempt > state.attempt {
                    *state = State { attempt: page.attempt, ..State::default() };
                }
                if page.attempt == state.attempt {
                    self::page(&page.text, wanted, etcd, known, rows, state)?;
                }
            }
            Part::Fault { at, fault } => {
                told.gaps.push(fault.gap(format!("live {}", wanted[at].qualified()), &RULES));
                states[at].failed = true;
            }
        }
    }
    for (state, wanted) in states.into_iter().zip(&wanted) {
        let one = One { etcd, known, cluster, wanted };
        for (namespace, name) in &state.doubts {
            one.look_again(namespace.as_deref(), name, told)?;
        }
        if !state.failed {
            one.unseen(rows, state.seen, told)?;
        }
        told.absorb(state.told);
    }
    Ok(())
}

/// Returns the lists of everything whose keys are in this etcd, each once.
pub(super) fn lists(args: &Args, served: &Served, known: &Known) -> Vec<Wanted> {
    let mut lists: BTreeMap<String, Wanted> = BTreeMap::new();
    for found in served.preferred().filter(|found| found.has_verb("list")) {
        let (group, plural) = (&found.group.name, &found.resource.plural);
        let definition = known.definition(group, plural);
        let below = path(group, plural);
        let outside = args.namespaces.one().is_some() && !found.resource.namespaced;
        if !known.holds(group, plural) || outside {
            continue;
        }
        // In the version that is stored nothing is converted.
        let stored =
            definition.and_then(|definition| definition.versions.iter().find(|version| version.storage));
        let as_stored = stored.and_then(|version| in_version(served, found, &version.name));
        let mut wanted = Wanted::all(as_stored.unwrap_or(found), Depth::Full);
        wanted.namespace = args.namespaces.one().map(str::to_owned);
        lists.entry(below).or_insert(wanted);
    }
    lists.into_values().collect()
}

fn in_version<'s>(served: &'s Served, found: Found<'s>, version: &str) -> Option<Found<'s>> {
    let same =
        |other: &Found<'s>| other.version.name == version && other.resource.plural == found.resource.plural;
    served.group(&found.group.name)?.all().find(same)
}

fn page(
    text: &str,
    wanted: &Wanted,
    etcd: &Etcd,
    known: &Known,
    rows: &Rows,
    state: &mut State,
) -> Result<(), Fault> {
    let mut list: Value = serde_json::from_str(text).unwrap_or_default();
    let items = list["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
    for mut live in items {
        identify(&mut live, wanted);
        let (namespace, name) = names(&live);
        let key = known.key(wanted, namespace.as_deref(), &name);
        let Some(at) = rows.find(&key) else {
            match is_later(&live, known) {
                true => state.told.skip("changed-since"),
                false => state.doubts.push((namespace, name)),
            }
            continue;
        };
        state.seen.push(at);
        if !rows.get(at).is_open {
            continue;
        }
        let compared = etcd.get(&key)?.and_then(|entry| against(&live, &entry, known));
        match compared {
            None | Some(Compared::Equal(Extent::Whole)) => {}
            Some(Compared::Equal(extent)) => state.told.skip(reason(extent)),
            Some(Compared::Changed) => state.told.skip("changed-since"),
            Some(Compared::Differs(_)) => state.doubts.push((namespace, name)),
        }
    }
    Ok(())
}

/// Items of lists of built-in kinds do not say what they are.
fn identify(live: &mut Value, wanted: &Wanted) {
    if live["apiVersion"].is_null() {
        live["apiVersion"] = Value::String(wanted.api_version());
        live["kind"] = Value::String(wanted.kind.clone());
    }
}

/// Names what was not compared.
fn reason(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "nothing",
        Extent::Metadata => "bodies-in-protobuf",
        Extent::OtherVersion => "bodies-in-another-version",
    }
}

fn names(live: &Value) -> (Option<String>, String) {
    let text = |field: &str| live["metadata"][field].as_str().map(str::to_owned);
    (text("namespace").filter(|namespace| !namespace.is_empty()), text("name").unwrap_or_default())
}

fn is_later(live: &Value, known: &Known) -> bool {
    match (pair::live_revision(live), known.revision) {
        (Some(live), Some(read)) => live > read,
        // Without a revision nobody can say what came first.
        _ => true,
    }
}

fn against(live: &Value, entry: &Entry, known: &Known) -> Option<Compared> {
    match open(&entry.value) {
        Opened::Object(object) => Some(pair::compare(live, &object, entry, known.revision)),
        _ => None,
    }
}

/// One list, for looking at single objects of it.
struct One<'o> {
    etcd: &'o Etcd,
    known: &'o Known,
    cluster: &'o Cluster,
    wanted: &'o Wanted,
}

impl One<'_> {
    fn spot(&self, namespace: Option<&str>, name: &str) -> Spot {
        Spot {
            origin: self.known.origin.as_str().into(),
            key: self.known.key(self.wanted, namespace, name),
            object: ObjectRef {
                api_version: Some(self.wanted.api_version()),
                kind: Some(self.wanted.kind.clone()),
                namespace: namespace.map(str::to_owned),
                name: Some(name.to_owned()),
            },
        }
    }

    /// Reads an object again, through the quorum, before anything is said of it: lists may come from a cache.
    fn look_again(&self, namespace: Option<&str>, name: &str, told: &mut Told) -> Result<(), Fault> {
        let text = match self.cluster.object(self.wanted, namespace, name) {
            Ok(Some(text)) => text,
            Ok(None) => {
                told.skip("gone-since");
                return Ok(());
            }
            Err(fault) => {
                let what = format!("live {} {name}", self.wanted.qualified());
                told.gaps.push(fault.gap(what, &RULES));
                return Ok(());
            }
        };
        let live: Value = serde_json::from_str(&text).unwrap_or_default();
        let spot = self.spot(namespace, name);
        let Some(entry) = self.etcd.get(&spot.key)? else {
            if is_later(&live, self.known) || self.is_there_now(&spot.key)? || !self.etcd.covers(&spot.key) {
                told.skip("changed-since");
                return Ok(());
            }
            let shown = Shown::Yes(live["metadata"]["resourceVersion"].as_str().unwrap_or("?").to_owned());
            let deleted = self.etcd.deleted(&spot.key);
            told.findings.push(not_persisted::finding(&spot, &shown, self.known.revision, deleted));
            return Ok(());
        };
        match against(&live, &entry, self.known) {
            None | Some(Compared::Equal(_)) => {}
            Some(Compared::Changed) => told.skip("changed-since"),
            Some(Compared::Differs(differences)) => {
                told.findings.extend(pair::findings(&spot, &differences, MANY))
            }
        }
        Ok(())
    }

    /// Tells whether a running etcd has a key now that it did not have at the revision that is read.
    fn is_there_now(&self, key: &str) -> Result<bool, Fault> {
        match self.etcd {
            Etcd::Gateway(gateway) => Ok(gateway.now(key)?.is_some()),
            Etcd::Snapshot(_) | Etcd::Output(_) => Ok(false),
        }
    }

    /// Looks at what is stored and was not listed.
    fn unseen(&self, rows: &Rows, mut seen: Vec<usize>, told: &mut Told) -> Result<(), Fault> {
        seen.sort_unstable();
        let mut below = self.known.below(&self.wanted.group, &self.wanted.plural);
        if let Some(namespace) = &self.wanted.namespace {
            below = format!("{below}{namespace}/");
        }
        for at in rows.below(&below).filter(|at| seen.binary_search(at).is_err()) {
            let row = rows.get(at);
            let Etcd::Gateway(gateway) = self.etcd else {
                // It may have been deleted after the snapshot; nobody can tell.
                told.skip("gone-since");
                continue;
            };
            let rest: Vec<&str> = row.key.rsplitn(3, '/').collect();
            let namespace = rest.get(1).copied().filter(|_| self.wanted.namespaced);
            let name = rest.first().copied().unwrap_or_default();
            let now = gateway.now(&row.key)?;
            let is_same = now.is_some_and(|now| now.mod_revision == row.mod_revision);
            match self.cluster.object(self.wanted, namespace, name) {
                Ok(None) if is_same => {
                    told.findings
                        .push(stored_not_shown::absent(&self.spot(namespace, name), row.mod_revision));
                }
                Ok(None) => told.skip("gone-since"),
                Ok(Some(_)) => told.skip("changed-since"),
                Err(fault) => {
                    told.gaps.push(fault.gap(format!("live {} {name}", self.wanted.qualified()), &RULES));
                }
            }
        }
        Ok(())
    }
}
