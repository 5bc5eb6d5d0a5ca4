//! All types once.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use kubecheck_core::kube::{Source, Wanted};
use kubecheck_core::model::revisions::parts;
use kubecheck_core::report::finding::{Finding, Gap, ObjectRef};
use serde_json::{Value, json};

use super::look::{Look, Shown};
use super::settle::Found;
use super::sides::{Server, Sides, Stored};
use crate::checks::cache::Spot;
use crate::checks::{cache_behind, cache_missing, cache_stale};

/// How many types are looked at together; so many lists are in memory, each twice and once more for each further server.
const AT_ONCE: usize = 8;

/// What came of all types.
#[derive(Debug)]
pub struct Round {
    /// The types, in the order they were named.
    pub looks: Vec<Look>,
    /// The bound that was asked for.
    pub max_lag: u64,
}

/// Looks at types.
pub fn go_round(sides: &Sides, types: &[Wanted], max_lag: u64) -> Round {
    let (next, looks) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..types.len().min(AT_ONCE) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(wanted) = types.get(at) else { return };
                    let look = Look::at(sides, wanted, max_lag);
                    looks.lock().unwrap_or_else(PoisonError::into_inner).push((at, look));
                }
            });
        }
    });
    let mut looks = looks.into_inner().unwrap_or_else(PoisonError::into_inner);
    looks.sort_by_key(|(at, _)| *at);
    Round { looks: looks.into_iter().map(|(_, look)| look).collect(), max_lag }
}

impl Round {
    /// Returns what is wrong.
    pub fn findings(&self, sides: &Sides) -> Vec<Finding> {
        let of = |look: &Look| {
            let caches = look.caches.iter();
            caches.flat_map(|shown| self.of(look, shown, &sides.servers[shown.server])).collect::<Vec<_>>()
        };
        self.looks.iter().flat_map(of).collect()
    }

    fn of(&self, look: &Look, shown: &Shown, server: &Server) -> Vec<Finding> {
        let spot = |name: Option<&str>| {
            let (namespace, name) = name.map_or((None, None), |name| {
                let (namespace, name) = parts(name);
                (namespace.map(str::to_owned), Some(name.to_owned()))
            });
            let (api_version, kind) = (Some(look.wanted.api_version()), Some(look.wanted.kind.clone()));
            Spot { server: server.name.clone(), object: ObjectRef { api_version, kind, namespace, name } }
        };
        let mut findings = Vec::new();
        if shown.is_behind(look.at, self.max_lag) {
            let differing = shown.found.len() + shown.more;
            findings.push(cache_behind::finding(&spot(None), shown.revision, look.at, differing));
        }
        findings.extend(shown.found.iter().map(|(name, found)| match *found {
            Found::Missing { stored } => cache_missing::finding(&spot(Some(name)), stored),
            Found::Older { shown, stored } => cache_stale::older(&spot(Some(name)), shown, stored),
            Found::Deleted { shown } => cache_stale::deleted(&spot(Some(name)), shown),
            Found::Newer { shown, stored } => cache_stale::newer(&spot(Some(name)), shown, stored),
        }));
        findings
    }

    /// Returns what could not be read, each once.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for gap in self.looks.iter().flat_map(|look| &look.gaps) {
            if !gaps.contains(gap) {
                gaps.push(gap.clone());
            }
        }
        gaps
    }

    /// Returns how many objects are stored of all types that were read.
    pub fn objects(&self) -> usize {
        self.looks.iter().map(|look| look.objects).sum()
    }

    /// Returns what each cache shows of each type, and to which type it belongs.
    pub fn caches(&self) -> impl Iterator<Item = (&Look, &Shown)> {
        self.looks.iter().flat_map(|look| look.caches.iter().map(move |shown| (look, shown)))
    }

    /// Returns all as programs read it.
    pub fn document(&self, sides: &Sides) -> Value {
        let servers: Vec<Value> = sides
            .servers
            .iter()
            .map(|server| json!({"name": server.name, "version": server.version.as_ref().map(|own| &own.git_version)}))
            .collect();
        let types: Vec<Value> = self.caches().map(|(look, shown)| self.row(look, shown, sides)).collect();
        let stored = match &sides.stored {
            Stored::Servers => json!({"by": "servers"}),
            Stored::Etcd(_, keys) => json!({"by": "etcd", "origin": keys.origin, "revision": keys.revision}),
        };
        json!({"servers": servers, "stored": stored, "maxLag": self.max_lag, "types": types})
    }

    fn row(&self, look: &Look, shown: &Shown, sides: &Sides) -> Value {
        let (missing, stale) = shown.counts();
        json!({
            "group": look.wanted.group, "resource": look.wanted.plural, "kind": look.wanted.kind,
            "server": sides.servers[shown.server].name,
            "answeredBy": answered(shown.source), "state": shown.state(look.at, self.max_lag),
            "revision": shown.revision, "storedRevision": look.at, "lag": shown.lag(look.at),
            "objects": shown.objects, "storedObjects": look.objects,
            "missing": missing, "stale": stale, "notReadAgain": shown.more,
        })
    }
}

impl Shown {
    /// Tells whether it is too far behind, and something happened that it does not show: the revision counts all types, and a
    /// cache does not hear of what happens to others.
    fn is_behind(&self, at: u64, max_lag: u64) -> bool {
        self.lag(at) > max_lag && !self.found.is_empty()
    }

    /// Counts what is missing and what is stale.
    pub fn counts(&self) -> (usize, usize) {
        let missing = self.found.iter().filter(|(_, found)| matches!(found, Found::Missing { .. })).count();
        (missing, self.found.len() - missing)
    }

    /// Says in a word how it is.
    pub fn state(&self, at: u64, max_lag: u64) -> &'static str {
        match () {
            () if self.source == Source::Storage => "not cached",
            () if self.is_behind(at, max_lag) => "behind",
            () if !self.found.is_empty() => "differs",
            () if self.lag(at) > 0 => "idle",
            () => "current",
        }
    }
}

fn answered(source: Source) -> &'static str {
    match source {
        Source::Cache => "cache",
        Source::Storage => "storage",
        Source::Unknown => "unknown",
    }
}
