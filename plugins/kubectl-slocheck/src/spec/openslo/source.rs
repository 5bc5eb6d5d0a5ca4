//! Where and how a metric of OpenSLO is asked for.

use kubecheck_core::check::configuration::{Section, Word};
use kubecheck_core::model::tree::Value;

use super::{Context, World};
use crate::slo::Family;

/// A query, and whom it is for.
pub(super) struct Source {
    pub(super) query: Word,
    /// The type of whom it is for.
    pub(super) kind: Option<Word>,
    /// The DataSource that it refers to.
    pub(super) reference: Option<Word>,
    /// The address, if it stands beside it.
    pub(super) address: Option<String>,
    pub(super) context: Context,
}

/// A DataSource.
pub(super) struct DataSource {
    kind: Option<Word>,
    address: Option<String>,
}

/// Reads a query: of v1 within a `metricSource`, of v2alpha beside what it is for.
pub(super) fn read(section: &mut Section<'_>, context: &Context) -> Option<Source> {
    if context.family != Family::OpenSloV2Alpha {
        section.need("metricSource");
        return section.part("metricSource", |source| within(source, context)).flatten();
    }
    let inline = section.part("dataSourceSpec", data_source);
    let reference = section.text("dataSourceRef");
    if let (Some(_), Some(word)) = (&inline, &reference) {
        context.notes.error(
            word.at,
            "dataSourceRef and dataSourceSpec are both there: one of them must go",
            None,
        );
    }
    let query = query(section, context)?;
    let DataSource { kind, address } = inline.unwrap_or(DataSource { kind: None, address: None });
    Some(Source { query, kind, reference, address, context: context.clone() })
}

fn within(section: &mut Section<'_>, context: &Context) -> Option<Source> {
    let (reference, kind) = (section.text("metricSourceRef"), section.text("type"));
    let query = query(section, context)?;
    Some(Source { query, kind, reference, address: None, context: context.clone() })
}

/// Reads the spec of a query. What stands in it depends on whom it is for; for Prometheus it is a query.
fn query(section: &mut Section<'_>, context: &Context) -> Option<Word> {
    section.need("spec");
    let found = section.value("spec").and_then(|spec| spec.get("query")).and_then(|query| query.as_str());
    let read = section.part("spec", |spec| {
        if found.is_none() {
            let why = "no \"query\" is there: only queries to Prometheus are understood";
            context.notes.error(spec.at(), why, Some("write the PromQL as query"));
        }
        // A query to somebody else has more keys, which are not what is wrong with it.
        spec.text("query")
    });
    read.flatten()
}

/// Reads the spec of a DataSource.
pub(super) fn data_source(section: &mut Section<'_>) -> DataSource {
    section.need("type");
    section.text("description");
    let kind = section.text("type");
    let details = section.value("connectionDetails");
    DataSource { kind, address: details.and_then(address) }
}

/// Finds an address in the details of a connection, which have no form of their own: a map, or a list of maps.
fn address(details: Value<'_>) -> Option<String> {
    let of =
        |map: Value<'_>| ["url", "address"].iter().find_map(|key| map.get(key)?.as_str().map(str::to_owned));
    of(details).or_else(|| details.items().find_map(of))
}

impl Source {
    /// Returns the address that it says to ask at, if it is Prometheus that is asked at all.
    pub(super) fn resolve(&self, world: &World) -> Option<Option<String>> {
        let notes = &self.context.notes;
        let named =
            self.reference.as_ref().map(|word| (word, world.sources.get(&self.context.key(&word.text))));
        let (kind, address) = match (&self.kind, named) {
            (kind, Some((_, Some(source)))) => {
                (kind.as_ref().or(source.kind.as_ref()), source.address.clone())
            }
            (Some(kind), Some((word, None))) => {
                let why = format!(
                    "there is no DataSource {:?} in what was read; its address is not known",
                    word.text
                );
                notes.warn(
                    word.at,
                    why,
                    Some("name the address with --prometheus, or read the file that has it"),
                );
                (Some(kind), None)
            }
            (None, Some((word, None))) => {
                self.context.find(&world.sources, word, "DataSource")?;
                return None;
            }
            (kind, None) => (kind.as_ref(), self.address.clone()),
        };
        match kind {
            Some(kind) if !kind.text.eq_ignore_ascii_case("prometheus") => {
                let why =
                    format!("this is a query to {}, and only those to Prometheus are understood", kind.text);
                notes.error(self.query.at, why, None);
                None
            }
            Some(_) => Some(address),
            None => {
                notes.warn(self.query.at, "nothing says whom this query is for: it is read as PromQL", None);
                Some(address)
            }
        }
    }
}
