//! How to reach Prometheus.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use http::{HeaderName, HeaderValue};

use super::service::Service;
use crate::kube::Access;

/// How to reach Prometheus, or what answers as it does: Thanos, Mimir, VictoriaMetrics.
///
/// What proves who asks is never an argument, which everybody on the machine can read: it stands in a file or in the environment.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Prometheus")]
pub struct PrometheusArgs {
    /// The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url, conflicts_with = "prometheus_service")]
    pub prometheus: Option<String>,
    /// The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is
    /// named, a service is looked for by well-known labels
    #[arg(long, value_name = "NAMESPACE/[https:]NAME[:PORT]", value_parser = Service::read)]
    pub prometheus_service: Option<Service>,
    /// The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]
    #[arg(long, value_name = "NAME", conflicts_with = "prometheus_service")]
    pub prometheus_username: Option<String>,
    /// The file with the password
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "prometheus_service")]
    pub prometheus_password_file: Option<PathBuf>,
    /// The file with the bearer token; otherwise $PROMETHEUS_TOKEN
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath,
        conflicts_with_all = ["prometheus_service", "prometheus_username", "prometheus_password_file"])]
    pub prometheus_token_file: Option<PathBuf>,
    /// The file with the certificate authority of the server
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "prometheus_service")]
    pub prometheus_ca: Option<PathBuf>,
    /// The file with the client certificate
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "prometheus_client_key",
        conflicts_with = "prometheus_service")]
    pub prometheus_client_certificate: Option<PathBuf>,
    /// The file with the key of the client certificate
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "prometheus_client_certificate")]
    pub prometheus_client_key: Option<PathBuf>,
    /// The name to expect in the server's certificate
    #[arg(long, value_name = "NAME", conflicts_with = "prometheus_service")]
    pub prometheus_tls_server_name: Option<String>,
    /// Do not verify the server's certificate; makes the connection insecure
    #[arg(long, conflicts_with_all = ["prometheus_service", "prometheus_ca"])]
    pub prometheus_insecure_skip_tls_verify: bool,
    /// A header to send, such as 'X-Scope-OrgID: shop' for a tenant of Mimir; may be repeated
    #[arg(long, value_name = "NAME: VALUE", value_parser = header)]
    pub prometheus_header: Vec<(HeaderName, HeaderValue)>,
    /// The address that a document names, for where nobody else names one. Who writes documents is not who holds credentials: nothing of
    /// flags or the environment that proves who asks is sent there.
    #[arg(skip)]
    pub documented: Option<String>,
}

/// Who names an address, if a document does.
pub(super) const DOCUMENTED: &str = "the address of the document";

impl PrometheusArgs {
    /// Returns what a user must be allowed to do in the cluster to ask this Prometheus; nothing if an address is named.
    pub fn access(&self) -> Vec<Access> {
        let proxy = |namespace| Access::Resource {
            group: String::new(),
            resource: "services/proxy".to_owned(),
            verb: "get",
            namespace,
        };
        let services = |verb, namespace| Access::Resource {
            group: String::new(),
            resource: "services".to_owned(),
            verb,
            namespace,
        };
        match &self.prometheus_service {
            Some(service) => {
                let namespace = Some(service.namespace.clone());
                let port = service.port.is_none().then(|| services("get", namespace.clone()));
                port.into_iter().chain([proxy(namespace)]).collect()
            }
            None if self.address(&super::variable).is_some() => Vec::new(),
            None => vec![services("list", None), proxy(None)],
        }
    }

    /// Returns the address, and who named it.
    pub(super) fn address(
        &self,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Option<(String, &'static str)> {
        // An empty one is what an unset variable of a script leaves, and means none, as with every flag here.
        let flag = self.prometheus.clone().filter(|address| !address.trim().is_empty());
        flag.map(|address| (address, "--prometheus"))
            .or_else(|| variable("PROMETHEUS_URL").map(|address| (address, "PROMETHEUS_URL")))
            .or_else(|| self.documented.clone().map(|address| (address, DOCUMENTED)))
    }

    /// Tells whether flags or the environment name a Prometheus, so that no document does.
    pub fn is_named(&self) -> bool {
        let other = PrometheusArgs { documented: None, ..self.clone() };
        self.prometheus_service.is_some() || other.address(&super::variable).is_some()
    }

    /// Tells whether something is to be sent that proves who asks.
    pub(super) fn proves(&self) -> bool {
        let files = [&self.prometheus_password_file, &self.prometheus_token_file];
        let is_named = self.prometheus_username.as_deref().is_some_and(|name| !name.is_empty());
        is_named || files.iter().any(|file| file.is_some()) || !self.prometheus_header.is_empty()
    }
}

impl fmt::Debug for PrometheusArgs {
    /// Prints what holds no secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.prometheus_header.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("PrometheusArgs")
            .field("prometheus", &self.prometheus.as_deref().map(super::address::shown))
            .field("prometheus_service", &self.prometheus_service)
            .field("prometheus_header", &headers)
            .finish_non_exhaustive()
    }
}

