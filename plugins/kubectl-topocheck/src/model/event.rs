//! Events (`core/v1`, `Event`).

use kubecheck_core::model::time::{self, Timestamp};
use serde::Deserialize;

use super::meta::Meta;

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// The metadata.
    pub metadata: Meta,
    /// What it is about.
    pub involved_object: ObjectReference,
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in a word.
    pub reason: String,
    /// What happened, in a sentence.
    pub message: String,
    /// How often.
    pub count: i64,
    /// When it happened first (RFC 3339).
    pub first_timestamp: Option<String>,
    /// When it happened last (RFC 3339).
    pub last_timestamp: Option<String>,
    /// When it happened, in newer events (RFC 3339).
    pub event_time: Option<String>,
    /// How often it happened since, in newer events.
    pub series: Option<Series>,
}

/// What an event is about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectReference {
    /// The apiVersion.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The UID.
    pub uid: String,
    /// The part of it, such as `spec.containers{web}`.
    pub field_path: String,
}

/// How often an event happened since.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Series {
    /// How often.
    pub count: i64,
    /// When last (RFC 3339).
    pub last_observed_time: Option<String>,
}

impl Event {
    /// Returns when it happened last.
    pub fn last(&self) -> Option<Timestamp> {
        let series = self.series.as_ref().and_then(|series| series.last_observed_time.as_deref());
        let times = [series, self.last_timestamp.as_deref(), self.event_time.as_deref()];
        times.into_iter().flatten().find_map(time::parse).or_else(|| self.metadata.created())
    }

    /// Returns how often it happened.
    pub fn times(&self) -> i64 {
        self.series.as_ref().map_or(self.count, |series| series.count).max(1)
    }
}
