//! One change to a cluster, with what must be so before it is made.

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kube::{Wanted, escaped};

/// An object of the API, the one with this UID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// The apiVersion under which it is read and written.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The resource, as paths have it.
    pub resource: String,
    /// The namespace; none if it is in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// The UID; none of what is yet to be made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// A value and where it is in an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The JSON pointer.
    pub path: String,
    /// The value.
    pub value: Value,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Takes an entry out of an object.
    Patch(Patch),
    /// Writes a subresource.
    Put(Put),
    /// Makes an object.
    Create(Create),
}

/// A JSON patch (RFC 6902) that takes one entry out, if all that was read is still so. The server tests this against the object
/// that it writes, so that nobody else's change is lost, however many write at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// The object.
    pub object: Target,
    /// What must be so.
    pub tests: Vec<Entry>,
    /// What goes; it must be what it was.
    pub remove: Entry,
}

/// The whole object, written to a subresource. The resourceVersion in it is the precondition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Put {
    /// The object.
    pub object: Target,
    /// The subresource.
    pub subresource: String,
    /// What is taken out, for who reads it.
    pub remove: Entry,
    /// What is written.
    pub body: Value,
}

/// A new object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// What it will be.
    pub object: Target,
    /// The object.
    pub body: Value,
}

/// A step as a server is told.
pub(super) struct Told {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) content_type: &'static str,
    pub(super) body: Value,
}

impl Target {
    /// Names an object of a resource by what was read of it.
    pub fn new(of: &Wanted, object: &Value) -> Target {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Target {
            api_version: of.api_version(),
            kind: of.kind.clone(),
            resource: of.plural.clone(),
            namespace: text("/metadata/namespace").filter(|_| of.namespaced),
            name: text("/metadata/name").unwrap_or_default(),
            uid: text("/metadata/uid"),
        }
    }

    /// Returns the group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// Returns the object as kubectl names it: `deployments.apps/web`.
    pub fn shown(&self) -> String {
        let dot = if self.group().is_empty() { "" } else { "." };
        format!("{}{dot}{}/{}", self.resource, self.group(), self.name)
    }

    fn list_path(&self) -> String {
        let root = if self.group().is_empty() { "/api" } else { "/apis" };
        let within = self.namespace.as_deref().map(|name| format!("/namespaces/{}", escaped(name)));
        format!("{root}/{}{}/{}", self.api_version, within.unwrap_or_default(), self.resource)
    }

    fn path(&self) -> String {
        format!("{}/{}", self.list_path(), escaped(&self.name))
    }
}

impl Step {
    /// Returns what is changed.
    pub fn object(&self) -> &Target {
        match self {
            Step::Patch(patch) => &patch.object,
            Step::Put(put) => &put.object,
            Step::Create(create) => &create.object,
        }
    }

    /// Says which right it takes.
    pub fn right(&self) -> String {
        let resource = &self.object().resource;
        let (verb, resource) = match self {
            Step::Patch(_) => ("patch", resource.clone()),
            Step::Put(put) => ("update", format!("{resource}/{}", put.subresource)),
            Step::Create(_) => ("create", resource.clone()),
        };
        let group = self.object().group();
        format!("a role needs apiGroups: [{group:?}], resources: [{resource:?}], verbs: [{verb:?}]")
    }

    pub(super) fn told(&self) -> Told {
        const JSON: &str = "application/json";
        match self {
            Step::Patch(patch) => Told {
                method: Method::PATCH,
                path: patch.object.path(),
                content_type: "application/json-patch+json",
                body: patch.operations(),
            },
            Step::Put(put) => Told {
                method: Method::PUT,
                path: format!("{}/{}", put.object.path(), put.subresource),
                content_type: JSON,
                body: put.body.clone(),
            },
            Step::Create(create) => Told {
                method: Method::POST,
                path: create.object.list_path(),
                content_type: JSON,
                body: create.body.clone(),
            },
        }
    }
}

impl Patch {
    fn operations(&self) -> Value {
        let test = |entry: &Entry| json!({"op": "test", "path": entry.path, "value": entry.value});
        let tests = self.tests.iter().chain([&self.remove]).map(test);
        tests.chain([json!({"op": "remove", "path": self.remove.path})]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(api_version: &str, resource: &str, namespace: Option<&str>) -> Target {
        Target {
            api_version: api_version.to_owned(),
            kind: "X".to_owned(),
            resource: resource.to_owned(),
            namespace: namespace.map(str::to_owned),
            name: "a b".to_owned(),
            uid: None,
        }
    }

    #[test]
    fn a_patch_tests_all_that_was_read_before_it_removes() {
        let entry = |path: &str, value: Value| Entry { path: path.to_owned(), value };
        let patch = Patch {
            object: target("example.com/v1", "widgets", Some("shop")),
            tests: vec![entry("/metadata/uid", "u".into())],
            remove: entry("/metadata/finalizers/1", "f".into()),
        };
        let told = Step::Patch(patch).told();
        assert_eq!(told.method, Method::PATCH);
        assert_eq!(told.path, "/apis/example.com/v1/namespaces/shop/widgets/a%20b");
        assert_eq!(
            told.body,
            json!([
                {"op": "test", "path": "/metadata/uid", "value": "u"},
                {"op": "test", "path": "/metadata/finalizers/1", "value": "f"},
                {"op": "remove", "path": "/metadata/finalizers/1"},
            ])
        );
    }

    #[test]
    fn paths_are_those_of_the_server() {
        let put = Put {
            object: target("v1", "namespaces", None),
            subresource: "finalize".to_owned(),
            remove: Entry { path: "/spec/finalizers/0".to_owned(), value: "kubernetes".into() },
            body: json!({}),
        };
        assert_eq!(Step::Put(put).told().path, "/api/v1/namespaces/a%20b/finalize");
        let create = Create { object: target("v1", "configmaps", Some("x")), body: json!({}) };
        assert_eq!(Step::Create(create).told().path, "/api/v1/namespaces/x/configmaps");
    }
}
