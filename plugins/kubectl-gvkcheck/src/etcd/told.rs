//! What a run over etcd found and counted.

use std::collections::BTreeMap;

use kubecheck_core::report::finding::{Finding, Gap};

/// What was found and counted.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// How many objects were judged.
    pub objects: usize,
    /// What was passed over, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
    /// How many values are encrypted, by provider and key.
    pub encrypted: BTreeMap<String, usize>,
}

impl Told {
    /// Counts something that is passed over.
    pub fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Adds what another part found.
    pub fn absorb(&mut self, other: Told) {
        self.findings.extend(other.findings);
        self.gaps.extend(other.gaps);
        self.objects += other.objects;
        for (reason, count) in other.skipped {
            *self.skipped.entry(reason).or_default() += count;
        }
        for (how, count) in other.encrypted {
            *self.encrypted.entry(how).or_default() += count;
        }
    }

    /// Puts the findings into the order of the keys.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| {
            let order = |finding: &Finding| {
                let place = &finding.place;
                (place.key.clone(), place.pointer.clone(), finding.rule.id, finding.message.clone())
            };
            order(a).cmp(&order(b))
        });
    }
}
