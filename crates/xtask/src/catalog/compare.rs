//! Compares the facts of a minor with the committed catalogue, as its own reader tells them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use kubecheck_catalog as committed;

use super::facts::{Field, Gvk, ListKind, Minor, MinorFacts, Resource, Scalar, Schema, Subresource};

/// Lists how the committed catalogue differs from the facts of a minor, one line a difference.
pub(crate) fn differences(minor: Minor, facts: &MinorFacts) -> Result<Vec<String>> {
    let minor = committed::Minor::new(minor).context("no minor")?;
    let mut lines = Vec::new();
    let told: BTreeMap<Gvk, (&committed::Kind, &committed::Resource)> =
        committed::kinds().iter().filter_map(|kind| Some((gvk(kind), (kind, kind.at(minor)?)))).collect();
    for name in told.keys().chain(facts.resources.keys()).collect::<BTreeSet<_>>() {
        let line = match (told.get(name), facts.resources.get(name)) {
            (Some((_, told)), Some(facts)) if resource(told) == *facts => continue,
            (Some((_, told)), Some(facts)) => {
                format!("is {:?}, but {facts:?} in the sources", resource(told))
            }
            (Some(_), None) => "is not in the sources".to_owned(),
            (None, _) => "is only in the sources".to_owned(),
        };
        lines.push(format!("{minor} {}/{} {} {line}", name.0, name.1, name.2));
    }
    for group in told.keys().map(|(group, ..)| group).collect::<BTreeSet<_>>() {
        let told = committed::preferred_versions(minor, group);
        let facts = facts.preferred.get(group).cloned().unwrap_or_default();
        if told != facts {
            lines.push(format!("{minor} {group} prefers {told:?}, but {facts:?} in the sources"));
        }
    }
    let mut walk = Walk { schemas: committed::schemas(minor), facts, seen: BTreeSet::new(), lines };
    for (name, (kind, _)) in &told {
        let place = format!("{minor} {}/{} {}", name.0, name.1, name.2);
        match (walk.schemas.of(kind), facts.kinds.get(name).and_then(|name| facts.definitions.get(name))) {
            (Some(told), Some(facts)) => walk.compare(&place, told, facts),
            (None, None) => {}
            (told, _) => walk.lines.push(format!("{place}: has a schema only in {}", side(told.is_some()))),
        }
    }
    Ok(walk.lines)
}

fn side(told: bool) -> &'static str {
    if told { "the catalogue" } else { "the sources" }
}

