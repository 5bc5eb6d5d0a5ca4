//! Which requests the rules of webhooks and admission policies match (apiserver,
//! `pkg/admission/plugin/webhook/predicates/rules/rules.go`).
//!
//! `matchPolicy: Equivalent` lets a rule fire for other versions of what it names, but only among versions that are served:
//! the registry of equivalents is filled as resources are installed (`pkg/endpoints/installer.go`). So a rule fires if and
//! only if something that it names is served, whatever its policy.

use kubecheck_catalog::{self as catalog, Kind, Resource};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::selector::Selector;
use kubecheck_core::model::tree::{NodeId, Value};

use super::grid::{self, Grid};
use super::group::{self, Group};
use super::resources::{self, Entry, Fate, Name, Weight, Why};
use crate::facts::claim;
use crate::identity::{Target, verdict};
use crate::world::{Definition, World};

/// A rule and where it stands.
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    /// The rule.
    pub value: Value<'a>,
    /// Who is called.
    pub caller: Caller,
    /// Whether it takes requests out rather than in.
    pub excludes: bool,
    /// Whether what it belongs to is asked for some objects only: by labels of them or of their namespace, by name, or by
    /// conditions.
    pub is_narrow: bool,
}

/// What a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A webhook.
    Webhook,
    /// A policy, or the binding of one.
    Policy,
}

/// Returns the admission rules of an object.
pub fn rules<'a>(object: &Object<'a>) -> Vec<Rule<'a>> {
    let named = object.api_version_name().is_some_and(|own| own.starts_with("admissionregistration.k8s.io/"));
    let Some(claim) = named.then(|| claim(object)).flatten() else { return Vec::new() };
    let items = |value: Option<Value<'a>>| value.into_iter().flat_map(|list| list.items());
    let of_policy = |field: &str| {
        let spec = object.root.get("spec");
        let scope = spec.and_then(|spec| spec.get(field));
        let is_narrow = [scope, spec].into_iter().flatten().any(is_narrow);
        let rules = items(scope.and_then(|scope| scope.get("resourceRules")));
        let excluded = items(scope.and_then(|scope| scope.get("excludeResourceRules")));
        let rule = |value: Value<'a>, excludes| Rule {
            value,
            caller: Caller::Policy,
            excludes,
            is_narrow: is_narrow
                || value.get("resourceNames").is_some_and(|names| names.items().next().is_some()),
        };
        rules.map(|value| rule(value, false)).chain(excluded.map(|value| rule(value, true))).collect()
    };
    match claim.kind {
        "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration" => {
            let rule = |webhook: Value<'a>| {
                let is_narrow = is_narrow(webhook);
                let rule = move |value| Rule { value, caller: Caller::Webhook, excludes: false, is_narrow };
                items(webhook.get("rules")).map(rule).collect::<Vec<_>>()
            };
            items(object.root.get("webhooks")).flat_map(rule).collect()
        }
        "ValidatingAdmissionPolicy" | "MutatingAdmissionPolicy" => of_policy("matchConstraints"),
        "ValidatingAdmissionPolicyBinding" | "MutatingAdmissionPolicyBinding" => of_policy("matchResources"),
        _ => Vec::new(),
    }
}

/// Tells whether a webhook, or the scope of a policy, takes some objects only.
fn is_narrow(of: Value<'_>) -> bool {
    let selects =
        |field| of.get(field).is_some_and(|selector| !Selector::of_label_selector(selector).is_empty());
    selects("namespaceSelector")
        || selects("objectSelector")
        || of.get("matchConditions").is_some_and(|conditions| conditions.items().next().is_some())
}

/// A rule judged.
pub struct Judged {
    /// Whether it matches no request at all.
    pub is_dead: bool,
    /// Which of its entries are of no use, and why.
    pub dead: Vec<(NodeId, Why)>,
}

