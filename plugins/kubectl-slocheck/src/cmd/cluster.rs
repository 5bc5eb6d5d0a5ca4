//! The SLOs that are objects of a cluster.

use std::sync::Arc;

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Access, Cluster, Fault, Freshness, Wanted};
use kubecheck_core::model::object::Live;
use kubecheck_core::source::{Input, Listing};

use crate::spec::{self, Specs};

/// Makes ready to ask the cluster, if it is needed.
pub(super) type ToCluster<'a> = dyn Fn() -> Result<Cluster, Fault> + 'a;

/// The kinds that are SLOs: group, version, kind and resource.
const KINDS: [(&str, &str, &str, &str); 2] = [
    ("sloth.slok.dev", "v1", "PrometheusServiceLevel", "prometheusservicelevels"),
    ("pyrra.dev", "v1alpha1", "ServiceLevelObjective", "servicelevelobjectives"),
];

/// Reads all SLOs of a cluster, or of a namespace.
pub(super) fn specs(cluster: &ToCluster<'_>, namespace: Option<&str>) -> Result<Specs, CliError> {
    let cluster = cluster().map_err(|fault| {
        let error: CliError = fault.into();
        error.hint("name files of SLOs with -f, say one with --total, --bad and --target, or a cluster that has some")
    })?;
    let served = cluster.discover(Freshness::Now)?.served;
    let mut listing = Listing::default();
    for wanted in lists(namespace) {
        let version = served.version(&wanted.group, &wanted.version);
        if version.is_none_or(|version| version.resources.iter().all(|own| own.plural != wanted.plural)) {
            continue;
        }
        let live = Arc::new(Live {
            context: cluster.context.clone(),
            api_version: wanted.api_version(),
            kind: wanted.kind.clone(),
            ..Live::default()
        });
        for page in cluster.list_all(&wanted)? {
            listing.inputs.push(Input::page(&wanted.qualified(), live.clone(), page));
        }
    }
    Ok(spec::read(listing)?)
}

/// Returns what a user must be allowed to read.
pub(super) fn access(namespace: Option<&str>) -> Vec<Access> {
    lists(namespace).iter().map(Access::from).collect()
}

fn lists(namespace: Option<&str>) -> Vec<Wanted> {
    let list = |(group, version, kind, plural): (&str, &str, &str, &str)| Wanted {
        namespace: namespace.map(str::to_owned),
        ..Wanted::new(group, version, plural, kind)
    };
    KINDS.map(list).to_vec()
}
