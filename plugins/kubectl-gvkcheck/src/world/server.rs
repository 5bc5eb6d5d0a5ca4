//! What one API server says it serves: all of it, or as much as it was asked for.

use std::collections::BTreeMap;

use kubecheck_catalog as catalog;
use kubecheck_core::model::served::{Found, Group, Served, Version as ServedVersion};

use super::{Definition, Version};
use crate::identity::builtin;

/// What a server says it serves.
#[derive(Clone, Debug, Default)]
pub struct Server {
    served: Served,
    /// The places of the groups, by name.
    groups: BTreeMap<String, usize>,
    /// Whether all groups but the core one are named, so that one that is not here is nowhere.
    names_all: bool,
    /// Whether built-in groups are among those that are named. Every API server has some, so a list without them is one of
    /// custom groups alone.
    tells_builtin: bool,
}

impl Server {
    /// Takes what a server said. `names_all` if all its groups but the core one are named.
    pub fn new(served: Served, names_all: bool) -> Server {
        let groups = served.groups.iter().enumerate().map(|(at, group)| (group.name.clone(), at)).collect();
        let named = |group: &Group| !group.name.is_empty() && builtin::is_group(&group.name);
        let tells_builtin = names_all && served.groups.iter().any(named);
        Server { groups, names_all, tells_builtin, served }
    }

    /// Returns what is served.
    pub fn served(&self) -> &Served {
        &self.served
    }

    /// Tells whether all groups are named, and what each custom one has is known.
    pub fn is_complete(&self) -> bool {
        let mut custom = self.served.groups.iter().filter(|group| !builtin::is_group(&group.name));
        self.names_all && custom.all(is_known)
    }

    /// Tells whether all groups but the core one are named.
    pub fn names_all(&self) -> bool {
        self.names_all
    }

    /// Tells whether all that a group has is known, if only that there is no such group.
    pub fn knows(&self, group: &str) -> bool {
        match self.group(group) {
            Some(found) => self.is_named(group) && is_known(found),
            None => self.is_named(group),
        }
    }

    /// Tells whether a group would be among those that are named, if it were there.
    fn is_named(&self, group: &str) -> bool {
        match group {
            "" => self.groups.contains_key(""),
            _ if builtin::is_group(group) => self.tells_builtin,
            _ => self.names_all,
        }
    }

    fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name).map(|at| &self.served.groups[*at])
    }

    fn version(&self, group: &str, version: &str) -> Option<&ServedVersion> {
        self.group(group)?.versions.iter().find(|own| own.name == version)
    }

    /// Tells whether a kind is served; none if that is not known.
    pub fn serves(&self, group: &str, version: &str, kind: &str) -> Option<bool> {
        match self.version(group, version) {
            Some(found) if found.unknown.is_some() => None,
            Some(found) if found.resources.iter().any(|own| own.kind == kind) => Some(true),
            // A group that is named without a version is one of which nothing is known.
            None if self.group(group).is_some_and(|found| found.versions.is_empty()) => None,
            _ => self.is_named(group).then_some(false),
        }
    }

    /// Says why it is not known what a version of a group has, if it is not.
    pub fn unknown(&self, group: &str, version: &str) -> Option<&str> {
        self.version(group, version)?.unknown.as_deref()
    }

    /// Returns the versions of a group of which it is not known what they have, and why.
    pub fn unknown_in(&self, group: &str) -> impl Iterator<Item = (&str, &str)> {
        let versions = self.group(group).into_iter().flat_map(|group| &group.versions);
        versions.filter_map(|version| Some((version.name.as_str(), version.unknown.as_deref()?)))
    }

    /// Returns the resource of a kind that is served.
    pub fn kind(&self, group: &str, version: &str, kind: &str) -> Option<Found<'_>> {
        let (group, version) = (self.group(group)?, self.version(group, version)?);
        let resource = version.resources.iter().find(|own| own.kind == kind)?;
        version.unknown.is_none().then_some(Found { group, version, resource })
    }

    /// Returns where kinds of a name are served, as the server prefers.
    pub fn homes<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = Found<'s>> {
        let known = |found: &Found<'_>| found.version.unknown.is_none();
        self.served.all().filter(move |found| found.resource.kind == kind && known(found))
    }

    /// Returns what is served and no catalogue knows: custom resources, and in a built-in group what is newer.
    pub fn definitions(&self) -> Vec<Definition> {
        let known = self.served.all().filter(|found| found.version.unknown.is_none());
        let custom = known.filter(|found| {
            let name = (found.group.name.as_str(), found.version.name.as_str(), found.resource.kind.as_str());
            !found.resource.kind.is_empty() && catalog::find(name.0, name.1, name.2).is_none()
        });
        custom.map(definition).collect()
    }
}

