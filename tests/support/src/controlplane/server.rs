//! An address under which an API server answers, and who may ask it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::faults::Faults;
use super::front::Front;
use super::kubectl::{self, Ended};
use super::pki::{Pki, Subject};
use super::plain::Plain;

/// An address under which an API server answers: the server itself, or a [`Faults`](super::Faults) in front of it.
#[derive(Clone)]
pub struct Server {
    url: String,
    folder: PathBuf,
    pki: Pki,
    admin: PathBuf,
    /// Counts what gets a name of its own.
    count: Arc<AtomicUsize>,
}

/// How a user proves who it is.
enum Proof<'a> {
    Certificate(&'a str),
    Token(&'a str),
}

impl Server {
    /// Makes the administrator of a server; kubeconfigs and caches go into the folder of the control plane.
    pub(crate) fn new(url: String, folder: &Path, pki: &Pki, count: &Arc<AtomicUsize>) -> Server {
        let (folder, pki, count) = (folder.to_owned(), pki.clone(), Arc::clone(count));
        let mut server = Server { url, folder, pki, admin: PathBuf::new(), count };
        server.admin = server.user("kubecheck-admin", &["system:masters"]);
        server
    }

    /// Returns the address, `https://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the certificate authority's file.
    pub fn ca(&self) -> PathBuf {
        self.pki.path("ca.crt")
    }

    /// Returns the certificate authority as manifests carry it, in `caBundle`.
    pub fn ca_bundle(&self) -> String {
        BASE64.encode(read(&self.ca()))
    }

    /// Returns the kubeconfig of the administrator, whose context is called `test`.
    pub fn kubeconfig(&self) -> &Path {
        &self.admin
    }

    /// Returns a kubeconfig for a user with a client certificate; a user without groups may do nothing until it is given
    /// a role.
    pub fn user(&self, name: &str, groups: &[&str]) -> PathBuf {
        self.certified("ca", Subject { name, groups, ..Subject::default() })
    }

    /// Returns a kubeconfig for an administrator whose certificate has expired: the server answers 401.
    pub fn expired_user(&self) -> PathBuf {
        let subject =
            Subject { name: "late", groups: &["system:masters"], expired: true, ..Subject::default() };
        self.certified("ca", subject)
    }

    /// Returns a kubeconfig for a service account with a token of the server; the account is made if it is not there.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn service_account(&self, namespace: &str, name: &str) -> PathBuf {
        let account = format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: {name}}}\n");
        self.kubectl_with(&["apply", "--server-side", "-n", namespace, "-f", "-"], &account).succeeded();
        let token = self.kubectl(&["create", "token", name, "-n", namespace]);
        self.write(&self.ca(), &Proof::Token(token.trim_end()))
    }

    /// Returns a kubeconfig with a service account's token that has expired: the server answers 401.
    pub fn expired_token(&self) -> PathBuf {
        self.write(&self.ca(), &Proof::Token(&self.pki.expired_token("default", "default")))
    }

    /// Returns a kubeconfig of the administrator that trusts another certificate authority than the server's.
    pub fn wrong_ca(&self) -> PathBuf {
        let other = self.fresh("other-ca");
        self.pki.sign(&other, None, Subject { name: "another authority", ..Subject::default() });
        let name = self.fresh("user");
        let subject = Subject { name: "kubecheck-admin", groups: &["system:masters"], ..Subject::default() };
        self.pki.sign(&name, Some("ca"), subject);
        self.write(&self.pki.path(&format!("{other}.crt")), &Proof::Certificate(&name))
    }

    /// Runs kubectl as the administrator and returns what it printed.
    ///
    /// # Panics
    /// If it fails.
    pub fn kubectl(&self, arguments: &[&str]) -> String {
        self.try_kubectl(arguments).succeeded()
    }

    /// Runs kubectl as the administrator.
    pub fn try_kubectl(&self, arguments: &[&str]) -> Ended {
        self.kubectl_with(arguments, "")
    }

    /// Runs kubectl as the administrator with something on its standard input.
    pub fn kubectl_with(&self, arguments: &[&str], input: &str) -> Ended {
        kubectl::run(&self.admin, &self.folder, arguments, input)
    }

    /// Runs kubectl as somebody else.
    pub fn kubectl_as(&self, kubeconfig: &Path, arguments: &[&str]) -> Ended {
        kubectl::run(kubeconfig, &self.folder, arguments, "")
    }

    /// Applies manifests, as `kubectl apply` does.
    ///
    /// # Panics
    /// If the server refuses one.
    pub fn apply(&self, manifests: &str) {
        self.kubectl_with(&["apply", "-f", "-"], manifests).succeeded();
    }

    /// Makes a namespace that no other test has, with its `default` service account, and returns its name.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn namespace(&self, prefix: &str) -> String {
        let name = self.fresh(prefix);
        // The account is a controller's work; where none runs, pods would be refused without it.
        let made = format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n---\n\
             apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: default, namespace: {name}}}\n"
        );
        self.kubectl_with(&["apply", "--server-side", "--force-conflicts", "-f", "-"], &made).succeeded();
        name
    }

    /// Returns a kubeconfig for whom a new certificate names.
    fn certified(&self, authority: &str, subject: Subject<'_>) -> PathBuf {
        let name = self.fresh("user");
        self.pki.sign(&name, Some(authority), subject);
        self.write(&self.ca(), &Proof::Certificate(&name))
    }

    /// Writes a kubeconfig that holds all it needs.
    fn write(&self, ca: &Path, proof: &Proof<'_>) -> PathBuf {
        let data = |path: &Path| BASE64.encode(read(path));
        let user = match proof {
            Proof::Certificate(name) => format!(
                "client-certificate-data: {}\n    client-key-data: {}",
                data(&self.pki.path(&format!("{name}.crt"))),
                data(&self.pki.path(&format!("{name}.key")))
            ),
            Proof::Token(token) => format!("token: {token}"),
        };
        let (url, ca) = (&self.url, data(ca));
        let text = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: test\n\
             clusters:\n- name: test\n  cluster:\n    server: {url}\n    certificate-authority-data: {ca}\n\
             users:\n- name: test\n  user:\n    {user}\n\
             contexts:\n- name: test\n  context: {{cluster: test, user: test}}\n"
        );
        let path = self.folder.join(format!("{}.kubeconfig", self.fresh("user")));
        fs::write(&path, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        path
    }

    /// Returns a name that nothing else of this control plane has.
    pub(crate) fn fresh(&self, prefix: &str) -> String {
        format!("{prefix}-{}", self.number())
    }

    /// Returns a number that nothing else of this control plane has.
    pub(crate) fn number(&self) -> usize {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the folder of the control plane.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens a way for requests of the administrator without credentials or TLS.
    pub fn plain(&self) -> Plain {
        Plain::start(self)
    }

    /// Puts something in front of the server that fails as it is told; clients keep their rights.
    pub fn faults(&self) -> Faults {
        let front = Front::start(&self.url, &self.pki, "server", true);
        let url = format!("https://127.0.0.1:{}", front.port);
        Faults { server: Server::new(url, &self.folder, &self.pki, &self.count), front }
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}
