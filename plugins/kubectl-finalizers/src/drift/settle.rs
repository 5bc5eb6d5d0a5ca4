//! Reads again what differs, by name, until only what no concurrency explains is left.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use kubecheck_core::kube::{Fault, Reached, Read, State, Wanted};
use kubecheck_core::model::revisions::Revisions;

use super::sides::Sides;

/// How long is waited before each reading: together as long as the API server itself waits for its cache
/// (k8s.io/apiserver, pkg/storage/cacher/watch_cache.go, `blockTimeout`).
const PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(2)];

/// How a cache shows an object otherwise than it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Not at all.
    Missing {
        /// The resourceVersion that is stored.
        stored: u64,
    },
    /// As it was before.
    Older {
        /// The resourceVersion that the cache shows.
        shown: u64,
        /// The one that is stored.
        stored: u64,
    },
    /// Though it is deleted.
    Deleted {
        /// The resourceVersion that the cache shows.
        shown: u64,
    },
    /// Later than anything that is stored.
    Newer {
        /// The resourceVersion that the cache shows.
        shown: u64,
        /// The one that is stored.
        stored: u64,
    },
}

/// What is left, and what was seen on the way.
#[derive(Default)]
pub(super) struct Settled {
    /// By the number of the server and the name of the object.
    pub(super) found: Vec<(usize, String, Found)>,
    /// How many objects the servers' own etcd has as they show them, and the one that is read here has not.
    pub(super) elsewhere: usize,
    /// Why it is not known of all.
    pub(super) fault: Option<Fault>,
}

/// What is settled.
pub(super) struct Question<'q> {
    pub(super) sides: &'q Sides,
    pub(super) wanted: &'q Wanted,
    /// What is stored, as it was listed.
    pub(super) listed: &'q Revisions,
    /// The revision at which it was.
    pub(super) at: u64,
    /// The server that listed it, if it was one.
    pub(super) by: Option<usize>,
}

/// One object on one server that is still in doubt.
struct Doubt<'n> {
    name: &'n str,
    server: usize,
    found: Option<Found>,
    is_pinned: bool,
}

impl Question<'_> {
    /// Reads objects again on some servers.
    pub(super) fn settle(&self, names: &[String], servers: &[usize]) -> Settled {
        let mut settled = Settled::default();
        if let Err(fault) = self.try_settle(names, servers, &mut settled) {
            settled.found.clear();
            settled.fault = Some(fault);
        }
        settled
    }

    fn try_settle(&self, names: &[String], servers: &[usize], settled: &mut Settled) -> Result<(), Fault> {
        let each =
            |name| servers.iter().map(move |&server| Doubt { name, server, found: None, is_pinned: false });
        let mut doubts: Vec<Doubt<'_>> = names.iter().flat_map(|name| each(name.as_str())).collect();
        let mut first: BTreeMap<&str, Option<State>> = BTreeMap::new();
        for pause in PAUSES {
            if doubts.is_empty() {
                return Ok(());
            }
            thread::sleep(pause);
            let mut left = Vec::new();
            for mut doubt in doubts {
                let now = self.sides.now(self.wanted, doubt.name, self.by)?;
                let first = first.entry(doubt.name).or_insert_with(|| now.state.clone());
                let shown = self.sides.servers[doubt.server].state(self.wanted, doubt.name, Read::Cache)?;
                let shown = shown.map(|state| state.revision);
                doubt.found = judge(first.as_ref(), now.state.as_ref(), shown, self.at);
                doubt.is_pinned = now.is_pinned;
                match doubt.found {
                    Some(_) => left.push(doubt),
                    None => {
                        settled.elsewhere += usize::from(self.is_unlisted(doubt.name, first.as_ref(), shown))
                    }
                }
            }
            doubts = left;
        }
        for Doubt { name, server, found, is_pinned } in doubts {
            let Some(found) = found else { continue };
            match self.is_elsewhere(name, server, found)? {
                true => settled.elsewhere += 1,
                false if is_pinned && !self.holds_of_a_snapshot(name, server, found)? => {}
                false => settled.found.push((server, name.to_owned(), found)),
            }
        }
        Ok(())
    }

    /// Tells whether an object was stored before etcd was read here, and what is read here does not have it so.
    fn is_unlisted(&self, name: &str, first: Option<&State>, shown: Option<u64>) -> bool {
        let own = first.map(|state| state.revision).filter(|revision| *revision <= self.at);
        self.by.is_none() && own.is_some() && own == shown && self.listed.get(name) != own
    }

    /// Tells whether a server finds an object stored as its cache shows it, while the etcd that is read here says otherwise:
    /// then this is not the etcd it keeps the object in.
    fn is_elsewhere(&self, name: &str, server: usize, found: Found) -> Result<bool, Fault> {
        if self.by.is_some() {
            return Ok(false);
        }
        let Some(own) = self.sides.own(server, self.wanted, name)? else { return Ok(false) };
        let own = own.map(|state| state.revision);
        Ok(match found {
            Found::Missing { .. } => own.is_none(),
            Found::Older { shown, .. } | Found::Deleted { shown } | Found::Newer { shown, .. } => {
                own == Some(shown)
            }
        })
    }

    /// Tells whether something is so though nobody says how the object is now. What is missing may have been deleted after the
    /// snapshot, unless the cache has not even come as far as where the object was written.
    fn holds_of_a_snapshot(&self, name: &str, server: usize, found: Found) -> Result<bool, Fault> {
        match found {
            Found::Missing { stored } => {
                let reached = self.sides.servers[server].cluster()?.reaches(self.wanted, stored)?;
                Ok(matches!(reached, Reached::No(_)))
            }
            Found::Older { .. } | Found::Newer { .. } => Ok(true),
            Found::Deleted { .. } => Ok(self.sides.covers(self.wanted, name)),
        }
    }
}

