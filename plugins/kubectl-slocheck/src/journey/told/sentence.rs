//! What is so of a journey, in one plain sentence, and whether it can promise what it does, in another.

use crate::journey::judge::{Outcome, Verdict};
use crate::journey::percent::good;
use crate::journey::plan::Plan;
use crate::journey::promise::Promise;
use crate::text::{number, percent};

/// Says whether a journey is as good as it promises.
pub fn sentence(plan: &Plan, outcome: &Outcome) -> String {
    let Plan { name, target, window, .. } = plan;
    match (outcome.verdict, outcome.share) {
        (Verdict::Met, Some(share)) => {
            let left = percent(outcome.remaining(plan).unwrap_or_default());
            let good = good(share.down);
            format!(
                "{name} keeps its target: {good} of {window} is good, and {target} must be; {left} of its budget is left"
            )
        }
        (Verdict::Missed, Some(share)) => {
            let good = good(share.down);
            format!(
                "{name} misses its target: {good} of {window} is good, and {target} must be{}",
                weakest(plan, outcome)
            )
        }
        (Verdict::Met, None) => {
            let low = good(1.0 - outcome.bounds.low);
            format!("{name} keeps its target: at least {low} of {window} is good, and {target} must be")
        }
        (Verdict::Missed, None) => {
            let high = good(1.0 - outcome.bounds.high);
            format!(
                "{name} misses its target: at most {high} of {window} is good, and {target} must be; {}",
                why(plan, outcome)
            )
        }
        (Verdict::Unknown, _) => format!("nobody can say how good {name} is: {}", why(plan, outcome)),
    }
}

/// Names the leaf that costs most.
fn weakest(plan: &Plan, outcome: &Outcome) -> String {
    let Some(link) = outcome.links.first().filter(|link| link.gain > 0.0) else { return String::new() };
    let name = &plan.leaves[link.leaf].name;
    let part = link.loss.map(|loss| format!(", {} of the loss", percent(loss))).unwrap_or_default();
    let perfect = good(link.perfect.down);
    format!("; {name} costs most{part}: if it never failed, {perfect} would be")
}

/// Says what is not known.
fn why(plan: &Plan, outcome: &Outcome) -> String {
    let mut unknown = outcome.unknown();
    let Some((leaf, reason)) = unknown.next() else {
        return "too many of its leaves are needed in several places".to_owned();
    };
    let name = &plan.leaves[leaf].name;
    let others = match unknown.count() {
        0 => String::new(),
        1 => " (and one other is not known)".to_owned(),
        others => format!(" (and {others} others are not known)"),
    };
    format!("of {name} nothing is known: {reason}{others}")
}

/// Says whether the journey can promise what it does, and what to do about it otherwise.
pub fn promised(plan: &Plan, promise: &Promise) -> (String, Option<String>) {
    match promise {
        Promise::Kept { composed } => (
            format!(
                "the targets of what it needs come to {}, and {} is promised",
                good(composed.down),
                plan.target
            ),
            None,
        ),
        Promise::Unknown { why } => {
            (format!("nobody can say whether {} can be kept: {why}", plan.target), None)
        }
        Promise::Infeasible { composed, short, raise, most } => {
            let told = format!(
                "infeasible: the targets of what it needs come to {}, which is {} points less than the {} that is promised",
                good(composed.down),
                number(short * 100.0),
                plan.target
            );
            let raise = raise.first().map(|raise| {
                let name = &plan.leaves[raise.leaf].name;
                format!("raise the target of {name} from {} to {}, or ", raise.from, raise.to)
            });
            let alone = if raise.is_none() { "no single target that is raised is enough; " } else { "" };
            (told, Some(format!("{alone}{}promise {most} at most", raise.unwrap_or_default())))
        }
    }
}
