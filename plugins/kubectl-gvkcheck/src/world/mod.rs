//! What is known beyond the object that is looked at: the custom resources that CRDs define.

pub mod discovery;
pub mod load;
pub mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;
use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Value};

use crate::crd::Body;
use crate::declared::Objects;
use crate::identity::Target;

pub use server::Server;

/// The custom resources that are known.
#[derive(Clone, Debug, Default)]
pub struct World {
    definitions: Vec<Definition>,
    kinds: BTreeMap<(String, String), Vec<usize>>,
    resources: BTreeMap<(String, String), Vec<usize>>,
    groups: BTreeSet<String>,
    server: Option<Arc<Server>>,
    objects: Option<Arc<Objects>>,
}

/// A custom resource as one CRD defines it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// The group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// The resource: the plural name in paths and RBAC rules.
    pub plural: String,
    /// The name for one.
    pub singular: String,
    /// The abbreviations that kubectl accepts.
    pub short_names: Vec<String>,
    /// Whether objects are in a namespace.
    pub namespaced: bool,
    /// The versions, in the order of the CRD.
    pub versions: Vec<Version>,
    /// What its CRD is known by, if it was read from one.
    pub digest: Option<Digest>,
    /// Whether its CRD is in the input, and judged itself.
    pub is_input: bool,
}

/// What a CRD is known by, so that the copies of one are kept once: a digest of all that stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u64; 2]);

impl Digest {
    /// Digests a CRD.
    pub fn of(crd: Value<'_>) -> Digest {
        // Twice, begun in different ways: 128 bits are enough to take what is equal for the same.
        let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
        1_u8.hash(&mut hashers[1]);
        digest(crd, &mut hashers);
        Digest(hashers.map(|hasher| hasher.finish()))
    }
}

fn digest(value: Value<'_>, hashers: &mut [DefaultHasher; 2]) {
    for hasher in hashers.iter_mut() {
        mem::discriminant(&value.form()).hash(hasher);
        value.text().hash(hasher);
    }
    value.items().for_each(|item| digest(item, hashers));
    for entry in value.own_entries() {
        hashers.iter_mut().for_each(|hasher| entry.key.name().hash(hasher));
        digest(entry.value, hashers);
    }
    // Ends what it holds, so that what follows cannot be part of it.
    hashers.iter_mut().for_each(|hasher| hasher.write_u8(0xFF));
}

/// A version of a custom resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Its name.
    pub name: String,
    /// Whether it is served.
    pub served: bool,
    /// Whether it has the subresource `status`.
    pub status: bool,
    /// Whether it has the subresource `scale`.
    pub scale: bool,
    /// The form of its objects; none if the CRD says nothing of it.
    pub body: Option<Body>,
}

impl World {
    /// Gathers definitions; several of one kind stand side by side, in their order.
    pub fn of(definitions: Vec<Definition>) -> World {
        let (mut world, mut digests) = (World::default(), BTreeSet::new());
        let is_new = |definition: &Definition| definition.digest.is_none_or(|digest| digests.insert(digest));
        let definitions: Vec<Definition> = definitions.into_iter().filter(is_new).collect();
        for (at, definition) in definitions.iter().enumerate() {
            let Definition { group, kind, plural, .. } = definition;
            world.kinds.entry((group.clone(), kind.clone())).or_default().push(at);
            world.resources.entry((group.clone(), plural.clone())).or_default().push(at);
            world.groups.insert(group.clone());
        }
        World { definitions, ..world }
    }

    /// Returns a world that knows more, and takes that first.
    pub fn with(&self, definitions: Vec<Definition>) -> World {
        let all = definitions.into_iter().chain(self.definitions.iter().cloned()).collect();
        World { server: self.server.clone(), objects: self.objects.clone(), ..World::of(all) }
    }

    /// Returns the world with what a server says.
    pub fn on(self, server: Server) -> World {
        World { server: Some(Arc::new(server)), ..self }
    }

    /// Returns the world with the objects of a cluster that were asked for.
    pub fn holding(self, objects: Objects) -> World {
        World { objects: Some(Arc::new(objects)), ..self }
    }

    /// Returns the objects of a cluster that were asked for.
    pub fn objects(&self) -> Option<&Objects> {
        self.objects.as_deref()
    }

    /// Returns the server whose word is known.
    pub fn server(&self) -> Option<&Server> {
        self.server.as_deref()
    }

    /// Returns what is judged against at a version of Kubernetes.
    pub fn target(&self, minor: Minor) -> Target<'_> {
        Target { minor, server: self.server() }
    }

    /// Tells whether what a server serves is all known, so that what is not here is nowhere.
    pub fn is_complete(&self) -> bool {
        self.server().is_some_and(Server::is_complete)
    }

    /// Tells whether all that a server serves of a group is known, so that what is not here is nowhere.
    pub fn knows(&self, group: &str) -> bool {
        self.server().is_some_and(|server| server.knows(group))
    }

    /// Tells whether what is not known of a version of a group may be denied: not if the server did not say what it has.
    pub fn may_deny(&self, group: &str, version: Option<&str>) -> bool {
        let Some(server) = self.server() else { return true };
        match version {
            Some(version) => server.unknown(group, version).is_none(),
            None => server.unknown_in(group).next().is_none(),
        }
    }

    /// Returns the definitions of a kind, if there are any: copies of one CRD, or different states of it.
    pub fn kind(&self, group: &str, kind: &str) -> impl Iterator<Item = &Definition> + use<'_> {
        let found = self.kinds.get(&(group.to_owned(), kind.to_owned()));
        found.into_iter().flatten().map(|at| &self.definitions[*at])
    }

    /// Returns the definitions of a resource, named by its plural, if there are any.
    pub fn resource(&self, group: &str, plural: &str) -> impl Iterator<Item = &Definition> + use<'_> {
        let found = self.resources.get(&(group.to_owned(), plural.to_owned()));
        found.into_iter().flatten().map(|at| &self.definitions[*at])
    }

    /// Returns what is defined in a group.
    pub fn group(&self, group: &str) -> impl Iterator<Item = &Definition> + use<'_> {
        let first = (group.to_owned(), String::new());
        let within = self.kinds.range(first..).take_while({
            let group = group.to_owned();
            move |((own, _), _)| *own == group
        });
        within.flat_map(|(_, found)| found).map(|at| &self.definitions[*at])
    }

    /// Tells whether anything is defined in a group.
    pub fn has_group(&self, group: &str) -> bool {
        self.groups.contains(group)
    }
}

