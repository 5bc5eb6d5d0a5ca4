//! Whether a journey can promise what it does: what the targets of its leaves come to, if each is kept and no more.

use super::compose::Composer;
use super::percent;
use super::plan::{Plan, Source};
use super::share::Share;
use crate::slo::Target;

/// How far targets may be apart and still be the same: they are decimals, and their products are not.
const SLACK: f64 = 1e-9;

/// Whether a journey can promise what it does.
#[derive(Clone, Debug, PartialEq)]
pub enum Promise {
    /// What the leaves promise is enough.
    Kept {
        /// What that comes to.
        composed: Share,
    },
    /// It is not.
    Infeasible {
        /// What it comes to; of leaves that promise nothing, if they never failed.
        composed: Share,
        /// How much less that is than what the journey promises.
        short: f64,
        /// The leaves of which each, alone, would make it enough, the one that has to improve least first.
        raise: Vec<Raise>,
        /// The highest target that the leaves allow, with two digits that count, as a percentage.
        most: String,
    },
    /// Nobody can say.
    Unknown {
        /// Why not: a fragment.
        why: String,
    },
}

/// A target that would have to be higher.
#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// The number of the leaf.
    pub leaf: usize,
    /// What it promises now.
    pub from: Target,
    /// The least that it would have to promise, rounded up, as a percentage.
    pub to: String,
}

/// Holds what a journey promises against what its leaves do.
pub fn promise(plan: &Plan) -> Promise {
    let composer = Composer::new(&plan.root, plan.leaves.len());
    let promised = |target: Option<Target>| target.map_or(Share::ALL, Share::of_target);
    let shares: Vec<Share> = plan.leaves.iter().map(|leaf| promised(leaf.promised)).collect();
    let Some(composed) = composer.compose(&shares) else {
        return Promise::Unknown { why: "too many of its leaves are needed in several places".to_owned() };
    };
    let budget = plan.target.budget();
    if composed.down > budget * (1.0 + SLACK) {
        let raise = raise(plan, &composer, &shares);
        // Of leaves that promise nothing, nobody knows what they allow.
        return Promise::Infeasible {
            composed,
            short: composed.down - budget,
            raise,
            most: most(composed.down),
        };
    }
    let silent: Vec<&str> =
        plan.leaves.iter().filter(|leaf| leaf.promised.is_none()).map(|leaf| leaf.name.as_str()).collect();
    match silent[..] {
        [] => Promise::Kept { composed },
        [one] => Promise::Unknown { why: format!("{one} has no target") },
        _ => Promise::Unknown { why: format!("{} have no target", silent.join(", ")) },
    }
}

/// Finds the leaves of which each, alone, could promise so much that the journey can keep its target. What somebody else promises
/// cannot be raised.
fn raise(plan: &Plan, composer: &Composer, shares: &[Share]) -> Vec<Raise> {
    let budget = plan.target.budget();
    let mut found: Vec<(f64, Raise)> = Vec::new();
    for (leaf, of) in plan.leaves.iter().enumerate() {
        let Some(from) = of.promised.filter(|_| of.what != Source::Fixed) else { continue };
        let lost = |is_up| composer.assuming(shares, Some((leaf, is_up))).map(|share| share.down);
        let (Some(perfect), Some(without)) = (lost(true), lost(false)) else { continue };
        // What is lost grows evenly with what the leaf loses, from `perfect` to `without`.
        let allowed = (budget - perfect) / (without - perfect);
        if allowed > 0.0 && allowed < from.budget() && perfect < budget * (1.0 - SLACK) {
            found.push((allowed / from.budget(), Raise { leaf, from, to: least(allowed) }));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, raise)| raise).collect()
}

/// Writes the target that loses no more than a share, with three digits of the loss: `99.9866%`.
fn least(lost: f64) -> String {
    percent::left(lost, 3, |digits| (digits * (1.0 + SLACK)).floor())
}