/// Tells whether it is known what each version of a group has.
fn is_known(group: &Group) -> bool {
    !group.versions.is_empty() && group.versions.iter().all(|version| version.unknown.is_none())
}

fn definition(found: Found<'_>) -> Definition {
    let Found { group, version, resource } = found;
    let has = |name: &str| resource.subresources.iter().any(|below| below.name == name);
    Definition {
        group: group.name.clone(),
        kind: resource.kind.clone(),
        plural: resource.plural.clone(),
        singular: resource.singular.clone(),
        short_names: resource.short_names.clone(),
        namespaced: resource.namespaced,
        versions: vec![Version {
            name: version.name.clone(),
            served: true,
            status: has("status"),
            scale: has("scale"),
            body: None,
        }],
        digest: None,
        is_input: false,
    }
}

#[cfg(test)]
mod tests {
    use kubecheck_core::model::served::Resource;

    use super::*;

    fn group(name: &str, versions: &[(&str, &[&str])]) -> Group {
        let resource = |kind: &&str| Resource {
            kind: (*kind).to_owned(),
            plural: format!("{}s", kind.to_lowercase()),
            ..Resource::default()
        };
        let version = |(name, kinds): &(&str, &[&str])| ServedVersion {
            name: (*name).to_owned(),
            unknown: kinds.is_empty().then(|| "it does not answer".to_owned()),
            resources: kinds.iter().map(resource).collect(),
        };
        Group { name: name.to_owned(), versions: versions.iter().map(version).collect() }
    }

    fn server(names_all: bool) -> Server {
        let groups = vec![
            group("", &[("v1", &["Pod"])]),
            group("apps", &[("v1", &["Deployment", "Gadget"])]),
            group("metrics.k8s.io", &[("v1beta1", &[])]),
        ];
        Server::new(Served { groups }, names_all)
    }

    #[test]
    fn what_is_not_served_is_told_from_what_is_not_known() {
        let server = server(true);
        assert_eq!(server.serves("apps", "v1", "Deployment"), Some(true));
        assert_eq!(server.serves("apps", "v1", "ReplicaSet"), Some(false));
        assert_eq!(server.serves("apps", "v2", "Deployment"), Some(false));
        assert_eq!(server.serves("batch", "v1", "Job"), Some(false));
        assert_eq!(server.serves("metrics.k8s.io", "v1beta1", "NodeMetrics"), None);
        assert!(server.knows("apps") && server.knows("batch") && !server.knows("metrics.k8s.io"));
        assert!(!server.is_complete());
    }

    #[test]
    fn a_part_of_discovery_denies_nothing() {
        let server = server(false);
        assert_eq!(server.serves("apps", "v1", "Deployment"), Some(true));
        assert_eq!(server.serves("apps", "v1", "ReplicaSet"), None);
        assert_eq!(server.serves("batch", "v1", "Job"), None);
    }

    #[test]
    fn a_list_without_built_in_groups_tells_of_custom_ones_alone() {
        let groups = vec![group("example.com", &[("v1", &["Widget"])])];
        let server = Server::new(Served { groups }, true);
        assert_eq!(server.serves("apps", "v1", "Deployment"), None);
        assert_eq!(server.serves("example.com", "v2", "Widget"), Some(false));
        assert_eq!(server.serves("example.net", "v1", "Widget"), Some(false));
        assert_eq!(server.serves("", "v1", "Pod"), None);
    }

    #[test]
    fn what_the_catalogue_does_not_know_is_defined() {
        let defined = server(true).definitions();
        assert_eq!(defined.iter().map(|own| own.kind.as_str()).collect::<Vec<_>>(), ["Gadget"]);
    }
}
