//! Requests to a server on loopback, without TLS.

use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Gets a path and returns the status and the body.
pub(super) fn get(
    address: &str,
    path: &str,
    user: Option<&(String, String)>,
) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    let credentials = user.map_or_else(String::new, |(name, password)| {
        format!("Authorization: Basic {}\r\n", BASE64.encode(format!("{name}:{password}")))
    });
    // Of HTTP/1.0, so that the answer does not come in chunks.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n{credentials}\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| std::io::Error::other(format!("no status in {head:?}")))?;
    Ok((status, body.to_owned()))
}

/// Returns a text as the value of a parameter (RFC 3986, section 2.3: what need not be escaped).
pub(super) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_means_something_in_a_query_is_escaped() {
        assert_eq!(
            escaped("sum(x{a=~\"5..\"}[5m]) + 1 & ü"),
            "sum%28x%7Ba%3D~%225..%22%7D%5B5m%5D%29%20%2B%201%20%26%20%C3%BC"
        );
    }
}
