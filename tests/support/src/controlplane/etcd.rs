//! etcd, and what tests do behind the API server's back.

use std::path::Path;
use std::process::Command;

use super::kept::{Kept, Start, free_port, on_free_ports};
use super::kubectl::Ended;
use super::pki::Pki;
use super::programs::program;

/// A running etcd.
pub(crate) struct Etcd {
    /// Where clients ask; also its JSON gateway.
    pub(crate) url: String,
    /// The same for clients with a certificate.
    pub(crate) secure_url: String,
    _kept: Kept,
}

impl Etcd {
    /// Starts an etcd whose data lie in a folder, which goes when etcd does.
    pub(crate) fn start(folder: &Path, pki: &Pki) -> Etcd {
        let program = program("etcd");
        on_free_ports("etcd", || {
            let (url, peers) = (loopback(), loopback());
            let secure_url = loopback().replace("http:", "https:");
            let arguments = vec![
                format!("--data-dir={}", folder.join("etcd").display()),
                format!("--listen-client-urls={url},{secure_url}"),
                format!("--advertise-client-urls={url},{secure_url}"),
                pki.flag("cert-file", "server.crt"),
                pki.flag("key-file", "server.key"),
                pki.flag("trusted-ca-file", "ca.crt"),
                "--client-cert-auth".to_owned(),
                format!("--listen-peer-urls={peers}"),
                format!("--initial-advertise-peer-urls={peers}"),
                format!("--initial-cluster=default={peers}"),
                // A test's data need not outlive a power cut.
                "--unsafe-no-fsync".to_owned(),
                "--log-level=warn".to_owned(),
            ];
            let log = folder.join("etcd.log");
            let ready = format!("{url}/health");
            let start = Start { program: &program, arguments, log, ready, remove: Some(folder) };
            let mut kept = Kept::start(&start);
            kept.ready()?;
            Ok(Etcd { url, secure_url, _kept: kept })
        })
    }

    /// Runs etcdctl.
    pub(crate) fn etcdctl(&self, arguments: &[&str]) -> Ended {
        let mut command = Command::new(program("etcdctl"));
        // etcdctl refuses a flag that is also a variable.
        command.env_clear().arg(format!("--endpoints={}", self.url)).args(arguments);
        Ended::of(&mut command, "")
    }
}

/// Returns an address on a free port.
fn loopback() -> String {
    format!("http://127.0.0.1:{}", free_port())
}
