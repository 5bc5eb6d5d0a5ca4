//! What programs ask for that are used to wait: `nc`, `curl`, `pg_isready`, `nslookup`, `kubectl wait`, `wait-for-it` and their like.

mod arguments;
mod kubectl;
mod programs;

use super::shell::Call;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A host, by name or address.
    Host {
        /// The host, as it is written.
        host: String,
        /// The port; none if none is written.
        port: Option<String>,
        /// What must be so.
        need: Need,
    },
    /// An object.
    Object {
        /// The kind as kubectl takes it, in lower case and in the singular: `job`, `secret`.
        kind: String,
        /// The name.
        name: String,
        /// The namespace, if one is named.
        namespace: Option<String>,
    },
    /// Pods, by their labels.
    Pods {
        /// The selector, as it is written.
        selector: String,
        /// The namespace, if one is named.
        namespace: Option<String>,
    },
    /// A file.
    File {
        /// The path.
        path: String,
    },
}

/// What must be so of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Its name has an address.
    Name,
    /// Something answers there.
    Answer,
}

/// Returns what a program asks for; nothing if it is not known to ask.
pub fn targets(call: &Call) -> Vec<Target> {
    let mut found = programs::targets(call);
    found.extend(call.files.iter().filter_map(|file| device(file)));
    found.extend(call.words.iter().skip(1).filter_map(|word| device(word)));
    found.dedup();
    found
}

/// Tells whether a program only waits, or does nothing at all.
pub fn is_idle(call: &Call) -> bool {
    const IDLE: [&str; 22] = [
        "sleep", "echo", "printf", "date", "true", "false", ":", "exit", "break", "continue", "set",
        "return", "expr", "let", "test", "[", "[[", "trap", "seq", "shift", "read", "grep",
    ];
    IDLE.contains(&call.program())
        || call.words.first().is_none_or(|first| first.starts_with('$') || first.ends_with("=1"))
}

/// Reads bash's way to a port: `/dev/tcp/HOST/PORT`.
fn device(text: &str) -> Option<Target> {
    let (_, rest) = text.split_once("/dev/tcp/")?;
    let (host, port) = rest.split_once('/')?;
    let port: String =
        port.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '$' || *c == '_').collect();
    let host = host.trim_matches(['[', ']']);
    is_host(host).then(|| Target::Host { host: host.to_owned(), port: Some(port), need: Need::Answer })
}

/// Reads `host:port`, a URL, or a host alone.
pub(crate) fn address(text: &str, default_port: Option<&str>) -> Option<Target> {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text),
    };
    let rest = rest.split(['/', '?', '#', ',']).next().unwrap_or(rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port.to_owned())),
        _ => (rest, None),
    };
    let of_scheme = || match scheme? {
        "http" | "ws" => Some("80"),
        "https" | "wss" => Some("443"),
        "postgres" | "postgresql" => Some("5432"),
        "mysql" | "mariadb" => Some("3306"),
        "redis" | "rediss" => Some("6379"),
        "mongodb" => Some("27017"),
        "amqp" => Some("5672"),
        "amqps" => Some("5671"),
        "nats" => Some("4222"),
        _ => None,
    };
    let port = port.or_else(|| of_scheme().or(default_port).map(str::to_owned));
    let host = host.trim_matches(['[', ']']);
    is_host(host).then(|| Target::Host { host: host.to_owned(), port, need: Need::Answer })
}

/// Tells whether a text may be a host; variables that are not known count as parts of one.
pub(super) fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:$(){}…".contains(c))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '$' || c == ':')
}

#[cfg(test)]
mod tests;
