//! A running etcd, through the JSON gateway on its client port (`POST /v3/kv/range`; etcd.io, "gRPC gateway").
//!
//! All is read at one revision, that of the first answer, page by page.

use std::cell::RefCell;
use std::path::PathBuf;
use std::time::Duration;

use ::kube::Client;
use ::kube::client::Body;
use ::kube::config::{AuthInfo, Config};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use http::header::CONTENT_TYPE;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::output::Answer;
use super::{Entry, beginnings, unusable};
use crate::kube::{Fault, FaultKind};

/// How many keys are asked for at once.
const PAGE: usize = 500;
/// How long one answer may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How to reach etcd; the flags of certificates are called as etcdctl calls them.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "etcd")]
pub struct GatewayArgs {
    /// The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    pub endpoints: Vec<String>,
    /// The certificate authority of etcd
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub cacert: Option<PathBuf>,
    /// The client certificate for etcd
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub cert: Option<PathBuf>,
    /// The key of the client certificate for etcd
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub key: Option<PathBuf>,
}

/// A running etcd, read at one revision.
pub struct Gateway {
    endpoint: String,
    client: Client,
    runtime: Runtime,
    revision: i64,
    /// The page that was read last: lists of the API server come in the order of keys too.
    page: RefCell<Vec<Entry>>,
}

impl Gateway {
    /// Connects to the first endpoint that answers.
    ///
    /// # Errors
    /// Why none does.
    pub fn open(args: &GatewayArgs) -> Result<Gateway, Fault> {
        let mut first = None;
        for endpoint in &args.endpoints {
            match Gateway::connect(args, endpoint) {
                Ok(gateway) => return Ok(gateway),
                Err(fault) => first = first.or(Some(fault)),
            }
        }
        Err(first.unwrap_or_else(|| unusable("no endpoint of etcd was named".to_owned())))
    }

