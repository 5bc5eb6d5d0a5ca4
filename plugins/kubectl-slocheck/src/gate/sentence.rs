//! The verdict in one plain sentence.

use super::policy::Settled;
use super::{Judged, Verdict};
use crate::gate::Limits;
use crate::slo::Slo;
use crate::text::{number, percent};

/// Says the verdict.
pub fn sentence(slo: &Slo, limits: &Limits, judged: &Judged, settled: &Settled) -> String {
    let name = slo.title();
    let why = judged.reasons.first().map(|reason| reason.message.as_str()).unwrap_or_default();
    match settled.verdict {
        Verdict::Pass if !settled.overridden.is_empty() => {
            format!("{name} may be released because somebody said so, though {why}")
        }
        Verdict::Pass => format!("{name} may be released: {}", fine(slo, limits, judged)),
        Verdict::Deny => format!("{name} may not be released: {why}"),
        Verdict::Invalid => format!("{name} cannot be judged: {why}"),
        Verdict::Insufficient => format!("nobody can say whether {name} may be released: {why}"),
        Verdict::Unreachable => format!("nobody could be asked whether {name} may be released: {why}"),
    }
}

/// Says what is fine about it: of the worst group, where there are several.
fn fine(slo: &Slo, limits: &Limits, judged: &Judged) -> String {
    let Some(worst) = judged.groups.first() else { return String::new() };
    let remaining = worst.remaining().map(percent).unwrap_or_default();
    let floor = percent(limits.floor.number());
    let left = format!("{remaining} of the error budget of {} is left, and {floor} must be", slo.window);
    let rates = || worst.burns.iter().filter(|burn| burn.limit.is_some()).filter_map(|burn| burn.rate);
    match rates().max_by(f64::total_cmp) {
        Some(_) if limits.pairs.is_empty() => left,
        Some(rate) => format!("{left}; it burns at most {} times as fast as it may", number(rate)),
        None => left,
    }
}