fn gvk(kind: &committed::Kind) -> Gvk {
    (kind.group.to_owned(), kind.version.to_owned(), kind.kind.to_owned())
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

fn resource(told: &committed::Resource) -> Resource {
    let below = |below: &committed::Subresource| Subresource {
        name: below.name.to_owned(),
        gvk: (below.group.to_owned(), below.version.to_owned(), below.kind.to_owned()),
        verbs: owned(&below.verbs),
        enabled: below.enabled,
    };
    Resource {
        plural: told.plural.to_owned(),
        singular: told.singular.to_owned(),
        short_names: owned(&told.short_names),
        categories: owned(&told.categories),
        namespaced: told.namespaced,
        verbs: owned(&told.verbs),
        subresources: told.subresources.iter().map(below).collect(),
        enabled: told.enabled,
    }
}

/// A walk over two schemas at once; definitions that were compared are not compared again.
struct Walk<'f> {
    schemas: &'static committed::Schemas,
    facts: &'f MinorFacts,
    seen: BTreeSet<(committed::DefinitionId, &'f str)>,
    lines: Vec<String>,
}

impl<'f> Walk<'f> {
    fn compare(&mut self, place: &str, told: &committed::Schema, facts: &'f Schema) {
        match (told, facts) {
            (committed::Schema::Ref(id), Schema::Ref(name)) => {
                let known = self.facts.definitions.get(name);
                if self.seen.insert((*id, name))
                    && let Some(facts) = known
                {
                    self.compare(place, self.schemas.resolve(told), facts);
                }
            }
            (committed::Schema::Object(told), Schema::Object { fields, embedded })
                if told.embedded == *embedded =>
            {
                self.fields(place, &told.fields, fields);
            }
            (committed::Schema::Map(told), Schema::Map(facts)) => {
                self.compare(&format!("{place}.*"), told, facts)
            }
            (committed::Schema::List(told), Schema::List { items, kind })
                if list_kind(&told.kind) == *kind =>
            {
                self.compare(&format!("{place}[]"), &told.items, items);
            }
            (told, Schema::Scalar(facts)) if scalar(told) == Some(*facts) => {}
            _ => self.lines.push(format!("{place}: is {}, but {} in the sources", short(told), short(facts))),
        }
    }

    fn fields(&mut self, place: &str, told: &[committed::Field], facts: &'f [Field]) {
        let flags = |name: &str, required, deprecated| (name.to_owned(), required, deprecated);
        let ours: Vec<_> =
            told.iter().map(|field| flags(field.name, field.required, field.deprecated)).collect();
        let theirs: Vec<_> =
            facts.iter().map(|field| flags(&field.name, field.required, field.deprecated)).collect();
        if ours != theirs {
            let ours: BTreeSet<_> = ours.into_iter().collect();
            let theirs: BTreeSet<_> = theirs.into_iter().collect();
            let odd: Vec<_> = ours.symmetric_difference(&theirs).collect();
            self.lines.push(format!("{place}: these fields differ (name, required, deprecated): {odd:?}"));
            return;
        }
        for (told, facts) in told.iter().zip(facts) {
            self.compare(&format!("{place}.{}", told.name), &told.schema, &facts.schema);
        }
    }
}

/// Shows no more of a schema than fits a line.
fn short(schema: &dyn std::fmt::Debug) -> String {
    format!("{schema:?}").chars().take(60).collect()
}

fn list_kind(kind: &committed::ListKind) -> ListKind {
    match kind {
        committed::ListKind::Atomic => ListKind::Atomic,
        committed::ListKind::Set => ListKind::Set,
        committed::ListKind::Map(keys) => ListKind::Map(owned(keys)),
    }
}

fn scalar(schema: &committed::Schema) -> Option<Scalar> {
    use committed::{IntFormat, Schema, StringFormat};
    Some(match schema {
        Schema::String(StringFormat::Plain) => Scalar::Plain,
        Schema::String(StringFormat::Byte) => Scalar::Byte,
        Schema::String(StringFormat::DateTime) => Scalar::DateTime,
        Schema::String(StringFormat::MicroTime) => Scalar::MicroTime,
        Schema::String(StringFormat::Duration) => Scalar::Duration,
        Schema::Integer(IntFormat::Int32) => Scalar::Int32,
        Schema::Integer(IntFormat::Int64) => Scalar::Int64,
        Schema::Number => Scalar::Number,
        Schema::Boolean => Scalar::Boolean,
        Schema::IntOrString => Scalar::IntOrString,
        Schema::Quantity => Scalar::Quantity,
        Schema::Any => Scalar::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::facts::NEWEST;
    use super::*;

    fn pod() -> Gvk {
        (String::new(), "v1".to_owned(), "Pod".to_owned())
    }

    /// Gives the facts of a minor that has only pods, as the catalogue tells them, with a schema of our own.
    fn pods(schema: Schema) -> MinorFacts {
        let minor = committed::Minor::NEWEST;
        let told = committed::find("", "v1", "Pod").and_then(|kind| kind.at(minor)).unwrap();
        MinorFacts {
            resources: [(pod(), resource(told))].into(),
            kinds: [(pod(), "Pod".to_owned())].into(),
            definitions: [("Pod".to_owned(), schema)].into(),
            ..MinorFacts::default()
        }
    }

    fn lines(facts: &MinorFacts) -> Vec<String> {
        differences(NEWEST, facts)
            .unwrap()
            .into_iter()
            .filter(|line| line.contains(" /v1 Pod ") || line.contains(" /v1 Pod:"))
            .collect()
    }

    #[test]
    fn what_the_sources_lack_is_a_difference() {
        let lines = lines(&MinorFacts::default());
        assert!(lines[0].starts_with("1.37 /v1 Pod is not in the sources"), "{lines:?}");
    }

    #[test]
    fn another_resource_is_a_difference() {
        let mut facts = pods(Schema::Scalar(Scalar::Any));
        facts.resources.get_mut(&pod()).unwrap().namespaced = false;
        assert!(lines(&facts)[0].contains("namespaced: false"));
    }

    #[test]
    fn another_schema_is_a_difference() {
        let object = |fields| Schema::Object { fields, embedded: false };
        assert!(lines(&pods(Schema::Scalar(Scalar::Any)))[0].contains("is Object"));
        assert!(lines(&pods(object(Vec::new())))[0].contains("(\"apiVersion\", false, false)"));
    }
}
