//! Words and fixes that several rules share.

use kubecheck_catalog::{self as catalog, Kind, Minor};
use kubecheck_core::check::findings::{Draft, DraftFix};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::pointer::{self, Step};
use kubecheck_core::model::tree::NodeId;
use kubecheck_core::report::finding::Safety;

use crate::facts::{api_version_node, claim, kind_node};
use crate::identity::verdict::{self, Verdict};
use crate::identity::{Claim, Target, builtin};
use crate::schema::placeholder::is_placeholder;
use crate::schema::{self, Problem};

/// Names the versions of Kubernetes that the catalogue holds.
pub fn range() -> String {
    format!("{} to {}", Minor::OLDEST, Minor::NEWEST)
}

/// Returns the resource name that belongs to the kind of a wrong group, for the path that answers 404.
pub fn resource(verdict: &Verdict, target: Minor) -> Option<&'static str> {
    let Verdict::WrongGroup { right, .. } = verdict else { return None };
    let kind = right.first()?;
    let resource = kind.at(target).or_else(|| kind.eras().last().map(|(_, _, resource)| resource));
    Some(resource?.plural)
}

/// Returns the kinds of a name that the target serves by default, the best first.
pub fn served_versions(name: &str, target: Target<'_>) -> Vec<&'static Kind> {
    let served = |kind: &&'static Kind| kind.kind == name && target.serves(kind);
    builtin::sorted(catalog::kinds().iter().filter(served), target)
}

/// Lists the apiVersions of kinds: "apps/v1, apps/v1beta2".
pub fn api_versions(kinds: &[&'static Kind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| verdict::of(kind)).collect();
    names.join(", ")
}

/// Says that the apiVersion is another's as well, for findings about the kind.
pub fn also_other_api_version(claim: Claim<'_>, kind: &Kind) -> String {
    if claim.group == kind.group && claim.version == kind.version {
        return String::new();
    }
    format!(", and {} is {}, not {}", kind.kind, verdict::of(kind), claim.api_version())
}

/// Names the kind of an object as the object does: `stable.example.com/v1 CronTab`.
pub fn subject(object: &Object<'_>) -> String {
    format!("{} {}", object.api_version_name().unwrap_or_default(), object.kind_name().unwrap_or_default())
}

/// Names the field a node is, as people write it: `spec.containers[0].image`; the object itself is "the object".
pub fn field(object: &Object<'_>, at: NodeId) -> String {
    let path = dotted(object, at);
    if path.is_empty() { "the object".to_owned() } else { path }
}

/// Names a field of the map at a node, whether the map has it or not.
pub fn field_of(object: &Object<'_>, at: NodeId, name: &str) -> String {
    let path = dotted(object, at);
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Writes the path from an object to a node with dots, and indices and unusual keys in brackets.
fn dotted(object: &Object<'_>, at: NodeId) -> String {
    let tree = &object.document.tree;
    let mut path = String::new();
    for step in pointer::steps(tree, object.root.id(), at) {
        match step {
            Step::Key(key) if key.contains(['.', '/', '[', ' ']) || key.is_empty() => {
                path.push_str(&format!("[{key:?}]"));
            }
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.push_str(&format!(".{key}")),
            Step::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Lists some names behind a word, the first ones only if there are many.
pub fn list<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.collect();
    let more =
        if names.len() > SHOWN { format!(", and {} more", names.len() - SHOWN) } else { String::new() };
    format!("{word}{}{more}", names[..names.len().min(SHOWN)].join(", "))
}

/// Offers to set the apiVersion to that of a kind. Another version of a kind may have other defaults, so that a change of
/// version wants a look; only a group that never had the kind is mended unseen, if the body has the kind's form.
pub fn set_api_version(object: &Object<'_>, kind: &'static Kind, target: Minor) -> Option<DraftFix> {
    object.api_version?;
    let right = verdict::of(kind);
    let claim = claim(object)?;
    let other_version = catalog::kinds().iter().any(|own| own.group == claim.group && own.kind == claim.kind);
    let safe = !other_version && misfits(object, kind, target).is_empty();
    let safety = if safe { Safety::Safe } else { Safety::Unsafe };
    Some(DraftFix {
        title: format!("set apiVersion to {right}"),
        safety,
        set: vec![(api_version_node(object), right)],
    })
}

/// Offers to set the kind, and the apiVersion if it is another.
pub fn set_kind(object: &Object<'_>, kind: &'static Kind) -> Option<DraftFix> {
    object.kind.filter(|_| object.item_kind.is_none())?;
    let mut set = vec![(kind_node(object), kind.kind.to_owned())];
    let right = verdict::of(kind);
    let mut title = format!("set kind to {}", kind.kind);
    if object.api_version_name().is_some_and(|own| own != right) {
        title = format!("{title} and apiVersion to {right}");
        set.push((api_version_node(object), right));
    }
    Some(DraftFix { title, safety: Safety::Unsafe, set })
}

/// The fields of an object that do not fit another kind's schema.
#[derive(Default)]
struct Misfits {
    /// What it does not have, or takes in another form.
    change: Vec<String>,
    /// What it demands.
    add: Vec<String>,
}

impl Misfits {
    fn is_empty(&self) -> bool {
        self.change.is_empty() && self.add.is_empty()
    }
}

/// Says what must be done: "spec.backend must change, and spec.rules must be added".
impl std::fmt::Display for Misfits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [(&self.change, "must change"), (&self.add, "must be added")];
        let said = parts.iter().filter(|(fields, _)| !fields.is_empty());
        let said: Vec<String> =
            said.map(|(fields, what)| list("", fields.iter().map(String::as_str)) + " " + what).collect();
        f.write_str(&said.join(", and "))
    }
}

/// Returns the fields of an object that do not fit another kind's schema.
fn misfits(object: &Object<'_>, kind: &'static Kind, target: Minor) -> Misfits {
    let mut misfits = Misfits::default();
    for violation in schema::validate(object.root, kind, catalog::schemas(target)) {
        match violation.problem {
            Problem::WrongType(_) if is_placeholder(&object.document.tree.node(violation.at).text) => {}
            Problem::UnknownField { .. } | Problem::WrongType(_) => {
                misfits.change.push(field(object, violation.at));
            }
            Problem::Missing(name) => misfits.add.push(field_of(object, violation.at, name)),
            Problem::DuplicateItem { .. } | Problem::Deprecated(_) => {}
        }
    }
    for fields in [&mut misfits.change, &mut misfits.add] {
        fields.sort();
        fields.dedup();
    }
    misfits
}

/// Says what replaces a version of a kind, and offers the change if the body fits it as it is.
pub fn offer_replacement(
    mut draft: Draft,
    object: &Object<'_>,
    kind: &'static Kind,
    at: Target<'_>,
) -> Draft {
    let target = at.minor;
    let Some(next) = replacement(kind, at) else {
        return draft.help("nothing replaces it");
    };
    let name = verdict::of(next);
    if !at.serves(next) {
        let from = next.eras().next().map_or(String::new(), |(from, _, _)| format!(" from {from} on"));
        return draft.help(format!(
            "{name} {} replaces it{from}; {} does not serve it",
            next.kind,
            served_by(at)
        ));
    }
    if next.kind != kind.kind {
        return draft.help(format!("{name} {} replaces it", next.kind));
    }
    let misfits = misfits(object, next, target);
    if misfits.is_empty() {
        draft.fix = set_api_version(object, next, target);
        return draft.help(format!("set apiVersion: {name}; the body fits it as it is"));
    }
    draft.help(format!("{name} {} replaces it; {misfits}", next.kind))
}

/// Names what serves in a sentence: a minor version, or the server.
fn served_by(target: Target<'_>) -> String {
    if target.server.is_some() { target.name() } else { target.to_string() }
}

/// Returns what replaces a version of a kind: what the target serves, else what its life cycle names for later.
fn replacement(kind: &'static Kind, target: Target<'_>) -> Option<&'static Kind> {
    kind.replacement_at(target.minor).filter(|next| target.serves(next)).or_else(|| {
        let next = kind.lifecycle.replacement?;
        catalog::find(next.group, next.version, next.kind)
    })
}
