//! What is so of a journey: how good it is, what is known of that without assumptions, and what it stands and falls with.

use super::bounds::{Bounds, bounds};
use super::compose::Composer;
use super::links::{Link, links};
use super::plan::{Kind, Leaf, Part, Plan, Source};
use super::promise::{Promise, promise};
use super::share::Share;

/// Whether a journey is as good as it promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    Missed,
    /// Nobody can say.
    Unknown,
}

impl Verdict {
    /// Returns its name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::Unknown => "unknown",
        }
    }
}

/// What is so of a journey.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether it is as good as it promises.
    pub verdict: Verdict,
    /// What is good of it, if its leaves fail independently; none if a leaf is not known, or too many are shared.
    pub share: Option<Share>,
    /// What is good of it however its leaves depend on each other. A leaf that is not known may be anything.
    pub bounds: Bounds,
    /// What is good of each leaf, or why that is not known.
    pub leaves: Vec<Result<Share, String>>,
    /// The leaves, the weakest first; empty where the whole is not known.
    pub links: Vec<Link>,
    /// Whether what it promises can be kept at all.
    pub promise: Promise,
    /// The leaves that are needed in several places.
    pub shared: Vec<usize>,
}

impl Outcome {
    /// Returns the share of the journey's budget that is left; negative if more is gone than there was.
    pub fn remaining(&self, plan: &Plan) -> Option<f64> {
        self.share.map(|share| 1.0 - share.down / plan.target.budget())
    }

    /// Returns the leaves of which nothing is known, and why.
    pub fn unknown(&self) -> impl Iterator<Item = (usize, &str)> {
        self.leaves.iter().enumerate().filter_map(|(at, leaf)| Some((at, leaf.as_ref().err()?.as_str())))
    }

    /// Returns what is good of a part, if its leaves are known.
    pub fn share_of(&self, part: &Part) -> Option<Share> {
        let mut needed = vec![0; self.leaves.len()];
        count(part, &mut needed);
        let share = |(leaf, times): (&Result<Share, String>, &usize)| match (leaf, times) {
            (Ok(share), _) => Some(*share),
            (Err(_), 0) => Some(Share::ALL),
            (Err(_), _) => None,
        };
        let shares: Option<Vec<Share>> = self.leaves.iter().zip(&needed).map(share).collect();
        Composer::new(part, needed.len()).compose(&shares?)
    }
}

/// Judges a journey. `measured` says what is good of an SLO or a gauge, by its number, or why that is not known; what somebody else
/// promises is taken for what it is.
pub fn judge(plan: &Plan, measured: &mut dyn FnMut(usize, &Leaf) -> Result<Share, String>) -> Outcome {
    let leaf = |(at, leaf): (usize, &Leaf)| match (&leaf.what, leaf.promised) {
        (Source::Fixed, Some(target)) => Ok(Share::of_target(target)),
        _ => measured(at, leaf).and_then(sound),
    };
    let leaves: Vec<Result<Share, String>> = plan.leaves.iter().enumerate().map(leaf).collect();
    let composer = Composer::new(&plan.root, leaves.len());
    let known: Option<Vec<Share>> = leaves.iter().map(|leaf| leaf.clone().ok()).collect();
    let share = known.as_deref().and_then(|shares| composer.compose(shares));
    let links = known.as_deref().and_then(|shares| links(&composer, shares)).unwrap_or_default();
    let of =
        |leaf: &Result<Share, String>| leaf.as_ref().map_or(Bounds::UNKNOWN, |share| Bounds::exactly(*share));
    let bounds = bounds(&plan.root, &leaves.iter().map(of).collect::<Vec<_>>());
    let mut needed = vec![0; leaves.len()];
    count(&plan.root, &mut needed);
    Outcome {
        verdict: verdict(plan, share, bounds, known.is_some()),
        share,
        bounds,
        leaves,
        links,
        promise: promise(plan),
        shared: (0..needed.len()).filter(|at| needed[*at] > 1).collect(),
    }
}

fn verdict(plan: &Plan, share: Option<Share>, bounds: Bounds, is_known: bool) -> Verdict {
    let keeps = |up: f64| Share { up, down: 1.0 - up }.keeps(plan.target);
    match share {
        Some(share) if share.keeps(plan.target) => Verdict::Met,
        Some(_) => Verdict::Missed,
        // Whatever the rest may be, it is too little.
        None if !keeps(bounds.high) => Verdict::Missed,
        // Everything is known but how it hangs together, and it is enough in any case.
        None if is_known && keeps(bounds.low) => Verdict::Met,
        None => Verdict::Unknown,
    }
}

