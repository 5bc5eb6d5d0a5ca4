//! One cluster: sends requests to its API server, so many at once, each bounded in time.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::kube::Client;
use ::kube::client::Body;
use http::header::{ACCEPT, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER, USER_AGENT, WARNING};
use http::{HeaderMap, Request, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::args::ConnectionArgs;
use super::exec::Attended;
use super::fault::{Fault, FaultKind, chain};
use super::kubeconfig::{self, Connection};
use crate::cli::start;

/// How many requests are in flight at once. client-go bounds how many are begun a second, which says nothing of how many
/// the server has to work on.
const IN_FLIGHT: usize = 8;
/// How often a request is sent again because the server said when, or the connection broke; client-go says 10.
const TRIES: u32 = 6;
/// The longest wait that a server is granted.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What is asked for unless the request says otherwise.
pub(super) const JSON: &str = "application/json";

/// The name under which servers see the program, in their logs and figures: `kubectl-gvkcheck/0.1.0`.
static AGENT: LazyLock<String> = LazyLock::new(|| {
    let program = std::env::current_exe().ok().and_then(|path| path.file_stem()?.to_str().map(str::to_owned));
    let is_plain =
        |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let program = program.filter(is_plain).unwrap_or_else(|| "kubecheck".to_owned());
    format!("{program}/{} ({}/{})", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
});

/// A cluster that can be asked.
#[derive(Debug)]
pub struct Cluster {
    runtime: Runtime,
    pub(super) line: Line,
    /// The kubeconfig context, or the server where there is none.
    pub context: String,
    /// The address of the API server.
    pub server: String,
    /// The namespace of the context.
    pub namespace: String,
    pub(super) chunk_size: u32,
    pub(super) cache_dir: Option<std::path::PathBuf>,
}

/// The way to the API server; clones share it.
#[derive(Clone)]
pub(super) struct Line {
    client: Client,
    timeout: Option<Duration>,
    free: Arc<Semaphore>,
    warned: Arc<Mutex<BTreeSet<String>>>,
    is_quiet: bool,
    server: Arc<str>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("server", &self.server).finish_non_exhaustive()
    }
}

/// What the API server answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The text.
    pub text: String,
    /// Its media type.
    pub content_type: String,
    /// What to name to be told only what changed.
    pub etag: Option<String>,
    /// Whether nothing changed; then there is no text.
    pub is_unchanged: bool,
}

/// The version of an API server (`/version`).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The major version, `1`.
    pub major: String,
    /// The minor version; some providers put a `+` behind it.
    pub minor: String,
    /// The whole version, such as `v1.36.3-eks-1`.
    pub git_version: String,
}

impl Version {
    /// Returns the minor version as a number.
    pub fn minor(&self) -> Option<u8> {
        let digits = self.minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.minor.len());
        self.minor[..digits].parse().ok().filter(|_| self.major == "1")
    }
}

impl Cluster {
    /// Makes ready to ask the cluster that the flags name; nothing is sent yet.
    ///
    /// # Errors
    /// A kubeconfig or flags that lead nowhere.
    pub fn new(args: &ConnectionArgs) -> Result<Cluster, Fault> {
        Cluster::of(args, kubeconfig::connection(args, Attended::Yes)?)
    }

    /// Makes ready to ask a cluster while nobody looks: a credential plugin cannot ask back, and what it says is not shown.
    ///
    /// # Errors
    /// A kubeconfig or flags that lead nowhere.
    pub fn unattended(args: &ConnectionArgs) -> Result<Cluster, Fault> {
        Cluster::of(args, kubeconfig::connection(args, Attended::No)?)
    }

