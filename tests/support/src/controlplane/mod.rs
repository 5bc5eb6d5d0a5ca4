//! A real control plane: etcd and kube-apiserver on free ports of loopback, with certificates of its own and RBAC on.

mod apiserver;
mod etcd;
mod faults;
mod front;
mod full;
pub(crate) mod kept;
mod kubectl;
mod network;
pub(crate) mod pki;
mod plain;
mod programs;
mod relay;
mod serve;
mod server;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::once::Once;
pub use apiserver::ApiServer;
use apiserver::Place;
use etcd::Etcd;
pub use faults::{Fault, Faults, Request};
pub use kubectl::Ended;
use network::Network;
use pki::Pki;
pub use plain::Plain;
pub(crate) use programs::scheduler_filters;
pub use programs::{KUBERNETES_VERSION, kubectl};
use relay::Gate;
pub use serve::{Asked, Exposed, Served};
pub use server::Server;

/// A running control plane. It ends when this value is dropped, or with the process, however that ends.
pub struct ControlPlane {
    // In this order they end: etcd takes the folder with it.
    companions: Vec<full::Running>,
    api_server: ApiServer,
    etcd: Etcd,
    pki: Pki,
    network: Network,
    folder: PathBuf,
    count: Arc<AtomicUsize>,
}

impl ControlPlane {
    /// Returns the control plane that all tests of this process share; the first call starts it. Without controllers:
    /// what is in it, a test has put there.
    ///
    /// # Panics
    /// If it cannot be built or started.
    pub fn shared() -> &'static ControlPlane {
        static SHARED: Once<ControlPlane> = Once::new();
        SHARED.get(|| ControlPlane::start(&[]))
    }

    /// Starts a control plane whose API server has other flags than the shared one. It costs some 3 seconds and 500 MB.
    ///
    /// # Panics
    /// If it cannot be built or started.
    pub fn start(flags: &[&str]) -> ControlPlane {
        let folder = tempfile::Builder::new().prefix("kubecheck-").tempdir();
        let folder = folder.unwrap_or_else(|error| panic!("cannot create a folder: {error}"));
        let pki = Pki::new(&folder.path().join("pki"));
        let network = Network::new(folder.path());
        let etcd = Etcd::start(folder.path(), &pki);
        // From here on etcd's keeper removes it.
        let folder = folder.keep();
        let count = Arc::new(AtomicUsize::new(0));
        let place = Place { folder: &folder, pki: &pki, count: &count, network: &network };
        let api_server = ApiServer::start(place, "kube-apiserver", &etcd.url, &Gate::default(), flags);
        ControlPlane { companions: Vec::new(), api_server, etcd, pki, network, folder, count }
    }

    /// Starts another API server on the same etcd, with flags of its own. Its way to etcd can be paused.
    ///
    /// # Panics
    /// If it does not start.
    pub fn another_api_server(&self, flags: &[&str]) -> ApiServer {
        let gate = Gate::default();
        let port = relay::lead(self.etcd.url.trim_start_matches("http://").to_owned(), gate.clone());
        let etcd = format!("http://127.0.0.1:{port}");
        ApiServer::start(self.place(), &self.fresh("kube-apiserver"), &etcd, &gate, flags)
    }

    /// Leads an address of the pod network, `10.244.0.1:443`, to a port of loopback.
    pub fn lead(&self, address: &str, port: u16) {
        self.network.lead(address, port);
    }

    /// Returns where etcd answers, without certificates: `http://127.0.0.1:PORT`, also its JSON gateway, as in
    /// `POST /v3/kv/range`.
    pub fn etcd_url(&self) -> &str {
        &self.etcd.url
    }

    /// Returns where etcd answers clients with a certificate, which [`etcd_certificate`](ControlPlane::etcd_certificate)
    /// gives: `https://127.0.0.1:PORT`.
    pub fn etcd_secure_url(&self) -> &str {
        &self.etcd.secure_url
    }

    /// Returns a client's certificate and key for etcd. Its authority is [`ca`](Server::ca).
    pub fn etcd_certificate(&self) -> (PathBuf, PathBuf) {
        let name = self.fresh("etcd-client");
        self.pki.sign(&name, Some("ca"), pki::Subject { name: "etcd-client", ..pki::Subject::default() });
        (self.pki.path(&format!("{name}.crt")), self.pki.path(&format!("{name}.key")))
    }

    /// Runs the real etcdctl.
    pub fn etcdctl(&self, arguments: &[&str]) -> Ended {
        self.etcd.etcdctl(arguments)
    }

    /// Saves what is in etcd, as `etcdctl snapshot save` does.
    ///
    /// # Panics
    /// If etcdctl fails.
    pub fn snapshot(&self, file: &Path) {
        self.etcdctl(&["snapshot", "save", &file.display().to_string()]).succeeded();
    }

    /// Returns a folder for the files of a test, which goes with the control plane.
    pub fn folder(&self) -> PathBuf {
        let folder = self.folder.join(self.fresh("files"));
        crate::go::create(&folder);
        folder
    }

    fn place(&self) -> Place<'_> {
        Place { folder: &self.folder, pki: &self.pki, count: &self.count, network: &self.network }
    }
}

impl Deref for ControlPlane {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.api_server
    }
}
