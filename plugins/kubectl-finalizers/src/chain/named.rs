//! Objects by their names, as kubectl writes and takes them.

use std::fmt;

use kubecheck_core::kube::Wanted;
use serde_json::Value;

/// An object by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The apiVersion.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The namespace; none if it is in none.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

impl Named {
    /// Names an object of a list.
    pub fn of(list: &Wanted, namespace: Option<&str>, name: &str) -> Named {
        Named {
            api_version: list.api_version(),
            kind: list.kind.clone(),
            namespace: namespace.filter(|name| list.namespaced && !name.is_empty()).map(str::to_owned),
            name: name.to_owned(),
        }
    }

    /// Names an object by what stands in it.
    pub fn read(list: &Wanted, object: &Value) -> Named {
        let text = |name: &str| object["metadata"][name].as_str();
        Named::of(list, text("namespace"), text("name").unwrap_or_default())
    }

    /// Returns the object as a command line names it: `widget.example.com/a -n shop`.
    pub fn typed(&self) -> String {
        format!("{self}{}", self.flag())
    }

    /// Returns the flag that names the namespace, with a space before it.
    pub fn flag(&self) -> String {
        self.namespace.as_ref().map_or(String::new(), |namespace| format!(" -n {namespace}"))
    }

    /// Returns the group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }
}

impl fmt::Display for Named {
    /// Writes `kind.group/name`, as `kubectl -o name` does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind.to_lowercase();
        match self.group() {
            "" => write!(f, "{kind}/{}", self.name),
            group => write!(f, "{kind}.{group}/{}", self.name),
        }
    }
}

/// Writes a number of things.
pub fn number(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
