//! What a server has in its store before it starts: series as functions of time.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use super::feed;
use super::scrapes::Scrapes;

/// What Prometheus itself writes when a series ends (`model/value/value.go` there, `StaleNaN`): a NaN that no computation makes.
pub const STALE: f64 = f64::from_bits(0x7ff0_0000_0000_0002);

/// Series of a store.
#[derive(Default)]
pub struct Data {
    scrapes: Scrapes,
    series: Vec<Series>,
}

/// A series, and what it was at each scrape.
pub(super) struct Series {
    pub(super) labels: BTreeMap<String, String>,
    pub(super) samples: Samples,
}

/// A function of the time of a scrape.
pub(super) enum Samples {
    /// Numbers.
    Numbers(Box<dyn Fn(i64) -> Option<f64> + Send + Sync>),
    /// Native histograms.
    Natives(Buckets, Box<dyn Fn(i64) -> Option<Native> + Send + Sync>),
}

/// The buckets of a native histogram that are ever filled.
#[derive(Clone, Debug)]
pub struct Buckets {
    /// Each power of two is cut into 2^schema buckets.
    pub schema: i32,
    /// Which there are, rising: bucket `i` ends at 2^(i / 2^schema).
    pub indices: Vec<i32>,
}

/// A native histogram at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Native {
    /// The sum of all observations; [`STALE`] if the series ends here.
    pub sum: f64,
    /// How many observations each of its buckets has.
    pub counts: Vec<u64>,
}

impl Data {
    /// Returns nothing yet, to be scraped once a minute all month ([`Scrapes::default`]).
    pub fn new() -> Data {
        Data::default()
    }

    /// Returns nothing yet, to be scraped at other times.
    pub fn scraped(scrapes: Scrapes) -> Data {
        Data { scrapes, series: Vec::new() }
    }

    /// Adds a series: a number for each scrape, or none if it was not there.
    #[must_use]
    pub fn series(
        mut self,
        name: &str,
        labels: &[(&str, &str)],
        value: impl Fn(i64) -> Option<f64> + Send + Sync + 'static,
    ) -> Data {
        let samples = Samples::Numbers(Box::new(value));
        self.series.push(Series { labels: named(name, labels), samples });
        self
    }

    /// Adds a series of native histograms.
    #[must_use]
    pub fn native(
        mut self,
        name: &str,
        labels: &[(&str, &str)],
        buckets: Buckets,
        value: impl Fn(i64) -> Option<Native> + Send + Sync + 'static,
    ) -> Data {
        let samples = Samples::Natives(buckets, Box::new(value));
        self.series.push(Series { labels: named(name, labels), samples });
        self
    }

    /// Writes all of it into a folder, as a block that a server or promtool reads.
    ///
    /// # Panics
    /// If Prometheus' code refuses a series, such as one that is there twice, or the folder cannot be written.
    pub fn write(&self, folder: &Path) {
        feed::write(&self.scrapes, &self.series, folder);
    }
}

fn named(name: &str, labels: &[(impl Display, impl Display)]) -> BTreeMap<String, String> {
    let labels = labels.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    labels.chain([("__name__".to_owned(), name.to_owned())]).collect()
}