/// Refuses what is no share: a number that is none compares with nothing.
fn sound(share: Share) -> Result<Share, String> {
    let is_part = |part: f64| (0.0..=1.0).contains(&part);
    if is_part(share.up) && is_part(share.down) && (share.up + share.down - 1.0).abs() < 1e-9 {
        Ok(share)
    } else {
        Err(format!("{} good and {} bad make no share", share.up, share.down))
    }
}

/// Counts in how many places each leaf is needed.
fn count(part: &Part, needed: &mut [usize]) {
    match &part.kind {
        Kind::Leaf(leaf) => needed[*leaf] += 1,
        Kind::Of(_, parts) => parts.iter().for_each(|part| count(part, needed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::Operator::{AtLeast, Parallel, Serial};
    use crate::journey::plan::testing::{leaf, of, plan_of};

    fn share(up: f64) -> Result<Share, String> {
        Ok(Share { up, down: 1.0 - up })
    }

    fn judged(plan: &Plan, leaves: &[Result<Share, String>]) -> Outcome {
        judge(plan, &mut |at, _| leaves[at].clone())
    }

    fn no_data() -> Result<Share, String> {
        Err("there are no data".to_owned())
    }

    #[test]
    fn a_row_is_compared_with_its_target() {
        let row = of(Serial, vec![leaf(0), leaf(1), leaf(2)]);
        let plan = plan_of("99.84", row, &["99.9"; 3]);
        let outcome = judged(&plan, &[share(0.9999), share(0.9995), share(0.9990)]);
        assert_eq!(outcome.verdict, Verdict::Met);
        assert!((outcome.remaining(&plan).unwrap() - (1.0 - 0.001_599_350_05 / 0.0016)).abs() < 1e-9);
        assert_eq!(outcome.links[0].leaf, 2);
        assert!((outcome.bounds.low - 0.9984).abs() < 1e-12 && (outcome.bounds.high - 0.9990).abs() < 1e-12);
        let outcome = judged(&plan, &[share(0.9999), share(0.9995), share(0.9989)]);
        assert_eq!(outcome.verdict, Verdict::Missed);
    }

    #[test]
    fn equality_is_enough() {
        let plan = plan_of("98.01", of(Serial, vec![leaf(0), leaf(1)]), &["99"; 2]);
        assert_eq!(judged(&plan, &[share(0.99), share(0.99)]).verdict, Verdict::Met);
        assert_eq!(judged(&plan, &[share(0.99), share(0.99 - 1e-9)]).verdict, Verdict::Missed);
    }

    #[test]
    fn what_is_not_known_makes_the_whole_unknown() {
        for root in [Serial, Parallel, AtLeast(2)] {
            let plan = plan_of("50", of(root, vec![leaf(0), leaf(1), leaf(2)]), &["99"; 3]);
            let outcome = judged(&plan, &[share(0.9999), no_data(), share(0.9999)]);
            assert_eq!((outcome.verdict, outcome.share, outcome.links.len()), (Verdict::Unknown, None, 0));
            assert_eq!(outcome.unknown().collect::<Vec<_>>(), [(1, "there are no data")]);
        }
    }

    #[test]
    fn what_is_too_little_in_any_case_is_missed() {
        let plan = plan_of("99", of(Serial, vec![leaf(0), leaf(1)]), &["99"; 2]);
        let outcome = judged(&plan, &[share(0.98), no_data()]);
        assert_eq!((outcome.verdict, outcome.share), (Verdict::Missed, None));
        assert_eq!((outcome.bounds.low, outcome.bounds.high), (0.0, 0.98));
    }

    #[test]
    fn what_is_no_share_is_not_known() {
        let plan = plan_of("50", of(Serial, vec![leaf(0)]), &["99"]);
        for (up, down) in [(f64::NAN, f64::NAN), (1.5, -0.5), (1.0, 1.0), (-0.0, f64::INFINITY)] {
            assert_eq!(judged(&plan, &[Ok(Share { up, down })]).verdict, Verdict::Unknown, "{up} {down}");
        }
    }

    #[test]
    fn parts_that_are_known_are_told() {
        let pair = of(Parallel, vec![leaf(0), leaf(1)]);
        let plan = plan_of("99", of(Serial, vec![pair.clone(), leaf(2), leaf(0)]), &["99"; 3]);
        let outcome = judged(&plan, &[share(0.9), share(0.9), no_data()]);
        assert!((outcome.share_of(&pair).unwrap().up - 0.99).abs() < 1e-12);
        assert_eq!(outcome.share_of(&plan.root), None);
        assert_eq!(outcome.shared, [0]);
    }
}