/// Judges an object by how it was stored when it was first read by name, how it is stored now, and what a cache showed last.
/// `at` is the revision of the list in which it was looked for before all that.
fn judge(first: Option<&State>, now: Option<&State>, shown: Option<u64>, at: u64) -> Option<Found> {
    match (shown, first, now) {
        // It must have been there all the time: one that was made anew may not have come to the cache yet.
        (None, Some(first), Some(now)) => {
            (first.identity == now.identity).then_some(Found::Missing { stored: now.revision })
        }
        (Some(shown), Some(first), now) if shown < first.revision => {
            Some(Found::Older { shown, stored: now.map_or(first.revision, |now| now.revision) })
        }
        (Some(shown), Some(_), Some(now)) if shown > now.revision && shown <= at => {
            Some(Found::Newer { shown, stored: now.revision })
        }
        // What was made after the list may have been deleted just now.
        (Some(shown), None, None) if shown <= at => Some(Found::Deleted { shown }),
        (Some(shown), None, Some(now)) if shown <= at && shown < now.revision => {
            Some(Found::Older { shown, stored: now.revision })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(revision: u64, identity: &str) -> Option<State> {
        Some(State { revision, identity: identity.to_owned() })
    }

    fn judged(first: Option<State>, now: Option<State>, shown: Option<u64>) -> Option<Found> {
        judge(first.as_ref(), now.as_ref(), shown, 100)
    }

    #[test]
    fn what_is_missing_was_there_all_the_time() {
        assert_eq!(judged(state(50, "a"), state(60, "a"), None), Some(Found::Missing { stored: 60 }));
        assert_eq!(judged(state(50, "a"), state(60, "b"), None), None);
        assert_eq!(judged(state(50, "a"), None, None), None);
        assert_eq!(judged(None, state(110, "a"), None), None);
    }

    #[test]
    fn what_is_older_is_older_than_what_was_read_first() {
        assert_eq!(
            judged(state(50, "a"), state(90, "a"), Some(40)),
            Some(Found::Older { shown: 40, stored: 90 })
        );
        // A cache that follows a busy object is always a little behind, and never behind what was read long before.
        assert_eq!(judged(state(50, "a"), state(90, "a"), Some(80)), None);
        assert_eq!(judged(state(50, "a"), None, Some(40)), Some(Found::Older { shown: 40, stored: 50 }));
    }

    #[test]
    fn what_is_deleted_was_there_when_all_was_listed() {
        assert_eq!(judged(None, None, Some(40)), Some(Found::Deleted { shown: 40 }));
        assert_eq!(judged(None, None, Some(140)), None);
        assert_eq!(judged(None, state(150, "b"), Some(40)), Some(Found::Older { shown: 40, stored: 150 }));
        assert_eq!(judged(None, None, None), None);
    }

    #[test]
    fn what_is_newer_was_written_before_all_was_listed() {
        assert_eq!(
            judged(state(50, "a"), state(50, "a"), Some(70)),
            Some(Found::Newer { shown: 70, stored: 50 })
        );
        assert_eq!(judged(state(50, "a"), state(50, "a"), Some(120)), None);
        assert_eq!(judged(state(70, "a"), state(70, "a"), Some(70)), None);
    }
}
