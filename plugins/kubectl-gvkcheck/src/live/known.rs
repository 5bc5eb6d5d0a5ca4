//! What a run knows of the cluster beyond the object that a check looks at. It grows from round to round, and is complete
//! before the round that needs it.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use kubecheck_catalog::{self as catalog, Minor};
use kubecheck_core::model::served::Served;

use super::answers::Answers;
use super::metrics::Requested;
use crate::closed::Space;
use crate::identity::Claim;
use crate::identity::verdict;

/// What a run knows of the cluster.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The kubeconfig context.
    pub context: String,
    /// The version of the catalogue that is nearest to the server's.
    pub target: Option<Minor>,
    /// What the server serves.
    pub serving: Arc<Serving>,
    /// The names of what others name; none in the round that reads them.
    pub names: Option<Arc<Names>>,
    /// What was asked for by name.
    pub answers: Arc<Answers>,
    /// Which deprecated APIs the server was asked for.
    pub requested: Arc<Requested>,
}

/// What the server serves, to be looked up.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    kinds: HashSet<u64>,
    versions: HashSet<u64>,
    /// Group versions of which nobody knows what they have.
    unknown: BTreeSet<String>,
    served: Served,
}

/// How things stand with a version of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// The server serves it.
    Served,
    /// The server serves it, and a later version of Kubernetes does not.
    Going(Minor),
    /// The server does not serve it; since when, if that is known.
    Gone(Option<Minor>),
    /// Nobody knows.
    Unknown,
}

