//! Metadata in protobuf is the same as in JSON, for every object of a filled control plane.

use kubecheck_core::kube::{Cluster, ConnectionArgs, Depth, Freshness, Part, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use serde_json::Value;

use crate::expect::equal;
use crate::live::etcd;

pub(in super::super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/finalizers/owners reads the same from protobuf as from JSON", same)]
}

fn same() -> Result<(), Failed> {
    let plane = ControlPlane::start(&["--runtime-config=api/all=true"]);
    etcd::fill(&plane);
    plane.apply(MORE);
    plane.kubectl(&["delete", "configmap", "held", "-n", "default", "--wait=false"]);
    let folder = plane.folder();
    let args = ConnectionArgs {
        kubeconfig: Some(plane.kubeconfig().to_owned()),
        cache_dir: Some(folder),
        // So that lists have several pages.
        chunk_size: 20,
        ..ConnectionArgs::default()
    };
    let cluster = Cluster::new(&args).map_err(|fault| fault.message)?.quiet();
    let served = cluster.discover(Freshness::Now).map_err(|fault| fault.message)?.served;
    let wanted: Vec<Wanted> = served
        .all()
        // What cannot be watched is not stored, but thought up at each reading.
        .filter(|found| found.has_verb("list") && found.has_verb("watch"))
        .map(|found| Wanted::all(found, Depth::Metadata))
        .collect();
    let (mut objects, mut owned, mut held) = (0, 0, 0);
    // What the server itself writes now and then may change between the two readings.
    for _ in 0..3 {
        let fast = fast(&cluster, &wanted)?;
        let slow = slow(&cluster, &wanted)?;
        let mut changed = 0;
        for (at, (fast, slow)) in fast.iter().zip(&slow).enumerate() {
            let names = |metas: &[Meta]| metas.iter().map(|meta| meta.name.clone()).collect::<Vec<_>>();
            equal(&wanted[at].qualified(), names(fast), names(slow))?;
            for (fast, slow) in fast.iter().zip(slow) {
                if fast.resource_version != slow.resource_version {
                    changed += 1;
                    continue;
                }
                equal(&wanted[at].qualified(), fast, slow)?;
                objects += 1;
                owned += fast.owner_references.len();
                held += usize::from(fast.deletion_timestamp.is_some());
            }
        }
        if changed < 5 {
            break;
        }
    }
    if objects < 200 || owned < 2 || held == 0 {
        return Err(format!("hardly anything was compared: {objects}, {owned}, {held}").into());
    }
    Ok(())
}

fn fast(cluster: &Cluster, wanted: &[Wanted]) -> Result<Vec<Vec<Meta>>, Failed> {
    let scanned = cluster.scan(wanted, |_, items| items);
    if let Some((at, fault)) = scanned.faults.first() {
        return Err(format!("{}: {fault}", wanted[*at].qualified()).into());
    }
    let mut lists = vec![Vec::new(); wanted.len()];
    for (at, items) in scanned.kept {
        lists[at].extend(items);
    }
    Ok(lists)
}

fn slow(cluster: &Cluster, wanted: &[Wanted]) -> Result<Vec<Vec<Meta>>, Failed> {
    let mut pages = Vec::new();
    for part in cluster.list(wanted) {
        match part {
            Part::Page(page) => pages.push((page.at, page.number, page.text.clone())),
            Part::Fault { at, fault } => return Err(format!("{}: {fault}", wanted[at].qualified()).into()),
        }
    }
    pages.sort();
    let mut lists = vec![Vec::new(); wanted.len()];
    for (at, _, text) in pages {
        let page: Value = serde_json::from_str(&text)?;
        for item in page["items"].as_array().map(Vec::as_slice).unwrap_or_default() {
            lists[at].push(Meta::deserialize(&item["metadata"])?);
        }
    }
    Ok(lists)
}

/// Finalizers, labels, and references with and without what may be left out.
const MORE: &str = "
{apiVersion: v1, kind: ConfigMap, metadata: {name: held, namespace: default, finalizers: [example.com/a, example.com/b]}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: labels, namespace: default, labels: {a: b}, annotations: {a: \"ü\"}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: both, namespace: default, ownerReferences: [{apiVersion: v1, kind: Node, name: n1, uid: node-1, controller: true}, {apiVersion: v1, kind: Node, name: n2, uid: node-2, blockOwnerDeletion: false}]}}
---
{apiVersion: stable.example.com/v1, kind: CronTab, metadata: {name: owned, namespace: default, finalizers: [example.com/c], ownerReferences: [{apiVersion: v1, kind: Node, name: n1, uid: node-1}]}}
";
