//! Names and revisions alone, from an API server's watch cache or through the quorum, and how far that cache has come.
//!
//! What answers is settled by the request (k8s.io/apiserver, pkg/storage/cacher/delegator.go and watch_cache.go):
//!
//! - a list at `resourceVersion=0` is what the watch cache has, however old. It ignores `limit`; with one, a cache that is not
//!   ready, or not there, is passed over for etcd, which does not ignore it. So `limit=1` shows who answered;
//! - a list without `resourceVersion` is consistent. Up to 1.30 etcd answers, later the cache, as soon as it has what etcd had
//!   when the list was asked for; if it does not come so far within three seconds, etcd does;
//! - an object without `resourceVersion` is read from etcd; at `resourceVersion=0` from the cache;
//! - `resourceVersionMatch=NotOlderThan` waits up to three seconds for the cache, since 1.31 with a question to etcd how far it is.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::cluster::Cluster;
use super::fault::{Fault, FaultKind};
use super::line::{JSON, Question, Take, nonsense, read};
use super::list::{METADATA, Wanted};
use crate::model::revisions::Revisions;
use crate::source::Items;

/// How often a list begins anew because it became too old meanwhile.
const ATTEMPTS: usize = 3;
/// How often a request is sent again if the server says when.
const TRIES: u32 = 6;
/// One object without what only fills it.
const OBJECT: &str = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

/// Whom to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The watch cache of the API server, which may be of any age.
    Cache,
    /// The API server, for what is stored now.
    Consistent,
}

/// Who answered a list that was asked of the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The watch cache: the limit was ignored.
    Cache,
    /// etcd: the limit was kept, so there is no cache, or it is not ready.
    Storage,
    /// Either: there are too few objects to tell.
    Unknown,
}

/// What a list says of its objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The revision of the list.
    pub revision: u64,
    /// The names and revisions; of [`Source::Storage`] not all of them.
    pub objects: Revisions,
    /// Who answered.
    pub source: Source,
}

/// One object as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its revision.
    pub revision: u64,
    /// What it keeps as long as it is there: its UID.
    pub identity: String,
}

/// Whether a cache has come as far as a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It has.
    Yes,
    /// It has not, within the three seconds that the API server waits; where it is, if the server says so.
    No(Option<u64>),
}

impl Cluster {
    /// Lists names and revisions. In memory is never more than those, and one object.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub fn revisions(&self, wanted: &Wanted, read: Read) -> Result<Listed, Fault> {
        let failed = |fault: Fault| match fault.kind {
            FaultKind::Forbidden => wanted.forbidden(fault),
            _ => fault,
        };
        let listed = match read {
            Read::Cache => self.wait(self.cached(wanted)),
            Read::Consistent => self.wait(self.consistent(wanted)),
        };
        listed.map_err(failed)
    }

    async fn cached(&self, wanted: &Wanted) -> Result<Listed, Fault> {
        let page = self.page(&format!("{}&resourceVersion=0", wanted.path(1, ""))).await?;
        let source = match (page.head.metadata.next.is_empty(), page.objects.len()) {
            (false, _) => Source::Storage,
            (true, 0 | 1) => Source::Unknown,
            (true, _) => Source::Cache,
        };
        Ok(Listed { revision: page.revision()?, objects: page.objects.sorted(), source })
    }

    async fn consistent(&self, wanted: &Wanted) -> Result<Listed, Fault> {
        let mut attempt = 1;
        'anew: loop {
            let (mut objects, mut next, mut revision) = (Revisions::default(), String::new(), None);
            loop {
                let page = match self.page(&wanted.path(wanted.chunk(self.chunk_size), &next)).await {
                    Ok(page) => page,
                    // Going on where the server is now would mix two revisions.
                    Err(fault) if fault.kind == FaultKind::Gone && attempt < ATTEMPTS => {
                        attempt += 1;
                        continue 'anew;
                    }
                    Err(fault) => return Err(fault),
                };
                let first = revision.map_or_else(|| page.revision(), Ok)?;
                revision = Some(first);
                for (name, own) in page.objects.iter() {
                    objects.push("", name, own);
                }
                next = page.head.metadata.next;
                if next.is_empty() {
                    return Ok(Listed {
                        revision: first,
                        objects: objects.sorted(),
                        source: Source::Unknown,
                    });
                }
            }
        }
    }

    async fn page(&self, path: &str) -> Result<Page, Fault> {
        let (_, page) = self.line.take::<Page>(Question::new(path, METADATA), TRIES).await?;
        page.read(path)
    }

    /// Reads one object; none if it is not there.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn state(
        &self,
        of: &Wanted,
        namespace: Option<&str>,
        name: &str,
        from: Read,
    ) -> Result<Option<State>, Fault> {
        let mut path = of.object_path(namespace.unwrap_or_default(), name);
        if from == Read::Cache {
            path.push_str("?resourceVersion=0");
        }
        let answer = match self.wait(self.line.get(&path, OBJECT, None)) {
            Ok(answer) => answer,
            Err(fault) if fault.kind == FaultKind::NotFound => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let object: Item = read(&answer.text, &path)?;
        Ok(Some(State { revision: object.metadata.number(&path)?, identity: object.metadata.uid }))
    }

    /// Asks whether the cache has come as far as a revision.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn reaches(&self, wanted: &Wanted, revision: u64) -> Result<Reached, Fault> {
        let path = wanted.path(1, "");
        let path = format!("{path}&resourceVersion={revision}&resourceVersionMatch=NotOlderThan");
        match self.wait(self.line.take::<Vec<u8>>(Question::new(&path, JSON), 1)) {
            Ok(_) => Ok(Reached::Yes),
            Err(fault) if fault.message.contains(TOO_LARGE) => Ok(Reached::No(current(&fault.message))),
            Err(fault) => Err(fault),
        }
    }
}

