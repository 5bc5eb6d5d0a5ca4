//! Is the kind that a reference names served?

use kubecheck_catalog::{self as catalog, Kind, Minor};

use super::group::{self, Group};
use crate::identity::verdict::{self, WhyGroup};
use crate::identity::{Claim, Target, Verdict, builtin, names, openshift, vendor};
use crate::world::{Definition, World};

/// What a reference names. What it leaves open may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The group; empty for the core group.
    pub group: &'a str,
    /// The version, if the reference has one.
    pub version: Option<&'a str>,
    /// The kind.
    pub kind: &'a str,
}

/// How things stand with what a reference names.
#[derive(Debug)]
pub enum Status<'w> {
    /// It is served, by default or when switched on.
    Alive(Alive<'w>),
    /// Group and kind are served, but not in this version.
    OtherVersion {
        /// What is served.
        alive: Alive<'w>,
        /// What became of this version.
        why: String,
        /// Whether it was served once, or will be.
        passing: bool,
    },
    /// Nothing of the name is served.
    Dead(Dead),
    /// Nobody here can know.
    Unknown,
}

/// The served versions of a kind.
#[derive(Debug)]
pub enum Alive<'w> {
    /// Kubernetes' own.
    BuiltIn(Vec<&'static Kind>),
    /// Those of CRDs.
    Custom(Vec<&'w Definition>),
}

/// Why nothing answers to a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Dead {
    /// What is wrong with the name.
    pub part: Part,
    /// Why, as a fragment.
    pub why: String,
    /// What was likely meant.
    pub right: Option<Right>,
    /// Whether it was served once, or will be: somebody may name it for another version of Kubernetes.
    pub passing: bool,
}

/// A part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The group.
    Group,
    /// The kind.
    Kind,
}

/// A name that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// The group.
    pub group: String,
    /// The version that clients prefer, if it is known.
    pub version: Option<String>,
    /// The kind.
    pub kind: String,
}

impl Right {
    fn of(kind: &Kind) -> Self {
        let [group, version, name] = [kind.group, kind.version, kind.kind].map(str::to_owned);
        Right { group, version: Some(version), kind: name }
    }
}

impl Alive<'_> {
    /// Returns the apiVersions that are served, the best first.
    pub fn api_versions(&self) -> Vec<String> {
        match self {
            Alive::BuiltIn(kinds) => kinds.iter().map(|kind| verdict::of(kind)).collect(),
            Alive::Custom(definitions) => {
                let served = definitions.iter().flat_map(|definition| {
                    definition.served().map(|version| verdict::api_version(&definition.group, version))
                });
                let mut served: Vec<String> = served.collect();
                served.dedup();
                served
            }
        }
    }

    /// Tells whether a version has the subresource `scale`.
    pub fn scales(&self, target: Target<'_>) -> bool {
        match self {
            Alive::BuiltIn(kinds) => kinds.iter().any(|kind| target.subresources(kind).contains(&"scale")),
            Alive::Custom(definitions) => {
                let mut versions = definitions.iter().flat_map(|definition| &definition.versions);
                versions.any(|version| version.served && version.scale)
            }
        }
    }
}

/// Judges a name at a version of Kubernetes.
pub fn judge<'w>(named: Named<'_>, target: Target<'_>, world: &'w World) -> Status<'w> {
    match group::judge(named.group, world) {
        Group::BuiltIn => built_in(named, target, world),
        Group::Defined => defined(named, world),
        Group::Impossible(fault) => {
            let homes = builtin::right_homes(named.kind, target);
            let meant = homes.iter().find(|kind| Some(kind.group) == fault.right());
            let right = meant.or(homes.first()).map(|kind| Right::of(kind));
            Status::Dead(Dead { part: Part::Group, why: fault.to_string(), right, passing: false })
        }
        Group::Unknown => custom(named, target),
        Group::Absent => {
            let why = group::absent(named.group);
            Status::Dead(Dead { part: Part::Group, why, right: None, passing: false })
        }
    }
}

