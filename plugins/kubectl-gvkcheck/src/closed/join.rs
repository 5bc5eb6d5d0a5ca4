//! Joins what is named with what is there.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::{Late, Unread};
use kubecheck_core::report::finding::Finding;

use super::chain::Chain;
use super::wants::{Wanted, WantedKey};
use super::{Defined, Mention, Note, Renamed, Space, cluster, provided};
use crate::identity::names;

/// As many names are compared with missing ones as half a second allows; more have no suggestions.
const COMPARISONS: usize = 1_000_000;

/// Everything that the notes tell is there.
struct There<'n> {
    names: BTreeMap<&'n str, BTreeMap<&'n str, Vec<&'n Defined>>>,
    prefixes: BTreeMap<&'n str, BTreeMap<&'n str, Vec<&'n Defined>>>,
    mentions: BTreeMap<&'n str, Vec<&'n Mention>>,
    /// How many more names may be compared to find what was meant.
    comparisons: Cell<usize>,
    renamed: Vec<&'n Renamed>,
    /// Whether some kustomization puts objects into another namespace.
    moved: bool,
    unread: Vec<Unread>,
    chain: Chain<'n>,
}

/// Judges all notes.
pub fn judge<'n>(notes: impl Iterator<Item = &'n Note> + Clone) -> Late {
    let there = There::of(notes.clone());
    let mut late = Late::default();
    for note in notes {
        if let Note::Wanted(wanted) = note {
            there.wanted(wanted, &mut late);
        }
    }
    late
}

impl<'n> There<'n> {
    fn of(notes: impl Iterator<Item = &'n Note>) -> Self {
        let mut there = There {
            names: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            mentions: BTreeMap::new(),
            comparisons: Cell::new(COMPARISONS),
            renamed: Vec::new(),
            moved: false,
            unread: Vec::new(),
            chain: Chain::default(),
        };
        for note in notes {
            there.chain.take(note);
            match note {
                Note::Defined(defined) if defined.prefix => {
                    let kind = there.prefixes.entry(&defined.kind).or_default();
                    kind.entry(&defined.name).or_default().push(defined);
                }
                Note::Defined(defined) => {
                    let kind = there.names.entry(&defined.kind).or_default();
                    kind.entry(&defined.name).or_default().push(defined);
                }
                Note::Mention(mention) => {
                    there.mentions.entry(&mention.name).or_default().push(mention);
                }
                Note::Renamed(renamed) => {
                    there.moved |= renamed.namespace;
                    there.renamed.push(renamed);
                }
                Note::Unread(what) => there.unread.push(*what),
                Note::Wanted(_) | Note::Pods(_) | Note::Selecting(_) => {}
            }
        }
        there.chain.seal();
        there
    }

