//! What the scheduler's engine could not judge a pod by, as gaps: one for each kind that was not read, whoever needs it.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::report::finding::Gap;

/// What could not be judged, each with the first of which it is so: `pod shop/web`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubts(BTreeMap<String, String>);

impl Doubts {
    /// Adds what is said of something.
    pub fn add<'d>(&mut self, of: &str, doubts: impl IntoIterator<Item = &'d String>) {
        for doubt in doubts {
            self.0.entry(doubt.clone()).or_insert_with(|| of.to_owned());
        }
    }

    /// Adds them to gaps that are known: of what could not be read it is known why.
    pub fn beside(&self, mut known: Vec<Gap>) -> Vec<Gap> {
        let mut more = self.gaps();
        more.retain(|gap| !known.iter().any(|own| own.what == gap.what));
        known.append(&mut more);
        known
    }

    /// Returns them as gaps.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut others = Vec::new();
        for (doubt, of) in &self.0 {
            match unread(doubt) {
                Some((who, kind)) => drop(kinds.entry(kind).or_default().insert(who)),
                None => others.push(gap(of, doubt, &BTreeSet::from(["the verdict"]))),
            }
        }
        let kinds = kinds.iter().map(|(kind, who)| gap(kind, "nothing of them was read", who));
        kinds.chain(others).collect()
    }
}

/// Reads who needs which kind, where that is what a doubt is about.
fn unread(doubt: &str) -> Option<(&str, &str)> {
    doubt.strip_suffix(", which could not be read")?.split_once(" needs ")
}

fn gap(what: &str, why: &str, needed_for: &BTreeSet<&str>) -> Gap {
    Gap {
        what: what.to_owned(),
        why: why.to_owned(),
        needed_for: needed_for.iter().map(|one| (*one).to_owned()).collect(),
        is_transient: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::snapshot::Around;

    #[test]
    fn a_kind_that_was_not_read_is_one_gap_whoever_needs_it() {
        let around = Around { unread: ["persistentvolumes", "csinodes"].into(), ..Around::default() };
        let mut doubts = Doubts::default();
        doubts.add("pod shop/a", &around.unread("VolumeZone", &["persistentvolumes"]));
        doubts.add("pod shop/b", &around.unread("VolumeBinding", &["csinodes", "persistentvolumes"]));
        doubts.add("pod shop/b", &["claim shop/c: an expression".to_owned()]);
        let told: Vec<(String, Vec<String>)> =
            doubts.gaps().into_iter().map(|gap| (gap.what, gap.needed_for)).collect();
        let expected = [
            ("csinodes", vec!["VolumeBinding"]),
            ("persistentvolumes", vec!["VolumeBinding", "VolumeZone"]),
            ("pod shop/b", vec!["the verdict"]),
        ];
        let expected = expected
            .map(|(what, whom)| (what.to_owned(), whom.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        assert_eq!(told, expected);
    }
}
