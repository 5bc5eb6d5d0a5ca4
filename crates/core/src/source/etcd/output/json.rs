//! `-w json`: the answer of etcd, keys and values in base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};

use super::Read;
use crate::source::etcd::Entry;

/// An answer of etcd, as etcdctl and the JSON gateway print it; the gateway writes large numbers as texts.
#[derive(Deserialize)]
pub(in crate::source::etcd) struct Answer {
    header: Option<Header>,
    #[serde(default)]
    kvs: Vec<KeyValue>,
    /// Whether there are more keys than the answer has.
    #[serde(default)]
    pub(in crate::source::etcd) more: bool,
}

#[derive(Deserialize)]
struct Header {
    #[serde(default, deserialize_with = "number")]
    revision: i64,
}

#[derive(Deserialize)]
struct KeyValue {
    #[serde(deserialize_with = "bytes")]
    key: Vec<u8>,
    #[serde(default, deserialize_with = "bytes")]
    value: Vec<u8>,
    #[serde(default, deserialize_with = "number")]
    create_revision: i64,
    #[serde(default, deserialize_with = "number")]
    mod_revision: i64,
    #[serde(default, deserialize_with = "number")]
    version: i64,
}

impl Answer {
    /// Returns the revision of the store when etcd answered.
    pub(in crate::source::etcd) fn revision(&self) -> Option<i64> {
        self.header.as_ref().map(|header| header.revision)
    }

    /// Returns the entries, in the order they were written.
    pub(in crate::source::etcd) fn entries(self) -> Vec<Entry> {
        let entry = |kv: KeyValue| Entry {
            key: String::from_utf8_lossy(&kv.key).into_owned(),
            value: kv.value,
            create_revision: Some(kv.create_revision),
            mod_revision: Some(kv.mod_revision),
            version: Some(kv.version),
        };
        self.kvs.into_iter().map(entry).collect()
    }
}

/// Reads one answer, or several behind each other.
pub(super) fn read(bytes: &[u8]) -> Result<Read, String> {
    let mut read = Read { is_whole: true, ..Read::default() };
    for (index, answer) in serde_json::Deserializer::from_slice(bytes).into_iter::<Answer>().enumerate() {
        let answer = answer.map_err(|error| format!("no JSON of etcdctl: {error}"))?;
        if answer.header.is_none() && answer.kvs.is_empty() {
            return Err("the JSON has nothing that etcdctl prints: neither header nor kvs".to_owned());
        }
        read.is_whole = index == 0;
        read.revision = answer.revision().max(read.revision);
        read.entries.extend(answer.entries());
    }
    Ok(read)
}

fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
    STANDARD.decode(text.as_bytes()).map_err(|error| serde::de::Error::custom(format!("no base64: {error}")))
}

/// Reads a number that may be written as text.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i64),
        Text(String),
    }
    match Written::deserialize(deserializer)? {
        Written::Number(number) => Ok(number),
        Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}
