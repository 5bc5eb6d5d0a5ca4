//! What names the object, and what it names.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Subject, path, resource, values};
use crate::evidence::Blocker;
use crate::evidence::reads::{List, Reads};
use crate::evidence::shown::{self, Shown};

/// No object of a resource names this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoneNames {
    /// The resource, `plural.group`.
    pub(super) resource: String,
    /// Where it would name this one.
    at: Vec<String>,
    /// Only objects whose fields have these values count.
    #[serde(default, rename = "where")]
    only: BTreeMap<String, Vec<Value>>,
    /// Objects whose fields have these values do not count.
    #[serde(default)]
    unless: BTreeMap<String, Vec<Value>>,
}

impl NoneNames {
    pub(super) fn show(&self, subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
        let (group, plural) = resource(&self.resource, subject);
        let list = match reads.list(group, plural, subject.namespace()) {
            Ok(list) => list,
            Err(why) => return Shown::Unseen(why),
        };
        let users = self.users(&list, subject);
        match users.is_empty() {
            true if reads.world.is_whole() => Shown::holds(format!("none of the {plural} names it"), plural),
            true => Shown::Unseen(format!("{} need not hold all {plural}", reads.world.name())),
            false => {
                let names = shown::list(users.iter().map(Blocker::label).collect(), 3);
                let verb = if users.len() == 1 { "names it" } else { "name it" };
                Shown::fails(format!("{names} {verb}"), plural).because_of(users)
            }
        }
    }

    fn users(&self, list: &List, subject: Subject<'_>) -> Vec<Blocker> {
        let index = list.index(&self.at.join(" "), |object| {
            let all = self.at.iter().flat_map(|at| values(object, at));
            all.filter_map(Value::as_str).map(str::to_owned).collect()
        });
        let counts = |object: &&Value| {
            has(object, &self.only).all(|has| has) && !has(object, &self.unless).any(|has| has)
        };
        list.under(&index, subject.name()).filter(counts).map(shown::object).collect()
    }
}

/// Tells of each field whether it has one of its values.
fn has<'a>(object: &'a Value, fields: &'a BTreeMap<String, Vec<Value>>) -> impl Iterator<Item = bool> + 'a {
    fields.iter().map(|(at, wanted)| values(object, at).iter().any(|value| wanted.contains(value)))
}

/// The object of a resource that this one names is gone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Absent {
    /// The resource, `plural.group`.
    pub(super) resource: String,
    /// Where this one has the name.
    name: String,
    /// Whether it may be in another namespace than this one.
    #[serde(default)]
    anywhere: bool,
}

impl Absent {
    pub(super) fn show(&self, subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
        let (group, plural) = resource(&self.resource, subject);
        let Some(name) = values(subject.object, &self.name).first().and_then(|name| name.as_str()) else {
            return Shown::Unseen(format!("{} names none of the {plural}", path(&self.name)));
        };
        gone(group, plural, subject.namespace().filter(|_| !self.anywhere), name, reads)
    }
}

/// The object that this one refers to by apiVersion, kind and name is gone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reference {
    /// Where the reference is.
    at: String,
}

impl Reference {
    pub(super) fn show(&self, subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
        let reference = subject.object.pointer(&self.at).unwrap_or(&Value::Null);
        let text = |field: &str| reference[field].as_str();
        let (Some(kind), Some(name)) = (text("kind"), text("name")) else {
            return Shown::Unseen(format!("{} refers to nothing", path(&self.at)));
        };
        match referred(reference, subject, reads) {
            Ok((group, plural)) => {
                let namespace = text("namespace").or_else(|| subject.namespace());
                gone(&group, &plural, namespace, name, reads)
            }
            Err(why) => Shown::Unseen(format!("{why}, so nobody knows what became of {kind} {name}")),
        }
    }
}

/// Returns the group and the resource that a reference is to.
pub(super) fn referred(
    reference: &Value,
    subject: Subject<'_>,
    reads: &Reads<'_>,
) -> Result<(String, String), String> {
    let text = |field: &str| reference[field].as_str();
    // Newer references have a group instead of an apiVersion.
    let group = text("apiGroup")
        .or_else(|| text("apiVersion").map(|version| version.split_once('/').map_or("", |(group, _)| group)))
        .unwrap_or(&subject.of.group);
    let kind = text("kind").unwrap_or_default();
    let served = reads.world.served().group(group).into_iter().flat_map(|group| group.all());
    let found = served.into_iter().find(|found| found.resource.kind == kind);
    match found {
        Some(found) => Ok((group.to_owned(), found.resource.plural.clone())),
        None => Err(format!("{kind} of {group} is not served")),
    }
}

/// Shows whether an object is gone.
pub(super) fn gone(
    group: &str,
    plural: &str,
    namespace: Option<&str>,
    name: &str,
    reads: &Reads<'_>,
) -> Shown {
    if reads.world.is_whole() && reads.world.wanted(group, plural).is_none() {
        return Shown::Unseen(format!(
            "{plural} of {group} are not served, so nobody knows what became of {name}"
        ));
    }
    let list = match reads.list(group, plural, namespace) {
        Ok(list) => list,
        Err(why) => return Shown::Unseen(why),
    };
    let index = list
        .index("name", |object| object["metadata"]["name"].as_str().map(str::to_owned).into_iter().collect());
    let found = list.under(&index, name).next().map(shown::object);
    match found {
        Some(found) => {
            Shown::fails(format!("{} is still there", found.label()), found.label()).because_of(vec![found])
        }
        None if reads.world.is_whole() => Shown::holds(format!("{plural}/{name} is gone"), plural),
        None => Shown::Unseen(format!("{plural}/{name} is not in {}", reads.world.name())),
    }
}
