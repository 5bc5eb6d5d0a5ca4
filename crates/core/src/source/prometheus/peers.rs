//! Prometheus at the other end, by itself or behind an API server, and what it refuses (Prometheus, `web/api/v1/api.go`,
//! `respondError`).

use kubecheck_prometheus::answer::{self, Answer};
use serde::Deserialize;

use crate::kube::{Fault, FaultKind, Peer, Refusal, refused};

/// Prometheus at the address that the user named.
pub(super) static DIRECT: Peer = Peer {
    name: "Prometheus",
    strange: "check the address: what stands before /graph in the browser; a login page or a proxy may stand between",
    untrusted: "name the certificate authority with --prometheus-ca; if the server has another name, that with \
                --prometheus-tls-server-name",
    nameless: "name it with --prometheus-client-certificate and --prometheus-client-key",
    unreachable: Some("check the address; what speaks TLS wants https://, and what does not http://"),
    is_patient: true,
    refused: refused_directly,
};

/// Prometheus as the proxy of an API server leads to it; on the way there, the API server may refuse as well.
pub(super) static BEHIND: Peer = Peer {
    name: "Prometheus",
    strange: "check the service and its port; a login page or a proxy may stand between",
    untrusted: "the certificate authority of the kubeconfig is not the API server's, or that has another name; see \
                --certificate-authority and --tls-server-name",
    nameless: "the user of the kubeconfig has no client certificate; see --client-certificate and --client-key",
    unreachable: None,
    is_patient: true,
    refused: refused_behind,
};

const CREDENTIALS: &str =
    "name who asks: --prometheus-username and --prometheus-password-file, or --prometheus-token-file";
const TENANT: &str = "Mimir wants to know the tenant: --prometheus-header 'X-Scope-OrgID: TENANT'";

fn refused_directly(refusal: &Refusal<'_>) -> Fault {
    if let Some(fault) = told(refusal) {
        return fault;
    }
    let text = refusal.text();
    let fault = refusal.fault(refusal.kind(), "Prometheus", &text);
    match refusal.status.as_u16() {
        401 | 403 if text.to_lowercase().contains("org id") => fault.hint(TENANT),
        401 => fault.hint(CREDENTIALS),
        403 => fault
            .hint("who asks may not read there; check the credentials, and the tenant if there are several"),
        404 => {
            fault.hint("if Prometheus answers below a path, name it as well, as in https://HOST/prometheus")
        }
        // What Go's server says (`net/http/server.go`).
        400 if text.contains("HTTP request to an HTTPS server") => {
            fault.hint("write https:// instead of http://")
        }
        405 => fault.hint(POSTED),
        _ => fault,
    }
}

/// What else than a question can be wrong with it.
const POSTED: &str = "long questions are posted, which something on the way does not allow; ask less at once";

fn refused_behind(refusal: &Refusal<'_>) -> Fault {
    if let Some(fault) = told(refusal) {
        return fault;
    }
    if !is_status(refusal.body) {
        let fault = refusal.fault(refusal.kind(), "Prometheus", &refusal.text());
        let hint = match refusal.status.as_u16() {
            400 => "what speaks TLS is named as NAMESPACE/https:NAME:PORT",
            401 | 403 => {
                "an API server passes no credentials on to Prometheus; name its address with --prometheus, and who asks"
            }
            404 => "check the service and its port: something else answers there, or Prometheus below a path",
            405 => POSTED,
            _ => return fault,
        };
        return fault.hint(hint);
    }
    let mut fault = refused(refusal);
    match fault.kind {
        FaultKind::NotFound => fault.hint("kubectl get services -A shows what there is"),
        // The words of the registry of services, which has no status of its own for this.
        FaultKind::Server if fault.message.contains("no service port") => {
            fault.kind = FaultKind::NotFound;
            fault.hint("the service has no such port")
        }
        FaultKind::Server if fault.message.contains("no endpoints available") => {
            fault.hint("no pod of the service is ready, or it has no port of that name")
        }
        _ => fault,
    }
}

/// What an API server says of itself.
#[derive(Deserialize)]
struct Status {
    kind: String,
}

/// Tells whether an API server wrote an answer.
fn is_status(body: &[u8]) -> bool {
    serde_json::from_slice::<Status>(body).is_ok_and(|status| status.kind == "Status")
}

/// Returns what Prometheus itself says that failed, if it is what answers.
fn told(refusal: &Refusal<'_>) -> Option<Fault> {
    let Err(answer::Error::Server { kind, text }) = Answer::parse(refusal.body) else { return None };
    let fault = refusal.fault(
        kind_of(&kind, &text).unwrap_or(refusal.kind()),
        "Prometheus",
        &format!("{kind}: {text}"),
    );
    Some(advised(fault, &kind, &text))
}

/// Makes a fault of an answer that should be one.
pub(super) fn fault(error: answer::Error, name: &str) -> Fault {
    match error {
        answer::Error::Server { kind, text } => {
            let of = kind_of(&kind, &text).unwrap_or(FaultKind::Server);
            advised(
                Fault::new(of, format!("Prometheus fails to answer {name}: {kind}: {text}")),
                &kind,
                &text,
            )
        }
        answer::Error::Nonsense(why) => {
            let message = format!("the answer to {name} makes no sense: {why}");
            Fault::new(FaultKind::Refused, message).hint("something else than Prometheus may answer there")
        }
    }
}

