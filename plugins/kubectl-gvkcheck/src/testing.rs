//! What the tests of several modules share.

use std::sync::Arc;

use kubecheck_catalog::Minor;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::run::{self, Options, Outcome, Progress};
use kubecheck_core::source::{Input, Listing};

use crate::facts::Gvkcheck;

/// Judges a text at a minor version of Kubernetes.
pub(crate) fn judge(text: &str, minor: u8) -> Outcome {
    judge_as(plugin(minor), text)
}

/// Judges a text as the whole world at a minor version of Kubernetes.
pub(crate) fn judge_closed(text: &str, minor: u8) -> Outcome {
    judge_as(Gvkcheck { closed: true, ..plugin(minor) }, text)
}

fn plugin(minor: u8) -> Gvkcheck {
    let (target, world) = (target(minor), Arc::default());
    Gvkcheck {
        target,
        missing_crd: Some(Severity::Warning),
        closed: false,
        world,
        reader: None,
        live: None,
        checks: crate::checks::CHECKS,
    }
}

fn judge_as(plugin: Gvkcheck, text: &str) -> Outcome {
    let listing = Listing { inputs: vec![Input::memory("x.yaml", text)], ..Listing::default() };
    run::run(&plugin, listing, Options::default(), &Progress::default())
}

/// Judges a text and returns each finding as `rule line:column`.
pub(crate) fn places(text: &str, minor: u8) -> Vec<String> {
    let place = |finding: &kubecheck_core::report::finding::Finding| {
        let start = finding.place.span.unwrap_or_default().start;
        format!("{} {}:{}", finding.rule.name, start.line, start.column)
    };
    judge(text, minor).findings.iter().map(place).collect()
}

/// Judges a text and returns the messages of its findings.
pub(crate) fn messages(text: &str, minor: u8) -> Vec<String> {
    judge(text, minor).findings.into_iter().map(|finding| finding.message).collect()
}

/// Returns a minor version of the catalogue.
pub(crate) fn target(minor: u8) -> Minor {
    Minor::new(minor).expect("a minor version")
}