fn built_in<'w>(named: Named<'_>, target: Target<'_>, world: &'w World) -> Status<'w> {
    let same = |kind: &&Kind| kind.group == named.group && kind.kind == named.kind;
    let all = builtin::sorted(catalog::kinds().iter().filter(same), target);
    let alive: Vec<_> = all.iter().copied().filter(|kind| target.has(kind)).collect();
    let defined: Vec<&Definition> = world.kind(named.group, named.kind).collect();
    if !defined.is_empty() && (alive.is_empty() || named.version.is_some_and(|v| serves(&defined, v))) {
        // The server has it, and the catalogue does not.
        return self::defined(named, world);
    }
    if alive.is_empty() {
        return if all.is_empty() { not_in_group(named, target) } else { passing(named, &all, target) };
    }
    match named.version {
        Some(version) if !alive.iter().any(|kind| kind.version == version) => {
            let other = all.iter().find(|kind| kind.version == version);
            let why = match other {
                Some(other) => format!("{} is {}", verdict::of(other), time(other, target)),
                None => format!("{} never existed", verdict::api_version(named.group, version)),
            };
            Status::OtherVersion { alive: Alive::BuiltIn(alive), why, passing: other.is_some() }
        }
        _ => Status::Alive(Alive::BuiltIn(alive)),
    }
}

/// Judges a kind that the group had or will have.
fn passing(named: Named<'_>, all: &[&'static Kind], target: Target<'_>) -> Status<'static> {
    let homes = builtin::right_homes(named.kind, target);
    let right = homes.into_iter().find(|kind| kind.group != named.group && target.has(kind));
    let time = times(all, target);
    let mut why = format!("{} of {} is {time}", named.kind, group::named(named.group));
    if let Some(home) = right {
        why = format!("{why}; it is in {}", group::named(home.group));
    }
    let part = if right.is_some() { Part::Group } else { Part::Kind };
    Status::Dead(Dead { part, why, right: right.map(Right::of), passing: true })
}

/// Says when a version that is not there was or will be.
pub fn time(kind: &Kind, target: Target<'_>) -> String {
    times(&[kind], target)
}

/// Says when something that is not there was or will be, or that only this server lacks it.
pub fn times(kinds: &[&Kind], target: Target<'_>) -> String {
    let minor = target.minor;
    if kinds.iter().any(|kind| kind.at(minor).is_some() && !verdict::gone(kind, minor)) {
        return format!("not served by {}", target.name());
    }
    let later = kinds.iter().filter_map(|kind| builtin::first(kind)).min().filter(|first| *first > minor);
    match (later, kinds.iter().map(|kind| since(kind)).max()) {
        (Some(first), _) => format!("not served before {first}"),
        (None, Some(since)) => format!("gone since {since}"),
        (None, None) => "not served".to_owned(),
    }
}

fn serves(definitions: &[&Definition], version: &str) -> bool {
    definitions.iter().flat_map(|definition| definition.served()).any(|own| own == version)
}

/// Returns the first minor that no longer serves a kind.
pub fn since(kind: &Kind) -> Minor {
    let behind = || kind.eras().last().map_or(Minor::NEWEST, |(_, last, _)| last.next());
    kind.lifecycle.removed.unwrap_or_else(behind)
}

/// Judges a kind that a built-in group never had.
fn not_in_group(named: Named<'_>, target: Target<'_>) -> Status<'static> {
    let claim = Claim { group: named.group, version: named.version.unwrap_or("v1"), kind: named.kind };
    if named.kind.ends_with("List") || openshift::find(claim).is_some() {
        return Status::Unknown;
    }
    let dead = |part, why: String, right| Status::Dead(Dead { part, why, right, passing: false });
    if named.group.is_empty()
        && named.version.is_some_and(|version| builtin::is_group(version) && !version.starts_with('v'))
    {
        let text = named.version.unwrap_or_default();
        let right = builtin::right_homes(named.kind, target).into_iter().find(|kind| kind.group == text);
        return dead(Part::Group, format!("{text} is a group without its version"), right.map(Right::of));
    }
    match builtin::in_group(claim, target) {
        Verdict::WrongGroup { right, .. } => {
            let home = right.first();
            let why = match home {
                Some(home) => format!(
                    "{} is in {}, not in {}",
                    home.kind,
                    group::named(home.group),
                    group::named(named.group)
                ),
                None => format!("{} has no kind {}", group::named(named.group), named.kind),
            };
            dead(Part::Group, why, home.map(|kind| Right::of(kind)))
        }
        Verdict::KindCase(kind) => {
            dead(Part::Kind, format!("the kind is written {}", kind.kind), Some(Right::of(kind)))
        }
        Verdict::PluralKind(kind) => dead(
            Part::Kind,
            format!("{} is a resource; its kind is {}", named.kind, kind.kind),
            Some(Right::of(kind)),
        ),
        Verdict::UnknownKind { subresource: Some(_), .. } => Status::Unknown,
        Verdict::UnknownKind { nearest: Some(kind), .. } if kind.group == named.group => {
            let why = format!("{} has no kind {}, but {}", group::named(named.group), named.kind, kind.kind);
            dead(Part::Kind, why, Some(Right::of(kind)))
        }
        Verdict::UnknownKind { .. } => {
            let right = elsewhere(named.kind);
            let mut why = format!("{} has no kind {}", group::named(named.group), named.kind);
            if let Some(right) = &right {
                why = format!("{why}; it is in {}", right.group);
            }
            dead(if right.is_some() { Part::Group } else { Part::Kind }, why, right)
        }
        _ => Status::Unknown,
    }
}

