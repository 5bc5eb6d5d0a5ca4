//! What is known of one kind: its life cycle, and its resource in each minor.

use crate::Minor;

/// One version of one kind that is a resource of its own, in all minors.
///
/// Kinds that exist only below a resource (Eviction, Scale, TokenRequest) are not kinds here; see [`Subresource`].
#[derive(Debug)]
pub struct Kind {
    /// The API group, empty for the core group.
    pub group: &'static str,
    /// The version within the group.
    pub version: &'static str,
    /// The kind, in its one right case.
    pub kind: &'static str,
    /// When this version came, ages and goes.
    pub lifecycle: Lifecycle,
    /// Spans of minors, ascending and disjoint, over which the resource stays the same.
    pub(crate) eras: Vec<(Minor, Minor, Resource)>,
    /// The number of the definition that gives its schema, if it has one.
    pub(crate) definition: Option<u32>,
}

impl Kind {
    /// Gives the resource at a minor; none where that minor's API server cannot serve it at all.
    ///
    /// A resource that is there need not be served: see [`Resource::enabled`].
    pub fn at(&self, minor: Minor) -> Option<&Resource> {
        self.eras()
            .find(|(first, last, _)| (*first..=*last).contains(&minor))
            .map(|(_, _, resource)| resource)
    }

    /// Lists the spans of minors, first and last included, over which the resource stays the same, oldest first.
    pub fn eras(&self) -> impl Iterator<Item = (Minor, Minor, &Resource)> {
        self.eras.iter().map(|(first, last, resource)| (*first, *last, resource))
    }

    /// Tells whether a minor serves it by default.
    pub fn enabled_at(&self, minor: Minor) -> bool {
        self.at(minor).is_some_and(|resource| resource.enabled)
    }

    /// Finds what to use instead at a minor: the replacement if that is served by default there, else the version of
    /// the replacement's kind that the minor prefers.
    pub fn replacement_at(&self, minor: Minor) -> Option<&'static Kind> {
        let Replacement { group, version, kind } = self.lifecycle.replacement?;
        let versions = std::iter::once(version).chain(crate::preferred_versions(minor, group));
        versions
            .filter(|version| (group, *version, kind) != (self.group, self.version, self.kind))
            .filter_map(|version| crate::find(group, version, kind))
            .find(|found| found.enabled_at(minor))
    }
}

/// When one version of a kind comes, ages and goes.
///
/// The minors may lie before or beyond the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifecycle {
    /// The first minor that has it, if known.
    pub introduced: Option<Minor>,
    /// The first minor in which it is deprecated.
    pub deprecated: Option<Minor>,
    /// The first minor that does not serve it by default and never will again.
    pub removed: Option<Minor>,
    /// What to use instead.
    pub replacement: Option<Replacement>,
}

/// The kind to use instead of a deprecated one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Replacement {
    /// The API group, empty for the core group.
    pub group: &'static str,
    /// The version within the group.
    pub version: &'static str,
    /// The kind.
    pub kind: &'static str,
}

/// The resource under which a kind is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resource {
    /// The name in paths and in RBAC rules.
    pub plural: &'static str,
    /// The name for one.
    pub singular: &'static str,
    /// The abbreviations that kubectl accepts.
    pub short_names: Vec<&'static str>,
    /// The names of sets, such as `all`, that it belongs to.
    pub categories: Vec<&'static str>,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// What can be done with it, in alphabetical order.
    pub verbs: Vec<&'static str>,
    /// What lies below it, in alphabetical order.
    pub subresources: Vec<Subresource>,
    /// Whether it is served by default, or only when switched on.
    pub enabled: bool,
}

/// A resource below another, such as `pods/eviction`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subresource {
    /// The name after the slash.
    pub name: &'static str,
    /// The group of the kind that it takes or gives.
    pub group: &'static str,
    /// The version of the kind that it takes or gives.
    pub version: &'static str,
    /// The kind that it takes or gives.
    pub kind: &'static str,
    /// What can be done with it, in alphabetical order.
    pub verbs: Vec<&'static str>,
    /// Whether it is served by default, or only when a feature or the resource is switched on.
    pub enabled: bool,
}
