//! What is known of one object, shown before the findings.

use kubecheck_core::cli::CliError;
use kubecheck_core::cli::output::Output;
use kubecheck_core::report::finding::Report;
use kubecheck_core::report::render::{self, Format};
use kubecheck_core::source::etcd::{Entry, Opened, open};
use serde_json::{Map, Value, json};

use crate::etcd::pair::Extent;

/// What is known of one object.
pub(super) struct Facts {
    /// For people: what, and how it is.
    lines: Vec<(&'static str, String)>,
    /// For programs.
    fields: Map<String, Value>,
}

impl Facts {
    pub(super) fn new(key: &str) -> Facts {
        let fields = Map::from_iter([("key".to_owned(), json!(key))]);
        Facts { lines: vec![("KEY", key.to_owned())], fields }
    }

    /// Notes how the object is stored.
    pub(super) fn stored(&mut self, entry: Option<&Entry>) {
        let Some(entry) = entry else {
            self.lines.push(("STORED", "nothing".to_owned()));
            self.fields.insert("stored".to_owned(), Value::Null);
            return;
        };
        let size = entry.value.len();
        let (form, what) = match open(&entry.value) {
            Opened::Object(object) => {
                let name = object.encoding.name();
                let told = format!("{} {} in {name}, {size} bytes", object.api_version, object.kind);
                let uid = object.metadata("uid");
                let told = if uid.is_empty() { told } else { format!("{told}; uid {uid}") };
                let stored = json!({"apiVersion": object.api_version, "kind": object.kind, "encoding": name, "uid": uid});
                (stored, told)
            }
            Opened::Encrypted(how) => (
                json!({"encoding": "encrypted", "encryption": how}),
                format!("encrypted ({how}), {size} bytes"),
            ),
            Opened::Cbor => (json!({"encoding": "CBOR"}), format!("CBOR, {size} bytes")),
            Opened::Nothing => (json!({"encoding": Value::Null}), "a key without a value".to_owned()),
            Opened::Unreadable(_) => {
                (json!({"encoding": Value::Null}), format!("{size} bytes that are no object"))
            }
        };
        let mut stored = form;
        let mut told = what;
        stored["size"] = json!(size);
        let numbers = [
            ("created at revision", "createRevision", entry.create_revision),
            ("changed at revision", "modRevision", entry.mod_revision),
            ("version", "version", entry.version),
        ];
        for (words, field, number) in numbers {
            if let Some(number) = number {
                let sign = if words.starts_with("created") { "; " } else { ", " };
                told = format!("{told}{sign}{words} {number}");
                stored[field] = json!(number);
            }
        }
        self.lines.push(("STORED", told));
        self.fields.insert("stored".to_owned(), stored);
    }

    /// Notes how the API shows it.
    pub(super) fn live(&mut self, object: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
        let (api_version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
        let (uid, version) = (text(&object["metadata"]["uid"]), text(&object["metadata"]["resourceVersion"]));
        self.lines.push(("LIVE", format!("{api_version} {kind}; uid {uid}; resourceVersion {version}")));
        let live = json!({"apiVersion": api_version, "kind": kind, "uid": uid, "resourceVersion": version});
        self.fields.insert("live".to_owned(), live);
    }

    /// Notes that the API does not show it.
    pub(super) fn no_live(&mut self, why: &str) {
        self.lines.push(("LIVE", format!("nothing: {why}")));
        self.fields.insert("live".to_owned(), Value::Null);
    }

    /// Notes what was compared and is equal.
    pub(super) fn compared(&mut self, extent: Option<Extent>) {
        let Some(extent) = extent else { return };
        let (told, field) = match extent {
            Extent::Whole => ("apiVersion, kind and every field: equal", "whole"),
            Extent::Metadata => (
                "UID, revision and every field of metadata: equal; the rest is protobuf, and was not compared",
                "metadata",
            ),
            Extent::OtherVersion => (
                "UID, revision and every field of metadata: equal; the rest is shown in another version, and was not compared",
                "metadata",
            ),
        };
        self.lines.push(("COMPARED", told.to_owned()));
        self.fields.insert("equal".to_owned(), json!(field));
    }

    /// Writes the facts and the report.
    pub(super) fn show(self, report: &Report, output: &Output) -> Result<(), CliError> {
        match output.format() {
            Format::Table | Format::Wide => {
                let lines =
                    self.lines.iter().map(|(what, how)| format!("{what:<10}{}\n", render::escape(how)));
                output.text(&(lines.collect::<String>() + "\n"))?;
                output.report(report)
            }
            Format::Json | Format::Yaml | Format::JsonPath(_) => {
                let mut document = render::value(report);
                document["etcd"] = Value::Object(self.fields);
                output.value(&document)
            }
            _ => output.report(report),
        }
    }
}