/// Kinds that other projects brought to Kubernetes, for a better answer than "no such kind".
static ELSEWHERE: &[(&str, &str)] = &[
    ("Certificate", "cert-manager.io"),
    ("Gateway", "gateway.networking.k8s.io"),
    ("HTTPRoute", "gateway.networking.k8s.io"),
    ("Rollout", "argoproj.io"),
    ("ServiceImport", "multicluster.x-k8s.io"),
    ("ServiceMonitor", "monitoring.coreos.com"),
    ("VerticalPodAutoscaler", "autoscaling.k8s.io"),
    ("VolumeSnapshot", "snapshot.storage.k8s.io"),
];

fn elsewhere(kind: &str) -> Option<Right> {
    let (kind, group) = ELSEWHERE.iter().find(|(own, _)| *own == kind)?;
    Some(Right { group: (*group).to_owned(), version: None, kind: (*kind).to_owned() })
}

/// Judges a kind of a group that CRDs define. A CRD that is not here may define more kinds in it.
fn defined<'w>(named: Named<'_>, world: &'w World) -> Status<'w> {
    let found: Vec<&Definition> = world.kind(named.group, named.kind).collect();
    if !found.is_empty() {
        let alive = Alive::Custom(found);
        let Some(version) = named.version else { return Status::Alive(alive) };
        let wanted = verdict::api_version(named.group, version);
        return match alive.api_versions().contains(&wanted) {
            true => Status::Alive(alive),
            false if !world.may_deny(named.group, Some(version)) => Status::Unknown,
            false => Status::OtherVersion { alive, why: format!("{wanted} is not served"), passing: false },
        };
    }
    let Some(meant) = world.group(named.group).find(|definition| is_meant(definition, named.kind)) else {
        if !world.knows(named.group) {
            return Status::Unknown;
        }
        let why = format!("the server has no kind {} in {}", named.kind, named.group);
        return Status::Dead(Dead { part: Part::Kind, why, right: None, passing: false });
    };
    let right = Right {
        group: meant.group.clone(),
        version: meant.served().next().map(str::to_owned),
        kind: meant.kind.clone(),
    };
    let why = format!("{} has no kind {}, but {}", named.group, named.kind, meant.kind);
    Status::Dead(Dead { part: Part::Kind, why, right: Some(right), passing: false })
}

/// Tells whether a word is a kind of a CRD written otherwise.
pub fn is_meant(definition: &Definition, word: &str) -> bool {
    let own = [&definition.kind, &definition.plural, &definition.singular];
    own.iter().copied().chain(&definition.short_names).any(|name| name.eq_ignore_ascii_case(word))
        || is_misspelt(&definition.kind, word)
}

/// Tells whether a word is a name with one typing error; of short names that says nothing.
pub fn is_misspelt(name: &str, word: &str) -> bool {
    const SHORT: usize = 3;
    name.len() > SHORT && word.len() > SHORT && names::distance(name, word) == 1
}

