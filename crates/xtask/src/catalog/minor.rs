//! The facts of one minor, put together from its sources.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::discovery;
use super::facts::{Gvk, MinorFacts, Resource};
use super::gotext::{self, pattern};
use super::{defaults, modules, names, schemas, swagger};

/// The oldest minor with a discovery file.
const OLDEST_DISCOVERY: u8 = 28;

/// Reads the facts of a minor.
pub(crate) fn read(minor: u8) -> Result<MinorFacts> {
    facts(minor).with_context(|| format!("1.{minor}"))
}

fn facts(minor: u8) -> Result<MinorFacts> {
    let kubernetes = modules::kubernetes(minor)?;
    let text = std::fs::read(kubernetes.join("api/openapi-spec/swagger.json")).context("no swagger.json")?;
    let swagger: Value = serde_json::from_slice(&text).context("swagger.json")?;
    let mut resources = swagger::resources(&swagger)?;
    let defaults = defaults::read(&kubernetes)?;
    for ((group, version, _), resource) in &mut resources {
        resource.enabled = defaults.enabled(group, version, &resource.plural);
    }
    let discovery = discovery::read(&kubernetes)?;
    match &discovery {
        Some(discovery) => {
            for (gvk, resource) in &mut resources {
                if let Some(found) = discovery.resources.get(gvk) {
                    take_names(resource, found);
                }
            }
        }
        None => name_by_sources(&kubernetes, &mut resources)?,
    }
    let order = match discovery {
        Some(discovery) => discovery.versions,
        None => priorities(&kubernetes)?,
    };
    let preferred = preferred(&resources, &order);
    let (kinds, definitions) = schemas::definitions(&swagger, &resources)?;
    Ok(MinorFacts { resources, preferred, kinds, definitions })
}

fn take_names(resource: &mut Resource, from: &Resource) {
    resource.singular.clone_from(&from.singular);
    resource.short_names.clone_from(&from.short_names);
    resource.categories.clone_from(&from.categories);
}

/// Names resources by the registry's sources, else as the oldest discovery does.
fn name_by_sources(kubernetes: &Path, resources: &mut BTreeMap<Gvk, Resource>) -> Result<()> {
    let names = names::read(kubernetes)?;
    let later = discovery::read(&modules::kubernetes(OLDEST_DISCOVERY)?)?.unwrap_or_default();
    let later =
        |group: &str, kind: &str| later.resources.iter().find(|((g, _, k), _)| (&**g, &**k) == (group, kind));
    for ((group, _, kind), resource) in resources {
        if let Some(names) = names.get(kind) {
            resource.short_names.clone_from(&names.short_names);
            resource.categories.clone_from(&names.categories);
        } else if let Some((_, found)) = later(group, kind) {
            take_names(resource, found);
        }
    }
    Ok(())
}

/// Reads the order of versions that the aggregator gave before there was a discovery file.
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

/// Lists the versions of each group in which something is served by default.
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
        let order = order.get(group).map_or(&[][..], Vec::as_slice);
        versions.sort_by_key(|version| order.iter().position(|known| known == version));
    }
    preferred
}