/// Digests some words: so much is kept of a name. Two that have the same digest are taken for one, so that at worst something
/// is not told.
pub fn digest(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

impl Serving {
    /// Makes what discovery says ready to be looked up.
    pub fn new(served: Served) -> Serving {
        let mut serving = Serving { served, ..Serving::default() };
        for found in serving.served.all() {
            let version = found.api_version();
            serving.kinds.insert(digest(&[&version, &found.resource.kind]));
            serving.versions.insert(digest(&[&version]));
        }
        let unknown = serving.served.unknown();
        let unknown = unknown.map(|(group, version, _)| verdict::api_version(&group.name, &version.name));
        serving.unknown = unknown.collect();
        serving
    }

    /// Returns what discovery says.
    pub fn served(&self) -> &Served {
        &self.served
    }

    /// Tells how things stand with a version of a kind.
    pub fn age(&self, api_version: &str, kind: &str, target: Option<Minor>) -> Age {
        let is_served = self.kinds.contains(&digest(&[api_version, kind]));
        let Ok(claim) = Claim::parse(api_version, kind) else { return Age::Unknown };
        let removed = catalog::find(claim.group, claim.version, kind).and_then(|kind| kind.lifecycle.removed);
        match (is_served, removed) {
            (true, Some(removed)) if target.is_some_and(|target| removed > target) => Age::Going(removed),
            (true, _) => Age::Served,
            (false, _) if self.unknown.contains(api_version) => Age::Unknown,
            (false, removed) => Age::Gone(removed.filter(|minor| target.is_some_and(|own| *minor <= own))),
        }
    }

    /// Tells whether a version of a group is not served at all, whatever the kind.
    pub fn lacks_version(&self, api_version: &str) -> bool {
        !self.versions.contains(&digest(&[api_version])) && !self.unknown.contains(api_version)
    }

    /// Names what the server serves of a kind, in the version it prefers; groups that have one of that name.
    pub fn homes(&self, kind: &str) -> Vec<String> {
        let found = self.served.preferred().filter(|found| found.resource.kind == kind);
        found.map(|found| found.api_version()).collect()
    }
}

impl Known {
    /// Tells how things stand with a version of a kind.
    pub fn age(&self, api_version: &str, kind: &str) -> Age {
        self.serving.age(api_version, kind, self.target)
    }

    /// Tells whether there is an object of a name; none if that is not known.
    pub fn has(&self, kind: &str, space: &Space, name: &str) -> Option<bool> {
        self.names.as_ref()?.has(kind, space, name)
    }

    /// Names the apiVersion to write instead of one that is gone or going, if there is one.
    pub fn instead(&self, api_version: &str, kind: &str) -> Option<String> {
        let claim = Claim::parse(api_version, kind).ok()?;
        let next = |target: Minor| catalog::find(claim.group, claim.version, kind)?.replacement_at(target);
        if let Some(next) = self.target.and_then(next) {
            let version = verdict::of(next);
            return Some(if next.kind == kind { version } else { format!("{version} {}", next.kind) });
        }
        let homes = self.serving.homes(kind);
        let same =
            |home: &&String| Claim::parse(home, kind).is_ok_and(|claim_of| claim_of.group == claim.group);
        homes.iter().find(same).cloned().filter(|home| home != api_version)
    }
}

/// The names of what others name: a digest of each, so that memory does not follow the objects themselves.
#[derive(Clone, Debug, Default)]
pub struct Names {
    kinds: BTreeSet<String>,
    digests: HashSet<u64>,
}

impl Names {
    /// Makes a set of the digests of the objects of some kinds.
    pub fn new(kinds: BTreeSet<String>, digests: HashSet<u64>) -> Names {
        Names { kinds, digests }
    }

    /// Digests a name.
    pub fn digest(kind: &str, namespace: Option<&str>, name: &str) -> u64 {
        digest(&[kind, namespace.unwrap_or_default(), name])
    }

    /// Tells whether there is an object of a name; none if that is not known.
    pub fn has(&self, kind: &str, space: &Space, name: &str) -> Option<bool> {
        let namespace = match space {
            Space::In(namespace) => Some(&**namespace),
            Space::Cluster => None,
            Space::Unknown => return None,
        };
        let known = self.kinds.contains(kind);
        known.then(|| self.digests.contains(&Names::digest(kind, namespace, name)))
    }
}

#[cfg(test)]
mod tests {
    use kubecheck_core::model::served::{Group, Resource, Version};

    use super::*;

    fn serving() -> Serving {
        let resource = |kind: &str| Resource { kind: kind.to_owned(), ..Resource::default() };
        let version = |name: &str, kind: &str| Version {
            name: name.to_owned(),
            unknown: None,
            resources: vec![resource(kind)],
        };
        let group = |name: &str, versions| Group { name: name.to_owned(), versions };
        let stale =
            Version { name: "v1".to_owned(), unknown: Some("stale".to_owned()), resources: Vec::new() };
        Serving::new(Served {
            groups: vec![
                group("policy", vec![version("v1", "PodDisruptionBudget")]),
                group("storage.k8s.io", vec![version("v1beta1", "VolumeAttributesClass")]),
                group("stale.example.com", vec![stale]),
            ],
        })
    }

    #[test]
    fn a_version_that_is_not_served_is_gone() {
        let (serving, target) = (serving(), Minor::new(36));
        let age = |version, kind| serving.age(version, kind, target);
        assert_eq!(age("policy/v1", "PodDisruptionBudget"), Age::Served);
        assert_eq!(age("policy/v1beta1", "PodDisruptionBudget"), Age::Gone(Minor::new(25)));
        assert_eq!(age("widgets.example.com/v1", "Widget"), Age::Gone(None));
        assert_eq!(age("a/b/c", "Widget"), Age::Unknown);
    }

    #[test]
    fn a_group_that_does_not_answer_is_not_gone() {
        let serving = serving();
        assert_eq!(serving.age("stale.example.com/v1", "Widget", None), Age::Unknown);
        assert!(!serving.lacks_version("stale.example.com/v1"));
        assert!(serving.lacks_version("stale.example.com/v2"));
    }

    #[test]
    fn what_is_not_listed_is_not_known() {
        let there = Names::digest("ConfigMap", Some("shop"), "pages");
        let names = Names::new(BTreeSet::from(["ConfigMap".to_owned()]), HashSet::from([there]));
        let space = Space::of(Some("shop"));
        assert_eq!(names.has("ConfigMap", &space, "pages"), Some(true));
        assert_eq!(names.has("ConfigMap", &space, "page"), Some(false));
        assert_eq!(names.has("Secret", &space, "pages"), None);
    }
}
