//! Keys, certificates and tokens of a control plane, in one folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::programs::harness;

/// The issuer of the API server's tokens.
pub(crate) const ISSUER: &str = "https://kubernetes.default.svc";

/// The folder with a control plane's certificates: `ca` signs servers and users, `front-ca` signs proxies in front of API
/// servers, `service-accounts` is the key for tokens.
#[derive(Clone)]
pub(crate) struct Pki {
    folder: PathBuf,
}

/// Whom a certificate names, and whether it is still good.
#[derive(Clone, Copy, Default)]
pub(crate) struct Subject<'a> {
    /// The common name.
    pub(crate) name: &'a str,
    /// The organisations, a user's groups.
    pub(crate) groups: &'a [&'a str],
    /// The addresses of a server.
    pub(crate) hosts: &'a [&'a str],
    /// Whether its time is over.
    pub(crate) expired: bool,
}

impl Pki {
    /// Makes the authorities and the certificates that every control plane needs.
    pub(crate) fn new(folder: &Path) -> Pki {
        let pki = Pki::empty(folder);
        let named = |name| Subject { name, ..Subject::default() };
        pki.sign("ca", None, named("kubernetes"));
        pki.sign("front-ca", None, named("front-proxy-ca"));
        pki.sign("service-accounts", None, named("service-accounts"));
        pki.sign("front-proxy", Some("front-ca"), named("front-proxy-client"));
        let hosts = ["127.0.0.1", "localhost", "10.0.0.1", "kubernetes.default.svc", "api.kubecheck.test"];
        pki.sign("server", Some("ca"), Subject { hosts: &hosts, ..named("kube-apiserver") });
        pki
    }

    /// Makes the folder only.
    pub(crate) fn empty(folder: &Path) -> Pki {
        crate::go::create(folder);
        Pki { folder: folder.to_owned() }
    }

    /// Makes a key and a certificate in the files `name.key` and `name.crt`; without an authority it is one.
    pub(crate) fn sign(&self, name: &str, authority: Option<&str>, subject: Subject<'_>) {
        let mut arguments = vec!["sign".to_owned(), format!("--file={}", self.path(name).display())];
        arguments.push(format!("--name={}", subject.name));
        arguments
            .extend(authority.map(|authority| format!("--authority={}", self.path(authority).display())));
        arguments.extend(subject.groups.iter().map(|group| format!("--group={group}")));
        arguments.extend(subject.hosts.iter().map(|host| format!("--host={host}")));
        arguments.extend(subject.expired.then(|| "--expired".to_owned()));
        run(&arguments);
    }

    /// Returns a token of a service account whose time is over.
    pub(crate) fn expired_token(&self, namespace: &str, name: &str) -> String {
        let key = format!("--key={}", self.path("service-accounts").display());
        let whose = [format!("--namespace={namespace}"), format!("--name={name}")];
        let [namespace, name] = whose;
        run(&["token".to_owned(), key, format!("--issuer={ISSUER}"), namespace, name]).trim_end().to_owned()
    }

    /// Returns the path of a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Returns a flag that names a file.
    pub(crate) fn flag(&self, flag: &str, name: &str) -> String {
        format!("--{flag}={}", self.path(name).display())
    }
}

/// Runs the harness's Go program and returns what it printed.
fn run(arguments: &[String]) -> String {
    let output = Command::new(harness()).args(arguments).stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("cannot start {}: {error}", harness().display()));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}
