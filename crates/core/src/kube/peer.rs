//! What is expected at the other end of a line, and what to say if it is not there.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::fault::{Fault, FaultKind};

/// What a server should be, and what helps if it is something else.
#[derive(Debug)]
pub(crate) struct Peer {
    /// What it should be: `API server`.
    pub(crate) name: &'static str,
    /// What to do if something else answers.
    pub(crate) strange: &'static str,
    /// What to do if its certificate cannot be trusted.
    pub(crate) untrusted: &'static str,
    /// What to do if it wants to know who asks.
    pub(crate) nameless: &'static str,
    /// What to do if it cannot be reached; none if nothing helps everybody.
    pub(crate) unreachable: Option<&'static str>,
    /// Whether to ask again if it is too busy and does not say until when.
    pub(crate) is_patient: bool,
    /// Says what it refused.
    pub(crate) refused: fn(&Refusal<'_>) -> Fault,
}

/// An answer that is none.
#[derive(Debug)]
pub(crate) struct Refusal<'r> {
    /// The status.
    pub(crate) status: StatusCode,
    /// What was asked for.
    pub(crate) name: &'r str,
    /// The headers.
    pub(crate) headers: &'r HeaderMap,
    /// The body.
    pub(crate) body: &'r [u8],
}

/// An API server of Kubernetes, as the kubeconfig leads to it.
pub(super) static API_SERVER: Peer = Peer {
    name: "API server",
    strange: "a login page or a proxy may stand between; check the server of the kubeconfig, or log in there first",
    untrusted: "the certificate authority of the kubeconfig is not the server's, or the server has another name; see \
                --certificate-authority and --tls-server-name",
    nameless: "the user of the kubeconfig has no client certificate; see --client-certificate and --client-key",
    unreachable: None,
    is_patient: false,
    refused,
};

impl Peer {
    /// Says that somebody else answers.
    pub(super) fn elsewhere(&self, message: &str) -> Fault {
        Fault::new(FaultKind::Refused, format!("{message}: this is no {}", self.name)).hint(self.strange)
    }
}

impl Refusal<'_> {
    /// Makes the fault: the status, what was asked for, and what was said about it.
    pub(crate) fn fault(&self, kind: FaultKind, who: &str, text: &str) -> Fault {
        let text = if text.is_empty() { String::new() } else { format!(": {text}") };
        let status = self.status.as_u16();
        let fault = Fault::new(kind, format!("{who} answers {status} to {}{text}", self.name));
        Fault { status: Some(status), ..fault }
    }

    /// Returns the kind of failure that the status stands for.
    pub(crate) fn kind(&self) -> FaultKind {
        match self.status.as_u16() {
            401 => FaultKind::Unauthorized,
            403 => FaultKind::Forbidden,
            404 => FaultKind::NotFound,
            406 => FaultKind::NotAcceptable,
            409 => FaultKind::Conflict,
            410 => FaultKind::Gone,
            422 => FaultKind::Invalid,
            429 | 500.. => FaultKind::Server,
            _ => FaultKind::Refused,
        }
    }

    /// Returns the beginning of the body, for people; not a web page.
    pub(crate) fn text(&self) -> String {
        if is_page(self.headers) {
            return "a web page, as a proxy or a login writes it".to_owned();
        }
        String::from_utf8_lossy(self.body).trim().chars().take(200).collect()
    }
}

/// Tells whether an answer is a web page: something else than the server wrote it.
pub(super) fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

/// What of a `Status` is told.
#[derive(Default, Deserialize)]
struct Status {
    #[serde(default)]
    message: String,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default, rename = "continue")]
    next: String,
}

/// Says what an API server refused.
pub(crate) fn refused(refusal: &Refusal<'_>) -> Fault {
    let said: Status = serde_json::from_slice(refusal.body).unwrap_or_default();
    let text = if said.message.is_empty() { refusal.text() } else { said.message };
    let kind = refusal.kind();
    let fault = refusal.fault(kind, "the server", &text);
    match kind {
        FaultKind::Unauthorized => {
            fault.hint("the credentials of the kubeconfig are wrong or have expired; log in again")
        }
        // A list may go on from here, though no longer as it was when it began.
        FaultKind::Gone if !said.metadata.next.is_empty() => {
            Fault { next: Some(said.metadata.next), ..fault }
        }
        _ => fault,
    }
}