    fn of(args: &ConnectionArgs, connection: Connection) -> Result<Cluster, Fault> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().map_err(|error| {
            Fault::new(FaultKind::Configuration, format!("cannot start to work in the background: {error}"))
        })?;
        let server = connection.config.cluster_url.to_string().trim_end_matches('/').to_owned();
        let namespace = connection.config.default_namespace.clone();
        let client = {
            let _guard = runtime.enter();
            Client::try_from(connection.config).map_err(|error| {
                let why = chain(&error);
                Fault::new(FaultKind::Configuration, format!("cannot connect to {server}: {why}"))
            })?
        };
        let line = Line {
            client,
            timeout: args.timeout(),
            free: Arc::new(Semaphore::new(IN_FLIGHT)),
            warned: Arc::default(),
            is_quiet: false,
            server: server.as_str().into(),
        };
        let cache_dir = args.cache_dir.clone().or_else(super::cache::default_dir);
        Ok(Cluster {
            runtime,
            line,
            context: connection.context,
            server,
            namespace,
            chunk_size: args.chunk_size,
            cache_dir,
        })
    }

    /// Keeps the server's warnings to itself: where everything is read, they are about versions that nobody chose.
    pub fn quiet(mut self) -> Cluster {
        self.line.is_quiet = true;
        self
    }

    /// Asks for a path, as `kubectl get --raw` does.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn get(&self, path: &str) -> Result<Answer, Fault> {
        self.wait(self.line.get(path, JSON, None))
    }

    /// Asks for the version of the API server.
    ///
    /// # Errors
    /// Why there is no answer, or that it makes no sense.
    pub fn version(&self) -> Result<Version, Fault> {
        let answer = self.get("/version")?;
        read(&answer.text, "/version")
    }

    /// Waits for something that is asked in the background.
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Lets something be asked in the background.
    pub(super) fn begin<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) {
        // Whoever wants the answer has a channel to it.
        drop(self.runtime.spawn(future));
    }
}

/// Reads an answer.
pub(super) fn read<T: for<'de> Deserialize<'de>>(text: &str, path: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| {
        Fault::new(FaultKind::Refused, format!("the answer to {path} makes no sense: {error}"))
    })
}

impl Line {
    /// Asks for a path until there is an answer, within the time that one request may take.
    pub(super) async fn get(&self, path: &str, accept: &str, etag: Option<&str>) -> Result<Answer, Fault> {
        let _turn = self.free.acquire().await;
        let answer = self.insist(path, accept, etag);
        match self.timeout {
            None => answer.await,
            Some(bound) => tokio::time::timeout(bound, answer).await.unwrap_or_else(|_| {
                let message = format!("no answer to {path} within {bound:?}");
                Err(Fault::new(FaultKind::Timeout, message).hint("give it more time with --request-timeout"))
            }),
        }
    }

    async fn insist(&self, path: &str, accept: &str, etag: Option<&str>) -> Result<Answer, Fault> {
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            let wait = match self.once(path, accept, etag).await {
                Ok(Reply::Answer(answer)) => return Ok(answer),
                // A wait that leaves no time for an answer would only hide why there is none.
                Ok(Reply::Later(wait, fault)) if tries == TRIES || self.is_too_long(begun, wait) => {
                    let asked = format!("; it asks to be left alone for {wait:?}");
                    return Err(Fault { message: fault.message + &asked, ..fault });
                }
                Ok(Reply::Later(wait, _)) => wait,
                // A connection that was kept too long, or a server that restarts.
                Err(fault) if fault.kind == FaultKind::Unreachable && tries == 1 => Duration::ZERO,
                Err(fault) => return Err(fault),
            };
            tokio::time::sleep(wait).await;
            tries += 1;
        }
    }

    fn is_too_long(&self, begun: Instant, wait: Duration) -> bool {
        wait > LONGEST_WAIT || self.timeout.is_some_and(|bound| begun.elapsed() + wait >= bound)
    }

    async fn once(&self, path: &str, accept: &str, etag: Option<&str>) -> Result<Reply, Fault> {
        let mut request = Request::get(path).header(ACCEPT, accept).header(USER_AGENT, &*AGENT);
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let request = request
            .body(Body::empty())
            .map_err(|error| Fault::new(FaultKind::Refused, format!("{path} is no path: {error}")))?;
        let response = self.client.send(request).await.map_err(|error| self.unsent(&error))?;
        let (parts, body) = response.into_parts();
        self.warn(&parts.headers);
        let body = body.collect().await.map_err(|error| {
            let why = chain(&error);
            Fault::new(FaultKind::Unreachable, format!("the connection broke while {path} was read: {why}"))
        })?;
        let body = body.to_bytes();
        if parts.status == StatusCode::NOT_MODIFIED {
            let etag = etag.map(str::to_owned);
            return Ok(Reply::Answer(Answer { etag, is_unchanged: true, ..Answer::default() }));
        }
        if parts.status.is_success() && is_page(&parts.headers) {
            return Err(no_api_server(format!("a web page comes back for {path}")));
        }
        if parts.status.is_success() {
            let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
            let text = String::from_utf8(body.into())
                .map_err(|_| Fault::new(FaultKind::Refused, format!("the answer to {path} is no UTF-8")))?;
            return Ok(Reply::Answer(Answer {
                text,
                content_type: header(CONTENT_TYPE).unwrap_or_default().to_owned(),
                etag: header(ETAG).map(str::to_owned),
                is_unchanged: false,
            }));
        }
        if parts.status.is_redirection() {
            let to = parts
                .headers
                .get(LOCATION)
                .and_then(|to| to.to_str().ok())
                .and_then(|to| to.parse::<Uri>().ok());
            // What follows the host may be a secret.
            let to = to.and_then(|to| to.host().map(|host| format!(" to {host}"))).unwrap_or_default();
            return Err(no_api_server(format!("{path} is sent on{to}")));
        }
        let fault = refused(parts.status, path, &parts.headers, &body);
        match later(parts.status, &parts.headers) {
            Some(wait) => Ok(Reply::Later(wait, fault)),
            None => Err(fault),
        }
    }

    /// Says why a request could not even be sent.
    fn unsent(&self, error: &::kube::Error) -> Fault {
        // What the layers between call themselves tells nobody anything.
        let why = ["ServiceError: ", "HyperError: ", "client error (Connect): "]
            .iter()
            .fold(chain(error), |why, layer| why.replace(layer, ""));
        let server = &self.server;
        if matches!(error, ::kube::Error::Auth(_)) {
            return Fault::new(FaultKind::Unauthorized, format!("cannot log in to {server}: {why}"));
        }
        if why.contains("certificate") {
            return Fault::new(FaultKind::Configuration, format!("cannot trust {server}: {why}")).hint(
                "the certificate authority of the kubeconfig is not the server's, or the server has another name; see \
                 --certificate-authority and --tls-server-name",
            );
        }
        Fault::new(FaultKind::Unreachable, format!("cannot reach {server}: {why}"))
    }

    /// Passes the server's warnings on, each once (RFC 7234 §5.5: `299 - "text"`).
    fn warn(&self, headers: &HeaderMap) {
        for value in headers.get_all(WARNING).iter().filter(|_| !self.is_quiet) {
            let Some(text) = value.to_str().ok().and_then(warning) else { continue };
            let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
            if warned.insert(text.clone()) {
                start::say("warning", &format!("the server says: {text}"));
            }
        }
    }
}