/// What a rule demands of a request beside its group and resource.
struct Demand<'a> {
    versions: Vec<&'a str>,
    operations: Vec<&'a str>,
    scope: &'a str,
    caller: Caller,
    target: Target<'a>,
    world: &'a World,
}

/// Judges a rule; none if it cannot be read.
pub fn judge<'a>(rule: Rule<'a>, target: Target<'a>, world: &'a World) -> Option<Judged> {
    let list = |field| grid::texts(rule.value, field);
    let (groups, resources, versions) = (list("apiGroups")?, list("resources")?, list("apiVersions")?);
    let operations = list("operations")?;
    fn text<'a>(value: &Value<'a>) -> &'a str {
        value.as_str().unwrap_or_default()
    }
    let demand = Demand {
        versions: versions.iter().map(text).collect(),
        operations: operations.iter().map(text).collect(),
        scope: rule.value.get("scope").and_then(|scope| scope.as_str()).unwrap_or("*"),
        caller: rule.caller,
        target,
        world,
    };
    let judge = |demand: &Demand<'_>| {
        let member = |group: &str, resource: &str| demand.member(group, resource);
        Grid::of(groups.clone(), resources.clone(), |_, _| false, member)
    };
    let grid = judge(&demand);
    let mut dead: Vec<(NodeId, Why)> = grid.dead();
    for (at, why) in &mut dead {
        *at = place(rule.value, why.entry).unwrap_or(*at);
    }
    if !grid.is_dead() && versions.len() > 1 {
        for version in &versions {
            let demand =
                Demand { versions: vec![text(version)], operations: vec!["*"], scope: "*", ..demand };
            let alone = judge(&demand);
            if alone.is_dead() {
                let name = text(version);
                let said = format!("nothing that the rule names is served in version {name}");
                let passing = groups.iter().any(|group| existed(text(group), name));
                dead.push((version.id(), Why { passing, ..Why::new(Entry::Version, Weight::Near, said) }));
            }
        }
    }
    Some(Judged { is_dead: grid.is_dead(), dead })
}

/// Tells whether a built-in group has or had a version.
fn existed(group: &str, version: &str) -> bool {
    catalog::kinds().iter().any(|kind| kind.group == group && kind.version == version)
}

/// Returns where a rule says what is not said by group and resource.
fn place(rule: Value<'_>, entry: Entry) -> Option<NodeId> {
    let field = match entry {
        Entry::Version => "apiVersions",
        Entry::Operation => "operations",
        Entry::Scope => "scope",
        Entry::Group | Entry::Resource => return None,
    };
    let value = rule.get(field)?;
    let mut items = value.items();
    match (items.next(), items.next()) {
        (Some(only), None) => Some(only.id()),
        _ => Some(value.id()),
    }
}

/// Something a request can be for.
struct Requested<'c> {
    version: &'c str,
    operations: Vec<&'static str>,
    namespaced: bool,
    exempt: bool,
}

