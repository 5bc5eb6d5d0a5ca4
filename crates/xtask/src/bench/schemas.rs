//! JSON schemas for kubeconform, made from the OpenAPI that our catalogue is made from.
//!
//! They follow the published ones (github.com/yannh/kubernetes-json-schema, strict and standalone): a file a kind, fields
//! that are not listed are refused, null stands for an optional field, apiVersion and kind are fixed. Two things differ
//! in kubeconform's favour, since both save it work: there are no descriptions, and what a kind refers to is kept once a
//! file as a definition instead of being repeated at every use.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

/// Where references lead in the OpenAPI, and in the schemas.
const DEFINITIONS: &str = "#/definitions/";

/// Writes the schemas of every kind of a release below a folder, and gives the folder that they are in.
pub(crate) fn write(swagger: &Path, folder: &Path, release: &str) -> Result<PathBuf> {
    let text = std::fs::read(swagger).with_context(|| swagger.display().to_string())?;
    let swagger: Value = serde_json::from_slice(&text).context("the OpenAPI is no JSON")?;
    let definitions = swagger["definitions"].as_object().context("the OpenAPI has no definitions")?;
    let home = folder.join(format!("v{release}-standalone-strict"));
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    std::fs::create_dir_all(&home)?;
    for (name, definition) in definitions {
        for gvk in definition["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
            let path = home.join(file_name(gvk).with_context(|| name.clone())?);
            ensure!(!path.exists(), "two kinds would be {}", path.display());
            std::fs::write(&path, serde_json::to_vec(&file(definitions, name, gvk)?)?)?;
        }
    }
    Ok(home)
}

/// Gives the name of a kind's file, as kubeconform looks for it: only the first word of a group counts.
fn file_name(gvk: &Value) -> Option<String> {
    let part = |name: &str| gvk[name].as_str().map(str::to_lowercase);
    let group = part("group")?;
    let group = group.split('.').next().filter(|group| !group.is_empty());
    let group = group.map(|group| format!("-{group}")).unwrap_or_default();
    Some(format!("{}{group}-{}.json", part("kind")?, part("version")?))
}

/// Gives the whole schema of a kind.
fn file(definitions: &Map<String, Value>, name: &str, gvk: &Value) -> Result<Value> {
    let mut schema = definition(definitions, name)?;
    let mut reached = Map::new();
    let mut wanted: BTreeSet<String> = references(&schema);
    while let Some(name) = wanted.pop_first() {
        let of = definition(definitions, &name)?;
        wanted.extend(references(&of).into_iter().filter(|name| !reached.contains_key(name)));
        reached.insert(name, of);
    }
    if let Some(properties) = schema["properties"].as_object_mut() {
        let text = |name: &str| gvk[name].as_str().unwrap_or_default();
        let version = [text("group"), text("version")].join("/");
        let known = [("apiVersion", version.trim_start_matches('/')), ("kind", text("kind"))];
        for (field, word) in known {
            if let Some(field) = properties.get_mut(field) {
                field["enum"] = json!([word]);
            }
        }
    }
    schema["type"] = json!("object");
    schema["$schema"] = json!("http://json-schema.org/schema#");
    schema["definitions"] = Value::Object(reached);
    Ok(schema)
}

/// Gives the strict form of a definition.
fn definition(definitions: &Map<String, Value>, name: &str) -> Result<Value> {
    if name.ends_with(".api.resource.Quantity") {
        return Ok(json!({"type": ["string", "number", "null"]}));
    }
    if name.ends_with(".util.intstr.IntOrString") {
        return Ok(json!({"type": ["string", "integer", "null"]}));
    }
    strict(definitions.get(name).with_context(|| format!("no definition {name}"))?)
}

/// Makes a schema of the OpenAPI strict, and lets null stand for it.
fn strict(schema: &Value) -> Result<Value> {
    let mut strict = Map::new();
    for key in ["$ref", "format", "required", "enum"] {
        strict.extend(schema.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Some(word) = schema.get("type") {
        strict.insert("type".to_owned(), json!([word, "null"]));
    }
    for key in ["items", "additionalProperties"] {
        if let Some(of) = schema.get(key).filter(|of| of.is_object()) {
            strict.insert(key.to_owned(), self::strict(of)?);
        }
    }
    if let Some(properties) = schema.get("properties") {
        let properties = properties.as_object().context("properties that are no mapping")?;
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
        };
        let fields = properties.iter().map(|(name, of)| {
            let field = self::strict(of)?;
            Ok((name.clone(), if required(name) { not_null(field) } else { field }))
        });
        strict.insert("properties".to_owned(), Value::Object(fields.collect::<Result<_>>()?));
        strict.entry("additionalProperties").or_insert(json!(false));
    }
    Ok(Value::Object(strict))
}

/// Forbids null, which does not stand for a field that is required.
fn not_null(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        // What stands beside a reference is not looked at.
        return json!({"allOf": [schema], "not": {"type": "null"}});
    }
    if let Some(words) = schema["type"].as_array_mut() {
        words.retain(|word| word != "null");
    }
    schema
}

/// Lists the definitions that a schema refers to.
fn references(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value.as_str().and_then(|text| text.strip_prefix(DEFINITIONS)) {
                Some(name) if key == "$ref" => BTreeSet::from([name.to_owned()]),
                _ => references(value),
            })
            .collect(),
        Value::Array(entries) => entries.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_word_of_a_group_names_the_file() {
        let name = |group, kind| file_name(&json!({"group": group, "version": "v1", "kind": kind})).unwrap();
        assert_eq!(name("", "Pod"), "pod-v1.json");
        assert_eq!(name("rbac.authorization.k8s.io", "RoleBinding"), "rolebinding-rbac-v1.json");
    }

    #[test]
    fn null_stands_for_optional_fields_alone() {
        let schema = json!({"type": "object", "required": ["a"], "properties": {
            "a": {"type": "string"}, "b": {"type": "string"}, "c": {"$ref": "#/definitions/c"}}});
        let strict = strict(&schema).unwrap();
        assert_eq!(strict["properties"]["a"]["type"], json!(["string"]));
        assert_eq!(strict["properties"]["b"]["type"], json!(["string", "null"]));
        assert_eq!(strict["additionalProperties"], json!(false));
    }

    #[test]
    fn a_file_has_all_that_it_refers_to_and_ends_where_types_are_recursive() {
        let swagger = json!({
            "Kind": {"type": "object", "properties": {"kind": {"type": "string"}, "next": {"$ref": "#/definitions/Node"}}},
            "Node": {"type": "object", "properties": {"next": {"$ref": "#/definitions/Node"}}},
            "Other": {"type": "object"},
        });
        let gvk = json!({"group": "", "version": "v1", "kind": "Kind"});
        let file = file(swagger.as_object().unwrap(), "Kind", &gvk).unwrap();
        assert_eq!(file["definitions"].as_object().unwrap().keys().collect::<Vec<_>>(), ["Node"]);
        assert_eq!(file["properties"]["kind"]["enum"], json!(["Kind"]));
    }
}
