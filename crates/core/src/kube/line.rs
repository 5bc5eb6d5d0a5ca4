//! The way to one server: sends requests, so many at once, each bounded in time, or all of them together.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ::kube::client::Body;
use ::kube::{Client, Config};
use http::header::{ACCEPT, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER, USER_AGENT, WARNING};
use http::request::Builder;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::BodyExt;
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::background::Background;
use super::fault::{Fault, FaultKind, chain};
use super::list::escaped;
use super::peer::{Peer, Refusal, is_page};
use crate::cli::start;

/// How many requests are in flight at once. client-go bounds how many are begun a second, which says nothing of how many
/// the server has to work on.
pub(crate) const IN_FLIGHT: usize = 8;
/// How often a request is sent again because the server said when, or the connection broke; client-go says 10.
const TRIES: u32 = 6;
/// How often one is sent again to a server that is too busy and does not say until when.
const PATIENCE: u32 = 4;
/// How long such a server is left alone at first; then twice as long each time.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest wait that a server is granted.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What is asked for unless the request says otherwise.
pub(crate) const JSON: &str = "application/json";

/// The name under which servers see the program, in their logs and figures: `kubectl-gvkcheck/0.1.0`.
static AGENT: LazyLock<String> = LazyLock::new(|| {
    let program = std::env::current_exe().ok().and_then(|path| path.file_stem()?.to_str().map(str::to_owned));
    let is_plain =
        |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let program = program.filter(is_plain).unwrap_or_else(|| "kubecheck".to_owned());
    format!("{program}/{} ({}/{})", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
});

/// The way to a server; clones share it.
#[derive(Clone)]
pub(crate) struct Line {
    client: Client,
    peer: &'static Peer,
    timeout: Option<Duration>,
    deadline: Option<Deadline>,
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

/// When all that is asked has to be over, of however many servers.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    at: Instant,
    after: Duration,
}

impl Deadline {
    /// Begins to count.
    pub fn after(after: Duration) -> Deadline {
        Deadline::since(Instant::now(), after)
    }

    /// Counts from a moment that may have passed, such as the one at which the program began.
    pub fn since(begun: Instant, after: Duration) -> Deadline {
        // What is too far off to be counted never comes; a century is as good.
        let century = Duration::from_secs(100 * 365 * 24 * 3600);
        Deadline { at: begun.checked_add(after).unwrap_or_else(|| begun + century), after }
    }

    /// Returns the time that is left.
    pub(crate) fn left(self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    /// Says that the time was over before something came.
    pub(crate) fn missed(self, what: &str) -> Fault {
        let message = format!("{what} within {:?}", self.after);
        Fault::new(FaultKind::Timeout, message).hint("give it more time with --timeout")
    }
}

impl From<Duration> for Deadline {
    fn from(after: Duration) -> Deadline {
        Deadline::after(after)
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

/// Reads an answer as text.
pub(crate) fn utf8(body: Vec<u8>, path: &str) -> Result<String, Fault> {
    let fault = |_| Fault::new(FaultKind::Refused, format!("the answer to {path} is no UTF-8"));
    String::from_utf8(body).map_err(fault)
}

/// Reads an answer.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(text: impl AsRef<[u8]>, path: &str) -> Result<T, Fault> {
    serde_json::from_slice(text.as_ref()).map_err(|error| nonsense(path, &error.to_string()))
}

/// Says that an answer makes no sense, and why.
pub(crate) fn nonsense(path: &str, why: &str) -> Fault {
    Fault::new(FaultKind::Refused, format!("the answer to {path} makes no sense: {why}"))
}

/// What takes an answer in as it comes.
pub(crate) trait Take: Default {
    /// Takes the next part in.
    fn take(&mut self, part: &[u8]);
}

impl Take for Vec<u8> {
    fn take(&mut self, part: &[u8]) {
        self.extend_from_slice(part);
    }
}

impl Line {
    /// Makes ready to ask a server, named as errors name it; nothing is sent yet. One request may take so long.
    pub(crate) fn open(
        background: &Background,
        config: Config,
        server: &str,
        peer: &'static Peer,
        timeout: Option<Duration>,
    ) -> Result<Line, Fault> {
        let client = {
            let _guard = background.enter();
            Client::try_from(config).map_err(|error| {
                let why = chain(&error);
                Fault::new(FaultKind::Configuration, format!("cannot connect to {server}: {why}"))
            })?
        };
        Ok(Line {
            client,
            peer,
            timeout,
            deadline: None,
            free: Arc::new(Semaphore::new(IN_FLIGHT)),
            warned: Arc::default(),
            is_quiet: false,
            server: server.into(),
        })
    }

    /// Keeps the server's warnings to itself.
    pub(crate) fn quiet(self) -> Line {
        Line { is_quiet: true, ..self }
    }

    /// Ends all that is asked when a time is over.
    pub(crate) fn until(self, deadline: Deadline) -> Line {
        Line { deadline: Some(deadline), ..self }
    }

    /// Expects something else at the other end: what the server there passes requests on to.
    pub(crate) fn to(self, peer: &'static Peer) -> Line {
        Line { peer, ..self }
    }

    /// Returns how long one request may take; none for as long as it takes.
    pub(crate) fn bound(&self) -> Option<Duration> {
        self.timeout
    }

    /// Asks for a path, and reads the answer as text.
    pub(crate) async fn get(&self, path: &str, accept: &str, etag: Option<&str>) -> Result<Answer, Fault> {
        let question = Question { etag, ..Question::new(path, accept) };
        let (answer, body) = self.take::<Vec<u8>>(question, TRIES).await?;
        Ok(Answer { text: utf8(body, path)?, ..answer })
    }

    /// Asks, and returns the answer whatever its form.
    pub(crate) async fn fetch(&self, question: Question<'_>) -> Result<Vec<u8>, Fault> {
        Ok(self.take(question, TRIES).await?.1)
    }

    /// Asks and hands the answer on as it comes, so that it need not be in memory whole.
    pub(crate) async fn take<T: Take>(
        &self,
        question: Question<'_>,
        tries: u32,
    ) -> Result<(Answer, T), Fault> {
        let answer = async {
            let _turn = self.free.acquire().await;
            self.bounded(question.name, self.insist(question, tries)).await
        };
        match self.deadline {
            None => answer.await,
            // What is late is not even sent.
            Some(deadline) if deadline.left().is_zero() => Err(deadline.missed(&no_answer(question.name))),
            Some(deadline) => tokio::time::timeout(deadline.left(), answer)
                .await
                .unwrap_or_else(|_| Err(deadline.missed(&no_answer(question.name)))),
        }
    }

    /// Sends a request that changes something. What a server turned away unread (429) is sent again; whether a request was
    /// carried out on which the connection broke nobody knows here, so that it is left to who sent it to find out.
    pub(crate) async fn send(&self, sent: &Sent<'_>) -> Result<Answer, Fault> {
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
                let message = format!("{} within {bound:?}", no_answer(path));
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
                .exchange::<Vec<u8>>(request, sent.body.clone(), Question::new(&sent.path, JSON))
                .await?
            {
                Reply::Answer(answer, body) => return Ok(Answer { text: utf8(body, &sent.path)?, ..answer }),
                Reply::Later(wait, fault) => (wait, fault),
                Reply::Busy(fault) => return Err(fault),
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
                Ok(Reply::Busy(fault)) => {
                    let wait = PAUSE * 2_u32.pow(tries - 1);
                    if tries >= most.min(PATIENCE) || self.is_too_long(begun, wait) {
                        return Err(fault);
                    }
                    wait
                }
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
        wait > LONGEST_WAIT
            || self.timeout.is_some_and(|bound| begun.elapsed() + wait >= bound)
            || self.deadline.is_some_and(|deadline| wait >= deadline.left())
    }

    async fn once<T: Take>(&self, question: Question<'_>) -> Result<Reply<T>, Fault> {
        let form = question.form.unwrap_or_default().as_bytes().to_vec();
        self.exchange(question.request(), form, question).await
    }

    /// Asks for an answer that does not end soon, and hands each part of it on as it comes. What takes so long that nobody can wait for
    /// it is bounded by who asks; only the beginning of the answer has to be there in time. Nothing is sent again.
    pub(crate) async fn follow(
        &self,
        question: Question<'_>,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), Fault> {
        let form = question.form.unwrap_or_default().as_bytes().to_vec();
        let opened =
            self.bounded(question.name, self.open_answer(question.request(), form, question)).await?;
        match opened {
            Opened::Answer(_, body) => each_part(body, question.name, &mut take).await,
            Opened::Unchanged(_) => Ok(()),
            Opened::Later(_, fault) | Opened::Busy(fault) => Err(fault),
        }
    }

    /// Sends a request once, and reads what comes back.
    async fn exchange<T: Take>(
        &self,
        request: Builder,
        body: Vec<u8>,
        question: Question<'_>,
    ) -> Result<Reply<T>, Fault> {
        Ok(match self.open_answer(request, body, question).await? {
            Opened::Answer(answer, body) => {
                let mut taken = T::default();
                each_part(body, question.name, &mut |part| taken.take(part)).await?;
                Reply::Answer(answer, taken)
            }
            Opened::Unchanged(answer) => Reply::Answer(answer, T::default()),
            Opened::Later(wait, fault) => Reply::Later(wait, fault),
            Opened::Busy(fault) => Reply::Busy(fault),
        })
    }

    /// Sends a request once, and reads the head of what comes back.
    async fn open_answer(
        &self,
        request: Builder,
        body: Vec<u8>,
        Question { name: path, accept, etag, .. }: Question<'_>,
    ) -> Result<Opened, Fault> {
        let request = request
            .header(ACCEPT, accept)
            .header(USER_AGENT, &*AGENT)
            .body(Body::from(body))
            .map_err(|error| Fault::new(FaultKind::Refused, format!("{path} is no path: {error}")))?;
        let response = self.client.send(request).await.map_err(|error| self.unsent(&error))?;
        let (parts, body) = response.into_parts();
        self.warn(&parts.headers);
        if parts.status == StatusCode::NOT_MODIFIED {
            let etag = etag.map(str::to_owned);
            return Ok(Opened::Unchanged(Answer { etag, is_unchanged: true, ..Answer::default() }));
        }
        if parts.status.is_success() && is_page(&parts.headers) {
            return Err(self.peer.elsewhere(&format!("a web page comes back for {path}")));
        }
        if parts.status.is_success() {
            let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
            let answer = Answer {
                content_type: header(CONTENT_TYPE).unwrap_or_default().to_owned(),
                etag: header(ETAG).map(str::to_owned),
                ..Answer::default()
            };
            return Ok(Opened::Answer(answer, body));
        }
        if parts.status.is_redirection() {
            let to = parts
                .headers
                .get(LOCATION)
                .and_then(|to| to.to_str().ok())
                .and_then(|to| to.parse::<Uri>().ok());
            // What follows the host may be a secret.
            let to = to.and_then(|to| to.host().map(|host| format!(" to {host}"))).unwrap_or_default();
            return Err(self.peer.elsewhere(&format!("{path} is sent on{to}")));
        }
        let mut read = Vec::new();
        each_part(body, path, &mut |part| read.extend_from_slice(part)).await?;
        let body = read;
        let (status, headers) = (parts.status, &parts.headers);
        let fault = (self.peer.refused)(&Refusal { status, name: path, headers, body: &body });
        let is_busy = matches!(status.as_u16(), 429 | 503) && fault.kind == FaultKind::Server;
        match later(status, headers) {
            Some(wait) => Ok(Opened::Later(wait, fault)),
            None if is_busy && self.peer.is_patient => Ok(Opened::Busy(fault)),
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
        // The alert of RFC 8446, section 6.2, as rustls calls it.
        if why.contains("CertificateRequired") {
            return Fault::new(FaultKind::Unauthorized, format!("{server} wants a client certificate"))
                .hint(self.peer.nameless);
        }
        if why.contains("certificate") {
            return Fault::new(FaultKind::Configuration, format!("cannot trust {server}: {why}"))
                .hint(self.peer.untrusted);
        }
        let fault = Fault::new(FaultKind::Unreachable, format!("cannot reach {server}: {why}"));
        match self.peer.unreachable {
            Some(hint) => fault.hint(hint),
            None => fault,
        }
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

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'q> {
    /// The path, with what follows the question mark.
    path: &'q str,
    /// How errors name it.
    name: &'q str,
    /// The media types to accept.
    accept: &'q str,
    /// What is known already.
    etag: Option<&'q str>,
    /// What is posted, as `application/x-www-form-urlencoded`; the answer is the same however often it is.
    form: Option<&'q str>,
    /// Further headers.
    headers: &'q [(HeaderName, HeaderValue)],
}

impl<'q> Question<'q> {
    /// Asks for a path.
    pub(crate) fn new(path: &'q str, accept: &'q str) -> Question<'q> {
        Question { path, name: path, accept, etag: None, form: None, headers: &[] }
    }

    /// Lets errors name it otherwise.
    pub(crate) fn named(self, name: &'q str) -> Question<'q> {
        Question { name, ..self }
    }

    /// Posts a form, if there is one.
    pub(crate) fn form(self, form: Option<&'q str>) -> Question<'q> {
        Question { form, ..self }
    }

    /// Adds headers.
    pub(crate) fn headers(self, headers: &'q [(HeaderName, HeaderValue)]) -> Question<'q> {
        Question { headers, ..self }
    }

    fn request(self) -> Builder {
        let request = match self.form {
            None => Request::get(self.path),
            Some(_) => Request::post(self.path).header(CONTENT_TYPE, "application/x-www-form-urlencoded"),
        };
        let request = self.etag.iter().fold(request, |request, etag| request.header(IF_NONE_MATCH, *etag));
        self.headers.iter().fold(request, |request, (name, value)| request.header(name, value))
    }
}

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
    /// The server is too busy, and does not say until when.
    Busy(Fault),
}

/// The head of what came back.
enum Opened {
    /// The answer without its text, which is still to come.
    Answer(Answer, Body),
    /// Nothing changed.
    Unchanged(Answer),
    /// The server wants to be asked again after a while.
    Later(Duration, Fault),
    /// The server is too busy, and does not say until when.
    Busy(Fault),
}

fn no_answer(to: &str) -> String {
    format!("no answer to {to}")
}

/// Hands the parts of an answer on as they come.
async fn each_part(mut body: Body, path: &str, take: &mut impl FnMut(&[u8])) -> Result<(), Fault> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            let why = chain(&error);
            Fault::new(FaultKind::Unreachable, format!("the connection broke while {path} was read: {why}"))
        })?;
        if let Some(part) = frame.data_ref() {
            take(part);
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_what_stands_in_quotes() {
        assert_eq!(warning(r#"299 - "v1 \"X\" is deprecated""#).as_deref(), Some(r#"v1 "X" is deprecated"#));
        assert_eq!(warning("199 - \"x\""), None);
    }
}
