//! A service of a cluster, reached through the API server
//! (`k8s.io/kubernetes/pkg/registry/core/service/storage/storage.go`, `ResourceLocation`).

use std::fmt;

use crate::kube::escaped;

/// A service, as `--prometheus-service` names it: `monitoring/prometheus-k8s:web`, `thanos/https:querier:9091`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Service {
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// The name or number of the port; none to find it out.
    pub port: Option<String>,
    /// Whether it speaks TLS.
    pub tls: bool,
}

impl Service {
    /// Reads the value of the flag.
    ///
    /// # Errors
    /// What to write instead.
    pub fn read(text: &str) -> Result<Service, String> {
        const USUAL: &str =
            "write NAMESPACE/NAME:PORT, such as monitoring/prometheus-k8s:web, or NAMESPACE/https:NAME:PORT";
        let (namespace, rest) = text.split_once('/').ok_or(USUAL)?;
        let words: Vec<&str> = rest.split(':').collect();
        let (tls, name, port) = match words[..] {
            [name] => (false, name, ""),
            // No name begins with a digit, so that this is the port of a service that is called so.
            ["http" | "https", name] if !name.starts_with(|c: char| c.is_ascii_digit()) => {
                (words[0] == "https", name, "")
            }
            [name, port] => (false, name, port),
            ["http", name, port] => (false, name, port),
            ["https", name, port] => (true, name, port),
            _ => return Err(USUAL.to_owned()),
        };
        let is_plain = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
        };
        if !is_plain(namespace) || !is_plain(name) || !(port.is_empty() || is_plain(port)) {
            return Err(USUAL.to_owned());
        }
        let port = Some(port.to_owned()).filter(|port| !port.is_empty());
        Ok(Service { namespace: namespace.to_owned(), name: name.to_owned(), port, tls })
    }

    /// Returns the name that the API server's proxy, and so a role, knows it by: `prometheus-k8s:web`
    /// (`k8s.io/apimachinery/pkg/util/net/port_split.go`, `SplitSchemeNamePort`).
    pub(super) fn proxied(&self) -> String {
        let port = self.port.as_deref().unwrap_or_default();
        match (self.tls, port) {
            (true, port) => format!("https:{}:{port}", self.name),
            (false, "") => self.name.clone(),
            (false, port) => format!("{}:{port}", self.name),
        }
    }

    /// Returns the path below which it answers.
    pub(super) fn path(&self) -> String {
        // Colons mean something there and are allowed in a path (RFC 3986, section 3.3).
        format!("/api/v1/namespaces/{}/services/{}/proxy", escaped(&self.namespace), self.proxied())
    }
}

impl fmt::Display for Service {
    /// Prints what the flag reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https:" } else { "" };
        write!(f, "{}/{scheme}{}", self.namespace, self.name)?;
        self.port.iter().try_for_each(|port| write!(f, ":{port}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_named_with_and_without_port_and_scheme() {
        for (text, proxied, printed) in [
            ("m/p", "p", "m/p"),
            ("m/p:web", "p:web", "m/p:web"),
            ("m/p:9090", "p:9090", "m/p:9090"),
            ("m/https:p", "https:p:", "m/https:p"),
            ("m/https:p:443", "https:p:443", "m/https:p:443"),
            ("m/http:p:web", "p:web", "m/p:web"),
            ("m/p:", "p", "m/p"),
            ("m/https:443", "https:443", "m/https:443"),
        ] {
            let service = Service::read(text).unwrap();
            assert_eq!((service.proxied().as_str(), service.to_string().as_str()), (proxied, printed));
            assert_eq!(service.path(), format!("/api/v1/namespaces/m/services/{proxied}/proxy"));
        }
    }

    #[test]
    fn what_names_no_service_is_told_how_to() {
        for wrong in [
            "",
            "p",
            "m/",
            "/p",
            "m/p/x",
            "m/a:b:c",
            "m/ftp:p:1",
            "m/https:",
            "m/https::1",
            "m/p:a/b",
            "m n/p",
        ] {
            assert!(Service::read(wrong).is_err_and(|told| told.contains("NAMESPACE/NAME:PORT")), "{wrong}");
        }
    }
}
