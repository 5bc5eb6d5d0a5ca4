//! What an API server serves: groups, versions and resources, as discovery tells them.

use serde::{Deserialize, Serialize};

/// What one API server serves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// The groups: the core group first, then as the server prefers them.
    pub groups: Vec<Group>,
}

/// A group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name; empty for the core group.
    pub name: String,
    /// Its versions, the preferred one first.
    pub versions: Vec<Version>,
}

/// A version of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its name.
    pub name: String,
    /// Why its resources are not known, if they are not: an aggregated API that does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// What it has, as far as it is known.
    pub resources: Vec<Resource>,
}

/// A resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// The kind of its objects.
    pub kind: String,
    /// The plural name in paths and RBAC rules.
    pub plural: String,
    /// The name for one.
    pub singular: String,
    /// The abbreviations that kubectl accepts.
    pub short_names: Vec<String>,
    /// The groups of resources that kubectl knows it by, such as `all`.
    pub categories: Vec<String>,
    /// Whether objects are in a namespace.
    pub namespaced: bool,
    /// What may be done with it.
    pub verbs: Vec<String>,
    /// What is below it.
    pub subresources: Vec<Subresource>,
}

/// A subresource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subresource {
    /// Its name, `scale`.
    pub name: String,
    /// The kind that is read and written there.
    pub kind: String,
    /// What may be done with it.
    pub verbs: Vec<String>,
}

/// A resource with the group and version it is served in.
#[derive(Clone, Copy, Debug)]
pub struct Found<'s> {
    /// The group.
    pub group: &'s Group,
    /// The version.
    pub version: &'s Version,
    /// The resource.
    pub resource: &'s Resource,
}

impl Found<'_> {
    /// Returns the apiVersion.
    pub fn api_version(&self) -> String {
        if self.group.name.is_empty() {
            self.version.name.clone()
        } else {
            format!("{}/{}", self.group.name, self.version.name)
        }
    }

    /// Returns the resource with its group, as `kubectl api-resources -o name` prints it.
    pub fn qualified(&self) -> String {
        if self.group.name.is_empty() {
            self.resource.plural.clone()
        } else {
            format!("{}.{}", self.resource.plural, self.group.name)
        }
    }

    /// Tells whether something may be done with it.
    pub fn has_verb(&self, verb: &str) -> bool {
        self.resource.verbs.iter().any(|own| own == verb)
    }
}

impl Resource {
    /// Returns the names that the resource goes by.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        [&self.kind, &self.plural, &self.singular].into_iter().chain(&self.short_names)
    }
}

impl Served {
    /// Returns a group.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Returns a version of a group.
    pub fn version(&self, group: &str, version: &str) -> Option<&Version> {
        self.group(group)?.versions.iter().find(|own| own.name == version)
    }

    /// Returns everything that is served, in every version: groups in the order of the server, preferred versions first.
    pub fn all(&self) -> impl Iterator<Item = Found<'_>> {
        let versions = |group| Group::all(group);
        self.groups.iter().flat_map(versions)
    }

    /// Returns every resource once, in the version that the server prefers.
    pub fn preferred(&self) -> impl Iterator<Item = Found<'_>> {
        self.groups.iter().flat_map(|group| {
            Group::all(group).filter(move |found| {
                let first = Group::all(group).find(|other| other.resource.plural == found.resource.plural);
                first.is_some_and(|first| first.version.name == found.version.name)
            })
        })
    }

    /// Returns the resource of a kind.
    pub fn kind(&self, group: &str, version: &str, kind: &str) -> Option<Found<'_>> {
        let mut all = self.group(group).into_iter().flat_map(Group::all);
        all.find(|found| found.version.name == version && found.resource.kind == kind)
    }

    /// Returns a resource of a group in the preferred version that has it.
    pub fn resource(&self, group: &str, plural: &str) -> Option<Found<'_>> {
        self.group(group).into_iter().flat_map(Group::all).find(|found| found.resource.plural == plural)
    }

    /// Returns the group versions whose resources are not known, and why.
    pub fn unknown(&self) -> impl Iterator<Item = (&Group, &Version, &str)> {
        let versions = |group| move |version| (group, version);
        self.groups.iter().flat_map(move |group| group.versions.iter().map(versions(group))).filter_map(
            |(group, version): (&Group, &Version)| Some((group, version, version.unknown.as_deref()?)),
        )
    }
}

impl Group {
    /// Returns what the group serves, preferred versions first.
    pub fn all(&self) -> impl Iterator<Item = Found<'_>> {
        self.versions.iter().flat_map(move |version| {
            version.resources.iter().map(move |resource| Found { group: self, version, resource })
        })
    }
}