impl Demand<'_> {
    fn member(&self, group: &str, resource: &str) -> Fate {
        if group == "*" {
            return Fate::Unknown;
        }
        let name = Name::parse(resource);
        let fate = match name.resource {
            "*" => resources::judge_group(group, self.target, self.world),
            named => resources::judge(group, named, self.target, self.world),
        };
        match (fate, group::judge(group, self.world)) {
            (Fate::Alive, Group::BuiltIn) => self.built_in(group, name),
            (Fate::Alive, Group::Defined) if name.resource != "*" => self.defined(group, name),
            (fate, _) => fate,
        }
    }

    fn built_in(&self, group: &str, name: Name<'_>) -> Fate {
        let kinds = catalog::kinds().iter().filter(|kind| kind.group == group);
        let kinds = kinds.filter_map(|kind| self.target.resource(kind).map(|resource| (kind, resource)));
        let kinds = kinds.filter(|(_, own)| name.resource == "*" || own.plural == name.resource);
        let requested: Vec<Requested<'static>> =
            kinds.flat_map(|(kind, resource)| self.requests(kind, resource, name)).collect();
        if requested.is_empty() && self.world.resource(group, name.resource).next().is_some() {
            return self.defined(group, name);
        }
        if requested.is_empty() {
            return match resources::judge_subresource(group, name, self.target) {
                Fate::Dead(why) => Fate::Dead(why),
                _ => Fate::Dead(no_subresource(name)),
            };
        }
        self.narrow(group, name, requested)
    }

    /// Returns the requests for a resource that a name matches: `*` behind the slash matches the resource itself as well.
    fn requests(&self, kind: &Kind, resource: &Resource, name: Name<'_>) -> Vec<Requested<'static>> {
        let (version, namespaced) = (kind.version, resource.namespaced);
        let version = catalog::find(kind.group, version, kind.kind).map_or("", |kind| kind.version);
        let exempt = self.is_exempt(kind, resource.plural);
        let mut found = Vec::new();
        if matches!(name.subresource, None | Some("*")) {
            let operations = operations(&resource.verbs);
            found.push(Requested { version, operations, namespaced, exempt });
        }
        let there = self.target.subresources(kind);
        let below = resource.subresources.iter().filter(|sub| there.contains(&sub.name));
        let below = below.filter(|sub| name.subresource.is_some_and(|own| own == "*" || own == sub.name));
        found.extend(below.map(|sub| {
            let connects = CONNECTS.contains(&(resource.plural, sub.name));
            let operations = if connects { vec!["CONNECT"] } else { operations(&sub.verbs) };
            Requested { version, operations, namespaced, exempt }
        }));
        found
    }

    /// Takes away what the rule does not ask for, and tells what leaves nothing.
    fn narrow(&self, group: &str, name: Name<'_>, mut left: Vec<Requested<'_>>) -> Fate {
        let served: Vec<String> = left.iter().map(|one| verdict::api_version(group, one.version)).collect();
        left.retain(|one| self.has(&self.versions, one.version));
        if left.is_empty() {
            return Fate::Dead(self.other_version(group, name, served));
        }
        left.retain(|one| !one.exempt);
        if left.is_empty() {
            return Fate::Dead(Why::new(Entry::Resource, Weight::Near, self.exempt(name)));
        }
        let taken: Vec<&str> = left.iter().flat_map(|one| one.operations.iter().copied()).collect();
        left.retain(|one| one.operations.iter().any(|operation| self.has(&self.operations, operation)));
        if left.is_empty() {
            return Fate::Dead(Why::new(Entry::Operation, Weight::Near, no_operation(name, taken)));
        }
        let cluster_wide = left.iter().all(|one| !one.namespaced);
        left.retain(|one| match self.scope {
            "Namespaced" => one.namespaced,
            "Cluster" => !one.namespaced,
            _ => true,
        });
        if left.is_empty() {
            let is = if cluster_wide { "cluster-scoped" } else { "namespaced" };
            let text = format!("{} is {is}, and the rule's scope is {}", written(name), self.scope);
            return Fate::Dead(Why::new(Entry::Scope, Weight::Near, text));
        }
        Fate::Alive
    }

    fn has(&self, list: &[&str], wanted: &str) -> bool {
        list.iter().any(|own| *own == "*" || *own == wanted)
    }

    fn other_version(&self, group: &str, name: Name<'_>, mut served: Vec<String>) -> Why {
        served.sort();
        served.dedup();
        let asked: Vec<String> =
            self.versions.iter().map(|version| verdict::api_version(group, version)).collect();
        let of_kind = |version: &str| {
            resources::of(group, name.resource).iter().find(|kind| kind.version == version).copied()
        };
        let gone = match self.versions.as_slice() {
            [version] => of_kind(version).map(|kind| super::kinds::time(kind, self.target)),
            _ => None,
        };
        let asked = asked.join(", ");
        let text = match gone {
            Some(time) => format!("{} of {asked} is {time}; it is in {}", written(name), served.join(", ")),
            None => format!("{} is in {}, not in {asked}", written(name), served.join(", ")),
        };
        Why::new(Entry::Version, Weight::Near, text)
    }

    /// Tells whether the server keeps a kind from webhooks or policies: `IsExemptAdmissionConfigurationResource` for all,
    /// `pkg/kubeapiserver/admission/exclusion/resources.go` for policies.
    fn is_exempt(&self, kind: &Kind, resource: &str) -> bool {
        let configuration =
            kind.group == "admissionregistration.k8s.io" && CONFIGURATIONS.contains(&resource);
        let review = match kind.group {
            "authentication.k8s.io" => ["selfsubjectreviews", "tokenreviews"].contains(&resource),
            "authorization.k8s.io" => true,
            _ => false,
        };
        configuration || (review && self.caller == Caller::Policy)
    }

    fn exempt(&self, name: Name<'_>) -> String {
        let who = if self.caller == Caller::Webhook { "webhooks" } else { "policies" };
        format!("the API server never shows {} to {who}", written(name))
    }

    fn defined(&self, group: &str, name: Name<'_>) -> Fate {
        let definitions: Vec<&Definition> = self.world.resource(group, name.resource).collect();
        let mut requested = Vec::new();
        for definition in &definitions {
            for version in definition.versions.iter().filter(|version| version.served) {
                let own = [
                    (true, None, ALL),
                    (version.status, Some("status"), UPDATE),
                    (version.scale, Some("scale"), UPDATE),
                ];
                let own = own.into_iter().filter(|(has, sub, _)| {
                    *has && (name.subresource == Some("*") || name.subresource == *sub)
                });
                requested.extend(own.map(|(_, _, operations)| Requested {
                    version: &version.name,
                    operations: operations.to_vec(),
                    namespaced: definition.namespaced,
                    exempt: false,
                }));
            }
        }
        if requested.is_empty() {
            return Fate::Dead(no_subresource(name));
        }
        self.narrow(group, name, requested)
    }
}

