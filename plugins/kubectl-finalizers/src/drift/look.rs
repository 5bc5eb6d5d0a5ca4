//! One type: what is stored of it, and what each cache shows.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::{Fault, Listed, Reached, Read, Source, Wanted};
use kubecheck_core::report::finding::Gap;

use super::RULES;
use super::differ::differ;
use super::settle::{Found, Question};
use super::sides::Sides;

/// The most objects of a type that are read again by name. Where more differ, the lists are read again first.
const MOST: usize = 100;
/// How often they are.
const LISTS: usize = 3;

/// What came of looking at one type.
#[derive(Debug)]
pub struct Look {
    /// The type.
    pub wanted: Wanted,
    /// The revision at which what is stored was read.
    pub at: u64,
    /// How many objects are stored.
    pub objects: usize,
    /// What each cache shows.
    pub caches: Vec<Shown>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// What a cache shows of a type.
#[derive(Debug)]
pub struct Shown {
    /// The number of the server.
    pub server: usize,
    /// The revision up to which it is.
    pub revision: u64,
    /// How many objects it shows.
    pub objects: usize,
    /// Who answered.
    pub source: Source,
    /// How it differs, by the names of objects.
    pub found: Vec<(String, Found)>,
    /// How many more objects differ in the lists, and were not read again.
    pub more: usize,
}

impl Shown {
    /// Returns how many revisions it is behind one.
    pub fn lag(&self, at: u64) -> u64 {
        at.saturating_sub(self.revision)
    }
}

/// The lists of one type.
struct Lists {
    stored: Listed,
    by: Option<usize>,
    caches: Vec<(usize, Listed)>,
    /// The names of what differs, on any server.
    names: BTreeSet<String>,
}

impl Look {
    /// Looks at a type.
    pub(super) fn at(sides: &Sides, wanted: &Wanted, max_lag: u64) -> Look {
        let mut look =
            Look { wanted: wanted.clone(), at: 0, objects: 0, caches: Vec::new(), gaps: Vec::new() };
        if let Err(fault) = look.look(sides, max_lag) {
            look.gaps.push(fault.gap(format!("stored {}", wanted.qualified()), &RULES));
        }
        look
    }

    fn look(&mut self, sides: &Sides, max_lag: u64) -> Result<(), Fault> {
        let mut lists = self.lists(sides)?;
        for _ in 1..LISTS {
            if lists.names.len() <= MOST {
                break;
            }
            thread::sleep(Duration::from_secs(1));
            self.gaps.clear();
            lists = self.lists(sides)?;
        }
        (self.at, self.objects) = (lists.stored.revision, lists.stored.objects.len());
        let differing: Vec<usize> = lists.caches.iter().map(|(_, shown)| lists.differ(shown).len()).collect();
        let servers: Vec<usize> = lists.caches.iter().map(|(server, _)| *server).collect();
        let names: Vec<String> = lists.names.iter().take(MOST).cloned().collect();
        let listed = &lists.stored.objects;
        let question = Question { sides, wanted: &self.wanted, listed, at: self.at, by: lists.by };
        let settled = question.settle(&names, &servers);
        if let Some(fault) = &settled.fault {
            let what = format!("what differs in {}", self.wanted.qualified());
            self.gaps.push(fault.gap(what, &RULES));
        }
        let rest = lists.names.len().saturating_sub(MOST);
        if rest > 0 && settled.found.is_empty() {
            self.gaps.push(unread(&self.wanted, rest));
        }
        if settled.elsewhere > 0 {
            self.gaps.push(elsewhere(&self.wanted, settled.elsewhere));
        }
        for ((server, shown), differing) in lists.caches.into_iter().zip(differing) {
            let own = settled.found.iter().filter(|(at, ..)| *at == server);
            let found: Vec<(String, Found)> = own.map(|(_, name, found)| (name.clone(), *found)).collect();
            // If what was read again does not differ any more, nothing is known of the rest.
            let more = if found.is_empty() { 0 } else { differing.saturating_sub(MOST) };
            let (revision, objects, source) = (shown.revision, shown.objects.len(), shown.source);
            let mut shown = Shown { server, revision, objects, source, found, more };
            if shown.lag(self.at) > max_lag && !shown.found.is_empty() {
                self.ask_again(sides, &mut shown);
            }
            self.caches.push(shown);
        }
        Ok(())
    }

    /// Reads the lists: first what is stored, then what the caches show, so that these are never older if they follow.
    fn lists(&mut self, sides: &Sides) -> Result<Lists, Fault> {
        let (stored, by) = sides.list(&self.wanted, &mut self.gaps)?;
        let mut lists = Lists { stored, by, caches: Vec::new(), names: BTreeSet::new() };
        for (at, server) in sides.servers.iter().enumerate() {
            match server.revisions(&self.wanted, Read::Cache) {
                Ok(shown) => lists.caches.push((at, shown)),
                Err(fault) => {
                    let what = format!("the watch cache of {} for {}", server.name, self.wanted.qualified());
                    self.gaps.push(fault.gap(what, &RULES));
                }
            }
        }
        let differing = lists.caches.iter().flat_map(|(_, shown)| lists.differ(shown));
        lists.names = differing.filter(|name| sides.covers(&self.wanted, name)).collect();
        Ok(lists)
    }

    /// Asks a cache that is behind to catch up, and how far it is: its list is some seconds old by now.
    fn ask_again(&self, sides: &Sides, shown: &mut Shown) {
        let server = &sides.servers[shown.server];
        let reached = server.cluster().and_then(|cluster| cluster.reaches(&self.wanted, self.at));
        match reached {
            Ok(Reached::Yes) => shown.revision = shown.revision.max(self.at),
            Ok(Reached::No(current)) => shown.revision = shown.revision.max(current.unwrap_or_default()),
            // What its list said still holds.
            Err(_) => {}
        }
    }
}

impl Lists {
    fn differ(&self, shown: &Listed) -> Vec<String> {
        match shown.source {
            Source::Storage => Vec::new(),
            Source::Cache | Source::Unknown => {
                differ(&self.stored.objects, self.stored.revision, &shown.objects)
            }
        }
    }
}

fn unread(wanted: &Wanted, count: usize) -> Gap {
    Gap {
        what: format!("what differs in {}", wanted.qualified()),
        why: format!(
            "{count} more objects differ in the lists, too many to read each again; try again, or take a newer snapshot"
        ),
        needed_for: RULES.map(str::to_owned).to_vec(),
        is_transient: true,
    }
}

fn elsewhere(wanted: &Wanted, count: usize) -> Gap {
    let objects = if count == 1 { "1 object is" } else { &format!("{count} objects are") };
    Gap {
        what: format!("stored {}", wanted.qualified()),
        why: format!(
            "{objects} otherwise in the etcd that is read here than in the API server's own: it keeps them elsewhere \
             (--etcd-servers-overrides), or under another --etcd-prefix"
        ),
        needed_for: RULES.map(str::to_owned).to_vec(),
        is_transient: false,
    }
}
