//! kube-apiserver.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::kept::{Kept, Start, free_port, on_free_ports};
use super::network::Network;
use super::pki::{ISSUER, Pki};
use super::programs::program;
use super::relay::Gate;
use super::server::Server;

/// A running API server; it ends when this value is dropped.
pub struct ApiServer {
    server: Server,
    etcd: Gate,
    _kept: Kept,
}

/// The place of an API server among the others.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The folder of the control plane.
    pub(crate) folder: &'a Path,
    /// Its certificates.
    pub(crate) pki: &'a Pki,
    /// What counts its names.
    pub(crate) count: &'a Arc<AtomicUsize>,
    /// Its pods and services.
    pub(crate) network: &'a Network,
}

impl ApiServer {
    /// Starts an API server with flags beside those that every one has; of two flags of one name the last counts.
    pub(crate) fn start(place: Place<'_>, name: &str, etcd: &str, gate: &Gate, flags: &[&str]) -> ApiServer {
        let program = program("kube-apiserver");
        on_free_ports("kube-apiserver", || {
            let port = free_port();
            let mut arguments = place.arguments(port, etcd);
            arguments.extend(flags.iter().map(|&flag| flag.to_owned()));
            let log = place.folder.join(format!("{name}.log"));
            let url = format!("https://127.0.0.1:{port}");
            let start =
                Start { program: &program, arguments, log, ready: format!("{url}/readyz"), remove: None };
            let mut kept = Kept::start(&start);
            kept.ready()?;
            let server = Server::new(url, place.folder, place.pki, place.count);
            Ok(ApiServer { server, etcd: gate.clone(), _kept: kept })
        })
    }

    /// Holds up everything between this API server and etcd: what it is asked it cannot answer, what it caches grows old.
    pub fn pause_etcd(&self) {
        self.etcd.set(true);
    }

    /// Lets it go on.
    pub fn resume_etcd(&self) {
        self.etcd.set(false);
    }
}

impl Place<'_> {
    /// Returns the flags of every API server.
    fn arguments(self, port: u16, etcd: &str) -> Vec<String> {
        let pki = self.pki;
        let mut flags = vec![
            format!("--etcd-servers={etcd}"),
            format!("--secure-port={port}"),
            format!("--service-account-issuer={ISSUER}"),
            format!("--egress-selector-config-file={}", self.network.config().display()),
            format!("--cert-dir={}", self.folder.display()),
            pki.flag("tls-cert-file", "server.crt"),
            pki.flag("tls-private-key-file", "server.key"),
            pki.flag("client-ca-file", "ca.crt"),
            pki.flag("requestheader-client-ca-file", "front-ca.crt"),
            pki.flag("proxy-client-cert-file", "front-proxy.crt"),
            pki.flag("proxy-client-key-file", "front-proxy.key"),
            pki.flag("service-account-key-file", "service-accounts.pub"),
            pki.flag("service-account-signing-key-file", "service-accounts.key"),
        ];
        flags.extend(FLAGS.iter().map(|&flag| flag.to_owned()));
        flags
    }
}

/// The flags that never differ.
const FLAGS: &[&str] = &[
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    // Endpoints may not be on loopback, so the service `kubernetes` gets none, and no error every few seconds.
    "--endpoint-reconciler-type=none",
    "--authorization-mode=Node,RBAC",
    "--allow-privileged=true",
    "--service-cluster-ip-range=10.0.0.0/16",
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-username-headers=X-Remote-User",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
];

impl Deref for ApiServer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}