/// What came back.
enum Reply {
    Answer(Answer),
    /// The server wants to be asked again after a while.
    Later(Duration, Fault),
}

/// Tells whether an answer is a web page: something else than the API server wrote it.
fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn no_api_server(message: String) -> Fault {
    Fault::new(FaultKind::Refused, format!("{message}: this is no API server"))
        .hint("a login page or a proxy may stand between; check the server of the kubeconfig, or log in there first")
}

/// Tells how long the server wants to be left alone (`k8s.io/client-go/rest/with_retry.go`, `checkWait`).
fn later(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let may = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    may.then(|| Duration::from_secs(seconds))
}

/// Reads the text of a warning.
fn warning(value: &str) -> Option<String> {
    let quoted = value.strip_prefix("299 ")?.split_once(' ')?.1;
    let text = quoted.strip_prefix('"')?;
    let end = text.rfind('"')?;
    Some(text[..end].replace("\\\"", "\"").replace("\\\\", "\\"))
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

/// Says what the server refused.
fn refused(status: StatusCode, path: &str, headers: &HeaderMap, body: &[u8]) -> Fault {
    let said: Status = serde_json::from_slice(body).unwrap_or_default();
    let text = match said.message.as_str() {
        "" if is_page(headers) => "a web page, as a proxy or a login writes it".to_owned(),
        "" => String::from_utf8_lossy(body).trim().chars().take(200).collect(),
        message => message.to_owned(),
    };
    let text = if text.is_empty() { String::new() } else { format!(": {text}") };
    let kind = match status.as_u16() {
        401 => FaultKind::Unauthorized,
        403 => FaultKind::Forbidden,
        404 => FaultKind::NotFound,
        406 => FaultKind::NotAcceptable,
        410 => FaultKind::Gone,
        429 | 500.. => FaultKind::Server,
        _ => FaultKind::Refused,
    };
    let fault = Fault::new(kind, format!("the server answers {} to {path}{text}", status.as_u16()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_what_stands_in_quotes() {
        assert_eq!(warning(r#"299 - "v1 \"X\" is deprecated""#).as_deref(), Some(r#"v1 "X" is deprecated"#));
        assert_eq!(warning("199 - \"x\""), None);
    }

    #[test]
    fn a_minor_version_may_have_a_plus() {
        let of = |major: &str, minor: &str| {
            Version { major: major.into(), minor: minor.into(), git_version: String::new() }.minor()
        };
        assert_eq!(of("1", "29+"), Some(29));
        assert_eq!(of("1", "36"), Some(36));
        assert_eq!(of("2", "1"), None);
        assert_eq!(of("1", ""), None);
    }
}
