//! Fills an etcd with small objects of many types, as an API server stores them.
//!
//! Through the API server a hundred thousand objects take minutes, and that is not what is measured.

use std::io::{Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// How many keys etcd takes at once.
const AT_ONCE: usize = 128;
/// How many namespaces the objects lie in.
pub(super) const NAMESPACES: usize = 50;
/// The group of the custom types.
const GROUP: &str = "bench.example.com";

/// A type: its resource as kubectl names it, where its objects are stored, its apiVersion and kind, and what an object has.
pub(super) struct Type {
    /// The resource with its group.
    pub(super) resource: String,
    prefix: String,
    api_version: String,
    kind: String,
    body: Value,
}

/// Returns the twenty built-in types, and so many custom ones.
pub(super) fn types(custom: usize) -> Vec<Type> {
    let pod =
        json!({"metadata": {"labels": {"app": "x"}}, "spec": {"containers": [{"name": "x", "image": "x"}]}});
    let selector = json!({"matchLabels": {"app": "x"}});
    let workload = json!({"spec": {"selector": selector, "template": pod}});
    let job = json!({"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "x", "image": "x"}]}}});
    let claim = json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}});
    let role = json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "x"});
    let own = [
        ("configmaps", "v1", "ConfigMap", json!({"data": {"key": "value"}})),
        ("secrets", "v1", "Secret", json!({"type": "Opaque", "data": {"key": "dmFsdWU="}})),
        ("serviceaccounts", "v1", "ServiceAccount", json!({})),
        ("limitranges", "v1", "LimitRange", json!({"spec": {"limits": []}})),
        ("resourcequotas", "v1", "ResourceQuota", json!({"spec": {"hard": {"pods": "1"}}})),
        ("podtemplates", "v1", "PodTemplate", json!({"template": pod})),
        ("pods", "v1", "Pod", json!({"spec": pod["spec"], "status": {"phase": "Running"}})),
        ("persistentvolumeclaims", "v1", "PersistentVolumeClaim", json!({"spec": claim})),
        ("deployments.apps", "apps/v1", "Deployment", workload.clone()),
        ("replicasets.apps", "apps/v1", "ReplicaSet", workload.clone()),
        ("statefulsets.apps", "apps/v1", "StatefulSet", workload.clone()),
        ("daemonsets.apps", "apps/v1", "DaemonSet", workload),
        ("controllerrevisions.apps", "apps/v1", "ControllerRevision", json!({"revision": 1, "data": {}})),
        ("jobs.batch", "batch/v1", "Job", json!({"spec": job})),
        (
            "cronjobs.batch",
            "batch/v1",
            "CronJob",
            json!({"spec": {"schedule": "0 0 * * *", "jobTemplate": {"spec": job}}}),
        ),
        ("leases.coordination.k8s.io", "coordination.k8s.io/v1", "Lease", json!({"spec": {}})),
        (
            "networkpolicies.networking.k8s.io",
            "networking.k8s.io/v1",
            "NetworkPolicy",
            json!({"spec": {"podSelector": {}}}),
        ),
        (
            "poddisruptionbudgets.policy",
            "policy/v1",
            "PodDisruptionBudget",
            json!({"spec": {"selector": selector}}),
        ),
        ("roles.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "Role", json!({"rules": []})),
        (
            "rolebindings.rbac.authorization.k8s.io",
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            json!({"roleRef": role}),
        ),
    ];
    let own = own.into_iter().map(|(resource, api_version, kind, body)| Type {
        prefix: format!("/registry/{}", resource.split('.').next().unwrap_or(resource)),
        resource: resource.to_owned(),
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        body,
    });
    let custom = (0..custom).map(|number| Type {
        prefix: format!("/registry/{GROUP}/things{number}"),
        resource: format!("things{number}.{GROUP}"),
        api_version: format!("{GROUP}/v1"),
        kind: format!("Thing{number}"),
        body: json!({"spec": {"size": 1}}),
    });
    own.chain(custom).collect()
}

/// Returns the CRDs of the custom types, as one stream of YAML.
pub(super) fn definitions(custom: usize) -> String {
    let definition = |number| {
        let plural = format!("things{number}");
        let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}});
        json!({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("{plural}.{GROUP}")},
            "spec": {
                "group": GROUP, "scope": "Namespaced",
                "names": {"plural": plural, "singular": format!("thing{number}"), "kind": format!("Thing{number}")},
                "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}],
            },
        })
    };
    (0..custom).map(|number| definition(number).to_string()).collect::<Vec<_>>().join("\n---\n")
}

/// Writes objects into etcd, evenly over the types; those with numbers below `from` are there already.
pub(super) fn fill(etcd: &str, types: &[Type], from: usize, to: usize) -> Result<()> {
    let numbers: Vec<usize> = (from..to).collect();
    for some in numbers.chunks(AT_ONCE) {
        let puts: Vec<Value> = some.iter().map(|number| put(types, *number)).collect();
        post(etcd, "/v3/kv/txn", &json!({"success": puts}))?;
    }
    Ok(())
}

fn put(types: &[Type], number: usize) -> Value {
    let of = &types[number % types.len()];
    let (namespace, name) = (format!("bench-{}", number % NAMESPACES), format!("object-{number}"));
    // As every object has it that some client wrote: who owns which field.
    let managed = json!([{
        "manager": "kubectl-create", "operation": "Update", "apiVersion": of.api_version, "time": "2026-01-01T00:00:00Z",
        "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {"f:labels": {".": {}, "f:app": {}}}},
    }]);
    let mut object = json!({
        "kind": of.kind, "apiVersion": of.api_version,
        "metadata": {
            "name": name, "namespace": namespace, "uid": uid(number),
            "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": format!("app-{}", number % 100)},
            "managedFields": managed,
        },
    });
    // Every second one of a namespace is owned by the one before it, as pods are by what makes them.
    if let Some(owner) = number.checked_sub(NAMESPACES).filter(|_| number / NAMESPACES % 2 == 1) {
        let kind = &types[owner % types.len()];
        object["metadata"]["ownerReferences"] = json!([{
            "apiVersion": kind.api_version, "kind": kind.kind, "name": format!("object-{owner}"), "uid": uid(owner),
            "controller": true, "blockOwnerDeletion": true,
        }]);
    }
    if let (Some(object), Some(body)) = (object.as_object_mut(), of.body.as_object()) {
        object.extend(body.clone());
    }
    let key = STANDARD.encode(format!("{}/{namespace}/{name}", of.prefix));
    json!({"requestPut": {"key": key, "value": STANDARD.encode(object.to_string())}})
}

fn uid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// Sends JSON to etcd's gateway.
fn post(etcd: &str, path: &str, body: &Value) -> Result<()> {
    let address = etcd.strip_prefix("http://").context("etcd answers plain HTTP in tests")?;
    let body = body.to_string();
    let mut stream = TcpStream::connect(address).context("cannot reach etcd")?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    ensure!(answer.starts_with("HTTP/1.1 200"), "etcd answers: {answer}");
    Ok(())
}
