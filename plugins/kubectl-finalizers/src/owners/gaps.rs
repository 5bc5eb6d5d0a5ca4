//! What could not be asked for by name.

use std::collections::{BTreeMap, BTreeSet};

use kubecheck_core::kube::{Fault, Named};
use kubecheck_core::report::finding::Gap;

/// What could not be asked for, each resource once.
#[derive(Debug, Default)]
pub(crate) struct Gaps(BTreeMap<String, (Fault, BTreeSet<String>)>);

impl Gaps {
    pub(crate) fn add(&mut self, named: &Named<'_>, fault: &Fault) {
        let new = || (named.forbidden(fault), BTreeSet::new());
        let (_, names) = self.0.entry(named.of.qualified()).or_insert_with(new);
        names.insert(format!("{}/{}", named.namespace, named.name));
    }

    pub(crate) fn told(self) -> Vec<Gap> {
        let gap = |(resource, (fault, names)): (String, (Fault, BTreeSet<String>))| {
            let count = names.len();
            fault.gap(format!("{count} of {resource} by name"), super::RULES)
        };
        self.0.into_iter().map(gap).collect()
    }
}
