//! What goes before what: children before their owners, and namespaces last.

use std::collections::{BTreeMap, BTreeSet};

use super::Surveyed;
use super::step::is_namespace;

/// Puts objects into groups, each of which may be worked on at once as soon as those before it are done. In a cycle of owners nobody
/// is first, so its members go together.
pub fn ranks(surveyed: Vec<Surveyed>) -> Vec<Vec<Surveyed>> {
    let mut left = surveyed;
    let mut ranks = Vec::new();
    while !left.is_empty() {
        let waited_for: BTreeSet<String> = left.iter().flat_map(before).collect();
        let content = left.iter().any(|one| !is_namespace(&one.job.target));
        let is_last = |one: &Surveyed| {
            let uid = one.job.target.uid.clone().unwrap_or_default();
            waited_for.contains(&uid) || (content && is_namespace(&one.job.target))
        };
        let (later, now): (Vec<_>, Vec<_>) = left.into_iter().partition(is_last);
        if now.is_empty() {
            let (namespaces, cycle) = later.into_iter().partition(|one| is_namespace(&one.job.target));
            ranks.push(cycle);
            left = namespaces;
        } else {
            ranks.push(now);
            left = later;
        }
    }
    ranks
}

/// Returns the UIDs of the owners of an object, which go after it.
fn before(one: &Surveyed) -> Vec<String> {
    let owners = one.object.as_ref().and_then(|object| object["metadata"]["ownerReferences"].as_array());
    let uid = |owner: &serde_json::Value| owner["uid"].as_str().map(str::to_owned);
    let own = one.job.target.uid.as_deref();
    owners.into_iter().flatten().filter_map(uid).filter(|uid| Some(uid.as_str()) != own).collect()
}

/// Puts jobs on the same object together, what is to go in the order in which it was named.
pub(super) fn joined(jobs: Vec<super::Job>) -> Vec<super::Job> {
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    let mut all: Vec<super::Job> = Vec::new();
    for job in jobs {
        match places.get(&job.target) {
            None => {
                places.insert(job.target.clone(), all.len());
                all.push(job);
            }
            Some(&at) => {
                let new = job.finalizers.into_iter().filter(|name| !all[at].finalizers.contains(name));
                let new: Vec<String> = new.collect();
                all[at].finalizers.extend(new);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use kubecheck_core::change::Target;
    use kubecheck_core::kube::Wanted;
    use serde_json::json;

    use super::super::Job;
    use super::*;

    fn one(kind: &str, name: &str, owners: &[&str]) -> Surveyed {
        let target = Target {
            api_version: "v1".to_owned(),
            kind: kind.to_owned(),
            resource: "x".to_owned(),
            namespace: None,
            name: name.to_owned(),
            uid: Some(name.to_owned()),
        };
        let of = Wanted { namespaced: false, ..Wanted::new("", "v1", "x", kind) };
        let owners: Vec<_> = owners.iter().map(|uid| json!({"uid": uid})).collect();
        Surveyed {
            job: Job { of, target, finalizers: Vec::new() },
            object: Some(json!({"metadata": {"ownerReferences": owners}})),
            evidence: Vec::new(),
            already: Vec::new(),
            refused: Vec::new(),
            fault: None,
        }
    }

    #[test]
    fn children_go_first_namespaces_last_and_a_cycle_together() {
        let all = vec![
            one("Namespace", "n", &[]),
            one("A", "owner", &[]),
            one("A", "child", &["owner"]),
            one("A", "x", &["y"]),
            one("A", "y", &["x"]),
        ];
        let names = ranks(all)
            .into_iter()
            .map(|rank| rank.into_iter().map(|one| one.job.target.name).collect::<Vec<_>>().join(" "));
        assert_eq!(names.collect::<Vec<_>>(), ["child", "owner", "x y", "n"]);
    }
}
