//! Goes through the metadata of many lists, keeping of each page only what is asked for.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::cluster::Cluster;
use super::fault::Fault;
use super::line::{nonsense, read};
use super::list::{self, Wanted};
use super::partial::Partial;
use crate::model::meta::Meta;

/// Metadata in protobuf, which is a third of the bytes and of the work; in JSON from servers that have it in JSON alone.
const METADATA: &str = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,\
                        application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/// What going through lists gave.
#[derive(Debug)]
pub struct Scanned<T> {
    /// What was kept of each page, with the list it is of; in the order of the lists, and of the server in each.
    pub kept: Vec<(usize, T)>,
    /// The lists that could not be read, or not to their end.
    pub faults: Vec<(usize, Fault)>,
}

/// A page as it is kept: its list, how often that began anew, its number; and what is kept of it.
pub(crate) type Kept<T> = ((usize, usize, usize), T);

impl Cluster {
    /// Reads the metadata of all objects of some lists, page by page and in parallel. `see` is given the number of the list and
    /// the objects of a page, which are dropped behind it.
    pub fn scan<T: Send>(&self, wanted: &[Wanted], see: impl Fn(usize, Vec<Meta>) -> T + Sync) -> Scanned<T> {
        self.read_pages(wanted, METADATA, metadata, see)
    }

    /// Reads all objects of some lists as [`Cluster::scan`] does, as far as a type of the caller's keeps them.
    pub fn scan_items<I: DeserializeOwned, T: Send>(
        &self,
        wanted: &[Wanted],
        see: impl Fn(usize, Vec<I>) -> T + Sync,
    ) -> Scanned<T> {
        self.read_pages(wanted, list::METADATA, items, see)
    }

    fn read_pages<I, T: Send>(
        &self,
        wanted: &[Wanted],
        accept: &'static str,
        read: impl Fn(&[u8]) -> Result<Vec<I>, Fault> + Sync,
        see: impl Fn(usize, Vec<I>) -> T + Sync,
    ) -> Scanned<T> {
        let parts = self.bodies(wanted, accept).par_bridge().map(|part| {
            let page = part?;
            let place = (page.at, page.attempt, page.number);
            read(&page.bytes).map(|items| (place, see(place.0, items))).map_err(|fault| (place.0, fault))
        });
        Scanned::of(parts.collect())
    }
}

impl<T> Scanned<T> {
    /// Puts pages and faults into the order of the lists, whatever order they came in.
    pub(crate) fn of(parts: Vec<Result<Kept<T>, (usize, Fault)>>) -> Scanned<T> {
        let (mut pages, mut faults) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Ok(page) => pages.push(page),
                Err(fault) => faults.push(fault),
            }
        }
        pages.sort_by_key(|(place, _)| *place);
        faults.sort_by_key(|(at, _)| *at);
        // What came before a list began anew is void.
        let last: BTreeMap<usize, usize> =
            pages.iter().map(|((at, attempt, _), _)| (*at, *attempt)).collect();
        pages.retain(|((at, attempt, _), _)| last.get(at) == Some(attempt));
        Scanned { kept: pages.into_iter().map(|((at, ..), kept)| (at, kept)).collect(), faults }
    }
}

#[derive(Deserialize)]
#[serde(bound = "I: DeserializeOwned")]
struct List<I> {
    items: Option<Vec<I>>,
}

/// An object, of which only the metadata is of interest.
#[derive(Deserialize)]
pub(super) struct Item {
    #[serde(default)]
    pub(super) metadata: Meta,
}

/// Reads the metadata of the objects on a page.
fn metadata(body: &[u8]) -> Result<Vec<Meta>, Fault> {
    if let Some(partial) = Partial::open(body) {
        let items = partial.and_then(|partial| partial.items().map_err(|error| error.to_string()));
        return items.map_err(|why| nonsense("a list", &why));
    }
    Ok(items::<Item>(body)?.into_iter().map(|item| item.metadata).collect())
}

/// Reads the objects on a page.
fn items<I: DeserializeOwned>(body: &[u8]) -> Result<Vec<I>, Fault> {
    let list: List<I> = read(body, "a list")?;
    Ok(list.items.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_json_is_read_as_well() {
        let page = br#"{"kind":"PartialObjectMetadataList","metadata":{},"items":[{"metadata":{"name":"a","uid":"u"}}]}"#;
        let read = metadata(page).expect("it is a page");
        assert_eq!(
            read.iter().map(|meta| (meta.name.as_str(), meta.uid.as_str())).collect::<Vec<_>>(),
            [("a", "u")]
        );
        assert!(metadata(br#"{"items":null}"#).expect("it is an empty page").is_empty());
        assert!(metadata(b"k8s\0\x0a\x7f").is_err());
        assert!(metadata(b"<html>").is_err());
    }
}
