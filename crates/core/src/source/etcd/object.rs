//! Opens a stored value: what it says of itself, its metadata, and the whole object where it is JSON.

use kubecheck_boltdb::kube::{Definition, Encrypted, ManagedFields, ObjectMeta, OwnerReference, Stored};
use serde_json::{Map, Value, json};

/// A stored value, opened as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// An object.
    Object(StoredObject),
    /// An object that is encrypted: with what, and by which key.
    Encrypted(String),
    /// An object in CBOR, which is not read.
    Cbor,
    /// No value: etcdctl was asked for keys only.
    Nothing,
    /// No object: what is wrong with it, a fragment.
    Unreadable(String),
}

/// A stored object.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredObject {
    /// The apiVersion it is stored in.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// How it is written.
    pub encoding: Encoding,
    /// The object as JSON: whole, or only its metadata.
    pub json: Value,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Protobuf: only the envelope and the metadata are read.
    Protobuf,
    /// JSON, read whole.
    Json,
}

impl Encoding {
    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Protobuf => "protobuf",
            Encoding::Json => "JSON",
        }
    }
}

impl StoredObject {
    /// Returns a text of the metadata; empty if it is not there.
    pub fn metadata(&self, field: &str) -> &str {
        self.json["metadata"][field].as_str().unwrap_or_default()
    }
}

/// Opens a value.
pub fn open(value: &[u8]) -> Opened {
    match Stored::open(value) {
        _ if value.is_empty() => Opened::Nothing,
        Stored::Protobuf(envelope) => {
            if envelope.kind.is_empty() || envelope.api_version.is_empty() {
                return Opened::Unreadable("the envelope names no apiVersion and kind".to_owned());
            }
            if !envelope.content_encoding.is_empty() {
                let encoding = &envelope.content_encoding;
                return Opened::Unreadable(format!("the object is compressed with {encoding:?}"));
            }
            match ObjectMeta::of_object(envelope.raw) {
                Ok(meta) => Opened::Object(StoredObject {
                    api_version: envelope.api_version,
                    kind: envelope.kind,
                    encoding: Encoding::Protobuf,
                    json: json!({"metadata": meta.map(|meta| metadata(&meta)).unwrap_or_default()}),
                }),
                Err(error) => Opened::Unreadable(format!("the protobuf of the object is damaged: {error}")),
            }
        }
        Stored::Json(text) => match serde_json::from_slice::<Value>(text) {
            Ok(json) => whole(json),
            Err(error) => Opened::Unreadable(format!("the JSON is damaged: {error}")),
        },
        Stored::Cbor(_) => Opened::Cbor,
        Stored::Encrypted(how) => Opened::Encrypted(named(&how)),
        Stored::Damaged(error) => Opened::Unreadable(format!("the protobuf envelope is damaged: {error}")),
        Stored::Foreign => {
            let beginning: String =
                value.iter().take(8).map(|byte| byte.escape_ascii().to_string()).collect();
            Opened::Unreadable(format!(
                "neither protobuf nor JSON nor encrypted; it begins with {beginning:?}"
            ))
        }
    }
}

fn whole(json: Value) -> Opened {
    let text = |field: &str| json[field].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    match (text("apiVersion"), text("kind")) {
        (Some(api_version), Some(kind)) => {
            Opened::Object(StoredObject { api_version, kind, encoding: Encoding::Json, json })
        }
        _ => Opened::Unreadable("the JSON has no apiVersion and kind".to_owned()),
    }
}

/// Reads the custom kind that a stored CustomResourceDefinition defines.
pub fn definition(value: &[u8]) -> Option<Definition> {
    match Stored::open(value) {
        Stored::Protobuf(envelope) if envelope.kind == "CustomResourceDefinition" => {
            Definition::of_object(envelope.raw).ok()?
        }
        Stored::Json(text) => {
            let json: Value = serde_json::from_slice(text).ok()?;
            let spec = json.get("spec").filter(|_| json["kind"] == "CustomResourceDefinition")?;
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let is = |value: &Value| value.as_bool().unwrap_or_default();
            let version = |version: &Value| kubecheck_boltdb::kube::Version {
                name: text(&version["name"]),
                served: is(&version["served"]),
                storage: is(&version["storage"]),
            };
            Some(Definition {
                group: text(&spec["group"]),
                plural: text(&spec["names"]["plural"]),
                kind: text(&spec["names"]["kind"]),
                namespaced: spec["scope"] == "Namespaced",
                versions: spec["versions"].as_array().into_iter().flatten().map(version).collect(),
            })
        }
        _ => None,
    }
}

fn named(how: &Encrypted) -> String {
    let parts = [&how.provider, &how.version].map(String::as_str);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match how.key.as_str() {
        "" => parts.join(" "),
        key => format!("{} with key {key}", parts.join(" ")),
    }
}

