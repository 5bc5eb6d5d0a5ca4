//! An address as people have it: typed, or pasted from a browser.

use http::Uri;

use super::wrong;
use crate::kube::Fault;

/// What pages and questions of Prometheus end in; an address that was pasted has them behind it.
const PAGES: [&str; 8] = [
    "/api/v1/query_range",
    "/api/v1/query",
    "/api/v1/series",
    "/api/v1",
    "/classic/graph",
    "/graph",
    "/-/ready",
    "/-/healthy",
];

/// An address without what is not for everybody's eyes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Scheme, host and what all paths begin with; no slash at the end.
    pub(super) url: String,
    /// The user, as the address has it; the password may be missing.
    pub(super) user: Option<(String, Option<String>)>,
    /// Whether the scheme was written, or is only supposed.
    pub(super) has_scheme: bool,
}

impl Address {
    /// Tells whether what is sent can be read on the way.
    pub(super) fn is_plain(&self) -> bool {
        self.url.starts_with("http://")
    }
}

/// Reads an address; `from` is who named it.
pub(super) fn read(text: &str, from: &str) -> Result<Address, Fault> {
    let text = text.trim();
    let refuse = |why: &str| {
        wrong(format!("{from} is no address of Prometheus: {:?} {why}", shown(text)))
            .hint("write it as in https://prometheus.example.com or http://127.0.0.1:9090/prefix")
    };
    let (scheme, rest) = text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest));
    let scheme_of = scheme.unwrap_or("http").to_ascii_lowercase();
    if scheme_of != "http" && scheme_of != "https" {
        return Err(refuse("begins with neither http:// nor https://"));
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let path = path(rest).map_err(refuse)?;
    let url = format!("{scheme_of}://{host}{path}");
    let uri: Option<Uri> = url.parse().ok();
    let is_whole = |uri: &Uri| {
        let has_port = uri
            .authority()
            .is_some_and(|authority| authority.as_str().rsplit(']').next().unwrap_or_default().contains(':'));
        uri.host().is_some_and(|host| !host.is_empty())
            && (!has_port || uri.port_u16().is_some_and(|port| port > 0))
    };
    if !uri.as_ref().is_some_and(is_whole) {
        return Err(refuse("has no host, or a port that is none"));
    }
    let user = user.map(|user| match user.split_once(':') {
        Some((name, password)) => (decoded(name), Some(decoded(password))),
        None => (decoded(user), None),
    });
    Ok(Address { url, user, has_scheme: scheme.is_some() })
}

/// Returns what stands before the paths of the API.
fn path(rest: &str) -> Result<&str, &'static str> {
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (path, behind) = rest.split_at(end);
    if path.contains('@') {
        return Err("has an @ in its path; in a user name or password write / as %2F, ? as %3F and # as %23");
    }
    let path = path.trim_end_matches('/');
    let page = PAGES.iter().find_map(|page| path.strip_suffix(page));
    // Prometheus 3 calls its page so, and always with what it shows; alone it may be the prefix of Thanos.
    let page = page.or_else(|| path.strip_suffix("/query").filter(|_| !behind.is_empty()));
    match page {
        Some(path) => Ok(path.trim_end_matches('/')),
        None if behind.is_empty() => Ok(path),
        None => Err("goes on behind its path; leave out what begins with ? or #"),
    }
}

/// Returns an address as it may be shown: without user, password and parameters.
pub fn shown(text: &str) -> String {
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
    // A password may have a slash that should have been encoded.
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    if scheme.is_empty() { rest.to_owned() } else { format!("{scheme}://{rest}") }
}

/// Decodes what is percent-encoded (RFC 3986, section 2.1); what is not stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let pair = behind.get(..2).filter(|pair| *first == b'%' && pair.iter().all(u8::is_ascii_hexdigit));
        let byte = pair.and_then(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> String {
        read(text, "--prometheus").map_or_else(|fault| panic!("{text}: {fault}"), |address| address.url)
    }

    #[test]
    fn what_is_pasted_is_understood() {
        for (text, expected) in [
            ("http://127.0.0.1:9090", "http://127.0.0.1:9090"),
            (" HTTPS://host/ ", "https://host"),
            ("https://host/prometheus//", "https://host/prometheus"),
            ("https://host/prometheus/graph?g0.expr=up&g0.tab=1", "https://host/prometheus"),
            ("http://host/query?g0.expr=up", "http://host"),
            ("https://thanos/query", "https://thanos/query"),
            ("http://host/api/v1/query?query=up", "http://host"),
            ("http://host/api/v1/", "http://host"),
            ("http://host/select/0/prometheus/api/v1/query", "http://host/select/0/prometheus"),
            ("http://[::1]:9090/", "http://[::1]:9090"),
            ("localhost:9090", "http://localhost:9090"),
        ] {
            assert_eq!(url(text), expected, "{text}");
        }
        assert!(!read("localhost:9090", "").unwrap().has_scheme);
    }

    #[test]
    fn users_are_taken_out() {
        let address = read("https://an%40n:p%3A:w%@host/x", "").unwrap();
        assert_eq!(address.url, "https://host/x");
        assert_eq!(address.user, Some(("an@n".to_owned(), Some("p::w%".to_owned()))));
        assert_eq!(read("https://ann@host", "").unwrap().user, Some(("ann".to_owned(), None)));
    }

    #[test]
    fn what_is_no_address_is_told_without_secrets() {
        for (text, why) in [
            ("", "has no host"),
            ("ftp://u:SECRET@host", "begins with neither"),
            ("http://", "has no host"),
            ("http://u:SECRET@", "has no host"),
            ("http://u:SECRET@host:99999", "a port that is none"),
            ("http://host:x", "a port that is none"),
            ("http://host:", "a port that is none"),
            ("http://u:SEC/RET@host", "an @ in its path"),
            ("http://u:SECRET@host/x?token=SECRET", "goes on behind its path"),
            ("http://ho st", "has no host"),
        ] {
            let fault = read(text, "--prometheus").unwrap_err();
            assert!(fault.message.contains(why), "{text}: {fault}");
            let text = format!("{fault} {:?}", fault.hint);
            assert!(!text.contains("SEC") && text.contains("--prometheus"), "{text}");
        }
    }
}