    fn named(&self, kind: &str, name: &str) -> &[&'n Defined] {
        self.names.get(kind).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    fn wanted(&self, wanted: &Wanted, late: &mut Late) {
        let defined = self.named(&wanted.kind, &wanted.name);
        let meets = |defined: &&Defined| self.meet(&defined.space, &wanted.space);
        let here: Vec<&Defined> = defined.iter().copied().filter(meets).collect();
        if !here.is_empty() {
            for key in &wanted.keys {
                self.key(wanted, key, &here, late);
            }
            return;
        }
        let prefixes = self.prefixes.get(&*wanted.kind);
        let begun = beginnings(&wanted.name).filter_map(|beginning| prefixes?.get(beginning)).flatten();
        let generated = begun.into_iter().any(|defined| self.meet(&defined.space, &wanted.space));
        if generated || self.is_renamed(wanted) || cluster::has(&wanted.kind, &wanted.space, &wanted.name) {
            return;
        }
        let Some(finding) = &wanted.finding else { return };
        if wanted.ignored {
            late.ignored += 1;
            return;
        }
        let mut finding = Finding::clone(finding);
        let elsewhere = elsewhere(defined, &wanted.space);
        finding.message.push_str(elsewhere.as_deref().unwrap_or(", which the input does not have"));
        if elsewhere.is_none()
            && let Some(near) = self.suggestion(wanted)
        {
            advise(&mut finding, &near);
        }
        self.follow(wanted, &mut finding);
        self.doubt(self.speaker(wanted).or_else(|| self.maker(wanted)), wanted, &mut finding);
        late.findings.push(finding);
    }

    /// Tells whether two spaces may be the same. A kustomization that sets the namespace makes all the same.
    fn meet(&self, a: &Space, b: &Space) -> bool {
        self.moved || a.meets(b)
    }

    /// Tells whether a kustomization gives the name to something that has another in its file.
    fn is_renamed(&self, wanted: &Wanted) -> bool {
        self.renamed.iter().any(|renamed| {
            let rest = wanted.name.strip_prefix(&*renamed.prefix);
            let rest = rest.and_then(|rest| rest.strip_suffix(&*renamed.suffix));
            rest.is_some_and(|rest| !self.named(&wanted.kind, rest).is_empty())
        })
    }

    /// Judges a key of something that is there, maybe several times.
    fn key(&self, wanted: &Wanted, key: &WantedKey, here: &[&Defined], late: &mut Late) {
        // What is not known may be there.
        let may_have = |defined: &&Defined| defined.keys.as_ref().is_none_or(|keys| keys.contains(&key.key));
        if here.iter().any(may_have) {
            return;
        }
        if key.ignored {
            late.ignored += 1;
            return;
        }
        let keys = here.iter().filter_map(|defined| defined.keys.as_deref()).flatten();
        let keys: BTreeSet<&str> = keys.map(|key| &**key).collect();
        let mut finding = Finding::clone(&key.finding);
        finding.message.push_str(&match keys.len() {
            0 => ", which has none".to_owned(),
            _ => format!(", which has {}", list(&keys)),
        });
        if let Some(near) = names::nearest(&key.key, keys.iter().copied()).filter(|near| near.len() > 2) {
            advise(&mut finding, &format!("did you mean {near}?"));
        }
        self.follow(wanted, &mut finding);
        // What makes objects of like names does not add keys to one that is there.
        self.doubt(self.speaker(wanted), wanted, &mut finding);
        late.findings.push(finding);
    }

    /// Tells what hangs on the pods that do not start.
    fn follow(&self, wanted: &Wanted, finding: &mut Finding) {
        if let Some(pods) = &wanted.pods {
            self.chain.follow(pods, finding);
        }
    }

    /// Counts one more comparison of names, unless there were too many.
    fn may_compare(&self) -> bool {
        let left = self.comparisons.get();
        self.comparisons.set(left.saturating_sub(1));
        left > 0
    }

    /// Finds what was likely meant: a like name of the kind, or the same name of another.
    fn suggestion(&self, wanted: &Wanted) -> Option<String> {
        let alike = self.names.get(&*wanted.kind).into_iter().flatten();
        let alike =
            alike.filter(|(_, all)| all.iter().any(|defined| self.meet(&defined.space, &wanted.space)));
        let alike = alike.map(|(name, _)| *name).take_while(|_| self.may_compare());
        let alike = names::nearest(&wanted.name, alike).map(str::to_owned);
        if let Some(near) = alike.or_else(|| cluster::nearest(&wanted.kind, &wanted.name)) {
            return Some(format!("did you mean {near}?"));
        }
        let other = match &*wanted.kind {
            "ConfigMap" => "Secret",
            "Secret" => "ConfigMap",
            "Role" => "ClusterRole",
            "ClusterRole" => "Role",
            _ => return None,
        };
        let same =
            self.named(other, &wanted.name).iter().any(|defined| self.meet(&defined.space, &wanted.space));
        same.then(|| format!("the input has a {other} of that name"))
    }

    /// Lowers what is said where the name may come into being later, or stand in what could not be read.
    fn doubt(&self, by: Option<&str>, wanted: &Wanted, finding: &mut Finding) {
        if let Some(maker) = provided::by(&wanted.kind, &wanted.name) {
            finding.severity = Severity::Info;
            return advise(finding, &format!("clusters of {maker} have it; where it is not there"));
        }
        if let Some(by) = by {
            finding.severity = Severity::Info;
            advise(finding, &format!("{by} speaks of it, and may bring it into being; if not"));
        } else if let Some(unread) = self.unread() {
            finding.severity = finding.severity.min(Severity::Warning);
            advise(finding, &format!("it may stand in what could not be read ({unread}); if not"));
        }
    }

    /// Tells whether a mention may be of a name.
    fn fits(&self, mention: &Mention, wanted: &Wanted) -> bool {
        mention.kind.is_none_or(|kind| kind == &*wanted.kind)
            && self.meet(&mention.space, &wanted.space)
            && !(mention.after && wanted.is_of(&mention.by))
    }

    /// Finds what speaks of a name.
    fn speaker(&self, wanted: &Wanted) -> Option<&'n str> {
        let mut all = self.mentions.get(&*wanted.name).into_iter().flatten();
        all.find(|mention| self.fits(mention, wanted)).map(|mention| &*mention.by)
    }

    /// Finds a custom object whose name a name begins with.
    fn maker(&self, wanted: &Wanted) -> Option<&'n str> {
        let before_dashes = wanted.name.match_indices('-').map(|(at, _)| &wanted.name[..at]);
        let mut mentions = before_dashes.filter_map(|name| self.mentions.get(name)).flatten();
        let made = mentions.find(|mention| mention.prefix && self.fits(mention, wanted));
        made.map(|mention| &*mention.by)
    }

    /// Counts what could not be read, by its sort.
    fn unread(&self) -> Option<String> {
        let count = |what| self.unread.iter().filter(|unread| **unread == what).count();
        let say = |what, one: &str, many: &str| match count(what) {
            0 => None,
            1 => Some(format!("1 {one}")),
            number => Some(format!("{number} {many}")),
        };
        let parts = [
            say(Unread::Broken, "broken document", "broken documents"),
            say(Unread::Template, "template", "templates"),
            say(Unread::Gap, "source", "sources"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// Returns every beginning of a name.
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    name.char_indices().map(|(at, character)| &name[..at + character.len_utf8()])
}

/// Puts something before what a finding's help says.
fn advise(finding: &mut Finding, first: &str) {
    let rest = finding.help.take().unwrap_or_default();
    let joint = if first.ends_with('?') { " " } else { ": " };
    finding.help = Some(format!("{first}{joint}{rest}"));
}

/// Says in which other namespaces there is one.
fn elsewhere(defined: &[&Defined], space: &Space) -> Option<String> {
    let Space::In(own) = space else { return None };
    let others: BTreeSet<&str> = defined
        .iter()
        .filter_map(|defined| match &defined.space {
            Space::In(namespace) => Some(&**namespace),
            _ => None,
        })
        .collect();
    (!others.is_empty()).then(|| format!(", which is in the namespace {}, not in {own}", list(&others)))
}

/// Lists some words, not all if they are many.
fn list(words: &BTreeSet<&str>) -> String {
    const MOST: usize = 8;
    let shown: Vec<&str> = words.iter().take(MOST).copied().collect();
    match words.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
