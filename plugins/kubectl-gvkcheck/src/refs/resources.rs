//! Is the resource that a rule names served, in any version of its group?

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kubecheck_catalog::{self as catalog, Kind, Minor, Resource};

use super::group::{self, Group};
use super::kinds::{is_meant, is_misspelt, since, times as time};
use crate::identity::{Target, builtin, names, openshift};
use crate::world::{Definition, World};

/// A resource as rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// The resource: a plural.
    pub resource: &'a str,
    /// What stands behind the slash.
    pub subresource: Option<&'a str>,
}

impl<'a> Name<'a> {
    /// Splits a name at its slash.
    pub fn parse(text: &'a str) -> Self {
        match text.split_once('/') {
            Some((resource, subresource)) => Name { resource, subresource: Some(subresource) },
            None => Name { resource: text, subresource: None },
        }
    }
}

/// What becomes of a rule's member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is served.
    Alive,
    /// Nobody here can know.
    Unknown,
    /// Nothing answers to it.
    Dead(Why),
}

/// Why nothing answers to a member of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The entry of the rule that is wrong.
    pub entry: Entry,
    /// Why, as a fragment.
    pub text: String,
    /// What the entry should be.
    pub right: Option<String>,
    /// How well it explains: of the many pairs of a rule's groups and resources the one with the most to say is told.
    pub weight: Weight,
    /// Whether it was served once, or will be.
    pub passing: bool,
}

/// Which of a rule's lists holds the wrong entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// `apiGroups`.
    Group,
    /// `apiVersions`.
    Version,
    /// `resources`.
    Resource,
    /// `operations`.
    Operation,
    /// `scope`.
    Scope,
}

/// How much a reason explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The resource is just not there.
    Absent,
    /// The resource is in another group.
    Elsewhere,
    /// The name is written otherwise, or was served once.
    Near,
    /// The group cannot exist.
    Group,
}

impl Why {
    /// Makes a reason.
    pub fn new(entry: Entry, weight: Weight, text: String) -> Self {
        Why { entry, text, right: None, weight, passing: false }
    }

    fn right(self, right: impl Into<String>) -> Self {
        Why { right: Some(right.into()), ..self }
    }

    /// Says that it was served once, or will be.
    pub fn passing(self) -> Self {
        Why { passing: true, ..self }
    }
}

/// The built-in kinds, by resource.
static RESOURCES: LazyLock<BTreeMap<&str, Vec<&'static Kind>>> = LazyLock::new(|| {
    let mut found: BTreeMap<&str, Vec<&'static Kind>> = BTreeMap::new();
    for kind in catalog::kinds() {
        for (_, _, resource) in kind.eras() {
            let kinds = found.entry(resource.plural).or_default();
            if !kinds.iter().any(|own| std::ptr::eq(*own, kind)) {
                kinds.push(kind);
            }
        }
    }
    found
});

/// Returns the kinds of a built-in resource, in all versions of its group and of Kubernetes.
pub fn of(group: &str, resource: &str) -> Vec<&'static Kind> {
    let found = RESOURCES.get(resource).map_or(&[][..], |kinds| kinds.as_slice());
    found.iter().copied().filter(|kind| kind.group == group).collect()
}

/// Tells whether the target has a resource, and its subresource if one is named, in a built-in group.
pub fn lives(group: &str, name: Name<'_>, target: Target<'_>) -> bool {
    let kinds = RESOURCES.get(name.resource).map_or(&[][..], |kinds| kinds.as_slice());
    kinds.iter().filter(|kind| kind.group == group).any(|kind| {
        let found = target.resource(kind).is_some_and(|found| found.plural == name.resource);
        found && name.subresource.is_none_or(|sub| target.subresources(kind).contains(&sub))
    })
}

/// Returns what the target has of some kinds.
fn at(kinds: &[&'static Kind], target: Target<'_>) -> impl Iterator<Item = &'static Resource> {
    kinds.iter().copied().filter_map(move |kind| target.resource(kind))
}

/// Judges a resource of a group, where neither is a wildcard. Its subresource is not looked at.
pub fn judge(group: &str, resource: &str, target: Target<'_>, world: &World) -> Fate {
    match group::judge(group, world) {
        Group::BuiltIn => built_in(group, resource, target, world),
        Group::Defined => defined(group, resource, world),
        Group::Unknown => Fate::Unknown,
        Group::Absent => Fate::Dead(Why::new(Entry::Group, Weight::Elsewhere, group::absent(group))),
        Group::Impossible(fault) => {
            let why = Why::new(Entry::Group, Weight::Group, fault.to_string());
            let meant = fault.right().filter(|right| resource == "*" || !of(right, resource).is_empty());
            let home = || homes(resource, target).next().map(|kind| kind.group);
            let right = meant.or_else(home).map(group::quoted);
            Fate::Dead(Why { right, ..why })
        }
    }
}

