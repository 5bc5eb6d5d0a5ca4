//! Reads an audit log: who asked for deprecated APIs (apiserver, `pkg/endpoints/metrics/metrics.go`, the annotations
//! `k8s.io/deprecated` and `k8s.io/removed-release`).

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde::Deserialize;

use super::metrics::{Api, Caller};

/// What of an event is of interest.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Event {
    stage: String,
    user: User,
    impersonated_user: Option<User>,
    user_agent: String,
    object_ref: Reference,
    annotations: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User {
    username: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Reference {
    resource: String,
    subresource: String,
    api_group: String,
    api_version: String,
}

/// What an audit log tells.
#[derive(Debug, Default)]
pub struct Log {
    /// Who asked for what, and how often.
    pub callers: BTreeMap<Api, BTreeMap<Caller, u64>>,
    /// How many lines are no events.
    pub broken: usize,
    /// How many lines are events, as far as they were looked at.
    pub events: usize,
}

/// Reads a log, one event a line. A request has an event for each of its stages; its last one counts.
///
/// # Errors
/// What cannot be read.
pub fn read(mut log: impl BufRead) -> io::Result<Log> {
    let mut found = Log::default();
    let mut line = Vec::new();
    while log.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            found.line(&line);
        }
        line.clear();
    }
    Ok(found)
}

impl Log {
    fn line(&mut self, line: &[u8]) {
        // Most requests are for what is not deprecated, and need not be read.
        let is_meant = memchr::memmem::find(line, b"k8s.io/deprecated").is_some();
        if !is_meant && line.trim_ascii_start().starts_with(b"{") {
            self.events += usize::from(memchr::memmem::find(line, b"auditID").is_some());
            return;
        }
        let Ok(event) = serde_json::from_slice::<Event>(line) else {
            self.broken += 1;
            return;
        };
        self.events += 1;
        let annotation = |name: &str| event.annotations.get(name).map(String::as_str);
        let is_last = event.stage != "RequestReceived" && event.stage != "ResponseStarted";
        if annotation("k8s.io/deprecated") != Some("true") || !is_last {
            return;
        }
        let api = Api {
            removed_release: annotation("k8s.io/removed-release").unwrap_or_default().to_owned(),
            group: event.object_ref.api_group,
            version: event.object_ref.api_version,
            resource: event.object_ref.resource,
            subresource: event.object_ref.subresource,
        };
        let user = match event.impersonated_user {
            Some(other) => format!("{} as {}", event.user.username, other.username),
            None => event.user.username,
        };
        let caller = Caller { user, agent: event.user_agent };
        *self.callers.entry(api).or_default().entry(caller).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_counts_once_and_by_who_asked() {
        let event = |stage: &str, deprecated: &str| {
            format!(
                "{{\"kind\":\"Event\",\"stage\":\"{stage}\",\"user\":{{\"username\":\"ann\"}},\"userAgent\":\"old/1\",\
                 \"objectRef\":{{\"resource\":\"endpoints\",\"apiVersion\":\"v1\"}},\"annotations\":{{\"k8s.io/deprecated\":\"{deprecated}\"}}}}\n"
            )
        };
        let log = [
            event("RequestReceived", "true"),
            event("ResponseComplete", "true"),
            event("ResponseComplete", "true"),
            event("ResponseComplete", "false"),
            "no event\n\n".to_owned(),
        ];
        let found = read(log.concat().as_bytes()).unwrap();
        assert_eq!(found.broken, 1);
        let (api, callers) = found.callers.first_key_value().unwrap();
        assert_eq!((api.version.as_str(), api.resource.as_str()), ("v1", "endpoints"));
        let caller = Caller { user: "ann".to_owned(), agent: "old/1".to_owned() };
        assert_eq!(callers.get(&caller), Some(&2));
    }
}
