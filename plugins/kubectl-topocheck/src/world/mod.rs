//! What is read: a cluster, or what somebody printed of one.

mod dump;
mod items;
pub mod kinds;
pub mod live;
mod more;
pub mod objects;
pub mod snapshot;

use kubecheck_core::cli::CliError;
pub use kubecheck_core::cli::args::WorldArgs;
use kubecheck_core::kube::{Cluster, ConnectionArgs, Deadline, Fault, Freshness, Wanted};
use kubecheck_core::model::served::Served;
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Gap;
use serde_json::value::RawValue;

use dump::Dump;
use kinds::Kind;
use objects::Objects;

/// Which objects a server is asked for.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// The one of this name; none for whatever name.
    pub name: Option<String>,
    /// Those that a selector of labels selects; none for whatever labels.
    pub labels: Option<String>,
}

/// What is read.
#[derive(Debug)]
pub struct World {
    source: Source,
    /// The time from which ages count.
    pub now: Timestamp,
}

#[derive(Debug)]
enum Source {
    Cluster { cluster: Box<Cluster>, served: Box<Served> },
    Dump(Box<Dump>),
}

impl World {
    /// Opens files, if some are named, or else connects to the cluster and asks what it serves.
    ///
    /// # Errors
    /// Files that cannot be read or hold no object; a cluster that does not answer.
    pub fn open(args: &WorldArgs, connection: &ConnectionArgs) -> Result<World, CliError> {
        World::of(args, || Cluster::new(connection))
    }

    /// Opens files or a cluster, which is asked nothing after a time: what it has not said then is a gap.
    ///
    /// # Errors
    /// Files that cannot be read or hold no object; a cluster that does not answer.
    pub fn until(
        args: &WorldArgs,
        connection: &ConnectionArgs,
        deadline: Deadline,
    ) -> Result<World, CliError> {
        World::of(args, || Cluster::until(connection, deadline))
    }

    fn of(args: &WorldArgs, connect: impl FnOnce() -> Result<Cluster, Fault>) -> Result<World, CliError> {
        if !args.filenames.is_empty() {
            let dump = Box::new(Dump::read(&args.filenames, args.recursive)?);
            return Ok(World { source: Source::Dump(dump), now: args.at.unwrap_or_else(time::now) });
        }
        let cluster = Box::new(connect()?.quiet());
        let served = Box::new(cluster.discover(Freshness::Now)?.served);
        Ok(World { source: Source::Cluster { cluster, served }, now: time::now() })
    }

    /// Reads manifests that are not in a cluster yet; what is in no namespace is put into `within` if it has to be in one. Also names what
    /// makes pods and is of no kind that is read here.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn manifests(file: &str, within: &str) -> Result<(Objects, Vec<String>), CliError> {
        let (mut objects, others) = dump::manifests(file)?;
        objects.settle(within);
        Ok((objects, others))
    }

    /// Returns the cluster, if it is one.
    pub fn cluster(&self) -> Option<&Cluster> {
        match &self.source {
            Source::Cluster { cluster, .. } => Some(cluster),
            Source::Dump(_) => None,
        }
    }

    /// Names what is read, for summaries: `context prod`, or the files.
    pub fn name(&self) -> String {
        match &self.source {
            Source::Cluster { cluster, .. } if cluster.context.contains("://") => cluster.context.clone(),
            Source::Cluster { cluster, .. } => format!("context {}", cluster.context),
            Source::Dump(dump) => dump.name(),
        }
    }

    /// Returns the kubeconfig context; none for a dump.
    pub fn context(&self) -> Option<&str> {
        self.cluster().map(|cluster| cluster.context.as_str())
    }

    /// Returns the namespace of objects that are named without one; none for a dump, which has no such.
    pub fn default_namespace(&self) -> Option<&str> {
        self.cluster().map(|cluster| cluster.namespace.as_str())
    }

    /// Returns the minor and the patch of the API server, whose scheduler is taken to be as old; none of a dump that does not say.
    pub fn version(&self) -> Option<(u8, Option<u16>)> {
        match &self.source {
            Source::Cluster { cluster, .. } => {
                let version = cluster.version().ok()?;
                let patch = version.git_version.trim_start_matches('v').split(['.', '-', '+']).nth(2);
                Some((version.minor()?, patch.and_then(|patch| patch.parse().ok())))
            }
            Source::Dump(_) => None,
        }
    }

    /// Reads all objects of some kinds, in one namespace or in all. Kinds that are not served have no objects.
    pub fn read(&self, kinds: &[Kind], namespace: Option<&str>) -> Objects {
        self.read_chosen(kinds, namespace, &Chosen::default())
    }

    /// Reads the objects of some kinds that are chosen, in one namespace or in all. Of a dump all are returned: nothing is saved by
    /// choosing.
    pub fn read_chosen(&self, kinds: &[Kind], namespace: Option<&str>, chosen: &Chosen) -> Objects {
        match &self.source {
            Source::Cluster { cluster, served } => from_cluster(cluster, served, kinds, namespace, chosen),
            Source::Dump(dump) => dump.objects(kinds, namespace),
        }
    }

    /// Returns the lists that reading some kinds asks for, for the role that is needed.
    pub fn wanted(kinds: &[Kind], namespace: Option<&str>) -> Vec<Wanted> {
        kinds.iter().map(|kind| kind.wanted(namespace)).collect()
    }
}

