//! Follows lists: all objects at first, then each change as it happens (`k8s.io/client-go/tools/cache/reflector.go`: list, then watch).
//!
//! Each list has a task of its own. A watch is asked for with a bound, and the next one begins where it ended; bookmarks keep that place
//! new. What is too old for the server (410) is listed anew.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::cluster::Cluster;
use super::fault::{Fault, FaultKind};
use super::line::{JSON, Line, Question, read};
use super::list::{Wanted, escaped};

/// How long one watch takes at most; a server ends it then, as it is told to.
const LONGEST: Duration = Duration::from_secs(45);
/// The first pause after a failure, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What happened to the objects of a list.
#[derive(Debug)]
pub enum Change<I> {
    /// These are all of them; what was known before is void.
    Anew(Vec<I>),
    /// One was made or changed.
    Put(I),
    /// One is gone; as it was.
    Gone(I),
    /// They could not be read, twice in a row if trying again may help; which goes on.
    Fault(Fault),
    /// They can be read again, and nothing was missed.
    Well,
}

/// Lists that are followed.
#[derive(Debug)]
pub struct Following<I>(Receiver<(usize, Change<I>)>);

impl<I> Following<I> {
    /// Waits for the next change for so long, and returns it with the number of its list. Where nothing is followed any longer, the time
    /// is waited out.
    pub fn next(&self, within: Duration) -> Option<(usize, Change<I>)> {
        match self.0.recv_timeout(within) {
            Ok(change) => Some(change),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(within);
                None
            }
        }
    }
}

impl Cluster {
    /// Begins to follow lists.
    pub fn follow<I: DeserializeOwned + Send + 'static>(&self, wanted: &[Wanted]) -> Following<I> {
        let (sender, receiver) = channel();
        for (at, wanted) in wanted.iter().enumerate() {
            let task = Task {
                line: self.line.clone(),
                at,
                chunk: wanted.chunk(self.chunk_size),
                wanted: wanted.clone(),
                sender: sender.clone(),
            };
            self.begin(task.run());
        }
        Following(receiver)
    }
}

struct Task<I> {
    line: Line,
    at: usize,
    chunk: u32,
    wanted: Wanted,
    sender: Sender<(usize, Change<I>)>,
}

/// Nobody listens any longer.
struct Over;

impl<I: DeserializeOwned + Send + 'static> Task<I> {
    async fn run(self) {
        let (mut pause, mut since, mut is_ill) = (PAUSES.0, None, false);
        loop {
            let done = match since.take() {
                None => self.list().await.map(Some),
                Some(from) => self.watch(from).await,
            };
            match done {
                Ok(next) => {
                    (since, pause) = (next, PAUSES.0);
                    if std::mem::take(&mut is_ill) && self.tell(Change::Well).is_err() {
                        return;
                    }
                }
                Err((_, fault)) if fault.kind == FaultKind::Gone => {}
                Err((from, fault)) => {
                    let is_final = !fault.kind.is_transient();
                    let fault =
                        if fault.kind == FaultKind::Forbidden { self.wanted.forbidden(fault) } else { fault };
                    // A connection that breaks once is what watches are used to.
                    let is_told = is_final || pause > PAUSES.0;
                    if is_told && self.tell(Change::Fault(fault)).is_err() || is_final {
                        return;
                    }
                    is_ill |= is_told;
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(PAUSES.1);
                    since = from;
                }
            }
        }
    }

    fn tell(&self, change: Change<I>) -> Result<(), Over> {
        self.sender.send((self.at, change)).map_err(|_| Over)
    }

    /// Reads the list, and returns where it stands.
    async fn list(&self) -> Result<String, (Option<String>, Fault)> {
        let (mut items, mut next) = (Vec::new(), String::new());
        loop {
            let path = self.wanted.path(self.chunk, &next);
            let body = self.line.fetch(Question::new(&path, JSON)).await.map_err(|fault| (None, fault))?;
            let page: Page<I> = read(body, &path).map_err(|fault| (None, fault))?;
            items.extend(page.items.unwrap_or_default());
            next = page.metadata.next;
            if next.is_empty() {
                drop(self.tell(Change::Anew(items)));
                return Ok(page.metadata.resource_version);
            }
        }
    }

    /// Follows from a revision until the server ends it, and returns where to go on; none if the list has to be read anew.
    async fn watch(&self, from: String) -> Result<Option<String>, (Option<String>, Fault)> {
        let time =
            self.line.bound().map_or(LONGEST, |bound| LONGEST.min(bound * 3 / 4)).max(Duration::from_secs(1));
        let path = format!(
            "{}?watch=true&allowWatchBookmarks=true&resourceVersion={}&timeoutSeconds={}",
            self.wanted.root(self.wanted.namespace.as_deref().unwrap_or_default()),
            escaped(&from),
            time.as_secs(),
        );
        let mut reader = Reader { task: self, rest: Vec::new(), at: from, fault: None };
        let answer = self.line.follow(Question::new(&path, JSON), |part| reader.take(part));
        // A server that forgets the bound must not keep the watch for ever.
        let ended = tokio::time::timeout(time + PAUSES.1, answer).await;
        let (at, fault) = (reader.at, reader.fault);
        match (fault, ended) {
            (Some(fault), _) => Err((Some(at), fault)),
            (None, Ok(Err(fault))) => Err((Some(at), fault)),
            (None, Ok(Ok(())) | Err(_)) => Ok(Some(at)),
        }
    }
}

#[derive(Deserialize)]
#[serde(bound = "I: DeserializeOwned")]
struct Page<I> {
    #[serde(default)]
    metadata: Metadata,
    items: Option<Vec<I>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    resource_version: String,
    #[serde(rename = "continue")]
    next: String,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    object: Box<RawValue>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    message: String,
    #[serde(default)]
    code: u16,
}

/// Cuts a watch into events as it comes.
struct Reader<'t, I> {
    task: &'t Task<I>,
    rest: Vec<u8>,
    at: String,
    fault: Option<Fault>,
}

impl<I: DeserializeOwned + Send + 'static> Reader<'_, I> {
    fn take(&mut self, part: &[u8]) {
        self.rest.extend_from_slice(part);
        while let Some(end) = memchr::memchr(b'\n', &self.rest) {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            if !line.trim_ascii().is_empty() && self.fault.is_none() {
                self.event(&line);
            }
        }
    }

    fn event(&mut self, line: &[u8]) {
        let what = format!("an event of {}", self.task.wanted.qualified());
        let read = read::<Event>(line, &what)
            .and_then(|event| Ok((read::<Head>(event.object.get(), &what)?, event)));
        let (head, event) = match read {
            Ok(both) => both,
            Err(fault) => return self.fault = Some(fault),
        };
        if event.kind == "ERROR" {
            let kind = if head.code == 410 { FaultKind::Gone } else { FaultKind::Server };
            let why = format!("the watch of {} ended: {}", self.task.wanted.qualified(), head.message);
            return self.fault = Some(Fault::new(kind, why));
        }
        self.at = head.metadata.resource_version;
        if event.kind == "BOOKMARK" {
            return;
        }
        match read_item(&event.object, &what) {
            Ok(item) if event.kind == "DELETED" => drop(self.task.tell(Change::Gone(item))),
            Ok(item) => drop(self.task.tell(Change::Put(item))),
            // One object that makes no sense must not end all the others.
            Err(fault) => drop(self.task.tell(Change::Fault(fault))),
        }
    }
}

fn read_item<I: DeserializeOwned>(object: &RawValue, what: &str) -> Result<I, Fault> {
    read(object.get(), what)
}
