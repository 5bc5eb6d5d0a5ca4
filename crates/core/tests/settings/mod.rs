//! What must hold of every configuration and baseline, whatever the text; shared by a test and the fuzz target
//! `configuration`.

use std::path::Path;

use kubecheck_core::check::baseline::Baseline;
use kubecheck_core::check::configuration::{self, Common};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::source::{Excludes, SourceError};

static RULE: Rule = Rule {
    id: "TST001",
    name: "some-rule",
    summary: "",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0",
    page: "",
};

/// Reads a text as a configuration and as a baseline.
pub(crate) fn check(bytes: &[u8]) {
    match configuration::read("c.yaml", bytes, |section| Common::take(section, &[&RULE])) {
        Ok(common) => check_patterns(&common),
        Err(errors) => {
            assert!(!errors.is_empty(), "it is refused without a word");
            errors.iter().for_each(check_place);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(baseline) = Baseline::parse(text, "tool")
    {
        let written = baseline.write("tool").expect("what was read can be written");
        assert_eq!(Baseline::parse(&written, "tool"), Ok(baseline), "it is read otherwise than written");
    }
}

/// Demands that the folder of the configuration itself is never excluded: a gate would be open.
fn check_patterns(common: &Common) {
    let Ok(excludes) = Excludes::new(Path::new("/repository"), &common.exclude) else { return };
    assert!(!excludes.covers(Path::new("/repository"), true), "{:?} excludes everything", common.exclude);
    assert!(!excludes.covers(Path::new("/elsewhere/a.yaml"), false), "{:?} leads out", common.exclude);
}

/// Demands a place in front of an error: `c.yaml:1:1: …`.
fn check_place(error: &SourceError) {
    let mut parts = error.message.splitn(4, ':');
    assert_eq!(parts.next(), Some("c.yaml"), "{error}");
    for part in [parts.next(), parts.next()] {
        assert!(part.and_then(|number| number.parse().ok()).is_some_and(|number: u32| number > 0), "{error}");
    }
    assert!(parts.next().is_some_and(|why| why.trim().len() > 3), "{error}");
}
