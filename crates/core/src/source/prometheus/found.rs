//! Looks for Prometheus among the services of a cluster, by the labels that those who install it give it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::service::Service;
use super::{WAYS, wrong};
use crate::kube::{Cluster, Depth, Fault, FaultKind, Part, Wanted};

/// What its services are labelled with: by Kubernetes' own names for labels (kube-prometheus, the chart `prometheus` of
/// prometheus-community, kube-thanos), by older charts (`prometheus`, `kube-prometheus-stack`), and by its operator.
const SELECTORS: [&str; 3] = [
    "app.kubernetes.io/name in (prometheus,thanos-query,thanos-querier,thanos)",
    "app in (prometheus,kube-prometheus-stack-prometheus)",
    "operated-prometheus=true",
];

/// The labels that say which part of it a service is.
const COMPONENTS: [&str; 2] = ["app.kubernetes.io/component", "component"];

/// The parts that answer questions.
const ANSWERING: [&str; 5] = ["prometheus", "server", "query", "querier", "query-layer"];

/// What ports are called behind which the API is, by the same.
const PORTS: [&str; 6] = ["web", "http-web", "http", "prometheus", "https", "https-web"];

/// The port of Prometheus (<https://github.com/prometheus/prometheus/wiki/Default-port-allocations>).
const PORT: u16 = 9090;

#[derive(Deserialize)]
struct List {
    items: Vec<Item>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    metadata: Metadata,
    spec: Spec,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    name: String,
    namespace: String,
    labels: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    ports: Vec<Port>,
    #[serde(rename = "clusterIP")]
    cluster_ip: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Port {
    name: String,
    port: u16,
    protocol: String,
    app_protocol: String,
}

/// Returns the one service of a cluster that seems to be Prometheus.
///
/// # Errors
/// None, several, and what keeps from looking.
pub(super) fn look(cluster: &Cluster) -> Result<Service, Fault> {
    let wanted = SELECTORS.map(|labels| services(Some(labels)));
    let mut found: BTreeMap<(String, String), Item> = BTreeMap::new();
    for part in cluster.list(&wanted) {
        let text = match part {
            Part::Page(page) => page.text,
            Part::Fault { fault, .. } => return Err(unseen(fault, &cluster.context)),
        };
        let list: List = serde_json::from_str(&text).map_err(|error| {
            Fault::new(FaultKind::Refused, format!("the list of services makes no sense: {error}"))
        })?;
        let items = list.items.into_iter();
        found.extend(items.map(|item| ((item.metadata.namespace.clone(), item.metadata.name.clone()), item)));
    }
    choose(found.into_values().collect(), &cluster.context)
}

/// Finds out behind which port of a service the API is.
///
/// # Errors
/// A service that is not there or cannot be read, and several ports that may be meant.
pub(super) fn port(cluster: &Cluster, service: Service) -> Result<Service, Fault> {
    let text = cluster.object(&services(None), Some(&service.namespace), &service.name);
    let text = text.map_err(|fault| match fault.kind {
        FaultKind::Forbidden => fault.hint(format!(
            "name the port as well, as in --prometheus-service {service}:web, so that the service need not be read"
        )),
        _ => fault,
    })?;
    let Some(text) = text else {
        return Err(wrong(format!(
            "there is no service {} in the namespace {}",
            service.name, service.namespace
        ))
        .hint("kubectl get services -A shows what there is"));
    };
    let item: Item = serde_json::from_str(&text).map_err(|error| {
        Fault::new(FaultKind::Refused, format!("the service {service} makes no sense: {error}"))
    })?;
    match item.port() {
        Some(port) => Ok(Service { tls: service.tls || port.is_tls(), port: Some(port.called()), ..service }),
        None => {
            let ports: Vec<String> = item.spec.ports.iter().map(Port::called).collect();
            Err(wrong(format!("the service {service} has several ports or none: {}", ports.join(", ")))
                .hint(format!("name the one of the API, as in --prometheus-service {service}:PORT")))
        }
    }
}

fn services(labels: Option<&str>) -> Wanted {
    Wanted {
        group: String::new(),
        version: "v1".to_owned(),
        plural: "services".to_owned(),
        kind: "Service".to_owned(),
        namespaced: true,
        depth: Depth::Full,
        namespace: None,
        label_selector: labels.map(str::to_owned),
        field_selector: None,
        page: None,
    }
}

fn choose(items: Vec<Item>, context: &str) -> Result<Service, Fault> {
    let mut items: Vec<Item> = items.into_iter().filter(Item::answers).collect();
    // Beside it the operator makes a service without an address, for the same pods.
    let reached: Vec<String> =
        items.iter().filter(|item| !item.is_headless()).map(|item| item.metadata.namespace.clone()).collect();
    items.retain(|item| !item.is_headless() || !reached.contains(&item.metadata.namespace));
    let services: Vec<Service> = items.iter().map(Item::service).collect();
    let flags = services.iter().map(|service| match service.port {
        Some(_) => format!("\n  --prometheus-service {service}"),
        None => format!("\n  --prometheus-service {service}:PORT"),
    });
    let flags: String = flags.collect();
    match services.as_slice() {
        [] => Err(wrong(format!("no Prometheus is named, and none is found in the cluster of {context}"))
            .hint(WAYS)),
        [service] if service.port.is_some() => Ok(service.clone()),
        [service] => {
            Err(wrong(format!("the service {service} has several ports")).hint(format!("name one:{flags}")))
        }
        several => {
            let message =
                format!("no Prometheus is named, and the cluster of {context} has {}", several.len());
            Err(wrong(message).hint(format!("name one of them:{flags}")))
        }
    }
}

/// Says why nothing can be looked for, and what else there is.
pub(super) fn unseen(fault: Fault, context: &str) -> Fault {
    let hint =
        fault.hint.as_ref().map_or_else(|| WAYS.to_owned(), |hint| format!("{hint}; or name it\n{WAYS}"));
    let about = format!("no Prometheus is named, and none can be looked for in {context}");
    fault.about(&about).hint(hint)
}

impl Item {
    /// Tells whether questions are answered there.
    fn answers(&self) -> bool {
        let label = |name: &str| self.metadata.labels.get(name);
        let part = COMPONENTS.iter().find_map(|name| label(name));
        // Thanos is called so in all its parts.
        let is_named = label("app.kubernetes.io/name").is_none_or(|name| name != "thanos");
        let is_part = part.map_or(is_named, |part| ANSWERING.contains(&part.as_str()));
        is_part && self.spec.kind != "ExternalName"
    }

