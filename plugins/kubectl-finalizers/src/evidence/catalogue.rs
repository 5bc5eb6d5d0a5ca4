//! The catalogue of well-known finalizers: `data/finalizers.yaml`, packed by `cargo xtask finalizers`.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use regex::Regex;
use serde::Deserialize;

use super::Risk;
use super::probes::Probe;

static PACKED: &[u8] = include_bytes!("../../data/finalizers.json.gz");
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(read);

/// What is known of a finalizer, or of those that a pattern covers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    name: Option<String>,
    #[serde(default, deserialize_with = "pattern")]
    pattern: Option<Regex>,
    /// `Kind`, `Kind.group` or `*.group`; none for any.
    #[serde(default)]
    kinds: Vec<String>,
    /// Who takes it off, for people.
    pub(crate) owner: String,
    /// The repository of that one.
    pub(crate) project: String,
    /// What runs it, for people.
    pub(crate) run_by: String,
    /// Namespace and name of what runs it usually; `*` for anything.
    #[serde(default)]
    pub(crate) workloads: Vec<String>,
    /// Namespace and name of the leases of its leaders.
    #[serde(default)]
    pub(crate) leases: Vec<String>,
    /// What it protects.
    pub(crate) protects: String,
    /// What is lost if it is taken off by force.
    pub(crate) consequence: String,
    /// How bad that is.
    pub(crate) risk: Risk,
    /// When nothing is lost.
    pub(crate) safe_when: Vec<Condition>,
    /// What helps better.
    #[serde(default)]
    pub(crate) cures: Vec<Cure>,
}

/// Something that must hold, so that nothing is lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Condition {
    that: Option<String>,
    or: Option<String>,
    /// What shows whether it holds; none if only the world outside of the cluster can tell.
    pub(crate) probe: Option<Probe>,
}

/// What helps better than to take a finalizer off.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cure {
    /// What to do: a fragment.
    #[serde(rename = "do")]
    pub(crate) act: String,
    /// Only if this holds.
    pub(crate) when: Option<Probe>,
}

impl Condition {
    /// Returns what must hold.
    pub(crate) fn text(&self) -> &str {
        self.that.as_deref().or(self.or.as_deref()).unwrap_or_default()
    }
}

impl Entry {
    /// Tells whether it is about a kind.
    pub(crate) fn fits(&self, group: &str, kind: &str) -> bool {
        let fits = |own: &String| match own.split_once('.') {
            Some(("*", in_group)) => in_group == group,
            Some((own, in_group)) => own == kind && in_group == group,
            None => own == kind,
        };
        self.kinds.is_empty() || self.kinds.iter().any(fits)
    }

    /// Tells whether people install what takes it off; the controllers of Kubernetes are there.
    pub(crate) fn is_installed(&self) -> bool {
        !self.project.starts_with("kubernetes/")
    }

    /// Returns the conditions by alternative; those of one alternative must hold together.
    pub(crate) fn alternatives(&self) -> Vec<&[Condition]> {
        self.safe_when.chunk_by(|_, next| next.or.is_none()).collect()
    }

    fn is_named(&self, finalizer: &str) -> bool {
        self.name.as_deref() == Some(finalizer)
    }
}

/// Returns the entry for a finalizer of a kind: by name and kind, by a name that there is once, or by the first pattern.
pub(crate) fn find(finalizer: &str, group: &str, kind: &str) -> Option<&'static Entry> {
    let named: Vec<&Entry> = ENTRIES.iter().filter(|entry| entry.is_named(finalizer)).collect();
    let fitting = named.iter().find(|entry| entry.fits(group, kind)).copied();
    fitting
        .or(match named.as_slice() {
            [only] => Some(only),
            _ => None,
        })
        .or_else(|| {
            let covers =
                |entry: &&Entry| entry.pattern.as_ref().is_some_and(|pattern| pattern.is_match(finalizer));
            ENTRIES.iter().find(covers)
        })
}

/// Returns every entry.
pub(crate) fn entries() -> &'static [Entry] {
    &ENTRIES
}

fn read() -> Vec<Entry> {
    let mut text = String::new();
    let unpacked = GzDecoder::new(PACKED).read_to_string(&mut text);
    // A test reads it, so that what is shipped can be read.
    unpacked.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn pattern<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Regex>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| Regex::new(&text).map_err(serde::de::Error::custom)).transpose()
}

#[cfg(test)]
mod tests;
