//! Requests of the administrator without credentials or TLS, as `kubectl proxy` takes them.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::kept::{Kept, Start, free_port, on_free_ports};
use super::programs::program;
use super::server::Server;

/// A running `kubectl proxy`; it ends when this value is dropped.
pub struct Plain {
    port: u16,
    _kept: Kept,
}

impl Plain {
    pub(crate) fn start(server: &Server) -> Plain {
        let kubectl = program("kubectl");
        on_free_ports("kubectl proxy", || {
            let port = free_port();
            let arguments = vec![
                format!("--kubeconfig={}", server.kubeconfig().display()),
                "proxy".to_owned(),
                format!("--port={port}"),
            ];
            let log = server.folder().join(format!("proxy-{port}.log"));
            let ready = format!("http://127.0.0.1:{port}/readyz");
            let start = Start { program: &kubectl, arguments, log, ready, remove: None };
            let mut kept = Kept::start(&start);
            kept.ready()?;
            Ok(Plain { port, _kept: kept })
        })
    }

    /// Posts JSON and returns the status and the answer; a text if it is no JSON.
    ///
    /// # Panics
    /// If there is no answer.
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send("POST", path, "application/json", body)
    }

    /// Sends JSON by a method and under a media type, and returns what [`Plain::post`] does. Null is no body at all.
    ///
    /// # Panics
    /// If there is no answer.
    pub fn send(&self, method: &str, path: &str, media_type: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.exchange(method, path, media_type, &body);
        let answer = answer.unwrap_or_else(|error| panic!("no answer to {path}: {error}"));
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        // A server that panics breaks the connection, and the proxy says so in words.
        let value = serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.trim().to_owned()));
        (status.unwrap_or_else(|| panic!("the answer to {path} has no status:\n{head}")), value)
    }

    fn exchange(&self, method: &str, path: &str, media_type: &str, body: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        // Of HTTP/1.0, so that the answer does not come in chunks. Written at once: a server that answers before it has read the
        // body resets the connection, and the answer may be lost with it.
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}