fn advised(fault: Fault, kind: &str, text: &str) -> Fault {
    match kind {
        _ if text.contains("no org id") => fault.hint(TENANT),
        "timeout" => {
            fault.hint("Prometheus itself gave up (--query.timeout); ask for less at once, or again later")
        }
        _ if fault.kind == FaultKind::Unauthorized => fault.hint(CREDENTIALS),
        _ => fault,
    }
}

/// Returns what kind of failure a server means.
fn kind_of(kind: &str, text: &str) -> Option<FaultKind> {
    match kind {
        "bad_data" => Some(FaultKind::Invalid),
        // Thanos calls it so as well if one of its stores cannot be reached.
        "execution" if is_passing(text) => Some(FaultKind::Server),
        "execution" => Some(FaultKind::Invalid),
        "timeout" => Some(FaultKind::Timeout),
        "canceled" | "internal" | "unavailable" => Some(FaultKind::Server),
        "not_found" => Some(FaultKind::NotFound),
        "not_acceptable" => Some(FaultKind::NotAcceptable),
        _ => None,
    }
}

/// Tells whether a failure is one of gRPC that passes (`google.golang.org/grpc/codes`).
fn is_passing(text: &str) -> bool {
    ["Unavailable", "Aborted", "DeadlineExceeded", "ResourceExhausted"]
        .iter()
        .any(|code| text.contains(&format!("rpc error: code = {code}")))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;

    fn refusal(peer: &Peer, status: u16, body: &str) -> Fault {
        let mut headers = HeaderMap::new();
        if body.starts_with('<') {
            headers.insert("content-type", HeaderValue::from_static("text/html"));
        }
        let status = StatusCode::from_u16(status).unwrap();
        (peer.refused)(&Refusal { status, name: "/api/v1/query", headers: &headers, body: body.as_bytes() })
    }

    fn error(kind: &str, text: &str) -> String {
        format!(r#"{{"status":"error","errorType":"{kind}","error":"{text}"}}"#)
    }

    #[test]
    fn failures_are_of_the_question_or_pass() {
        let lost = "expanding series: rpc error: code = Unavailable desc = store is down";
        for (status, kind, text, expected) in [
            (400, "bad_data", "1:5: parse error", FaultKind::Invalid),
            (422, "execution", "many-to-many matching not allowed", FaultKind::Invalid),
            (422, "execution", lost, FaultKind::Server),
            (503, "timeout", "query timed out in expression evaluation", FaultKind::Timeout),
            (503, "canceled", "query was canceled", FaultKind::Server),
            (503, "unavailable", "TSDB not ready", FaultKind::Server),
            (500, "internal", "x", FaultKind::Server),
            (429, "too_many_requests", "x", FaultKind::Server),
            (401, "unauthorized", "no org id", FaultKind::Unauthorized),
        ] {
            for peer in [&DIRECT, &BEHIND] {
                let fault = refusal(peer, status, &error(kind, text));
                assert_eq!(fault.kind, expected, "{status} {kind} {text}");
                assert_eq!(
                    fault.message,
                    format!("Prometheus answers {status} to /api/v1/query: {kind}: {text}")
                );
                assert_eq!(fault.hint.as_deref() == Some(TENANT), text == "no org id");
            }
        }
    }

    #[test]
    fn whoever_else_answers_is_told_from_prometheus() {
        let status = |message: &str| {
            format!(
                r#"{{"kind":"Status","apiVersion":"v1","metadata":{{}},"message":"{message}","code":503}}"#
            )
        };
        let page = "<html>token=SECRET</html>";
        for (peer, code, body, kind, told) in [
            (&DIRECT, 401, "Unauthorized", FaultKind::Unauthorized, CREDENTIALS),
            (&DIRECT, 401, "no org id", FaultKind::Unauthorized, TENANT),
            (&DIRECT, 404, "404 page not found", FaultKind::NotFound, "below a path"),
            (&DIRECT, 403, page, FaultKind::Forbidden, "a web page, as a proxy or a login writes it"),
            (&DIRECT, 502, page, FaultKind::Server, "a web page"),
            (
                &DIRECT,
                400,
                "Client sent an HTTP request to an HTTPS server.",
                FaultKind::Refused,
                "write https:// instead",
            ),
            (&BEHIND, 401, "Unauthorized", FaultKind::Unauthorized, "passes no credentials on"),
            (&BEHIND, 403, &status("cannot get"), FaultKind::Forbidden, "cannot get"),
            (
                &BEHIND,
                404,
                &status("services \\\"x\\\" not found"),
                FaultKind::NotFound,
                "kubectl get services",
            ),
            (&BEHIND, 503, &status("no service port 1 found"), FaultKind::NotFound, "has no such port"),
            (
                &BEHIND,
                503,
                &status("no endpoints available for service"),
                FaultKind::Server,
                "no pod of the service",
            ),
        ] {
            let fault = refusal(peer, code, body);
            assert_eq!(fault.kind, kind, "{code} {body}");
            let text = format!("{} {}", fault.message, fault.hint.unwrap_or_default());
            assert!(text.contains(told) && !text.contains("SECRET"), "{code} {body}: {text}");
        }
        // What is missing is told by whoever knows the service.
        assert_eq!(refusal(&BEHIND, 403, &status("cannot get")).hint, None);
    }

    #[test]
    fn answers_that_are_none_are_faults() {
        let nonsense = fault(answer::Error::Nonsense("it is no JSON".to_owned()), "/api/v1/query");
        assert_eq!(nonsense.kind, FaultKind::Refused);
        let server = answer::Error::Server { kind: "x".to_owned(), text: "y".to_owned() };
        assert_eq!(fault(server, "/api/v1/query").kind, FaultKind::Server);
    }
}
