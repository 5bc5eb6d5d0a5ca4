//! Writes the catalogue in the form that `kubecheck-catalog` reads; `docs/catalogue.md` describes it.

use std::collections::BTreeMap;

use anyhow::Result;

use super::facts::{Catalogue, Era, Field, Gvk, Kind, Lifecycle, ListKind, Resource, Schema};
use super::write::{Writer, section};

/// The first bytes of the data, with the number of its form.
const MAGIC: &[u8] = b"KCAT\x02";

/// Writes the whole file: the magic bytes, the length of the index, the index, the schemas.
pub(crate) fn file(catalogue: &Catalogue) -> Result<Vec<u8>> {
    let index = index(catalogue);
    let length = u32::try_from(index.len())?.to_le_bytes();
    Ok([MAGIC, &length, &index, &schemas(catalogue)].concat())
}

/// The number of each definition: its place by name.
fn numbers(catalogue: &Catalogue) -> BTreeMap<&str, usize> {
    catalogue.definitions.keys().enumerate().map(|(number, name)| (name.as_str(), number)).collect()
}

fn index(catalogue: &Catalogue) -> Vec<u8> {
    let numbers = numbers(catalogue);
    let kinds: Vec<(&Gvk, &Kind)> = catalogue.kinds.iter().collect();
    let groups: Vec<(&String, &Vec<Era<Vec<String>>>)> = catalogue.preferred.iter().collect();
    section(|writer| {
        writer.list(&kinds, |writer, (gvk, kind)| {
            write_gvk(writer, gvk);
            write_lifecycle(writer, &kind.lifecycle);
            // Zero stands for none.
            writer.number(numbers.get(kind.definition.as_str()).map_or(0, |number| number + 1));
            writer.list(&kind.eras, |writer, era| write_era(writer, era, write_resource));
        });
        writer.list(&groups, |writer, (group, eras)| {
            writer.string(group);
            writer.list(eras, |writer, era| {
                write_era(writer, era, |writer, versions| writer.strings(versions))
            });
        });
    })
}

/// Numbers distinct values in the order in which they are first met.
fn distinct<'e, T: Ord + 'e>(eras: impl Iterator<Item = &'e Era<T>>) -> BTreeMap<&'e T, usize> {
    let mut numbers = BTreeMap::new();
    for era in eras {
        let next = numbers.len();
        numbers.entry(&era.value).or_insert(next);
    }
    numbers
}

fn in_order<'e, T>(numbers: &BTreeMap<&'e T, usize>) -> Vec<&'e T> {
    let mut ordered: Vec<(&T, usize)> = numbers.iter().map(|(value, number)| (*value, *number)).collect();
    ordered.sort_by_key(|(_, number)| *number);
    ordered.into_iter().map(|(value, _)| value).collect()
}

fn write_era<T>(writer: &mut Writer, era: &Era<T>, write: impl FnOnce(&mut Writer, &T)) {
    writer.byte(era.first);
    writer.byte(era.last);
    write(writer, &era.value);
}

fn write_gvk(writer: &mut Writer, (group, version, kind): &Gvk) {
    [group, version, kind].into_iter().for_each(|text| writer.string(text));
}

fn write_resource(writer: &mut Writer, resource: &Resource) {
    writer.byte(u8::from(resource.namespaced) | u8::from(resource.enabled) << 1);
    writer.string(&resource.plural);
    writer.string(&resource.singular);
    writer.strings(&resource.short_names);
    writer.strings(&resource.categories);
    writer.strings(&resource.verbs);
    writer.list(&resource.subresources, |writer, below| {
        writer.byte(u8::from(below.enabled));
        writer.string(&below.name);
        write_gvk(writer, &below.gvk);
        writer.strings(&below.verbs);
    });
}

fn write_lifecycle(writer: &mut Writer, lifecycle: &Lifecycle) {
    let minors = [lifecycle.introduced, lifecycle.deprecated, lifecycle.removed];
    let flags = minors.iter().enumerate().map(|(bit, minor)| u8::from(minor.is_some()) << bit).sum::<u8>();
    writer.byte(flags | u8::from(lifecycle.replacement.is_some()) << 3);
    minors.into_iter().flatten().for_each(|minor| writer.byte(minor));
    if let Some(gvk) = &lifecycle.replacement {
        write_gvk(writer, gvk);
    }
}

fn schemas(catalogue: &Catalogue) -> Vec<u8> {
    let numbers = numbers(catalogue);
    let bodies = distinct(catalogue.definitions.values().flatten());
    let ordered = in_order(&bodies);
    let definitions: Vec<&Vec<Era<Schema>>> = catalogue.definitions.values().collect();
    section(|writer| {
        writer.list(&definitions, |writer, eras| writer.number(eras.len()));
        definitions.iter().copied().flatten().for_each(|era| {
            write_era(writer, era, |writer, schema| writer.number(bodies[schema]));
        });
        let parts: Vec<Vec<u8>> = ordered
            .iter()
            .map(|schema| writer.part(|writer| write_schema(writer, schema, 0, None, &numbers)))
            .collect();
        writer.list(&parts, |writer, part| writer.number(part.len()));
        parts.iter().for_each(|part| writer.bytes(part));
    })
}

/// Writes a schema; its tag has room for the flags of the field around it, whose name follows the tag.
fn write_schema(
    writer: &mut Writer,
    schema: &Schema,
    flags: u8,
    name: Option<&str>,
    numbers: &BTreeMap<&str, usize>,
) {
    writer.byte(flags | tag(schema));
    if let Some(name) = name {
        writer.string(name);
    }
    match schema {
        Schema::Ref(name) => writer.number(numbers[name.as_str()]),
        Schema::Object { fields, .. } => {
            writer.list(fields, |writer, field| write_field(writer, field, numbers))
        }
        Schema::Map(values) => write_schema(writer, values, 0, None, numbers),
        Schema::List { items, kind } => {
            if let ListKind::Map(keys) = kind {
                writer.strings(keys);
            }
            write_schema(writer, items, 0, None, numbers);
        }
        Schema::Scalar(_) => {}
    }
}

fn write_field(writer: &mut Writer, field: &Field, numbers: &BTreeMap<&str, usize>) {
    let flags = u8::from(field.required) << 7 | u8::from(field.deprecated) << 6;
    write_schema(writer, &field.schema, flags, Some(&field.name), numbers);
}

fn tag(schema: &Schema) -> u8 {
    match schema {
        Schema::Ref(_) => 0,
        Schema::Object { embedded: false, .. } => 1,
        Schema::Object { embedded: true, .. } => 2,
        Schema::Map(_) => 3,
        Schema::List { kind: ListKind::Atomic, .. } => 4,
        Schema::List { kind: ListKind::Set, .. } => 5,
        Schema::List { kind: ListKind::Map(_), .. } => 6,
        Schema::Scalar(scalar) => 7 + *scalar as u8,
    }
}