impl Definition {
    /// Returns the names of the versions that are served.
    pub fn served(&self) -> impl Iterator<Item = &str> {
        self.versions.iter().filter(|version| version.served).map(|version| version.name.as_str())
    }
}

/// Reads what a CustomResourceDefinition defines; v1 lists versions, v1beta1 may have a single one.
pub fn read(crd: &Object<'_>) -> Option<Definition> {
    let spec = crd.root.get("spec")?;
    let names = spec.get("names")?;
    let kind = text(names.get("kind"))?;
    let mut definition = Definition {
        group: text(spec.get("group"))?,
        plural: text(names.get("plural"))?,
        singular: text(names.get("singular")).unwrap_or_else(|| kind.to_lowercase()),
        short_names: names
            .get("shortNames")
            .into_iter()
            .flat_map(|list| list.items())
            .filter_map(own)
            .collect(),
        namespaced: text(spec.get("scope")).is_none_or(|scope| scope != "Cluster"),
        versions: Vec::new(),
        digest: None,
        is_input: false,
        kind,
    };
    let v1 = crd.api_version_name() == Some("apiextensions.k8s.io/v1");
    let listed = spec.get("versions").into_iter().flat_map(|versions| versions.items());
    definition.versions = listed.filter_map(|version| self::version(version, spec, v1)).collect();
    if let (true, Some(name)) = (definition.versions.is_empty(), text(spec.get("version"))) {
        definition.versions.push(Version { name, served: true, ..rest(spec, spec, v1) });
    }
    Some(definition)
}

fn version(version: Value<'_>, spec: Value<'_>, v1: bool) -> Option<Version> {
    let served = !matches!(version.get("served").map(|served| served.form()), Some(Form::Bool(false)));
    Some(Version { name: text(version.get("name"))?, served, ..rest(version, spec, v1) })
}

/// Reads the subresources and the schema of a version; v1beta1 may have them in the spec, for all versions.
fn rest(version: Value<'_>, spec: Value<'_>, v1: bool) -> Version {
    let own = version.get("subresources").or_else(|| spec.get("subresources"));
    let has = |name| own.and_then(|own| own.get(name)).is_some_and(|value| !value.is_null());
    let (status, scale) = (has("status"), has("scale"));
    let schema = version.get("schema").or_else(|| spec.get("validation"));
    let schema = schema.and_then(|schema| schema.get("openAPIV3Schema"));
    // v1 prunes unless told otherwise, v1beta1 only if told.
    let pruning = spec.get("preserveUnknownFields").map(|value| value.form());
    let prunes = match pruning {
        Some(Form::Bool(preserves)) => !preserves,
        _ => v1,
    };
    let body = schema.and_then(|schema| Body::read(schema, prunes, status));
    Version { status, scale, body, ..Version::default() }
}

fn text(value: Option<Value<'_>>) -> Option<String> {
    value.and_then(own)
}

fn own(value: Value<'_>) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(group: &str, kind: &str, plural: &str) -> Definition {
        let (group, kind, plural) = (group.to_owned(), kind.to_owned(), plural.to_owned());
        Definition { group, kind, plural, ..Definition::default() }
    }

    #[test]
    fn a_kind_a_resource_and_a_group_are_found() {
        let world = World::of(vec![
            named("b.io", "Widget", "widgets"),
            named("b.io.x", "Widget", "widgets"),
            named("b.io", "Gear", "gears"),
        ]);
        assert_eq!(world.kind("b.io", "Widget").count(), 1);
        assert_eq!(world.resource("b.io", "gears").count(), 1);
        let kinds: Vec<&str> = world.group("b.io").map(|found| found.kind.as_str()).collect();
        assert_eq!(kinds, ["Gear", "Widget"]);
        assert!(!world.has_group("b"));
    }

    #[test]
    fn copies_are_kept_once() {
        let copy =
            |number| Definition { digest: Some(Digest([number, 0])), ..named("b.io", "Widget", "widgets") };
        let world = World::of(vec![copy(1), copy(2), copy(1), named("b.io", "Widget", "widgets")]);
        assert_eq!(world.kind("b.io", "Widget").count(), 3);
    }

    #[test]
    fn what_is_learnt_comes_before_what_was_known() {
        let world =
            World::of(vec![named("b.io", "Widget", "old")]).with(vec![named("b.io", "Widget", "new")]);
        let plurals: Vec<&str> = world.kind("b.io", "Widget").map(|found| found.plural.as_str()).collect();
        assert_eq!(plurals, ["new", "old"]);
    }
}
