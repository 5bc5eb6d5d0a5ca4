//! A pod network that never leaves loopback.
//!
//! The API server reaches pods and services through an HTTP CONNECT proxy on a socket of ours
//! (`--egress-selector-config-file`, KEP-1281), which leads each address to the port of a test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::relay::{self, Gate};

/// A pod network.
pub(crate) struct Network {
    config: PathBuf,
    routes: Routes,
}

/// Which port of loopback answers for an address, `10.244.0.1:443`.
#[derive(Clone, Default)]
struct Routes(Arc<Mutex<BTreeMap<String, u16>>>);

impl Network {
    /// Makes a network whose files lie in a folder. Its thread ends with the process.
    pub(crate) fn new(folder: &Path) -> Network {
        let (socket, config) = (folder.join("network.sock"), folder.join("egress.yaml"));
        let network = Network { config, routes: Routes::default() };
        let listener = UnixListener::bind(&socket);
        let listener = listener.unwrap_or_else(|error| panic!("cannot open {}: {error}", socket.display()));
        let routes = network.routes.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let routes = routes.clone();
                thread::spawn(move || routes.connect(connection));
            }
        });
        let text = format!(
            "apiVersion: apiserver.k8s.io/v1beta1\nkind: EgressSelectorConfiguration\negressSelections:\n\
             - name: cluster\n  connection:\n    proxyProtocol: HTTPConnect\n    transport: {{uds: {{udsName: {}}}}}\n",
            socket.display()
        );
        let written = fs::write(&network.config, text);
        written.unwrap_or_else(|error| panic!("cannot write {}: {error}", network.config.display()));
        network
    }

    /// Returns the file that tells API servers of the network.
    pub(crate) fn config(&self) -> &Path {
        &self.config
    }

    /// Leads an address to a port of loopback.
    pub(crate) fn lead(&self, address: &str, port: u16) {
        let mut routes = self.routes.0.lock().unwrap_or_else(PoisonError::into_inner);
        routes.insert(address.to_owned(), port);
    }
}

impl Routes {
    /// Answers a CONNECT and joins the two sides.
    fn connect(&self, mut connection: UnixStream) {
        let Some(address) = asked_for(&mut connection) else { return };
        let port = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&address).copied();
        let there = port.and_then(|port| TcpStream::connect(("127.0.0.1", port)).ok());
        // Who asks learns of a failed answer by the end of the connection.
        let _ = match there {
            Some(there) => connection
                .write_all(b"HTTP/1.1 200 Connected\r\n\r\n")
                .map(|()| relay::join(connection, there, &Gate::default())),
            // The API server shows the status line.
            None => {
                connection.write_all(b"HTTP/1.1 502 no test serves this address\r\nContent-Length: 0\r\n\r\n")
            }
        };
    }
}

/// Reads `CONNECT address HTTP/1.1` and what follows up to the empty line.
fn asked_for(connection: &mut UnixStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    Some(head.strip_prefix("CONNECT ")?.split(' ').next()?.to_owned())
}
