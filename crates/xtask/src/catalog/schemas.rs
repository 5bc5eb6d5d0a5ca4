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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Reads one definition among some that it may refer to.
    fn read(value: Value) -> Result<Schema> {
        let all = json!({
            "a.Thing": {"type": "object", "properties": {}},
            "a.Empty": {"type": "object"},
            "io.k8s.apimachinery.a.Raw": {"type": "object"},
            "io.k8s.apimachinery.pkg.api.resource.Quantity": {"type": "string"},
            "a.Time": {"type": "string", "format": "date-time"},
            "it": value,
        });
        definition(all.as_object().unwrap(), "it")
    }

    fn field(value: Value) -> Field {
        match read(json!({"type": "object", "required": ["one"], "properties": {"one": value}})).unwrap() {
            Schema::Object { mut fields, .. } => fields.remove(0),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn scalars_stand_for_references_to_them() {
        let of = |name: &str| field(json!({"$ref": format!("#/definitions/{name}")})).schema;
        assert_eq!(of("a.Time"), Schema::Scalar(Scalar::DateTime));
        assert_eq!(of("io.k8s.apimachinery.pkg.api.resource.Quantity"), Schema::Scalar(Scalar::Quantity));
        assert_eq!(of("a.Thing"), Schema::Ref("a.Thing".into()));
        assert!(read(json!({"type": "array", "items": {"$ref": "#/definitions/none"}})).is_err());
    }

    #[test]
    fn fields_carry_their_marks() {
        let marked = field(json!({"type": "boolean", "description": "Deprecated: use another."}));
        assert_eq!((marked.required, marked.deprecated), (true, true));
        assert!(!field(json!({"type": "boolean", "description": "Replaces a deprecated one."})).deprecated);
    }

    #[test]
    fn objects_without_fields_are_closed_or_carry_others() {
        let of = |name: &str| {
            let all = json!({name: {"type": "object"}});
            definition(all.as_object().unwrap(), name).unwrap()
        };
        assert_eq!(of("a.Empty"), Schema::Object { fields: Vec::new(), embedded: false });
        assert_eq!(of("io.k8s.apimachinery.a.Raw"), Schema::Object { fields: Vec::new(), embedded: true });
    }

    #[test]
    fn lists_and_maps() {
        let text = || Box::new(Schema::Scalar(Scalar::Plain));
        let list = |extra: Value| {
            let mut value = json!({"type": "array", "items": {"type": "string"}});
            value.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            field(value).schema
        };
        let of = |kind| Schema::List { items: text(), kind };
        assert_eq!(list(json!({})), of(ListKind::Atomic));
        assert_eq!(list(json!({"x-kubernetes-list-type": "set"})), of(ListKind::Set));
        let keys = json!({"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["a", "b"]});
        assert_eq!(list(keys), of(ListKind::Map(vec!["a".into(), "b".into()])));
        let map = json!({"type": "object", "additionalProperties": {"type": "string"}});
        assert_eq!(field(map).schema, Schema::Map(text()));
    }

    #[test]
    fn a_form_that_is_not_known_is_an_error() {
        assert!(read(json!({"type": "string", "format": "colour"})).is_err());
        assert!(read(json!({"type": "tuple"})).is_err());
        assert_eq!(read(json!({})).unwrap(), Schema::Scalar(Scalar::Any));
    }

    #[test]
    fn only_what_kinds_reach_is_kept() {
        let gvk = json!([{"group": "", "version": "v1", "kind": "Thing"}]);
        let swagger = json!({"definitions": {
            "a.Thing": {"type": "object", "properties": {"next": {"$ref": "#/definitions/a.Thing"}, "part": {"$ref": "#/definitions/a.Part"}},
                "x-kubernetes-group-version-kind": gvk},
            "a.Part": {"type": "object", "properties": {}},
            "a.Other": {"type": "object", "properties": {}},
        }});
        let gvk: Gvk = (String::new(), "v1".into(), "Thing".into());
        let (kinds, definitions) =
            definitions(&swagger, &[(gvk.clone(), Resource::default())].into()).unwrap();
        assert_eq!(kinds[&gvk], "a.Thing");
        assert_eq!(definitions.keys().collect::<Vec<_>>(), ["a.Part", "a.Thing"]);
    }
}
