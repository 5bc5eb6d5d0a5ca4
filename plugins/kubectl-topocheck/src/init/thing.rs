//! What is waited for, by the names that the cluster has for it.
//!
//! Source: the DNS specification of Kubernetes (`kubernetes/dns`, `docs/specification.md`): `<service>.<namespace>.svc.<zone>` and, for
//! pods with a hostname, `<hostname>.<service>.<namespace>.svc.<zone>`; pods search their own namespace first.

use super::asks::{Need, Target};
use crate::model::container::Container;
use crate::model::pod::PodSpec;
use crate::world::objects::Objects;

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A service.
    Service {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// The port; none if none is written.
        port: Option<String>,
        /// What must be so.
        need: Need,
        /// The one pod behind it that is meant.
        pod: Option<String>,
    },
    /// Something outside of the cluster, or of which nobody knows what it is.
    Host {
        /// The host.
        host: String,
        /// The port.
        port: Option<String>,
    },
    /// The pod itself: `localhost`.
    Own {
        /// The port.
        port: Option<String>,
    },
    /// A host whose name is in a variable that is not known, or is printed by a command.
    Hidden {
        /// The variable; empty if it is a command.
        variable: String,
        /// Where its value comes from, if that is written.
        from: String,
    },
    /// An object.
    Object {
        /// The kind, in lower case.
        kind: String,
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// Pods by their labels.
    Pods {
        /// Their namespace.
        namespace: String,
        /// The selector.
        selector: String,
    },
    /// A file.
    File {
        /// The path.
        path: String,
        /// The volume that it is in; empty if it is in none.
        volume: String,
    },
}

impl Thing {
    /// Names it, from inside of a namespace.
    pub fn shown(&self, within: &str) -> String {
        let of = |namespace: &str, name: &str| match namespace == within {
            true => name.to_owned(),
            false => format!("{namespace}/{name}"),
        };
        let behind = |port: &Option<String>| port.as_ref().map_or(String::new(), |port| format!(":{port}"));
        match self {
            Thing::Service { namespace, name, port, pod, .. } => match pod {
                Some(pod) => format!("pod {pod} of service {}{}", of(namespace, name), behind(port)),
                None => format!("service {}{}", of(namespace, name), behind(port)),
            },
            Thing::Host { host, port } => format!("host {host}{}", behind(port)),
            Thing::Own { port } => format!("its own pod{}", behind(port)),
            Thing::Hidden { variable, .. } if variable.is_empty() => {
                "the host that a command prints".to_owned()
            }
            Thing::Hidden { variable, from } if from.is_empty() => format!("the host in variable {variable}"),
            Thing::Hidden { variable, from } => format!("the host in variable {variable} ({from})"),
            Thing::Object { kind, namespace, name } => format!("{kind} {}", of(namespace, name)),
            Thing::Pods { selector, .. } => format!("pods with {selector}"),
            Thing::File { path, volume } if volume.is_empty() => format!("file {path}"),
            Thing::File { path, volume } => format!("file {path} in volume {volume}"),
        }
    }
}

/// Finds what is meant by what a program asks for.
pub(super) fn resolve(
    target: &Target,
    container: &Container,
    spec: &PodSpec,
    (namespace, objects): (&str, &Objects),
) -> Thing {
    let within = |own: &Option<String>| own.clone().unwrap_or_else(|| namespace.to_owned());
    match target {
        Target::Host { host, port, need } => host_of((host, port, *need), container, (namespace, objects)),
        Target::Object { kind, name, namespace: own } if kind == "service" || kind == "endpoints" => {
            Thing::Service {
                namespace: within(own),
                name: name.clone(),
                port: None,
                need: if kind == "service" { Need::Name } else { Need::Answer },
                pod: None,
            }
        }
        Target::Object { kind, name, namespace: own } => {
            Thing::Object { kind: kind.clone(), namespace: within(own), name: name.clone() }
        }
        Target::Pods { selector, namespace: own } => {
            Thing::Pods { namespace: within(own), selector: selector.clone() }
        }
        Target::File { path } => Thing::File { path: path.clone(), volume: volume(path, container, spec) },
    }
}

/// Finds the volume that a path is in: the one that is mounted nearest above it.
fn volume(path: &str, container: &Container, spec: &PodSpec) -> String {
    let is_in = |mount: &str| {
        path.strip_prefix(mount)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || mount.ends_with('/'))
    };
    let mounts = container.volume_mounts.iter().filter(|mount| is_in(&mount.mount_path));
    let nearest = mounts.max_by_key(|mount| mount.mount_path.len());
    let is_there = |name: &str| spec.volumes.iter().any(|volume| volume.name == name);
    nearest.map(|mount| mount.name.clone()).filter(|name| is_there(name)).unwrap_or_default()
}

