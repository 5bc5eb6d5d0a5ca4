//! What is read: a cluster, or what somebody printed of one.
//!
//! `dump` answers from files what [`World`] asks a cluster for, so that whoever judges need not know which it is. What a dump does
//! not have is not known, rather than not there: [`World::is_whole`] tells the two apart.

mod dump;
mod find;

use kubecheck_core::cli::CliError;
pub use kubecheck_core::cli::args::WorldArgs;
use kubecheck_core::kube::{Cluster, ConnectionArgs, Depth, Fault, Freshness, Scanned, Wanted};
use kubecheck_core::model::meta::Meta;
use kubecheck_core::model::served::{Found, Served};
use kubecheck_core::model::time::{self, Timestamp};
use kubecheck_core::report::finding::Gap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use dump::Dump;

/// What is read.
#[derive(Debug)]
pub struct World {
    source: Source,
    served: Served,
    /// The time from which ages count.
    pub now: Timestamp,
    /// What is not known from the outset: groups whose API server does not answer, files that cannot be read.
    pub gaps: Vec<Gap>,
}

#[derive(Debug)]
enum Source {
    Cluster(Box<Cluster>),
    Dump(Dump),
}

impl World {
    /// Opens files, if some are named, or else connects to the cluster and asks what it serves.
    ///
    /// # Errors
    /// Files that cannot be read or hold no object; a cluster that does not answer.
    pub fn open(args: &WorldArgs, connection: &ConnectionArgs) -> Result<World, CliError> {
        if !args.filenames.is_empty() {
            let (dump, gaps) = Dump::read(&args.filenames, args.recursive)?;
            let served = dump.served();
            let now = args.at.unwrap_or_else(time::now);
            return Ok(World { source: Source::Dump(dump), served, now, gaps });
        }
        let cluster = Cluster::new(connection)?.quiet();
        let served = cluster.discover(Freshness::Now)?.served;
        let gap = |(group, version, why): (
            &kubecheck_core::model::served::Group,
            &kubecheck_core::model::served::Version,
            &str,
        )| Gap {
            what: format!("{}/{}", group.name, version.name),
            why: why.to_owned(),
            needed_for: vec!["every check".to_owned()],
            is_transient: false,
        };
        let gaps = served.unknown().map(gap).collect();
        Ok(World { source: Source::Cluster(Box::new(cluster)), served, now: time::now(), gaps })
    }

    /// Returns the cluster, if it is one.
    pub fn cluster(&self) -> Option<&Cluster> {
        match &self.source {
            Source::Cluster(cluster) => Some(cluster),
            Source::Dump(_) => None,
        }
    }

    /// Tells whether what is not found is not there.
    pub fn is_whole(&self) -> bool {
        self.cluster().is_some()
    }

    /// Names what is read, for summaries: `context prod`, or the files.
    pub fn name(&self) -> String {
        match &self.source {
            Source::Cluster(cluster) if cluster.context.contains("://") => cluster.context.clone(),
            Source::Cluster(cluster) => format!("context {}", cluster.context),
            Source::Dump(dump) => dump.name(),
        }
    }

    /// Returns the kubeconfig context; none for a dump.
    pub fn context(&self) -> Option<&str> {
        self.cluster().map(|cluster| cluster.context.as_str())
    }

    /// Returns the namespace of objects that are named without one.
    pub fn default_namespace(&self) -> &str {
        self.cluster().map_or("default", |cluster| cluster.namespace.as_str())
    }

    /// Returns what is served; of a dump, the kinds in it.
    pub fn served(&self) -> &Served {
        &self.served
    }

    /// Returns the lists of everything that is stored, in one namespace or in all and in none. Events are nothing that is owned
    /// or goes by finalizers, and there are many.
    pub fn stored(&self, namespace: Option<&str>) -> Vec<Wanted> {
        let is_stored = |found: &Found<'_>| {
            found.has_verb("list") && found.has_verb("watch") && found.resource.kind != "Event"
        };
        let all = self.served.preferred().filter(is_stored);
        let all = all.filter(|found| namespace.is_none() || found.resource.namespaced);
        let wanted = all.map(|found| Wanted {
            namespace: namespace.map(str::to_owned),
            ..Wanted::all(found, Depth::Metadata)
        });
        wanted.collect()
    }

    /// Reads the metadata of all objects of some lists, page by page; see [`Cluster::scan`].
    pub fn scan<T: Send>(&self, wanted: &[Wanted], see: impl Fn(usize, Vec<Meta>) -> T + Sync) -> Scanned<T> {
        match &self.source {
            Source::Cluster(cluster) => cluster.scan(wanted, see),
            Source::Dump(dump) => dump.scan(wanted, see),
        }
    }

    /// Reads all objects of some lists, as far as a type keeps them; see [`Cluster::scan_items`].
    pub fn scan_items<I: DeserializeOwned, T: Send>(
        &self,
        wanted: &[Wanted],
        see: impl Fn(usize, Vec<I>) -> T + Sync,
    ) -> Scanned<T> {
        match &self.source {
            Source::Cluster(cluster) => cluster.scan_items(wanted, see),
            Source::Dump(dump) => dump.scan_items(wanted, see),
        }
    }

    /// Reads whole objects, as JSON has them; their apiVersion and kind are filled in.
    ///
    /// # Errors
    /// Why they cannot be read; of a dump, that it has none of the kind.
    pub fn list(&self, wanted: &Wanted) -> Result<Vec<Value>, Fault> {
        match &self.source {
            Source::Cluster(cluster) => {
                let pages = cluster.list_all(&Wanted { depth: Depth::Full, ..wanted.clone() })?;
                let mut items = Vec::new();
                for page in pages {
                    let mut page: Value = serde_json::from_str(&page).unwrap_or_default();
                    items.extend(page["items"].as_array_mut().map(std::mem::take).unwrap_or_default());
                }
                for item in &mut items {
                    item["apiVersion"] = wanted.api_version().into();
                    item["kind"] = wanted.kind.as_str().into();
                }
                Ok(items)
            }
            Source::Dump(dump) => dump.list(wanted),
        }
    }

    /// Reads one object; none if it is not there. Of a dump that says nothing unless [`World::is_whole`].
    ///
    /// # Errors
    /// Why it cannot be read; of a dump, that it has none of the kind.
    pub fn get(&self, of: &Wanted, namespace: Option<&str>, name: &str) -> Result<Option<Value>, Fault> {
        match &self.source {
            Source::Cluster(cluster) => {
                let text = cluster.object(of, namespace, name)?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
            }
            Source::Dump(dump) => dump.get(of, namespace, name),
        }
    }

    /// Wants all objects of a resource of a group, in the version that the server prefers; none if it is not served.
    pub fn wanted(&self, group: &str, plural: &str) -> Option<Wanted> {
        self.served.resource(group, plural).map(|found| Wanted::all(found, Depth::Full))
    }
}
