//! The keys of one API server: which are its, what they are of, and where the objects of a resource lie.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Definition, Etcd, Meaning, Opened, builtins, definition, meaning, open, path};
use crate::kube::{Cluster, Fault, FaultKind, Wanted};

/// Where custom kinds are defined, below the prefix.
pub const DEFINITIONS: &str = "/apiextensions.k8s.io/customresourcedefinitions/";

/// The keys of one API server.
#[derive(Clone, Debug, Default)]
pub struct Keyspace {
    /// What they begin with (`--etcd-prefix`), without a slash at the end.
    pub prefix: String,
    /// What they are read from.
    pub origin: String,
    /// The revision that is read, if it is known.
    pub revision: Option<i64>,
    /// The custom kinds that are stored, by group and plural name.
    pub definitions: BTreeMap<(String, String), Definition>,
    /// Whether there are definitions that cannot be read, so that any kind may be among them.
    pub has_unread_definitions: bool,
}

impl Keyspace {
    /// Learns which custom kinds are stored below a prefix.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(etcd: &Etcd, prefix: &str) -> Result<Keyspace, Fault> {
        let mut prefix = prefix.trim_end_matches('/').to_owned();
        if !prefix.is_empty() && !prefix.starts_with('/') {
            // The API server puts the slash there itself (k8s.io/apiserver, pkg/storage/etcd3/store.go).
            prefix.insert(0, '/');
        }
        let (mut found, mut count) = (Vec::new(), 0);
        etcd.scan(&format!("{prefix}{DEFINITIONS}"), &mut |entry| {
            found.extend(definition(&entry.value));
            count += 1;
        })?;
        let has_unread_definitions = found.len() < count;
        let by_name =
            |definition: Definition| ((definition.group.clone(), definition.plural.clone()), definition);
        let definitions = found.into_iter().map(by_name).collect();
        let (origin, revision) = (etcd.name().to_owned(), etcd.revision());
        Ok(Keyspace { prefix, origin, revision, definitions, has_unread_definitions })
    }

    /// Returns what a key means.
    pub fn meaning<'k>(&self, key: &'k str) -> Meaning<'k> {
        meaning(key, &self.prefix)
    }

    /// Returns the key under which a custom kind is defined.
    pub fn definition_key(&self, group: &str, plural: &str) -> String {
        format!("{}{DEFINITIONS}{plural}.{group}", self.prefix)
    }

    /// Returns a custom kind.
    pub fn definition(&self, group: &str, plural: &str) -> Option<&Definition> {
        self.definitions.get(&(group.to_owned(), plural.to_owned()))
    }

    /// Tells whether the API server keeps a resource in etcd itself, rather than another server behind it.
    pub fn holds(&self, group: &str, plural: &str) -> bool {
        let is_builtin = builtins(plural).iter().any(|kind| kind.group == group);
        // These are no objects; the API server asks the components when somebody asks.
        (is_builtin || self.definition(group, plural).is_some()) && plural != "componentstatuses"
    }

    /// Returns where the objects of a resource lie, with a slash at the end.
    pub fn below(&self, group: &str, plural: &str) -> String {
        format!("{}{}", self.prefix, path(group, plural))
    }

    /// Returns the key of an object.
    pub fn key(&self, of: &Wanted, namespace: Option<&str>, name: &str) -> String {
        let within = namespace.map(|namespace| format!("{namespace}/")).unwrap_or_default();
        format!("{}{within}{name}", self.below(&of.group, &of.plural))
    }

    /// Refuses a cluster that is another one: every object in it would look wrong.
    ///
    /// # Errors
    /// Another cluster, and an etcd that cannot be read. A cluster that does not answer is none.
    pub fn same_cluster(&self, etcd: &Etcd, cluster: &Cluster) -> Result<(), Fault> {
        let Some(entry) = etcd.get(&format!("{}/namespaces/kube-system", self.prefix))? else {
            return Ok(());
        };
        let Opened::Object(stored) = open(&entry.value) else { return Ok(()) };
        // Whoever may not read it is told what is missing by the lists.
        let Ok(Some(live)) = cluster.identity() else { return Ok(()) };
        let stored = stored.metadata("uid");
        if stored.is_empty() || stored == live {
            return Ok(());
        }
        let (origin, context) = (&self.origin, &cluster.context);
        Err(Fault::new(
            FaultKind::Configuration,
            format!(
                "{origin} is of another cluster than context {context}: the namespace kube-system has the UID {stored} there, \
                 and {live} here"
            ),
        )
        .hint("choose the cluster with --context"))
    }
}

impl Cluster {
    /// Returns what tells the cluster from others: the UID of its namespace kube-system, which never changes, so that the
    /// API server's cache may say it; none if there is no such namespace.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn identity(&self) -> Result<Option<String>, Fault> {
        let answer = match self.get("/api/v1/namespaces/kube-system?resourceVersion=0") {
            Ok(answer) => answer,
            Err(fault) if fault.kind == FaultKind::NotFound => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let namespace: Value = serde_json::from_str(&answer.text).unwrap_or_default();
        Ok(namespace["metadata"]["uid"].as_str().filter(|uid| !uid.is_empty()).map(str::to_owned))
    }
}
