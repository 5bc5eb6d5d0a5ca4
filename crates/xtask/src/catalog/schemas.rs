//! The definitions of `api/openapi-spec/swagger.json` as schemas, without prose.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use super::facts::{Field, Gvk, ListKind, Resource, Scalar, Schema};
use super::{prose, swagger};

/// Definitions whose JSON is not what their form says, since their Go type writes it itself.
const SPECIAL: &[(&str, Scalar)] = &[
    ("io.k8s.apimachinery.pkg.api.resource.Quantity", Scalar::Quantity),
    ("io.k8s.apimachinery.pkg.apis.meta.v1.Duration", Scalar::Duration),
    ("io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime", Scalar::MicroTime),
];

/// Definitions of values that carry others' objects come from here and name no fields.
const MACHINERY: &str = "io.k8s.apimachinery.";

/// The definitions of a minor that kinds reach, and which kind has which.
type Definitions = (BTreeMap<Gvk, String>, BTreeMap<String, Schema>);

/// Reads the definitions of the kinds that are resources.
pub(crate) fn definitions(swagger: &Value, resources: &BTreeMap<Gvk, Resource>) -> Result<Definitions> {
    let all = swagger["definitions"].as_object().context("no definitions")?;
    let mut kinds = BTreeMap::new();
    for (name, definition) in all {
        for gvk in definition["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
            let gvk = swagger::gvk(gvk).context("a definition's kind")?;
            if resources.contains_key(&gvk) {
                let twice = kinds.insert(gvk, name.clone());
                ensure!(twice.is_none(), "{name} is not the only definition of its kind");
            }
        }
    }
    let mut reached = BTreeMap::new();
    let mut open: Vec<String> = kinds.values().cloned().collect();
    while let Some(name) = open.pop() {
        if reached.contains_key(&name) {
            continue;
        }
        let schema = definition(all, &name).with_context(|| name.clone())?;
        schema.references(&mut |name| open.push(name.to_owned()));
        reached.insert(name, schema);
    }
    Ok((kinds, reached))
}

fn definition(all: &Map<String, Value>, name: &str) -> Result<Schema> {
    let definition = all.get(name).context("no such definition")?;
    if definition["type"] == "object" && definition.get("properties").is_none() {
        // A struct without fields takes none; a value that carries others' objects takes any.
        return Ok(Schema::Object { fields: Vec::new(), embedded: name.starts_with(MACHINERY) });
    }
    schema(all, definition)
}

fn schema(all: &Map<String, Value>, value: &Value) -> Result<Schema> {
    if let Some(target) = value["$ref"].as_str() {
        return reference(all, target);
    }
    let format = value["format"].as_str();
    let scalar = match (value["type"].as_str(), format) {
        (None, None) => Scalar::Any,
        (Some("object"), None) => return object(all, value),
        (Some("array"), None) => return list(all, value),
        (Some("string"), None) => Scalar::Plain,
        (Some("string"), Some("byte")) => Scalar::Byte,
        (Some("string"), Some("date-time")) => Scalar::DateTime,
        (Some("string"), Some("int-or-string")) => Scalar::IntOrString,
        (Some("integer"), Some("int32")) => Scalar::Int32,
        (Some("integer"), Some("int64") | None) => Scalar::Int64,
        (Some("number"), _) => Scalar::Number,
        (Some("boolean"), None) => Scalar::Boolean,
        (form, format) => bail!("a form that is not known: {form:?} {format:?}"),
    };
    Ok(Schema::Scalar(scalar))
}

/// Puts scalars in the place of references to them; other references stay.
fn reference(all: &Map<String, Value>, target: &str) -> Result<Schema> {
    let name = target.strip_prefix("#/definitions/").context("a reference elsewhere")?;
    if let Some((_, scalar)) = SPECIAL.iter().find(|(special, _)| *special == name) {
        return Ok(Schema::Scalar(*scalar));
    }
    let definition = all.get(name).context("a reference to nothing")?;
    if matches!(definition["type"].as_str(), Some("object" | "array")) || definition.get("$ref").is_some() {
        return Ok(Schema::Ref(name.to_owned()));
    }
    schema(all, definition)
}

fn object(all: &Map<String, Value>, value: &Value) -> Result<Schema> {
    let Some(properties) = value["properties"].as_object() else {
        return match value.get("additionalProperties") {
            Some(values) => Ok(Schema::Map(Box::new(schema(all, values)?))),
            None => Ok(Schema::Object { fields: Vec::new(), embedded: true }),
        };
    };
    let required: Vec<&str> =
        value["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut fields = properties
        .iter()
        .map(|(name, value)| {
            Ok(Field {
                name: name.clone(),
                required: required.contains(&name.as_str()),
                deprecated: value["description"].as_str().is_some_and(prose::says_deprecated),
                schema: schema(all, value).with_context(|| name.clone())?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    fields.sort();
    Ok(Schema::Object { fields, embedded: value["x-kubernetes-preserve-unknown-fields"] == true })
}

fn list(all: &Map<String, Value>, value: &Value) -> Result<Schema> {
    let kind = match value["x-kubernetes-list-type"].as_str() {
        None | Some("atomic") => ListKind::Atomic,
        Some("set") => ListKind::Set,
        Some("map") => {
            let keys = value["x-kubernetes-list-map-keys"].as_array().context("a map list without keys")?;
            ListKind::Map(keys.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        Some(kind) => bail!("a list type that is not known: {kind}"),
    };
    Ok(Schema::List { items: Box::new(schema(all, &value["items"])?), kind })
}
