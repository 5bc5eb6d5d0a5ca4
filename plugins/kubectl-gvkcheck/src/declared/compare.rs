//! Is every field that is declared what lives?
//!
//! What the server fills in, what others own, and how values are written makes no difference: the declared object is walked,
//! never the live one.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kubecheck_catalog::{self as catalog, Kind, Minor, Schema, Schemas};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, NodeId, Value};
use serde_json::Value as Json;

use super::{list, scalar};
use crate::schema::history;

/// A place where what lives is not what is declared.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The declared value.
    pub at: NodeId,
    /// What lives there; none if nothing does.
    pub live: Option<String>,
    /// Whether the server may have dropped the field: it is so new that its feature gate may be off, or it is deprecated.
    pub may_be_dropped: bool,
}

/// So many minors a field may be behind a feature gate that is off: the slowest alphas took as long.
const GATED: u8 = 8;

/// Compares a declared object with the live one. `kind` if Kubernetes itself has the kind.
pub fn compare(
    object: &Object<'_>,
    live: &Json,
    kind: Option<&'static Kind>,
    target: Minor,
) -> Vec<Difference> {
    let schemas = catalog::schemas(target);
    let mut walk = Walk { kind, schemas, target, path: Vec::new(), found: Vec::new() };
    walk.root(object.root, live, kind.and_then(|kind| schemas.of(kind)));
    walk.found
}

pub(super) struct Walk {
    kind: Option<&'static Kind>,
    schemas: &'static Schemas,
    target: Minor,
    /// The fields that lead here, without places in lists and keys of maps.
    path: Vec<String>,
    found: Vec<Difference>,
}

/// What of the metadata is declared; the rest is the server's.
const METADATA: [&str; 4] = ["labels", "annotations", "finalizers", "ownerReferences"];

/// Annotations that clients and controllers write themselves.
const ANNOTATIONS: [&str; 5] = [
    "kubectl.kubernetes.io/last-applied-configuration",
    "deployment.kubernetes.io/revision",
    "deprecated.daemonset.template.generation",
    "endpoints.kubernetes.io/last-change-trigger-time",
    "control-plane.alpha.kubernetes.io/leader",
];

/// Numbers that 0 leaves unset in Go, so that the server fills in a default (`pkg/apis/core/v1/defaults.go`).
const FILLED: [&str; 8] = [
    "periodSeconds",
    "timeoutSeconds",
    "successThreshold",
    "failureThreshold",
    "nodePort",
    "healthCheckNodePort",
    "targetPort",
    "hostPort",
];

impl Walk {
    fn root(&mut self, declared: Value<'_>, live: &Json, schema: Option<&'static Schema>) {
        for entry in declared.entries() {
            let (name, value) = (entry.key.name(), entry.value);
            match name {
                "apiVersion" | "kind" | "status" => {}
                "metadata" => self.metadata(value, live.get("metadata").unwrap_or(&Json::Null)),
                "stringData" if self.is("", "Secret") => self.string_data(value, live),
                "data" if self.is("", "Secret") => self.data(declared, value, live),
                "subsets" if self.is("", "Endpoints") => {} // The server packs them anew.
                "rules"
                    if self.is("rbac.authorization.k8s.io", "ClusterRole")
                        && declared.get("aggregationRule").is_some_and(|rule| !rule.is_null()) => {}
                _ => self.field(name, value, live, schema),
            }
        }
    }

    fn is(&self, group: &str, name: &str) -> bool {
        self.kind.is_some_and(|kind| kind.group == group && kind.kind == name)
    }

    fn metadata(&mut self, declared: Value<'_>, live: &Json) {
        for entry in declared.entries().filter(|entry| METADATA.contains(&entry.key.name())) {
            let live = live.get(entry.key.name());
            match entry.key.name() {
                "labels" | "annotations" => {
                    let own = entry.value.entries().filter(|entry| !ANNOTATIONS.contains(&entry.key.name()));
                    own.for_each(|own| self.key(own.value, live.and_then(|live| live.get(own.key.name()))));
                }
                _ => list::within(self, entry.value, live, None),
            }
        }
    }

    /// Compares the value of a key of the user's choice: there the empty text is a value as well.
    fn key(&mut self, declared: Value<'_>, live: Option<&Json>) {
        match live {
            None if !declared.is_null() => self.tell(declared, None, false),
            Some(live) if !declared.is_null() && !scalar::same(declared, live, None) => {
                self.tell(declared, Some(live), false);
            }
            _ => {}
        }
    }

    /// Compares what the server turns into `data`.
    fn string_data(&mut self, declared: Value<'_>, live: &Json) {
        for entry in declared.entries() {
            let Some(text) = entry.value.as_str() else { continue };
            let live = live.get("data").and_then(|data| data.get(entry.key.name())).and_then(Json::as_str);
            if live != Some(BASE64_STANDARD.encode(text).as_str()) && !(live.is_none() && text.is_empty()) {
                self.tell(entry.value, live.map(|_| &Json::Null), false);
            }
        }
    }

