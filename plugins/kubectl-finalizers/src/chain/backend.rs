//! What is behind a service that the API server calls: an aggregated API or a webhook.

use serde_json::Value;

/// A service by its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
}

/// How a service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none of the name.
    Absent,
    /// It has no endpoint that is ready.
    Empty,
    /// It has so many.
    Ready(usize),
    /// It could not be read.
    Unknown,
}

impl Service {
    /// Reads `{namespace, name}`, as APIServices and webhooks refer to services.
    pub fn read(reference: &Value) -> Option<Service> {
        let text = |name: &str| reference[name].as_str().map(str::to_owned);
        Some(Service { namespace: text("namespace")?, name: text("name")? })
    }

    /// Says how it stands: a fragment.
    pub fn says(&self, standing: Standing) -> String {
        let Service { namespace, name } = self;
        match standing {
            Standing::Absent => format!("service {namespace}/{name} is not there"),
            Standing::Empty => format!("service {namespace}/{name} has no endpoint that is ready"),
            Standing::Ready(count) => {
                format!("service {namespace}/{name} has {count} endpoints that are ready")
            }
            Standing::Unknown => format!("service {namespace}/{name} could not be read"),
        }
    }
}

/// Counts the addresses in EndpointSlices that are ready; one that does not say counts as ready
/// (`k8s.io/api/discovery/v1/types.go`, `EndpointConditions`).
pub fn ready(slices: &[Value]) -> Standing {
    let endpoints = slices.iter().filter_map(|slice| slice["endpoints"].as_array()).flatten();
    match endpoints.filter(|endpoint| endpoint["conditions"]["ready"] != false).count() {
        0 => Standing::Empty,
        count => Standing::Ready(count),
    }
}

/// The condition Available of an APIService: its status, reason and message.
pub fn available(service: &Value) -> Option<(&str, &str, &str)> {
    let conditions = service["status"]["conditions"].as_array()?;
    let found = conditions.iter().find(|condition| condition["type"] == "Available")?;
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    Some((text("status"), text("reason"), text("message")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_endpoint_that_does_not_say_is_ready() {
        assert_eq!(ready(&[]), Standing::Empty);
        assert_eq!(ready(&[json!({"endpoints": null})]), Standing::Empty);
        let endpoints = json!({"endpoints": [{"addresses": ["a"]}, {"conditions": {"ready": false}}]});
        assert_eq!(ready(&[endpoints]), Standing::Ready(1));
    }
}