/// Judges a group whose every resource is meant.
pub fn judge_group(group: &str, target: Target<'_>, world: &World) -> Fate {
    let fate = judge(group, "*", target, world);
    if !matches!(group::judge(group, world), Group::BuiltIn) {
        return fate;
    }
    if world.has_group(group) {
        return Fate::Alive;
    }
    passing_group(group, target).map_or(Fate::Alive, Fate::Dead)
}

/// Explains a built-in group of which the target has nothing.
fn passing_group(group: &str, target: Target<'_>) -> Option<Why> {
    let kinds: Vec<&Kind> = catalog::kinds().iter().filter(|kind| kind.group == group).collect();
    if kinds.iter().any(|kind| target.has(kind)) {
        return None;
    }
    let text = format!("the whole API group {group} is {}", time(&kinds, target));
    Some(Why::new(Entry::Group, Weight::Near, text).passing())
}

fn built_in(group: &str, resource: &str, target: Target<'_>, world: &World) -> Fate {
    let kinds = of(group, resource);
    let newer = || world.resource(group, resource).next().is_some();
    if at(&kinds, target).any(|found| found.plural == resource) || newer() {
        return Fate::Alive;
    }
    if !kinds.is_empty() {
        return Fate::Dead(passing(group, resource, &kinds, target));
    }
    if group.is_empty() && is_openshift(resource) {
        return Fate::Unknown;
    }
    if resource == "*" {
        return Fate::Alive;
    }
    let why = absent(group, resource, target);
    match passing_group(group, target) {
        Some(gone) if why.weight < Weight::Near => Fate::Dead(Why { right: why.right, ..gone }),
        _ => Fate::Dead(why),
    }
}

