//! What the kinds that references name are: the garbage collector maps apiVersion and kind to a resource before it looks an owner
//! up (`k8s.io/kubernetes/pkg/controller/garbagecollector/operations.go`, `apiResource`).

use kubecheck_core::kube::{Depth, Freshness, Wanted};
use kubecheck_core::model::served::{Found, Served};
use kubecheck_core::report::finding::Gap;

use super::gather::Gathered;
use crate::world::World;

/// An apiVersion and kind that references name.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) mapping: Mapping,
    /// The lists that were read of it, in whatever version.
    pub(crate) lists: Vec<u16>,
}

/// What an apiVersion and kind is on the server.
#[derive(Clone, Debug)]
pub(crate) enum Mapping {
    /// A resource.
    Served(Wanted),
    /// A resource in another version: the collector cannot look it up.
    OtherVersion(Wanted),
    /// Nothing that is served: the collector cannot look it up.
    Unserved,
    /// Nobody knows, and why: the group does not answer, or the dump has nothing of it.
    Unknown(String),
}

/// Finds out what the kinds are that references name. What was not served before everything was read is asked for once more: a CRD
/// may have come meanwhile, and objects of it with it.
pub(crate) fn kinds(world: &World, gathered: &Gathered) -> Vec<Kind> {
    let of = |served: &Served| {
        let named = gathered.kinds.iter();
        let kind =
            |(version, kind): &(String, String)| Kind::of(world, served, &gathered.lists, version, kind);
        named.map(kind).collect::<Vec<Kind>>()
    };
    let kinds = of(world.served());
    let is_new = |kind: &Kind| matches!(kind.mapping, Mapping::Unserved | Mapping::OtherVersion(_));
    match world.cluster().filter(|_| kinds.iter().any(is_new)) {
        Some(cluster) => cluster.discover(Freshness::Now).map_or(kinds, |found| of(&found.served)),
        None => kinds,
    }
}

impl Kind {
    /// Finds out what a kind is.
    pub(crate) fn of(
        world: &World,
        served: &Served,
        lists: &[Wanted],
        api_version: &str,
        kind: &str,
    ) -> Kind {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let is_its = |list: &Wanted| list.group == group && list.kind == *kind;
        let own = lists.iter().enumerate().filter(|(_, list)| is_its(list));
        let own: Vec<u16> = own.filter_map(|(at, _)| u16::try_from(at).ok()).collect();
        let mapping = match own.first() {
            // A dump has the versions that somebody asked for.
            Some(list) if !world.is_whole() => Mapping::Served(lists[usize::from(*list)].clone()),
            None if !world.is_whole() => Mapping::Unknown(format!("there is no {kind} in {}", world.name())),
            _ => mapping(served, group, version, kind),
        };
        Kind { api_version: api_version.to_owned(), kind: kind.to_owned(), mapping, lists: own }
    }

    /// Returns the resource to ask for the object.
    pub(crate) fn wanted(&self) -> Option<&Wanted> {
        match &self.mapping {
            Mapping::Served(wanted) | Mapping::OtherVersion(wanted) => Some(wanted),
            Mapping::Unserved | Mapping::Unknown(_) => None,
        }
    }

    /// Says that nothing is known of the kind of some owners.
    pub(crate) fn gap(&self, references: usize) -> Gap {
        let why = match &self.mapping {
            Mapping::Unknown(why) => why.clone(),
            _ => String::new(),
        };
        Gap {
            what: format!(
                "{references} owner{} of the kind {} of {}",
                if references == 1 { "" } else { "s" },
                self.kind,
                self.api_version
            ),
            why,
            needed_for: super::RULES.iter().map(|rule| (*rule).to_owned()).collect(),
            is_transient: false,
        }
    }

    /// Tells whether the collector can look the object up.
    pub(crate) fn is_mapped(&self) -> bool {
        matches!(self.mapping, Mapping::Served(_))
    }
}

fn mapping(served: &Served, group: &str, version: &str, kind: &str) -> Mapping {
    let wanted = |found: Found<'_>| Wanted::all(found, Depth::Metadata);
    if let Some(found) = served.kind(group, version, kind) {
        return Mapping::Served(wanted(found));
    }
    let silent = served.unknown().find(|(own, ..)| own.name == group);
    if let Some((group, version, why)) = silent {
        return Mapping::Unknown(format!("{}/{}: {why}", group.name, version.name));
    }
    let mut others = served.group(group).into_iter().flat_map(|group| group.all());
    match others.find(|found| found.resource.kind == kind) {
        Some(found) => Mapping::OtherVersion(wanted(found)),
        None => Mapping::Unserved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kubecheck_core::model::served::{Group, Resource, Version};

    fn served(unknown: Option<&str>) -> Served {
        let resource =
            Resource { kind: "Thing".to_owned(), plural: "things".to_owned(), ..Resource::default() };
        let version = |name: &str, unknown: Option<&str>, resources| Version {
            name: name.to_owned(),
            unknown: unknown.map(str::to_owned),
            resources,
        };
        let versions = vec![version("v2", None, vec![resource]), version("v1", unknown, Vec::new())];
        Served { groups: vec![Group { name: "example.com".to_owned(), versions }] }
    }

    #[test]
    fn what_does_not_answer_is_not_taken_for_what_is_not_served() {
        let whole = served(None);
        assert!(matches!(mapping(&whole, "example.com", "v2", "Thing"), Mapping::Served(_)));
        assert!(matches!(mapping(&whole, "example.com", "v1", "Thing"), Mapping::OtherVersion(_)));
        assert!(matches!(mapping(&whole, "example.com", "v1", "Other"), Mapping::Unserved));
        assert!(matches!(mapping(&whole, "gone.example.com", "v1", "Thing"), Mapping::Unserved));
        let silent = served(Some("no answer"));
        assert!(matches!(mapping(&silent, "example.com", "v1", "Thing"), Mapping::Unknown(_)));
        assert!(matches!(mapping(&silent, "example.com", "v2", "Thing"), Mapping::Served(_)));
    }
}