    fn is_headless(&self) -> bool {
        self.spec.cluster_ip == "None"
    }

    fn port(&self) -> Option<&Port> {
        let ports =
            || self.spec.ports.iter().filter(|port| port.protocol.is_empty() || port.protocol == "TCP");
        if let (Some(only), 1) = (ports().next(), ports().count()) {
            return Some(only);
        }
        let named = PORTS.iter().find_map(|name| ports().find(|port| port.name == *name));
        named.or_else(|| ports().find(|port| port.port == PORT))
    }

    fn service(&self) -> Service {
        let port = self.port();
        Service {
            namespace: self.metadata.namespace.clone(),
            name: self.metadata.name.clone(),
            port: port.map(Port::called),
            tls: port.is_some_and(Port::is_tls),
        }
    }
}

impl Port {
    /// Returns how the API server knows it.
    fn called(&self) -> String {
        if self.name.is_empty() { self.port.to_string() } else { self.name.clone() }
    }

    fn is_tls(&self) -> bool {
        self.name.starts_with("https") || self.app_protocol == "https" || self.port == 443
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A service with labels and ports, each a name and a number.
    fn item(namespace: &str, name: &str, labels: &Value, ports: &[(&str, u16)]) -> Value {
        let ports: Vec<Value> =
            ports.iter().map(|(name, port)| json!({"name": name, "port": port, "protocol": "TCP"})).collect();
        json!({"metadata": {"name": name, "namespace": namespace, "labels": labels},
            "spec": {"type": "ClusterIP", "clusterIP": "10.0.0.1", "ports": ports}})
    }

    fn chosen(items: &[Value]) -> Result<String, Fault> {
        let list: List = serde_json::from_value(json!({"items": items})).unwrap();
        choose(list.items, "test").map(|service| service.to_string())
    }

    fn part(name: &str, part: &str) -> Value {
        json!({"app.kubernetes.io/name": name, "app.kubernetes.io/component": part})
    }

    #[test]
    fn the_usual_ways_to_install_it_are_known() {
        let web: &[(&str, u16)] = &[("web", 9090), ("reloader-web", 8080)];
        let mut operated =
            item("monitoring", "prometheus-operated", &json!({"operated-prometheus": "true"}), web);
        operated["spec"]["clusterIP"] = "None".into();
        let kube_prometheus = [
            item("monitoring", "prometheus-k8s", &part("prometheus", "prometheus"), web),
            item(
                "monitoring",
                "prometheus-k8s-thanos-sidecar",
                &part("prometheus", "thanos-sidecar"),
                &[("grpc", 1)],
            ),
            operated.clone(),
        ];
        assert_eq!(chosen(&kube_prometheus).unwrap(), "monitoring/prometheus-k8s:web");
        assert_eq!(chosen(&[operated]).unwrap(), "monitoring/prometheus-operated:web");
        let stack = item(
            "m",
            "s",
            &json!({"app": "kube-prometheus-stack-prometheus"}),
            &[("reloader-web", 8080), ("http-web", 9090)],
        );
        assert_eq!(chosen(&[stack]).unwrap(), "m/s:http-web");
        let old = [
            item("m", "server", &json!({"app": "prometheus", "component": "server"}), &[("", 80)]),
            item(
                "m",
                "alertmanager",
                &json!({"app": "prometheus", "component": "alertmanager"}),
                &[("", 80)],
            ),
        ];
        assert_eq!(chosen(&old).unwrap(), "m/server:80");
        let thanos = [
            item("t", "thanos-query", &part("thanos", "query"), &[("grpc", 10901), ("http", 9090)]),
            item("t", "thanos-store", &part("thanos", "storegateway"), &[("http", 10902)]),
            item("t", "thanos", &json!({"app.kubernetes.io/name": "thanos"}), &[("http", 10902)]),
        ];
        assert_eq!(chosen(&thanos).unwrap(), "t/thanos-query:http");
        let querier = item(
            "o",
            "thanos-querier",
            &part("thanos-query", "query-layer"),
            &[("https-web", 9091), ("tenancy", 9092)],
        );
        assert_eq!(chosen(&[querier]).unwrap(), "o/https:thanos-querier:https-web");
        let numbered = item("m", "p", &json!({"app": "prometheus"}), &[("a", 8080), ("b", 9090)]);
        assert_eq!(chosen(&[numbered]).unwrap(), "m/p:b");
    }

    #[test]
    fn what_is_not_one_is_told_with_what_to_type() {
        let one = |name: &str| item("m", name, &part("prometheus", "server"), &[("web", 9090)]);
        let fault = chosen(&[one("a"), one("b")]).unwrap_err();
        assert_eq!(fault.message, "no Prometheus is named, and the cluster of test has 2");
        assert_eq!(
            fault.hint.as_deref(),
            Some("name one of them:\n  --prometheus-service m/a:web\n  --prometheus-service m/b:web")
        );
        let fault = chosen(&[]).unwrap_err();
        let hint = fault.hint.unwrap();
        for way in [
            "--prometheus URL",
            "PROMETHEUS_URL",
            "--prometheus-service",
            "app.kubernetes.io/name=prometheus",
        ] {
            assert!(hint.contains(way), "{hint}");
        }
        let fault = chosen(&[item("m", "p", &json!({}), &[("x", 1), ("y", 2)])]).unwrap_err();
        assert_eq!(fault.hint.as_deref(), Some("name one:\n  --prometheus-service m/p:PORT"));
        let mut elsewhere = one("a");
        elsewhere["spec"]["type"] = "ExternalName".into();
        assert!(chosen(&[elsewhere]).is_err());
    }
}
