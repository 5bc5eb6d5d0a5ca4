//! What is put around groups of rules.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::emit::Refusal;
use crate::emit::names::subdomain;

/// Returns the document of a file of rules, as `rule_files` of Prometheus names it.
pub fn file(groups: &[Value]) -> Value {
    json!({"groups": groups})
}

/// What a PrometheusRule is called.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The name.
    pub name: String,
    /// The namespace; none for that of whoever applies it.
    pub namespace: Option<String>,
    /// The labels, by which a Prometheus of the operator chooses its rules (`ruleSelector`).
    pub labels: BTreeMap<String, String>,
}

/// Returns the object of the Prometheus operator (`monitoring.coreos.com/v1`) that holds rules.
///
/// # Errors
/// A name that no object may have.
pub fn prometheus_rule(groups: &[Value], metadata: &Metadata) -> Result<Value, Refusal> {
    let mut about = Map::new();
    about.insert("name".to_owned(), json!(subdomain("name of the PrometheusRule", &metadata.name)?));
    if let Some(namespace) = &metadata.namespace {
        about.insert("namespace".to_owned(), json!(namespace));
    }
    if !metadata.labels.is_empty() {
        about.insert("labels".to_owned(), json!(metadata.labels));
    }
    Ok(json!({
        "apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": about, "spec": {"groups": groups},
    }))
}
