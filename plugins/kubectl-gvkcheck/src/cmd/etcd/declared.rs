//! What manifests declare, as it is stored: the third of declared, live and stored.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::ConnectionArgs;
use kubecheck_core::model::query::Query;
use kubecheck_core::source::etcd::{EtcdArgs, Keyspace};

use super::{Live, live, note_encrypted, one};
use crate::checks::not_persisted;
use crate::declared::Wanted;
use crate::etcd::Known;
use crate::etcd::told::Told;
use crate::etcd::wanted;

/// Compares what lives of declared objects with what is stored, and returns that with what was read. Each object comes with whether
/// it lives. What neither lives nor is stored is not told: that it is not there is told already.
///
/// # Errors
/// An etcd that cannot be read, or that of another cluster.
pub(in crate::cmd) fn judge(
    connection: &ConnectionArgs,
    args: &EtcdArgs,
    declared: &[(Wanted, bool)],
) -> Result<(Told, String), CliError> {
    let Some((etcd, gap)) = args.open()? else { return Ok((Told::default(), String::new())) };
    let mut all = Told { gaps: gap.into_iter().collect(), ..Told::default() };
    let live = Live::connect(connection)?;
    let Live::Cluster(cluster, serving) = &live else { return Ok((all, String::new())) };
    let known = Known { target: serving.target, keys: Keyspace::read(&etcd, &args.etcd_prefix)? };
    live::same_cluster(&etcd, &known, cluster)?;
    for (object, lives) in declared {
        let query =
            Query { group: Some(&object.group), version: Some(&object.version), name: Some(&object.kind) };
        let namespace = object.namespace.as_deref().unwrap_or_default();
        let found = wanted::named(&query, &object.name, namespace, &known, Some(&serving.served));
        // What nobody serves cannot be read, and that is told of its version.
        let Some(found) = found else { continue };
        let mut told = Told::default();
        one::of(&found, &etcd, &known, &live, &mut told)?;
        told.findings.retain(|finding| *lives || finding.rule.name != not_persisted::RULE.name);
        all.absorb(told);
    }
    note_encrypted(&all);
    all.sort();
    Ok((all, format!("etcd ({})", known.origin)))
}