    fn connect(args: &GatewayArgs, endpoint: &str) -> Result<Gateway, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| unusable(format!("cannot start: {error}")))?;
        let client = {
            let _guard = runtime.enter();
            client(args, endpoint)?
        };
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let mut gateway = Gateway { endpoint, client, runtime, revision: 0, page: RefCell::default() };
        let answer = gateway.range(&json!({"key": STANDARD.encode("\0"), "limit": 1, "keys_only": true}))?;
        gateway.revision = answer.revision().ok_or_else(|| gateway.no_etcd("the answer has no revision"))?;
        Ok(gateway)
    }

    pub(super) fn name(&self) -> &str {
        &self.endpoint
    }

    pub(super) fn revision(&self) -> i64 {
        self.revision
    }

    pub(super) fn scan(&self, prefix: &str, see: &mut dyn FnMut(Entry)) -> Result<(), Fault> {
        self.pages(prefix, &json!({}), see)
    }

    pub(super) fn revisions(
        &self,
        prefix: &str,
        see: &mut dyn FnMut(&str, Option<i64>),
    ) -> Result<(), Fault> {
        self.pages(prefix, &json!({"keys_only": true}), &mut |entry| see(&entry.key, entry.mod_revision))
    }

    /// Goes through the keys below a prefix; `more` is what else the question says.
    fn pages(&self, prefix: &str, more: &Value, see: &mut dyn FnMut(Entry)) -> Result<(), Fault> {
        let (mut from, end) = (prefix.as_bytes().to_vec(), behind(prefix.as_bytes()));
        loop {
            let answer = self.pinned(&from, &end, more)?;
            let more = answer.more;
            let entries = answer.entries();
            let last = entries.last().map(|entry| entry.key.clone());
            entries.into_iter().for_each(&mut *see);
            match last {
                Some(last) if more => from = [last.as_bytes(), &[0]].concat(),
                _ => return Ok(()),
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Entry>, Fault> {
        let found = |page: &[Entry]| {
            let at = page.binary_search_by(|entry| entry.key.as_str().cmp(key)).ok()?;
            Some(page[at].clone())
        };
        let mut page = self.page.borrow_mut();
        let within = page.first().is_some_and(|first| first.key.as_str() <= key)
            && page.last().is_some_and(|last| key <= last.key.as_str());
        if !within {
            // What follows is likely to be asked for next.
            let end = behind(&key.as_bytes()[..=key.rfind('/').unwrap_or(0)]);
            *page = self.pinned(key.as_bytes(), &end, &json!({}))?.entries();
        }
        Ok(found(&page))
    }

    /// Reads a key as it is now, through the quorum.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn now(&self, key: &str) -> Result<Option<Entry>, Fault> {
        Ok(self.range(&json!({"key": STANDARD.encode(key)}))?.entries().pop())
    }

    pub(super) fn beginnings(&self) -> Result<Vec<String>, Fault> {
        let mut found: Vec<String> = Vec::new();
        let mut from = vec![0];
        // Each question leaps behind what the last one found.
        for _ in 0..5 {
            let more = json!({"limit": 1, "keys_only": true});
            let Some(entry) = self.pinned(&from, &[0], &more)?.entries().pop() else { break };
            let first = beginnings([entry.key.as_str()].into_iter()).remove(0);
            from = behind(first.as_bytes());
            found.push(first);
        }
        Ok(found)
    }

    /// Asks for a range of keys at the revision that is read.
    fn pinned(&self, from: &[u8], end: &[u8], more: &Value) -> Result<Answer, Fault> {
        let mut question = json!({
            "key": STANDARD.encode(from),
            "range_end": STANDARD.encode(end),
            "revision": self.revision.to_string(),
            "limit": PAGE.to_string(),
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            question[name] = value.clone();
        }
        self.range(&question)
    }

    fn range(&self, question: &Value) -> Result<Answer, Fault> {
        let asked = tokio_timeout(self.ask(question));
        let (status, body) = self.runtime.block_on(asked).map_err(|error| match error {
            Some(error) => self.unreachable(&error),
            None => {
                Fault::new(FaultKind::Timeout, format!("no answer of {} within {TIMEOUT:?}", self.endpoint))
            }
        })?;
        match status {
            StatusCode::OK => serde_json::from_slice(&body)
                .map_err(|error| self.no_etcd(&format!("the answer makes no sense: {error}"))),
            _ => Err(self.refused(status, &body)),
        }
    }

    async fn ask(&self, question: &Value) -> Result<(StatusCode, Vec<u8>), String> {
        let request = Request::post("/v3/kv/range").header(CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(question.to_string().into_bytes()));
        let request = request.map_err(|error| error.to_string())?;
        let response = self.client.send(request).await.map_err(|error| chain(&error))?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| chain(&error))?;
        Ok((parts.status, body.to_bytes().into()))
    }

    fn unreachable(&self, why: &str) -> Fault {
        let hint =
            "etcd usually wants https and certificates: --cacert, --cert and --key, as etcdctl has them";
        let message = format!("cannot reach etcd at {}: {why}", self.endpoint);
        if why.to_lowercase().contains("certificate") {
            return Fault::new(FaultKind::Configuration, message).hint(hint);
        }
        let fault = Fault::new(FaultKind::Unreachable, message);
        // What expects TLS closes the connection.
        if self.endpoint.starts_with("http:") && !why.contains("refused") { fault.hint(hint) } else { fault }
    }

    fn refused(&self, status: StatusCode, body: &[u8]) -> Fault {
        let said = serde_json::from_slice::<Value>(body).ok();
        let said = said.as_ref().and_then(|said| said["message"].as_str().or(said["error"].as_str()));
        let text: String =
            said.map_or_else(|| String::from_utf8_lossy(body).trim().to_owned(), str::to_owned);
        let text: String = text.chars().take(200).collect();
        let endpoint = &self.endpoint;
        let message = format!("etcd at {endpoint} answers {}: {text}", status.as_u16());
        match status.as_u16() {
            401 | 403 => Fault::new(FaultKind::Unauthorized, message)
                .hint("name a client certificate that etcd trusts: --cert and --key, as etcdctl has them"),
            400 if text.contains("compacted") => Fault::new(FaultKind::Gone, message)
                .hint("etcd threw this revision away while it was read; try again"),
            404 => self.no_etcd(&format!("it answers 404: {text}")),
            429 | 500.. => Fault::new(FaultKind::Server, message),
            _ => Fault::new(FaultKind::Refused, message),
        }
    }

    fn no_etcd(&self, why: &str) -> Fault {
        let message = format!("{} is no JSON gateway of etcd: {why}", self.endpoint);
        Fault::new(FaultKind::Configuration, message)
            .hint("name the client address of etcd 3.4 or newer, with its gateway on (--enable-grpc-gateway)")
    }
}

/// Bounds a question in time; no error means that the time is over.
async fn tokio_timeout<T>(asked: impl Future<Output = Result<T, String>>) -> Result<T, Option<String>> {
    match tokio::time::timeout(TIMEOUT, asked).await {
        Ok(answer) => answer.map_err(Some),
        Err(_) => Err(None),
    }
}

fn client(args: &GatewayArgs, endpoint: &str) -> Result<Client, Fault> {
    let named = if endpoint.contains("://") { endpoint.to_owned() } else { format!("http://{endpoint}") };
    let url = named
        .parse::<http::Uri>()
        .map_err(|error| unusable(format!("--endpoints {endpoint:?} is no URL: {error}")))?;
    let mut config = Config::new(url);
    let file = |path: &PathBuf, what: &str| {
        std::fs::read(path)
            .map_err(|error| unusable(format!("cannot read the {what} {}: {error}", path.display())))
    };
    if let Some(path) = &args.cacert {
        config.root_cert = Some(
            certificates(&file(path, "certificate authority")?)
                .ok_or_else(|| unusable(format!("{} holds no certificate in PEM", path.display())))?,
        );
    }
    let text = |path: &PathBuf, what: &str| file(path, what).map(|bytes| STANDARD.encode(bytes));
    config.auth_info = AuthInfo {
        client_certificate_data: args.cert.as_ref().map(|path| text(path, "certificate")).transpose()?,
        client_key_data: args.key.as_ref().map(|path| text(path, "key")).transpose()?.map(Into::into),
        ..AuthInfo::default()
    };
    config.default_retry = false;
    config.read_timeout = Some(TIMEOUT);
    config.connect_timeout = Some(TIMEOUT);
    Client::try_from(config)
        .map_err(|error| unusable(format!("cannot connect to {endpoint}: {}", chain(&error))))
}

/// Returns the certificates of a file in PEM (RFC 7468), decoded.
fn certificates(pem: &[u8]) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    let text = String::from_utf8_lossy(pem);
    let parts = text.split(BEGIN).skip(1);
    let decode = |part: &str| {
        let body: String = part.split("-----END").next()?.split_whitespace().collect();
        STANDARD.decode(body).ok()
    };
    let found: Option<Vec<Vec<u8>>> = parts.map(decode).collect();
    found.filter(|found| !found.is_empty())
}

