//! Shares of what is good, and what becomes of them when several are needed.

use crate::measure::Level;
use crate::slo::Target;

/// A share of what is good, between 0 and 1, with the rest: of five nines and more, one minus the other is not precise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// What is good.
    pub up: f64,
    /// What is not.
    pub down: f64,
}

impl Share {
    /// Everything is good.
    pub const ALL: Share = Share { up: 1.0, down: 0.0 };
    /// Nothing is.
    pub const NONE: Share = Share { up: 0.0, down: 1.0 };

    /// Makes it of what was counted. As counts are extrapolated, slightly more may be bad than there is.
    ///
    /// # Errors
    /// What says nothing: no events, or no numbers; a fragment.
    pub fn of_level(level: Level) -> Result<Share, String> {
        if !(level.bad.is_finite() && level.total.is_finite() && level.bad >= 0.0 && level.total >= 0.0) {
            return Err(format!("{} of {} is no count", level.bad, level.total));
        }
        if level.is_idle() {
            return Err("nothing happened".to_owned());
        }
        let bad = level.bad.min(level.total);
        Ok(Share { up: (level.total - bad) / level.total, down: bad / level.total })
    }

    /// Makes it of what is promised.
    pub fn of_target(target: Target) -> Share {
        Share { up: target.ratio(), down: target.budget() }
    }

    /// Returns what is good if a leaf of this share decides between two cases.
    pub fn decides(self, up: Share, down: Share) -> Share {
        Share { up: self.up * up.up + self.down * down.up, down: self.up * up.down + self.down * down.down }
    }

    /// Tells whether it is a target at least, as far as sixteen digits can tell.
    pub fn keeps(self, target: Target) -> bool {
        self.down <= target.budget() * (1.0 + 1e-12)
    }

    fn swapped(self) -> Share {
        Share { up: self.down, down: self.up }
    }
}

/// Returns the share in which at least so many of some independent ones are good. Only sums and products of what is not negative are
/// taken, so that both parts keep all their digits.
pub fn at_least(least: usize, shares: &[Share]) -> Share {
    match least {
        0 => Share::ALL,
        _ if least > shares.len() => Share::NONE,
        _ if least == shares.len() => all(shares.iter().copied()),
        1 => all(shares.iter().map(|share| share.swapped())).swapped(),
        _ => count(least, shares),
    }
}

fn all(shares: impl Iterator<Item = Share>) -> Share {
    let with =
        |all: Share, share: Share| Share { up: all.up * share.up, down: all.down + all.up * share.down };
    shares.fold(Share::ALL, with)
}

/// Goes through the shares and keeps how likely it is that so many of those seen are good (a Poisson binomial distribution).
fn count(least: usize, shares: &[Share]) -> Share {
    let mut good = vec![0.0; shares.len() + 1];
    good[0] = 1.0;
    for (seen, share) in shares.iter().enumerate() {
        for number in (0..=seen).rev() {
            good[number + 1] += good[number] * share.up;
            good[number] *= share.down;
        }
    }
    Share { up: good[least..].iter().sum(), down: good[..least].iter().sum() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(up: f64) -> Share {
        Share { up, down: 1.0 - up }
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn the_figures_of_textbooks() {
        let row = at_least(3, &[0.9999, 0.9995, 0.9990].map(share));
        assert!(close(row.up, 0.998_400_649_95), "{row:?}");
        let two_of_three = at_least(2, &[share(0.99); 3]);
        assert!(close(two_of_three.up, 0.999_702) && close(two_of_three.down, 0.000_298), "{two_of_three:?}");
        assert!(close(at_least(1, &[share(0.99); 2]).up, 0.9999));
    }

    #[test]
    fn what_is_lost_keeps_its_digits() {
        let nines = Share { up: 1.0 - 1e-9, down: 1e-9 };
        let both = at_least(1, &[nines; 2]);
        assert!((both.down / 1e-18 - 1.0).abs() < 1e-12, "{both:?}");
        let row = at_least(2, &[nines; 2]);
        assert!((row.down / (2e-9 - 1e-18) - 1.0).abs() < 1e-12, "{row:?}");
        let most = at_least(2, &[nines; 3]);
        assert!((most.down / (3e-18 - 2e-27) - 1.0).abs() < 1e-9, "{most:?}");
    }

    #[test]
    fn what_says_nothing_is_no_share() {
        let of = |bad, total| Share::of_level(Level { bad, total });
        assert_eq!(of(1.0, 4.0), Ok(Share { up: 0.75, down: 0.25 }));
        assert_eq!(of(4.01, 4.0), Ok(Share::NONE));
        assert_eq!(of(0.0, 0.0), Err("nothing happened".to_owned()));
        for (bad, total) in [(f64::NAN, 1.0), (1.0, f64::NAN), (-1.0, 1.0), (1.0, f64::INFINITY)] {
            assert!(of(bad, total).is_err(), "{bad} of {total}");
        }
    }

    proptest! {
        /// Against every outcome there may be.
        #[test]
        fn it_is_the_sum_of_all_outcomes(ups in prop::collection::vec(0.0..=1.0f64, 1..8), least in 0usize..9) {
            let shares: Vec<Share> = ups.iter().copied().map(share).collect();
            let mut sum = 0.0;
            for outcome in 0u32..1 << ups.len() {
                let is_up = |at: usize| outcome >> at & 1 == 1;
                let part = |at: usize| if is_up(at) { shares[at].up } else { shares[at].down };
                if outcome.count_ones() as usize >= least {
                    sum += (0..ups.len()).map(part).product::<f64>();
                }
            }
            let composed = at_least(least, &shares);
            prop_assert!(close(composed.up, sum), "{} {sum}", composed.up);
            prop_assert!(close(composed.up + composed.down, 1.0));
        }
    }
}
