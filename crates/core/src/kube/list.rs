//! Reads all pages of many lists: several requests at once, and never more pages in memory than that.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::cluster::Cluster;
use super::discovery;
use super::fault::{Fault, FaultKind};
use super::line::{JSON, Line, Question, nonsense, read, utf8};
use super::partial::Partial;
use crate::model::served::Found;

/// Names, labels, annotations, owners and managed fields, without the rest (`meta.k8s.io`), where the server knows how.
pub(super) const METADATA: &str =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
/// How many pages are fetched, waiting or looked at, together.
const PAGES: usize = 8;
/// How often a list begins anew because it became too old meanwhile.
const ATTEMPTS: usize = 3;

/// How much of each object is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// `metadata` alone.
    Metadata,
    /// All of it.
    Full,
}

/// A list that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The group; empty for the core group.
    pub group: String,
    /// The version to read.
    pub version: String,
    /// The resource.
    pub plural: String,
    /// The kind of its objects.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// How much of each object.
    pub depth: Depth,
    /// The one namespace to look into.
    pub namespace: Option<String>,
    /// Which labels.
    pub label_selector: Option<String>,
    /// Which fields, where the server can tell.
    pub field_selector: Option<String>,
    /// The most objects to a page, if they are large.
    pub page: Option<u32>,
}

impl Wanted {
    /// Wants all objects of a kind that is in namespaces, whole; what is to be otherwise says who wants it.
    pub fn new(group: &str, version: &str, plural: &str, kind: &str) -> Wanted {
        Wanted {
            group: group.to_owned(),
            version: version.to_owned(),
            plural: plural.to_owned(),
            kind: kind.to_owned(),
            namespaced: true,
            depth: Depth::Full,
            namespace: None,
            label_selector: None,
            field_selector: None,
            page: None,
        }
    }

    /// Wants all of what is served.
    pub fn all(found: Found<'_>, depth: Depth) -> Wanted {
        let Found { group, version, resource, .. } = found;
        let all = Wanted::new(&group.name, &version.name, &resource.plural, &resource.kind);
        Wanted { namespaced: resource.namespaced, depth, ..all }
    }

    /// Returns the apiVersion.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }

    /// Returns the resource with its group: `deployments.apps`.
    pub fn qualified(&self) -> String {
        if self.group.is_empty() { self.plural.clone() } else { format!("{}.{}", self.plural, self.group) }
    }

    /// Returns how many objects a page has at most; 0 is all, as kubectl has it.
    pub(super) fn chunk(&self, usual: u32) -> u32 {
        match self.page {
            Some(most) if usual == 0 => most,
            Some(most) => most.min(usual),
            None => usual,
        }
    }

    /// Returns the path of all objects, or of those in one namespace if they are in namespaces.
    pub(super) fn root(&self, namespace: &str) -> String {
        let within = match namespace {
            namespace if self.namespaced && !namespace.is_empty() => {
                format!("/namespaces/{}", escaped(namespace))
            }
            _ => String::new(),
        };
        format!("{}{within}/{}", discovery::path(&self.api_version()), self.plural)
    }

    /// Returns the path of one object.
    pub(super) fn object_path(&self, namespace: &str, name: &str) -> String {
        format!("{}/{}", self.root(namespace), escaped(name))
    }

    pub(super) fn path(&self, chunk: u32, next: &str) -> String {
        let root = self.root(self.namespace.as_deref().unwrap_or_default());
        let mut path = format!("{root}?limit={chunk}");
        let parameters = [
            ("continue", Some(next).filter(|next| !next.is_empty())),
            ("labelSelector", self.label_selector.as_deref()),
            ("fieldSelector", self.field_selector.as_deref()),
        ];
        for (name, value) in parameters {
            if let Some(value) = value {
                path = format!("{path}&{name}={}", escaped(value));
            }
        }
        path
    }

    /// Says which right is missing.
    pub(super) fn forbidden(&self, fault: Fault) -> Fault {
        let whole = self.namespaced && self.namespace.is_none();
        let role = if self.namespaced && !whole { "a Role" } else { "a ClusterRole" };
        let (group, plural) = (&self.group, &self.plural);
        let rule = format!("{role} needs apiGroups: [{group:?}], resources: [{plural:?}], verbs: [\"list\"]");
        let fault = Fault::new(FaultKind::Forbidden, fault.message);
        fault.hint(if whole { format!("{rule}; or look into one namespace with -n") } else { rule })
    }
}