fn from_cluster(
    cluster: &Cluster,
    served: &Served,
    kinds: &[Kind],
    namespace: Option<&str>,
    chosen: &Chosen,
) -> Objects {
    let mut objects = Objects::default();
    let mut asked = Vec::new();
    for kind in kinds {
        match served_as(served, *kind) {
            Serving::AsRead => asked.push(*kind),
            Serving::Not => drop(objects.read.insert(*kind)),
            Serving::Otherwise(version) => objects.gaps.push(other_version(*kind, version)),
        }
    }
    let list = |kind: &Kind| Wanted {
        field_selector: chosen.name.as_ref().map(|name| format!("metadata.name={name}")),
        label_selector: chosen.labels.clone(),
        ..kind.wanted(namespace)
    };
    let wanted: Vec<Wanted> = asked.iter().map(list).collect();
    let scanned = cluster.scan_items(&wanted, |at, items: Vec<Box<RawValue>>| {
        let mut page = Objects::default();
        for item in items {
            if let Err(why) = page.take(asked[at], item.as_ref()) {
                page.gaps.push(nonsense(asked[at], &why));
            }
        }
        page
    });
    scanned.kept.into_iter().for_each(|(_, page)| objects.append(page));
    let refused: Vec<usize> = scanned.faults.iter().map(|(at, _)| *at).collect();
    objects.gaps.extend(scanned.faults.into_iter().map(|(at, fault)| unread(&wanted[at], &fault)));
    let complete = asked.iter().enumerate().filter(|(at, _)| !refused.contains(at));
    objects.read.extend(complete.map(|(_, kind)| *kind));
    objects
}

/// Whether a kind is served.
enum Serving<'s> {
    /// In the version that is read here.
    AsRead,
    /// In another version only.
    Otherwise(&'s str),
    /// In none.
    Not,
}

fn served_as(served: &Served, kind: Kind) -> Serving<'_> {
    let resource = kind.resource();
    let all = served
        .all()
        .filter(|found| found.group.name == resource.group && found.resource.plural == resource.plural);
    let versions: Vec<&str> = all.map(|found| found.version.name.as_str()).collect();
    match versions.as_slice() {
        [] => Serving::Not,
        all if all.contains(&resource.version) => Serving::AsRead,
        [first, ..] => Serving::Otherwise(first),
    }
}

fn other_version(kind: Kind, version: &str) -> Gap {
    let resource = kind.resource();
    let what = format!("{}.{}", resource.plural, resource.group);
    let why = format!("the server has them only as {version}, and {} is read here", resource.version);
    Gap { what, why, needed_for: Vec::new(), is_transient: false }
}

fn nonsense(kind: Kind, why: &str) -> Gap {
    let what = format!("an object of {}", kind.resource().plural);
    Gap { what, why: why.to_owned(), needed_for: Vec::new(), is_transient: false }
}

fn unread(wanted: &Wanted, fault: &Fault) -> Gap {
    fault.gap(wanted.qualified(), &[])
}