/// Explains a resource that the group had or will have.
fn passing(group: &str, resource: &str, kinds: &[&'static Kind], target: Target<'_>) -> Why {
    let time = time(kinds, target);
    let text = format!("{resource} of {} is {time}", group::named(group));
    let home = homes(resource, target).find(|kind| kind.group != group);
    match home {
        Some(home) => {
            let text = format!("{text}; it is in {}", group::named(home.group));
            Why::new(Entry::Group, Weight::Near, text).right(group::quoted(home.group)).passing()
        }
        None => Why::new(Entry::Resource, Weight::Near, text).passing(),
    }
}

/// Explains a resource that the group never had.
fn absent(group: &str, resource: &str, target: Target<'_>) -> Why {
    let homes: Vec<&Kind> = homes(resource, target).collect();
    if let Some(home) = homes.first() {
        let text = format!("{resource} is in {}, not in {}", group::named(home.group), group::named(group));
        return Why::new(Entry::Group, Weight::Elsewhere, text).right(group::quoted(home.group));
    }
    let own = catalog::kinds().iter().filter(|kind| kind.group == group && target.has(kind));
    let own: Vec<&Resource> = own.filter_map(|kind| target.resource(kind)).collect();
    let kind_of = |plural: &str| own_kind(group, plural, target);
    if let Some(meant) = own.iter().find(|own| is_named(own, kind_of(own.plural), resource)) {
        let text = format!("{resource} is no resource; it is written {}", meant.plural);
        return Why::new(Entry::Resource, Weight::Near, text).right(meant.plural);
    }
    if let Some(near) = names::nearest(resource, own.iter().map(|own| own.plural)) {
        let text = format!("{} has no resource {resource}, but {near}", group::named(group));
        return Why::new(Entry::Resource, Weight::Near, text).right(near);
    }
    let named = if resource.is_empty() { "\"\"" } else { resource };
    let text = format!("{} has no resource {named}", group::named(group));
    Why::new(Entry::Resource, Weight::Absent, text)
}

fn own_kind(group: &str, plural: &str, target: Target<'_>) -> &'static str {
    of(group, plural).iter().find(|kind| target.has(kind)).map_or("", |kind| kind.kind)
}

/// Tells whether a word is the kind, the singular, a short name or another case of a resource.
fn is_named(resource: &Resource, kind: &str, word: &str) -> bool {
    let own = [resource.plural, resource.singular, kind];
    own.iter().chain(&resource.short_names).any(|name| name.eq_ignore_ascii_case(word))
}

/// Returns the built-in kinds that a resource has at the target, those of other groups than events.k8s.io first.
fn homes(resource: &str, target: Target<'_>) -> impl Iterator<Item = &'static Kind> {
    let named = catalog::kinds()
        .iter()
        .filter(move |kind| target.resource(kind).is_some_and(|found| found.plural == resource));
    builtin::sorted(named, target).into_iter()
}

fn is_openshift(resource: &str) -> bool {
    openshift::is_resource(resource)
}

/// Judges a resource of a group that CRDs define. A CRD that is not here may define more in it.
fn defined(group: &str, resource: &str, world: &World) -> Fate {
    if resource == "*" || world.resource(group, resource).next().is_some() {
        return Fate::Alive;
    }
    let meant = |definition: &&Definition| {
        is_meant(definition, resource) || is_misspelt(&definition.plural, resource)
    };
    let Some(meant) = world.group(group).find(meant) else {
        let text = format!("the server has no resource {resource} in {group}");
        let why = Why::new(Entry::Resource, Weight::Absent, text);
        return if world.knows(group) { Fate::Dead(why) } else { Fate::Unknown };
    };
    let text = format!("{group} has no resource {resource}, but {}", meant.plural);
    Fate::Dead(Why::new(Entry::Resource, Weight::Near, text).right(meant.plural.as_str()))
}

/// Subresources that Kubernetes has somewhere. Elsewhere they are mistakes rather than somebody's own names.
const KNOWN: [&str; 13] = [
    "approval",
    "attach",
    "binding",
    "ephemeralcontainers",
    "eviction",
    "exec",
    "finalize",
    "log",
    "portforward",
    "proxy",
    "resize",
    "scale",
    "token",
];

/// Judges the subresource of a built-in resource that is alive. One that nobody knows may be asked about by somebody's own
/// subject access reviews.
pub fn judge_subresource(group: &str, name: Name<'_>, target: Target<'_>) -> Fate {
    let Name { resource, subresource: Some(sub) } = name else { return Fate::Alive };
    let kinds = of(group, resource);
    let own: Vec<&str> = kinds.iter().flat_map(|kind| target.subresources(kind)).collect();
    if own.contains(&sub) {
        return Fate::Alive;
    }
    let had = |resource: &Resource| resource.subresources.iter().any(|own| own.name == sub);
    let once: Vec<(Minor, Minor)> = kinds.iter().filter_map(|kind| span(kind, &had)).collect();
    if let (Some(first), Some(since)) =
        (once.iter().map(|span| span.0).min(), once.iter().map(|span| span.1).max())
    {
        let time = match target.minor {
            minor if first > minor => format!("not served before {first}"),
            minor if since > minor => format!("not served by {}", target.name()),
            _ => format!("gone since {since}"),
        };
        let text = format!("{resource}/{sub} is {time}");
        return Fate::Dead(Why::new(Entry::Resource, Weight::Near, text).passing());
    }
    if let Some(near) = names::nearest(sub, own.iter().copied()) {
        let text = format!("{resource} has no subresource {sub}, but {near}");
        return Fate::Dead(Why::new(Entry::Resource, Weight::Near, text).right(format!("{resource}/{near}")));
    }
    if KNOWN.contains(&sub) {
        let text = format!("{resource} has no subresource {sub}");
        return Fate::Dead(Why::new(Entry::Resource, Weight::Near, text));
    }
    Fate::Unknown
}

/// Returns the first minor in which a kind's resource has something, and the first in which it no longer has.
fn span(kind: &Kind, has: &impl Fn(&Resource) -> bool) -> Option<(Minor, Minor)> {
    let eras = || kind.eras().filter(|(_, _, resource)| has(resource));
    let (first, last) = (eras().next()?.0, eras().last()?.1);
    Some((first, since(kind).min(last.next())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::target;

    /// Judges a name of a group, and tells which entry is wrong and what it should be.
    fn fate(group: &str, text: &str, minor: u8) -> String {
        let (name, target) = (Name::parse(text), target(minor).into());
        let fate = match judge(group, name.resource, target, &World::default()) {
            Fate::Alive => judge_subresource(group, name, target),
            fate => fate,
        };
        match fate {
            Fate::Dead(why) => format!("{:?} {}", why.entry, why.right.unwrap_or_default()),
            fate => format!("{fate:?}"),
        }
    }

    #[test]
    fn resources_are_judged_in_all_versions_of_their_group() {
        for (group, name, minor, expected) in [
            ("", "pods", 36, "Alive"),
            ("", "pods/exec", 36, "Alive"),
            ("batch", "cronjobs", 18, "Alive"),
            ("", "jobs", 36, "Group batch"),
            ("extensions", "ingresses", 36, "Group networking.k8s.io"),
            ("extensions", "ingresses", 21, "Alive"),
            ("core", "pods", 36, "Group \"\""),
            ("apps/v1", "deployments", 36, "Group apps"),
            ("", "pod", 36, "Resource pods"),
            ("", "Pods", 36, "Resource pods"),
            ("", "po", 36, "Resource pods"),
            ("", "pods/loq", 36, "Resource pods/log"),
            ("", "configmaps/scale", 36, "Resource "),
            ("", "pods/theirs", 36, "Unknown"),
            ("", "routes", 36, "Unknown"),
            ("example.com", "widgets", 36, "Unknown"),
            ("apps", "deployments/rollback", 36, "Resource "),
        ] {
            assert_eq!(fate(group, name, minor), expected, "{group} {name} at 1.{minor}");
        }
    }

    #[test]
    fn a_group_is_dead_when_the_last_of_its_resources_is_gone() {
        let fate = |minor| judge_group("extensions", target(minor).into(), &World::default());
        assert_eq!(fate(21), Fate::Alive);
        let Fate::Dead(why) = fate(22) else { panic!("it is gone") };
        assert_eq!(why.text, "the whole API group extensions is gone since 1.22");
        assert!(why.passing);
    }
}
