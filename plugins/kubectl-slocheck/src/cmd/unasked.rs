//! What becomes of a gate that could not even ask: the cluster has the SLO or Prometheus, and does not answer or does not let through.

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::say;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::render::{self, Format};
use serde_json::json;

use crate::gate::policy::{Policy, Settled};
use crate::gate::{Judged, Reason, State, Verdict};

/// Ends with the error, in the way that flags say, or lets it pass.
///
/// # Errors
/// The error, unless a flag lets it pass.
pub(super) fn settle(error: CliError, policy: &Policy, output: &Output) -> Result<Exit, CliError> {
    let state = match error.exit() {
        Exit::Transient => State::Unreachable,
        Exit::Incomplete => State::Forbidden,
        _ => return Err(error),
    };
    let why = error.to_string();
    let reason = Reason::new(state, why.lines().next().unwrap_or_default());
    let judged = Judged { verdict: state.verdict(), reasons: vec![reason], groups: Vec::new() };
    let settled = policy.settle(&judged);
    if settled.verdict != Verdict::Pass {
        return Err(error.exiting(settled.verdict.into()));
    }
    for warned in &settled.warned {
        say("warning", &format!("passed over: {warned}"));
    }
    tell(&judged.reasons[0], &settled, policy, output)?;
    Ok(Exit::Clean)
}

fn tell(reason: &Reason, settled: &Settled, policy: &Policy, output: &Output) -> Result<(), CliError> {
    let verdict = settled.verdict.name();
    let sentence = format!("it may be released because somebody said so, though {}", reason.message);
    match output.format() {
        // There is nothing to draw.
        Format::Table | Format::Wide | Format::Html => {
            let said = policy.reason.as_ref().map(|said| format!("overridden: {}\n", render::escape(said)));
            output.text(&format!("{verdict}: {}\n{}", render::escape(&sentence), said.unwrap_or_default()))
        }
        Format::Name => output.text(&format!("{verdict}\n")),
        _ => output.value(&json!({
            "apiVersion": "kubecheck/v1", "kind": "Gate", "verdict": verdict, "sentence": sentence,
            "reasons": [{"state": reason.state.name(), "message": reason.message}],
            "overridden": {"reason": policy.reason, "states": [reason.state.name()]},
        })),
    }
}
