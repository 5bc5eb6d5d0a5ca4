//! Everything that is stored.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::Fault;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::etcd::{Etcd, Meaning};

use super::{Args, Live, files, live};
use crate::etcd::Known;
use crate::etcd::alone::{self, Seen};
use crate::etcd::told::Told;

/// The keys of objects, in their order.
pub(super) struct Rows(Vec<Row>);

/// A stored object, as far as it is kept in memory.
pub(super) struct Row {
    pub(super) key: Box<str>,
    pub(super) mod_revision: Option<i64>,
    /// Whether there is something to compare.
    pub(super) is_open: bool,
}

impl Rows {
    /// Finds a key.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.0.binary_search_by(|row| (*row.key).cmp(key)).ok()
    }

    /// Returns a row.
    pub(super) fn get(&self, at: usize) -> &Row {
        &self.0[at]
    }

    /// Returns the places of the keys that begin with a prefix.
    pub(super) fn below(&self, prefix: &str) -> std::ops::Range<usize> {
        let start = self.0.partition_point(|row| &*row.key < prefix);
        let count = self.0[start..].iter().take_while(|row| row.key.starts_with(prefix)).count();
        start..start + count
    }
}

/// Judges everything that is stored, alone and against what is live.
pub(super) fn judge(
    args: &Args,
    etcd: &Etcd,
    known: &Known,
    live: &Live,
    told: &mut Told,
) -> Result<(), CliError> {
    if let Live::Cluster(cluster, _) = live {
        live::same_cluster(etcd, known, cluster)?;
    }
    let rows = scan(args, etcd, known, told)?;
    if told.objects == 0 && told.findings.is_empty() && told.skipped.is_empty() {
        return nothing(args, etcd, known, told);
    }
    match live {
        Live::Cluster(cluster, serving) => {
            live::compare(args, etcd, known, (cluster, serving), &rows, told)?;
        }
        Live::Files(objects) => files::compare(objects, etcd, known, told)?,
        Live::None => {}
    }
    Ok(())
}

/// Judges every entry alone, and keeps the keys of objects.
fn scan(args: &Args, etcd: &Etcd, known: &Known, told: &mut Told) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    let knows = |key: &str| knows(etcd, known, key);
    let namespace = args.namespaces.one();
    etcd.scan(&format!("{}/", known.prefix), &mut |entry| {
        if let Some(wanted) = namespace {
            match known.meaning(&entry.key) {
                Meaning::Object(place) if place.namespace == Some(wanted) => {}
                _ => return,
            }
        }
        match alone::judge(&entry, known, &knows, told) {
            Seen::Other => {}
            seen => rows.push(Row {
                key: entry.key.into_boxed_str(),
                mod_revision: entry.mod_revision,
                is_open: matches!(seen, Seen::Object(_)),
            }),
        }
    })?;
    Ok(Rows(rows))
}

/// Tells whether a definition of a custom kind would have been read if it were there.
pub(super) fn knows(etcd: &Etcd, known: &Known, key: &str) -> bool {
    // A part without a single definition says nothing of them.
    let is_part = matches!(etcd, Etcd::Output(_)) && known.definitions.is_empty();
    !known.has_unread_definitions && !is_part && etcd.covers(key)
}

/// Says that there is nothing to judge, and why.
fn nothing(args: &Args, etcd: &Etcd, known: &Known, told: &mut Told) -> Result<(), CliError> {
    let beginnings = etcd.beginnings()?;
    let prefix = &known.prefix;
    let others: Vec<&String> = beginnings.iter().filter(|own| *own != prefix).collect();
    if let Some(namespace) = args.namespaces.one().filter(|_| beginnings.contains(prefix)) {
        told.gaps.push(gap(format!("nothing of namespace {namespace} is stored")));
        return Ok(());
    }
    if others.is_empty() {
        told.gaps.push(gap("there are no keys in etcd".to_owned()));
        return Ok(());
    }
    let names: Vec<&str> = others.iter().map(|name| name.as_str()).collect();
    Err(CliError::usage(format!("no key in {} begins with {prefix}/", known.origin)).hint(format!(
        "there are keys that begin with {}; name the API server's with --etcd-prefix",
        names.join(", ")
    )))
}

fn gap(why: String) -> Gap {
    Gap {
        what: "no object was judged".to_owned(),
        why,
        needed_for: vec!["every check".to_owned()],
        is_transient: false,
    }
}
