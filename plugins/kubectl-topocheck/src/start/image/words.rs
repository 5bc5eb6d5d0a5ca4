//! What registries and container runtimes say, and what they mean by it.

use super::{Kind, Reference};
use crate::start::text::without_rpc;

/// Words and what they mean, in the order in which they count: a refused connection is told beside the token that was not had for it.
/// All are in lower case.
const MEANINGS: [(Kind, &[&str]); 16] = [
    (
        Kind::Invalid,
        &["couldn't parse image name", "invalid reference format", "failed to apply default image tag"],
    ),
    (
        Kind::Platform,
        &[
            "no match for platform in manifest",
            "no match for current platform",
            "no matching manifest for",
            "no image found in manifest list for architecture",
            "no image found in image index for architecture",
            "exec format error",
        ],
    ),
    (Kind::KubeletLimit, &["pull qps exceeded"]),
    (Kind::RateLimited, &["toomanyrequests", "too many requests", "rate limit"]),
    (Kind::NoSpace, &["no space left on device", "disk quota exceeded"]),
    (
        Kind::NoSuchHost,
        &[
            "no such host",
            "server misbehaving",
            "temporary failure in name resolution",
            "name or service not known",
        ],
    ),
    (
        Kind::Certificate,
        &[
            "x509:",
            "tls: failed to verify",
            "server gave http response to https client",
            "certificate is not",
        ],
    ),
    (
        Kind::Unreachable,
        &[
            "dial tcp",
            "i/o timeout",
            "connection refused",
            "no route to host",
            "network is unreachable",
            "connection reset by peer",
            "tls handshake timeout",
            "context deadline exceeded",
            "client.timeout exceeded",
            "proxyconnect",
            "unexpected eof",
            ": eof",
            "connection timed out",
            "request canceled",
        ],
    ),
    (Kind::UnauthorizedOrAbsent, &["repository does not exist or may require", "insufficient_scope"]),
    (
        Kind::Unauthorized,
        &[
            "unauthorized",
            ": 401",
            "authentication required",
            "forbidden",
            ": 403",
            "denied:",
            "access denied",
            "is denied",
            "authorization failed",
            "not authorized",
            "no basic auth credentials",
            "failed to authorize",
            "failed to fetch anonymous token",
            "failed to fetch oauth token",
            "invalid username/password",
            "unable to retrieve auth token",
        ],
    ),
    (
        Kind::ServerError,
        &[
            "500 internal server error",
            "502 bad gateway",
            "503 service unavailable",
            "504 gateway",
            "bad gateway",
        ],
    ),
    (
        Kind::Signature,
        &[
            "signaturevalidationfailed",
            "signature validation failed",
            "source image rejected",
            "a signature was required",
        ],
    ),
    (Kind::ShortName, &["short-name"]),
    (Kind::Page, &["text/html"]),
    (
        Kind::NotFound,
        &[
            "not found",
            "manifest unknown",
            "name unknown",
            "name_unknown",
            ": 404",
            "does not exist",
            "manifest_unknown",
            "was deleted or has expired",
            "repository name not known",
        ],
    ),
    (Kind::NeverPulled, &["is not present with pull policy of never"]),
];

/// Reads what is wrong with an image out of what was said.
pub(super) fn kind(said: &str, image: &str) -> Kind {
    let said = without_name(said, image).to_ascii_lowercase();
    let is_meant = |(_, words): &&(Kind, &[&str])| words.iter().any(|word| said.contains(word));
    MEANINGS.iter().find(is_meant).map_or(Kind::Other, |(kind, _)| *kind)
}

/// Leaves out the words that name an image, or are a registry's address of it: it may have the name of a fault.
fn without_name(said: &str, image: &str) -> String {
    let own = Reference::read(image).map(|read| format!("/{}", read.repository));
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let is_name = |word: &&str| {
        let inside = word.trim_matches(|c: char| "\"'\\,:;()[]".contains(c));
        let is_address = |own: &String| {
            inside.match_indices(own.as_str()).any(|(at, found)| is_end(&inside[at + found.len()..]))
        };
        inside == image || own.as_ref().is_some_and(is_address)
    };
    said.split(' ').map(|word| if is_name(&word) { "IMAGE:" } else { word }).collect::<Vec<_>>().join(" ")
}

/// What stands before the words that tell why, and whether a name or an address follows it that is left out as well.
const HEADS: [(&str, bool); 15] = [
    ("Back-off pulling image ", true),
    ("ErrImagePull: ", false),
    ("Failed to pull image ", true),
    ("failed to pull and unpack image ", true),
    ("failed to resolve reference ", true),
    ("failed to resolve image ", true),
    ("failed to do request: Head ", true),
    ("failed to do request: Get ", true),
    ("failed to copy: ", false),
    ("httpReadSeeker: failed open: ", false),
    ("unexpected status from HEAD request to ", true),
    ("unexpected status from GET request to ", true),
    ("unexpected status code ", true),
    ("initializing source ", true),
    ("Error response from daemon: ", false),
];

/// Leaves out of what was said the frames around it, each of which only names the image again.
pub(super) fn gist(said: &str, image: &str) -> String {
    let mut rest = without_rpc(said);
    while let Some((after, has_name)) =
        HEADS.iter().find_map(|(head, has_name)| Some((rest.strip_prefix(head)?, *has_name)))
    {
        rest = match (has_name, behind_name(after)) {
            (false, _) => without_rpc(after),
            (true, Some(behind)) => without_rpc(behind),
            (true, None) => break,
        };
    }
    // containerd names the image once more: `docker.io/library/web:1: not found`.
    let tail = rest.strip_suffix(": not found").filter(|name| !name.contains(' '));
    match tail {
        Some(name) if name.ends_with(image) || image.ends_with(name) || name.contains('/') => {
            "not found".to_owned()
        }
        _ if rest.is_empty() => said.trim().to_owned(),
        _ => rest.to_owned(),
    }
}

/// Returns what follows a name in quotes, or a name without, and the colon behind it.
fn behind_name(text: &str) -> Option<&str> {
    let behind = match text.strip_prefix('"') {
        Some(inside) => inside.split_once('"')?.1,
        None => text.split_once(": ").map(|(_, behind)| behind)?,
    };
    Some(behind.strip_prefix(": ").unwrap_or(behind)).filter(|behind| !behind.is_empty())
}

#[cfg(test)]
mod tests;