/// Writes the highest target that a loss leaves, with two digits of the loss: `99.84%`.
fn most(lost: f64) -> String {
    percent::left(lost, 2, |digits| (digits * (1.0 - SLACK)).ceil())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::Operator::{Parallel, Serial};
    use crate::journey::plan::testing::{leaf, of, of_tree, plan_of, tree};

    fn target(text: &str) -> Target {
        Target::of_percent(text).expect("it is a target")
    }

    #[test]
    fn a_row_of_targets_is_less_than_each() {
        let row = || of(Serial, vec![leaf(0), leaf(1), leaf(2)]);
        let plan = plan_of("99.84", row(), &["99.99", "99.95", "99.9"]);
        assert!(
            matches!(promise(&plan), Promise::Kept { composed } if (composed.up - 0.998_400_649_95).abs() < 1e-12)
        );
        let plan = plan_of("99.9", row(), &["99.99", "99.95", "99.9"]);
        let Promise::Infeasible { short, raise, most, .. } = promise(&plan) else {
            panic!("it promises too much")
        };
        assert!((short - (0.999 - 0.998_400_649_95)).abs() < 1e-12, "{short}");
        assert_eq!(most, "99.84%");
        // Of the three, only the last loses enough to make up for it.
        let to: Vec<(usize, &str)> = raise.iter().map(|raise| (raise.leaf, raise.to.as_str())).collect();
        assert_eq!(to, [(2, "99.96%")]);
    }

    #[test]
    fn equal_targets_are_kept() {
        // 0.99 · 0.99 is not 0.9801 in floating point.
        for (own, targets) in [("98.01", &["99", "99"][..]), ("99.9", &["99.9"]), ("81", &["90", "90"])] {
            let parts = (0..targets.len()).map(leaf).collect();
            let plan = plan_of(own, of(Serial, parts), targets);
            assert!(matches!(promise(&plan), Promise::Kept { .. }), "{own}");
        }
    }

    #[test]
    fn what_somebody_else_promises_is_not_raised() {
        let mut plan = plan_of("99.9", of(Serial, vec![leaf(0), leaf(1)]), &["99.5", "99.99"]);
        plan.leaves[0].what = Source::Fixed;
        let Promise::Infeasible { raise, .. } = promise(&plan) else { panic!("it promises too much") };
        assert!(raise.is_empty(), "{raise:?}");
    }

    #[test]
    fn what_promises_nothing_leaves_it_open_unless_the_rest_is_too_little() {
        let mut plan = plan_of("99.9", of(Serial, vec![leaf(0), leaf(1)]), &["99.95", "99"]);
        plan.leaves[1].promised = None;
        assert_eq!(promise(&plan), Promise::Unknown { why: "leaf 1 has no target".to_owned() });
        plan.target = target("99.99");
        assert!(matches!(promise(&plan), Promise::Infeasible { .. }));
        plan.root = of(Parallel, vec![leaf(0), leaf(1)]);
        assert!(matches!(promise(&plan), Promise::Unknown { .. }));
    }

    #[test]
    fn percentages_are_rounded_to_the_safe_side() {
        assert_eq!(most(0.001_599_35), "99.84%");
        assert_eq!(most(0.001), "99.9%");
        assert_eq!(least(0.000_123_456), "99.9877%");
        assert_eq!(least(0.000_1), "99.99%");
        assert_eq!(most(0.5), "50%");
        assert_eq!(least(1e-9), "99.9999999%");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// A target that is raised as told makes the journey feasible, and one that is somewhat lower does not.
        #[test]
        fn what_is_told_is_enough(tree in tree(4), targets in prop::collection::vec(900u32..999, 4), own in 900u32..999) {
            let text = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
            let targets: Vec<String> = targets.into_iter().map(text).collect();
            let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
            let plan = plan_of(&text(own), of_tree(&tree), &targets);
            let Promise::Infeasible { raise, most, .. } = promise(&plan) else { return Ok(()) };
            for Raise { leaf, to, from } in raise {
                let mut raised = plan.clone();
                raised.leaves[leaf].promised = Some(target(&to));
                let is_kept = matches!(promise(&raised), Promise::Kept { .. });
                prop_assert!(is_kept, "{to}");
                let lost = target(&to).budget() * 1.02;
                if lost < from.budget() {
                    raised.leaves[leaf].promised = Some(target(&format!("{:.12}", 100.0 - lost * 100.0)));
                    let is_short = matches!(promise(&raised), Promise::Infeasible { .. });
                    prop_assert!(is_short, "{to}");
                }
            }
            if most != "0%" {
                let lowered = promise(&Plan { target: target(&most), ..plan });
                let is_kept = matches!(lowered, Promise::Kept { .. });
                prop_assert!(is_kept, "{most}");
            }
        }
    }
}