/// Writes metadata as the API server shows it: what is empty is left out (k8s.io/apimachinery, pkg/apis/meta/v1/types.go).
fn metadata(meta: &ObjectMeta) -> Value {
    let mut fields = Map::new();
    let texts = [
        ("name", &meta.name),
        ("generateName", &meta.generate_name),
        ("namespace", &meta.namespace),
        ("uid", &meta.uid),
        ("resourceVersion", &meta.resource_version),
    ];
    put_texts(&mut fields, texts);
    if meta.generation != 0 {
        fields.insert("generation".to_owned(), json!(meta.generation));
    }
    let times =
        [("creationTimestamp", meta.creation_timestamp), ("deletionTimestamp", meta.deletion_timestamp)];
    for (name, time) in times {
        if let Some(time) = time {
            fields.insert(name.to_owned(), json!(time.to_string()));
        }
    }
    if let Some(seconds) = meta.deletion_grace_period_seconds {
        fields.insert("deletionGracePeriodSeconds".to_owned(), json!(seconds));
    }
    put_list(&mut fields, "ownerReferences", meta.owner_references.iter().map(owner).collect());
    put_list(&mut fields, "finalizers", meta.finalizers.iter().map(|name| json!(name)).collect());
    put_list(&mut fields, "managedFields", meta.managed_fields.iter().map(managed).collect());
    for (name, map) in [("labels", &meta.labels), ("annotations", &meta.annotations)] {
        if !map.is_empty() {
            fields.insert(name.to_owned(), json!(map));
        }
    }
    Value::Object(fields)
}

fn put_texts<'m>(fields: &mut Map<String, Value>, texts: impl IntoIterator<Item = (&'m str, &'m String)>) {
    for (name, text) in texts {
        if !text.is_empty() {
            fields.insert(name.to_owned(), json!(text));
        }
    }
}

fn put_list(fields: &mut Map<String, Value>, name: &str, items: Vec<Value>) {
    if !items.is_empty() {
        fields.insert(name.to_owned(), Value::Array(items));
    }
}

fn owner(owner: &OwnerReference) -> Value {
    let mut fields = Map::new();
    for (name, text) in [
        ("apiVersion", &owner.api_version),
        ("kind", &owner.kind),
        ("name", &owner.name),
        ("uid", &owner.uid),
    ] {
        fields.insert(name.to_owned(), json!(text));
    }
    for (name, is) in [("controller", owner.controller), ("blockOwnerDeletion", owner.block_owner_deletion)] {
        if let Some(is) = is {
            fields.insert(name.to_owned(), json!(is));
        }
    }
    Value::Object(fields)
}

fn managed(entry: &ManagedFields) -> Value {
    let mut fields = Map::new();
    let texts = [
        ("manager", &entry.manager),
        ("operation", &entry.operation),
        ("apiVersion", &entry.api_version),
        ("fieldsType", &entry.fields_type),
        ("subresource", &entry.subresource),
    ];
    put_texts(&mut fields, texts);
    if let Some(time) = entry.time {
        fields.insert("time".to_owned(), json!(time.to_string()));
    }
    if let Some(owned) = &entry.fields {
        fields.insert("fieldsV1".to_owned(), serde_json::from_slice(owned).unwrap_or_default());
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_whole() {
        let text = br#"{"apiVersion":"a.example/v1","kind":"Foo","metadata":{"name":"x"},"spec":{"n":1}}"#;
        let Opened::Object(object) = open(text) else { panic!("it is an object") };
        assert_eq!((object.api_version.as_str(), object.kind.as_str()), ("a.example/v1", "Foo"));
        assert_eq!((object.metadata("name"), &object.json["spec"]["n"]), ("x", &json!(1)));
    }

    #[test]
    fn what_is_no_object_says_why() {
        let why = |value: &[u8]| match open(value) {
            Opened::Unreadable(why) => why,
            other => panic!("{other:?}"),
        };
        assert_eq!(why(b"{}"), "the JSON has no apiVersion and kind");
        assert!(why(b"{\"a\":").starts_with("the JSON is damaged: EOF"));
        assert_eq!(why(b"\x00abc"), "neither protobuf nor JSON nor encrypted; it begins with \"\\\\x00abc\"");
        assert_eq!(
            why(b"k8s\0\x0a\x0f\x0a"),
            "the protobuf envelope is damaged: byte 6 of the message: a field reaches over the end"
        );
        assert_eq!(why(b"k8s\0\x12\x00"), "the envelope names no apiVersion and kind");
    }

    #[test]
    fn encrypted_values_name_provider_and_key() {
        assert_eq!(
            open(b"k8s:enc:aescbc:v1:key1:\x00"),
            Opened::Encrypted("aescbc v1 with key key1".to_owned())
        );
        assert_eq!(open(b"\xd9\xd9\xf7\xa0"), Opened::Cbor);
        assert_eq!(open(b""), Opened::Nothing);
    }
}
