//! What RBAC rules grant, read as the authorizer does (`pkg/apis/rbac/v1/evaluation_helpers.go`).

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::grid::{self, Grid};
use super::group::{self, Group};
use super::resources::{self, Entry, Fate, Name, Weight, Why};
use super::virtuals::{self, Asked};
use crate::identity::Target;
use crate::world::World;

/// Judges a rule's groups and resources; none if it is about URLs, or cannot be read.
///
/// Of the API server's own roles, which it writes itself at each start, old and new names are no news.
pub fn judge<'a>(rule: Value<'a>, own: bool, target: Target<'_>, world: &World) -> Option<Grid<'a>> {
    let (groups, resources) = (grid::texts(rule, "apiGroups")?, grid::texts(rule, "resources")?);
    let verbs = rule.get("verbs");
    let requested =
        verbs.is_none_or(|verbs| verbs.items().any(|verb| verb.as_str().is_none_or(virtuals::is_request)));
    // Beside `*` nothing is missing, and many write both.
    let everything = resources.iter().any(|resource| resource.as_str() == Some("*"));
    let lives = |group: &str, resource: &str| resources::lives(group, Name::parse(resource), target);
    Some(Grid::of(groups, resources, lives, |group, resource| {
        if everything && resource == "*/*" {
            return Fate::Unknown;
        }
        let fate = member(group, Name::parse(resource), target, world);
        match fate {
            // Whoever asks about a verb of his own may ask about a resource of his own, and of what is gone only that was asked
            // (`use` of podsecuritypolicies, until 1.24).
            Fate::Dead(why) if !requested && (why.weight <= Weight::Elsewhere || why.passing) => {
                Fate::Unknown
            }
            Fate::Dead(why) if own && why.passing => Fate::Unknown,
            fate => fate,
        }
    }))
}

fn member(group: &str, name: Name<'_>, target: Target<'_>, world: &World) -> Fate {
    let Name { resource, subresource } = name;
    if let Some("*") = subresource {
        let text = format!("RBAC has no wildcard behind a slash: {resource}/* matches nothing");
        return Fate::Dead(Why::new(Entry::Resource, Weight::Near, text));
    }
    if group == "*" {
        return Fate::Unknown;
    }
    if resource == "*" {
        return resources::judge_group(group, target, world);
    }
    match virtuals::asked(group, resource, subresource, target.minor) {
        Asked::Still => return Fate::Alive,
        Asked::Before(minor) => {
            let text = format!("{resource} of {} is gone since {minor}", group::named(group));
            return Fate::Dead(Why::new(Entry::Resource, Weight::Near, text).passing());
        }
        Asked::Never => {}
    }
    let fate = resources::judge(group, resource, target, world);
    let Some(subresource) = subresource.filter(|_| fate == Fate::Alive) else { return fate };
    match group::judge(group, world) {
        _ if virtuals::is_anywhere(subresource) => Fate::Alive,
        Group::BuiltIn => resources::judge_subresource(group, name, target),
        Group::Defined if subresource == "scale" => scale(group, resource, world),
        _ => Fate::Unknown,
    }
}

fn scale(group: &str, resource: &str, world: &World) -> Fate {
    let mut versions = world.resource(group, resource).flat_map(|definition| &definition.versions);
    if versions.any(|version| version.scale) {
        return Fate::Alive;
    }
    let text = format!("the CRD of {resource} in {group} has no subresource scale");
    Fate::Dead(Why::new(Entry::Resource, Weight::Near, text))
}

/// Tells whether a role is one that the API server writes itself (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy`).
pub fn is_bootstrap(role: &Object<'_>) -> bool {
    let labels = role.metadata().and_then(|metadata| metadata.get("labels"));
    let label = labels.and_then(|labels| labels.get("kubernetes.io/bootstrapping"));
    label.and_then(|label| label.as_str()) == Some("rbac-defaults")
}

/// Tells whether a rule names a group that only a CRD can define, so that it is judged when all CRDs are known.
pub fn waits(rule: Value<'_>) -> bool {
    let groups = rule.get("apiGroups");
    groups.into_iter().flat_map(|groups| groups.items()).any(|group| {
        group.as_str().is_some_and(|group| group.contains('.') && !crate::identity::builtin::is_group(group))
    })
}
