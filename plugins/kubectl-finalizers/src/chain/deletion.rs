//! When an object began to go.

use kubecheck_core::model::time::{self, Timestamp};
use serde_json::Value;

/// When the deletion of an object was asked for, and when its grace ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// How many seconds ago somebody asked for it.
    pub age: i64,
    /// How many seconds of grace are left; negative since it is over.
    pub grace_left: i64,
}

impl Deletion {
    /// Reads the metadata of an object; none if it is not being deleted. The timestamp is the end of the grace period
    /// (`k8s.io/apiserver/pkg/registry/rest/delete.go`, `BeforeDelete`).
    pub fn read(metadata: &Value, now: Timestamp) -> Option<Deletion> {
        let timestamp = metadata["deletionTimestamp"].as_str()?;
        let grace = metadata["deletionGracePeriodSeconds"].as_i64();
        Some(Deletion::of(timestamp, grace, now))
    }

    /// Computes it from the two fields.
    pub fn of(timestamp: &str, grace: Option<i64>, now: Timestamp) -> Deletion {
        // A time that cannot be read was not written by an API server; the object is being deleted all the same.
        let ends = time::parse(timestamp).unwrap_or(now);
        let over = time::seconds(ends, now);
        Deletion { age: over + grace.unwrap_or(0), grace_left: -over }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn grace_is_no_part_of_the_age() {
        let now = time::parse("2026-01-01T00:10:00Z").unwrap();
        let metadata = json!({"deletionTimestamp": "2026-01-01T00:10:20Z", "deletionGracePeriodSeconds": 30});
        let deletion = Deletion::read(&metadata, now).unwrap();
        assert_eq!(deletion, Deletion { age: 10, grace_left: 20 });
        let metadata = json!({"deletionTimestamp": "2026-01-01T00:00:00Z"});
        assert_eq!(Deletion::read(&metadata, now).unwrap().age, 600);
        assert_eq!(Deletion::read(&json!({}), now), None);
    }
}
