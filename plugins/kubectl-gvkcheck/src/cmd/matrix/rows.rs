//! The rows of the matrix: each kind in each version that any cluster serves, and each reason to refuse a manifest.

use std::collections::BTreeMap;

use kubecheck_core::model::served::Resource;
use kubecheck_core::report::finding::{Finding, Place};

use super::ask::Column;
use crate::identity::{names, verdict};
use kubecheck_core::model::query::Query;

/// A kind in a version, and who serves it.
pub(super) struct Row {
    /// The group.
    pub(super) group: String,
    /// The kind.
    pub(super) kind: String,
    /// The version.
    pub(super) version: String,
    /// The resource, as the first cluster has it.
    pub(super) resource: Resource,
    /// For each column whether it serves it; none where that is not known.
    pub(super) served: Vec<Option<bool>>,
}

impl Row {
    /// Returns the apiVersion.
    pub(super) fn api_version(&self) -> String {
        verdict::api_version(&self.group, &self.version)
    }

    /// Tells whether clusters that said something said different things.
    pub(super) fn differs(&self) -> bool {
        let mut known = self.served.iter().flatten();
        let first = known.next();
        known.any(|served| Some(served) != first)
    }

    /// Tells whether this is what was asked for.
    pub(super) fn is(&self, query: &Query<'_>) -> bool {
        query.fits(&self.group, &self.version, self.resource.names())
    }
}

/// Returns the rows of some kinds, or of all: the core group first, then by group and kind, the best version first.
pub(super) fn rows(columns: &[Column], queries: &[Query<'_>]) -> Vec<Row> {
    let answers = columns.iter().filter_map(|column| column.answer.as_ref().ok());
    let mut all = BTreeMap::new();
    for found in answers.flat_map(|answer| answer.served.all()) {
        let (group, version, kind) = (&found.group.name, &found.version.name, &found.resource.kind);
        let key = (group, kind, names::version_rank(version), version);
        all.entry(key).or_insert(found.resource);
    }
    let row = |((group, kind, _, version), resource): ((&String, &String, _, &String), &Resource)| Row {
        served: columns.iter().map(|column| column.serves(group, version, kind)).collect(),
        group: group.clone(),
        kind: kind.clone(),
        version: version.clone(),
        resource: resource.clone(),
    };
    let asked = |row: &Row| queries.is_empty() || queries.iter().any(|query| row.is(query));
    all.into_iter().map(row).filter(asked).collect()
}

/// A reason to refuse a manifest, and which clusters have it.
pub(super) struct Refusal<'c> {
    /// The finding, as the first cluster has it.
    pub(super) finding: &'c Finding,
    /// For each column whether it refuses; none where that is not known.
    pub(super) refused: Vec<Option<bool>>,
}

/// Returns the reasons to refuse manifests, in the order of the manifests.
pub(super) fn refusals(columns: &[Column]) -> Vec<Refusal<'_>> {
    let found = columns.iter().filter_map(Column::judged).map(|judged| &judged.refused);
    let mut all: Vec<Refusal<'_>> = Vec::new();
    let mut known: BTreeMap<(&Place, &str, &str), ()> = BTreeMap::new();
    for finding in found.flatten() {
        if known.insert(key(finding), ()).is_some() {
            continue;
        }
        let has = |other: &Finding| key(other) == key(finding);
        let refuses = |column: &Column| Some(column.judged()?.refused.iter().any(has));
        all.push(Refusal { finding, refused: columns.iter().map(refuses).collect() });
    }
    all.sort_by(|a, b| key(a.finding).cmp(&key(b.finding)));
    all
}

fn key(finding: &Finding) -> (&Place, &str, &str) {
    (&finding.place, finding.rule.id, &finding.message)
}
