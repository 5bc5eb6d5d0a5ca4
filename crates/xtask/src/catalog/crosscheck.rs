//! Compares what the OpenAPI and the registry say of resources with what discovery says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use super::facts::{Gvk, Resource, Subresource};

/// Lists how the two differ, one line a difference.
pub(crate) fn differences(
    ours: &BTreeMap<Gvk, Resource>,
    discovery: &BTreeMap<Gvk, Resource>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let kinds: BTreeSet<&Gvk> = ours.keys().chain(discovery.keys()).collect();
    for gvk in kinds {
        let name = format!("{}/{} {}", gvk.0, gvk.1, gvk.2);
        match (ours.get(gvk), discovery.get(gvk)) {
            (Some(ours), Some(theirs)) => compare(&name, ours, theirs, &mut lines),
            (Some(_), None) => lines.push(format!("{name}: not in discovery")),
            _ => lines.push(format!("{name}: only in discovery")),
        }
    }
    lines
}

fn compare(name: &str, ours: &Resource, theirs: &Resource, lines: &mut Vec<String>) {
    let mut same = |what: &str, ours: &dyn Debug, theirs: &dyn Debug| {
        let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
        if ours != theirs {
            lines.push(format!("{name}: {what} is {ours}, but {theirs} in discovery"));
        }
    };
    same("plural", &ours.plural, &theirs.plural);
    same("singular", &ours.singular, &theirs.singular);
    same("short names", &ours.short_names, &theirs.short_names);
    same("categories", &ours.categories, &theirs.categories);
    same("namespaced", &ours.namespaced, &theirs.namespaced);
    same("verbs", &ours.verbs, &theirs.verbs);
    let names = ours.subresources.iter().chain(&theirs.subresources).map(|below| &below.name);
    for name in names.collect::<BTreeSet<_>>() {
        let below = |list: &[Subresource]| list.iter().find(|below| below.name == *name).cloned();
        same("subresource", &below(&ours.subresources), &below(&theirs.subresources));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(verbs: &[&str], below: &[&str]) -> BTreeMap<Gvk, Resource> {
        let gvk: Gvk = ("apps".into(), "v1".into(), "Deployment".into());
        let named = |name: &&str| Subresource {
            name: (*name).into(),
            gvk: gvk.clone(),
            verbs: Vec::new(),
            enabled: true,
        };
        let resource = Resource {
            verbs: verbs.iter().map(|verb| (*verb).into()).collect(),
            subresources: below.iter().map(named).collect(),
            ..Resource::default()
        };
        [(gvk, resource)].into()
    }

    #[test]
    fn equal_witnesses_agree() {
        assert!(differences(&resource(&["get"], &["scale"]), &resource(&["get"], &["scale"])).is_empty());
    }

    #[test]
    fn each_difference_is_a_line() {
        let lines = differences(&resource(&["get"], &["scale"]), &resource(&["list"], &["status"]));
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0].contains("verbs") && lines[0].contains("apps/v1 Deployment"));
        assert_eq!(
            differences(&resource(&[], &[]), &BTreeMap::new()),
            ["apps/v1 Deployment: not in discovery"]
        );
        assert_eq!(
            differences(&BTreeMap::new(), &resource(&[], &[])),
            ["apps/v1 Deployment: only in discovery"]
        );
    }
}