const ALL: &[&str] = &["CREATE", "UPDATE", "DELETE"];
const UPDATE: &[&str] = &["UPDATE"];

/// The subresources that are connected to, and are asked for with CONNECT alone: those below `pkg/registry/core` with a
/// method Connect.
const CONNECTS: [(&str, &str); 6] = [
    ("nodes", "proxy"),
    ("pods", "attach"),
    ("pods", "exec"),
    ("pods", "portforward"),
    ("pods", "proxy"),
    ("services", "proxy"),
];

/// What would lock its own repair out.
const CONFIGURATIONS: [&str; 6] = [
    "mutatingadmissionpolicies",
    "mutatingadmissionpolicybindings",
    "mutatingwebhookconfigurations",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
    "validatingwebhookconfigurations",
];

/// Returns the operations that requests with some verbs are.
fn operations(verbs: &[&str]) -> Vec<&'static str> {
    let pairs = [
        ("CREATE", ["create", "create"]),
        ("UPDATE", ["update", "patch"]),
        ("DELETE", ["delete", "deletecollection"]),
    ];
    let has = |own: &[&str; 2]| own.iter().any(|verb| verbs.contains(verb));
    pairs.iter().filter(|(_, own)| has(own)).map(|(operation, _)| *operation).collect()
}

fn written(name: Name<'_>) -> String {
    match name.subresource {
        Some(subresource) => format!("{}/{subresource}", name.resource),
        None => name.resource.to_owned(),
    }
}

fn no_subresource(name: Name<'_>) -> Why {
    Why::new(Entry::Resource, Weight::Near, format!("there is no {}", written(name)))
}

fn no_operation(name: Name<'_>, mut taken: Vec<&str>) -> String {
    taken.sort_unstable();
    taken.dedup();
    match taken.as_slice() {
        [] => format!("{} takes no request that admission sees", written(name)),
        _ => format!("{} takes only {}", written(name), taken.join(", ")),
    }
}
