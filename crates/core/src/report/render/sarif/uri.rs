//! Names of files as URI references.

/// Turns the name of a file into a URI reference: relative names stay relative.
pub(super) fn uri(name: &str) -> String {
    if name.starts_with("https://") || name.starts_with("http://") {
        return encode(name, |byte| b"-._~/:?#[]@!$&'()*+,;=%".contains(&byte));
    }
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let path = encode(name.strip_prefix("./").unwrap_or(&name), |byte| b"-._~/".contains(&byte));
    if path.starts_with('/') { format!("file://{path}") } else { path }
}

/// Encodes all bytes but letters, digits and those that may stay.
fn encode(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || stays(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_uris() {
        for (name, expected) in [
            ("a.yaml", "a.yaml"),
            ("./deploy/a.yaml", "deploy/a.yaml"),
            ("../a b.yaml", "../a%20b.yaml"),
            ("größe%#?.yaml", "gr%C3%B6%C3%9Fe%25%23%3F.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("/srv/a.yaml", "file:///srv/a.yaml"),
            ("https://example.com/a.yaml?x=1", "https://example.com/a.yaml?x=1"),
            ("-", "-"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