/// Percent-encodes a value of a query or a part of a path (RFC 3986 §2).
pub(crate) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encode = |byte: u8| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encode).collect()
}

/// A page of a list.
#[derive(Debug)]
pub struct Page {
    /// Which of the wanted lists it is of.
    pub at: usize,
    /// How often that list began anew; pages of earlier attempts are not to be used.
    pub attempt: usize,
    /// Which page it is, from 0.
    pub number: usize,
    /// The list as the server wrote it.
    pub text: String,
    /// Lets the next page be fetched when this one goes.
    _turn: OwnedSemaphorePermit,
}

/// What reading lists tells of.
#[derive(Debug)]
pub enum Part {
    /// A page, in the order of its list.
    Page(Page),
    /// A list that could not be read, or not to its end.
    Fault {
        /// Which of the wanted lists.
        at: usize,
        /// Why.
        fault: Fault,
    },
}

/// The pages of all lists, as they come. What is not taken is not fetched.
#[derive(Debug)]
pub struct Pages(Bodies);

impl Iterator for Pages {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let text = |body: Body| {
            let Body { at, attempt, number, bytes, turn } = body;
            match utf8(bytes, "a list") {
                Ok(text) => Part::Page(Page { at, attempt, number, text, _turn: turn }),
                Err(fault) => Part::Fault { at, fault },
            }
        };
        Some(self.0.next()?.map_or_else(|(at, fault)| Part::Fault { at, fault }, text))
    }
}

/// A page as it came, in whatever form the server has.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) at: usize,
    pub(super) attempt: usize,
    pub(super) number: usize,
    pub(super) bytes: Vec<u8>,
    turn: OwnedSemaphorePermit,
}

/// The pages of all lists as they came, and the lists that could not be read, or not to their end.
#[derive(Debug)]
pub(super) struct Bodies(Receiver<Result<Body, (usize, Fault)>>);

impl Iterator for Bodies {
    type Item = Result<Body, (usize, Fault)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.blocking_recv()
    }
}

impl Cluster {
    /// Begins to read lists.
    pub fn list(&self, wanted: &[Wanted]) -> Pages {
        Pages(self.bodies(wanted, METADATA))
    }

    /// Begins to read lists; metadata alone is asked for in a form of one's own.
    pub(super) fn bodies(&self, wanted: &[Wanted], metadata: &'static str) -> Bodies {
        let (sender, receiver) = channel(PAGES);
        let turns = Arc::new(Semaphore::new(PAGES));
        for (at, wanted) in wanted.iter().enumerate() {
            let list = List {
                line: self.line.clone(),
                accept: match wanted.depth {
                    Depth::Metadata => metadata,
                    Depth::Full => JSON,
                },
                at,
                wanted: wanted.clone(),
                chunk: wanted.chunk(self.chunk_size),
                turns: turns.clone(),
                sender: sender.clone(),
            };
            self.begin(list.read());
        }
        Bodies(receiver)
    }

