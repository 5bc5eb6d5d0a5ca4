//! Severities that a configuration gives to rules.

use std::collections::BTreeMap;

use super::rule::Severity;
use super::run::Outcome;
use crate::report::finding::Finding;

/// The severities of rules by their names; none for a rule that is off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities {
    rules: BTreeMap<&'static str, Option<Severity>>,
}

impl Severities {
    /// Sets the severity of a rule, or with none turns it off. Returns what was set before.
    pub fn set(&mut self, rule: &'static str, severity: Option<Severity>) -> Option<Option<Severity>> {
        self.rules.insert(rule, severity)
    }

    /// Forgets what was set for a rule, and tells whether something was.
    pub fn forget(&mut self, rule: &str) -> bool {
        self.rules.remove(rule).is_some()
    }

    /// Returns what is set for a rule: a severity, or none if it is off.
    pub fn of(&self, rule: &str) -> Option<Option<Severity>> {
        self.rules.get(rule).copied()
    }

    /// Gives the findings of a run their severities. Those of rules that are off are dropped and counted.
    pub fn apply(&self, outcome: &mut Outcome) {
        if self.rules.is_empty() {
            return;
        }
        let before = outcome.findings.len();
        outcome.findings.retain_mut(|finding| match self.of(finding.rule.name) {
            None => true,
            Some(None) => false,
            Some(Some(severity)) => {
                finding.severity = raised(finding, severity);
                true
            }
        });
        outcome.skip("off", before - outcome.findings.len());
    }
}

/// Returns the severity of a finding whose rule has another one now. A check calls some cases milder than its rule is;
/// they do not become worse with it.
fn raised(finding: &Finding, severity: Severity) -> Severity {
    let is_mild = finding.severity < finding.rule.severity;
    if is_mild { severity.min(finding.severity) } else { severity }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rule::{Fixes, Rule};
    use crate::report::finding::Place;

    static RULE: Rule = Rule {
        id: "TST001",
        name: "test",
        summary: "",
        severity: Severity::Warning,
        fixes: Fixes::None,
        since: "0",
        page: "",
    };

    /// Gives a finding of a severity to severities that have another for its rule.
    fn applied(found: Severity, set: Option<Severity>) -> Option<Severity> {
        let finding = Finding {
            rule: &RULE,
            severity: found,
            message: String::new(),
            place: Place::default(),
            related: Vec::new(),
            help: None,
            fix: None,
            snippet: None,
        };
        let mut outcome = Outcome { findings: vec![finding], ..Outcome::default() };
        let mut severities = Severities::default();
        severities.set("test", set);
        severities.apply(&mut outcome);
        let off = outcome.counts.skipped.get("off").copied().unwrap_or_default();
        assert_eq!(outcome.findings.len() + off, 1, "no finding vanishes uncounted");
        outcome.findings.first().map(|finding| finding.severity)
    }

    #[test]
    fn a_rule_gets_another_severity() {
        assert_eq!(applied(Severity::Warning, Some(Severity::Error)), Some(Severity::Error));
        assert_eq!(applied(Severity::Error, Some(Severity::Info)), Some(Severity::Info));
    }

    #[test]
    fn a_rule_that_is_off_is_counted() {
        assert_eq!(applied(Severity::Warning, None), None);
    }

    #[test]
    fn what_was_milder_than_its_rule_does_not_become_worse() {
        assert_eq!(applied(Severity::Info, Some(Severity::Error)), Some(Severity::Info));
    }
}
