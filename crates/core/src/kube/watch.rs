//! Watches one object for a while.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::cluster::Cluster;
use super::fault::{Fault, FaultKind};
use super::line::read;
use super::list::{Wanted, escaped};
use super::named::METADATA;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    object: Value,
}

impl Cluster {
    /// Reads all states of one object that follow a revision, until a time is over: the server ends a watch when it is told to, so
    /// that the answer is there at once. Of each state only metadata is asked for.
    ///
    /// # Errors
    /// Why it cannot be watched, or not from there.
    pub fn states<I: DeserializeOwned>(
        &self,
        of: &Wanted,
        namespace: Option<&str>,
        name: &str,
        since: &str,
        time: Duration,
    ) -> Result<Vec<I>, Fault> {
        let path = format!(
            "{}?watch=true&fieldSelector={}&resourceVersion={}&timeoutSeconds={}",
            of.root(namespace.unwrap_or_default()),
            escaped(&format!("metadata.name={name}")),
            escaped(since),
            time.as_secs().max(1),
        );
        let answer = self.wait(self.line.get(&path, METADATA, None))?;
        let mut states = Vec::new();
        for line in answer.text.lines().filter(|line| !line.trim().is_empty()) {
            let event: Event = read(line, &path)?;
            match event.kind.as_str() {
                "ADDED" | "MODIFIED" => states.push(I::deserialize(event.object).map_err(|error| {
                    Fault::new(FaultKind::Refused, format!("an event of {path} makes no sense: {error}"))
                })?),
                "ERROR" => {
                    let why = event.object["message"].as_str().unwrap_or("the server gives no reason");
                    return Err(Fault::new(FaultKind::Gone, format!("the watch of {name} ended: {why}")));
                }
                _ => {}
            }
        }
        Ok(states)
    }
}
