//! Fields that several manage: at once, or in turns.
//!
//! One state of an object shows who set its fields last, and who else set the same values: whoever changes a value takes it from all
//! others. So a fight is not seen in one state, but in several that follow each other.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::model::fields::{FieldSet, Path};
use kubecheck_core::model::managed::Managed;

use super::named;

/// Fields that several set to the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shared {
    /// Who, as people read it.
    pub(crate) managers: Vec<String>,
    /// The fields.
    pub(crate) fields: Vec<Path>,
}

/// A field that went from one manager to another and back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fight {
    /// The field.
    pub(crate) field: Path,
    /// Who had it, in the order in which they were seen.
    pub(crate) managers: Vec<String>,
    /// How often it changed hands.
    pub(crate) changes: usize,
}

/// Finds the fields that managers of different names share. Two entries of one name are one program that works in two ways.
pub(crate) fn shared(managers: &[Managed]) -> Vec<Shared> {
    let mut found: BTreeMap<Path, BTreeSet<usize>> = BTreeMap::new();
    for (at, own) in managers.iter().enumerate() {
        for (other_at, other) in managers.iter().enumerate().skip(at + 1) {
            if own.manager == other.manager {
                continue;
            }
            let is_leaf = |set: &FieldSet, path: &Path| set.below(&path.0).is_none_or(FieldSet::is_empty);
            for path in own.fields.intersection(&other.fields).leaves() {
                if is_leaf(&own.fields, &path) && is_leaf(&other.fields, &path) {
                    found.entry(path).or_default().extend([at, other_at]);
                }
            }
        }
    }
    let mut groups: BTreeMap<BTreeSet<usize>, Vec<Path>> = BTreeMap::new();
    for (path, who) in found {
        groups.entry(who).or_default().push(path);
    }
    let shared = |(who, fields): (BTreeSet<usize>, _)| {
        let names: BTreeSet<String> = who.into_iter().map(|at| named(&managers[at])).collect();
        Shared { managers: names.into_iter().collect(), fields }
    };
    groups.into_iter().map(shared).collect()
}

/// Finds the fields that change hands and come back: what one managed, then another without the first, then the first again.
/// The states follow each other.
pub(crate) fn fights(states: &[Vec<Managed>]) -> Vec<Fight> {
    let mut history: BTreeMap<Path, Vec<BTreeSet<String>>> = BTreeMap::new();
    for state in states {
        for (path, owners) in owners(state) {
            let turns = history.entry(path).or_default();
            if turns.last() != Some(&owners) {
                turns.push(owners);
            }
        }
    }
    let fight = |(field, turns): (Path, Vec<BTreeSet<String>>)| {
        let is_back = |three: &[BTreeSet<String>]| three[0] == three[2] && three[0].is_disjoint(&three[1]);
        if !turns.windows(3).any(is_back) {
            return None;
        }
        let mut managers: Vec<String> = Vec::new();
        for name in turns.iter().flatten() {
            if !managers.contains(name) {
                managers.push(name.clone());
            }
        }
        Some(Fight { field, managers, changes: turns.len() - 1 })
    };
    history.into_iter().filter_map(fight).collect()
}

/// Returns the names of the managers of each field that holds no others.
fn owners(state: &[Managed]) -> BTreeMap<Path, BTreeSet<String>> {
    let mut owners: BTreeMap<Path, BTreeSet<String>> = BTreeMap::new();
    for manager in state {
        for path in manager.fields.leaves() {
            owners.entry(path).or_default().insert(manager.manager.clone());
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manager(name: &str, fields: &str) -> Managed {
        let fields = FieldSet::parse(fields).expect("it is a set");
        Managed { manager: name.to_owned(), operation: "Apply".to_owned(), fields, ..Managed::default() }
    }

    #[test]
    fn only_fields_are_shared_and_not_what_holds_them() {
        let state = [
            manager("a", r#"{"f:list":{"k:{\"n\":1}":{".":{},"f:x":{},"f:y":{}}}}"#),
            manager("b", r#"{"f:list":{"k:{\"n\":1}":{".":{},"f:z":{},"f:y":{}}}}"#),
            manager("a", r#"{"f:list":{"k:{\"n\":1}":{"f:x":{}}}}"#),
        ];
        let found = shared(&state);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].managers, ["a (Apply)", "b (Apply)"]);
        assert_eq!(found[0].fields.iter().map(Path::to_string).collect::<Vec<_>>(), [".list[n=1].y"]);
    }

    #[test]
    fn a_fight_is_a_field_that_comes_back() {
        let x = r#"{"f:x":{}}"#;
        let turn = |names: &[&str]| names.iter().map(|name| manager(name, x)).collect::<Vec<_>>();
        let fought = fights(&[turn(&["a"]), turn(&["b"]), turn(&["b"]), turn(&["a"])]);
        assert_eq!(fought.len(), 1);
        assert_eq!((fought[0].changes, &fought[0].managers[..]), (2, &["a".to_owned(), "b".to_owned()][..]));
        // A handover; sharing for a while; a field that was gone for a while.
        for quiet in [
            vec![turn(&["a"]), turn(&["b"])],
            vec![turn(&["a"]), turn(&["a", "b"]), turn(&["a"])],
            vec![turn(&["a"]), turn(&[]), turn(&["a"])],
        ] {
            assert_eq!(fights(&quiet), []);
        }
    }
}
