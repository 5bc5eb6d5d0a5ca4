//! What holds of a journey whether its leaves fail independently, together or by turns.

use super::plan::{Kind, Part};
use super::share::Share;

/// What a share is not below and not above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least that is good.
    pub low: f64,
    /// The most that is good.
    pub high: f64,
}

impl Bounds {
    /// Returns what is known where nothing is.
    pub const UNKNOWN: Bounds = Bounds { low: 0.0, high: 1.0 };

    /// Returns what is known of a share that is known.
    pub fn exactly(share: Share) -> Bounds {
        Bounds { low: share.up, high: share.up }
    }
}

/// Returns the bounds of a part by those of its leaves, which may depend on each other in any way (Fréchet's bounds; of several nodes,
/// those of at least so many events). They are valid, and not always the narrowest: what two branches share is not used.
pub fn bounds(part: &Part, leaves: &[Bounds]) -> Bounds {
    match &part.kind {
        Kind::Leaf(leaf) => leaves[*leaf],
        Kind::Of(operator, parts) => {
            let of: Vec<Bounds> = parts.iter().map(|part| bounds(part, leaves)).collect();
            at_least(operator.least(parts.len()), &of)
        }
    }
}

fn at_least(least: usize, of: &[Bounds]) -> Bounds {
    let high = most(least, of.iter().map(|bounds| bounds.high).collect());
    // So many good ones are missing exactly if too many are bad.
    let bad = most((of.len() + 1).saturating_sub(least), of.iter().map(|bounds| 1.0 - bounds.low).collect());
    // Rounding must not turn them round.
    Bounds { low: (1.0 - bad).clamp(0.0, high), high }
}

/// Returns the most likely that at least so many of some events can be. Whichever some of them are left out, the rest must give what
/// is missing, and by Markov's inequality does so in no more than their sum divided by that; least of all without the likeliest.
fn most(least: usize, mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    let mut sum: f64 = of.iter().sum();
    let mut most = 1.0_f64;
    for left_out in 0..least.min(of.len()) {
        most = most.min(sum / (least - left_out) as f64);
        sum -= of[of.len() - 1 - left_out];
    }
    most.max(0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::journey::plan::testing::{of_tree, tree};

    fn of(least: usize, ups: &[f64]) -> Bounds {
        let exactly = |up: &f64| Bounds { low: *up, high: *up };
        at_least(least, &ups.iter().map(exactly).collect::<Vec<_>>())
    }

    fn close(bounds: Bounds, low: f64, high: f64) -> bool {
        (bounds.low - low).abs() < 1e-12 && (bounds.high - high).abs() < 1e-12
    }

    #[test]
    fn rows_and_alternatives_have_frechets_bounds() {
        assert!(close(of(3, &[0.9999, 0.9995, 0.9990]), 0.9984, 0.9990));
        assert!(close(of(2, &[0.3, 0.4]), 0.0, 0.3));
        assert!(close(of(1, &[0.3, 0.4]), 0.4, 0.7));
        assert!(close(of(1, &[0.99, 0.99]), 0.99, 1.0));
        // Whenever two of three are up, that takes two parts of the 0.6 that they are up together.
        assert!(close(of(2, &[0.2, 0.2, 0.2]), 0.0, 0.3));
        assert!(close(of(2, &[0.99, 0.99, 0.99]), 0.985, 1.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// Against worlds in which leaves depend on each other: any weights of all states that they may be in together.
        #[test]
        fn no_world_is_outside_of_them(
            tree in tree(5), weights in prop::collection::vec(prop_oneof![Just(0.0), 0.0..1.0f64], 32), slack in 0.0..0.1f64,
        ) {
            let all: f64 = weights.iter().sum();
            prop_assume!(all > 0.0);
            let likely = |is: &dyn Fn(usize) -> bool| -> f64 {
                weights.iter().enumerate().filter(|(state, _)| is(*state)).map(|(_, weight)| weight / all).sum()
            };
            let leaves: Vec<Bounds> = (0..5)
                .map(|leaf| likely(&|state| state >> leaf & 1 == 1))
                .map(|up| Bounds { low: (up - slack).max(0.0), high: (up + slack).min(1.0) })
                .collect();
            let part = of_tree(&tree);
            let up = likely(&|state| part.is_up(&|leaf| state >> leaf & 1 == 1));
            let bounds = bounds(&part, &leaves);
            prop_assert!(bounds.low <= up + 1e-9 && up <= bounds.high + 1e-9, "{up} is outside of {bounds:?}");
        }
    }
}
