//! Faults between clients and an API server. Whatever no fault meets, the real server answers.

use std::ops::Deref;

use serde_json::{Value, json};

use super::front::Front;
use super::server::Server;

/// An address in front of an API server that fails as it is told; it ends when this value is dropped.
pub struct Faults {
    pub(crate) server: Server,
    pub(crate) front: Front,
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, `GET`.
    pub method: String,
    /// The path, `/api/v1/pods`.
    pub path: String,
    /// What follows the question mark.
    pub query: String,
    /// The User-Agent.
    pub agent: String,
}

impl Faults {
    /// Sets the faults, and forgets earlier ones and all requests. A request meets the first fault that fits.
    pub fn set(&self, faults: &[Fault]) {
        let rules: Vec<&Value> = faults.iter().map(|fault| &fault.0).collect();
        self.front.order(&json!({ "rules": rules }));
    }

    /// Returns the requests since faults were last set, as they came.
    pub fn requests(&self) -> Vec<Request> {
        let report = self.front.report();
        let text = |seen: &Value, name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        let request = |seen: &Value| Request {
            method: text(seen, "Method"),
            path: text(seen, "Path"),
            query: text(seen, "Query"),
            agent: text(seen, "Agent"),
        };
        report["seen"].as_array().into_iter().flatten().map(request).collect()
    }

    /// Returns how many requests were open at once at the most.
    pub fn most_at_once(&self) -> u64 {
        self.front.report()["top"].as_u64().expect("a count is a number")
    }
}

impl Deref for Faults {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

/// A fault, and which requests meet it: those in whose path a regular expression is found.
#[derive(Clone, Debug)]
pub struct Fault(Value);

impl Fault {
    /// Answers a status as API servers do, instead of the server.
    pub fn status(path: &str, code: u16) -> Fault {
        let reason = match code {
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            410 => "Expired",
            429 => "TooManyRequests",
            503 => "ServiceUnavailable",
            504 => "Timeout",
            _ => "InternalError",
        };
        let message = format!("the tests make this fault: {code}");
        let status = json!({
            "apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure",
            "message": message, "reason": reason, "code": code,
        });
        Fault::answer(path, code, "application/json", &status.to_string())
    }

    /// Answers anything, as a proxy between client and server would.
    pub fn answer(path: &str, code: u16, content_type: &str, body: &str) -> Fault {
        Fault::new(path, "status", code.into()).and("body", body.into()).header("Content-Type", content_type)
    }

    /// Does not answer until the client gives up.
    pub fn hang(path: &str) -> Fault {
        Fault::new(path, "hang", true.into())
    }

    /// Passes the server's answer on, but breaks the connection after some bytes of the body; after 0 before any answer.
    pub fn break_after(path: &str, bytes: usize) -> Fault {
        Fault::new(path, "break", bytes.into())
    }

    /// Passes the request on after a while.
    pub fn delay(path: &str, milliseconds: u64) -> Fault {
        Fault::new(path, "delay", milliseconds.into())
    }

    /// Adds a header to the answer, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Fault {
        self.0["headers"][name] = value.into();
        self
    }

    /// Is met only by requests in whose query a regular expression is found, such as `continue=`.
    #[must_use]
    pub fn query(self, query: &str) -> Fault {
        self.and("query", query.into())
    }

    /// Is met only by the first of these requests.
    #[must_use]
    pub fn times(self, times: u32) -> Fault {
        self.and("times", times.into())
    }

    /// Spares the first of these requests.
    #[must_use]
    pub fn skip(self, skip: u32) -> Fault {
        self.and("skip", skip.into())
    }

    fn new(path: &str, name: &str, value: Value) -> Fault {
        Fault(json!({ "path": path })).and(name, value)
    }

    fn and(mut self, name: &str, value: Value) -> Fault {
        self.0[name] = value;
        self
    }
}
