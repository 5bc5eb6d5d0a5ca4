//! Judging against a live cluster: what it serves, its CRDs, its version.

use std::path::Path;
use std::sync::Arc;

use clap::Args;
use kubecheck_catalog::Minor;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Access, Cluster, ConnectionArgs, Depth, Fault, Freshness, Wanted};
use kubecheck_core::model::served::Served;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::etcd::EtcdArgs;
use kubecheck_core::source::{Input, Inputs, Listing};

use super::ground::Ground;
use super::objects::Objects;
use crate::live::version::{self as release, Release};
use crate::live::world;
use crate::world::load::Loaded;

/// The flags that name a cluster to judge against.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct LiveArgs {
    /// Judge by what a cluster serves and by its CRDs, instead of a version of Kubernetes
    #[arg(long, conflicts_with_all = ["k8s", "discovery"])]
    pub(super) live: bool,
    /// Also tell what of the input is not in the cluster, and which declared fields have another value there
    #[arg(long, requires = "live")]
    pub(super) exists: bool,
    /// The namespace of objects that name none [default: the context's]
    #[arg(short, long, value_name = "NAME", requires = "exists")]
    namespace: Option<String>,
    #[command(flatten)]
    pub(super) etcd: EtcdArgs,
    /// Print the role that the run needs on the cluster, and judge nothing
    #[arg(long, requires = "live")]
    pub(super) print_rbac: bool,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
}

impl LiveArgs {
    /// Refuses to read what is stored of objects that nobody asks for.
    ///
    /// # Errors
    /// An etcd that is named without --exists.
    pub(super) fn refuse_etcd_alone(&self) -> Result<(), CliError> {
        if self.exists || self.etcd.is_empty() {
            return Ok(());
        }
        Err(CliError::usage("what is stored is compared with objects of a cluster, and none is asked for")
            .hint("say --live --exists too; kubectl gvkcheck etcd judges all that is stored"))
    }

    /// Returns who reads the objects that the input declares, if that is asked for.
    pub(super) fn reader(&self, live: &Live, ground: &Ground) -> Option<Arc<Objects>> {
        let served = ground.served.clone().filter(|_| self.exists)?;
        Some(Arc::new(Objects::new(live.cluster.clone(), served, self.namespace(ground))))
    }

    /// Returns the namespace of what names none.
    pub(super) fn namespace(&self, ground: &Ground) -> String {
        self.namespace.clone().unwrap_or_else(|| ground.namespace.clone())
    }
}

/// A cluster that is judged against.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) cluster: Arc<Cluster>,
    /// The version of Kubernetes to judge by: the server's, or the nearest that is known.
    pub(super) target: Minor,
    /// The version of the server as it says it.
    pub(super) version: String,
    /// What of the version could not be known.
    pub(super) gap: Option<Gap>,
}

/// What a cluster told.
pub(super) struct Told {
    /// What it serves, and what its CRDs define.
    pub(super) loaded: Loaded,
    /// What it serves.
    pub(super) served: Served,
    /// Whether it was not asked, because what it said before is not old.
    pub(super) is_cached: bool,
}

impl Live {
    /// Reaches the cluster, and asks for its version.
    ///
    /// # Errors
    /// A cluster that cannot be reached.
    pub(super) fn new(connection: &ConnectionArgs) -> Result<Live, Fault> {
        let cluster = Cluster::new(connection)?;
        let Release { name: version, target, gap } = release::of(&cluster)?;
        Ok(Live { cluster: Arc::new(cluster), target, version, gap })
    }

    /// Names the cluster and its version, for the summary.
    pub(super) fn name(&self) -> String {
        let context = &self.cluster.context;
        let context = if context.contains("://") { context.clone() } else { format!("context {context}") };
        format!("{context} ({})", self.version)
    }

    /// Asks what is served, and for the CRDs.
    ///
    /// # Errors
    /// A server that does not answer.
    pub(super) fn ask(&self, freshness: Freshness) -> Result<Told, Fault> {
        let mut discovered = self.cluster.discover(freshness)?;
        let (crds, unread) = self.crds(&discovered.served)?;
        if discovered.is_cached && !world::is_still_so(&self.cluster, &discovered.served, &crds) {
            discovered = self.cluster.discover(Freshness::Now)?;
        }
        let inputs = crds.into_iter().map(|text| Input::memory("the CRDs of the cluster", text)).collect();
        let mut loaded = Loaded::read(Listing { inputs, ..Listing::default() });
        loaded.gaps.extend(unread.into_iter().chain(self.gap.clone()));
        Ok(Told {
            loaded: loaded.on(discovered.served.clone()),
            served: discovered.served,
            is_cached: discovered.is_cached,
        })
    }

    /// Reads the CRDs, page by page, or says why it cannot.
    fn crds(&self, served: &Served) -> Result<(Vec<String>, Option<Gap>), Fault> {
        let Some(found) = served.resource(CRDS.0, CRDS.1) else { return Ok((Vec::new(), None)) };
        match self.cluster.list_all(&Wanted::all(found, Depth::Full)) {
            Ok(texts) => Ok((texts, None)),
            Err(fault) if fault.kind.is_final() => Err(fault),
            Err(fault) => {
                let gap = fault.gap("the CRDs of the cluster", &["schemas of custom kinds"]);
                Ok((Vec::new(), Some(gap)))
            }
        }
    }

    /// Returns what is read to judge manifests, for the role that is needed.
    pub(super) fn access() -> Vec<Access> {
        let (group, resource) = (CRDS.0.to_owned(), CRDS.1.to_owned());
        let crds = Access::Resource { group, resource, verb: "list", namespace: None };
        [crds].into_iter().chain(DISCOVERY.map(Access::Path)).collect()
    }
}

/// The resource of CRDs.
const CRDS: (&str, &str) = ("apiextensions.k8s.io", "customresourcedefinitions");
/// The paths of discovery, as the role `system:discovery` has them.
const DISCOVERY: [&str; 5] = ["/api", "/api/*", "/apis", "/apis/*", "/version"];

/// Tells whether what is named can be read once only: standard input, or a pipe.
pub(super) fn is_read_once(inputs: &Inputs) -> bool {
    let pipe = |path: &String| {
        let path = Path::new(path);
        path.exists() && !path.is_file() && !path.is_dir()
    };
    inputs.paths.iter().any(|path| path == "-" || pipe(path))
}
