//! A CustomResourceDefinition that is being deleted, and the webhook that converts its objects
//! (`k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go`).

use serde_json::Value;

use super::backend::Service;

/// The finalizer that holds a definition until its objects are gone.
pub const CLEANUP: &str = "customresourcecleanup.apiextensions.k8s.io";

/// What the condition Terminating of a definition says: its reason and message.
pub fn terminating(definition: &Value) -> Option<(&str, &str)> {
    let conditions = definition["status"]["conditions"].as_array()?;
    let found = conditions.iter().find(|condition| condition["type"] == "Terminating")?;
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    Some((text("reason"), text("message")))
}

/// Returns the group and the plural of what a definition defines.
pub fn defines(definition: &Value) -> (&str, &str) {
    let spec = &definition["spec"];
    (spec["group"].as_str().unwrap_or_default(), spec["names"]["plural"].as_str().unwrap_or_default())
}

/// Where the objects of a definition are converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Nowhere.
    None,
    /// By a service in the cluster.
    Service(Service),
    /// At an address.
    Url(String),
}

/// Reads where the objects of a definition are converted.
pub fn conversion(definition: &Value) -> Conversion {
    let conversion = &definition["spec"]["conversion"];
    if conversion["strategy"] != "Webhook" {
        return Conversion::None;
    }
    let client = &conversion["webhook"]["clientConfig"];
    match (Service::read(&client["service"]), client["url"].as_str()) {
        (Some(service), _) => Conversion::Service(service),
        (None, Some(url)) => Conversion::Url(url.to_owned()),
        (None, None) => Conversion::None,
    }
}

/// Tells whether a definition is of a kind in a group.
pub fn is_of(definition: &Value, group: &str, kind: &str) -> bool {
    definition["spec"]["group"] == group && definition["spec"]["names"]["kind"] == kind
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_webhook_is_a_service_or_an_address() {
        let of = |client: Value| {
            conversion(
                &json!({"spec": {"conversion": {"strategy": "Webhook", "webhook": {"clientConfig": client}}}}),
            )
        };
        let service = Service { namespace: "a".to_owned(), name: "b".to_owned() };
        assert_eq!(of(json!({"service": {"namespace": "a", "name": "b"}})), Conversion::Service(service));
        assert_eq!(of(json!({"url": "https://x"})), Conversion::Url("https://x".to_owned()));
        assert_eq!(conversion(&json!({"spec": {"conversion": {"strategy": "None"}}})), Conversion::None);
    }
}