    /// Reads one list to its end and keeps it, page by page. For lists that are small.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn list_all(&self, wanted: &Wanted) -> Result<Vec<String>, Fault> {
        let (mut texts, mut attempt) = (Vec::new(), 0);
        for part in self.list(std::slice::from_ref(wanted)) {
            match part {
                Part::Page(page) => {
                    if page.attempt > attempt {
                        (attempt, texts) = (page.attempt, Vec::new());
                    }
                    texts.push(page.text);
                }
                Part::Fault { fault, .. } => return Err(fault),
            }
        }
        Ok(texts)
    }

    /// Reads one object; none if it is not there.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn object(&self, of: &Wanted, namespace: Option<&str>, name: &str) -> Result<Option<String>, Fault> {
        let path = of.object_path(namespace.unwrap_or_default(), name);
        match self.wait(self.line.get(&path, JSON, None)) {
            Ok(answer) => Ok(Some(answer.text)),
            Err(fault) if fault.kind == FaultKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// One list that is read.
struct List {
    line: Line,
    accept: &'static str,
    at: usize,
    wanted: Wanted,
    chunk: u32,
    turns: Arc<Semaphore>,
    sender: Sender<Result<Body, (usize, Fault)>>,
}

impl List {
    async fn read(self) {
        if let Err(fault) = self.pages().await {
            if fault.kind == FaultKind::NotFound && self.is_served_no_more().await {
                return;
            }
            let fault = if fault.kind == FaultKind::Forbidden { self.wanted.forbidden(fault) } else { fault };
            // Whoever wanted it may have gone.
            let _ = self.sender.send(Err((self.at, fault))).await;
        }
    }

    /// Tells whether a type went away after discovery, as when its CRD is deleted: then nothing of it is left to be read.
    async fn is_served_no_more(&self) -> bool {
        match discovery::resources(&self.line, &self.wanted.api_version()).await {
            Ok(served) => !served.iter().any(|resource| resource.plural == self.wanted.plural),
            Err(fault) => fault.kind == FaultKind::NotFound,
        }
    }

    async fn pages(&self) -> Result<(), Fault> {
        let (mut next, mut attempt, mut number, mut stuck) = (String::new(), 0, 0, 0);
        loop {
            let turn = self.turns.clone().acquire_owned().await;
            let Ok(turn) = turn else { return Ok(()) };
            let path = self.wanted.path(self.chunk, &next);
            let answer = match self.line.fetch(Question::new(&path, self.accept)).await {
                Ok(answer) => answer,
                // It may go on, as the server holds it now, or it begins anew.
                Err(Fault { kind: FaultKind::Gone, next: Some(token), .. })
                    if !next.is_empty() && stuck < ATTEMPTS =>
                {
                    (next, stuck) = (token, stuck + 1);
                    continue;
                }
                Err(fault) if fault.kind == FaultKind::Gone && !next.is_empty() && attempt + 1 < ATTEMPTS => {
                    (next, number, attempt) = (String::new(), 0, attempt + 1);
                    continue;
                }
                Err(fault) => return Err(fault),
            };
            (next, stuck) = (token(&answer, &path)?, 0);
            let page = Body { at: self.at, attempt, number, bytes: answer, turn };
            if self.sender.send(Ok(page)).await.is_err() || next.is_empty() {
                return Ok(());
            }
            number += 1;
        }
    }
}

/// A list, of which only where it goes on is of interest.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Metadata,
    #[expect(dead_code, reason = "what is not a list is no page")]
    items: Option<IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default, rename = "continue")]
    next: String,
}

/// Returns where the list goes on; empty at its end.
fn token(body: &[u8], path: &str) -> Result<String, Fault> {
    if let Some(partial) = Partial::open(body) {
        let next = partial.and_then(|partial| partial.next().map_err(|error| error.to_string()));
        return next.map_err(|why| nonsense(path, &why));
    }
    // Built-in lists have their metadata before their items, so that these need not be read twice.
    if let Some(at) = memchr::memmem::find(body, b"\"items\":[")
        && memchr::memmem::find(&body[..at], b"\"metadata\":").is_some()
        && let Ok(head) = serde_json::from_slice::<Head>(&[&body[..at], b"\"items\":[]}"].concat())
    {
        return Ok(head.metadata.next);
    }
    read::<Head>(body, path).map(|head| head.metadata.next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            group: "apps".to_owned(),
            version: "v1".to_owned(),
            plural: "deployments".to_owned(),
            kind: "Deployment".to_owned(),
            namespaced: true,
            depth: Depth::Full,
            namespace: None,
            label_selector: None,
            field_selector: None,
            page: None,
        }
    }

    #[test]
    fn paths_are_those_of_the_server() {
        assert_eq!(wanted().path(500, ""), "/apis/apps/v1/deployments?limit=500");
        let one = Wanted {
            namespace: Some("a b".to_owned()),
            label_selector: Some("app in (x,y)".to_owned()),
            ..wanted()
        };
        assert_eq!(
            one.path(5, "t="),
            "/apis/apps/v1/namespaces/a%20b/deployments?limit=5&continue=t%3D&labelSelector=app%20in%20%28x%2Cy%29"
        );
    }

    #[test]
    fn where_a_list_goes_on_stands_before_or_behind_its_items() {
        for text in [
            r#"{"kind":"PodList","metadata":{"resourceVersion":"1","continue":"x"},"items":[{"metadata":{"continue":"no"}}]}"#,
            r#"{"apiVersion":"a/v1","items":[{"metadata":{"continue":"no"}}],"kind":"WidgetList","metadata":{"continue":"x"}}"#,
            r#"{"metadata":{"continue":"x"}, "items": null}"#,
        ] {
            assert_eq!(token(text.as_bytes(), "/x").unwrap(), "x", "{text}");
        }
        assert_eq!(token(br#"{"metadata":{},"items":[]}"#, "/x").unwrap(), "");
        assert!(token(b"<html>", "/x").is_err());
    }
}
