//! Goes through the metadata of many lists, keeping of each page only what is asked for.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;

use super::cluster::{Cluster, read};
use super::fault::Fault;
use super::list::{Page, Part, Wanted};
use crate::model::meta::Meta;

/// What going through lists gave.
#[derive(Debug)]
pub struct Scanned<T> {
    /// What was kept of each page, with the list it is of; in the order of the lists, and of the server in each.
    pub kept: Vec<(usize, T)>,
    /// The lists that could not be read, or not to their end.
    pub faults: Vec<(usize, Fault)>,
}

/// A page as it is kept: where it belongs, and what is kept of it.
type Kept<T> = ((usize, usize, usize), T);

impl Cluster {
    /// Reads the metadata of all objects of some lists, page by page and in parallel. `see` is given the number of the list and
    /// the objects of a page, which are dropped behind it.
    pub fn scan<T: Send>(&self, wanted: &[Wanted], see: impl Fn(usize, Vec<Meta>) -> T + Sync) -> Scanned<T> {
        let parts = self.list(wanted).par_bridge().map(|part| match part {
            Part::Page(page) => {
                let place = (page.at, page.attempt, page.number);
                page.metadata().map(|items| (place, see(place.0, items))).map_err(|fault| (place.0, fault))
            }
            Part::Fault { at, fault } => Err((at, fault)),
        });
        let parts: Vec<Result<Kept<T>, (usize, Fault)>> = parts.collect();
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
struct List {
    #[serde(default)]
    items: Option<Vec<Item>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    metadata: Meta,
}

impl Page {
    /// Reads the metadata of the objects on the page.
    ///
    /// # Errors
    /// A page that is no list of objects.
    fn metadata(&self) -> Result<Vec<Meta>, Fault> {
        let list: List = read(&self.text, "a list")?;
        Ok(list.items.unwrap_or_default().into_iter().map(|item| item.metadata).collect())
    }
}