/// What the connection itself, or the API server on the way, understands: sent from here, it would make something else of the
/// question or of who asks.
const RESERVED: [&str; 8] = [
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "upgrade",
    "accept-encoding",
    "te",
];

fn header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let usual = "write 'NAME: VALUE'";
    let (name, value) = text.split_once(':').ok_or(usual)?;
    let name: HeaderName =
        name.trim().parse().map_err(|_| format!("{name:?} is no name of a header; {usual}"))?;
    if RESERVED.contains(&name.as_str()) || name.as_str().starts_with("impersonate-") {
        return Err(format!("the header {name} is not for Prometheus"));
    }
    // The value may be a secret.
    let value: Result<HeaderValue, _> = value.trim().parse();
    let mut value =
        value.map_err(|_| format!("the value of {name} has characters that no header can carry"))?;
    value.set_sensitive(true);
    Ok((name, value))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: PrometheusArgs,
    }

    fn parse(words: &[&str]) -> Result<PrometheusArgs, String> {
        let words = std::iter::once("x").chain(words.iter().copied());
        Line::try_parse_from(words).map(|line| line.args).map_err(|error| error.to_string())
    }

    #[test]
    fn a_header_has_a_name_and_a_value() {
        let args = parse(&["--prometheus-header", "X-Scope-OrgID:  shop: a "]).unwrap();
        let (name, value) = &args.prometheus_header[0];
        assert_eq!((name.as_str(), value.to_str().unwrap()), ("x-scope-orgid", "shop: a"));
        for (wrong, why) in [
            ("X", "write 'NAME: VALUE'"),
            ("a b: c", "no name of a header"),
            ("Host: x", "not for Prometheus"),
            ("Impersonate-User: x", "not for Prometheus"),
            ("X-A: SECRET\nX-B: y", "no header can carry"),
        ] {
            assert!(parse(&["--prometheus-header", wrong]).unwrap_err().contains(why), "{wrong}");
        }
    }

    #[test]
    fn ways_and_proofs_do_not_mix() {
        for wrong in [
            &["--prometheus", "http://a", "--prometheus-service", "a/b"][..],
            &["--prometheus-service", "a/b", "--prometheus-token-file", "t"],
            &["--prometheus-username", "a", "--prometheus-token-file", "t"],
            &["--prometheus-client-key", "k"],
            &["--prometheus-insecure-skip-tls-verify", "--prometheus-ca", "c"],
        ] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        let args = parse(&[
            "--prometheus",
            "https://u:SECRET@h/p?x=SECRET",
            "--prometheus-header",
            "X-Token: SECRET",
        ]);
        let text = format!("{:?}", args.unwrap());
        assert!(
            !text.contains("SECRET") && text.contains("https://h/p") && text.contains("x-token"),
            "{text}"
        );
    }

    #[test]
    fn an_address_needs_no_rights() {
        assert_eq!(parse(&["--prometheus", "http://a"]).unwrap().access(), []);
        let named = |access: &Access| match access {
            Access::Resource { resource, verb, namespace, .. } => format!("{verb} {resource} {namespace:?}"),
            Access::Path(path) => (*path).to_owned(),
        };
        let access = |words: &[&str]| parse(words).unwrap().access().iter().map(named).collect::<Vec<_>>();
        assert_eq!(access(&["--prometheus-service", "m/p:web"]), ["get services/proxy Some(\"m\")"]);
        assert_eq!(
            access(&["--prometheus-service", "m/p"]),
            ["get services Some(\"m\")", "get services/proxy Some(\"m\")"]
        );
    }
}