/// Returns the end of the range of all keys that begin with a prefix: the prefix with its last byte one higher
/// (go.etcd.io/etcd, client/v3/op.go, `getPrefix`).
fn behind(prefix: &[u8]) -> Vec<u8> {
    let kept = prefix.iter().rposition(|byte| *byte < 0xff);
    match kept {
        Some(last) => [&prefix[..last], &[prefix[last] + 1]].concat(),
        None => vec![0],
    }
}

/// Writes an error with its causes, each told once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let own = error.to_string();
        if !text.contains(&own) {
            text = format!("{text}: {own}");
        }
        cause = error.source();
    }
    ["ServiceError: ", "HyperError: ", "client error (Connect): "]
        .iter()
        .fold(text, |text, layer| text.replace(layer, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_ends_behind_its_prefix() {
        assert_eq!(behind(b"/registry/"), b"/registry0");
        assert_eq!(behind(b"a\xff"), b"b");
        assert_eq!(behind(b"\xff"), b"\0");
    }

    #[test]
    fn certificates_are_read_from_pem() {
        let pem = b"x\n-----BEGIN CERTIFICATE-----\nAAEC\nAw==\n-----END CERTIFICATE-----\n";
        assert_eq!(certificates(pem), Some(vec![vec![0, 1, 2, 3]]));
        assert_eq!(certificates(b"nothing"), None);
    }
}