/// What the API server says if its cache has not come so far (k8s.io/apiserver, pkg/storage/errors.go,
/// `NewTooLargeResourceVersionError`).
const TOO_LARGE: &str = "Too large resource version";

/// Returns where the cache is: `…: 9, current: 5`.
fn current(message: &str) -> Option<u64> {
    let (_, rest) = message.split_once(TOO_LARGE)?.1.split_once("current: ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// A page of a list as it comes.
#[derive(Debug, Default)]
struct Page {
    items: Items,
    objects: Revisions,
    head: Head,
    wrong: Option<String>,
}

impl Take for Page {
    fn take(&mut self, part: &[u8]) {
        let (objects, wrong) = (&mut self.objects, &mut self.wrong);
        self.items.take(part, &mut |item| {
            let read = serde_json::from_slice::<Item>(item).map_err(|error| error.to_string());
            let read = read.and_then(|item| {
                let number = item.metadata.resource_version.parse();
                number.map(|number| (item, number)).map_err(|_| "a resourceVersion is no number".to_owned())
            });
            match read {
                Ok((item, revision)) => objects.push(&item.metadata.namespace, &item.metadata.name, revision),
                Err(why) => drop(wrong.get_or_insert(why)),
            }
        });
    }
}

impl Page {
    /// Reads what is around the items.
    fn read(mut self, path: &str) -> Result<Page, Fault> {
        self.head = read(self.items.around(), path)?;
        match self.wrong.take() {
            Some(why) => Err(nonsense(path, &why)),
            None => Ok(self),
        }
    }

    fn revision(&self) -> Result<u64, Fault> {
        self.head.metadata.number("a list")
    }
}

#[derive(Debug, Default, Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Metadata,
    #[expect(dead_code, reason = "what is not a list is no page")]
    items: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Item {
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    namespace: String,
    name: String,
    uid: String,
    resource_version: String,
    #[serde(rename = "continue")]
    next: String,
}

impl Metadata {
    fn number(&self, of: &str) -> Result<u64, Fault> {
        let text = &self.resource_version;
        text.parse().map_err(|_| {
            Fault::new(FaultKind::Refused, format!("the resourceVersion {text:?} of {of} is no number"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_where_its_cache_is() {
        let said = "the server answers 504 to /x: Timeout: Too large resource version: 900, current: 214";
        assert_eq!(current(said), Some(214));
        assert_eq!(current("Too large resource version: 900"), None);
    }

    #[test]
    fn a_page_is_read_as_it_comes() {
        let text = r#"{"kind":"L","metadata":{"resourceVersion":"9","continue":"x"},"items":[{"metadata":{"namespace":"a","name":"b","resourceVersion":"7","labels":{"x":"y"}}},{"metadata":{"name":"c","resourceVersion":"8"}}]}"#;
        let mut page = Page::default();
        text.as_bytes().chunks(5).for_each(|part| page.take(part));
        let page = page.read("/x").expect("it is a list");
        assert_eq!((page.revision().unwrap(), page.head.metadata.next.as_str()), (9, "x"));
        assert_eq!(page.objects.iter().collect::<Vec<_>>(), [("a/b", 7), ("c", 8)]);
        let mut wrong = Page::default();
        wrong.take(br#"{"metadata":{},"items":[{"metadata":{"name":"x","resourceVersion":"x"}}]}"#);
        assert!(wrong.read("/x").unwrap_err().message.contains("a resourceVersion is no number"));
        assert!(Page::default().read("/x").is_err());
    }
}
