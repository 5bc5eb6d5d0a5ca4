//! The environment of a container, as far as it is written down: its own variables, those of ConfigMaps, those of services.
//!
//! Sources: `pkg/kubelet/kubelet_pods.go` (`makeEnvironmentVariables`), `third_party/forked/golang/expansion/expand.go`,
//! `pkg/kubelet/envvars/envvars.go`.

use std::collections::BTreeMap;

use crate::model::container::{Container, EnvSource};
use crate::world::objects::Objects;

/// The variable that holds the namespace, under a name that no script has.
pub(super) const NAMESPACE: &str = "NAMESPACE OF THE POD";

/// Returns the variables of a container in a namespace. What is not known has no entry.
pub(super) fn of(container: &Container, namespace: &str, objects: &Objects) -> BTreeMap<String, String> {
    let mut variables = of_services(namespace, objects);
    for from in &container.env_from {
        let Some(map) = from.config_map_ref.as_ref().and_then(|map| find(objects, namespace, &map.name))
        else {
            continue;
        };
        for (key, value) in map.data.iter().flatten() {
            if let Some(value) = value {
                variables.insert(format!("{}{key}", from.prefix), value.clone());
            }
        }
    }
    for one in &container.env {
        let value = match &one.value_from {
            None => Some(expand(&one.value, &variables)),
            Some(from) => value_from(from, namespace, objects),
        };
        match value {
            Some(value) => drop(variables.insert(one.name.clone(), value)),
            None => drop(variables.remove(&one.name)),
        }
    }
    variables.insert(NAMESPACE.to_owned(), namespace.to_owned());
    variables
}

fn value_from(from: &EnvSource, namespace: &str, objects: &Objects) -> Option<String> {
    if let Some(field) = &from.field_ref {
        return (field.field_path == "metadata.namespace").then(|| namespace.to_owned());
    }
    let key = from.config_map_key_ref.as_ref()?;
    find(objects, namespace, &key.name)?.value(&key.key).map(str::to_owned)
}

fn find<'o>(
    objects: &'o Objects,
    namespace: &str,
    name: &str,
) -> Option<&'o crate::model::config::ConfigMap> {
    let mut all = objects.config_maps.iter().map(std::convert::AsRef::as_ref);
    all.find(|map: &&crate::model::config::ConfigMap| {
        map.metadata.namespace == namespace && map.metadata.name == name
    })
}

/// Returns the variables by which pods find services. Their addresses stand there by the service's name.
fn of_services(namespace: &str, objects: &Objects) -> BTreeMap<String, String> {
    let own = objects
        .services
        .iter()
        .filter(|service| service.metadata.namespace == namespace && !service.is_headless());
    own.flat_map(|service| {
        let name = &service.metadata.name;
        let prefix = name.to_ascii_uppercase().replace('-', "_");
        let port = service.spec.ports.first().map(|port| port.port.to_string()).unwrap_or_default();
        [(format!("{prefix}_SERVICE_HOST"), name.clone()), (format!("{prefix}_SERVICE_PORT"), port)]
    })
    .collect()
}

/// Puts values where `$(NAME)` stands; `$$(NAME)` stays, without one of the dollars.
pub(super) fn expand(text: &str, variables: &BTreeMap<String, String>) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(behind) = after.strip_prefix('$') {
            out.push('$');
            rest = behind;
            continue;
        }
        let named = after.strip_prefix('(').and_then(|inside| inside.split_once(')'));
        match named {
            Some((name, behind)) => {
                match variables.get(name) {
                    Some(value) => out.push_str(value),
                    None => out.push_str(&format!("$({name})")),
                }
                rest = behind;
            }
            None => {
                out.push('$');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_brackets_are_put_in() {
        let variables = BTreeMap::from([("A".to_owned(), "x".to_owned())]);
        for (text, expected) in
            [("$(A)-$(B)", "x-$(B)"), ("$$(A) $A $", "$(A) $A $"), ("$(A", "$(A"), ("plain", "plain")]
        {
            assert_eq!(expand(text, &variables), expected);
        }
    }
}