fn host_of(
    (host, port, need): (&str, &Option<String>, Need),
    container: &Container,
    (namespace, objects): (&str, &Objects),
) -> Thing {
    let host = host.trim_end_matches('.');
    let port = port.clone();
    if let Some((_, rest)) = host.split_once('$') {
        let variable: String = rest
            .trim_start_matches(['(', '{'])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        return Thing::Hidden { from: source(&variable, container), variable };
    }
    if matches!(host, "localhost" | "127.0.0.1" | "::1" | "0.0.0.0") {
        return Thing::Own { port };
    }
    let service = |namespace: &str, name: &str, pod: Option<&str>| Thing::Service {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        port: port.clone(),
        need,
        pod: pod.map(str::to_owned),
    };
    let is_service = |namespace: &str, name: &str| {
        objects.services.iter().any(|one| one.metadata.name == name && one.metadata.namespace == namespace)
    };
    let is_namespace = |name: &str| objects.namespaces.iter().any(|one| one.metadata.name == name);
    let parts: Vec<&str> = host.split('.').collect();
    match parts.as_slice() {
        _ if is_address(host) => match objects.services.iter().find(|one| one.spec.cluster_ip == host) {
            Some(found) => service(&found.metadata.namespace, &found.metadata.name, None),
            None => Thing::Host { host: host.to_owned(), port },
        },
        [name] => service(namespace, name, None),
        [name, of, "svc", ..] => service(of, name, None),
        [pod, name, of, "svc", ..] => service(of, name, Some(pod)),
        [name, of] if is_service(of, name) => service(of, name, None),
        [pod, name] if is_service(namespace, name) => service(namespace, name, Some(pod)),
        [name, of] if is_namespace(of) => service(of, name, None),
        [pod, name, of] if is_service(of, name) => service(of, name, Some(pod)),
        _ => Thing::Host { host: host.to_owned(), port },
    }
}

fn is_address(host: &str) -> bool {
    host.parse::<std::net::IpAddr>().is_ok()
}

/// Says where the value of a variable comes from.
fn source(variable: &str, container: &Container) -> String {
    let from = container.env.iter().find(|one| one.name == variable).and_then(|one| one.value_from.as_ref());
    let Some(from) = from else { return String::new() };
    match (&from.secret_key_ref, &from.config_map_key_ref) {
        (Some(key), _) => format!("key {} of Secret {}", key.key, key.name),
        (_, Some(key)) => format!("key {} of ConfigMap {}", key.key, key.name),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::service::Service;

    fn objects() -> Objects {
        let service = |text: &str| Arc::new(serde_json::from_str::<Service>(text).expect("it is a service"));
        Objects {
            services: vec![
                service(r#"{"metadata":{"name":"db","namespace":"shop"},"spec":{"clusterIP":"10.0.0.9"}}"#),
                service(r#"{"metadata":{"name":"kafka","namespace":"data"},"spec":{"clusterIP":"None"}}"#),
            ],
            ..Objects::default()
        }
    }

    #[test]
    fn names_are_those_of_the_clusters_dns() {
        let objects = objects();
        let shown = |host: &str| {
            let target =
                Target::Host { host: host.to_owned(), port: Some("1".to_owned()), need: Need::Answer };
            resolve(&target, &Container::default(), &PodSpec::default(), ("shop", &objects)).shown("shop")
        };
        for (host, expected) in [
            ("db", "service db:1"),
            ("missing", "service missing:1"),
            ("db.shop", "service db:1"),
            ("kafka.data", "service data/kafka:1"),
            ("kafka.data.svc", "service data/kafka:1"),
            ("kafka.data.svc.cluster.local.", "service data/kafka:1"),
            ("kafka-0.kafka.data.svc.cluster.local", "pod kafka-0 of service data/kafka:1"),
            ("db-0.db", "pod db-0 of service db:1"),
            ("10.0.0.9", "service db:1"),
            ("10.0.0.8", "host 10.0.0.8:1"),
            ("api.example.com", "host api.example.com:1"),
            ("localhost", "its own pod:1"),
            ("$DB_HOST", "the host in variable DB_HOST"),
            ("$(…)", "the host that a command prints"),
        ] {
            assert_eq!(shown(host), expected, "{host}");
        }
    }
}
