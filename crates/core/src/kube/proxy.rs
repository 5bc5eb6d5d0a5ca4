//! Which proxy a request goes through, as Go's programs decide (`golang.org/x/net/http/httpproxy`).

use std::env;
use std::net::IpAddr;

use http::Uri;
use ipnet::IpNet;

use super::fault::{Fault, FaultKind};

/// Reads the address of a proxy (`k8s.io/client-go/tools/clientcmd/helpers.go`, `parseProxyURL`).
pub(crate) fn parse(text: &str) -> Result<Uri, Fault> {
    let uri: Option<Uri> = text.parse().ok().filter(|uri: &Uri| uri.host().is_some());
    let known = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https" | "socks5"));
    uri.filter(known).ok_or_else(|| {
        // It may hold a password, so that it is not shown.
        let message = "the proxy of the kubeconfig or of the environment is no address of a proxy";
        Fault::new(FaultKind::Configuration, message)
            .hint("write http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT")
    })
}

/// Returns the proxy that the environment names for a server: none for this machine, nor for what `NO_PROXY` lists.
pub(crate) fn from_environment(server: &str) -> Option<String> {
    let server: Uri = server.parse().ok()?;
    let is_https = server.scheme_str() == Some("https");
    let names = if is_https { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let set = |names: [&str; 2]| {
        names.iter().filter_map(|name| env::var(name).ok()).find(|value| !value.is_empty())
    };
    let proxy = set(names)?;
    let port = server.port_u16().unwrap_or(if is_https { 443 } else { 80 });
    let excluded = set(["NO_PROXY", "no_proxy"]).unwrap_or_default();
    let needed = !passes_by(server.host()?, port, &excluded);
    needed.then(|| if proxy.contains("://") { proxy } else { format!("http://{proxy}") })
}

/// Tells whether a host is reached without a proxy.
fn passes_by(host: &str, port: u16, excluded: &str) -> bool {
    let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    let address: Option<IpAddr> = host.parse().ok();
    if host == "localhost" || address.is_some_and(|address| address.is_loopback()) {
        return true;
    }
    excluded.split(',').map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let entry = entry.to_ascii_lowercase();
        if entry == "*" {
            return true;
        }
        if let (Ok(net), Some(address)) = (entry.parse::<IpNet>(), address) {
            return net.contains(&address);
        }
        let (name, only) = match entry.rsplit_once(':') {
            Some((name, digits)) if !name.contains(':') => match digits.parse::<u16>() {
                Ok(port) => (name, Some(port)),
                Err(_) => (entry.as_str(), None),
            },
            _ => (entry.as_str(), None),
        };
        let name = name.trim_matches(['[', ']']);
        only.is_none_or(|only| only == port) && is_within(&host, name, address)
    })
}

/// Tells whether a host is the one that is named, or below it: `example.com` names both, `.example.com` only what is below.
fn is_within(host: &str, name: &str, address: Option<IpAddr>) -> bool {
    if let Some(address) = address {
        return name.parse() == Ok(address);
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    match name.strip_prefix('.') {
        Some(_) => host.ends_with(name),
        None => host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')),
    }
}

#[cfg(test)]
mod tests {
    use super::passes_by;

    #[test]
    fn hosts_are_excluded_as_go_does() {
        let cases = [
            ("127.0.0.1", "", true),
            ("localhost", "", true),
            ("[::1]", "", true),
            ("10.1.2.3", "10.0.0.0/8", true),
            ("10.1.2.3", "10.1.2.3", true),
            ("11.1.2.3", "10.0.0.0/8, 11.1.2.4", false),
            ("api.example.com", "example.com", true),
            ("api.example.com", ".example.com", true),
            ("example.com", ".example.com", false),
            ("badexample.com", "example.com", false),
            ("api.example.com", "example.com:6443", true),
            ("api.example.com", "example.com:443", false),
            ("api.example.com", "*", true),
        ];
        for (host, excluded, expected) in cases {
            assert_eq!(passes_by(host, 6443, excluded), expected, "{host} {excluded}");
        }
    }
}
