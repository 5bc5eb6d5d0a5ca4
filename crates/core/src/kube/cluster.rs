//! One cluster: sends requests to its API server, so many at once, each bounded in time.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::kube::Client;
use ::kube::client::Body;
use http::header::{ACCEPT, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER, USER_AGENT, WARNING};
use http::request::Builder;
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::args::ConnectionArgs;
use super::exec::Attended;
use super::fault::{Fault, FaultKind, chain};
use super::kubeconfig::{self, Connection};
use super::list::escaped;
use crate::cli::start;

/// How many requests are in flight at once. client-go bounds how many are begun a second, which says nothing of how many
/// the server has to work on.
pub(super) const IN_FLIGHT: usize = 8;
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

    /// Sends a request that changes something, once; see [`Sent`].
    pub(crate) fn send(&self, sent: &Sent<'_>) -> Result<Answer, Fault> {
        self.wait(self.line.send(sent))
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

/// Reads an answer as text.
pub(super) fn utf8(body: Vec<u8>, path: &str) -> Result<String, Fault> {
    let fault = |_| Fault::new(FaultKind::Refused, format!("the answer to {path} is no UTF-8"));
    String::from_utf8(body).map_err(fault)
}

/// Reads an answer.
pub(super) fn read<T: for<'de> Deserialize<'de>>(text: impl AsRef<[u8]>, path: &str) -> Result<T, Fault> {
    serde_json::from_slice(text.as_ref()).map_err(|error| nonsense(path, &error.to_string()))
}

/// Says that an answer makes no sense, and why.
pub(super) fn nonsense(path: &str, why: &str) -> Fault {
    Fault::new(FaultKind::Refused, format!("the answer to {path} makes no sense: {why}"))
}

/// What takes an answer in as it comes.
pub(super) trait Take: Default {
    /// Takes the next part in.
    fn take(&mut self, part: &[u8]);
}

impl Take for Vec<u8> {
    fn take(&mut self, part: &[u8]) {
        self.extend_from_slice(part);
    }
}

impl Line {
    /// Asks for a path, and reads the answer as text.
    pub(super) async fn get(&self, path: &str, accept: &str, etag: Option<&str>) -> Result<Answer, Fault> {
        let (answer, body) = self.take::<Vec<u8>>((path, accept, etag), TRIES).await?;
        Ok(Answer { text: utf8(body, path)?, ..answer })
    }

    /// Asks for a path, and returns the answer whatever its form.
    pub(super) async fn fetch(&self, path: &str, accept: &str) -> Result<Vec<u8>, Fault> {
        Ok(self.take((path, accept, None), TRIES).await?.1)
    }

    /// Asks for a path and hands the answer on as it comes, so that it need not be in memory whole.
    pub(super) async fn take<T: Take>(
        &self,
        question: Question<'_>,
        tries: u32,
    ) -> Result<(Answer, T), Fault> {
        let _turn = self.free.acquire().await;
        self.bounded(question.0, self.insist(question, tries)).await
    }

    /// Sends a request that changes something. What a server turned away unread (429) is sent again; whether a request was
    /// carried out on which the connection broke nobody knows here, so that it is left to who sent it to find out.
    async fn send(&self, sent: &Sent<'_>) -> Result<Answer, Fault> {
        let _turn = self.free.acquire().await;
        self.bounded(&sent.path, self.send_until_read(sent)).await
    }

    async fn bounded<T>(
        &self,
        path: &str,
        answer: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        match self.timeout {
            None => answer.await,
            Some(bound) => tokio::time::timeout(bound, answer).await.unwrap_or_else(|_| {
                let message = format!("no answer to {path} within {bound:?}");
                Err(Fault::new(FaultKind::Timeout, message).hint("give it more time with --request-timeout"))
            }),
        }
    }

    async fn send_until_read(&self, sent: &Sent<'_>) -> Result<Answer, Fault> {
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            let request = Request::builder().method(sent.method.clone()).uri(sent.uri());
            let request = request.header(CONTENT_TYPE, sent.content_type);
            let (wait, fault) = match self
                .exchange::<Vec<u8>>(request, sent.body.clone(), (&sent.path, JSON, None))
                .await?
            {
                Reply::Answer(answer, body) => return Ok(Answer { text: utf8(body, &sent.path)?, ..answer }),
                Reply::Later(wait, fault) => (wait, fault),
            };
            let is_unread = fault.kind == FaultKind::Server && fault.status == Some(429);
            if !is_unread || tries == TRIES || self.is_too_long(begun, wait) {
                return Err(fault);
            }
            tokio::time::sleep(wait).await;
            tries += 1;
        }
    }

    async fn insist<T: Take>(&self, question: Question<'_>, most: u32) -> Result<(Answer, T), Fault> {
        let (begun, mut tries) = (Instant::now(), 1);
        loop {
            let wait = match self.once(question).await {
                Ok(Reply::Answer(answer, body)) => return Ok((answer, body)),
                Ok(Reply::Later(_, fault)) if most == 1 => return Err(fault),
                // A wait that leaves no time for an answer would only hide why there is none.
                Ok(Reply::Later(wait, fault)) if tries == most || self.is_too_long(begun, wait) => {
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

    async fn once<T: Take>(&self, question: Question<'_>) -> Result<Reply<T>, Fault> {
        self.exchange(Request::get(question.0), Vec::new(), question).await
    }

    /// Sends a request once, and reads what comes back.
    async fn exchange<T: Take>(
        &self,
        request: Builder,
        body: Vec<u8>,
        (path, accept, etag): Question<'_>,
    ) -> Result<Reply<T>, Fault> {
        let mut request = request.header(ACCEPT, accept).header(USER_AGENT, &*AGENT);
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let request = request
            .body(Body::from(body))
            .map_err(|error| Fault::new(FaultKind::Refused, format!("{path} is no path: {error}")))?;
        let response = self.client.send(request).await.map_err(|error| self.unsent(&error))?;
        let (parts, body) = response.into_parts();
        self.warn(&parts.headers);
        if parts.status == StatusCode::NOT_MODIFIED {
            let etag = etag.map(str::to_owned);
            let answer = Answer { etag, is_unchanged: true, ..Answer::default() };
            return Ok(Reply::Answer(answer, T::default()));
        }
        if parts.status.is_success() && is_page(&parts.headers) {
            return Err(no_api_server(format!("a web page comes back for {path}")));
        }
        if parts.status.is_success() {
            let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
            let answer = Answer {
                content_type: header(CONTENT_TYPE).unwrap_or_default().to_owned(),
                etag: header(ETAG).map(str::to_owned),
                ..Answer::default()
            };
            return Ok(Reply::Answer(answer, all(body, path).await?));
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
        let body: Vec<u8> = all(body, path).await?;
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

/// A path, the media types to accept, and what is known already.
type Question<'q> = (&'q str, &'q str, Option<&'q str>);

/// A request that changes something.
pub(crate) struct Sent<'a> {
    /// The method.
    pub(crate) method: Method,
    /// The path.
    pub(crate) path: String,
    /// What follows the question mark.
    pub(crate) query: &'a [(&'a str, &'a str)],
    /// The media type of the body.
    pub(crate) content_type: &'static str,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Sent<'_> {
    fn uri(&self) -> String {
        let pairs = self.query.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
        format!("{}?{}", self.path, pairs.collect::<Vec<_>>().join("&"))
    }
}

/// What came back.
enum Reply<T> {
    /// The answer without its text, and what took that in.
    Answer(Answer, T),
    /// The server wants to be asked again after a while.
    Later(Duration, Fault),
}

/// Takes all of an answer in.
async fn all<T: Take>(mut body: Body, path: &str) -> Result<T, Fault> {
    let mut taken = T::default();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            let why = chain(&error);
            Fault::new(FaultKind::Unreachable, format!("the connection broke while {path} was read: {why}"))
        })?;
        if let Some(part) = frame.data_ref() {
            taken.take(part);
        }
    }
    Ok(taken)
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
        409 => FaultKind::Conflict,
        410 => FaultKind::Gone,
        422 => FaultKind::Invalid,
        429 | 500.. => FaultKind::Server,
        _ => FaultKind::Refused,
    };
    let fault = Fault::new(kind, format!("the server answers {} to {path}{text}", status.as_u16()));
    let fault = Fault { status: Some(status.as_u16()), ..fault };
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