/// Judges a kind of a group that nobody here defines.
fn custom(named: Named<'_>, target: Target<'_>) -> Status<'static> {
    let claim = Claim { group: named.group, version: named.version.unwrap_or("v1"), kind: named.kind };
    let Verdict::WrongGroup { right, why: WhyGroup::Vendor } = vendor::judge(claim, target) else {
        return Status::Unknown;
    };
    let home = right.first().map_or("the core group", |kind| group::named(kind.group));
    let why = format!("{} is in {home}, not in {}", named.kind, named.group);
    let right = right.first().map(|kind| Right::of(kind));
    Status::Dead(Dead { part: Part::Group, why, right, passing: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::target;
    use crate::world::Version;

    fn world() -> World {
        let version = Version { name: "v1".to_owned(), served: true, ..Version::default() };
        World::of(vec![Definition {
            group: "example.com".to_owned(),
            kind: "Widget".to_owned(),
            plural: "widgets".to_owned(),
            singular: "widget".to_owned(),
            versions: vec![version],
            ..Definition::default()
        }])
    }

    /// Judges `group version kind`, where `-` is no version and `""` the core group, and tells what to set.
    fn verdict(name: &str, minor: u8) -> String {
        let parts: Vec<&str> = name.split(' ').map(|part| part.trim_matches('"')).collect();
        let version = Some(parts[1]).filter(|version| *version != "-");
        let named = Named { group: parts[0], version, kind: parts[2] };
        match judge(named, target(minor).into(), &world()) {
            Status::Alive(_) => "alive".to_owned(),
            Status::OtherVersion { alive, passing, .. } => {
                format!("{} {}", if passing { "passed" } else { "never" }, alive.api_versions().join(" "))
            }
            Status::Dead(dead) => {
                let right = dead.right.map(|right| format!(" {}:{}", right.group, right.kind));
                format!(
                    "dead {:?}{}{}",
                    dead.part,
                    if dead.passing { " passed" } else { "" },
                    right.unwrap_or_default()
                )
            }
            Status::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn built_in_kinds_are_judged_by_the_catalogue() {
        for (name, minor, expected) in [
            ("apps - Deployment", 36, "alive"),
            ("apps v1 Deployment", 36, "alive"),
            ("apps v1beta1 Deployment", 36, "passed apps/v1"),
            ("apps v3 Deployment", 36, "never apps/v1"),
            ("extensions - Deployment", 36, "dead Group passed apps:Deployment"),
            ("policy - PodSecurityPolicy", 36, "dead Kind passed"),
            ("policy - PodSecurityPolicy", 24, "alive"),
            ("\"\" - Deployment", 36, "dead Group apps:Deployment"),
            ("\"\" apps Deployment", 36, "dead Group apps:Deployment"),
            ("apps - Deploymnet", 36, "dead Kind apps:Deployment"),
            ("apps - deploy", 36, "dead Kind apps:Deployment"),
            ("storage.k8s.io - VolumeSnapshot", 36, "dead Group snapshot.storage.k8s.io:VolumeSnapshot"),
        ] {
            assert_eq!(verdict(name, minor), expected, "{name} at 1.{minor}");
        }
    }

    #[test]
    fn what_can_be_switched_on_is_alive() {
        assert_eq!(verdict("extensions v1beta1 Deployment", 17), "alive");
        assert_eq!(verdict("extensions v1beta1 Deployment", 18), "dead Group passed apps:Deployment");
    }

    #[test]
    fn what_comes_later_is_dead_and_passes() {
        assert_eq!(verdict("gateway.networking.k8s.io - Gateway", 36), "unknown");
        assert_eq!(verdict("policy v1 PodDisruptionBudget", 20), "passed policy/v1beta1");
        assert_eq!(verdict("discovery.k8s.io v1 EndpointSlice", 20), "passed discovery.k8s.io/v1beta1");
    }

    #[test]
    fn groups_of_crds_have_what_their_crds_say_and_maybe_more() {
        for (name, expected) in [
            ("example.com v1 Widget", "alive"),
            ("example.com v2 Widget", "never example.com/v1"),
            ("example.com - widget", "dead Kind example.com:Widget"),
            ("example.com - Widgets", "dead Kind example.com:Widget"),
            ("example.com - Widgte", "dead Kind example.com:Widget"),
            ("example.com - Sprocket", "unknown"),
            ("example.org - Widget", "unknown"),
        ] {
            assert_eq!(verdict(name, 36), expected, "{name}");
        }
    }

    #[test]
    fn kinds_that_only_kubernetes_has_are_not_a_vendors() {
        assert_eq!(verdict("cert-manager.io v1 ConfigMap", 36), "dead Group :ConfigMap");
        assert_eq!(verdict("cert-manager.io v1 Certificate", 36), "unknown");
    }
}
