//! What a server is told beside its data: rules, flags, who may ask it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::json;

use super::programs::backfill;
use crate::controlplane::pki::{Pki, Subject};

/// How a server differs from one that answers anybody over plain HTTP and has no rules.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub(super) rules: Vec<String>,
    pub(super) flags: Vec<String>,
    pub(super) user: Option<(String, String)>,
    pub(super) tls: bool,
    pub(super) prefix: String,
}

impl Options {
    /// Returns no difference.
    pub fn new() -> Options {
        Options::default()
    }

    /// Adds a file of rules; this is its content. They are evaluated at the time of the machine, so they are to be seen, not to
    /// be waited for.
    #[must_use]
    pub fn rules(mut self, content: &str) -> Options {
        self.rules.push(content.to_owned());
        self
    }

    /// Adds a flag, `--enable-feature=promql-experimental-functions`.
    #[must_use]
    pub fn flag(mut self, flag: &str) -> Options {
        self.flags.push(flag.to_owned());
        self
    }

    /// Lets only one user ask, who has a password.
    #[must_use]
    pub fn basic_auth(mut self, user: &str, password: &str) -> Options {
        self.user = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Speaks TLS, with a certificate for 127.0.0.1 and localhost of an authority of its own.
    #[must_use]
    pub fn tls(mut self) -> Options {
        self.tls = true;
        self
    }

    /// Answers below a path, `/prometheus`, as behind a proxy that other programs share.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Options {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// Writes the files that say so and returns the flags that name them.
    pub(super) fn write(&self, folder: &Path) -> Vec<String> {
        let mut flags = vec![format!("--config.file={}", write(folder, "prometheus.yml", CONFIG).display())];
        for (number, rules) in self.rules.iter().enumerate() {
            write(folder, &format!("rules-{number}.yml"), rules);
        }
        if self.user.is_some() || self.tls {
            let web = write(folder, "web.yml", &self.web(folder));
            flags.push(format!("--web.config.file={}", web.display()));
        }
        if !self.prefix.is_empty() {
            flags.push(format!("--web.route-prefix={}", self.prefix));
        }
        flags.extend_from_slice(&self.flags);
        flags
    }

    /// Returns the web configuration (docs/configuration/https.md of Prometheus).
    fn web(&self, folder: &Path) -> String {
        let mut web = json!({});
        if let Some((user, password)) = &self.user {
            web["basic_auth_users"] = json!({ user: hash(password) });
        }
        if self.tls {
            let pki = Pki::empty(&folder.join("pki"));
            pki.sign("ca", None, Subject { name: "prometheus-ca", ..Subject::default() });
            let hosts = &["127.0.0.1", "localhost"];
            pki.sign("server", Some("ca"), Subject { name: "prometheus", hosts, ..Subject::default() });
            web["tls_server_config"] =
                json!({"cert_file": pki.path("server.crt"), "key_file": pki.path("server.key")});
        }
        web.to_string()
    }

    /// Writes what promtool takes as `--http.config.file` to ask such a server.
    pub(super) fn write_client(&self, folder: &Path) -> PathBuf {
        let mut client = json!({});
        if let Some((user, password)) = &self.user {
            client["basic_auth"] = json!({"username": user, "password": password});
        }
        if self.tls {
            client["tls_config"] = json!({"ca_file": folder.join("pki/ca.crt")});
        }
        write(folder, "client.yml", &client.to_string())
    }
}

/// The server's configuration. The data are as old as they are, so nothing is ever too old.
const CONFIG: &str = "storage: {tsdb: {retention: {time: 100y}}}\nrule_files: ['rules-*.yml']\n";

fn write(folder: &Path, name: &str, content: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, content).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    path
}

/// Returns the bcrypt hash of a password.
fn hash(password: &str) -> String {
    let mut command = Command::new(backfill());
    command.arg("hash").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin.write_all(password.as_bytes()).unwrap_or_else(|error| panic!("cannot hash a password: {error}"));
    drop(stdin);
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("cannot hash a password: {error}"));
    assert!(output.status.success(), "a password was refused");
    String::from_utf8(output.stdout).expect("a bcrypt hash is ASCII")
}