    /// Compares the data of a Secret; `stringData` wins over it.
    fn data(&mut self, root: Value<'_>, declared: Value<'_>, live: &Json) {
        let strings = root.get("stringData");
        let format = Schema::String(catalog::StringFormat::Byte);
        for entry in declared.entries() {
            let name = entry.key.name();
            if strings.is_some_and(|strings| strings.get(name).is_some()) || is_zero(entry.value) {
                continue;
            }
            match live.get("data").and_then(|data| data.get(name)) {
                Some(live) if scalar::same(entry.value, live, Some(&format)) => {}
                live => self.tell(entry.value, live, false),
            }
        }
    }

    fn field(&mut self, name: &str, declared: Value<'_>, live: &Json, schema: Option<&'static Schema>) {
        let mut is_deprecated = false;
        let schema = match schema.map(|schema| self.schemas.resolve(schema)) {
            Some(Schema::Object(object)) => match object.field(name) {
                Some(field) => {
                    is_deprecated = field.deprecated;
                    Some(self.schemas.resolve(&field.schema))
                }
                None if object.embedded => None,
                // That there is no such field is told of the manifest.
                None => return,
            },
            _ => None,
        };
        let may_be_dropped = || is_deprecated || self.is_new(name);
        match live.get(name) {
            None | Some(Json::Null) if is_zero(declared) => {}
            None | Some(Json::Null) => {
                let may_be_dropped = schema.is_some() && may_be_dropped();
                self.tell(declared, None, may_be_dropped);
            }
            // Empty is unset in Go, and what is unset the server fills in.
            Some(_) if declared.as_str() == Some("") && schema.is_some() => {}
            Some(_) if FILLED.contains(&name) && is_zero(declared) => {}
            Some(live) => {
                self.path.push(name.to_owned());
                self.value(declared, live, schema);
                self.path.pop();
            }
        }
    }

    /// Tells whether a field is so new that it may be behind a feature gate.
    fn is_new(&self, name: &str) -> bool {
        let Some(kind) = self.kind else { return false };
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let before = Minor::new(self.target.number().saturating_sub(GATED));
        before.is_some_and(|before| !history::had(kind, before, &path, name))
    }

    /// Compares a value with what lives in its place.
    pub(super) fn value(&mut self, declared: Value<'_>, live: &Json, schema: Option<&'static Schema>) {
        let schema = schema.map(|schema| self.schemas.resolve(schema));
        match declared.form() {
            Form::Null => {}
            Form::Mapping => match (live.is_object(), schema) {
                (false, _) => self.tell(declared, Some(live), false),
                (true, Some(Schema::Map(values))) => self.map(declared, live, values),
                (true, _) => {
                    for entry in declared.entries() {
                        self.field(entry.key.name(), entry.value, live, schema);
                    }
                }
            },
            Form::Sequence => match live {
                Json::Array(_) => list::within(self, declared, Some(live), schema),
                _ => self.tell(declared, Some(live), false),
            },
            _ if scalar::same(declared, live, schema) => {}
            _ => self.tell(declared, Some(live), false),
        }
    }

    fn map(&mut self, declared: Value<'_>, live: &Json, values: &'static Schema) {
        for entry in declared.entries() {
            match live.get(entry.key.name()) {
                _ if entry.value.is_null() => {}
                None => self.tell(entry.value, None, false),
                Some(live) => self.value(entry.value, live, Some(values)),
            }
        }
    }

    /// Tells whether a value is what lives, without a word.
    pub(super) fn is_same(
        &mut self,
        declared: Value<'_>,
        live: &Json,
        schema: Option<&'static Schema>,
    ) -> bool {
        let before = self.found.len();
        self.value(declared, live, schema);
        let same = self.found.len() == before;
        self.found.truncate(before);
        same
    }

    /// Returns the name of the field that is looked at.
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    pub(super) fn tell(&mut self, declared: Value<'_>, live: Option<&Json>, may_be_dropped: bool) {
        self.found.push(Difference { at: declared.id(), live: live.map(describe), may_be_dropped });
    }
}

/// Tells whether a value is what Go leaves out of JSON, so that the server does not keep it.
pub(super) fn is_zero(declared: Value<'_>) -> bool {
    match declared.form() {
        Form::Null => true,
        Form::Bool(value) => !value,
        Form::Int(value) => value == 0,
        Form::UInt(value) => value == 0,
        Form::Float(value) => value == 0.0,
        Form::String(text) => text.is_empty(),
        Form::Sequence => declared.items().next().is_none(),
        Form::Mapping => declared.entries().all(|entry| is_zero(entry.value)),
    }
}

/// Names a live value.
fn describe(live: &Json) -> String {
    const LONGEST: usize = 60;
    let text = match live {
        Json::Object(_) => "a map".to_owned(),
        Json::Array(items) if items.len() == 1 => "a list of 1 item".to_owned(),
        Json::Array(items) => format!("a list of {} items", items.len()),
        Json::String(text) => format!("{text:?}"),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
