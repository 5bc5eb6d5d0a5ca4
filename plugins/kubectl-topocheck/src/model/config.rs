//! ConfigMaps and Secrets (`core/v1`): of the former short values, of the latter not even those.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::meta::Meta;

/// Longer values are whole files, which nothing here looks into.
const LONGEST: usize = 1024;

/// A ConfigMap.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigMap {
    /// The metadata.
    pub metadata: Meta,
    /// The values by key, without the long ones; none if only metadata was read, or if there are none.
    #[serde(deserialize_with = "short")]
    pub data: Option<BTreeMap<String, Option<String>>>,
    /// The keys of values that are no text.
    #[serde(deserialize_with = "keys")]
    pub binary_data: Option<BTreeSet<String>>,
}

impl ConfigMap {
    /// Returns its keys; none if they are not known.
    pub fn keys(&self) -> Option<BTreeSet<&str>> {
        let texts = self.data.iter().flat_map(BTreeMap::keys);
        let all = texts.chain(self.binary_data.iter().flatten()).map(String::as_str);
        (self.data.is_some() || self.binary_data.is_some()).then(|| all.collect())
    }

    /// Returns a value, if it is known.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.data.as_ref()?.get(key)?.as_deref()
    }
}

/// A Secret. Its values are never kept.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Secret {
    /// The metadata.
    pub metadata: Meta,
    /// The keys; none if only metadata was read, or if there are none.
    #[serde(deserialize_with = "keys")]
    pub data: Option<BTreeSet<String>>,
}

impl Secret {
    /// Returns its keys; none if they are not known.
    pub fn keys(&self) -> Option<BTreeSet<&str>> {
        self.data.as_ref().map(|data| data.iter().map(String::as_str).collect())
    }
}

type Short = BTreeMap<String, Option<String>>;

fn short<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Short>, D::Error> {
    let data = Option::<BTreeMap<String, String>>::deserialize(from)?;
    let kept = |value: String| (value.len() <= LONGEST).then_some(value);
    Ok(data.map(|data| data.into_iter().map(|(key, value)| (key, kept(value))).collect()))
}

fn keys<'de, D: Deserializer<'de>>(from: D) -> Result<Option<BTreeSet<String>>, D::Error> {
    let data = Option::<BTreeMap<String, IgnoredAny>>::deserialize(from)?;
    Ok(data.map(|data| data.into_keys().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_and_secrets_are_not_kept() {
        let long = "x".repeat(LONGEST + 1);
        let text = format!(r#"{{"data":{{"a":"b","long":"{long}"}},"binaryData":{{"c":"AA=="}}}}"#);
        let map: ConfigMap = serde_json::from_str(&text).expect("it is a ConfigMap");
        assert_eq!(map.keys().expect("they are known").into_iter().collect::<Vec<_>>(), ["a", "c", "long"]);
        assert_eq!((map.value("a"), map.value("long")), (Some("b"), None));
        let secret: Secret =
            serde_json::from_str(r#"{"data":{"token":"c2VjcmV0"}}"#).expect("it is a Secret");
        assert!(format!("{secret:?}").contains("token") && !format!("{secret:?}").contains("c2VjcmV0"));
        assert_eq!(serde_json::from_str::<Secret>("{}").expect("it is one").keys(), None);
    }
}
