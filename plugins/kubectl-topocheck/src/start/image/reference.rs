//! The name of an image, taken apart (`github.com/distribution/reference`, `ParseDockerRef`; `pkg/util/parsers/parsers.go`).

/// The name of an image.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The registry; `docker.io` if none is written.
    pub registry: String,
    /// The repository, such as `library/nginx`.
    pub repository: String,
    /// The tag; `latest` if neither it nor a digest is written, none beside a digest.
    pub tag: Option<String>,
    /// The digest.
    pub digest: Option<String>,
}

impl Reference {
    /// Reads a name; none if it is none.
    pub fn read(image: &str) -> Option<Reference> {
        let (name, digest) = match image.split_once('@') {
            Some((name, digest)) => (name, Some(digest.to_owned())),
            None => (image, None),
        };
        let (path, tag) = match name.rsplit_once(':') {
            // A colon before a slash belongs to the port of the registry.
            Some((path, tag)) if !tag.contains('/') => (path, Some(tag.to_owned())),
            _ => (name, None),
        };
        let (registry, rest) = match path.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
            _ => ("docker.io", path),
        };
        let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
        let is_short = registry == "docker.io" && !rest.contains('/');
        let repository = if is_short { format!("library/{rest}") } else { rest.to_owned() };
        let is_valid = !rest.is_empty()
            && rest.split('/').all(is_component)
            && tag.as_deref().is_none_or(is_tag)
            && digest.as_deref().is_none_or(is_digest);
        let tag = tag.or_else(|| digest.is_none().then(|| "latest".to_owned()));
        is_valid.then(|| Reference { registry: registry.to_owned(), repository, tag, digest })
    }

    /// Returns what the registry knows it by: `shop/web:1`, `shop/web@sha256:…`.
    pub fn within(&self) -> String {
        let tag = self.tag.as_ref().map(|tag| format!(":{tag}")).unwrap_or_default();
        let digest = self.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
        format!("{}{tag}{digest}", self.repository)
    }

    /// Returns the name without tag and digest, as it is usually written.
    pub fn name(&self) -> String {
        match (self.registry.as_str(), self.repository.strip_prefix("library/")) {
            ("docker.io", Some(short)) => short.to_owned(),
            ("docker.io", None) => self.repository.clone(),
            (registry, _) => format!("{registry}/{}", self.repository),
        }
    }
}

/// Says what is wrong with a name, if it is none: the first reason that is found.
pub(crate) fn complaint(image: &str) -> &'static str {
    let name = image.split('@').next().unwrap_or(image);
    match () {
        () if image.trim().is_empty() => "it is empty",
        () if image.contains(char::is_whitespace) => "there is a space in it",
        () if image.contains("://") => "it begins with a protocol, and an image has none",
        () if image.contains(['{', '}', '$', '<', '>']) => "a placeholder in it was not filled in",
        () if name.ends_with(':') => "there is no tag behind the colon",
        () if name.bytes().any(|byte| byte.is_ascii_uppercase()) && !has_upper_tag_only(name) => {
            "a repository is written in lower case"
        }
        () if name.contains("//") || name.starts_with('/') || name.ends_with('/') => {
            "a part of it between slashes is empty"
        }
        () if image.contains('@') => "what follows the @ is no digest, such as sha256: and 64 digits",
        () => "it is no name of an image",
    }
}

fn has_upper_tag_only(name: &str) -> bool {
    name.rsplit_once(':').is_some_and(|(path, _)| !path.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// A part of a path: lower-case letters and digits, with one of `.`, `_`, `__` or any number of `-` between them.
fn is_component(part: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = part.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    is_plain(*first)
        && is_plain(*last)
        && bytes.iter().all(|byte| is_plain(*byte) || b"._-".contains(byte))
        && !["..", "___", "._", "_.", "-.", ".-", "-_", "_-"].iter().any(|wrong| part.contains(wrong))
}

fn is_tag(tag: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    tag.len() <= 128
        && tag.bytes().next().is_some_and(is_word)
        && tag.bytes().all(|byte| is_word(byte) || b".-".contains(&byte))
}

fn is_digest(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty() && hex.len() >= 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(image: &str) -> Option<(String, String, String)> {
        let read = Reference::read(image)?;
        Some((read.registry, read.repository, read.tag.or(read.digest).unwrap_or_default()))
    }

    #[test]
    fn names_are_taken_apart_as_container_runtimes_do() {
        let digest = format!("sha256:{}", "a1".repeat(32));
        let cases = [
            ("nginx", "docker.io", "library/nginx", "latest"),
            ("nginx:1.27", "docker.io", "library/nginx", "1.27"),
            ("shop/web:V2", "docker.io", "shop/web", "V2"),
            ("index.docker.io/shop/web", "docker.io", "shop/web", "latest"),
            ("localhost/web", "localhost", "web", "latest"),
            ("registry:5000/a/b", "registry:5000", "a/b", "latest"),
            ("ghcr.io/a/b/c__d:1", "ghcr.io", "a/b/c__d", "1"),
        ];
        for (image, registry, repository, tag) in cases {
            let expected = Some((registry.to_owned(), repository.to_owned(), tag.to_owned()));
            assert_eq!(parts(image), expected, "{image}");
        }
        let with_digest = Reference::read(&format!("a.b/c:1@{digest}")).expect("it is one");
        assert_eq!((with_digest.tag.as_deref(), with_digest.digest), (Some("1"), Some(digest)));
        assert_eq!(Reference::read("nginx:1").map(|read| read.name()).as_deref(), Some("nginx"));
    }

    #[test]
    fn what_is_no_name_is_told_why() {
        for (image, why) in [
            ("Nginx", "a repository is written in lower case"),
            ("nginx:", "there is no tag behind the colon"),
            ("https://a.b/c", "it begins with a protocol, and an image has none"),
            ("web:{{ .tag }}", "there is a space in it"),
            ("web:${TAG}", "a placeholder in it was not filled in"),
            ("a//b", "a part of it between slashes is empty"),
            ("nginx@latest", "what follows the @ is no digest, such as sha256: and 64 digits"),
        ] {
            assert_eq!(Reference::read(image), None, "{image}");
            assert_eq!(complaint(image), why, "{image}");
        }
    }
}
