//! What proves who asks, and whom to believe: keys of Secrets and ConfigMaps that are in the cluster already. Only their names are
//! ever written.

use serde_json::{Value, json};

use super::Job;
use crate::emit::Refusal;
use crate::emit::names::subdomain;

/// Where they are in the container.
const FOLDER: &str = "/var/run/slocheck";
/// The name of the volume.
const VOLUME: &str = "secrets";
/// Everybody in the container may read: there is one user, and no other process.
const MODE: u32 = 0o444;

/// A key of a Secret or ConfigMap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name of the object.
    pub name: String,
    /// The key in it.
    pub key: String,
}

impl Key {
    /// Reads `NAME/KEY`.
    ///
    /// # Errors
    /// What has no key or no name.
    pub fn read(text: &str) -> Result<Key, String> {
        match text.split_once('/') {
            Some((name, key)) if !name.is_empty() && !key.is_empty() && !key.contains('/') => {
                Ok(Key { name: name.to_owned(), key: key.to_owned() })
            }
            _ => Err("write NAME/KEY, such as prometheus-token/token".to_owned()),
        }
    }
}

/// What proves who asks Prometheus, and whom to believe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The Secret with a bearer token.
    pub token: Option<Key>,
    /// The name of a user.
    pub username: Option<String>,
    /// The Secret with the user's password.
    pub password: Option<Key>,
    /// The ConfigMap with the certificate authority of the server.
    pub authority: Option<Key>,
}

impl Secrets {
    /// Returns each key with its name in flags and files, and the kind of its object.
    fn each(&self) -> impl Iterator<Item = (&'static str, &'static str, &Key)> {
        let all = [
            ("token", "secret", &self.token),
            ("password", "secret", &self.password),
            ("ca", "configMap", &self.authority),
        ];
        all.into_iter().filter_map(|(name, kind, key)| Some((name, kind, key.as_ref()?)))
    }

    /// Checks that objects may have the names.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        self.each().try_for_each(|(name, _, key)| {
            subdomain(&format!("object that holds the {name}"), &key.name).map(|_| ())
        })
    }

    /// Returns the flags of the gate.
    pub(super) fn arguments(&self) -> Vec<String> {
        let user = self.username.iter().map(|name| format!("--prometheus-username={name}"));
        let files = self.each().map(|(name, ..)| match name {
            "ca" => format!("--prometheus-ca={FOLDER}/{name}"),
            name => format!("--prometheus-{name}-file={FOLDER}/{name}"),
        });
        user.chain(files).collect()
    }
}

/// Returns the volume; none if nothing is needed.
pub(super) fn volume(job: &Job) -> Option<Value> {
    let source = |(name, kind, key): (&str, &str, &Key)| json!({kind: {"name": key.name, "items": [{"key": key.key, "path": name}]}});
    let sources: Vec<Value> = job.secrets.each().map(source).collect();
    let projected = json!({"defaultMode": MODE, "sources": sources});
    (!sources.is_empty()).then(|| json!({"name": VOLUME, "projected": projected}))
}

/// Returns where the container has it.
pub(super) fn mount(job: &Job) -> Option<Value> {
    let is_needed = job.secrets.each().next().is_some();
    is_needed.then(|| json!({"name": VOLUME, "mountPath": FOLDER, "readOnly": true}))
}
