//! The catalogue says what the real server says: with its default flags, and with everything switched on.

use std::collections::BTreeMap;

use kubecheck_catalog::{self as catalog, Kind, Minor, Resource};
use kubecheck_core::kube::{Cluster, ConnectionArgs, Freshness};
use kubecheck_core::model::served::Found;
use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::Run;
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/check the catalogue is what a server serves by default", by_default),
        Trial::test("live/check the catalogue is what a server serves when all is on", when_all_is_on),
        Trial::test("live/check resolve --live lists what kubectl lists", resolve_lists_what_kubectl_lists),
    ]
}

/// What is told of a resource, one line a fact.
type Facts = BTreeMap<String, Vec<String>>;

fn told(mut words: Vec<String>) -> String {
    words.sort_unstable();
    words.join(",")
}

fn own(words: &[&'static str]) -> String {
    told(words.iter().map(|word| (*word).to_owned()).collect())
}

fn of_server(found: Found<'_>) -> (String, Vec<String>) {
    let resource = found.resource;
    let below = resource.subresources.iter();
    let below = below.map(|sub| format!("/{} {}: {}", sub.name, sub.kind, told(sub.verbs.clone())));
    let mut facts = vec![
        format!("{} {} namespaced={}", resource.plural, resource.singular, resource.namespaced),
        format!("short names {}", told(resource.short_names.clone())),
        format!("categories {}", told(resource.categories.clone())),
        format!("verbs {}", told(resource.verbs.clone())),
    ];
    facts.extend(below);
    facts[4..].sort_unstable();
    (format!("{} {}", found.api_version(), resource.kind), facts)
}

fn of_catalogue(kind: &Kind, resource: &Resource, is_on: impl Fn(bool) -> bool) -> (String, Vec<String>) {
    let below = resource.subresources.iter().filter(|sub| is_on(sub.enabled));
    let below = below.map(|sub| format!("/{} {}: {}", sub.name, sub.kind, own(&sub.verbs)));
    let mut facts = vec![
        format!("{} {} namespaced={}", resource.plural, resource.singular, resource.namespaced),
        format!("short names {}", own(&resource.short_names)),
        format!("categories {}", own(&resource.categories)),
        format!("verbs {}", own(&resource.verbs)),
    ];
    facts.extend(below);
    facts[4..].sort_unstable();
    let api_version = if kind.group.is_empty() {
        kind.version.to_owned()
    } else {
        format!("{}/{}", kind.group, kind.version)
    };
    (format!("{api_version} {}", kind.kind), facts)
}

/// Compares what a server tells of built-in groups with the catalogue, both ways.
fn compare(kubeconfig: &std::path::Path, is_on: impl Fn(bool) -> bool + Copy) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let arguments = ConnectionArgs {
        kubeconfig: Some(kubeconfig.to_owned()),
        cache_dir: Some(folder.path().to_owned()),
        chunk_size: 500,
        ..ConnectionArgs::default()
    };
    let served = Cluster::new(&arguments).and_then(|cluster| cluster.discover(Freshness::Now));
    let served = served.map_err(|fault| fault.message)?.served;
    let minor = Minor::new(36).ok_or("1.36 is a minor version")?;
    let built_in = |group: &str| catalog::kinds().iter().any(|kind| kind.group == group);
    let live: Facts = served.all().filter(|found| built_in(&found.group.name)).map(of_server).collect();
    let kinds = catalog::kinds().iter();
    let known = kinds.filter_map(|kind| Some((kind, kind.at(minor)?)));
    let known = known.filter(|(kind, _)| kind.lifecycle.removed.is_none_or(|removed| removed > minor));
    let known: Facts = known
        .filter(|(_, resource)| is_on(resource.enabled))
        .map(|(kind, resource)| of_catalogue(kind, resource, is_on))
        .collect();
    if live.len() < 50 {
        return Err(format!("a server has more than {} kinds", live.len()).into());
    }
    let mut wrong = Vec::new();
    for (kind, facts) in &live {
        match known.get(kind) {
            None => wrong.push(format!("{kind}: the catalogue does not have it")),
            Some(own) if own != facts => {
                wrong.push(format!("{kind}:\n   server: {facts:?}\ncatalogue: {own:?}"))
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        known
            .keys()
            .filter(|kind| !live.contains_key(*kind))
            .map(|kind| format!("{kind}: the server does not")),
    );
    equal("differences", wrong.join("\n").as_str(), "")
}

fn by_default() -> Result<(), Failed> {
    compare(ControlPlane::shared().kubeconfig(), |enabled| enabled)
}

fn when_all_is_on() -> Result<(), Failed> {
    let gates = "--feature-gates=AllAlpha=true,AllBeta=true";
    let all = ControlPlane::shared().another_api_server(&["--runtime-config=api/all=true", gates]);
    compare(all.kubeconfig(), |_| true)
}

fn resolve_lists_what_kubectl_lists() -> Result<(), Failed> {
    // Custom kinds come and go with other tests.
    let sorted = |text: &str| {
        let mut names: Vec<String> =
            text.lines().filter(|name| !name.contains("example.com")).map(str::to_owned).collect();
        names.sort();
        names
    };
    let run = Run::new("");
    let listed = run.shell("kubectl gvkcheck resolve --live -o name");
    let kubectl = ControlPlane::shared().kubectl(&["api-resources", "-o", "name"]);
    equal("resources", sorted(&listed.stdout), sorted(&kubectl))?;
    let one = run.shell("kubectl gvkcheck resolve deploy --live -o wide");
    contains(
        &one.stdout,
        "deployments   deploy       apps/v1      true         Deployment   served, preferred",
    )?;
    contains(&one.stdout, "scale,status")?;
    let groups = run.shell("kubectl gvkcheck resolve ConfigMap --groups --live -o name");
    equal("groups", groups.stdout.as_str(), "v1\n")?;
    let off = run.shell("kubectl gvkcheck resolve leasecandidates --live");
    contains(&off.stderr, "switched off on this server")?;
    equal("code", off.code, 2)
}
