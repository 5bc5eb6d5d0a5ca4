//! The facts of one minor, put together from its sources.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::discovery::{self, Discovery};
use super::facts::{Gvk, MinorFacts, Resource};
use super::gotext::{self, pattern};
use super::{crosscheck, defaults, gates, modules, names, schemas, swagger};

/// The oldest minor with discovery files.
const OLDEST_DISCOVERY: u8 = 28;

/// Reads the facts of a minor.
pub(crate) fn read(minor: u8) -> Result<MinorFacts> {
    facts(minor).with_context(|| format!("Kubernetes 1.{minor}"))
}

fn facts(minor: u8) -> Result<MinorFacts> {
    let kubernetes = modules::kubernetes(minor)?;
    let path = kubernetes.join("api/openapi-spec/swagger.json");
    let text = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let swagger: Value = serde_json::from_slice(&text).with_context(|| path.display().to_string())?;
    let mut resources = swagger::resources(&swagger)?;
    name(&kubernetes, &mut resources)?;
    let order = match discovery::read(&kubernetes)? {
        Some(discovery) => {
            // Two witnesses of one server: that they agree shows that the readers of either are right.
            let lines = crosscheck::differences(&resources, &discovery.resources);
            ensure!(lines.is_empty(), "OpenAPI and discovery differ:\n{}", lines.join("\n"));
            discovery.versions
        }
        None => priorities(&kubernetes)?,
    };
    enable(&kubernetes, &mut resources)?;
    let preferred = preferred(&resources, &order);
    let (kinds, definitions) = schemas::definitions(&swagger, &resources)?;
    Ok(MinorFacts { resources, preferred, kinds, definitions })
}

/// Names resources as the registry's sources do, and those of other servers as the oldest discovery does.
fn name(kubernetes: &Path, resources: &mut BTreeMap<Gvk, Resource>) -> Result<()> {
    let registry = names::read(kubernetes)?;
    let witness = match discovery::read(kubernetes)? {
        Some(discovery) => discovery,
        None => discovery::read(&modules::kubernetes(OLDEST_DISCOVERY)?)?.context("no discovery")?,
    };
    for ((group, _, kind), resource) in resources {
        if let Some(names) = registry.kinds.get(kind) {
            resource.short_names.clone_from(&names.short_names);
            resource.categories.clone_from(&names.categories);
            if group == "extensions" && registry.uncategorised.contains(&resource.plural) {
                resource.categories.clear();
            }
        } else if let Some(found) = same_kind(&witness, group, kind) {
            resource.short_names.clone_from(&found.short_names);
            resource.categories.clone_from(&found.categories);
        }
    }
    Ok(())
}

fn same_kind<'d>(discovery: &'d Discovery, group: &str, kind: &str) -> Option<&'d Resource> {
    let mut resources = discovery.resources.iter();
    resources.find(|((g, _, k), _)| g == group && k == kind).map(|(_, resource)| resource)
}

/// Marks what is served by default.
fn enable(kubernetes: &Path, resources: &mut BTreeMap<Gvk, Resource>) -> Result<()> {
    let defaults = defaults::read(kubernetes)?;
    let off = gates::off(kubernetes)?;
    for ((group, version, _), resource) in resources {
        let open = |below: &str| {
            let name = (group.clone(), version.clone(), resource.plural.clone(), below.to_owned());
            !off.contains(&name)
        };
        resource.enabled = defaults.enabled(group, version, &resource.plural) && open("");
        for below in &mut resource.subresources {
            below.enabled = resource.enabled && open(&below.name);
        }
    }
    Ok(())
}

/// Reads the order of versions that the aggregator gives, where there is no discovery file to tell it.
fn priorities(kubernetes: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let source = gotext::read(&kubernetes.join("cmd/kube-apiserver/app/aggregator.go"))?;
    let entry = pattern(r#"\{Group: "([^"]*)", Version: "([^"]*)"\}:\s*\{group: \d+, version: (\d+)\}"#);
    let mut groups: BTreeMap<String, Vec<(u32, String)>> = BTreeMap::new();
    for found in entry.captures_iter(&source) {
        groups.entry(found[1].to_owned()).or_default().push((found[3].parse()?, found[2].to_owned()));
    }
    let sorted = |(group, mut versions): (String, Vec<(u32, String)>)| {
        versions.sort_by(|a, b| b.cmp(a));
        (group, versions.into_iter().map(|(_, version)| version).collect())
    };
    Ok(groups.into_iter().map(sorted).collect())
}

/// Lists the versions of each group in which something is served by default, in the server's order.
fn preferred(
    resources: &BTreeMap<Gvk, Resource>,
    order: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, Vec<String>> {
    let mut preferred: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((group, version, _), _) in resources.iter().filter(|(_, resource)| resource.enabled) {
        let versions = preferred.entry(group.clone()).or_default();
        if !versions.contains(version) {
            versions.push(version.clone());
        }
    }
    for (group, versions) in &mut preferred {
        let place = |version: &String| order.get(group)?.iter().position(|known| known == version);
        // A version without place comes last.
        versions.sort_by_key(|version| place(version).unwrap_or(usize::MAX));
    }
    preferred
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(group: &str, version: &str, enabled: bool) -> (Gvk, Resource) {
        let gvk = (group.to_owned(), version.to_owned(), "Kind".to_owned());
        (gvk, Resource { enabled, ..Resource::default() })
    }

    #[test]
    fn versions_follow_the_servers_order_and_leave_out_what_is_off() {
        let resources =
            [served("g", "v1", true), served("g", "v2", true), served("g", "v3alpha1", false)].into();
        let order = [("g".to_owned(), vec!["v2".to_owned(), "v3alpha1".to_owned(), "v1".to_owned()])].into();
        assert_eq!(preferred(&resources, &order)["g"], ["v2", "v1"]);
    }
}
